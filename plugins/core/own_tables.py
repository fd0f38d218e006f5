"""Read the YAML data files that lie beside the code, and cache the parsed result across runs.

Parsing one takes one to four milliseconds, and each run needs about a dozen.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml

from plugins.core.cache.compiled import make_once
from plugins.core.words.interface import LOADER, SAFE_LOADER


def read_table(file: Path, *, is_typed: bool = False) -> Any:
    """Return the parsed contents of a file: all scalars as text, or with `is_typed` also numbers and booleans."""
    data = file.read_bytes()
    loader = SAFE_LOADER if is_typed else LOADER
    made_of = "table", hashlib.sha256(data).hexdigest(), yaml.__version__, loader.__name__
    return make_once(made_of, lambda: yaml.load(data, loader))

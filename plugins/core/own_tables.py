"""Reads the YAML files beside the code, which are its data, and caches them parsed for all runs.

Stage: any. In: such a file. Out: what it says. To parse one takes a millisecond or four, and each run needs a dozen.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml

from plugins.core.cache.compiled import make_once
from plugins.core.words.interface import LOADER, SAFE_LOADER


def read_table(file: Path, *, is_typed: bool = False) -> Any:
    """Return what a table says: all of it as text, or numbers, yes and no as such."""
    data = file.read_bytes()
    loader = SAFE_LOADER if is_typed else LOADER
    made_of = "table", hashlib.sha256(data).hexdigest(), yaml.__version__, loader.__name__
    return make_once(made_of, lambda: yaml.load(data, loader))

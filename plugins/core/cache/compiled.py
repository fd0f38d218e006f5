"""The folder for cached data derived from the program and its packages, valid as long as these, like Python's bytecode.

It is in the virtual environment that `tasks.py` makes, if this process runs there and can write to it; otherwise in `.cache/`
(`docs/decisions/0236-compiled-as-long-as-the-packages.md`). It may not exist yet. Nothing derived from `content/` may be stored
there: it is not cleared when something is removed from the site.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from plugins.core.cache.disk_cache import DiskCache, name_key

PROJECT: Final = Path(__file__).resolve().parents[3]

ENVIRONMENT: Final = ".venv"
STAMP: Final = "lokalamalen-stamp"
"""A file that marks a complete environment (`plugins/commands/start/set_up.py`)."""
FOLDER: Final = "lokalamalen-kompilerat"
"""Name of the folder in the environment."""
TEMPLATES: Final = "mallar"
PATTERNS: Final = "monster"
TEXTS: Final = "kod"
VALUES: Final = "varden"
SETTLED: Final = time.time_ns() - 2_000_000_000
"""Two seconds (FAT's time resolution) before this process started, in nanoseconds: code modified later may differ from what the
process has loaded."""
MOST_VALUES: Final = 200
"""The most values that are stored, many times what the tasks have."""


def compiled_in(project: Path) -> Path:
    """Return the folder for a project; each type of data has a folder below it."""
    environment = project / ENVIRONMENT
    folder = environment / FOLDER
    if Path(sys.prefix) != environment or not (environment / STAMP).is_file():
        return project / ".cache"
    return folder if os.access(folder if folder.exists() else environment, os.W_OK) else project / ".cache"


@cache
def read_package_file(name: str) -> str:
    """Return the contents of a package's main file, which identify its version; the package is located, not imported."""
    spec = find_spec(name)
    return Path(spec.origin).read_text("utf-8") if spec and spec.origin else ""


def make_once(made_of: tuple[object, ...], make: Callable[[], Any]) -> Any:
    """Return what `make` returns, computed once for all runs: strings, numbers, and lists, tuples, sets and dicts of them.

    `made_of` lists everything that the value depends on, package versions included; the file that defines `make` is added
    automatically. None is not cached, and nothing is if that file was modified after this process loaded it.
    """
    file = Path(str(sys.modules[make.__module__].__file__))
    if file.stat().st_mtime_ns > SETTLED:
        return make()
    kept, key = DiskCache(compiled_in(PROJECT) / VALUES, MOST_VALUES), name_key(sys.version, file.read_bytes(), *made_of)
    found = kept.read(key)
    if found is not None:
        return marshal.loads(found)
    made = make()
    if made is not None:
        kept.write(key, marshal.dumps(made))
    return made

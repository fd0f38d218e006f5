"""Where what is compiled of the program and its packages is kept: as long as these are, like Python's own compiled modules.

Stage: any. In: the project. Out: a folder, which need not be there: in the environment that the door makes, where this process
works in it and may write there; else in `.cache/` (`docs/decisions/0236-compiled-as-long-as-the-packages.md`). Nothing of
`content/` may come there: nobody empties it when something is taken off the site.
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
"""What the door leaves in an environment that is whole (`plugins/commands/start/set_up.py`)."""
FOLDER: Final = "lokalamalen-kompilerat"
"""Where it is kept there."""
TEMPLATES: Final = "mallar"
PATTERNS: Final = "monster"
TEXTS: Final = "kod"
VALUES: Final = "varden"
SETTLED: Final = time.time_ns() - 2_000_000_000
"""When this process began, and two seconds before (nanoseconds), in which FAT counts: code that is younger may be other code than
this process has loaded."""
MOST_VALUES: Final = 200
"""Values that are kept, many times what the tasks have."""


def compiled_in(project: Path) -> Path:
    """Return the folder for a project; below it each sort has its own."""
    environment = project / ENVIRONMENT
    folder = environment / FOLDER
    if Path(sys.prefix) != environment or not (environment / STAMP).is_file():
        return project / ".cache"
    return folder if os.access(folder if folder.exists() else environment, os.W_OK) else project / ".cache"


@cache
def tell_package(name: str) -> str:
    """Return the file of a package that says which version it is; the package is found, not loaded."""
    spec = find_spec(name)
    return Path(spec.origin).read_text("utf-8") if spec and spec.origin else ""


def make_once(made_of: tuple[object, ...], make: Callable[[], Any]) -> Any:
    """Return what `make` returns, made once for all runs: texts, numbers, and lists, tuples, sets and mappings of such.

    `made_of` names all that it is made of, packages too; the file that has `make` goes without saying. None is not kept, and
    nothing where that file may have been written in since this process loaded it.
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

"""Cache code that packages generate and compile while they are imported, as Python caches compiled modules.

`dataclasses` generates six methods for each class that is not ours, and `typing` compiles each annotation that is a string: five
hundred in all, a tenth of the time of imports (`docs/decisions/0232-what-an-edit-waits-for.md`). Only in a process that `door.py`
has started, as with patterns (`pattern_cache.py`). Where a version of Python compiles in another way, nothing is cached.
"""

from __future__ import annotations

import builtins
import dataclasses
import marshal
import sys
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from plugins.core.cache.compiled import TEXTS, compiled_in
from plugins.core.cache.disk_cache import DiskCache, name_key

MOST: Final = 2_000
"""Most texts in the cache, four times what the tasks have; beyond that only those used by the last run are kept."""
MODES: Final = ("eval", "exec")
_FILE: Final = "<string>"
"""The file name Python gives to code compiled from a string."""


class CodeCache:
    """Compiled texts, from earlier runs and this one, by mode (expression or statements) and text."""

    def __init__(self, kept: DiskCache) -> None:
        self._kept = kept
        self._key = name_key(sys.version, MAGIC_NUMBER.hex(), sys.flags.optimize)
        found = kept.read(self._key)
        self._known: dict[tuple[str, str], bytes] = marshal.loads(found) if found is not None else {}
        self._asked: dict[tuple[str, str], bytes] = {}
        self._is_new = False

    def compile(self, text: Any, file: Any, mode: str, *others: Any, **more: Any) -> Any:
        """Do what `compile` does, from the cache; for modules that import nothing from `__future__`."""
        if type(text) is not str or file != _FILE or mode not in MODES or others or more:
            return builtins.compile(text, file, mode, *others, **more)
        found = self._known.get((mode, text))
        if found is None:
            made = builtins.compile(text, file, mode, dont_inherit=True)
            self._known[mode, text] = self._asked[mode, text] = marshal.dumps(made)
            self._is_new = True
            return made
        self._asked[mode, text] = found
        return marshal.loads(found)

    def execute(self, text: Any, *spaces: Any) -> None:
        """Do what `exec` does, from the cache."""
        exec(self.compile(text, _FILE, "exec") if type(text) is str else text, *spaces)

    def keep(self) -> None:
        """Write the cache, if anything is new."""
        if self._is_new:
            self._kept.write(self._key, marshal.dumps(self._known if len(self._known) <= MOST else self._asked))


@contextmanager
def use_code_cache(project: Path) -> Iterator[None]:
    """Within the context, `dataclasses` and `typing` take compiled code from the cache."""
    try:
        texts = CodeCache(DiskCache(compiled_in(project) / TEXTS, 1))
    except (ValueError, EOFError, TypeError):  # cannot be read
        yield
        return
    with _instead(dataclasses, "exec", texts.execute), _instead(typing, "compile", texts.compile):
        yield
    texts.keep()


@contextmanager
def _instead(module: ModuleType, name: str, function: Callable[..., Any]) -> Iterator[None]:
    """Within the context, set a global name of a module, which hides the builtin of that name."""
    vars(module)[name] = function
    try:
        yield
    finally:
        del vars(module)[name]

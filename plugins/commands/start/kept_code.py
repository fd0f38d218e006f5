"""Caches the code that packages generate and compile while they are imported, as Python caches compiled modules.

In: the project. Out: the same code, without what it takes to compile it: `dataclasses` writes six methods for each class that is
not ours, and `typing` compiles each annotation that stands as text, five hundred in all, a tenth of what is imported
(`docs/decisions/0232-what-an-edit-waits-for.md`). Only in a process of the door's, as with patterns (`kept_patterns.py`).
A Python whose library asks in another way is not heard: all is as ever.
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
"""Texts that are kept, four times what the tasks have: beyond that those that a run has not asked for go."""
MODES: Final = ("eval", "exec")
_FILE: Final = "<string>"
"""What Python calls the file of a text."""


class CompiledTexts:
    """Texts that earlier runs have compiled, and those of this one, by what they are: an expression, or lines."""

    def __init__(self, kept: DiskCache) -> None:
        self._kept = kept
        self._key = name_key(sys.version, MAGIC_NUMBER.hex(), sys.flags.optimize)
        found = kept.read(self._key)
        self._known: dict[tuple[str, str], bytes] = marshal.loads(found) if found is not None else {}
        self._asked: dict[tuple[str, str], bytes] = {}
        self._is_new = False

    def compile(self, text: Any, file: Any, mode: str, *others: Any, **more: Any) -> Any:
        """Return what `compile` makes of a text in a module that asks for nothing of `__future__`."""
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
        """Do what `exec` does."""
        exec(self.compile(text, _FILE, "exec") if type(text) is str else text, *spaces)

    def keep(self) -> None:
        """Keep what is new."""
        if self._is_new:
            self._kept.write(self._key, marshal.dumps(self._known if len(self._known) <= MOST else self._asked))


@contextmanager
def know_code(project: Path) -> Iterator[None]:
    """Within, take the code that `dataclasses` and `typing` generate from earlier runs, where it was compiled then."""
    try:
        texts = CompiledTexts(DiskCache(compiled_in(project) / TEXTS, 1))
    except (ValueError, EOFError, TypeError):  # cannot be read
        yield
        return
    with _instead(dataclasses, "exec", texts.execute), _instead(typing, "compile", texts.compile):
        yield
    texts.keep()


@contextmanager
def _instead(module: ModuleType, name: str, function: Callable[..., Any]) -> Iterator[None]:
    """Let a module find `function` within, where it asks for what is built in."""
    vars(module)[name] = function
    try:
        yield
    finally:
        del vars(module)[name]

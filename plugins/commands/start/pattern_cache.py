"""Cache compiled regular expressions between runs, as Python caches compiled modules.

Saves the fifth of a millisecond that `re` takes to compile each of six hundred patterns, ours and the packages'
(`docs/decisions/0218-a-build-after-one-edit.md`). Only in a process that `door.py` has started. Where `re` is implemented
differently from what is expected here, nothing is cached.

The program's own patterns are stored with its bytecode. All others may contain words of the content (the editors' rules of
language, a name that is searched for), and are stored in `.cache/`.
"""

from __future__ import annotations

import marshal
import sys
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, Final

from plugins.core.cache.compiled import PATTERNS, compiled_in
from plugins.core.cache.disk_cache import DiskCache, name_key

MOST: Final = 2_000
"""Most patterns in a cache, three times what the tasks have; beyond that only those used by the last run are kept."""
_PASSED_OVER: Final = 0x04 | 0x80
"""Flags of patterns that are not cached: `re.LOCALE` depends on the system, and `re.DEBUG` prints."""

_IMPORT: Final = "<frozen importlib._bootstrap>"
"""File name of the frame in which Python imports a module."""

OWN_ALONE: Final = frozenset(
    {
        "markdown.inlinepatterns",
        "phonenumbers.phonenumberutil",
        "plugins.core.kinds.periods",
        "plugins.core.files.leftovers",
        "plugins.language.links.logins",
        "plugins.language.links.trackers",
        "plugins.publishing.hosts.netlify",
    }
)
"""Modules that make patterns only from their own data (the syntax of Markdown, prefixes of countries, tables of ours), not from
words of a text. Others do: `markdown.htmlparser` searches for the end of any tag that an editor has written.
"""
_BETWEEN: Final = frozenset({"re", "phonenumbers.re_util", __name__})
"""Modules that only pass a pattern on."""

Asked = tuple[str | bytes, int]
"""A pattern and its flags."""
Given = tuple[Any, ...]
"""The arguments with which `re` calls its engine: pattern, flags, code, and groups."""


class _Watch(threading.local):
    """Stands for the engine (`_sre`) in `re`'s compiler, and records its last arguments, for each thread."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.given: Given = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def compile(self, *given: Any) -> Any:
        """Record the arguments, and call the engine."""
        self.given = given
        return self._engine.compile(*given)


class PatternCache:
    """Compiled patterns of one kind, from earlier runs and this one."""

    def __init__(self, kept: DiskCache, key: str) -> None:
        self._kept = kept
        self._key = key
        found = kept.read(key)
        self.known: dict[Asked, Given] = marshal.loads(found) if found is not None else {}
        self.asked: dict[Asked, Given] = {}
        self._is_new = False

    def note(self, asked: Asked, given: Given) -> None:
        """Add a pattern; but not a permutation of a known one, as a pattern made from a set is in each process."""
        signs = asked[0]
        if any(len(one) == len(signs) and type(one) is type(signs) and sorted(one) == sorted(signs) for one, _ in [*self.known]):
            return
        self.known[asked] = self.asked[asked] = given
        self._is_new = True

    def keep(self) -> None:
        """Write the cache, if anything is new."""
        if self._is_new:
            self._kept.write(self._key, marshal.dumps(self.known if len(self.known) <= MOST else self.asked))


class Patterns:
    """The two caches: patterns of the program, and all others."""

    def __init__(self, program: Path, others: Path, compiler: Any) -> None:
        self._compiler = compiler
        self._engine = compiler._sre
        self._watch = _Watch(self._engine)
        self._compile: Callable[[Any, Any], Any] = compiler.compile
        built = sys.version, sys.byteorder, self._engine.MAGIC, self._engine.CODESIZE
        self._program = PatternCache(DiskCache(program, 2), name_key("program", *built))
        self._others = PatternCache(DiskCache(others, 2), name_key("others", *built))

    def compile(self, pattern: Any, flags: Any = 0) -> Any:
        """Do what `re` does with a pattern that is not compiled, from the cache."""
        if type(pattern) not in (str, bytes) or int(flags) & _PASSED_OVER:
            return self._compile(pattern, flags)
        asked: Asked = pattern, int(flags)
        for shelf in (self._program, self._others):
            if (found := shelf.known.get(asked)) is not None:
                shelf.asked[asked] = found
                _, given_flags, code, *groups = found
                return self._engine.compile(pattern, given_flags, array("I", code).tolist(), *groups)
        made = self._compile(pattern, flags)
        self._note(asked, self._watch.given)
        return made

    def _note(self, asked: Asked, given: Given) -> None:
        pattern, flags, code, *groups = given
        if not flags & _PASSED_OVER:
            shelf = self._program if _is_of_program(pattern) else self._others
            shelf.note(asked, (pattern, int(flags), array("I", map(int, code)).tobytes(), *groups))

    def begin(self) -> None:
        """Replace the compiler of `re`."""
        self._compiler._sre, self._compiler.compile = self._watch, self.compile

    def end(self) -> None:
        """Restore `re`, and write the caches."""
        self._compiler._sre, self._compiler.compile = self._engine, self._compile
        for shelf in (self._program, self._others):
            shelf.keep()


def _is_of_program(pattern: str | bytes) -> bool:
    """Return whether a pattern is the program's own.

    It is where a module is being imported, where it is a constant in the calling code, or where the calling module is in
    `OWN_ALONE`.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__") in _BETWEEN:
        frame = frame.f_back
    if frame is not None and frame.f_globals.get("__name__") in OWN_ALONE:
        return True
    while frame is not None:
        if frame.f_code.co_filename == _IMPORT or any(pattern == one for one in frame.f_code.co_consts):
            return True
        frame = frame.f_back
    return False


@contextmanager
def use_pattern_cache(project: Path) -> Iterator[None]:
    """Within the context, take compiled regular expressions from the cache."""
    try:
        patterns = Patterns(compiled_in(project) / PATTERNS, project / ".cache" / PATTERNS, import_module("re._compiler"))
    except (ImportError, AttributeError, ValueError, EOFError, TypeError):  # `re` is not as in the CPython this was written for
        yield
        return
    patterns.begin()
    try:
        yield
    finally:
        patterns.end()

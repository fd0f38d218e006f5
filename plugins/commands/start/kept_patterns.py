"""Caches compiled regular expressions for all runs, as Python caches compiled modules.

In: the project. Out: the same patterns, of ours and of the packages, without the fifth of a millisecond that `re` takes to read
each of the six hundred (`docs/decisions/0218-a-build-after-one-edit.md`). Only in a process of the door's: what another does with
`re` is its own. Where `re` is built otherwise than here, nothing is kept, and all is as ever.

Those of the program live as long as it does. All others may be made of words of the content (the editors' rules of language, a
name that is searched for), and stay in `.cache/`.
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
"""Patterns that are kept, three times what the tasks have: beyond that those that a run has not asked for go."""
_PASSED_OVER: Final = 0x04 | 0x80
"""`re.LOCALE`, whose patterns follow the system, and `re.DEBUG`, which tells how one is read."""

_IMPORT: Final = "<frozen importlib._bootstrap>"
"""Where Python stands while it loads a module."""

OWN_ALONE: Final = frozenset(
    {
        "markdown.inlinepatterns",
        "phonenumbers.phonenumberutil",
        "plugins.core.kinds.periods",
        "plugins.core.files.leftovers",
        "plugins.language.logins",
        "plugins.language.trackers",
        "plugins.publishing.hosts.netlify",
    }
)
"""Modules that make patterns of what they know (the syntax of Markdown, the numbers of countries, tables of ours), and of no word
of a text, as others beside them do: `markdown.htmlparser` looks for the end of whatever an editor has written as a tag."""
_BETWEEN: Final = frozenset({"re", "phonenumbers.re_util", __name__})
"""Modules that only pass a pattern on."""

Asked = tuple[str | bytes, int]
"""A pattern as it is written, and its flags."""
Given = tuple[Any, ...]
"""What `re` gives the engine of one: the pattern, flags, code, and the groups."""


class _Watch(threading.local):
    """Stands for the engine (`_sre`) where `re` compiles, and holds what it was last given in a thread."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.given: Given = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def compile(self, *given: Any) -> Any:
        """Note what is given, and compile it."""
        self.given = given
        return self._engine.compile(*given)


class PatternCache:
    """The patterns of one sort that earlier runs have compiled, and those of this one."""

    def __init__(self, kept: DiskCache, key: str) -> None:
        self._kept = kept
        self._key = key
        found = kept.read(key)
        self.known: dict[Asked, Given] = marshal.loads(found) if found is not None else {}
        self.asked: dict[Asked, Given] = {}
        self._is_new = False

    def note(self, asked: Asked, given: Given) -> None:
        """Know a pattern from now on; not one that is another in another order, as one made of a set is in each process."""
        signs = asked[0]
        if any(len(one) == len(signs) and type(one) is type(signs) and sorted(one) == sorted(signs) for one, _ in [*self.known]):
            return
        self.known[asked] = self.asked[asked] = given
        self._is_new = True

    def keep(self) -> None:
        """Keep what is new."""
        if self._is_new:
            self._kept.write(self._key, marshal.dumps(self.known if len(self.known) <= MOST else self.asked))


class Patterns:
    """The patterns that are known: those of the program, and all others."""

    def __init__(self, program: Path, others: Path, compiler: Any) -> None:
        self._compiler = compiler
        self._engine = compiler._sre
        self._watch = _Watch(self._engine)
        self._compile: Callable[[Any, Any], Any] = compiler.compile
        built = sys.version, sys.byteorder, self._engine.MAGIC, self._engine.CODESIZE
        self._program = PatternCache(DiskCache(program, 2), name_key("program", *built))
        self._others = PatternCache(DiskCache(others, 2), name_key("others", *built))

    def compile(self, pattern: Any, flags: Any = 0) -> Any:
        """Return what `re` makes of a pattern, which is no compiled one."""
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
        """Let `re` ask here."""
        self._compiler._sre, self._compiler.compile = self._watch, self.compile

    def end(self) -> None:
        """Leave `re` as it was, and keep what is new."""
        self._compiler._sre, self._compiler.compile = self._engine, self._compile
        for shelf in (self._program, self._others):
            shelf.keep()


def _is_of_program(pattern: str | bytes) -> bool:
    """Tell whether a pattern is the program's own.

    It is, where it is made while a module is loaded, stands as it is in code that asks, or is asked for by a module that makes
    patterns of its own data alone.
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
def know_patterns(project: Path) -> Iterator[None]:
    """Within, take regular expressions from earlier runs, where they were compiled then."""
    try:
        patterns = Patterns(compiled_in(project) / PATTERNS, project / ".cache" / PATTERNS, import_module("re._compiler"))
    except (ImportError, AttributeError, ValueError, EOFError, TypeError):  # another `re` than CPython's of today
        yield
        return
    patterns.begin()
    try:
        yield
    finally:
        patterns.end()

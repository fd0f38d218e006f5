"""Import Pelican without packages that it imports at once and this site never uses
(`docs/decisions/0215-pelican-is-begun-light.md`).

Done only in a process that `door.py` has started for one task, and only where all plugins are ours: others may use anything in
Pelican. Must be called before Pelican is first imported; without it, Pelican is imported whole.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from plugins.commands.runs.settings import has_only_ours

SILENT: Final = frozenset({"docutils", "importlib.metadata", "pelican.rstdirectives", "rich"})
"""Pelican's reader of reStructuredText, which Pelican turns off without docutils; the package that tells its version, used by its
own command only; and its terminal output, which is never shown (`pelican_run.listen`).
"""
ABSENT: Final = frozenset({"argparse", "dateutil", "feedgenerator", "multiprocessing", "pelican.server", "watchfiles"})
"""Pelican's own command, web server (in a process of its own), file watcher and feeds, and its parser of dates. No task uses
them; using one raises `ImportError`.
"""


def begin_pelican(project: Path) -> None:
    """Import Pelican, without those packages where that is possible."""
    if "door" in sys._xoptions and "pelican" not in sys.modules and has_only_ours(project):
        with _stand_ins():
            import pelican  # noqa: F401, PLC0415 (the first import, among the stand-ins)


@contextmanager
def _stand_ins() -> Iterator[None]:
    """Replace packages that are not imported yet by stand-ins; on exit remove them, so that later imports get the real ones."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        _Absent.has_begun = True
        for name in [name for name, module in sys.modules.items() if isinstance(module, _StandIn)]:
            del sys.modules[name]
            within, _, last = name.rpartition(".")
            if within in sys.modules and isinstance(vars(sys.modules[within]).get(last), _StandIn):
                delattr(sys.modules[within], last)


class _Silent(type):
    """Metaclass of stand-ins for names in a package: attributes and calls give the class itself, so that it can be used and
    subclassed.
    """

    def __getattr__(cls, name: str) -> _Silent:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __call__(cls, *_: Any, **__: Any) -> _Silent:
        return cls

    def __bool__(cls) -> bool:
        return False


class _Absent(_Silent):
    """Stand-in for a name that must not be used once Pelican has been imported."""

    has_begun = False

    def __getattr__(cls, name: str) -> _Silent:
        _refuse(cls)
        return super().__getattr__(name)

    def __call__(cls, *_: Any, **__: Any) -> _Silent:
        _refuse(cls)
        return cls


def _refuse(cls: type) -> None:
    if _Absent.has_begun:
        raise ImportError(f"{cls.__name__}: Pelican was begun without it")


class _StandIn(ModuleType):
    """Module that stands in for a package. It is false, so that Pelican takes the package for one that is not installed."""

    def __getattr__(self, name: str) -> _Silent:
        if name.startswith("__"):
            raise AttributeError(name)
        sort = _Absent if {self.__name__, self.__name__.partition(".")[0]} & ABSENT else _Silent
        return sort(name, (), {})

    def __bool__(self) -> bool:
        return False


class _Finder(MetaPathFinder, Loader):
    """Finds the stand-ins, before any other finder."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002 (as Python asks)
        """Return the spec of a stand-in for a package, or for a module within it."""
        stands = {name, name.partition(".")[0]} & (ABSENT | SILENT)
        return ModuleSpec(name, self, is_package=True) if stands else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the stand-in."""
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: it stays empty."""

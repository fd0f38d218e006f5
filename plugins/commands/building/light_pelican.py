"""Imports Pelican without the packages that it imports at once and this site never uses.

In: the project. Out: `pelican`, imported (`docs/decisions/0215-pelican-is-begun-light.md`). Only in a process that the door has
started for one task, and only where all plugins are ours: others may use whatever Pelican has. Called before Pelican is
imported for the first time; without the call, Pelican is whole.
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
"""Pelican's reader of reStructuredText, which it turns off by itself where docutils is not there; what tells its version, which
only its own command says; and how it writes on a terminal, where nothing that it says comes (`pelican_run.listen`)."""
ABSENT: Final = frozenset({"argparse", "dateutil", "feedgenerator", "multiprocessing", "pelican.server", "watchfiles"})
"""Its own command, web server (in a process of its own) and look for changed files, its feeds, and how it reads days, which no
task has: who asks for them is refused."""


def begin_pelican(project: Path) -> None:
    """Import Pelican, light where that may be."""
    if "door" in sys._xoptions and "pelican" not in sys.modules and has_only_ours(project):
        with _stand_ins():
            import pelican  # noqa: F401, PLC0415 (the first import, among the stand-ins)


@contextmanager
def _stand_ins() -> Iterator[None]:
    """Let packages that are not there yet be stood in for; afterwards whoever imports one has the real one."""
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
    """What is taken from a package: whatever is asked of it is itself, so that it can be called and built on."""

    def __getattr__(cls, name: str) -> _Silent:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __call__(cls, *_: Any, **__: Any) -> _Silent:
        return cls

    def __bool__(cls) -> bool:
        return False


class _Absent(_Silent):
    """Stands for something of Pelican until that has been imported; then it is an error to ask for it."""

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
    """A module of a package that is stood in for; Pelican takes it for one that is not installed, where it asks."""

    def __getattr__(self, name: str) -> _Silent:
        if name.startswith("__"):
            raise AttributeError(name)
        sort = _Absent if {self.__name__, self.__name__.partition(".")[0]} & ABSENT else _Silent
        return sort(name, (), {})

    def __bool__(self) -> bool:
        return False


class _Finder(MetaPathFinder, Loader):
    """Finds the stand-ins, before anything else is looked for."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002 (as Python asks)
        """Return the stand-in of a package, or of what lies within it."""
        stands = {name, name.partition(".")[0]} & (ABSENT | SILENT)
        return ModuleSpec(name, self, is_package=True) if stands else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the stand-in."""
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty."""

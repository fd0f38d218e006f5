"""Templates compiled ahead: where none is kept, a copy of this process does it while this one loads, reads and checks.

In: the theme's folder. Out: compiled templates in `.cache/`, where Pelican's own environment finds them
(`docs/decisions/0207-while-one-reads.md`). What is not there in time, or not at all, is compiled when it is needed. The copy
is made before anything large is loaded, and needs Jinja alone: neither Pelican nor the site.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from plugins.commands.settings import has_only_ours
from plugins.core.aside import Aside
from plugins.core.copying import can_copy
from plugins.core.kept import COMPILED

PELICANS: Final = ("period_archives.html", "tag.html", "category.html", "author.html")
"""What Pelican's generator of articles asks for at each run, articles or none (its own theme has them)."""


_BEGUN: Final[dict[Path, Callable[[], None]]] = {}
"""What the door has begun, by the theme's folder: what waits for it, until somebody takes it."""


def begin_templates(project: Path) -> None:
    """Begin, in a process of the door's, which does one task and ends; called before that loads what it needs."""
    if "door" in sys._xoptions:
        theme = project / "theme"
        _BEGUN[theme] = _begin(theme, project)
        atexit.register(_BEGUN.clear)  # while there is all that stops it


def compile_ahead(theme: Path, project: Path) -> Callable[[], None]:
    """Begin, if that is not done and there is anything to gain; return what waits until it is done."""
    return _BEGUN.pop(theme) if theme in _BEGUN else _begin(theme, project)


def _begin(theme: Path, project: Path) -> Callable[[], None]:
    if not can_copy() or _list(project / COMPILED):
        return lambda: None
    import jinja2  # noqa: F401, PLC0415 (here, so that the copy has it too)

    process = os.getpid()

    def compile_all() -> None:
        if os.getpid() != process:
            _compile(theme, project, lambda: os.getppid() == process)

    work = Aside(compile_all)

    def wait() -> None:
        work.answer()
        if not has_only_ours(project):  # others do nobody knows what with the templates
            shutil.rmtree(project / COMPILED, ignore_errors=True)

    return wait


def _compile(theme: Path, project: Path, goes_on: Callable[[], bool]) -> None:
    """Compile all templates, as long as it `goes_on`: after a run that was stopped nothing is to be written."""
    from jinja2 import Environment, FileSystemLoader, TemplateError  # noqa: PLC0415 (with what a task without pages does not load)

    from plugins.site.templates import FILTERS, OPTIONS, open_template_cache  # noqa: PLC0415 (as above)

    templates, pelican = theme / "templates", find_spec("pelican")  # found, not loaded
    others = [Path(folder, "themes", "simple", "templates") for folder in (pelican and pelican.submodule_search_locations) or ()]
    cache = open_template_cache(project / COMPILED, OPTIONS)
    environment = Environment(loader=FileSystemLoader([templates, *others]), bytecode_cache=cache, **OPTIONS)
    environment.filters.update(FILTERS)
    for name in [*sorted(file.relative_to(templates).as_posix() for file in templates.rglob("*.html")), *PELICANS]:
        if not goes_on():
            return
        with suppress(TemplateError):  # told where it is used
            environment.get_template(name)


def _list(folder: Path) -> list[str]:
    with suppress(OSError):
        return os.listdir(folder)  # noqa: PTH208 (names are enough)
    return []

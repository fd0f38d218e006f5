"""Templates compiled ahead: where none is kept, a copy of this process does it while this one reads and checks the texts.

In: the theme. Out: compiled templates in `.cache/`, where Pelican's own environment finds them
(`docs/decisions/0207-while-one-reads.md`). What is not there in time, or not at all, is compiled when it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from plugins.commands.light_pelican import begin_pelican
from plugins.commands.settings import has_only_ours
from plugins.core.aside import Aside, can_copy
from plugins.site.model import Theme

PELICANS: Final = ("period_archives.html", "tag.html", "category.html", "author.html")
"""What Pelican's generator of articles asks for at each run, articles or none (its own theme has them)."""


def compile_ahead(content: Path, theme: Theme, project: Path) -> Callable[[], None]:
    """Begin, if there is anything to gain; what is returned waits until it is done."""
    from plugins.site.templates import COMPILED  # noqa: PLC0415 (with Jinja, which only builds need)

    if not can_copy() or _list(project / COMPILED):
        return lambda: None
    from jinja2 import TemplateError  # noqa: PLC0415 (as above)

    begin_pelican(project)
    from plugins.commands.resident import Resident  # noqa: PLC0415 (Pelican: here, so that the copy has it too)

    process = os.getpid()

    def compile_all() -> None:
        if os.getpid() == process or not has_only_ours(project):
            return
        environment = Resident(content, theme, project, project / ".cache" / "forhandsvisning").environment
        templates = theme.folder / "templates"
        for name in [*sorted(file.relative_to(templates).as_posix() for file in templates.rglob("*.html")), *PELICANS]:
            if os.getppid() != process:  # it was stopped, and nothing is to be written after it
                return
            with suppress(TemplateError):  # told where it is used
                environment.get_template(name)

    return Aside(compile_all).answer


def _list(folder: Path) -> list[str]:
    with suppress(OSError):
        return os.listdir(folder)  # noqa: PTH208 (names are enough)
    return []

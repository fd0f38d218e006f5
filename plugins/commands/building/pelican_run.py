"""Run Pelican in this process, and turn its log and exceptions into problems.

Pelican only logs a plugin that cannot be loaded and a page that cannot be read; here every record of level ERROR stops the build,
and the output stays as it was.
"""

from __future__ import annotations

import contextlib
import io
import logging
import re
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from pelican import Pelican, signals
from pelican.generators import PelicanTemplateNotFound

from plugins.commands.process.broken_bytecode import is_torn
from plugins.commands.process.environment import find_damage
from plugins.commands.process.failure import find_gone_folder, report_gone
from plugins.commands.runs.settings import OURS, read_own_settings
from plugins.core.cache.written import PageLost
from plugins.core.dataclass import dataclass
from plugins.core.outputs import OutputFault
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.core.system.plain_file import read_plain_text
from plugins.publishing.spare import Spare
from plugins.site.model import PageKeeper, Site, Theme

PELICANS: Final = ("themes", "simple", "templates")
"""Pelican's own templates, which it falls back to where a theme lacks one."""
_UNLOADED: Final = re.compile(r"(?s)\[templates\] unable to load ([^\[]*).*")
"""Pelican's message for a template that is nowhere."""
NOT_YOU = "Det är ett fel i sidmallarna eller programmet, inte i din text."


class _Records(logging.Handler):
    """Collects the errors that Pelican logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record, with the exception being handled: Pelican leaves it out for a page it cannot read."""
        if not record.exc_info and sys.exc_info()[0]:
            record.exc_info = sys.exc_info()
        self.records.append(record)


@dataclass(frozen=True, slots=True)
class Places:
    """The files and folders that a site is built from, and the folder it is written to."""

    content: Path
    output: Path
    theme: Theme
    project: Path
    """The folder of the program, with its settings."""


def run_pelican(
    site: Site,
    places: Places,
    *,
    publishing: bool = False,
    keeper: PageKeeper | None = None,
    spare: Spare | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> list[Problem]:
    """Run Pelican to write the Site into an empty folder; return the problems. `meanwhile` is as in `build_output.Hooks`."""
    content, output = places.content, places.output
    with listen() as records:
        settings = make_settings(site, places, publishing=publishing)
        if keeper is not None:
            settings["SITE_REMEMBER"] = keeper.remember
        if keeper is not None and all(name.startswith(OURS) for name in settings["PLUGINS"]):  # other plugins may read anything
            form = "publish" if publishing else "desk"
            settings["SITE_WRITTEN"] = partial(keeper.written, form)
            settings["SITE_KNOWN"] = None if keeper.is_new else partial(keeper.known, form)
            settings["SITE_IS_NEW"], settings["SITE_MEANWHILE"] = keeper.is_new, meanwhile
            if spare is not None:
                spare.take(output, site.outputs)
                settings["SITE_SEEN"] = spare.seen
        if not records:
            generators: list[Any] = []
            try:
                with signals.page_generator_finalized.connected_to(generators.append):
                    _run(settings)
                if spare is not None:
                    spare.trim(output, settings["SITE_RUN"]["output"])
                _let_go(generators)
            except (TemplateError, PelicanTemplateNotFound) as error:
                return [template_problem(error, places.theme.folder, places.project)]
            except OutputFault as error:
                return [Problem(Place(SourceFile(content)), "granskning", error.message, help=(NOT_YOU,))]
    return report_records(records, content, places.project)


def _run(settings: dict[str, Any]) -> None:
    """Run Pelican; where a page taken from the cache turns out to be missing, once more without the cache."""
    try:
        Pelican(settings).run()
    except PageLost:
        settings["SITE_KNOWN"] = lambda _file: None
        Pelican(settings).run()


def _let_go(generators: list[Any]) -> None:
    """Break reference cycles between Pelican's pages: garbage collection is off, and what follows needs the memory."""
    for generator in generators:
        generator.pages.clear()
        generator.translations.clear()
        generator.context.clear()


def report_records(records: list[logging.LogRecord], content: Path, project: Path) -> list[Problem]:
    """Return the problems of Pelican's log; the log itself goes to the file for developers."""
    for record in records:
        missing = record.exc_info[1] if record.exc_info else None
        if missing is not None and _is_repairable(missing, project):
            raise missing
    _keep_trace(records, project)
    return [_record_problem(record, content) for record in records]


def _is_repairable(error: BaseException, project: Path) -> bool:
    """Return whether `door.py` repairs the cause: a damaged package, or damaged bytecode."""
    packages = Path(sysconfig.get_path("purelib"))
    return is_torn(error) or (isinstance(error, ImportError) and bool(find_damage(packages, project / "requirements.txt")))


def make_settings(site: Site | None, places: Places, *, publishing: bool = False) -> dict[str, Any]:
    """Return Pelican's settings for a run, with the Site and the theme."""
    given = {
        "PATH": str(places.content.resolve()),
        "OUTPUT_PATH": str(places.output),
        "THEME": str(places.theme.folder),
        "SITE": site,
        "SITE_THEME": places.theme,
    }
    return read_own_settings(places.project, publishing=publishing, given=given)


@contextlib.contextmanager
def listen() -> Iterator[list[logging.LogRecord]]:
    """Collect Pelican's errors; keep its output away from stdout, which is for problems."""
    logger = logging.getLogger("pelican")
    handler = _Records()
    before = logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.ERROR)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield handler.records
    finally:
        logger.removeHandler(handler)
        logger.propagate, level = before
        logger.setLevel(level)


def template_problem(error: TemplateError | PelicanTemplateNotFound, theme: Path, project: Path) -> Problem:
    """Return the problem of a template error, at the template's line; or that the folder of templates is missing."""
    if isinstance(error, PelicanTemplateNotFound):
        error = TemplateNotFound(_UNLOADED.sub(r"\1.html", str(error)))
    line, file = _template_place(error, theme)
    if gone := find_gone_folder(theme / "templates" / "x", project):
        return report_gone(gone, NOT_YOU)
    _keep("".join(traceback.format_exception(error)), project)
    source = SourceFile(file, read_plain_text(file) if file.is_file() else "")
    help_lines: tuple[str, ...] = (NOT_YOU, "Den som sköter programmet ser mer i .cache/senaste-fel.txt.")
    if isinstance(error, TemplateNotFound) and error.name and file != (named := theme / "templates" / error.name):
        help_lines = (f"Sidmallen {error.name} {_describe_template(named)}.", *help_lines)
    return Problem(Place(source, line, 1), "mall", f"Sidmallen {file.name} {_describe_template(file)}.", help=help_lines)


def _describe_template(file: Path) -> str:
    """Return what is wrong with a template, as the end of a sentence."""
    return "går inte att använda" if file.is_file() else "är ingen vanlig fil" if file.exists() else "saknas"


def _template_place(error: TemplateError, theme: Path) -> tuple[int, Path]:
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return error.lineno, Path(error.filename)
    templates, frames = theme / "templates", traceback.extract_tb(error.__traceback__)
    for frame in frames:
        file = Path(frame.filename)
        if file.parts[-4:-1] == PELICANS and not (templates / file.name).is_file():  # a fallback for a missing template
            return 1, templates / file.name
    for frame in reversed(frames):
        if Path(frame.filename).is_relative_to(theme):
            return frame.lineno or 1, Path(frame.filename)
    return 1, templates / (error.name or "" if isinstance(error, TemplateNotFound) and templates.exists() else "")


def _record_problem(record: logging.LogRecord, content: Path) -> Problem:
    """Return the problem of one logged error; Pelican's English goes to the file for developers."""
    words = str(record.msg)
    first = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
    place = Place(SourceFile(content))
    if "plugin" in words.lower():
        return Problem(place, "tillagg", f"Tillägget {quote(first)} går inte att starta.", help=(NOT_YOU,))
    file = content / first if first else content
    if first and file.is_file():
        return Problem(Place(SourceFile(file)), "intern", f"Sidan {file.name} kunde inte byggas.", help=(NOT_YOU,))
    return Problem(place, "intern", "Webbplatsen kunde inte byggas.", help=(NOT_YOU,))


def _keep_trace(records: list[logging.LogRecord], project: Path) -> None:
    if records:
        _keep("\n".join(logging.Formatter().format(record) for record in records), project)


def _keep(text: str, project: Path) -> None:
    with contextlib.suppress(OSError):
        (project / ".cache").mkdir(exist_ok=True)
        (project / ".cache" / "senaste-fel.txt").write_text(text, "utf-8")

"""The tasks of the site, by name: check, build, publish, preview, start and uses.

Problems go to stdout, everything else to stderr. Only what `check` and `build` need is imported here, since each start waits
for it; other tasks import what they need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from plugins.commands.building.build_site import BuildOrder, build_site
from plugins.commands.building.light_pelican import begin_pelican
from plugins.commands.reporting.result import print_result
from plugins.commands.runs.basis import Basis
from plugins.commands.runs.digests import first_digest_program, is_program_as_first
from plugins.commands.runs.folder_scanner import notify_all_is_read
from plugins.commands.runs.history import read_line_days
from plugins.commands.runs.job import Job, Options, WrongUsage, find_time_zone, find_today
from plugins.commands.runs.prepared import prepare_job
from plugins.commands.runs.work import run_work
from plugins.site.model import Theme


def run(task: str, options: Options) -> int:
    """Run a task; return its exit status."""
    return run_work(options, _TASKS[task])


def check(job: Job) -> int:
    """Check the content; write nothing to the output."""
    basis = Basis(job.content, job.program, job.project)
    preparation, problems = prepare_job(job)
    if not basis.holds():
        return print_result([basis.report()], job.format, is_check=True)
    notify_all_is_read()
    status = print_result(problems, job.format, left_out=preparation.left_out, is_check=True, shows_all=job.shows_all)
    if preparation.keeper:
        preparation.keeper.keep()
    return status


def build(job: Job) -> int:
    """Check, build beside the old site, audit, and exchange: a site for the desk."""
    return build_site(job, BuildOrder(asks_commit=True))


def publish(job: Job) -> int:
    """Build with the stricter rules of publishing, and deliver."""
    begin_pelican(job.project)  # delivery reads its settings
    from plugins.commands.online.publish import publish_site  # noqa: PLC0415 (only this task delivers)

    return publish_site(job)


def start(job: Job) -> int:
    """Serve the site as `preview` does, with pages for people who never use a terminal."""
    return preview(job, is_for_all=True)


def preview(job: Job, *, is_for_all: bool = False) -> int:
    """Serve the site with drafts, rebuild on save, reload the browser, and show problems on the page."""
    from plugins.commands.preview.forms_later import Forms, FormsLater  # noqa: PLC0415 (as above)
    from plugins.commands.preview.live import LiveSite  # noqa: PLC0415 (only this task keeps a site at hand)
    from plugins.commands.preview.task import serve_preview  # noqa: PLC0415 (only this task needs a server)

    content = job.content.resolve()

    def today() -> date:
        return find_today(job.given_day, content)

    sites: list[LiveSite] = []

    def open_site() -> LiveSite:
        sites.append(LiveSite(content, job.theme.folder, job.project, today, first_digest_program(), is_program_as_first))
        return sites[0]

    def find_theme() -> Theme:
        return sites[0].shown_theme if sites else job.theme

    def open_forms() -> Forms:
        from plugins.commands.preview.forms import FormPages  # noqa: PLC0415 (only who edits there)
        from plugins.commands.preview.keep import Keep  # noqa: PLC0415 (as above)
        from plugins.editing.checker import Checker  # noqa: PLC0415 (as above)

        checker = Checker(content, find_theme, today, read_line_days)
        return FormPages(checker, Keep(content, lambda: checker({}), today, lambda: find_time_zone(content)), job.project)

    return serve_preview(open_site, content, job.theme.folder, job.port, FormsLater(open_forms), is_for_all=is_for_all)


def uses(job: Job) -> int:
    """Print where something is used, before it is removed."""
    from plugins.commands.uses import print_uses  # noqa: PLC0415 (only this task asks)

    if not job.name.strip():
        raise WrongUsage("Skriv namnet på det du undrar över, till exempel: python3 tasks.py var-anvands partnerskap")
    return print_uses(job.name, job.content, job.today, job.theme.words, job.format)


_TASKS: Final[Mapping[str, Callable[[Job], int]]] = {
    "check": check,
    "build": build,
    "publish": publish,
    "preview": preview,
    "start": start,
    "uses": uses,
}

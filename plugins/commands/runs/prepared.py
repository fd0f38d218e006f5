"""Reads and checks content and makes it a Site, with what earlier runs have kept of it where that still holds.

In: a job. Out: what was prepared, without what was taken off the site, and its problems. Called by the tasks that need a Site or
a library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path

from plugins.commands.reporting.run_progress import show_run
from plugins.commands.runs.delivery_options import WITHDRAWN
from plugins.commands.runs.digests import first_digest_program, is_program_as_first, seen_in
from plugins.commands.runs.job import Job
from plugins.commands.runs.settings import has_only_ours
from plugins.core.cache.memo import Coming, Question
from plugins.core.looks.share_picture import SharePicture
from plugins.core.problems import Problem, for_publishing, sort_problems
from plugins.site.kept_bench import KeptBench, may_be_kept
from plugins.site.model import Preparation
from plugins.site.prepare import prepare_site
from plugins.site.site_cache import BENCHES

Prepared = tuple[Preparation, Callable[[], list[Problem]]]
"""What was prepared, with what returns the problems that are to be told."""


def prepare_job(job: Job, *, publishing: bool = False) -> tuple[Preparation, list[Problem]]:
    """Return the prepared site of a task, without what was taken off it, and its problems in their order."""
    preparation, find_problems = begin_job(job, publishing=publishing, goes_on=False)
    return preparation, find_problems()


def begin_job(job: Job, *, publishing: bool, goes_on: bool) -> Prepared:
    """Return the prepared site and what returns its problems, which may still be sought where the task `goes_on` meanwhile."""
    with show_run("Läser och kontrollerar texterna"):
        if _may_have_withdrawals(job):
            from plugins.commands.runs.withdrawals import prepare_shown, read_withdrawals  # noqa: PLC0415 (seldom, and with the history)

            withdrawn = read_withdrawals(job.project) if job.withdrawn is None else job.withdrawn
            preparation = prepare_shown(job.content, job.today, job.theme, withdrawn)
        else:
            preparation = _prepare(job, goes_on=goes_on)

    @cache
    def find_problems() -> list[Problem]:
        return sort_problems(for_publishing(preparation.problems) if publishing else preparation.problems)

    return preparation, find_problems


def _may_have_withdrawals(job: Job) -> bool:
    return bool(job.withdrawn) or (job.project / WITHDRAWN).is_file()


def may_go_on(job: Job, prepared: Prepared | None) -> bool:
    """Tell, before anything is read, whether the new site will go on from the one before."""
    if prepared is not None:
        is_kept = prepared[0].keeper is not None
    else:
        is_kept = not _may_have_withdrawals(job) and may_be_kept(job.content)
    return is_kept and has_only_ours(job.project)


def _prepare(job: Job, *, goes_on: bool) -> Preparation:
    if may_be_kept(job.content):
        named = job.project / BENCHES, first_digest_program(), job.content
        bench = KeptBench(*named, job.today, job.theme, seen=seen_in(job.content), is_so=is_program_as_first)
        return bench.prepare(judges_aside=goes_on, begin_drawings=partial(_begin_drawings, job.theme.folder) if goes_on else None)
    return prepare_site(job.content, job.today, job.theme)


def _begin_drawings(theme: Path, pictures: Iterable[SharePicture], codes: Sequence[Question]) -> tuple[Coming, Coming]:
    from plugins.sharing.drawings import begin_drawings  # noqa: PLC0415 (only for a new site)

    return begin_drawings(theme, pictures, codes)

"""Read and check the content and make a Site of it, using the caches of earlier runs where they are valid.

Leaves out what was taken off the site at once. Called by the tasks that need a Site or a library.
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
from plugins.site.cache.cached_bench import CachedBench, may_be_cached
from plugins.site.cache.site_cache import BENCHES
from plugins.site.model import Preparation
from plugins.site.prepare import prepare_site

Prepared = tuple[Preparation, Callable[[], list[Problem]]]
"""A preparation, and a function that returns its problems."""


def prepare_job(job: Job, *, publishing: bool = False) -> tuple[Preparation, list[Problem]]:
    """Return the prepared site of a task, and its problems, sorted."""
    preparation, list_problems = begin_job(job, publishing=publishing, checks_aside=False)
    return preparation, list_problems()


def begin_job(job: Job, *, publishing: bool, checks_aside: bool) -> Prepared:
    """Return the prepared site and a function for its problems; with `checks_aside` another process may still be finding them."""
    with show_run("Läser och kontrollerar texterna"):
        if _may_have_withdrawals(job):
            from plugins.commands.runs.withdrawals import prepare_shown, read_withdrawals  # noqa: PLC0415 (seldom, and with the history)

            withdrawn = read_withdrawals(job.project) if job.withdrawn is None else job.withdrawn
            preparation = prepare_shown(job.content, job.today, job.theme, withdrawn)
        else:
            preparation = _prepare(job, checks_aside=checks_aside)

    @cache
    def list_problems() -> list[Problem]:
        return sort_problems(for_publishing(preparation.problems) if publishing else preparation.problems)

    return preparation, list_problems


def _may_have_withdrawals(job: Job) -> bool:
    return bool(job.withdrawn) or (job.project / WITHDRAWN).is_file()


def may_use_spare(job: Job, prepared: Prepared | None) -> bool:
    """Return, before anything is read, whether the new site can start from the previous one."""
    if prepared is not None:
        is_kept = prepared[0].keeper is not None
    else:
        is_kept = not _may_have_withdrawals(job) and may_be_cached(job.content)
    return is_kept and has_only_ours(job.project)


def _prepare(job: Job, *, checks_aside: bool) -> Preparation:
    if may_be_cached(job.content):
        named = job.project / BENCHES, first_digest_program(), job.content
        bench = CachedBench(*named, job.today, job.theme, seen=seen_in(job.content), is_valid=is_program_as_first)
        begin_drawings = partial(_begin_drawings, job.theme.folder) if checks_aside else None
        return bench.prepare(checks_aside=checks_aside, begin_drawings=begin_drawings)
    return prepare_site(job.content, job.today, job.theme)


def _begin_drawings(theme: Path, pictures: Iterable[SharePicture], codes: Sequence[Question]) -> tuple[Coming, Coming]:
    from plugins.sharing.drawings import begin_drawings  # noqa: PLC0415 (only for a new site)

    return begin_drawings(theme, pictures, codes)

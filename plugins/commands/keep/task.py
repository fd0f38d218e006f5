"""The tasks `save`, `fetch`, `history` and `undo`, with their options resolved.

Each returns the exit status: 0 done, 1 something is left to do, 2 wrong usage. Called by `tasks.py`.
"""

from __future__ import annotations

from plugins.commands.keep.past import run_history, run_undo
from plugins.commands.keep.save import run_fetch, run_save
from plugins.commands.keep.talk import Talk, WrongChoice, read_choices
from plugins.commands.runs.job import Job, Options, WrongUsage, find_time_zone
from plugins.commands.runs.work import run_work
from plugins.core.problems import Problem, sort_problems
from plugins.site.prepare import prepare_site


def save(options: Options, by: str | None, choose: str | None, *, sets_updated: bool) -> int:
    """Commit the content and push it."""

    def work(job: Job) -> int:
        talk = _talk("spara", choose)
        return run_save(job.content, job.today, lambda: _check(job), talk, by, sets_updated=sets_updated)

    return run_work(options, work)


def fetch(options: Options, choose: str | None) -> int:
    """Fetch and merge what others have saved."""
    return run_work(options, lambda job: run_fetch(job.content, lambda: _check(job), _talk("hamta", choose)))


def history(options: Options, about: str | None) -> int:
    """Print who changed what and when."""
    return run_work(options, lambda job: run_history(job.content, find_time_zone(job.content), about, shows_all=job.shows_all))


def undo(options: Options, change: str) -> int:
    """Revert a saved change."""
    return run_work(options, lambda job: run_undo(job.content, find_time_zone(job.content), change, Talk("angra")))


def _talk(task: str, choose: str | None) -> Talk:
    try:
        return Talk(task, read_choices(choose))
    except WrongChoice as error:
        raise WrongUsage(str(error)) from None


def _check(job: Job) -> list[Problem]:
    return sort_problems(prepare_site(job.content, job.today, job.theme).problems)

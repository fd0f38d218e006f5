"""Building: the Site of a job is written beside the old site, audited, put in its place, and delivered, if that was asked for.

In: a job, and what the site is built for (`Order`). Out: problems on stdout, and the exit status. Called by the tasks `build` and
`publish`, and by that of the night. Until the exchange the output is as it was, and whoever waits is told so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from plugins.commands.failure import unexpected
from plugins.commands.history import read_commit
from plugins.commands.home import move_home
from plugins.commands.job import Job
from plugins.commands.light_pelican import begin_pelican
from plugins.commands.looker import tell_all_is_read
from plugins.commands.prepared import Prepared, begin_job, may_go_on
from plugins.commands.run_progress import tell_time
from plugins.commands.speak import say
from plugins.commands.standing import Standing
from plugins.commands.tell import EXCHANGED, MOVED_AWAY, UNCHANGED, tell_next_change, tell_result
from plugins.commands.torn import is_torn
from plugins.commands.way_out import Deliver
from plugins.core.dataclass import dataclass
from plugins.core.places import show_path
from plugins.core.problems import Problem, sort_problems
from plugins.publishing.exchange import OutputRefused, State, check_output, clear_aside, hold_output, see_output
from plugins.publishing.lost import OldSite
from plugins.publishing.manifest import Facts
from plugins.publishing.spare import SPARES, Spare
from plugins.site.model import Judged, Keeper, Site, Unfinished


@dataclass(frozen=True, slots=True)
class Order:
    """What a site is built for."""

    publishing: bool = False
    commit: str | None = None
    """The saved state that the content is in."""
    asks_commit: bool = False
    """It is that which it is in when its turn has come."""
    held: bool = False
    online: OldSite | None = None
    """The site that the public sees, where that is known."""
    is_trial: bool = False
    """Nothing is written but what goes away with the run."""
    deliver: Deliver | None = None
    """What to do with a site that was built."""
    prepared: Prepared | None = None
    """What was prepared already."""
    standing: Standing | None = None
    """What the content was as the first of it was asked for: None where nothing is before the build has its turn."""
    home: Path | None = None
    """The content that an editor knows, where what is built is a copy of an earlier one."""


def build_site(job: Job, order: Order) -> int:
    """Check, build beside the old site, audit, and exchange; then deliver it, if that was asked for."""
    check_output(job.output, job.content, job.project)
    with hold_output(job.output, lambda: say("En annan körning bygger i samma mapp. Väntar på den …")), clear_aside() as clear:
        before = see_output(job.output)
        left_out: tuple[Unfinished, ...] = ()
        keeper: Keeper | None = None
        spare = Spare(job.project / SPARES, job.output)
        standing = order.standing or Standing(job.content, job.program, job.project)
        if order.asks_commit:
            order = replace(order, commit=read_commit(job.content))
        try:
            start = time.monotonic()
            spare.begin(lambda: may_go_on(job, order.prepared))
            preparation, find_problems = order.prepared or begin_job(job, publishing=order.publishing, goes_on=True)
            left_out, keeper = preparation.left_out, preparation.keeper
            if keeper is None:
                spare.drop()  # it would stay for ever, perhaps with what has been taken off the site since
            is_judged = preparation.judged is Judged.NOW
            if preparation.site is not None and not (is_judged and _has_errors(find_problems())):
                problems = _write_site(job, order, (preparation, find_problems), preparation.site, clear, spare, standing)
                if see_output(job.output) != before:
                    tell_time(len(preparation.site.pages), time.monotonic() - start)
            else:
                problems = find_problems()
            if see_output(job.output) == before and not standing.holds():
                problems, left_out = [standing.tell()], ()
            elif not _has_errors(problems):
                tell_next_change(preparation.next_change, preparation.next_rare_change)
        except KeyboardInterrupt:
            if see_output(job.output) != before:
                say(_fate(job.output, before).format(f"{show_path(job.output)}/"))
            raise
        except OutputRefused:
            raise
        except (Exception, SystemExit) as error:  # a plugin, or the settings, may end the program
            if see_output(job.output) == before and not standing.holds():
                problems, left_out = [standing.tell()], ()
            elif isinstance(error, ImportError) or is_torn(error):
                raise
            else:
                problems = [unexpected(error, job.content, job.project)]
        finally:
            spare.end()
        tell_all_is_read()
        if order.home is not None:
            problems = sort_problems(move_home(problems, job.content, order.home))
            left_out = tuple(move_home(left_out, job.content, order.home))
        status = tell_result(
            problems,
            job.format,
            left_out=left_out,
            output=job.output,
            is_check=order.is_trial,
            is_desk=not order.publishing,
            fate=_fate(job.output, before),
            shows_all=job.shows_all,
        )
        if keeper is not None:
            keeper.keep()
        if not status and order.deliver:
            try:
                order.deliver(job.output, preparation.site.late if preparation.site else frozenset())
            except OSError as error:  # of this machine: a target tells its own
                problem = unexpected(error, job.content, job.project)
                return tell_result([problem], job.format, output=job.output, fate=_fate(job.output, before))
        return status


class _Wrong(Exception):
    """The content has errors: what is being written will not be shown."""


def _write_site(
    job: Job,
    order: Order,
    prepared: Prepared,
    site: Site,
    clear: Callable[[Path], None],
    spare: Spare,
    standing: Standing,
) -> list[Problem]:
    """Write the site, and return all that is to be told; where errors in the content are found meanwhile, these and no more."""
    preparation, find_problems = prepared
    try:
        begin_pelican(job.project)
        from plugins.commands.pelican_run import Hooks, Places, build_output  # noqa: PLC0415 (Pelican costs half the start; check does without)

        facts = Facts(
            "publish" if order.publishing else "desk",
            order.commit,
            preparation.next_change[0] if preparation.next_change else None,
            order.held,
        )

        def judge() -> None:
            if _has_errors(find_problems()):
                raise _Wrong

        hooks = Hooks(
            clear,
            lambda: not _has_errors(find_problems()) and standing.holds(),
            judge if preparation.judged is Judged.LATER else None,
        )
        places = Places(job.content, job.output, job.theme, job.project)
        found = build_output(site, places, facts, preparation.keeper, hooks, online=order.online, spare=spare)
    except Exception:
        if _has_errors(find_problems()):  # what burst was made of what is wrong
            return find_problems()
        raise
    problems = find_problems()
    return sort_problems([*problems, *found]) if found and not _has_errors(problems) else problems


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.is_error for problem in problems)


def _fate(output: Path, before: State) -> str:
    """Return what has become of the output since it was in the state `before`."""
    now = see_output(output)
    if now == before:
        return UNCHANGED
    return EXCHANGED if now.folder else MOVED_AWAY

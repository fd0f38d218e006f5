"""Build a site: write it beside the old one, audit it, exchange the two, and deliver it if that was asked for.

Called by the tasks `build` and `publish`, and by the nightly run. Prints problems and returns the exit status. Until the exchange
the output is unchanged, and the last line printed says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from plugins.commands.building.light_pelican import begin_pelican
from plugins.commands.process.broken_bytecode import is_torn
from plugins.commands.process.failure import faults, unexpected
from plugins.commands.reporting.original_places import map_to_content
from plugins.commands.reporting.result import EXCHANGED, MOVED_AWAY, UNCHANGED, print_next_change, print_result
from plugins.commands.reporting.run_progress import print_time
from plugins.commands.reporting.speak import say
from plugins.commands.runs.basis import Basis
from plugins.commands.runs.delivery_options import Deliver
from plugins.commands.runs.folder_scanner import notify_all_is_read
from plugins.commands.runs.history import read_commit
from plugins.commands.runs.job import Job
from plugins.commands.runs.prepared import Prepared, begin_job, may_use_spare
from plugins.core.dataclass import dataclass
from plugins.core.places import show_path
from plugins.core.problems import Problem, sort_problems
from plugins.publishing.exchange import OutputRefused, check_output, clear_aside, hold_output, identify_output
from plugins.publishing.lost_addresses import OldSite
from plugins.publishing.manifest import BuildInfo
from plugins.publishing.spare import SPARES, Spare
from plugins.site.model import CheckedWhen, PageKeeper, Site, Unfinished


@dataclass(frozen=True, slots=True)
class BuildOrder:
    """What a build is for: which rules it follows, and what is done with the result."""

    publishing: bool = False
    commit: str | None = None
    """The commit of the content."""
    asks_commit: bool = False
    """`commit` is looked up once the build holds the lock."""
    held: bool = False
    online: OldSite | None = None
    """The site that the public sees, where known."""
    is_trial: bool = False
    """Nothing is written except in temporary folders."""
    deliver: Deliver | None = None
    """Called with the folder of the built site."""
    prepared: Prepared | None = None
    """What is already prepared; None: prepared by the build."""
    basis: Basis | None = None
    """Set where the content was read before the build had its lock; None: made by the build."""
    home: Path | None = None
    """The editors' content folder, where the content built is a copy of an earlier one."""


def build_site(job: Job, order: BuildOrder) -> int:
    """Check, build beside the old site, audit, exchange, and deliver if asked to; return the exit status."""
    check_output(job.output, job.content, job.project)
    with hold_output(job.output, lambda: say("En annan körning bygger i samma mapp. Väntar på den …")), clear_aside() as clear:
        return _Build(job, order, clear).run()


class _Wrong(Exception):
    """The content has errors: the site being written will be discarded."""


class _Build:
    """One build, while it holds the lock."""

    def __init__(self, job: Job, order: BuildOrder, clear: Callable[[Path], None]) -> None:
        self.job = job
        self.clear = clear
        self.before = identify_output(job.output)
        self.spare = Spare(job.project / SPARES, job.output)
        self.basis = order.basis or Basis(job.content, job.program, job.project)
        self.order = replace(order, commit=read_commit(job.content)) if order.asks_commit else order
        self.site: Site | None = None
        self.left_out: tuple[Unfinished, ...] = ()
        self.keeper: PageKeeper | None = None

    def run(self) -> int:
        """Build, print the problems, and deliver; return the exit status."""
        try:
            problems = self._make()
        except KeyboardInterrupt:
            if self._has_new_output():
                say(self._fate().format(f"{show_path(self.job.output)}/"))
            raise
        except OutputRefused:
            raise
        except faults() as error:  # a plugin or the settings may call `sys.exit`
            if self._is_outdated():
                problems = self._report_outdated()
            elif isinstance(error, ImportError) or is_torn(error):
                raise
            else:
                problems = [unexpected(error, self.job.content, self.job.project)]
        finally:
            self.spare.end()
        notify_all_is_read()
        status = self._print_problems(problems)
        if self.keeper is not None:
            self.keeper.keep()
        return status or self._deliver()

    def _make(self) -> list[Problem]:
        """Prepare the site and, without errors, write it; return the problems."""
        job, order = self.job, self.order
        start = time.monotonic()
        self.spare.begin(lambda: may_use_spare(job, order.prepared))
        preparation, list_problems = order.prepared or begin_job(job, publishing=order.publishing, checks_aside=True)
        self.site, self.left_out, self.keeper = preparation.site, preparation.left_out, preparation.keeper
        if self.keeper is None:
            self.spare.drop()  # it would be kept, perhaps with what has since been taken off the site
        is_checked = preparation.checked is CheckedWhen.NOW
        if self.site is None or (is_checked and _has_errors(list_problems())):
            problems = list_problems()
        else:
            problems = self._write((preparation, list_problems), self.site)
            if self._has_new_output():
                print_time(len(self.site.pages), time.monotonic() - start)
        if self._is_outdated():
            return self._report_outdated()
        if not _has_errors(problems):
            print_next_change(preparation.next_change, preparation.next_rare_change)
        return problems

    def _write(self, prepared: Prepared, site: Site) -> list[Problem]:
        """Write the site and return all problems; where errors in the content are found meanwhile, only those of the content."""
        job, order = self.job, self.order
        preparation, list_problems = prepared
        try:
            begin_pelican(job.project)
            from plugins.commands.building.build_output import Hooks, build_output  # noqa: PLC0415 (Pelican costs half the start; check does without)
            from plugins.commands.building.pelican_run import Places  # noqa: PLC0415 (as above)

            info = BuildInfo(
                "publish" if order.publishing else "desk",
                order.commit,
                preparation.next_change[0] if preparation.next_change else None,
                order.held,
            )

            def check() -> None:
                if _has_errors(list_problems()):
                    raise _Wrong

            def may_be_shown() -> bool:
                if _has_errors(list_problems()) or not self.basis.holds():
                    return False
                notify_all_is_read()  # a process that checks the files again does so during the exchange
                return True

            hooks = Hooks(
                self.clear,
                may_be_shown,
                check if preparation.checked is CheckedWhen.LATER else None,
            )
            places = Places(job.content, job.output, job.theme, job.project)
            found = build_output(site, places, info, preparation.keeper, hooks, online=order.online, spare=self.spare)
        except faults():
            if _has_errors(list_problems()):  # the failure may be due to an error in the content
                return list_problems()
            raise
        problems = list_problems()
        return sort_problems([*problems, *found]) if found and not _has_errors(problems) else problems

    def _has_new_output(self) -> bool:
        return identify_output(self.job.output) != self.before

    def _is_outdated(self) -> bool:
        """Return whether the content has changed since it was read, and nothing has been exchanged."""
        return not self._has_new_output() and not self.basis.holds()

    def _report_outdated(self) -> list[Problem]:
        self.left_out = ()
        return [self.basis.report()]

    def _fate(self) -> str:
        """Return a sentence that says in what state the output is."""
        now = identify_output(self.job.output)
        if now == self.before:
            return UNCHANGED
        return EXCHANGED if now.folder else MOVED_AWAY

    def _print_problems(self, problems: list[Problem]) -> int:
        """Print the problems, at places in the editors' own files; return the exit status."""
        job, order = self.job, self.order
        if order.home is not None:
            problems = sort_problems(map_to_content(problems, job.content, order.home))
            self.left_out = tuple(map_to_content(self.left_out, job.content, order.home))
        return print_result(
            problems,
            job.format,
            left_out=self.left_out,
            output=job.output,
            is_check=order.is_trial,
            is_desk=not order.publishing,
            fate=self._fate(),
            shows_all=job.shows_all,
        )

    def _deliver(self) -> int:
        """Deliver the site that was built, if asked to; return the exit status."""
        job = self.job
        if self.order.deliver:
            try:
                self.order.deliver(job.output, self.site.late if self.site else frozenset())
            except OSError as error:  # of this machine: those of a target are `DeliveryFault`
                problem = unexpected(error, job.content, job.project)
                return print_result([problem], job.format, output=job.output, fate=self._fate())
        return 0


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.is_error for problem in problems)

"""The nightly run: publish the newest content without errors, for today, without anybody present.

Tries the commits from the newest down to the one online, which is the oldest: what somebody has published is never undone. Errors
in newer content are reported, and the exit status is then 1. Called by the task `publish` with `--nightly`.
"""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from plugins.commands.building.build_site import BuildOrder, build_site
from plugins.commands.door import restart
from plugins.commands.online.deliver import Delivery, find_target, open_place
from plugins.commands.online.notes import remember_folder, remember_online, with_note
from plugins.commands.online.target_folder import check_folder
from plugins.commands.renewal import renew
from plugins.commands.reporting.original_places import map_to_content
from plugins.commands.reporting.speak import say, show, show_json
from plugins.commands.runs.basis import Basis, ask_program
from plugins.commands.runs.history import pack_state
from plugins.commands.runs.job import Job, Options, find_time_zone
from plugins.commands.runs.withdrawals import read_withdrawals
from plugins.commands.runs.work import run_work
from plugins.core.dataclass import dataclass
from plugins.core.files.unpack import unpack
from plugins.core.problems import Problem, format_problem, format_problem_json, sort_problems
from plugins.core.swedish import format_day
from plugins.delivery.copies import FOLDER, find_copy, first_kept, keep_copy
from plugins.delivery.plan import TargetState, read_state
from plugins.keeping.repository import Repository
from plugins.publishing.lost_addresses import open_old_site
from plugins.publishing.manifest import Manifest, read_manifest
from plugins.site.prepare import read_content
from plugins.site.removal.leaving import ForToday, prepare_for_today
from plugins.site.removal.withdrawn import make_remover

MOST_STATES: Final = 60
"""Commits to try: each takes a second or two."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Content that may be published."""

    content: Path
    commit: str | None
    saved_on: date
    """The day on which it was without errors, if it ever was."""
    name: str
    """What it is, in Swedish."""


@dataclass(frozen=True)
class Night:
    """What one nightly run works with."""

    job: Job
    work_folder: Path
    written: str | None
    """The target as written; None: only `output/`."""
    state: TargetState
    online: Manifest | None
    delivery: Delivery | None

    def candidates(self, tip: str | None, repository: Repository | None) -> Iterator[Candidate]:
        """Yield the content to try, newest first."""
        if repository is not None and tip is not None:
            yield from self._states(tip, repository)
        else:
            yield from self._copies()

    def _states(self, tip: str, repository: Repository) -> Iterator[Candidate]:
        online = self.online.commit if self.online else None
        held = self.online is not None and self.online.held and online is not None
        newer = (
            [] if held else repository.run_text("rev-list", "--first-parent", tip, *([f"^{online}"] if online else [])).split()
        )
        seen: set[str] = set()
        for state in [*newer[:MOST_STATES], *([online] if online else [])]:
            tree = repository.run_text("rev-parse", "--verify", "--quiet", f"{state}:{self._below(repository)}", may_fail=True)
            if not tree or tree in seen:
                continue
            seen.add(tree)
            target = self.work_folder / f"{len(seen)}" / "content"
            if export_state(self.job.content, state, target):
                day = _day_of(state, repository, target)
                if state == online and self.online:  # a nightly build may have left out errors of an earlier day
                    day = min(day, self.online.built_for)
                yield Candidate(target, state, day, f"det som sparades {format_day(day)}")

    def online_content(self, repository: Repository | None) -> Iterator[Candidate]:
        """Yield the content of the site online, if it can be found here."""
        commit = self.online.commit if self.online else None
        target = self.work_folder / "online" / "content"
        if commit and self.online and repository is not None and export_state(self.job.content, commit, target):
            yield Candidate(target, commit, self.online.built_for, "det som ligger ute")
            return
        store = self.job.project / FOLDER
        names = [one.id for one in self.state.earlier.releases[:1]] or (_newest_copies(store) if repository is None else [])
        for name in names:
            if self.online and (copy := find_copy(store, name)) is not None:
                yield Candidate(copy, None, self.online.built_for, "det som ligger ute")

    def _below(self, repository: Repository) -> str:
        return self.job.content.resolve().relative_to(repository.top.resolve()).as_posix()

    def _copies(self) -> Iterator[Candidate]:
        store = self.job.project / FOLDER
        online = self.online.built_for if self.online else self.job.today

        def find_day(content: Path) -> date:
            """Return the day it was first published: a nightly run may have built what is online, as in `_states`."""
            return min(first_kept(store, content) or online, online)

        if not (self.online and self.online.held):
            yield Candidate(self.job.content, None, find_day(self.job.content), "innehållet i mappen")
        names = [one.id for one in self.state.earlier.releases[:1]] if self.state.earlier.releases else _newest_copies(store)
        for name in names:
            if (copy := find_copy(store, name)) is not None:
                yield Candidate(copy, None, find_day(copy), "innehållet som publicerades senast")


def run_nightly(options: Options) -> int:
    """Publish the newest content that has no errors, for today."""
    return run_work(options, publish_tonight)


def publish_tonight(job: Job) -> int:
    """Fetch; then try each candidate until one can be published."""
    with tempfile.TemporaryDirectory(prefix="lokalamalen-natt-") as folder:
        night = look(job, Path(folder))
        repository, tip, is_renewed = renew(job.content)
        if not ask_program(job.program)():  # what others have pushed may need the new version of the program that came with it
            say("Programmet har förnyats, så natten börjar om med det nya.")
            return restart()
        if refusal := _refuse(night, repository, tip) or _find_wrong_clock(job, repository, tip):
            show(refusal)
            return 1
        stopped: list[tuple[Candidate, Sequence[Problem]]] = []
        change = make_remover(read_withdrawals(job.project, repository))
        for candidate in night.candidates(tip, repository):
            basis = Basis(candidate.content, job.program, job.project)
            found = prepare_for_today(read_content(candidate.content), job.today, candidate.saved_on, job.theme, change)
            if found.errors:
                stopped.append((candidate, map_to_content(found.errors, candidate.content, job.content)))
                continue
            if publish_found(night, candidate, found, basis) == 0:
                _print_left_out(found, candidate, job)
                _print_stopped(stopped, candidate, job)
                return 1 if stopped or not is_renewed else 0
            stopped.append((candidate, ()))
        _print_stopped(stopped, None, job)
        return 1


def look(job: Job, work_folder: Path) -> Night:
    """Find the target, and what is online there."""
    found = find_target(job.way, job.project, is_usual=job.is_usual)
    if found is None:
        manifest = read_manifest(job.output)
        return Night(job, work_folder, None, TargetState(), manifest if manifest and manifest.kind == "publish" else None, None)
    check_folder(found[1], job.content, job.project, job.output)
    place = open_place(found[1], job.content)
    state = read_state(place.read_listing(("",)))
    delivery = Delivery(found[0], place, state, job.way, job.content, None, job.project, job.today)
    return Night(job, work_folder, found[0], state, state.manifest, delivery)


def _refuse(night: Night, repository: Repository | None, tip: str | None) -> str | None:
    """Return why nothing may replace what is online; None where it may."""
    online = night.online.commit if night.online else None
    if repository is None or tip is None or online is None or night.job.way.replaces:
        return None
    if repository.resolve(online) is None or not repository.is_ancestor(online, tip):
        return (
            "Det som ligger ute kommer ur ett innehåll som inte finns i det ni delar, så natten rör det inte.\n"
            "Den som publicerade det behöver spara och dela: python3 tasks.py spara"
        )
    return None


def _find_wrong_clock(job: Job, repository: Repository | None, tip: str | None) -> str | None:
    """Return what to do where this computer's clock is behind the newest commit: the site would be that of an earlier day."""
    if repository is None or tip is None or not job.is_usual or job.way.replaces:
        return None
    saved_on = _day_of(tip, repository, job.content)
    if saved_on - job.today <= timedelta(days=1):  # the clock of whoever saved it may be some hours ahead
        return None
    return (
        f"Den här datorns klocka säger {format_day(job.today)}, men det nyaste ni har sparat är från {format_day(saved_on)}. "
        "Inget är publicerat: avtal och meddelanden skulle visas som den dagen.\n"
        "Ställ klockan. Går den rätt var det kollegans klocka som gick fel, och det går över när någon sparar igen."
    )


def _day_of(state: str, repository: Repository, content: Path) -> date:
    """Return the day on which a commit was made, in the site's time zone."""
    seconds = int(repository.run_text("log", "--max-count=1", "--format=%ct", state, "--"))
    return datetime.fromtimestamp(seconds, find_time_zone(content)).date()


def publish_found(night: Night, candidate: Candidate, found: ForToday, basis: Basis) -> int:
    """Build and deliver; return the exit status of the build."""
    job = replace(night.job, content=candidate.content)
    delivery = replace(night.delivery, commit=candidate.commit) if night.delivery else None
    if delivery and candidate.commit is None:
        delivery = replace(delivery, content=candidate.content, holds=basis.holds)
    online = delivery.online if delivery else open_old_site(job.output)
    before = remember_online(night.online, online) if delivery else remember_folder(job.output)

    def deliver(folder: Path, late: frozenset[str]) -> None:
        if delivery:
            delivery.go(folder, late)
        elif candidate.commit is None:
            keep_copy(_store(job), candidate.content, job.today, basis.holds)

    held = night.online is not None and night.online.held
    order = BuildOrder(
        publishing=True,
        commit=candidate.commit,
        held=held,
        basis=basis,
        online=online,
        deliver=with_note(deliver, before, job.today, job.format, job.project),
        home=night.job.content,
    )
    # Warnings and the to-do list are for people who work by day.
    return build_site(job, replace(order, prepared=(replace(found.preparation, left_out=()), list)))


def _store(job: Job) -> Path:
    store = job.project / FOLDER
    store.mkdir(exist_ok=True)
    return store


def _newest_copies(store: Path) -> list[str]:
    return sorted((path.name for path in store.glob("????-??-??-*") if path.is_dir()), reverse=True)


def export_state(content: Path, commit: str, target: Path) -> bool:
    """Write the content of a commit into a folder; return False where the commit is not known here."""
    packed = pack_state(content, commit)
    if packed is None:
        return False
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        unpack(archive, target)
    return True


# ---- output


def _print_left_out(found: ForToday, candidate: Candidate, job: Job) -> None:
    if found.left_out:
        say("Det här är utelämnat tills någon har rättat det; resten av webbplatsen är som den ska:")
        for one in sort_problems(map_to_content(found.left_out, candidate.content, job.content)):
            say(format_problem(one))


def _print_stopped(stopped: Sequence[tuple[Candidate, Sequence[Problem]]], used: Candidate | None, job: Job) -> None:
    """Print the errors of the newest content that could not be used, and what was published instead."""
    if not stopped:
        return
    for one in sort_problems(list(stopped[0][1])):
        if job.format == "json":
            show_json(format_problem_json(one))
        else:
            show(format_problem(one))
    write = say if job.format == "json" else show
    if used is None:
        write("Inget innehåll kunde publiceras i natt. Det som ligger ute är oförändrat: rätta felen, spara och publicera.")
    else:
        write(
            f"Det nyaste innehållet har fel och är inte publicerat. I stället ligger {used.name} ute, rätt för i dag.\n"
            f"Rätta felen och kör: python3 tasks.py {'spara' if used.commit else 'publicera'}"
        )

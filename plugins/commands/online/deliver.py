"""Find the target of a delivery, check that it may be replaced, deliver the site, and print what was done.

Called by the tasks that publish. Raises `DeliveryFault` with what to do, in Swedish. What can stop a delivery is checked before
anything is built.
"""

from __future__ import annotations

import getpass
import hashlib
import io
import platform
import secrets
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from plugins.commands.reporting.progress import show_progress
from plugins.commands.reporting.speak import say
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.commands.runs.history import is_ancestor, is_shared, lies_in_history, pack_state, read_commit
from plugins.commands.runs.settings import read_own_settings
from plugins.core.dataclass import dataclass
from plugins.core.files.unpack import unpack
from plugins.core.places import show_path
from plugins.core.swedish import format_day, format_size, join_words, number_word
from plugins.delivery.copies import FOLDER, digest_site, drop_copies, find_copy, keep_copy, read_last, write_last
from plugins.delivery.engine import DeliveryRequest, Outcome, deliver, read_site, try_delivery
from plugins.delivery.fault import DeliveryFault, TargetMisread
from plugins.delivery.folder import LinkedFolder
from plugins.delivery.foreign_files import format_some
from plugins.delivery.git import GitBranch
from plugins.delivery.place import DeliveryPlace
from plugins.delivery.plan import TargetState, read_state
from plugins.delivery.records import Owner, Release
from plugins.delivery.sftp import SftpFolder
from plugins.delivery.target import FolderTarget, GitTarget, SftpTarget, Target, read_target
from plugins.publishing.lock import hold_lock
from plugins.publishing.lost_addresses import OldSite
from plugins.publishing.manifest import Difference, Manifest, compare, read_manifest


def find_target(way: DeliveryOptions, project: Path, *, is_usual: bool) -> tuple[str, Target] | None:
    """Return the target, as written and parsed; None where nothing is to be delivered.

    `is_usual` means that neither content nor day was given; otherwise the setting is ignored, and a line says so.
    """
    if way.target is not None:
        return way.target, read_target(way.target, Path.cwd())
    written = read_own_settings(project, publishing=True).get("TARGET")
    if written is None:
        return None
    if not isinstance(written, str):
        raise TargetMisread("TARGET i publishconf.py ska vara en text inom citattecken, eller None.")
    if not is_usual:
        say("Inget läggs ut, för innehåll eller dag är valda för hand. Ska det läggas ut ändå: skriv vart med --till.")
        return None
    try:
        return written, read_target(written, project)
    except TargetMisread as error:
        raise TargetMisread(f"TARGET i publishconf.py: {error}") from None


def open_place(target: Target, content: Path) -> DeliveryPlace:
    """Return the place of a target."""
    match target:
        case FolderTarget():
            return LinkedFolder(target.path)
        case SftpTarget():
            return SftpFolder(target)
        case GitTarget():
            return GitBranch(target, content)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery to come: where to, and what is there now."""

    written: str
    place: DeliveryPlace
    before: TargetState
    way: DeliveryOptions
    content: Path
    commit: str | None
    project: Path
    today: date
    holds: Callable[[], bool] = lambda: True
    """Whether the content is still what the site is built from."""
    restores: bool = True
    """Send again what somebody has changed or removed at the target."""

    @property
    def _store(self) -> Path:
        return self.project / FOLDER

    @property
    def online(self) -> OldSite | None:
        """Return the site that the public sees; None where there is none."""
        manifest = self.before.manifest
        return OldSite(frozenset(manifest.files), self._read_online, manifest.files) if manifest else None

    def _read_online(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """Return the content of pages online; nothing where they cannot be read: it is only used for advice, and the delivery
        reports a target that does not answer.
        """
        try:
            return self.place.read(paths)
        except DeliveryFault:
            return {}

    @property
    def day_before(self) -> date:
        """Return the day that the previous release was built for."""
        releases = self.before.earlier.releases
        return date.fromisoformat(releases[1].built_for) if len(releases) > 1 else self.today

    def check(self, state: TargetState) -> None:
        """Raise `DeliveryFault` where somebody's work would be undone: the site online must be older than the one to be
        delivered.
        """
        online = state.manifest
        if online is None or self.way.replaces or self.way.goes_back:
            return
        if self.commit and online.commit:
            if is_ancestor(self.content, online.commit, self.commit):
                return
        elif digest_site(online) in read_last(self._store, self.written):
            return
        raise DeliveryFault(_describe_newer(online, in_history=self.commit is not None))

    def release(self) -> Release:
        """Return the release, by which the content can be found again; where there is no git history, copy the content."""
        if self.commit is None:
            self._store.mkdir(exist_ok=True)
        kept = self.commit or keep_copy(self._store, self.content, self.today, self.holds)
        return Release(kept, self.today.isoformat())

    def try_it(self, folder: Path, late: frozenset[str]) -> None:
        """Print what delivering the site in `folder` would change."""
        outcome = try_delivery(self.place, self._errand(folder, None, late, is_alone=False))
        message = (
            f"skulle det här ändras: {describe_outcome(outcome)}."
            if outcome.is_done
            else "ligger redan detsamma: inget skulle ändras."
        )
        say(f"På {self.written} {message}")
        if outcome.restored:
            say(
                f"Det här har någon ändrat eller tagit bort där, och det skulle läggas tillbaka: {format_some(outcome.restored)}."
            )

    def go(self, folder: Path, late: frozenset[str]) -> None:
        """Deliver the site in `folder`, and print what was done."""
        manifest = read_site(folder)
        release = self.release()
        write_last(self._store, self.written, self.before.manifest, manifest)
        with self._alone() as is_alone, show_progress("Lägger ut") as progress:
            request = self._errand(folder, release, late, is_alone=is_alone)
            outcome = deliver(self.place, request, lambda far: progress(far.done, far.whole))
        write_last(self._store, self.written, outcome.after)
        drop_copies(self._store, {release.id, *(one.id for one in outcome.before.earlier.releases)})
        if not outcome.is_done:
            say(f"På {self.written} ligger redan detsamma: inget behövde skickas.")
        else:
            say(f"Utlagt på {self.written}: {describe_outcome(outcome)}.")
        if outcome.restored:
            say(f"Det här hade någon ändrat eller tagit bort där, och det är som det ska igen: {format_some(outcome.restored)}.")
        if self.way.goes_back:
            say("Den förra versionen ligger ute igen. Den ligger kvar, också efter natten, tills någon publicerar.")

    def forget_before(self) -> bool:
        """Remove earlier releases in a folder of this machine, which hold what was taken off; return whether none is left."""
        if not isinstance(self.place, LinkedFolder) or not self.before.manifest:
            return True
        with self._alone():
            if self.place.take_lock(_who(self.project), None) is not None:  # somebody else is delivering
                return False
            try:
                return self.place.forget_before()
            finally:
                self.place.free_lock()

    def _errand(self, folder: Path, release: Release | None, late: frozenset[str], *, is_alone: bool) -> DeliveryRequest:
        clock = partial(datetime.now, UTC)
        who = _who(self.project)
        return DeliveryRequest(folder, who, clock, release, self.way.is_first, is_alone, self.restores, late, self.check)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Hold this machine's lock of deliveries; yield whether it could be locked."""
        with ExitStack() as stack:
            has_it = False
            with suppress(PermissionError):  # another user's file, as after sudo: the target has a lock of its own
                cache = self.project / ".cache"
                cache.mkdir(exist_ok=True)
                say_wait = partial(say, "En annan körning lägger ut webbplatsen. Väntar på den …")
                has_it = stack.enter_context(hold_lock(cache / "utlaggning.las", say_wait))
            yield has_it


def open_delivery(written: str, target: Target, way: DeliveryOptions, content: Path, project: Path, today: date) -> Delivery:
    """Read the state of the target; raise `DeliveryFault` where what is to be delivered is not saved, or older than what is
    there.
    """
    commit = read_commit(content) if way.goes_back or way.is_trial else check_saved(content)
    place = open_place(target, content)
    delivery = Delivery(written, place, read_state(place.read_listing(("",))), way, content, commit, project, today)
    delivery.check(delivery.before)
    return delivery


def check_saved(content: Path) -> str | None:
    """Return the commit of the content, None without a git history; raise `DeliveryFault` where it is not committed and
    pushed.
    """
    if not lies_in_history(content):
        return None
    commit = read_commit(content)
    if commit is None:
        raise DeliveryFault(
            "Det finns ändringar i innehållet som inte är sparade, och det som läggs ut ska vara sparat. Inget är ändrat.\n"
            "Kör först: python3 tasks.py spara"
        )
    if not is_shared(content):
        raise DeliveryFault(
            "Det du har sparat är inte delat med kollegorna än, och de skulle inte ha det som ligger ute. Inget är ändrat.\n"
            "Kör först: python3 tasks.py spara"
        )
    return commit


def earlier_content(delivery: Delivery, work_folder: Path) -> tuple[Path, str | None]:
    """Return the content of the release before the one online, and its commit (None for a copy)."""
    releases = delivery.before.earlier.releases
    if len(releases) < 2:
        raise DeliveryFault(f"På {delivery.written} finns ingen tidigare version att gå tillbaka till. Inget är ändrat.")
    wanted = releases[1]
    copy = find_copy(delivery.project / FOLDER, wanted.id)
    if copy is not None:
        return copy, None
    packed = pack_state(delivery.content, wanted.id)
    if packed is None:
        raise DeliveryFault(
            f"Innehållet i den förra versionen, från {format_day(date.fromisoformat(wanted.built_for))}, finns inte på den här "
            "datorn. Inget är ändrat.\nHämta det först: python3 tasks.py hamta"
        )
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        unpack(archive, work_folder / "content")
    return work_folder / "content", wanted.id


def describe_outcome(outcome: Outcome) -> str:
    """Return what changed, in words: `3 nya filer och en ändrad (12 kB)`."""
    description = describe_difference(outcome.difference, outcome.restored)
    return f"{description} ({format_size(outcome.size)})" if outcome.size else description


def describe_difference(found: Difference, restored: tuple[str, ...] = ()) -> str:
    """Return how many files are new, changed, removed and restored, in words."""
    parts = [
        f"en {one}" if len(paths) == 1 else f"{number_word(len(paths))} {many}"
        for paths, one, many in (
            (found.new, "ny fil", "nya filer"),
            (found.changed, "ändrad fil", "ändrade filer"),
            (found.gone, "borttagen fil", "borttagna filer"),
            (restored, "återställd fil", "återställda filer"),
        )
        if paths
    ]
    return join_words(parts) if parts else "bara uppgifterna om webbplatsen"


def print_trial(output: Path, folder: Path, _late: frozenset[str]) -> None:
    """Print what a site built on trial would change in `output`, where there is no target."""
    before, after = read_manifest(output), read_site(folder)
    difference = compare(before.files if before else {}, after.files)
    say(f"I {show_path(output)}/ skulle det här ändras: {describe_difference(difference)}.")


def _describe_newer(online: Manifest, *, in_history: bool) -> str:
    """Return the message that somebody's work would be undone, and what to do."""
    day = format_day(online.built_for)
    if in_history:
        return (
            f"Det som ligger ute (från {day}) innehåller något som du inte har: någon har publicerat efter att du hämtade. "
            "Inget är ändrat.\nHämta det först: python3 tasks.py hamta\n"
            "Ska ditt ändå läggas ut i stället: kör samma kommando med --ersatt."
        )
    return (
        f"Det som ligger ute (från {day}) är inte det som den här datorn senast lade ut: någon annan har publicerat. "
        "Inget är ändrat.\nFråga kollegorna, och hämta deras innehåll.\n"
        "Ska ditt ändå läggas ut i stället: kör samma kommando med --ersatt."
    )


def _who(project: Path) -> Owner:
    """Return the owner of our lock, shown to others who meet it."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "någon"
    node = platform.node() or "utan namn"
    machine = hashlib.sha256(f"{node}\0{user}\0{project}".encode()).hexdigest()[:16]
    return Owner(secrets.token_hex(8), machine, f"{user} på datorn {node}", datetime.now(UTC).isoformat(timespec="seconds"))

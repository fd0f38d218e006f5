"""Deliver a built site to a place, so that the public never sees half of it.

Comes in: the folder of a site that `publish` made, and a place. Goes out: an `Outcome`. After a `DeliveryFault` the place shows
the whole old site, or a mixture of old and new pages each of which is whole; the next delivery completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.swedish import number_word
from plugins.delivery.fault import DeliveryFault
from plugins.delivery.foreign_files import add_lookalikes, find_foreign_files, refuse_foreign_files
from plugins.delivery.place import DeliveryPlace, Operation, Put, TargetListing
from plugins.delivery.plan import Plan, TargetState, find_same, make_operations, make_plan, read_state
from plugins.delivery.records import Owner, Release
from plugins.publishing.manifest import Difference, Manifest, compare, describe_files, read_manifest

MINUTE: Final = 60
OWNER_TIMEOUT: Final = 5
"""Seconds to wait for whoever has made a lock to write its owner file, also over a slow line."""
LEFT: Final = 60 * MINUTE
"""Seconds after which a lock is taken to be abandoned: longer than a first delivery over a slow line takes.

So is a lock from as far in the future, written by a clock that was wrong; otherwise one would wait until then.
"""


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """What to deliver, and what the delivery may do."""

    source: Path
    """The folder of the site."""
    owner: Owner
    now: Callable[[], datetime]
    """The clock, for the age of a lock."""
    release: Release | None = None
    """What the content can be found again by; None where it is kept nowhere."""
    is_first: bool = False
    """Files of somebody else's may be overwritten."""
    is_alone: bool = False
    """No other run of this program on this machine is delivering, so a lock of this machine is abandoned."""
    restores: bool = True
    """Look for files that somebody has changed or removed at the target, and send them again. False where the run may not wait
    for it.
    """
    late: frozenset[str] = frozenset()
    """Paths of files that refer to pages, such as the sitemap: they are put in place after the pages."""
    check: Callable[[TargetState], None] = lambda _: None
    """Raises `DeliveryFault` where the site at the target must not be replaced by this one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a delivery did, or would do."""

    before: TargetState
    after: Manifest
    """Manifest of the site that is there now, or would be."""
    difference: Difference
    """Between the files of the site that was there and of this one."""
    size: int
    """Bytes sent."""
    is_done: bool
    """False where there was nothing to do."""
    restored: tuple[str, ...] = ()
    """Paths of files that somebody had changed or removed at the target, and that were sent again."""


@dataclass(frozen=True, slots=True)
class DeliveryProgress:
    """How far a delivery has come, in bytes."""

    done: int
    whole: int


def read_site(folder: Path) -> Manifest:
    """Return the manifest of a site folder; raise `DeliveryFault` unless `publish` made it and nothing in it has changed
    since.
    """
    manifest = read_manifest(folder)
    if manifest is None or manifest.kind != "publish":
        raise DeliveryFault(
            "Det som ligger i mappen är byggt för att titta på, inte för att läggas ut. Kör: python3 tasks.py publicera"
        )
    if describe_files(folder) != manifest.files:
        raise DeliveryFault(
            "Filer i den byggda webbplatsen har ändrats efter bygget. Kör en gång till: python3 tasks.py publicera"
        )
    return manifest


def try_delivery(place: DeliveryPlace, request: DeliveryRequest) -> Outcome:
    """Return what a delivery would do; change nothing."""
    after = read_site(request.source)
    state = read_state(place.read_listing(("",)))
    request.check(state)
    lost, plan = _plan(after, state, request, place)
    if plan is not None:
        _refuse(plan, place.read_listing(plan.folders), request, place)
    return _outcome(state, after, plan, request.source, lost)


def deliver(place: DeliveryPlace, request: DeliveryRequest, show_progress: Callable[[DeliveryProgress], None]) -> Outcome:
    """Make the site in the folder `request.source` the one at the place."""
    after = read_site(request.source)
    state = read_state(place.read_listing(("",)))
    request.check(state)
    lost, plan = _plan(after, state, request, place)
    if plan is None:
        return _outcome(state, after, None, request.source)
    with _hold(place, request) as check_lock:
        found = place.read_listing(plan.folders)
        now = read_state(found)
        if now != state:  # somebody was here before we had the lock
            request.check(now)
            state, (lost, plan) = now, _plan(after, now, request, place)
            if plan is None:
                return _outcome(state, after, None, request.source)
            found = place.read_listing(plan.folders)
        found = _refuse(plan, found, request, place)
        with place.change() as workspace:
            workspace.perform(make_operations(plan, request.source, found), _count(plan, request.source, show_progress))
            check_lock()
    return _outcome(state, after, plan, request.source, lost)


def _plan(
    after: Manifest, state: TargetState, request: DeliveryRequest, place: DeliveryPlace
) -> tuple[frozenset[str], Plan | None]:
    """Return the paths of files that are no longer at the target as they were delivered, and the plan."""
    same = find_same(after, state) if request.restores else {}
    lost = place.find_changed(request.source, same, request.now().toordinal()) if same else frozenset()
    return lost, make_plan(after, state, request.release, request.late, lost)


def _refuse(plan: Plan, found: TargetListing, request: DeliveryRequest, place: DeliveryPlace) -> TargetListing:
    """Raise `DeliveryFault` where a file of somebody else's would be lost; return the listing with lookalikes added."""
    found = add_lookalikes(plan, found, place)
    refuse_foreign_files(find_foreign_files(plan, found), place, is_first=request.is_first)
    return found


def _outcome(
    state: TargetState, site: Manifest, plan: Plan | None, source: Path, restored: frozenset[str] = frozenset()
) -> Outcome:
    before = state.manifest.files if state.manifest else {}
    after = plan.after if plan else state.manifest or site
    size = sum((source / path).stat().st_size for path in plan.writes) if plan else 0
    return Outcome(state, after, compare(before, after.files), size, plan is not None, tuple(sorted(restored)))


def _count(plan: Plan, source: Path, show_progress: Callable[[DeliveryProgress], None]) -> Callable[[Operation], None]:
    """Return a callback that reports progress in bytes for each operation that is done."""
    whole, arrived = sum((source / path).stat().st_size for path in plan.writes), 0

    def count(operation: Operation) -> None:
        nonlocal arrived
        if isinstance(operation, Put) and isinstance(operation.source, Path):
            arrived += operation.size
            show_progress(DeliveryProgress(arrived, whole))

    return count


# ---- the lock


@contextmanager
def _hold(place: DeliveryPlace, request: DeliveryRequest) -> Iterator[Callable[[], None]]:
    """Hold the lock of the place; yield a function that raises `DeliveryFault` where somebody has taken it over."""
    began = request.now()
    other = _take_lock(place, request)
    if other is not None:
        raise DeliveryFault(_describe_other(other, request.now()))

    def find_other() -> Owner | None:
        """Return who has taken over our lock, which others may do once it is older than `LEFT` (this machine was asleep); else
        None.
        """
        if abs((request.now() - began).total_seconds()) < LEFT:
            return None
        there = place.take_lock(request.owner, None)
        return None if there == request.owner else there

    def check() -> None:
        if (there := find_other()) is not None:
            raise DeliveryFault(_describe_overtaken(there))

    try:
        yield check
        check()
    except BaseException as error:
        there = None
        with suppress(DeliveryFault, OSError):  # the first fault is the one to report
            there = find_other()
            if there is None:
                place.free_lock()
        if there is not None and isinstance(error, DeliveryFault):  # what failed did so because of that
            raise DeliveryFault(_describe_overtaken(there)) from None
        raise
    place.free_lock()


def _take_lock(place: DeliveryPlace, request: DeliveryRequest) -> Owner | None:
    """Take the lock, also an abandoned one; return who else has it, None where we do.

    Wait a while for a lock without an owner: whoever made it may be about to write the file.
    """
    other = place.take_lock(request.owner, None)
    for _ in range(OWNER_TIMEOUT):
        if other is None or other.age(request.now()) is not None:
            break
        sleep(1)
        other = place.take_lock(request.owner, None)
    return place.take_lock(request.owner, other) if other is not None and _is_left(other, request) else other


def _is_left(other: Owner, request: DeliveryRequest) -> bool:
    age = other.age(request.now())
    return (request.is_alone and other.machine == request.owner.machine) or age is None or abs(age) > LEFT


def _describe_other(other: Owner, now: datetime) -> str:
    seconds = max(0.0, other.age(now) or 0.0)
    begun = "för mindre än en minut sedan" if seconds < MINUTE else f"för {_minutes(seconds)} sedan"
    return (
        f"Någon annan lägger ut webbplatsen just nu: {other.who} började {begun}. Inget är ändrat.\n"
        f"Vänta tills det är klart och kör igen. Har den körningen avbrutits går det igen om "
        f"{_minutes(LEFT - seconds + MINUTE)}, eller så snart den har körts om på den datorn."
    )


def _describe_overtaken(other: Owner) -> str:
    return (
        f"Utläggningen har dröjt så länge, som när en dator sover, att {other.who} har tagit över. Den versionen gäller.\n"
        "Vänta tills det är klart och kör samma kommando igen."
    )


def _minutes(seconds: float) -> str:
    minutes = max(1, int(seconds // MINUTE))
    return "en minut" if minutes == 1 else f"{number_word(minutes)} minuter"

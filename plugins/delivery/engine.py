"""Delivery: a finished site becomes the one that the public sees, and at no moment half of it.

In: the folder of a site that `publish` made, and a place. Out: an `Outcome`; or `DeliveryFault`, and then what is there is the
old site whole, or pages of which each is whole, and the next delivery does the rest. Called by the task `publish`.
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
from plugins.delivery.place import DeliveryPlace, Operation, Put, TargetListing
from plugins.delivery.plan import Plan, TargetState, find_same, make_operations, make_plan, read_state
from plugins.delivery.records import Owner, Release
from plugins.delivery.strangers import find_strangers, refuse_strangers, see_lookalikes
from plugins.publishing.manifest import Difference, Manifest, compare, describe_files, read_manifest

MINUTE: Final = 60
PATIENCE: Final = 5
"""Seconds in which who has made a lock says whose it is, over a slow line too."""
LEFT: Final = 60 * MINUTE
"""Seconds after which a lock is believed to be left behind: longer than a first delivery over a slow line takes.

So is one from a time as far ahead, of a clock that was wrong: it would be waited for until then."""


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """What is to be delivered, and what may be done for it."""

    source: Path
    """The folder of the site."""
    owner: Owner
    now: Callable[[], datetime]
    """The clock, for the age of a lock."""
    release: Release | None = None
    """By what the content can be found again; None where it is kept nowhere."""
    is_first: bool = False
    """Files of somebody else's may be written over."""
    is_alone: bool = False
    """No other run of this program on this machine delivers now, so that a lock of ours was left behind."""
    restores: bool = True
    """What somebody has changed or removed there comes back; else it is not asked for, for something else must not wait."""
    late: frozenset[str] = frozenset()
    """Paths of what speaks of pages: it comes into its place after them."""
    check: Callable[[TargetState], None] = lambda _: None
    """Raises `DeliveryFault` where what is there must not be replaced by this."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a delivery did, or would do."""

    before: TargetState
    after: Manifest
    """The one that is there now, or would be."""
    difference: Difference
    """Between the site that was there and this one, by files."""
    size: int
    """Bytes that travelled."""
    is_done: bool
    """False where there was nothing to do."""
    restored: tuple[str, ...] = ()
    """Paths of what somebody had changed or removed there, and is there again as it came."""


@dataclass(frozen=True, slots=True)
class DeliveryProgress:
    """How far a delivery has come, in bytes."""

    done: int
    whole: int


def read_site(folder: Path) -> Manifest:
    """Return the manifest of a site that may be delivered: what `publish` made, unchanged since."""
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
    state = read_state(place.look(("",)))
    request.check(state)
    lost, plan = _plan(after, state, request, place)
    if plan is not None:
        _refuse(plan, place.look(plan.folders), request, place)
    return _outcome(state, after, plan, request.source, lost)


def deliver(place: DeliveryPlace, request: DeliveryRequest, tell: Callable[[DeliveryProgress], None]) -> Outcome:
    """Make the site in the folder `request.source` the one at the place."""
    after = read_site(request.source)
    state = read_state(place.look(("",)))
    request.check(state)
    lost, plan = _plan(after, state, request, place)
    if plan is None:
        return _outcome(state, after, None, request.source)
    with _hold(place, request) as check_lock:
        found = place.look(plan.folders)
        now = read_state(found)
        if now != state:  # somebody was here before we had the lock
            request.check(now)
            state, (lost, plan) = now, _plan(after, now, request, place)
            if plan is None:
                return _outcome(state, after, None, request.source)
            found = place.look(plan.folders)
        found = _refuse(plan, found, request, place)
        with place.change() as workspace:
            workspace.perform(make_operations(plan, request.source, found), _count(plan, request.source, tell))
            check_lock()
    return _outcome(state, after, plan, request.source, lost)


def _plan(
    after: Manifest, state: TargetState, request: DeliveryRequest, place: DeliveryPlace
) -> tuple[frozenset[str], Plan | None]:
    """Return what lies there no more as it came, and what is to be done."""
    same = find_same(after, state) if request.restores else {}
    lost = place.find_changed(request.source, same, request.now().toordinal()) if same else frozenset()
    return lost, make_plan(after, state, request.release, request.late, lost)


def _refuse(plan: Plan, found: TargetListing, request: DeliveryRequest, place: DeliveryPlace) -> TargetListing:
    """Refuse where somebody would lose something; return all that is to be known of what lies there."""
    found = see_lookalikes(plan, found, place)
    refuse_strangers(find_strangers(plan, found), place, is_first=request.is_first)
    return found


def _outcome(
    state: TargetState, site: Manifest, plan: Plan | None, source: Path, restored: frozenset[str] = frozenset()
) -> Outcome:
    before = state.manifest.files if state.manifest else {}
    after = plan.after if plan else state.manifest or site
    size = sum((source / path).stat().st_size for path in plan.writes) if plan else 0
    return Outcome(state, after, compare(before, after.files), size, plan is not None, tuple(sorted(restored)))


def _count(plan: Plan, source: Path, tell: Callable[[DeliveryProgress], None]) -> Callable[[Operation], None]:
    """Return what turns operations that are done into how far it has come."""
    whole, arrived = sum((source / path).stat().st_size for path in plan.writes), 0

    def count(operation: Operation) -> None:
        nonlocal arrived
        if isinstance(operation, Put) and isinstance(operation.source, Path):
            arrived += operation.size
            tell(DeliveryProgress(arrived, whole))

    return count


# ---- one at a time


@contextmanager
def _hold(place: DeliveryPlace, request: DeliveryRequest) -> Iterator[Callable[[], None]]:
    """Be the only one who delivers there; give what raises `DeliveryFault` where that is so no more."""
    began = request.now()
    other = _take_lock(place, request)
    if other is not None:
        raise DeliveryFault(_tell_other(other, request.now()))

    def find_other() -> Owner | None:
        """Return who has taken the lock from us, as others may after so long: this machine has slept."""
        if abs((request.now() - began).total_seconds()) < LEFT:
            return None
        there = place.take_lock(request.owner, None)
        return None if there == request.owner else there

    def check() -> None:
        if (there := find_other()) is not None:
            raise DeliveryFault(_tell_overtaken(there))

    try:
        yield check
        check()
    except BaseException as error:
        there = None
        with suppress(DeliveryFault, OSError):  # the first fault is the one to tell
            there = find_other()
            if there is None:
                place.free_lock()
        if there is not None and isinstance(error, DeliveryFault):  # what failed did so because of that
            raise DeliveryFault(_tell_overtaken(there)) from None
        raise
    place.free_lock()


def _take_lock(place: DeliveryPlace, request: DeliveryRequest) -> Owner | None:
    """Take the lock, also one that was left; return who has it, and None where we have.

    One that does not say whose it is may be of somebody who is about to say so.
    """
    other = place.take_lock(request.owner, None)
    for _ in range(PATIENCE):
        if other is None or other.age(request.now()) is not None:
            break
        sleep(1)
        other = place.take_lock(request.owner, None)
    return place.take_lock(request.owner, other) if other is not None and _is_left(other, request) else other


def _is_left(other: Owner, request: DeliveryRequest) -> bool:
    age = other.age(request.now())
    return (request.is_alone and other.machine == request.owner.machine) or age is None or abs(age) > LEFT


def _tell_other(other: Owner, now: datetime) -> str:
    seconds = max(0.0, other.age(now) or 0.0)
    begun = "för mindre än en minut sedan" if seconds < MINUTE else f"för {_minutes(seconds)} sedan"
    return (
        f"Någon annan lägger ut webbplatsen just nu: {other.who} började {begun}. Inget är ändrat.\n"
        f"Vänta tills det är klart och kör igen. Har den körningen avbrutits går det igen om "
        f"{_minutes(LEFT - seconds + MINUTE)}, eller så snart den har körts om på den datorn."
    )


def _tell_overtaken(other: Owner) -> str:
    return (
        f"Utläggningen har dröjt så länge, som när en dator sover, att {other.who} har tagit över. Den versionen gäller.\n"
        "Vänta tills det är klart och kör samma kommando igen."
    )


def _minutes(seconds: float) -> str:
    minutes = max(1, int(seconds // MINUTE))
    return "en minut" if minutes == 1 else f"{number_word(minutes)} minuter"

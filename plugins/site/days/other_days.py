"""Find links whose target, an address or an id, does not exist today but does on another day.

Takes such links and the context; returns problems, none for a target that exists on no day. The site is examined on each day on
which it changes by itself, with a memo of its own; rooms need no code for it
(`docs/decisions/0258-a-link-holds-on-other-days.md`, `0259-an-address-of-other-days.md`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.inputs import TODAY
from plugins.core.library import Library, with_memo
from plugins.core.markdown.nodes import LinkFound
from plugins.core.problems import Problem, warning
from plugins.core.room import no_files
from plugins.core.swedish import format_day, quote
from plugins.house.context import PageContext
from plugins.site.answers import for_link_checks, not_cached
from plugins.site.assembly.build import assemble_site
from plugins.site.assembly.frame import find_absent, open_context
from plugins.site.assembly.page_lists import list_written
from plugins.site.days.changes import DAY, find_day_changes
from plugins.site.rooms import ROOMS, SHELVES

EARLY: Final = date(1900, 1, 1)
"""A day before all that a site is about: rooms may only yield changes to come."""
_EDITORS_FOLDERS: Final = tuple(f"/{shelf.pattern.partition('/*')[0]}/" for shelf in SHELVES if shelf.model is None)
"""Folders with files of the editors; no file beside the pages is in them."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Consecutive days on which an address exists with the same ids."""

    first: date | None
    """None: since ever."""
    last: date | None
    """None: for ever."""
    ids: frozenset[str]
    """Ids on the page; empty for a file."""


class OtherDays:
    """The days on which targets of links exist. All days are examined once for all targets that have been asked for."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._found: Mapping[str, tuple[DaySpan, ...]] = {}
        self._missing: set[str] = set()
        self._absent = find_absent(context)

    def find(self, address: str) -> tuple[DaySpan, ...]:
        """Return the days on which an address exists; empty until it has been looked up."""
        if address not in self._found:
            self._missing.add(address)
        return self._found.get(address, ())

    def find_address(self, address: str) -> tuple[DaySpan, ...]:
        """Return the same for an address that does not exist today; empty at once if it cannot exist on other days.

        Pages that editors have written are not looked up: their days are in their records.
        """
        may_be_there = address in self._absent or may_be_file(address)
        return self.find(address) if may_be_there else ()

    def look_up(self) -> bool:
        """Look up the addresses that were asked for and not known; return False if there are none."""
        if not self._missing:
            return False
        self._found = dict(self._context.ask(find_day_spans, tuple(sorted({*self._found, *self._missing}))))
        self._missing.clear()
        return True

    def report(self, link: LinkFound, address: str, anchor: str, *, is_there: bool) -> Problem | None:
        """Return a warning that names the day on which a link's target exists; None if there is no such day.

        It does not stop publishing: nobody has done anything wrong, and no broken link is published. If the page `is_there`
        without the id, the link leads to the page.
        """
        find = self.find if is_there else self.find_address
        today, with_it = self._context.today, [one for one in find(address) if not anchor or anchor in one.ids]
        if coming := next((one.first for one in with_it if one.first and one.first > today), None):
            verb, day = "från", coming
        elif over := next((one.last for one in reversed(with_it) if one.last and one.last < today), None):
            verb, day = "till", over
        else:
            return None
        when = f"{verb} {format_day(day)}"
        message, advice = (_describe_place if is_there else _describe_address)(link, address, anchor, when, is_coming=day > today)
        return warning(link.place, "annan-dag", message, advice)


def _describe_place(link: LinkFound, address: str, anchor: str, when: str, *, is_coming: bool) -> tuple[str, str]:
    """Return message and advice for an id that its page has on another day."""
    place = quote(f"#{anchor}")
    where = f"{place} på {address}" if link.address.partition("#")[0] else f"{place} på sidan"
    if is_coming:
        message = f"Länken leder till {where}, som visas {when}. Till dess leder den till sidans början."
        return message, f"Vänta med {place} till den dagen."
    message = f"Länken leder till {where}, som visades {when}. Nu leder den till sidans början."
    return message, f"Ta bort {place}, eller låt länken leda till något annat."


def _describe_address(_link: LinkFound, address: str, _anchor: str, when: str, *, is_coming: bool) -> tuple[str, str]:
    """Return message and advice for an address that exists on another day."""
    words = "ser besökaren orden utan länk, och i menyn och sidfoten ingenting."
    if is_coming:
        return f"Länken leder till {address}, som finns {when}. Till dess {words}", "Vänta med länken till den dagen."
    return f"Länken leder till {address}, som fanns {when}. Nu {words}", "Ta bort länken, eller låt den leda till något annat."


@for_link_checks
def find_day_spans(context: PageContext, addresses: tuple[str, ...]) -> tuple[tuple[str, tuple[DaySpan, ...]], ...]:
    """Return, for each address, the days on which a page or file exists there, in order."""
    other = context.ask(_open_other)
    days = other.list_days(context.today)
    found: dict[str, list[DaySpan]] = {address: [] for address in addresses}
    for first, last in zip((None, *days), (*(day - DAY for day in days), None), strict=True):
        for address, ids in other.find_there(found, first or days[0] - DAY):
            stretches = found[address]
            before = stretches[-1] if stretches else None
            if before and first and before.last == first - DAY and before.ids == ids:
                stretches[-1] = replace(before, last=last)
            else:
                stretches.append(DaySpan(first, last, ids))
    return tuple((address, tuple(stretches)) for address, stretches in found.items())


class _Other:
    """The site on other days, one day at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._context = open_context(library)
        self._known: dict[date, dict[str, frozenset[str] | None]] = {}
        """What `find_there` has found: the ids at addresses by day; None where nothing is there."""

    def list_days(self, today: date) -> list[date]:
        """Return the days, of all times, on which the site may differ from the day before. Rooms only yield changes of what is
        shown on the library's day, so each day found is examined once more.
        """
        seen, found = set[date](), {today, EARLY}
        for _ in range(2):
            for day in found - seen:
                self._go_to(day)
                changes = chain(find_day_changes(self._library), *(room.changes(self._library) for room in ROOMS))
                found = found | {change.day for change in changes if change.kind != "staff"}
                seen.add(day)
        return sorted(found)

    def _go_to(self, day: date) -> None:
        self._library.memo.give(TODAY.of(day))

    def find_there(self, addresses: Collection[str], day: date) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the addresses that exist on a day, in any language, with the ids on their pages."""
        known = self._known.setdefault(day, {})
        if new := {*addresses} - known.keys():
            known.update({**dict.fromkeys(new), **dict(self._look_up(new, day))})
        return ((address, ids) for address in addresses if (ids := known[address]) is not None)

    def _look_up(self, addresses: set[str], day: date) -> Iterator[tuple[str, frozenset[str]]]:
        self._go_to(day)
        left = set(addresses)
        for each in self._context.languages:
            for record in list_written(each):
                if record.address in left:
                    left.remove(record.address)
                    yield record.address, each.build(record).ids
            for known in each.list_known():
                if (address := each.translate_address(known.address)) in left:
                    left.remove(address)
                    yield address, each.build(known).ids
        if any(map(may_be_file, left)):
            site = assemble_site(self._context)
            yield from ((address, frozenset[str]()) for address in left if site and address in site.linkable)


def may_be_file(address: str) -> bool:
    """Return whether a file may exist at an address on some days only: one that a room declares for each of many things."""
    may_be = not address.endswith("/") and not address.startswith(_EDITORS_FOLDERS)
    return may_be and any(room.beside_each is not no_files for room in ROOMS)


@not_cached
def _open_other(context: PageContext) -> _Other:
    """Return the site on other days. Its answers may depend on the whole library, so questions that use it depend on all of it,
    but not on today: what is found for a day holds when midnight passes.
    """
    return _Other(with_memo(context.library, context.library.memo.open_beside(TODAY)))

"""Other days: where a link leads to what is not there today, an address or an id on its page, but on a day before or after.

Stage: check. In: such links, and the context. Out: what is said of each; nothing of what is there on no day. The site is asked
for each day on which it changes by itself, in a memo of its own: rooms do nothing for it
(`docs/decisions/0258-a-link-holds-on-other-days.md`, `0259-an-address-of-other-days.md`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.library import Library, with_memo
from plugins.core.markdown.nodes import LinkFound
from plugins.core.problems import Problem, warning
from plugins.core.room import no_files
from plugins.core.swedish import format_day, quote
from plugins.core.texts.texts import Texts
from plugins.house.context import PageContext
from plugins.site.answers import judges_links, made_anew
from plugins.site.build import build_site
from plugins.site.changes import DAY, find_day_changes
from plugins.site.frame import find_absent, open_context
from plugins.site.page_lists import build_known, list_written
from plugins.site.rooms import ROOMS, SHELVES

EARLY: Final = date(1900, 1, 1)
"""A day before all that a site speaks of: rooms may tell of what is to come alone."""
_EDITORS_FOLDERS: Final = tuple(f"/{shelf.pattern.partition('/*')[0]}/" for shelf in SHELVES if shelf.model is None)
"""Where files that editors have lie: none of them is beside the pages."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Consecutive days on which an address exists with the same ids."""

    first: date | None
    """None: so it was on all days before."""
    last: date | None
    """None: so it will be on all days after."""
    ids: frozenset[str]
    """Those of the page; a file has none."""


class OtherDays:
    """When there is something at addresses to which links lead; the days are gone through once for all that are asked for."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._found: Mapping[str, tuple[DaySpan, ...]] = {}
        self._missing: set[str] = set()
        self._absent = find_absent(context)

    def find(self, address: str) -> tuple[DaySpan, ...]:
        """Return the days on which there is something at an address; none of one that has not been looked up."""
        if address not in self._found:
            self._missing.add(address)
        return self._found.get(address, ())

    def find_address(self, address: str) -> tuple[DaySpan, ...]:
        """Return the same of an address that the site has not today; nothing is looked up where none could come and go.

        A page that an editor has written is not asked for here: it says its days itself.
        """
        may_be_there = address in self._absent or may_be_file(address)
        return self.find(address) if may_be_there else ()

    def look_up(self) -> bool:
        """Look up the addresses that were asked for in vain; False where there are none."""
        if not self._missing:
            return False
        self._found = dict(self._context.ask(find_stretches, tuple(sorted({*self._found, *self._missing}))))
        self._missing.clear()
        return True

    def tell(self, link: LinkFound, address: str, anchor: str, *, is_there: bool) -> Problem | None:
        """Say on which other day there is what a link leads to; None where there is none.

        Nobody has done anything on the day that made it so, and no link is left that leads nowhere: it stops nothing. Where the
        page `is_there` and has not the id, who follows the link comes to the page.
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
        message, advice = (_tell_place if is_there else _tell_address)(link, address, anchor, when, is_coming=day > today)
        return warning(link.place, "annan-dag", message, advice)


def _tell_place(link: LinkFound, address: str, anchor: str, when: str, *, is_coming: bool) -> tuple[str, str]:
    """Say of a place when its page has it, and what to do."""
    place = quote(f"#{anchor}")
    where = f"{place} på {address}" if link.address.partition("#")[0] else f"{place} på sidan"
    if is_coming:
        message = f"Länken leder till {where}, som visas {when}. Till dess leder den till sidans början."
        return message, f"Vänta med {place} till den dagen."
    message = f"Länken leder till {where}, som visades {when}. Nu leder den till sidans början."
    return message, f"Ta bort {place}, eller låt länken leda till något annat."


def _tell_address(_link: LinkFound, address: str, _anchor: str, when: str, *, is_coming: bool) -> tuple[str, str]:
    """Say of an address when the site has it, and what to do."""
    words = "ser besökaren orden utan länk, och i menyn och sidfoten ingenting."
    if is_coming:
        return f"Länken leder till {address}, som finns {when}. Till dess {words}", "Vänta med länken till den dagen."
    return f"Länken leder till {address}, som fanns {when}. Nu {words}", "Ta bort länken, eller låt den leda till något annat."


@judges_links
def find_stretches(context: PageContext, addresses: tuple[str, ...]) -> tuple[tuple[str, tuple[DaySpan, ...]], ...]:
    """Return for each address the days on which there is a page or a file at it, in their order."""
    other = context.ask(_open_other)
    found: dict[str, list[DaySpan]] = {address: [] for address in addresses}
    for first, last in zip((None, *other.days), (*(day - DAY for day in other.days), None), strict=True):
        for address, ids in other.find_there(found, first or other.days[0] - DAY):
            stretches = found[address]
            before = stretches[-1] if stretches else None
            if before and first and before.last == first - DAY and before.ids == ids:
                stretches[-1] = replace(before, last=last)
            else:
                stretches.append(DaySpan(first, last, ids))
    return tuple((address, tuple(stretches)) for address, stretches in found.items())


class _Other:
    """The site on other days, of which one is asked for at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._context = open_context(library, Texts(library))
        self.days: Final = self._list_days()
        """The days, of all times, from which the site is another than the day before; some may change nothing."""

    def _list_days(self) -> list[date]:
        """Return them: what a room tells of what is shown, it tells on a day on which that is shown."""
        seen, found = set[date](), {self._library.today, EARLY}
        for _ in range(2):
            for day in found - seen:
                self._go_to(day)
                changes = chain(find_day_changes(self._library), *(room.changes(self._library) for room in ROOMS))
                found = found | {change.day for change in changes if change.kind != "staff"}
                seen.add(day)
        return sorted(found)

    def _go_to(self, day: date) -> None:
        self._library.memo.give({"today": day})

    def find_there(self, addresses: Collection[str], day: date) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield those addresses that the site has on a day, in whatever language, each once with the ids of its page."""
        self._go_to(day)
        left = set(addresses)
        for each in self._context.tongues:
            for record in list_written(each):
                if record.address in left:
                    left.remove(record.address)
                    yield record.address, each.build(record).ids
            for known in each.list_known():
                if (address := each.lead(known.address)) in left:
                    left.remove(address)
                    yield address, each.ask(build_known, known).ids
        if any(map(may_be_file, left)):
            site = build_site(self._context)
            yield from ((address, frozenset[str]()) for address in left if site and address in site.linkable)


def may_be_file(address: str) -> bool:
    """Tell whether there may be a file at an address on some days alone: of files of many things each goes with its page."""
    may_be = not address.endswith("/") and not address.startswith(_EDITORS_FOLDERS)
    return may_be and any(room.beside_each is not no_files for room in ROOMS)


@made_anew
def _open_other(context: PageContext) -> _Other:
    """Return the site on other days; all that is known of it may have a part in that, so who asks rests on all of it."""
    return _Other(with_memo(context.library, context.library.memo.open_beside()))

"""Pages in another language than the site's own: which are older than their originals, and what their readers are told of that.

Stage: views. In: the library of a language, and what a page shows. Out: days, and a sentence. In the site's own language nothing
is older than itself. Called by `house.context`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from plugins.core.library import Library
from plugins.core.locales.locale import format_day
from plugins.core.pages import AddressedPage
from plugins.core.translations.library import SpokenLibrary
from plugins.core.translations.stale import StaleWords, find_days, find_oldest, find_stale_pages, find_stale_words
from plugins.website.links import Link


def tell_stale(library: Library, address: str, seen: Iterable[tuple[Path, int]]) -> tuple[str, Link] | None:
    """Return what the reader is told of a translation whose original has changed since, or that of a part of it.

    Once for the page, with the way to the original; `seen` is what it shows of translations. What stands around all pages is no
    part of one.
    """
    if not library.prefix:
        return None
    own, words = address.removeprefix(library.prefix), library.words
    day, told = library.ask(_find_stale_day, own), words.stale
    if day is None:
        day, told = _find_oldest_of(library, seen), words.stale_part
    return (told.format(day=format_day(day, library.language)), Link(words.stale_link, own)) if day else None


def find_day(library: Library, page: AddressedPage) -> date | None:
    """Return the day of *Senast uppdaterad*: of a translation the day it was made, where nothing of it is newer.

    What has changed in the original since is in a translation as well, but for words that nobody has translated anew.
    """
    made = library.ask(_find_made, page.own_address) if page.prefix else None
    if made is None or page.updated is None:
        return page.updated
    day, is_stale = made
    return day if is_stale else max(day, page.updated)


# Each page asks of its own alone, or all would be made anew where one of them becomes older than its original.


def _find_stale_day(library: Library, address: str) -> date | None:
    """Return when a page was translated whose original has changed since, by address in the site's own language."""
    return library.ask(_list_stale_days).get(address)


def _find_made(library: Library, address: str) -> tuple[date, bool] | None:
    """Return when a page was translated, and whether its original has changed since."""
    return library.ask(_list_days).get(address)


def _find_oldest_of(library: Library, seen: Iterable[tuple[Path, int]]) -> date | None:
    """Return the day of the oldest words among lines of translations; None where all say what their originals say."""
    by_path: dict[Path, list[int]] = {}
    for path, line in sorted(seen):
        by_path.setdefault(path, []).append(line)
    days = (library.ask(_find_oldest_in, path, tuple(lines)) for path, lines in by_path.items())
    return min(filter(None, days), default=None)


def _find_oldest_in(library: Library, path: Path, lines: tuple[int, ...]) -> date | None:
    """Return the day of the oldest words among lines of one translation; None where all say what their original says."""
    return find_oldest(lines, library.ask(_list_stale_words).get(path, ()))


def _list_days(library: Library) -> Mapping[str, tuple[date, bool]]:
    """Return when each page was translated, by address in the site's own language, and whether its original has changed since."""
    stale = library.ask(_list_stale_days)
    days = find_days(library) if isinstance(library, SpokenLibrary) else {}
    return {address: (day, address in stale) for address, day in days.items()}


def _list_stale_days(library: Library) -> Mapping[str, date]:
    return find_stale_pages(library) if isinstance(library, SpokenLibrary) else {}


def _list_stale_words(library: Library) -> Mapping[Path, tuple[StaleWords, ...]]:
    return find_stale_words(library) if isinstance(library, SpokenLibrary) else {}

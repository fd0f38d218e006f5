"""Find translated pages that are older than their originals, and the sentence that tells readers so.

Takes the library of a language and what a page shows; returns dates and a sentence. In the site's own language nothing is stale.
Called by `house.context`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from plugins.core.library import Library
from plugins.core.locales.locale import format_day
from plugins.core.pages import AddressedPage
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.translations.stale import StaleWords, find_days, find_oldest, find_stale_pages, find_stale_words
from plugins.website.links import Link


def describe_stale(library: Library, address: str, seen: Iterable[tuple[Path, int]]) -> tuple[str, Link] | None:
    """Return the sentence and the link to the original for a page that is stale, wholly or in a part that it shows; else None.

    A page has one such sentence at most. `seen` holds the lines of translations that the page shows, without those in its frame.
    """
    if not library.prefix:
        return None
    own, words = address.removeprefix(library.prefix), library.words
    day, notice = library.ask(_find_stale_day, own), words.stale
    if day is None:
        day, notice = _find_oldest_of(library, seen), words.stale_part
    return (notice.format(day=format_day(day, library.language)), Link(words.stale_link, own)) if day else None


def find_day(library: Library, page: AddressedPage) -> date | None:
    """Return the date of *Senast uppdaterad*. A translation has the later of its own date and the original's.

    A stale translation keeps its own date, because the latest changes of the original are missing in it.
    """
    made = library.ask(_find_made, page.own_address) if page.prefix else None
    if made is None or page.updated is None:
        return page.updated
    day, is_stale = made
    return day if is_stale else max(day, page.updated)


# One question per page: if pages read the whole list, all would be rebuilt when one of them becomes stale.


def _find_stale_day(library: Library, address: str) -> date | None:
    """Return the day on which a stale page was translated, by address in the site's own language; None if it is up to date."""
    return library.ask(_list_stale_days).get(address)


def _find_made(library: Library, address: str) -> tuple[date, bool] | None:
    """Return the day on which a page was translated, and whether it is stale."""
    return library.ask(_list_days).get(address)


def _find_oldest_of(library: Library, seen: Iterable[tuple[Path, int]]) -> date | None:
    """Return the day of the oldest stale words among lines of translations, given as paths with line numbers; None if none is
    stale.
    """
    by_path: dict[Path, list[int]] = {}
    for path, line in sorted(seen):
        by_path.setdefault(path, []).append(line)
    days = (library.ask(_find_oldest_in, path, tuple(lines)) for path, lines in by_path.items())
    return min(filter(None, days), default=None)


def _find_oldest_in(library: Library, path: Path, lines: tuple[int, ...]) -> date | None:
    """Return the day of the oldest stale words among lines of one translation; None if none is stale."""
    return find_oldest(lines, library.ask(_list_stale_words).get(path, ()))


def _list_days(library: Library) -> Mapping[str, tuple[date, bool]]:
    """Return the day on which each page was translated, and whether it is stale, by address in the site's own language."""
    stale = library.ask(_list_stale_days)
    days = find_days(library) if isinstance(library, TranslatedLibrary) else {}
    return {address: (day, address in stale) for address, day in days.items()}


def _list_stale_days(library: Library) -> Mapping[str, date]:
    return find_stale_pages(library) if isinstance(library, TranslatedLibrary) else {}


def _list_stale_words(library: Library) -> Mapping[Path, tuple[StaleWords, ...]]:
    return find_stale_words(library) if isinstance(library, TranslatedLibrary) else {}

"""Stale translations: those whose original has changed since they were made.

Takes a library in another language; returns `Stale` objects, for staff and for readers of the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.files.translation_names import name_language
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage
from plugins.core.places import show_path
from plugins.core.problems import Problem, warning
from plugins.core.swedish import format_day, join_words, quote
from plugins.core.translations.fingerprints import HEADER, INTRODUCTION, RECORD, ChangedPart, find_changes, find_day
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.translations.model import PageTranslation, Translation, key_fields
from plugins.core.translations.overlay import is_row


@dataclass(frozen=True, slots=True)
class Stale:
    """A translation that may differ in content from its original."""

    original: Model
    translation: Translation
    day: date | None
    """When it was last up to date; None: unknown."""
    changes: tuple[ChangedPart, ...]
    """The changes of the original since; empty if they are unknown."""


def find_stale(library: TranslatedLibrary) -> Iterator[Stale]:
    """Yield published translations whose original has changed, or for which that is unknown; originals that are over excluded."""
    for model in library.registers:
        for original, translation in library.shelves.pairs(model).items():
            if getattr(translation, "status", "") != "utkast" and not library.is_over(original):
                found = library.memo.ask(("stale", original, translation), partial(_compare, original, translation))
                yield from (found,) if found else ()


def _compare(original: Model, translation: Translation) -> Stale | None:
    prints = getattr(translation, "translated_from", ())
    changes = find_changes(prints, original, translation)
    day = find_day(prints) if any(one.original for one in prints) else None  # a day without fingerprints is not enough
    return Stale(original, translation, day, changes) if changes or day is None else None


def find_stale_pages(library: TranslatedLibrary) -> Mapping[str, date]:
    """Return the days on which stale pages were translated, by the original's address."""
    pages = (one for one in find_stale(library) if one.changes and one.day and isinstance(one.original, AddressedPage))
    return {one.original.own_address: one.day for one in pages if isinstance(one.original, AddressedPage) and one.day}


def find_days(library: TranslatedLibrary) -> Mapping[str, date]:
    """Return the days on which pages were translated, by the original's address."""
    days: dict[str, date] = {}
    for model in library.registers:
        if issubclass(model, AddressedPage):
            for original, translation in library.shelves.pairs(model).items():
                if day := find_day(getattr(translation, "translated_from", ())):
                    days[original.own_address] = day
    return days


@dataclass(frozen=True, slots=True)
class StaleWords:
    """Lines of a translation that may differ in content from the original, wherever they are shown."""

    first: int
    last: float
    day: date
    """When they were translated."""


def find_stale_words(library: TranslatedLibrary) -> Mapping[Path, tuple[StaleWords, ...]]:
    """Return the stale lines of each file; of pages the header or the text separately, since they may be shown separately."""
    found: dict[Path, list[StaleWords]] = {}
    for one in find_stale(library):
        if one.changes and one.day:
            begin, path = one.translation.place().line, one.translation.place().source.path
            if isinstance(one.translation, PageTranslation):
                body = one.translation.text.place().line
                parts = {change.name == HEADER for change in one.changes}
                lines = [(begin, body - 1)] * (True in parts) + [(body, math.inf)] * (False in parts)
            else:
                lines = [(begin, _find_end(begin, path, one, library))]
            found.setdefault(path, []).extend(StaleWords(first, last, one.day) for first, last in lines)
    return {path: tuple(words) for path, words in found.items()}


def _find_end(begin: int, path: Path, one: Stale, library: TranslatedLibrary) -> float:
    """Return the last line of a row in a register: the one before the next row."""
    rows = (row.place() for row in library.shelves.translations(type(one.original)))
    return min((row.line - 1 for row in rows if row.source.path == path and row.line > begin), default=math.inf)


def find_oldest(lines: Iterable[int], stale: Sequence[StaleWords]) -> date | None:
    """Return the day of the oldest stale words among lines of a translation; None if there are none."""
    return min((words.day for line in lines for words in stale if words.first <= line <= words.last), default=None)


def check_stale(library: TranslatedLibrary) -> Iterator[Problem]:
    """Yield a warning for each published translation that is stale, or for which that is unknown."""
    for one in find_stale(library):
        command = f"python3 tasks.py översätt {show_path(one.translation.place().source.path, library.shelves.folder)}"
        to = f"till {name_language(library.code)}"
        if one.day is None:
            message = (
                f"Det står inte vilka ord i originalet som översättningen {to} gjordes av, så ingen får veta när den blir gammal."
            )
            yield warning(
                one.translation.place("status"),
                "gammal-oversattning",
                message,
                f"Stämmer den med originalet i dag: kör  {command}",
            )
            continue
        parts = format_parts(one.changes, one.translation)
        yield warning(
            one.translation.place("translated_from"),
            "gammal-oversattning",
            f"Originalet har ändrats sedan det översattes {to} {format_day(one.day)}: {parts}.",
            f"Se det gamla och det nya bredvid varandra:  {command}",
            f"Säger översättningen samma sak, rättad eller som den är:  {command} --samma",
        )


def format_parts(changes: tuple[ChangedPart, ...], translation: Translation) -> str:
    """Return the names of the changed parts in Swedish; a record by its own name."""
    return join_words([_format_part(one.name, translation) for one in changes])


def _format_part(name: str, translation: Translation) -> str:
    key = next(iter(key_fields(translation.ORIGINAL)), None) if name == RECORD and is_row(translation) else None
    if key is not None:
        return f"{name} {quote(str(getattr(translation, key.english)))}"
    return name if name in (HEADER, INTRODUCTION, RECORD) else f"avsnittet {quote(name)}"

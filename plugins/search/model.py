"""Entries of the search index, in the stages of making it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from plugins.core.dataclass import dataclass

SEARCH: Final = "sok"
"""Name of the search page's file, and its path."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A page, partner or contact as the search page lists it."""

    address: str
    title: str
    summary: str
    notes: tuple[str, ...] = ()
    """The notes of its card: who runs it, how old the information is."""


CardTexts = tuple[str, ...]
"""The identity of a contact card: its visible texts. A card has no id, and the subject of its e-mail link differs by page."""


@dataclass(frozen=True)
class WeighedEntry:
    """An entry with the weights of its words. It is cached without the texts, which are long and are in the page already."""

    entry: SearchEntry
    words: Mapping[str, int]
    """The largest weight of each word."""
    contacts: tuple[CardTexts, ...] = ()
    """The contacts shown on the page."""


@dataclass(frozen=True)
class IndexedEntries:
    """A run of consecutive entries, with their part of the index."""

    entries: tuple[SearchEntry, ...]
    rows: Mapping[str, str]
    """For each word, its pairs in the index: `16,5,18,2`."""
    contacts: tuple[tuple[CardTexts, str], ...] = ()
    """Each contact shown on these pages, with the address of the first one that shows it."""

"""What can be found: one thing with a name, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from plugins.core.dataclass import dataclass

SEARCH: Final = "sok"
"""Name of the page's file, and of its address."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A page, partner or contact, as the list of everything shows it."""

    address: str
    title: str
    summary: str
    notes: tuple[str, ...] = ()
    """Sentences that stand wherever something leads to it: who runs it, how old the information is."""


Known = tuple[str, ...]
"""What tells a contact from others wherever its card stands: a card has no id, and its mail another subject on each page."""


@dataclass(frozen=True)
class WeighedEntry:
    """An entry with its words and their weights, not the texts they come from: these are long, and in the page already."""

    entry: SearchEntry
    words: Mapping[str, int]
    """Each with the most that it weighs there."""
    contacts: tuple[Known, ...] = ()
    """Whose cards stand there."""


@dataclass(frozen=True)
class IndexedEntries:
    """Entries that stand together, with their rows of the index."""

    entries: tuple[SearchEntry, ...]
    rows: Mapping[str, str]
    """Each word with what stands after it in the index: `16,5,18,2`."""
    contacts: tuple[tuple[Known, str], ...] = ()
    """Whose cards stand on which of the pages first."""

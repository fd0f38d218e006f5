"""What can be found: one thing with a name, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SEARCH: Final = "sok"
"""Name of the page's file, and of its address."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, partner or contact, as the list of everything shows it."""

    address: str
    title: str
    summary: str
    shown: tuple[str, ...]
    """What stands in the editor's own text, and what the page shows besides, as plain text: where its words are found too."""
    notes: tuple[str, ...] = ()
    """Sentences that stand wherever something leads to it: who runs it, how old the information is."""

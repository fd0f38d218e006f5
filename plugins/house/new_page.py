"""What a room declares for `skapa` and the forms about new pages: what to ask for, and what to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.library import Library


@dataclass(frozen=True)
class NewPage:
    """What `skapa` asks for and writes when it creates a page of a kind."""

    words: tuple[str, ...]
    """What the kind is called on the command line: in English, in Swedish without dots, in Swedish."""
    question: str
    """What is asked first: its name."""
    asks_for_goal: bool = False
    """It belongs to a local goal from the start."""
    file_of: Callable[[str, Mapping[str, Any]], str] | None = None
    """The file's name without ending, of a page with this slug and these values by the fields' names in the model; None: the slug
    itself."""
    values: Callable[[Library], Mapping[str, str]] = lambda _library: {}
    """Values known beforehand, by the fields' names in the model."""
    headings: Callable[[str, Library], Sequence[str]] = lambda _name, _library: ()
    """The headings that its text has."""
    refuse: Callable[[str, Library], str | None] = lambda _name, _library: None
    """Why something of that name cannot be made, in Swedish."""

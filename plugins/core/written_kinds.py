"""Forms of Markdown that become components, as far as the Markdown parser has to know them.

Says whether an element of the cleaned HTML is such a component, or nearly one. Rooms declare them
(`core.texts.pieces.WrittenPiece`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from selectolax.lexbor import LexborNode

from plugins.core.dataclass import dataclass

Takes = Callable[[LexborNode], bool]
"""Returns whether an element of cleaned HTML is a component (`core.texts.pieces`)."""


BOX_ATTRIBUTE: Final = "data-box"
"""Attribute with the name of a box, on the element that the box becomes."""


@dataclass(frozen=True, slots=True)
class Box:
    """Matches the element made of what an editor writes between the lines `:::NAME` and `:::` (`core.markdown.boxes`)."""

    name: str
    """Letters, digits and hyphens, in Swedish: `steg`."""
    shows: str
    """What it becomes, in Swedish, for forms and the table of boxes in the handbook: `Steg att följa, i en numrerad lista`."""
    example: str = "Det som ska stå i rutan."
    """What an editor may write in it, for the handbook: lines of which nothing is reported."""

    def __post_init__(self) -> None:
        """Raise ValueError for a name that cannot be written in a text."""
        if not re.fullmatch(r"[\w-]+", self.name):
            raise ValueError(f"the name of a box is letters, digits and hyphens, and {self.name!r} is not")

    def __call__(self, element: LexborNode) -> bool:
        """Return whether an element is such a box."""
        return element.tag == "div" and element.attributes.get(BOX_ATTRIBUTE) == self.name


@dataclass(frozen=True, slots=True)
class Nearly:
    """Something that nearly is a component, and would otherwise be shown as ordinary text without a warning."""

    part: LexborNode
    """The element with the mistake, of one or several lines: the problem is reported at the first."""
    message: str
    """The mistake, as a sentence."""
    advice: str
    """What to write instead, as a sentence."""


FindNearly = Callable[[LexborNode], Nearly | None]
"""Returns why an element of cleaned HTML is not quite a component; None if it is one, or is nothing like it."""


class WrittenKind(Protocol):
    """A form of Markdown that becomes a component (`core.texts.pieces.WrittenPiece`)."""

    @property
    def takes(self) -> Takes:
        """Returns whether an element is one."""
        ...

    @property
    def nearly(self) -> FindNearly:
        """Finds an element that is nearly one."""
        ...

    @property
    def way(self) -> str:
        """How to write it, for an editor who has used the box syntax of another program."""
        ...


def list_boxes(kinds: Iterable[WrittenKind]) -> list[str]:
    """Return the names of the boxes that are components."""
    return [kind.takes.name for kind in kinds if isinstance(kind.takes, Box)]

"""Written kinds: forms of Markdown that are components of their own, as far as those who read a text must know them.

Stage: check. In: an element of cleaned HTML. Out: whether it is such a component, or nearly. Rooms declare them
(`core.texts.pieces.WrittenPiece`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from selectolax.lexbor import LexborNode

from plugins.core.dataclass import dataclass

Takes = Callable[[LexborNode], bool]
"""Tells of an element of cleaned HTML whether it is a component of its own (`core.texts.pieces`)."""


BOX_ATTRIBUTE: Final = "data-box"
"""Of the element that a box becomes: its name."""


@dataclass(frozen=True, slots=True)
class Box:
    """Takes what an editor writes between `:::NAME` and `:::`, each on a line of its own: one element (`core.markdown.boxes`)."""

    name: str
    """Letters, digits and hyphens, in Swedish: `steg`."""

    def __post_init__(self) -> None:
        """Raise ValueError for a name that no text could hold."""
        if not re.fullmatch(r"[\w-]+", self.name):
            raise ValueError(f"the name of a box is letters, digits and hyphens, and {self.name!r} is not")

    def __call__(self, element: LexborNode) -> bool:
        """Tell whether an element is such a box."""
        return element.tag == "div" and element.attributes.get(BOX_ATTRIBUTE) == self.name


@dataclass(frozen=True, slots=True)
class Nearly:
    """What is nearly a component, and would stand as any other text without a word to its writer."""

    part: LexborNode
    """The element that is not as it should be, of one line or several: it is told at the first."""
    message: str
    """What is there, as a sentence."""
    advice: str
    """What to write instead, as a sentence."""


FindNearly = Callable[[LexborNode], Nearly | None]
"""Returns what keeps an element of cleaned HTML from being a component; None where it is one, or nothing of the sort."""


class WrittenKind(Protocol):
    """A form of Markdown that is a component of its own (`core.texts.pieces.WrittenPiece`)."""

    @property
    def takes(self) -> Takes:
        """What tells whether an element is one."""
        ...

    @property
    def nearly(self) -> FindNearly:
        """What finds one that is not quite."""
        ...

    @property
    def way(self) -> str:
        """How it is written, told to an editor who writes a box as other programs have it."""
        ...


def list_boxes(kinds: Iterable[WrittenKind]) -> list[str]:
    """Return the names of the boxes that are components."""
    return [kind.takes.name for kind in kinds if isinstance(kind.takes, Box)]

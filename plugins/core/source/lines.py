"""Lines and writings: what editors write where marks may stand, which has no words until they are filled in.

Stage: read. In: a `Text`. Out: a value that refuses to become text by itself, in Python or in a template: so no page
can show `{fakta:id}` as it was typed. A `Line` is filled with `fill`, a `Writing` is read by `core.markdown`. Rules,
which judge what was typed, take `typed`. A value in which no mark may stand is a plain `Text` (`core.kinds.words`).
"""

from __future__ import annotations

from typing import NoReturn, Protocol

from plugins.core.dataclass import dataclass
from plugins.core.places import Place
from plugins.core.source.sources import Text


class Fills(Protocol):
    """What fills marks with their texts: the marks of one page."""

    def fill(self, text: Text) -> str:
        """Return a line with its marks replaced."""
        ...


@dataclass(frozen=True, repr=False, eq=False)
class Marked:
    """A value in which marks may stand."""

    typed: Text
    """What the editor typed, marks and all: for rules, comparisons and messages to the editor, never for a page."""

    def __str__(self) -> NoReturn:
        raise TypeError("a value in which marks may stand has no words until they are filled in")

    def __html__(self) -> NoReturn:
        self.__str__()

    def __repr__(self) -> str:
        place = self.place()
        return f"<{type(self).__name__} {place.source.path.name}:{place.line}>"

    def place(self, offset: int = 0) -> Place:
        """Return line and column of the character at `offset`."""
        return self.typed.place(offset)


class Line(Marked):
    """A line: words and marks of values, no Markdown."""

    def fill(self, marks: Fills) -> str:
        """Return the words, with the marks replaced."""
        return marks.fill(self.typed)


class Writing(Marked):
    """A text in Markdown, which `core.markdown` reads with the marks of the page it stands on."""

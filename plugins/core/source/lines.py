"""Lines and writings: values of editors that may contain marks, and have no text until these are filled in.

Both refuse to be converted to a string, in Python and in templates, so that no page can show `{fakta:id}` as it was typed. A
`Line` is filled in by `fill`, a `Writing` is parsed by `core.markdown`; rules that check what was typed use `typed`. A value that
can contain no marks is a plain `Text` (`core.kinds.words`).
"""

from __future__ import annotations

from typing import NoReturn, Protocol

from plugins.core.dataclass import dataclass
from plugins.core.places import Place
from plugins.core.source.sources import Text


class Fills(Protocol):
    """Fills in marks: those of one page."""

    def fill(self, text: Text) -> str:
        """Return a line with its marks replaced by their texts."""
        ...


@dataclass(frozen=True, repr=False, eq=False)
class Marked:
    """A value that may contain marks."""

    typed: Text
    """What the editor typed, including marks: for rules, comparisons and messages to editors, never for pages."""

    def __str__(self) -> NoReturn:
        raise TypeError("a value in which marks may stand has no words until they are filled in")

    def __html__(self) -> NoReturn:
        self.__str__()

    def __repr__(self) -> str:
        place = self.place()
        return f"<{type(self).__name__} {place.source.path.name}:{place.line}>"

    def place(self, offset: int = 0) -> Place:
        """Return the line and column of the character at `offset`."""
        return self.typed.place(offset)


class Line(Marked):
    """A line: words and value marks, no Markdown."""

    def fill(self, marks: Fills) -> str:
        """Return the words, with the marks filled in."""
        return marks.fill(self.typed)


class Writing(Marked):
    """A Markdown text, which `core.markdown` parses with the marks of its page."""

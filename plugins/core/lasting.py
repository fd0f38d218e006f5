"""Words that follow the day or a count, and what of them lasts: of that ids are made, so that a link to a heading holds on.

Stage: any. In: the words of a mark, a line with marks filled in, or words beside a number. Out: text that Python takes as any
other, and that knows what of it is the same on every day. Made by `core.marks`, which knows what follows the day, and by
`core.words`; asked for where an id is made (`core.outline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class OfToday(str):
    """Words that are others on another day; another text made of them no longer knows it."""

    __slots__ = ("lasting",)
    lasting: str
    """The same without what follows the day."""

    def __new__(cls, words: str, lasting: str = "") -> OfToday:
        """Return words of which `lasting` is the same on every day."""
        made = super().__new__(cls, words)
        made.lasting = lasting
        return made

    def __reduce__(self) -> tuple[type[OfToday], tuple[str, str]]:  # what another process makes it of
        return OfToday, (str(self), self.lasting)

    def __eq__(self, other: object) -> bool:
        """Tell whether two are the same words; of two that follow the day, also whether the same of them lasts."""
        is_alike = other.lasting == self.lasting if isinstance(other, OfToday) else type(other) is str
        return is_alike and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """Tell the opposite: a text has an answer of its own."""
        return not self == other

    __hash__ = str.__hash__


def find_lasting(words: str) -> str | None:
    """Return what of some words is the same on every day; None where all of them are."""
    return getattr(words, "lasting", None)


def lasting_of(words: str) -> str:
    """Return the same, or the words themselves."""
    lasting = find_lasting(words)
    return words if lasting is None else lasting


def name_lasting(words: str, names: Iterable[str]) -> str:
    """Return what lasts of a line; where that is no word, the `names` of its marks."""
    return words if re.search(r"\w", words) else " ".join(names)

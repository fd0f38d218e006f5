"""Strings that depend on the day or on a count, and know their constant part, from which ids are made.

Used for the words of a mark, a line with marks filled in, or words with a number; in Python they behave like any string. Made by
`core.marks.marks`, which knows what depends on the day, and by `core.words.interface`; used where ids are made
(`core.texts.page_ids`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class OfToday(str):
    """Words that depend on the day; operations on them return ordinary strings."""

    __slots__ = ("lasting",)
    lasting: str
    """The words without those that depend on the day."""

    def __new__(cls, words: str, lasting: str = "") -> OfToday:
        """Create words of which `lasting` does not depend on the day."""
        made = super().__new__(cls, words)
        made.lasting = lasting
        return made

    def __reduce__(self) -> tuple[type[OfToday], tuple[str, str]]:  # for pickle
        return OfToday, (str(self), self.lasting)

    def __eq__(self, other: object) -> bool:
        """Return whether two have the same words, and if both depend on the day, the same constant part."""
        is_alike = other.lasting == self.lasting if isinstance(other, OfToday) else type(other) is str
        return is_alike and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """Return the opposite; needed because `str` has its own `__ne__`."""
        return not self == other

    __hash__ = str.__hash__


def find_lasting(words: str) -> str | None:
    """Return the part of some words that does not depend on the day; None if all of them are constant."""
    return getattr(words, "lasting", None)


def lasting_of(words: str) -> str:
    """Return the part of some words that does not depend on the day: all of them if they are constant."""
    lasting = find_lasting(words)
    return words if lasting is None else lasting


Runs = tuple[tuple[str, str | None, str], ...]
"""A text as a sequence of runs: the words, their constant part (None: all), and the name of the mark that they come from."""


def say_of_today(words: str, runs: Runs) -> str:
    """Return words that occur in `runs` with their constant part as known from there; whitespace may differ.

    Words that already depend on the day, or that do not occur, are returned unchanged.
    """
    shown = [len(without_space(run)) for run, _, _ in runs]
    start = without_space("".join(run for run, _, _ in runs)).find(without_space(words))
    if find_lasting(words) is not None or start < 0:
        return words
    signs = [number for number, sign in enumerate(words) if not sign.isspace()]
    lasting, names, end = words, list[str](), sum(shown)
    for (_, kept, name), length in zip(reversed(runs), reversed(shown), strict=True):
        end -= length
        first, last = max(end - start, 0), min(end - start + length, len(signs))
        if kept is not None and first < last:
            lasting = lasting[: signs[first]] + kept + lasting[signs[last - 1] + 1 :]
            names.insert(0, name)
    return OfToday(words, name_lasting(" ".join(lasting.split()), names)) if names else words


def without_space(words: str) -> str:
    """Return words without whitespace, for comparison."""
    return "".join(words.split())


def name_lasting(words: str, names: Iterable[str]) -> str:
    """Return the constant part of a line, or the `names` of its marks if it has no letters or digits."""
    return words if re.search(r"\w", words) else " ".join(names)

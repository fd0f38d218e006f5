"""Strings whose words follow the day or a count, and which know the part that never changes: ids are made of that.

Stage: any. In: the words of a mark, a line with marks filled in, or words beside a number. Out: text that Python takes as any
other, and that knows what of it is the same on every day. Made by `core.marks.marks`, which knows what follows the day, and by
`core.words.interface`; asked for where an id is made (`core.texts.page_ids`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class OfToday(str):
    """Words that are others on another day; another text made of them no longer knows it."""

    __slots__ = ("lasting",)
    lasting: str
    """The words without those that follow the day."""

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
    """Return those of some words that are the same on every day; the words themselves where all are."""
    lasting = find_lasting(words)
    return words if lasting is None else lasting


Runs = tuple[tuple[str, str | None, str], ...]
"""The words of a text in their order: what is shown, what of that lasts (None: all), and the name of the mark it is of."""


def say_of_today(words: str, runs: Runs) -> str:
    """Return words that stand somewhere in `runs`, knowing from now on what of them lasts; white space may be another there.

    Words that follow the day on their own account, or that are not there, are returned as they are.
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
    """Return words as they are compared where white space may be another."""
    return "".join(words.split())


def name_lasting(words: str, names: Iterable[str]) -> str:
    """Return what lasts of a line; where that is no word, the `names` of its marks."""
    return words if re.search(r"\w", words) else " ".join(names)

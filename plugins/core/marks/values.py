"""Values of marks: the texts that replace a mark, by its argument.

Rooms provide them (`markdown.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from plugins.core.dataclass import dataclass
from plugins.core.kinds.keys import Key
from plugins.core.problems import Problem, Severity


class LinkedWords(str):
    """A text with a link, for a mark; in a line it is the text only."""

    __slots__ = ("address", "words")
    address: str
    words: str
    """The text as given, which may be `Foreign`."""

    def __new__(cls, words: str, address: str) -> LinkedWords:
        """Create words that link to `/om/`, `https://example.org/`, `mailto:…` or `tel:…`."""
        made = super().__new__(cls, words)
        made.words, made.address = words, address
        return made

    def __reduce__(self) -> tuple[type[LinkedWords], tuple[str, str]]:  # for pickle
        return LinkedWords, (self.words, self.address)

    def __eq__(self, other: object) -> bool:
        """Return whether two have the same words and the same address."""
        return isinstance(other, LinkedWords) and (self.words, self.address) == (other.words, other.address)

    def __ne__(self, other: object) -> bool:
        """Return the opposite; needed because `str` has its own `__ne__`."""
        return not self == other

    __hash__ = str.__hash__


class Values(Protocol):
    """The texts of a mark by argument: `Known` if all arguments can be listed, otherwise `OpenValues`."""

    @property
    def things(self) -> Mapping[str, str]:
        """The texts that can be listed, by compared argument."""
        ...

    @property
    def names(self) -> Mapping[str, str]:
        """Their arguments as editors write them, by the same keys."""
        ...

    @property
    def next_change(self) -> Callable[[str, date], date | None] | None:
        """Returns the first day after a given day on which the text of an argument changes; None: no text depends on the day."""
        ...

    @property
    def last_day(self) -> Callable[[str], date | None] | None:
        """Returns the last day on which an argument has a text; None: no argument has a last day."""
        ...

    @property
    def example(self) -> str:
        """An argument with which forms offer the mark, if its arguments cannot be listed; empty: they do not offer it."""
        ...

    def get(self, reference: Key | None) -> str | None:
        """Return the text of an argument, or None."""
        ...

    def check(self, reference: Key | None) -> Iterable[Problem]:
        """Yield the problems of an argument."""
        ...


@dataclass(frozen=True, slots=True)
class NoMarkText:
    """Why a mark has no text for its argument."""

    message: str
    """The problem, in Swedish: "”2099-01-01” är en dag som inte har varit."."""
    help: str
    """What to write, with an example that is valid on any day: "Skriv en dag som har varit: {ålder:2016-12-01}."."""
    meanwhile: str = ""
    """For an argument that was valid on an earlier day: the text to show until it is corrected; the problem is a warning, so that
    the passing of time does not stop a nightly build. Empty: it was never valid, and the problem is an error."""


@dataclass(frozen=True)
class OpenValues:
    """The texts of a mark whose argument is any value of some type, such as a day: `{ålder:2019-05-01}`."""

    make: Callable[[str], str | NoMarkText]
    """Returns the text of an argument as written, or why it has none."""
    next_change: Callable[[str, date], date | None] | None = None
    """Returns the first day after a given day on which the text of an argument changes, or None if it never does; the house
    reports the change. None: no text changes."""
    last_day: Callable[[str], date | None] | None = None
    """Returns the last day on which an argument has a text, after which it is refused with a `meanwhile`, or None if it always
    has one; editors are warned in advance. None: all arguments always have a text."""
    example: str = ""
    """An argument that has a text today, with which forms offer the mark: `2026-12-01`; editors then change it. Empty: forms do
    not offer the mark."""

    @property
    def things(self) -> Mapping[str, str]:
        """Empty: they cannot be listed. Something that resembles such a mark is one if its argument has a text."""
        return {}

    @property
    def names(self) -> Mapping[str, str]:
        """Empty: they cannot be listed."""
        return {}

    def get(self, reference: Key | None) -> str | None:
        """Return the text of an argument, or None."""
        made = self.make(reference.text.value) if reference else None
        return made.meanwhile or None if isinstance(made, NoMarkText) else made

    def check(self, reference: Key | None) -> Iterator[Problem]:
        """The mark has a text for its argument."""
        made = self.make(reference.text.value) if reference else None
        if reference is not None and isinstance(made, NoMarkText):
            severity = Severity.WARNING if made.meanwhile else Severity.ERROR
            yield Problem(reference.text.place(), "fel-i-markering", made.message, help=(made.help,), severity=severity)

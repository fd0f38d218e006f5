"""Values of marks: what a mark that becomes text is filled with, by what is written in it.

Stage: check and views. In: the argument of a mark. Out: its words, or why it has none. Rooms make them (`markdown.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from plugins.core.dataclass import dataclass
from plugins.core.kinds.keys import Key
from plugins.core.problems import Problem, Severity


class LinkedWords(str):
    """Words with a link, as a mark may become; in a line they are the words alone."""

    __slots__ = ("address", "words")
    address: str
    words: str
    """As they were given: in another language they are `Foreign`."""

    def __new__(cls, words: str, address: str) -> LinkedWords:
        """Return words that lead to `/om/`, `https://example.org/`, `mailto:…` or `tel:…`."""
        made = super().__new__(cls, words)
        made.words, made.address = words, address
        return made

    def __reduce__(self) -> tuple[type[LinkedWords], tuple[str, str]]:  # what another process makes it of
        return LinkedWords, (self.words, self.address)

    def __eq__(self, other: object) -> bool:
        """Tell whether two are the same words and lead to the same address."""
        return isinstance(other, LinkedWords) and (self.words, self.address) == (other.words, other.address)

    def __ne__(self, other: object) -> bool:
        """Tell the opposite: a text has an answer of its own."""
        return not self == other

    __hash__ = str.__hash__


class Values(Protocol):
    """The texts of a mark by argument: `Known`, where all arguments can be listed, or `OpenValues`."""

    @property
    def things(self) -> Mapping[str, str]:
        """Those that can be listed, by compared argument."""
        ...

    @property
    def names(self) -> Mapping[str, str]:
        """Their arguments as editors write them, by the same keys."""
        ...

    @property
    def next_change(self) -> Callable[[str, date], date | None] | None:
        """Returns the first day after a day on which the text of an argument changes; None: no text follows the day."""
        ...

    @property
    def last_day(self) -> Callable[[str], date | None] | None:
        """What returns the last day on which an argument has a text; None: no argument loses it by the day."""
        ...

    def get(self, reference: Key | None) -> str | None:
        """Return the text of an argument; None where it has none."""
        ...

    def check(self, reference: Key | None) -> Iterable[Problem]:
        """Yield what is wrong with an argument."""
        ...


@dataclass(frozen=True, slots=True)
class NoMarkText:
    """Why a mark has no text for its argument."""

    message: str
    """What is wrong with it: "”2099-01-01” är en dag som inte har varit."."""
    help: str
    """What to write, with an example that is right whenever it is read: "Skriv en dag som har varit: {ålder:2016-12-01}."."""
    meanwhile: str = ""
    """Where it was right on an earlier day, so that no night stops for what time has done: what stands there until somebody has
    mended it, and it is a warning. Empty: it was never right, and is an error."""


@dataclass(frozen=True)
class OpenValues:
    """The texts of a mark whose argument may be anything of a sort, such as a day: `{ålder:2019-05-01}`."""

    make: Callable[[str], str | NoMarkText]
    """Returns the text of an argument as it is written, or why it has none: it cannot be read, or says what cannot be."""
    next_change: Callable[[str, date], date | None] | None = None
    """Returns the first day after a day on which the text of an argument changes, which the house tells of, or None where it
    stays; None: so do all."""
    last_day: Callable[[str], date | None] | None = None
    """Returns the last day on which an argument has a text, after which it is refused with a `meanwhile`, so that editors are
    told ahead, or None where it always has; None: so have all."""

    @property
    def things(self) -> Mapping[str, str]:
        """None can be listed: what only looks like such a mark is one where there is a text for its argument."""
        return {}

    @property
    def names(self) -> Mapping[str, str]:
        """None can be listed."""
        return {}

    def get(self, reference: Key | None) -> str | None:
        """Return the text of an argument."""
        made = self.make(reference.text.value) if reference else None
        return made.meanwhile or None if isinstance(made, NoMarkText) else made

    def check(self, reference: Key | None) -> Iterator[Problem]:
        """An argument is one that the mark has a text for."""
        made = self.make(reference.text.value) if reference else None
        if reference is not None and isinstance(made, NoMarkText):
            severity = Severity.WARNING if made.meanwhile else Severity.ERROR
            yield Problem(reference.text.place(), "fel-i-markering", made.message, help=(made.help,), severity=severity)

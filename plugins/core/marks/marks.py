"""Marks: `{fakta:id}` and similar in lines and Markdown texts.

A *value* mark becomes text; a *place* mark is on a line of its own and is replaced by a component of the theme. Rooms declare the
marks (`markdown.py`); this module finds them and fills them in, `core.marks.rules` checks them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field

from plugins.core.dataclass import dataclass
from plugins.core.kinds.keys import Key
from plugins.core.kinds.words import MARK, MARK_NAME
from plugins.core.locales.foreign import join_words_of, last_as, speak_as
from plugins.core.locales.lasting import find_lasting, name_lasting
from plugins.core.marks.known import Known
from plugins.core.marks.values import LinkedWords, Values
from plugins.core.places import Place
from plugins.core.source.lines import Marked
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key
from plugins.core.written_kinds import WrittenKind

GAP = "…"
"""Shown in place of a mark whose value is a draft or missing: this is reported, and no page shows the mark as typed."""


@dataclass(frozen=True, slots=True)
class ValueMark:
    """A mark that becomes text: its name, and the texts by argument."""

    name: str
    values: Values
    refusal: str | None = None
    """Why the mark is not allowed here, in Swedish; None if it is."""
    is_word: bool = False
    """Whether its text is a word that is capitalised at the beginning of a sentence."""
    instead: tuple[str, ...] = ()
    """What to know and to write if it is refused, as Swedish sentences."""
    lasting: Mapping[str, str | None] = field(default_factory=dict)
    """The part of a text that does not depend on the day, by compared argument, for texts whose changes are reported elsewhere,
    such as the end of an agreement."""
    told_to_follow: bool | None = None
    """Whether its texts depend on the day; None: as `values` says."""

    @property
    def follows_day(self) -> bool:
        """Whether its texts as a whole may differ from day to day."""
        if self.told_to_follow is not None:
            return self.told_to_follow
        return self.values.next_change is not None or self.values.last_day is not None

    def find_lasting(self, argument: Key, value: str) -> str | None:
        """Return the part of a text that does not depend on the day, from which ids are made; None if all of it is."""
        words = value.words if isinstance(value, LinkedWords) else value
        return "" if self.follows_day else self.lasting.get(argument.key, find_lasting(words))


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A mark that is replaced by a component."""

    name: str
    targets: Known[object]
    refusal: str | None = None


@dataclass(frozen=True)
class Marks:
    """The marks that are available to a text, and its other syntax."""

    values: Mapping[str, ValueMark]
    places: Mapping[str, PlaceMark]
    foreign: Mapping[str, str] = field(default_factory=dict)
    """BCP 47 tags of the other languages that texts on the page may have, by the `language` of their source file."""
    shortened: Collection[str] = frozenset()
    """Abbreviations of the page's language, after which a full stop does not end the sentence."""
    letters: Collection[tuple[str, str]] = ()
    """Letters of the page's language, each with its usual replacement in ASCII, as in addresses."""
    written: Mapping[str, WrittenKind] = field(default_factory=dict)
    """The component types that are written as a form of Markdown, by component name."""
    no_pieces: str = ""
    """Why no component is allowed in the text, reported where one is written; empty if they are allowed."""
    original: Marks | None = None
    """The same marks in the language of texts that are `foreign`; None: all texts get those of the page's language."""

    def within(self, text: Text) -> Marks:
        """Return the marks for a text in its own language, which differs from the page's if it has not been translated."""
        return self.original if self.original is not None and text.source.language in self.foreign else self

    def fill(self, text: Text) -> str:
        """Return a line with its marks replaced; what only resembles a mark stays."""
        pieces, names, end, spoken = list[str](), list[str](), 0, self.within(text)
        for mark in find_marks(text):
            value = spoken.value(mark.name, mark.argument, text.value[max(0, mark.start - 61) : mark.start])
            if value is not None:
                pieces += [text.value[end : mark.start], value.words if isinstance(value, LinkedWords) else value]
                names.append(mark.name)
                end = mark.end
        words = join_words_of((*pieces, text.value[end:]))
        lasting = find_lasting(words)
        return words if lasting is None else last_as(words, name_lasting(lasting, names))

    def value(self, name: str, argument: Key, before: str) -> str | None:
        """Return the text of a mark that follows the words `before`: `GAP` if it has none, None if there is no such mark."""
        if mark := self.values.get(name):
            value = mark.values.get(argument)
            if value is None:
                return GAP
            is_first = mark.is_word and _begins_sentence(before, self.shortened)
            lasting, shown = mark.find_lasting(argument, value), _begin(value) if is_first else value
            return shown if lasting is None else _last_as(shown, lasting)
        return GAP if name in self.places else None

    @property
    def names(self) -> frozenset[str]:
        """The compared names of all marks."""
        return frozenset((*self.values, *self.places))


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A mark in a text."""

    name: str
    """Name as compared: `fakta`, `mal`."""
    argument: Key
    place: Place
    start: int
    end: int


_SIGNS_BEFORE = " \t\n*_#>-–”“„’‘‚»«›‹¿¡\"'([|"  # noqa: RUF001 (quotation marks of several languages)


def _begin(value: str) -> str:
    """Return the text of a mark capitalised, for the beginning of a sentence."""
    if isinstance(value, LinkedWords):
        return LinkedWords(_begin(value.words), value.address)
    return speak_as(value[:1].upper() + value[1:], value)


def _last_as(value: str, lasting: str) -> str:
    """Return the text of a mark, marked as depending on the day except for its `lasting` part."""
    return (
        LinkedWords(last_as(value.words, lasting), value.address) if isinstance(value, LinkedWords) else last_as(value, lasting)
    )


def _begins_sentence(before: str, shortened: Collection[str]) -> bool:
    """Return whether what follows `before` begins a sentence; a full stop after one of `shortened` ends none."""
    end = before[-60:]
    bare = end.rstrip(_SIGNS_BEFORE)
    if not bare:
        return len(end) == len(before)
    last = bare.rstrip(".!?…:")
    word = last.split()[-1] if last.split() else ""
    is_shortened = word.casefold() in shortened or "." in word or len(word) == 1
    return bare[-1] in "!?…" or (bare[-1] == "." and end != bare and not is_shortened)


def make_marks(
    *marks: ValueMark | PlaceMark, shortened: Collection[str] = (), letters: Collection[tuple[str, str]] = ()
) -> Marks:
    """Return the marks by name as compared; `shortened` and `letters` are those of the language.

    Raises ValueError for a name that cannot be written in a text, because the mark would be shown as typed, and for a name used
    twice, because a text would get only one of the marks.
    """
    taken = set[str]()
    for mark in marks:
        if not re.fullmatch(MARK_NAME, mark.name):
            raise ValueError(f"the name of a mark is letters, with single hyphens between them, and {mark.name!r} is not")
        if (key := compare_key(mark.name)) in taken:
            raise ValueError(f"two rooms, or one twice, have a mark {mark.name!r} (`marks`, `pieces`): give one another name")
        taken.add(key)
    values = {compare_key(m.name): m for m in marks if isinstance(m, ValueMark)}
    places = {compare_key(m.name): m for m in marks if isinstance(m, PlaceMark)}
    return Marks(values, places, shortened=frozenset(map(str.casefold, shortened)), letters=letters)


def find_marks(text: Text | Marked) -> Iterator[FoundMark]:
    """Yield the marks in a text, in order."""
    text = text.typed if isinstance(text, Marked) else text
    for found in MARK.finditer(text.value):
        start = found.start("argument")
        place = text.place(start)
        argument = Text(found["argument"], text.source, ((0, place.line, place.column),))
        key = Key(argument, compare_key(found["argument"]))
        yield FoundMark(compare_key(found["name"]), key, text.place(found.start()), found.start(), found.end())

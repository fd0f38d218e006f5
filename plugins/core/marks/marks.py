"""Marks: `{fakta:id}` and its like in lines and Markdown.

Stage: check and views. A mark of a *value* becomes text; a mark of a *place* stands on a line of its own and leaves
a place that the theme fills. Rooms say which marks there are (`markdown.py`); this module finds them and fills them in,
`core.marks.rules` judges them.
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
"""Stands at a mark whose value is a draft, or not there: it is told, and no page shows the mark as it was typed."""


@dataclass(frozen=True, slots=True)
class ValueMark:
    """A mark that becomes text: its name, and the texts by argument."""

    name: str
    values: Values
    refusal: str | None = None
    """Why the mark cannot stand here at all; None where it can."""
    is_word: bool = False
    """Its text is a word, which has a capital where it begins a sentence."""
    instead: tuple[str, ...] = ()
    """What to know and to write where it is refused, as sentences."""
    lasting: Mapping[str, str | None] = field(default_factory=dict)
    """Of texts that follow the day by what something else tells of it, such as the end of an agreement: what of each is the same
    on every day, by compared argument."""
    told_to_follow: bool | None = None
    """Whether its texts follow the day; None: as its values say."""

    @property
    def follows_day(self) -> bool:
        """Tell whether its texts may be others on another day, as a whole."""
        if self.told_to_follow is not None:
            return self.told_to_follow
        return self.values.next_change is not None or self.values.last_day is not None

    def find_lasting(self, argument: Key, value: str) -> str | None:
        """Return what of a text is the same on every day, so that things are named by that alone; None where all of it is."""
        words = value.words if isinstance(value, LinkedWords) else value
        return "" if self.follows_day else self.lasting.get(argument.key, find_lasting(words))


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A mark that leaves a place for a component."""

    name: str
    targets: Known[object]
    refusal: str | None = None


@dataclass(frozen=True)
class Marks:
    """The marks that may be used in a text, and what else it may have."""

    values: Mapping[str, ValueMark]
    places: Mapping[str, PlaceMark]
    foreign: Mapping[str, str] = field(default_factory=dict)
    """The tag (BCP 47) of each other language than the page's that a text may be in, by its source's `language`."""
    shortened: Collection[str] = frozenset()
    """What ends with a full stop in the language of the page, and no sentence with it."""
    letters: Collection[tuple[str, str]] = ()
    """Letters of the language of the page, each with what is written where a keyboard lacks it: so addresses have them."""
    written: Mapping[str, WrittenKind] = field(default_factory=dict)
    """The forms of Markdown that are components of their own, by the component's name."""
    no_pieces: str = ""
    """Why none can stand in a text, which is told where one is written; empty where they can."""
    original: Marks | None = None
    """The same marks as they speak in a text that is `foreign`; None: they speak the language of the page everywhere."""

    def within(self, text: Text) -> Marks:
        """Return the marks as they speak in a text: its own language, which where nobody has translated it is not the page's."""
        return self.original if self.original is not None and text.source.language in self.foreign else self

    def fill(self, text: Text) -> str:
        """Return a line with its marks replaced; what only looks like one stays as it is."""
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
        """Return what is shown at a mark after the words `before`: `GAP` for a draft or nothing, None for what is no mark."""
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
    """A mark as it stands in a text."""

    name: str
    """Compared name: `fakta`, `mal`."""
    argument: Key
    place: Place
    start: int
    end: int


_SIGNS_BEFORE = " \t\n*_#>-–”“„’‘‚»«›‹¿¡\"'([|"  # noqa: RUF001 (quotation marks of several languages)


def _begin(value: str) -> str:
    """Return the words of a mark as they begin a sentence."""
    if isinstance(value, LinkedWords):
        return LinkedWords(_begin(value.words), value.address)
    return speak_as(value[:1].upper() + value[1:], value)


def _last_as(value: str, lasting: str) -> str:
    """Return the words of a mark as words that follow the day but for what is `lasting` of them."""
    return (
        LinkedWords(last_as(value.words, lasting), value.address) if isinstance(value, LinkedWords) else last_as(value, lasting)
    )


def _begins_sentence(before: str, shortened: Collection[str]) -> bool:
    """Tell whether what follows `before` begins a sentence; `shortened` words end with a full stop, and no sentence with them."""
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
    """Return the marks by compared name; `shortened` and `letters` are those of the language.

    Raises ValueError for a name that no text could hold, as the mark would go out as it is typed, and for one that two marks
    have, as a text would have one of them.
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
    """Yield the marks of a text in order."""
    text = text.typed if isinstance(text, Marked) else text
    for found in MARK.finditer(text.value):
        start = found.start("argument")
        place = text.place(start)
        argument = Text(found["argument"], text.source, ((0, place.line, place.column),))
        key = Key(argument, compare_key(found["argument"]))
        yield FoundMark(compare_key(found["name"]), key, text.place(found.start()), found.start(), found.end())

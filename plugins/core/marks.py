"""Marks: `{fakta:id}` and its like in lines and Markdown.

Stage: check and views. A mark of a *value* becomes text; a mark of a *place* stands on a line of its own and leaves
a place that the theme fills. Rooms say which marks there are (`markdown.py`); this module finds and judges them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Protocol

from selectolax.lexbor import LexborNode

from plugins.core.dataclass import dataclass
from plugins.core.foreign import join_words_of, last_as, speak_as
from plugins.core.invisible import HELP, clean, explain
from plugins.core.kinds.keys import Key
from plugins.core.kinds.words import MARK, MARK_NAME
from plugins.core.known import Known
from plugins.core.lasting import find_lasting, name_lasting
from plugins.core.lines import Marked
from plugins.core.places import Place
from plugins.core.problems import Problem, Severity
from plugins.core.sources import Text
from plugins.core.swedish import closest, compare_key, join_words, quote
from plugins.core.torn_marks import Torn, find_torn, may_be_torn

GAP = "…"
"""Stands at a mark whose value is a draft, or not there: it is told, and no page shows the mark as it was typed."""

_RAW = re.compile(rf"\{{\s{{0,9}}(?P<name>{MARK_NAME})\s{{0,9}}:[^{{}}<>]{{0,200}}\}}")


class Linked(str):
    """Words that a mark becomes and that lead to an address, as a link an editor writes; in a line they are the words alone."""

    __slots__ = ("address", "words")
    address: str
    words: str
    """As they were given: in another language they are `Foreign`."""

    def __new__(cls, words: str, address: str) -> Linked:
        """Return words that lead to `/om/`, `https://example.org/`, `mailto:…` or `tel:…`."""
        made = super().__new__(cls, words)
        made.words, made.address = words, address
        return made

    def __reduce__(self) -> tuple[type[Linked], tuple[str, str]]:  # what another process makes it of
        return Linked, (self.words, self.address)

    def __eq__(self, other: object) -> bool:
        """Tell whether two are the same words and lead to the same address."""
        return isinstance(other, Linked) and (self.words, self.address) == (other.words, other.address)

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
class Refusal:
    """Why a mark has no text for what is written in it."""

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

    make: Callable[[str], str | Refusal]
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
        return made.meanwhile or None if isinstance(made, Refusal) else made

    def check(self, reference: Key | None) -> Iterator[Problem]:
        """An argument is one that the mark has a text for."""
        made = self.make(reference.text.value) if reference else None
        if reference is not None and isinstance(made, Refusal):
            severity = Severity.WARNING if made.meanwhile else Severity.ERROR
            yield Problem(reference.text.place(), "fel-i-markering", made.message, help=(made.help,), severity=severity)


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
        words = value.words if isinstance(value, Linked) else value
        return "" if self.follows_day else self.lasting.get(argument.key, find_lasting(words))


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A mark that leaves a place for a component."""

    name: str
    targets: Known[object]
    refusal: str | None = None


Takes = Callable[[LexborNode], bool]
"""Tells of an element of cleaned HTML whether it is a component of its own (`core.pieces`)."""


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
    """A form of Markdown that is a component of its own (`core.pieces.WrittenPiece`)."""

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
                pieces += [text.value[end : mark.start], value.words if isinstance(value, Linked) else value]
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


_BRACES = re.compile(r"\{[^{}\n]*\}")
_SIGNS_BEFORE = " \t\n*_#>-–”“„’‘‚»«›‹¿¡\"'([|"  # noqa: RUF001 (quotation marks of several languages)


def _begin(value: str) -> str:
    """Return the words of a mark as they begin a sentence."""
    if isinstance(value, Linked):
        return Linked(_begin(value.words), value.address)
    return speak_as(value[:1].upper() + value[1:], value)


def _last_as(value: str, lasting: str) -> str:
    """Return the words of a mark as words that follow the day but for what is `lasting` of them."""
    return Linked(last_as(value.words, lasting), value.address) if isinstance(value, Linked) else last_as(value, lasting)


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


def find_torn_marks(text: Text, marks: Marks, prose: str | None = None) -> Iterator[Problem]:
    """A mark has one brace on each side and a colon, and something after it; only a known name is judged, so that prose is left.

    `prose`: the same text without what is no prose, such as code.
    """
    prose = text.value if prose is None else prose
    if "{" in text.value:
        yield from _find_hidden(text, marks)
    for torn in find_torn(prose, _spelt_with_hyphens(marks)) if may_be_torn(prose) else ():
        name = compare_key(torn.name)
        mark: ValueMark | PlaceMark | None = marks.values.get(name) or marks.places.get(name)
        if mark is not None:
            yield from _tell_torn(torn, mark, text)


def _tell_torn(torn: Torn, mark: ValueMark | PlaceMark, text: Text) -> Iterator[Problem]:
    known = mark.values if isinstance(mark, ValueMark) else mark.targets
    place = text.place(torn.start)
    argument = Key(Text(torn.argument, text.source, ((0, place.line, place.column),)), compare_key(torn.argument))
    right = torn.argument if argument.key in known.things or known.get(argument) is not None else None
    if right is None and torn.is_whole_within:
        return
    if right is None and torn.is_ended:
        names = list(known.names.values())
        right = closest(torn.argument, names) if torn.argument else names[0] if len(names) == 1 else None
    if (right is None and torn.is_prose) or (mark.refusal and torn.is_in_parentheses):
        return
    advice = "En markering har en klammer på var sida och ett kolon."
    help_lines = (advice,) if right else (advice, *_tell_what_to_write(mark, argument))
    suggestion = place.rewritten(torn.written, f"{{{torn.name}:{right}}}") if right else None
    if mark.refusal:
        help_lines, suggestion = (mark.refusal, *_instead_of(mark)), None
    message = f"{quote(torn.written)} är ingen hel markering, så tecknen syns på webbplatsen."
    yield Problem(place, "fel-markering", message, help_lines, suggestion)


def _instead_of(mark: ValueMark | PlaceMark) -> tuple[str, ...]:
    return mark.instead if isinstance(mark, ValueMark) else ()


def _spelt_with_hyphens(marks: Marks) -> tuple[str, ...]:
    """Return the names that have a hyphen, as they are declared."""
    keys = sorted(key for key in marks.names if "_" in key)  # a compared name has that for a hyphen
    return tuple((marks.values.get(key) or marks.places[key]).name for key in keys)


def _tell_what_to_write(mark: ValueMark | PlaceMark, argument: Key) -> tuple[str, ...]:
    """Return how a mark is written, by what it takes: a few that can be listed, or what it says of another argument itself."""
    known = mark.values if isinstance(mark, ValueMark) else mark.targets
    if names := list(known.names.values()):
        few = join_words([f"{{{mark.name}:{name}}}" for name in names[:3]], "eller")
        return (f"Skriv {'till exempel ' if len(names) > 3 else ''}{few}.",)
    return next((problem.help for problem in known.check(argument)), ()) or (
        f"Skriv {{{mark.name}:…}}, med det som ska visas efter kolonet.",
    )


def _find_hidden(text: Text, marks: Marks) -> Iterator[Problem]:
    """A mark whose name has a sign in it that cannot be seen is none, and would be shown with its braces."""
    for found in _BRACES.finditer(text.value):
        cleaned = clean(found[0])
        if cleaned == found[0] or MARK.fullmatch(found[0]):
            continue
        mark = MARK.fullmatch(cleaned)
        names = (
            [mark["name"]]
            if mark
            else [torn.name for torn in find_torn(cleaned, _spelt_with_hyphens(marks)) if not torn.is_prose]
        )
        if any(compare_key(name) in marks.names for name in names):
            place = text.place(found.start())
            right = place.rewritten(found[0], cleaned) if mark else None
            yield Problem(place, "osynligt-tecken", explain(found[0]), help=(HELP,), suggestion=right)


def find_raw_marks(shown: str, names: Collection[str]) -> Iterator[re.Match[str]]:
    """Yield the marks of these compared `names` that a visitor would read as they were typed."""
    yield from (found for found in _RAW.finditer(shown) if compare_key(found["name"]) in names)


def tell_raw_mark(found: re.Match[str], place: Place) -> Problem:
    """Return the problem of a mark that is not replaced where it stands."""
    message = f"Här byts markeringen {quote(found[0])} inte ut, så den skulle synas som den är skriven."
    help_lines = (
        "Skriv den med vanliga klamrar, { och }, utan ` eller andra tecken runt den.",
        "En markering som visar en kontakt eller ett block står på en rad för sig själv.",
    )
    return Problem(place, "fel-markering", message, help_lines)


def check_line(text: Text, marks: Marks) -> Iterator[Problem]:
    """A line takes value marks that are known, and no others."""
    for mark in find_marks(text):
        if mark.name in marks.places:
            message = "Den här markeringen kan bara stå på en egen rad i en brödtext."
            yield Problem(mark.place, "fel-markering", message, help=("Flytta den till sidans text, eller ta bort den.",))
        else:
            yield from check_mark(mark, text, marks)
    yield from find_torn_marks(text, marks)
    for raw in find_raw_marks(marks.fill(text), marks.names):
        yield tell_raw_mark(raw, text.place(max(0, text.value.find(raw[0][:6]))))


def check_mark(mark: FoundMark, text: Text, marks: Marks) -> Iterator[Problem]:
    """A mark has a known name, may stand here, and points to something that is there."""
    known: ValueMark | PlaceMark | None = marks.values.get(mark.name) or marks.places.get(mark.name)
    if known is None:
        names = [m.name for m in marks.values.values()] + [m.name for m in marks.places.values()]
        written = text.value[mark.start + 1 : mark.end].split(":")[0].strip()
        guess = closest(written, names)
        yield Problem(
            mark.place,
            "okand-markering",
            f"Det finns ingen markering som heter {quote(written)}.",
            suggestion=mark.place.rewritten("{" + written, "{" + guess) if guess else None,
            help=(f"Markeringarna är {join_words([f'{{{name}:…}}' for name in names])}.",),
        )
    elif known.refusal:
        yield Problem(mark.place, "fel-markering", known.refusal, help=_instead_of(known))
    else:
        yield from (known.values if isinstance(known, ValueMark) else known.targets).check(mark.argument)

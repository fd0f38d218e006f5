"""Drift watch: paragraphs that are the same, or nearly, on several pages.

Stage: check. In: traces of the paragraphs of pages and blocks, file by file. Out: warnings. A text that stands on two pages
is soon changed on one of them only; a block holds it once. What comes from marks is no drift, and neither are headings and
short stock phrases. The time is that of an index over all paragraphs, not of comparing each with each.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property, partial
from hashlib import blake2b
from itertools import chain, compress, islice
from operator import eq
from pathlib import Path
from zlib import crc32

from plugins.core.memo import Remember, make_anew
from plugins.core.problems import Problem, warning
from plugins.core.swedish import WEEKDAYS, join_words, quote
from plugins.language.passages import BLANK, Passage

FEWEST_WORDS = 8
"""Words: a shorter paragraph is a stock phrase (”Hör av dig till oss så berättar vi mer.”)."""
FEWEST_SAME = 11
"""Words: exactly the same sentence of fewer words may stand on two pages."""
MOST_COMMON = 60
"""Paragraphs: a run of words that stands in more of them says nothing of which two belong together."""
MOST_TOLD = 5
"""Problems: a paragraph that stands on a hundred pages is told as often as it helps."""
BREATH = 256
"""Paragraphs: some milliseconds of work."""
RUN = 4
"""Words and signs that follow on each other: two paragraphs that are nearly the same have such a run in common, and few others
have."""
LEAST_SHARED = 10
"""The part of a paragraph's runs that it has in common with one that it is nearly the same as is more than one in so many: a
word that is changed is in four of them."""
_AT_ONCE = 1 << 19
"""Runs that are sorted at a time, of some forty bytes each: all of a thousand pages are twice as many."""

_TOKEN = re.compile(rf"[^\W_]+(?:[-’'.:][^\W_]+)*|{BLANK}+|[^\w\s{BLANK}]")
_BLANKS = re.compile(rf"{BLANK}+")


@dataclass(frozen=True, slots=True)
class Trace:
    """What a paragraph is compared by: what one file gives to the comparison of all, short enough to be kept."""

    number: int
    """Of its passage, among those of its file."""
    key: bytes
    """A digest of its tokens, whatever the case: what paragraphs are told apart by."""
    exact: bytes
    """A digest of its tokens as they are written: whether it is nearly another is decided by that and the other's alone."""
    words: int
    """How many of the tokens are words."""
    runs: bytes
    """What stands for each run of its words and signs: numbers of four bytes, the smallest first."""


@dataclass(frozen=True, eq=False)
class _Paragraph:
    """A paragraph as it is compared: its words and signs, marks as blanks."""

    trace: Trace
    find: Callable[[int], Passage]
    """Returns a passage of its file by number: few paragraphs are like another, and only those are looked into."""

    @property
    def words(self) -> int:
        """How many of its tokens are words."""
        return self.trace.words

    @cached_property
    def passage(self) -> Passage:
        """The passage itself."""
        return self.find(self.trace.number)

    @property
    def tokens(self) -> list[str]:
        """Its words and signs, cut anew: those of all paragraphs would take most of the memory."""
        return _TOKEN.findall(_unmarked(self.passage))

    @property
    def written(self) -> str:
        """What was written, marks and all, however the lines are broken."""
        return " ".join(self.passage.written.casefold().split())

    @cached_property
    def counted(self) -> Counter[str]:
        """How many times each word stands in it; signs are left out, marks are not."""
        return Counter(token for token in _folded(self) if token[0].isalnum() or token == BLANK)

    def runs(self) -> memoryview:
        """Return what stands for its runs of words and signs, each once."""
        return memoryview(self.trace.runs).cast("I")


@dataclass(eq=False)
class _Family:
    """A paragraph, with those that are nearly the same and those that are exactly one of these."""

    first: _Paragraph
    near: list[_Paragraph] = field(default_factory=list)
    same: dict[_Paragraph, list[_Paragraph]] = field(default_factory=lambda: defaultdict(list))


def trace_paragraphs(passages: Sequence[Passage]) -> Iterator[Trace]:
    """Yield what each paragraph of a file is compared by."""
    for number, passage in enumerate(passages):
        if passage.sort in ("paragraph", "item"):
            written = _TOKEN.findall(_unmarked(passage))
            tokens = [token.casefold() for token in written]
            words = sum(token[0].isalnum() for token in tokens)
            if words >= FEWEST_WORDS:
                yield Trace(number, _digest(tokens), _digest(written), words, array("I", sorted(_runs(tokens))).tobytes())


def _digest(tokens: Sequence[str]) -> bytes:
    return blake2b("\n".join(tokens).encode(), digest_size=16).digest()


def _runs(tokens: Sequence[str]) -> set[int]:
    """Return a number for each run of words and signs, the same in every process."""
    numbers = [crc32(token.encode()) for token in tokens]
    return {hash(run) & 0xFFFFFFFF for run in zip(*(numbers[at:] for at in range(RUN)), strict=False)}


def check_drift(
    files: Iterable[tuple[Sequence[Trace], Callable[[int], Passage]]],
    breathe: Callable[[], None] = lambda: None,
    remember: Remember = make_anew,
) -> Iterator[Problem]:
    """A paragraph stands on one page; what belongs on several stands in a block.

    `files` are the traces of each, with what returns their passages by number; `breathe` is called now and then, and
    `remember` knows which paragraphs have been compared before.
    """
    families: list[_Family] = []
    index: dict[int, list[int]] = {}
    known: dict[bytes, tuple[_Family, _Paragraph]] = {}
    paragraphs = [_Paragraph(trace, find) for traces, find in files for trace in traces]
    shared = _find_shared(paragraphs, breathe)
    for number, paragraph in enumerate(paragraphs):
        if number % BREATH == 0:
            breathe()
        if paragraph.trace.key in known:
            family, first = known[paragraph.trace.key]
            if first.written == paragraph.written:  # else the same but for the values of marks
                family.same[first].append(paragraph)
            continue
        runs = shared.intersection(paragraph.runs())
        near = _nearest(paragraph, runs, families, index, remember)
        if near:
            near.near.append(paragraph)
        else:
            near = _Family(paragraph)
            families.append(near)
            for run in runs:
                if len(others := index.setdefault(run, [])) < MOST_COMMON:
                    others.append(len(families) - 1)
        known[paragraph.trace.key] = near, paragraph
    for family in families:
        if family.near or family.same:
            yield from _tell_family(family)


def _find_shared(paragraphs: Sequence[_Paragraph], breathe: Callable[[], None]) -> set[int]:
    """Return the runs that more than one paragraph has: most stand in one alone, and an index of those would be huge."""
    parts = 1 + sum(len(paragraph.trace.runs) for paragraph in paragraphs) // 4 // _AT_ONCE
    shared: set[int] = set()
    for part in range(parts):
        low, high = ((part + more << 32) // parts for more in (0, 1))
        found = array("I")
        for number, paragraph in enumerate(paragraphs):
            if number % BREATH == 0:
                breathe()
            runs = paragraph.runs()
            found += array("I", runs[bisect_left(runs, low) : bisect_left(runs, high)])
        ordered = sorted(found)
        shared.update(compress(ordered, map(eq, ordered, islice(ordered, 1, None))))
    return shared


def _unmarked(passage: Passage) -> str:
    """Return the prose with each mark, address or tag as one blank, and without the signs of emphasis."""
    return _BLANKS.sub(BLANK, passage.prose).replace("*", "").replace("[", "")


def _nearest(
    paragraph: _Paragraph, shared: Set[int], families: Sequence[_Family], index: Mapping[int, list[int]], remember: Remember
) -> _Family | None:
    """Return the family of the paragraph that this one is nearly the same as, if there is one.

    `shared` are those of its runs that it has in common with any.
    """
    found = [index[run] for run in sorted(index.keys() & shared)]
    runs = len(paragraph.runs())
    if len(found) * LEAST_SHARED < runs or not found:
        return None
    counts = Counter(chain.from_iterable(found))
    for number, count in counts.most_common(5):
        if count * LEAST_SHARED < runs:
            break
        first = families[number].first
        if remember(("near", first.trace.exact, paragraph.trace.exact), partial(_is_nearly, first, paragraph)):
            return families[number]
    return None


def _is_nearly(one: _Paragraph, other: _Paragraph) -> bool:
    return _has_much_of(one, other) and _is_near(one, other)


def _has_much_of(one: _Paragraph, other: _Paragraph) -> bool:
    """Tell whether a fourth of the other's runs of three stand in the one: what differs in more is another paragraph."""
    runs, others = _triples(one), _triples(other)
    return len(runs & others) * 4 >= len(others)


def _triples(paragraph: _Paragraph) -> set[tuple[str, ...]]:
    tokens = _folded(paragraph)
    return set(zip(tokens, tokens[1:], tokens[2:], strict=False))


def _is_near(one: _Paragraph, other: _Paragraph) -> bool:
    """Tell whether two paragraphs differ so little that one must come from the other.

    One word in a sentence, three in a paragraph, a quarter of a long one. Sentences that differ in figures and names
    only, and are short, say the same of two things (”Caféet har öppet måndag till fredag klockan 8–15.”).
    """
    words = max(one.words, other.words)
    most = 1 if words < 14 else 0.15 * words if words < 30 else 0.25 * words
    if _fewest_changes(one, other) > most:
        return False
    changes = _changes(one, other)
    if not changes or (words < 16 and all(_is_particular(old) and _is_particular(new) for old, new in changes)):
        return False
    return sum(max(len(_words(old)), len(_words(new))) for old, new in changes) <= most


def _fewest_changes(one: _Paragraph, other: _Paragraph) -> int:
    """Return how many words must differ at the least, seen from which words there are: quick, and never too many."""
    if BLANK in one.counted or BLANK in other.counted:
        return 0  # a mark may stand for several words
    return max((one.counted - other.counted).total(), (other.counted - one.counted).total())


def _changes(one: _Paragraph, other: _Paragraph) -> list[tuple[list[str], list[str]]]:
    """Return what differs, as pairs of what one and what the other has; what a mark gives differs from nothing."""
    matcher = SequenceMatcher(None, _folded(one), _folded(other), autojunk=False)
    old, new = one.tokens, other.tokens
    pairs = [(old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return [(old, new) for old, new in pairs if BLANK not in old and BLANK not in new]


def _folded(paragraph: _Paragraph) -> list[str]:
    return [token.casefold() for token in paragraph.tokens]


def _words(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token[0].isalnum()]


def _is_particular(tokens: Sequence[str]) -> bool:
    """Tell whether every word is a figure, a name or a day of the week: what two things of one sort differ in."""
    words = _words(tokens)
    return bool(words) and all(word[0].isdigit() or word[0].isupper() or word.casefold() in _DAYS for word in words)


_DAYS = frozenset(f"{day}{ending}" for day in WEEKDAYS for ending in ("", "ar"))


def _tell_family(family: _Family) -> Iterator[Problem]:
    """Tell of each paragraph that has drifted, up to a few, and once of those that are the same."""
    page = family.first.passage.page
    near = [paragraph for paragraph in family.near if paragraph.passage.page != page]
    for paragraph in near[:MOST_TOLD]:
        yield _tell_near(family.first, paragraph, near[MOST_TOLD:] if paragraph is near[:MOST_TOLD][-1] else [])
    for first, paragraphs in family.same.items():
        others = [paragraph for paragraph in paragraphs if paragraph.passage.page != first.passage.page]
        if others and first.words >= FEWEST_SAME:
            place = others[0].passage.place()
            message = f"Samma stycke står också {_where(first, others[0])}."
            yield warning(place, "samma-stycke", message, *_tell_more(others[1:], others[0]), _ADVICE)


def _tell_near(first: _Paragraph, paragraph: _Paragraph, further: Sequence[_Paragraph]) -> Problem:
    shown = [_show_change(old, new) for old, new in _changes(first, paragraph)[:3]]
    message = f"Stycket är nästan likadant som det {_where(first, paragraph)}. {' '.join(shown)}"
    there = f"Där står det: {quote(first.passage.written, 200)}"
    more = _tell_more(further, paragraph)
    return warning(paragraph.passage.place(), "nastan-samma-stycke", message, there, *more, _ADVICE, _OTHERWISE)


def _tell_more(paragraphs: Sequence[_Paragraph], beside: _Paragraph) -> Iterator[str]:
    """Yield where the paragraph stands besides, if it does."""
    if paragraphs:
        places = [_where(paragraph, beside).removeprefix("på ") for paragraph in paragraphs[:MOST_TOLD]]
        rest = len(paragraphs) - len(places)
        listing = [*places, f"{rest} ställen till"] if rest else places
        yield f"Det finns också på {join_words(listing)}."


_ADVICE = "Ska de vara lika: lägg texten i en fil i mappen block/ och skriv {block:filens namn} på båda sidorna."
_OTHERWISE = "Ska de skilja sig åt: skriv dem så att skillnaden märks."


def _show_change(old: Sequence[str], new: Sequence[str]) -> str:
    here, there = quote(" ".join(new), 40), quote(" ".join(old), 40)
    if not old:
        return f"Här står också {here}."
    if not new:
        return f"Här saknas {there}."
    return f"Här står {here}, där {there}."


def _where(first: _Paragraph, paragraph: _Paragraph) -> str:
    return f"på rad {first.passage.place().line} i {_short(first.passage.page, paragraph.passage.page)}"


def _short(path: Path, beside: Path) -> str:
    """Return a file as it is called seen from another: its name, with its folder where that is another one."""
    return path.name if path.parent == beside.parent else f"{path.parent.name}/{path.name}"

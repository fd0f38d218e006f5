"""Paragraphs as they are compared with each other: traces of all that a file has, and whether two are nearly the same.

Stage: check. In: the passages of a file. Out: `Traces`, short enough to be kept, by which paragraphs that may be one are found
(`plugins/language/joining.py`); and of two of them, whether one must come from the other.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Final, NamedTuple
from zlib import crc32

from plugins.core.dataclass import dataclass
from plugins.core.swedish import WEEKDAYS
from plugins.language.passages import BLANK, Passage

FEWEST_WORDS = 8
"""Words: a shorter paragraph is a stock phrase (”Hör av dig till oss så berättar vi mer.”)."""
RUN = 4
"""Words and signs that follow on each other: two paragraphs that are nearly the same have such a run in common, and few others
have."""
DIGEST: Final = 16
"""Bytes of a digest of a paragraph."""

_TOKEN = re.compile(rf"[^\W_]+(?:[-’'.:][^\W_]+)*|{BLANK}+|[^\w\s{BLANK}]")
_BLANKS = re.compile(rf"{BLANK}+")


@dataclass(frozen=True, slots=True)
class Traces:
    """What the paragraphs of one file are compared by: in each of these, one after the other."""

    numbers: array[int]
    """Of their passages, among those of the file."""
    keys: bytes
    """Digests of their tokens, whatever the case: what paragraphs are told apart by."""
    exact: bytes
    """Digests of their tokens as they are written: whether one is nearly another is decided by these two alone."""
    words: array[int]
    """How many of the tokens are words."""
    ends: array[int]
    """Where the runs of each end, in `runs`."""
    runs: array[int]
    """A number for each run of the words and signs of a paragraph, once, the smallest first."""

    def __len__(self) -> int:
        return len(self.numbers)

    def key(self, at: int) -> bytes:
        """Return the digest of a paragraph, whatever the case."""
        return self.keys[at * DIGEST : (at + 1) * DIGEST]

    def as_written(self, at: int) -> bytes:
        """Return the digest of a paragraph as it is written."""
        return self.exact[at * DIGEST : (at + 1) * DIGEST]

    def runs_of(self, at: int) -> array[int]:
        """Return the runs of a paragraph."""
        return self.runs[self.ends[at - 1] if at else 0 : self.ends[at]]

    def digest(self) -> bytes:
        """Return what tells these traces from others."""
        parts = (self.numbers.tobytes(), self.exact)
        return blake2b(b"".join(parts), digest_size=DIGEST).digest()


def trace_paragraphs(passages: Sequence[Passage]) -> Traces:
    """Return what the paragraphs of a file are compared by."""
    found = Traces(array("I"), b"", b"", array("I"), array("I"), array("I"))
    keys, exact = [], []
    for number, passage in enumerate(passages):
        if passage.sort in ("paragraph", "item"):
            tokens, numbers, words = _read_forms(_unmarked(passage))
            if words >= FEWEST_WORDS:
                joined = "\n".join(tokens)
                keys.append(_digest(joined.casefold()))  # sign by sign, whatever stands beside it (Unicode Standard, part 3.13)
                exact.append(_digest(joined))
                found.numbers.append(number)
                found.words.append(words)
                found.runs.extend(sorted(_runs(numbers)))
                found.ends.append(len(found.runs))
    return Traces(found.numbers, b"".join(keys), b"".join(exact), found.words, found.ends, found.runs)


def _read_forms(prose: str) -> tuple[Iterable[str], Sequence[int], int]:
    """Return the words and signs of a stretch of prose, some on a line, a number for each, and how many are words."""
    forms = list(map(_read_form, prose.split()))
    if not forms:
        return (), (), 0
    _, joined, numbers, words = zip(*forms, strict=True)
    return filter(None, joined), list(chain.from_iterable(numbers)), sum(words)


def _digest(tokens: str) -> bytes:
    return blake2b(tokens.encode(), digest_size=DIGEST).digest()


def _runs(numbers: Sequence[int]) -> set[int]:
    """Return a number for each run of words and signs, the same in every process."""
    runs = zip(numbers, numbers[1:], numbers[2:], numbers[3:], strict=False)  # of `RUN`
    return {number & 0xFFFFFFFF for number in map(hash, runs)}


class _Form(NamedTuple):
    """What stands between two spaces."""

    tokens: tuple[str, ...]
    """Its words and signs."""
    joined: str
    """The same, each on a line."""
    numbers: tuple[int, ...]
    """A number for each, whatever the case: the same in every process."""
    words: int
    """How many are words."""


@lru_cache(maxsize=20_000)
def _read_form(written: str) -> _Form:
    """Return the words and signs of what stands between two spaces: texts have few forms that they had not before."""
    tokens = tuple(_TOKEN.findall(written))
    numbers = tuple(crc32(token.casefold().encode()) for token in tokens)
    return _Form(tokens, "\n".join(tokens), numbers, sum(token[0].isalnum() for token in tokens))


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph as it is compared: its words and signs, marks as blanks."""

    traces: Traces
    at: int
    find: Callable[[int], Passage]
    """Returns a passage of its file by number: few paragraphs are like another, and only those are looked into."""

    @property
    def words(self) -> int:
        """How many of its tokens are words."""
        return self.traces.words[self.at]

    @cached_property
    def passage(self) -> Passage:
        """The passage itself."""
        return self.find(self.traces.numbers[self.at])

    @cached_property
    def tokens(self) -> list[str]:
        """Its words and signs."""
        return [token for form in map(_read_form, _unmarked(self.passage).split()) for token in form.tokens]

    @cached_property
    def folded(self) -> list[str]:
        """The same, whatever the case."""
        return [token.casefold() for token in self.tokens]

    @property
    def written(self) -> str:
        """What was written, marks and all, however the lines are broken."""
        return " ".join(self.passage.written.casefold().split())

    @cached_property
    def counted(self) -> Counter[str]:
        """How many times each word stands in it; signs are left out, marks are not."""
        return Counter(token for token in self.folded if token[0].isalnum() or token == BLANK)


def _unmarked(passage: Passage) -> str:
    """Return the prose with each mark, address or tag as one blank, and without the signs of emphasis."""
    prose = passage.prose
    return (_BLANKS.sub(BLANK, prose) if BLANK in prose else prose).replace("*", "").replace("[", "")


def is_nearly(one: Paragraph, other: Paragraph) -> bool:
    """Tell whether one of two paragraphs must come from the other: that follows from the words of both alone."""
    return _has_much_of(one, other) and _is_near(one, other)


def _has_much_of(one: Paragraph, other: Paragraph) -> bool:
    """Tell whether a fourth of the other's runs of three stand in the one: what differs in more is another paragraph."""
    runs, others = _triples(one), _triples(other)
    return len(runs & others) * 4 >= len(others)


def _triples(paragraph: Paragraph) -> set[tuple[str, ...]]:
    tokens = paragraph.folded
    return set(zip(tokens, tokens[1:], tokens[2:], strict=False))


def _is_near(one: Paragraph, other: Paragraph) -> bool:
    """Tell whether two paragraphs differ so little that one must come from the other.

    One word in a sentence, three in a paragraph, a quarter of a long one. Sentences that differ in figures and names
    only, and are short, say the same of two things (”Caféet har öppet måndag till fredag klockan 8–15.”).
    """
    words = max(one.words, other.words)
    most = 1 if words < 14 else 0.15 * words if words < 30 else 0.25 * words
    if _fewest_changes(one, other) > most:
        return False
    changes = find_changes(one, other)
    if not changes or (words < 16 and all(_is_particular(old) and _is_particular(new) for old, new in changes)):
        return False
    return sum(max(len(_words(old)), len(_words(new))) for old, new in changes) <= most


def _fewest_changes(one: Paragraph, other: Paragraph) -> int:
    """Return how many words must differ at the least, seen from which words there are: quick, and never too many."""
    if BLANK in one.counted or BLANK in other.counted:
        return 0  # a mark may stand for several words
    return max((one.counted - other.counted).total(), (other.counted - one.counted).total())


def find_changes(one: Paragraph, other: Paragraph) -> list[tuple[list[str], list[str]]]:
    """Return what differs, as pairs of what one and what the other has; what a mark gives differs from nothing."""
    matcher = SequenceMatcher(None, one.folded, other.folded, autojunk=False)
    old, new = one.tokens, other.tokens
    pairs = [(old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return [(old, new) for old, new in pairs if BLANK not in old and BLANK not in new]


def _words(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token[0].isalnum()]


def _is_particular(tokens: Sequence[str]) -> bool:
    """Tell whether every word is a figure, a name or a day of the week: what two things of one sort differ in."""
    words = _words(tokens)
    return bool(words) and all(word[0].isdigit() or word[0].isupper() or word.casefold() in _DAYS for word in words)


_DAYS = frozenset(f"{day}{ending}" for day in WEEKDAYS for ending in ("", "ar"))

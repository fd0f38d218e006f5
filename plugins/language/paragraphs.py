"""Paragraphs as they are compared with each other: traces of all that a file has, and whether two are nearly the same.

Stage: check. In: the passages of a file. Out: `Traces`, short enough to be kept, by which paragraphs that may be one are found
(`plugins/language/joined.py`); and of two of them, whether one must come from the other.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Final
from zlib import crc32

from plugins.core.dataclass import dataclass
from plugins.core.swedish import WEEKDAYS
from plugins.language.blocks import BLANK
from plugins.language.passages import Passage

FEWEST_WORDS = 8
"""Words: a shorter paragraph is a stock phrase (”Hör av dig till oss så berättar vi mer.”)."""
RUN = 4
"""Words and signs that follow on each other: two paragraphs that are nearly the same have such a run in common, and few others
have."""
DIGEST: Final = 16
"""Bytes of a digest of a paragraph."""

_LANE: Final = 8
"""Bytes of the number of a word: six, and two for what the numbers of a run add up to."""
_FACTORS: Final = (0x2F31, 0x1D4B, 0x3A69, 0x0A4F)
"""What the numbers of the words of a run are multiplied by before they are added: `RUN` odd numbers, that together take no more
than two bytes."""

_TOKEN = re.compile(rf"[^\W_]+(?:[-’'.:][^\W_]+)*|{BLANK}+|[^\w\s{BLANK}]")
_BLANKS = re.compile(rf"{BLANK}+")


@dataclass(frozen=True, slots=True)
class Traces:
    """What the paragraphs of one file are compared by: in each of these, one after the other."""

    numbers: array[int]
    """The numbers of their passages, among those of the file."""
    keys: bytes
    """Digests of their tokens, whatever the case: what paragraphs are told apart by."""
    exact: bytes
    """Digests of their tokens as they are written: whether one is nearly another is decided by these two alone."""
    ends: array[int]
    """Where the runs of each end, in `runs`."""
    runs: array[int]
    """A number for each run of the words and signs of a paragraph, in their order."""

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
    numbers, ends, keys, exact = array("I"), array("I"), [], []
    every, counts = array("Q"), []
    for number, passage in enumerate(passages):
        if passage.sort in ("paragraph", "item"):
            tokens = _number_tokens(passage.prose)
            if _count_words(tokens) >= FEWEST_WORDS:
                folded = tokens[::2]
                numbers.append(number)
                keys.append(_digest(folded))
                exact.append(_digest(tokens))
                every.extend(folded)
                counts.append(len(folded))
    found, runs, start = _runs(every), array("I"), 0
    for count in counts:
        runs.extend(found[start : start + count - RUN + 1])  # none that goes on into the next paragraph
        start += count
        ends.append(len(runs))
    return Traces(numbers, b"".join(keys), b"".join(exact), ends, runs)


def _number_tokens(prose: str) -> array[int]:
    """Return two numbers for each word and sign of a stretch of prose: one whatever the case, and one as it is written."""
    return array("Q", b"".join(map(_number_form, prose.split())))


@lru_cache(maxsize=20_000)
def _number_form(written: str) -> bytes:
    """Return the numbers of what stands between two spaces: texts have few forms that they had not before."""
    return b"".join(_number(token.casefold()) + _number(token) for token in _find_tokens(written))


def _number(token: str) -> bytes:
    """Return a number for a word or a sign, the same in every process; the last of its six bytes is 0 for signs alone."""
    *digest, last = blake2b(token.encode(), digest_size=6).digest()
    return bytes((*digest, (last or 1) if token[0].isalnum() else 0, 0, 0))


@lru_cache(maxsize=20_000)
def _code(token: str) -> int:
    return crc32(token.encode())


def _find_tokens(written: str) -> list[str]:
    """Return words and signs, each mark, address or tag as one blank, without the signs of emphasis."""
    return _TOKEN.findall(_BLANKS.sub(BLANK, written).replace("*", "").replace("[", ""))


def _count_words(tokens: array[int]) -> int:
    """Return how many of some tokens are words, by two numbers of each."""
    return len(tokens) // 2 - tokens.tobytes()[5 :: 2 * _LANE].count(0)


def _digest(numbers: array[int]) -> bytes:
    return blake2b(numbers, digest_size=DIGEST).digest()


def _runs(numbers: array[int]) -> array[int]:
    """Return a number for the run that begins at each word or sign: all are multiplied and added as one long number."""
    lanes = int.from_bytes(numbers.tobytes(), "little")
    sums = sum((lanes >> 8 * _LANE * place) * factor for place, factor in enumerate(_FACTORS))
    return array("I", sums.to_bytes(_LANE * len(numbers), "little"))[::2]


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph as it is compared: its words and signs, marks as blanks."""

    traces: Traces
    at: int
    find: Callable[[int], Passage]
    """Returns a passage of its file by number: few paragraphs are like another, and only those are looked into."""

    @cached_property
    def passage(self) -> Passage:
        """The passage itself."""
        return self.find(self.traces.numbers[self.at])

    @cached_property
    def tokens(self) -> list[str]:
        """Its words and signs."""
        return _find_tokens(self.passage.prose)

    @cached_property
    def folded(self) -> list[str]:
        """Its words and signs in small letters."""
        return [token.casefold() for token in self.tokens]

    @cached_property
    def words(self) -> int:
        """How many of its tokens are words."""
        return len(_words(self.tokens))

    @cached_property
    def numbers(self) -> array[int]:
        """A number for each of its tokens, whatever the case."""
        return _number_tokens(self.passage.prose)[::2]

    @property
    def places(self) -> list[int]:
        """A number for each of its runs, by which they are put in an order that is the same in every process."""
        codes = list(map(_code, self.folded))
        return [number & 0xFFFFFFFF for number in map(hash, zip(codes, codes[1:], codes[2:], codes[3:], strict=False))]

    @property
    def written(self) -> str:
        """What was written, marks and all, however the lines are broken."""
        return " ".join(self.passage.written.casefold().split())

    @cached_property
    def counted(self) -> Counter[str]:
        """How many times each word stands in it; signs are left out, marks are not."""
        return Counter(token for token in self.folded if token[0].isalnum() or token == BLANK)


def is_nearly(one: Paragraph, other: Paragraph) -> bool:
    """Tell whether one of two paragraphs must come from the other: that follows from the words of both alone."""
    return _has_much_of(one, other) and _is_near(one, other)


def _has_much_of(one: Paragraph, other: Paragraph) -> bool:
    """Tell whether a fourth of the other's runs of three stand in the one: what differs in more is another paragraph."""
    runs, others = _triples(one), _triples(other)
    return len(runs & others) * 4 >= len(others)


def _triples(paragraph: Paragraph) -> set[tuple[int, ...]]:
    numbers = paragraph.numbers
    return set(zip(numbers, numbers[1:], numbers[2:], strict=False))


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

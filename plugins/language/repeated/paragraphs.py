"""Compare paragraphs: compact traces of all paragraphs in a file, and whether two paragraphs are nearly the same.

Takes the passages of a file; returns `Traces`, small enough to be cached, with which `plugins/language/repeated/comparison.py`
finds candidates.
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
from plugins.core.texts.blocks import BLANK
from plugins.core.texts.passages import Passage

FEWEST_WORDS = 8
"""Words; a shorter paragraph is a stock phrase (”Hör av dig till oss så berättar vi mer.”)."""
RUN = 4
"""Tokens in a run. Two near copies have runs in common, which few other paragraphs have."""
DIGEST: Final = 16
"""Bytes in the digest of a paragraph."""

_LANE: Final = 8
"""Bytes for the number of a token: six, and two for the carry when the numbers of a run are added."""
_FACTORS: Final = (0x2F31, 0x1D4B, 0x3A69, 0x0A4F)
"""Odd factors for the tokens of a run. Their sum is below 2**16, so that sums fit in a lane."""

_TOKEN = re.compile(rf"[^\W_]+(?:[-’'.:][^\W_]+)*|{BLANK}+|[^\w\s{BLANK}]")
_BLANKS = re.compile(rf"{BLANK}+")


@dataclass(frozen=True, slots=True)
class Traces:
    """What the paragraphs of a file are compared by; each field holds the values of all paragraphs in order."""

    numbers: array[int]
    """Index of each paragraph among the file's passages."""
    keys: bytes
    """Digests of the case-folded tokens: they identify a paragraph."""
    exact: bytes
    """Digests of the tokens as written. Whether two paragraphs are near copies follows from these two values."""
    ends: array[int]
    """End of each paragraph's runs, in `runs`."""
    runs: array[int]
    """A number for each run of `RUN` tokens."""

    def __len__(self) -> int:
        return len(self.numbers)

    def key(self, at: int) -> bytes:
        """Return the digest of a paragraph, regardless of case."""
        return self.keys[at * DIGEST : (at + 1) * DIGEST]

    def as_written(self, at: int) -> bytes:
        """Return the digest of a paragraph as written."""
        return self.exact[at * DIGEST : (at + 1) * DIGEST]

    def runs_of(self, at: int) -> array[int]:
        """Return the runs of a paragraph."""
        return self.runs[self.ends[at - 1] if at else 0 : self.ends[at]]

    def digest(self) -> bytes:
        """Return a digest of these traces."""
        parts = (self.numbers.tobytes(), self.exact)
        return blake2b(b"".join(parts), digest_size=DIGEST).digest()


def trace_paragraphs(passages: Sequence[Passage]) -> Traces:
    """Return the traces of the paragraphs in a file."""
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
        runs.extend(found[start : start + count - RUN + 1])  # without runs that reach into the next paragraph
        start += count
        ends.append(len(runs))
    return Traces(numbers, b"".join(keys), b"".join(exact), ends, runs)


def _number_tokens(prose: str) -> array[int]:
    """Return two numbers for each token of a stretch of prose: of its case-folded form, and of the token as written."""
    return array("Q", b"".join(map(_number_form, prose.split())))


@lru_cache(maxsize=20_000)
def _number_form(written: str) -> bytes:
    """Return the numbers of the tokens in a word between spaces. Cached: most words have occurred before."""
    return b"".join(_number(token.casefold()) + _number(token) for token in _find_tokens(written))


def _number(token: str) -> bytes:
    """Return a token's number as bytes, the same in every process. The last of its six bytes is 0 only for punctuation."""
    *digest, last = blake2b(token.encode(), digest_size=6).digest()
    return bytes((*digest, (last or 1) if token[0].isalnum() else 0, 0, 0))


@lru_cache(maxsize=20_000)
def _code(token: str) -> int:
    return crc32(token.encode())


def _find_tokens(written: str) -> list[str]:
    """Return words and punctuation, each blanked stretch as one `BLANK`, without emphasis."""
    return _TOKEN.findall(_BLANKS.sub(BLANK, written).replace("*", "").replace("[", ""))


def _count_words(tokens: array[int]) -> int:
    """Return how many tokens are words; `tokens` has two numbers for each."""
    return len(tokens) // 2 - tokens.tobytes()[5 :: 2 * _LANE].count(0)


def _digest(numbers: array[int]) -> bytes:
    return blake2b(numbers, digest_size=DIGEST).digest()


def _runs(numbers: array[int]) -> array[int]:
    """Return a number for the run that begins at each token. All sums are computed at once, as one long integer."""
    lanes = int.from_bytes(numbers.tobytes(), "little")
    sums = sum((lanes >> 8 * _LANE * place) * factor for place, factor in enumerate(_FACTORS))
    return array("I", sums.to_bytes(_LANE * len(numbers), "little"))[::2]


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph as it is compared: its tokens, with marks as `BLANK`."""

    traces: Traces
    at: int
    find: Callable[[int], Passage]
    """Returns a passage of its file by number; only called for the few paragraphs that resemble another."""

    @cached_property
    def passage(self) -> Passage:
        """Return the passage."""
        return self.find(self.traces.numbers[self.at])

    @cached_property
    def tokens(self) -> list[str]:
        """Return its words and punctuation."""
        return _find_tokens(self.passage.prose)

    @cached_property
    def folded(self) -> list[str]:
        """Return its tokens case-folded."""
        return [token.casefold() for token in self.tokens]

    @cached_property
    def words(self) -> int:
        """Return the number of words."""
        return len(_words(self.tokens))

    @cached_property
    def numbers(self) -> array[int]:
        """Return a number for each token, regardless of case."""
        return _number_tokens(self.passage.prose)[::2]

    @property
    def places(self) -> list[int]:
        """Return a sort key for each of its runs, the same in every process."""
        codes = list(map(_code, self.folded))
        return [number & 0xFFFFFFFF for number in map(hash, zip(codes, codes[1:], codes[2:], codes[3:], strict=False))]

    @property
    def written(self) -> str:
        """Return its text, marks included, case-folded and with line breaks as spaces."""
        return " ".join(self.passage.written.casefold().split())

    @cached_property
    def counted(self) -> Counter[str]:
        """Return how often each word and `BLANK` occurs in it, without punctuation."""
        return Counter(token for token in self.folded if token[0].isalnum() or token == BLANK)


def is_nearly(one: Paragraph, other: Paragraph) -> bool:
    """Return whether one of two paragraphs must be a copy of the other, from their words alone."""
    return _has_much_of(one, other) and _is_near(one, other)


def _has_much_of(one: Paragraph, other: Paragraph) -> bool:
    """Return whether a quarter of the second paragraph's runs of three tokens occur in the first."""
    runs, others = _triples(one), _triples(other)
    return len(runs & others) * 4 >= len(others)


def _triples(paragraph: Paragraph) -> set[tuple[int, ...]]:
    numbers = paragraph.numbers
    return set(zip(numbers, numbers[1:], numbers[2:], strict=False))


def _is_near(one: Paragraph, other: Paragraph) -> bool:
    """Return whether two paragraphs differ so little that one must be a copy of the other.

    One changed word in a sentence, three in a paragraph and a quarter of a long one are allowed. Short sentences that differ in
    figures and names only are about two things (”Caféet har öppet måndag till fredag klockan 8–15.”).
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
    """Return a lower bound for the number of words that differ, from word counts alone."""
    if BLANK in one.counted or BLANK in other.counted:
        return 0  # a mark may stand for several words
    return max((one.counted - other.counted).total(), (other.counted - one.counted).total())


def find_changes(one: Paragraph, other: Paragraph) -> list[tuple[list[str], list[str]]]:
    """Return the differences as pairs of tokens (first, second), without those that involve a mark."""
    matcher = SequenceMatcher(None, one.folded, other.folded, autojunk=False)
    old, new = one.tokens, other.tokens
    pairs = [(old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return [(old, new) for old, new in pairs if BLANK not in old and BLANK not in new]


def _words(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token[0].isalnum()]


def _is_particular(tokens: Sequence[str]) -> bool:
    """Return whether all words are figures, names or weekdays: what texts about two similar things differ in."""
    words = _words(tokens)
    return bool(words) and all(word[0].isdigit() or word[0].isupper() or word.casefold() in _DAYS for word in words)


_DAYS = frozenset(f"{day}{ending}" for day in WEEKDAYS for ending in ("", "ar"))

"""A faster reader for the hyphenation patterns of Pyphen's dictionaries (Hunspell's), which parses each pattern on first use.

Takes a file of patterns (`a1b`); returns a Pyphen dictionary in a tenth of the time: it has some fifteen thousand patterns, of
which the words of a site use about a hundred. Called by `hyphens`.

Pyphen treats a dictionary with several levels (German, French) as if it had one. Here it is read like by Hunspell's own
hyphenator (`hyphen.c` and `README.compound` of https://github.com/hunspell/hyphen): the first level splits compounds, the next
one splits each part into syllables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from pyphen import AlternativeParser, DataInt, HyphDict, ignored, parse, parse_hex

_DIGITS: Final = b"0123456789"
_NEXT: Final = "NEXTLEVEL"
_NOT_PATTERNS: Final = (*ignored, "NOHYPHEN")
_ENCODINGS: Final = {"microsoft-cp1251": "cp1251"}
"""Names of encodings in Hunspell that Python does not know."""
SHORTEST_PIECE: Final = 2
"""Letters between two breaks in a part of a compound: closer breaks are doubtful (*So-zi-a-l-arbeit*)."""


def read_dictionary(path: Path) -> LazyDictionary:
    """Read a pattern file with one or several levels."""
    encoding, _, rest = path.read_bytes().partition(b"\n")
    name = encoding.decode().strip()
    text = rest.decode(_ENCODINGS.get(name.casefold(), name)).replace("\r", "")
    if "^^" in text:
        text = parse_hex(lambda found: chr(int(found[1], 16)), text)
    levels: list[list[str]] = [[]]
    for line in map(str.strip, text.split("\n")):
        if line == _NEXT:
            levels.append([])
        elif line and not line.startswith(_NOT_PATTERNS):
            levels[-1].append(line)
    return LazyDictionary(levels[0]) if len(levels) == 1 else _Levels(levels)


class LazyDictionary(HyphDict):  # type: ignore[misc]  # Pyphen has no types
    """Pyphen's dictionary of one language."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.patterns = _by_letters(lines)
        self.cache: dict[str, Any] = {}
        self.maxlen = max(map(len, self.patterns), default=0)

    def positions(self, word: str) -> list[DataInt]:
        """Return where a word may break, except where its spelling would change, which soft hyphens cannot do (*Asz-szony*)."""
        return [place for place in super().positions(word) if place.data is None]


class _Levels(LazyDictionary):
    """A dictionary that splits a word into parts, and each part into smaller ones."""

    def __init__(self, levels: Sequence[Sequence[str]]) -> None:
        super().__init__(())
        self._levels = [_Level(lines) for lines in levels]

    def positions(self, word: str) -> list[DataInt]:
        """Return where a word may break, at all levels."""
        return [DataInt(place) for place in self._break(word.lower(), 0)]

    def _break(self, word: str, depth: int) -> list[int]:
        own = self._levels[depth].positions(word)
        if depth + 1 == len(self._levels):
            return own
        found = []
        for start, end in pairwise((0, *own, len(word))):
            inner = self._break(word[start:end], depth + 1)
            around = [start, *(start + place for place in inner), end]
            found += [
                place
                for before, place, after in zip(around, around[1:], around[2:], strict=False)
                if place - before >= SHORTEST_PIECE and after - place >= SHORTEST_PIECE
            ]
        return sorted({*own, *found})


class _Level:
    """The patterns of one level, matched like in Hunspell.

    At each letter only the longest prefix of a pattern that ends there is considered, and only if it is a complete pattern: the
    short patterns of these dictionaries are not meant to apply where a longer one does.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._patterns = _by_letters(lines)
        self._sorted = sorted(self._patterns)

    def positions(self, word: str) -> list[int]:
        """Return where a word, or a part of one, may break."""
        points = [0] * (len(word) + 3)
        for sign in (".", ""):  # a part may be at the beginning of the word, or follow another part
            self._raise(points, f"{sign}{word}.", 1 - len(sign))
        odd = (place - 1 for place, value in enumerate(points) if value % 2 and not isinstance(value, DataInt))
        return [place for place in odd if 0 < place < len(word)]

    def _raise(self, points: list[int], written: str, shift: int) -> None:
        start = 0
        for end in range(1, len(written) + 1):
            while start < end and not self._begins(written[start:end]):
                start += 1
            if found := self._patterns.get(written[start:end]):
                first, values = found
                for place, value in enumerate(values, start + first + shift):
                    points[place] = max(points[place], value)

    def _begins(self, letters: str) -> bool:
        place = bisect_left(self._sorted, letters)
        return place < len(self._sorted) and self._sorted[place].startswith(letters)


class _Patterns(dict[str, Any]):
    """Patterns by their letters, parsed on first access."""

    def get(self, letters: str, default: Any = None) -> Any:
        """Return the offset of a pattern's first number, and its numbers from the first to the last that is not 0."""
        found = super().get(letters, default)
        if isinstance(found, str):
            found = self[letters] = _understand(found)
        return found


def _by_letters(lines: Sequence[str]) -> _Patterns:
    """Return patterns by their letters; the digits are removed from all at once, since there are tens of thousands."""
    letters = "\n".join(lines).encode().translate(None, _DIGITS).decode().split("\n") if lines else []
    if any("/" in written for written in letters):
        letters = [written.partition("/")[0] for written in letters]
    return _Patterns(zip(letters, lines, strict=True))


def _understand(pattern: str) -> tuple[int, tuple[int, ...]] | None:
    letters, _, other = pattern.partition("/")
    number = AlternativeParser(letters, other) if "=" in other else int
    values = [number(written or "0") for written, _ in parse(letters)]
    said = [place for place, value in enumerate(values) if value]
    return (said[0], tuple(values[said[0] : said[-1] + 1])) if said else None

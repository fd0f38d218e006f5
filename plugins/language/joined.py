"""The result of comparing the paragraphs of all files, and what that needs of each file.

Stage: check. In: the traces of each file, in their order. Out: paragraphs by number; which of some that have runs in common with
one it is nearly the same as. Two ways lead to a `JoinedParagraphs`, whole (`plugins/language/joining.py`) and from an earlier one
(`plugins/language/joining_again.py`), which must come to the same.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from functools import partial
from itertools import accumulate, chain
from typing import Final, NamedTuple

from plugins.core.cache.memo import Remember
from plugins.core.dataclass import dataclass
from plugins.language.paragraphs import Paragraph, Traces, is_nearly
from plugins.language.passages import Passage

MOST_COMMON = 60
"""Paragraphs: a run of words that stands in more of them says nothing of which two belong together."""
LEAST_SHARED = 10
"""The part of a paragraph's runs that it has in common with one that it is nearly the same as is more than one in so many: a
word that is changed is in four of them."""
MOST_TRIED: Final = 5
"""Paragraphs that another is compared with: those that have most runs in common with it."""


@dataclass(frozen=True, slots=True)
class TracedFile:
    """A file as its paragraphs are joined with those of others."""

    name: str
    digest: bytes
    """The digest of the file's traces."""
    trace: Callable[[], Traces]
    """Returns the traces themselves: not asked for where an earlier join had the very same."""
    find: Callable[[int], Passage]
    """Returns a passage of the file by number."""


@dataclass(frozen=True, slots=True)
class JoinedParagraphs:
    """Which paragraphs are the same or nearly the same. Paragraphs have numbers, in the order of files and of lines."""

    names: tuple[str, ...]
    """The names of the files, in their order."""
    digests: tuple[bytes, ...]
    traces: tuple[Traces, ...]
    likes: array[int]
    """For each paragraph, the first one with the same words: itself, where that is the first."""
    families: array[int]
    """For each paragraph, the first one of those that are nearly the same: itself, where it is that one."""
    common: array[int] = field(compare=False)
    """The runs that more than one paragraph has, and some others: those of each paragraph, in the order of paragraphs. Which
    others depends on the join that this one went on from."""
    counts: array[int] = field(compare=False)
    """How many of these each paragraph has."""


class JoinedAnswer(NamedTuple):
    """The fields of `JoinedParagraphs`, as a plain tuple."""

    likes: array[int]
    families: array[int]
    common: array[int]
    counts: array[int]


class Paragraphs:
    """All paragraphs, by number."""

    def __init__(self, files: Sequence[TracedFile], traces: Sequence[Traces]) -> None:
        self.files = files
        self.traces = traces
        self.starts = [0, *accumulate(map(len, traces))]

    def __len__(self) -> int:
        return self.starts[-1]

    def split(self, number: int) -> tuple[int, int]:
        """Return the number of a paragraph's file, and its own within that."""
        file = bisect_right(self.starts, number) - 1
        return file, number - self.starts[file]

    def key(self, number: int) -> bytes:
        """Return what a paragraph is told apart by."""
        file, at = self.split(number)
        return self.traces[file].key(at)

    def runs(self, number: int) -> array[int]:
        """Return the runs of a paragraph."""
        file, at = self.split(number)
        return self.traces[file].runs_of(at)

    def get(self, number: int) -> Paragraph:
        """Return a paragraph to look into."""
        file, at = self.split(number)
        return Paragraph(self.traces[file], at, self.files[file].find)


def find_family(
    paragraphs: Paragraphs, number: int, held: Mapping[int, Sequence[int]], every: Collection[int], remember: Remember
) -> int:
    """Return the paragraph that this one is nearly the same as; itself where there is none.

    `held` are, for those of its runs that earlier ones have, which do; `every` are all its runs.
    """
    runs = len(set(every)) if held else 0
    if len(held) * LEAST_SHARED < runs or not held:
        return number
    counts = Counter(chain.from_iterable(held.values()))
    if max(counts.values()) * LEAST_SHARED < runs:
        return number
    paragraph = paragraphs.get(number)
    if len(counts) > 1:  # of those that have as many in common, the one is tried first whose run comes first
        places = dict(zip(every, paragraph.places, strict=True))
        counts = Counter(chain.from_iterable(held[run] for run in sorted(held, key=places.__getitem__)))
    for other, shared in counts.most_common(MOST_TRIED):
        if shared * LEAST_SHARED < runs:
            break
        first = paragraphs.get(other)
        pair = first.traces.as_written(first.at), paragraph.traces.as_written(paragraph.at)
        if remember(("near", *pair), partial(is_nearly, first, paragraph)):
            return other
    return number


def find_paragraphs(files: Sequence[TracedFile], joined: JoinedParagraphs) -> Callable[[int], Paragraph]:
    """Return what returns a paragraph that has been joined, by its number."""
    return Paragraphs(files, joined.traces).get

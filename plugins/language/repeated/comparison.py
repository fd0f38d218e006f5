"""The result of comparing the paragraphs of all files, and what the comparison needs of each file.

There are two algorithms for a `JoinedParagraphs`, which must return the same: the full one
(`plugins/language/repeated/compare.py`) and the incremental one (`plugins/language/repeated/compare_again.py`).
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
from plugins.core.texts.passages import Passage
from plugins.language.repeated.paragraphs import Paragraph, Traces, is_nearly

MOST_COMMON = 60
"""Most paragraphs indexed for one run: a run in more of them is a common phrase, and further paragraphs are not found by it."""
LEAST_SHARED = 10
"""A near copy shares more than one in so many of a paragraph's runs. A changed word changes four runs."""
MOST_TRIED: Final = 5
"""Most paragraphs that another is compared with: those that share most runs with it."""


@dataclass(frozen=True, slots=True)
class TracedFile:
    """A file as the comparison gets it."""

    name: str
    digest: bytes
    """Digest of the file's traces."""
    trace: Callable[[], Traces]
    """Returns the traces; not called if an earlier comparison has traces with the same digest."""
    find: Callable[[int], Passage]
    """Returns a passage of the file by its number."""


@dataclass(frozen=True, slots=True)
class JoinedParagraphs:
    """Which paragraphs are the same or nearly the same. Paragraphs are numbered in the order of files and lines."""

    names: tuple[str, ...]
    """Names of the files, in order."""
    digests: tuple[bytes, ...]
    traces: tuple[Traces, ...]
    likes: array[int]
    """For each paragraph, the first with the same words; that may be itself."""
    families: array[int]
    """For each paragraph, the first that is nearly the same; that may be itself."""
    common: array[int] = field(compare=False)
    """The runs that several paragraphs have, and some others, paragraph after paragraph. Which others depends on the earlier
    comparison that this one was based on."""
    counts: array[int] = field(compare=False)
    """Number of these runs for each paragraph."""


class JoinedAnswer(NamedTuple):
    """The computed fields of `JoinedParagraphs`, as a plain tuple."""

    likes: array[int]
    families: array[int]
    common: array[int]
    counts: array[int]


class Paragraphs:
    """The paragraphs of all files, by number."""

    def __init__(self, files: Sequence[TracedFile], traces: Sequence[Traces]) -> None:
        self.files = files
        self.traces = traces
        self.starts = [0, *accumulate(map(len, traces))]

    def __len__(self) -> int:
        return self.starts[-1]

    def split(self, number: int) -> tuple[int, int]:
        """Return the index of a paragraph's file, and its index in that file."""
        file = bisect_right(self.starts, number) - 1
        return file, number - self.starts[file]

    def key(self, number: int) -> bytes:
        """Return the digest that identifies a paragraph's words, regardless of case."""
        file, at = self.split(number)
        return self.traces[file].key(at)

    def runs(self, number: int) -> array[int]:
        """Return the runs of a paragraph."""
        file, at = self.split(number)
        return self.traces[file].runs_of(at)

    def get(self, number: int) -> Paragraph:
        """Return a paragraph with access to its text."""
        file, at = self.split(number)
        return Paragraph(self.traces[file], at, self.files[file].find)


def find_family(
    paragraphs: Paragraphs, number: int, held: Mapping[int, Sequence[int]], every: Collection[int], remember: Remember
) -> int:
    """Return the first paragraph that this one is nearly the same as; itself if there is none.

    `held` maps the paragraph's runs to earlier paragraphs that have them; `every` are all its runs.
    """
    runs = len(set(every)) if held else 0
    if len(held) * LEAST_SHARED < runs or not held:
        return number
    counts = Counter(chain.from_iterable(held.values()))
    if max(counts.values()) * LEAST_SHARED < runs:
        return number
    paragraph = paragraphs.get(number)
    if len(counts) > 1:  # among equals, the one whose shared run comes first in the text is tried first
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
    """Return a function that returns a compared paragraph by its number."""
    return Paragraphs(files, joined.traces).get

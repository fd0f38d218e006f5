"""Find the paragraphs of all files that are the same, or nearly the same.

Takes the traces of each file in order, and optionally an earlier result; returns `JoinedParagraphs`, the same with and without an
earlier result. With one, only paragraphs that were or would be compared with an added or removed one are compared again
(`docs/decisions/0134-drift-by-traces.md`). An index by runs avoids comparing all pairs.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate, compress
from typing import Final

from plugins.core.cache.memo import Remember
from plugins.language.repeated.compare_again import join_again
from plugins.language.repeated.comparison import MOST_COMMON, JoinedAnswer, JoinedParagraphs, Paragraphs, TracedFile, find_family
from plugins.language.repeated.paragraphs import Traces

BREATH = 8
"""Files between two calls of `checkpoint`: some milliseconds of work."""
_ROOM: Final = 8
"""Bytes in the table for each run: at most one run in so many finds its slot taken by another."""


def join_paragraphs(
    files: Sequence[TracedFile],
    remember: Remember,
    checkpoint: Callable[[], None],
    earlier: JoinedParagraphs | None = None,
) -> JoinedParagraphs:
    """Return which paragraphs are alike. `earlier` is any earlier result, of this site or another.

    `remember` caches the comparisons of pairs; `checkpoint` is called every few milliseconds.
    """
    known = dict(zip(earlier.names, zip(earlier.digests, earlier.traces, strict=True), strict=True)) if earlier else {}
    traces = []
    for file in files:
        before = known.get(file.name)
        traces.append(before[1] if before and before[0] == file.digest else file.trace())
    names, digests = tuple(file.name for file in files), tuple(file.digest for file in files)
    paragraphs = Paragraphs(files, traces)
    found = join_again(paragraphs, earlier, remember, checkpoint) if earlier else None
    return JoinedParagraphs(names, digests, tuple(traces), *(found or _join_all(paragraphs, remember, checkpoint)))


def _join_all(paragraphs: Paragraphs, remember: Remember, checkpoint: Callable[[], None]) -> JoinedAnswer:
    likes, families, common, counts = array("i"), array("i"), array("I"), array("I")
    index: dict[int, list[int]] = {}
    known: dict[bytes, int] = {}
    shared = _find_shared(paragraphs.traces, checkpoint)
    for file, traces in enumerate(paragraphs.traces):
        if file % BREATH == 0:
            checkpoint()
        for at in range(len(traces)):
            number, key = len(likes), traces.key(at)
            every = traces.runs_of(at)
            runs = shared.intersection(every)
            common.extend(runs)
            counts.append(len(runs))
            if (like := known.setdefault(key, number)) != number:
                likes.append(like)
                families.append(families[like])
                continue
            held = {run: index[run] for run in index.keys() & runs}
            family = find_family(paragraphs, number, held, every, remember)
            likes.append(number)
            families.append(family)
            if family == number:
                for run in runs:
                    if len(others := index.setdefault(run, [])) < MOST_COMMON:
                        others.append(number)
    return JoinedAnswer(likes, families, *_leave_out_single(common, counts))


def _leave_out_single(common: array[int], counts: array[int]) -> tuple[array[int], array[int]]:
    """Return the runs of each paragraph without those that no other paragraph has."""
    holders = Counter(common)
    is_common = [holders[run] > 1 for run in common]
    ends = accumulate(counts)
    kept = array("I", (sum(is_common[end - count : end]) for end, count in zip(ends, counts, strict=True)))
    return array("I", compress(common, is_common)), kept


def _find_shared(traces: Sequence[Traces], checkpoint: Callable[[], None]) -> set[int]:
    """Return all runs that several paragraphs have, and few others: an index of every run would be huge.

    A run that only collides with another in the table is returned too, which does no harm.
    """
    places = 1 << (_ROOM * sum(len(one.runs) for one in traces)).bit_length()
    taken, shared, last = bytearray(places), set[int](), places - 1
    for number, one in enumerate(traces):
        if number % BREATH == 0:
            checkpoint()
        for run in one.runs:
            if taken[run & last]:
                shared.add(run)
            else:
                taken[run & last] = 1
    return shared

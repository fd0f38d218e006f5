"""Finds which paragraphs of all files are the same as another, or nearly.

Stage: check. In: the traces of each file, in their order, and what an earlier join came to. Out: `JoinedParagraphs`, the same
whether it was begun anew or went on from there: only paragraphs that were, or would be, compared with one that came
or went are decided anew (`docs/decisions/0134-drift-by-traces.md`). An index is asked, so that not each is compared with each.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate, compress
from typing import Final

from plugins.core.cache.memo import Remember
from plugins.language.joined import MOST_COMMON, JoinedAnswer, JoinedParagraphs, Paragraphs, TracedFile, find_family
from plugins.language.joining_again import join_again
from plugins.language.paragraphs import Traces

BREATH = 8
"""Files: some milliseconds of work."""
_ROOM: Final = 8
"""Bytes of the table in which runs are looked up, for each: one in so many finds its place taken by another, at the most."""


def join_paragraphs(
    files: Sequence[TracedFile], remember: Remember, breathe: Callable[[], None], earlier: JoinedParagraphs | None = None
) -> JoinedParagraphs:
    """Return which paragraphs are like others; `earlier` is what any earlier join came to, of this site or another.

    `remember` knows which paragraphs have been compared before, and `breathe` is called now and then.
    """
    known = dict(zip(earlier.names, zip(earlier.digests, earlier.traces, strict=True), strict=True)) if earlier else {}
    traces = []
    for file in files:
        before = known.get(file.name)
        traces.append(before[1] if before and before[0] == file.digest else file.trace())
    names, digests = tuple(file.name for file in files), tuple(file.digest for file in files)
    paragraphs = Paragraphs(files, traces)
    found = join_again(paragraphs, earlier, remember, breathe) if earlier else None
    return JoinedParagraphs(names, digests, tuple(traces), *(found or _join_all(paragraphs, remember, breathe)))


def _join_all(paragraphs: Paragraphs, remember: Remember, breathe: Callable[[], None]) -> JoinedAnswer:
    likes, families, common, counts = array("i"), array("i"), array("I"), array("I")
    index: dict[int, list[int]] = {}
    known: dict[bytes, int] = {}
    shared = _find_shared(paragraphs.traces, breathe)
    for file, traces in enumerate(paragraphs.traces):
        if file % BREATH == 0:
            breathe()
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
    """Return the runs of each paragraph without those that no other has."""
    holders = Counter(common)
    is_common = [holders[run] > 1 for run in common]
    ends = accumulate(counts)
    kept = array("I", (sum(is_common[end - count : end]) for end, count in zip(ends, counts, strict=True)))
    return array("I", compress(common, is_common)), kept


def _find_shared(traces: Sequence[Traces], breathe: Callable[[], None]) -> set[int]:
    """Return the runs that more than one paragraph has, and few others: most stand in one alone, of which an index would be huge.

    What is found in its place in a table may be another run, and then one too many is returned, which does no harm.
    """
    places = 1 << (_ROOM * sum(len(one.runs) for one in traces)).bit_length()
    taken, shared, last = bytearray(places), set[int](), places - 1
    for number, one in enumerate(traces):
        if number % BREATH == 0:
            breathe()
        for run in one.runs:
            if taken[run & last]:
                shared.add(run)
            else:
                taken[run & last] = 1
    return shared

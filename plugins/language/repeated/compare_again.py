"""Update an earlier comparison of paragraphs: only those whose result may differ are compared again.

Takes the present paragraphs and the earlier result; returns exactly what a full comparison
(`plugins/language/repeated/compare.py`) would, or None if a full comparison is cheaper.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import accumulate, chain, compress, count, islice
from typing import Final, NamedTuple

from plugins.core.cache.memo import Remember
from plugins.language.repeated.comparison import (
    LEAST_SHARED,
    MOST_COMMON,
    JoinedAnswer,
    JoinedParagraphs,
    Paragraphs,
    find_family,
)
from plugins.language.repeated.paragraphs import Traces

MOST_ANEW: Final = 10
"""If more than one paragraph in so many must be compared again, all are."""
FEW: Final = 8
"""Runs; up to so many are found faster by searching the bytes for each than by scanning all numbers."""


class _Block(NamedTuple):
    """Consecutive paragraphs that also were consecutive in the earlier comparison."""

    start: int
    old: int
    """The earlier number of its first paragraph."""
    size: int


def join_again(
    paragraphs: Paragraphs, earlier: JoinedParagraphs, remember: Remember, checkpoint: Callable[[], None]
) -> JoinedAnswer | None:
    """Return the result of an incremental comparison; None if a full one is cheaper."""
    before = Paragraphs((), earlier.traces)
    blocks = _match(paragraphs, before, earlier.names)
    if blocks is None:
        return None
    come = _find_holes([(block.start, block.size) for block in blocks], len(paragraphs))
    gone = _find_holes([(block.old, block.size) for block in blocks], len(before))
    if (len(gone) + len(come)) * MOST_ANEW > len(paragraphs):
        return None
    news = array("i", [-1]) * len(before)
    for block in blocks:
        news[block.old : block.old + block.size] = array("i", range(block.start, block.start + block.size))
    likes, families = (_move(numbers, blocks, news, len(paragraphs)) for numbers in (earlier.likes, earlier.families))
    if not (gone or come):
        return JoinedAnswer(likes, families, earlier.common, earlier.counts)
    checkpoint()
    ours = {number: {*paragraphs.runs(number)} for number in come}
    theirs = {*chain.from_iterable(map(before.runs, gone))}
    holders = _Holders(earlier, blocks, ours, len(paragraphs))
    found = holders.find(theirs.union(*ours.values()))
    others = {run for run, numbers in found.items() if not ours.keys() >= {*numbers}}
    strange = set().union(*ours.values()) - others - theirs  # an unchanged paragraph may have one that was unique until now
    held = _find_holders(paragraphs.traces, strange)
    if more := {number: runs for number, runs in held.items() if number not in ours}:
        holders.add(more)
        found |= holders.find(strange)
    work, wanted = _Again(paragraphs, likes, families, holders, remember, MOST_COMMON - len(gone)), {*come}
    for old in gone:
        after = next((number for number in islice(news, old, None) if number >= 0), len(paragraphs))
        wanted |= work.find_touched(after, before.key(old), before.runs(old), found)
    for number in come:
        wanted |= work.find_touched(number, paragraphs.key(number), paragraphs.runs(number), found)
    return JoinedAnswer(likes, families, holders.common, holders.counts) if work.decide(wanted, checkpoint) else None


def _match(paragraphs: Paragraphs, before: Paragraphs, names: Sequence[str]) -> list[_Block] | None:
    """Return the blocks of unchanged paragraphs in order; None if files have changed places."""
    places = {name: place for place, name in enumerate(names)}
    blocks, last = [_Block(0, 0, 0)], -1
    for file, traces, start in zip(paragraphs.files, paragraphs.traces, paragraphs.starts, strict=False):
        place = places.get(file.name)
        if place is None:
            continue
        if place < last:
            return None
        last = place
        old, former = before.starts[place], before.traces[place]
        ahead, behind = (len(traces), 0) if former is traces else _match_file(traces, former)
        for at, then, size in ((0, 0, ahead), (len(traces) - behind, len(former) - behind, behind)):
            head = blocks[-1]
            if (start + at, old + then) == (head.start + head.size, head.old + head.size):
                blocks[-1] = head._replace(size=head.size + size)
            elif size:
                blocks.append(_Block(start + at, old + then, size))
    return blocks


def _find_holes(spans: Iterable[tuple[int, int]], size: int) -> list[int]:
    """Return the numbers below `size` that are in none of the spans, which are (start, length) in ascending order."""
    holes, last = list[int](), 0
    for start, length in spans:
        holes.extend(range(last, start))
        last = start + length
    return [*holes, *range(last, size)]


def _move(numbers: array[int], blocks: Iterable[_Block], news: Sequence[int], size: int) -> array[int]:
    """Return values by present paragraph, themselves renumbered; -1 for an added paragraph, or where a removed one was named."""
    named, moved = array("i", map(news.__getitem__, numbers)), array("i", [-1]) * size
    for block in blocks:
        moved[block.start : block.start + block.size] = named[block.old : block.old + block.size]
    return moved


def _match_file(traces: Traces, former: Traces) -> tuple[int, int]:
    """Return the numbers of unchanged paragraphs at the start and at the end of a file."""
    size, most = len(traces), min(len(traces), len(former))
    ahead = 0
    while ahead < most and traces.as_written(ahead) == former.as_written(ahead):
        ahead += 1
    behind = 0
    while behind < most - ahead and traces.as_written(size - 1 - behind) == former.as_written(len(former) - 1 - behind):
        behind += 1
    return ahead, behind


class _Holders:
    """The paragraphs that have each shared run: those of the earlier comparison, updated for added and removed paragraphs."""

    def __init__(
        self, earlier: JoinedParagraphs, blocks: Iterable[_Block], come: Mapping[int, Collection[int]], size: int
    ) -> None:
        """Build the table; `come` are the runs of each added paragraph, `size` is the present number of paragraphs."""
        self.common, self.counts = array("I"), array("I")
        ends = [0, *accumulate(earlier.counts)]
        for block in (*blocks, _Block(size, len(earlier.counts), 0)):
            for number in range(len(self.counts), block.start):
                self.common.extend(come[number])
                self.counts.append(len(come[number]))
            self.common.extend(earlier.common[ends[block.old] : ends[block.old + block.size]])
            self.counts.extend(earlier.counts[block.old : block.old + block.size])

    def add(self, more: Mapping[int, Collection[int]]) -> None:
        """Add further runs to some paragraphs."""
        ends, common, last = [*accumulate(self.counts)], array("I"), 0
        for number, runs in sorted(more.items()):
            common.extend(self.common[last : ends[number]])
            common.extend(runs)
            self.counts[number] += len(runs)
            last = ends[number]
        self.common = common + self.common[last:]

    def find(self, runs: Collection[int]) -> dict[int, list[int]]:
        """Return the paragraphs that have each of these runs, in order. A run that only one paragraph has may be missing."""
        found: dict[int, list[int]] = {}
        ends = [*accumulate(self.counts)]
        for place in compress(count(), map(frozenset(runs).__contains__, self.common)):
            found.setdefault(self.common[place], []).append(bisect_right(ends, place))
        return found


def _find_holders(traces: Sequence[Traces], runs: Collection[int]) -> dict[int, frozenset[int]]:
    """Search all paragraphs for these runs; return the runs found by paragraph."""
    found: dict[int, frozenset[int]] = {}
    wanted, starts = frozenset(runs), [0, *accumulate(map(len, traces))]
    for file in _find_files([one.runs for one in traces], wanted):
        for at in range(len(traces[file])):
            if held := wanted.intersection(traces[file].runs_of(at)):
                found[starts[file] + at] = held
    return found


def _find_files(every: Sequence[array[int]], runs: frozenset[int]) -> Iterable[int]:
    """Return the indexes of the arrays that have any of these runs."""
    if len(runs) > FEW:
        return [file for file, one in enumerate(every) if not runs.isdisjoint(one)]
    written, ends = b"".join(every), [*accumulate(map(len, every))]
    found = set()
    for run in runs:
        wanted = array("I", [run])
        place = -1
        while (place := written.find(wanted.tobytes(), place + 1)) >= 0:
            if place % wanted.itemsize == 0:
                found.add(bisect_right(ends, place // wanted.itemsize))
    return found


class _Again:
    """The state of an incremental comparison."""

    def __init__(
        self, paragraphs: Paragraphs, likes: array[int], families: array[int], holders: _Holders, remember: Remember, most: int
    ) -> None:
        """`most` is a number of paragraphs: a run in no more than that cannot have exceeded `MOST_COMMON` before either."""
        self.paragraphs = paragraphs
        self._most = most
        self.likes = likes
        self.families = families
        self._remember = remember
        self._of_all = holders
        self._holders: dict[int, list[int]] = {}
        self._known: set[int] = set()
        """Paragraphs whose runs are all looked up."""

    def decide(self, wanted: Collection[int], checkpoint: Callable[[], None]) -> bool:
        """Compare paragraphs again, and all that depend on a changed result; return False if they are too many.

        They are taken in order: a result depends on earlier paragraphs only, which are then correct.
        """
        waiting, decided = {*wanted}, 0
        order = [*waiting]
        heapify(order)
        while order:
            number = heappop(order)
            waiting.discard(number)
            decided += 1
            if (decided + len(waiting)) * MOST_ANEW > len(self.paragraphs):
                return False
            if number not in self._known:
                checkpoint()
                self._look_up({number, *waiting})
            before = self.likes[number], self.families[number]
            self.likes[number], self.families[number] = self._classify(number)
            if before != (self.likes[number], self.families[number]):
                key, runs = self.paragraphs.key(number), self.paragraphs.runs(number)
                for later in self.find_touched(number, key, runs, self._holders) - waiting:
                    if later > number:
                        waiting.add(later)
                        heappush(order, later)
        return True

    def find_touched(self, place: int, key: bytes, runs: Sequence[int], holders: Mapping[int, Sequence[int]]) -> set[int]:
        """Return the paragraphs whose result may depend on whether a paragraph with this key and these runs stands at `place`.

        They have the same words, or share so many runs that they are compared (`LEAST_SHARED`). Only the first `MOST_COMMON`
        paragraphs with a run are indexed by it: a later one affects no other, an earlier one pushes another out.
        """
        touched = {one for one in holders.get(runs[0], ()) if self.paragraphs.key(one) == key}
        shared = []
        for run in {*runs}:
            found = holders.get(run, ())
            if len(found) > self._most:
                if len(self._firsts(found[: bisect_left(found, place)])) == MOST_COMMON:
                    continue
                touched.update(found)
            shared.append(found)
        counts = Counter(chain.from_iterable(shared))
        touched.update(one for one, count in counts.items() if count * LEAST_SHARED >= len({*self.paragraphs.runs(one)}))
        return touched

    def _look_up(self, numbers: Collection[int]) -> None:
        alone = {run: [number] for number in numbers for run in self.paragraphs.runs(number)}
        runs = alone.keys() - self._holders.keys()
        self._holders.update((run, alone[run]) for run in runs)
        self._holders.update(self._of_all.find(runs))
        self._known.update(numbers)

    def _classify(self, number: int) -> tuple[int, int]:
        """Return the first paragraph with the same words, and the first of the family."""
        runs, key = self.paragraphs.runs(number), self.paragraphs.key(number)
        earlier = {run: holders[: bisect_left(holders, number)] for run in runs if (holders := self._holders[run])}
        for other in earlier.get(runs[0], ()):
            if self.paragraphs.key(other) == key:
                return other, self.families[other]
        held = {run: found for run, holders in earlier.items() if (found := self._firsts(holders))}
        return number, find_family(self.paragraphs, number, held, runs, self._remember)

    def _firsts(self, numbers: Sequence[int]) -> list[int]:
        """Return those of the paragraphs that are the first of their family, at most `MOST_COMMON`."""
        return list(islice((one for one in numbers if self.families[one] == one), MOST_COMMON))

"""Joining the paragraphs of all files: which of them are the same as another, or nearly.

Stage: check. In: the traces of each file, in their order, and what an earlier join came to. Out: `Joined`, the same whether it
was begun anew or went on from there: only paragraphs that were, or would be, compared with one that came or went are decided
anew (`docs/decisions/0134-drift-by-traces.md`). The time is that of an index, not of comparing each with each.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import accumulate, chain, compress, count, islice
from typing import Final, NamedTuple

from plugins.core.dataclass import dataclass
from plugins.core.memo import Remember
from plugins.language.paragraphs import Paragraph, Traces, is_nearly
from plugins.language.passages import Passage

MOST_COMMON = 60
"""Paragraphs: a run of words that stands in more of them says nothing of which two belong together."""
BREATH = 8
"""Files: some milliseconds of work."""
LEAST_SHARED = 10
"""The part of a paragraph's runs that it has in common with one that it is nearly the same as is more than one in so many: a
word that is changed is in four of them."""
MOST_TRIED: Final = 5
"""Paragraphs that another is compared with: those that have most runs in common with it."""
MOST_ANEW: Final = 10
"""Where more than one paragraph in so many has to be decided anew, all are."""
FEW: Final = 8
"""Runs: each of so many is sooner found by its bytes than all are by looking at every number."""
_ROOM: Final = 8
"""Bytes of the table in which runs are looked up, for each: one in so many finds its place taken by another, at the most."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as its paragraphs are joined with those of others."""

    name: str
    digest: bytes
    """Of its traces."""
    trace: Callable[[], Traces]
    """Returns the traces themselves: not asked for where an earlier join had the very same."""
    find: Callable[[int], Passage]
    """Returns a passage of the file by number."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join came to. Paragraphs have numbers, in the order of files and of lines."""

    names: tuple[str, ...]
    """Of the files, in their order."""
    digests: tuple[bytes, ...]
    traces: tuple[Traces, ...]
    likes: array[int]
    """Of each paragraph, the first one with the same words: itself, where that is the first."""
    families: array[int]
    """Of each paragraph, the first one of those that are nearly the same: itself, where it is that one."""
    common: array[int] = field(compare=False)
    """The runs that more than one paragraph has, and some others: those of each paragraph, in the order of paragraphs. Which
    others depends on the join that this one went on from."""
    counts: array[int] = field(compare=False)
    """How many of these each paragraph has."""


class _Answer(NamedTuple):
    """The fields of `Joined` by the same names."""

    likes: array[int]
    families: array[int]
    common: array[int]
    counts: array[int]


class _Block(NamedTuple):
    """Paragraphs in a row that stand as they stood in an earlier join."""

    start: int
    old: int
    """The number that the first of them had then."""
    size: int


class _Paragraphs:
    """All paragraphs, by number."""

    def __init__(self, sheets: Sequence[Sheet], traces: Sequence[Traces]) -> None:
        self.sheets = sheets
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
        return Paragraph(self.traces[file], at, self.sheets[file].find)


def join_paragraphs(
    sheets: Sequence[Sheet], remember: Remember, breathe: Callable[[], None], earlier: Joined | None = None
) -> Joined:
    """Return which paragraphs are like others; `earlier` is what any earlier join came to, of this site or another.

    `remember` knows which paragraphs have been compared before, and `breathe` is called now and then.
    """
    known = dict(zip(earlier.names, zip(earlier.digests, earlier.traces, strict=True), strict=True)) if earlier else {}
    traces = []
    for sheet in sheets:
        before = known.get(sheet.name)
        traces.append(before[1] if before and before[0] == sheet.digest else sheet.trace())
    names, digests = tuple(sheet.name for sheet in sheets), tuple(sheet.digest for sheet in sheets)
    paragraphs = _Paragraphs(sheets, traces)
    found = _join_again(paragraphs, earlier, remember, breathe) if earlier else None
    return Joined(names, digests, tuple(traces), *(found or _join_all(paragraphs, remember, breathe)))


def find_paragraphs(sheets: Sequence[Sheet], joined: Joined) -> Callable[[int], Paragraph]:
    """Return what returns a paragraph that has been joined, by its number."""
    return _Paragraphs(sheets, joined.traces).get


# ---- all of them


def _join_all(paragraphs: _Paragraphs, remember: Remember, breathe: Callable[[], None]) -> _Answer:
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
            family = _find_family(paragraphs, number, held, every, remember)
            likes.append(number)
            families.append(family)
            if family == number:
                for run in runs:
                    if len(others := index.setdefault(run, [])) < MOST_COMMON:
                        others.append(number)
    return _Answer(likes, families, *_leave_out_single(common, counts))


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


def _find_family(
    paragraphs: _Paragraphs, number: int, held: Mapping[int, Sequence[int]], every: Collection[int], remember: Remember
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


# ---- what has changed


def _join_again(paragraphs: _Paragraphs, earlier: Joined, remember: Remember, breathe: Callable[[], None]) -> _Answer | None:
    """Return what a join comes to that goes on from an earlier one; None where all had better be joined anew."""
    before = _Paragraphs((), earlier.traces)
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
        return _Answer(likes, families, earlier.common, earlier.counts)
    breathe()
    ours = {number: {*paragraphs.runs(number)} for number in come}
    theirs = {*chain.from_iterable(map(before.runs, gone))}
    holders = _Holders(earlier, blocks, ours, len(paragraphs))
    found = holders.find(theirs.union(*ours.values()))
    others = {run for run, numbers in found.items() if not ours.keys() >= {*numbers}}
    strange = set().union(*ours.values()) - others - theirs  # one of those that stay may have it, of which nobody knew
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
    return _Answer(likes, families, holders.common, holders.counts) if work.decide(wanted, breathe) else None


def _match(paragraphs: _Paragraphs, before: _Paragraphs, names: Sequence[str]) -> list[_Block] | None:
    """Return which paragraphs stand as they stood in an earlier join, in their order; None where files stand in another."""
    places = {name: place for place, name in enumerate(names)}
    blocks, last = [_Block(0, 0, 0)], -1
    for sheet, traces, start in zip(paragraphs.sheets, paragraphs.traces, paragraphs.starts, strict=False):
        place = places.get(sheet.name)
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
    """Return the numbers below `size` that none of these spans holds, which are given by start and size."""
    holes, last = list[int](), 0
    for start, length in spans:
        holes.extend(range(last, start))
        last = start + length
    return [*holes, *range(last, size)]


def _move(numbers: array[int], blocks: Iterable[_Block], news: Sequence[int], size: int) -> array[int]:
    """Return what each paragraph was given, by the numbers that all have now: -1 for one that has come, and for one that went."""
    named, moved = array("i", map(news.__getitem__, numbers)), array("i", [-1]) * size
    for block in blocks:
        moved[block.start : block.start + block.size] = named[block.old : block.old + block.size]
    return moved


def _match_file(traces: Traces, former: Traces) -> tuple[int, int]:
    """Return how many paragraphs of a file are as they were, before what has changed and after it."""
    size, most = len(traces), min(len(traces), len(former))
    ahead = 0
    while ahead < most and traces.as_written(ahead) == former.as_written(ahead):
        ahead += 1
    behind = 0
    while behind < most - ahead and traces.as_written(size - 1 - behind) == former.as_written(len(former) - 1 - behind):
        behind += 1
    return ahead, behind


class _Holders:
    """Which paragraphs have a run that more than one has: as an earlier join knew it, but for what went and what has come."""

    def __init__(self, earlier: Joined, blocks: Iterable[_Block], come: Mapping[int, Collection[int]], size: int) -> None:
        """Begin; `come` are the runs of each paragraph that has come, and `size` is how many paragraphs there are."""
        self.common, self.counts = array("I"), array("I")
        ends = [0, *accumulate(earlier.counts)]
        for block in (*blocks, _Block(size, len(earlier.counts), 0)):
            for number in range(len(self.counts), block.start):
                self.common.extend(come[number])
                self.counts.append(len(come[number]))
            self.common.extend(earlier.common[ends[block.old] : ends[block.old + block.size]])
            self.counts.extend(earlier.counts[block.old : block.old + block.size])

    def add(self, more: Mapping[int, Collection[int]]) -> None:
        """Note further runs of some paragraphs."""
        ends, common, last = [*accumulate(self.counts)], array("I"), 0
        for number, runs in sorted(more.items()):
            common.extend(self.common[last : ends[number]])
            common.extend(runs)
            self.counts[number] += len(runs)
            last = ends[number]
        self.common = common + self.common[last:]

    def find(self, runs: Collection[int]) -> dict[int, list[int]]:
        """Return the paragraphs that have each of some runs, in their order; a run that only one has may be left out."""
        found: dict[int, list[int]] = {}
        ends = [*accumulate(self.counts)]
        for place in compress(count(), map(frozenset(runs).__contains__, self.common)):
            found.setdefault(self.common[place], []).append(bisect_right(ends, place))
        return found


def _find_holders(traces: Sequence[Traces], runs: Collection[int]) -> dict[int, frozenset[int]]:
    """Return the paragraphs that have any of these runs, of all that there are, each with those that it has."""
    found: dict[int, frozenset[int]] = {}
    wanted, starts = frozenset(runs), [0, *accumulate(map(len, traces))]
    for file in _find_files([one.runs for one in traces], wanted):
        for at in range(len(traces[file])):
            if held := wanted.intersection(traces[file].runs_of(at)):
                found[starts[file] + at] = held
    return found


def _find_files(every: Sequence[array[int]], runs: frozenset[int]) -> Iterable[int]:
    """Return which of these arrays have any of some runs."""
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
    """A join that goes on from an earlier one."""

    def __init__(
        self, paragraphs: _Paragraphs, likes: array[int], families: array[int], holders: _Holders, remember: Remember, most: int
    ) -> None:
        """Begin; where no more than `most` have a run, no more than `MOST_COMMON` ever had it."""
        self.paragraphs = paragraphs
        self._most = most
        self.likes = likes
        self.families = families
        self._remember = remember
        self._of_all = holders
        self._holders: dict[int, list[int]] = {}
        self._known: set[int] = set()
        """Paragraphs of whose runs all holders are known."""

    def decide(self, wanted: Collection[int], breathe: Callable[[], None]) -> bool:
        """Decide paragraphs anew, and whatever rests on them; False where those are too many.

        They are taken in their order, so that all that one rests on, which stands before it, is right when its turn comes.
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
                breathe()
                self._look_up({number, *waiting})
            before = self.likes[number], self.families[number]
            self.likes[number], self.families[number] = self._judge(number)
            if before != (self.likes[number], self.families[number]):
                key, runs = self.paragraphs.key(number), self.paragraphs.runs(number)
                for later in self.find_touched(number, key, runs, self._holders) - waiting:
                    if later > number:
                        waiting.add(later)
                        heappush(order, later)
        return True

    def find_touched(self, place: int, key: bytes, runs: Sequence[int], holders: Mapping[int, Sequence[int]]) -> set[int]:
        """Return the paragraphs that may come out otherwise where one stands at a place or does not, by those that have each run.

        They are the same as it, or have so many runs in common with it that they are compared (`LEAST_SHARED`). A run counts for
        the first `MOST_COMMON` that have it: one that is none of them touches nobody by it, one that is has taken a place.
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

    def _judge(self, number: int) -> tuple[int, int]:
        """Return the first paragraph with the same words as this one, and the first of its family."""
        runs, key = self.paragraphs.runs(number), self.paragraphs.key(number)
        earlier = {run: holders[: bisect_left(holders, number)] for run in runs if (holders := self._holders[run])}
        for other in earlier.get(runs[0], ()):
            if self.paragraphs.key(other) == key:
                return other, self.families[other]
        held = {run: found for run, holders in earlier.items() if (found := self._firsts(holders))}
        return number, _find_family(self.paragraphs, number, held, runs, self._remember)

    def _firsts(self, numbers: Sequence[int]) -> list[int]:
        """Return those of these paragraphs that are the first of their families, as many as are counted."""
        return list(islice((one for one in numbers if self.families[one] == one), MOST_COMMON))

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
from itertools import accumulate, chain, compress, islice, repeat
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
    """The runs that more than one paragraph has, and some others: each as often as there are paragraphs that have it."""
    holders: array[int] = field(compare=False)
    """Of each of these the paragraph. How they stand depends on the join that this one went on from."""


class _Answer(NamedTuple):
    """The fields of `Joined` by the same names."""

    likes: array[int]
    families: array[int]
    common: array[int]
    holders: array[int]


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
    likes, families, common, holders = array("i"), array("i"), array("I"), array("i")
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
            holders.extend(repeat(number, len(runs)))
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
    counts = Counter(common)
    is_common = [counts[run] > 1 for run in common]
    return _Answer(likes, families, array("I", compress(common, is_common)), array("i", compress(holders, is_common)))


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
    for other, count in counts.most_common(MOST_TRIED):
        if count * LEAST_SHARED < runs:
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
    olds = _match(paragraphs, before, earlier.names)
    if olds is None:
        return None
    news = array("i", [-1]) * len(before)
    for number, old in enumerate(olds):
        if old >= 0:
            news[old] = number
    gone = [old for old, number in enumerate(news) if number < 0]
    come = [number for number, old in enumerate(olds) if old < 0]
    likes = array("i", (news[earlier.likes[old]] if old >= 0 else -1 for old in olds))
    families = array("i", (news[earlier.families[old]] if old >= 0 else -1 for old in olds))
    if not (gone or come):
        return _Answer(likes, families, earlier.common, earlier.holders)
    if (len(gone) + len(come)) * MOST_ANEW > len(paragraphs):
        return None
    breathe()
    every = [*map(before.runs, gone), *map(paragraphs.runs, come)]
    holders = _Holders(paragraphs, earlier, news, {*chain.from_iterable(every[: len(gone)])}, come)
    work = _Again(paragraphs, likes, families, holders, remember, MOST_COMMON - len(gone))
    found, wanted = holders.find({*chain.from_iterable(every)}), {*come}
    for old in gone:
        after = next((number for number in islice(news, old, None) if number >= 0), len(paragraphs))
        wanted |= work.find_touched(after, before.key(old), before.runs(old), found)
    for number in come:
        wanted |= work.find_touched(number, paragraphs.key(number), paragraphs.runs(number), found)
    return _Answer(likes, families, holders.common, holders.holders) if work.decide(wanted, breathe) else None


def _match(paragraphs: _Paragraphs, before: _Paragraphs, names: Sequence[str]) -> array[int] | None:
    """Return of each paragraph its number in an earlier join, -1 where it is new; None where files stand in another order."""
    places = {name: place for place, name in enumerate(names)}
    olds, last = array("i"), -1
    for sheet, traces in zip(paragraphs.sheets, paragraphs.traces, strict=True):
        place = places.get(sheet.name)
        if place is None:
            olds.extend([-1] * len(traces))
            continue
        if place < last:
            return None
        last = place
        start, former = before.starts[place], before.traces[place]
        if former is traces:
            olds.extend(range(start, start + len(traces)))
        else:
            olds.extend(start + at if at >= 0 else -1 for at in _match_file(traces, former))
    return olds


def _match_file(traces: Traces, former: Traces) -> Iterable[int]:
    """Return of each paragraph of a file where it stood: those that are as they were, before and after what has changed."""
    size, most = len(traces), min(len(traces), len(former))
    ahead = 0
    while ahead < most and traces.as_written(ahead) == former.as_written(ahead):
        ahead += 1
    behind = 0
    while behind < most - ahead and traces.as_written(size - 1 - behind) == former.as_written(len(former) - 1 - behind):
        behind += 1
    yield from range(ahead)
    yield from (-1 for _ in range(size - ahead - behind))
    yield from range(len(former) - behind, len(former))


class _Holders:
    """Which paragraphs have a run that more than one has: as an earlier join knew it, but for what went and what has come."""

    def __init__(
        self, paragraphs: _Paragraphs, earlier: Joined, news: Sequence[int], gone: Collection[int], come: Iterable[int]
    ) -> None:
        """Begin; `gone` are the runs that paragraphs had which went, `news` the numbers that those of before have now."""
        holders = array("i", map(news.__getitem__, earlier.holders))
        stays = [number >= 0 for number in holders]
        self.common = array("I", compress(earlier.common, stays))
        self.holders = array("i", compress(holders, stays))
        brought: dict[int, list[int]] = {}
        for number in come:
            for run in set(paragraphs.runs(number)):
                brought.setdefault(run, []).append(number)
        strange = (
            brought.keys() - gone - frozenset(brought).intersection(earlier.common)
        )  # one of those that stay may have it, of which nobody knew
        brought.update(_find_holders(paragraphs.traces, strange))
        for run, numbers in brought.items():
            self.common.extend(repeat(run, len(numbers)))
            self.holders.extend(numbers)

    def find(self, runs: Collection[int]) -> dict[int, list[int]]:
        """Return the paragraphs that have each of some runs, in their order; a run that only one has may be left out."""
        found: dict[int, list[int]] = {}
        pairs = zip(self.common, self.holders, strict=True)
        for run, number in compress(pairs, map(frozenset(runs).__contains__, self.common)):
            found.setdefault(run, []).append(number)
        for numbers in found.values():
            numbers.sort()
        return found


def _find_holders(traces: Sequence[Traces], runs: Collection[int]) -> dict[int, list[int]]:
    """Return the paragraphs that have each of these runs, in their order, of all that there are."""
    found: dict[int, list[int]] = {}
    wanted, start = frozenset(runs), 0
    for one in traces:
        if not wanted.isdisjoint(one.runs):
            for at in range(len(one)):
                for run in wanted.intersection(one.runs_of(at)):
                    found.setdefault(run, []).append(start + at)
        start += len(one)
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

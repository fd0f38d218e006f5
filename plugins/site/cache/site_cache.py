"""Cache what is known of a site on disk, from one process to the next.

Takes a reader and a library; another process gets both as they were. The head of a volume (`core/cache/volume.py`) holds the
parsed files, and the questions with their dependencies. Answers are parts, loaded on demand, and so are the questions that only
checks need. Parts that nobody has loaded are copied to the next volume as bytes.
"""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any, Final, TypeVar

from plugins.core.cache.disk_cache import name_key
from plugins.core.cache.memo import Memo
from plugins.core.cache.memo_nodes import Forgotten, KeptAnswer, Later, Same
from plugins.core.cache.volume import Volume, Volumes, VolumeWriter
from plugins.core.cache.written import PageLost
from plugins.core.dataclass import dataclass
from plugins.core.library import Library
from plugins.core.reading.reader import KeptReading, ShelfReader
from plugins.site.answers import is_cached, is_held, is_loaded_first, is_loaded_last
from plugins.site.cache.fronts import Fronts, FrontsWriter
from plugins.site.cache.parts import Parts
from plugins.site.cache.pickling import PICKLE_ERRORS, HeadReader, HeadWriter, NotInHead, PartWriter, can_pickle
from plugins.site.cache.questions import Questions, Reads, cut, list_pieces, read_pieces
from plugins.site.model import EarlierAnswers

BENCHES: Final = ".cache/bankar"
"""Where the caches are, below the project's folder."""
MOST: Final = 6
"""Sites in the cache: some folders, with drafts and without."""
MOST_BYTES: Final = 1_000_000_000
FILES: Final = 32
"""Files with their records in a piece of the head: a piece is in memory until it is written."""
_FORGOTTEN: Final = Forgotten.FORGOTTEN
Apart = tuple[Mapping[int, Any], Mapping[int, int], Fronts]
"""Answers that are in a later piece, parts of others, and pages, all by the numbers of their questions."""
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True)
class CachedSite:
    """The cached state of a site."""

    read: KeptReading
    """The parsed files."""
    earlier: EarlierAnswers
    """For the memo and the gallery."""


class SiteCacheOutdated(Exception):
    """The program, the theme or the packages have changed since the cache of this site was opened."""


class SiteCache:
    """The cache of one site."""

    def __init__(
        self, folder: Path, name: str, content: Path, *, shows_drafts: bool, is_valid: Callable[[], bool] = lambda: True
    ) -> None:
        """`name` stands for the program, the theme, the packages and all else that the site depends on.

        Nothing is written once `is_valid` returns False: `name` no longer holds, and some answers may come from what has changed.
        """
        self._is_valid = is_valid
        self.volumes = Volumes(folder, MOST, MOST_BYTES)
        self.key = name_key(name, content, Path.cwd(), shows_drafts)
        self.seconds = 0.0
        """CPU seconds that the last writing took; 0.0 if nothing is cached."""
        self._parts = Parts()

    def find(self) -> CachedSite | None:
        """Return the cached state; None if there is none, or it cannot be read."""
        volume = self.volumes.open(self.key)
        if volume is None:
            return None
        try:
            return self._read(volume)
        except Exception:  # any error: start without a cache
            volume.close()
            return None

    def _read(self, volume: Volume) -> CachedSite:
        with _without_collection():
            head, front = HeadReader(volume.read), volume.open_front()  # its digest has been verified: this program wrote it
            made, keys, inline = read_pieces(partial(head.read, front))
            (places, has_no_copies), reads, published, latest = head.read(front)
            back = volume.open_back()
            apart = head.read(back)
            seconds, rest, aids, next_number = head.read(back)
        head.shared.next_number = next_number
        parts = Parts(volume, head.shared)
        answers = _join(parts, keys, reads, dict(inline), apart)
        self.seconds, self._parts = float(seconds), parts
        further_aids = {key: Later(parts, at, stays=True) for key, at in aids.items()}
        earlier = EarlierAnswers(answers, latest, partial(_read_rest, head, parts, rest), published, further_aids)
        return CachedSite((dict(made), places, has_no_copies), earlier)

    def serve(self, memo: Memo) -> None:
        """Let damaged rests of pages be rebuilt by the memo that has loaded them."""
        self._parts.make_again = memo.make_again

    def digest(self, later: Later) -> bytes | None:
        """Return the digest of an answer in this volume; None if it is elsewhere."""
        return self._parts.digest(later)

    def keep(self, reader: ShelfReader, library: Library, find_aids: Callable[[], Mapping[Hashable, Any]] | None = None) -> None:
        """Write the cache; errors are ignored.

        `find_aids` returns the aids when everything else has been written; None: those of the memo.
        """
        begun, memo = time.process_time(), library.memo
        find_aids = find_aids or (lambda: memo.aids)
        with suppress(Exception):  # any error: the run has succeeded, and the next one starts without a cache
            published = dict(library.gallery.all_published)
            memo.take_rest()
            try:
                self._write(begun, reader.kept, memo, published, find_aids, _as_it_is)
            except PICKLE_ERRORS:
                self._write(begun, reader.kept, memo, published, find_aids, _without_what_stays)

    def _write(
        self,
        begun: float,
        read: KeptReading,
        memo: Memo,
        published: Mapping[str, Any],
        find_aids: Callable[[], Mapping[Hashable, Any]],
        adapt: Callable[[KeptAnswer], KeptAnswer],
    ) -> None:
        made, *where = read
        first, rest = memo.export_apart(is_cached, is_loaded_first, is_loaded_last)
        with self.volumes.lay(self.key, self._parts.volume) as draft:
            head = HeadWriter(self._parts.shared)
            writer, questions = PartWriter(head.shared), Questions(map(adapt, first))
            for piece in list_pieces([[*cut(made.items(), FILES)], *questions.cut()]):
                draft.write(head.pack(piece))
            draft.write(head.pack((where, questions.reads, published, memo.latest)))
            for text in head.give_texts():
                draft.add(text)
            written = head.pack(self._write_apart(draft, questions, writer), learns=False)
            resting = self._write_rest(draft, Questions(map(adapt, rest)), head, writer)
            _, aiding = self._write_parts(draft, find_aids(), writer)
            self.seconds = time.process_time() - begun
            draft.write(written)
            draft.write(head.pack((self.seconds, resting, aiding, head.shared.next_number), learns=False))
            if not self._is_valid():
                raise SiteCacheOutdated
            draft.finish(self.key)

    def _write_rest(self, draft: VolumeWriter, questions: Questions, head: HeadWriter, writer: PartWriter) -> tuple[int, ...]:
        """Write the questions that only checks need; return the parts that `_read_rest` reads. Nothing before refers to them."""
        pieces = [draft.add(head.pack(piece)) for piece in list_pieces(questions.cut())]
        pieces.append(draft.add(head.pack(questions.reads)))
        written = self._write_apart(draft, questions, writer)
        return (*pieces, draft.add(head.pack(written, learns=False)))

    def _write_apart(self, draft: VolumeWriter, questions: Questions, writer: PartWriter) -> Apart:
        """Write the answers that are not beside their keys; return the result of `_write_parts`, and the fronts of pages."""
        in_head, parts_of = self._write_parts(draft, questions.values, writer)
        fronts = FrontsWriter()
        for at, page in questions.pages.items():
            if not fronts.has(page):
                former = self._parts.rest_of(page)
                data = None if former is None else self._parts.data(former)
                try:
                    data = writer.pack_rest(page) if data is None else data
                except NotInHead:
                    if can_pickle(page):
                        in_head[at] = page
                    continue
                except (*PICKLE_ERRORS, PageLost):
                    continue
                fronts.add(page, draft.add(data))
            fronts.answer(at, page)
        return in_head, parts_of, fronts.gather()

    def _write_parts(self, draft: VolumeWriter, values: Mapping[K, Any], writer: PartWriter) -> tuple[dict[K, Any], dict[K, int]]:
        """Write values as parts; return those that must be in the head, and the numbers of the other parts."""
        in_head: dict[K, Any] = {}
        parts_of: dict[K, int] = {}
        written: dict[int, int] = {}
        copied: dict[int, int] = {}
        for at, value in values.items():
            if id(value) in written:
                parts_of[at] = written[id(value)]
                continue
            former = self._parts.number_of(value)
            if former in copied:
                parts_of[at] = copied[former]
                continue
            data = self._parts.data(former) if former is not None else None
            found = value.find() if isinstance(value, Later) and data is None else value
            if found is _FORGOTTEN:
                continue
            try:
                data = writer.pack(found) if data is None else data
            except NotInHead:
                if can_pickle(found):
                    in_head[at] = found
                continue
            except PICKLE_ERRORS:
                continue
            parts_of[at] = written[id(value)] = draft.add(data)
            if former is not None:
                copied[former] = parts_of[at]
        return in_head, parts_of


@contextmanager
def _without_collection() -> Iterator[None]:
    """Disable garbage collection while much is loaded that lives as long as the process."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _read_rest(head: HeadReader, parts: Parts, numbers: Sequence[int]) -> tuple[KeptAnswer, ...]:
    """Return the answers that only checks need; empty if any of their parts is damaged."""
    data = map(parts.data, numbers)
    try:
        with _without_collection():
            keys, inline = read_pieces(lambda: head.read(io.BytesIO(next(data) or b"")))
            reads, apart = (head.read(io.BytesIO(next(data) or b"")) for _ in range(2))
            return _join(parts, keys, reads, dict(inline), apart)
    except Exception:  # any error: recompute
        return ()


def _join(parts: Parts, keys: Sequence[Hashable], reads: Reads, inline: dict[int, Any], apart: Apart) -> tuple[KeptAnswer, ...]:
    """Return the answers: those beside their keys, and all others."""
    in_head, parts_of, fronts = apart
    inline |= in_head
    inline.update((at, Later(parts, number, stays=is_held(keys[at]))) for at, number in parts_of.items())
    pages = fronts.make(parts.find_rest)
    for at, place in fronts.answers.items():
        inline[at] = pages[place]
        parts.pages.setdefault(fronts.parts[place], keys[at])
    return reads.join(keys, tuple(map(inline.get, range(len(keys)), repeat(_FORGOTTEN))))


def _as_it_is(one: KeptAnswer) -> KeptAnswer:
    return one


def _without_what_stays(one: KeptAnswer) -> KeptAnswer:
    """Return an answer without its key or value, if that cannot be pickled; the other process recomputes it."""
    key = one.key if can_pickle(one.key) else Same([])
    value = one.value if isinstance(one.value, Later) or can_pickle(one.value) else _FORGOTTEN
    return one._replace(key=key, value=value)

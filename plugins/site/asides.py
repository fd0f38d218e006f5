"""Work that forked copies of this process do while a site is prepared, and when problems are found.

Stage: around the steps of `site.prepare`; read that first. In: a workbench. Out: the very same answers and problems, found by
another process, or later. Where a process cannot be forked, everything is done in this one. The reasons:
`docs/decisions/0094-work-aside.md`, `docs/decisions/0231-while-the-site-is-made.md`,
`docs/decisions/0244-judged-before-the-site.md`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final, TypeVar

from plugins.core.cache.aside import Aside, FiledAnswers
from plugins.core.cache.copying import can_copy
from plugins.core.cache.memo import Question
from plugins.core.looks.share_picture import SharePicture
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.texts.texts import DOCUMENT
from plugins.partners.new_logos import take_new_logos
from plugins.site.answers import is_for_the_join, is_kept
from plugins.site.build import ask_codes, find_share_pictures
from plugins.site.model import JudgedWhen
from plugins.site.workbench import Workbench
from plugins.website.model import Website

LARGE: Final = 300_000
"""Characters of all texts together that make a second process worth its start: some forty pages."""
WORTH_JUDGING: Final = 100_000
"""Characters that make it worth its start if it is to judge the language alone: some twenty pages."""
READ_HERE: Final = 3
"""One page in this many is read here, and the others by a copy: afterwards this process has to make the Site of all of them, and
the copy has only the rest of the language left."""

Draw = Callable[[tuple[SharePicture, ...], tuple[Question, ...]], None]
"""Takes the share pictures, and the codes of pages to hand out, as soon as they are known."""
T = TypeVar("T")


class Asides:
    """The hooks that `prepare` calls. Here no copy is forked, and problems are found at once."""

    def begin(self, bench: Workbench) -> None:
        """Begin what may be done before there is a Site."""

    def begin_to_check(self, bench: Workbench, check: Callable[[], T]) -> Callable[[], T]:
        """Begin to check texts; what is returned waits for what was found."""
        bench.memo.take_rest()
        return check

    def judge(self, _bench: Workbench, find: Callable[[], object], _has_errors: Callable[[], bool]) -> JudgedWhen:
        """Find what is wrong, or leave that for later where it can be; return when it is found.

        `_has_errors` tells whether there are errors in all that a copy does not judge.
        """
        find()
        return JudgedWhen.NOW


class Copies(Asides):
    """Hooks that fork copies of this process, where the site is large or new enough to be worth their start."""

    def __init__(self, judged: JudgedWhen = JudgedWhen.NOW, draw: Draw | None = None) -> None:
        """Find problems when `judged` says, where processes can be forked: else at once. `draw` begins before there is a Site."""
        self._judged = judged if can_copy() else JudgedWhen.NOW
        self._draw = draw

    def begin(self, bench: Workbench) -> None:
        """Begin to judge the language and to read Markdown aside, take in new logos, and begin to draw."""
        _judge_language_aside(bench)
        read_all = _read_aside(bench)
        take_new_logos(bench.library, is_known=bench.is_known)
        read_all()
        if self._draw is not None and bench.library.only(Website) is not None:
            self._draw(find_share_pictures(bench.context), ask_codes(bench.context))

    def begin_to_check(self, bench: Workbench, check: Callable[[], T]) -> Callable[[], T]:
        """Let a copy check the texts, where problems are found aside."""
        if self._judged is JudgedWhen.ASIDE:
            return Aside(check, bench.library.shelves.sources).answer
        return super().begin_to_check(bench, check)

    def judge(self, bench: Workbench, find: Callable[[], object], has_errors: Callable[[], bool]) -> JudgedWhen:
        """Leave what is wrong for later, where that was asked for.

        Of a large new site, whose language a copy judges already, only that is left: all else is judged here, and where one thing
        is an error nothing is left.
        """
        judged = self._judged
        if judged is JudgedWhen.LATER and _is_large_and_new(bench):
            judged = JudgedWhen.NOW if has_errors() else JudgedWhen.ASIDE
        if judged is JudgedWhen.NOW:
            find()
        return judged


def _judge_language_aside(bench: Workbench) -> None:
    """Begin to judge the language in every tongue of the site, aside where there is much text and nothing is known of it."""
    library, memo = bench.library, bench.memo
    if bench.is_known or _find_length(bench) <= WORTH_JUDGING:
        return
    from plugins.site.language import check_joined_language, check_language, judge_in_chunks  # noqa: PLC0415 (as `prepare`)
    from plugins.site.shown_texts import open_texts  # noqa: PLC0415 (as `prepare`)

    open_texts(library)
    libraries = [each.library for each in bench.context.tongues] if library.only(Website) else [library]
    records = [record for each in libraries for record in each.records()]
    bodies = (record.text for record in records if isinstance(record, PageModel))
    shared = (*library.shelves.sources, *records, *bodies)
    since = len(memo)
    laid = FiledAnswers(shared)

    def judge() -> tuple[list[tuple[Any, ...]], Mapping[Hashable, Any], array[int]]:
        for each in libraries:
            judge_in_chunks(each)
            for _ in chain(check_language(each), check_joined_language(each)):
                pass
        answers = [
            (key, laid.add(value) if is_for_the_join(key) else value, *rest) for key, value, *rest in memo.export(is_kept, since)
        ]
        return answers, {key: laid.add(aid) for key, aid in memo.aids.items()}, laid.ends

    _ = [each.words for each in libraries]  # read here once, and not in the copy too
    work = Aside(judge, (*shared, laid), stands_back=_is_large_and_new(bench))  # of a small site nothing is waited for sooner

    @cache
    def learn() -> None:
        answers, aids, ends = work.answer()
        laid.take(ends)
        memo.adopt(answers)
        memo.aids.update(aids)

    bench.wait_for_language = learn


def _read_aside(bench: Workbench) -> Callable[[], None]:
    """Begin to read most of the pages' Markdown aside, where the site is large; what is returned reads the others."""
    if not (_is_large_and_new(bench) and can_copy()):
        return lambda: None
    library, memo, texts = bench.library, bench.memo, bench.texts
    pages, since = library.all_pages, len(memo)
    here = len(pages) // READ_HERE

    def read(some: Sequence[AddressedPage]) -> None:
        for page in some:
            texts.read(page.text, library.setting_of(page))

    def read_later() -> list[tuple[Any, ...]]:
        read(pages[here:])
        return list(map(tuple, memo.export(_is_document, since)))

    work = Aside(read_later, (*library.shelves.sources, *library.records(), *(page.text for page in pages)))

    def read_all() -> None:
        read(pages[:here])
        memo.adopt(work.answer())

    return read_all


def _is_large_and_new(bench: Workbench) -> bool:
    """Tell whether so much is to be done that a second process is worth its start."""
    return not bench.is_known and _find_length(bench) > LARGE


def _find_length(bench: Workbench) -> int:
    """Return the number of characters in all texts together."""
    return sum(len(source.text) for source in bench.library.shelves.sources)


def _is_document(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == DOCUMENT

"""Work that forked processes do while a site is prepared, and the choice of when problems are found.

These are hooks of `site.prepare`; read that first. They take a workbench, and do not change results: only which process computes
them, and when. Without `fork`, this process does everything. Reasons: `docs/decisions/0094-work-aside.md`,
`docs/decisions/0231-while-the-site-is-made.md`, `docs/decisions/0244-judged-before-the-site.md`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final, TypeVar

from plugins.core.cache.forking import can_fork
from plugins.core.cache.memo import Question
from plugins.core.cache.workers import FiledAnswers, WorkerTask
from plugins.core.looks.share_picture import SharePicture
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.texts.documents import DOCUMENT, read_document
from plugins.partners.new_logos import take_new_logos
from plugins.site.answers import is_cached, is_for_comparison
from plugins.site.assembly.build import ask_codes, find_share_pictures
from plugins.site.model import CheckedWhen
from plugins.site.workbench import Workbench
from plugins.website.model import Website

LARGE: Final = 300_000
"""Characters in all texts from which a second process pays off: about forty pages."""
WORTH_CHECKING: Final = 100_000
"""Characters from which a process that only checks language pays off: about twenty pages."""
READ_HERE: Final = 3
"""One page in so many is parsed here, the rest by a forked process. This one must then build all pages; the other has only its
part of the language checks left."""

Draw = Callable[[tuple[SharePicture, ...], tuple[Question, ...]], None]
"""Takes the share pictures and the QR codes of handouts, as soon as they are known."""
T = TypeVar("T")


class PrepareHooks:
    """The hooks that `prepare` calls. In this class they fork nothing, and problems are found at once."""

    def begin(self, bench: Workbench) -> None:
        """Start work that does not need the Site."""

    def begin_to_check(self, bench: Workbench, check: Callable[[], T]) -> Callable[[], T]:
        """Start checking texts; return a function that waits for the problems."""
        bench.memo.take_rest()
        return check

    def check(self, _bench: Workbench, find: Callable[[], object], _has_errors: Callable[[], bool]) -> CheckedWhen:
        """Find the problems, or postpone that; return when they are found.

        `_has_errors` tells whether there are errors outside the part that a forked process checks.
        """
        find()
        return CheckedWhen.NOW


class ForkingHooks(PrepareHooks):
    """Hooks that fork processes if the site is large and uncached, so that it pays off."""

    def __init__(self, checked: CheckedWhen = CheckedWhen.NOW, draw: Draw | None = None) -> None:
        """`checked` is when to find problems if processes can be forked; otherwise that is at once. `draw` starts before there is
        a Site.
        """
        self._checked = checked if can_fork() else CheckedWhen.NOW
        self._draw = draw

    def begin(self, bench: Workbench) -> None:
        """Start checking language and parsing Markdown in other processes, take in new logos, and start drawing."""
        _check_language_aside(bench)
        read_all = _read_aside(bench)
        take_new_logos(bench.library, is_known=bench.is_known)
        read_all()
        if self._draw is not None and bench.library.only(Website) is not None:
            self._draw(find_share_pictures(bench.context), ask_codes(bench.context))

    def begin_to_check(self, bench: Workbench, check: Callable[[], T]) -> Callable[[], T]:
        """Let a forked process check the texts if problems are to be found there."""
        if self._checked is CheckedWhen.ASIDE:
            return WorkerTask(check, bench.library.shelves.sources).answer
        return super().begin_to_check(bench, check)

    def check(self, bench: Workbench, find: Callable[[], object], has_errors: Callable[[], bool]) -> CheckedWhen:
        """Postpone finding the problems, if that was asked for.

        For a large uncached site a forked process already checks the language, so the rest is checked here; if that has an error,
        nothing is postponed.
        """
        checked = self._checked
        if checked is CheckedWhen.LATER and _is_large_and_new(bench):
            checked = CheckedWhen.NOW if has_errors() else CheckedWhen.ASIDE
        if checked is CheckedWhen.NOW:
            find()
        return checked


def _check_language_aside(bench: Workbench) -> None:
    """Start language checks for all languages of the site, in another process if there is much text and nothing is cached."""
    library, memo = bench.library, bench.memo
    if bench.is_known or _find_length(bench) <= WORTH_CHECKING:
        return
    from plugins.site.checks.language import check_in_chunks, check_joined_language, check_language  # noqa: PLC0415 (as `prepare`)
    from plugins.site.shown_texts import open_texts  # noqa: PLC0415 (as `prepare`)

    open_texts(library)
    libraries = [each.library for each in bench.context.languages] if library.only(Website) else [library]
    records = [record for each in libraries for record in each.records()]
    bodies = (record.text for record in records if isinstance(record, PageModel))
    shared = (*library.shelves.sources, *records, *bodies)
    since = len(memo)
    laid = FiledAnswers(shared)

    def check() -> tuple[list[tuple[Any, ...]], Mapping[Hashable, Any], array[int]]:
        for each in libraries:
            check_in_chunks(each)
            for _ in chain(check_language(each), check_joined_language(each)):
                pass
        answers = [
            (key, laid.add(value) if is_for_comparison(key) else value, *rest)
            for key, value, *rest in memo.export(is_cached, since)
        ]
        return answers, {key: laid.add(aid) for key, aid in memo.aids.items()}, laid.ends

    _ = [each.words for each in libraries]  # load the words before forking
    work = WorkerTask(check, (*shared, laid), stands_back=_is_large_and_new(bench))  # a small site has to wait for it anyway

    @cache
    def learn() -> None:
        answers, aids, ends = work.answer()
        laid.take(ends)
        memo.adopt(answers)
        memo.aids.update(aids)

    bench.wait_for_language = learn


def _read_aside(bench: Workbench) -> Callable[[], None]:
    """Start parsing most pages' Markdown in another process if the site is large; return a function that parses the rest."""
    if not (_is_large_and_new(bench) and can_fork()):
        return lambda: None
    library, memo = bench.library, bench.memo
    pages, since = library.all_pages, len(memo)
    here = len(pages) // READ_HERE

    def read(some: Sequence[AddressedPage]) -> None:
        for page in some:
            read_document(page.text, library, library.setting_of(page))

    def read_later() -> list[tuple[Any, ...]]:
        read(pages[here:])
        return list(map(tuple, memo.export(_is_document, since)))

    work = WorkerTask(read_later, (*library.shelves.sources, *library.records(), *(page.text for page in pages)))

    def read_all() -> None:
        read(pages[:here])
        memo.adopt(work.answer())

    return read_all


def _is_large_and_new(bench: Workbench) -> bool:
    """Return whether there is enough uncached text for a second process to pay off."""
    return not bench.is_known and _find_length(bench) > LARGE


def _find_length(bench: Workbench) -> int:
    """Return the number of characters in all texts."""
    return sum(len(source.text) for source in bench.library.shelves.sources)


def _is_document(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == DOCUMENT

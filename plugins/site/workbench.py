"""The workbench: a site on its way from what was read to what is told and shown, kept while its content changes.

Stage: all from check to views. In: a `Reading`, the day and the theme, and later others. Out: a `Preparation`. `check`,
`build` and `preview` all work here; what preview gains is that the bench is not cleared between two saves.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from plugins.core.aside import Aside, Laid
from plugins.core.copying import can_copy
from plugins.core.dataclass import dataclass
from plugins.core.library import Library, cut_sheaves
from plugins.core.memo import Question
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.places import SourceFile
from plugins.core.problems import Problem, Severity
from plugins.core.share_picture import SharePicture
from plugins.core.shelves import Shelves
from plugins.core.silences import Silence, apply_silences, find_silences
from plugins.core.texts import DOCUMENT, Texts
from plugins.core.word_lists import FIRST_LIST
from plugins.partners.new_logos import take_new_logos
from plugins.site.advice import keep_sound_advice, leave_out_guesses
from plugins.site.answers import is_for_the_join, is_kept, made_anew, only_judges
from plugins.site.build import ask_codes, build_site, find_share_pictures
from plugins.site.changes import find_next_changes
from plugins.site.check import check_library, check_record
from plugins.site.codes import read_codes
from plugins.site.drawn import check_drawn
from plugins.site.frame import open_context
from plugins.site.left_out import find_left_out
from plugins.site.links import check_links, find_own_files
from plugins.site.model import Earlier, Preparation, Site, Theme
from plugins.site.rooms import open_library
from plugins.site.words import check_words
from plugins.website.model import Website

LARGE: Final = 300_000
"""Signs of all texts together from which on a second process is worth its start: some forty pages."""
WORTH_JUDGING: Final = 100_000
"""Signs from which on the language alone is worth a second process: some twenty pages."""
READ_HERE: Final = 3
"""One page of so many is read here, where the others are read aside: this process has to make the Site of all afterwards, while
nothing else is left to do but the rest of the language."""

SITE: Final = made_anew("site")
"""The question after the Site; those after what is wrong follow."""
PROBLEMS: Final = only_judges("problems")
FIRST_PROBLEMS: Final = only_judges("first problems")
FOUND: Final = only_judges("found")
OF_RECORDS: Final = only_judges("found of records")
OF_PAGES: Final = only_judges("found of pages")
JOINED: Final = only_judges("joined")


@dataclass(frozen=True)
class Reading:
    """Everything that `content/` holds, and what is wrong with its form."""

    shelves: Shelves
    problems: tuple[Problem, ...]

    def with_records(self, change: Callable[[Model], Model]) -> Reading:
        """Return the same with every record as `change` has it: a proof shows what is still a draft."""
        return replace(self, shelves=self.shelves.with_records(change))


class _Judged(NamedTuple):
    """What a copy of this process has found wrong, in parts."""

    of_records: tuple[Problem, ...]
    of_language: tuple[Problem, ...]
    of_translations: tuple[Problem, ...]
    joined: tuple[Problem, ...]
    silences: tuple[Silence, ...]


class Workbench:
    """One site, on one day, as its content has it now."""

    def __init__(
        self,
        reading: Reading,
        today: date,
        theme: Theme,
        *,
        shows_drafts: bool = False,
        earlier: Earlier | None = None,
    ) -> None:
        """Begin; `earlier` is what an earlier process has worked out of the same folder."""
        self.library = open_library(reading.shelves, today, shows_drafts=shows_drafts, earlier=earlier)
        self.memo = self.library.memo
        self.texts = Texts(self.library)
        self.context = open_context(self.library, self.texts)
        self._find_language: Callable[[], Iterable[Problem]] = partial(_check_language, self.library)
        self._find_joined: Callable[[], Iterable[Problem]] = partial(_check_joined_language, self.library)
        self._is_known = earlier is not None
        self.shows_drafts = shows_drafts
        self._give(reading, theme)

    def take(self, reading: Reading, today: date, theme: Theme) -> None:
        """Take what has been read anew, another day, another theme; what rests on nothing that changed is kept."""
        self.library.take(reading.shelves, today, shows_drafts=self.shows_drafts)
        self._give(reading, theme)

    def _give(self, reading: Reading, theme: Theme) -> None:
        website = next(iter(reading.shelves.all(Website)), None)
        self.memo.give({"own language": website.language if website else FIRST_LIST})
        self.memo.give(
            {"words": theme.words, "looks": theme.looks, "letters": theme.letters, "reading problems": reading.problems}
        )

    @property
    def site(self) -> Site | None:
        """The Site; None where the site's own record could not be read."""
        return self.memo.ask(SITE, lambda: build_site(self.context))

    def prepare(
        self,
        *,
        is_once: bool = False,
        will_last: bool = False,
        judges_aside: bool = False,
        judges_later: bool = False,
        draw: Callable[[tuple[SharePicture, ...], tuple[Question, ...]], None] | None = None,
    ) -> Preparation:
        """Check everything and make the Site; all problems are found before any is told.

        With `is_once` no page is waited for, so that the language of a large site may be judged aside. With `will_last` what is
        worked out will be asked for again, by another process, so that the answers of that judgement are needed too. With
        `judges_aside` a copy of this process finds what is wrong with the texts while this one makes the Site and goes on, if
        that can be done, and this one what is wrong with pages when somebody asks. With `judges_later` this one finds them when
        somebody asks, so that a copy can be given other work before. Of a large site, whose language a copy judges already, all
        others are found before: where one of them is an error nothing is left for later. `draw` is given the share pictures,
        and the codes of pages to hand out, as soon as they are known, before there is a Site.
        """
        if is_once:
            self._judge_aside(will_last=will_last)
            read_ahead = self._read_aside()
            take_new_logos(self.library)
            read_ahead()
        if draw is not None and self.library.only(Website) is not None:
            draw(find_share_pictures(self.context), ask_codes(self.context))
        judges_aside, judges_later = judges_aside and can_copy(), judges_later and can_copy()
        of_texts = Aside(self._judge_texts, self.library.shelves.sources) if judges_aside else None
        site = self.site
        find = cache(partial(self._join, of_texts) if of_texts else self.find_problems)
        if judges_later and self._is_large_and_new:  # a copy judges its language already
            judges_later, judges_aside = False, not self._has_errors_but_of_language()
        if not (judges_aside or judges_later):
            find()
        return Preparation(
            self.library,
            site,
            find,
            self.library.gather(find_left_out),
            *self.library.ask(find_next_changes),
            is_judged_aside=judges_aside,
            is_judged_later=judges_later,
        )

    def find_problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong."""
        self.memo.take_rest()
        return self.memo.ask(PROBLEMS, self._find_problems)

    def _judge_texts(self) -> _Judged:
        """Return what is wrong with everything but pages, and which warnings are silenced: all that needs no Site."""
        self.memo.take_rest()
        of_records, of_language = self._look_at_records(), tuple(self._find_language())
        of_translations, joined = self._find_of_translations(), tuple(self._find_joined())
        return _Judged(of_records, of_language, of_translations, joined, self._list_silences())

    def _join(self, of_texts: Aside[_Judged]) -> tuple[Problem, ...]:
        """Return what is told of problems where a copy finds those of texts, in the order of `_find_problems`."""
        of_pages, texts = self._look_at_pages(), of_texts.answer()
        found = [*texts.of_records, *of_pages, *texts.of_language, *texts.of_translations, *texts.joined]
        return tuple(self._settle(found, texts.silences, is_whole=True))

    def _judge_aside(self, *, will_last: bool) -> None:
        """Begin to judge the language in every tongue of the site, aside where there is much text and nothing is known of it."""
        library, memo = self.library, self.memo
        sources = library.shelves.sources
        if self._is_known or self._length <= WORTH_JUDGING:
            return
        from plugins.site.language import check_joined_language, check_language, judge_by_sheaf, open_texts  # noqa: PLC0415

        open_texts(library)
        stands_back = self._is_large_and_new  # of a small site nothing is waited for sooner
        if not will_last:

            def find() -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
                return tuple(check_language(library)), tuple(check_joined_language(library))

            told = Aside(find, sources, stands_back=stands_back)
            tell = cache(told.answer)
            self._find_language, self._find_joined = lambda: tell()[0], lambda: tell()[1]
            return
        libraries = [each.library for each in self.context.tongues] if library.only(Website) else [library]
        records = [record for each in libraries for record in each.records()]
        bodies = (record.text for record in records if isinstance(record, PageModel))
        shared = (*sources, *records, *bodies)
        since = len(memo)
        laid = Laid(shared)

        def judge() -> tuple[list[tuple[Any, ...]], Mapping[Hashable, Any], array[int]]:
            for each in libraries:
                judge_by_sheaf(each)
                for _ in chain(check_language(each), check_joined_language(each)):
                    pass
            answers = [
                (key, laid.add(value) if is_for_the_join(key) else value, *rest)
                for key, value, *rest in memo.export(is_kept, since)
            ]
            return answers, {key: laid.add(aid) for key, aid in memo.aids.items()}, laid.ends

        _ = [each.words for each in libraries]  # read here once, and not in the copy too
        work = Aside(judge, (*shared, laid), stands_back=stands_back)

        @cache
        def learn() -> None:
            answers, aids, ends = work.answer()
            laid.take(ends)
            memo.adopt(answers)
            memo.aids.update(aids)

        def find_language() -> Iterable[Problem]:
            learn()
            return check_language(library)

        self._find_language = find_language

    @property
    def _is_large_and_new(self) -> bool:
        """Tell whether so much is to be done that a second process is worth its start."""
        return not self._is_known and self._length > LARGE

    @property
    def _length(self) -> int:
        """The signs of all texts together."""
        return sum(len(source.text) for source in self.library.shelves.sources)

    def _read_aside(self) -> Callable[[], None]:
        """Begin to read most of the pages' Markdown aside, where the site is large; what is returned reads the others."""
        if not (self._is_large_and_new and can_copy()):
            return lambda: None
        library, memo, texts = self.library, self.memo, self.texts
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

    def has_errors_in(self, files: Collection[Path]) -> bool:
        """Tell whether a file could not be read, or a record of these has an error by itself: the quick part of all checks."""
        library = self.library
        found: list[Problem] = [*self.memo.read("reading problems")]
        if files:
            self.memo.take_rest()
        for model in library.registers if files else ():
            if any(True for _ in self._find_in(files, library.shelves.all(model))):
                for record in self._find_in(files, library.all(model)):
                    found += check_record(record, library, self.texts)
        has_errors = any(problem.is_error for problem in found)
        return library.only(Website) is None or (has_errors and any(p.is_error for p in _forgive_drafts(found, library)))

    def _find_in(self, files: Collection[Path], records: tuple[Model, ...]) -> Iterator[Model]:
        """Yield the records that stand in some files."""
        for sheaf in cut_sheaves(records):
            if not self.library.ask(_list_paths, sheaf).isdisjoint(files):
                yield from (record for record in sheaf if record.place().source.path in files)

    def find_of_records(self) -> tuple[Problem, ...]:
        """Return what is wrong with records by themselves and among each other: all that needs no page and no language."""
        self.memo.take_rest()
        found = [*self.memo.read("reading problems"), *check_library(self.library, self.texts)]
        return tuple(_forgive_drafts(found, self.library))

    def find_first(self) -> tuple[Problem, ...]:
        """Return what is found without joining all texts: every error, and most warnings."""
        self.memo.take_rest()
        return self.memo.ask(
            FIRST_PROBLEMS, lambda: tuple(self._settle(self._find_first(), self._list_silences(), is_whole=False))
        )

    def _find_problems(self) -> tuple[Problem, ...]:
        problems = [*self._find_first(), *self.memo.ask(JOINED, lambda: tuple(self._find_joined()))]
        return tuple(self._settle(problems, self._list_silences(), is_whole=True))

    def _find_first(self) -> tuple[Problem, ...]:
        return self.memo.ask(FOUND, self._look_through)

    def _look_through(self) -> tuple[Problem, ...]:
        """Return what is wrong with each thing by itself: its language last, which a copy may be judging still."""
        return (*self._look_at_all_but_language(), *self._find_language(), *self._find_of_translations())

    def _find_of_translations(self) -> tuple[Problem, ...]:
        from plugins.site.translations import check_languages  # noqa: PLC0415 (as `_check_language`)

        return tuple(check_languages(self.context))

    def _look_at_all_but_language(self) -> tuple[Problem, ...]:
        return (*self._look_at_records(), *self._look_at_pages())

    def _look_at_records(self) -> tuple[Problem, ...]:
        """Return what is wrong with the content by itself, and could not be read."""
        return self.memo.ask(OF_RECORDS, lambda: tuple(self._find_of_records()))

    def _find_of_records(self) -> Iterator[Problem]:
        yield from self.memo.read("reading problems")
        yield from self.library.gather(check_words)
        yield from check_library(self.library, self.texts)

    def _look_at_pages(self) -> tuple[Problem, ...]:
        """Return what is wrong with what pages show and lead to."""
        return self.memo.ask(OF_PAGES, lambda: tuple(self._find_of_pages()))

    def _find_of_pages(self) -> Iterator[Problem]:
        site = self.site
        if site is not None:
            yield from check_drawn(self.context)
            yield from check_links(site, self.context)

    def _has_errors_but_of_language(self) -> bool:
        return any(problem.is_error for problem in _forgive_drafts([*self._look_at_all_but_language()], self.library))

    def _list_silences(self) -> tuple[Silence, ...]:
        """Return the comments in the content that give a reason for a warning."""
        return tuple(self.library.gather_together(_find_silences, self.library.shelves.sources))

    def _settle(self, problems: Sequence[Problem], silences: Sequence[Silence], *, is_whole: bool) -> list[Problem]:
        """Return what is told of problems: no advice that leads astray, nothing that is allowed, and drafts forgiven."""
        library, site = self.library, self.site
        problems = leave_out_guesses(problems)
        if site is not None:
            addresses = {*find_own_files(site), *(page.address for page in site.pages)}
            problems = keep_sound_advice(problems, addresses, library.shelves.files)
        codes = read_codes()
        silent = {code for code, explained in codes.items() if explained.may_be_silenced}
        is_whole = is_whole and site is not None and not library.shelves.torn
        problems = apply_silences(problems, silences, codes, silent, is_whole=is_whole)
        return _forgive_drafts(problems, library)


def _check_language(library: Library) -> Iterable[Problem]:
    """Judge the language of texts. Who only shows a site that is known, whose texts a copy judges, loads none of the rules."""
    from plugins.site.language import check_language  # noqa: PLC0415 (a hundredth of a build after one edit)

    return check_language(library)


def _check_joined_language(library: Library) -> Iterable[Problem]:
    """Judge what only all texts together tell."""
    from plugins.site.language import check_joined_language  # noqa: PLC0415 (as `_check_language`)

    return check_joined_language(library)


def _list_paths(_library: Library, records: tuple[Model, ...]) -> frozenset[Path]:
    return frozenset(record.place().source.path for record in records)


def _is_document(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == DOCUMENT


def _find_silences(_library: Library, source: SourceFile) -> Iterator[Silence]:
    yield from find_silences(source)


def _forgive_drafts(problems: list[Problem], library: Library) -> list[Problem]:
    """Unfinished is allowed: what is wrong in a draft page is a warning, and does not stop publishing either."""
    drafts = library.draft_files()
    return [
        replace(p, severity=Severity.WARNING, stops_publishing=False)
        if p.place.source.path in drafts and p.code != "dubbelt-falt"  # it may be `status` that stands twice
        else p
        for p in problems
    ]

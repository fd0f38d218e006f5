"""From `content/` to a checked Site: the table of contents.

Takes the folder, the day and the theme; returns a `Preparation`. Everything that is built, checked or shown goes through
`prepare`: `prepare_site` runs it once, `site.cache.cached_bench` runs it with the cache of an earlier process, and
`commands.preview.live` runs it again at each save. Its steps follow below. Each is a question to the memo (`core.cache.memo`),
computed when it is first asked, so their order here is for the reader. Forked processes may do some of the work (`site.hooks`);
the result is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path

from plugins.core.inputs import READING_PROBLEMS
from plugins.core.library import Library
from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.reading.reader import read_shelves
from plugins.core.shelves import Reading
from plugins.core.source.silences import Silence, find_silences
from plugins.site.answers import not_cached
from plugins.site.assembly.build import assemble_site
from plugins.site.checks.links import check_links
from plugins.site.checks.menu import check_menu
from plugins.site.checks.own_ids import check_own_ids
from plugins.site.checks.problem_filter import TextProblems, filter_problems, forgive_withheld
from plugins.site.checks.records import check_library
from plugins.site.checks.share_fonts import check_drawn
from plugins.site.checks.words import check_words
from plugins.site.days.changes import find_next_changes
from plugins.site.hooks import ForkingHooks, PrepareHooks
from plugins.site.model import Preparation, Site, Theme
from plugins.site.rooms import SHELVES
from plugins.site.unfinished import find_unfinished
from plugins.site.workbench import Workbench, checking


def prepare_site(content: Path | Reading, today: date, theme: Theme, *, shows_drafts: bool = False) -> Preparation:
    """Read everything, check everything and make the Site, once.

    All problems are found before any is reported, except those that may be due to another one: references to records in a file
    that has a problem of form itself (`Shelves.torn`).
    """
    reading = content if isinstance(content, Reading) else read_content(content)
    return prepare(Workbench(reading, today, theme, shows_drafts=shows_drafts), ForkingHooks())


def prepare(bench: Workbench, hooks: PrepareHooks | None = None) -> Preparation:
    """Check what has been read, and make the Site, as `prepare_site` does.

    `hooks` may fork processes for some of the work, or postpone the search for problems; the problems are the same.
    """
    hooks = hooks or PrepareHooks()
    hooks.begin(bench)
    check = hooks.begin_to_check(bench, partial(check_texts, bench))
    site = make_site(bench)
    find = cache(lambda: filter_problems(bench.library, site, check_pages(bench), check()))
    checked = hooks.check(bench, find, partial(_has_errors_outside_language, bench))
    left_out = bench.library.gather(find_unfinished)
    next_change, next_rare_change = bench.library.ask(find_next_changes)
    return Preparation(bench.library, site, find, left_out, next_change, next_rare_change, checked=checked)


def find_problems(bench: Workbench, *, joins: bool = True) -> tuple[Problem, ...]:
    """Return every problem; without `joins`, which is quicker, all but the warnings that are found by comparing all texts."""
    bench.memo.take_rest()
    return filter_problems(bench.library, make_site(bench), check_pages(bench), check_texts(bench, joins=joins))


def check_texts(bench: Workbench, *, joins: bool = True) -> TextProblems:
    """Return the problems in records and texts, and the silencing comments: all that needs no Site. `joins` as above."""
    bench.memo.take_rest()
    of_records = check_records(bench)
    of_language = (*check_language(bench), *check_translations(bench), *(check_joined_language(bench) if joins else ()))
    return TextProblems(of_records, of_language, list_silences(bench), is_whole=joins)


# ---- the steps, each of which is done once


def read_content(content: Path) -> Reading:
    """Read everything, once."""
    return read_shelves(content, SHELVES)


@checking
def check_records(bench: Workbench) -> Iterator[Problem]:
    """Yield the problems of reading, of the site's words, of records and of texts."""
    yield from bench.memo.read(READING_PROBLEMS)
    yield from bench.library.gather(check_words)
    yield from check_library(bench.library)


@checking
def check_language(bench: Workbench) -> Iterator[Problem]:
    """Yield the problems in the language of single texts."""
    bench.wait_for_language()
    from plugins.site.checks import language  # noqa: PLC0415 (a run that only shows a cached site imports none of the rules)

    yield from language.check_language(bench.library)


@checking
def check_translations(bench: Workbench) -> Iterator[Problem]:
    """Yield the problems in the other languages of the site."""
    from plugins.site.checks.translations import check_languages  # noqa: PLC0415 (as above)

    yield from check_languages(bench.context)


@checking
def check_joined_language(bench: Workbench) -> Iterator[Problem]:
    """Yield the problems in language that are found by comparing all texts."""
    from plugins.site.checks import language  # noqa: PLC0415 (as above)

    yield from language.check_joined_language(bench.library)


@not_cached
def make_site(bench: Workbench) -> Site | None:
    """Return the Site; None if the `Website` record could not be read."""
    return bench.memo.ask(make_site, lambda: assemble_site(bench.context))


@checking
def check_pages(bench: Workbench) -> Iterator[Problem]:
    """Yield the problems of what pages show and link to."""
    site = make_site(bench)
    if site is not None:
        yield from check_drawn(bench.context)
        yield from check_links(site, bench.context)
        yield from check_menu(site, bench.context)
        yield from check_own_ids(bench.context)


@checking
def list_silences(bench: Workbench) -> Iterator[Silence]:
    """Yield the silencing comments in the content."""
    yield from bench.library.gather_together(_find_silences, bench.library.shelves.sources)


def _find_silences(_library: Library, source: SourceFile) -> Iterator[Silence]:
    yield from find_silences(source)


def _has_errors_outside_language(bench: Workbench) -> bool:
    found = forgive_withheld([*check_records(bench), *check_pages(bench)], bench.library)
    return any(problem.is_error for problem in found)

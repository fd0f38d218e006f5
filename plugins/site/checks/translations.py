"""Check translations: by themselves, and as part of the pages in their language.

Takes the context of the site's own language; yields problems in translations. Problems of originals are reported in the site's
own language.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.inputs import WORDS
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.problems import Problem
from plugins.core.translations.check import check_translations
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.translations.said import check_said
from plugins.core.translations.stale import check_stale
from plugins.core.translations.untouched import check_untouched
from plugins.house.context import PageContext
from plugins.site.checks.language import check_joined_language, check_language
from plugins.site.checks.records import check_record
from plugins.site.rooms import ROOMS
from plugins.website.model import Website


def check_languages(context: PageContext) -> Iterator[Problem]:
    """Yield the problems in the translations of the site."""
    library = context.library
    website = library.only(Website)
    if website is None:
        return
    yield from library.gather(_check_by_themselves)
    for each in context.languages:
        if each.library.prefix:
            yield from each.ask(_check_spoken)


def _check_by_themselves(library: Library) -> Iterator[Problem]:
    website, lists = library.only(Website), library.memo.read(WORDS)
    if website is not None:
        yield from check_translations(library, website.languages, lists)


def _check_spoken(context: PageContext) -> tuple[Problem, ...]:
    """Return the problems in the translations of one language, as they are shown."""
    library = context.library
    found: list[Problem] = []
    for model in library.registers:
        for record in library.all(model):
            if _is_translated(record):
                found += check_record(record, library)
    for room in ROOMS:
        found += [*room.check(library), *room.check_last(library)]
    found += [*check_language(library), *check_joined_language(library)]
    if isinstance(library, TranslatedLibrary):
        found += [*check_said(library), *check_stale(library), *check_untouched(library)]
    return tuple(problem for problem in found if problem.place.source.language == library.code)


def _is_translated(record: Model) -> bool:
    return record.original is not None

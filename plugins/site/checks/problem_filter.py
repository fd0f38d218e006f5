"""Decide which of the problems that were found are reported.

Takes problems, silencing comments and the Site; returns the problems without unsound suggestions and without silenced ones.
Errors in drafts become warnings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, Literal, NamedTuple

from plugins.core.inputs import TRANSLATIONS
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.models.stand_ins import speaks_of_stand_in
from plugins.core.pages import PageModel
from plugins.core.phases import DatedPage
from plugins.core.problems import Problem, Severity
from plugins.core.source.silences import Silence, apply_silences
from plugins.core.translations.library import pair
from plugins.site.checks.suggestions import keep_sound_advice, leave_out_guesses
from plugins.site.documentation.codes import read_codes
from plugins.site.model import Site

COMPARED: Final = ("namn-pa-tva-satt", "nastan-samma-stycke", "samma-sammanfattning", "samma-stycke", "samma-titel")
"""Codes of problems that come from comparing files. Those that involve a draft or a page to come are only reported in preview."""


class TextProblems(NamedTuple):
    """The problems in everything but pages."""

    of_records: tuple[Problem, ...]
    of_language: tuple[Problem, ...]
    """Translations included."""
    silences: tuple[Silence, ...]
    is_whole: bool
    """False if the comparison of all texts was skipped."""


def filter_problems(
    library: Library, site: Site | None, of_pages: Iterable[Problem], of_texts: TextProblems
) -> tuple[Problem, ...]:
    """Return the problems that are reported; `site` is None if it could not be built."""
    found = [*of_texts.of_records, *of_pages, *of_texts.of_language]
    if library.shelves.torn:
        found = [problem for problem in found if not speaks_of_stand_in(problem)]
    problems = leave_out_guesses(found)
    if site is not None:
        addresses = {*site.linkable, *(page.address for page in site.pages)}
        problems = keep_sound_advice(problems, addresses, library.shelves.files)
    codes = read_codes()
    silent = {code for code, explained in codes.items() if explained.may_be_silenced}
    is_whole = of_texts.is_whole and site is not None and not library.shelves.torn
    awake, resting = sort_by_day(of_texts.silences, library)
    problems = apply_silences(problems, awake, codes, silent, resting=resting, is_whole=is_whole)
    return tuple(forgive_withheld(problems, library))


Checked = Literal["always", "on some days", "never again"]


def sort_by_day(silences: Iterable[Silence], library: Library) -> tuple[list[Silence], list[Silence]]:
    """Return the silencing comments on what is fully checked today, and those on what some rules skip until another day.

    Ended records are not checked, so their comments are in neither list and never count as unused. Comments on problems from
    comparing files belong to the second list while any record is skipped.
    """
    silences = list(silences)
    paths = {silence.place.source.path for silence in silences}
    begins: dict[Path, list[tuple[int, Checked]]] = {}
    for record, checked in _list_records(library) if paths else ():
        path = record.place().source.path
        if path in paths:
            begins.setdefault(path, []).extend(_list_lines(record, checked, library.today))
    found: dict[Checked, list[Silence]] = {"always": [], "on some days": [], "never again": []}
    for one in silences:
        found[_find_checked(one.covered, begins.get(one.place.source.path, ()))].append(one)
    awake, resting = found["always"], found["on some days"]
    if silences and any(not (library.is_checked(record) or library.is_over(record)) for record in library.records()):
        resting += [one for one in awake if one.code in COMPARED]
        awake = [one for one in awake if one.code not in COMPARED]
    return awake, resting


def _list_records(library: Library) -> Iterator[tuple[Model, Checked]]:
    """Yield every record and translation, with when it is checked."""
    known = {record: _find_when(record, library) for record in library.records()}
    yield from known.items()
    translations = library.memo.read(TRANSLATIONS)
    for (_, model), some in translations.items():
        back = {id(translation): original for original, translation in pair(library.all(model), tuple(some)).items()}
        for translation in some:
            original = back.get(id(translation))
            yield translation, known.get(original, "always") if original else "always"


def _find_when(record: Model, library: Library) -> Checked:
    if library.is_over(record):
        return "never again"
    is_now = not library.is_withheld(record) and record.is_current(library.today)
    if isinstance(record, DatedPage):
        is_now = is_now and record.phase(library.today) == "under_way"
    return "always" if is_now else "on some days"


def _list_lines(record: Model, checked: Checked, today: date) -> Iterator[tuple[int, Checked]]:
    """Yield the lines at which a record, or a part of it with days of its own, begins, with when it is checked."""
    yield 0 if isinstance(record, PageModel) else record.place().line, checked
    for part in record.list_dated() if checked == "always" else ():
        if not part.is_current(today):
            yield part.place().line, "on some days"
            yield max(place.line for place in part.at.values()) + 1, checked


def _find_checked(line: int, begins: Iterable[tuple[int, Checked]]) -> Checked:
    """Return when a line is checked: as the last record that begins at or above it."""
    return max((one for one in begins if one[0] <= line), default=(0, "always"))[1]


def forgive_withheld(problems: Iterable[Problem], library: Library) -> list[Problem]:
    """Return the problems with those in withheld pages as warnings that do not stop publishing: a draft, or a page whose first
    day has not come, may be unfinished.
    """
    withheld = library.withheld_files()
    return [
        replace(p, severity=Severity.WARNING, stops_publishing=False)
        if p.place.source.path in withheld and p.code != "dubbelt-falt"  # the doubled field may be `status` itself
        else p
        for p in problems
    ]

"""Settling: what is told of all that was found.

Stage: check, when all is found. In: problems, the comments that allow some, and the Site. Out: problems without advice that leads
astray and without what is allowed; drafts are forgiven.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from plugins.core.library import Library
from plugins.core.models.stand_ins import speaks_of_stand_in
from plugins.core.problems import Problem, Severity
from plugins.core.silences import Silence, apply_silences
from plugins.site.advice import keep_sound_advice, leave_out_guesses
from plugins.site.codes import read_codes
from plugins.site.links import find_own_files
from plugins.site.model import Site


class OfTexts(NamedTuple):
    """What is wrong with everything but pages."""

    of_records: tuple[Problem, ...]
    of_language: tuple[Problem, ...]
    """Translations too."""
    silences: tuple[Silence, ...]
    is_whole: bool
    """Whether everything was looked for."""


def settle(library: Library, site: Site | None, of_pages: Iterable[Problem], of_texts: OfTexts) -> tuple[Problem, ...]:
    """Return what is told of all that was found; `site` is None where there is none."""
    found = [*of_texts.of_records, *of_pages, *of_texts.of_language]
    if library.shelves.torn:
        found = [problem for problem in found if not speaks_of_stand_in(problem)]
    problems = leave_out_guesses(found)
    if site is not None:
        addresses = {*find_own_files(site), *(page.address for page in site.pages)}
        problems = keep_sound_advice(problems, addresses, library.shelves.files)
    codes = read_codes()
    silent = {code for code, explained in codes.items() if explained.may_be_silenced}
    is_whole = of_texts.is_whole and site is not None and not library.shelves.torn
    problems = apply_silences(problems, of_texts.silences, codes, silent, is_whole=is_whole)
    return tuple(forgive_drafts(problems, library))


def forgive_drafts(problems: Iterable[Problem], library: Library) -> list[Problem]:
    """Unfinished is allowed: what is wrong in a draft page is a warning, and does not stop publishing either."""
    drafts = library.draft_files()
    return [
        replace(p, severity=Severity.WARNING, stops_publishing=False)
        if p.place.source.path in drafts and p.code != "dubbelt-falt"  # it may be `status` that stands twice
        else p
        for p in problems
    ]

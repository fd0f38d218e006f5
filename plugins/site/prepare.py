"""From `content/` to a checked Site: the way in one function.

In: the folder, the day, the theme. Out: a `Preparation`. Called by the commands and by `plugins.site.plugin`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.problems import Problem, Severity
from plugins.core.shelves import Shelves, read_shelves
from plugins.core.silences import apply_silences
from plugins.core.texts import Texts
from plugins.site.advice import keep_sound_advice
from plugins.site.build import build_site
from plugins.site.changes import find_next_change
from plugins.site.check import check_library
from plugins.site.codes import read_codes
from plugins.site.left_out import find_left_out
from plugins.site.links import OWN_FILES, check_links
from plugins.site.model import Preparation, Theme
from plugins.site.rooms import SHELVES, open_library
from plugins.site.staff import LineDays, no_history


@dataclass(frozen=True)
class Reading:
    """Everything that `content/` holds, and what is wrong with its form."""

    shelves: Shelves
    problems: tuple[Problem, ...]

    def with_records(self, change: Callable[[Model], Model]) -> Reading:
        """Return the same with every record as `change` has it: a proof shows what is still a draft."""
        return replace(self, shelves=self.shelves.with_records(change))


def read_content(content: Path) -> Reading:
    """Read everything, once."""
    shelves, problems = read_shelves(content, SHELVES)
    return Reading(shelves, tuple(problems))


def prepare_site(
    content: Path | Reading, today: date, theme: Theme, *, shows_drafts: bool = False, line_days: LineDays = no_history
) -> Preparation:
    """Read everything, check everything, and make the Site ready; all problems are found before any is told."""
    reading = content if isinstance(content, Reading) else read_content(content)
    shelves, problems = reading.shelves, list(reading.problems)
    library = open_library(shelves, today, shows_drafts=shows_drafts)
    texts = Texts(library)
    problems += check_library(library, texts)
    site = build_site(library, texts, theme, line_days)
    if site is not None:
        problems += check_links(site, library, theme.words.contact)
        problems = keep_sound_advice(problems, {*OWN_FILES, *(page.address for page in site.pages)}, shelves.files)
    problems = _silence(problems, shelves, is_whole=site is not None and not shelves.torn)
    return Preparation(
        library,
        site,
        tuple(_forgive_drafts(problems, library)),
        tuple(find_left_out(library)),
        find_next_change(library),
    )


def _silence(problems: list[Problem], shelves: Shelves, *, is_whole: bool) -> list[Problem]:
    """Leave out the warnings that a comment in the content gives a reason for."""
    codes = read_codes()
    silent = {code for code, explained in codes.items() if explained.may_be_silenced}
    return apply_silences(problems, shelves.sources, codes, silent, is_whole=is_whole)


def _forgive_drafts(problems: list[Problem], library: Library) -> list[Problem]:
    """Unfinished is allowed: what is wrong in a draft page is a warning, and does not stop publishing either."""
    drafts = library.draft_files()
    return [
        replace(p, severity=Severity.WARNING, stops_publishing=False)
        if p.place.source.path in drafts and p.code != "dubbelt-falt"  # it may be `status` that stands twice
        else p
        for p in problems
    ]

"""Leave records with errors out of the site, as if they were drafts, when nobody is there to correct them.

Takes what was read, the day and the withdrawn records; returns a `Preparation` without them, and without links to them. Used for
the nightly build, and when something is taken off the site at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from functools import partial
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.models.model import Model
from plugins.core.pages import PageModel
from plugins.core.places import Place
from plugins.core.problems import Problem, for_publishing
from plugins.core.shelves import Reading
from plugins.house.page import SitePage
from plugins.site.model import Preparation, Site, Theme
from plugins.site.prepare import prepare_site

DAYS_WORK: Final = frozenset({"avslutad-kontakt", "inte-godkand"})
"""Codes of errors that no editor could correct before the day: a contact whose time is over, a missing approval."""
DEAD_LINK: Final = "bruten-lank"
"""Code of a link to a missing page or anchor."""
ROUNDS: Final = 8
"""Leaving out a record may cause the next error; so many rounds are tried."""


def unchanged(record: Model) -> Model:
    """Return a record as it is."""
    return record


@dataclass(frozen=True)
class ForToday:
    """The site that can be shown today, and what was left out of it."""

    preparation: Preparation
    left_out: tuple[Problem, ...] = ()
    """The problems for which records were left out."""
    errors: tuple[Problem, ...] = field(default=())
    """The problems that still stop publishing."""


def prepare_for_today(
    reading: Reading, today: date, before: date, theme: Theme, change: Callable[[Model], Model] = unchanged
) -> ForToday:
    """Prepare for today, leaving out records that were right on the day `before` and are not now, or that only lack an approval.

    A link to a page that the date has removed becomes plain words. The stricter rules of publishing apply (a picture needs
    consent): a record that begins today and breaks one is left out.
    """
    preparation = prepare_without(reading, today, theme, change)
    errors = find_errors(preparation)
    if not errors:
        return ForToday(preparation)
    known = {_key(one) for one in find_errors(prepare_site(reading, before, theme))} if before < today else None
    waiting: dict[int, Model] = {}
    dead: dict[Place, bool] = {}
    left_out: list[Problem] = []
    for _ in range(ROUNDS):
        of_the_day = [one for one in errors if one.code in DAYS_WORK or (known is not None and _key(one) not in known)]
        found = [(one, find_record(reading, one)) for one in of_the_day]
        links = {one.place: record is not None for one, record in found if _has_come_to_die(one, record, before)}
        records = {id(record): record for one, record in found if record is not None and one.place not in links}
        if len(of_the_day) < len(errors) or not (records.keys() - waiting.keys() or links.keys() - dead.keys()):
            return ForToday(preparation, tuple(left_out), tuple(errors))
        waiting |= records
        dead |= links
        left_out += of_the_day
        preparation = prepare_without(reading, today, theme, partial(_change, change, frozenset(waiting)) if waiting else change)
        preparation = _bear_dead_links(preparation, dead)
        errors = find_errors(preparation)
        if not errors:
            return ForToday(preparation, tuple(left_out))
    return ForToday(preparation, tuple(left_out), tuple(errors))


def _has_come_to_die(problem: Problem, record: Model | None, before: date) -> bool:
    """Return whether a link, in a record that was shown before, has lost its target because of the date."""
    return problem.code == DEAD_LINK and not (record is not None and record.is_withheld_on(before))


def _bear_dead_links(preparation: Preparation, dead: Mapping[Place, bool]) -> Preparation:
    """Return the preparation without the problems of dead links, and with those in texts as plain words.

    `dead` maps places of links to whether they are in a text; the others, in menu and footer, stay and lead to the page without
    the anchor.
    """
    site = preparation.site
    problems = tuple(one for one in preparation.problems if one.code != DEAD_LINK or one.place not in dead)
    preparation = preparation.with_problems(problems)
    if site is None or not dead:
        return preparation
    return replace(preparation, site=_without_links(site, [place for place, is_in_text in dead.items() if is_in_text]))


def prepare_at_once(reading: Reading, today: date, theme: Theme, change: Callable[[Model], Model]) -> ForToday:
    """Prepare with records changed, leaving out every record with an error: a withdrawal goes ahead whatever else is wrong."""
    preparation = prepare_without(reading, today, theme, change)
    waiting: dict[int, Model] = {}
    left_out: list[Problem] = []
    while errors := find_errors(preparation):
        records = {id(record): record for one in errors if (record := find_record(reading, one)) is not None}
        if not set(records) - set(waiting):
            return ForToday(preparation, tuple(left_out), tuple(errors))
        waiting |= records
        left_out += errors
        preparation = prepare_without(reading, today, theme, partial(_change, change, frozenset(waiting)))
    return ForToday(preparation, tuple(left_out))


def _change(change: Callable[[Model], Model], waiting: frozenset[int], record: Model) -> Model:
    return change(as_draft(record) if id(record) in waiting else record)


def prepare_without(reading: Reading, today: date, theme: Theme, change: Callable[[Model], Model]) -> Preparation:
    """Prepare with records changed, without problems that only follow from the change."""
    whole = prepare_site(reading, today, theme)
    if change is unchanged:
        return whole
    before = {_key(problem) for problem in whole.problems}
    preparation = prepare_site(reading.with_records(change), today, theme)
    new = {one.place for one in preparation.problems if one.code == DEAD_LINK and _key(one) not in before}
    preparation = preparation.with_problems(tuple(one for one in preparation.problems if _key(one) in before))
    site = preparation.site
    return replace(preparation, site=_without_links(site, new)) if site is not None and new else preparation


def _without_links(site: Site, dead: Collection[Place]) -> Site:
    """Return a site with dead links as plain words."""

    def change(page: SitePage) -> SitePage:
        gone = tuple(link.address for link in page.links if link.place in dead)
        return replace(page, frame=replace(page.frame, gone=(*page.frame.gone, *gone))) if gone else page

    return replace(site, pages=tuple(map(change, site.pages)))


def as_draft(record: Model) -> Model:
    """Return a record as a draft, if its model has a status."""
    return record.model_copy(update={"status": "utkast"}) if "status" in type(record).model_fields else record


def find_record(reading: Reading, problem: Problem) -> Model | None:
    """Return the record that a problem is in; None if it cannot be left out."""
    path, line = problem.place.source.path, problem.place.line
    found: Model | None = None
    begins = 0
    for record in _records(reading):
        if "status" not in type(record).model_fields:
            continue
        place = record.place()
        if place.source.path != path:
            continue
        if isinstance(record, PageModel):
            return record
        if begins <= place.line <= line:
            found, begins = record, place.line
    return found


def find_errors(preparation: Preparation) -> list[Problem]:
    """Return the problems that stop publishing."""
    return [problem for problem in for_publishing(preparation.problems) if problem.is_error]


def _records(reading: Reading) -> Iterator[Model]:
    records: Iterable[list[Model]] = reading.shelves.by_model.values()
    for some in records:
        yield from some


def _key(problem: Problem) -> tuple[str, int, str, str]:
    return str(problem.place.source.path), problem.place.line, problem.code, problem.message

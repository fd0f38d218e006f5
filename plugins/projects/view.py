"""Views of projects: the page and the card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plugins.core.dataclass import dataclass
from plugins.core.locales.foreign import join_foreign
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import format_share, join_words, sort_key, translate_number
from plugins.core.phases import Phase
from plugins.core.swedish import compare_key
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading
from plugins.core.texts.sheets import (
    Card,
    Detail,
    DetailRow,
    DetailValue,
    describe_origin,
    describe_phase,
    time_rows,
)
from plugins.core.texts.shown import list_rows
from plugins.core.words.interface import Words
from plugins.house.context import PageContext
from plugins.house.sheet import Sheet, SheetInput, build_sheet
from plugins.partners.supports import find_addresses, find_supports
from plugins.projects.model import Measure, Project


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation that co-funds a project, works in it, or both."""

    name: str
    address: str | None
    """Its website, if it is a current partner; else None."""
    roles: str
    """Its roles in words: `medfinansiär`, `samarbetspartner` or both."""


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """The page of a project."""

    sheet: Sheet
    measures_heading: Heading | None
    measures: tuple[Detail, ...]
    """What is counted, with the target value: `minst 70 procent`."""
    participants_heading: Heading | None
    participants: tuple[Participant, ...]
    """Each organisation once, in alphabetical order."""


def build_project_page(project: Project, own: SheetInput, text: PageText, context: PageContext) -> ProjectPage:
    """Return the view of a project's page."""
    words, phase = context.words, project.phase(context.today)
    addresses = find_addresses(context.library.ask(find_supports))
    owner = text.line(project.organisation)
    after: Mapping[str, list[DetailRow]] = {
        "organisation": time_rows(project, phase, words),
        "budget": [(words.support_share, _share_values(project, words.language))],
    }
    rows: list[DetailRow] = [
        (words.project_phase, _phase_values(project.known_phase(context.today), words)),
        *list_rows(project, text, words, addresses, after),
    ]
    notices = [
        *describe_phase(project, phase, words, words.project_coming, words.project_ended),
        *describe_origin(owner, project.as_of, context.website.organisation.name.value, phase, words),
    ]
    measures = tuple(_view_measure(measure, text, words.language) for measure in project.measures)
    participants = list_participants(project, addresses, words, text)
    titles = (words.measures if measures else None, words.participants if participants else None)
    sheet, headings = build_sheet(project, own, text, context, notices, rows, words.project_details, titles)
    return ProjectPage(sheet, headings[0], measures, headings[1], participants)


def _view_measure(measure: Measure, text: PageText, language: Language) -> Detail:
    written, unit = text.line(measure.value), text.line(measure.unit)
    shown = written if measure.is_said_anew("value") else translate_number(written, language)
    value = join_foreign(written, unit) or " ".join(filter(None, (shown, unit)))
    return Detail(text.line(measure.what), (DetailValue(value),))


def _phase_values(phase: Phase | None, words: Words) -> list[DetailValue]:
    return [DetailValue(getattr(words, f"phase_{phase}"))] if phase else []


def _share_values(project: Project, language: Language) -> list[DetailValue]:
    if project.support is None or not project.budget:
        return []
    return [DetailValue(format_share(project.support, project.budget, language))]


def list_participants(project: Project, addresses: Mapping[str, str], words: Words, text: PageText) -> tuple[Participant, ...]:
    """Return co-funders and helpers in one list; an organisation that is both occurs once, with both roles.

    `addresses` are those of partners (`find_addresses`).
    """
    names: dict[str, str] = {}
    roles: dict[str, dict[str, None]] = {}
    for role, organisations in ((words.role_co_funder, project.co_funders), (words.role_helper, project.helpers)):
        for organisation in organisations:
            key = compare_key(organisation.value)
            names.setdefault(key, text.line(organisation))
            roles.setdefault(key, {})[role] = None
    keys = sorted(names, key=lambda key: sort_key(names[key], words.language))
    return tuple(Participant(names[key], addresses.get(key), join_words(list(roles[key]), words.language)) for key in keys)


def view_project(project: Project, own: str, today: date, words: Words, text: PageText, *, is_short: bool) -> Card:
    """Return the card of a project, without its summary if `is_short`; `own` is the name of the site's organisation."""
    phase = project.phase(today)
    notes = describe_origin(text.line(project.organisation), project.as_of, own, phase, words)
    # a short card can be among activities, so it says that it is a project
    phase_note = {"coming": words.project_coming, "ended": words.project_ended}.get(phase, words.project_card if is_short else "")
    summary = "" if is_short else text.line(project.summary)
    return Card(
        text.line(project.title),
        project.address,
        summary,
        (*filter(None, [phase_note]), *notes),
        phase,
    )

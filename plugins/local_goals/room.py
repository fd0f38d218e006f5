"""Pages of the local goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.blocks.model import Block
from plugins.core.library import Library, Register, Setting
from plugins.core.marks.marks import ValueMark
from plugins.core.models.model import UNKNOWN
from plugins.core.problems import Problem
from plugins.core.swedish import compare_key, quote, slugify
from plugins.core.texts.documents import read_document
from plugins.core.texts.headings import heading_key
from plugins.core.translations.library import TranslatedLibrary
from plugins.global_goals.rules import check_mapping
from plugins.house.context import PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom
from plugins.local_goals.items import list_items
from plugins.local_goals.markdown import TITLE, make_goal_mark, make_goal_mark_in_blocks, make_goal_mark_in_title, title_of
from plugins.local_goals.model import SHELVES, LocalGoal
from plugins.local_goals.page import build_page, suggest_contact
from plugins.local_goals.rules import check_items, check_numbers, check_title, check_voice
from plugins.local_goals.sections import find_sections, report_untranslated_headings
from plugins.website.model import Website


def _other_names(goals: Sequence[LocalGoal]) -> Mapping[str, str]:
    """Return what editors may write in place of a goal's number: its title, its file name, `mål 2`, `02`."""
    return {
        compare_key(name): str(goal.number)
        for goal in reversed(goals)
        for name in (str(goal.title.typed), goal.name, *(f"{word}{goal.number}" for word in ("mål ", "mal", "0", "nr ", "")))
    }


GOALS = Register(
    model=LocalGoal,
    name_of=lambda goal: str(goal.number),
    code="okant-mal",
    missing="Det finns inget lokalt mål {}.",
    listing="Målen är",
    order=lambda goal: goal.number,
    other_names=_other_names,
    is_sure=lambda goals: all(goal.file_number == goal.number for goal in goals),  # else only that is reported
    also_called=lambda goal: [str(goal.number), f"mål {goal.number}", goal.address],
    fields=("lokalt mål", "lokala mål"),
    setting=lambda goal: Setting(LocalGoal, goal),
)


def _marks(library: Library, setting: Setting) -> Iterator[ValueMark]:
    goal = setting.record if isinstance(setting.record, LocalGoal) else None
    if goal is None:
        is_open = setting.model in (LocalGoal, Block)  # about a goal, but which one is not known yet
        yield make_goal_mark_in_blocks() if is_open else make_goal_mark(None)
    else:
        yield make_goal_mark_in_title(goal) if setting.part == TITLE else make_goal_mark(goal, title_of(goal, library))


def _check(library: Library) -> Iterator[Problem]:
    website, goals = library.only(Website), library.all(LocalGoal)
    fixed = website.headings.fixed if website else ()
    are_right = fixed and len({heading_key(words) for words in fixed}) == len(fixed)  # else `check_website` reports it
    originals = _find_originals(library)
    yield from check_numbers(goals)
    for goal in goals:
        document, _ = read_document(goal.text, library, library.setting_of(goal))
        sections, problems = find_sections(document, fixed, goal.text, originals) if are_right else (None, [])
        if problems and goal.original is not None and website is not None and website.original is None:
            problems, sections = [report_untranslated_headings(goal.place("title"), library.code)], None
        yield from problems
        yield from check_items(goal, sections, library) if sections else ()
        yield from check_mapping(goal.mapping)
        yield from check_title(goal, library.marks(Setting(LocalGoal, goal, TITLE)))
        yield from check_voice(goal) if library.is_shown(goal) else ()


def _find_originals(library: Library) -> Sequence[str]:
    """Return the fixed headings in the site's own language if the library is in another; else nothing."""
    website = library.own.only(Website) if isinstance(library, TranslatedLibrary) else None
    return website.headings.fixed if website else ()


def _next_number(library: Library) -> int:
    return max((goal.number for goal in library.all(LocalGoal)), default=0) + 1


def _name_file(slug: str, values: Mapping[str, Any]) -> str:
    """Return the name of a new goal's file: `slug`, with `mal-` and the number before it unless it begins so."""
    first = slugify(f"mal-{values.get('number') or ''}")
    return slug if slug.startswith(f"{first}-") else f"{first}-{slug}"


def _sections(name: str, library: Library) -> tuple[str, ...]:
    website = library.only(Website)
    return (name, *(website.headings.fixed if website else ()))


def _refuse(name: str, library: Library) -> str | None:
    known = next((goal for goal in library.all(LocalGoal) if compare_key(str(goal.title.typed)) == compare_key(name)), None)
    return f"Målet {quote(name)} finns redan i {known.text.source.path.name}. Ändra där i stället." if known else None


ROOM = PageRoom(
    shelves=SHELVES,
    registers=(GOALS,),
    marks=_marks,
    check=_check,
    kinds=(
        PageKind(
            model=LocalGoal,
            build=build_page,
            has_parts=True,
            group="local_goals",
            new=NewPage(
                words=("goal", "mal", "mål"),
                question="Vad heter målet?",
                file_of=_name_file,
                values=lambda library: {"number": str(_next_number(library)), "contact": suggest_contact(library) or UNKNOWN},
                headings=_sections,
                refuse=_refuse,
            ),
        ),
    ),
    data={"goals": list_items},
)

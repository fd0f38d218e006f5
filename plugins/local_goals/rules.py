"""Rules of local goals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plugins.core.library import Library
from plugins.core.marks.marks import Marks, find_marks
from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote, slugify
from plugins.core.texts.documents import read_document
from plugins.core.texts.headings import TOP, find_bare_headings, report_bare, report_hidden
from plugins.core.texts.pagetext import PageText
from plugins.core.with_goals import GOAL_KEY, WithGoals, is_named
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.sections import Sections


def check_title(goal: LocalGoal, marks: Marks) -> Iterator[Problem]:
    """The title of a goal does not contain the mark of itself; `marks` are those allowed in it."""
    for mark in find_marks(goal.title):
        if (mark.name, mark.argument.key) == (GOAL_KEY, "titel"):
            yield from marks.values[GOAL_KEY].values.check(mark.argument)


def check_numbers(goals: Iterable[LocalGoal]) -> Iterator[Problem]:
    """Each goal has a unique number, at least 1, that is also in its file name."""
    seen: dict[int, LocalGoal] = {}
    for goal in sorted(goals, key=lambda goal: (goal.is_draft, goal.name)):  # of two, the draft is reported
        place = goal.place("number")
        if not re.fullmatch(r"[\w-]+", goal.name, re.ASCII):
            continue  # the file name is reported elsewhere, and is to be changed first
        first = seen.setdefault(goal.number, goal) if goal.file_number is not None else goal
        if first is not goal:
            message = f"Två mål har nummer {goal.number}: {first.name}.md och {goal.name}.md."
            yield Problem(place, "dubbelt-nummer", message, help=("Ge det ena ett annat nummer, också i filnamnet.",))
        if goal.file_number is None:
            message = f"Filen {goal.name}.md ska heta mal-{goal.number} och sedan målets namn."
            yield Problem(
                place,
                "fel-filnamn",
                message,
                help=(
                    f"Döp om den till mal-{goal.number}-{slugify(re.sub(r'^(?:mal|goal)(?:-|$)', '', goal.name)) or 'namn'}.md.",
                ),
            )
        elif goal.file_number != goal.number and first is goal:
            message = f"Målet har nummer {goal.number}, men filen heter {goal.name}.md."
            right = place.rewritten(str(goal.number), str(goal.file_number))
            yield Problem(place, "fel-nummer", message, suggestion=right, help=("Numret ska vara det som står i filnamnet.",))
        if goal.number == 0:
            yield Problem(place, "fel-nummer", f"{quote('0')} är inget nummer för ett mål.", help=("Målen räknas från 1.",))


def check_voice(goal: LocalGoal) -> Iterator[Problem]:
    """A voice has a quotation or a picture, and the person has consented to the quotation; a picture has its own consent."""
    voice = goal.voice
    if voice is None:
        return
    if voice.quotation is None and voice.picture is None:
        message = "Rösten har varken citat eller bild, så den visas inte."
        yield Problem(voice.place(), "saknar-falt", message, help=("Lägg till citat: … eller bild: …, eller ta bort röst.",))
    elif voice.quotation is not None and voice.consent is None and "consent" not in voice.gaps:
        message = "Citatet saknar uppgift om samtycke från den som har sagt det."
        help_line = "Har personen sagt ja till att det visas här? Lägg till: samtycke: ja"
        yield warning(voice.place("quotation"), "saknar-samtycke", message, help_line, stops_publishing=True)


def check_items(goal: LocalGoal, sections: Sections, library: Library) -> Iterator[Problem]:
    """An item of today's or wanted work has a text below its heading, or its heading names a page.

    Empty sections are reported by `find_sections`.
    """
    items = {id(node) for section in (sections.today, sections.wanted) for node in section.nodes}
    document, wrong = read_document(goal.text, library, library.setting_of(goal))
    titles: list[str] | None = None
    for heading, following in find_bare_headings(document, wrong):
        if heading.level == TOP:
            continue
        if heading.level > TOP + 1 or id(heading) not in items:
            yield report_bare(heading, following)
            continue
        titles = list(_list_titles(goal, library)) if titles is None else titles
        if not any(is_named(title, heading.text) for title in titles):
            yield report_hidden(heading)


def _list_titles(goal: LocalGoal, library: Library) -> Iterator[str]:
    """Yield the titles of the pages of a goal to which headings may lead, whatever their dates."""
    text = PageText(library.marks())
    for model in library.registers:
        if issubclass(model, WithGoals) and model.LED_TO_BY_HEADINGS:
            own = (page for page in library.all(model) if any(one.key == str(goal.number) for one in page.goals))
            yield from (text.line(page.title) for page in own if not page.is_draft)

"""Statistics for editors in preview, beside the to-do list: the length and age of each goal's texts.

Takes the context, and the day on which each line of a file was last changed; yields `GoalText`s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.markdown.nodes import HeadingNode, HtmlNode, Node
from plugins.core.outputs import PREVIEW_OWN, STAFF_FOLDER
from plugins.core.places import Place
from plugins.core.texts.documents import read_document
from plugins.house.context import PageContext
from plugins.local_goals.markdown import title_of
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.sections import Section, find_sections

ADDRESS: Final = f"/{STAFF_FOLDER}/"
APART: Final = f"/{PREVIEW_OWN}/{STAFF_FOLDER}/"
"""Its address when an editors' page has the usual one."""

LineDays = Callable[[Path], Sequence[date]]
"""Returns the day on which each line of a file was last changed; empty if unknown."""


def no_history(_path: Path) -> Sequence[date]:
    """Return no days: the history is unknown."""
    return ()


def find_staff_address(addresses: Collection[str]) -> str:
    """Return the address of the to-do list in preview, which no editors' page has."""
    return APART if ADDRESS in addresses else ADDRESS


@dataclass(frozen=True, slots=True)
class GoalText:
    """The texts of a goal."""

    name: str
    said: tuple[tuple[str, str], ...]
    """(name, words and age) of each section: `45 ord, 12 dagar`."""
    place: Place
    page: str
    """Its address."""


def say_age(days: int) -> str:
    """Return a number of days in the largest unit that fits, in Swedish: `12 dagar`, `3 månader`, `2 år`."""
    if days < 1:
        return "idag"
    if days < 60:
        return "1 dag" if days == 1 else f"{days} dagar"
    return f"{days // 30} månader" if days < 730 else f"{days // 365} år"


def list_goal_texts(context: PageContext, line_days: LineDays) -> Iterator[GoalText]:
    """Yield for each goal the number of words in each section, and the age of its newest line."""
    today = context.library.today
    for goal in context.library.all(LocalGoal):
        document, _ = read_document(goal.text, context.library, context.library.setting_of(goal))
        found, _ = find_sections(document, context.website.headings.fixed, goal.text)
        parts = [Section(None, found.introduction), found.topic, found.today, found.wanted, found.globally]
        days = line_days(goal.text.source.path)
        cells = [_format_section(part, goal, [part.heading for part in parts if part.heading], days, today) for part in parts]
        updated = say_age((today - goal.updated).days) if goal.updated else "–"
        fixed = context.website.headings.fixed
        names = ("Inledning", "Målets eget avsnitt", *fixed, "Uppdaterad")
        said = tuple(zip(names, (*cells, updated), strict=True))
        yield GoalText(f"{goal.number} {title_of(goal, context.library)}", said, goal.place("title"), goal.address)


def _format_section(part: Section, goal: LocalGoal, headings: Sequence[HeadingNode], days: Sequence[date], today: date) -> str:
    """Return `45 ord, 12 dagar`; a dash for a missing section."""
    if not part.nodes:
        return "–"
    body = goal.text.place().line
    first = part.heading.place.line if part.heading else body
    last = min((node.place.line for node in headings if node.place.line > first), default=len(days) + 1)
    own = days[first - 1 : last - 1]
    age = f", {say_age((today - max(own)).days)}" if own else ""
    return f"{_count_words(part.nodes)} ord{age}"


def _count_words(nodes: Sequence[Node]) -> int:
    headings = [node.text for node in nodes if isinstance(node, HeadingNode)]
    texts = [re.sub("<[^<>]*>", " ", node.html) for node in nodes if isinstance(node, HtmlNode)]
    return sum(len(re.findall(r"\w+(?:[-’:.]\w+)*", text)) for text in (*headings, *texts))

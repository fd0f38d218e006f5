"""Views of the global goals, and of the reasons why a local goal contributes to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from plugins.core.dataclass import dataclass
from plugins.core.texts.pagetext import PageText
from plugins.core.words.interface import Words
from plugins.global_goals.model import GLOBAL_GOALS, GlobalGoal, MappingRow

UN_LANGUAGE: Final = "en"
"""The language of the names used for languages without names of their own."""


@dataclass(frozen=True, slots=True)
class GlobalGoalView:
    """One of the 17 global goals, ready to show."""

    number: int
    name: str
    """Its official name in the language of the page; never shown without the number."""
    address: str
    """Address of its page, in the language of the page if there is one."""
    site: str
    """The host of that address, as shown: `globalamalen.se`."""
    colour_class: str
    """CSS class of its background and text colour: `sdg-11`."""
    iri: str
    """The UN's linked-data identifier."""
    language: str | None = None
    """Code of the name's language if it is not the page's; else None."""


@dataclass(frozen=True, slots=True)
class GlobalGoalReason:
    """Why a local goal contributes to a global goal."""

    goal: GlobalGoalView
    reasons: tuple[str, ...]
    """Sentences in the order of the rows; may be empty."""
    targets: tuple[str, ...]
    """Target codes such as `11.1`, in the order of the rows; may be empty."""
    anchor: str
    """Id on the goal's page, e.g. `globalt-mal-11`."""


def view_global_goal(goal: GlobalGoal, words: Words) -> GlobalGoalView:
    """Return the view of a global goal, with its official name, else the name in the word list (`words`), else in English."""
    language, own = words.language.spoken, words.find("global_goals")
    name = goal.names.get(language) or (own.names.find(str(goal.number)) if own else None)
    address = goal.addresses.get(language) or (own.page.format(number=goal.number) if own and own.find("page") else None)
    address = address or goal.addresses[UN_LANGUAGE]
    site = urlsplit(address).netloc.removeprefix("www.")
    foreign = None if name else UN_LANGUAGE
    return GlobalGoalView(goal.number, name or goal.names[UN_LANGUAGE], address, site, f"sdg-{goal.number}", goal.iri, foreign)


def build_reasons(rows: Iterable[MappingRow], text: PageText, words: Words) -> tuple[GlobalGoalReason, ...]:
    """Group the mapping rows of a local goal by global goal, in the order of each goal's first row."""
    grouped: dict[int, list[MappingRow]] = {}
    for row in rows:
        grouped.setdefault(row.global_goal.number, []).append(row)
    return tuple(_reason(number, rows, text, words) for number, rows in grouped.items())


def _reason(number: int, rows: list[MappingRow], text: PageText, words: Words) -> GlobalGoalReason:
    return GlobalGoalReason(
        goal=view_global_goal(GLOBAL_GOALS[number], words),
        reasons=tuple(_unique(text.line(row.reason) for row in rows if row.reason)),
        targets=tuple(_unique(row.global_goal.target for row in rows if row.global_goal.target)),
        anchor=text.ids.take(f"{words.global_goal} {number}"),
    )


def _unique(values: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(values))

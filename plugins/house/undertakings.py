"""Links from goals and partners to the activities, projects and other pages that name them.

A page names its goals, and a dated page the organisations behind it. The links back are computed here, for every kind whose room
declares a card.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.marks.marks import find_marks
from plugins.core.pages import AddressedPage
from plugins.core.phases import DatedPage, Undertaking
from plugins.core.swedish import compare_key
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.sheets import Card, sort_cards
from plugins.core.walk import find_names
from plugins.core.with_goals import WithGoals
from plugins.house.context import PageContext, PageKind
from plugins.website.links import Link


@dataclass(frozen=True, slots=True)
class GoalsOwn:
    """A page that belongs to a local goal, as the goal's page links to it."""

    card: Card
    overview: Link
    """The link to the list of such pages."""
    words: str
    """The heading of a list of such pages."""
    is_led_to_by_headings: bool


FoundPage = tuple[PageKind[Any], AddressedPage]


def has_goal(page: AddressedPage, number: int) -> bool:
    """Return whether a page belongs to the local goal with this number."""
    return isinstance(page, WithGoals) and any(reference.key == str(number) for reference in page.goals)


def find_for_goal(number: int, text: PageText, context: PageContext) -> tuple[GoalsOwn, ...]:
    """Return the pages of a local goal.

    Ended ones come last; within each half, those of the site's own organisation come first.
    """
    found = {page.address: (kind, page) for kind, page in _all(context) if has_goal(page, number)}
    cards = sorted(
        _sort(found.values(), text, context),
        key=lambda card: (card.phase == "ended", _is_others(found[card.address][1], context)),
    )
    return tuple(_lead_from_goal(number, card, found[card.address][0], context) for card in cards)


def _lead_from_goal(number: int, card: Card, kind: PageKind[Any], context: PageContext) -> GoalsOwn:
    overview = Link(getattr(context.words, kind.all_words), kind.all_address(number))
    is_led_to = issubclass(kind.model, WithGoals) and kind.model.LED_TO_BY_HEADINGS
    return GoalsOwn(card, overview, str(getattr(context.words, _name(kind))), is_led_to)


def find_for_goals(numbers: Iterable[int], text: PageText, context: PageContext) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return links to the pages of some local goals, each once, grouped under the name of the word for their kind."""
    numbers, found = tuple(numbers), dict[str, list[FoundPage]]()
    for one in _all(context):
        if any(has_goal(one[1], number) for number in numbers):
            found.setdefault(_name(one[0]), []).append(one)
    return tuple((name, _lead_to(ones, text, context)) for name, ones in found.items())


def find_for_partner(name: str, text: PageText, context: PageContext) -> tuple[Link, ...]:
    """Return links to the dated pages that name a partner and are under way today."""
    key = compare_key(name)
    going_on = [
        one for one in _all(context) if isinstance(one[1], DatedPage) and one[1].known_phase(context.today) == "under_way"
    ]
    return _lead_to([one for one in going_on if any(compare_key(own.value) == key for own in find_names(one[1]))], text, context)


def _all(context: PageContext) -> Iterator[FoundPage]:
    """Yield the pages listed today, with their kinds: only kinds that have cards."""
    for kind in context.kinds:
        if kind.card is not None:
            yield from ((kind, page) for page in context.library.listed(kind.model))


def _name(kind: PageKind[Any]) -> str:
    """Return the name of the word over a list of such pages. Activities and projects share one."""
    return "undertakings" if issubclass(kind.model, Undertaking) else kind.group or kind.all_words


def _card(one: FoundPage, text: PageText, context: PageContext) -> Card:
    return context.card(*one, text, is_short=True)


def _sort(found: Collection[FoundPage], text: PageText, context: PageContext) -> tuple[Card, ...]:
    """Return the cards of pages, sorted by phase and then in the order of their kind's overview."""
    registers = context.library.registers
    ordered = {page.address for kind, page in found if kind.model in registers and registers[kind.model].own_order}
    return sort_cards((_card(one, text, context) for one in found), context.language, ordered)


def _lead_to(found: Sequence[FoundPage], text: PageText, context: PageContext) -> tuple[Link, ...]:
    """Return links with titles only: figures elsewhere on the cards are not recorded as shown."""
    unseen = PageText(text.marks)
    text.note(mark for _, page in found for mark in find_marks(page.title))
    return tuple(Link(card.title, card.address) for card in _sort(found, unseen, context))


def _is_others(page: AddressedPage, context: PageContext) -> bool:
    """Return whether another organisation than the site's own runs it."""
    own, runner = context.website.organisation.name.value, getattr(page, "organisation", None)
    return runner is not None and compare_key(runner.value) != compare_key(own)

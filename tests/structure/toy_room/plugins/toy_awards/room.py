"""The room of awards: registers with every flag that a register can declare (`test_toy_register.py` removes each of them)."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.contacts.model import Contact
from plugins.core.library import Library, Register, Setting
from plugins.core.locales.locale import sort_key
from plugins.core.marks.known import check_references, check_unique
from plugins.core.marks.marks import ValueMark
from plugins.core.models.model import Model
from plugins.core.named_records import NamesMark
from plugins.core.problems import Problem
from plugins.core.room import Room
from plugins.local_goals.model import LocalGoal
from plugins.partners.supports import Support, find_supports
from plugins.toy_awards.model import SHELVES, ToyAward, ToyGiver, ToyJudge

UNSURE = 99
"""A number that makes the register unsure of the names of its other awards (`is_sure`)."""


def _rank(award: ToyAward, library: Library) -> ToyAward:
    is_first = all(award.number <= other.number for other in library.shelves.all(ToyAward))
    return award.model_copy(update={"rank": "det främsta priset" if is_first else "priset"})


AWARDS = Register(
    model=ToyAward,
    name_of=lambda award: str(award.number),
    code="leksakspris-okant",
    missing="Det finns inget leksakspris med nummer {}.",
    listing="Leksakspriserna är",
    order=lambda award: award.number,
    other_names=lambda _awards: {"guldet": "1"},
    is_sure=lambda awards: all(award.number != UNSURE for award in awards),
    adapt=_rank,
    also_called=lambda award: [f"pris nummer {award.number}"],
    fields=("leksakspris",),
    mark="leksakspris",
    no_pieces="I ett leksakspris kan ingen ruta stå.",
    instead="Ge hellre ut det igen nästa år.",
    setting=lambda _award: Setting(ToyAward),
    seen_on=lambda _award, _library: "/leksaksnotiser/",
    no_headings="Ett leksakspris har inga rubriker.",
    has_portraits=True,
)
GIVERS = Register(model=ToyGiver, has_organisations=True)
JUDGES = Register(model=ToyJudge, is_asked_for=False, mark="leksaksdomare", reports_drafts=True)


def _marks(library: Library, _setting: Setting) -> Iterator[ValueMark]:
    yield ValueMark(JUDGES.mark, library.known(ToyJudge).map(lambda judge: judge.name.value))
    yield ValueMark(AWARDS.mark, library.known(ToyAward).map(lambda award: f"{award.rank} {award.spoken or award.id}"))


def find_carriers(library: Library) -> Iterator[tuple[Model, Model]]:
    """Yield pairs of a goal and a current partner, by tier, then in alphabetical order."""

    def order(support: Support) -> tuple[object, ...]:
        return (support.tier.order, sort_key(support.partner.name.value, library.language))

    for support in sorted(library.ask(find_supports), key=order):
        yield library.known(LocalGoal).things[str(support.goal.number)], support.partner


CARRIERS = NamesMark("leksakspartner-för", LocalGoal, find_carriers, none="toy_awards_nobody")
"""The mark `{leksakspartner-för:1}`: the current partners of a goal."""


def _check(library: Library) -> Iterator[Problem]:
    yield from check_unique((award.id for award in library.all(ToyAward)), "leksakspris")
    for award in library.all(ToyAward):
        yield from library.known(Contact).check(award.contact)
    for judge in library.all(ToyJudge):
        yield from check_references(judge.contacts, library.known(Contact))
    for giver in library.all(ToyGiver):
        yield from library.known(ToyAward).check(giver.award)


ROOM = Room(shelves=SHELVES, registers=(AWARDS, GIVERS, JUDGES), marks=_marks, named=(CARRIERS,), check=_check)

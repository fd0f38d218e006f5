"""A page shows no contact twice, even if its text has the card of the page's own contact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugins.contacts.view import ContactCard
from plugins.house.plain import PlainPage
from plugins.site.model import Preparation
from tests.conftest import TODAY

Prepare = Callable[..., Preparation]

BASE = Path(__file__).parents[1] / "sites" / "_base"
REGISTER = (BASE / "kontakter.yaml").read_text("utf-8")
OWN, BO = "alva@example.org", "bo@example.org"
WITH_BO = f"{REGISTER}\n- id: bo\n  namn: Bo Exempelman\n  e-post: {BO}\n"


def cards_in(view: Any) -> Iterator[ContactCard]:
    """Yield the cards of a view in order, without those of help boxes."""
    if isinstance(view, ContactCard):
        yield view
    elif isinstance(view, tuple):
        for one in view:
            yield from cards_in(one)
    elif is_dataclass(view):
        for one in fields(view):
            if not (isinstance(view, PlainPage) and one.name in ("lead", "rest")):  # what is in the pieces already
                yield from cards_in(getattr(view, one.name))


def cards(preparation: Preparation, address: str) -> list[ContactCard]:
    """Return the cards on a page."""
    assert [one.message for one in preparation.problems if one.is_error] == []
    assert preparation.site is not None
    return [*cards_in(preparation.site.by_address[address].view)]


def mails(preparation: Preparation, address: str) -> list[str | None]:
    """Return the e-mail addresses of the cards on a page."""
    return [card.email for card in cards(preparation, address)]


def text(words: str, contact: str = "partnerskap") -> str:
    """Return a page with a text, and optionally its own contact."""
    own = f"kontakt: {contact}\n" if contact else ""
    return f"---\ntitel: Så når du oss\nsammanfattning: Ring eller skriv.\n{own}status: publicerad\n---\nRing oss.\n\n{words}\n"


CARD = "{kontakt:partnerskap}"
GOAL = (BASE / "mal" / "mal-1-ingen-hunger.md").read_text("utf-8").replace("Vi dukar i Torgskolan.", CARD)
BLOCK = f"---\nrubrik: Ring\n---\n{CARD}\n"
ACTIVITY = text("## Mer\n\n{kontakt:partnerskap}").replace("kontakt:", "lokala mål: 1\nkontakt:", 1)
PROJECT = ACTIVITY.replace("kontakt:", "organisation: Föreningen Exempel\nfrån: januari 2026\ntill: 2028\nkontakt:", 1)


@pytest.mark.parametrize(
    ("name", "written", "address"),
    [
        ("sidor/om.md", text(CARD), "/om/"),
        ("sidor/om.md", text(f"## Sist\n\n{CARD}"), "/om/"),
        ("sidor/start.md", text(CARD), "/"),
        ("sidor/kontakt.md", text(CARD, ""), "/kontakt/"),
        ("sidor/kontakt.md", text(CARD), "/kontakt/"),
        ("sidor/bli-partner.md", text(CARD), "/bli-partner/"),
        ("sidor/partner.md", text(CARD), "/partner/"),
        ("mal/mal-1-ingen-hunger.md", GOAL, "/mal-1/"),
        ("verksamheter/soppan.md", ACTIVITY, "/verksamheter/soppan/"),
        ("projekt/soppan.md", PROJECT, "/projekt/soppan/"),
    ],
)
def test_a_contact_placed_by_a_mark_is_not_shown_again(prepare: Prepare, name: str, written: str, address: str) -> None:
    assert mails(prepare({name: written}), address) == [OWN]


def test_a_contact_within_a_block_is_not_shown_again(prepare: Prepare) -> None:
    block = {"block/ring.md": BLOCK, "sidor/om.md": text("{block:ring}")}
    assert mails(prepare(block), "/om/") == [OWN]


@pytest.mark.parametrize(("name", "address"), [("start", "/"), ("bli-partner", "/bli-partner/")])
def test_a_contact_in_a_block_below_the_text_is_not_shown_again(prepare: Prepare, name: str, address: str) -> None:
    act = {"block/vad-kan-jag-gora.md": BLOCK, f"sidor/{name}.md": text(f"[Ring](#kontakt) {name}.")}
    (card,) = cards(prepare(act), address)
    assert card.own_id == "kontakt"


@pytest.mark.parametrize("contact", ["", "bo"])
def test_a_contact_placed_by_a_mark_does_not_hide_another(prepare: Prepare, contact: str) -> None:
    changes = {"kontakter.yaml": WITH_BO, "sidor/om.md": text(CARD, contact)}
    assert mails(prepare(changes), "/om/") == [OWN, BO][: 2 if contact else 1]


def test_a_contact_placed_on_the_contact_page_is_shown_beside_the_others(prepare: Prepare) -> None:
    changes = {"kontakter.yaml": WITH_BO, "sidor/kontakt.md": text("{kontakt:bo}", "")}
    assert mails(prepare(changes), "/kontakt/") == [BO, OWN]


LATER = date(2027, 2, 1)


@pytest.mark.parametrize(("today", "expected"), [(TODAY, [BO, OWN]), (LATER, [OWN])])
def test_a_successor_is_not_shown_twice_and_links_to_it_still_work(prepare: Prepare, today: date, expected: list[str]) -> None:
    ends = WITH_BO + "  till: 2027-01-15\n  ersätts av: partnerskap\n"
    changes = {"kontakter.yaml": ends, "sidor/om.md": text("{kontakt:bo}\n\nEller [ring Alva](#kontakt).")}
    preparation = prepare(changes, today=today)
    assert mails(preparation, "/om/") == expected
    assert next(card.own_id for card in cards(preparation, "/om/")) == (None if today == TODAY else "kontakt")
    assert not [one.message for one in preparation.problems if re.search("kontakt", one.message)]


def test_a_link_to_the_contact_of_the_contact_page_leads_to_its_card(prepare: Prepare) -> None:
    changes = {"sidor/kontakt.md": text("Välkommen."), "sidor/om.md": text("[Ring](/kontakt/#kontakt).", "")}
    (card,) = cards(prepare(changes), "/kontakt/")
    assert card.own_id == "kontakt"

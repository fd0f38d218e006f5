"""Walls and successors: which records of the registers are shown on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from plugins.contacts.model import Contact
from plugins.contacts.rules import find_holder
from plugins.core.library import Library
from plugins.core.reading.reader import read_shelves
from plugins.core.swedish import SWEDISH
from plugins.partners.supports import Support, find_supports
from plugins.partners.view import build_wall
from plugins.site.rooms import SHELVES, open_library

TODAY = date(2026, 11, 22)
Make = Callable[[dict[str, str]], Path]

TIERS = """\
- namn: Vän
  plural: Vänner
  ordning: 30
  visning: namn
- namn: Huvudpartner
  plural: Huvudpartner
  ordning: 4
  visning: stor logotyp
- namn: Sponsor
  plural: Sponsorer
  ordning: 5
  visning: liten logotyp
  märk länken som sponsrad: ja
"""


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>'


def library(make_content: Make, partners: str, today: date = TODAY) -> Library:
    """Return the library of the base site with other tiers and partners, and two logos."""
    logos = {f"partner/logotyper/{name}.svg": SVG for name in "ab"}
    shelves, problems = read_shelves(make_content({"nivaer.yaml": TIERS, "partner/partner.yaml": partners, **logos}), SHELVES)
    assert problems == ()
    return open_library(shelves, today, shows_drafts=False)


def _supports(found: Library, goal: str) -> list[Support]:
    return [support for support in found.ask(find_supports) if str(support.goal.number) == goal]


def wall(found: Library, goal: str = "1") -> list[tuple[str, list[str]]]:
    """Return the tiers of a goal, with names."""
    tiers = build_wall(_supports(found, goal), found.today, found.gallery, SWEDISH)
    return [(tier.title, [partner.name for partner in tier.partners]) for tier in tiers]


def partner(name: str, tier: str = "vän", goal: int = 1, more: str = "") -> str:
    """Return an entry of the register of partners."""
    return f"- namn: {name}\n  lokalt mål: {goal}\n  nivå: {tier}\n{more}"


def test_tiers_are_in_their_order_and_partners_in_the_swedish_alphabet(make_content: Make) -> None:
    names = ["Östra", "Zeta", "Äpplet", "Åkeriet", "alfa", "Beta 10", "Beta 2"]
    entries = "".join(partner(name) for name in names) + partner("Sist", "sponsor") + partner("Först", "huvudpartner")

    assert wall(library(make_content, entries)) == [
        ("Huvudpartner", ["Först"]),
        ("Sponsor", ["Sist"]),
        ("Vänner", ["alfa", "Beta 2", "Beta 10", "Zeta", "Åkeriet", "Äpplet", "Östra"]),
    ]


def test_logos_below_the_first_screen_are_loaded_lazily(make_content: Make) -> None:
    """Partners without a logo take up space too; `early` is how many fit on the first screen, none on the start page."""
    logo = "  logotyp: a.svg\n"
    entries = "".join(partner(f"H{number}", "huvudpartner", more=logo) for number in range(2))
    entries += "".join(partner(f"S{number}", "sponsor", more=logo if number else "") for number in range(4))
    found = library(make_content, entries)

    def late(early: int) -> list[str]:
        tiers = build_wall(found.ask(find_supports), TODAY, found.gallery, SWEDISH, early=early)
        return [one.name for tier in tiers for one in tier.partners if one.logo and one.logo.is_lazy]

    assert late(0) == ["H0", "H1", "S1", "S2", "S3"]
    assert late(4) == ["S2", "S3"]
    assert late(6) == []


def test_the_heading_of_a_tier_is_singular_for_one_partner_and_missing_for_none(make_content: Make) -> None:
    found = library(make_content, partner("A") + partner("B", "sponsor", 2) + partner("C", "sponsor", 2))

    assert wall(found) == [("Vän", ["A"])]
    assert wall(found, "2") == [("Sponsorer", ["B", "C"])]
    assert wall(found, "3") == []


@pytest.mark.parametrize(
    ("days", "is_shown"),
    [
        ("  till: 2026-11-22\n", True),
        ("  till: 2026-11-21\n", False),
        ("  från: 2026-11-22\n", True),
        ("  från: 2026-11-23\n", False),
        ("  från: 2026-11-22\n  till: 2026-11-22\n", True),
        ("", True),
        ("  status: utkast\n", False),
    ],
)
def test_a_partner_is_shown_on_the_first_and_the_last_day(make_content: Make, days: str, is_shown: bool) -> None:
    found = library(make_content, partner("A", more=days))
    whole = build_wall(found.ask(find_supports), TODAY, found.gallery, SWEDISH)

    assert wall(found) == ([("Vän", ["A"])] if is_shown else [])
    assert bool(whole) is is_shown


def test_the_whole_wall_has_each_partner_once_on_its_highest_current_tier(make_content: Make) -> None:
    agreements = (
        "- namn: A\n  avtal:\n    - lokalt mål: 1\n      nivå: vän\n"
        "    - lokalt mål: 2\n      nivå: sponsor\n      till: 2026-12-31\n"
        "    - lokalt mål: 2\n      nivå: huvudpartner\n      från: 2027-01-01\n"
    )

    def titles(goals: list[int], today: date) -> list[str]:
        found = library(make_content, agreements, today)
        supports = [support for support in found.ask(find_supports) if support.goal.number in goals]
        return [tier.title for tier in build_wall(supports, today, found.gallery, SWEDISH)]

    assert titles([1, 2], TODAY) == ["Sponsor"]
    assert titles([1, 2], date(2027, 1, 1)) == ["Huvudpartner"]
    assert titles([1], TODAY) == ["Vän"]
    assert titles([], TODAY) == []


DRAFT_TIER = TIERS.replace("- namn: Vän\n", "- namn: Vän\n  status: utkast\n")


def test_an_agreement_counts_only_if_neither_its_partner_nor_its_tier_is_a_draft(make_content: Make) -> None:
    found = library(make_content, partner("A") + partner("B", more="  status: utkast\n") + partner("C", "sponsor"))
    assert [support.partner.name.value for support in found.ask(find_supports)] == ["A", "C"]

    shelves = read_shelves(make_content({"nivaer.yaml": DRAFT_TIER}), SHELVES).shelves
    assert [support.partner.name.value for support in open_library(shelves, TODAY, shows_drafts=False).ask(find_supports)] == [
        "C"
    ]
    shown = open_library(shelves, TODAY, shows_drafts=True).ask(find_supports)
    assert [support.partner.name.value for support in shown] == ["A", "B", "C"]


def test_a_partner_has_a_sponsored_link_and_the_logo_of_the_day(make_content: Make) -> None:
    new_logo = "  ny logotyp:\n    fil: b.svg\n    från: 2026-11-22\n"
    more = f"  webbplats: https://www.example.org/\n  logotyp: a.svg\n{new_logo}"
    found = library(
        make_content,
        partner("A", "sponsor", more=more) + partner("B", "sponsor") + partner("C", more="  webbplats: https://c.example.org/\n"),
    )
    sponsors, friends = build_wall(_supports(found, "1"), TODAY, found.gallery, SWEDISH)
    (earlier,) = (
        tier
        for tier in build_wall(_supports(found, "1"), TODAY - timedelta(1), found.gallery, SWEDISH)
        if tier.title == "Sponsorer"
    )

    assert [(p.name, p.address, p.rel) for p in (*sponsors.partners, *friends.partners)] == [
        ("A", "https://www.example.org/", "sponsored"),
        ("B", None, None),
        ("C", "https://c.example.org/", None),
    ]
    assert [tier.display for tier in (sponsors, friends)] == ["small", "names"]
    assert sponsors.partners[0].logo is not None
    assert earlier.partners[0].logo is not None
    assert earlier.partners[0].logo.address.startswith("/partner/logotyper/a.")
    assert sponsors.partners[0].logo.address.startswith("/partner/logotyper/b.")
    assert sponsors.partners[1].logo is None


def contact(name: str, more: str = "") -> str:
    """Return an entry of the register of contacts."""
    return f"- id: {name}\n  roll: {name}\n  telefon: 08-465 004 00\n{more}"


@pytest.mark.parametrize(
    ("entries", "holds"),
    [
        (contact("a"), "a"),
        (contact("a", "  till: 2026-11-22\n  ersätts av: b\n") + contact("b"), "a"),
        (contact("a", "  till: 2026-11-21\n  ersätts av: B\n") + contact("b"), "b"),
        (
            contact("a", "  till: 2026-01-01\n  ersätts av: b\n")
            + contact("b", "  till: 2026-11-21\n  ersätts av: c\n")
            + contact("c"),
            "c",
        ),
        (contact("a", "  till: 2026-11-21\n"), None),
        (contact("a", "  till: 2026-11-21\n  ersätts av: b\n") + contact("b", "  status: utkast\n"), None),
        (contact("a", "  till: 2026-11-21\n  ersätts av: a\n"), None),
        (
            contact("a", "  till: 2026-11-21\n  ersätts av: b\n") + contact("b", "  till: 2026-11-20\n  ersätts av: a\n"),
            None,
        ),
        (contact("a", "  ersätts av: b\n") + contact("b"), "a"),
    ],
)
def test_a_contact_is_followed_by_its_successor_after_the_last_day(make_content: Make, entries: str, holds: str | None) -> None:
    shelves, problems = read_shelves(make_content({"kontakter.yaml": entries}), SHELVES)
    found = open_library(shelves, TODAY, shows_drafts=False)
    current = find_holder(shelves.all(Contact)[0], found.known(Contact), TODAY)

    assert problems == ()
    assert (str(current.id) if current else None) == holds

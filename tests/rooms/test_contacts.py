"""Contacts: which one is shown today, the card, and the page on which it is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from plugins.contacts.view import ContactCard
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage
from plugins.local_goals.view import GoalPage
from plugins.pages.view import ContactPage, HelpPage
from plugins.site.model import Preparation
from plugins.site.outside import find_outside_links
from plugins.site.to_do.sources import list_to_do
from plugins.website.security import SECURITY_FILE
from tests.conftest import TODAY
from tests.intake.files import drawn, saved

Prepare = Callable[..., Preparation]
Make = Callable[..., Path]

LAMPS = "\n- id: nodnummer\n  namn: Larmcentralen\n  telefon: 112\n"


def contacts(more: str = "", others: str = "") -> dict[str, str]:
    """Return a register with more lines for the partnership contact, and more contacts."""
    own = "- id: partnerskap\n  namn: Alva Exempelsson\n  roll: Kontakt för partnerskap\n  e-post: alva@example.org\n"
    return {"kontakter.yaml": own + more + LAMPS + others}


def page(preparation: Preparation, address: str) -> SitePage:
    """Return a page of the site."""
    assert preparation.site is not None
    return next(page for page in preparation.site.pages if page.address == address)


def names(preparation: Preparation) -> list[str | None]:
    """Return the contact of each page of the base site, and those on `/kontakt/`."""
    found: list[str | None] = []
    for address in ("/mal-1/", "/mal-2/", "/om/"):
        view = page(preparation, address).view
        assert isinstance(view, GoalPage | PlainPage)
        found.append(view.contact.name if view.contact else None)
    view = page(preparation, "/kontakt/").view
    assert isinstance(view, ContactPage)
    return [*found, *(card.name for card in view.cards)]


END = f"  till: {TODAY - timedelta(days=1)}\n"
BO = "\n- id: bo\n  namn: Bo Exempelman\n  telefon: 08-465 004 00\n"
ROLE = "\n- id: partnerjouren\n  roll: kontakt för Partnerskap\n  e-post: partner@example.org\n"


@pytest.mark.parametrize(
    ("more", "others", "expected"),
    [
        (f"  till: {TODAY}\n  ersätts av: bo\n", BO, "Alva Exempelsson"),
        (END + "  ersätts av: bo\n", BO, "Bo Exempelman"),
        (END + "  ersätts av: bo\n", BO + f"{END}  ersätts av: partnerjouren\n" + ROLE, "kontakt för Partnerskap"),
        (END, ROLE, "kontakt för Partnerskap"),
        (END + "  ersätts av: bo\n", BO + ROLE, "Bo Exempelman"),
    ],
)
def test_every_page_shows_the_successor_from_the_day_after_the_last(
    prepare: Prepare, format_all: Callable[..., list[str]], more: str, others: str, expected: str
) -> None:
    preparation = prepare(contacts(more, others))
    assert format_all([problem for problem in preparation.problems if problem.is_error]) == []
    assert [" ".join(str(name).split()) for name in names(preparation)] == [expected] * 4


@pytest.mark.parametrize(
    "others",
    [
        ROLE + END,
        ROLE + "  status: utkast\n",
        ROLE.replace("roll: kontakt för Partnerskap", "roll: Kontakt för press"),
        ROLE.replace("  roll:", "  namn: Cilla Exempel\n  roll:"),  # a person is named by the editors, never guessed
    ],
)
def test_without_a_named_successor_only_a_contact_of_the_same_role_takes_over(prepare: Prepare, others: str) -> None:
    codes = [problem.code for problem in prepare(contacts(END, others)).problems]
    assert codes == ["avslutad-kontakt"]  # told once, at the contact


@pytest.mark.parametrize(
    ("own", "until", "day", "expected"),
    [
        (-140, 28, 0, "kontakt-slutar"),  # who has taken over
        (-140, 28, 28, "kontakt-slutar"),
        (-140, 28, 29, "avslutad-kontakt"),
        (10, 28, 0, "kontakt-slutar"),  # who is to take over
        (10, 61, 0, None),
        (90, 28, 0, None),  # ends before it would begin: told when the first is near its end
    ],
)
def test_the_last_day_of_a_successor_is_reported_in_advance(
    prepare: Prepare, own: int, until: int, day: int, expected: str | None
) -> None:
    days = [TODAY + timedelta(days=one) for one in (own, until)]
    register = contacts(f"  till: {days[0]}\n  ersätts av: bo\n", f"{BO}  till: {days[1]}\n")
    found = [one for one in prepare(register, today=TODAY + timedelta(days=day)).problems if "kontakt" in one.code]
    assert [one.code for one in found] == ([expected] if expected else [])
    assert all("”bo”" in one.message and one.place.line == 15 for one in found)


def test_a_removed_contact_is_an_error_at_each_use(prepare: Prepare) -> None:
    preparation = prepare({"kontakter.yaml": LAMPS, "sidor/start.md": START})
    errors = sorted({(p.code, p.place.source.path.name, p.place.line) for p in preparation.problems if p.is_error})
    assert errors == [
        ("okand-kontakt", "mal-1-ingen-hunger.md", 10),
        ("okand-kontakt", "mal-2-alla-ar-trygga.md", 7),
        ("okand-kontakt", "om.md", 4),
        ("okand-kontakt", "start.md", 8),
        ("okand-kontakt", "webbplats.yaml", 9),
    ]


START = """---
titel: Start
sammanfattning: Här börjar det.
status: publicerad
---
Ring oss.

{kontakt:partnerskap}
"""


def test_a_contact_card_is_shown_where_the_text_has_its_mark(prepare: Prepare) -> None:
    view = page(prepare({"sidor/om.md": START}), "/om/").view
    assert isinstance(view, PlainPage)
    assert [piece.kind for piece in view.pieces] == ["html", "contact"]
    assert view.pieces[1].view.name == "Alva Exempelsson"
    assert view.pieces[1].view.email_link == "mailto:alva@example.org"


def test_mail_from_the_page_of_a_goal_has_the_goal_in_its_subject(prepare: Prepare) -> None:
    view = page(prepare(), "/mal-2/").view
    assert isinstance(view, GoalPage)
    assert view.contact is not None
    assert view.contact.email_link == "mailto:alva@example.org?subject=Lokalt%20m%C3%A5l%202%3A%20Alla%20%C3%A4r%20trygga"


def test_the_page_of_contacts_shows_the_contact_of_each_goal_once(prepare: Prepare, make_content: Make) -> None:
    name = "mal/mal-2-alla-ar-trygga.md"
    goal = (make_content({}) / name).read_text("utf-8").replace("kontakt: partnerskap", "kontakt: bo")
    view = page(prepare(contacts(others=BO) | {name: goal}), "/kontakt/").view
    assert isinstance(view, ContactPage)
    assert [card.name for card in view.cards] == ["Alva Exempelsson", "Bo Exempelman"]


def card(preparation: Preparation) -> ContactCard:
    """Return the card at the end of a page."""
    view = page(preparation, "/om/").view
    assert isinstance(view, PlainPage)
    assert view.contact is not None
    return view.contact


def test_a_portrait_is_shown_and_published(prepare: Prepare) -> None:
    without = prepare()
    assert card(without).portrait is None

    portrait = '  bild:\n    fil: alva.jpg\n    beskrivning: ""\n    samtycke: ja\n'
    preparation = prepare(contacts(portrait) | {"bilder/alva.jpg": saved(drawn(), "JPEG")})
    assert [problem.message for problem in preparation.problems if problem.is_error] == []
    portrait_view = card(preparation).portrait
    assert portrait_view is not None
    assert portrait_view.width == 600
    assert preparation.site is not None
    assert portrait_view.address.lstrip("/") in preparation.site.files


def test_the_portrait_of_a_contact_that_has_ended_is_not_published(prepare: Prepare) -> None:
    more = "  bild: alva.jpg\n" + END + "  ersätts av: bo\n"
    preparation = prepare(contacts(more, BO) | {"bilder/alva.jpg": saved(drawn(), "JPEG")})
    assert preparation.site is not None
    assert not [name for name in preparation.site.files if "alva" in name]


def test_a_missing_portrait_is_an_error_at_its_line(prepare: Prepare) -> None:
    errors = [(p.code, p.place.line) for p in prepare(contacts("  bild: alva.jpg\n")).problems if p.is_error]
    assert set(errors) == {("saknar-bild", 5)}


@pytest.mark.parametrize("day", [TODAY, date(2027, 6, 1)])
@pytest.mark.parametrize(
    ("more", "others", "lines"),
    [
        ("  till: 2027-05-01\n  ersätts av: partnerskap\n", "", [6]),
        ("  till: 2027-05-01\n  ersätts av: bo\n", BO + "  ersätts av: partnerskap\n", [6]),
        ("", BO + "  ersätts av: cilla\n\n- id: cilla\n  roll: Växel\n  telefon: 112\n  ersätts av: bo\n", [13]),
        ("  till: 2027-05-01\n  ersätts av: bo\n", BO, []),
    ],
)
def test_a_cycle_of_successors_is_reported_once_at_its_first_contact(
    prepare: Prepare, more: str, others: str, lines: list[int], day: date
) -> None:
    problems = prepare(contacts(more, others), today=day).problems
    assert sorted({(p.code, p.place.line) for p in problems}) == [("fel-eftertradare", line) for line in lines]


# ---- the security contact


def name_for_security(make_content, contact: str, reference: str = "larm") -> dict[str, str]:
    """Return the base site with another contact as its security contact."""
    content = make_content({})
    read = {name: (content / name).read_text("utf-8").rstrip() for name in ("webbplats.yaml", "kontakter.yaml")}
    return {
        "webbplats.yaml": f"{read['webbplats.yaml']}\n\nsäkerhetskontakt: {reference}\n",
        "kontakter.yaml": f"{read['kontakter.yaml']}\n\n- id: larm\n  namn: Alva Exempelsson\n{contact}",
    }


WAYS = {
    "  telefon: 070-174 06 05\n  e-post: alva@example.org\n": ("mailto:alva@example.org",),
    "  e-post: alva@åäö.example.org\n  webbplats: https://www.example.org/sakerhet\n": (
        "mailto:alva@xn--4cab6c.example.org",
        "https://www.example.org/sakerhet",
    ),
    "  webbplats: https://åäö.example.org/säkerhet?för=50%25#å\n": (
        "https://xn--4cab6c.example.org/s%C3%A4kerhet?f%C3%B6r=50%25#%C3%A5",
    ),
    "  telefon: 070-174 06 05\n  webbplats: http://www.example.org/\n": ("tel:+46701740605",),
    "  e-post: alva@example.org\n  till: 2026-11-21\n  ersätts av: partnerskap\n": ("mailto:alva@example.org",),
}


@pytest.mark.parametrize("contact", WAYS)
def test_the_security_contact_is_reached_by_mail_or_web_and_otherwise_by_telephone(prepare, make_content, contact: str) -> None:
    preparation = prepare(name_for_security(make_content, contact))
    assert preparation.site.security.ways == WAYS[contact]
    assert ".well-known/security.txt" in preparation.site.outputs


def test_security_txt_has_contact_expiry_and_address_and_nothing_else(prepare, make_content) -> None:
    site = prepare(name_for_security(make_content, "  e-post: alva@example.org\n")).site
    assert SECURITY_FILE.write(site) == (
        f"Contact: mailto:alva@example.org\nExpires: 2027-06-30T23:59:59Z\nCanonical: {site.root}/.well-known/security.txt\n"
    )


def test_the_renewal_of_security_txt_is_a_change_of_the_site(prepare, make_content) -> None:
    changes = name_for_security(make_content, "  e-post: alva@example.org\n")
    day, what = prepare(changes, today=date(2026, 12, 30)).next_change
    assert day == date(2027, 1, 1)
    assert "uppgiften om vem som tar emot säkerhetsbrister förnyas" in what


def test_a_site_without_a_security_contact_has_no_security_txt(prepare) -> None:
    site = prepare().site
    assert site.security is None
    assert ".well-known/security.txt" not in site.outputs


def test_an_unknown_security_contact_is_an_error_with_a_suggestion(prepare, make_content, format_all) -> None:
    changes = name_for_security(make_content, "  e-post: alva@example.org\n", "partnerskpa")
    [message] = [message for message in format_all(prepare(changes).problems) if "okand-kontakt" in message]
    assert "webbplats.yaml" in message
    assert "Skriv:  säkerhetskontakt: partnerskap" in message


LEFT = """
- id: bo
  namn: Bo Exempelman
  organisation: saknas
  webbplats: https://www.example.com/bo/
  till: {day}
  granska senast: 2026-11-01
"""


@pytest.mark.parametrize("has_left", [False, True])
def test_an_ended_contact_needs_no_work_and_its_website_is_not_checked(prepare: Prepare, has_left: bool) -> None:
    last = TODAY - timedelta(days=1) if has_left else TODAY
    preparation = prepare(contacts(others=LEFT.replace("{day}", str(last))))
    assert preparation.site is not None
    codes = sorted(problem.code for problem in preparation.problems)
    waiting = {row.sort for row in list_to_do(preparation) if row.name == "Bo Exempelman"} - {"changes"}
    asked = "https://www.example.com/bo/" in find_outside_links(preparation.site, preparation.library)

    assert (codes, len(preparation.left_out), waiting, asked) == (
        ([], 0, set(), False) if has_left else (["granskning-forfallen", "saknas"], 1, {"reviews", "gaps"}, True)
    )


def test_a_help_box_without_text_and_contacts_is_not_shown(prepare: Prepare) -> None:
    box = "\n- id: mörker\n  rubrik: Är det mörkt?\n  text: {}\n  kontakter: [{}]\n"
    for text, lines, shown in (("saknas", "saknas", 0), ("saknas", "nodnummer", 1), ("Tänd en lampa.", "saknas", 1)):
        boxes = (
            f"- id: våld\n  rubrik: Behöver du hjälp nu?\n  text: Ring.\n  kontakter:\n    - nodnummer\n{box.format(text, lines)}"
        )
        shown_page = page(prepare({"stodrutor.yaml": boxes}), "/hjalp/")
        assert isinstance(shown_page.view, HelpPage)
        own = [one for one in shown_page.view.boxes if one.title == "Är det mörkt?"]
        assert len(own) == shown == ("ar-det-morkt" in shown_page.ids)
        assert all(one.lines or one.text for one in own)


@pytest.mark.parametrize(("day", "expected"), [(END, []), (f"  till: {TODAY}\n", ["avslutad-kontakt"])])
def test_a_contact_named_only_in_an_ended_announcement_may_have_ended(prepare: Prepare, day: str, expected: list[str]) -> None:
    """Also if its file has announcements that have not ended."""
    over = f"- text: |\n    Ring oss.\n\n    {{kontakt:bo}}\n{day}"
    changes = {**contacts(others=f"{BO}{END}"), "meddelanden.yaml": f"{over}\n- text: Nyår är på gång.\n  till: 2027-01-01\n"}
    assert [one.code for one in prepare(changes).problems if "kontakt" in one.code] == expected

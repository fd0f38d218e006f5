"""What is left out on a day instead of stopping the nightly run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plugins.site.model import Theme
from plugins.site.prepare import read_content
from plugins.site.removal.leaving import ForToday, prepare_for_today
from tests.conftest import BASE, TODAY

BEFORE = date(2026, 11, 1)
CONTACTS = (BASE / "kontakter.yaml").read_text("utf-8")
Judge = Callable[..., ForToday]


@pytest.fixture
def judge(make_content: Callable[..., Path], theme: Theme) -> Judge:
    """Return a function that prepares a changed base site for the day."""

    def run(changes: dict[str, str | bytes | None], before: date = BEFORE) -> ForToday:
        return prepare_for_today(read_content(make_content(changes)), TODAY, before, theme)

    return run


def addresses(found: ForToday) -> set[str]:
    """Return the addresses of the pages of a site."""
    assert found.preparation.site is not None
    return {page.address for page in found.preparation.site.pages}


def test_an_ended_contact_is_left_out_and_reported(judge: Judge) -> None:
    ended = CONTACTS.replace("  granska senast: 2027-05-22", "  till: 2026-11-20\n  granska senast: 2027-05-22")
    assert ended != CONTACTS
    found = judge({"kontakter.yaml": ended})
    assert [one.code for one in found.left_out] == ["avslutad-kontakt"]
    assert found.errors == ()
    assert "/mal-1/" in addresses(found)
    assert found.preparation.site is not None
    goal = next(page for page in found.preparation.site.pages if page.address == "/mal-1/")
    assert "Alva Exempelsson" not in repr(goal.view)


def test_a_page_with_an_error_is_left_out_on_its_first_day(judge: Judge) -> None:
    page = "---\ntitel: Ny\nsammanfattning: saknas\nvisas från: 2026-11-22\nstatus: publicerad\n---\nText.\n"
    found = judge({"sidor/ny.md": page})
    assert [one.code for one in found.left_out] == ["saknas"]
    assert found.errors == ()
    assert "/ny/" not in addresses(found)
    assert "/om/" in addresses(found)


PARTNERS = (BASE / "partner/partner.yaml").read_text("utf-8")
ENDED = {"partner/partner.yaml": PARTNERS.replace("till: 2026-12-31", "till: 2026-11-20")}
"""The only agreement of its tier has ended, and so the tier's heading on the page of partners is gone."""
WEBSITE = (BASE / "webbplats.yaml").read_text("utf-8")
ABOUT = (BASE / "sidor/om.md").read_text("utf-8")
MENU = "meny:\n  - text: Stöd\n    adress: {}\n"
KIND, UNTIL = "kontakt:", "visas till: 2026-11-20\nkontakt:"


def test_nothing_is_left_out_because_of_a_link_to_a_heading_removed_by_the_day(judge: Judge) -> None:
    about = ABOUT.replace("Vi är en förening.", "Tack, [vänföretag](/partner/#vanforetag).")
    found = judge({**ENDED, "sidor/om.md": about, "webbplats.yaml": WEBSITE + MENU.format("/partner/#vanforetag")})
    assert (found.errors, found.left_out) == ((), ())
    problems = [(one.code, one.place.source.path.name) for one in found.preparation.problems if one.code == "annan-dag"]
    assert {*problems} == {("annan-dag", "om.md"), ("annan-dag", "webbplats.yaml")}
    assert {page.frame.gone for page in found.preparation.site.pages} == {()}  # type: ignore[union-attr]


IN_TWO = WEBSITE.replace("språk: sv", "språk: [sv, en]")
LAST_IN_ENGLISH = {
    "sidor/jul.md": ABOUT.replace("Om oss", "Julen").replace("Vilka vi är", "När granen står").replace(KIND, UNTIL),
    "sidor/jul.en.md": "---\ntitel: Christmas\nsammanfattning: When the tree is there.\nstatus: publicerad\n---\n\nCome.\n",
}
"""The only English page has ended, and so all that the site has in English because of it."""


def test_nothing_is_left_out_because_of_a_link_to_a_page_removed_by_the_day(judge: Judge) -> None:
    about = ABOUT.replace("Vi är en förening.", "Tack, [partners](/en/partner/).")
    found = judge({**LAST_IN_ENGLISH, "webbplats.yaml": IN_TWO + MENU.format("/en/partner/"), "sidor/om.md": about})
    assert (found.errors, found.left_out) == ((), ())
    page = next(page for page in found.preparation.site.pages if page.address == "/om/")  # type: ignore[union-attr]
    assert "/en/partner/" in page.frame.gone
    assert "/en/partner/" not in {link.address for link in page.frame.menu}


@pytest.fixture
def _untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make other days unknown, as with a mark of a new room that does not declare them."""
    monkeypatch.setattr("plugins.site.days.other_days.OtherDays.find", lambda _self, _address: ())


@pytest.mark.usefixtures("_untold")
def test_a_link_broken_by_an_undeclared_day_becomes_plain_words(judge: Judge) -> None:
    about = ABOUT.replace("Vi är en förening.", "Tack, [partners](/en/partner/).")
    found = judge({**LAST_IN_ENGLISH, "webbplats.yaml": IN_TWO, "sidor/om.md": about})
    assert found.errors == ()
    assert [(one.code, one.place.source.path.name) for one in found.left_out] == [("bruten-lank", "om.md")]
    page = next(page for page in found.preparation.site.pages if page.address == "/om/")  # type: ignore[union-attr]
    assert "/en/partner/" in page.frame.gone


@pytest.mark.usefixtures("_untold")
def test_a_menu_link_broken_by_an_undeclared_day_is_reported(judge: Judge) -> None:
    found = judge({**LAST_IN_ENGLISH, "webbplats.yaml": IN_TWO + MENU.format("/en/partner/")})
    assert found.errors == ()
    assert {one.code for one in found.left_out} == {"bruten-lank"}


def test_a_page_with_a_dead_link_is_left_out_on_its_first_day(judge: Judge) -> None:
    page = "---\ntitel: Ny\nsammanfattning: Ny.\nvisas från: 2026-11-22\nstatus: publicerad\n---\nLäs [mer](#mer).\n"
    found = judge({"sidor/ny.md": page})
    assert ([one.code for one in found.left_out], found.errors) == (["bruten-lank"], ())
    assert "/ny/" not in addresses(found)


def test_a_photograph_without_consent_is_never_published(judge: Judge) -> None:
    goal = (BASE / "mal/mal-1-ingen-hunger.md").read_text("utf-8")
    shown = goal.replace("kontakt: partnerskap", "bild:\n  fil: frukost.png\n  beskrivning: Ett bord.\nkontakt: partnerskap")
    found = judge({"mal/mal-1-ingen-hunger.md": shown})
    assert "saknar-samtycke" in [one.code for one in found.errors]
    text = "---\ntitel: Ny\nsammanfattning: Ny.\nvisas från: 2026-11-22\nstatus: publicerad\n---\n![Bord](/bilder/frukost.png)\n"
    later = judge({"mal/mal-1-ingen-hunger.md": goal, "sidor/ny.md": text})
    if later.left_out:
        assert "/ny/" not in addresses(later)


def test_an_error_from_before_stops_the_nightly_run(judge: Judge) -> None:
    found = judge({"fakta.yaml": "- id: a\n"})
    assert found.errors
    assert found.left_out == ()

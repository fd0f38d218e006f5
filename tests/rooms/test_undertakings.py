"""Activities and projects: what their pages show on which day, and how other pages link to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from plugins.activities.model import Activity
from plugins.activities.view import ActivitiesPage, ActivityPage
from plugins.core.models.model import fields_of
from plugins.house.page import SitePage
from plugins.house.text_page import CardsPage
from plugins.local_goals.view import MOST_UNDERTAKINGS, GoalPage
from plugins.pages.view import GlobalGoalsPage
from plugins.partners.page import PartnersPage
from plugins.projects.view import ProjectPage
from plugins.site.model import Preparation
from plugins.site.rooms import REGISTERS
from plugins.website.model import Website
from tests.conftest import BASE

Prepare = Callable[..., Preparation]


@pytest.fixture
def prepare(prepare_at_bench: Prepare) -> Prepare:
    """Return the fixture with the bench: most tests here change one file."""
    return prepare_at_bench


SOUP, LIFT = "verksamheter/soppkoket.md", "projekt/laxlyftet.md"


def activity(*fields: str, body: str = "Soppan är gratis.", title: str = "Soppköket", goals: str = "1") -> str:
    """Return an activity with some more fields."""
    lines = [f"titel: {title}", "sammanfattning: Varm soppa varje dag.", f"lokala mål: {goals}", *fields]
    status = [] if any(line.startswith("status:") for line in fields) else ["status: publicerad"]
    return "\n".join(["---", *lines, *status, "---", body, ""])


def project(
    *fields: str, begins: str = "2026-01-01", ends: str = "2027-12-31", owner: str = "Björkbolaget AB", body: str = ""
) -> str:
    """Return a project with some more fields."""
    lines = ["titel: Läxlyftet", "sammanfattning: Hjälp med läxorna.", "lokala mål: 2", f"organisation: {owner}"]
    return "\n".join(["---", *lines, f"från: {begins}", f"till: {ends}", *fields, "status: publicerad", "---", body, ""])


def page_at(preparation: Preparation, address: str) -> SitePage:
    """Return a page of the site, which must have no errors except those of other rules about these pages."""
    assert [problem.message for problem in preparation.problems if problem.is_error] == []
    assert preparation.site is not None
    return next(page for page in preparation.site.pages if page.address == address)


def view_at(preparation: Preparation, address: str) -> Any:
    """Return the view of a page."""
    return page_at(preparation, address).view


def read_facts(view: ActivityPage | ProjectPage) -> dict[str, list[str]]:
    """Return the fact table, with plain spaces."""
    return {row.label: [value.text.replace("\N{NO-BREAK SPACE}", " ") for value in row.values] for row in view.sheet.details}


# ---- the page of an activity


def test_an_activity_has_an_address_a_trail_and_its_goals(prepare: Prepare) -> None:
    page = page_at(prepare({SOUP: activity()}), "/verksamheter/soppkoket/")
    assert isinstance(page.view, ActivityPage)
    assert page.template == "activity"
    assert [(link.text, link.address) for link in page.frame.trail] == [("Verksamheter", "/verksamheter/")]
    assert read_facts(page.view)["Lokalt mål"] == ["Mål 1: Ingen hunger"]
    assert page.frame.title == "Soppköket – Verksamhet – Lokala målen i Sandvålla"
    assert page.frame.share_image.endswith("/delning/mal-1.png")


def test_an_activity_has_the_colour_of_its_goal_unless_it_has_several(prepare: Prepare) -> None:
    assert page_at(prepare({SOUP: activity()}), "/verksamheter/soppkoket/").frame.colour_class == "goal-1"
    both = activity().replace("lokala mål: 1", "lokala mål: [1, 2]")
    assert both != activity()
    assert page_at(prepare({SOUP: both}), "/verksamheter/soppkoket/").frame.colour_class is None


@pytest.mark.parametrize(
    ("fields", "notices"),
    [
        ([], ()),
        (["organisation: Sandvålla stadsmission"], ()),
        (["organisation: sandvålla Stadsmission"], ()),
        (["organisation: Björkbolaget"], ("Drivs av Björkbolaget.",)),
        (["organisation: Björkbolaget m.fl."], ("Drivs av Björkbolaget m.fl.",)),
        (["uppgifter från: hösten 2017"], ("Uppgifterna är från hösten 2017.",)),
        (["uppgifter från: tidigast hösten 2017"], ("Uppgifterna är från tidigast hösten 2017.",)),
        (["organisation: Mosippan", "uppgifter från: 2017"], ("Drivs av Mosippan.", "Uppgifterna är från 2017.")),
        (
            ["organisation: Mosippan", "till: våren 2026"],
            ("Verksamheten är avslutad.", "Slut: våren 2026.", "Drevs av Mosippan."),
        ),
        (
            ["organisation: Mosippan", "från: 2026-12-01"],
            ("Verksamheten har inte börjat än.", "Start: 1 december 2026.", "Ska drivas av Mosippan."),
        ),
        (["från: 2026"], ()),
        (["till: 2026"], ()),
        (["till: 2026-11-22"], ()),
        (["från: 2026-11-22"], ()),
    ],
)
def test_an_activity_begins_with_its_phase_and_organisation(
    prepare: Prepare, fields: list[str], notices: tuple[str, ...]
) -> None:
    view = view_at(prepare({SOUP: activity(*fields)}), "/verksamheter/soppkoket/")
    assert tuple(notice.replace("\N{NO-BREAK SPACE}", " ") for notice in view.sheet.notices) == notices


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        (["från: våren 2019"], {"Drivs av": ["Sandvålla stadsmission"], "Sedan": ["våren 2019"]}),
        (["från: våren 2019", "uppgifter från: 2020"], {"Drivs av": ["Sandvålla stadsmission"], "Började": ["våren 2019"]}),
        (["från: 2019", "till: 2020"], {"Drevs av": ["Sandvålla stadsmission"], "Började": ["2019"], "Slutade": ["2020"]}),
        (["från: 2027", "till: 2028"], {"Ska drivas av": ["Sandvålla stadsmission"], "Börjar": ["2027"], "Slutar": ["2028"]}),
        (["besöksadress: lämnas inte ut"], {"Drivs av": ["Sandvålla stadsmission"], "Besöksadress": ["lämnas inte ut"]}),
        (
            ["öppettider:", "  - Måndag 8–15", "  - Tisdag 8–12"],
            {"Drivs av": ["Sandvålla stadsmission"], "Öppettider": ["Måndag 8–15", "Tisdag 8–12"]},
        ),
        (
            ["samarbetar med:", "  - Tallen, Granen och Co", "  - Exempelbolaget AB"],
            {"Drivs av": ["Sandvålla stadsmission"], "Tillsammans med": ["Tallen, Granen och Co", "Exempelbolaget AB"]},
        ),
    ],
)
def test_the_fact_table_of_an_activity_shows_its_fields(prepare: Prepare, fields: list[str], rows: dict[str, list[str]]) -> None:
    view = view_at(prepare({SOUP: activity(*fields)}), "/verksamheter/soppkoket/")
    assert read_facts(view) == rows | {"Lokalt mål": ["Mål 1: Ingen hunger"]}


def test_a_single_day_is_written_out_and_given_as_a_machine_readable_date(prepare: Prepare) -> None:
    view = view_at(prepare({SOUP: activity("från: 2019-03-01")}), "/verksamheter/soppkoket/")
    value = next(row.values[0] for row in view.sheet.details if row.label == "Sedan")
    assert (value.text, value.time) == ("1\N{NO-BREAK SPACE}mars 2019", "2019-03-01")


def test_a_helper_that_is_a_partner_links_to_its_website(prepare: Prepare) -> None:
    view = view_at(
        prepare({SOUP: activity("samarbetar med:", "  - exempelbolaget ab", "  - Okända AB")}), "/verksamheter/soppkoket/"
    )
    values = next(row.values for row in view.sheet.details if row.label == "Tillsammans med")
    assert [(value.text, value.address) for value in values] == [
        ("Exempelbolaget AB", "https://www.example.org/"),
        ("Okända AB", None),
    ]


@pytest.mark.parametrize("fields", ["till: 2026-11-21", "från: 2026-11-23", "status: utkast"])
def test_a_helper_without_a_current_agreement_is_named_without_a_link(prepare: Prepare, fields: str) -> None:
    partner = f"- namn: Almen AB\n  webbplats: https://www.example.org/almen/\n  lokalt mål: 1\n  nivå: partner\n  {fields}\n"
    found = prepare({SOUP: activity("samarbetar med: Almen AB"), "partner/fler.yaml": partner})
    values = next(
        row.values for row in view_at(found, "/verksamheter/soppkoket/").sheet.details if row.label == "Tillsammans med"
    )
    assert [(value.text, value.address) for value in values] == [("Almen AB", None)]


def test_a_partner_lists_only_activities_known_to_be_under_way(prepare: Prepare) -> None:
    helper = "samarbetar med: Exempelbolaget AB"
    changes = {
        SOUP: activity(helper),
        "verksamheter/forr.md": activity(helper, "till: 2025", title="Förr"),
        "verksamheter/snart.md": activity(helper, "från: 2027", title="Snart"),
        "verksamheter/2017.md": activity(helper, "uppgifter från: 2017", title="Kanske"),
    }
    tiers = view_at(prepare(changes), "/partner/").tiers
    entry = next(one for tier in tiers for one in tier.entries if one.partner.name == "Exempelbolaget AB")
    assert [link.text for link in entry.undertakings] == ["Soppköket"]


def test_draft_partners_are_marked_in_preview(prepare: Prepare) -> None:
    """Of pages each link says so: `test_drafts.py`."""
    draft = "- namn: Almen AB\n  lokalt mål: 1\n  nivå: partner\n  status: utkast\n"
    found = prepare({"partner/fler.yaml": draft}, shows_drafts=True)
    walls = [partner for tier in view_at(found, "/mal-1/").tiers for partner in tier.partners]
    assert {partner.name for partner in walls if partner.is_draft} == {"Almen AB"}


def test_a_presentation_of_a_partner_is_shown_with_the_sources_of_its_figures(prepare: Prepare) -> None:
    words = "- namn: Almen AB\n  lokalt mål: 1\n  nivå: partner\n  presentation: Vi **gjuter** {fakta:ljus} ljus.\n"
    fact = "\n- id: ljus\n  värde: 40\n  enhet: ljus\n  avser: 2026\n  källa: Almen AB\n"
    changes = {"partner/fler.yaml": words, "fakta.yaml": (BASE / "fakta.yaml").read_text("utf-8") + fact}
    view = view_at(prepare(changes), "/partner/")
    entry = next(one for tier in view.tiers for one in tier.entries if one.partner.name == "Almen AB")
    assert [piece.html for piece in entry.presentation] == ["<p>Vi <strong>gjuter</strong> 40 ljus.</p>"]
    assert [source.figures for source in view.text.sources] == [("40 ljus",)]


def test_a_component_in_a_presentation_is_one_level_below_the_tier(prepare: Prepare) -> None:
    """The name of a partner is no heading."""
    words = (
        "- namn: Almen AB\n  lokalt mål: 1\n  nivå: partner\n  presentation: |\n    Vi gjuter.\n\n    {block:om-globala-malen}\n"
    )
    view = view_at(prepare({"partner/fler.yaml": words}), "/partner/")
    tier, entry = next((tier, one) for tier in view.tiers for one in tier.entries if one.partner.name == "Almen AB")
    assert [piece.view.heading.level for piece in entry.presentation if piece.view] == [tier.heading.level + 1]


@pytest.mark.parametrize(("count", "is_shown"), [(3, False), (4, True)])
def test_more_than_three_parts_have_a_table_of_contents(prepare: Prepare, count: int, is_shown: bool) -> None:
    body = "\n".join(f"## Del {number}\n\nText.\n" for number in range(1, count + 1))
    view = view_at(prepare({SOUP: activity("kontakt: partnerskap", body=body)}), "/verksamheter/soppkoket/")
    expected = [*(f"Del {number}" for number in range(1, count + 1)), "Kontakt"]
    assert [heading.text for heading in view.sheet.contents] == (expected if is_shown else [])


def test_an_english_part_is_recognised_by_its_heading(prepare: Prepare) -> None:
    body = "## Soppan\n\nVarm.\n\n## In English\n\nSoup.\n"
    view = view_at(prepare({SOUP: activity(body=body)}), "/verksamheter/soppkoket/")
    assert [part.language for part in view.sheet.parts] == [None, "en"]
    assert view.sheet.english.id == "in-english"
    assert view_at(prepare({SOUP: activity()}), "/verksamheter/soppkoket/").sheet.english is None


def test_mail_to_the_contact_has_the_activity_in_its_subject(prepare: Prepare) -> None:
    view = view_at(prepare({SOUP: activity("kontakt: partnerskap")}), "/verksamheter/soppkoket/")
    assert view.sheet.contact.email_link.endswith("?subject=Verksamhet%3A%20Soppk%C3%B6ket")


def test_a_figure_in_a_field_is_shown_with_its_source(prepare: Prepare) -> None:
    view = view_at(prepare({SOUP: activity("öppettider: {fakta:frukostar} minuter om dagen")}), "/verksamheter/soppkoket/")
    assert read_facts(view)["Öppettider"] == ["40 minuter om dagen"]
    assert [source.source for source in view.sheet.sources] == ["Sandvålla stadsmission"]


def test_structured_data_has_organisation_and_dates_but_no_person(prepare: Prepare) -> None:
    found = prepare({LIFT: project("kontakt: partnerskap", begins="2009-01-01", ends="2011")})
    page = page_at(found, "/projekt/laxlyftet/")
    graph = json.loads(page.frame.json_ld_html)["@graph"]
    entity = graph[1]["mainEntity"]
    assert (entity["@type"], entity["name"], entity["parentOrganization"]["name"]) == ("Project", "Läxlyftet", "Björkbolaget AB")
    assert (entity["foundingDate"], "dissolutionDate" in entity) == ("2009-01-01", False)
    trail = graph[1]["breadcrumb"]["itemListElement"]
    assert [step["item"] for step in trail] == [
        "https://www.example.org/",
        "https://www.example.org/projekt/",
        "https://www.example.org/projekt/laxlyftet/",
    ]
    assert "Exempelsson" not in page.frame.json_ld_html


# ---- the page of a project


@pytest.mark.parametrize(
    ("begins", "ends", "phase", "notices"),
    [
        ("2026-01-01", "2027-12-31", ["Pågår"], []),
        ("2026-11-22", "2026-11-22", ["Pågår"], []),
        ("2026", "2026", ["Pågår"], []),
        ("2026-12-01", "2027", ["Har inte börjat"], ["Projektet har inte börjat än.", "Start: 1 december 2026."]),
        ("2009-01-01", "2011-12-31", ["Avslutat"], ["Projektet är avslutat.", "Slut: 31 december 2011."]),
        ("2026-01-01", "2026-11-21", ["Avslutat"], ["Projektet är avslutat.", "Slut: 21 november 2026."]),
        ("hösten 2025", "våren 2026", ["Avslutat"], ["Projektet är avslutat.", "Slut: våren 2026."]),
    ],
)
def test_a_project_shows_its_phase_by_its_dates(
    prepare: Prepare, begins: str, ends: str, phase: list[str], notices: list[str]
) -> None:
    changes = {LIFT: project(begins=begins, ends=ends, owner="Sandvålla stadsmission")}
    view = view_at(prepare(changes), "/projekt/laxlyftet/")
    assert read_facts(view)["Läge"] == phase
    assert [notice.replace("\N{NO-BREAK SPACE}", " ") for notice in view.sheet.notices] == notices


def test_a_project_without_a_known_end_shows_no_phase(prepare: Prepare) -> None:
    preparation = prepare({LIFT: project(ends="saknas")})
    assert [problem.code for problem in preparation.problems] == ["saknas"]
    assert preparation.site is not None
    view = next(page.view for page in preparation.site.pages if page.address == "/projekt/laxlyftet/")
    assert isinstance(view, ProjectPage)
    assert "Läge" not in read_facts(view)


@pytest.mark.parametrize(
    ("support", "budget", "share"),
    [
        ("4 719 182 kr", "12 352 838", "38 procent"),
        ("1", "1000", "mindre än 1 procent"),
        ("0", "1000", "0 procent"),
        ("999", "1000", "mer än 99 procent"),
        ("1000 kronor", "1 000 kr", "100 procent"),
    ],
)
def test_amounts_and_shares_are_written_as_in_swedish(prepare: Prepare, support: str, budget: str, share: str) -> None:
    view = view_at(prepare({LIFT: project(f"beviljat stöd: {support}", f"total budget: {budget}")}), "/projekt/laxlyftet/")
    rows = read_facts(view)
    assert rows["Stödets del av budgeten"] == [share]
    assert rows["Total budget"] == ["12 352 838 kr" if budget.startswith("12") else "1 000 kr"]


@pytest.mark.parametrize("fields", [["beviljat stöd: 5 000"], ["total budget: 5 000"], ["beviljat stöd: 0", "total budget: 0"]])
def test_a_share_is_shown_only_with_both_amounts(prepare: Prepare, fields: list[str]) -> None:
    assert "Stödets del av budgeten" not in read_facts(view_at(prepare({LIFT: project(*fields)}), "/projekt/laxlyftet/"))


def test_an_organisation_in_both_lists_is_shown_once_with_both_roles(prepare: Prepare) -> None:
    fields = [
        "medfinansiärer:", "  - Tallen, Sandvålla", "  - Exempelbolaget AB",
        "samarbetspartner:", "  - Ängen", "  - tallen, Sandvålla", "  - Almi & Ek",
    ]  # fmt: skip
    view = view_at(prepare({LIFT: project(*fields)}), "/projekt/laxlyftet/")
    assert [(one.name, one.address, one.roles) for one in view.participants] == [
        ("Almi & Ek", None, "samarbetspartner"),
        ("Exempelbolaget AB", "https://www.example.org/", "medfinansiär"),
        ("Tallen, Sandvålla", None, "medfinansiär och samarbetspartner"),
        ("Ängen", None, "samarbetspartner"),
    ]


def test_a_partner_is_named_as_in_its_register_wherever_it_takes_part(prepare: Prepare) -> None:
    """The register has the name as the partner writes it; a list from elsewhere may have other capitals."""
    fields = ["stöd från: EXEMPELBOLAGET AB", "medfinansiärer: exempelbolaget ab", "samarbetspartner: Exempelbolaget Ab"]
    view = view_at(prepare({LIFT: project(*fields, owner="exempelbolaget AB")}), "/projekt/laxlyftet/")
    assert [one.name for one in view.participants] == ["Exempelbolaget AB"]
    assert read_facts(view)["Projektägare"] == read_facts(view)["Stöd från"] == ["Exempelbolaget AB"]


def test_a_measure_is_shown_with_value_and_unit(prepare: Prepare) -> None:
    fields = ["mål i siffror:", "  - mått: Elever i arbete: sommaren", "    värde: minst 70", "    enhet: procent"]
    view = view_at(prepare({LIFT: project(*fields)}), "/projekt/laxlyftet/")
    assert [(row.label, row.values[0].text) for row in view.measures] == [("Elever i arbete: sommaren", "minst 70 procent")]
    assert view.measures_heading.id == "mal-i-siffror"


def test_headings_of_the_text_get_their_ids_before_those_of_the_page(prepare: Prepare) -> None:
    fields = ["mål i siffror:", "  - mått: Elever", "    värde: 7"]
    view = view_at(prepare({LIFT: project(*fields, body="## Mål i siffror\n\nSju.\n")}), "/projekt/laxlyftet/")
    assert view.sheet.parts[0].heading.id == "mal-i-siffror"
    assert view.measures_heading.id == "mal-i-siffror-2"


# ---- overviews and menus


def menu(preparation: Preparation) -> list[str]:
    """Return the addresses of the menu."""
    return [link.address for link in page_at(preparation, "/").frame.menu]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({SOUP: activity()}, ["/verksamheter/"]),
        ({SOUP: activity("från: 2027")}, ["/verksamheter/"]),
        ({SOUP: activity("till: 2025")}, []),
        ({SOUP: activity("status: utkast")}, []),
        ({LIFT: project()}, ["/projekt/"]),
        ({LIFT: project(begins="2026-12-22")}, ["/projekt/"]),
        ({LIFT: project(begins="2009", ends="2011")}, []),
        ({SOUP: activity(), LIFT: project()}, ["/verksamheter/", "/projekt/"]),
    ],
)
def test_the_menu_has_overviews_with_something_that_has_not_ended(prepare: Prepare, changes: Any, expected: list[str]) -> None:
    assert [address for address in menu(prepare(changes)) if address in ("/verksamheter/", "/projekt/")] == expected


def test_a_menu_in_the_site_record_replaces_the_default_as_its_hint_says(prepare: Prepare) -> None:
    website = (
        (BASE / "webbplats.yaml").read_text("utf-8").replace("sidfot:", "meny:\n  - text: Om oss\n    adress: /om/\nsidfot:")
    )
    changes = {SOUP: activity()}
    assert "Verksamheter" in [link.text for link in page_at(prepare(changes), "/om/").frame.menu]
    menu = page_at(prepare({**changes, "webbplats.yaml": website}), "/om/").frame.menu
    assert [link.text for link in menu] == ["Om oss"]
    hint = fields_of(Website)["meny"].hint
    assert "i stället för" in hint
    assert "skriv alla" in hint


def test_an_ended_activity_or_project_keeps_its_page_and_is_in_the_overview(prepare: Prepare) -> None:
    found = prepare({LIFT: project(begins="2009", ends="2011"), SOUP: activity("till: 2020")})
    projects, activities = view_at(found, "/projekt/"), view_at(found, "/verksamheter/")
    assert isinstance(projects, CardsPage)
    assert isinstance(activities, ActivitiesPage)
    assert [(group.heading.text, [card.title for card in group.cards]) for group in projects.groups if group.heading] == [
        ("Avslutade", ["Läxlyftet"])
    ]
    assert activities.goals[0].groups[0].cards[0].notes == ("Verksamheten är avslutad.",)
    assert activities.projects_address == "/projekt/"
    assert view_at(found, "/projekt/laxlyftet/").sheet.notices[0] == "Projektet är avslutat."


def test_projects_are_grouped_by_phase(prepare: Prepare) -> None:
    changes = {
        "projekt/a.md": project(begins="2009", ends="2011"),
        "projekt/b.md": project(begins="2026-12-15"),
        "projekt/c.md": project(),
    }
    view = view_at(prepare(changes), "/projekt/")
    assert [(group.heading.text, [card.address for card in group.cards]) for group in view.groups] == [
        ("Pågår nu", ["/projekt/c/"]),
        ("Börjar senare", ["/projekt/b/"]),
        ("Avslutade", ["/projekt/a/"]),
    ]
    beside = {note for card in view_at(prepare({}), "/mal-2/").undertakings[0].cards for note in card.notes}
    assert "Projekt." in beside
    assert "Projekt." not in [note for group in view.groups for card in group.cards for note in card.notes]


def test_activities_are_grouped_by_goal_and_group(prepare: Prepare) -> None:
    changes = {
        "verksamheter/a.md": activity("grupp: Öppet hus", title="Öl och ord"),
        "verksamheter/b.md": activity("grupp: mat", title="Zucchini"),
        "verksamheter/c.md": activity("grupp: Mat", title="Ärtor"),
        "verksamheter/d.md": activity(title="Utan grupp", goals="\n  - 1\n  - 2"),
    }
    view = view_at(prepare(changes), "/verksamheter/")
    shown = [
        (
            goal.heading.id,
            [(group.heading.text if group.heading else "", [c.title for c in group.cards]) for group in goal.groups],
        )
        for goal in view.goals
    ]
    assert shown == [
        ("mal-1", [("", ["Utan grupp"]), ("mat", ["Zucchini", "Ärtor"]), ("Öppet hus", ["Öl och ord"])]),
        ("mal-2", [("", ["Utan grupp"])]),
    ]


def test_an_activity_with_only_draft_goals_is_in_the_overview(prepare: Prepare, make_content: Any) -> None:
    goal = next(make_content({}).glob("mal/mal-2*.md"))
    draft = goal.read_text("utf-8").replace("status: publicerad", "status: utkast")
    found = prepare({f"mal/{goal.name}": draft, SOUP: activity(goals="2")})
    view = view_at(found, "/verksamheter/")
    assert [(section.goal, section.groups[0].cards[0].title) for section in view.goals] == [(None, "Soppköket")]
    assert "Lokalt mål" not in read_facts(view_at(found, "/verksamheter/soppkoket/"))


def test_a_site_without_activities_has_empty_overviews(prepare: Prepare) -> None:
    found = prepare()
    assert view_at(found, "/verksamheter/").goals == ()
    assert view_at(found, "/projekt/").groups == ()
    assert view_at(found, "/mal-1/").undertakings == ()


def test_the_overview_has_all_activities_and_a_goal_only_a_few(prepare: Prepare) -> None:
    found = prepare({f"verksamheter/nr-{n}.md": activity(title=f"Verksamhet {n}") for n in range(1, 41)})
    overview, goal = view_at(found, "/verksamheter/"), view_at(found, "/mal-1/")
    assert [card.title for card in overview.goals[0].groups[0].cards] == [f"Verksamhet {n}" for n in range(1, 41)]
    assert isinstance(goal, GoalPage)
    assert [card.title for card in goal.undertakings[0].cards] == [f"Verksamhet {n}" for n in range(1, MOST_UNDERTAKINGS + 1)]
    assert [link.address for link in goal.undertakings[0].more] == ["/verksamheter/#mal-1"]
    assert "mal-1" in page_at(found, "/verksamheter/").ids


# ---- ways back


def test_a_goal_lists_its_own_and_current_activities_and_projects_first(prepare: Prepare) -> None:
    changes = {
        "verksamheter/a.md": activity("till: 2020", title="Avslutad", goals="2"),
        "verksamheter/b.md": activity("organisation: Mosippan", title="Andras", goals="2"),
        "verksamheter/c.md": activity(title="Egen", goals="2"),
        "verksamheter/d.md": activity(title="Utkast", goals="2").replace("publicerad", "utkast"),
        "verksamheter/e.md": activity(title="Annat mål", goals="1"),
        LIFT: project(owner="Sandvålla stadsmission"),
    }
    view = view_at(prepare(changes), "/mal-2/")
    assert [card.title for card in view.undertakings[0].cards] == ["Egen", "Läxlyftet", "Andras", "Avslutad"]
    assert view.undertakings[0].more == ()
    assert view.undertakings[0].heading.text == "Verksamheter och projekt"
    assert {card.summary for card in view.undertakings[0].cards} == {""}


def test_a_goal_lists_activities_in_the_order_of_their_register_within_each_phase(
    prepare_afresh: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by the alphabet: in the order of the register, which is that of its overview too."""
    latest = replace(REGISTERS[Activity], order=lambda one: -one.begins.first_day.toordinal())
    monkeypatch.setattr("plugins.site.rooms.REGISTERS", MappingProxyType({**REGISTERS, Activity: latest}))
    changes = {
        f"verksamheter/{title.lower()}.md": activity(f"från: {begins}", *more, title=title, goals="2")
        for title, begins, *more in (
            ("Axet", "2019-03-01"),
            ("Bladet", "2024-03-01"),
            ("Cellen", "2021-03-01"),
            ("Dalen", "2018-03-01", "till: 2020-01-01"),
            ("Eken", "2019-03-01", "till: 2020-01-01"),
        )
    }
    view = view_at(prepare_afresh(changes), "/mal-2/")
    assert [card.title for card in view.undertakings[0].cards] == ["Bladet", "Cellen", "Axet", "Eken", "Dalen"]


def test_a_heading_that_names_an_activity_links_to_it_and_it_is_not_listed_again(prepare: Prepare) -> None:
    changes = {
        "verksamheter/frukost.md": activity("organisation: Mosippan", title="Frukost"),
        "verksamheter/lov.md": activity(title="Frukost på lov"),
        "verksamheter/frukt.md": activity(title="Frukt"),
        "mal/mal-1-ingen-hunger.md": (BASE / "mal/mal-1-ingen-hunger.md")
        .read_text("utf-8")
        .replace("### Frukost för alla", "### Frukost, för alla\n\nMat.\n\n### Frukterna"),
    }
    view = view_at(prepare(changes), "/mal-1/")
    named, alike = view.today.items
    assert named.heading.html == '<a href="/verksamheter/frukost/">Frukost, för alla</a>'
    assert (named.heading.text, named.notes) == ("Frukost, för alla", ("Drivs av Mosippan.",))
    assert "<a" not in alike.heading.html
    assert [item.heading.html for item in view.wanted.items] == ['<a href="/verksamheter/lov/">Frukost på lov</a>']
    assert not view.wanted.items[0].is_folded
    assert [card.title for card in view.undertakings[0].cards] == ["Frukt"]
    assert view.undertakings[0].heading.text == "Fler verksamheter och projekt"


def test_a_heading_links_only_to_kinds_of_pages_that_allow_it(prepare_afresh: Prepare, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind that stands on goals for another reason, as news do, has its list, whatever its pages are called."""
    changes = {SOUP: activity(title="Frukost för alla"), "verksamheter/lov.md": activity(title="Lov")}
    assert view_at(prepare_afresh(changes), "/mal-1/").today.items[0].heading.html.startswith('<a href="/verksamheter/')
    monkeypatch.setattr(Activity, "LED_TO_BY_HEADINGS", False)
    view = view_at(prepare_afresh(changes), "/mal-1/")
    assert view.today.items[0].heading.html == "Frukost för alla"
    assert [card.title for card in view.undertakings[0].cards] == ["Frukost för alla", "Lov"]


def test_a_goal_with_many_activities_links_to_the_overview_of_the_rest(prepare: Prepare) -> None:
    changes = {f"verksamheter/nr-{n}.md": activity(title=f"Verksamhet {n}", goals="2") for n in range(MOST_UNDERTAKINGS)}
    found = prepare(changes | {LIFT: project(begins="2009", ends="2011")})
    assert [link.address for link in view_at(found, "/mal-2/").undertakings[0].more] == ["/projekt/"]


def test_a_partner_links_to_activities_and_projects_in_which_it_takes_part(prepare: Prepare) -> None:
    changes = {
        SOUP: activity("samarbetar med: exempelbolaget AB"),
        LIFT: project("medfinansiärer: Norra & Södra", owner="Exempelbolaget AB"),
    }
    view = view_at(prepare(changes), "/partner/")
    assert isinstance(view, PartnersPage)
    undertakings = {
        entry.partner.name: [link.text for link in entry.undertakings] for tier in view.tiers for entry in tier.entries
    }
    assert undertakings == {"Exempelbolaget AB": ["Läxlyftet", "Soppköket"], "Norra & Södra": ["Läxlyftet"]}


def test_a_global_goal_links_to_the_activities_of_its_local_goals(prepare: Prepare) -> None:
    view = view_at(prepare({SOUP: activity(), LIFT: project()}), "/globala-malen/")
    assert isinstance(view, GlobalGoalsPage)
    assert {
        row.goal.number: [link.text for kind in row.undertakings for link in kind.links] for row in view.rows if row.undertakings
    } == {
        2: ["Soppköket"],
        16: ["Läxlyftet"],
    }


def test_a_figure_in_a_card_is_shown_with_its_source(prepare: Prepare) -> None:
    text = activity().replace("Varm soppa varje dag.", "{fakta:frukostar} portioner.")
    found = prepare({SOUP: text})
    assert [source.figures for source in view_at(found, "/verksamheter/").text.sources] == [("40 frukostar om dagen",)]
    assert view_at(found, "/verksamheter/").goals[0].groups[0].cards[0].summary == "40 portioner."


# ---- drafts, days, files


def test_a_draft_of_an_activity_is_left_out_but_shown_in_preview(prepare: Prepare) -> None:
    changes = {SOUP: activity("status: utkast")}
    hidden, shown = prepare(changes), prepare(changes, shows_drafts=True)
    assert hidden.site is not None
    assert "/verksamheter/soppkoket/" not in [page.address for page in hidden.site.pages]
    assert [left.what for left in hidden.left_out] == ["”Soppköket” är ett utkast och inte med på webbplatsen."]
    page = page_at(shown, "/verksamheter/soppkoket/")
    assert page.frame.hidden == "utkast"
    assert page.frame.edit == "content/verksamheter/soppkoket.md, rad 2"


def test_a_link_to_a_draft_of_an_activity_stops_only_publishing(prepare: Prepare, make_content: Any) -> None:
    about = (make_content({}) / "sidor/om.md").read_text("utf-8") + "\n[Se köket](/verksamheter/soppkoket/)\n"
    found = prepare({SOUP: activity("status: utkast"), "sidor/om.md": about})
    assert [(p.code, p.is_error, p.stops_publishing) for p in found.problems] == [("pekar-pa-utkast", False, True)]


def test_a_link_to_an_unreadable_activity_is_not_reported_too(prepare: Prepare, make_content: Any) -> None:
    about = (make_content({}) / "sidor/om.md").read_text("utf-8") + "\n[Se köket](/verksamheter/soppkoket/)\n"
    found = prepare({SOUP: activity("målgrup: Alla"), "sidor/om.md": about})
    assert [p.code for p in found.problems] == ["okant-falt"]


def test_a_former_address_redirects_to_the_activity(prepare: Prepare) -> None:
    found = prepare({SOUP: activity("tidigare adresser: /soppa/")})
    assert found.site is not None
    assert found.site.redirects == {"/soppa/": "/verksamheter/soppkoket/"}


def test_a_picture_of_an_activity_is_shown_and_copied(prepare: Prepare) -> None:
    fields = ["bild:", "  fil: frukost.png", "  beskrivning: Ett dukat bord", "  foto: Bo Exempelman", "  samtycke: ja"]
    about = (BASE / "sidor/om.md").read_text("utf-8").replace("![Ett dukat bord](/bilder/frukost.png)", "")
    found = prepare({SOUP: activity(*fields), "sidor/om.md": about})
    view = view_at(found, "/verksamheter/soppkoket/")
    assert (view.picture.description, view.picture.photographer) == ("Ett dukat bord", "Bo Exempelman")
    assert found.site is not None
    assert view.picture.file.address.lstrip("/") in found.site.files


@pytest.mark.parametrize("name", ["verksamheter", "projekt", "partner", "hjalp", "start"])
def test_known_page_whose_text_is_a_draft_is_made_as_if_it_had_none(prepare: Prepare, name: str) -> None:
    draft = "---\ntitel: Inte klar\nsammanfattning: Inte klar.\nstatus: utkast\n---\nInte klar.\n"
    found = prepare({f"sidor/{name}.md": draft, SOUP: activity()})
    page = page_at(found, "/" if name == "start" else f"/{name}/")
    assert page.source is None
    assert "Inte klar" not in page.frame.title


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({SOUP: activity("från: 2026-12-01")}, (date(2026, 12, 1), ("verksamheten ”Soppköket” börjar",))),
        ({SOUP: activity("till: november 2026")}, (date(2026, 12, 1), ("verksamheten ”Soppköket” har slutat",))),
        ({LIFT: project(ends="2026-12-01")}, (date(2026, 12, 2), ("projektet ”Läxlyftet” har slutat",))),
        ({SOUP: activity("från: 2027", "status: utkast")}, None),
        ({SOUP: activity("från: 2026", "till: våren 2026")}, None),
    ],
)
def test_the_first_and_last_days_of_activities_and_projects_are_changes_of_the_site(
    prepare: Prepare, changes: Any, expected: Any
) -> None:
    assert prepare(changes | {"partner/partner.yaml": None}).next_change == expected


def test_a_block_right_under_the_title_skips_no_heading_level(prepare: Prepare) -> None:
    block = "---\nrubrik: Varifrån det kommer\nstatus: publicerad\n---\nFrån grannen.\n"
    site = prepare({"block/varifran.md": block, SOUP: activity(body="Soppan är gratis.\n\n{block:varifran}")})
    view = page_at(site, "/verksamheter/soppkoket/").view
    assert isinstance(view, ActivityPage)
    assert [piece.view.heading.level for piece in view.sheet.lead if piece.kind == "block" and piece.view.heading] == [2]


def test_a_block_in_the_lead_has_headings_right_below_the_title(prepare: Prepare) -> None:
    name = "mal/mal-1-ingen-hunger.md"
    head, heading, rest = (BASE / name).read_text("utf-8").partition("\n## ")
    block = "---\nrubrik: Varifrån det kommer\nstatus: publicerad\n---\nFrån grannen.\n\n## Före oss\n\nIngen vet.\n"
    about = (BASE / "sidor/om.md").read_text("utf-8").replace("\n## ", "\n{block:varifran}\n\n## ", 1) + "\n{block:varifran}\n"
    goal = f"{head}\n{{block:varifran}}\n{heading}{rest}"
    site = prepare({"block/varifran.md": block, "sidor/om.md": about, name: goal})
    plain, view = view_at(site, "/om/"), view_at(site, "/mal-1/")
    found = [piece.view for piece in (*plain.pieces, *view.introduction) if piece.kind == "block"]
    assert [(one.heading.level, one.parts[0].heading.level) for one in found] == [(2, 3), (3, 4), (2, 3)]


def test_open_data_is_sorted_by_titles_as_shown(prepare: Prepare) -> None:
    titles = {"a": "{antal:mål} vägar hem", "b": "Öppet hus", "c": "Billig soppa"}
    preparation = prepare({f"verksamheter/{name}.md": activity(title=title) for name, title in titles.items()})
    assert preparation.site is not None
    assert [item["title"] for item in preparation.site.data["activities"]] == ["Billig soppa", "Två vägar hem", "Öppet hus"]

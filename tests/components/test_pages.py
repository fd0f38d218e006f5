"""Whole pages, composed of the examples of their components."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeVar

import html5lib
import pytest
from bs4 import BeautifulSoup

from plugins.activities.view import ActivitiesPage, ActivityPage
from plugins.house.plain import PlainPage
from plugins.house.text_page import CardsPage
from plugins.local_goals.view import GoalPage
from plugins.pages.view import ContactPage, GlobalGoalsPage, HelpPage, HomePage
from plugins.partners.page import BecomePartnerPage, PartnersPage
from plugins.projects.view import ProjectPage
from plugins.site import examples
from plugins.website.view import Frame
from tests.components.rendering import read_example_file, read_words, render_page

View = TypeVar("View")


def build_view(kind: Any, given: dict[str, Any]) -> Any:
    """Return a view of a kind with example values."""
    try:
        return examples.build_view(kind, given)
    except examples.WrongExample as lacking:
        raise AssertionError(f"tests/components/test_pages.py: {lacking}") from None


def example(component: str, name: str) -> Any:
    """Return the value of the first parameter of an example."""
    return next(iter(read_example_file(component)["examples"][name].values()))


def frame(**changes: Any) -> Frame:
    """Return the frame of a goal page."""
    given = example("footer", "a goal page") | {"menu": example("masthead", "a goal page")["menu"]}
    goals = example("goals_nav", "the second is current")
    built = build_view(Frame, given | {"goals": goals, "own_goals": goals} | changes)
    assert isinstance(built, Frame)
    return built


def goal_page(**changes: Any) -> GoalPage:
    """Return a goal page with all sections."""
    given = {
        "number": 2,
        "title": "Alla är trygga",
        "introduction": ["<p>I vårt Västerås går man hem i lugn och ro.</p>"],
        "voice": example("voice", "a photograph and a quotation"),
        "become_address": "/bli-partner/",
        "tiles_heading": "3 Koppling till de globala målen",
        "partners_heading": "2 Partner i målet",
        "tiers": example("wall", "all displays"),
        "contents_heading": "2 På den här sidan",
        "contents": ["2 Otrygghet", "2 Kontakt"],
        "topic": {"heading": "2 Otrygghet", "pieces": ["<p>Oron har många skäl.</p>"]},
        "work_heading": "2 För att nå målet",
        "today": example("work", "today"),
        "wanted": {
            "heading": "3 Det här vill vi göra mer av",
            "items": [{"heading": "4 Ett hem för natten", "pieces": ["<p>Fler sängar.</p>"]}],
        },
        "undertakings": [
            {
                "heading": "4 Fler verksamheter och projekt",
                "cards": example("card_list", "beside other things"),
                "more": [{"text": "Se alla verksamheter i målet", "address": "/verksamheter/#mal-2"}],
            }
        ],
        "globally": {
            "heading": "2 Tänk globalt – agera lokalt",
            "pieces": ["<p>Målen hänger ihop.</p>"],
            "reasons": example("reason_list", "reasons and targets"),
            "blocks": [{"heading": "3 Om Globala målen", "lead": ["<p>De är sjutton.</p>"]}],
        },
        "act": example("act", "a block in two columns"),
        "contact_heading": "2 Kontakt",
        "contact": example("contact", "a person with every way"),
        "sources_heading": "2 Källor",
        "sources": example("sources", "known and unknown time"),
        "before": example("pager", "between two goals"),
        "after": {"text": "Nästa: mål 3, Ingen ensamhet", "address": "/mal-3/"},
    }
    built = build_view(GoalPage, given | changes)
    assert isinstance(built, GoalPage)
    return built


def build(kind: type[View], given: dict[str, Any]) -> View:
    """Return a view of this class."""
    built = build_view(kind, given)
    assert isinstance(built, kind)
    return built


def plain_page_data(**changes: Any) -> dict[str, Any]:
    """Return the fields of a text page."""
    given: dict[str, Any] = example("ending", "contact and sources") | {"pieces": ["<p>Vi finns här.</p>"]}
    return given | {"lead": (given | changes)["pieces"]} | changes


def plain_page(**changes: Any) -> PlainPage:
    """Return a text page."""
    return build(PlainPage, plain_page_data(**changes))


def home_page(**changes: Any) -> HomePage:
    """Return the start page."""
    given = {
        "text": plain_page_data(),
        "meeting": "Fem lokala mål möter tio av FN:s sjutton globala mål.",
        "global_heading": "2 Globala mål på hemmaplan",
        "global_address": "/globala-malen/",
        "partners_heading": "2 De bär målen med oss",
        "partners_address": "/partner/",
        "tiers": example("wall", "all displays"),
        "act": example("act", "ways to give under the block"),
    }
    return build(HomePage, given | changes)


def help_page(**changes: Any) -> HelpPage:
    """Return the help page with two boxes, each with a way out."""
    box = example("help_box", "numbers and words")
    lead, rest = (
        ["<p>Är någons liv i fara? Ring genast.</p>"],
        [{"kind": "heading", "heading": "2 Mat och vila"}, "<p>Kom hit.</p>"],
    )
    given = {
        "text": plain_page_data(lead=lead, rest=rest),
        "strip": example("help_strip", "on the page of help"),
        "boxes": [box, box | {"id": "en-till", "title": "En till"}],
        "leave_address": "https://www.example.org/vader/",
    }
    return build(HelpPage, given | changes)


def partners_page(**changes: Any) -> PartnersPage:
    """Return the page of partners."""
    tiers = [example("register", "logos"), example("register", "names")]
    return build(PartnersPage, {"text": plain_page_data(), "tiers": tiers, "become_address": "/bli-partner/"} | changes)


def become_partner_page(**changes: Any) -> BecomePartnerPage:
    """Return the page about becoming a partner; one tier has no description."""
    given = {
        "text": plain_page_data(),
        "tiers_heading": "2 Så kan ni vara med",
        "tiers": [
            {"heading": "3 Huvudpartner", "pieces": ["<p>Gör stor skillnad.</p>"]},
            {"heading": "3 Sponsor"},
        ],
        "goals_heading": "2 Välj ett mål",
        "goals": example("goals_nav", "the second is current"),
        "act": example("act", "a block in two columns"),
    }
    return build(BecomePartnerPage, given | changes)


def global_goals_page(**changes: Any) -> GlobalGoalsPage:
    """Return the page of the global goals."""
    table = read_example_file("weave")["examples"]["two local goals"]
    given = {
        "text": plain_page_data(),
        "table_heading": table["heading"],
        "columns": table["columns"],
        "rows": table["rows"],
        "reasons_heading": "2 Varför de möts",
        "blocks": [example("block", "heading, lead, parts") | {"heading": "2 Om de globala målen"}],
    }
    return build(GlobalGoalsPage, given | changes)


def contact_page(**changes: Any) -> ContactPage:
    """Return the contact page."""
    given = {
        "text": plain_page_data(),
        "cards": [example("contact", "a person with every way") | {"name": "Bo Exempel"}],
        "organisation": example("organisation", "everything"),
        "giving": example("giving", "every way") | {"heading": "2 Ge och delta"},
    }
    return build(ContactPage, given | changes)


def sheet_data(**changes: Any) -> dict[str, Any]:
    """Return the fields that pages of activities and projects share."""
    given = {
        "title": "Soppköket",
        "summary": "Varm soppa varje dag.",
        "notices": example("notice", "somebody else's"),
        "english": "2 In English",
        "details_heading": "2 Om verksamheten",
        "details": example("details", "days, money, names and goals"),
        "lead": ["<p>Kom som du är.</p>"],
        "contents_heading": "2 På den här sidan",
        "contents": ["2 Maten"],
        "parts": [
            {"heading": "2 Maten", "pieces": ["<p>Soppa.</p>"]},
            {"heading": "2 In English", "pieces": ["<p>Soup.</p>"], "language": "en"},
        ],
    }
    return example("ending", "contact and sources") | given | changes


def activity_page(**changes: Any) -> ActivityPage:
    """Return the page of an activity."""
    return build(ActivityPage, {"sheet": sheet_data(), "picture": example("picture", "a photograph")} | changes)


def project_page(**changes: Any) -> ProjectPage:
    """Return the page of a project."""
    given = {
        "sheet": sheet_data(details_heading="2 Om projektet"),
        "measures_heading": "2 Mål i siffror",
        "measures": [{"label": "Deltagare i arbete", "values": [{"text": "minst 40 procent"}]}],
        "participants_heading": "2 Medfinansiärer och samarbetspartner",
        "participants": example("participants", "one with both roles"),
    }
    return build(ProjectPage, given | changes)


def activities_page(**changes: Any) -> ActivitiesPage:
    """Return the overview of activities: two goals, one of them with a group."""
    cards = example("card_list", "beside other things")
    goals = example("goals_nav", "the second is current")
    sections = [
        {
            "heading": "2 Mål 1",
            "goal": goals[0],
            "groups": [{"cards": cards[:1]}, {"heading": "3 Hos andra", "cards": cards[1:]}],
        },
        {"heading": "2 Andra verksamheter", "groups": [{"cards": cards[:1]}]},
    ]
    given = {
        "text": plain_page_data(),
        "contents_heading": "2 På den här sidan",
        "goals": sections,
        "projects_address": "/projekt/",
    }
    return build(ActivitiesPage, given | changes)


def projects_page(**changes: Any) -> CardsPage:
    """Return the overview of projects."""
    groups = [{"heading": "2 Pågår nu", "cards": example("card_list", "under a heading")}]
    return build(CardsPage, {"text": plain_page_data(), "groups": groups, "empty": read_words()["projects_empty"]} | changes)


LEAVE = "https://www.example.org/vader/"
STRIP = example("help_strip", "words folded under the numbers")
PAGES: dict[str, tuple[str, Frame, Any]] = {
    "goal": ("goal.html", frame(leave_address=LEAVE, help_strip=STRIP, has_script=True), goal_page()),
    "goal with announcements": (
        "goal.html",
        frame(announcements=example("announcement", "two, one of them a draft"), has_script=True),
        goal_page(),
    ),
    "goal with little": (
        "goal.html",
        frame(help_link=None, menu=[], footer=[], updated=None, has_script=True),
        goal_page(voice=None, before=None, after=None, tiers=[], undertakings=[], act=None, contact=None, sources=[]),
    ),
    "home": ("home.html", frame(is_home=True, colour_class=None), home_page()),
    "help": ("help.html", frame(colour_class=None, leave_address=LEAVE, help_strip=STRIP, has_script=True), help_page()),
    "partners": ("partner.html", frame(colour_class=None), partners_page()),
    "no partners": (
        "partner.html",
        frame(colour_class=None),
        partners_page(text=plain_page_data(pieces=[], contact=None, sources=[]), tiers=[]),
    ),
    "become partner": ("become_partner.html", frame(colour_class=None, has_script=True), become_partner_page()),
    "become partner of nothing": (
        "become_partner.html",
        frame(colour_class=None, has_script=True),
        become_partner_page(tiers=[], act=None),
    ),
    "global goals": ("global_goals.html", frame(colour_class=None), global_goals_page()),
    "global goals unmet": (
        "global_goals.html",
        frame(colour_class=None, goals=[]),
        global_goals_page(columns=[], rows=[], blocks=[]),
    ),
    "contact": ("contact.html", frame(colour_class=None), contact_page()),
    "contact with little": (
        "contact.html",
        frame(colour_class=None),
        contact_page(
            text=plain_page_data(pieces=[], contact=None, sources=[]),
            cards=[],
            organisation={"name": "Föreningen Exempel"},
            giving=None,
        ),
    ),
    "activity": ("activity.html", frame(colour_class=None, trail=example("trail", "below an overview")), activity_page()),
    "activity with little": (
        "activity.html",
        frame(colour_class=None, trail=example("trail", "below an overview")),
        activity_page(
            sheet=sheet_data(notices=[], english=None, lead=[], contents=[], parts=[], contact=None, sources=[]), picture=None
        ),
    ),
    "project": ("project.html", frame(colour_class=None, trail=example("trail", "below an overview")), project_page()),
    "project with little": (
        "project.html",
        frame(colour_class=None, trail=example("trail", "below an overview")),
        project_page(measures_heading=None, measures=[], participants_heading=None, participants=[]),
    ),
    "activities": ("activities.html", frame(colour_class=None), activities_page()),
    "no activities": (
        "activities.html",
        frame(colour_class=None),
        activities_page(text=plain_page_data(pieces=[], contact=None, sources=[]), goals=[], projects_address=None),
    ),
    "projects": ("cards.html", frame(colour_class=None), projects_page()),
    "no projects": (
        "cards.html",
        frame(colour_class=None),
        projects_page(text=plain_page_data(pieces=[], contact=None, sources=[]), groups=[]),
    ),
    "page": ("page.html", frame(colour_class=None), plain_page()),
    "404": (
        "page.html",
        frame(colour_class=None, is_indexed=False),
        plain_page(pieces=[], contact=None, sources=[]),
    ),
}


def parse(template: str, frame: Frame, view: Any, *, preview: bool = False) -> BeautifulSoup:
    """Return a parsed page."""
    return BeautifulSoup(render_page(template, frame, view, preview=preview), "html.parser")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_valid_html(name: str) -> None:
    html5lib.HTMLParser(strict=True).parse(render_page(*PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_language_skip_link_unique_ids_and_ordered_headings(name: str) -> None:
    soup = parse(*PAGES[name])
    assert soup.html is not None
    assert soup.html["lang"] == "sv"
    assert len(soup.find_all("h1")) == 1
    assert soup.body is not None
    first = soup.body.find("a")
    assert first is not None
    assert (first.get_text(), first["href"]) == (read_words()["skip_link"], "#innehall")
    ids = [str(element["id"]) for element in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    # The example's list of contents names headings that a goal page with little does not have.
    for link in soup.select("a[href^='#']:not(.contents__link)"):
        assert str(link["href"])[1:] in ids
    assert not soup.find("style")
    for script in soup.find_all("script"):
        assert script.has_attr("src") or script["type"] == "application/ld+json"
    assert not soup.find(style=True)
    steps = [int(heading.name[1]) for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    assert all(after - before <= 1 for before, after in pairwise(steps))


@pytest.mark.parametrize("name", PAGES)
def test_each_link_to_a_global_goal_has_its_own_name_and_address(name: str) -> None:
    found: dict[str, str] = {}
    for link in parse(*PAGES[name]).select(".tiles a, .reason-list .way"):
        assert found.setdefault(" ".join(link.get_text().split()), str(link["href"])) == link["href"]
    assert len(set(found.values())) == len(found)


def test_a_goal_page_has_its_sections_in_order() -> None:
    soup = parse(*PAGES["goal"])
    assert soup.main is not None
    assert [" ".join(h.get_text().split()) for h in soup.main.find_all(["h1", "h2"])] == [
        "Alla är trygga",
        "Behöver du hjälp nu?",
        "Partner i målet",
        "Otrygghet",
        "För att nå målet",
        "Vad kan jag göra?",
        "Kontakt",
        "Tänk globalt – agera lokalt",
        "Källor",
    ]
    buttons = {" ".join(link.get_text().split()): link["href"] for link in soup.main.select("a.button")}
    ask = read_words()["become_partner_in_goal"]
    assert buttons == {ask: "/bli-partner/", "Så kan du hjälpa till": "#vad-kan-jag-gora"}
    shown = soup.main.get_text()
    assert shown.index("går man hem") < shown.index(ask) < shown.index("Partner i målet", 400)


def test_a_goal_page_without_partners_invites_the_first() -> None:
    soup = parse(*PAGES["goal with little"])
    assert soup.find("div", "wall") is None
    link = soup.find("a", string="Ingen partner än. Bli den första.")
    assert link is not None
    assert link["href"] == "/bli-partner/"  # type: ignore[index]


def test_no_link_leads_to_an_element_inside_a_fold() -> None:
    """Without a script, in a browser of 2019: what a link leads to is seen, so it stands on a fold or outside it."""
    for name, page in PAGES.items():
        soup = parse(*page)
        for link in soup.select("a[href^='#']"):
            target = soup.find(id=str(link["href"])[1:])
            if target is not None:
                above = [fold for fold in target.find_parents("details") if target.find_parent("summary") is None]
                assert not above, (name, link["href"])


def test_a_goal_page_links_to_the_previous_and_the_next_goal() -> None:
    pager = parse(*PAGES["goal"]).select_one("nav.pager")
    assert pager is not None
    assert [link["href"] for link in pager.find_all("a")] == ["/mal-1/", "/mal-3/"]
    assert parse(*PAGES["goal with little"]).select_one("nav.pager") is None


def test_the_help_page_has_one_link_to_leave_the_site() -> None:
    assert len(parse(*PAGES["help"]).select("a.leave")) == 1
    without = parse("help.html", frame(), help_page())
    assert not without.select("a.leave")


def test_the_help_page_has_its_numbers_before_the_rest_of_its_text() -> None:
    shown = parse(*PAGES["help"]).get_text()
    assert shown.index("112") < shown.index("Är någons liv i fara?") < shown.index("nu?") < shown.index("Mat och vila")
    assert "Vi finns här." not in shown


def test_a_page_has_the_script_only_if_something_uses_it() -> None:
    for page in PAGES.values():
        soup = parse(*page)
        has_script = soup.find("script", src="/theme/site.js", defer=True) is not None
        assert has_script is bool(soup.select("a.leave, .share, .announcement, details, [data-print]"))


def test_a_button_that_needs_a_script_is_hidden_without_it() -> None:
    soup = parse("goal.html", frame(has_script=True), goal_page(act=example("act", "ways to share last")))
    buttons = soup.select("button")
    assert [button["data-share"] for button in buttons] == ["copy", "sheet"]
    for button in buttons:
        assert button.parent is not None
        assert button.parent.has_attr("hidden")


def test_a_page_loads_only_the_stylesheet_of_its_kind() -> None:
    for name, page in PAGES.items():
        own = "goal" if name.startswith("goal") else "table" if name.startswith("global goals") else "pages"
        styles = [str(link["href"]) for link in parse(*page).find_all("link", rel="stylesheet")]
        assert [style for style in styles if style != "/theme/announcements.css"] == [f"/theme/{own}.css"], name


def test_the_start_page_links_to_global_goals_and_partners() -> None:
    soup = parse(*PAGES["home"])
    assert soup.main is not None
    addresses = {link["href"]: link.get_text() for link in soup.main.select("a.more")}
    assert addresses == {
        "/globala-malen/": "Se hur målen hör ihop",
        "/partner/": "Se alla partner och vilka mål de stöder",
    }
    shown = [heading.get_text() for heading in soup.main.find_all("h2")]
    assert shown.index("De bär målen med oss") < shown.index("Vad kan jag göra?")


def test_tiers_without_a_description_are_named() -> None:
    soup = parse("become_partner.html", frame(), become_partner_page(other_tiers=["3 Sponsor", "3 Vänföretag"]))
    assert [(item["id"], item.get_text()) for item in soup.select(".tiers__others li")] == [
        ("sponsor", "Sponsor"),
        ("vanforetag", "Vänföretag"),
    ]
    assert not parse(*PAGES["become partner"]).select(".tiers__others")


def test_a_page_without_partners_says_so_and_links_to_becoming_one() -> None:
    soup = parse(*PAGES["no partners"])
    assert read_words()["partners_empty"] in soup.get_text()
    assert soup.select("main a[href='/bli-partner/']")
    assert read_words()["partners_empty"] not in parse(*PAGES["partners"]).get_text()


def test_the_table_of_global_goals_precedes_the_reasons() -> None:
    soup = parse(*PAGES["global goals"])
    assert soup.main is not None
    assert [heading.get_text() for heading in soup.main.find_all("h2")][:3] == [
        "Lokala mål möter globala",
        "Varför de möts",
        "Om de globala målen",
    ]
    unmet = parse(*PAGES["global goals unmet"])
    assert unmet.find("table") is None
    assert "Varför de möts" not in unmet.get_text()


def test_the_contact_page_has_every_contact_and_the_organisation() -> None:
    soup = parse(*PAGES["contact"])
    assert [name.get_text() for name in soup.select("main .contact__name")] == ["Alva Provsten", "Bo Exempel"]
    assert soup.main is not None
    assert "802400-0000" in soup.main.get_text()


def test_an_activity_links_to_the_overview_and_names_its_organisation_first() -> None:
    soup = parse(*PAGES["activity"])
    assert soup.main is not None
    assert soup.main.find("a", href="/verksamheter/")
    shown = soup.main.get_text()
    assert shown.index("Soppköket") < shown.index("Drivs av Björkbolaget.") < shown.index("Varm soppa") < shown.index("Soppa.")


def test_an_english_section_has_its_language_and_a_link_to_it() -> None:
    soup = parse(*PAGES["activity"])
    english = soup.select_one("[lang=en] h2")
    assert english is not None
    link = soup.select_one("a[lang=en]")
    assert link is not None
    assert (link.get_text(), link["href"]) == ("In English", f"#{english['id']}")
    assert "In English" not in parse(*PAGES["activity with little"]).get_text()


def test_an_english_section_comes_after_all_swedish_ones() -> None:
    soup = parse(*PAGES["project"])
    headings = [heading.get_text() for heading in soup.select("main h2")]
    shown = [headings.index(title) for title in ("Maten", "Mål i siffror", "Medfinansiärer och samarbetspartner", "In English")]
    assert shown == sorted(shown)


def test_the_facts_of_a_project_are_in_one_description_list() -> None:
    rows = parse(*PAGES["project"]).select("dl.details > div")
    facts = {row.select("dt")[0].get_text(): [value.get_text() for value in row.select("dd")] for row in rows}
    assert facts["Total budget"] == ["12 352 838 kr"]
    assert facts["Tillsammans med"] == ["Björkbolaget", "Socialförvaltningen, Försörjningsstöd"]
    assert facts["Deltagare i arbete"] == ["minst 40 procent"]


def test_an_empty_overview_says_so() -> None:
    assert read_words()["activities_empty"] in parse(*PAGES["no activities"]).get_text()
    assert read_words()["projects_empty"] in parse(*PAGES["no projects"]).get_text()
    assert read_words()["activities_empty"] not in parse(*PAGES["activities"]).get_text()
    assert read_words()["projects_empty"] not in parse(*PAGES["projects"]).get_text()


def test_a_goal_page_links_to_its_activities_and_the_overview() -> None:
    soup = parse(*PAGES["goal"])
    assert [link["href"] for link in soup.select(".card-list a")] == ["/verksamheter/soppkoket/", "/projekt/laxlyftet/"]
    assert soup.select("a[href='/verksamheter/#mal-2']")
    assert not parse(*PAGES["goal with little"]).select(".card-list")


def test_the_start_page_counts_goals_in_words() -> None:
    assert "Fem lokala mål möter tio av FN:s sjutton globala mål." in parse(*PAGES["home"]).get_text()
    none = parse("home.html", frame(is_home=True), home_page(meeting=""))
    assert "sjutton" not in none.get_text()


def test_a_page_without_text_shows_its_summary() -> None:
    assert "En mening." in parse(*PAGES["404"]).get_text()


def test_only_pages_hidden_from_search_engines_have_noindex() -> None:
    assert parse(*PAGES["404"]).find("meta", attrs={"name": "robots", "content": "noindex"})
    assert not parse(*PAGES["goal"]).find("meta", attrs={"name": "robots"})


def test_a_draft_and_its_edit_mark_are_shown_in_preview_only() -> None:
    draft = frame(hidden="utkast", is_indexed=False, edit="content/mal/mal-2.md")
    assert read_words()["staff"]["hidden_mark"] in parse("goal.html", draft, goal_page(), preview=True).get_text()
    assert "Ändra: content/mal/mal-2.md" in parse("goal.html", draft, goal_page(), preview=True).get_text()
    assert "content/mal" not in render_page("goal.html", draft, goal_page())
    assert read_words()["staff"]["hidden_mark"] not in render_page(*PAGES["goal"])


def test_the_head_has_metadata_for_sharing() -> None:
    soup = parse(*PAGES["goal"])
    metadata = {str(meta["property"]): meta["content"] for meta in soup.find_all("meta", property=True)}
    assert metadata["og:title"] == "Alla är trygga"
    assert metadata["og:url"] == "https://www.example.org/mal-2/"
    assert metadata["og:locale"] == "sv_SE"
    assert metadata["og:image"] == "https://www.example.org/delning/mal-2.png"
    assert metadata["og:image:alt"] == "Lokalt mål 2: Alla är trygga"
    data = soup.find("script", type="application/ld+json")
    assert data is not None
    assert data.get_text() == '{"@context":"https://schema.org"}'
    font = soup.find("link", rel="preload")
    assert font is not None
    assert (font["as"], font["type"]) == ("font", "font/woff2")
    assert font.has_attr("crossorigin")

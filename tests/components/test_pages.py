"""Whole pages, put together from the examples of their components."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from bs4 import BeautifulSoup

from plugins.local_goals.view import GoalPage
from plugins.pages.view import HelpPage, HomePage, PlainPage
from plugins.website.view import Frame
from tests.components.rendering import build_view, read_example_file, read_words, render_page


def example(component: str, name: str) -> Any:
    """Return the value of the first parameter of an example."""
    return next(iter(read_example_file(component)["examples"][name].values()))


def frame(**changes: Any) -> Frame:
    """Return the frame of a goal page."""
    given = example("footer", "a goal page") | {"menu": example("masthead", "a goal page")["menu"]}
    built = build_view(Frame, given | {"goals": example("goals_nav", "the second is current")} | changes)
    assert isinstance(built, Frame)
    return built


def goal_page(**changes: Any) -> GoalPage:
    """Return a goal page with everything."""
    given = {
        "number": 2,
        "title": "Alla är trygga",
        "introduction": ["<p>I vårt Västerås går man hem i lugn och ro.</p>"],
        "help_box": example("help_box", "beside an introduction"),
        "tiles_heading": "2 Koppling till de globala målen",
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
        "globally": {
            "heading": "2 Tänk globalt – agera lokalt",
            "pieces": ["<p>Målen hänger ihop.</p>"],
            "reasons": example("global_list", "reasons and targets"),
            "blocks": [{"heading": "3 Om Globala målen", "lead": ["<p>De är sjutton.</p>"]}],
        },
        "act": example("act", "a block in two columns"),
        "contact_heading": "2 Kontakt",
        "contact": example("contact", "a person with every way"),
        "sources_heading": "2 Källor",
        "sources": example("sources", "known and unknown time"),
    }
    built = build_view(GoalPage, given | changes)
    assert isinstance(built, GoalPage)
    return built


def plain_page(**changes: Any) -> PlainPage:
    """Return a page of text."""
    built = build_view(
        PlainPage, example("ending", "contact and sources") | {"pieces": ["<p>Vi finns här.</p>"]} | changes
    )
    assert isinstance(built, PlainPage)
    return built


def home_page(**changes: Any) -> HomePage:
    """Return the start page."""
    page = HomePage(
        plain_page(), "tio", "Fem", goal_page().topic.heading, goal_page().partners_heading, goal_page().tiers
    )
    return dataclasses.replace(page, **changes)


def help_page() -> HelpPage:
    """Return the page of help with two boxes, each with a way out."""
    box = goal_page().help_box
    assert box is not None
    return HelpPage(plain_page(), (box, dataclasses.replace(box, id="en-till", title="En till")))


PAGES: dict[str, tuple[str, Frame, Any]] = {
    "goal": ("goal.html", frame(has_leave_button=True), goal_page()),
    "goal with little": (
        "goal.html",
        frame(help_link=None, menu=[], footer=[], updated=None),
        goal_page(help_box=None, tiers=[], act=None, contact=None, sources=[]),
    ),
    "home": ("home.html", frame(is_home=True, colour_class=None), home_page()),
    "help": ("help.html", frame(colour_class=None, has_leave_button=True), help_page()),
    "page": ("page.html", frame(colour_class=None), plain_page()),
    "404": (
        "page.html",
        frame(colour_class=None, is_indexed=False),
        plain_page(pieces=[], contact=None, sources=[]),
    ),
}


def parse(template: str, frame: Frame, view: Any, *, preview: bool = False) -> BeautifulSoup:
    """Return a whole page, parsed."""
    return BeautifulSoup(render_page(template, frame, view, preview=preview), "html.parser")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_correct_html(name: str) -> None:
    html5lib.HTMLParser(strict=True).parse(render_page(*PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_page_keeps_its_promises(name: str) -> None:
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
    assert not soup.find(["script", "style"])
    assert not soup.find(style=True)
    steps = [int(heading.name[1]) for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    assert all(after - before <= 1 for before, after in pairwise(steps))


@pytest.mark.parametrize("name", PAGES)
def test_a_goal_link_is_named_alike_and_leads_to_one_place(name: str) -> None:
    found: dict[str, str] = {}
    for link in parse(*PAGES[name]).select("a.sdg, .global-list a"):
        assert found.setdefault(" ".join(link.get_text().split()), str(link["href"])) == link["href"]
    assert len(set(found.values())) == len(found)


def test_goal_page_has_its_parts_in_order() -> None:
    soup = parse(*PAGES["goal"])
    assert soup.main is not None
    assert [" ".join(h.get_text().split()) for h in soup.main.find_all(["h1", "h2"])] == [
        "Alla är trygga",
        "Behöver du hjälp nu?",
        "Koppling till de globala målen",
        "Partner i målet",
        "På den här sidan",
        "Otrygghet",
        "För att nå målet",
        "Tänk globalt – agera lokalt",
        "Vad kan jag göra?",
        "Kontakt",
        "Källor",
    ]


def test_goal_page_without_partners_has_no_wall() -> None:
    soup = parse(*PAGES["goal with little"])
    assert soup.find("div", "wall") is None
    assert "Partner i målet" not in soup.get_text()


def test_help_page_has_one_way_out() -> None:
    assert len(parse(*PAGES["help"]).select("a.leave")) == 1


def test_start_page_counts_in_words() -> None:
    assert "Fem lokala mål möter tio av FN:s sjutton globala mål." in parse(*PAGES["home"]).get_text()
    one = parse(
        "home.html", frame(is_home=True, goals_count=1), home_page(local_count="Ett", global_count="två")
    )
    assert "Ett lokalt mål möter två av FN:s sjutton globala mål." in one.get_text()
    none = parse("home.html", frame(is_home=True), home_page(global_count=""))
    assert "sjutton" not in none.get_text()


def test_page_without_text_says_what_it_is_for() -> None:
    assert "En mening." in parse(*PAGES["404"]).get_text()


def test_noindex_only_where_the_page_is_not_to_be_found() -> None:
    assert parse(*PAGES["404"]).find("meta", attrs={"name": "robots", "content": "noindex"})
    assert not parse(*PAGES["goal"]).find("meta", attrs={"name": "robots"})


def test_draft_is_marked_and_place_to_edit_shown_in_preview() -> None:
    draft = frame(is_draft=True, is_indexed=False, edit="content/mal/mal-2.md")
    assert read_words()["draft_mark"] in parse("goal.html", draft, goal_page(), preview=True).get_text()
    assert "Ändra: content/mal/mal-2.md" in parse("goal.html", draft, goal_page(), preview=True).get_text()
    assert "content/mal" not in render_page("goal.html", draft, goal_page())
    assert read_words()["draft_mark"] not in render_page(*PAGES["goal"])


def test_head_tells_what_others_show_of_the_page() -> None:
    soup = parse(*PAGES["goal"])
    told = {str(meta["property"]): meta["content"] for meta in soup.find_all("meta", property=True)}
    assert told["og:title"] == "Alla är trygga"
    assert told["og:url"] == "https://www.example.org/mal-2/"
    assert told["og:locale"] == "sv_SE"
    font = soup.find("link", rel="preload")
    assert font is not None
    assert (font["as"], font["type"]) == ("font", "font/woff2")
    assert font.has_attr("crossorigin")

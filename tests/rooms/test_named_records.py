"""A mark that names related records follows changes of the site, and gives titles as visitors read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from plugins.activities.model import Activity
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.named_records import NamesMark
from plugins.local_goals.model import LocalGoal
from plugins.partners.supports import find_supports
from plugins.site import rooms
from plugins.site.model import Preparation, Theme
from tests.benches import Bench
from tests.conftest import BASE, TODAY

PAGE = "---\ntitel: Sida\nsammanfattning: En sida.\nstatus: publicerad\n---\nMålet bärs av {toy-för:2}.\n"


def find_carriers(library: Library) -> Iterator[tuple[Model, Model]]:
    for support in library.ask(find_supports):
        yield library.known(LocalGoal).things[str(support.goal.number)], support.partner


@pytest.fixture
def named(make_content: object, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Bench:
    mark = NamesMark("toy-för", LocalGoal, find_carriers, none="projects_empty")
    monkeypatch.setattr(rooms, "NAMED", MappingProxyType({mark.key: mark}))
    assert callable(make_content)
    content: Path = make_content({"sidor/sida.md": PAGE})
    return Bench(content, theme, TODAY)


def read(preparation: Preparation) -> str:
    assert preparation.site is not None, preparation.problems
    return preparation.site.by_address["/sida/"].html


@pytest.mark.slow
def test_a_page_is_rebuilt_when_the_names_in_its_mark_change(named: Bench) -> None:
    assert "bärs av Exempelbolaget AB och Norra &amp; Södra." in read(named.prepare())
    partners = named.content / "partner" / "partner.yaml"
    written = partners.read_text("utf-8")
    partners.write_text(written.replace("namn: Norra & Södra", "namn: Ljuset"), "utf-8")
    assert "bärs av Exempelbolaget AB och Ljuset." in read(named.prepare())
    assert "bärs av Ljuset." in read(named.prepare(date(2027, 1, 1)))
    partners.write_text(written.split("\n- namn: Norra")[0], "utf-8")
    assert "bärs av Exempelbolaget AB." in read(named.prepare())


def test_a_mark_of_a_draft_or_unknown_goal_is_reported(named: Bench) -> None:
    page, goal = named.content / "sidor" / "sida.md", next((named.content / "mal").glob("mal-2-*.md"))
    goal.write_text(goal.read_text("utf-8").replace("status: publicerad", "status: utkast"), "utf-8")
    assert ("pekar-pa-utkast", page) in {(problem.code, problem.place.source.path) for problem in named.prepare().problems}
    page.write_text(PAGE.replace(":2}", ":9}"), "utf-8")
    assert ("okant-mal", page) in {(problem.code, problem.place.source.path) for problem in named.prepare().problems}


def find_activities(library: Library) -> Iterator[tuple[Model, Model]]:
    goals = library.known(LocalGoal)
    for one in library.shown(Activity):
        yield from ((goal, one) for reference in one.goals if (goal := goals.get(reference)))


@pytest.fixture
def titled(prepare: Callable[..., Preparation], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Preparation]:
    """Return `prepare` for a site in two languages with a mark that names the activities of a goal."""
    mark = NamesMark("toy-hos", LocalGoal, find_activities, none="activities_empty")
    monkeypatch.setattr(rooms, "NAMED", MappingProxyType({mark.key: mark}))
    website = (BASE / "webbplats.yaml").read_text("utf-8").replace("språk: sv", "språk: [sv, en]")
    page = PAGE.replace("Målet bärs av {toy-för:2}", "{toy-hos:1} finns")
    own = {"webbplats.yaml": website, "sidor/sida.md": page, "sidor/sida.en.md": page.replace("Sida", "Page")}

    def run(*titles: str) -> Preparation:
        head = "sammanfattning: Varm soppa.\nlokala mål: 1\nstatus: publicerad"
        pages = {f"verksamheter/v{at}.md": f"---\ntitel: {title}\n{head}\n---\nText.\n" for at, title in enumerate(titles)}
        return prepare({**own, **pages})

    return run


def test_marks_in_a_title_are_filled_in(titled: Callable[..., Preparation]) -> None:
    assert "Alla två målen och Soppköket finns." in read(titled("Alla {antal:mål} målen", "Soppköket"))


def test_an_untranslated_title_in_a_mark_declares_its_language(titled: Callable[..., Preparation]) -> None:
    site = titled("Soppköket").site
    assert site is not None
    assert '<span lang="sv">Soppköket</span> finns.' in site.by_address["/en/sida/"].html

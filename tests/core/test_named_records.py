"""Marks that name records: what they say of each, where it is the title of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from plugins.activities.model import Activity
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.named_records import NamesMark
from plugins.local_goals.model import LocalGoal
from plugins.site import rooms
from plugins.site.model import Preparation
from tests.conftest import BASE

Prepare = Callable[..., Preparation]
PAGE = "---\ntitel: Sida\nsammanfattning: En sida.\nstatus: publicerad\n---\n{} {{leksaksverksamheter:1}}.\n"


def find_carried(library: Library) -> Iterator[tuple[Model, Model]]:
    """Yield each activity after each goal that it belongs to."""
    goals = library.known(LocalGoal)
    for one in library.shown(Activity):
        yield from ((goal, one) for reference in one.goals if (goal := goals.get(reference)))


@pytest.fixture(autouse=True)
def _mark(monkeypatch: pytest.MonkeyPatch) -> None:
    mark = NamesMark("leksaksverksamheter", LocalGoal, find_carried, "activities_empty")
    monkeypatch.setattr(rooms, "NAMED", {mark.key: mark})


def activity(title: str) -> str:
    """Return an activity of the first goal."""
    return f"---\ntitel: {title}\nsammanfattning: Varm soppa.\nlokala mål: 1\nstatus: publicerad\n---\nText.\n"


def read(found: Preparation, address: str) -> str:
    """Return the HTML of a page."""
    assert found.site is not None, found.problems
    return found.site.by_address[address].html


def test_marks_in_a_title_are_filled_in(prepare: Prepare) -> None:
    found = prepare({"sidor/sida.md": PAGE.format("Vi har"), "verksamheter/a.md": activity("Alla {antal:mål} målen")})
    assert "Vi har Alla två målen." in read(found, "/sida/")


def test_a_title_that_nobody_has_translated_says_its_language(prepare: Prepare) -> None:
    website = (BASE / "webbplats.yaml").read_text("utf-8").replace("språk: sv", "språk: [sv, en]")
    own, other = PAGE.format("Vi har"), PAGE.format("We have").replace("titel: Sida", "titel: Page")
    pages = {"sidor/sida.md": own, "sidor/sida.en.md": other, "verksamheter/a.md": activity("Soppköket")}
    found = prepare({"webbplats.yaml": website, **pages})
    assert 'We have <span lang="sv">Soppköket</span>.' in read(found, "/en/sida/")

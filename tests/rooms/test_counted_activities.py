"""The mark `{antal-verksamheter:1}` counts the activities of a goal that are under way today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from plugins.activities.markdown import COUNT_MARK
from plugins.core.words.lists import WordLists
from plugins.site.model import Preparation
from plugins.site.uses import find_things, find_uses
from tests.benches import Bench, write_changes
from tests.conftest import PROJECT, TODAY
from tests.translated import pages_of

Prepare = Callable[..., Preparation]

HEAD = "---\ntitel: {}\nsammanfattning: Varm soppa.\nlokala mål: {}\n{}status: {}\n---\nText.\n"
PAGE = "---\ntitel: Sida\nsammanfattning: {}\nstatus: publicerad\n---\n{}\n"


def activity(title: str, goals: str, days: str = "", status: str = "publicerad") -> str:
    """Return the file of an activity."""
    return HEAD.format(title, goals, days, status)


ACTIVITIES = {
    "verksamheter/soppan.md": activity("Soppan", "1"),
    "verksamheter/brodet.md": activity("Brödet", "[1, 2]", "från: 2026-11-22\n"),
    "verksamheter/salladen.md": activity("Salladen", "1", "till: 2026-11-22\n"),
    "verksamheter/gammal.md": activity("Den gamla", "1", "till: 2026-11-21\n"),
    "verksamheter/kommande.md": activity("Den som kommer", "1", "från: 2026-11-23\n"),
    "verksamheter/oviss.md": activity("Den ovissa", "1", "uppgifter från: 2025-01-01\n"),
    "verksamheter/utkast.md": activity("Utkastet", "1", status="utkast"),
}


def read(preparation: Preparation, address: str = "/sida/") -> str:
    """Return the HTML of a page, with plain spaces; nothing of the site may be wrong."""
    assert [problem.message for problem in preparation.problems if problem.is_error] == []
    assert preparation.site is not None
    return preparation.site.by_address[address].html.replace("\N{NO-BREAK SPACE}", " ")


def test_those_that_have_begun_and_not_ended_are_counted(prepare: Prepare) -> None:
    text = PAGE.format("Här finns {antal-verksamheter:1}.", "{antal-verksamheter:1} för mål 1, {antal-verksamheter:2} för mål 2.")
    preparation = prepare({**ACTIVITIES, "sidor/sida.md": text})
    assert "Tre för mål 1, en för mål 2." in read(preparation)
    assert pages_of(preparation)["/sida/"].frame.description == "Här finns tre."


def test_a_goal_without_any_has_zero(prepare: Prepare) -> None:
    assert "Noll är det." in read(prepare({"sidor/sida.md": PAGE.format("Ord.", "{antal-verksamheter:2} är det.")}))


def test_drafts_are_counted_where_they_are_shown(prepare: Prepare) -> None:
    text = PAGE.format("Ord.", "Här finns {antal-verksamheter:1}.")
    assert "Här finns fyra." in read(prepare({**ACTIVITIES, "sidor/sida.md": text}, shows_drafts=True))


@pytest.mark.slow
def test_the_number_follows_days_and_saves(bench: Bench) -> None:
    write_changes(bench.content, {**ACTIVITIES, "sidor/sida.md": PAGE.format("Ord.", "Här finns {antal-verksamheter:1}.")})
    assert "Här finns tre." in read(bench.prepare())
    assert "Här finns tre." in read(bench.prepare(date(2026, 11, 23)))  # one has ended, one begun
    write_changes(bench.content, {"verksamheter/soppan.md": activity("Soppan", "2")})
    assert "Här finns två." in read(bench.prepare(TODAY))


def test_the_day_on_which_it_changes_is_told_once(prepare: Prepare) -> None:
    text = PAGE.format("Ord.", "Här finns {antal-verksamheter:1}.")
    change = prepare({**ACTIVITIES, "sidor/sida.md": text}).next_change
    assert change is not None
    day, told = change
    assert day == date(2026, 11, 23)
    assert sorted(told) == ["verksamheten ”Den som kommer” börjar", "verksamheten ”Salladen” har slutat"]


def test_the_address_of_a_heading_leaves_it_out(prepare: Prepare) -> None:
    text = PAGE.format("Ord.", "Ord.\n\n## Våra {antal-verksamheter:1} vägar\n\nOrd.")
    view = repr(pages_of(prepare({**ACTIVITIES, "sidor/sida.md": text}))["/sida/"].view)
    assert "Våra tre vägar" in view
    assert "id='vara-vagar'" in view


def test_each_language_has_its_own_word(prepare_translated: Prepare) -> None:
    own = PAGE.format("Ord.", "Här finns {antal-verksamheter:2}.")
    said = {"sidor/sida.md": own, "sidor/sida.en.md": PAGE.format("Words.", "{antal-verksamheter:1} are here.")}
    preparation = prepare_translated({**ACTIVITIES, **said})
    assert "Här finns en." in read(preparation)
    assert "3 are here." in read(preparation, "/en/sida/")  # its list has no words for numbers
    lists = WordLists(PROJECT / "theme" / "words")
    assert {code: COUNT_MARK.say(1, lists[code]) for code in lists} == {"sv": "en", "en": "one", "latt": "en"}


@pytest.mark.parametrize("name", ["Ingen hunger", "Soppan"])
def test_uses_finds_it_for_the_goal_and_what_is_counted(prepare: Prepare, name: str) -> None:
    library = prepare({**ACTIVITIES, "sidor/sida.md": PAGE.format("Ord.", "Här finns {antal-verksamheter:1}.")}).library
    thing = next(thing for thing in find_things(library) if thing.is_called(name))
    found = [use for use in find_uses(library) if use.identity == thing.identity]
    assert [use.is_of_all for use in found if use.place.source.path.name == "sida.md"] == [name == "Soppan"]

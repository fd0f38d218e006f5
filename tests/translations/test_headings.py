"""A heading without contents in a translation is reported there, and that of the original once."""

from __future__ import annotations

from collections.abc import Callable

from plugins.site.model import Preparation
from tests.translated import GOAL, HOME


def test_an_empty_section_of_a_translation_is_reported_there(prepare_translated: Callable[..., Preparation]) -> None:
    about = HOME.replace("The local goals", "About us").replace("Goals for the city", "Who we are")
    goal = GOAL.replace("Breakfast.\n", "Breakfast.\n\n#### Why\n")
    preparation = prepare_translated({"sidor/om.en.md": f"{about}\n## History\n", "mal/mal-2-alla-ar-trygga.en.md": goal})
    found = [(one.place.source.path.name, one.is_error) for one in preparation.problems if one.code == "tomt-avsnitt"]
    assert sorted(found) == [("mal-2-alla-ar-trygga.en.md", True), ("om.en.md", True)]


def test_an_empty_section_of_an_untranslated_page_is_reported_once(
    prepare_translated: Callable[..., Preparation],
) -> None:
    page = "---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\nVi finns.\n\n## Historia\n"
    preparation = prepare_translated({"sidor/om.md": page})
    assert [one.place.source.path.name for one in preparation.problems if one.code == "tomt-avsnitt"] == ["om.md"]


def test_an_untranslated_fixed_heading_is_reported_with_its_translation(
    prepare_translated: Callable[..., Preparation],
) -> None:
    swedish = {
        "What we do today": "Det här gör vi idag",
        "What we want": "Det här vill vi göra mer av",
        "Think globally": "Tänk globalt – agera lokalt",
    }
    goal = GOAL
    for words, untold in swedish.items():
        goal = goal.replace(words, untold)
    problems = prepare_translated({"mal/mal-2-alla-ar-trygga.en.md": goal}).problems
    found = [(one.place.line, one.suggestion) for one in problems if one.code == "felstavat-avsnitt"]
    assert found == [(12, "## What we do today"), (18, "## What we want"), (24, "## Think globally")]

"""Figures, names and rows in another language: words are translated, and the rest is the original's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.core.problems import Problem
from plugins.site.model import Preparation
from tests.conftest import BASE
from tests.translated import GOAL, pages_of

Prepare = Callable[..., Preparation]

FACTS = """- id: frukostar
  värde: cirka 1 500
  enhet: frukostar
  avser: våren 2024
  källa: Sandvålla stadsmission, tidigare webbplats
"""
PROJECT = """---
titel: Huset
sammanfattning: Ett hus.
lokala mål: 2
organisation: Björkbolaget
från: 2024-01-01
till: 2024-12-31
mål i siffror:
  - mått: Deltagare i arbete
    värde: minst 40
    enhet: procent
  - mått: Deltagare som mår bättre
    värde: 70
    enhet: procent
status: publicerad
---
Vi byggde.
"""
HOUSE = """---
titel: The house
sammanfattning: A house.
mål i siffror:
  - mått: Participants in work
    värde: at least 40
    enhet: per cent
  - mått: Participants who feel better
    enhet: per cent
status: publicerad
---
We built.
"""


def list_lacking(preparation: Preparation) -> list[Problem]:
    """Return what is reported as untranslated, except the footer, which the small site has in Swedish only."""
    lacking = (problem for problem in preparation.problems if problem.code == "saknar-oversattning")
    return [one for one in lacking if not one.place.source.path.name.startswith("webbplats")]


def errors(preparation: Preparation) -> list[Problem]:
    return [problem for problem in preparation.problems if problem.is_error]


def test_a_figure_in_words_and_its_source_can_be_translated(prepare_translated: Prepare) -> None:
    facts = "- id: frukostar\n  värde: about 1,500\n  enhet: breakfasts\n  källa: Sandvålla stadsmission, earlier website\n"
    goal = GOAL.replace("Much to do.", "We serve {fakta:frukostar} breakfasts.")
    preparation = prepare_translated({"fakta.yaml": FACTS, "fakta.en.yaml": facts, "mal/mal-2-alla-ar-trygga.en.md": goal})

    assert errors(preparation) == []
    (source,) = pages_of(preparation)["/en/mal-2/"].view.sources
    assert source.figures == ("About 1,500 breakfasts",)
    assert source.source == "Sandvålla stadsmission, earlier website"


def test_a_figure_without_words_comes_from_the_original(prepare_translated: Prepare) -> None:
    facts = "- id: frukostar\n  enhet: breakfasts\n"
    goal = GOAL.replace("Much to do.", "We serve {fakta:frukostar} breakfasts.")
    original = FACTS.replace("cirka ", "")
    preparation = prepare_translated({"fakta.yaml": original, "fakta.en.yaml": facts, "mal/mal-2-alla-ar-trygga.en.md": goal})

    assert errors(preparation) == []
    (source,) = pages_of(preparation)["/en/mal-2/"].view.sources
    assert source.figures == ("1,500 breakfasts",)


def test_a_help_line_can_have_a_translated_name_and_keeps_its_number(prepare_translated: Prepare) -> None:
    line = "- id: nodnummer\n  heter: Larmcentralen, emergencies\n  roll: Call if someone’s life is in danger.\n"
    preparation = prepare_translated({"kontakter.en.yaml": line})

    assert errors(preparation) == []
    strip = pages_of(preparation)["/en/hjalp/"].view.strip
    assert [(line.name, line.link) for line in strip.lines] == [("Larmcentralen, emergencies", "tel:112")]


def test_rows_without_a_key_are_matched_by_their_order_in_the_original(prepare_translated: Prepare) -> None:
    site = {"projekt/huset.md": PROJECT, "projekt/huset.en.md": HOUSE}
    preparation = prepare_translated(site)

    assert errors(preparation) == []
    measures = pages_of(preparation)["/en/projekt/huset/"].view.measures
    assert [(row.label, row.values[0].text) for row in measures] == [
        ("Participants in work", "at least 40 per cent"),
        ("Participants who feel better", "70 per cent"),
    ]

    more = HOUSE.replace("status:", "  - mått: Participants who laugh\nstatus:")
    messages = [problem.message for problem in errors(prepare_translated(site | {"projekt/huset.en.md": more}))]
    assert messages == ["Under ”mål i siffror” står fler rader än i originalet."]


@pytest.mark.slow
def test_an_untranslated_figure_in_words_is_reported_and_declares_its_language(prepare_translated: Prepare) -> None:
    goal = GOAL.replace("Much to do.", "Much to do.\n\nWe serve {fakta:frukostar} breakfasts, and {fakta:platser} beds.")
    facts = FACTS + FACTS.replace("frukostar", "platser").replace("cirka 1 500", "1 500")
    preparation = prepare_translated({"fakta.yaml": facts, "mal/mal-2-alla-ar-trygga.en.md": goal})
    [problem] = list_lacking(preparation)
    line = goal.split("\n").index("We serve {fakta:frukostar} breakfasts, and {fakta:platser} beds.") + 1
    assert not problem.is_error
    assert (problem.place.source.path.name, problem.place.line) == ("mal-2-alla-ar-trygga.en.md", line)
    assert "”cirka 1 500”" in problem.message
    assert problem.help == (
        "Skriv i fakta.en.yaml, i posten ”frukostar”:  värde: det som det heter på engelska",
        "Finns posten inte: börja den med  - id: frukostar",
    )
    assert 'We serve <span lang="sv">cirka 1 500</span> breakfasts, and 1,500 beds.' in repr(
        pages_of(preparation)["/en/mal-2/"].view
    )

    row = "- id: frukostar\n  värde: about 1,500\n  enhet: breakfasts\n- id: platser\n  enhet: beds\n"
    preparation = prepare_translated({"fakta.yaml": facts, "fakta.en.yaml": row, "mal/mal-2-alla-ar-trygga.en.md": goal})
    assert list_lacking(preparation) == []
    assert "We serve about 1,500 breakfasts" in repr(pages_of(preparation)["/en/mal-2/"].view)


TIERS = "- namn: {}\n  heter: Friend\n  plural: Friends\n"


def test_a_record_missing_in_a_translation_is_reported_with_what_to_write(prepare_translated: Prepare) -> None:
    changes = {
        "nivaer.en.yaml": TIERS.format("Vänföretag") + TIERS.format("Partner"),
        "nivaer.latt.yaml": TIERS.format("Partner"),
    }
    [lacking] = list_lacking(prepare_translated(changes))  # easy Swedish needs none
    assert not lacking.is_error
    assert lacking.place.source.path.name == "nivaer.en.yaml"
    assert lacking.message == "Nivån ”Huvudpartner” finns inte på engelska, så där läses originalets ord."
    assert lacking.help == (
        "Lägg till sist i nivaer.en.yaml:  - namn: Huvudpartner",
        "Skriv under den raden, med två mellanslag först: heter: …, plural: … och innebär: …",
        "Kör sedan, så att det står vilka ord du har översatt:  python3 tasks.py översätt nivaer.en.yaml",
    )


def list_left(preparation: Preparation) -> list[tuple[str, int, str, str]]:
    """Return what is reported as left out: file, line, the first words of the message, and what to write."""
    found = [one for one in list_lacking(preparation) if not one.is_error]
    return [
        (one.place.source.path.name, one.place.line, one.message.partition(" finns")[0], one.help[0].partition(": ")[2])
        for one in found
    ]


def test_a_field_missing_in_a_translated_record_is_reported_with_what_to_write(prepare_translated: Prepare) -> None:
    """The words of the original would stand on the page of the other language, and nobody would know."""
    rows = "".join(map(TIERS.format, ("Partner", "Huvudpartner", "Vänföretag")))
    changes = {"nivaer.en.yaml": rows, "nivaer.latt.yaml": TIERS.format("Huvudpartner")}  # easy Swedish says what it likes
    assert list_left(prepare_translated(changes)) == [("nivaer.en.yaml", 4, "Fältet ”innebär”", "innebär: …")]

    nameless = prepare_translated(changes | {"nivaer.en.yaml": rows.replace("Huvudpartner\n  heter: Friend", "Huvudpartner")})
    assert [one.message for one in errors(nameless)] == ["Fältet ”heter” saknas i översättningen."]
    assert len(list_left(nameless)) == 1

    draft = rows.replace("Huvudpartner\n", "Huvudpartner\n  status: utkast\n")
    assert list_left(prepare_translated(changes | {"nivaer.en.yaml": draft})) == []
    assert (
        list_left(
            prepare_translated(changes | {"nivaer.en.yaml": rows.replace("Huvudpartner\n", "Huvudpartner\n  innebär: Bears.\n")})
        )
        == []
    )


def test_a_missing_record_with_only_optional_words_is_reported_too(prepare_translated: Prepare) -> None:
    contacts = {"kontakter.en.yaml": "- id: nodnummer\n  roll: Call if a life is in danger.\n"}
    [lacking] = list_lacking(prepare_translated(contacts))
    assert lacking.message == "Kontakten ”partnerskap” finns inte på engelska, så där läses originalets ord."
    assert lacking.help[1] == "Skriv under den raden, med två mellanslag först: roll: …"

    nameless = (BASE / "kontakter.yaml").read_text("utf-8").replace("  roll: Kontakt för partnerskap\n", "")
    assert list_lacking(prepare_translated(contacts | {"kontakter.yaml": nameless})) == []


def test_a_field_missing_in_a_row_of_a_translated_page_is_reported(prepare_translated: Prepare) -> None:
    site = {"projekt/huset.md": PROJECT, "projekt/huset.en.md": HOUSE}
    assert list_left(prepare_translated(site)) == []

    one_row = HOUSE.replace("  - mått: Participants who feel better\n    enhet: per cent\n", "")
    assert list_left(prepare_translated(site | {"projekt/huset.en.md": one_row})) == [
        ("huset.en.md", 8, "Fältet ”mål i siffror”", "mål i siffror: …")
    ]
    no_unit = HOUSE.replace(
        "  - mått: Participants who feel better\n    enhet: per cent\n", "  - mått: Participants who feel better\n"
    )
    assert list_left(prepare_translated(site | {"projekt/huset.en.md": no_unit})) == [
        ("huset.en.md", 8, "Fältet ”enhet”", "enhet: …")
    ]


def test_a_value_that_may_be_the_same_in_every_language_may_be_omitted(prepare_translated: Prepare) -> None:
    """A name, a figure, where something comes from; and what has no word with a small letter, such as the name of a unit."""
    original = PROJECT.replace("procent", "GWh").replace("organisation:", "program: Europeiska socialfonden plus\norganisation:")
    english = HOUSE.replace("    enhet: per cent\n", "")
    assert list_left(prepare_translated({"projekt/huset.md": original, "projekt/huset.en.md": english})) == []
    facts = {"fakta.yaml": FACTS.replace("cirka ", ""), "fakta.en.yaml": "- id: frukostar\n  enhet: breakfasts\n"}
    assert list_left(prepare_translated(facts)) == []


@pytest.mark.parametrize("value", ["minst 70", "Minst 70", "tre", "cirka 1 500", "60-tal", "12 kr/mån"])
def test_a_missing_translation_of_a_value_with_words_is_reported(prepare_translated: Prepare, value: str) -> None:
    original = PROJECT.replace("värde: 70", f"värde: {value}")
    site = {"projekt/huset.md": original, "projekt/huset.en.md": HOUSE}
    assert list_left(prepare_translated(site)) == [("huset.en.md", 8, "Fältet ”värde”", "värde: …")]
    said = HOUSE.replace("feel better\n", "feel better\n    värde: at least 70\n")
    assert list_left(prepare_translated(site | {"projekt/huset.en.md": said})) == []


@pytest.mark.parametrize("value", ["70", "1 500 kr", "40 %", "12 kWh", "80–90", "8.00–15.00", "5 km/h", "12 m²", "Tre Kronor"])
def test_a_value_of_figures_units_or_a_name_may_be_omitted(prepare_translated: Prepare, value: str) -> None:
    site = {"projekt/huset.md": PROJECT.replace("värde: 70", f"värde: {value}"), "projekt/huset.en.md": HOUSE}
    assert list_left(prepare_translated(site)) == []


@pytest.mark.parametrize(("address", "is_reported"), [("lämnas inte ut", True), ("Stora gatan 12, 722 10 Sandvålla", False)])
def test_an_address_need_not_be_translated_but_words_in_its_place_must(
    prepare_translated: Prepare, address: str, is_reported: bool
) -> None:
    house = "titel: Huset\nsammanfattning: Ett hus.\nstatus: publicerad\n---\nVi bor.\n"
    site = {
        "verksamheter/huset.md": f"---\nlokala mål: 2\nbesöksadress: {address}\n{house}",
        "verksamheter/huset.en.md": "---\ntitel: The house\nsammanfattning: A house.\nstatus: publicerad\n---\nWe live.\n",
    }
    assert bool(list_left(prepare_translated(site))) is is_reported


def test_an_untranslated_figure_is_reported_once_in_the_translation_of_its_register(prepare_translated: Prepare) -> None:
    goal = GOAL.replace("Much to do.", "We serve {fakta:frukostar} breakfasts.")
    rows = "- id: frukostar\n  enhet: breakfasts\n"
    site = {"fakta.yaml": FACTS, "mal/mal-2-alla-ar-trygga.en.md": goal}
    assert list_left(prepare_translated(site | {"fakta.en.yaml": rows})) == [("fakta.en.yaml", 1, "Fältet ”värde”", "värde: …")]

    others = FACTS + FACTS.replace("frukostar", "platser")
    later = rows.replace("frukostar", "platser").replace("breakfasts", "beds") + "  värde: about 1,500\n"
    [lacking] = list_lacking(prepare_translated(site | {"fakta.yaml": others, "fakta.en.yaml": later}))
    assert lacking.help[1] == "Skriv under den raden, med två mellanslag först: värde: … och enhet: …"

    [waits] = list_lacking(prepare_translated(site | {"fakta.en.yaml": f"{rows}  värde: about 1,500\n  status: utkast\n"}))
    assert waits.place.source.path.name == "mal-2-alla-ar-trygga.en.md"

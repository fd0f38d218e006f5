"""Counts in words, units in values, and contacts typed into texts: reported, and similar texts not."""

from __future__ import annotations

import pytest

from plugins.language.figures.found import find_figures, is_counted
from plugins.site.model import Preparation


def page(words: str) -> str:
    """Return a page with this text."""
    return f"---\ntitel: Sidan\nsammanfattning: Om sidan.\nstatus: publicerad\n---\n{words}\n"


def list_problems(preparation: Preparation, code: str) -> list[tuple[str, int, str | None]]:
    """Return file, line and suggestion of each problem with a code."""
    found = [p for p in preparation.problems if p.code == code]
    return [(p.place.source.path.name, p.place.line, p.suggestion) for p in found]


# ---- counts: the base site has two goals


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("Vi har två mål.", "Vi har {antal:mål} mål."),
        ("Två mål för staden.", "{antal:mål} mål för staden."),
        ("De två målen hör ihop.", "De {antal:mål} målen hör ihop."),
        ("Vi har 2 mål.", "Vi har {antal:mål} mål."),
        ("Det är tre mål i dag.", "Det är {antal:mål} mål i dag."),
        ("Våra fem mål.", "Våra {antal:mål} mål."),
        ("De tre lokala målen.", "De {antal:mål} lokala målen."),
        ("Lokalamålen är fem mål.", "Lokalamålen är {antal:mål} mål."),
        ("Sandvålla stadsmissions sex mål.", "Sandvålla stadsmissions {antal:mål} mål."),
        ("Det är sju mål som Sandvålla stadsmission har satt.", "Det är {antal:mål} mål som Sandvålla stadsmission har satt."),
    ],
)
def test_a_number_word_before_the_goals_is_reported(prepare, words: str, right: str) -> None:
    assert list_problems(prepare({"sidor/sidan.md": page(words)}), "antal-i-ord") == [("sidan.md", 6, right)]


NO_COUNT = (
    "Världen har sjutton mål och 17 globala mål. De tre globala målen. Vi har {antal:mål} mål. Välj ett mål. Mål 2, mål 3.\n\n"
    "Två mål mat om dagen. Laget gjorde två mål i matchen. Strategin har fyra mål. Tre delmål, två målgrupper, tre måltider.\n\n"
    "Vinst med två mål mot ett. Andra målet. Ett av målen. Tjugotvå mål, 1,2 mål.\n\n"
    "I talet sa hon: ”Våra fem mål är viktiga.”\n\n> De tre målen är nådda."
)


def test_counts_of_other_goals_and_of_meals_are_accepted(prepare) -> None:
    activity = (
        "---\ntitel: A\nsammanfattning: A.\nlokala mål: 1\nstatus: publicerad\n---\nKursen har två mål. De två målen nås.\n"
    )
    partner = "- namn: Norra & Södra\n  lokalt mål: 1\n  nivå: partner\n  presentation: Vi har två mål för klimatet.\n"
    changes = {"sidor/sidan.md": page(NO_COUNT), "verksamheter/a.md": activity, "partner/partner.yaml": partner}
    changes["partner/logotyper/exempelbolaget.svg"] = None  # type: ignore[assignment]

    assert list_problems(prepare(changes), "antal-i-ord") == []


# ---- units


def fact(value: str, unit: str) -> str:
    """Return a register with one fact."""
    return f"- id: frukostar\n  värde: {value}\n  enhet: {unit}\n  avser: 2026\n  källa: Sandvålla stadsmission\n"


@pytest.mark.parametrize(
    ("value", "unit", "right"),
    [
        ("452 personer", "personer", "värde: 452"),
        ("Cirka 3 000 personer", "personer per år", "värde: Cirka 3 000"),
        ("38 %", "procent av hushållen", "värde: 38"),
        ("12 kr", "kronor om dagen", "värde: 12"),
        ("fem hushåll", "hushåll", "värde: fem"),
    ],
)
def test_a_unit_in_the_value_is_reported(prepare, value: str, unit: str, right: str) -> None:
    assert list_problems(prepare({"fakta.yaml": fact(value, unit)}), "enhet-i-varde")[0] == ("fakta.yaml", 2, right)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("452", "personer"), ("2 ton", "kläder"), ("1,5 miljoner", "kronor"), ("3 av 10", "personer"), ("var tionde", "person"),
        ("24 timmar", "om dygnet"), ("cirka 40", "frukostar"), ("hälften", "av hushållen"), ("50–60", "besökare"),
    ],
)  # fmt: skip
def test_a_value_without_its_unit_is_accepted(prepare, value: str, unit: str) -> None:
    assert list_problems(prepare({"fakta.yaml": fact(value, unit)}), "enhet-i-varde") == []


@pytest.mark.parametrize(
    ("value", "words", "lines"),
    [
        ("452 personer", "Det är {fakta:frukostar} västeråsare.", [6]),
        ("452 personer", "Det är {fakta:frukostar} personer.", [6]),
        ("452 barn", "Det är { fakta: frukostar } elever.", [6]),
        ("452 personer", "Där bor {fakta:frukostar} i staden, och {fakta:frukostar} lever ensamma.", []),
        ("2 ton", "Vi delade ut {fakta:frukostar} kläder.", []),
        ("452", "Det är {fakta:frukostar} västeråsare.", []),
        ("38 procent", "Det är {fakta:frukostar} kvinnor.", []),
    ],
)
def test_a_noun_repeated_after_a_value_is_reported(prepare, value: str, words: str, lines: list[int]) -> None:
    found = list_problems(prepare({"fakta.yaml": fact(value, "x"), "sidor/sidan.md": page(words)}), "enhet-i-varde")

    assert [line for name, line, _ in found if name == "sidan.md"] == lines


# ---- contacts: Alva has 070-174 06 05 and alva@example.org, the emergency line 112


@pytest.mark.parametrize(
    "words",
    [
        "Ring 070-174 06 05.", "Ring 0701740605 nu.", "Ring +46 70 174 06 05.", "Ring [Alva](tel:+46701740605).",
        "Ring 070\u00a0174\u00a006\u00a005", "Skriv till alva@example.org.", "Skriv till [Alva](mailto:Alva@Example.org).",
        "- Alva, 070 1740605, alva@example.org",
    ],
)  # fmt: skip
def test_contact_details_typed_in_a_text_are_reported_once(prepare, words: str) -> None:
    problems = [p for p in prepare({"sidor/sidan.md": page(words)}).problems if p.code == "kontakt-i-text"]

    assert [(p.place.line, p.severity) for p in problems] == [(6, "warning")]
    assert "{kontakt:partnerskap}" in problems[0].help[0]


@pytest.mark.parametrize(
    "words",
    [
        "Ring 112 om någons liv är i fara.", "Ring 1177, 116 111 eller 020-50 50 50.", "Ring 070-174 06 06.",
        "{kontakt:partnerskap}",
        "Skriv till info@example.org eller alva@example.com.", "Bankgiro 070-1740.", "<!-- 070-174 06 05 -->",
        "malva@example.org och alva@example.org.se",
    ],
)  # fmt: skip
def test_help_lines_and_other_numbers_are_accepted(prepare, words: str) -> None:
    assert list_problems(prepare({"sidor/sidan.md": page(words)}), "kontakt-i-text") == []


@pytest.mark.parametrize("before", ["Ärende", "konto", "Swish", "ring", "kl.", "Delmål", "nr", "Klass", "Storgatan"])
def test_a_number_that_identifies_something_is_not_a_count(before: str) -> None:
    """Each word before a number is in one table, whatever rule uses it."""
    sentence = f"{before} 45 besökare"
    (figure,) = find_figures(sentence)
    assert not is_counted(sentence, figure)


@pytest.mark.parametrize("before", ["Vi mötte", "Kontoret har", "Ringen har", "Fler än"])
def test_a_number_after_any_other_word_is_a_count(before: str) -> None:
    sentence = f"{before} 45 besökare"
    (figure,) = find_figures(sentence)
    assert is_counted(sentence, figure)

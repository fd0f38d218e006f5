"""Slips: which characters are reported, and what is suggested instead."""

from __future__ import annotations

import pytest

from plugins.language.characters.signs import find_slips


def found(value: str, *, is_markdown: bool = True) -> list[tuple[int, str, str]]:
    """Return place, code and correction of each slip, in order."""
    return sorted((slip.start, slip.code, slip.right) for slip in find_slips(value, is_markdown=is_markdown))


@pytest.mark.parametrize(
    ("written", "slips"),
    [
        ("a  b", [(1, "dubbelt-mellanslag", " ")]),
        ("a.  B", [(2, "dubbelt-mellanslag", " ")]),
        ("a \u00a0b", [(1, "dubbelt-mellanslag", " ")]),
        ("4 \u00a0719", [(1, "dubbelt-mellanslag", "\u00a0")]),
        ("- a  b", [(3, "dubbelt-mellanslag", " ")]),
        ("vi\u00a0har", [(2, "hart-mellanslag", " ")]),
        ("ja,\u00a0visst", [(3, "hart-mellanslag", " ")]),
        ("a\n\u00a0b\n\n\u00a0\n", [(2, "hart-mellanslag", ""), (6, "hart-mellanslag", "")]),
        ("sam\u00adarbete", [(3, "mjukt-bindestreck", "")]),
        ("noll\u200bbredd \ufeffhär", [(4, "dolt-tecken", ""), (11, "dolt-tecken", "")]),
        ("• a", [(0, "punkttecken", "- ")]),
        ("a:\n•\tb\n· c", [(3, "punkttecken", "- "), (7, "punkttecken", "- ")]),
        ("•a", [(0, "punkttecken", "- ")]),
        ("- • a", [(2, "punkttecken", "")]),
        ("1. • a", [(3, "punkttecken", "")]),
        ("-mat\n-vila", [(0, "bindestreck-utan-mellanslag", "- ")]),
        ("är *ett * ord", [(3, "stjarnor", "*ett*")]),
        ("är *ett *ord", [(3, "stjarnor", "*ett* ")]),
        ("är **ett **, ja", [(3, "stjarnor", "**ett**")]),
        ("är * ett* ord", [(3, "stjarnor", "*ett*")]),
        ("är ** ett ** ord", [(3, "stjarnor", "**ett**")]),
        ("*{fakta:a} st * är", [(0, "stjarnor", "*{fakta:a} st*")]),
        ("**en** och **två **, *tre*", [(11, "stjarnor", "**två**")]),
    ],
)
def test_a_slip_is_found_with_its_correction(written: str, slips: list[tuple[int, str, str]]) -> None:
    assert found(written) == slips


@pytest.mark.parametrize(
    "written",
    [
        "4\u00a0719\u00a0182 kr, §\u00a07, 100\u00a0kr",
        "den 1\u00a0maj kl.\u00a08 t.ex.\u00a0här",
        "så\u00a0– här",
        "Anna\u00a0Ek",
        "rad  \nrad",
        "-   a\n1.  b",
        "| a   |  b |",
        "`a  b` och [x](/om/)  \n",
        "3 * 4 * 5",
        "* a\n* b",
        "en* fotnot, *gäller ej",
        "*ett* och **två** och ***tre***",
        "**ett** och **två** och **tre**, *fyra* eller *fem*",
        "\\*a \\* b",
        "kaffe · bulle",
        "– Hej, sa hon.\n– Hej, sa han.",
        "-5 grader\n-6 grader",
        "\N{WOMAN}\u200d\N{PERSONAL COMPUTER}",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "<!-- a  b -->",
        "---",
    ],
)
def test_ordinary_text_has_no_slips(written: str) -> None:
    assert found(written) == []


def test_a_line_of_a_record_has_no_list_and_no_emphasis() -> None:
    assert found("• a *b *", is_markdown=False) == [(0, "punkttecken", "")]

"""Characters at the beginning of lines that other programs treat as markup, and texts that only look like it."""

from __future__ import annotations

import pytest

from plugins.language.characters.line_signs import find_line_signs


@pytest.mark.parametrize(
    ("value", "written", "words"),
    [
        ("Bolaget # har inte betalt", "# har inte betalt", ""),
        ("Bolaget ## Ring Alva", "## Ring Alva", ""),
        ("Bolaget <!-- fråga Alva -->", "<!-- fråga Alva -->", ""),
        ("<!--> text -->", "<!--> text -->", ""),
        ("Bolaget <!-- fråga Alva", "<!-- fråga Alva", ""),
        ("**Om** oss", "**Om**", "Om"),
        ("__Om__ oss", "__Om__", "Om"),
        ("***Om*** oss", "***Om***", "Om"),
        ("Vi är *alltid* här", "*alltid*", "alltid"),
        ("Vi är _alltid_ här", "_alltid_", "alltid"),
        ("Mål (_alla_)", "_alla_", "alla"),
        ("Kör `build` nu", "`build`", "build"),
        ("[Om oss](om.md)", "[Om oss](om.md)", "Om oss"),
        ("[Om oss](/om/)", "[Om oss](/om/)", "Om oss"),
        ('[Om](https://www.example.org/a_b "Om")', '[Om](https://www.example.org/a_b "Om")', "Om"),
        ("![Bord](/bilder/bord.jpg)", "![Bord](/bilder/bord.jpg)", "Bord"),
        ("~~Gammalt~~ nytt", "~~Gammalt~~", "Gammalt"),
        ("==Viktigt== nytt", "==Viktigt==", "Viktigt"),
        ("Se [[om]]", "[[om]]", "om"),
        ("Se noten[^1]", "[^1]", ""),
        ("Rad<br/>bruten", "<br/>", ""),
        ("<span class='x'>Rad", "<span class='x'>", ""),
        ("Norra &amp; Södra", "&amp;", "&"),
        (r"5 \* 3", r"\*", "*"),
        ("# Ingen hunger", "# ", ""),
        ("*{fakta:a_b} personer*", "*{fakta:a_b} personer*", "{fakta:a_b} personer"),
    ],
)
def test_a_character_that_other_programs_treat_as_markup_is_found(value: str, written: str, words: str) -> None:
    assert [(found.written, found.words) for found in find_line_signs(value)] == [(written, words)]


@pytest.mark.parametrize(
    "value",
    [
        "Mål #2", "Mål # 2", "#2 & 3", "C# Sverige", "Vi är #stolta över staden", "Plats #1 i #Sandvålla", "A#", "Nr #",
        "5 * 3", "5 * 3 * 2", "A*Stjärnan", "M*A*S*H & Co", "Pris* och moms*", "*Gäller inte lov", "** Nivå", "Stjärnan *",
        "snake_case", "en_lång_fil.pdf", "_", "a_b och c_d", "fil_ och _fil", "[sic]", "[del 1] (a)", "(a) [b]", "[ ] och ( )",
        "Rock'n'roll", "rock`n`roll", "it`s", "<3", "a < b > c", "<namn>", "x <- y -> z", "Steg 1 --> steg 2",
        "AT&T", "Norra & Södra;", "R&B;", "{fakta:a_b} och {fakta:c_d}", "a_b@example.org och c_d@example.org",
        "https://www.example.org/_a_/*b*", "AC\\DC", "~20 personer", "ca ~ 20", "1 = 1 == sant", "Mål #2: *", "Café * Bar * Kök",
    ],
)  # fmt: skip
def test_an_ordinary_line_is_accepted(value: str) -> None:
    assert list(find_line_signs(value)) == []


@pytest.mark.parametrize("sign", ["*", "_", "`", "[", "<!--", "# ", "~~", "==", "[[", "a@", "\\", "&#", "[a](", "<b "])
def test_long_rows_of_special_characters_are_read_quickly(sign: str) -> None:
    list(find_line_signs(sign * 20_000))
    list(find_line_signs((sign + "a ") * 10_000))

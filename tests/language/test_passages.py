"""Passages: how a text is cut, and what in it is prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.places import SourceFile
from plugins.core.sources import text_of_lines
from plugins.language.passages import BLANK, blank_out, find_passages


def cut(written: str) -> list[tuple[str, str, int]]:
    """Return sort, words and line of each passage."""
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    return [(passage.sort, passage.written, passage.place().line) for passage in find_passages(text)]


def test_text_is_cut_into_paragraphs_items_headings_and_rows() -> None:
    assert cut("a\nb\n\n## c\nd\n- e\n  f\n- g\n\n| h |\n1. i") == [
        ("paragraph", "a\nb", 1),
        ("heading", "## c", 4),
        ("paragraph", "d", 5),
        ("item", "e\n  f", 6),
        ("item", "g", 8),
        ("row", "| h |", 10),
        ("item", "i", 11),
    ]


def test_comment_that_silences_neither_begins_nor_tears_a_paragraph() -> None:
    silence = "<!-- tillåt: skrivregel – så heter boken -->"

    assert cut(f"{silence}\na\n{silence}\nb\n\n{silence}\n- c") == [
        ("paragraph", f"a\n{silence}\nb", 2),
        ("item", "c", 7),
    ]
    assert blank_out(silence).isspace()


@pytest.mark.parametrize(
    "written",
    [
        "`kod 1-2`",
        "{fakta:a}",
        "<!-- en\nkommentar -->",
        "https://www.example.org/a-1",
        "www.example.org",
        "example.se/a",
        "alva@example.org",
        '<span lang="en">So as it is</span>',
        "<b>",
    ],
)
def test_what_is_no_prose_is_blanked_out(written: str) -> None:
    prose = blank_out(f"a {written} b")

    assert len(prose) == len(written) + 4
    assert set(prose[2:-2]) <= {BLANK, "\n"}


def test_address_of_a_link_on_a_line_of_its_own_hides_that_line_alone() -> None:
    written = "före\n[namn]: /om/ 'ett - två'\nefter 1-2"

    assert blank_out(written) == f"före\n{BLANK * 24}\nefter 1-2"


def test_link_keeps_its_name() -> None:
    assert blank_out("[namn](/om/)") == f"[namn{BLANK * 7}"


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("Ett. Två! Tre? Fyra", ["Ett. ", "Två! ", "Tre? ", "Fyra"]),
        ("Kl. 8 och t.ex. Anna.", ["Kl. 8 och t.ex. Anna."]),
        ("Ett\nTvå", ["Ett\n", "Två"]),
        ("ett\ntvå", ["ett\ntvå"]),
    ],
)
def test_sentences(written: str, sentences: list[str]) -> None:
    passage = next(find_passages(text_of_lines(SourceFile(Path("a.md"), written), 1, written)))

    assert [written[start:end] for start, end in passage.sentences] == sentences

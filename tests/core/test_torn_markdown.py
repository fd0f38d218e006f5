"""Torn Markdown: malformed tables and footnotes are reported, and text that only looks like them is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.markdown.torn_markdown import check_torn
from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines


def found(written: str) -> list[tuple[int, int, str]]:
    """Return line, column and code of each problem."""
    source = SourceFile(Path("a.md"), written)
    return [(p.place.line, p.place.column, p.code) for p in check_torn(text_of_lines(source, 1, written))]


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        ("| a | b |\n| c | d |", [(1, 1, "trasig-tabell")]),
        ("| a | b\n| c | d", [(1, 1, "trasig-tabell")]),
        ("Tider:\n| a | b |\n| --- | --- |", [(2, 1, "trasig-tabell")]),
        ("| a | b |\n| – | – |\n| c | d |", [(2, 1, "trasig-tabell")]),
        ("| --- | --- |\n| a | b |", [(1, 1, "trasig-tabell")]),
        ("x\n\na\tb\nc\td", [(3, 1, "trasig-tabell")]),
        ("a [^1] och [^b].\n\n[^1]: c", [(1, 3, "fotnot")]),
        ("a^[b]", [(1, 2, "fotnot")]),
    ],
)
def test_a_torn_table_or_footnote_is_reported_at_its_place(written: str, problems: list[tuple[int, int, str]]) -> None:
    assert found(written) == problems


@pytest.mark.parametrize(
    "written",
    [
        "| a | b |\n| --- | --- |\n| c | d |",
        "## a\n| a |\n|:-:|\n| b |",
        "a | b\n--- | ---\nc | d",
        "a | b\nc | d",
        "| a\n\n| b",
        "`[^1]` <!-- | a |\n| b | -->",
        "a\tb",
        "-\ta\n-\tb",
        "1.\ta\n2.\tb",
        "a\tb\tc\nd\te",
        "x^2 och [a]: ^",
    ],
)
def test_text_that_only_looks_torn_is_accepted(written: str) -> None:
    assert found(written) == []


@pytest.mark.parametrize(
    "written",
    [
        "<!--> hemligt -->",
        "<!---> hemligt -->",
        "a <!-- b --!> hemligt -->",
        "<!- hemligt -->",
        "< !-- hemligt -->",
        "<!— hemligt —>",
    ],
)
def test_a_comment_that_a_browser_would_show_is_reported(written: str) -> None:
    source = SourceFile(Path("a.md"), f"Ord.\n\n{written}")

    problems = [p for p in check_torn(text_of_lines(source, 1, source.text)) if p.code == "otillaten-html"]

    assert [p.place.line for p in problems] == [3]


@pytest.mark.parametrize(
    "written", ["<!-- a -->", "<!---- a ---->", "<!----> a", "<!-- a > b -- c -->", "a <!-- > --> b", "<!", "a <- b"]
)
def test_a_comment_that_no_browser_shows_is_accepted(written: str) -> None:
    assert list(check_torn(text_of_lines(SourceFile(Path("a.md"), written), 1, written))) == []

"""Texts beyond the bounds are reported at their line; what people really write is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.places import SourceFile
from plugins.core.records.nodes import Shape
from plugins.core.records.read import read_records
from plugins.core.source.bounds import DEEPEST, LONGEST_LINE, MOST_OPEN, check_markdown, check_size
from plugins.core.source.sources import text_of_lines

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk"


def list_problems(text: str, name: str = "om.md") -> list[tuple[str, int, int]]:
    return [(p.code, p.place.line, p.place.column) for p in check_size(SourceFile(Path(name), text))]


@pytest.mark.parametrize(
    "text",
    [
        f"![Bord](data:image/png;base64,{PIXEL})",
        f"[bild]: <data:image/jpeg;base64,{PIXEL}>",
        f'<img src="data:image/svg+xml;charset=utf-8,%3Csvg{PIXEL}">',
        f"![Bord](DATA:image/webp;base64,{PIXEL * 4000})",
        f"[rapporten](data:application/pdf;base64,{PIXEL})",
    ],
)
def test_a_pasted_file_is_reported_as_a_pasted_file(text: str) -> None:
    found = list_problems(f"Hej.\n\n{text}\n")

    assert found == [("inklistrad-fil", 3, text.lower().index("data:") + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "En bild kan skrivas data:image/png;base64, men gör inte det.",
        "Vi har data: image och text",
        "[sök](https://www.example.org/?q=" + "a" * 2000 + ")",
        "Ord. " * 2500,
        "-" * 400,
        "今日は。" * 300,
        "| " + " " * 900 + " |",
    ],
)
def test_ordinary_text_is_not_too_long(text: str) -> None:
    assert list_problems(text) == []


@pytest.mark.parametrize("text", ["a" * 5000, "/9j/4AAQSkZJRg" * 400, "ord " * (LONGEST_LINE // 4 + 10), "{" * 16_000])
def test_an_absurdly_long_line_is_too_long(text: str) -> None:
    assert list_problems(f"a\n{text}") == [("for-langt", 2, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'  ' * level}- a\n" for level in range(300)),
        "".join(f"{'    ' * level}1. a\n" for level in range(300)),
        "> " * 3000 + "a",
        ">" * 300 + " a",
        "1. " * 900 + "a",
        "* " * 30 + "x\n\n## a",
        "> - " * 20 + "a",
        "".join(f"{'> ' * level}a\n\n" for level in range(1, 40)),
    ],
)
def test_absurdly_deep_nesting_is_too_deep(text: str) -> None:
    excess = check_markdown(text)

    assert excess is not None
    assert excess.code == "for-djupt"


@pytest.mark.parametrize("text", ["[ " * 100, "[a](b " * 100, "![ " * 100, "<a " * 100, "[\n" * 100, "[a][ " * 100])
def test_brackets_and_tags_opened_again_and_again_are_reported(text: str) -> None:
    assert check_markdown(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'    ' * level}- a\n" for level in range(DEEPEST)),
        "- a\n- b\n" * 500,
        "- " * 40,
        "* * * * * * * * * * * *",
        "> > > svar på svar",
        "\n\n".join(["[1] en not"] * 300),
        "[ej klar " * MOST_OPEN,
        "[länk](/om/) och <b>fet</b> (så) " * 300,
        "5 < 6 och x <y " * 10,
        "\\[" * 100,
        "2026. Ett år\n\n" * 50,
        "**fet** *kursiv* " * 300,
    ],
)
def test_ordinary_nesting_is_not_too_deep(text: str) -> None:
    assert check_markdown(text) is None


@pytest.mark.parametrize("text", ["---\n" * 1000, "## a\n" * 1000, "* * *\n" * 1000])
def test_an_endless_row_of_headings_is_reported(text: str) -> None:
    excess = check_markdown(text)

    assert excess is not None
    assert excess.code == "for-langt"


def test_headings_with_text_between_them_are_accepted() -> None:
    assert check_markdown("## a\n\ntext\n\n---\n\n" * 1000) is None


def test_a_register_with_absurdly_many_lines_is_reported() -> None:
    text = "- \n" * 250_000
    _, problems = read_records(text_of_lines(SourceFile(Path("a.yaml"), text), 1, text), Shape({}), is_list=True)

    assert [problem.code for problem in problems] == ["for-langt"]


@pytest.mark.parametrize("text", ["<b>\n\n" * 400, "<i>a " * 400, '<span lang="en">a</b>\n' * 400])
def test_many_unclosed_tags_are_reported(text: str) -> None:
    excess = check_markdown(text)

    assert excess is not None
    assert (excess.offset, excess.code) == (0, "for-djupt")


@pytest.mark.parametrize(
    "text", ["<b>a</b> " * 400, "a<br>\n" * 400, "<p>a\n\n" * 400, "<b>a " * 200, "Skriv `<b>` så.\n\n" * 200]
)
def test_tags_that_are_closed_or_need_no_closing_are_accepted(text: str) -> None:
    assert check_markdown(text) is None

"""Invisible characters are reported where they change a value, shown as escapes, and allowed where a script needs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.invisible import clean, explain, show
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, format_problem


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("070\u200b-1", "070<U+200B>-1"),
        ("a\u00adb\u202ec\ufeff\u2060\x02", "a<U+00AD>b<U+202E>c<U+FEFF><U+2060><U+0002>"),
        ("👩\u200d💻 a\u00a0b", "👩\u200d💻 a\u00a0b"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("vanlig text", "vanlig text"),
    ],
)
def test_invisible_characters_are_shown_as_escapes(written: str, shown: str) -> None:
    assert show(written) == shown


def test_a_no_break_space_is_shown_as_an_escape_where_it_is_the_problem() -> None:
    assert show("a\u00a0b", spaces=True) == "a<U+00A0>b"
    assert explain("a\u00a0b") == "I ”a<U+00A0>b” står ett hårt mellanslag, som inte går att skilja från ett vanligt."


def test_a_value_is_cleaned_of_invisible_characters() -> None:
    assert clean("\ufeff070\u200b-174\u00a006 05\u2060 ") == "070-174 06 05"


def test_the_line_of_a_problem_shows_invisible_characters() -> None:
    source = SourceFile(Path("a.md"), "a\u200bb\u00a0c")

    assert "1 | a<U+200B>b\u00a0c" in format_problem(Problem(Place(source, 1, 1), "x", "y"))
    assert "1 | a<U+200B>b<U+00A0>c" in format_problem(Problem(Place(source, 1, 4), "x", "y"))

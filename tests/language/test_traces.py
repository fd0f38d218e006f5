"""Traces of other programs and unclosed quotations, and similar texts that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines
from plugins.core.texts.passages import find_passages
from plugins.language.links.trackers import clean_address
from plugins.language.markup.traces import check_traces, check_underlined
from plugins.language.quotations import check_quotations


def places(written: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of each problem of a text."""
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    problems = [*check_traces(text), *check_underlined(text), *check_quotations(find_passages(text))]
    return [(problem.code, problem.place.line, problem.place.column) for problem in problems]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a.[JK2] b", ("rest-av-program", 1, 3)),
        ("a [cite: 2]", ("rest-av-program", 1, 3)),
        ("a\n\n   ```python\nb", ("rest-av-program", 3, 4)),
        ("Absolut! Här kommer ett förslag:\n\na", ("rest-av-program", 1, 1)),
        ("a\n\nVill du att jag kortar texten?", ("rest-av-program", 3, 1)),
        ("a\n\n> Från: A\n> Skickat: i dag", ("rest-av-program", 3, 1)),
        ("a\n\nSkickat från min iPhone", ("rest-av-program", 3, 1)),
        ("Historia\n===", ("understruken-rubrik", 1, 1)),
        ("a\n\nHon sa: ”a b.", ("citat-utan-slut", 3, 9)),
        ("”a”, ”b och ”c”", ("citat-utan-slut", 1, 6)),
        ('"a b', ("citat-utan-slut", 1, 1)),
        ("> ”a b.\n>\n> c\n>\n> d", ("citat-utan-slut", 1, 3)),
    ],
)
def test_a_trace_is_reported_at_its_place(written: str, expected: tuple[str, int, int]) -> None:
    assert places(written) == [expected]


@pytest.mark.parametrize(
    "written",
    [
        "a [AB1](/om/) och [AB1][b], [SOU] och [2019], [Bok 2].",
        "Vill du att vi ringer?\n\nHär är ett förslag:\n\na",
        "Från: A\nTill: B\nDatum: 3 maj",
        "Vi är en förening.\n---\n\n- a\n---\n\na\nb\n===",
        "”a.\n\n”b.\n\n”c”, sa hon.",
        "”a\n\nb”",
        "> ”a.\n>\n> ”b.\n>\n> ”c”, sa hon.",
        "> ”a\n>\n> b\n>\n> c\n>\n> d\n>\n> e\n>\n> f”",
        "Hon sa: ”a\n![b](/bilder/c.jpg)\nd.”",
        'En 32" skärm, 15” bred.',
        "”a”",
        "a ” b",
        "Läs mer »",
        "»a«, »b» och ”c”",
        "- ”a\n- b”",
        "| ”a |",
        "`”a` [b](/”c)",
        "90-talets 'a och d'accord",
    ],
)
def test_ordinary_text_is_accepted(written: str) -> None:
    assert places(written) == []


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("https://a.se/?utm_source=b&c=d", "https://a.se/?c=d"),
        ("https://a.se/b?fbclid=x#c", "https://a.se/b#c"),
        ("https://eur.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.se%2F%3Futm_id%3D1&data=2", "https://a.se/"),
        ("https://www.google.com/url?q=b&url=https%3A%2F%2Fa.se%2F%C3%A5", "https://a.se/%C3%A5"),
        ("https://a.se/?source=b&q=utm", "https://a.se/?source=b&q=utm"),
        ("https://www.google.com/maps?q=a+b", "https://www.google.com/maps?q=a+b"),
        ("https://a.se/?b=%2F&c", "https://a.se/?b=%2F&c"),
    ],
)
def test_tracking_parameters_are_removed_from_an_address(written: str, right: str) -> None:
    assert clean_address(written) == right

"""Problems: formatted as text for people and as JSON lines for programs."""

from __future__ import annotations

import json
from pathlib import Path

from plugins.core.places import Place, SourceFile
from plugins.core.problems import (
    Problem,
    Severity,
    count_problems,
    for_publishing,
    format_problem,
    format_problem_json,
    sort_problems,
    warning,
)

FOLDER = Path("/projekt")
LINES = "\n" * 41 + "  nivå: vänföretg\n"
SOURCE = SourceFile(FOLDER / "content/partner/partner.yaml", LINES)
MISSPELT_TIER = Problem(
    Place(SOURCE, 42, 9),
    "okand-niva",
    "Det finns ingen nivå som heter ”vänföretg”.",
    ("Nivåerna är huvudpartner, partner, sponsor och vänföretag.",),
    "nivå: vänföretag",
)


def test_a_problem_is_shown_with_place_cause_and_line_to_write() -> None:
    assert format_problem(MISSPELT_TIER, FOLDER) == (
        "content/partner/partner.yaml:42:9: fel: Det finns ingen nivå som heter ”vänföretg”. [okand-niva]\n"
        "    42 |   nivå: vänföretg\n"
        "    Skriv:  nivå: vänföretag\n"
        "    Nivåerna är huvudpartner, partner, sponsor och vänföretag."
    )


def test_a_problem_is_one_line_of_json() -> None:
    output = format_problem_json(MISSPELT_TIER, FOLDER)

    assert "\n" not in output
    assert list(json.loads(output).items()) == [
        ("path", "content/partner/partner.yaml"),
        ("line", 42),
        ("column", 9),
        ("severity", "error"),
        ("code", "okand-niva"),
        ("message", "Det finns ingen nivå som heter ”vänföretg”."),
        ("help", "Skriv:  nivå: vänföretag\nNivåerna är huvudpartner, partner, sponsor och vänföretag."),
    ]


def test_a_problem_with_a_whole_file_shows_no_line() -> None:
    problem = Problem(Place(SourceFile(FOLDER / "content/a.md")), "tom-fil", "Filen är tom.")

    assert format_problem(problem, FOLDER) == "content/a.md:1:1: fel: Filen är tom. [tom-fil]"


def test_a_long_line_is_cut() -> None:
    problem = Problem(Place(SourceFile(FOLDER / "a.md", "x" * 1000)), "c", "M.")

    assert len(format_problem(problem, FOLDER).split("\n")[1]) < 180


def test_a_path_is_relative_to_the_folder_of_the_user() -> None:
    assert format_problem(MISSPELT_TIER, FOLDER / "docs").startswith("../content/partner/partner.yaml:42:9: ")


def test_problems_are_sorted_by_path_line_column_and_code_without_repeats() -> None:
    def at(name: str, line: int, column: int, code: str) -> Problem:
        return Problem(Place(SourceFile(FOLDER / name), line, column), code, "M.")

    wanted = [
        at("a.md", 2, 9, "c"),
        at("a.md", 10, 1, "c"),
        at("a.md", 10, 2, "a"),
        at("a.md", 10, 2, "b"),
        at("b.md", 1, 1, "a"),
    ]
    twice = at("b.md", 1, 1, "a")

    assert [
        (p.place.source.path.name, p.place.line, p.place.column, p.code)
        for p in sort_problems([twice, *reversed(wanted)], FOLDER)
    ] == [(p.place.source.path.name, p.place.line, p.place.column, p.code) for p in wanted]


def test_warnings_that_stop_publishing_become_errors_when_publishing() -> None:
    place = Place(SOURCE)
    gap = warning(place, "saknas", "M.", stops_publishing=True)
    drift = warning(place, "granskning-forfallen", "M.")

    assert [p.severity for p in for_publishing([gap, drift, MISSPELT_TIER])] == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.ERROR,
    ]
    assert count_problems([gap, drift, MISSPELT_TIER]) == (1, 2)
    assert format_problem(gap, FOLDER).split(": ")[1] == "varning"


def test_a_line_is_rewritten_only_at_the_place_of_the_problem() -> None:
    place = Place(SourceFile(Path("a.yaml"), "- namn: A A"), 1, 9)

    assert place.rewritten("A", "B") == "namn: B A"
    assert place.rewritten("X", "B") is None
    assert Place(SourceFile(Path("a.yaml"), "x"), 7, 1).written == ""

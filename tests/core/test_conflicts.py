"""Conflict markers of version control systems are reported, each by itself; lines that only look like them are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.places import SourceFile
from plugins.core.source.conflicts import find_conflict
from plugins.core.source.sources import decode_source

PAGE = "---\ntitel: A\nstatus: publicerad\n---\n"


@pytest.mark.parametrize(
    "line",
    ["<<<<<<< HEAD", "<<<<<<<", "||||||| 3f2a1c9", "|||||||", "=======", "======= ", ">>>>>>> anna", ">>>>>>> .r12", ">>>>>>>"],
)
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("sidor/om.md", PAGE + "Vi har öppet på vardagar.\n", "\nVi har öppet varje dag.\n"),
        ("sidor/om.md", PAGE + "\n", "\n\n## Rubrik\n"),
        ("sidor/om.md", "---\ntitel: A\n", "\nstatus: publicerad\n---\nText.\n"),
        ("kontakter.yaml", "- id: alva\n  namn: Alva\n", "\n  roll: Chef\n"),
        ("stodrutor.yaml", "- id: a\n  text: |\n    Rubrik\n", "\n    Text.\n"),
    ],
)
def test_a_conflict_marker_is_reported_at_its_line(line: str, name: str, before: str, after: str) -> None:
    for end in ("\n", "\r\n"):
        _, problems = decode_source(Path(name), f"{before}{line}{after}".replace("\n", end).encode())

        assert [(p.code, p.place.line, p.place.column) for p in problems] == [("tva-versioner", before.count("\n") + 1, 1)]


@pytest.mark.parametrize(
    "body",
    [
        "Historia\n=======\n\nText.",
        "Om oss\n=======\nText.",
        "Vad vi gör tillsammans\n=======",
        "Text.\n\nHistoria\n=======",
        "======\n\n========\n\n=========",
        "> > > citat",
        ">>> citat",
        ">>>>>> citat",
        "<<<<<<<<",
        "a ======= b",
        "  =======",
        "======= Rubrik =======",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "<<<Viktigt>>>",
    ],
)
def test_a_line_that_only_looks_like_a_conflict_marker_is_accepted(body: str) -> None:
    assert find_conflict(SourceFile(Path("om.md"), PAGE + body)) == []


@pytest.mark.parametrize("body", ["Vi har öppet.\n=======\n", "## Rubrik\n=======\n", "a\nb\n=======\n", "- a\n=======\n"])
def test_seven_equals_signs_not_below_a_heading_are_a_conflict_marker(body: str) -> None:
    assert find_conflict(SourceFile(Path("om.md"), PAGE + body)) != []


def test_further_markers_are_named_with_the_first() -> None:
    _, (problem,) = decode_source(Path("a.yaml"), b"- id: a\n||||||| x\n- id: b\n>>>>>>> y\n")

    assert problem.message == "Raden ”||||||| x” är kvar sedan två versioner av filen blandades."
    assert problem.help[-1] == "Sådana rader står också på rad 4."

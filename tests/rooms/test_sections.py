"""Sections of a goal page: fixed headings that are missing, misspelt, repeated, out of order, or unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.markdown.read import read_markdown
from plugins.core.marks.marks import make_marks
from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines
from plugins.local_goals.sections import find_sections

FIXED = ("Det här gör vi idag", "Det här vill vi göra mer av", "Tänk globalt – agera lokalt")
NOW, NEXT, WORLD = (f"## {words}\n\nText.\n\n" for words in FIXED)
TOPIC = "## Hunger\n\nText.\n\n"


def cut(written: str) -> tuple[list[str | None], list[tuple[str, int]]]:
    """Return the headings of topic, today, wanted and globally, with code and line of each problem."""
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    document, _ = read_markdown(text, make_marks())
    sections, problems = find_sections(document, FIXED, text)
    parts = (sections.topic, sections.today, sections.wanted, sections.globally)
    return [part.heading.text if part.heading else None for part in parts], [(p.code, p.place.line) for p in problems]


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        ("Inledning.\n\n" + TOPIC + NOW + NEXT + WORLD, []),
        (TOPIC + "### Under\n\n" + NOW + NEXT + WORLD, []),
        (TOPIC + NOW.replace("idag", "i dag") + NEXT.upper() + WORLD.replace("–", "-"), []),
        (NOW + NEXT + WORLD, [("saknar-avsnitt", 1)]),
        (TOPIC + NEXT + WORLD, [("saknar-avsnitt", 5)]),
        (TOPIC + NOW + NEXT, [("saknar-avsnitt", 11)]),
        (TOPIC, [("saknar-avsnitt", 3)] * 3),
        ("Bara text.", [("saknar-avsnitt", 1)] * 4),
        (TOPIC + NOW + NOW + NEXT + WORLD, [("dubbelt-avsnitt", 9)]),
        (TOPIC + NEXT + NOW + WORLD, [("fel-ordning", 9)]),
        (TOPIC + NOW + NEXT + WORLD + "## Mer\n\nText.\n", [("okant-avsnitt", 17)]),
        (TOPIC + TOPIC + NOW + NEXT + WORLD, [("okant-avsnitt", 5)]),
        (TOPIC + NOW.replace("gör", "görr") + NEXT + WORLD, [("felstavat-avsnitt", 5)]),
        (TOPIC + NOW.replace("Det här gör vi idag", "Just nu") + NEXT + WORLD, [("felstavat-avsnitt", 5)]),
        (TOPIC + NOW + "## Det här vill vi göra mer av\n\n" + WORLD, [("tomt-avsnitt", 9)]),
        ("## Hunger\n\n" + NOW + NEXT + WORLD, [("tomt-avsnitt", 1)]),
        (TOPIC + NOW + NEXT + "## Tänk globalt – agera lokalt\n", []),
    ],
)
def test_a_missing_misspelt_repeated_or_empty_section_is_reported(written: str, problems: list[tuple[str, int]]) -> None:
    assert cut(written)[1] == problems


def test_a_misspelt_section_is_still_used() -> None:
    assert cut(TOPIC + "## Just nu\n\nText.\n\n" + NEXT + WORLD)[0] == ["Hunger", "Just nu", *FIXED[1:]]

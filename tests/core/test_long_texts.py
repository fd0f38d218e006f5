"""The time for a long text grows linearly, whatever the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.core.markdown.read import read_markdown
from plugins.core.markdown.written_links import find_written_links
from plugins.core.marks.known import Known
from plugins.core.marks.marks import PlaceMark, make_marks
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.source.silences import guess
from plugins.core.source.sources import SHORT, Text, text_of_lines
from plugins.core.texts.bare_nodes import find_left_alone, list_marks_under
from plugins.core.texts.headings import check_bare_headings
from plugins.core.texts.outline import leave_out
from plugins.core.texts.page_ids import Ids
from plugins.site.checks import suggestions as advice
from tests.growth import is_linear

MARKS = make_marks(PlaceMark("kontakt", Known({}, {}, "okand-kontakt", "Ingen {}.", "Kontakterna är")))


def text_of(written: str) -> Text:
    """Return a text as if from a file of its own."""
    return text_of_lines(SourceFile(Path("a.md"), written), 1, written)


@pytest.mark.parametrize(
    "unit", ["### Hej\n\n", "## Hej\n\n", "## \n\n", "#hej\n\n", "###### Hej\n\n", "## Hej\n\n### Hej\n\nord\n\n"]
)
def test_checking_headings_over_nothing_takes_linear_time(unit: str) -> None:
    def check(size: int) -> Callable[[], object]:
        document, problems = read_markdown(text_of(unit * size), MARKS)
        return lambda: list(check_bare_headings(document, problems))

    assert is_linear(check)


@pytest.mark.parametrize(
    "unit", ["## Hej\n\n{kontakt:a}\n\n", "## Hej\n\n### Du\n\n{kontakt:a}\n\n", "{kontakt:a}\n\n## Hej\n\n"]
)
def test_leaving_out_headings_over_marks_alone_takes_linear_time(unit: str) -> None:
    def leave(size: int) -> Callable[[], object]:
        nodes = read_markdown(text_of(unit * size), MARKS)[0].nodes

        def do() -> None:
            alone = find_left_alone(nodes, lambda _node: True)
            assert len(list_marks_under(nodes, alone)) == len(alone) > 0
            assert [*leave_out(nodes, alone, Ids())]

        return do

    assert is_linear(leave)


def test_a_heading_has_the_marks_that_stand_under_it() -> None:
    text = text_of(
        "## A\n\n{kontakt:a}\n\n### B\n\n{kontakt:b}\n\n---\n\n## C\n\n## D\n\n{kontakt:c}\n\nOrd.\n\n#### E\n\n{kontakt:d}"
    )
    nodes = read_markdown(text, MARKS)[0].nodes
    found = list_marks_under(nodes, find_left_alone(nodes, lambda _node: True))

    listed = [(heading.text, [mark.mark.argument.key for mark in marks]) for heading, marks in found]
    assert listed == [("A", ["a", "b"]), ("B", ["b"]), ("E", ["d"])]


def test_finding_places_in_a_long_text_takes_linear_time() -> None:
    read = 0

    class Counting(str):
        __slots__ = ()

        def count(self, sign: str, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
            nonlocal read
            read += (len(self) if end is None else end) - start
            return super().count(sign, start, end)

    text = text_of(Counting("ord\n" * 10_000))
    lines = [text.place(offset).line for offset in range(0, 40_000, 40)]

    assert lines == list(range(1, 10_001, 10))
    assert read <= SHORT * SHORT // 40


def test_advice_on_allowing_problems_of_a_long_page_takes_linear_time() -> None:
    cut = 0

    class Counting(str):
        __slots__ = ()

        def split(self, *signs: Any) -> list[str]:
            nonlocal cut
            cut += 1
            return super().split(*signs)

    source = SourceFile(Path("a.md"), Counting("---\ntitel: a\n---\n" + "ord\n" * 200))
    problems = [guess(Place(source, line), "drift", "Så.") for line in range(1, 200)]

    assert ["skriv # " in problem.help[-1] for problem in problems] == [False, True, True] + [False] * 196
    assert cut <= 10


@pytest.mark.parametrize("unit", ["<a@example.org> ", "[a](/om/) ", "[a](https&#58;//example.org/) "])
def test_finding_the_addresses_of_many_links_takes_linear_time(unit: str) -> None:
    read = 0

    class Counting(str):
        __slots__ = ()

        def find(self, sign: str, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
            nonlocal read
            found = super().find(sign, start, end)
            read += (len(self) if found < 0 else found) - start
            return found

    document, _ = read_markdown(text_of(Counting(unit * 200)), MARKS)

    columns = [link.place.column for link in document.links]
    assert len(columns) == 200
    assert columns == sorted({*columns})
    assert read <= 10 * 200 * len(unit)


def test_checking_the_suggested_links_of_a_long_page_takes_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def find(value: str) -> tuple[object, ...]:
        tried.append(value)
        return find_written_links(value)

    monkeypatch.setattr(advice, "find_written_links", find)
    source = SourceFile(Path("a.md"), "Se [a] (/om/) här.\n" * 400)
    problems = [Problem(Place(source, line), "nastan-lank", "Så.", suggestion="Se [a](/om/) här.") for line in range(1, 400)]
    kept = advice.keep_sound_advice(problems, {"/om/"}, set())

    assert kept[0].suggestion
    assert len(kept) == 399
    assert len(tried) <= 60

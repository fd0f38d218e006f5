"""The work of each rule of language grows linearly with the text, measured in steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from plugins.core.models.binding import bind_all
from plugins.core.models.model import shape_of
from plugins.core.places import Place, SourceFile
from plugins.core.records.read import read_records
from plugins.core.source.sources import text_of_lines
from plugins.core.texts.passages import Passage, find_passages
from plugins.facts.model import Fact
from plugins.language import quotations
from plugins.language.figures import counts
from plugins.language.figures.check import check_figures
from plugins.language.figures.counts import check_counts
from plugins.language.house_style.check import HouseStyle, check_house_style, standard_rules
from plugins.language.markup.dialects import check_dialects
from plugins.language.quotations import check_quotations
from tests.growth import is_linear


@pytest.fixture
def count_numbers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, Callable[[], Any]], int]:
    """Return a function that counts the numbers that a module takes from `range` during a call."""

    def count(module: Any, do: Callable[[], Any]) -> int:
        taken = 0

        def go_through(*bounds: int) -> Iterator[int]:
            nonlocal taken
            for number in range(*bounds):
                taken += 1
                yield number

        monkeypatch.setattr(module, "range", go_through, raising=False)
        do()
        return taken

    return count


@pytest.mark.parametrize("unit", ['> "a b c\n>\n', "> a ”b c\n>\n", '> "a b" c\n>\n', '> "a b c\n>\n> b\n>\n'])
def test_checking_quotations_in_a_long_frame_takes_linear_time(
    unit: str, count_numbers: Callable[[Any, Callable[[], Any]], int]
) -> None:
    def count(times: int) -> int:
        passages = passages_of(unit * times)
        return count_numbers(quotations, lambda: list(check_quotations(passages)))

    assert 0 < count(400) <= 5 * count(100)


def test_checking_figures_in_a_long_sentence_takes_linear_time() -> None:
    written = "- id: platser\n  värde: 40\n  enhet: platser\n  avser: 2025\n  källa: Oss\n"
    source = SourceFile(Path("fakta.yaml"), written)
    root, _ = read_records(text_of_lines(source, 1, written), shape_of(Fact), is_list=True)
    assert root is not None
    facts = bind_all(Fact, root, Place(source))[0]

    def check(size: int) -> Callable[[], object]:
        passages = passages_of("40 personer " * size)
        return lambda: list(check_figures(facts, passages, "fakta"))

    assert is_linear(check)


@pytest.mark.parametrize("unit", ["fem mål ", "Vi har fem mål. "])
def test_checking_counts_in_a_long_paragraph_takes_linear_time(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read, ours = 0, counts._OURS

    def search(words: str) -> object:
        nonlocal read
        read += len(words)
        return ours.search(words)

    monkeypatch.setattr(counts, "_OURS", SimpleNamespace(search=search))
    written = unit * 500
    list(check_counts(passages_of(written), 5, ["Sandvålla stadsmission"], ["a.md"]))

    assert 0 < read <= len(written)


@pytest.mark.parametrize("unit", ["m m) ", "(Te m m.) ", "”m m. ", "”a” m m. ", "<q>m m. ", "mm bla m m."])
def test_checking_abbreviations_and_quotations_in_a_long_paragraph_takes_linear_time(unit: str) -> None:
    style = HouseStyle(standard_rules())

    def check(size: int) -> Callable[[], object]:
        passages = passages_of(unit * size)
        return lambda: list(check_house_style(style, passages, ()))

    assert is_linear(check)


def test_checking_boxes_of_other_programs_in_a_long_paragraph_takes_linear_time() -> None:
    tried: list[str] = []

    def is_component(written: str) -> bool:
        tried.append(written)
        return False

    written = ":::a\n" * 100
    problems = list(check_dialects(text_of_lines(SourceFile(Path("a.md"), written), 1, written), is_component=is_component))

    assert [problem.place.line for problem in problems] == [1]
    assert len(tried) <= 3 * len({*tried})


def passages_of(written: str) -> list[Passage]:
    """Return the passages of a text as if from a file of its own."""
    return list(find_passages(text_of_lines(SourceFile(Path("a.md"), written), 1, written)))

"""What a rule of the language looks at grows with the text and no faster: steps are counted, for texts of one kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.core.places import SourceFile
from plugins.core.sources import text_of_lines
from plugins.language import quotations
from plugins.language.passages import Passage, find_passages
from plugins.language.quotations import check_quotations


@pytest.fixture
def count_numbers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, Callable[[], Any]], int]:
    """Return what counts the numbers that a module goes through by `range` while something is done."""

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
def test_quotations_in_a_long_frame(unit: str, count_numbers: Callable[[Any, Callable[[], Any]], int]) -> None:
    def count(times: int) -> int:
        passages = passages_of(unit * times)
        return count_numbers(quotations, lambda: list(check_quotations(passages)))

    assert 0 < count(400) <= 5 * count(100)


def passages_of(written: str) -> list[Passage]:
    """Return the passages of a text as it stands in a file of its own."""
    return list(find_passages(text_of_lines(SourceFile(Path("a.md"), written), 1, written)))

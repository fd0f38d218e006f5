"""A text without the needles of a sort has nothing of that sort: nothing is passed over by not searching."""

from __future__ import annotations

import random

import pytest

from plugins.core.placeholders import _WAITING, _may_wait
from plugins.language.dialects import _ANYWHERE, _IN_PROSE
from plugins.language.telling import Sort
from plugins.language.traces import _TRACES

SORTS = (*_IN_PROSE, *_ANYWHERE, *_TRACES)
WORDS = (
    *sorted({needle for _, sort in SORTS for needle in sort.needles}),
    *("ord", "Ord", "x", "X", "1", "12.", "h2.", " ", " ", " ", "\n", "\n", "\n\n", "\t", '"', "AB1", "KA12", "id=", "wp:a"),
    *("]", "]]", "[", "[[", "}", "{", ")", "(", "-", "--", "->", ">", "<", "/", "\\", "*", "|*", "%>", "#}", "Fel! Hittar inte"),
    *("toc", "TOC", "[ToC]", "_toc_", "från", " from ", "Till:", "Ämne:", "Skickat:", "search1", "Självklart! Här ", " en text:"),
    *(
        " default",
        "gallery",
        "vc_row",
        "iPhone",
        "--Ursprungligt ",
        "::",
        "name[a]",
        "| Som AI-modell kan jag",
        "?",
        ".",
        "=",
        "+",
    ),
    *(
        "XX kr",
        "XXX",
        "xxx",
        "todo:",
        "TODO",
        "Lorem ipsum",
        "[Fyll i namn]",
        "[x]",
        "(fyll i)",
        "??",
        "[datum här]",
        "FIXME",
        "TBD",
    ),
)


def _soups(number: int) -> list[str]:
    rng = random.Random(14)
    return ["".join(rng.choices(WORDS, k=rng.randint(1, 9))) for _ in range(number)]


@pytest.fixture(scope="module")
def soups() -> list[str]:
    return _soups(12_000)


def test_every_match_of_a_sort_has_a_needle(soups: list[str]) -> None:
    met: set[str] = set()
    for pattern, sort in SORTS:
        missed = [soup for soup in soups if not _has_needle(sort, soup) and pattern.search(soup)]
        assert not missed, (pattern.pattern, missed[:3])
        if any(pattern.search(soup) for soup in soups[:5_000]):
            met.add(pattern.pattern)
    assert len(met) > len(SORTS) / 2, "the soups hold hardly anything to find"


def test_every_word_that_waits_is_looked_for(soups: list[str]) -> None:
    waiting = [soup for soup in soups[:5_000] if _WAITING.search(soup)]
    assert len(waiting) > 500
    assert all(map(_may_wait, waiting))


def _has_needle(sort: Sort, text: str) -> bool:
    return any(needle in text for needle in sort.needles)

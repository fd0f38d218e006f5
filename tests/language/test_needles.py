"""A text without the needles of a sort has nothing of that sort: nothing is passed over by not searching."""

from __future__ import annotations

import random
import re

import pytest

from plugins.core.placeholders import _WAITING, _may_wait
from plugins.language.dialects import _ANYWHERE, _IN_PROSE
from plugins.language.figures import _SIGNS_OF_NOW, NOW
from plugins.language.passages import _NO_PROSE, blank_out, fold
from plugins.language.signs import _TYPED_BULLET, _TYPED_BULLETS
from plugins.language.telling import Sort, stands_one
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


def _soups(number: int, words: tuple[str, ...] = WORDS) -> list[str]:
    rng = random.Random(14)
    return ["".join(rng.choices(words, k=rng.randint(1, 9))) for _ in range(number)]


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


def test_a_needle_is_found_wherever_it_stands(soups: list[str]) -> None:
    for _, sort in SORTS:
        assert [stands_one(sort.needles, soup) for soup in soups] == [_has_needle(sort, soup) for soup in soups]
    assert stands_one(("",), "")


def test_no_text_that_speaks_of_today_and_no_typed_bullet_is_passed_over() -> None:
    forms = (
        "i",
        "I",
        "\u0130",
        "\u0131",
        "dag",
        "DAG",
        " ",
        "just",
        "nu",
        "JUST NU",
        "nuläget",
        "i skrivande stund",
        "\n",
        ".",
    )
    of_now = [soup for soup in _soups(6_000, forms) if NOW.search(soup)]
    assert all(stands_one(_SIGNS_OF_NOW, fold(soup)) for soup in of_now)
    assert len({found[0] for soup in of_now if (found := NOW.search(soup))}) > 10

    signs = ("–", "o", "→", "1)", "12)", ")", " ", "  ", "\t", "\u00a0", "\n", "ord", "1")
    typed = [soup for soup in _soups(6_000, signs) if any(map(_TYPED_BULLET.match, soup.split("\n")))]
    assert all(map(_TYPED_BULLETS.search, typed))
    assert len(typed) > 500


def test_addresses_are_found_one_sort_at_a_time_as_by_one_pattern_for_both() -> None:
    both = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
    by_scheme, by_host = (sort for sort in _NO_PROSE if "://" in sort.signs or "w." in sort.signs)
    pieces = ("http", "https", "HTTP", "http\u017f", "x", "://", "www", "www.", "WwW.", ".", "a", "/", " ", "\n", ")", "å", "<")
    for soup in _soups(6_000, pieces):
        found = [sort.find(soup, 0) for sort in (by_scheme, by_host)]
        first = min((one.span() for one in found if one), default=None)
        assert first == ((one := both.search(soup)) and one.span()), soup
        assert not both.search(blank_out(soup))


def _has_needle(sort: Sort, text: str) -> bool:
    return any(needle in text for needle in sort.needles)

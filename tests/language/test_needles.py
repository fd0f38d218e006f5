"""The search for needles before a rule runs skips no text in which the rule would find something."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from plugins.core.placeholders import _WAITING, _may_wait
from plugins.core.places import SourceFile
from plugins.core.source.sources import Text, text_of_lines
from plugins.core.texts.passages import _NO_PROSE, blank_out, fold
from plugins.language.characters.bullets import _TYPED_BULLET, _TYPED_BULLET_BELOW
from plugins.language.characters.stars import _SURE_EMPHASIS, find_stars
from plugins.language.figures.check import NOW, _may_be_of_now
from plugins.language.findings import FindingSort, has_needle
from plugins.language.house_style.check import _read
from plugins.language.house_style.patterns import NUMBER_BESIDE_LETTERS
from plugins.language.markup.dialects import _ANYWHERE, _BOXES, _IN_PROSE
from plugins.language.markup.traces import _TRACES
from plugins.language.model import WritingRule
from plugins.language.names import _CAPITAL, _in_prose
from plugins.language.repeated.paragraphs import _count_words, _number_tokens, _runs

SORTS = (*_IN_PROSE, *_ANYWHERE, *(box[:2] for box in _BOXES), *_TRACES)
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


@pytest.mark.slow
def test_every_match_of_a_pattern_contains_one_of_its_needles(soups: list[str]) -> None:
    met: set[str] = set()
    for pattern, sort in SORTS:
        missed = [soup for soup in soups if not _is_looked_for(sort, soup) and pattern.search(soup)]
        assert not missed, (pattern.pattern, missed[:3])
        if any(pattern.search(soup) for soup in soups[:5_000]):
            met.add(pattern.pattern)
    assert len(met) > len(SORTS) / 2, "the soups hold hardly anything to find"


def test_every_placeholder_word_has_a_needle(soups: list[str]) -> None:
    waiting = [soup for soup in soups[:5_000] if _WAITING.search(soup)]
    assert len(waiting) > 500
    assert all(map(_may_wait, waiting))


@pytest.mark.slow
def test_a_needle_is_found_wherever_it_stands(soups: list[str]) -> None:
    for _, sort in SORTS:
        assert [has_needle(sort.needles, soup) for soup in soups] == [_has_needle(sort, soup) for soup in soups]
    assert has_needle(("",), "")


def test_no_mention_of_today_and_no_typed_bullet_is_missed() -> None:
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
    assert all(_may_be_of_now(fold(soup)) for soup in of_now)
    assert len({found[0] for soup in of_now if (found := NOW.search(soup))}) > 10

    signs = ("–", "o", "→", "1)", "12)", ")", " ", "  ", "\t", "\u00a0", "\n", "ord", "1")
    typed = [soup for soup in _soups(6_000, signs) if any(map(_TYPED_BULLET.match, soup.split("\n")))]
    assert all(_TYPED_BULLET.match(soup) or _TYPED_BULLET_BELOW.search(soup) for soup in typed)
    assert len(typed) > 500


@pytest.mark.slow
def test_two_address_patterns_find_what_one_combined_pattern_would() -> None:
    both = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
    by_scheme, by_host = (sort for sort in _NO_PROSE if "://" in sort.signs or "w." in sort.signs)
    pieces = ("http", "https", "HTTP", "http\u017f", "x", "://", "www", "www.", "WwW.", ".", "a", "/", " ", "\n", ")", "å", "<")
    for soup in _soups(6_000, pieces):
        found = [sort.find(soup, 0) for sort in (by_scheme, by_host)]
        first = min((one.span() for one in found if one), default=None)
        assert first == ((one := both.search(soup)) and one.span()), soup
        assert not both.search(blank_out(soup))


def _has_needle(sort: FindingSort, text: str) -> bool:
    return any(needle in text for needle in sort.needles)


def _is_looked_for(sort: FindingSort, text: str) -> bool:
    return _has_needle(sort, text) and (sort.look is None or bool(sort.look.search(f"\n{text}")))


@pytest.mark.slow
def test_skipping_certain_emphasis_hides_no_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = ("*", "**", "***", " ", " ", "ord", "ord", "!", ",", "\n", "\n\n", "\\", "(", "”", "\u00a0", "- ", "a", "_")
    soups = [soup for soup in _soups(20_000, pieces) if "*" in soup]
    found = [list(find_stars(soup, soup)) for soup in soups]
    sure = [soup for soup in soups if "*" not in _SURE_EMPHASIS.sub("", soup)]
    monkeypatch.setattr("plugins.language.characters.stars._SURE_EMPHASIS", re.compile(r"(?!)"))

    assert found == [list(find_stars(soup, soup)) for soup in soups]
    assert len(sure) > 50
    assert sum(map(len, found)) > 500


def text_of(words: str) -> Text:
    """Return a text as if from a file."""
    return text_of_lines(SourceFile(Path("a.yaml"), words), 1, words)


def test_writing_rules_are_tried_wherever_they_would_find_something() -> None:
    written = (
        "N-N",
        "FN's",
        "mm",
        "m m",
        "N mm",
        "mm N",
        "så som",
        "#N",
        "N",
        "N N",
        "å",
        "(a)",
        "A",
        "a-N a",
        "i N år",
        "i N-N",
        "N, N",
        "i N.N-N.N",
    )
    texts = [text_of(words) for words in written]
    patterns = [_read(WritingRule.model_construct(), text) for text in texts]
    beside = [text_of(words) for words in ("Nm", "iN", "N-Nmm")]
    patterns += [_read(WritingRule.model_construct(), text, NUMBER_BESIDE_LETTERS) for text in beside]
    pieces = (
        "1",
        "23",
        "-",
        " ",
        "\n",
        "m",
        "mm",
        "M",
        "Så",
        "så",
        "som",
        "#",
        "FN",
        "'",
        "’",
        "s",
        "å",
        "(a)",
        "a",
        "A",
        ".",
        "i",
        "år",
        ",",
        "234",
        "\u00a0",
    )
    met: set[str] = set()
    for soup in _soups(6_000, pieces):
        found = [pattern for pattern in patterns if pattern.expression.search(soup)]
        assert all(pattern.may_match(f"ord\n{soup}\n") and pattern.may_match(soup) for pattern in found), soup
        met.update(pattern.expression.pattern for pattern in found)
    assert len(met) > len(written) * 2 / 3


def test_skipping_plain_words_at_the_beginning_of_sentences_loses_no_name() -> None:
    every = re.compile(_CAPITAL.pattern.replace(r"(?!(?<=[.!?:\n…•|] (?s:.))[a-zåäö]{0,8} [a-zåäö])", ""))
    assert every.pattern != _CAPITAL.pattern
    pieces = (
        "Ord",
        "ord",
        "Å",
        "I",
        "Here4U",
        "Lokalamålen",
        "Västerås",
        " ",
        " ",
        " ",
        ". ",
        "! ",
        ": ",
        "\n",
        "-",
        "’s",
        "4",
        "(",
    )
    soups = _soups(6_000, pieces)
    fewer = [_names(soup) for soup in soups]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plugins.language.names._CAPITAL", every)
        assert fewer == [_names(soup) for soup in soups]
    assert sum(map(len, fewer)) > 1_000


def _names(prose: str) -> list[tuple[str, int]]:
    text = text_of_lines(SourceFile(Path("a.md"), prose), 1, prose)
    return [(name, place.column) for name, place in _in_prose(prose, text.place)]


def test_each_run_of_words_has_the_same_number_wherever_it_stands() -> None:
    words = ("ett", "två", "Tre", "*fyra*", "fem,", "[sex](/a/)", "åtta.", "–", "nio’s", "tio-elva", "\ufffc\ufffc")
    rng = random.Random(29)
    runs: dict[tuple[int, ...], int] = {}
    for _ in range(300):
        numbers = _number_tokens(" ".join(rng.choices(words, k=rng.randint(0, 30))))[::2]
        for at, run in enumerate(_runs(numbers)[: max(0, len(numbers) - 3)]):
            assert runs.setdefault(tuple(numbers[at : at + 4]), run) == run
    assert len(set(runs.values())) == len(runs) > 1_000
    assert _count_words(_number_tokens("Ett *två* – [tre], \ufffc fyra’s ...")) == 4

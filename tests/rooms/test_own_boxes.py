"""A room's own component written between `:::`: a near miss is reported once, by the component."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborNode

from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines
from plugins.core.texts.passages import find_passages
from plugins.core.texts.pieces import WrittenPiece
from plugins.core.written_kinds import Nearly
from plugins.language.readability import measure_readability
from plugins.site import rooms
from plugins.site.assembly import frame as frame_module
from plugins.site.checks import records as check
from plugins.site.model import Preparation
from plugins.site.rooms import PIECES

Prepare = Callable[..., Preparation]


def _is_box(element: LexborNode) -> bool:
    words = element.text().strip()
    return element.tag == "p" and words.startswith("::: lampa") and words.endswith("\n:::")


def _find_nearly(element: LexborNode) -> Nearly | None:
    is_begun = element.tag == "p" and element.text().startswith("::: lampa") and not _is_box(element)
    return Nearly(element, "En lampa har tomma rader i sig.", "Ta bort tomma rader i den.") if is_begun else None


def _find_by_what_follows(element: LexborNode) -> Nearly | None:
    """Match a box by what follows it, which is missing when the box is parsed alone."""
    return _find_nearly(element) if element.next else None


@pytest.fixture(params=[_find_nearly, _find_by_what_follows])
def problems_of(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Callable[[str], list[tuple[str, int]]]:
    """Return a function that returns the problems of a text in a room with such boxes: code and line within the text."""
    kind = WrittenPiece("toy_lamp", str, _is_box, lambda _element, _context: None, request.param)
    for module in (rooms, check, frame_module):
        monkeypatch.setattr(module, "PIECES", (*PIECES, kind))

    def find(text: str) -> list[tuple[str, int]]:
        head = "---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\n"
        found = prepare({"sidor/om.md": head + text}).problems
        return [(one.code, one.place.line - 5) for one in found if one.code in ("nastan-ratt", "okand-formatering")]

    return find


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Först.\n\n::: lampa\nHej.\n:::\n\nSedan.", []),
        ("Först.\n\n::: lampa\n\nHej.\n\n:::\n\nSedan.", [("nastan-ratt", 3)]),
        ("Först.\n\n::: lampa\nHej.\n\nHej igen.\n:::\n\nSedan.", [("nastan-ratt", 3)]),
        ("Först.\n\n::: lampa\n\nHej.\n\n::::\n\n::: note\nHej.\n:::\n\nSedan.", [("nastan-ratt", 3), ("okand-formatering", 9)]),
        ("Först.\n\n::: note\n\nHej.\n\n:::\n\nSedan.", [("okand-formatering", 3)]),
        ("Först.\n::: lampa\nHej.\n:::\n\nSedan.", [("nastan-ratt", 2)]),
        ("Först.\n\n::: lampa\nHej.\n:::\nSedan.", [("nastan-ratt", 3)]),
        ("Först.\n::: lampa\nHej.\n:::\nSedan.", [("nastan-ratt", 2)]),
        ("Först.\n::: note\nHej.\n:::\n\nSedan.", [("okand-formatering", 2)]),
        ("Först.\n\n:::\n\n::: lampa\n\nHej.\n\n:::\n\n:::\n\nSedan.", [("nastan-ratt", 5), ("okand-formatering", 3)]),
    ],
)
def test_a_malformed_box_of_a_room_is_reported_once(
    problems_of: Callable[[str], list[tuple[str, int]]], written: str, expected: list[tuple[str, int]]
) -> None:
    assert sorted(problems_of(written)) == sorted(expected)


@pytest.mark.parametrize(
    ("written", "lacks"),
    [
        ("Först.\n::: lampa\nHej.\n:::", "före"),
        ("::: lampa\nHej.\n:::\nSedan.", "efter"),
        ("Först.\n::: lampa\nHej.\n:::\nSedan.", "före och efter"),
    ],
)
def test_a_box_without_an_empty_line_before_or_after_is_reported(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch, written: str, lacks: str
) -> None:
    kind = WrittenPiece("toy_lamp", str, _is_box, lambda _element, _context: None)
    for module in (rooms, check, frame_module):
        monkeypatch.setattr(module, "PIECES", (*PIECES, kind))
    head = "---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\n"
    (problem,) = {one for one in prepare({"sidor/om.md": head + written}).problems if one.code == "nastan-ratt"}
    assert problem.message == f"Rutan behöver en tom rad {lacks} sig, annars syns tecknen på webbplatsen."


@pytest.mark.parametrize(
    "written",
    [
        "::: lampa\nVi ses här. Kom du med.\n:::",
        ":::lampa\n\nVi ses här. Kom du med.\n\n:::",
        ":::: {.lampa}\nVi ses här.\n\nKom du med.\n::::",
        "> ::: lampa :::\n> Vi ses här. Kom du med.\n> :::",
        ":::lampa\nVi ses här.\n:::\nKom du med.",
    ],
)
def test_the_syntax_of_a_box_is_not_counted_as_words(written: str) -> None:
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    measured = measure_readability(find_passages(text))
    assert measured
    assert (measured.words, measured.longest) == (6, 3)


def test_words_after_the_name_of_a_box_are_counted() -> None:
    written = "::: lampa Vi ses här.\nKom du med.\n:::"
    measured = measure_readability(find_passages(text_of_lines(SourceFile(Path("a.md"), written), 1, written)))
    assert measured
    assert measured.words == 6

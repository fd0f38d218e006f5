"""A component within another is reported, like one within anything else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborNode

from plugins.core.markdown.nodes import HtmlNode
from plugins.core.markdown.read import read_markdown
from plugins.core.marks.marks import make_marks
from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines
from plugins.core.texts.pieces import WrittenPiece


def is_said(element: LexborNode) -> bool:
    """Return whether an element is a quotation with its speaker."""
    parts = [*element.iter()]
    return element.tag == "blockquote" and parts[-1].text().startswith("✎")


def kind_of(name: str, takes: Any) -> WrittenPiece[str]:
    """Return a kind of component, for which no view is made here."""
    return WrittenPiece(name, str, takes, lambda _element, _context: None)


KINDS = (
    kind_of("said", is_said),
    kind_of("steps", lambda element: element.tag == "ol"),
    kind_of("box", lambda element: element.tag == "blockquote" and element.text().strip().startswith("☞")),
)


def read(written: str, **given: Any) -> tuple[list[str], list[tuple[str, int, bool, str]]]:
    """Return the kinds of a text's nodes, and its problems."""
    marks = replace(make_marks(), written={kind.name: kind for kind in KINDS}, **given)
    document, problems = read_markdown(text_of_lines(SourceFile(Path("a.md"), written), 1, written), marks)
    kinds = [node.kind for node in document.nodes if isinstance(node, HtmlNode)]
    return kinds, [(one.code, one.place.line, one.is_error, one.message) for one in problems]


@pytest.mark.parametrize(
    ("written", "kind", "line"),
    [
        ("> Ord.\n>\n> > Inre.\n> >\n> > ✎ Kim\n>\n> ✎ Alva", "said", 3),
        ("> ☞ Ord.\n>\n> > Inre.\n> >\n> > ✎ Kim", "box", 3),
        ("> ☞ Ord.\n>\n> 1. Ring.\n> 2. Kom.", "box", 3),
        ("> ☞ Ord.\n>\n> - Ett\n>\n>     > Inre.\n>     >\n>     > ✎ Kim", "box", 5),
        ("1. Ring.\n\n    > ☞ Ord.\n\n2. Kom.", "steps", 3),
        ("> Inre.\n>\n> ✎ Kim\n\nOrd.\n\n> ☞ Ord.\n>\n> > Inre.\n> >\n> > ✎ Kim", "box", 9),
    ],
)
def test_a_piece_within_a_piece_is_reported_and_the_outer_one_is_shown(written: str, kind: str, line: int) -> None:
    kinds, problems = read(written)
    assert kinds[-1] == kind
    assert [one[:3] for one in problems] == [("nastan-ratt", line, False)]
    assert "står inne i något annat" in problems[0][3]


@pytest.mark.parametrize(
    "written",
    [
        "1. Ring.\n    1. Tala.\n    2. Lyssna.\n2. Kom.",
        "1. Ring.\n    - Tala.\n        1. Lyssna.\n2. Kom.",
        "> ☞ Ord.\n>\n> > Inre.\n>\n> Mer.",
        "> ☞ Ord.\n>\n> - Ett\n> - Två",
        "> Ord.\n>\n> ✎ Kim\n\n> ☞ Ord.",
    ],
)
def test_a_part_of_a_piece_is_not_reported(written: str) -> None:
    """Such as a list in a list, which is one list, or an element that is not a piece by itself."""
    assert read(written)[1] == []


def test_nested_pieces_are_reported_once_where_no_piece_is_allowed() -> None:
    problems = read("> ☞ Ord.\n>\n> > Inre.\n> >\n> > ✎ Kim", no_pieces="Här kan ingen ruta stå.")[1]
    assert [(code, line) for code, line, _, _ in problems] == [("nastan-ratt", 1)]

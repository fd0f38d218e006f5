"""Lists nest as in CommonMark, indented by two, three or four spaces, and prose stays prose."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.lists import arrange_lists
from plugins.core.markdown.nodes import HtmlNode
from plugins.core.markdown.read import read_markdown
from plugins.core.marks.marks import make_marks
from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines


def outline(written: str) -> str:
    """Return the lists of a text as `ul(a ul(b))`, without paragraphs in items."""
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    document, problems = read_markdown(text, make_marks())
    assert problems == []
    body = LexborHTMLParser("".join(node.html for node in document.nodes if isinstance(node, HtmlNode))).body
    return " ".join(_outline(body)) if body else ""


def _outline(node: LexborNode) -> list[str]:
    parts: list[str] = []
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            parts += (child.text_content or "").split()
        elif child.tag in ("p", "li"):
            parts += _outline(child)
        else:
            parts.append(f"{child.tag}({' '.join(_outline(child))})")
    return parts


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("- a\n  - b\n- c", "ul(a ul(b) c)"),
        ("- a\n   - b", "ul(a ul(b))"),
        ("- a\n    - b\n- c", "ul(a ul(b) c)"),
        ("- a\n\t- b", "ul(a ul(b))"),
        ("* a\n  + b\n    - c\n  + d", "ul(a ul(b ul(c) d))"),
        ("- a\n    - b\n  - c", "ul(a ul(b c))"),
        ("1. a\n   - b\n2. c", "ol(a ul(b) c)"),
        ("1. a\n  - b\n2. c", "ol(a ul(b) c)"),  # two spaces: as was meant, though CommonMark makes three lists of it
        ("- a\n  1. b\n  2. c\n- d", "ul(a ol(b c) d)"),
        ("1. a\n   1. b\n   2. c\n2. d", "ol(a ol(b c) d)"),
        ("- a\n  1. b\n  - c", "ul(a ol(b) ul(c))"),
        ("- a\n1. b\n2. c", "ul(a) ol(b c)"),
        ("- a\n\n  - b\n\n- c", "ul(a ul(b) c)"),
        ("- a\n  - b\n\n  - c\n- d", "ul(a ul(b c) d)"),
        ("- a\n\n  mer\n- b", "ul(a mer b)"),
        ("- a\n\n  mer\n  - b\n\n    mer\n- c\n\nut", "ul(a mer ul(b mer) c) ut"),
        ("- a\n  mer\n  - b", "ul(a mer ul(b))"),
        ("- a\n\n  > b\n- c", "ul(a blockquote(b) c)"),
        ("- a\n- b\n> c\n> d\n\ne", "ul(a b) blockquote(c d) e"),
        ("1. a\n   - b\n> c", "ol(a ul(b)) blockquote(c)"),
        ("- a\n> - b\n> - c", "ul(a) blockquote(ul(b c))"),
        ("> - a\n> > b", "blockquote(ul(a) blockquote(b))"),
        ("> - a\n>   - b\n> - c", "blockquote(ul(a ul(b) c))"),
        (" 9. a\n10. b\n11. c", "ol(a b c)"),
        ("Ta med:\n- a\n  - b", "Ta med: ul(a ul(b))"),
        ("Ta med\n  - a\n  - b", "Ta med ul(a b)"),
        ("Gör så\n1. a\n2. b", "Gör så ol(a b)"),
        ("Gör så:\n1. a", "Gör så: ol(a)"),
        ("{}", "{}"),
    ],
)
def test_lists_nest_as_they_are_written(written: str, shown: str) -> None:
    assert outline(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "a\n- b",
        "a\n1. b",
        "a\n12. b\n13. c",
        "a\n  b",
        "    - a",
        "- a\nb\n- c",
        "- - -\n* * *",
        "> a\n> b",
        "| a |\n| --- |\n| - b |",
        "- a\n- b\n\n  \n\nc",
    ],
)
def test_text_that_needs_no_rearranging_is_unchanged(written: str) -> None:
    assert arrange_lists(written) == written


def test_a_problem_in_a_nested_list_keeps_its_line() -> None:
    written = "Ta med:\n- a\n  - b\n1. c\n  - [d](om)"
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)

    assert [(p.place.line, p.place.column) for p in read_markdown(text, make_marks())[1]] == [(5, 9)]

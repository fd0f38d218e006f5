"""Passages: how a text is split, and which parts of it are prose."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines
from plugins.core.texts.blocks import BLANK
from plugins.core.texts.passages import blank_out, find_passages
from plugins.site.model import Preparation


def cut(written: str) -> list[tuple[str, str, int]]:
    """Return sort, text and line of each passage."""
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    return [(passage.sort, passage.written, passage.place().line) for passage in find_passages(text)]


def test_a_text_is_divided_into_paragraphs_items_headings_and_rows() -> None:
    assert cut("a\nb\n\n## c\nd\n- e\n  f\n- g\n\n| h |\n1. i") == [
        ("paragraph", "a\nb", 1),
        ("heading", "## c", 4),
        ("paragraph", "d", 5),
        ("item", "e\n  f", 6),
        ("item", "g", 8),
        ("row", "| h |", 10),
        ("item", "i", 11),
    ]


@pytest.mark.parametrize(
    ("written", "passages"),
    [
        ("> a\n>\n> b\n>\t\n> c", ["a", "b", "c"]),
        ("a\n> b", ["a", "b"]),
        ("> a\n>> b\n> c", ["a", "b\n  c"]),
        ("> - a\n> - b\n>   c", ["a", "b\n    c"]),
        ("> ## a\n> b\n> | c |\n> d", ["## a", "b", "| c |", "d"]),
        ("a\n```\nb\n```python\nc", ["a", "b", "c"]),
        ("a\n~~~\nb", ["a", "b"]),
        *((f"a\n{rule}\nb", ["a", "b"]) for rule in ("***", "---", "___", "- - -", "* * *", "  -----", "===")),
        ("> a\n> ***\n> b", ["a", "b"]),
        ("- a\n  ***\n  b", ["a", "  b"]),
        ("a\n![b](/bilder/c.jpg)\nd", ["a", "![b](/bilder/c.jpg)", "d"]),
        ("a\n[![b](/bilder/c.jpg)](/om/)  \nd", ["a", "[![b](/bilder/c.jpg)](/om/)  ", "d"]),
        ("a\n![b](/bilder/c.jpg) ![d][e]\nf", ["a", "![b](/bilder/c.jpg) ![d][e]", "f"]),
        ("a | b\n--- | ---\nc | d\n\ne", ["a | b", "--- | ---", "c | d", "e"]),
        ("a\n<!-- b -->\nc", ["a", "c"]),
        ("a\n<!-- b\n# c -->\nd", ["a", "d"]),
        ("a\n<!-- b --> c\nd", ["a", "<!-- b --> c\nd"]),
        ("a\n#b\nc", ["a", "#b", "c"]),
        ("a\n[b]: /om/\nc", ["a", "c"]),
        ("> a\n> [b]: https://www.example.org/ 'Namn'\n> c", ["a", "c"]),
        ("a\n[^1]: b\nc", ["a", "c"]),
        ("a\n<hr>\nb\n<div>\nc\n</div>\nd", ["a", "b", "c", "d"]),
        ("<p>a</p>\nb\n<p>c\nd</p>\ne", ["<p>a</p>", "b", "<p>c\nd</p>", "e"]),
        ("a\n{kontakt:b}\nc", ["a", "c"]),
    ],
)
def test_every_block_ends_the_passage_above(written: str, passages: list[str]) -> None:
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    found = list(find_passages(text, {"kontakt"}))

    assert [passage.written for passage in found] == passages
    assert [len(passage.prose) for passage in found] == list(map(len, passages))


@pytest.mark.parametrize(
    "written",
    [
        "a\n    > b",
        "a\n--\nb",
        "a\n**b**\nc",
        "a\n*b*\nc",
        "a\n`b`\nc",
        "a\n```b``` c\nd",
        "a\n![b](/bilder/c.jpg) d\ne",
        "a ![b](/bilder/c.jpg)\nd",
        "a\n[b](/om/)\nc",
        "a\nb | c\nd",
        "a <!-- b --> c\nd",
        "a <!-- b\n# c --> d",
        "a\n[Alva]: jag kommer varje dag.\nb",
        "a\n<b>c</b>\nd",
        "a<br>\nb",
        "a\n<span>c</span>\nd",
        "a\n{fakta:b}\nc",
        "a\n5 > 3\nb",
        "a\nhttps://www.example.org/\nb",
    ],
)
def test_text_that_only_looks_like_a_block_does_not_split_a_paragraph(written: str) -> None:
    assert [(sort, words) for sort, words, _ in cut(written)] == [("paragraph", written)]


@pytest.mark.parametrize("written", ["> a\nb\n> c", ">a\n> b\n>  c", "> > a\n> b\n> > c"])
def test_quotation_markers_are_not_prose(written: str) -> None:
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    (passage,) = find_passages(text)

    assert passage.prose.split() == passage.written.split() == re.findall(r"\w", written)
    assert passage.text.value[passage.start] == "a"


def test_an_allowing_comment_neither_begins_nor_splits_a_paragraph() -> None:
    silence = "<!-- tillåt: skrivregel – så heter boken -->"

    assert cut(f"{silence}\na\n{silence}\nb\n\n{silence}\n- c") == [
        ("paragraph", f"a\n{silence}\nb", 2),
        ("item", "c", 7),
    ]
    assert blank_out(silence).isspace()


@pytest.mark.parametrize(
    "written",
    [
        "`kod 1-2`",
        "{fakta:a}",
        "<!-- en\nkommentar -->",
        "https://www.example.org/a-1",
        "www.example.org",
        "example.se/a",
        "alva@example.org",
        '<span lang="en">So as it is</span>',
        "<b>",
    ],
)
def test_text_that_is_not_prose_is_blanked_out(written: str) -> None:
    prose = blank_out(f"a {written} b")

    assert len(prose) == len(written) + 4
    assert set(prose[2:-2]) <= {BLANK, "\n"}


def test_a_link_definition_blanks_out_only_its_own_line() -> None:
    written = "före\n[namn]: /om/ 'ett - två'\nefter 1-2"

    assert blank_out(written) == f"före\n{BLANK * 24}\nefter 1-2"


def test_the_name_of_a_link_is_not_blanked_out() -> None:
    assert blank_out("[namn](/om/)") == f"[namn{BLANK * 7}"


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("Ett. Två! Tre? Fyra", ["Ett. ", "Två! ", "Tre? ", "Fyra"]),
        ("Kl. 8 och t.ex. Anna.", ["Kl. 8 och t.ex. Anna."]),
        ("Ett\nTvå", ["Ett\n", "Två"]),
        *((f"Ett {word}. Anna.", [f"Ett {word}. Anna."]) for word in ("bl", "jfr", "s", "Tel")),
        ("ett\ntvå", ["ett\ntvå"]),
    ],
)
def test_a_passage_is_divided_into_sentences(written: str, sentences: list[str]) -> None:
    passage = next(find_passages(text_of_lines(SourceFile(Path("a.md"), written), 1, written)))

    assert [written[start:end] for start, end in passage.sentences] == sentences


PICTURE = """---
titel: Lyktor
sammanfattning: Om lyktor.
bild:
  fil: frukost.png
  beskrivning: {0}
  bildtext: {1}
  samtycke: inga personer
status: publicerad
---
Text.

![{2}](/bilder/frukost.png)

Se [![{3}](/bilder/frukost.png)](/om/) och [mer om oss](/om/).
"""
LAMP = "En lykta i parken"
JUDGED = {
    "En ”lykta i parken": "citat-utan-slut",
    "En lykta mellan 10-12 hus": "skrivregel",
    "En lykta som alla de 17 målen": "antal-i-ord",
    "En lykta med 40 frukostar": "siffra-i-fakta",
    "En lykta  i parken": "dubbelt-mellanslag",
}
HONEST = (
    LAMP,
    "Skylt med texten ”Öppet”",
    "En ”lykta” i parken, sedd uppifrån.",
    "”Öppet” står det på dörren",
    "Två lyktor, en röd och en blå",
)


@pytest.mark.parametrize("place", range(4), ids=["description", "caption", "alone in a text", "within a link"])
@pytest.mark.parametrize("words", [*JUDGED, *HONEST])
def test_the_words_of_a_picture_are_judged_as_other_text(prepare: Callable[..., Preparation], place: int, words: str) -> None:
    """Those who listen hear it among the other words, and those who look for a picture find it by them."""
    found = prepare({"sidor/lykta.md": PICTURE.format(*(words if one == place else LAMP for one in range(4)))})
    line = (6, 7, 13, 15)[place]
    codes = [problem.code for problem in found.problems if problem.place.source.path.name == "lykta.md"]
    assert codes == ([JUDGED[words]] if words in JUDGED else [])
    assert {problem.place.line for problem in found.problems if problem.code in JUDGED.values()} <= {line}

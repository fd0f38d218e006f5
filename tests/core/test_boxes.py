"""Boxes between `:::NAME` and `:::`: how they are parsed, and what is reported of malformed ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborNode

from plugins.core.markdown.nodes import HtmlNode
from plugins.core.markdown.read import read_markdown
from plugins.core.marks.known import Known
from plugins.core.marks.marks import PlaceMark, make_marks
from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.source.sources import text_of_lines
from plugins.core.texts.pieces import WrittenPiece
from plugins.core.written_kinds import Box, Nearly
from plugins.language.markup.dialects import check_dialects
from plugins.site import rooms
from plugins.site.assembly import frame as frame_module
from plugins.site.checks import records as check
from plugins.site.model import Preparation
from plugins.site.rooms import PIECES

STEPS = WrittenPiece(
    "steps",
    str,
    Box("steg", "Steg att följa"),
    lambda element, _context: element.inner_html or "",
    way="Steg skrivs :::steg och sist :::.",
)


def read(written: str, no_pieces: str = "", steps: WrittenPiece[str] = STEPS) -> tuple[list[tuple[str, str]], list[Problem]]:
    """Return kind and HTML of each node, without line breaks between tags, and the problems."""
    place = PlaceMark("kontakt", Known({"alva": object()}, {"alva": "Alva"}, "okand-kontakt", "Ingen {}.", "Kontakterna är"))
    marks = replace(make_marks(place), written={steps.name: steps}, no_pieces=no_pieces)
    document, problems = read_markdown(text_of_lines(SourceFile(Path("a.md"), written), 1, written), marks)
    nodes = [node for node in document.nodes if isinstance(node, HtmlNode)]
    return [(node.kind, node.html.replace(">\n", ">").replace("\n<", "<")) for node in nodes], problems


def boxed(html: str) -> tuple[str, str]:
    """Return the node of a box."""
    return "steps", f'<div data-box="steg">{html}</div>'


WATCHED = ("nastan-ratt", "okand-formatering")
LIST = "<ol><li>Ring.</li><li>Kom.</li></ol>"


@pytest.mark.parametrize(
    ("written", "html"),
    [
        (":::steg\n1. Ring.\n2. Kom.\n:::", LIST),
        (":::steg\n\n1. Ring.\n2. Kom.\n\n:::", LIST),
        (":::  Steg :::\n\n\n\n1. Ring.\n2. Kom.\n\n\n\n:::", LIST),
        (":::steg\n1. Ring.\n:::", "<ol><li>Ring.</li></ol>"),
        (":::steg\n- Ring.\n\n- Kom.\n:::", "<ul><li><p>Ring.</p></li><li><p>Kom.</p></li></ul>"),
        (
            ":::steg\nHej.\n\nOch sedan:\n1. Ring.\n2. Kom.\n\nKlart.\n:::",
            f"<p>Hej.</p><p>Och sedan:</p>{LIST}<p>Klart.</p>",
        ),
        (":::steg\nSå här:\n- Ring.\n    - Kom.\n:::", "<p>Så här:</p><ul><li>Ring.<ul><li>Kom.</li></ul></li></ul>"),
        (":::steg\n> Ord.\n:::", "<blockquote><p>Ord.</p></blockquote>"),
        ("::::steg\n*Ord.* <!-- \n:::\n -->\n::::", "<p><em>Ord.</em> </p>"),
    ],
)
def test_a_box_is_one_element_with_all_its_content(written: str, html: str) -> None:
    assert read(written) == ([boxed(html)], [])
    around, problems = read(f"Före.\n{written}\nEfter.")
    assert (around, problems) == ([("html", "<p>Före.</p>"), boxed(html), ("html", "<p>Efter.</p>")], [])
    assert read(f"- Före.\n{written}\n- Efter.") == (
        [("html", "<ul><li>Före.</li></ul>"), boxed(html), ("html", "<ul><li>Efter.</li></ul>")],
        [],
    )


def test_two_adjacent_boxes_stay_separate() -> None:
    nodes, problems = read(":::steg\nEtt.\n:::\n:::steg\nTvå.\n:::")
    assert (nodes, problems) == ([boxed("<p>Ett.</p>"), boxed("<p>Två.</p>")], [])


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ("Före.\n\n:::steg\nRing.", 3, "har inget slut"),
        (":::steg\nRing.\n:::steg", 3, "börjar en ruta till"),
        (":::steg\nRing.\n\n:::steg\nKom.", 4, "börjar en ruta till"),
        ("::steg\nRing.\n:::", 1, "ska ha tre kolon"),
        (":::steg\nRing.\n\n:::steg\nKom.\n:::", 1, "har inget slut"),
        (":::steg Ring.\n:::", 1, "inget mer stå på raden"),
        (":::steg Ring. :::", 1, "inget mer stå på raden"),
        ("> :::steg\n> Ring.\n> :::", 1, "inne i något annat"),
        ("- :::steg\n  Ring.\n  :::", 1, "inne i något annat"),
        ("- Före.\n\n  :::steg\n  Ring.\n  :::", 3, "inne i något annat"),
        (":::steg\n\n:::", 1, "är tom"),
        (":::steg\n<!-- Ring. -->\n:::", 1, "är tom"),
        (":::steg\nRing.\n\n:::steg\nKom.\n:::\n:::", 5, "inne i något annat"),
        (":::steg\nRing.\n## Kom\n:::", 3, "En rubrik kan inte stå i en ruta"),
        (":::steg\n- Ring.\n\n{kontakt:alva}\n:::", 4, "Den här markeringen står i en ruta"),
    ],
)
def test_a_malformed_box_is_reported_once_at_its_line(written: str, line: int, words: str) -> None:
    _, problems = read(written)
    found = [(problem.place.line, problem.message) for problem in problems]
    assert len(found) == 1, found
    assert found[0][0] == line
    assert words in found[0][1]


def test_a_box_name_that_no_text_could_contain_is_rejected() -> None:
    with pytest.raises(ValueError, match="letters, digits and hyphens"):
        Box("tre steg", "Steg att följa")


def test_a_box_in_code_or_in_a_comment_is_ignored() -> None:
    for written in ("Skriv `:::steg`.", "<!--\n:::steg\n-->\n\nHej."):
        nodes, problems = read(written)
        assert ([kind for kind, _ in nodes], problems) == (["html"], [])


def test_a_box_where_none_is_allowed_is_reported() -> None:
    _, (problem,) = read("Nytt.\n\n:::steg\nRing.\n:::", "Här kan ingen ruta stå.")
    assert (problem.code, problem.help) == ("nastan-ratt", ("Här kan ingen ruta stå.",))


@pytest.fixture
def problems_of(prepare: Callable[..., Preparation], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[tuple[str, int]]]:
    """Return a function that returns the problems of a text in a whole site: code and line, counted within the text."""
    for module in (rooms, check, frame_module):
        monkeypatch.setattr(module, "PIECES", (*PIECES, STEPS))

    def find(text: str) -> list[tuple[str, int]]:
        head = "---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\n"
        found = prepare({"sidor/om.md": head + text}).problems
        return [(one.code, one.place.line - 5) for one in found if one.is_error or one.code in WATCHED]

    return find


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        ("Först.\n\n:::steg\n\n1. Ring.\n2. Kom.\n\n:::\n\nSedan.", []),
        ("Först.\n:::steg\n1. Ring.\n2. Kom.\n:::\nSedan.", []),
        (":::steg\n| Dag | Tid |\n| --- | --- |\n| I dag | 9 |\n:::", []),
        (":::warning\n\nRing.\n\n:::\n\n:::steg\n\nKom.\n\n:::", [("okand-formatering", 1)]),
        (":::steg\n:::warning\nRing.\n:::\n:::", [("okand-formatering", 2)]),
        (":::steg\n\nRing.", [("nastan-ratt", 1)]),
        ("Kom.\n\n:::", [("okand-formatering", 3)]),
    ],
)
def test_a_box_in_a_whole_site_is_reported_if_it_is_malformed_or_unknown(
    problems_of: Callable[[str], list[tuple[str, int]]], written: str, problems: list[tuple[str, int]]
) -> None:
    assert sorted(problems_of(written)) == problems


def reported_lines(written: str, *names: str) -> list[tuple[int, str, str | None, str]]:
    """Return line, message, suggestion and first advice of each problem of a box that is none of `names`."""
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    return [(one.place.line, one.message, one.suggestion, one.help[0]) for one in check_dialects(text, own_boxes=names)]


def test_a_misspelt_box_is_reported_with_the_nearest_name_and_all_names() -> None:
    """Its end is not reported beside it; what another program would make a box of is told which boxes there are."""
    found = reported_lines(":::chcklista\nBröd.\n:::\n\n:::steg\nKom.\n:::\n", "steg", "checklista")
    message = "Det finns ingen ruta som heter ”chcklista”, så raden syns på webbplatsen."
    assert found == [(1, message, ":::checklista", "Rutorna är :::checklista och :::steg.")]

    (unlike,) = reported_lines("Hej.\n\n::: warning\nKom.\n:::\n", "steg", "checklista")
    assert unlike[:3] == (3, "Raden ”::: warning” betyder inget här, så den syns på webbplatsen.", None)
    assert unlike[3].endswith(" Rutorna är :::checklista och :::steg.")
    assert "Rutorna är" not in reported_lines(":::warning\nKom.\n:::\n")[0][3]
    assert reported_lines(":::stg\nKom.\n:::\n", "steg")[0][3] == "Den enda rutan är :::steg."


def test_a_table_in_a_misspelt_box_is_not_reported_beside_its_name() -> None:
    table = "| Dag | Tid |\n| --- | --- |\n| I dag | 9 |"
    assert read(f":::stg\n{table}\n:::")[1] == []  # `check_dialects` reports the name
    _, (problem,) = read(f":::warning\n{table}\n:::")
    assert (problem.code, problem.place.line) == ("trasig-tabell", 2)


def test_each_misspelt_box_is_corrected_with_what_stands_after_it() -> None:
    found = reported_lines(":::stg\nEtt.\n:::\n\n:::warning\nTvå.\n:::\n\n::: Stge Så gör du\nTre.\n:::\n\n:::stg\n:::\n", "steg")
    assert [(line, right) for line, _, right, _ in found] == [(5, None), (1, ":::steg"), (9, "::: steg Så gör du")]


def test_a_box_whose_contents_do_not_fit_is_reported_where_they_begin_and_shown_as_ordinary_text() -> None:
    def find(element: LexborNode) -> Nearly | None:
        parts = [*element.iter()] if STEPS.takes(element) else []
        is_right = not parts or parts[-1].tag == "ol"
        return None if is_right else Nearly(parts[-1], "Steg slutar med en numrerad lista.", "Skriv 1. före raden.")

    numbered = replace(STEPS, nearly=find)
    assert read(":::steg\n1. Ring.\n:::", steps=numbered) == ([boxed("<ol><li>Ring.</li></ol>")], [])

    ((kind, html),), (problem,) = read("Hej.\n\n:::steg\n1. Ring.\n\nKlart.\n:::", steps=numbered)
    assert kind != STEPS.name
    assert "Klart." in html
    assert (problem.place.line, problem.code, problem.message) == (6, "nastan-ratt", "Steg slutar med en numrerad lista.")
    assert problem.stops_publishing


def test_a_heading_in_a_box_is_reported_once() -> None:
    """It is an error in every box; that the box lacks what it should begin with follows from it."""

    def find(element: LexborNode) -> Nearly | None:
        first = next(element.iter(), None) if STEPS.takes(element) else None
        is_wrong = first is not None and first.tag != "p"
        return Nearly(first, "Steg börjar med en mening.", "Skriv den överst.") if first is not None and is_wrong else None

    _, problems = read("Hej.\n\n:::steg\n## Så gör du\n\n1. Ring.\n:::", steps=replace(STEPS, nearly=find))
    assert [(problem.code, problem.place.line) for problem in problems] == [("fel-rubrik", 4)]
    _, problems = read("Hej.\n\n:::steg\n1. Ring.\n:::", steps=replace(STEPS, nearly=find))
    assert [(problem.code, problem.place.line) for problem in problems] == [("nastan-ratt", 4)]

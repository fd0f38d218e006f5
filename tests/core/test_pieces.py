"""Kinds of pieces: which parts of a text become components."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
from selectolax.lexbor import LexborNode

from plugins.announcements.model import Announcement
from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.markdown.nodes import Document, HtmlNode
from plugins.core.markdown.read import read_markdown
from plugins.core.marks.known import Known
from plugins.core.marks.marks import ValueMark, make_marks
from plugins.core.places import SourceFile
from plugins.core.shelves import Shelves
from plugins.core.source.sources import text_of_lines
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.pieces import MarkedPiece, PieceContext, PieceKind, WrittenPiece, fill_with_pieces
from plugins.core.texts.prose import Piece
from plugins.core.written_kinds import Nearly
from plugins.site import rooms
from plugins.site.assembly import frame as frame_module
from plugins.site.checks import records as check
from plugins.site.model import Preparation
from plugins.site.rooms import PIECES, REGISTERS, open_library
from tests.components.rendering import THEME, environment, read_example_file
from tests.conftest import TODAY


@dataclass(frozen=True)
class Box:
    """A view of a quotation."""

    words: str


def take_quotes(element: LexborNode) -> bool:
    """Return whether an element is a quotation."""
    return element.tag == "blockquote"


def box(make: Callable[[LexborNode, PieceContext], Box | None]) -> WrittenPiece[Box]:
    """Return a kind of piece that matches quotations."""
    return WrittenPiece("box", Box, take_quotes, make)


BOX = box(lambda element, _context: Box(element.text().strip()))


def pieces_of(written: str, *kinds: PieceKind, foreign: str = "") -> tuple[Piece, ...]:
    """Return the pieces of a text on a page with these kinds; `foreign` is the language tag of the text."""
    marks = replace(
        make_marks(),
        written={kind.name: kind for kind in kinds if isinstance(kind, WrittenPiece)},
        foreign={"": foreign} if foreign else {},
    )
    document, problems = read_markdown(text_of_lines(SourceFile(Path("a.md"), written), 1, written), marks)
    assert problems == []
    nowhere: Any = None
    return fill_with_pieces(PageText(marks), kinds, nowhere, ANY_PAGE).pieces(document.nodes)


TEXT = "Före.\n\n## Rubrik\n\n> Citat.\n\nEfter."


def test_a_piece_is_separated_from_the_text_around_it() -> None:
    found = pieces_of(TEXT, BOX)
    assert [piece.kind for piece in found] == ["html", "heading", "box", "html"]
    assert found[2].view == Box("Citat.")


def test_two_frames_with_an_empty_line_between_them_stay_separate() -> None:
    assert [piece.view for piece in pieces_of("> A\n>\n> B\n\n> C", BOX)] == [Box("A\nB"), Box("C")]


STEPS = """# Rubrik

> Så gör du
>
> 1. Ring {antal}.
> 2. Kom.

Något annat.

> Så gör du
>
> 1. Ring."""


def test_a_near_piece_is_reported_at_its_line() -> None:
    def find(element: LexborNode) -> Nearly | None:
        part = element.css_first("p")
        return Nearly(part, "Här står nästan en ruta.", "Skriv ** om rubriken.") if element.tag == "blockquote" and part else None

    def find_last(element: LexborNode) -> Nearly | None:
        found = find(element)
        return replace(found, part=element.css("li")[-1]) if found else None

    for finds, lines in ((find, [3, 10]), (find_last, [6, 12])):
        kind = WrittenPiece("box", Box, lambda _element: False, lambda _element, _context: None, finds)
        marks = replace(make_marks(), written={"box": kind})
        document, problems = read_markdown(text_of_lines(SourceFile(Path("a.md"), STEPS), 1, STEPS), marks)
        assert {node.kind for node in document.nodes if isinstance(node, HtmlNode)} == {"html"}
        assert [(p.code, p.place.line, p.place.column, p.is_error) for p in problems] == [
            ("nastan-ratt", line, 3, False) for line in lines
        ]
        assert (problems[0].message, problems[0].help) == ("Här står nästan en ruta.", ("Skriv ** om rubriken.",))


TWICE = "> Alva är här.\n>\n> ✎ Alva\n\nAlva igen.\n\n> Här får jag vara.\n\n> ✎ Alva\n\n- ✎ Alva\n- Kim\n\n> ✎ Alva\n"
"""Last lines of a quotation that name its speaker, and similar ones that do not."""


def test_a_near_piece_is_reported_at_its_line_below_similar_ones() -> None:
    """Also if a piece that is shown, or the text around it, begins in the same way."""

    def is_said(element: LexborNode) -> bool:
        return element.tag == "blockquote" and len(element.css("p")) > 1

    def find_alone(element: LexborNode) -> Nearly | None:
        part = element.css_first("p")
        is_alone = element.tag == "blockquote" and part and part.text().startswith("✎")
        return Nearly(part, "Namnet står för sig.", "Skriv > ovanför.") if is_alone else None

    kind = WrittenPiece("box", Box, is_said, lambda _element, _context: None, find_alone)
    marks = replace(make_marks(), written={"box": kind})
    _, problems = read_markdown(text_of_lines(SourceFile(Path("a.md"), TWICE), 1, TWICE), marks)
    assert [problem.place.line for problem in problems] == [9, 14]


@pytest.mark.parametrize(
    "frame",
    [
        "> **Så gör du**\n> 1. Ring oss\n> 2. Kom",
        "> - Ett\n> - Två",
        "> {antal:stolar} stolar\n> och ett bord",
        "> Vi har {antal:stolar}\n> stolar",
        "> {antal:stolar}\n> Två bord",
        "> &amp; Alva\n> Kim",
        "> Al*va* kommer\n> Kim",
        "> _Alva_\n> Kim",
        "> [Al](/om/)va kommer\n> Kim",
        '> [Läs](/om/ "Mer")\n> Kim',
        "> läs\\_mer här\n> Kim",
        "> ✎\n> Alva",
        "> –\n> ✎\n> Alva",
        "> ![Ett bord](/bilder/bord.png)\n> Ord under.",
        "> ![Ett bord](/bilder/bord.png)",
        "> – ✎",
        "> | Dag | Tid |\n> | --- | --- |\n> | Alva | Kim |",
    ],
)
@pytest.mark.parametrize("is_whole", [True, False])
def test_a_near_piece_is_reported_at_its_own_first_line(frame: str, is_whole: bool) -> None:
    """However many lines it has and however its words are written; not at the heading, nor at similar words elsewhere."""

    def find(element: LexborNode) -> Nearly | None:
        if element.tag != "blockquote":
            return None
        return Nearly(element if is_whole else next(element.iter()), "Här står nästan en ruta.", "Skriv den om.")

    marks = make_marks(ValueMark("antal", Known({"stolar": "tolv"}, {"stolar": "stolar"}, "", "", "")))
    marks = replace(marks, written={"box": WrittenPiece("box", Box, lambda _one: False, lambda _one, _context: None, find)})
    written = f"## Rubrik\n\nOrd före.\n\n{frame}\n\nAlva kommer, och Kim. Ord.\n\nOrd\n"
    _, problems = read_markdown(text_of_lines(SourceFile(Path("a.md"), written), 1, written), marks)
    assert [(p.place.line, p.place.column) for p in problems if p.code == "nastan-ratt"] == [(5, 3)]


@pytest.mark.parametrize(
    ("frame", "part", "expected"),
    [
        ("> ## Så gör du\n>\n> 1. Ring.", "blockquote", [("fel-rubrik", 3)]),
        ("> ## Så gör du\n>\n> 1. Ring.", "h2", [("fel-rubrik", 3)]),
        ("> ## Så gör du\n>\n> 1. Ring.", "ol", [("fel-rubrik", 3), ("nastan-ratt", 5)]),
        ("> Så gör du\n>\n> ## Ring", "blockquote", [("fel-rubrik", 5), ("nastan-ratt", 3)]),
        ("> Så gör du\n>\n> 1. Ring.", "blockquote", [("nastan-ratt", 3)]),
    ],
)
def test_a_heading_that_cannot_stand_in_a_piece_is_reported_once(frame: str, part: str, expected: list[tuple[str, int]]) -> None:
    """The report says what to write instead; other faults of the piece are reported at their own lines."""

    def find(element: LexborNode) -> Nearly | None:
        wrong = element if part == "blockquote" else element.css_first(part)
        return Nearly(wrong, "Här står nästan en ruta.", "Skriv den om.") if element.tag == "blockquote" and wrong else None

    kind = WrittenPiece("box", Box, lambda _element: False, lambda _element, _context: None, find)
    marks = replace(make_marks(), written={"box": kind})
    written = f"Före.\n\n{frame}\n"
    _, problems = read_markdown(text_of_lines(SourceFile(Path("a.md"), written), 1, written), marks)
    assert [(p.code, p.place.line) for p in problems] == expected


def test_two_problems_of_one_piece_are_reported_at_the_same_line() -> None:
    written = "> Citat.\n\n> Citat."
    found = find_problems(written, no_pieces="Här kan ingen ruta stå.", more={"other": replace(BOX, name="other")})
    assert [line for _, line, *_ in found] == [1, 1, 3, 3]


def find_problems(written: str, **given: Any) -> list[tuple[str, int, bool, str, tuple[str, ...]]]:
    """Return the problems of a text with quotations as pieces: code, line, whether it is an error, message and help."""
    marks = replace(make_marks(), written={"box": BOX, **given.pop("more", {})}, **given)
    document, problems = read_markdown(text_of_lines(SourceFile(Path("a.md"), written), 1, written), marks)
    shown = "".join(node.html for node in document.nodes if isinstance(node, HtmlNode))
    assert shown.count("<blockquote>") == written.count("> ")  # reported or not, no word is left out
    return [(one.code, one.place.line, one.is_error, one.message, one.help) for one in problems]


@dataclass(frozen=True)
class Steps:
    """A view of a box with a plain heading."""

    heading: str
    lead: str
    """Target of a link that the template makes."""
    steps_html: str


def make_steps(element: LexborNode, _context: PieceContext) -> Steps | None:
    """Return the view of steps; None if the box has no heading."""
    parts = [*element.iter()]
    if len(parts) != 2:
        return None
    last = parts[0].css("a")[1:]
    return Steps(parts[0].text(), (last[0].attributes["href"] or "") if last else "", parts[1].html or "")


STEPS_PIECE = WrittenPiece("steps", Steps, take_quotes, make_steps)
PICTURE = "![Ett dukat bord](/bilder/frukost.png)"


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ("> **[Så gör du](/om/)**\n>\n> 1. Ring.", [(9, 17, "Länken")]),
        ("> **Så gör [du](/om/)**\n>\n> 1. Ring [oss](/om/).", [(9, 17, "Länken")]),
        ("> **Så gör [du](/om/)**\n>\n> 1. Ring [du](/om/).", [(9, 17, "Länken")]),
        ("> **Så gör alva@example.org**\n>\n> 1. Ring.", [(9, 12, "Länken")]),
        (f"> **Så** {PICTURE}\n>\n> 1. Ring.", [(9, 28, "Bilden")]),
        (f"> **[Så](/om/)** {PICTURE}\n>\n> 1. {PICTURE}", [(9, 10, "Länken"), (9, 36, "Bilden")]),
        ("> **[Så](/om/)**\n>\n> 1. Ring.\n\n> **[Så](/om/)**\n>\n> 1. Kom.", [(9, 10, "Länken"), (13, 10, "Länken")]),
        ("> **Så gör du**\n>\n> 1. Ring [oss](/om/), [kom](/om/) eller skriv till alva@example.org.", []),
        (f"> **Så gör du**\n>\n> 1. {PICTURE}", []),
        ("> **[Så](/mal-1/) [gör](/om/)**\n>\n> 1. Ring.", [(9, 10, "Länken")]),
        ("> **[Så gör du](/om/)**", []),
        ("[Så gör du](/om/)\n\n## [Så gör du](/om/)", []),
    ],
)
def test_a_link_of_which_a_piece_keeps_only_the_words_is_reported(
    frame: str, expected: list[tuple[int, int, str]], prepare: Callable[..., Preparation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kind declares nothing about links: the view tells which are kept."""
    for module in (rooms, check, frame_module):
        monkeypatch.setattr(module, "PIECES", (*(one for one in PIECES if not isinstance(one, WrittenPiece)), STEPS_PIECE))
    head = "---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\n"
    text = f"{head}Läs [mer](/om/) här.\n\n\n{frame}\n\nOch [mer](/om/).\n"
    found = [p for p in prepare({"sidor/om.md": text}).problems if p.code == "nastan-ratt"]
    assert [(p.place.line, p.place.column, p.message.split()[0]) for p in found] == expected


def test_a_piece_within_another_element_is_reported() -> None:
    """There it is a part of that element, and is shown as ordinary text."""
    ((code, line, is_error, message, _),) = find_problems("> Citat.\n\n- Ett\n- Två\n\n    > Också ett citat.\n\nEfter.")
    assert (code, line, is_error) == ("nastan-ratt", 6, False)
    assert "står inne i något annat" in message
    assert find_problems("- Ett\n\n> Citat.") == []


def test_a_piece_that_matches_two_kinds_is_reported_and_shown_as_the_first() -> None:
    """As when two rooms have chosen the same Markdown without knowing of each other."""
    two = {"box": replace(BOX, way="En ruta skrivs > Ord."), "other": replace(BOX, name="other")}
    marks = replace(make_marks(), written=two)
    written = "Före.\n\n> Citat."
    document, (problem,) = read_markdown(text_of_lines(SourceFile(Path("a.md"), written), 1, written), marks)
    assert [node.kind for node in document.nodes if isinstance(node, HtmlNode)] == ["html", "box"]
    assert (problem.code, problem.place.line, problem.help) == (
        "nastan-ratt",
        3,
        ("Skriv det så att det bara är en av dem. En ruta skrivs > Ord.",),
    )


def test_a_piece_where_none_is_allowed_is_reported() -> None:
    for written, line in (("Nytt.\n\n> Citat.", 3), ("- Ett\n\n    > Citat.", 3)):
        ((code, at_line, is_error, _, help_lines),) = find_problems(written, no_pieces="Här kan ingen ruta stå.")
        assert (code, at_line, is_error, help_lines) == ("nastan-ratt", line, False, ("Här kan ingen ruta stå.",))
    assert find_problems("Nytt.\n\n- Ett", no_pieces="Här kan ingen ruta stå.") == []


NOTE = WrittenPiece(
    "contact",  # an existing component
    Box,
    lambda element: element.tag == "blockquote" and element.text().strip().startswith("[!VIKTIGT]"),
    lambda _element, _context: None,
    way="En ruta skrivs > [!VIKTIGT], och texten på raden under.",
)
ABOUT = "---\ntitel: Om\nsammanfattning: Om oss.\nstatus: publicerad\n---\nHej.\n\n> [!{}]\n> Vi har stängt.\n"


@pytest.mark.parametrize(
    ("kinds", "word", "is_reported"), [((), "VIKTIGT", True), ((NOTE,), "VIKTIGT", False), ((NOTE,), "NOTE", True)]
)
def test_advice_about_a_box_of_another_program_depends_on_the_components_that_exist(
    kinds: tuple[PieceKind, ...],
    word: str,
    is_reported: bool,
    prepare: Callable[..., Preparation],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rooms, "PIECES", (*PIECES, *kinds))
    problems = [p for p in prepare({"sidor/om.md": ABOUT.format(word)}).problems if p.code == "okand-formatering"]
    assert [p.place.line for p in problems] == [8] * is_reported
    assert all((kind.way in p.help[0]) == (kind in kinds) for p in problems for kind in (NOTE,))


def test_a_piece_without_a_kind_or_a_view_is_ordinary_text() -> None:
    assert [piece.kind for piece in pieces_of(TEXT)] == ["html", "heading", "html"]
    found = pieces_of(TEXT, box(lambda _element, _context: None))
    assert [piece.kind for piece in found] == ["html", "heading", "html", "html"]
    assert "<p>Citat.</p>" in found[2].html


def test_a_piece_knows_its_heading_level() -> None:
    levels: list[int] = []
    pieces_of("> A\n\n#### Rubrik\n\n> B", box(lambda _element, context: levels.append(context.level)))
    assert levels == [2, 4]


def open_with(written: str, make: Callable[[LexborNode, Document, PieceContext], Box]) -> list[Any]:
    """Return the views of a text's quotations, which depend on the text too."""
    marks = replace(make_marks(), written={"box": BOX})
    document, _ = read_markdown(text_of_lines(SourceFile(Path("a.md"), written), 1, written), marks)
    nowhere: Any = None
    kind = box(lambda element, context: make(element, document, context))
    text = fill_with_pieces(PageText(marks), [kind], nowhere, ANY_PAGE)
    return [piece.view for piece in text.pieces(document.nodes)]


def test_a_piece_is_not_expanded_within_itself() -> None:
    def open_again(_element: LexborNode, document: Document, context: PieceContext) -> Box:
        (inner,) = context.text.pieces(document.nodes)
        return Box(inner.kind)

    assert open_with("> A", open_again) == [Box("html")]


BLOCKS = ("---\nrubrik: {0}\n---\nOrd i {0}.\n\n{{block:{1}}}\n").format


@pytest.mark.parametrize(
    ("leads", "line"),
    [
        ({"a": "b", "b": "a"}, "block/a.md:6"),
        ({"a": "a"}, "block/a.md:6"),
        ({"a": "b", "b": "c", "c": "b"}, "block/c.md:6"),
        ({"a": "b", "b": "om-globala-malen"}, ""),
    ],
)
def test_records_that_show_each_other_are_reported_once(
    leads: dict[str, str], line: str, prepare: Callable[..., Preparation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a room whose records may contain each other, as blocks may not."""
    may = replace(next(kind for kind in PIECES if kind.name == "block"), refuse=lambda _setting: None)
    pieces = tuple(may if kind.name == "block" else kind for kind in PIECES)
    for module in (rooms, check, frame_module):
        monkeypatch.setattr(module, "PIECES", pieces)
    found = prepare({f"block/{name}.md": BLOCKS(name, other) for name, other in leads.items()}).problems
    problems = [p for p in found if p.code == "fel-markering"]
    assert [p.is_error for p in problems] == [True] * bool(line)
    assert [f"block/{p.place.source.path.name}:{p.place.line}" for p in problems] == [line] * bool(line)


def test_two_blocks_that_show_each_other_are_reported_as_blocks_within_blocks(prepare: Callable[..., Preparation]) -> None:
    found = prepare({"block/a.md": BLOCKS("a", "b"), "block/b.md": BLOCKS("b", "a")}).problems
    assert {p.message for p in found if p.is_error} == {"Ett block kan inte stå i ett annat block."}


def test_a_piece_may_stand_within_another_of_its_kind() -> None:
    """Otherwise what a mark names would disappear without a report."""

    def open_next(element: LexborNode, document: Document, context: PieceContext) -> Box:
        following = document.nodes[1:] if "A" in element.text() else ()
        return Box(" ".join([element.text().strip(), *(piece.view.words for piece in context.text.pieces(following))]))

    assert open_with("> A\n\n> B", open_next) == [Box("A B"), Box("B")]


def test_a_piece_in_another_language_than_the_page_has_a_language_attribute() -> None:
    """As the paragraphs of an untranslated text have."""
    found = pieces_of("> A\n\nB", BOX, foreign="sv")
    assert [piece.language for piece in found] == ["sv", "sv"]
    template = environment().from_string('{% from "components/prose.html" import prose %}{{ prose(pieces) }}')
    card = {"name": "Alva", "email": None, "telephone": None, "address": None}
    html = template.render(pieces=[replace(Piece("contact", view=_Card(card)), language="sv")])
    assert html.strip().startswith('<div lang="sv">')


class _Card:
    """A card with its given values only."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        return self._given.get(name)


@pytest.fixture
def library() -> Library:
    """Return the library of an empty folder, in which quotations are components."""
    library = open_library(Shelves(Path("content")), TODAY, shows_drafts=False)
    library.written = {"box": BOX}
    return library


def test_an_announcement_has_no_components(library: Library) -> None:
    setting = Setting(Announcement)
    assert library.refuse_pieces(setting)
    for kind in PIECES:
        if isinstance(kind, MarkedPiece):
            assert [mark.refusal for mark in kind.marks(library, setting)] == [library.refuse_pieces(setting)]
            assert [mark.refusal for mark in kind.marks(library, ANY_PAGE)] == [None]
    assert library.marks(setting).no_pieces == library.refuse_pieces(setting)
    assert library.marks(ANY_PAGE).no_pieces == ""
    assert library.marks(setting).written == library.marks(ANY_PAGE).written == library.written


@pytest.mark.parametrize("kind", PIECES, ids=lambda kind: kind.name)
def test_each_kind_has_a_component_that_takes_its_view(kind: PieceKind) -> None:
    assert [other.name for other in PIECES].count(kind.name) == 1
    assert (THEME / "templates" / "components" / f"{kind.name}.html").is_file()
    parameter, *_ = read_example_file(kind.name)["parameters"].values()
    assert parameter == f"{kind.view.__module__}.{kind.view.__qualname__}"
    if isinstance(kind, MarkedPiece):
        assert REGISTERS[kind.register.model] is kind.register
        assert kind.register.mark


def test_a_heading_of_a_component_leads_editors_to_its_place() -> None:
    marks, nowhere = make_marks(), cast("Any", None)
    place = text_of_lines(SourceFile(Path("a.md"), "Salen"), 1, "Salen").place()
    for edit, shown in ((lambda one: f"rad {one.line}", "rad 1"), (None, None)):
        context = PieceContext(PageText(marks, edit), nowhere, ANY_PAGE, 2, None)
        assert [context.heading("Salen", place).edit, context.heading("Salen").edit] == [shown, None]

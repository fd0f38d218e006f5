"""Marks left as typed: reported at their place, and found by the audit in every written file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.parse import quote

import pytest

from plugins.core.markdown.nodes import HtmlNode, PlaceNode
from plugins.core.markdown.read import read_markdown
from plugins.core.marks.known import Known
from plugins.core.marks.marks import PlaceMark, ValueMark, make_marks
from plugins.core.marks.rules import check_line
from plugins.core.marks.values import NoMarkText, OpenValues
from plugins.core.places import SourceFile
from plugins.core.source.sources import Text, text_of_lines
from plugins.core.texts.pagetext import PageText
from plugins.core.words.lists import WordLists
from plugins.counts.markdown import make_count_mark
from plugins.publishing.raw_marks import audit_marks, find_mark_in
from plugins.site.model import Preparation, Site
from tests.conftest import PROJECT

WORDS = WordLists(PROJECT / "theme" / "words")["sv"]
MARKS = make_marks(
    ValueMark("fakta", Known({"a": "40"}, {"a": "a"}, "okand-uppgift", "Ingen {}.", "Uppgifterna är")),
    make_count_mark(5, 1, 10, WORDS),
)
SITE = cast(Site, SimpleNamespace(mark_names=frozenset({"fakta", "mal", "antal", "block", "kontakt"}), pages=()))


def text_of(written: str) -> Text:
    """Return a text as if from a file of its own."""
    return text_of_lines(SourceFile(Path("a.md"), written), 1, written)


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("Vi har `{fakta:a}`.", 9),
        ("Vi har ``{fakta:a}``.", 10),
        ("```\n{fakta:a}\n```", 1),
        ("[x]\n\n[x]: /om/ \"{fakta:a}\"", 12),
        ("{fakta&#58;a}", 2),
        ("Ett {fakta:{fakta:a}}", 6),
        ("{fakta:\na}", 1),
    ],
)  # fmt: skip
def test_a_mark_that_would_be_shown_as_typed_is_reported_in_a_text(written: str, column: int) -> None:
    found = {(p.code, p.place.column) for p in read_markdown(text_of(written), MARKS)[1]}

    assert ("fel-markering", column) in found


@pytest.mark.parametrize("written", ["{fakta:a}", "`{x}`", "Se [fakta] och {12:30}.", "[{fakta:a} till](/om/)", "**{fakta:a}**"])
def test_replaced_marks_and_other_braces_are_accepted(written: str) -> None:
    assert read_markdown(text_of(written), MARKS)[1] == []


def test_a_mark_within_a_mark_is_reported_on_a_line() -> None:
    assert [(p.code, p.place.column) for p in check_line(text_of("Ett {fakta:{fakta:a}}"), MARKS)] == [("fel-markering", 5)]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{antal:mål} mål", "Fem mål"),
        ("Vi har {antal:mål} mål.", "Vi har fem mål."),
        ("Hej! {Antal: MÅL} mål.", "Hej! Fem mål."),
        ("Vi är en. {antal:globala mål} mål.", "Vi är en. Tio mål."),
        ("t.ex. {antal:mål} mål, bl.a. {antal:mål}", "t.ex. fem mål, bl.a. fem"),
        ("{antal:partner} partner", "En partner"),
        ("De {antal:globala_mal} målen", "De tio målen"),
        ("Staden: {antal:mål}", "Staden: fem"),
        ("{fakta:a}: {antal:mål}", "40: fem"),
        ("{antal:partners} {annat:x}", "… {annat:x}"),
    ],
)
def test_counts_on_a_line_are_capitalised_at_the_beginning_of_a_sentence(written: str, shown: str) -> None:
    assert MARKS.fill(text_of(written)) == shown


@pytest.mark.parametrize("sign", "„“«»¿¡")
def test_a_quotation_begins_a_sentence_in_any_language(sign: str) -> None:
    assert MARKS.fill(text_of(f"{sign}{{antal:mål}} mål")) == f"{sign}Fem mål"
    assert MARKS.fill(text_of(f"Ja. {sign}{{antal:mål}} mål")) == f"Ja. {sign}Fem mål"


def test_abbreviations_depend_on_the_language() -> None:
    german = replace(MARKS, shortened=frozenset({"bzw"}))
    assert german.fill(text_of("Drei bzw. {antal:mål} mål")) == "Drei bzw. fem mål"
    assert german.fill(text_of("Drei kl. {antal:mål} mål")) == "Drei kl. Fem mål"


def test_a_count_after_an_abbreviation_is_not_capitalised_on_a_page(prepare: Callable[..., Preparation]) -> None:
    page = "---\ntitel: Husen\nsammanfattning: Kort.\nstatus: publicerad\n---\nDet gäller ca. {antal:mål} mål.\n"
    site = prepare({"sidor/husen.md": page}).site
    assert site is not None
    [html] = [page.html for page in site.pages if page.address == "/husen/"]
    assert "ca. två mål" in html


def test_ids_of_headings_transliterate_letters_by_language() -> None:
    german = replace(MARKS, letters=(("ä", "ae"), ("ö", "oe"), ("ü", "ue")))
    assert [PageText(marks).ids.take("Über die Straße") for marks in (german, MARKS)] == ["ueber-die-strasse", "uber-die-strasse"]


def test_counts_in_a_text_are_capitalised_at_the_beginning_of_a_sentence() -> None:
    document, problems = read_markdown(text_of("- **{antal:mål} mål**\n- Om {antal:mål} mål. {antal:partner} till."), MARKS)

    assert problems == []
    assert "<strong>Fem mål</strong>" in document.nodes[0].html  # type: ignore[union-attr]
    assert "Om fem mål. En till." in document.nodes[0].html  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "data",
    [
        "<p>{fakta:hemlosa}</p>",
        "<p>{ Mål : titel }</p>",
        '<img alt="&#123;antal:mål&#125;">',
        f'<a href="mailto:a@example.org?subject={quote("{fakta:a}")}">',
        json.dumps({"name": "Provet {fakta:a}"}),
        "{fak\u00adta:a}",
        "/x/%7Bblock:om%7D /y/ 301",
        "<p>Vi har {fakta} frukostar</p>",
        "<p><code>{x}</code> och { Antal }</p>",
    ],
)
def test_the_audit_finds_a_mark_however_it_is_encoded(data: str) -> None:
    assert find_mark_in(data.encode(), SITE)


@pytest.mark.parametrize(
    "data",
    [
        '{"version":1,"mål":[1]}',
        "<p>{nästan} {a, b} {12:30} <code>{fakta}</code></p>",
        '{"kontakt": "x"}',
        "fakta: {x}",
        "{mål eller medel}",
    ],
)
def test_the_audit_accepts_braces_that_are_not_a_mark(data: str) -> None:
    assert find_mark_in(data.encode(), SITE) is None


def test_the_audit_reads_every_text_file(tmp_path: Path) -> None:
    page = SimpleNamespace(file="index.html", place=text_of("x").place())
    site = cast(Site, SimpleNamespace(mark_names=SITE.mark_names, pages=(page,)))
    for name in ("index.html", "data/goals.json", "site.webmanifest", "_redirects", "theme/a.js", "logo.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{block:a}", "utf-8")
    (tmp_path / "bild.jpg").write_bytes(b"\xff\xd8{fakta:a}\xff")

    files = [p.message.split()[2] for p in audit_marks(tmp_path, site)]
    assert files == [
        "_redirects",
        "data/goals.json",
        "index.html",
        "site.webmanifest",
    ]


def test_a_mark_may_take_any_argument_that_it_can_read() -> None:
    """Of any other argument it says what is wrong: it is unreadable, or impossible."""

    def count(written: str) -> str | NoMarkText:
        if not written.isdecimal():
            return NoMarkText(f"{written} är inget år.", "Skriv ett år: {ålder:2019}.")
        years = 2026 - int(written)
        return f"{years} år" if years >= 0 else NoMarkText(f"{written} har inte varit.", "Skriv ett år som har varit.")

    marks = make_marks(ValueMark("ålder", OpenValues(count)))
    right, unread, coming = map(text_of, ("Huset är {ålder:2019}.", "Huset är {ålder:gammalt}.", "Huset är {ålder:2031}."))
    assert marks.fill(right) == "Huset är 7 år."
    assert marks.fill(coming) == "Huset är …."
    found = [(p.code, p.message, p.help, p.place.column) for text in (right, unread, coming) for p in check_line(text, marks)]
    assert found == [
        ("fel-i-markering", "gammalt är inget år.", ("Skriv ett år: {ålder:2019}.",), 17),
        ("fel-i-markering", "2031 har inte varit.", ("Skriv ett år som har varit.",), 17),
    ]


def _year(written: str) -> str | NoMarkText:
    return "2026" if written == "nu" else NoMarkText(f"{written} är inget år.", "Skriv {år:nu}.")


OPEN = make_marks(
    ValueMark("år", OpenValues(_year)),
    ValueMark("eko", OpenValues(lambda written: written)),
    ValueMark(
        "dagar-kvar", OpenValues(lambda written: "33" if written == "jul" else NoMarkText("Fel.", "Skriv {dagar-kvar:jul}."))
    ),
    *MARKS.values.values(),
)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("{{år:nu}}", "{år:nu}"),
        ("{år nu}", "{år:nu}"),
        ("{år;nu}", "{år:nu}"),
        ("{år-nu}", "{år:nu}"),
        ("{År = nu}", "{År:nu}"),
        ("[år:nu]", "{år:nu}"),
        ("{år:nu", "{år:nu}"),
        ("år:nu}", "{år:nu}"),
        ("{år\uff1anu}", "{år:nu}"),
        ("\uff5bår:nu\uff5d", "{år:nu}"),
        ("{{antal:globala mål}}", "{antal:globala mål}"),
        ("{antal globala mål}", "{antal:globala mål}"),
        ("[antal: globala mål]", "{antal:globala mål}"),
        ("{antal;globla mål}", "{antal:globala mål}"),
        ("{{antal;mål}}", "{antal:mål}"),
        ("{fakta}", "{fakta:a}"),
        ("{fakta:a}}", "{fakta:a}"),
        ("{se fakta:a}", "{se {fakta:a}"),
        ("{dagar-kvar jul}", "{dagar-kvar:jul}"),
        ("{dagar-kvar-jul}", "{dagar-kvar:jul}"),
        ("{dagar kvar:jul}", "{dagar-kvar:jul}"),
        ("{Dagar – kvar:jul}", "{Dagar-kvar:jul}"),
        ("{dagar_kvar;jul}", "{dagar-kvar:jul}"),
        ("{{dagar-kvar:jul}}", "{dagar-kvar:jul}"),
        ("[dagar-kvar:jul]", "{dagar-kvar:jul}"),
        ("{dagar-kvar:jul", "{dagar-kvar:jul}"),
        ("dagar-kvar:jul}", "{dagar-kvar:jul}"),
    ],
)
def test_a_torn_mark_is_reported_with_what_to_write(written: str, right: str) -> None:
    for problems in (list(check_line(text_of(f"Vi {written} här"), OPEN)), read_markdown(text_of(f"Vi {written} här"), OPEN)[1]):
        assert [(p.code, p.place.column, p.suggestion) for p in problems] == [
            ("fel-markering", 4 + right.find("{", 1) * (right.count("{") > 1), f"Vi {right} här")
        ]


@pytest.mark.parametrize(
    ("written", "what_to_write"),
    [
        ("{år}", "Skriv {år:nu}."),
        ("{{ år }}", "Skriv {år:nu}."),
        ("{år;då}", "Skriv {år:nu}."),
        ("{år:då", "Skriv {år:nu}."),
        ("{antal}", "Skriv {antal:mål}, {antal:partner} eller {antal:globala mål}."),
        ("{antal;hus}", "Skriv {antal:mål}, {antal:partner} eller {antal:globala mål}."),
        ("{eko;}", "Skriv {eko:…}, med det som ska visas efter kolonet."),
    ],
)
def test_an_ambiguous_torn_mark_is_reported_with_an_example(written: str, what_to_write: str) -> None:
    for problems in (list(check_line(text_of(f"Vi {written} här"), OPEN)), read_markdown(text_of(f"Vi {written} här"), OPEN)[1]):
        assert [(p.code, p.place.column, p.help[-1], p.suggestion) for p in problems] == [
            ("fel-markering", 4, what_to_write, None)
        ]


@pytest.mark.parametrize(
    "written",
    [
        "`{år}` och ``{{antal}}``",
        "<!-- {antal} -->Hej",
        "{ och } och {",
        "[år] och [antal]",
        "{årtal} och {x y}",
        "[år: som de var]",
        "{år som går}",
        "{år, månad}",
        "Ett år: nu, ett antal: mål",
        "{ år : nu } och {antal: mål}",
    ],
)
def test_text_that_only_looks_like_a_torn_mark_is_accepted(written: str) -> None:
    assert read_markdown(text_of(written), OPEN)[1] == []


@pytest.mark.parametrize("written", ["{an\u00adtal:mål}", "{an\u00adtal}", "{an\u00adtal;mål}"])
def test_an_invisible_character_in_the_name_of_a_mark_is_reported(written: str) -> None:
    assert [(p.code, p.place.column) for p in check_line(text_of(f"Vi {written} här"), OPEN)] == [("osynligt-tecken", 4)]


def test_a_mark_whose_name_has_a_hyphen_works_as_any_other() -> None:
    text = text_of("Det är {dagar-kvar:jul} dagar.")
    assert OPEN.fill(text) == "Det är 33 dagar."
    assert read_markdown(text, OPEN)[1] == []
    assert [p.code for p in read_markdown(text_of("Det är {dagar-kvar:påsk} dagar."), OPEN)[1]] == ["fel-i-markering"]
    assert [p.code for p in read_markdown(text_of("Det är {dagar-kvra:jul} dagar."), OPEN)[1]] == ["okand-markering"]
    assert [p.code for p in read_markdown(text_of("`{dagar-kvar:jul}`"), OPEN)[1]] == ["fel-markering"]
    assert find_mark_in(b"<p>{dagar-kvar:jul}</p>", cast(Site, SimpleNamespace(mark_names=OPEN.names))) == "{dagar-kvar:jul}"


def test_a_placed_component_whose_mark_has_a_hyphen_stands_on_its_own_line() -> None:
    known = Known({"a": object()}, {"a": "A"}, "okand-kontakt", "Ingen {}.", "De är")
    document, problems = read_markdown(text_of("Ett\n\n{till-dig:a}\n\ntvå"), make_marks(PlaceMark("till-dig", known)))
    assert problems == []
    assert [type(node) for node in document.nodes] == [HtmlNode, PlaceNode, HtmlNode]


def test_a_slip_in_a_name_with_a_hyphen_is_reported_whatever_its_argument() -> None:
    for written in ("{dagar kvar:påsk}", "{dagar–kvar:påsk}"):
        assert [p.code for p in read_markdown(text_of(written), OPEN)[1]] == ["fel-markering"]
    assert read_markdown(text_of("Det är {dagar kvar} till jul {dagar}, {kvar:jul"), MARKS)[1] == []


@pytest.mark.parametrize("name", ["", "dagar kvar", "dagar_kvar", "dagar–kvar", "-kvar", "kvar-", "år2026", "a:b"])
@pytest.mark.parametrize("sort", [ValueMark, PlaceMark])
def test_a_mark_name_that_no_text_could_contain_is_rejected(name: str, sort: type[ValueMark] | type[PlaceMark]) -> None:
    """The developer gets an error at once: otherwise visitors would read the mark as typed, and no editor would know."""
    with pytest.raises(ValueError, match="letters, with single hyphens between them"):
        make_marks(sort(name, Known({}, {}, "c", "{}", "De är")))

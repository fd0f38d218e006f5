"""Markdown: an editor's text becomes clean nodes, and its problems are reported at line and column."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from markdown.blockprocessors import HashHeaderProcessor

from plugins.core.locales.foreign import Foreign, join_words_of, speak_html
from plugins.core.markdown import dialect
from plugins.core.markdown.nodes import Document, HeadingNode, HtmlNode, LinkFound, PlaceNode
from plugins.core.markdown.read import read_markdown
from plugins.core.marks.known import Known
from plugins.core.marks.marks import PlaceMark, ValueMark, find_marks, make_marks
from plugins.core.marks.rules import check_line
from plugins.core.marks.values import LinkedWords
from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.source.sources import Text, text_of_lines
from plugins.core.texts.headings import check_headings, heading_key

MARKS = make_marks(
    ValueMark("fakta", Known({"a": "40 *st* <b> & _x_"}, {"a": "a"}, "okand-uppgift", "Ingen {}.", "Uppgifterna är")),
    ValueMark("mål", Known({"titel": "T"}, {"titel": "titel"}, "c", "{}", "De är"), refusal="Inte här."),
    PlaceMark("kontakt", Known({"alva": object()}, {"alva": "Alva"}, "okand-kontakt", "Ingen {}.", "Kontakterna är")),
)


def text_of(written: str) -> Text:
    """Return a text as if from a file of its own."""
    return text_of_lines(SourceFile(Path("a.md"), written), 1, written)


def read(written: str) -> tuple[Document, list[Problem]]:
    """Read a Markdown text."""
    return read_markdown(text_of(written), MARKS)


def html(written: str) -> str:
    """Return the HTML of a text, which must have no problems."""
    document, problems = read(written)
    assert problems == []
    return "\n".join(node.html for node in document.nodes if isinstance(node, HtmlNode))


def list_problems(written: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of each problem of a text."""
    return sorted({(p.code, p.place.line, p.place.column) for p in read(written)[1]}, key=lambda p: p[1:])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a *b* **c**", "<p>a <em>b</em> <strong>c</strong></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[a](/om/)", '<p><a href="/om/">a</a></p>'),
        ("<alva@example.org>", '<p><a href="mailto:alva@example.org">alva@example.org</a></p>'),
        ("a {fakta:a} b", "<p>a 40 *st* &lt;b&gt; &amp; _x_ b</p>"),
        ("{ Fakta : A }", "<p>40 *st* &lt;b&gt; &amp; _x_</p>"),
        ("    inget kodblock", "<p>inget kodblock</p>"),
        ("rad\n---", "<p>rad</p>\n<hr>"),
        ("rad\n===", "<p>rad\n===</p>"),
        ('<span lang="en">Hi</span>', '<p><span lang="en">Hi</span></p>'),
        ("a<!-- x -->b", "<p>ab</p>"),
        ("3 < 4 & 5 > 2", "<p>3 &lt; 4 &amp; 5 &gt; 2</p>"),
        ("\\#2", "<p>#2</p>"),
        ("1987\\. Då", "<p>1987. Då</p>"),
        ("a {b} {} {c", "<p>a {b} {} {c</p>"),
        ("", ""),
        (" \n\n", ""),
        ("[a](tel:070-174 06 05)", '<p><a href="tel:+46701740605">a</a></p>'),
        ("[a](tel:112)", '<p><a href="tel:112">a</a></p>'),
        ("![Ett bord](/bilder/a.png)", '<p><img alt="Ett bord" src="/bilder/a.png"></p>'),
        ("[a][1]\n\n[1]: /om/", '<p><a href="/om/">a</a></p>'),
    ],
)
def test_text_becomes_html(written: str, expected: str) -> None:
    assert html(written) == expected


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        ("a\n\n<font>b</font>", [("otillaten-html", 3, 1)]),
        ("a <script>x</script>", [("otillaten-html", 1, 3)]),
        ('<b onclick="x">a</b>', [("otillaten-html", 1, 1)]),
        ("<span style=a>b</span>", [("otillaten-html", 1, 1)]),
        ("<iframe src='x'></iframe>\n\n<font>a</font>", [("otillaten-html", 1, 1), ("otillaten-html", 3, 1)]),
        ("<?php x ?>", [("otillaten-html", 1, 1)]),
        ("a\n[b](javascript:x)", [("fel-adress", 2, 5)]),
        ("[b](www.example.org)", [("fel-adress", 1, 5)]),
        ("[b](om)", [("fel-adress", 1, 5)]),
        ("[a](/om/) [b](/om/) [c](om)", [("fel-adress", 1, 25)]),
        ("[a](om)\n\n[b](om)", [("fel-adress", 1, 5), ("fel-adress", 3, 5)]),
        ("[b]()", [("fel-adress", 1, 3)]),
        ("[](/om/)", [("tom-lank", 1, 4)]),
        ("[a](/om/../x)", [("fel-adress", 1, 5)]),
        ("[a](#å b)", [("fel-adress", 1, 5)]),
        ("[a][1]\n\n[1]: javascript:x", [("fel-adress", 3, 6)]),
        ("[a](https://exa mple.org)", [("fel-adress", 1, 5)]),
        ("[a](https://u@example.org/)", [("fel-adress", 1, 5)]),
        ("![](/bilder/a.png)", [("saknar-beskrivning", 1, 5)]),
        ("![a](a.png)", [("fel-bild", 1, 6)]),
        ("![a](/bilder/b/a.png)", [("fel-bild", 1, 6)]),
        ("#2 a", [("rubrik-av-misstag", 1, 1)]),
        ("a\n\n##b", [("rubrik-av-misstag", 3, 1)]),
        ("1987. Då", [("lista-av-misstag", 1, 1)]),
        ("a\n\n3. Maj", [("lista-av-misstag", 3, 1)]),
        ("1. a\n2. b", []),
        ("3. a\n4. b", []),
        ("1. a\n\n   b\n\n2. c", []),
        ("a\n1987. b", []),
        ("a {telefon:1} b", [("okand-markering", 1, 3)]),
        ("{fakta:b}", [("okand-uppgift", 1, 8)]),
        ("{mål:titel}", [("fel-markering", 1, 1)]),
        ("a {kontakt:alva}", [("fel-markering", 1, 3)]),
        ("{kontakt:bo}", [("okand-kontakt", 1, 10)]),
        ("- {kontakt:alva}", [("fel-markering", 1, 3)]),
        ("##", [("tom-rubrik", 1, 1)]),
        ("## **", [("tom-rubrik", 1, 1)]),
        ("a\n\n## <!-- b -->", [("tom-rubrik", 3, 1)]),
        ("## {fakta:a}", []),
        ('## <span lang="en">a</span>', []),
        ("![a.png](/bilder/a.png)", [("saknar-beskrivning", 1, 10)]),
        ("![Bild](/bilder/a.png)", [("saknar-beskrivning", 1, 9)]),
        ("- ## a", [("fel-rubrik", 1, 3)]),
        ("> # a", [("fel-rubrik", 1, 3)]),
    ],
)
def test_a_fault_is_reported_at_its_line_and_column(written: str, problems: list[tuple[str, int, int]]) -> None:
    assert list_problems(written) == problems


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("[b](www.example.org)", "[b](https://www.example.org)"),
        ("[b](om)", "[b](/om/)"),
        ("[b](om#a)", "[b](/om#a)"),
        ("[b](a@example.org)", "[b](mailto:a@example.org)"),
        ("[b](//example.org)", "[b](https://example.org)"),
        ("[b](javascript:x)", None),
        ("![a](bilder/a.png)", "![a](/bilder/a.png)"),
        ("![a](https://example.org/a.png)", None),
        ("#2 a", "\\#2 a"),
        ("##a", "## a"),
        ("1987. Då", "1987\\. Då"),
        ("{fkta:a}", "{fakta:a}"),
        ("{xyz:a}", None),
    ],
)
def test_a_fault_is_reported_with_the_corrected_line(written: str, suggested: str | None) -> None:
    assert [problem.suggestion for problem in read(written)[1]] == [suggested]


@pytest.mark.parametrize("written", ["", "\n\n", "<!-- tillåt: rest-av-program – skälet -->", "{: .x }"])
def test_a_text_with_nothing_for_visitors_to_read_is_empty(written: str) -> None:
    assert not read(written)[0].nodes


def test_a_suggested_line_may_leave_an_empty_text() -> None:
    """`<!-- tillåt: x -->` is tried before it is suggested, and is removed before the text is read."""
    assert [problem.code for problem in read("<!-- tillåt: x")[1]] == ["otillaten-html"]


def test_headings_and_placed_components_divide_the_text() -> None:
    document, problems = read("Inledning.\n\n## *Ett* två\n\n{kontakt: Alva}\n\nSlut {fakta:a}.\n\n### Tre\n")

    assert problems == []
    assert [type(node) for node in document.nodes] == [
        HtmlNode,
        HeadingNode,
        PlaceNode,
        HtmlNode,
        HeadingNode,
    ]
    headings = [node for node in document.nodes if isinstance(node, HeadingNode)]
    assert [(h.level, h.text, h.html, h.place.line) for h in headings] == [
        (2, "Ett två", "<em>Ett</em> två", 3),
        (3, "Tre", "Tre", 9),
    ]
    assert [mark.name for mark in document.marks] == ["kontakt", "fakta"]


def test_links_are_kept_with_their_places_and_names() -> None:
    document, _ = read("[a](/om/#b) [*c* \\*](https://example.org/) ![d](/bilder/e.png)\n[f](#g) [![h](/bilder/i.png)](/)")

    assert [(link.address, link.place.line, link.place.column, link.is_picture, link.name) for link in document.links] == [
        ("/om/#b", 1, 5, False, "a"),
        ("https://example.org/", 1, 22, False, "c *"),
        ("/bilder/e.png", 1, 49, True, ""),
        ("#g", 2, 5, False, "f"),
        ("/", 2, 31, False, "h"),
        ("/bilder/i.png", 2, 15, True, ""),
    ]


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("Se www.example.org.", '<p>Se <a href="https://www.example.org">www.example.org</a>.</p>'),
        ("(www.example.org/a_b_c)", '<p>(<a href="https://www.example.org/a_b_c">www.example.org/a_b_c</a>)</p>'),
        (
            "**https://example.org/?a=1&b=2**",
            '<p><strong><a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a></strong></p>',
        ),
        ("E-post:alva@example.org, tack", '<p>E-post:<a href="mailto:alva@example.org">alva@example.org</a>, tack</p>'),
        ("<b>www.example.org</b>", '<p><b><a href="https://www.example.org">www.example.org</a></b></p>'),
        ("[www.example.org](/om/)", '<p><a href="/om/">www.example.org</a></p>'),
        ("`www.example.org`", "<p><code>www.example.org</code></p>"),
        ("a@b och www. och http://x", "<p>a@b och www. och http://x</p>"),
    ],
)
def test_a_bare_address_becomes_a_link(written: str, link: str) -> None:
    assert html(written) == link


def test_a_faulty_bare_address_is_reported_at_its_place() -> None:
    assert list_problems("Se\nhttps://exa_mple.org nu") == [("fel-adress", 2, 1)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Ta med:\n- a\n- b", "<p>Ta med:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("**Ta med:**\n* a", "<p><strong>Ta med:</strong></p>\n<ul>\n<li>a</li>\n</ul>"),
        ("Ta med\n- a\n- b", "<p>Ta med</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("Vi vill\n- alltid.", "<p>Vi vill\n- alltid.</p>"),
        ("- a\nb\n- c\n- d", "<ul>\n<li>a\nb</li>\n<li>c</li>\n<li>d</li>\n</ul>"),
    ],
)
def test_a_list_may_begin_right_after_a_line_of_text(written: str, expected: str) -> None:
    assert html(written) == expected


def test_a_second_heading_with_the_same_words_has_its_own_place() -> None:
    document, _ = read("## A\n\na\n\n## A\n")

    assert [node.place.line for node in document.nodes if isinstance(node, HeadingNode)] == [1, 5]


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        ("## A\n\n### B\n\n## C", []),
        ("### A", [(1, "## A")]),
        ("# A", [(1, "## A")]),
        ("## A\n\n#### B", [(3, "### B")]),
        ("a", []),
        ("#2 a", []),
        ("# A\n\n### B", [(1, "## A")]),
    ],
)
def test_headings_go_down_one_step_at_a_time(written: str, problems: list[tuple[int, str]]) -> None:
    document, _ = read(written)

    assert [(p.place.line, p.suggestion) for p in check_headings(document)] == problems


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Tänk globalt – agera lokalt", "tänk globalt - AGERA lokalt", True),
        ("Tänk globalt–agera", "Tänk globalt — agera", True),
        ("Det här gör vi idag", "Det här gör vi i dag.", True),
        ("Det här gör vi idag", "Det här gör vi", False),
        ("vi dag", "vidag", False),
    ],
)
def test_fixed_headings_are_compared_without_dash_and_case(one: str, other: str, alike: bool) -> None:
    assert (heading_key(one) == heading_key(other)) is alike


def test_value_marks_of_a_line_are_replaced_as_plain_text() -> None:
    line = text_of("{fakta:a}, {FAKTA: A }, {fakta:b}, {annat:a}")

    assert MARKS.fill(line) == "40 *st* <b> & _x_, 40 *st* <b> & _x_, …, {annat:a}"
    assert [(m.name, m.argument.key, m.place.column) for m in find_marks(line)] == [
        ("fakta", "a", 1),
        ("fakta", "a", 12),
        ("fakta", "b", 25),
        ("annat", "a", 36),
    ]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("{fakta:a}", []),
        ("{fakta:b}", ["okand-uppgift"]),
        ("{kontakt:alva}", ["fel-markering"]),
        ("{mål:titel}", ["fel-markering"]),
        ("{ftka:a}", ["okand-markering"]),
        ("{a} {:b} {}", []),
    ],
)
def test_a_line_accepts_only_known_value_marks(written: str, codes: list[str]) -> None:
    assert [problem.code for problem in check_line(text_of(written), MARKS)] == codes


LEADING = {
    "om": LinkedWords("om *oss*", "/om/?a=1&b=_2_"),
    "us": LinkedWords(Foreign("about us", "en"), "/om/"),
    "ring": LinkedWords("010-123 45 67", "tel:+46101234568"),
    "skript": LinkedWords("hit", "javascript:x"),
}


def lead(written: str) -> tuple[str, tuple[LinkFound, ...], list[Problem]]:
    """Return HTML, links and problems of a text in which `{till:…}` becomes a link."""
    known = Known(LEADING, {key: key for key in LEADING}, "okand-markering", "Inget {}.", "Här finns")
    text = text_of(written)
    document, problems = read_markdown(text, make_marks(ValueMark("till", known, is_word=True)))
    return "".join(node.html for node in document.nodes if isinstance(node, HtmlNode)), document.links, problems


def test_a_mark_may_be_a_link() -> None:
    shown, links, problems = lead("Läs mer\nom {till:us} och {till:us}.")
    link = '<a href="/om/" lang="en">about us</a>'
    assert shown == f"<p>Läs mer\nom {link} och {link}.</p>"
    assert [(one.address, one.name, one.place.line, one.place.column) for one in links] == [
        ("/om/", "about us", 2, 4),
        ("/om/", "about us", 2, 18),
    ]
    assert problems == []
    assert lead("{till:us}!")[0] == '<p><a href="/om/" lang="en">About us</a>!</p>'  # where it begins a sentence


@pytest.mark.parametrize(("mark", "code"), [("om", "fel-adress"), ("ring", "fel-lank"), ("skript", "fel-adress")])
def test_a_faulty_link_of_a_mark_is_reported_at_the_mark(mark: str, code: str) -> None:
    """The faulty address is not in the text, so no corrected line is suggested."""
    problems = lead(f"Ja.\n\nNu {{till:{mark}}} (så).")[2]
    assert [(one.code, one.place.line, one.place.column, one.suggestion) for one in problems] == [(code, 3, 4, None)]


def test_a_link_of_a_mark_becomes_plain_words_within_a_link_or_a_line() -> None:
    shown, links, problems = lead("Se [hur {till:us} ser ut](/hur/) och [{till:skript}](/dit/).")
    about = '<a href="/hur/">hur <span lang="en">about us</span> ser ut</a>'
    assert shown == f'<p>Se {about} och <a href="/dit/"><span>hit</span></a>.</p>'
    assert [(one.address, one.name) for one in links] == [("/hur/", "hur about us ser ut"), ("/dit/", "hit")]
    assert problems == []
    known = Known(LEADING, {}, "c", "{}", "De är")
    line = make_marks(ValueMark("till", known)).fill(text_of("Om {till:us}, {till:om}"))
    assert speak_html(line) == 'Om <span lang="en">about us</span>, om *oss*'


@pytest.mark.parametrize(
    ("one", "like", "other"),
    [
        (LinkedWords("ord", "/a/"), LinkedWords("ord", "/a/"), LinkedWords("ord", "/b/")),
        (Foreign("ord", "sv"), Foreign("ord", "sv"), Foreign("ord", "en")),
        (join_words_of((Foreign("ord", "sv"),)), join_words_of((Foreign("ord", "sv"),)), join_words_of((Foreign("ord", "en"),))),
    ],
)
def test_words_of_special_types_are_compared_by_all_their_parts(one: str, like: str, other: str) -> None:
    assert one == like
    assert not one != like  # noqa: SIM202 (the two operators are two methods)
    assert one != other
    assert not one == other  # noqa: SIM201
    assert one != "ord"


def test_texts_parsed_at_the_same_time_do_not_affect_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """In preview, the editing pages check texts in a thread of their own."""
    text = "<em lang='en'>Hi</em> {fakta:a} **b** \\* [a](/om/)\n\n> c & d\n\n- e"
    other = "<b>f</b> <i>g</i> {fakta:a}"
    expected, other_alone = html(text), html(other)
    found: list[str] = []
    find = dialect._ValueMarks.handleMatch

    def let_another_read(*given: Any) -> Any:
        if not found:
            found.append("")
            thread = Thread(target=lambda: found.append(html(other)))
            thread.start()
            thread.join()
        return find(*given)

    monkeypatch.setattr(dialect._ValueMarks, "handleMatch", let_another_read)
    assert html(text) == expected
    assert found == ["", other_alone]


def test_a_parser_that_has_crashed_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left within a list whose end it never reached."""
    expected = html("a")
    with monkeypatch.context() as change:
        change.setattr(HashHeaderProcessor, "run", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            html("- # b")
    assert html("a") == expected

"""Syntax of other Markdown dialects is reported at its place, with a suggestion; text that only looks like it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.source.sources import text_of_lines
from plugins.language.characters.signs import check_signs
from plugins.language.markup.dialects import check_dialects
from plugins.language.markup.traces import check_traces, check_underlined


def list_problems(written: str) -> list[Problem]:
    """Return the problems of a Markdown text by these modules."""
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    underlined = list(check_underlined(text))
    lines = frozenset(problem.place.line for problem in underlined)
    return [*underlined, *check_dialects(text, lines), *check_traces(text), *check_signs(text, is_markdown=True)]


@pytest.mark.parametrize(
    ("written", "line", "column", "right"),
    [
        ("a ==b c== d ==e==", 1, 3, "a **b c** d **e**"),
        ("a\n++b++", 2, 1, "**b**"),
        ("12 m^2^", 1, 5, "12 m<sup>2</sup>"),
        ("H~2~O", 1, 2, "H<sub>2</sub>O"),
        ("a ~b c~ d", 1, 3, "a ~~b c~~ d"),
        ("a :smile: b", 1, 3, None),
        ("a :+1:", 1, 3, None),
        ("a %%b%% c", 1, 3, None),
        ("a $$b$$", 1, 3, None),
        ("a '''b''' c", 1, 3, "a **b** c"),
        ("a [[om]] b", 1, 3, None),
        ("a [[om|Om oss]]", 1, 3, None),
        ("![[bild.png]]", 1, 1, None),
        ("a [https://example.org b]", 1, 3, None),
        ("a {++b++} {--c--}", 1, 3, None),
        ("a \\textbf{b}", 1, 3, None),
        ("a\n\n> [!NOTE]\n> b", 3, 1, None),
        ("> [!tip]- Titel\n> b", 1, 1, None),
        ("a\n\n::: note\nb\n:::", 3, 1, None),
        (":::{.note}\nb", 1, 1, None),
        ("a\n\n[TOC]\n\nb", 3, 1, None),
        ("[[_TOC_]]", 1, 1, None),
        ("[[toc]]", 1, 1, None),
        ("- a\n- [ ] b", 2, 1, "- b"),
        ("- [x] b", 1, 1, "- b"),
        ("1. [X] b", 1, 1, "1. b"),
        ("* [ ] b\n* [x] c", 1, 1, "* b"),
        ("a\n: b", 2, 1, None),
        ("a\n\n: b", 3, 1, None),
        ("!!! note\n    a", 1, 1, None),
        ('??? tip "B"\n    a', 1, 1, None),
        ('=== "A"\n    a', 1, 1, None),
        ("a\n\n*[AB]: c", 3, 1, None),
        ("h2. Historia", 1, 1, "## Historia"),
        ("== Historia ==", 1, 1, "## Historia"),
        ("=== Historia ===", 1, 1, "### Historia"),
        (".. note:: a", 1, 1, None),
        ("image::a.png[b]", 1, 1, None),
        ("+---+---+\n| a | b |", 1, 1, None),
        ("+++\na\n+++", 1, 1, None),
        ("a b ^a1b2c3", 1, 5, None),
        ("a\\", 1, 2, "a"),
        ("a\\\n\nb", 1, 2, "a"),
        ("a\nb.\n===\nc", 3, 1, None),
    ],
)
def test_syntax_of_other_programs_is_reported_with_what_to_write(written: str, line: int, column: int, right: str | None) -> None:
    (problem,) = list_problems(written)

    assert (problem.code, problem.place.line, problem.place.column) == ("okand-formatering", line, column)
    assert problem.suggestion == right
    assert problem.stops_publishing


@pytest.mark.parametrize(
    "written",
    [
        "Klockan 12:30, 12:30:45 och 8:00–9:00.",
        "a == b, a==b==c, a === b och a != b",
        "[1], [1][2], [sic], [a] och […]",
        "C++ och C++, 1 + 1, ++, a ++ b",
        "x^2 och ^^, 2^10, (^_^)",
        "~40 och ~50, (~40), (~50), ~40–~50, a ~ b ~ c",
        "~~struket~~ och \\~inte\\~ och \\==inte==",
        "`==a==` <!-- ==a== [[b]] --> https://example.org/a==b==",
        "Öppet:vardagar: och mål: a :b, :) och :-)",
        "a 40 % och 50 %, 100 %%",
        "$5 och $10, $$",
        "'a' och ''b''",
        "[[1]](/om/) och [[a]][b]",
        "> a\n> [a](/om/)!",
        "a :: b, a ::: b",
        "[Toc](/om/)",
        "- [a](/om/) b\n- [sic] c\n- a [ ] b",
        "- a: b\na: b",
        ": a",
        "!!! Viktigt att veta om oss.\n??? Vad",
        "* [a](/om/): b",
        "H2. a\nh2: b",
        "== a\n= b =",
        "a\\\nb",
        "a\\\\",
        "---\n\n***\n\n- - -",
        "| a | b |\n| === | === |",
        "Ring +46 70 174 06 05 eller 070-174 06 05.",
        "#tagg mitt i, @namn och #12",
        "{fakta:hemlosa} och {kontakt:alva}",
    ],
)
def test_text_that_only_looks_like_another_dialect_is_accepted(written: str) -> None:
    assert [(problem.code, problem.message) for problem in list_problems(written)] == []


@pytest.mark.parametrize(
    "written",
    [
        '[caption id="x"]',
        "[/caption]",
        "[gallery ids=1,2,3]",
        "[gallery]",
        "[vc_row]",
        "[/vc_row]",
        '[vc_column width="1/2"]',
        "[contact-form-7 id=”12” title=”Kontakt”]",
        "[contact-form-7]",
        "[galleri /]",
        "[url=https://example.org]a[/url]",
        "[b]a[/b]",
        '{{< figure src="a.png" >}}',
        "{{% notice %}}",
        "{% include a.html %}",
        "{{ site.title }}",
        "{{förnamn}}",
        "{# a #}",
        "${namn}",
        "{loadposition höger}",
        "*|FNAME|*",
        "<!-- wp:paragraph -->",
        "<!-- /wp:paragraph -->",
        "<!--more-->",
        "<!--[if gte mso 9]>",
        "<!--StartFragment-->",
        "import Karta from './karta'",
        "export const a = 1",
        "{/* a */}",
    ],
)
def test_codes_of_other_programs_are_reported(written: str) -> None:
    for before in ("", "a\n\n"):
        problems = list_problems(f"{before}{written}\n\nb")

        assert {(problem.code, problem.place.line) for problem in problems} == {("rest-av-program", before.count("\n") + 1)}


@pytest.mark.parametrize(
    "written",
    [
        "a […] b, [...], [sic], [red. anm.], [1], [a, b]",
        "[n=452] och [totalt n=452]",
        "[och/eller] a [/om](/om/)",
        "[icke-binär] a\n\n[musik]\n\n[applåder]",
        "{fakta:hemlosa} {{fakta:hemlosa}} {a} {} {1}",
        "<!-- Mer om det i höst. --> <!-- tillåt: a – b -->",
        "Import av mat från andra, export till andra.\nimport från Norge",
        "100 % {a} %",
        "[gallery](/om/)",
    ],
)
def test_text_that_only_looks_like_a_code_is_accepted(written: str) -> None:
    assert [(problem.code, problem.message) for problem in list_problems(written)] == []


@pytest.mark.parametrize(
    ("written", "column", "right"),
    [
        ("## Rubrik {#rubrik}", 10, "## Rubrik"),
        ("## Rubrik{#h.abc_1}", 10, "## Rubrik"),
        ("## **Rubrik** {#rubrik .klass data-a=1}", 14, "## **Rubrik**"),
        ("## Rubrik {: #a}", 10, "## Rubrik"),
        ("## Rubrik {-}", 10, "## Rubrik"),
        ("### Rubrik {id=rubrik}", 11, "### Rubrik"),
        ("a {.klass} b", 2, "a b"),
        ("[a](/om/){.knapp} b", 10, "[a](/om/) b"),
        ("[a](/om/){target=_blank rel='x'}", 10, "[a](/om/)"),
        ("a\n{: .lead}", 1, None),
    ],
)
def test_attributes_in_braces_are_reported_with_the_corrected_line(written: str, column: int, right: str | None) -> None:
    (problem,) = list_problems(written)

    assert (problem.code, problem.place.column, problem.suggestion) == ("attribut-i-klammer", column, right)


@pytest.mark.parametrize("written", ["{#} {.} {-} {a}", "a {b=c} d", "{fakta:a}", "{#if a}", "a {.5} b", "\\{#a}"])
def test_other_braces_are_not_attributes(written: str) -> None:
    assert [(problem.code, problem.message) for problem in list_problems(written)] == []


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("> [!TIPS]\n> Ring oss.", "En ruta går inte att göra så."),
        (":::råd\nRing oss.\n:::", "Ta bort raden, också den som avslutar."),
    ],
)
def test_a_box_that_may_mean_a_component_is_reported_with_the_syntax_of_that_component_only(written: str, first: str) -> None:
    text = text_of_lines(SourceFile(Path("a.md"), written), 1, written)
    (problem,) = check_dialects(text, ways=("Råd skrivs > **Råd:** Text.",))
    assert problem.help[0].startswith(f"{first} Råd skrivs > **Råd:** Text.")
    assert "fetstil" not in " ".join(problem.help)

"""How the build bundles stylesheets, fonts and scripts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugins.assets.bundle import (
    Assets,
    build_assets,
    find_needs,
    merge_media_queries,
    minify_css,
    resolve_logical_properties,
    shorten_properties,
    trim_assets,
)
from plugins.assets.trim import find_uses, trim_css
from tests.components.rendering import THEME


def test_custom_properties_have_the_same_short_name_in_every_stylesheet() -> None:
    sheets = [":root{--paper:#fff;--ink:#000}.a--big{color:var(--ink)}", ".b{--ink:red;background:var(--paper)}"]
    assert shorten_properties(sheets) == [
        ":root{--b:#fff;--a:#000}.a--big{color:var(--a)}",
        ".b{--a:red;background:var(--b)}",
    ]


def test_many_custom_properties_have_different_short_names() -> None:
    names = [f"--p{number}" for number in range(200)]
    [sheet] = shorten_properties([";".join(names)])
    assert len(set(sheet.split(";"))) == 200


def test_minifying_a_stylesheet_keeps_its_meaning() -> None:
    css = '/* w */\n.a , .b { color: red;\n margin: 0; }\n@media (min-width: 4em) { .a > b + [c^="d-"] { top: calc(1px + 1%) } }'
    assert minify_css(css) == ".a,.b{color:red;margin:0}@media (min-width:4em){.a>b+[c^=d-]{top:calc(1px + 1%)}}"


def test_logical_properties_are_resolved_by_text_direction() -> None:
    css = ".a{margin-inline-start:1px;inset-inline-end:2px;border-inline-start-width:3px;text-align:start}"
    assert resolve_logical_properties(css, "ltr") == ".a{margin-left:1px;right:2px;border-left-width:3px;text-align:start}"
    assert resolve_logical_properties(css, "rtl") == ".a{margin-right:1px;left:2px;border-right-width:3px;text-align:start}"


def test_media_queries_are_merged_in_order() -> None:
    css = (
        ".a{top:0}@media (min-width:64em){.a{top:1px}.a b{top:2px}}.b{top:0}@media (min-width:48em){.b{top:3px}}"
        "@media (min-width:64em){.b{top:4px}}@media print{.a{top:0}}.c{top:0}"
    )
    assert merge_media_queries(css) == (
        ".a{top:0}.b{top:0}@media (min-width:48em){.b{top:3px}}@media (min-width:64em){.a{top:1px}.a b{top:2px}.b{top:4px}}"
        "@media print{.a{top:0}}.c{top:0}"
    )


def test_every_asset_has_a_fingerprint_in_its_name() -> None:
    assets = build_assets(THEME)
    styles = (assets.goal_css, assets.pages_css, assets.table_css, assets.announcements_css, assets.further_css)
    for address in (*styles, *assets.fonts, assets.icon, assets.script):
        assert re.fullmatch(r"/theme/[\w-]+\.[0-9a-f]{10}\.\w+", address)
        assert address.lstrip("/") in assets.files
    for address in styles[:3]:
        style = assets.files[address.lstrip("/")].decode()
        assert re.findall(r"url\(([^)]+)\)", style) == list(assets.fonts)
        assert set(re.findall(r"var\((--\w+)", style)) <= set(re.findall(r"[{;](--\w+):", style))


def test_the_styles_of_all_components_have_every_rule_once() -> None:
    assets = build_assets(THEME)
    assert len(re.findall(r"\.section\{[^}]*border|\.section\{padding-top:2", assets.all_styles)) == 1
    assert all(mark in assets.all_styles for mark in (".hero{", ".lede{", ".weave{", ".announcement{", ".edit-mark{"))


def test_rules_that_match_nothing_are_removed() -> None:
    used = {"p", "a", ".card", ".card__title"}
    assert trim_css(".card,.voice{top:0}.card__title>a:hover{top:1px}.voice p{top:2px}", used) == (
        ".card{top:0}.card__title>a:hover{top:1px}"
    )
    assert trim_css("@media print{.voice{top:0}}@media print{p::after{content:none}.voice{top:0}}", used) == (
        "@media print{p::after{content:none}}"
    )


def test_adjacent_rules_under_the_same_condition_are_merged() -> None:
    css = "@media print{p{top:0}}.voice{top:1px}@media print{p{top:2px}}p{top:3px}@media print{a{top:4px}}"
    assert trim_css(css, {"p", "a"}) == "@media print{p{top:0}p{top:2px}}p{top:3px}@media print{a{top:4px}}"
    assert trim_css("@font-face{top:0}@font-face{top:1px}", set()) == "@font-face{top:0}@font-face{top:1px}"


def test_a_rule_is_kept_whatever_its_states_negations_and_attributes() -> None:
    kept = (
        ':root,[class*="goal-"]{--a:1}p:not(.voice){top:0}a:focus:not(:focus-visible){top:1px}*,::before{top:2px}'
        "@font-face{src:url(a.woff2)}@page{margin:0}@supports (text-wrap:balance){p{top:3px}}[role]:empty{top:4px}"
    )
    assert trim_css(kept, {"p", "a"}) == kept


def test_rules_for_classes_that_the_script_sets_are_kept() -> None:
    whole = build_assets(THEME)
    css, script = whole.pages_css.lstrip("/"), whole.script.lstrip("/")
    files = {**whole.files, css: b".is-open{top:0}.is-shut{top:0}", script: b'it.classList.add("is-open");'}
    page = f'<link rel="stylesheet" href="{whole.pages_css}"><p class="wall">'.encode()
    trimmed, renamed = trim_assets(
        Assets(**{**{name: getattr(whole, name) for name in Assets.__slots__}, "files": files}), [find_needs(page)]
    )
    assert list(renamed) == [f'href="{whole.pages_css}"']
    [address] = re.findall(r'href="/([^"]+)"', renamed[f'href="{whole.pages_css}"'])
    assert trimmed[address] == b".is-open{top:0}"
    assert css not in trimmed


def test_pages_with_the_same_needs_share_one_cached_answer() -> None:
    one, other = (find_needs(f'<link href="/theme/a.css"><p class="x">{words}'.encode()) for words in ("a", "b"))
    assert one[0] is other[0]
    assert one[1] is other[1]


def test_a_stylesheet_is_trimmed_once_for_the_same_needs_and_again_for_others() -> None:
    whole, known = build_assets(THEME), dict[Hashable, Any]()
    made: list[Hashable] = []

    def remember(key: Hashable, make: Callable[[], Any]) -> Any:
        if key not in known:
            made.append(key)
            known[key] = make()
        return known[key]

    def page(words: str) -> bytes:
        return f'<link rel="stylesheet" href="{whole.pages_css}">{words}'.encode()

    plain, table = "<p>", '<table class="facts">'
    for words, times in ((plain, 1), (plain, 1), (table, 2), (plain, 2)):
        needs = [find_needs(page(words))]
        assert trim_assets(whole, needs, remember) == trim_assets(whole, needs)
        assert len(made) == times


@pytest.mark.parametrize(
    "kept",
    [
        *(".a.b", "p.a", "p.a.b", ".b.a:hover", ".a p.b", ".b>.a.b+p", "p#x.a", "*.a", "P.a", ".A-b", ".å", r".a\\:b"),
        *(":is(.c,:not(.c,.d)).a", ':not([title="a,(b"]).a', '[title="{"].a', "svg|p", ".a:nth-child(2n + 1 of .c,.d)"),
    ],
)
def test_a_selector_that_can_match_is_kept_however_it_is_written(kept: str) -> None:
    assert trim_css(f".c,{kept},.d.a{{top:0}}.c{{top:1px}}", {"p", ".a", ".b", ".A-b", ".å"}) == f"{kept}{{top:0}}"


def test_no_selector_that_matches_a_page_is_removed() -> None:
    """A CSS engine is asked of many pages and selectors made by chance."""
    chance = random.Random(1)
    elements, classes = ("p", "div", "a"), ("x", "y", "x-y", "z")
    held = 0
    for _ in range(300):
        page = "".join(
            f'<{element} class="{" ".join(chance.sample(classes, chance.randrange(1, 3)))}">'
            for element in (*chance.choices(elements, k=4), "ul")
        )
        uses = find_uses(page.encode())
        for _ in range(20):
            steps = (
                chance.choice(("", *elements)) + "".join(f".{name}" for name in chance.sample(classes, chance.randrange(3)))
                for _ in range(chance.randrange(1, 4))
            )
            selector = chance.choice((" ", ">", "~", "+")).join(step or "*" for step in steps)
            holds = LexborHTMLParser(page).css_first(selector) is not None
            held += holds
            assert not holds or trim_css(f"{selector}{{top:0}}", uses), (page, selector)
    assert held > 500


def test_a_string_in_a_stylesheet_is_unchanged() -> None:
    css = """/* it's "so" */ p::after { content: "Se:  a, b { c } /* d */ ; > e" } [data-x="a b"], q { quotes: '» ' ' «'; }"""
    squeezed = """p::after{content:"Se:  a, b { c } /* d */ ; > e"}[data-x="a b"],q{quotes:'» ' ' «'}"""
    assert minify_css(css) == squeezed
    assert trim_css(squeezed, {"p", "q"}) == squeezed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["site", "crowded_site"])
def test_every_rule_that_matches_a_page_is_in_its_stylesheet(request: pytest.FixtureRequest, name: str) -> None:
    site: Path = request.getfixturevalue(name)
    whole = build_assets(THEME)
    checked = 0
    for stem, address in (("goal", whole.goal_css), ("pages", whole.pages_css), ("table", whole.table_css)):
        [file] = site.glob(f"theme/{stem}.*.css")
        sent = set(_selectors(file.read_text("utf-8")))
        texts = [text for page in site.rglob("*.html") if file.name in (text := page.read_text("utf-8"))]
        pages = [LexborHTMLParser(text) for text in texts]
        lacking = set(_selectors(whole.files[address.lstrip("/")].decode())) - sent
        assert lacking
        for selector in lacking:
            bare = re.sub(r":not\([^)]*\)|::?[a-z][\w-]*(\([^)]*\))?", "", selector)
            assert not any(page.css_first(bare) for page in pages), f"{file.name}: {selector}"
            checked += 1
    assert checked > 50


def _selectors(css: str) -> list[str]:
    heads = re.findall(r"(?:^|[{}])([^{}@]+)\{", css)
    return [selector for head in heads for selector in head.split(",")]


ODD = r"""
@charset "utf-8";
.a::before { content: "\"} .b {"; }
.a::after { content: 'it\'s {  a, b }'; }
.a/* x */.b { margin: 1px/**/2px/**/.5px; }
.a\,b, .c\{d , .e\> .f { top: 1px; }
[data-x='a[b="c"]'], [title="--ink"] { color: var(--ink); --ink: red; }
.u { background: url(data:image/svg+xml,{/*x*/}), url("a//b") ; content: "--ink"; }
@media (min-width: 4em) { .a { content: "}}" } .b { top: 1px } }
@media (min-width: 3em) { @supports (display: grid) { .a { top: 2px } } .b { top: 3px } }
@media print { .n { & .a { top: 1px } .m > & { left: 0 } } @media (min-width: 2em) { .a { top: 5px } } }
"""


def test_an_unusual_stylesheet_keeps_its_meaning() -> None:
    [made] = shorten_properties([merge_media_queries(minify_css(ODD))])
    assert made == (
        r"""@charset "utf-8";.a::before{content:"\"} .b {"}.a::after{content:'it\'s {  a, b }'}.a.b{margin:1px 2px.5px}"""
        r""".a\,b,.c\{d,.e\> .f{top:1px}[data-x='a[b="c"]'],[title="--ink"]{color:var(--a);--a:red}"""
        r""".u{background:url(data:image/svg+xml,{/*x*/}),url("a//b");content:"--ink"}"""
        r"""@media (min-width:3em){@supports (display:grid){.a{top:2px}}.b{top:3px}}"""
        r"""@media (min-width:4em){.a{content:"}}"}.b{top:1px}}"""
        r"""@media print{.n{& .a{top:1px}.m>&{left:0}}@media (min-width:2em){.a{top:5px}}}"""
    )
    assert trim_css(made, {".a", ".b", ".u", ".n"}) == made
    assert trim_css(made, {".a", ".b"}) == re.sub(r"\.u\{.*?ink\"\}|\.n\{.*?0\}\}", "", made)

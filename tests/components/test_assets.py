"""What the build makes of stylesheets, font and script."""

from __future__ import annotations

import re

from plugins.assets.bundle import build_assets, shorten_properties, squeeze_css
from tests.components.rendering import THEME


def test_custom_properties_have_the_same_short_name_in_every_stylesheet() -> None:
    sheets = [":root{--paper:#fff;--ink:#000}.a--big{color:var(--ink)}", ".b{--ink:red;background:var(--paper)}"]
    assert shorten_properties(sheets) == [
        ":root{--b:#fff;--a:#000}.a--big{color:var(--a)}",
        ".b{--a:red;background:var(--b)}",
    ]


def test_many_custom_properties_keep_apart() -> None:
    names = [f"--p{number}" for number in range(200)]
    [sheet] = shorten_properties([";".join(names)])
    assert len(set(sheet.split(";"))) == 200


def test_squeezed_stylesheet_says_the_same() -> None:
    css = "/* why */\n.a , .b { color: red;\n  margin: 0 auto; }\n@media (min-width: 48em) { .a { top: 0; } }"
    assert squeeze_css(css) == ".a,.b{color:red;margin:0 auto}@media (min-width:48em){.a{top:0}}"


def test_rules_for_wide_screens_are_gathered_and_keep_their_order() -> None:
    css = (
        ".a{top:0}@media (min-width:64em){.a{top:1px}.a b{top:2px}}.b{top:0}@media (min-width:48em){.b{top:3px}}"
        "@media (min-width:64em){.b{top:4px}}@media print{.a{top:0}}.c{top:0}"
    )
    assert squeeze_css(css) == (
        ".a{top:0}.b{top:0}@media (min-width:48em){.b{top:3px}}@media (min-width:64em){.a{top:1px}.a b{top:2px}.b{top:4px}}"
        "@media print{.a{top:0}}.c{top:0}"
    )


def test_every_asset_has_a_name_that_tells_its_content() -> None:
    assets = build_assets(THEME)
    styles = (assets.goal_css, assets.pages_css, assets.table_css, assets.news_css, assets.further_css)
    for address in (*styles, assets.font, assets.icon, assets.script):
        assert re.fullmatch(r"/theme/[\w-]+\.[0-9a-f]{10}\.\w+", address)
        assert address.lstrip("/") in assets.files
    for address in styles[:3]:
        style = assets.files[address.lstrip("/")].decode()
        assert f"url({assets.font})" in style
        assert set(re.findall(r"var\((--\w+)", style)) <= set(re.findall(r"[{;](--\w+):", style))


def test_the_page_of_all_components_has_every_rule_once() -> None:
    assets = build_assets(THEME)
    assert len(re.findall(r"\.section\{[^}]*border|\.section\{padding-top:2", assets.all_styles)) == 1
    assert all(mark in assets.all_styles for mark in (".hero{", ".lede{", ".weave{", ".announcement{", ".edit-mark{"))

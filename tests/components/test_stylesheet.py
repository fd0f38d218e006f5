"""The stylesheets: supported by browsers of 2019, and with sufficient contrast."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from plugins.assets.bundle import FONTS, STYLESHEETS, read_order
from plugins.assets.paints import fill_paints
from plugins.commands.lint_css import lint_css
from plugins.core.looks.goal_looks import read_goal_looks
from plugins.core.looks.tokens import read_tokens
from plugins.site.rooms import PIECES
from tests.colours import LEAST, LEAST_LIGHT, TOKENS_ON_GROUNDS, contrast
from tests.components.rendering import THEME, parse_example, read_example_file

CSS = THEME / "static" / "css"
ORDERS = {stem: read_order(THEME, f"{stem}.css") for stem in STYLESHEETS}
ORDER = list(dict.fromkeys(name for order in ORDERS.values() for name in order))

LOOKS, TOKENS = read_goal_looks(THEME), read_tokens(THEME)

PAPER, PAPER_DARK, CREAM = TOKENS.day["paper"], TOKENS.evening["paper"], TOKENS.day["cream"]


def read(name: str) -> str:
    """Return a stylesheet with the goals' colours and without comments."""
    return re.sub(r"/\*.*?\*/", "", fill_paints((CSS / name).read_text("utf-8"), LOOKS, TOKENS), flags=re.S)


def tokens(selector: str, *, dark: bool = False) -> dict[str, str]:
    """Return the custom properties that a selector sets, in the light or dark scheme."""
    if selector == ":root":
        return dict(TOKENS.evening if dark else TOKENS.day)
    file = "paints_further.css" if selector in [f".goal-{paint.number}" for paint in LOOKS.further] else "tokens.css"
    light_css, _, rest = read(file).partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (.+?);", _body(light_css, selector)))
    return found | (dict(re.findall(r"--([\w-]+): (.+?);", _body(rest, selector))) if dark else {})


def _body(css: str, selector: str) -> str:
    match = re.search(re.escape(selector) + r" \{(.*?)\}", css, re.S)
    assert match is not None
    return match[1]


EVENING = re.compile(r"@media [^{]*prefers-color-scheme: dark[^{]*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
COLOURING = re.compile(r"--[\w-]+|color|background|outline-color|box-shadow")


def test_the_dark_scheme_changes_only_colours() -> None:
    """So what holds by day of sizes, names and order holds by evening, and the browser's tests need not look twice."""
    blocks = [block for name in ORDER for block in EVENING.findall(read(name))]
    declared = [line.split(":")[0].strip() for block in blocks for line in re.findall(r"[^{};]+:[^{};]+(?=;)", block)]

    assert len(blocks) >= 3
    assert len(declared) > 40
    assert [name for name in declared if not COLOURING.fullmatch(name)] == []


def test_the_order_of_stylesheets_names_every_file() -> None:
    there = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")}
    assert set(ORDER) == there - {"site.css", *(f"{stem}.css" for stem in STYLESHEETS)}
    for order in ORDERS.values():
        assert len(order) == len(set(order))
    for stem in ("goal", "pages", "table"):
        assert ORDERS[stem][-4:] == ["newer.css", f"{stem}_newer.css", "print.css", f"{stem}_print.css"]


def test_the_styles_of_an_unlisted_component_are_on_every_page(tmp_path: Path) -> None:
    shutil.copytree(CSS, tmp_path / "static" / "css")
    (tmp_path / "static" / "css" / "components" / "another.css").write_text(".another { margin: 0; }", "utf-8")
    named = {name for sheet in CSS.glob("*.css") for name in re.findall(r"components/\w+\.css", sheet.read_text("utf-8"))}

    assert "components/footer.css" in named
    for stem in ("goal", "pages", "table"):
        order = read_order(tmp_path, f"{stem}.css")
        assert [name for name in order if name not in ORDERS[stem]] == ["components/another.css"]
        first = order.index("components/footer.css") + 1
        assert set(order[first : order.index("components/another.css")]) & named == set()
    assert read_order(tmp_path, "announcements.css") == ORDERS["announcements"]


TAKES = re.compile(r'"(components/\w+)\.html"')
ELSEWHERE = {
    "components/announcement": "a stylesheet of its own, announcements.css, on pages that have one",
    "components/edit_mark": "shown in the preview alone",
}
ALONE = {"goal": set[str](), "pages": {"components/share"}}
"""Components that a component imports and does not show on some pages: `act` shows ways to share on goal pages only."""


def find_unstyled(templates: Path, orders: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Return each page template with a component that it includes, directly or not, and whose styles its pages lack."""
    written = {path.relative_to(templates).as_posix(): path.read_text("utf-8") for path in templates.rglob("*.html")}
    styled = {name for order in orders.values() for name in order}
    missing = set()
    for name, text in written.items():
        bases = [text]
        while found := re.search(r'{% extends "([^"]+)"', bases[-1]):
            bases.append(written[found[1]])
        chosen = re.search(r"{% block style %}{{ assets\.(\w+)_css }}", "".join(bases))
        if name.startswith("components/") or not chosen:
            continue
        taken, waiting = set(), [*TAKES.findall("".join(bases))]
        while waiting:
            if (component := waiting.pop()) not in taken:
                taken.add(component)
                waiting += TAKES.findall(written[f"{component}.html"])
        lacking = {one for one in taken - ELSEWHERE.keys() - ALONE.get(chosen[1], set()) if f"{one}.css" in styled}
        missing |= {(name, one) for one in lacking if f"{one}.css" not in orders[chosen[1]]}
    return missing


def test_no_page_includes_a_component_without_its_styles(tmp_path: Path) -> None:
    """Such a component would stand there bare; where no list names its style, every page has it."""
    assert find_unstyled(THEME / "templates", ORDERS) == set()

    shutil.copytree(THEME / "templates", tmp_path / "templates")
    for name, component in (("page", "voice"), ("goal", "lede")):
        with (tmp_path / "templates" / f"{name}.html").open("a", encoding="utf-8") as file:
            file.write(f'{{% from "components/{component}.html" import {component} %}}\n')
    expected = {("page.html", "components/voice"), ("goal.html", "components/lede")}
    assert find_unstyled(tmp_path / "templates", ORDERS) >= expected  # and those that extend them


def test_the_styles_of_components_for_editors_are_on_every_page() -> None:
    everywhere = read_order(THEME, "site.css")
    assert [piece.name for piece in PIECES if f"components/{piece.name}.css" not in everywhere] == []


@pytest.mark.parametrize("paint", [paint.number for paint in LOOKS.paints])
def test_the_colours_of_each_goal_have_enough_contrast_in_both_schemes(paint: int) -> None:
    light, dark = tokens(f".goal-{paint}"), tokens(f".goal-{paint}", dark=True)
    assert light["n"] == str(paint)
    root = {"day": tokens(":root"), "evening": tokens(":root", dark=True)}
    wanted = {
        f"{part} and {ground} by {scheme}": ({"day": light, "evening": dark}[scheme][part], root[scheme][ground], least)
        for (part, ground, scheme), least in LEAST.items()
    }
    wanted |= {
        f"light on field by {scheme}": (of["light"], of["field"], LEAST_LIGHT)
        for scheme, of in (("day", light), ("evening", dark))
    }
    found = {what: (round(contrast(one, other), 2), least) for what, (one, other, least) in wanted.items()}
    assert {what: pair for what, pair in found.items() if pair[0] < pair[1]} == {}, "contrasts, and what they are at least"


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_edges_have_enough_contrast(dark: bool) -> None:
    root = tokens(":root", dark=dark)
    assert root["paper"] == (PAPER_DARK if dark else PAPER)
    asked = {pair: least for pair, least in TOKENS_ON_GROUNDS.items() if pair[0] != "link"}  # links: below
    assert {name for name, _ in asked} == {"ink", "soft", "edge", "focus"}
    found = {pair: (contrast(root[pair[0]], root[pair[1]]), least) for pair, least in asked.items()}
    low = {pair: figures for pair, figures in found.items() if figures[0] < figures[1]}
    assert low == {}, "contrasts, and what they are at least; try another by tests/colours.py"


WITH_LINKS = [":root", '[class*="goal-"]', ".footer"]
"""Where link colours must be set: on the page, and on everything with a background of its own. All have equal specificity."""


def find_said(css: str, name: str, *, dark: bool = False) -> dict[str, str]:
    """Return the last value of a custom property in a stylesheet, for each single selector, in a colour scheme."""
    seen = EVENING.sub(r"\1" if dark else "", css)
    return {
        selector.strip(): value
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", seen)
        for value in re.findall(rf"--{name}: (.+?);", body)
        for selector in selectors.split(",")
    }


def hard_links(css: str, *, dark: bool) -> list[str]:
    """Return selectors and goals whose links have too little contrast on the backgrounds of a page."""
    elsewhere = "the links of one goal are its tone in theme/goals.yaml, which its numbers and threads have too"
    for name in ("link", "evening-link"):
        message = f"tokens.css says --{name} for {', '.join(WITH_LINKS)}, and for nothing else: {elsewhere}"
        assert sorted(find_said(css, name)) == sorted(WITH_LINKS), message
    at_dark = dict.fromkeys(WITH_LINKS, "var(--evening-link)")
    assert find_said(css, "link", dark=True) == at_dark, "the colour of links in the evening is --evening-link in tokens.css"
    links, root = find_said(css, "evening-link" if dark else "link"), tokens(":root", dark=dark)
    painted = {f".goal-{paint.number}": root | tokens(f".goal-{paint.number}", dark=dark) for paint in LOOKS.paints}
    links_on = [(":root", root, links[":root"]), *((name, own, links[WITH_LINKS[1]]) for name, own in painted.items())]
    colours = [(name, own.get(link.removeprefix("var(--").removesuffix(")"), link)) for name, own, link in links_on]
    least = {ground: least for (name, ground), least in TOKENS_ON_GROUNDS.items() if name == "link"}
    return [name for name, colour in colours if any(contrast(colour, root[ground]) < least[ground] for ground in least)]


@pytest.mark.parametrize("dark", [False, True])
def test_links_have_enough_contrast(dark: bool) -> None:
    """Whatever they are: the tone of each goal, or a colour of their own."""
    name = "--evening-link" if dark else "--link"
    assert hard_links(read("tokens.css"), dark=dark) == [], f"choose another {name} in tokens.css"


@pytest.mark.parametrize(("name", "dark"), [("link", False), ("evening-link", True)])
def test_a_changed_colour_of_links_is_checked_in_its_own_scheme_only(name: str, dark: bool) -> None:
    """`body` has a goal's paint of its own: what is said of `:root` alone would not come through."""
    css = read("tokens.css")
    for colour, is_hard in {"#7a7a7a": True, "#0b3d91": dark, "#9ec5ff": not dark}.items():
        changed, times = re.subn(rf"--{name}: [^;]+", f"--{name}: {colour}", css, count=1)
        assert times == 1
        assert bool(hard_links(changed, dark=dark)) is is_hard
        assert hard_links(changed, dark=not dark) == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('[class*="goal-"] { --link: #eee; }', "is --evening-link in tokens.css"),
        (".goal-3 { --link: #eee; }", "is --evening-link in tokens.css"),
    ],
)
def test_the_colour_of_links_in_the_dark_scheme_is_set_in_one_place(more: str, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        hard_links(f"{read('tokens.css')}\n@media (prefers-color-scheme: dark) {{ {more} }}", dark=True)


A_TOKEN = "write a token, var(--…); a new colour is a new token in :root of theme/static/css/tokens.css"
OF_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?=[\s;,)])")
CHOOSE_OWN = "choose another in components/footer.css"
CHOOSE = {"link": "choose another --evening-link in tokens.css"}
ON_GROUND = "ink", "soft", "link", "tone"
"""Colour tokens of text on any background for which no rule sets another."""
GOALS_OWN = {"field", "mid", "pale"}
"""Tokens that a goal's rug has in the footer too."""
NO_TEXT: set[str] = set()
"""Tokens of backgrounds without text, such as that of a picture."""
NOT_A_GROUND = (
    "; or, where other text stands on it (a button's), say its `color` in each rule that has this `background`; or, where none "
    "does, name the token in NO_TEXT, tests/components/test_stylesheet.py"
)


def footer_tokens(*, dark: bool) -> dict[str, str]:
    """Return the custom properties that apply in the footer."""
    root = tokens(":root", dark=dark)
    own = dict(re.findall(r"--([\w-]+): (.+?);", _body(read("components/footer.css"), ".footer")))
    link = find_said(read("tokens.css"), "evening-link")[".footer"]
    assert own.pop("link") == "var(--evening-link)"
    footer = root | {name: find_colour(name, value, root) for name, value in own.items()}
    return footer | {"link": footer.get(link.removeprefix("var(--").removesuffix(")"), link)}


def find_colour(name: str, value: str, root: dict[str, str]) -> str:
    """Return the colour of a token that the footer's styles set."""
    token = value.removeprefix("var(--").removesuffix(")")
    assert token in root, f"components/footer.css says --{name}: {value}: {A_TOKEN}"
    return root[token]


def find_anew() -> set[str]:
    """Return the custom properties that the dark scheme overrides."""
    return {name for name, value in TOKENS.evening.items() if value != TOKENS.day.get(name)}


def test_the_footer_sets_every_colour_of_the_dark_scheme() -> None:
    """What has a ground of its own, such as a component in its text, would else stand there in the day's colours."""
    said = set(re.findall(r"--([\w-]+):", _body(read("components/footer.css"), ".footer")))
    assert find_anew() - GOALS_OWN - said == set(), "say these in components/footer.css too, as they are by evening"


def find_grounds(css: str) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the tokens used as backgrounds of text, and each text colour that a rule sets for one, with that background."""
    grounds, pairs = set[str](), set[tuple[str, str]]()
    for body in re.findall(r"\{([^{}]*)\}", css):
        own = re.search(r"(?:^|[;\s])color: (?:var\(--([\w-]+)\)|(?!inherit))", body)
        for ground in re.findall(r"background(?:-color)?: var\(--([\w-]+)\)", body):
            if own is None or own[1] in ON_GROUND:
                grounds.add(ground)
            elif own[1]:
                pairs.add((own[1], ground))
    return grounds, pairs


@pytest.mark.parametrize(
    ("css", "grounds", "pairs"),
    [
        (".box { background: var(--pearl); }", {"pearl"}, set()),
        (".box { background: var(--pearl); color: var(--soft); }", {"pearl"}, set()),
        (".box { background-color: var(--oyster-shell); color: inherit; }", {"oyster-shell"}, set()),
        (".box { background: var(--pearl); border-color: var(--edge); }", {"pearl"}, set()),
        (".button { background: var(--pearl); color: var(--paper); }", set(), {("paper", "pearl")}),
        (".sdg { background: var(--pearl); color: var(--on, #000); }", set(), set()),
        ("@media print { .box { background: var(--pearl); } }", {"pearl"}, set()),
    ],
)
def test_a_background_is_for_all_text_unless_its_rule_sets_a_text_colour(
    css: str, grounds: set[str], pairs: set[tuple[str, str]]
) -> None:
    assert find_grounds(css) == (grounds, pairs)


@pytest.mark.parametrize("dark", [False, True])
def test_text_has_enough_contrast_with_the_background_of_its_own_rule(dark: bool) -> None:
    """A button by day, among others: of what the whole page has as ground, other tests judge all words."""
    root = tokens(":root", dark=dark)
    assert find_unreadable(".button { background: var(--line); color: var(--paper); }", root)
    assert find_unreadable("".join(map(read, ORDER)), root) == [], "choose another in tokens.css"


def find_unreadable(css: str, root: dict[str, str]) -> list[str]:
    """Return text colours with too little contrast on the background that the same rule sets."""
    _, pairs = find_grounds(css)
    return [
        f"{name} on {ground}"
        for name, ground in sorted(pairs)
        if {name, ground} <= {*root} and contrast(root[name], root[ground]) < 4.5
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_text_in_the_footer_has_enough_contrast_on_every_background(dark: bool) -> None:
    footer = footer_tokens(dark=dark)
    found, pairs = find_grounds("".join(map(read, ORDER)))
    grounds = (found & find_anew()) - GOALS_OWN - NO_TEXT
    assert grounds >= {"cloth", "panel", "paper"}
    for ground in sorted({"night", *grounds}):
        for name in ON_GROUND:
            message = f"{name} on {ground}: {CHOOSE.get(name, CHOOSE_OWN)}{NOT_A_GROUND}"
            assert contrast(footer[name], footer[ground]) >= 6, message
        message = f"edge or focus on {ground}: {CHOOSE_OWN}{NOT_A_GROUND}"
        assert min(contrast(footer[name], footer[ground]) for name in ("edge", "focus")) >= 3, message
    assert pairs >= {("paper", "ink"), ("paper", "tone")}
    for name, ground in sorted(pairs):
        if name in footer and ground in footer.keys() - GOALS_OWN:
            assert contrast(footer[name], footer[ground]) >= 4.5, f"{name}, the text on {ground}: {CHOOSE_OWN}"


def test_the_footer_has_the_colours_of_paper_in_print() -> None:
    """Its own are a screen's: a link in its text would else be printed in a colour that is nearly white."""
    on_screen = re.compile(r"@media screen \{\s*\.footer \{[^{}]*\}\s*\}")
    css = read("components/footer.css")
    assert on_screen.search(css)
    assert re.findall(r"--[\w-]+:|background:[^;]*;|var\(--moon\)", on_screen.sub("", css)) == []


@pytest.mark.parametrize("name", read_example_file("footer")["examples"])
def test_no_link_in_the_footer_has_the_colour_of_a_goal(name: str) -> None:
    """`[class*="goal-"]` gives what is in it the tone of its goal, by day as dark as the footer's ground."""
    footer = parse_example("footer", name).select_one(".footer")
    assert footer is not None
    assert footer.select("a, [aria-current]")
    assert footer.select('[class*="goal-"] a, [class*="goal-"] [aria-current], a[class*="goal-"]') == []


def test_links_are_black_in_print() -> None:
    paper = _body(read("print.css"), ", ".join(WITH_LINKS))
    assert "--link: #000" in paper


@pytest.mark.parametrize("goal", range(1, 18))
def test_each_tile_has_the_text_colour_with_most_contrast(goal: int) -> None:
    css = read("tokens.css")
    body = _body(css, f".sdg-{goal}")
    background = re.findall(r"background: (#\w{6});", body)[0]
    is_white = "--on: #fff" in body
    black, white = contrast("#000", background), contrast("#fff", background)
    assert is_white is (white > black)
    assert max(black, white) >= 4.5
    # The ring of focus: dark outside, light inside.
    assert max(contrast("#221d1e", background), contrast("#fff8ec", background)) >= 3


@pytest.mark.parametrize("name", ORDER)
def test_every_stylesheet_works_in_a_browser_of_2019(name: str) -> None:
    assert list(lint_css(read(name), name)) == []


@pytest.mark.parametrize(
    ("css", "place"),
    [
        (".a { gap: 1rem }", "1:6: gap"),
        (".a { display: grid; column-gap: 1rem }", "1:21: column-gap"),
        (".a { inset: 0 }", "1:6: inset"),
        (".a { margin-inline: 0 }", "1:6: margin-inline"),
        (".a { aspect-ratio: 1 }", "1:6: aspect-ratio"),
        (".a { width: clamp(1px, 2px, 3px) }", "1:13: clamp()"),
        (".a { width: calc(1px + max(1px, 2vw)) }", "1:24: max()"),
        (".a { color: color-mix(in srgb, red, blue) }", "1:13: color-mix()"),
        (".a { height: 1dvh }", "1:14: the unit dvh"),
        (".a { position: sticky }", "1:16: sticky"),
        (".a { color: red; & b { color: blue } }", "1:18: nested rules"),
        (".a { background: linear-gradient(red 0 4px, blue 4px) }", "1:40: a gradient's stop"),
        (".a,\n.b:is(.c) { color: red }", "1:1: :is"),
        (".a:focus-visible { color: red }", "1:1: :focus-visible"),
        ("@layer x { .a { color: red } }", "1:1: @layer"),
        ("@supports (gap: 1px) { .a { color: red } }", "1:1: @supports"),
        ("@media (hover: hover) { .a { color: red } }", "1:1: @media hover"),
        ("@media print { .a { gap: 1px } }", "1:21: gap"),
    ],
)
def test_css_unknown_to_a_browser_of_2019_is_found(css: str, place: str) -> None:
    assert next(lint_css(css, "a.css")).startswith(f"a.css:{place}")


@pytest.mark.parametrize(
    "css", [".a { gap: 0 }", ".a { top: min(1px, 2px) }", ".a { top: 1dvh }", ".a:is(b) { }", "@media (hover) { }"]
)
def test_the_report_of_unknown_css_says_where_to_list_it(css: str) -> None:
    (report,) = lint_css(css, "a.css")
    assert report.endswith("in newer.css, or look it up and add it to lint_css.yaml")


@pytest.mark.parametrize(
    ("css", "words"),
    [
        ("margin-left: 0", "margin-left is a side: write margin-inline-start"),
        ("padding-right: 0", "padding-right is a side: write padding-inline-end"),
        ("border-left-width: 0", "border-left-width is a side: write border-inline-start-width"),
        ("right: 0", "right is a side: write inset-inline-end"),
        ("text-align: left", "text-align is left: write start"),
        ("float: right", "float is right: write inline-end"),
        ("margin: 0 1px 0 2px", "margin has one value for the left and another for the right"),
    ],
)
def test_a_physical_side_is_reported_with_the_logical_property(css: str, words: str) -> None:
    assert words in next(lint_css(f".a {{ {css} }}", "a.css"))
    assert words in next(lint_css(f"@media print {{ .a {{ {css} }} }}", "newer.css"))


def test_newer_css_is_only_allowed_in_rules_of_its_own() -> None:
    assert list(lint_css(":focus-visible { gap: 1px }\n@supports (gap: 1px) { .a { gap: 1px } }", "newer.css")) == []
    assert [line[:14] for line in lint_css("a, :focus-visible { top: 0 }", "newer.css")] == ["newer.css:1:1:"]
    assert [line[:14] for line in lint_css("@layer x { a { top: 0 } }", "newer.css")] == ["newer.css:1:1:"]


def find_own_colours(css: str, name: str) -> list[str]:
    """Return literal colours in a component's styles, each with its line and what to write."""
    return [
        f"theme/static/css/components/{name}:{number}: {colour}: {A_TOKEN}"
        for number, line in enumerate(css.split("\n"), 1)
        for colour in OF_COLOUR.findall(line)
        if not (name == "giving.css" and colour in ("#fff", "#000"))
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in (CSS / "components").glob("*.css")))
def test_no_component_has_a_literal_colour(name: str) -> None:
    """A colour stands in `tokens.css`, or is a goal's, on paper too; only a code to scan is always black on white."""
    found = find_own_colours((CSS / "components" / name).read_text("utf-8"), name)
    assert not found, "\n" + "\n".join(found)


def test_a_literal_colour_is_reported_with_its_line_and_what_to_write() -> None:
    css = ".a { color: var(--ink); }\n.a { --link: #8ad8d2; }"
    expected = "theme/static/css/components/a.css:2: #8ad8d2: write a token, var(--…); a new colour is a new token in :root of "
    assert [one.removesuffix("theme/static/css/tokens.css") for one in find_own_colours(css, "a.css")] == [expected]


def test_the_colours_of_global_goals_are_set_only_in_tokens() -> None:
    for name in ORDER:
        if name != "tokens.css":
            assert not re.search(r"\.sdg-\d", read(name))


def test_every_font_has_the_address_that_the_build_replaces() -> None:
    everything = "".join((CSS / name).read_text("utf-8") for name in ORDER)
    assert everything.count("url(") == len(FONTS)
    for stem in FONTS:
        assert everything.count(f"../fonts/{stem}.woff2") == 1
        assert (CSS / f"../fonts/{stem}.woff2").is_file()


def test_every_font_weight_in_use_has_a_font() -> None:
    everything = "".join((CSS / name).read_text("utf-8") for name in ORDER)
    weights = {stem.rpartition("-")[2] for stem in FONTS}
    assert set(re.findall(r"font-weight: ?([\w ]+)", everything)) == weights


def test_the_script_is_small_and_has_only_old_syntax() -> None:
    script = (THEME / "static" / "js" / "site.js").read_text("utf-8")
    code = re.sub(r"/\*.*?\*/", "", script, flags=re.S)
    assert len(code) <= 5200
    assert not re.search(r"=>|`|\b(let|const|class|async|import)\b", code)

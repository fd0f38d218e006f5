"""The stylesheet: what a browser of 2019 understands, and colours that can be read."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.components.rendering import THEME

CSS = THEME / "static" / "css"
ORDERS = ("site.css", "pages.css", "further.css")
SITE, PAGES, FURTHER = (re.findall(r'@import "(.+?)";', (CSS / name).read_text("utf-8")) for name in ORDERS)
ORDER = [*SITE, *PAGES, *FURTHER]
# Their rules stand alone, so that a browser that does not know one drops only that.
NEWER = {"newer.css", "pages_newer.css"}

PAPER, PAPER_DARK, CREAM = "#faf6ee", "#1a1617", "#fff8ec"


def read(name: str) -> str:
    """Return a stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text("utf-8"), flags=re.S)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG."""
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(c * 2 for c in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tokens(selector: str, *, dark: bool = False) -> dict[str, str]:
    """Return the custom properties that a selector sets, in light or in dark."""
    file = "paints_further.css" if selector in (".goal-6", ".goal-7", ".goal-8") else "tokens.css"
    light_css, _, rest = read(file).partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (.+?);", _body(light_css, selector)))
    return found | (dict(re.findall(r"--([\w-]+): (.+?);", _body(rest, selector))) if dark else {})


def _body(css: str, selector: str) -> str:
    match = re.search(re.escape(selector) + r" \{(.*?)\}", css, re.S)
    assert match is not None
    return match[1]


def test_order_names_every_file() -> None:
    there = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")} - set(ORDERS)
    assert set(ORDER) == there
    assert len(ORDER) == len(there)
    assert SITE[-2:] == ["newer.css", "print.css"]
    assert PAGES[-2:] == ["pages_newer.css", "pages_print.css"]


@pytest.mark.parametrize("paint", range(1, 9))
def test_paint_can_be_read_in_light_and_dark(paint: int) -> None:
    light, dark = tokens(f".goal-{paint}"), tokens(f".goal-{paint}", dark=True)
    assert light["n"] == str(paint)
    for scheme in (light, dark):
        assert contrast(CREAM, scheme["field"]) >= 6.9
        assert contrast(scheme["light"], scheme["field"]) >= 4.9
    assert contrast(light["tone"], PAPER) >= 6.8
    assert contrast(dark["tone"], PAPER_DARK) >= 9
    for scheme, root in ((light, tokens(":root")), (dark, tokens(":root", dark=True))):
        assert contrast(scheme["tone"], root["cloth"]) >= 6


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_edges_can_be_seen(dark: bool) -> None:
    root = tokens(":root", dark=dark)
    assert root["paper"] == (PAPER_DARK if dark else PAPER)
    for ground in ("paper", "cloth", "panel"):
        assert contrast(root["ink"], root[ground]) >= 13
        assert contrast(root["soft"], root[ground]) >= 6
        assert contrast(root["edge"], root[ground]) >= 3
        assert contrast(root["focus"], root[ground]) >= 3


@pytest.mark.parametrize("goal", range(1, 18))
def test_tile_has_the_text_colour_that_is_read_best(goal: int) -> None:
    css = read("tokens.css")
    body = _body(css, f".sdg-{goal}")
    background = re.findall(r"background: (#\w{6});", body)[0]
    is_white = "--on: #fff" in body
    black, white = contrast("#000", background), contrast("#fff", background)
    assert is_white is (white > black)
    assert max(black, white) >= 4.5
    # The ring of focus: dark outside, light inside.
    assert max(contrast("#221d1e", background), contrast("#fff8ec", background)) >= 3


@pytest.mark.parametrize("name", [name for name in ORDER if name not in NEWER])
def test_base_rules_are_known_to_a_browser_of_2019(name: str) -> None:
    css = read(name)
    declarations = re.findall(r"[{;]\s*([\w-]+):\s*([^;{}]+)", css)
    properties = {key for key, _ in declarations}
    assert not properties & {"gap", "row-gap", "inset", "aspect-ratio", "translate"}
    assert not {key for key in properties if re.match(r"(inset|margin|padding|border)-(inline|block)", key)}
    assert not re.search(r":focus-visible|:is\(|:where\(|:has\(|@layer|@container|@supports|&", css)
    for _, value in declarations:
        assert not re.search(r"\b(clamp|min|max|color-mix|oklch)\(", value)


@pytest.mark.parametrize("name", ORDER)
def test_a_gradient_stop_has_one_position(name: str) -> None:
    # Two positions in one stop fail in Safari 12.0, and the whole rug with them.
    for gradient in gradients(read(name)):
        for stop in gradient.split(","):
            assert len(stop.split()) <= 2


def gradients(css: str) -> list[str]:
    """Return what stands between the brackets of each gradient, inner brackets left out."""
    found = []
    for start in (match.end() for match in re.finditer(r"gradient\(", css)):
        depth, text = 1, ""
        for character in css[start:]:
            depth += (character == "(") - (character == ")")
            if depth == 0:
                break
            text += character if depth == 1 and character != ")" else ""
        found.append(text)
    return found


def test_an_unknown_selector_drops_only_its_own_rule() -> None:
    for name in NEWER:
        for rule in re.findall(r"^(.*:focus-visible.*)\{", read(name), re.M):
            assert "," not in rule


def test_colours_are_set_by_two_kinds_of_class_only() -> None:
    for name in ORDER:
        if name != "tokens.css":
            assert not re.search(r"\.sdg-\d", read(name))


def test_font_has_the_address_that_the_build_replaces() -> None:
    everything = "".join((CSS / name).read_text("utf-8") for name in ORDER)
    assert everything.count("url(") == 1
    assert everything.count("../fonts/familjen-grotesk.woff2") == 1
    assert (CSS / "../fonts/familjen-grotesk.woff2").is_file()


@pytest.mark.parametrize(("order", "most"), [(SITE, 6500), (PAGES, 3200)], ids=["site", "pages"])
def test_stylesheet_is_light(order: list[str], most: int) -> None:
    # HTML and CSS of a goal page together weigh at most 14 kB; the build leaves out the comments.
    assert len(gzip.compress("".join(read(name) for name in order).encode(), 9)) <= most


def test_script_is_small_and_old_enough_for_every_browser() -> None:
    script = (THEME / "static" / "js" / "site.js").read_text("utf-8")
    code = re.sub(r"/\*.*?\*/", "", script, flags=re.S)
    assert len(code) <= 2000
    assert not re.search(r"=>|`|\b(let|const|class|async|import)\b", code)

"""What a drawing would lose in the intake is reported, for the editor and the partner."""

from __future__ import annotations

import pytest

from plugins.core.intake.draw import draw_svg
from plugins.core.intake.logo import take_logo
from plugins.core.intake.picture import take_picture
from plugins.core.intake.taken import Taken
from plugins.partners.model import LOGO_SIZES
from tests.intake.files import saved, svg
from tests.intake.looks import DROP, LOST, SAME, styled, take_same


@pytest.mark.parametrize("name", LOST)
def test_a_drawing_that_would_look_different_is_refused_and_the_loss_is_named(name: str) -> None:
    data, word = LOST[name]
    (finding,) = take_logo(data, LOGO_SIZES).findings
    assert finding.is_error
    assert finding.code == "okand-effekt"
    assert finding.message == f"SVG-filen skulle se annorlunda ut på webbplatsen. Den använder {word}."
    assert f"Filen använder något som inte kan visas likadant hos oss: {word}." in " ".join(finding.help)


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Taken]:
    """Return the intake results of drawings that must look the same."""
    return take_same(tmp_path_factory)


@pytest.mark.parametrize("name", SAME)
def test_a_drawing_that_looks_the_same_is_taken_without_a_reported_loss(same: dict[str, Taken], name: str) -> None:
    taken = same[name]
    assert taken.is_shown
    assert {finding.code for finding in taken.findings} <= {"rensad-fil"}


def test_a_refused_picture_of_a_page_has_advice_for_the_editor() -> None:
    (finding,) = take_picture(LOST["every part"][0]).findings
    assert finding.help == ("Spara bilden som PNG i stället, så syns allt som det är ritat.",)


def test_each_loss_is_reported_once() -> None:
    parts = ('style="rotate:9deg"', 'style="translate:9px"', 'vector-effect="non-scaling-stroke"')
    (finding,) = take_logo(svg("".join(f'<rect {part} width="9" height="9"/>' for part in parts)), LOGO_SIZES).findings
    moved, lines = "delar som flyttas, vrids eller mäts med stilregler", "linjer som är lika tjocka i alla storlekar"
    assert finding.message == f"SVG-filen skulle se annorlunda ut på webbplatsen. Den använder {moved} och {lines}."


def test_a_drawing_that_only_links_to_another_file_is_reported() -> None:
    (finding,) = take_logo(svg('<image href="C:/bilder/logo.png" width="90" height="40"/>'), LOGO_SIZES).findings
    assert finding.message == "SVG-filen visar bara något som ligger i en annan fil, och den följde inte med."
    assert "Filen länkar till en annan fil som inte följde med, och är tom hos oss." in " ".join(finding.help)


@pytest.mark.parametrize(
    ("css", "is_lost"),
    [
        (".a:hover{fill:#c00}", False),
        (".a:hover,.b:first-child{fill:#c00}", True),
        ("@media print,(prefers-color-scheme: dark){.a{fill:#c00}}", False),
        ("@media print, screen{.a{fill:#c00}}", True),
        ("@media not print{.a{fill:#c00}}", True),
        ("@keyframes k{from{fill:#c00}}", False),
        ("@font-face{font-family:x;src:url(#x)}", False),
        ("body.x .a, html{fill:#c00}", False),
        (".a{color:#c00}.unknown + .a{fill:#c00}", False),
    ],
)
def test_an_unsupported_style_rule_is_a_loss_only_if_it_may_apply(css: str, is_lost: bool) -> None:
    codes = [finding.code for finding in take_logo(styled(css), LOGO_SIZES).findings]
    assert ("okand-effekt" in codes) is is_lost


def test_long_selectors_and_variables_are_parsed_quickly() -> None:
    """A selector of many letters has one reading, and a variable never makes a small file a huge one."""
    assert take_logo(styled(f"{'a' * 5_000}!{{fill:#c00}}"), LOGO_SIZES).is_shown
    bomb = f":root{{--a:{'x' * 100_000}}}.a{{{'fill:var(--a);' * 4_000}}}"
    (finding,) = take_logo(styled(bomb), LOGO_SIZES).findings
    assert "färger som filen räknar ut själv" in finding.message


def test_a_corrupt_embedded_picture_is_reported() -> None:
    (finding,) = take_logo(svg('<image width="9" height="9" href="data:image/png;base64,AAA"/>'), LOGO_SIZES).findings
    assert (finding.code, finding.message) == ("skadad-bild", "Bilden som ligger i SVG-filen är skadad.")


HIDDEN = {
    "layer off": '<g display="none">{}</g>',
    "layer off by style": '<g style="display:none">{}</g>',
    "layer off by rule": "<style>.o{{display:none}}</style><g class='o'>{}</g>",
    "text off by rule": "<style>text{{display:none}}</style>{}",
    "not visible": '<g visibility="hidden">{}</g>',
    "clear": '<g opacity="0">{}</g>',
    "never used": "<defs>{}</defs>",
    "symbol": '<symbol id="s">{}</symbol>',
    "without paint": '<g fill="none">{}</g>',
    "clipped to nothing": '<clipPath id="c"/><g clip-path="url(#c)">{}</g>',
    "beyond the edge": '<g transform="translate(900)">{}</g>',
    "told to programs": "<metadata>{}</metadata>",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_text_that_is_never_drawn_is_ignored(name: str) -> None:
    taken = take_logo(svg(HIDDEN[name].format('<text x="5" y="20">arbetsmaterial</text>') + DROP), LOGO_SIZES)
    assert (taken.is_shown, taken.findings) == (True, ())


SEEN = {
    "plain": "{}",
    "used": '<defs><g id="a b">{}</g></defs><use href="#a%20b"/>',
    "outlined only": '<g fill="none" stroke="#000">{}</g>',
    "brought back": '<g visibility="hidden"><g visibility="visible">{}</g></g>',
    "in a clip": '<clipPath id="c">{}</clipPath><rect width="90" height="50" clip-path="url(#c)"/>',
    "in a class": "<style>.o{{opacity:.5}}</style><g class='o'>{}</g>",
}


@pytest.mark.parametrize("name", SEEN)
def test_text_that_is_drawn_is_reported(name: str) -> None:
    (finding,) = take_logo(svg(SEEN[name].format('<text x="5" y="20">Ek</text>') + DROP), LOGO_SIZES).findings
    assert finding.code == "text-i-logotyp"


NAME = '<path fill="{}" d="M45 10h10v30h-10zM60 10h10v30h-10zM75 10h15v30h-15z"/>'
BADGE = '<circle cx="20" cy="25" r="15" fill="#0a5c36"/>'


@pytest.mark.parametrize(
    ("inside", "is_reported"),
    [
        (BADGE + NAME.format("#fff"), True),
        (BADGE + NAME.format("#fffdf8"), True),
        (BADGE + NAME.format("#fff").replace("M45", "M47") + '<path fill="#0a5c36" d="M92 10h6v30h-6z"/>', True),
        (BADGE + NAME.format("#0a5c36"), False),
        (BADGE + '<path fill="#fff" d="M15 20h10v10h-10z"/>', False),
        (BADGE + '<g stroke="#fff" stroke-width="2">' + NAME.format("#0a5c36") + "</g>", False),
        (BADGE + '<circle cx="60" cy="25" r="1" fill="#fff"/>', False),
    ],
)
def test_a_white_name_beside_a_mark_is_reported_and_not_trimmed(inside: str, is_reported: bool) -> None:
    image = draw_svg(svg(inside, 'viewBox="0 0 100 50" width="600" height="300"'))
    for data in (svg(inside), saved(image, "PNG")):
        taken = take_logo(data, LOGO_SIZES)
        assert [finding.code for finding in taken.findings] == ["svag-logotyp"] * is_reported
        assert all("Hej!" in " ".join(finding.help) for finding in taken.findings)
        if is_reported:
            assert taken.ratio > 2


@pytest.mark.parametrize("style", ["fill:#000;fill:color(display-p3 1 1 1)", "FILL:#FFF"])
def test_a_white_logo_is_reported_however_its_colour_is_written(style: str) -> None:
    styled_white = f'<rect style="{style}" x="5" y="5" width="50" height="20"/>'
    (finding,) = take_logo(svg(styled_white), LOGO_SIZES).findings
    assert finding.code == "osynlig-logotyp"


@pytest.mark.parametrize(
    "beside",
    [
        '<style media="print">path{fill:#fff}</style>',
        '<g requiredExtensions="http://x.example/"><rect width="9" height="9"/></g>',
    ],
)
def test_parts_that_no_screen_shows_do_not_affect_the_logo(beside: str) -> None:
    taken, alone = (take_logo(svg(inside), LOGO_SIZES) for inside in (beside + DROP, DROP))
    assert (taken.width, taken.height, taken.ink) == (alone.width, alone.height, alone.ink)
    assert taken.is_shown


def test_an_invisible_logo_is_judged_on_its_plate_and_a_version_for_that_is_requested() -> None:
    white, black = (svg(f'<path fill="{colour}" d="M10 10h80L50 40z"/>') for colour in ("#fff", "#000"))
    assert take_logo(white, LOGO_SIZES, is_for_dark=True).findings == take_logo(black, LOGO_SIZES).findings == ()
    for data, is_for_dark, plate in ((white, False, "ljus"), (black, True, "mörk")):
        (finding,) = take_logo(data, LOGO_SIZES, is_for_dark=is_for_dark).findings
        assert finding.code == "osynlig-logotyp"
        assert f"skicka versionen för {plate} botten" in " ".join(finding.help)


@pytest.mark.parametrize(
    "colour",
    [
        "color(srgb 0 .50196 0)",
        "color(srgb-linear 0 .21586 0)",
        "color(display-p3 .21604 .49418 .13151)",
        "color(xyz .07719 .15438 .02573)",
        "color(xyz-d50 .08312 .15475 .02068)",
        "lab(46.2775% -47.5621 48.5837)",
        "lch(46.2775% 67.9892 134.3912)",
        "oklab(51.975% -.1403 .10768)",
        "oklch(51.975% .17686 142.495)",
    ],
)
def test_a_colour_is_the_same_in_every_colour_function(colour: str) -> None:
    """As browsers show each of them, by the tests that they share (Web Platform Tests, css/css-color)."""
    (variant,) = take_logo(svg(f'<path fill="{colour}" d="M5 5h50v20z"/>'), LOGO_SIZES).variants
    assert isinstance(variant.data, bytes)
    assert b'fill="#008000"' in variant.data


@pytest.mark.parametrize("colour", ["color-mix(in srgb, red, blue)", "CanvasText", "color(rec2020 1 0 0)", "rgb(from red r g b)"])
def test_a_colour_that_only_a_browser_knows_is_refused(colour: str) -> None:
    (finding,) = take_logo(svg(f'<rect fill="{colour}" x="5" y="5" width="50" height="20"/>'), LOGO_SIZES).findings
    assert finding.code == "okand-effekt"

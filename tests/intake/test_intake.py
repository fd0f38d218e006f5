"""The result of files as partners send them: shown, shown with a warning, or refused with advice."""

from __future__ import annotations

import io
import random
import re
from functools import cache
from xml.etree.ElementTree import fromstring, tostring

import pytest
from PIL import Image, ImageCms

from plugins.core.intake import raster
from plugins.core.intake.allowed import ATTRIBUTES, ELEMENTS, keep_allowed
from plugins.core.intake.logo import RASTER_BUDGET, SVG_BUDGET, take_logo
from plugins.core.intake.looks import SVG_NS
from plugins.core.intake.picture import WIDTHS, take_picture
from plugins.core.intake.taken import Taken
from plugins.partners.model import LOGO_SIZES
from tests.intake.files import LOGOS, MARK, clear, drawn, noise, placed, rotated, saved, svg


def take(data: bytes) -> Taken:
    """Return the intake result of a logo."""
    return take_logo(data, LOGO_SIZES)


@cache
def take_case(name: str) -> Taken:
    """Return the intake result of a case, computed once for all tests."""
    return take(LOGOS[name].make())


def opened(data: object) -> Image.Image:
    """Return a written picture, decoded."""
    assert isinstance(data, bytes)
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("name", LOGOS)
def test_a_logo_file_gives_the_expected_result_and_problems(name: str) -> None:
    case = LOGOS[name]
    taken = take_case(name)
    assert tuple(finding.code for finding in taken.findings) == case.codes
    assert taken.is_shown is case.is_shown
    assert any(finding.is_error for finding in taken.findings) is not case.is_shown
    for finding in taken.findings:  # what is told is a whole sentence, with a next step
        assert re.fullmatch(r"[A-ZÅÄÖ].+[.]", finding.message)
        assert finding.help
        assert not re.search(r"None|Error|error|[{}]", " ".join((finding.message, *finding.help)))
    if not case.is_shown:
        assert sum("Hej!" in line for line in taken.findings[0].help) == 1, "no letter to the partner"


@pytest.mark.parametrize("name", [name for name, case in LOGOS.items() if case.is_shown])
def test_a_published_logo_is_safe_has_its_size_and_keeps_its_budget(name: str) -> None:
    taken = take_case(name)
    for variant in taken.variants:
        assert isinstance(variant.data, bytes)
        assert min(variant.width, variant.height) >= 1
        assert len(variant.data) <= (SVG_BUDGET if taken.is_scalable else RASTER_BUDGET)
        if variant.ending != "svg":
            picture = opened(variant.data)
            assert picture.size == (variant.width, variant.height)
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(picture.info)
            continue
        root = fromstring(variant.data)
        for element in root.iter():
            assert element.tag.removeprefix(f"{{{SVG_NS}}}") in ELEMENTS
            assert set(element.attrib) <= ATTRIBUTES
        text = variant.data.decode()
        assert not re.search(r"script|example\.org|https?://(?!www\.w3\.org/2000/svg)|@|\son\w+=|url\((?!#)|<!|<\?", text)


@pytest.mark.parametrize("name", [name for name, case in LOGOS.items() if "fel-filformat" in case.codes])
def test_a_logo_in_a_wrong_format_is_answered_with_a_letter_to_the_partner(name: str) -> None:
    (finding,) = take_case(name).findings
    assert finding.help[0] == "Svar att skicka till partnern:"
    letter = " ".join(finding.help[1:])
    assert letter.startswith("”Hej!")
    assert letter.endswith("hälsningar”")
    assert "SVG med texten omvandlad till kurvor" in letter


def test_a_decompression_bomb_is_never_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    bombs = [LOGOS[name].make() for name in ("100 megapixels", "a bomb", "a bomb in a frame", "moving GIF")]
    decoded: list[object] = []
    monkeypatch.setattr(raster, "_upright", lambda *given: decoded.append(given))
    assert [take(bomb).is_shown for bomb in bombs] == [False] * 4
    assert decoded == []


@pytest.mark.parametrize(
    "name", ["of Illustrator", "gradient", "classes", "PNG", "JPEG on its side", "GIF", "WebP", "AVIF", "HEIC"]
)
def test_a_file_with_corrupt_bytes_is_shown_or_refused(name: str) -> None:
    """Whatever a decoder makes of it, the answer is a `Taken`: no exception ever reaches an editor."""
    data = LOGOS[name].make() if name in LOGOS else svg(f"<style>.a{{fill:#036}}</style>{MARK}")
    dice = random.Random(name)
    for _ in range(12):
        spoilt = bytearray(data)
        for _ in range(dice.randint(1, 8)):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        taken = take(bytes(spoilt[: dice.choice([len(spoilt), dice.randrange(len(spoilt))])]))
        assert taken.is_shown is not any(finding.is_error for finding in taken.findings)


# ---- drawings


def test_margins_are_trimmed_and_percentages_keep_their_meaning() -> None:
    inside = '<rect x="25%" y="20%" width="50%" height="40%" fill="#036"/>'
    taken = take(svg(inside, 'viewBox="0 0 400 200"'))
    assert (taken.width, taken.height) == pytest.approx((200, 80), rel=0.02)
    assert taken.ink == pytest.approx(1, abs=0.05)


def test_a_drawing_without_a_size_has_the_size_of_what_is_drawn() -> None:
    taken = take(svg('<circle cx="900" cy="200" r="80"/>', ""))
    assert (taken.width, taken.height) == pytest.approx((160, 160), rel=0.03)


def test_parts_removed_from_a_drawing_are_named() -> None:
    inside = f'<script/>{MARK}<a href="https://t.example.org/">{MARK}</a><use href="https://t.example.org/#a"/>'
    (finding,) = take(svg(inside)).findings
    assert finding.message == "Ur SVG-filen är borttaget: skript, länkar, något som hämtas från en annan plats. Resten visas."


def test_a_broken_drawing_is_reported_at_its_line() -> None:
    (finding,) = take(svg("\n\n<g>\n</path>")).findings
    assert (finding.code, finding.line) == ("skadad-bild", 4)


def test_style_rules_of_classes_and_ids_are_kept() -> None:
    inside = "<style>/* x */ .a, #b { fill: #036; -x-y: 1 } @media print { .a { fill: red } } .c{fill:url(#g)}</style>"
    inside += '<path class="a" d="M0 0h50v50z"/>'
    (variant,) = take(svg(inside)).variants
    assert isinstance(variant.data, bytes)
    # a paint that is not there is none, as browsers have it
    assert ".a, #b{fill:#036}.c{fill:none}" in variant.data.decode()


@pytest.mark.parametrize("inside", ["<g>" * 5_000 + MARK + "</g>" * 5_000, '<path d="M0 0h1v1z"/>' * 21_000])
def test_a_drawing_with_too_many_parts_or_levels_is_refused(inside: str) -> None:
    (finding,) = take(svg(inside)).findings
    assert (finding.code, finding.is_error) == ("osaker-svg", True)
    assert finding.message == "SVG-filen har fler än 20000 delar, eller för många inuti varandra."


@pytest.mark.parametrize("inside", ["", '<text y="20">Ek</text>'])
def test_a_drawing_with_nested_masks_is_refused_quickly(inside: str, short_timeout: None) -> None:
    """Each mask shows the one before it nine times: harmless to read, endless to draw, and every browser would draw it."""
    parts = ['<mask id="m0"><rect width="99" height="99" fill="#fff"/></mask>']
    for n in range(1, 30):
        rects = f'<rect width="99" height="99" fill="#fff" mask="url(#m{n - 1})"/>' * 9
        parts.append(f'<mask id="m{n}">{rects}</mask>')
    taken = take(svg(f'<defs>{"".join(parts)}</defs><rect width="100" height="50" mask="url(#m29)"/>{inside}'))
    assert "osaker-svg" in [finding.code for finding in taken.findings]
    assert not taken.is_shown


# ---- pixels


def test_a_rotated_photograph_is_turned_upright() -> None:
    taken = take(rotated())
    assert taken.ratio > 2


def test_white_margins_are_trimmed_like_transparent_ones() -> None:
    for image in (drawn(), clear()):
        taken = take(saved(image, "PNG"))
        assert (taken.width, taken.height) == pytest.approx((500, 202), abs=3)


def test_a_cmyk_picture_keeps_its_colours() -> None:
    taken = take(saved(Image.new("RGB", (200, 100), (200, 30, 40)).convert("CMYK"), "JPEG"))
    png = next(v for v in taken.variants if v.ending == "png")
    assert opened(png.data).convert("RGB").getpixel((3, 3)) == pytest.approx((200, 30, 40), abs=25)


def test_a_picture_of_sixteen_bits_keeps_its_brightness() -> None:
    deep = Image.new("I;16", (200, 100), 40_000)
    taken = take(saved(deep, "PNG"))
    png = next(v for v in taken.variants if v.ending == "png")
    assert opened(png.data).convert("L").getpixel((3, 3)) == pytest.approx(40_000 // 256, abs=2)


def test_colours_follow_the_colour_profile_of_the_file() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"xXYZ").replace(b"gXYZ", b"rXYZ").replace(b"xXYZ", b"gXYZ")
    for icc, shown in ((profile, (255, 0, 0)), (swapped, (0, 255, 0)), (b"no profile", (255, 0, 0))):
        taken = take(saved(Image.new("RGB", (200, 100), "#f00"), "PNG", icc_profile=icc))
        png = next(v for v in taken.variants if v.ending == "png")
        assert opened(png.data).convert("RGB").getpixel((3, 3)) == pytest.approx(shown, abs=3)


def test_a_heavy_png_is_reduced_in_colours_before_pixels() -> None:
    shades = Image.radial_gradient("L"), Image.linear_gradient("L"), Image.linear_gradient("L").rotate(90)
    tile, wall = Image.merge("RGB", shades).resize((60, 60)), Image.new("RGB", (1200, 600))
    for place in range(200):
        wall.paste(tile.rotate(place * 7), (place % 20 * 60, place // 20 * 60))
    variants = take(saved(wall, "PNG")).variants
    widths = {(v.role, v.ending): v.width for v in variants}
    assert widths["large-2", "png"] == widths["large-2", "webp"]


def test_each_size_of_a_logo_is_written_as_webp_and_png_for_both_pixel_densities() -> None:
    taken = take(saved(drawn(2000, 1000), "PNG"))
    assert {(v.role, v.ending) for v in taken.variants} == {
        (f"{step}-{density}", ending) for step in LOGO_SIZES for density in (1, 2) for ending in ("webp", "png")
    }
    widths = {v.role: v.width for v in taken.variants}
    assert widths["large-2"] == pytest.approx(2 * widths["large-1"], abs=2)


def test_the_original_data_is_never_modified(tmp_path) -> None:
    data = svg("<script/>" + MARK)
    copy = bytes(data)
    take(data)
    assert data == copy


# ---- pictures of pages


def test_a_picture_is_written_without_its_location_which_is_reported() -> None:
    data = placed()
    assert b"Exempelsson" in data
    taken = take_picture(data)
    assert [finding.code for finding in taken.findings] == ["bild-med-plats"]
    for variant in taken.variants:
        assert isinstance(variant.data, bytes)
        assert b"Exempelsson" not in variant.data
        assert not opened(variant.data).getexif()


@pytest.mark.parametrize("size", [(820, 410), (500, 900)])
def test_every_width_of_a_picture_keeps_its_budget(size: tuple[int, int]) -> None:
    for variant in take_picture(noise(*size)).variants:
        most = next(most for width, most in WIDTHS.items() if variant.width <= width)  # as a browser chooses: by its width
        assert len(variant.data) <= most  # type: ignore[arg-type]
    assert WIDTHS[480] == WIDTHS[800] == 80_000


def test_a_photograph_is_also_written_as_jpeg_and_a_diagram_as_png() -> None:
    assert {v.ending for v in take_picture(noise(500, 300)).variants} == {"webp", "jpg"}
    assert {v.ending for v in take_picture(saved(drawn(), "PNG")).variants} == {"webp", "png"}


def test_a_small_picture_is_not_enlarged() -> None:
    assert {v.width for v in take_picture(saved(drawn(300, 200), "JPEG")).variants} == {300}


@pytest.mark.parametrize("name", [name for name, case in LOGOS.items() if not case.is_shown and "frame" not in name])
def test_a_picture_is_refused_for_the_same_reasons_as_a_logo(name: str) -> None:
    taken = take_picture(LOGOS[name].make())
    assert all(finding.help for finding in taken.findings)
    if LOGOS[name].codes[0] in ("fel-filformat", "rorlig-bild", "for-stor-bild", "osaker-svg"):
        assert [finding.code for finding in taken.findings] == list(LOGOS[name].codes)
        assert "partnern:" not in " ".join(taken.findings[0].help)


@pytest.mark.parametrize("name", ["font from outside", "style for the page", "animated by style", "colour by scheme"])
def test_a_style_rule_that_reaches_beyond_the_drawing_is_removed(name: str) -> None:
    drawings = [variant.data for variant in take_logo(LOGOS[name].make(), LOGO_SIZES).variants if variant.ending == "svg"]
    assert drawings
    assert not [sign for drawing in drawings for sign in (b"@", b"url(", b"body", b"*{") if sign in drawing]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('<rect onclick="a()" x="1"/>', '<rect x="1" />'),
        ('<rect data-x="1" tabindex="0" x="1"/>', '<rect x="1" />'),
        ('<use href="https://t.example.org/a.svg#x"/>', "<use />"),
        ('<use href="#x"/>', '<use href="#x" />'),
        ('<rect fill="url(https://t.example.org/#a)"/>', '<rect fill="none" />'),
        ('<rect fill="url(#a)" clip-path="url(https://t.example.org/#a)"/>', '<rect fill="url(#a)" />'),
        ('<rect style="fill:red;behavior:url(x);stroke:url(//t.example.org)"/>', '<rect style="fill:red;stroke:none" />'),
        ("<style>.a{fill:red;position:fixed}@import 'x';</style>", "<style>.a{fill:red}</style>"),
        ("<script>a()</script><foreignObject/>", ""),
        ('<a href="javascript:a()"><rect x="1"/></a>', '<g><rect x="1" /></g>'),
        ("<g>words<title>a</title></g>", "<g />"),
        ('<image href="https://t.example.org/a.png"/>', ""),
    ],
)
def test_the_lists_of_allowed_elements_and_attributes_are_enough_without_the_sanitizer(given: str, kept: str) -> None:
    root = fromstring(f'<svg xmlns="{SVG_NS}" onload="a()" viewBox="0 0 9 9">{given}</svg>')
    keep_allowed(root, [])
    assert root.attrib == {"viewBox": "0 0 9 9"}
    assert "".join(tostring(child, "unicode") for child in root) == kept

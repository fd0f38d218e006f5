"""Turn a file that was sent as a logo into a trimmed SVG or a set of small bitmaps, or refuse it.

Takes the contents of a file and the sizes in which it may be shown; returns a `Taken`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from PIL import Image

from plugins.core.dataclass import dataclass
from plugins.core.intake.dangers import OUTSIDE
from plugins.core.intake.draw import draw_svg
from plugins.core.intake.findings import GOOD_LOGO, Finding, Refused, answer, refuse_format, remark
from plugins.core.intake.formats import recognise
from plugins.core.intake.ink import Box, Ink, measure_ink
from plugins.core.intake.lettering import shows_text
from plugins.core.intake.raster import open_raster, write_fallback, write_webp
from plugins.core.intake.sizes import LogoShape, LogoSize
from plugins.core.intake.svg import Area, Drawing, clean_svg
from plugins.core.intake.taken import Taken, Variant, digest_of
from plugins.core.swedish import format_decimal, join_words

SVG_BUDGET = 60_000
RASTER_BUDGET = 40_000
"""Bytes of each file of a logo; a large wall with fifty logos is then still a light page."""
LONGEST = 2400
"""Pixels per side to which a bitmap logo is limited: four times its largest size on the wall."""
SMALLEST = 16
"""Pixels of the longer side below which a picture is at most a favicon or a tracking pixel."""
MEASURED = 640
"""Pixels per side at which ink is measured."""
FAINTEST = 1.5
"""WCAG contrast below which a logo is reported as hard to see; logotypes are exempt from the 3:1 of WCAG 1.4.11."""
LEAST_LOST = 0.02
"""Share of a logo's shape that may be white and separate: a spark, a small trademark sign."""
TEXT_INK = 0.3
"""Density that text in the visitor's fonts may add to a drawing: that of most wordmarks."""

LogoSizes = Mapping[str, LogoSize]


def take_logo(data: bytes, sizes: LogoSizes, *, is_for_dark: bool = False) -> Taken:
    """Return a logo prepared for each size; a refused one has the reason among its findings, and no variants."""
    try:
        found = recognise(data)
        if not data:
            raise Refused("skadad-bild", "Filen är tom.", "Spara filen på nytt ur mejlet, eller be partnern skicka den igen.")
        if found.kind == "svg":
            return _take_drawing(clean_svg(data, "logo"), sizes, is_for_dark=is_for_dark)
        if found.kind != "raster":
            raise refuse_format(found, "logo")
        opened = open_raster(data, found, "logo", LONGEST)
        _refuse_speck(opened.image)
        return _take_pixels(opened.image, sizes, opened.findings, is_for_dark=is_for_dark)
    except Refused as refusal:
        return Taken(0, 0, 0, False, (), (_with_letter(refusal.finding),))


def _with_letter(finding: Finding) -> Finding:
    """Return the refusal of a logo with a letter to the partner added, if it has none."""
    if any("Hej!" in line for line in finding.help):
        return finding
    return replace(finding, help=(*finding.help, *answer("Vi kan inte öppna filen, eller inte visa den säkert.")))


# ---- drawings


def _take_drawing(drawing: Drawing, sizes: LogoSizes, *, is_for_dark: bool) -> Taken:
    for bitmap in drawing.bitmaps:  # before anything renders them
        open_raster(bitmap, recognise(bitmap), "logo", MEASURED)
    drawing = replace(drawing, has_text=drawing.has_text and shows_text(drawing))
    findings = tuple(_drawing_findings(drawing))
    if drawing.has_text:
        return _take_text(drawing, findings, is_for_dark=is_for_dark)
    area, far = _find_area(drawing, is_for_dark=is_for_dark)
    near = _look(drawing.to_draw(area, *_scaled(area, MEASURED)), is_for_dark=is_for_dark).ink
    ink = replace(near, white=far.white, lost=far.lost)
    _refuse_unseen(ink, is_for_dark=is_for_dark)
    findings += tuple(_ink_findings(ink, is_for_dark=is_for_dark))
    svg = drawing.framed(area, *_scaled(area, 400))
    if drawing.bitmaps or len(svg) > SVG_BUDGET:
        if not drawing.bitmaps:
            findings += (_heavy(len(svg)),)
        drawn = draw_svg(drawing.to_draw(area, *_scaled(area, LONGEST / 2)))
        return _take_pixels(drawn, sizes, findings, is_for_dark=is_for_dark)
    return Taken(area[2], area[3], ink.share, True, (_svg_variant(svg, area),), findings)


def _take_text(drawing: Drawing, findings: tuple[Finding, ...], *, is_for_dark: bool) -> Taken:
    """Prepare a drawing with visible text: the fonts differ from visitor to visitor, so only the ink of its shapes is known."""
    if drawing.bitmaps or drawing.area is None:
        raise Refused(
            "text-i-logotyp",
            "SVG-filens text är inte omvandlad till kurvor, och utan typsnittet går det inte att veta hur den ska se ut.",
            *answer("Texten i filen är inte omvandlad till kurvor, så den ser olika ut hos olika besökare."),
        )
    svg = drawing.framed(drawing.area, *_scaled(drawing.area, 400))
    image = draw_svg(svg)  # rendered without its text
    shapes = measure_ink(_as_on_plate(image, is_for_dark=is_for_dark))
    left, top, right, bottom = shapes.box or (0, 0, 0, 0)
    ink = shapes.share * (right - left) * (bottom - top) / (image.width * image.height)
    if len(svg) > SVG_BUDGET:  # without its fonts it cannot be converted to a bitmap either
        raise Refused("tung-logotyp", _heavy(len(svg)).message, *answer("Den är tung, och texten är inte omvandlad till kurvor."))
    doubt = min(TEXT_INK, 1 - ink)
    return Taken(*drawing.area[2:], ink + doubt, True, (_svg_variant(svg, drawing.area),), findings, doubt)


def _svg_variant(svg: bytes, area: Area) -> Variant:
    width, height = _scaled(area, 400)
    return Variant("svg", "svg", round(width), round(height), svg, digest_of(svg))


def _drawing_findings(drawing: Drawing) -> Iterator[Finding]:
    if drawing.removed:
        words = ", ".join(drawing.removed)
        message = f"Ur SVG-filen är borttaget: {words}. Resten visas."
        yield remark("rensad-fil", message, "Se efter att logotypen ser rätt ut. Filen här är orörd.")
    if drawing.has_text:
        message = "SVG-filens text är inte omvandlad till kurvor, så den får olika typsnitt hos olika besökare."
        yield remark("text-i-logotyp", message, *answer("Texten i den är inte omvandlad till kurvor."))


def _heavy(size: int) -> Finding:
    message = f"SVG-filen är {size // 1000} kB efter rensningen. En logotyp får väga {SVG_BUDGET // 1000} kB."
    return remark("tung-logotyp", message, f"Be partnern om en enklare fil: {GOOD_LOGO}.")


def _scaled(area: Area, longest: float) -> tuple[float, float]:
    """Return width and height of an area scaled so that the longer side is `longest`, each at least one pixel."""
    factor = longest / max(area[2:])
    return max(1, round(area[2] * factor)), max(1, round(area[3] * factor))


def _find_area(drawing: Drawing, *, is_for_dark: bool) -> tuple[Area, Ink]:
    """Return the area of a drawing's ink, in its own units, and the ink of the whole drawing."""

    def look(frame: Area) -> tuple[Area, Ink] | None:
        return _shown_within(drawing, frame, is_for_dark=is_for_dark)

    if drawing.area:
        far = look(drawing.area)
    else:  # the file does not state its size
        frames: Iterator[Area] = ((-half, -half, 2 * half, 2 * half) for half in (300, 1500, 7500, 40_000))
        far = next((found for frame in frames if (found := look(frame)) and not _reaches(found[0], frame)), None)
    if far is None and not drawing.area and look((0, 0, 300, 150)):
        message = "SVG-filen säger inte hur stor den är, och dess delar är mätta i procent av det."
        raise Refused("skadad-bild", message, *answer("Filen säger inte hur stor den är (viewBox saknas)."))
    if far is None:
        raise _empty(drawing.removed)
    near = look(far[0])  # again at a larger scale, for exact margins
    return (near or far)[0], far[1]


def _empty(removed: tuple[str, ...]) -> Refused:
    """Return the refusal of a drawing that shows nothing, with the reason if that is what was removed from it."""
    if OUTSIDE in removed:
        message = "SVG-filen visar bara något som ligger i en annan fil, och den följde inte med."
        return Refused("tom-bild", message, *answer("Filen länkar till en annan fil som inte följde med, och är tom hos oss."))
    if removed:
        what = join_words(removed)
        message = f"I SVG-filen finns inget att se när det som kan göra skada är borttaget ({what})."
        return Refused("tom-bild", message, *answer(f"Av säkerhetsskäl visar vi inte {what}, och utan det är filen tom."))
    return Refused("tom-bild", "I SVG-filen finns inget att se.", *answer("När vi öppnar filen är den tom."))


def _shown_within(drawing: Drawing, frame: Area, *, is_for_dark: bool) -> tuple[Area, Ink] | None:
    """Return the part of `frame` in which something is drawn, with a margin of one pixel, and its ink; None if nothing is."""
    x, y, width, height = frame
    svg = replace(drawing, area=drawing.area or frame).to_draw(frame, *_scaled(frame, MEASURED))
    look = _look(svg, is_for_dark=is_for_dark)
    if look.box is None:
        return None
    across, down = width / look.width, height / look.height
    left, top, right, bottom = look.box
    left, top, right, bottom = max(0, left - 1), max(0, top - 1), min(look.width, right + 1), min(look.height, bottom + 1)
    return (x + left * across, y + top * down, (right - left) * across, (bottom - top) * down), look.ink


@dataclass(frozen=True, slots=True)
class _Look:
    """What a drawing shows at one size, in pixels."""

    width: int
    height: int
    box: Box | None
    """The box of its ink, or if there is none, of its shape."""
    ink: Ink


@lru_cache(maxsize=1)
def _look(svg: bytes, *, is_for_dark: bool) -> _Look:
    """Render and measure a drawing; cached, because for a logo without margins the frames are all the same."""
    image = draw_svg(svg)
    ink = measure_ink(_as_on_plate(image, is_for_dark=is_for_dark))
    return _Look(image.width, image.height, ink.box or image.getchannel("A").getbbox(), ink)


def _reaches(found: Area, frame: Area) -> bool:
    """Return whether what was found extends beyond the frame."""
    return (
        found[0] <= frame[0]
        or found[1] <= frame[1]
        or found[0] + found[2] >= frame[0] + frame[2]
        or found[1] + found[3] >= frame[1] + frame[3]
    )


# ---- pixels


def _refuse_speck(image: Image.Image) -> None:
    if max(image.size) < SMALLEST:
        measure = f"{image.width} × {image.height} bildpunkter"
        message = f"Bilden är bara {measure}, så ingen ser vad den föreställer."
        raise Refused("tom-bild", message, *answer(f"Bilden är bara {measure} stor."))


def _take_pixels(image: Image.Image, sizes: LogoSizes, findings: tuple[Finding, ...], *, is_for_dark: bool) -> Taken:
    """Return a bitmap, trimmed, in each size."""
    measured = _as_on_plate(image.convert("RGBA"), is_for_dark=is_for_dark)
    ink = measure_ink(measured)
    _refuse_unseen(ink, is_for_dark=is_for_dark)
    if not any(finding.code == "svag-logotyp" for finding in findings):  # not yet reported for the drawing
        findings += tuple(_ink_findings(ink, is_for_dark=is_for_dark))
    trimmed = image.crop(ink.box)
    variants = tuple(_variants(trimmed, LogoShape(trimmed.width / trimmed.height, ink.share), sizes))
    return Taken(trimmed.width, trimmed.height, ink.share, False, variants, findings)


def _variants(image: Image.Image, mark: LogoShape, sizes: LogoSizes) -> Iterator[Variant]:
    """Yield the files for each size, for screens with one and two pixels per CSS pixel; bitmaps are never enlarged."""
    for name, logo_size in sizes.items():
        for density in (1, 2):
            width = min(image.width, math.ceil(mark.fit(logo_size)[0] * density))
            size = (width, max(1, round(width / mark.ratio)))
            small = image.resize(size, Image.Resampling.LANCZOS)
            for written in (write_webp(small, RASTER_BUDGET, is_drawn=True), write_fallback(small, RASTER_BUDGET, is_drawn=True)):
                yield Variant(
                    f"{name}-{density}", written.ending, written.width, written.height, written.data, digest_of(written.data)
                )


# ---- on the plate


def _as_on_plate(image: Image.Image, *, is_for_dark: bool) -> Image.Image:
    """Return the image to measure against white: for a dark plate, the same shape with inverted colours."""
    if not is_for_dark:
        return image
    red, green, blue, alpha = image.split()
    turned = Image.merge("RGB", (red, green, blue)).point(lambda value: 255 - value)
    turned.putalpha(alpha)
    return turned


def _refuse_unseen(ink: Ink, *, is_for_dark: bool) -> None:
    if not ink.has_shape:
        raise Refused("tom-bild", "I bilden finns inget att se.", *answer("När vi öppnar filen är den tom."))
    if ink.box is None or ink.white > 0.97:
        colour, plate = ("svart", "mörk") if is_for_dark else ("vit", "ljus")
        raise Refused(
            "osynlig-logotyp",
            f"Logotypen är {colour}, och plattan under den är {plate}, så den syns inte.",
            *answer(f"Den är {colour}, och på vår webbplats står logotyper på {plate} botten.", _for_plate(plate)),
        )


def _ink_findings(ink: Ink, *, is_for_dark: bool) -> Iterator[Finding]:
    colour, plate = ("svarta", "mörk") if is_for_dark else ("vita", "ljus")
    if ink.white > 0.5:
        message = f"Stora delar av logotypen är {colour} och syns inte på den {plate}a plattan."
        yield remark("svag-logotyp", message, *answer(f"Delar av den är {colour} och syns inte hos oss.", _for_plate(plate)))
    elif ink.lost > LEAST_LOST:
        shade = colour.removesuffix("a")
        message = f"En del av logotypen, kanske namnet, är {shade} och syns inte på den {plate}a plattan."
        yield remark("svag-logotyp", message, *answer(f"En del av den är {shade} och syns inte hos oss.", _for_plate(plate)))
    elif ink.contrast < FAINTEST:
        contrast = format_decimal(ink.contrast)
        message = f"Logotypen syns svagt på den {plate}a plattan: kontrasten är {contrast}:1."
        yield remark("svag-logotyp", message, *answer("Den syns svagt hos oss.", _for_plate(plate)))


def _for_plate(plate: str) -> str:
    return f"versionen för {plate} botten"

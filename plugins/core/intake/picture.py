"""Pictures in pages: rotated, scaled to the widths that pages need, and stripped of metadata.

Takes the contents of a file in `bilder/`; returns a `Taken` with one variant per width and format.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from plugins.core.intake.findings import Finding, Refused, refuse_format, remark
from plugins.core.intake.formats import recognise
from plugins.core.intake.raster import open_raster, write_fallback, write_webp
from plugins.core.intake.svg import Drawing, clean_svg
from plugins.core.intake.taken import Taken, Variant, digest_of

WIDTHS = {480: 80_000, 800: 80_000, 1200: 180_000, 1600: 280_000}
"""Bytes by width in pixels. Phones use one of the first two; the others are for large and dense screens."""
SVG_BUDGET = 80_000


def take_picture(data: bytes) -> Taken:
    """Return a picture in each width; a refused one has the reason among its findings, and no variants."""
    try:
        found = recognise(data)
        if not data:
            raise Refused("skadad-bild", "Filen är tom.", "Lägg in bilden på nytt från originalet.")
        if found.kind == "svg":
            return _take_drawing(clean_svg(data, "picture"))
        if found.kind != "raster":
            raise refuse_format(found, "picture")
        opened = open_raster(data, found, "picture", max(WIDTHS) * 2)
        image = opened.image
        variants = tuple(_variants(image, is_drawn=found.pillow in ("PNG", "GIF") and _is_drawn(image)))
        return Taken(image.width, image.height, 0, False, variants, opened.findings)
    except Refused as refusal:
        return Taken(0, 0, 0, False, (), (refusal.finding,))


def _variants(image: Image.Image, *, is_drawn: bool) -> Iterator[Variant]:
    widest: dict[str, int] = {}
    for width in sorted({min(image.width, wide) for wide in WIDTHS}):
        most = _budget(width)
        small = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
        for written in (write_webp(small, most, is_drawn=is_drawn), write_fallback(small, most, is_drawn=is_drawn)):
            if written.width <= widest.get(written.ending, 0) or len(written.data) > _budget(written.width):
                continue  # it compresses so badly that it became no wider than the one before, or exceeds its budget
            widest[written.ending] = written.width
            yield Variant("wide", written.ending, written.width, written.height, written.data, digest_of(written.data))


def _budget(width: int) -> int:
    return next(most for wide, most in WIDTHS.items() if width <= wide)


def _is_drawn(image: Image.Image) -> bool:
    """Return whether a picture is a diagram rather than a photograph: it has few colours."""
    small = image.convert("RGB")
    small.thumbnail((200, 200), Image.Resampling.NEAREST)
    return small.getcolors(256) is not None


def _take_drawing(drawing: Drawing) -> Taken:
    """Return a cleaned SVG, shown whole, with its margins."""
    if drawing.bitmaps or drawing.area is None:
        message = "SVG-filen säger inte hur stor den är, eller innehåller en bild av bildpunkter."
        raise Refused("osaker-svg", message, "Spara bilden som PNG eller JPEG i stället.")
    findings: list[Finding] = []
    if drawing.removed:
        message = f"Ur SVG-filen är borttaget: {', '.join(drawing.removed)}. Resten visas."
        findings.append(remark("rensad-fil", message, "Se efter att bilden ser rätt ut. Filen här är orörd."))
    width, height = (max(1, round(value)) for value in drawing.area[2:])
    svg = drawing.framed(drawing.area, width, height)
    if len(svg) > SVG_BUDGET:
        raise Refused(
            "for-stor-bild",
            f"SVG-filen är {len(svg) // 1000} kB efter rensningen. En bild får väga {SVG_BUDGET // 1000} kB på en telefon.",
            "Spara bilden som PNG eller JPEG i stället.",
        )
    return Taken(width, height, 0, True, (Variant("svg", "svg", width, height, svg, digest_of(svg)),), tuple(findings))

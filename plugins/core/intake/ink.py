"""Measure the ink of a picture: where something is visible on a light plate, how much, and with which contrast.

Takes an RGBA image; returns `Ink`. The ink of a pixel is its difference from white after compositing on white: 0 for white, 1 for
a full colour or black.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageStat

from plugins.core.dataclass import dataclass

FAINT = 16
"""The largest invisible difference in 0–255, such as JPEG noise on white."""
PALE = 32
"""The largest difference from white in 0–255 that still counts as white, tinted with a little cream or grey."""
CONNECTED_AT = 480
"""Pixels per side for finding connected parts: enough for the gaps between letters."""
CARD = 0.7
"""A shape that fills more of its box is a card behind the logo, not lettering (a disc fills 0.785)."""

KEPT: Final = 4
"""Memory blocks that Pillow keeps for reuse: as many as are in use at once."""

Box = tuple[int, int, int, int]


@contextmanager
def keep_memory() -> Iterator[None]:
    """Reuse the memory of each image for the next: allocating it takes a quarter of the time of measuring.

    Pillow's block allocator keeps no blocks by default.
    """
    pillow = Image.core  # type: ignore[attr-defined]  # documented, though not in its types
    before = pillow.get_blocks_max()
    pillow.set_blocks_max(KEPT)
    try:
        yield
    finally:
        pillow.set_blocks_max(before)


@dataclass(frozen=True, slots=True)
class Ink:
    """How much of a picture is visible on a light plate."""

    box: Box | None
    """Left, top, right and bottom of the visible part, in pixels; None if nothing is visible."""
    has_shape: bool
    """Whether anything is drawn, even if it is white."""
    share: float
    """Mean ink in the box, 0 to 1: the density."""
    contrast: float
    """WCAG contrast to white of the darkest tenth of the ink."""
    white: float
    """Share of the shape that is white, 0 to 1; 0 for a picture on a card of its own."""
    lost: float = 0
    """Share of the shape that is white and touches no colour: a white name beside a mark, but not letters on a badge."""


def measure_ink(image: Image.Image) -> Ink:
    """Measure a picture as it will appear on the plate."""
    alpha = image.getchannel("A")
    ink = _ink_of(image)
    seen = ink.point(lambda value: 255 if value > FAINT else 0)
    box = seen.getbbox()
    white = _white_share(alpha, seen)
    if box is None:
        return Ink(None, alpha.getbbox() is not None, 0, 1, white)
    lost, lost_box = (0, None) if _is_one_coloured_part(image) else _lost_parts(image)
    box = _around(box, lost_box)
    return Ink(box, True, ImageStat.Stat(ink.crop(box)).mean[0] / 255, _contrast(on_white(image), seen), white, lost)


def _is_one_coloured_part(image: Image.Image) -> bool:
    """Return whether an opaque picture, which is one connected part, has any colour (see `_lost_parts`)."""
    *colours, alpha = image.split()
    if alpha.getextrema() != (255, 255):
        return False
    for colour in colours:
        # channel by channel, since the first usually suffices; resized as Pillow resizes the whole image
        colour.thumbnail((CONNECTED_AT, CONNECTED_AT), reducing_gap=None)
        if any(colour.histogram()[: 255 - PALE]):
            return True
    return False


def _lost_parts(image: Image.Image) -> tuple[float, Box | None]:
    """Return the share of the shape that is white and touches no colour, and its box, so that trimming keeps a white name."""
    small = image.copy()
    small.thumbnail((CONNECTED_AT, CONNECTED_AT))
    solid = small.getchannel("A").point(lambda value: 255 if value > 127 else 0)
    coloured = ImageChops.darker(_ink_of(small).point(lambda value: 255 if value > PALE else 0), solid)
    white = ImageChops.subtract(solid, coloured)
    if white.getbbox() is None:
        return 0, None
    lost = untouched(solid, coloured)
    box = lost.getbbox()
    if box is None:
        return 0, None
    across, down = image.width / small.width, image.height / small.height
    left, top, right, bottom = box
    whole = (int(left * across), int(top * down), math.ceil(right * across), math.ceil(bottom * down))
    return ImageStat.Stat(lost).sum[0] / ImageStat.Stat(solid).sum[0], (
        *whole[:2],
        min(whole[2], image.width),
        min(whole[3], image.height),
    )


def untouched(shape: Image.Image, seeds: Image.Image) -> Image.Image:
    """Return the connected parts of a shape that contain no seed; diagonal neighbours connect. Both are masks of 0 and 255."""
    (width, height), pixels, marked = shape.size, shape.tobytes(), seeds.tobytes()
    parts, spans, has_seed = list[int](), list[tuple[int, int, int]](), list[bool]()

    def first_of(part: int) -> int:
        while parts[part] != part:
            parts[part] = part = parts[parts[part]]
        return part

    above = range(0)
    for row in range(0, width * height, width):
        here = len(spans)
        nearest = above.start
        for found in _SPAN.finditer(pixels, row, row + width):
            start, end = found.span()
            part = len(parts)
            parts.append(part)
            has_seed.append(marked.find(b"\xff", start, end) >= 0)
            while nearest < above.stop and spans[nearest][1] + width < start:
                nearest += 1
            for touching in range(nearest, above.stop):
                if spans[touching][0] + width > end:
                    break
                other = first_of(spans[touching][2])
                parts[other] = first_of(part)
                has_seed[first_of(part)] |= has_seed[other]
            spans.append((start, end, part))
        above = range(here, len(spans))
    left = bytearray(width * height)
    for start, end, part in spans:
        if not has_seed[first_of(part)]:
            left[start:end] = pixels[start:end]
    return Image.frombytes("L", shape.size, bytes(left))


_SPAN = re.compile(rb"\xff+")


def _around(box: Box, other: Box | None) -> Box:
    if other is None:
        return box
    return min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])


def on_white(image: Image.Image) -> Image.Image:
    """Return an RGBA image composited on white, as RGB."""
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image)
    return ground


def _ink_of(image: Image.Image) -> Image.Image:
    """Return the ink of each pixel of an RGBA image: the difference from white in the channel that differs most."""
    red, green, blue, alpha = image.split()
    ground = Image.new("L", image.size, "white")
    ground.paste(ImageChops.darker(ImageChops.darker(red, green), blue), mask=alpha)
    return ImageChops.invert(ground)


_LINEAR = [round(255 * (v / 3294.6 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4)) for v in range(256)]
"""The relative luminance of each sRGB value (WCAG 2.2), scaled to 0–255."""


def _contrast(laid: Image.Image, seen: Image.Image) -> float:
    """Return the contrast (WCAG 2.2) to white of the darkest tenth of the visible pixels."""
    light = laid.point(_LINEAR * 3).convert("L", (0.2126, 0.7152, 0.0722, 0))
    counts = light.histogram(seen)
    wanted, found = sum(counts) / 10, 0
    for value, count in enumerate(counts):
        found += count
        if found >= wanted:
            return 1.05 / (value / 255 + 0.05)
    return 1


def _white_share(alpha: Image.Image, seen: Image.Image) -> float:
    """Return the share of a cut-out shape that is white, if its edges are mostly white: lettering for a dark background."""
    solid = alpha.point(lambda value: 255 if value > 127 else 0)
    box = solid.getbbox()
    if box is None or ImageStat.Stat(solid.crop(box)).mean[0] > CARD * 255:
        return 0
    edge = ImageChops.subtract(solid, solid.filter(ImageFilter.MinFilter(3)))
    shades = [ImageStat.Stat(seen, mask).mean[0] / 255 for mask in (solid, edge)]
    return 1 - shades[0] if shades[1] < 0.5 else 0

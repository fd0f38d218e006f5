"""Share pictures: what is shown where a page is shared, drawn from the goal's own number, name and paint.

Stage: publishing. In: a `SharePicture` and the theme. Out: a PNG, 1200 × 630 (the size that shared links are shown at;
X takes no SVG, `facts/web-facts.md` part 1). No UN artwork, no photograph: a field, a rug, words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from plugins.site.model import SharePicture

WIDTH, HEIGHT, EDGE = 1200, 630, 80
RUG_TOP = 500
CREAM, INK, PAPER = "#fff8ec", "#221d1e", "#faf6ee"
_PAINT = re.compile(r"^\.goal-(\d+) \{(.*?)\}", re.MULTILINE)
_TOKEN = re.compile(r"--(\w+): (#[0-9a-f]{6})")


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of a goal, as `tokens.css` has them for light pages."""

    field: str
    light: str
    mid: str
    pale: str


def read_paints(theme: Path) -> Mapping[int, Paint]:
    """Return the goals' paints by number; the stylesheets are the one place where they stand."""
    css = "".join((theme / "static" / "css" / name).read_text("utf-8") for name in ("tokens.css", "paints_further.css"))
    paints = {}
    for number, rules in _PAINT.findall(css):
        tokens = dict(_TOKEN.findall(rules))
        paints[int(number)] = Paint(tokens["field"], tokens["light"], tokens["mid"], tokens["pale"])
    return paints


def draw_picture(picture: SharePicture, theme: Path) -> bytes:
    """Return the picture as PNG; the same input gives the same bytes."""
    paints = read_paints(theme)
    number = picture.goal_number
    goals = [(number - 1) % len(paints) + 1] if number else [1, 2, 3, 4, 5]
    ground = paints[goals[0]].field if number else PAPER
    words = CREAM if number else INK
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(image)
    draw.text((EDGE, EDGE), picture.eyebrow, font=_font(theme, 40), fill=words, anchor="ls")
    _draw_title(draw, picture.title, theme, words)
    _draw_rug(draw, [(goal, paints[goal]) for goal in goals])
    buffer = io.BytesIO()
    image.quantize(colors=64, method=Image.Quantize.MEDIANCUT).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw_title(draw: ImageDraw.ImageDraw, title: str, theme: Path, fill: str) -> None:
    """Set the title as large as it fits on at most three lines."""
    for size in (150, 128, 108, 92, 76, 60):
        font = _font(theme, size)
        lines = _wrap(title, font, WIDTH - 2 * EDGE)
        if len(lines) * size * 1.02 <= RUG_TOP - EDGE - 60 and all(font.getlength(line) <= WIDTH - 2 * EDGE for line in lines):
            break
    for place, line in enumerate(lines):
        draw.text((EDGE - size // 20, EDGE + 40 + size * (0.9 + 1.02 * place)), line, font=font, fill=fill, anchor="ls")


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _draw_rug(draw: ImageDraw.ImageDraw, goals: list[tuple[int, Paint]]) -> None:
    """Weave the rug: a goal's light stripes can be counted."""
    x = 0
    while x < WIDTH:
        for number, paint in goals:
            stripes = [(paint.mid, 34), (paint.field, 12), *[(paint.light, 12), (paint.field, 10)] * number]
            stripes += [(paint.pale, 22), (paint.mid, 38), (INK, 10), (paint.mid, 10), (paint.field, 26)]
            for colour, width in stripes:
                draw.rectangle((x, RUG_TOP, x + width - 1, HEIGHT), fill=colour)
                x += width


@cache
def _font(theme: Path, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(theme / "static" / "fonts" / "familjen-grotesk.woff2"), size)
    font.set_variation_by_axes([700])
    return font

"""Draw share pictures, which link previews show: a field in the goal's colour with words, and a rug with its number of stripes.

They are PNG of 1200 × 630 pixels, as X does not accept SVG
(https://developer.x.com/en/docs/x-for-websites/cards/overview/summary-card-with-large-image). They have no UN artwork and no
photographs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from plugins.core.locales.hyphens import SOFT_HYPHEN, soften
from plugins.core.locales.languages import Language
from plugins.core.looks.goal_looks import GoalLooks, Paint, read_goal_looks
from plugins.core.looks.share_picture import SharePicture
from plugins.core.looks.tokens import read_tokens

WIDTH, HEIGHT, EDGE = 1200, 630, 80
RUG_TOP = 500
ROOM = WIDTH - 2 * EDGE
HEIGHT_OF_TITLE = RUG_TOP - EDGE - 60
LEADING = 1.02
SHADES = 32
"""Palette entries from the background to the colour of the text: more than the eye can tell apart at the edge of a letter."""
MOST_KEPT = 64
"""The most pictures in the cache of `_draw`."""


@cache
def _read_looks(theme: Path) -> tuple[GoalLooks, Mapping[str, str]]:
    """Return the looks of the goals, and the theme's colours in the light colour scheme."""
    return read_goal_looks(theme), read_tokens(theme).day


def draw_picture(picture: SharePicture, theme: Path) -> bytes:
    """Return a share picture as a PNG with a palette; the same input gives the same bytes."""
    size, lines = fit_lines(picture.title, theme, picture.language)
    return _draw(picture.eyebrow, size, tuple(lines), picture.goal_number, theme)


@lru_cache(maxsize=MOST_KEPT)
def _draw(eyebrow: str, size: int, lines: Sequence[str], number: int | None, theme: Path) -> bytes:
    """Return the picture as PNG; cached, as pictures are equal in languages with the same words, such as easy Swedish."""
    looks, own = _read_looks(theme)
    goals = [looks.paint(number)] if number else looks.first
    ground = goals[0].day["field"] if number else own["paper"]
    words = own["cream" if number else "ink"]
    mask = Image.new("L", (WIDTH, RUG_TOP))
    draw = ImageDraw.Draw(mask)
    _draw_eyebrow(draw, eyebrow, theme)
    _draw_title(draw, size, lines, theme)
    rug = list(_weave(goals, own["ink"]))
    colours = sorted({colour for colour, _, _ in rug})
    image = Image.new("P", (WIDTH, HEIGHT))
    image.putpalette(b"".join([*_ramp(ground, words), *map(_rgb, colours)]))
    image.paste(mask.point([level * (SHADES - 1) // 255 for level in range(256)]), (0, 0))
    draw = ImageDraw.Draw(image)
    for colour, left, right in rug:
        draw.rectangle((left, RUG_TOP, right, HEIGHT), fill=SHADES + colours.index(colour))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _rgb(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))


def _ramp(start: str, end: str) -> Iterator[bytes]:
    """Yield `SHADES` colours from one to the other, for the antialiased edges of letters."""
    for step in range(SHADES):
        yield bytes(a + (b - a) * step // (SHADES - 1) for a, b in zip(_rgb(start), _rgb(end), strict=True))


def _draw_eyebrow(draw: ImageDraw.ImageDraw, words: str, theme: Path) -> None:
    """Draw the line above the title, in the largest size that fits."""
    font = next((font for size in (40, 34, 28) if (font := _font(theme, size)).getlength(words) <= ROOM), _font(theme, 28))
    draw.text((EDGE, EDGE), cut(words, font), font=font, fill=255, anchor="ls")


def _draw_title(draw: ImageDraw.ImageDraw, size: int, lines: Sequence[str], theme: Path) -> None:
    """Draw the lines of the title."""
    for place, line in enumerate(lines):
        at = (EDGE - size // 20, EDGE + 40 + size * (0.9 + LEADING * place))
        draw.text(at, line, font=_font(theme, size), fill=255, anchor="ls")


def fit_lines(title: str, theme: Path, language: Language) -> tuple[int, list[str]]:
    """Return the largest font size in pixels at which a title fits, and its lines.

    Words are kept whole down to 60 pixels, which can be read in a small preview. If that is too large, long words are hyphenated;
    a title that does not fit at 34 pixels either is cut with an ellipsis.
    """
    for size in (150, 128, 108, 92, 76, 60):
        lines = _wrap(title, _font(theme, size), language)
        if _has_room(lines, size, theme):
            return size, lines
    for size in (92, 76, 60, 50, 42, 34):
        lines = _wrap(title, _font(theme, size), language, breaks=True)
        if _has_room(lines, size, theme):
            return size, lines
    most = int(HEIGHT_OF_TITLE / (size * LEADING))
    return size, [*lines[: most - 1], cut(" ".join(lines[most - 1 : most + 1]), _font(theme, size))]


def _has_room(lines: list[str], size: int, theme: Path) -> bool:
    return len(lines) * size * LEADING <= HEIGHT_OF_TITLE and all(_font(theme, size).getlength(line) <= ROOM for line in lines)


def cut(words: str, font: ImageFont.FreeTypeFont) -> str:
    """Return a line cut to the width of the picture, with an ellipsis if anything was cut off."""
    if font.getlength(words) <= ROOM:
        return words
    end = next((end for end in range(len(words), 0, -1) if font.getlength(f"{words[:end]}…") <= ROOM), 0)
    return f"{words[:end].rstrip()}…"


def _wrap(text: str, font: ImageFont.FreeTypeFont, language: Language, *, breaks: bool = False) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= ROOM:
            lines[-1] = longer
        elif breaks and font.getlength(word) > ROOM:
            lines += _break(word, font, language)
        else:
            lines.append(word)
    return lines


def _break(word: str, font: ImageFont.FreeTypeFont, language: Language) -> Iterator[str]:
    """Yield the lines of a word that is too wide for one: hyphenated between syllables, or anywhere if a syllable is too wide."""
    pieces = soften(word, language).split(SOFT_HYPHEN)
    if any(font.getlength(f"{piece}-") > ROOM for piece in pieces):
        pieces = list(word)
    line = ""
    for piece in pieces:
        if line and font.getlength(f"{line}{piece}-") > ROOM:
            yield f"{line}-"
            line = ""
        line += piece
    yield line


def _weave(goals: Sequence[Paint], ink: str) -> Iterator[tuple[str, int, int]]:
    """Yield the rug's stripes: colour, first and last column, in pixels. Each goal has as many light stripes as its number."""
    left = 0
    while left < WIDTH:
        for goal in goals:
            field, light, mid, pale = (goal.day[name] for name in ("field", "light", "mid", "pale"))
            stripes = [(mid, 34), (field, 12), *[(light, 12), (field, 10)] * goal.number]
            stripes += [(pale, 22), (mid, 38), (ink, 10), (mid, 10), (field, 26)]
            for colour, width in stripes:
                yield colour, left, left + width - 1
                left += width


@cache
def _font(theme: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(theme / "fonts" / "familjen-grotesk-bold.woff2"), size)

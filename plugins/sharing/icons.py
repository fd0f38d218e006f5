"""The site's icons for tabs and home screens, and the web manifest.

The icons show the mark of the theme (`core/looks/site_mark.py`). Browsers request `/favicon.ico`, and phones
`/apple-touch-icon.png`, by themselves, so pages have no `link` to these.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.cache.memo import Remember, remember_nothing
from plugins.core.looks.goal_looks import read_goal_looks
from plugins.core.looks.site_mark import read_site_mark
from plugins.core.looks.tokens import read_tokens
from plugins.core.outputs import FAVICON, MANIFEST, THEME_FOLDER, TOUCH_ICON

if TYPE_CHECKING:
    from PIL import Image  # imported when something is drawn

    from plugins.site.model import Site  # not needed for drawing, and imports much

SIZES = (192, 512)
"""Pixels of the icons in the manifest: the sizes that Chrome requires for home screens."""
TOUCH_SIZE = 180
"""Pixels of the icon for iPhones and iPads: the largest that they use."""
TAB_SIZES = (16, 32, 48)

_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
_PATH = re.compile(r'<path fill="(#[0-9a-f]{6})" d="([^"]+)"')
_STRIPE = re.compile(r"M(\d+) 0h(\d+)v")


@cache
def read_stripes(theme: Path) -> tuple[int, tuple[tuple[str, int, int], ...]]:
    """Return the width of the mark, and its stripes in painting order, as `(colour, left edge, width)`, in SVG units."""
    svg = read_site_mark(theme, read_goal_looks(theme), read_tokens(theme))
    stripes = tuple(
        (colour, int(left), int(width)) for colour, path in _PATH.findall(svg) for left, width in _STRIPE.findall(path)
    )
    return int(_BOX.findall(svg)[0][0]), stripes


def _weave(full: int, stripes: Sequence[tuple[str, int, int]], ground: str, size: int) -> Image.Image:
    """Return the mark as a square of `size` pixels that fills it to the edges, so that phones can mask it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 (Pillow, only for what is new)

    image = Image.new("RGB", (size, size), ground)
    draw = ImageDraw.Draw(image)
    for colour, left, width in stripes:
        start, end = round(left * size / full), round((left + width) * size / full) - 1
        draw.rectangle((start, 0, max(start, end), size), fill=colour)
    return image


def make_icons(site: Site, theme: Path, remember: Remember = remember_nothing) -> Mapping[str, bytes]:
    """Return icons and manifest by path in the output; `remember` has the icons that earlier runs have drawn."""
    icons = remember(*ask_icons(theme))
    return {**icons, MANIFEST: make_manifest(site, read_tokens(theme).day["paper"]).encode()}


def ask_icons(theme: Path) -> tuple[Hashable, Callable[[], Mapping[str, bytes]]]:
    """Return the memo question of the icons: their key, and the function that draws them."""
    ground, stripes = read_tokens(theme).day["paper"], read_stripes(theme)
    return ("icons", stripes, ground), partial(_draw_icons, *stripes, ground)


@lru_cache(maxsize=1)
def _draw_icons(full: int, stripes: Sequence[tuple[str, int, int]], ground: str) -> Mapping[str, bytes]:
    """Return the icons by path in the output; cached for processes that build the site repeatedly."""
    from PIL import IcoImagePlugin  # noqa: F401, PLC0415 (otherwise Pillow imports all its formats to find this one)

    tab = [_weave(full, stripes, ground, size) for size in TAB_SIZES]
    return {
        FAVICON: _save(tab[-1], "ICO", append_images=tab[:-1], sizes=[(size, size) for size in TAB_SIZES]),
        TOUCH_ICON: _save(_weave(full, stripes, ground, TOUCH_SIZE), "PNG"),
        **{f"{THEME_FOLDER}/icon-{size}.png": _save(_weave(full, stripes, ground, size), "PNG") for size in SIZES},
    }


def _save(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def make_manifest(site: Site, ground: str) -> str:
    """Return the web manifest (W3C Web Application Manifest) as JSON: name, icons, and `ground`, the background colour.

    Its `display` is `browser`: from a home screen, the site opens as any page.
    """
    home = site.home
    manifest = {
        "name": home.site_name,
        "short_name": home.site_name,
        "description": home.summary,
        "lang": site.language.tag,
        "start_url": "/",
        "display": "browser",
        "background_color": ground,
        "theme_color": ground,
        "icons": [
            {"src": f"/{THEME_FOLDER}/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in SIZES
            for purpose in ("any", "maskable")
        ],
    }
    return f"{json.dumps(manifest, ensure_ascii=False, indent=1)}\n"

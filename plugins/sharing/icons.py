"""Icons: the mark of the site for tabs, home screens and the list of apps, and the manifest that names them.

Stage: publishing. In: the theme, of which the mark is (`core/looks/site_mark.py`), and the Site.
Out: file contents by path in the output. Browsers ask for `/favicon.ico`, and phones for `/apple-touch-icon.png`,
without being told: these need no line in the head of every page.
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
    from PIL import Image  # loaded where something is drawn

    from plugins.site.model import Site  # much of the program, which what draws needs nothing of

SIZES = (192, 512)
"""Pixels of the icons in the manifest: what Chrome asks of a page that is kept on a home screen."""
TOUCH_SIZE = 180
"""Pixels of the icon that iPhones and iPads take (their largest)."""
TAB_SIZES = (16, 32, 48)

_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
_PATH = re.compile(r'<path fill="(#[0-9a-f]{6})" d="([^"]+)"')
_STRIPE = re.compile(r"M(\d+) 0h(\d+)v")


@cache
def read_stripes(theme: Path) -> tuple[int, tuple[tuple[str, int, int], ...]]:
    """Return the width of the mark, and of each of its stripes colour, left edge and width, in the order of painting."""
    svg = read_site_mark(theme, read_goal_looks(theme), read_tokens(theme))
    stripes = tuple(
        (colour, int(left), int(width)) for colour, path in _PATH.findall(svg) for left, width in _STRIPE.findall(path)
    )
    return int(_BOX.findall(svg)[0][0]), stripes


def _weave(full: int, stripes: Sequence[tuple[str, int, int]], ground: str, size: int) -> Image.Image:
    """Return the mark as a square of `size` pixels, woven to all four edges: a phone may cut it round."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 (Pillow, only for what is new)

    image = Image.new("RGB", (size, size), ground)
    draw = ImageDraw.Draw(image)
    for colour, left, width in stripes:
        start, end = round(left * size / full), round((left + width) * size / full) - 1
        draw.rectangle((start, 0, max(start, end), size), fill=colour)
    return image


def make_icons(site: Site, theme: Path, remember: Remember = remember_nothing) -> Mapping[str, bytes]:
    """Return icons and manifest by path; `remember` knows what earlier runs have drawn of the same."""
    icons = remember(*ask_icons(theme))
    return {**icons, MANIFEST: make_manifest(site, read_tokens(theme).day["paper"]).encode()}


def ask_icons(theme: Path) -> tuple[Hashable, Callable[[], Mapping[str, bytes]]]:
    """Return what the icons are known by, and what draws them."""
    ground, stripes = read_tokens(theme).day["paper"], read_stripes(theme)
    return ("icons", stripes, ground), partial(_draw_icons, *stripes, ground)


@lru_cache(maxsize=1)
def _draw_icons(full: int, stripes: Sequence[tuple[str, int, int]], ground: str) -> Mapping[str, bytes]:
    """Return the icons by path: drawn once, however often a process makes the site."""
    from PIL import IcoImagePlugin  # noqa: F401, PLC0415 (Pillow would load all its forty formats, in search of this one)

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
    """Return the web manifest (W3C Web Application Manifest): the site's name and icons; it opens as any page does.

    `ground` is the colour around them.
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

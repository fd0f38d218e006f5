"""Turn pages of the built site into frames: self-contained documents, each fixed in one dress.

A frame is HTML for the `srcdoc` of an iframe, with a whole page or the section that shows a partner. It is light, dark or for
paper whatever the reader's own screen is: media queries about these are resolved here. Pure functions, called by
`commands.proof.content` and `commands.proof.file`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.dataclass import dataclass
from plugins.core.intake.draw import draw_svg
from plugins.core.intake.raster import write_webp

SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"

TYPES: Final = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
                ".gif": "image/gif", ".avif": "image/avif", ".woff2": "font/woff2"}  # fmt: skip
"""Types of files that can be embedded in a frame."""


HEAVY: Final = 4_000
"""Bytes above which a drawing that is not itself being proofed is embedded as pixels: each of fifteen frames may have forty."""
WIDEST_PICTURE: Final = 800
"""CSS pixels that a picture takes beside its text on a laptop."""
_YES: Final = "(min-width: 0)"


@dataclass(frozen=True, slots=True)
class Dress:
    """One way in which a page is seen."""

    caption: str
    width: int
    """CSS pixels."""
    height: int
    """CSS pixels; used where no browser can measure the page."""
    is_dark: bool = False
    is_print: bool = False


DRESSES: Final = (
    Dress("Mobil", 360, 640),
    Dress("Mobil, mörkt läge", 360, 640, is_dark=True),
    Dress("Dator", 1280, 560),
    Dress("Dator, mörkt läge", 1280, 560, is_dark=True),
    Dress("Utskrift på A4", 680, 480, is_print=True),
)
"""A common telephone, a common laptop, and the width that the print stylesheet leaves of an A4 (180 mm)."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a partner is shown on a page, read from its HTML."""

    has_logo: bool
    size: tuple[int, int] | None
    """CSS pixels, where the page has them."""
    link: str | None
    rel: str | None


def find_appearance(html: str, name: str) -> Appearance | None:
    """Return how a partner is shown on a page; None where it is not."""
    node = _find_partner(LexborHTMLParser(html), name)
    if node is None:
        return None
    picture = node.css_first("img")
    sides = [picture.attributes.get(side) or "" for side in ("width", "height")] if picture else []
    size = (int(sides[0]), int(sides[1])) if sides and all(side.isdigit() for side in sides) else None
    link = node if node.tag == "a" else node.css_first("a")
    values = link.attributes if link else {}
    return Appearance(picture is not None, size, values.get("href"), values.get("rel"))


def make_frame(html: str, folder: Path, dress: Dress, partner: str | None = None) -> str:
    """Return a page as a self-contained document in one dress; only the section of `partner`, where one is given."""
    tree = LexborHTMLParser(html)
    css = "\n".join(_stylesheets(tree, folder))
    for node in tree.css("script, link, style, meta, iframe, object, embed, base, .skip"):
        node.decompose()
    found = _find_partner(tree, partner) if partner else None
    if found:
        _cut_out(found)
    proofed = {node.mem_id for node in found.css("img")} if found else set()
    for node in tree.css("img"):
        _lay_in(node, folder, dress, is_proofed=node.mem_id in proofed)
    body = tree.body.html if tree.body else ""
    language = tree.root.attributes.get("lang") if tree.root else None
    head = (
        f'<meta charset="utf-8"><title>{escape(dress.caption)}</title>'
        f'<meta name="color-scheme" content="{"dark" if dress.is_dark else "light"}">'
        # Links do nothing: the iframe is sandboxed, and may open no window.
        f'<base target="_blank"><style>{settle_media(css, dress)}{_OWN_CSS}</style>'
    )
    return f'<!doctype html><html lang="{escape(language or "sv")}"><head>{head}</head>{body}</html>'


def find_font(html: str, folder: Path) -> str:
    """Return the `@font-face` rules of a page that load a font, with the font embedded."""
    css = "\n".join(_stylesheets(LexborHTMLParser(html), folder))
    return "\n".join(rule for rule in re.findall(r"@font-face\s*\{[^}]*\}", css) if "url(" in rule)


_OWN_CSS: Final = (
    # A wall may be cut out of the middle of a page, and needs its colours on paper too.
    "html{-webkit-print-color-adjust:exact;print-color-adjust:exact}body.site{min-height:0}main{padding-bottom:1.5rem}"
)


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace(SOFT_HYPHEN, "").split())


def _find_partner(tree: LexborHTMLParser, name: str) -> LexborNode | None:
    """Return the first partner component (`theme/templates/components/partner.html`) with a name."""
    wanted = _plain(name)
    for node in tree.css("main .partner"):
        inner = [node, *node.css("*")]
        said = {_plain(n.attributes.get(a)) for n in inner for a in ("alt", "aria-label")} | {_plain(n.text()) for n in inner}
        if wanted in said:
            return node
    return None


def _cut_out(found: LexborNode) -> None:
    """Remove everything outside the section of a node; its ancestors keep their classes, and so their styles."""
    node = found
    while node.parent and node.tag not in ("section", "main"):
        node = node.parent
    while node.parent and node.tag != "body":
        for sibling in list(node.parent.iter(include_text=True)):
            if sibling.mem_id != node.mem_id:
                sibling.decompose()
        node = node.parent


def _stylesheets(tree: LexborHTMLParser, folder: Path) -> Iterator[str]:
    for node in tree.css("link[rel=stylesheet]"):
        file = _file(node.attributes.get("href") or "", folder)
        if file:
            yield re.sub(
                r"url\(([^)]+)\)", lambda found: f"url({_data_address(found[1].strip(chr(34)), folder)})", file.read_text("utf-8")
            )


def _lay_in(image: LexborNode, folder: Path, dress: Dress, *, is_proofed: bool) -> None:
    """Embed a picture: the file that a modern browser would choose in this dress.

    The picture that is proofed is embedded for the sharpest screens; others at one pixel per CSS pixel, or a wall of logos would
    be too large to mail. A file that cannot be embedded is not loaded from elsewhere.
    """
    frame = image.parent if image.parent and image.parent.tag == "picture" else None
    sources = frame.css("source") if frame else []
    chosen = next((node for node in sources if _holds(node.attributes.get("media"), dress)), image)
    values = chosen.attributes
    address = _choose_file(values.get("srcset") or "", dress, is_proofed=is_proofed) or values.get("src") or ""
    for name in ("srcset", "sizes", "loading"):
        if name in image.attributes:
            del image.attrs[name]
    size = image.attributes.get("width") or ""
    is_drawn = not is_proofed and size.isdigit() and address.endswith(".svg")
    image.attrs["src"] = (is_drawn and _drawn_address(address, folder, int(size))) or _data_address(address, folder)
    for node in sources:
        node.decompose()


def _holds(query: str | None, dress: Dress) -> bool:
    """Return whether the media query of a source holds: none asks for anything but a dark background."""
    return not query or _settle_query(query, dress) == _YES


def _choose_file(srcset: str, dress: Dress, *, is_proofed: bool) -> str | None:
    """Return the address in a `srcset` for a dress; None where there is none."""
    parts = [part.split() for part in srcset.split(",") if part.strip()]
    sizes = sorted((float(part[1][:-1]) if len(part) > 1 else 1, part[0]) for part in parts)
    wanted = min(dress.width, WIDEST_PICTURE) if any(part[-1].endswith("w") for part in parts) else 2 if is_proofed else 1
    return next((address for size, address in sizes if size >= wanted), sizes[-1][1] if sizes else None)


def _data_address(address: str, folder: Path) -> str:
    file = _file(address, folder)
    if file is None or file.suffix.lower() not in TYPES:
        return "data:,"
    return f"data:{TYPES[file.suffix.lower()]};base64,{base64.b64encode(file.read_bytes()).decode()}"


@lru_cache(maxsize=256)
def _drawn_address(address: str, folder: Path, width: int) -> str | None:
    """Return a heavy drawing as pixels; None for a light one, or one with text, for which there are no fonts."""
    file = _file(address, folder)
    svg = file.read_bytes() if file else b""
    if len(svg) < HEAVY or b"<text" in svg:
        return None
    image = draw_svg(svg)
    image.thumbnail((width, image.height), Image.Resampling.LANCZOS)
    data = write_webp(image, HEAVY, is_drawn=True).data
    return f"data:image/webp;base64,{base64.b64encode(data).decode()}"


def _file(address: str, folder: Path) -> Path | None:
    """Return the file of the built site with an address; None for one elsewhere."""
    if not address.startswith("/") or address.startswith("//"):
        return None
    file = (folder / unquote(address.partition("?")[0]).lstrip("/")).resolve()
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None


def settle_media(css: str, dress: Dress) -> str:
    """Resolve the media queries about print and colour scheme in a stylesheet; those about width stay."""
    return re.sub(r"@media([^{]+)\{", lambda found: f"@media {_settle_query(found[1], dress)}{{", css)


def _settle_query(query: str, dress: Dress) -> str:
    return ", ".join(_settle_one(part.strip(), dress) for part in query.split(","))


def _settle_one(part: str, dress: Dress) -> str:
    medium = re.match(r"(?:only\s+)?(print|screen|all)\b", part)
    if medium and medium[1] != "all" and (medium[1] == "print") is not dress.is_print:
        return "not all"
    part = part.replace(medium[0], "all", 1) if medium else part

    def answer(is_true: bool) -> str:
        return _YES if is_true else "(max-width: 0)"

    part = re.sub(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)", answer(dress.is_dark), part)
    return re.sub(r"\(\s*prefers-color-scheme\s*:\s*light\s*\)", answer(not dress.is_dark), part)


MEASURE: Final = (
    "<script>addEventListener('load',function(){setTimeout(function(){document.title='MEASURED '+"
    "[].map.call(document.querySelectorAll('iframe'),function(f){"
    "return Math.ceil(f.contentDocument.documentElement.scrollHeight)}).join(' ')},1000)})</script>"
)
"""Measures each frame. Only in the page that is measured, never in the one that is mailed."""


def read_measures(dom: str | None, count: int) -> list[int] | None:
    """Return the heights that `MEASURE` has put in the title; None where some are missing."""
    found = re.search(r"<title>MEASURED ([0-9 ]+)</title>", dom or "")
    heights = [int(height) for height in found[1].split()] if found else []
    return heights if len(heights) == count and all(heights) else None

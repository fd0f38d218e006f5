"""Describe the dangerous contents of a drawing.

Takes an SVG before cleaning; yields Swedish phrases. Harmless leftovers of drawing programs are not mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from plugins.core.intake.looks import BITMAP, XHTML_NS

OUTSIDE = "något som hämtas från en annan plats"
"""Also used for files that a drawing program has linked instead of embedding them."""
_SCRIPT = "skript"


def find_dangers(tree: Element) -> Iterator[str]:
    """Yield a phrase for each type of content that is removed and that an editor should know about; may repeat phrases."""
    for element in tree.iter():
        space, _, name = element.tag.removeprefix("{").rpartition("}")
        if space == XHTML_NS or name in ("iframe", "embed", "object", "video", "audio"):
            yield "delar av en webbsida"
        if name in ("script", "handler", "listener"):
            yield _SCRIPT
        if name in ("animate", "animateTransform", "animateMotion", "animateColor", "set"):
            yield "animation"
        if name == "a" and any(_local(key) == "href" for key in element.attrib):
            yield "länkar"
        if name == "style":
            yield from _style_dangers("".join(element.itertext()))
        for key, value in element.attrib.items():
            yield from _attribute_dangers(name, _local(key), value)


def _attribute_dangers(element: str, name: str, value: str) -> Iterator[str]:
    plain = re.sub(r"[\s\x00-\x1f]", "", value).lower()
    if name.lower().startswith("on") or plain.startswith(("javascript:", "vbscript:")):
        yield _SCRIPT
    elif name in ("href", "src") and element not in ("a", "script") and not plain.startswith("#") and plain:
        if not BITMAP.fullmatch(value.strip()):
            yield "inbäddade filer" if plain.startswith("data:") else OUTSIDE
    elif re.search(r"url\((?!['\"]?#)", plain):
        yield OUTSIDE


def _style_dangers(css: str) -> Iterator[str]:
    unescaped = re.sub(r"\\([0-9A-Fa-f]{1,6})\s?", lambda found: chr(min(int(found[1], 16), 0x10FFFF)), css)
    plain = re.sub(r"/\*.*?(?:\*/|\Z)|\s", "", unescaped.replace("\\", ""), flags=re.DOTALL).lower()
    if "@import" in plain or re.search(r"url\((?!['\"]?(?:#|data:))", plain):
        yield OUTSIDE
    if "@font-face" in plain:
        yield "typsnitt"
    if re.search(r"(?:^|[},])(?:html|body|\*)[,{\s:.>]", plain):
        yield "en formatmall som gäller hela sidan"
    if "@keyframes" in plain or re.search(r"[{;]animation[\w-]*:", plain):
        yield "animation"
    if "@media" in plain:
        yield "villkor för hur delar ser ut"


def _local(name: str) -> str:
    return name.rpartition("}")[2]

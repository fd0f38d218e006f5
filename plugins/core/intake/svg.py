"""Clean SVG files from outside with two allow-lists, and wrap them in a frame of our own.

Takes the contents of an SVG; returns a `Drawing` that contains only shapes, and descriptions of what was removed. It is parsed by
defusedxml (no harmful entities, no external files), filtered by svg-hush, and then by our own, shorter list, because svg-hush
keeps external URLs with their host removed, and global style rules. Reasons: `docs/decisions/0031-logo-intake.md`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from xml.etree.ElementTree import Element, ParseError, tostring

import py_svg_hush
from defusedxml import ElementTree

from plugins.core.dataclass import dataclass
from plugins.core.intake.allowed import ELEMENTS, PROPERTIES, keep_allowed
from plugins.core.intake.dangers import OUTSIDE, find_dangers
from plugins.core.intake.findings import ASK_CLEAN, Refused, Use, answer
from plugins.core.intake.formats import unpack
from plugins.core.intake.looks import SVG_NS, find_losses
from plugins.core.intake.reading import parse, refuse_bulk, refuse_entities, refuse_expansion
from plugins.core.intake.settling import leave_out, settle
from plugins.core.swedish import format_decimal, join_words

MOST_BYTES = 3_000_000
SAME_SHAPE = 0.01
"""Tolerance between the ratio of width and height and that of the `viewBox`: drawing programs round."""

_NUMBER = r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?"
_UNITS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
"""CSS pixels per unit (CSS Values 3, section 5.2)."""

Area = tuple[float, float, float, float]
"""x, y, width, height in the drawing's own units."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A cleaned drawing."""

    root: Element
    area: Area | None
    """The visible area; None if the file does not state it."""
    removed: tuple[str, ...]
    """Descriptions in Swedish of removed content that an editor should know about, without duplicates."""
    has_text: bool
    """Whether it has text, which would be set in the visitor's own fonts."""
    bitmaps: tuple[bytes, ...]
    """Bitmaps in it, which the intake must check before anything renders them."""
    fitting: Mapping[str, str] = field(default_factory=dict)
    """`viewBox` and `preserveAspectRatio`, if its units differ from those of `area`."""

    def framed(self, area: Area, width: float, height: float) -> bytes:
        """Return an SVG file of `width` × `height` pixels that shows `area`.

        The drawing keeps its own coordinates in an inner `svg`, so that percentages keep their meaning.
        """
        return self._frame(area, width, height, is_open=False)

    def to_draw(self, area: Area, width: float, height: float) -> bytes:
        """Return an SVG that looks like `framed`, and renders in half the time if nothing has to be clipped.

        The inner `svg` clips at its edges, for which everything is first rendered to a separate layer. If the frame shows nothing
        beyond these edges, clipping is turned off; single pixels at soft edges may then differ.
        """
        framed = self._frame(area, width, height, is_open=False)
        if b"overflow" in framed or not _holds(self.area or area, area, width, height):
            return framed
        return self._frame(area, width, height, is_open=True)

    def _frame(self, area: Area, width: float, height: float, *, is_open: bool) -> bytes:
        x, y, w, h = self.area or area
        inner = Element("svg", {k: v for k, v in self.root.attrib.items() if k in PROPERTIES | {"class", "style", "id"}})
        inner.attrib.update(x=_short(x), y=_short(y), width=_short(w), height=_short(h), viewBox=_numbers((x, y, w, h)))
        inner.attrib.update(self.fitting)
        inner.extend(self.root)
        size = {"width": _short(width), "height": _short(height)}
        outer = Element("svg", {"xmlns": SVG_NS, **size, "viewBox": _numbers(area)})
        if is_open:
            inner.set("overflow", "visible")
        outer.append(inner)
        return tostring(outer, "unicode").encode()


def _holds(whole: Area, area: Area, width: float, height: float) -> bool:
    """Return whether a frame of `width` × `height` pixels that shows `area` in its middle shows nothing beyond `whole`."""
    scale = min(width / area[2], height / area[3])
    across, down = width / scale, height / scale
    left, top = area[0] - (across - area[2]) / 2, area[1] - (down - area[3]) / 2
    room = 1e-6 * max(across, down)  # far less than a visible part of a pixel
    return (
        left >= whole[0] - room
        and top >= whole[1] - room
        and left + across <= whole[0] + whole[2] + room
        and top + down <= whole[1] + whole[3] + room
    )


def clean_svg(data: bytes, use: Use) -> Drawing:
    """Clean an SVG; raise `Refused` if it is incomplete, cannot be made safe, or would look different."""
    raw = unpack(data)
    if len(raw) > MOST_BYTES:
        size = format_decimal(len(raw) / 1e6)
        raise Refused("for-stor-bild", f"SVG-filen är {size} MB. En logotyp är sällan större än 0,1 MB.", *ASK_CLEAN)
    refuse_entities(raw)
    tree = parse(raw)
    refuse_bulk(tree)
    leave_out(tree)
    removed = dict.fromkeys(find_dangers(tree))
    settle(tree)
    _refuse_losses(tree, use)
    if re.search(rb"<\?xml-stylesheet", raw.replace(b"\0", b"")):
        removed[OUTSIDE] = None
    try:
        hushed = py_svg_hush.filter_svg(_without_prefixes(tree), {"image": ["png", "jpeg"]})
        root = ElementTree.fromstring(hushed)
    except (ValueError, TypeError, ParseError):
        raise Refused("skadad-bild", "SVG-filen går inte att rensa från det som kan göra skada.", *ASK_CLEAN) from None
    bitmaps: list[bytes] = []
    keep_allowed(root, bitmaps)
    refuse_expansion(root)
    has_text = any(element.tag == "text" and "".join(element.itertext()).strip() for element in root.iter())
    area, fitting = _area(root)
    return Drawing(root, area, tuple(removed), has_text, tuple(bitmaps), fitting)


def _without_prefixes(tree: Element) -> bytes:
    """Serialise the tree with SVG as the default namespace: svg-hush drops prefix declarations."""
    for element in tree.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG_NS}}}")
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == "href" and value.lstrip().startswith("data:image/jpg;"):
                element.set(key, value.replace("image/jpg", "image/jpeg", 1))  # a common mistake of programs
    tree.set("xmlns", SVG_NS)
    # as text: svg-hush does not decode character references inside `style`
    return tostring(tree, "unicode").encode()


def _refuse_losses(root: Element, use: Use) -> None:
    if losses := list(dict.fromkeys(find_losses(root, ELEMENTS, PROPERTIES))):
        message = f"SVG-filen skulle se annorlunda ut på webbplatsen. Den använder {join_words(losses)}."
        problem = f"Filen använder något som inte kan visas likadant hos oss: {join_words(losses)}."
        asked = answer(problem, "den, med allt omvandlat till vanliga ytor,") if use == "logo" else _ASK_PIXELS
        raise Refused("okand-effekt", message, *asked)


_ASK_PIXELS = ("Spara bilden som PNG i stället, så syns allt som det är ritat.",)


# ---- size


def _area(root: Element) -> tuple[Area | None, dict[str, str]]:
    """Return the visible area of a drawing: its `viewBox`, or else its width and height; None if it states neither.

    If they differ in shape, width and height determine the shape, and the second value says how the `viewBox` is fitted into it
    (SVG 2, section 8.6).
    """
    parts = [float(part) for part in re.findall(_NUMBER, root.get("viewBox", ""))]
    wide, tall = (_length(root.get(name, "")) for name in ("width", "height"))
    size = _checked((0, 0, wide, tall)) if wide is not None and tall is not None else None
    if len(parts) != 4:
        return size, {}
    box = _checked((parts[0], parts[1], parts[2], parts[3]))
    if size is None or abs(size[2] * box[3] / (size[3] * box[2]) - 1) < SAME_SHAPE:
        return box, {}
    return size, {"viewBox": _numbers(box), "preserveAspectRatio": root.get("preserveAspectRatio", "xMidYMid")}


def _checked(area: Area) -> Area:
    if not all(abs(value) < 1e7 for value in area) or min(area[2:]) < 1e-3:
        message = f"SVG-filen säger att bilden är {_short(area[2])} × {_short(area[3])} stor, så inget syns av den."
        raise Refused("skadad-bild", message, *ASK_CLEAN)
    return area


def _length(written: str) -> float | None:
    found = re.fullmatch(rf"\s*+({_NUMBER})\s*+([a-z]*)\s*", written)
    return float(found[1]) * _UNITS[found[2]] if found and found[2] in _UNITS else None


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(_short(value) for value in values)


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")

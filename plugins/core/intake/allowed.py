"""Allow-lists for published drawings: elements, attributes and properties; everything else is removed.

Takes a drawing filtered by svg-hush, and modifies it in place. The lists are shorter than those of svg-hush, which keeps external
URLs with their host removed, and global style rules.
"""

from __future__ import annotations

import base64
import binascii
import re
from xml.etree.ElementTree import Element

from plugins.core.intake.css import read_declarations, read_rules
from plugins.core.intake.findings import ASK_CLEAN, Refused
from plugins.core.intake.looks import BITMAP, SVG_NS, is_plain

SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image", "use"}
ELEMENTS = SHAPES | {
    "svg", "g", "defs", "symbol", "switch", "style", "tspan", "textPath", "marker", "clipPath", "mask", "pattern",
    "linearGradient", "radialGradient", "stop", "filter", "feBlend", "feColorMatrix", "feComposite", "feDropShadow", "feFlood",
    "feGaussianBlur", "feMerge", "feMergeNode", "feOffset", "feComponentTransfer", "feFuncR", "feFuncG", "feFuncB", "feFuncA",
    "feConvolveMatrix", "feDiffuseLighting", "feDistantLight", "feMorphology", "fePointLight",
    "feSpecularLighting", "feSpotLight", "feTurbulence",
}  # fmt: skip
"""Every element that published drawings may contain."""

PROPERTIES = {
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "color", "display", "visibility", "overflow",
    "clip-path", "clip-rule", "mask", "mask-type", "filter", "stop-color", "stop-opacity", "flood-color", "flood-opacity",
    "paint-order", "vector-effect", "mix-blend-mode", "isolation", "marker-start", "marker-mid", "marker-end", "marker",
    "font", "font-family", "font-size", "font-style", "font-weight", "font-stretch", "font-variant", "letter-spacing",
    "word-spacing", "text-anchor", "text-decoration", "dominant-baseline", "baseline-shift", "writing-mode", "direction",
    "color-interpolation", "color-interpolation-filters", "shape-rendering", "text-rendering", "image-rendering",
    "lighting-color", "transform-origin",
}  # fmt: skip
"""Every style property that they may have, as an attribute or in a rule."""

ATTRIBUTES = PROPERTIES | {
    "id", "class", "style", "href", "d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy",
    "fr", "dx", "dy", "rotate", "width", "height", "viewBox", "preserveAspectRatio", "transform", "textLength",
    "lengthAdjust", "startOffset", "offset", "gradientUnits", "gradientTransform", "spreadMethod", "patternUnits",
    "patternContentUnits", "patternTransform", "clipPathUnits", "maskUnits", "maskContentUnits", "markerUnits", "markerWidth",
    "markerHeight", "refX", "refY", "orient", "filterUnits", "primitiveUnits", "in", "in2", "result", "mode", "type", "values",
    "operator", "k1", "k2", "k3", "k4", "stdDeviation", "tableValues", "slope", "intercept", "amplitude", "exponent",
    "azimuth", "baseFrequency", "bias", "diffuseConstant", "divisor", "edgeMode", "elevation", "kernelMatrix",
    "kernelUnitLength", "limitingConeAngle", "numOctaves", "order", "pointsAtX", "pointsAtY", "pointsAtZ", "preserveAlpha",
    "radius", "seed", "specularConstant", "specularExponent", "stitchTiles", "surfaceScale", "targetX", "targetY",
    "z",
}  # fmt: skip

_OWN = re.compile(r"#[^\s\"'()<>\\]+")


def keep_allowed(root: Element, bitmaps: list[bytes]) -> None:
    """Remove what is not on the lists, in place; element names lose their namespace, which the frame declares."""
    root.tag = "svg"
    _keep_attributes(root)
    stack = [root]
    while stack:
        parent = stack.pop()
        for child in list(parent):
            space, _, name = child.tag.removeprefix("{").rpartition("}")
            if space != SVG_NS or name not in ELEMENTS | {"a"} or (name == "image" and not _keep_bitmap(child, bitmaps)):
                parent.remove(child)
                continue
            child.tag = "g" if name == "a" else name
            _keep_attributes(child)
            if name == "style":
                child.text = keep_rules("".join(child.itertext()))
                child[:] = []
            elif name not in ("text", "tspan", "textPath"):
                child.text = None
            if parent.tag not in ("text", "tspan", "textPath"):
                child.tail = None
            stack.append(child)
    root.text = None


def _keep_attributes(element: Element) -> None:
    for key, value in list(element.attrib.items()):
        if key == "style":
            element.set(key, keep_declarations(value))
        elif key == "href":
            if not _OWN.fullmatch(value) and element.tag != "image":
                del element.attrib[key]
        elif key in _PAINTS and not _is_safe_value(value):
            element.set(key, "none")
        elif key not in ATTRIBUTES or not _is_safe_value(value):
            del element.attrib[key]


def _keep_bitmap(element: Element, bitmaps: list[bytes]) -> bool:
    """Return whether an `image` contains a bitmap, and append the bitmap to `bitmaps`."""
    found = BITMAP.fullmatch(element.get("href", "").strip())
    if found is None:
        return False
    try:
        bitmaps.append(base64.b64decode("".join(found[1].split()), validate=True))
    except binascii.Error:
        raise Refused("skadad-bild", "Bilden som ligger i SVG-filen är skadad.", *ASK_CLEAN) from None
    return True


def _is_safe_value(value: str) -> bool:
    """Return whether a value refers to nothing but parts of the drawing itself."""
    inside = re.sub(r"url\(\s*(['\"]?)#[^\s\"'()<>\\]+\1\s*\)", "", value)
    return not re.search(r"\\|url\s*\(|expression|javascript:|image-set|@", inside, re.IGNORECASE)


_PAINTS = ("fill", "stroke")
"""Without them a shape would be black, so an external reference becomes `none`."""


def keep_declarations(css: str) -> str:
    """Return the declarations whose property and value are allowed."""
    kept = []
    for name, value in read_declarations(css):
        if name in PROPERTIES and _is_safe_value(value):
            kept.append(f"{name}:{value}")
        elif name in _PAINTS:
            kept.append(f"{name}:none")
    return ";".join(kept)


def keep_rules(css: str) -> str:
    """Return the allowed rules of a style sheet: no at-rules, and only simple selectors of drawing elements."""
    kept = []
    for rule in read_rules(css):
        safe = keep_declarations(rule.declarations)
        if safe and not rule.conditions and is_plain(rule.selectors, ELEMENTS):
            kept.append(f"{rule.selectors}{{{safe}}}")
    return "".join(kept)

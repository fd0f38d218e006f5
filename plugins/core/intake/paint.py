"""Convert the colours of a drawing to sRGB, so that renderers show the same as browsers.

Takes a property and its value; returns the value in a form that every browser and resvg support, or None if no browser accepts
it, so that an earlier declaration applies. Colours outside sRGB are clipped, as on an sRGB screen. Constants: CSS Color Module
Level 4, section 20 (sample code).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tinycss2.color4 import Color, parse_color

_INHERITED = {"fill": "#000", "stroke": "none", "color": "#000"}
_OTHER = {"stop-color": "#000", "flood-color": "#000", "lighting-color": "#fff"}
PAINTS = _INHERITED | _OTHER
"""Colour properties, each with its initial value."""
_WITHOUT_COLOUR = {"none", "context-fill", "context-stroke"}
_AS_IT_IS = re.compile(r"#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|[a-z]+|rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)")
_SYSTEM = {
    "accentcolor", "accentcolortext", "activetext", "buttonborder", "buttonface", "buttontext", "canvas", "canvastext", "field",
    "fieldtext", "graytext", "highlight", "highlighttext", "linktext", "mark", "marktext", "selecteditem", "selecteditemtext",
    "visitedtext",
}  # fmt: skip
"""Colours that depend on the visitor's system (CSS Color 4, section 10)."""

_XYZ_TO_SRGB = (
    (3.2409699419045226, -1.537383177570094, -0.4986107602930034),
    (-0.9692436362808796, 1.8759675015077202, 0.04155505740717559),
    (0.05563007969699366, -0.20397695888897652, 1.0569715142428786),
)
_P3_TO_XYZ = (
    (0.4865709486482162, 0.26566769316909306, 0.1982172852343625),
    (0.2289745640697488, 0.6917385218365064, 0.079286914093745),
    (0.0, 0.04511338185890264, 1.043944368900976),
)
_D50_TO_D65 = (
    (0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    (-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    (0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)
_Triple = tuple[float, ...]


def is_computed(value: str) -> bool:
    """Return whether a colour cannot be known: mixed by the browser, chosen by the system, or in a rare colour space."""
    words = value.strip().lower()
    return words in _SYSTEM or bool(
        re.match(
            r"(?:color-mix|light-dark|device-cmyk|color-contrast|contrast-color)\(|[a-z]+\(\s*from\b|[a-z]+\(.*calc\(", words
        )
        or re.match(r"color\(\s*(?:a98-rgb|prophoto-rgb|rec2020|display-p3-linear)\b", words)
    )


@lru_cache(4096)
def settle_paint(prop: str, value: str) -> str | None:
    """Return a value of one of `PAINTS` in sRGB; None if no browser accepts it."""
    words = value.strip().lower()
    if words == "initial":
        return PAINTS[prop]
    if words in ("inherit", "unset", "revert", "revert-layer"):
        return "inherit" if prop in _INHERITED or words == "inherit" else PAINTS[prop]
    if words == "currentcolor" or (words in _WITHOUT_COLOUR and prop in ("fill", "stroke")):
        return value
    if "url(" in words or "var(" in words or is_computed(words):
        return value  # reported by `looks`
    colour = parse_color(value)
    if not isinstance(colour, Color):
        return value if colour is not None else None
    return value if _AS_IT_IS.fullmatch(value) and words != "transparent" else _written(colour)


def _written(colour: Color) -> str:
    red, green, blue = (round(255 * min(1.0, max(0.0, part))) for part in _srgb(colour))
    if colour.alpha >= 1:
        return f"#{red:02x}{green:02x}{blue:02x}"
    return f"rgba({red},{green},{blue},{colour.alpha:.3g})"


def _srgb(colour: Color) -> _Triple:
    space, parts = colour.space, tuple(part or 0.0 for part in colour.coordinates)
    if space in ("srgb", "hsl", "hwb"):
        return tuple(colour.to("srgb").coordinates)
    if space == "srgb-linear":
        return tuple(map(_gamma, parts))
    if space == "display-p3":
        xyz = _times(_P3_TO_XYZ, tuple(map(_linear, parts)))
    elif space in ("lab", "lch"):
        xyz = _times(_D50_TO_D65, tuple(colour.to("xyz-d50").coordinates))
    elif space == "xyz-d50":
        xyz = _times(_D50_TO_D65, parts)
    else:
        xyz = parts if space.startswith("xyz") else tuple(colour.to("xyz-d65").coordinates)
    return tuple(map(_gamma, _times(_XYZ_TO_SRGB, xyz)))


def _times(matrix: tuple[_Triple, ...], parts: _Triple) -> _Triple:
    return tuple(sum(one * other for one, other in zip(row, parts, strict=True)) for row in matrix)


def _linear(part: float) -> float:
    size = abs(part)
    return (size / 12.92 if size <= 0.04045 else ((size + 0.055) / 1.055) ** 2.4) * (-1 if part < 0 else 1)


def _gamma(part: float) -> float:
    size = abs(part)
    return (12.92 * size if size <= 0.0031308 else 1.055 * size ** (1 / 2.4) - 0.055) * (-1 if part < 0 else 1)

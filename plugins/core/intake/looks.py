"""Find what a drawing needs in order to look right, and the site cannot show.

Takes an SVG before cleaning; yields Swedish phrases for what would be lost. A logo is never silently altered: a file with a loss
is refused, and the partner is told why. Content that an `img` never shows (scripts, external resources), private data of drawing
programs, and rules that match nothing are no loss. `tests/browser/test_logos.py` compares with Chromium, which shows more than
this.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from plugins.core.intake.css import Rule, read_declarations, read_rules
from plugins.core.intake.paint import PAINTS, is_computed

SVG_NS = "http://www.w3.org/2000/svg"
XHTML_NS = "http://www.w3.org/1999/xhtml"

_REPEATED = "effekter som förvränger eller upprepar delar av bilden"
_INKSCAPE = "färgövergångar och mönster som bara Inkscape visar"
ELEMENTS = {
    "feImage": "en effekt med en bild i sig", "feDisplacementMap": _REPEATED, "feTile": _REPEATED,
    "meshgradient": _INKSCAPE, "meshGradient": _INKSCAPE, "hatch": _INKSCAPE, "solidcolor": _INKSCAPE, "solidColor": _INKSCAPE,
}  # fmt: skip
"""Elements with a visible effect that we or browsers do not render."""

_MOVED = "delar som flyttas, vrids eller mäts med stilregler"
_MASKED = "delar som döljs med bilder eller färgövergångar i stilregler"
_GROUND = "en bakgrundsfärg som inte är ritad"
PROPERTIES = {
    **dict.fromkeys(("transform", "rotate", "scale", "translate", "offset-path", "transform-box", "d"), _MOVED),
    **dict.fromkeys(("mask-image", "mask-border", "-webkit-mask", "-webkit-mask-image"), _MASKED),
    "backdrop-filter": "effekter på det som ligger bakom",
}
"""Properties that affect rendering in browsers, but not in all our renderers."""
PROPERTIES_OF_SHAPES = dict.fromkeys(("x", "y", "cx", "cy", "r", "rx", "ry", "width", "height"), _MOVED)
"""Ignored on the root, whose frame is ours, and on groups and paths."""
PROPERTIES_OF_THE_WHOLE = dict.fromkeys(("background", "background-color", "background-image"), _GROUND)
"""Properties that only affect the background of the whole drawing."""
_SHAPES = {"rect", "circle", "ellipse", "image", "svg", "use", "mask", "pattern", "filter"}
_NO_LOOK = re.compile(r"none|auto|normal|initial|inherit|unset|view-box|transparent|(?:#fff|#ffffff|white)", re.IGNORECASE)

_BEHIND_THE_SCENES = {"script", "metadata", "title", "desc", "animate", "animateTransform", "animateMotion", "set"}
_NEVER_HERE = re.compile(r":(?:hover|focus|active|visited|target)|::|^(?:html|body)\b")
"""Selectors that never match here: nobody hovers over or selects part of a logo, and it is in no HTML page."""
_NO_RULES = re.compile(r"@(?:font-face|page|[\w-]*keyframes)")
_OTHER_SCREENS = re.compile(r"(?!.*\bnot\b).*(?:\bprint\b|dark\s*\)|contrast|forced-colors)")
"""A medium other than a light plate on a screen."""
BITMAP = re.compile(r"data:image/(?:png|jpe?g);base64,([A-Za-z0-9+/=\s]+)")
"""A bitmap embedded in the drawing."""


def find_losses(root: Element, shown: Collection[str], kept: Collection[str]) -> Iterator[str]:
    """Yield a Swedish phrase for each thing that would look different on the site; may repeat phrases.

    `shown` are the elements and `kept` the properties that the intake keeps.
    """
    seen = _Seen(root)
    yield from _root_losses(root)
    stack = [(root, False)]
    while stack:
        element, has_fallback = stack.pop()
        name = name_of(element)
        if name is None or name in _BEHIND_THE_SCENES:
            continue
        if name == "foreignObject":
            if not has_fallback and any(_is_seen(inner) for inner in element.iter()):
                yield "delar av en webbsida"
            continue
        yield from _element_losses(element, name, seen)
        for key, value in element.attrib.items():
            yield from _attribute_losses(key, value, seen)
        for prop, value in read_declarations(element.get("style", "")):
            yield from _property_losses(prop, value, is_whole=element is root, is_shape=element is not root and name in _SHAPES)
        if name == "style":
            for rule in read_rules("".join(element.itertext())):
                yield from _rule_losses(rule, seen, shown, kept)
        last = element[-1] if len(element) else None
        stack += [(child, name == "switch" and child is not last) for child in reversed(element)]


def name_of(element: Element) -> str | None:
    """Return the local name of an SVG element; None for an element of another namespace."""
    space, _, name = element.tag.removeprefix("{").rpartition("}")
    return name if space in (SVG_NS, "") else None


def is_left_out(element: Element) -> bool:
    """Return whether the element requires an extension that no browser supports."""
    return element.get("requiredExtensions", XHTML_NS) != XHTML_NS


class _Seen:
    """The names used in a drawing, for matching rules and references."""

    def __init__(self, root: Element) -> None:
        elements = [element for element in root.iter() if name_of(element)]
        self.tags = {name_of(element) or "" for element in elements}
        self.classes = {name for element in elements for name in element.get("class", "").split()}
        self.ids = {element.get("id", "") for element in elements}
        self.names_of_root = {"svg", ":root", f"#{root.get('id')}", *(f".{name}" for name in root.get("class", "").split())}
        styles = ["".join(element.itertext()) for element in elements if name_of(element) == "style"]
        written = " ".join([*(value for element in elements for value in element.attrib.values()), *styles])
        self.used = set(re.findall(r"#([^\s\"'()<>]+)", written))
        self.has_dashes = "stroke-dasharray" in written or any("stroke-dasharray" in element.attrib for element in elements)
        self.takes_colour = "currentcolor" in written.lower()

    def can_match(self, selectors: str) -> bool:
        """Return whether any of the selectors may match part of the drawing; True in doubt."""
        return any(self._can_match(selector) for selector in selectors.split(",") if not _NEVER_HERE.search(selector.strip()))

    def is_of_root(self, selectors: str) -> bool:
        """Return whether one of the selectors matches the root element."""
        return not self.names_of_root.isdisjoint(selectors.replace(",", " ").split())

    def _can_match(self, selector: str) -> bool:
        plain = re.sub(r"\[[^\[\]]*\]|::?[\w-]++(?:\([^()]*\))?", " ", selector)
        known = {".": self.classes, "#": self.ids, "": self.tags}
        return "\\" in plain or all(name in known[sign] for sign, name in re.findall(r"([.#]?)([\w-]+)", plain))


def _is_seen(element: Element) -> bool:
    return bool((element.text or "").strip()) or element.tag in (f"{{{XHTML_NS}}}img", f"{{{SVG_NS}}}svg")


def _root_losses(root: Element) -> Iterator[str]:
    if root.get("transform", "").strip():
        yield "en vridning eller spegling av hela bilden"


def _element_losses(element: Element, name: str, seen: _Seen) -> Iterator[str]:
    if name in ELEMENTS and (name.startswith("fe") or element.get("id") in seen.used):
        yield ELEMENTS[name]
    if name == "flowRoot" and any("".join(part.itertext()).strip() for part in element if name_of(part) == "flowPara"):
        yield "text som bara Inkscape visar"
    if name == "image" and (word := _bitmap_loss(element)):
        yield word


def _bitmap_loss(image: Element) -> str:
    address = next((value for key, value in image.attrib.items() if key.rpartition("}")[2] == "href"), "").strip()
    if address.startswith("data:") and not BITMAP.fullmatch(address):
        return "en inbäddad bild av annat slag än PNG och JPEG"
    return ""


def _attribute_losses(name: str, value: str, seen: _Seen) -> Iterator[str]:
    if name == "systemLanguage":
        yield "delar som byts efter besökarens språk"
    elif name == "pathLength" and seen.has_dashes:
        yield "streckade linjer som mäts om (pathLength)"
    elif name != "style":
        yield from _value_losses(name, value)


def _property_losses(name: str, value: str, *, is_whole: bool, is_shape: bool) -> Iterator[str]:
    bare = value.replace("!important", "").strip()
    known = PROPERTIES | (PROPERTIES_OF_SHAPES if is_shape else {}) | (PROPERTIES_OF_THE_WHOLE if is_whole else {})
    if name in known and not _NO_LOOK.fullmatch(bare):
        yield known[name]
    else:
        yield from _value_losses(name, bare)


def _value_losses(name: str, value: str) -> Iterator[str]:
    if name == "vector-effect" and value == "non-scaling-stroke":
        yield "linjer som är lika tjocka i alla storlekar"
    if name == "clip-path" and not re.match(r"url\(|none|inherit|initial|unset", value.strip()):
        yield "delar som klipps med stilregler"
    if "var(--" in value or (name in PAINTS and is_computed(value)):
        yield "färger som filen räknar ut själv"
    if re.match(r"\s*(?:calc|min|max|clamp)\(", value):
        yield "mått som filen räknar ut själv"


def _rule_losses(rule: Rule, seen: _Seen, shown: Collection[str], kept: Collection[str]) -> Iterator[str]:
    """Yield what a rule does that would be lost: because the rule is not kept, or some of its properties are not."""
    blocks = (*rule.conditions, rule.selectors)
    if any(_NO_RULES.match(block) or _is_for_others(block) for block in blocks) or not seen.can_match(rule.selectors):
        return
    pairs = [(name, value) for name, value in read_declarations(rule.declarations) if name != "color" or seen.takes_colour]
    is_whole = seen.is_of_root(rule.selectors)
    for name, value in pairs:
        yield from _property_losses(name, value, is_whole=is_whole, is_shape=not is_whole)
    if any(name in kept for name, _ in pairs) and (rule.conditions or not is_plain(rule.selectors, shown)):
        yield f"stilregler med villkor ({' '.join(blocks)[:60]})"


def _is_for_others(condition: str) -> bool:
    """Return whether a condition holds only in print, in dark mode or with forced colours."""
    name, _, media = condition.partition(" ")
    return name == "@media" and all(_OTHER_SCREENS.match(medium) for medium in media.split(","))


_PLAIN = re.compile(r"(?:[^\W\d][\w-]*)?(?:[.#][^\W\d][\w-]*)*")


def is_plain(selectors: str, elements: Collection[str]) -> bool:
    """Return whether selectors contain only elements, classes and ids, which all renderers support."""
    parts = re.split(r"[\s>,]+", selectors.strip())
    names = (re.split("[.#]", part)[0] for part in parts)
    return all(map(_PLAIN.fullmatch, parts)) and all(name in elements for name in names if name)

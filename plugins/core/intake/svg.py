"""SVG: a file from outside, cleaned twice by allow-lists and wrapped in a frame of our own.

Stage: intake. In: the bytes of an SVG. Out: a `Drawing` that holds nothing but shapes, and the words for what was
taken out. The order: defusedxml reads it (no entity of a harmful sort, no outside file); svg-hush filters it; our own,
shorter list then judges what svg-hush let through, since it keeps outside addresses with their host cut off, and
global style rules. Why: `docs/decisions/0031-logo-intake.md`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, tostring

import py_svg_hush
from defusedxml import ElementTree, common

from plugins.core.intake.css import read_declarations, read_rules
from plugins.core.intake.findings import Refused, Use, answer
from plugins.core.intake.formats import unpack
from plugins.core.intake.looks import BITMAP, SVG_NS, XHTML_NS, find_losses, is_left_out, is_plain, name_of
from plugins.core.swedish import join_words

XLINK_NS = "http://www.w3.org/1999/xlink"

MOST_BYTES = 3_000_000
MOST_ELEMENTS = 20_000
"""Also counted where `use` repeats them: more is no logo, and would be slow on every phone."""
MOST_DEPTH = 100
LONGEST_VARIABLE = 60
"""Characters: a colour is shorter, and more could make a small file a huge one."""
SAME_SHAPE = 0.01
"""Width by height may differ so much from the `viewBox`: drawing programs round."""

SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image", "use"}
ELEMENTS = SHAPES | {
    "svg", "g", "defs", "symbol", "switch", "style", "tspan", "textPath", "marker", "clipPath", "mask", "pattern",
    "linearGradient", "radialGradient", "stop", "filter", "feBlend", "feColorMatrix", "feComposite", "feDropShadow", "feFlood",
    "feGaussianBlur", "feMerge", "feMergeNode", "feOffset", "feComponentTransfer", "feFuncR", "feFuncG", "feFuncB", "feFuncA",
    "feConvolveMatrix", "feDiffuseLighting", "feDistantLight", "feMorphology", "fePointLight",
    "feSpecularLighting", "feSpotLight", "feTurbulence",
}  # fmt: skip
"""Every element that can be in what we publish."""

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
"""Every property of style, as an attribute or in a rule."""

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
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_UNITS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
"""CSS pixels of each unit (CSS Values 3, part 5.2)."""

Area = tuple[float, float, float, float]
"""x, y, width, height in the drawing's own units."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A cleaned drawing."""

    root: Element
    area: Area | None
    """What it shows; None where the file does not say."""
    removed: tuple[str, ...]
    """What was taken out that an editor should know of, in Swedish, each once."""
    has_text: bool
    """It has text that every visitor's own fonts would set."""
    bitmaps: tuple[bytes, ...]
    """Pictures of pixels in it, for the intake to judge before anything draws them."""
    fitting: Mapping[str, str] = field(default_factory=dict)
    """Where it is not drawn in the units of `area`: its `viewBox`, and how that is fitted into the area."""

    def framed(self, area: Area, width: float, height: float) -> bytes:
        """Return an SVG file of `width` × `height` pixels that shows `area`.

        The drawing keeps its own coordinates in an inner `svg`, so that percentages mean what they meant.
        """
        x, y, w, h = self.area or area
        inner = Element("svg", {k: v for k, v in self.root.attrib.items() if k in PROPERTIES | {"class", "style", "id"}})
        inner.attrib.update(x=_short(x), y=_short(y), width=_short(w), height=_short(h), viewBox=_numbers((x, y, w, h)))
        inner.attrib.update(self.fitting)
        inner.extend(self.root)
        size = {"width": _short(width), "height": _short(height)}
        outer = Element("svg", {"xmlns": SVG_NS, **size, "viewBox": _numbers(area)})
        outer.append(inner)
        return tostring(outer, "unicode").encode()


def clean_svg(data: bytes, use: Use) -> Drawing:
    """Clean an SVG; raise `Refused` for what is no whole SVG, cannot be made safe, or would not look as it was drawn."""
    raw = unpack(data)
    if len(raw) > MOST_BYTES:
        size = f"{len(raw) / 1e6:.1f}".replace(".", ",")
        raise Refused("for-stor-bild", f"SVG-filen är {size} MB. En logotyp är sällan större än 0,1 MB.", *_ASK_CLEAN)
    _refuse_entities(raw)
    tree = _parse(raw)
    _refuse_bulk(tree)
    _settle(tree)
    _refuse_losses(tree, use)
    removed = dict.fromkeys(_find_dangers(tree))
    if re.search(rb"<\?xml-stylesheet", raw.replace(b"\0", b"")):
        removed[OUTSIDE] = None
    try:
        hushed = py_svg_hush.filter_svg(_without_prefixes(tree), {"image": ["png", "jpeg"]})
        root = ElementTree.fromstring(hushed)
    except (ValueError, TypeError, ParseError):
        raise Refused("skadad-bild", "SVG-filen går inte att rensa från det som kan göra skada.", *_ASK_CLEAN) from None
    bitmaps: list[bytes] = []
    _keep_allowed(root, bitmaps)
    _forget_missing_filters(root)
    _refuse_expansion(root)
    has_text = any(element.tag == "text" and "".join(element.itertext()).strip() for element in root.iter())
    area, fitting = _area(root)
    return Drawing(root, area, tuple(removed), has_text, tuple(bitmaps), fitting)


_ASK_CLEAN = ("Spara den på nytt ur ett ritprogram, som SVG eller PNG.",)


# ---- reading

_ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?[\w:.-]+\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')")


def _refuse_entities(raw: bytes) -> None:
    """Let pass only the short plain names that old Illustrator files abbreviate; nothing nested, nothing from outside."""
    text = raw.replace(b"\0", b"").decode("latin-1")
    if len(re.findall("<!ENTITY", text)) > len(harmless := [m for m in _ENTITY.finditer(text) if _is_harmless(m)]):
        message = "SVG-filen innehåller entiteter, som kan göra skada eller låsa webbläsaren."
        raise Refused("osaker-svg", message, *_ASK_CLEAN)
    if len(harmless) > 40:
        raise Refused("osaker-svg", "SVG-filen innehåller ovanligt många entiteter.", *_ASK_CLEAN)


def _is_harmless(found: re.Match[str]) -> bool:
    value = found[3] if found[3] is not None else found[4]
    return not found[1] and not found[2] and value is not None and len(value) < 200 and not re.search("[&%<]", value)


def _parse(raw: bytes) -> Element:
    """Parse, mending what drawings copied out of a web page lack: the name spaces."""
    try:
        root = _read_xml(raw)
    except ParseError as error:
        if "unbound prefix" not in str(error):
            raise _broken(error) from None
        try:
            root = _read_xml(re.sub(rb"<svg\b", f'<svg xmlns:xlink="{XLINK_NS}"'.encode(), raw, count=1))
        except ParseError as second:
            raise _broken(second) from None
    if root.tag == "svg":
        for element in root.iter():
            if not element.tag.startswith("{"):
                element.tag = f"{{{SVG_NS}}}{element.tag}"
    if root.tag != f"{{{SVG_NS}}}svg":
        raise Refused("skadad-bild", "Filen är ingen hel SVG: dess yttersta del heter inte svg.", *_ASK_CLEAN)
    return root


def _read_xml(raw: bytes) -> Element:
    try:
        root: Element = ElementTree.fromstring(raw, forbid_entities=False, forbid_external=True)
    except common.DefusedXmlException:
        raise Refused("osaker-svg", "SVG-filen hämtar delar utifrån redan när den läses.", *_ASK_CLEAN) from None
    except (ValueError, LookupError):  # an encoding that nobody knows
        raise Refused("skadad-bild", "SVG-filen är skriven med tecken som inte går att läsa.", *_ASK_CLEAN) from None
    return root


def _without_prefixes(tree: Element) -> bytes:
    """Write the tree with SVG as its default name space: svg-hush drops the declaration of any prefix."""
    for element in tree.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG_NS}}}")
        for key, value in element.attrib.items():
            if _local(key) == "href" and value.lstrip().startswith("data:image/jpg;"):
                element.set(key, value.replace("image/jpg", "image/jpeg", 1))  # as many programs write it
    tree.set("xmlns", SVG_NS)
    # as text: svg-hush does not read characters written as numbers inside style
    return tostring(tree, "unicode").encode()


def _broken(error: ParseError) -> Refused:
    line = error.position[0]
    cut = "no element found" in str(error) or "unclosed" in str(error)
    message = "SVG-filen är avbruten: slutet saknas." if cut else f"SVG-filen är skadad vid rad {line}."
    return Refused("skadad-bild", message, "Spara filen på nytt ur mejlet, eller be partnern skicka den igen.", line=line)


def _refuse_bulk(tree: Element) -> None:
    """Refuse drawings with more parts, or deeper, than any logo has."""
    count, level, deep = 0, [tree], 0
    while level:
        count, deep = count + len(level), deep + 1
        if count > MOST_ELEMENTS or deep > MOST_DEPTH:
            message = f"SVG-filen har fler än {MOST_ELEMENTS} delar, eller för många inuti varandra."
            raise Refused("osaker-svg", message, *_ASK_CLEAN)
        level = [child for element in level for child in element]


# ---- settling

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")


def _settle(root: Element) -> None:
    """Write what the drawing leaves to the browser as the browser would have it, in place."""
    for parent in list(root.iter()):
        for child in list(parent):
            if is_left_out(child):
                parent.remove(child)
    known = _variables(root)
    for element in root.iter():
        if names := element.get("class"):
            element.set("class", _plain_letters(names))
        for key, value in element.attrib.items():
            if "var(" in value:
                element.set(key, _put_variables(value, known))
        if order := element.attrib.pop("paint-order", ""):  # svg-hush knows it as style only
            element.set("style", f"paint-order:{order};{element.get('style', '')}")
        if name_of(element) == "style":
            css = _put_variables("".join(element.itertext()), known)
            css = re.sub(r"\.[^\W\d][\w-]*", lambda name: _plain_letters(name[0]), css)
            medium = element.attrib.pop("media", "").strip()
            element[:] = []
            element.text = css if medium in ("", "all", "screen") else f"@media {medium}{{{css}}}"


def _plain_letters(names: str) -> str:
    """Return names of classes without letters such as å, which svg-hush drops."""
    return re.sub(r"[^\0-\x7f]", lambda letter: f"_x{ord(letter[0]):X}_", names)


def _variables(root: Element) -> dict[str, str | None]:
    """Return the variables of the style sheets: a value where it is the same for the whole drawing, else None."""
    sheets = ["".join(element.itertext()) for element in root.iter() if name_of(element) == "style"]
    rules = [rule for sheet in sheets for rule in read_rules(sheet)]
    given = [(rule.declarations, not rule.conditions and rule.selectors in (":root", "svg")) for rule in rules]
    given += [(element.get("style", ""), element is root) for element in root.iter()]
    known: dict[str, str | None] = {}
    for declarations, is_whole in given:
        for name, value in read_declarations(declarations):
            if name.startswith("--"):
                is_sure = is_whole and len(value) <= LONGEST_VARIABLE and known.get(name, value) == value
                known[name] = value if is_sure else None
    return known


def _put_variables(css: str, known: Mapping[str, str | None]) -> str:
    """Replace each variable that has one value, or none and a spare one; the others stay."""

    def put(found: re.Match[str]) -> str:
        spare = found[2].strip() if found[2] else None
        return known.get(found[1], spare) or found[0]

    return _VARIABLE.sub(put, css)


def _refuse_losses(root: Element, use: Use) -> None:
    if losses := list(dict.fromkeys(find_losses(root, ELEMENTS, PROPERTIES))):
        message = f"SVG-filen skulle se annorlunda ut på webbplatsen. Den använder {join_words(losses)}."
        problem = f"Filen använder något som inte kan visas likadant hos oss: {join_words(losses)}."
        asked = answer(problem, "den, med allt omvandlat till vanliga ytor,") if use == "logo" else _ASK_PIXELS
        raise Refused("okand-effekt", message, *asked)


_ASK_PIXELS = ("Spara bilden som PNG i stället, så syns allt som det är ritat.",)


# ---- telling

OUTSIDE = "något som hämtas från en annan plats"
"""Also what a drawing program has linked to instead of putting it into the file."""
_SCRIPT = "skript"


def _find_dangers(tree: Element) -> Iterator[str]:
    """Yield the words for what an editor should know that the file held; what drawing programs leave behind is not told."""
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
    plain = re.sub(r"/\*.*?\*/|\s", "", unescaped.replace("\\", ""), flags=re.DOTALL).lower()
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


# ---- keeping


def _keep_allowed(root: Element, bitmaps: list[bytes]) -> None:
    """Keep what the lists name, in place; element names lose their name space, which the frame declares."""
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
    """Keep a picture of pixels that the file itself holds."""
    found = BITMAP.fullmatch(element.get("href", "").strip())
    if found is None:
        return False
    try:
        bitmaps.append(base64.b64decode("".join(found[1].split()), validate=True))
    except binascii.Error:
        raise Refused("skadad-bild", "Bilden som ligger i SVG-filen är skadad.", *_ASK_CLEAN) from None
    return True


def _is_safe_value(value: str) -> bool:
    """Tell whether a value of style points to nothing but parts of the drawing itself."""
    inside = re.sub(r"url\(\s*(['\"]?)#[^\s\"'()<>\\]+\1\s*\)", "", value)
    return not re.search(r"\\|url\s*\(|expression|javascript:|image-set|@", inside, re.IGNORECASE)


_PAINTS = ("fill", "stroke")
"""Without them a shape would turn black; what is fetched from elsewhere is no colour."""


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
    """Return the plain rules of a style sheet: no at-rule, no selector that reaches beyond drawings."""
    kept = []
    for rule in read_rules(css):
        safe = keep_declarations(rule.declarations)
        if safe and not rule.conditions and is_plain(rule.selectors, ELEMENTS):
            kept.append(f"{rule.selectors}{{{safe}}}")
    return "".join(kept)


def _forget_missing_filters(root: Element) -> None:
    """Take away filters that are not there: browsers then show the part as it is, others do not show it at all."""
    there = {element.get("id") for element in root.iter()}

    def is_missing(name: str, value: str) -> bool:
        found = re.match(r"\s*url\(\s*['\"]?#([^\s\"'()]+)", value)
        return name == "filter" and found is not None and found[1] not in there

    for element in root.iter():
        if is_missing("filter", element.get("filter", "")):
            del element.attrib["filter"]
        if "filter" in (style := element.get("style", "")):
            kept = [f"{name}:{value}" for name, value in read_declarations(style) if not is_missing(name, value)]
            element.set("style", ";".join(kept))


# ---- repeating


def _refuse_expansion(root: Element) -> None:
    """Refuse a drawing whose `use` repeats itself, or repeats more parts than any logo has."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    sizes: dict[int, int] = {}
    pending: set[int] = set()

    def size_of(element: Element) -> int:
        if id(element) in sizes:
            return sizes[id(element)]
        if id(element) in pending or len(pending) > 2 * MOST_DEPTH:
            raise Refused("osaker-svg", "SVG-filen har en del som upprepar sig själv utan slut.", *_ASK_CLEAN)
        pending.add(id(element))
        total = 1 + sum(size_of(child) for child in element)
        target = named.get(element.get("href", "").removeprefix("#")) if element.tag == "use" else None
        total += size_of(target) if target is not None else 0
        pending.discard(id(element))
        if total > MOST_ELEMENTS:
            raise Refused("osaker-svg", f"SVG-filen upprepar sina delar fler än {MOST_ELEMENTS} gånger.", *_ASK_CLEAN)
        sizes[id(element)] = total
        return total

    size_of(root)


# ---- size


def _area(root: Element) -> tuple[Area | None, dict[str, str]]:
    """Return what the drawing shows: its `viewBox`, else its width and height; None where it says neither.

    Where the two differ in shape the picture has the shape of width and height, and the second value tells how the
    `viewBox` is fitted into it (SVG 2, part 8.6).
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
        raise Refused("skadad-bild", message, *_ASK_CLEAN)
    return area


def _length(written: str) -> float | None:
    found = re.fullmatch(rf"\s*({_NUMBER})\s*([a-z]*)\s*", written)
    return float(found[1]) * _UNITS[found[2]] if found and found[2] in _UNITS else None


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(_short(value) for value in values)


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")

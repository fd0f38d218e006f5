"""Parse an SVG safely.

Takes the contents of a file; returns the element tree, with missing namespaces added, or raises `Refused`. Parsing uses
defusedxml, and allows neither harmful entities nor external files. Drawings with more elements than any logo are refused, before
and after `use` is expanded.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree, common

from plugins.core.intake.findings import ASK_CLEAN, Refused
from plugins.core.intake.looks import SVG_NS

XLINK_NS = "http://www.w3.org/1999/xlink"

MOST_ELEMENTS = 20_000
"""Includes the elements that `use` repeats; more would be slow on every phone."""
MOST_DEPTH = 100

_ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?[\w:.-]+\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')")


def refuse_entities(raw: bytes) -> None:
    """Raise `Refused` for entities other than the short plain ones of old Illustrator files: nested, external, or too many."""
    text = raw.replace(b"\0", b"").decode("latin-1")
    if len(re.findall("<!ENTITY", text)) > len(harmless := [m for m in _ENTITY.finditer(text) if _is_harmless(m)]):
        message = "SVG-filen innehåller entiteter, som kan göra skada eller låsa webbläsaren."
        raise Refused("osaker-svg", message, *ASK_CLEAN)
    if len(harmless) > 40:
        raise Refused("osaker-svg", "SVG-filen innehåller ovanligt många entiteter.", *ASK_CLEAN)


def _is_harmless(found: re.Match[str]) -> bool:
    value = found[3] if found[3] is not None else found[4]
    return not found[1] and not found[2] and value is not None and len(value) < 200 and not re.search("[&%<]", value)


def parse(raw: bytes) -> Element:
    """Parse an SVG; namespaces missing in drawings copied out of web pages are added."""
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
        raise Refused("skadad-bild", "Filen är ingen hel SVG: dess yttersta del heter inte svg.", *ASK_CLEAN)
    return root


def _read_xml(raw: bytes) -> Element:
    try:
        root: Element = ElementTree.fromstring(raw, forbid_entities=False, forbid_external=True)
    except common.DefusedXmlException:
        raise Refused("osaker-svg", "SVG-filen hämtar delar utifrån redan när den läses.", *ASK_CLEAN) from None
    except (ValueError, LookupError):  # an unknown encoding
        raise Refused("skadad-bild", "SVG-filen är skriven med tecken som inte går att läsa.", *ASK_CLEAN) from None
    return root


def _broken(error: ParseError) -> Refused:
    line = error.position[0]
    cut = "no element found" in str(error) or "unclosed" in str(error)
    message = "SVG-filen är avbruten: slutet saknas." if cut else f"SVG-filen är skadad vid rad {line}."
    return Refused("skadad-bild", message, "Spara filen på nytt ur mejlet, eller be partnern skicka den igen.", line=line)


def refuse_bulk(tree: Element) -> None:
    """Raise `Refused` for drawings with more elements, or deeper nesting, than any logo."""
    count, level, deep = 0, [tree], 0
    while level:
        count, deep = count + len(level), deep + 1
        if count > MOST_ELEMENTS or deep > MOST_DEPTH:
            message = f"SVG-filen har fler än {MOST_ELEMENTS} delar, eller för många inuti varandra."
            raise Refused("osaker-svg", message, *ASK_CLEAN)
        level = [child for element in level for child in element]


def refuse_expansion(root: Element) -> None:
    """Raise `Refused` for a drawing with a recursive `use`, or one that repeats more elements than any logo has."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    sizes: dict[int, int] = {}
    pending: set[int] = set()

    def size_of(element: Element) -> int:
        if id(element) in sizes:
            return sizes[id(element)]
        if id(element) in pending or len(pending) > 2 * MOST_DEPTH:
            raise Refused("osaker-svg", "SVG-filen har en del som upprepar sig själv utan slut.", *ASK_CLEAN)
        pending.add(id(element))
        total = 1 + sum(size_of(child) for child in element)
        target = named.get(element.get("href", "").removeprefix("#")) if element.tag == "use" else None
        total += size_of(target) if target is not None else 0
        pending.discard(id(element))
        if total > MOST_ELEMENTS:
            raise Refused("osaker-svg", f"SVG-filen upprepar sina delar fler än {MOST_ELEMENTS} gånger.", *ASK_CLEAN)
        sizes[id(element)] = total
        return total

    size_of(root)

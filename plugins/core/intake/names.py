"""Rename the ids and classes of a drawing, and all references to them, to plain ASCII names that every program supports.

Modifies the tree of an SVG, so that each id is unique, each reference leads to a part of the kind it needs, and no name has a
character that svg-hush or resvg mishandles. The only module that knows where names occur: `id`, `class`, `href`, `xlink:href`,
`url()` in attributes and styles, and selectors.

References are resolved like in browsers (`tests/browser/test_logos.py` compares with Chromium): the address is unescaped as CSS,
then percent-decoded; the first part with that id is meant; characters are compared without normalisation. `href` takes precedence
over `xlink:href`. A paint with a broken reference is none, or the fallback colour after it; a clip path, mask, marker or filter
with a broken reference is ignored.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element

from plugins.core.intake.css import is_broken, read_tokens, write_tokens
from plugins.core.intake.findings import ASK_CLEAN, Refused
from plugins.core.intake.looks import ELEMENTS, name_of

XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
MOST_SELECTORS = 200
"""The most selectors that a list may expand to if several parts have the same id."""
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_GRADIENTS = {"linearGradient", "radialGradient"}
_PAINTS = dict.fromkeys(("fill", "stroke"), _GRADIENTS | {"pattern"} | ELEMENTS.keys())
PROPERTIES = {
    **_PAINTS,
    "clip-path": {"clipPath"},
    "mask": {"mask"},
    "filter": {"filter"},
    **{name: {"marker"} for name in ("marker", "marker-start", "marker-mid", "marker-end")},
}
"""Properties that refer to parts, with the kinds of parts that they accept."""
_LINKS = {**dict.fromkeys(_GRADIENTS, _GRADIENTS), "pattern": {"pattern"}, "filter": {"filter"}, "textPath": {"path"}}
"""Elements that inherit through `href`, with the kinds that they accept; `use` accepts any."""


class DrawingNames:
    """The ids and classes of a drawing, with their new names."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._kinds: dict[str, str | None] = {}
        self._ids: dict[str, list[str]] = {}
        self._classes: dict[str, str] = {}
        elements = list(root.iter())
        self._taken = {name for element in elements for name in (element.get("id", ""), *element.get("class", "").split())}
        self._fresh = itertools.count(1)
        for element in elements:
            if name := element.attrib.pop("id", ""):
                self._kinds.setdefault(name, name_of(element))
                plain = self._plain(name, is_first=name not in self._ids)
                self._ids.setdefault(name, []).append(plain)
                element.set("id", plain)
            if names := element.get("class"):
                element.set("class", " ".join(map(self._class, names.split())))

    def settle_links(self) -> None:
        """Rewrite the references in `href`; one to no part is removed."""
        for element in self._root.iter():
            kind = name_of(element)
            if kind is None or kind == "a":
                continue
            for key in ("href", XLINK_HREF):
                if (written := element.get(key)) is None:
                    continue
                if key == XLINK_HREF and "href" in element.attrib:
                    del element.attrib[key]
                elif (name := _fragment(written)) is not None:
                    plain = self._find(name, _LINKS.get(kind))
                    element.set(key, f"#{plain}" if plain else "#")
            if element.get("href") == "#" and element.get(XLINK_HREF) is None:
                del element.attrib["href"]
            if element.get(XLINK_HREF) == "#":
                del element.attrib[XLINK_HREF]

    def put(self, prop: str, value: str) -> str | None:
        """Return a value with its references renamed, or the fallback for broken ones; None for a value that browsers ignore."""
        if prop not in PROPERTIES or ("(" not in value and "\\" not in value):
            return value
        written, nodes = [], read_tokens(value)
        if any(map(is_broken, nodes)):
            return None
        for place, node in enumerate(nodes):
            address = _address(node)
            name = None if address is None else _fragment(address)
            if name is None:
                written.append(write_tokens([node]) or " ")
                continue
            plain = self._find(name, PROPERTIES[prop])
            if prop in _PAINTS:  # what follows is the fallback colour
                return f"url(#{plain})" if plain else write_tokens(nodes[place + 1 :]) or "none"
            if not plain:
                return "none"
            written.append(f"url(#{plain})")
        return "".join(written).strip()

    def select(self, selectors: str) -> str:
        """Return a list of selectors with the new names; one with a duplicate id is expanded to one for each of its parts."""
        if selectors.startswith("@") or ("#" not in selectors and "." not in selectors):
            return selectors
        written = list(self._selectors(selectors))
        return selectors if "".join(written) == selectors.replace(",", "") else ", ".join(map(str.strip, written))

    def _selectors(self, selectors: str) -> Iterator[str]:
        count = 0
        for selector in _split(read_tokens(selectors)):
            choices = list(self._choices(selector))
            for choice in itertools.product(*choices):
                count += 1
                if count > MOST_SELECTORS:
                    raise Refused("osaker-svg", "SVG-filen har många delar med samma namn.", *ASK_CLEAN)
                yield "".join(choice)

    def _choices(self, nodes: list[Any]) -> Iterator[list[str]]:
        """Yield the possible forms of each token of a selector."""
        before = None
        for node in nodes:
            if node.type == "hash" and node.is_identifier:
                yield [f"#{plain}" for plain in self._ids.get(node.value) or [self._plain(node.value)]]
            elif node.type == "ident" and before == ".":
                yield [self._class(node.value)]
            else:
                yield [" " if node.type == "whitespace" else write_tokens([node])]
            before = node

    def _find(self, name: str, kinds: set[str] | None) -> str | None:
        kind = self._kinds.get(name)
        return self._ids[name][0] if kind and (kinds is None or kind in kinds) else None

    def _class(self, name: str) -> str:
        if name not in self._classes:
            self._classes[name] = self._plain(name)
        return self._classes[name]

    def _plain(self, name: str, *, is_first: bool = True) -> str:
        if is_first and _PLAIN.fullmatch(name):
            return name
        return next(fresh for n in self._fresh if (fresh := f"n{n}") not in self._taken)


def _address(node: Any) -> str | None:
    """Return the unescaped argument of `url()`; None for any other token."""
    if node.type == "url":
        return str(node.value)
    if node.type == "function" and node.lower_name == "url":
        inside = [part for part in node.arguments if part.type == "string"]
        return str(inside[0].value) if inside else None
    return None


def _fragment(address: str) -> str | None:
    """Return the id that an address refers to; None if it leads out of the drawing (URL Standard, section 4.4)."""
    bare = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    if not bare.startswith("#"):
        return None
    raw = unquote_to_bytes(bare[1:])
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _split(nodes: list[Any]) -> Iterator[list[Any]]:
    selector: list[Any] = []
    for node in nodes:
        if node == ",":
            yield selector
            selector = []
        else:
            selector.append(node)
    yield selector

"""Names: ids and classes of a drawing, and everything that refers to them, in the plain letters that all programs understand.

Stage: intake. In: an SVG as it was read. Out: the same tree, in which each id stands once, each reference leads to a part of
the kind it needs, and no name holds a letter that svg-hush or resvg stumbles on. This is the one place that knows where names
stand: `id`, `class`, `href`, `xlink:href`, `url()` in attributes and styles, and selectors.

How browsers find a part (held against Chromium by `tests/browser/test_logos.py`): an address is unescaped as CSS, then its
`%` signs are decoded; the first part of that id is meant; letters are compared as they are, composed or not. `href` counts
before `xlink:href`. An address without such a part paints nothing, or with the spare colour after it; a clip path, mask,
marker or filter that is not there leaves the shape as it is.
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
"""That one list of selectors may become where several parts have one id."""
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
"""Properties that refer to parts, and the kinds of parts that they can use."""
_LINKS = {**dict.fromkeys(_GRADIENTS, _GRADIENTS), "pattern": {"pattern"}, "filter": {"filter"}, "textPath": {"path"}}
"""Elements whose `href` says what to take over, and from which kinds; `use` takes any."""


class DrawingNames:
    """The ids and classes of a drawing."""

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
        """Rewrite what refers to a part by `href`; what leads to none is taken away."""
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
        """Return a value with what it refers to by its plain name, or what browsers do without it; None: they pass it over."""
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
            if prop in _PAINTS:  # what follows is the spare colour
                return f"url(#{plain})" if plain else write_tokens(nodes[place + 1 :]) or "none"
            if not plain:
                return "none"
            written.append(f"url(#{plain})")
        return "".join(written).strip()

    def select(self, selectors: str) -> str:
        """Return a list of selectors with plain names: a selector of an id that stands twice names each of its parts."""
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
        """Yield the ways to write each token of a selector."""
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
    """Return what `url()` holds, unescaped; None for another token."""
    if node.type == "url":
        return str(node.value)
    if node.type == "function" and node.lower_name == "url":
        inside = [part for part in node.arguments if part.type == "string"]
        return str(inside[0].value) if inside else None
    return None


def _fragment(address: str) -> str | None:
    """Return the id that an address means; None where it leads out of the drawing (URL Standard, part 4.4)."""
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

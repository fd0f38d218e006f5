"""Compute the values in a drawing that browsers would compute: variables, colours, references, cascaded declarations.

Modifies the tree of an SVG in place, so that other renderers show the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from plugins.core.intake.css import read_declarations, read_rules, split_important
from plugins.core.intake.looks import is_left_out, name_of
from plugins.core.intake.names import PROPERTIES, DrawingNames
from plugins.core.intake.paint import PAINTS, settle_paint

LONGEST_VARIABLE = 60
"""Characters: colours are shorter, and longer values could blow up a small file."""

_SETTLED = PAINTS.keys() | PROPERTIES.keys()
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")


def leave_out(root: Element) -> None:
    """Remove elements that no browser shows, and move the `media` attribute of style sheets into the CSS, in place."""
    for parent in list(root.iter()):
        for child in list(parent):
            if is_left_out(child):
                parent.remove(child)
    for element in root.iter():
        if name_of(element) == "style":
            css, medium = "".join(element.itertext()), element.attrib.pop("media", "").strip()
            element[:] = []
            element.text = css if medium in ("", "all", "screen") else f"@media {medium}{{{css}}}"


def settle(root: Element) -> None:
    """Replace what browsers compute by the result, in place."""
    known = _variables(root)
    names = DrawingNames(root)
    names.settle_links()

    def settled(css: str) -> str:
        return ";".join(f"{name}:{value}" for name, value in _settled(read_declarations(_put_variables(css, known)), names))

    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "style":
                element.set(key, settled(value))
            elif key in _SETTLED:
                put = _settled_value(key, _put_variables(value, known), names)
                if put is None:
                    del element.attrib[key]
                else:
                    element.set(key, put)
            elif "var(" in value:
                element.set(key, _put_variables(value, known))
        if order := element.attrib.pop("paint-order", ""):  # svg-hush accepts it only in `style`
            element.set("style", f"paint-order:{order};{element.get('style', '')}")
        if name_of(element) == "style":
            rules = read_rules(element.text or "")
            element.text = "".join(rule.written(names.select(rule.selectors), settled(rule.declarations)) for rule in rules)


def _settled(declarations: Iterable[tuple[str, str]], names: DrawingNames) -> Iterator[tuple[str, str]]:
    """Yield the effective declarations: invalid ones are dropped, and of several for one property the last applies."""
    kept: dict[str, str] = {}
    for name, value in declarations:
        bare, important = split_important(value)
        put = _settled_value(name, bare, names)
        if put is None or (not important and kept.get(name, "").endswith("!important")):
            continue
        kept.pop(name, None)
        kept[name] = put + important
    yield from kept.items()


def _settled_value(name: str, value: str, names: DrawingNames) -> str | None:
    put = names.put(name, value)
    return settle_paint(name, put) if name in PAINTS and put is not None else put


def _variables(root: Element) -> dict[str, str | None]:
    """Return the custom properties: with a value if it is the same in the whole drawing, else None."""
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
    """Replace each variable with a known value, or without one but with a fallback; others stay."""

    def put(found: re.Match[str]) -> str:
        spare = found[2].strip() if found[2] else None
        return known.get(found[1], spare) or found[0]

    return _VARIABLE.sub(put, css)

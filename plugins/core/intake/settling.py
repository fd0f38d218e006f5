"""Settling: what a drawing leaves to the browser, written as the browser would have it.

Stage: intake. In: an SVG as it was read. Out: the same tree, in which nothing is left that only a
browser would work out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from plugins.core.intake.css import read_declarations, read_rules
from plugins.core.intake.looks import is_left_out, name_of

LONGEST_VARIABLE = 60
"""Characters: a colour is shorter, and more could make a small file a huge one."""

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")


def settle(root: Element) -> None:
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

"""Separate the words of headings and components that depend on the day from those that do not.

Takes Python-Markdown's tree, in which `dialect` marks elements whose words depend on the day. Returns the constant words of a
heading, or the words of a block in runs with the constant part of each, and removes the marked elements. Called by `reading`.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from plugins.core.locales.lasting import Runs, name_lasting
from plugins.core.markdown.dialect import LASTING, NAMED, plain_words


def find_lasting_words(heading: Element) -> str | None:
    """Return the words of a heading without those that depend on the day; None if none does."""
    names = [element.attrib[NAMED] for element in heading.iter() if LASTING in element.attrib]
    return name_lasting(" ".join(plain_words("".join(_list_lasting(heading))).split()), names) if names else None


def _list_lasting(element: Element) -> Iterator[str]:
    if LASTING in element.attrib:
        yield element.attrib[LASTING]
        return
    yield element.text or ""
    for child in element:
        yield from _list_lasting(child)
        yield child.tail or ""


def find_runs(block: Element) -> Runs:
    """Return the words of an element in runs, each with its constant part; empty if no word depends on the day."""
    found = tuple(_list_runs(block))
    return found if any(lasting is not None for _, lasting, _ in found) else ()


def _list_runs(element: Element) -> Iterator[tuple[str, str | None, str]]:
    if LASTING in element.attrib:
        yield plain_words("".join(element.itertext())), element.attrib[LASTING], element.attrib[NAMED]
        return
    yield plain_words(element.text or ""), None, ""
    for child in element:
        yield from _list_runs(child)
        yield plain_words(child.tail or ""), None, ""


def forget_day(root: Element) -> None:
    """Remove the marking of words that depend on the day, so that it is not shown."""
    for parent in [*root.iter()]:
        if any(LASTING in child.attrib for child in parent):
            children = [*parent]
            parent[:] = []
            for child in children:
                _put_back(child, parent)


def _put_back(child: Element, parent: Element) -> None:
    """Append an element to its parent; one that only marked its words is replaced by them."""
    follows = child.attrib.pop(LASTING, None) is not None
    child.attrib.pop(NAMED, None)
    if not follows or child.tag != "span" or child.attrib:
        parent.append(child)
        return
    words = f"{child.text or ''}{child.tail or ''}"
    if len(parent):
        parent[-1].tail = f"{parent[-1].tail or ''}{words}"
    else:
        parent.text = f"{parent.text or ''}{words}"

"""Stylesheets without the rules that no page of theirs has anything for.

In: a squeezed stylesheet, and what is used: the elements and classes of the pages that fetch it, and what the script names.
Out: the stylesheet with the rules that can hold somewhere. `docs/decisions/0136-no-rule-without-a-page.md` says why.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

_ELEMENT = re.compile(rb"<([A-Za-z][\w-]*)")
_CLASSES = re.compile(rb'class="([^"]*)"')
"""Patterns of bytes that begin with a plain sign are found in a tenth of the time."""
_TEXTS_OF_SCRIPT = tuple(re.compile(f"{sign}([^{sign}]*){sign}") for sign in "\"'`")
_WORD = re.compile(r"[\w-]+")
WORDS_OF_CSS = r""""(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\burl\((?:[^"'()\\]|\\.)*+\)|\\."""
"""What stands in a stylesheet as it is and has no sign of its grammar: a text, an address without quotation marks, an escape."""
_BRACE = re.compile(f"{WORDS_OF_CSS}|[{{}}]", re.DOTALL)
_BRACKET_OR_COMMA = re.compile(f"{WORDS_OF_CSS}|[][(),]", re.DOTALL)
_PLAIN = re.compile(r"[\w\s.*>+~-]*")
"""A selector of names alone, when states are taken away: what has other signs is rather kept."""
_PSEUDO = re.compile(r"::?[\w-]+|#[\w-]+")
_NAME = re.compile(r"\.[\w-]+|(?<![\w.-])[A-Za-z][\w-]*")
"""A class, wherever it stands in a selector, or the element at its beginning."""
_HOLDING_RULES = ("@media", "@supports")


def find_uses(page: bytes) -> frozenset[str]:
    """Return the elements of a page, and its classes with a dot before each."""
    return frozenset().union(map(_read_element, set(_ELEMENT.findall(page))), *map(_read_classes, set(_CLASSES.findall(page))))


@lru_cache(maxsize=512)  # names are the same in all pages, and so are read, and lie in memory, once
def _read_element(name: bytes) -> str:
    return name.decode().lower()


@lru_cache(maxsize=4096)  # as above
def _read_classes(names: bytes) -> tuple[str, ...]:
    return tuple(sys.intern(f".{name}") for name in names.decode().split())


def find_uses_of_script(script: str) -> set[str]:
    """Return what a script may make or mark: every word of its texts, as an element and as a class."""
    texts = (text for kind in _TEXTS_OF_SCRIPT for text in kind.findall(script))
    words = {word for text in texts for word in _WORD.findall(text)}
    return words | {f".{word}" for word in words}


def trim_css(css: str, used: Collection[str]) -> str:
    """Return the stylesheet without selectors that need an element or a class which is not used.

    Rules that hold others are one where several that ask the same follow on each other.
    """
    pieces = []
    for head, rules in groupby(_trim_rules(css, used), itemgetter(0)):
        bodies = [body for _, body in rules]
        joined = ["".join(bodies)] if head.startswith(_HOLDING_RULES) else bodies
        pieces += [f"{head}{{{body}}}" for body in joined]
    return "".join(pieces)


def _trim_rules(css: str, used: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands before the braces of each rule that is left, and within them."""
    for head, body in split_rules(css):
        if head.startswith(_HOLDING_RULES):
            inner = trim_css(body, used)
            if inner:
                yield head, inner
        elif head.startswith("@"):
            yield head, body
        else:
            selectors = [selector for selector, outside in _split_selectors(head) if _can_hold(outside, used)]
            if selectors:
                yield ",".join(selectors), body


def split_rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each outer pair of braces, and within it."""
    start = opened = depth = 0
    for found in _BRACE.finditer(css):
        place = found.start()
        if found[0] == "{":
            opened = opened if depth else place
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if not depth:
                yield css[start:opened], css[opened + 1 : place]
                start = place + 1


def _split_selectors(head: str) -> Iterator[tuple[str, str]]:
    """Yield each selector of a rule, and what of it stands outside brackets."""
    start = depth = 0
    outside, last = "", 0
    for found in _BRACKET_OR_COMMA.finditer(head):
        if not depth:
            outside += head[last : found.start()] + (found[0] if found[0][0] == "\\" else "")
        if found[0] in "([":
            depth += 1
        elif found[0] in ")]":
            depth -= 1
        elif found[0] == "," and not depth:
            yield head[start : found.start()], outside
            start, outside = found.end(), ""
        last = found.end()
    yield head[start:], outside + head[last:]


def _can_hold(outside: str, used: Collection[str]) -> bool:
    """Tell whether all that a selector needs is there; what stands in brackets and after colons is a state, or a negation."""
    names = _PSEUDO.sub("", outside)
    if not _PLAIN.fullmatch(names):
        return True
    return all((name if name[0] == "." else name.lower()) in used for name in _NAME.findall(names))

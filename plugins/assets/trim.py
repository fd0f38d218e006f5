"""Remove from minified stylesheets the rules that cannot match on any page (`docs/decisions/0136-no-rule-without-a-page.md`).

A selector is kept if the elements and classes that it needs occur on a page that links the stylesheet, or in a script.
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
"""Byte patterns that begin with a literal are ten times as fast."""
_TEXTS_OF_SCRIPT = tuple(re.compile(f"{sign}([^{sign}]*){sign}") for sign in "\"'`")
_WORD = re.compile(r"[\w-]+")
WORDS_OF_CSS = r""""(?>(?:[^"\\]|\\.)*)"|'(?>(?:[^'\\]|\\.)*)'|\burl\((?>(?:[^"'()\\]|\\.)*)\)|\\."""
"""Pattern of CSS tokens whose characters are not syntax: a string, an unquoted `url()`, an escape."""
_BRACE = re.compile(f"{WORDS_OF_CSS}|[{{}}]", re.DOTALL)
_BRACKET_OR_COMMA = re.compile(f"{WORDS_OF_CSS}|[][(),]", re.DOTALL)
_PLAIN = re.compile(r"[\w\s.*>+~-]*")
"""A selector of type and class selectors only, once pseudo-classes are removed. Others are always kept."""
_PSEUDO = re.compile(r"::?[\w-]+|#[\w-]+")
_NAME = re.compile(r"\.[\w-]+|(?<![\w.-])[A-Za-z][\w-]*")
"""A class selector, or a type selector."""
_HOLDING_RULES = ("@media", "@supports")


def find_uses(page: bytes) -> frozenset[str]:
    """Return the elements of a page, in lower case, and its classes, each with a leading dot."""
    return frozenset().union(map(_read_element, set(_ELEMENT.findall(page))), *map(_read_classes, set(_CLASSES.findall(page))))


@lru_cache(maxsize=512)  # names recur on all pages: this decodes and stores each once
def _read_element(name: bytes) -> str:
    return name.decode().lower()


@lru_cache(maxsize=4096)  # as above
def _read_classes(names: bytes) -> tuple[str, ...]:
    return tuple(sys.intern(f".{name}") for name in names.decode().split())


def find_uses_of_script(script: str) -> set[str]:
    """Return the elements and classes that a script may create: every word of its strings, both as element and as class."""
    texts = (text for kind in _TEXTS_OF_SCRIPT for text in kind.findall(script))
    words = {word for text in texts for word in _WORD.findall(text)}
    return words | {f".{word}" for word in words}


def trim_css(css: str, used: Collection[str]) -> str:
    """Return a stylesheet without selectors that need an element or class that is not in `used`.

    Consecutive `@media` or `@supports` rules with the same condition are merged.
    """
    pieces = []
    for head, rules in groupby(_trim_rules(css, used), itemgetter(0)):
        bodies = [body for _, body in rules]
        joined = ["".join(bodies)] if head.startswith(_HOLDING_RULES) else bodies
        pieces += [f"{head}{{{body}}}" for body in joined]
    return "".join(pieces)


def _trim_rules(css: str, used: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield prelude and body of each rule that is kept."""
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
    """Yield prelude and body of each top-level rule, which must have braces."""
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
    """Yield each selector of a list, and the part of it that is outside brackets and parentheses."""
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
    """Return whether a selector can match: all its elements and classes are in `used`.

    `outside` is the selector without brackets and parentheses, whose contents are attributes, states or negations.
    """
    names = _PSEUDO.sub("", outside)
    if not _PLAIN.fullmatch(names):
        return True
    return all((name if name[0] == "." else name.lower()) in used for name in _NAME.findall(names))

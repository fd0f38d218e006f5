"""Parse the style sheets of drawings as browsers do.

Takes the text of a `style` element or attribute; yields rules and declarations, in order. Strings, brackets and escapes are
handled by tinycss2 (CSS Syntax Module Level 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import tinycss2

from plugins.core.dataclass import dataclass
from plugins.core.intake.findings import ASK_CLEAN, Refused

MOST_BRACKETS = 40
"""The deepest nesting of brackets in a style sheet; no logo needs more."""
_HAS_MORE_THAN_WORDS = re.compile(r"[\\\"'(){}\[\]/@<]")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a style sheet."""

    conditions: tuple[str, ...]
    """The blocks around it, outermost first: `@media print`, or the selectors of an enclosing rule."""
    selectors: str
    declarations: str

    def written(self, selectors: str, declarations: str) -> str:
        """Return the rule as CSS with other selectors and declarations, inside the blocks around it."""
        inside = f"{selectors}{{{declarations}}}"
        for condition in reversed(self.conditions):
            inside = f"{condition}{{{inside}}}"
        return inside


def read_tokens(css: str) -> list[Any]:
    """Return CSS as tinycss2 tokens, without comments; raise `Refused` if it is nested too deeply."""
    deep = deepest = 0
    for sign in re.findall(r"[\[({})\]]", css):
        deep = deep + 1 if sign in "[({" else max(0, deep - 1)
        deepest = max(deep, deepest)
    if deepest > MOST_BRACKETS:
        raise Refused("osaker-svg", "SVG-filens stilregler har för många parenteser inuti varandra.", *ASK_CLEAN)
    return list(tinycss2.parse_component_value_list(css, skip_comments=True))


def write_tokens(nodes: Iterable[Any]) -> str:
    """Return tokens as CSS, with whitespace collapsed."""
    return " ".join(tinycss2.serialize([node for node in nodes if not _is_cut_short(node)]).split())


def read_rules(css: str) -> Iterator[Rule]:
    """Yield every rule that has declarations; at-rules without a block, such as `@import`, are skipped."""
    for prelude, block in _parts(read_tokens(css)):
        if block is not None:
            yield from _rules_of(prelude, block, ())


def _rules_of(prelude: str, block: list[Any], conditions: tuple[str, ...]) -> Iterator[Rule]:
    declarations = []
    for words, inner in _parts(block):
        if inner is not None:
            yield from _rules_of(words, inner, (*conditions, prelude))
        elif words:
            declarations.append(words)
    if declarations:
        yield Rule(conditions, prelude, ";".join(declarations))


def _parts(nodes: Iterable[Any]) -> Iterator[tuple[str, list[Any] | None]]:
    """Yield what precedes each block, and the block; None in place of the block if there is a semicolon or the end instead."""
    before: list[Any] = []
    for node in nodes:
        if node.type == "{} block":
            yield write_tokens(before), node.content
            before = []
        elif node == ";":
            yield write_tokens(before), None
            before = []
        elif node not in ("<!--", "-->"):
            before.append(node)
    yield write_tokens(before), None


@lru_cache(4096)
def read_declarations(css: str) -> tuple[tuple[str, str], ...]:
    """Return the property and value of each complete declaration; properties are in lower case, except custom ones."""
    if _HAS_MORE_THAN_WORDS.search(css):
        return tuple(_declarations(read_tokens(css)))
    pairs = (declaration.partition(":") for declaration in css.split(";"))
    return tuple((_small(name.strip()), value.strip()) for name, _, value in pairs if name.strip() and value.strip())


def _declarations(nodes: Iterable[Any]) -> Iterator[tuple[str, str]]:
    written: list[Any] = []
    for node in (*nodes, None):
        if node is not None and node != ";":
            written.append(node)
            continue
        words = [part for part in written if part.type != "whitespace"]
        if len(words) > 2 and words[0].type == "ident" and words[1] == ":" and not any(map(is_broken, written)):
            yield _small(words[0].value), write_tokens(written[written.index(words[1]) + 1 :])
        written = []


def _small(name: str) -> str:
    return name if name.startswith("--") else name.lower()


def is_broken(node: Any) -> bool:
    """Return whether browsers ignore a declaration that contains this token."""
    return bool(node.type == "{} block") or (node.type == "error" and not _is_cut_short(node))


def _is_cut_short(node: Any) -> bool:
    """Return whether only the end of the text is missing, which browsers accept."""
    return bool(node.type == "error" and node.kind.startswith("eof-"))


def split_important(value: str) -> tuple[str, str]:
    """Return a value without `!important`, and ` !important` or an empty string."""
    found = re.search(r"(?:(?<!\s)\s+)?!\s*important\s*$", value[-40:], re.IGNORECASE)
    return (value[: len(value) - len(found[0])], " !important") if found else (value, "")

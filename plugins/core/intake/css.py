"""CSS: the style sheets of drawings, read as far as drawing programs write them.

Stage: intake. In: the text of a `style` element or attribute. Out: rules and declarations, in order. Grammar: CSS Syntax
Module Level 3, without what no drawing program writes (braces and semicolons inside strings).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PIECE = re.compile(r"([^{};]*)([{};]|$)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a style sheet."""

    conditions: tuple[str, ...]
    """What it stands in, outermost first: `@media print`, or the selectors of a rule around it."""
    selectors: str
    declarations: str


def read_rules(css: str) -> Iterator[Rule]:
    """Yield every rule that has declarations; at-rules without a block, such as `@import`, are no rules."""
    css = re.sub(r"/\*.*?\*/|<!--|-->", " ", css, flags=re.DOTALL)
    open_blocks: list[tuple[str, list[str]]] = []
    for text, sign in _PIECE.findall(css):
        words = " ".join(text.split())
        if sign == "{":
            open_blocks.append((words, []))
        elif open_blocks:
            prelude, declarations = open_blocks[-1]
            if words:
                declarations.append(words)
            if sign in ("}", ""):
                open_blocks.pop()
                if declarations:
                    yield Rule(tuple(outer for outer, _ in open_blocks), prelude, ";".join(declarations))


def read_declarations(css: str) -> Iterator[tuple[str, str]]:
    """Yield property, in small letters, and value of each declaration that has both."""
    for declaration in re.sub(r"/\*.*?\*/", " ", css, flags=re.DOTALL).split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name and value:
            yield name.lower(), value

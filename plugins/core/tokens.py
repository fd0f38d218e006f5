"""The theme's own colours: what stylesheets, pages and pictures have in common.

In: `theme/static/css/tokens.css`, the one place where they stand. Out: the colours by name, by day and in the evening.
Called by what draws or writes outside the stylesheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import tinycss2

from plugins.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by their name in the stylesheet (`paper`, `ink`), as it writes them: `#faf6ee`."""

    day: Mapping[str, str]
    evening: Mapping[str, str]
    """For who asks for dark pages; what is not said for the evening is as by day."""


def read_tokens(theme: Path) -> Tokens:
    """Read the custom properties of `:root`."""
    return _read((theme / "static" / "css" / "tokens.css").read_text("utf-8"))


@lru_cache(maxsize=2)
def _read(css: str) -> Tokens:
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    day = dict(_properties(rules))
    dark = [rule.content for rule in rules if rule.type == "at-rule" and "prefers-color-scheme: dark" in _text(rule.prelude)]
    evening = [tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True) for content in dark]
    own = {name: value for nested in evening for name, value in _properties(nested)}
    return Tokens(_resolve(day), _resolve(day | own))


def _resolve(properties: Mapping[str, str]) -> dict[str, str]:
    """Put the colours in the place of `var(--night)`; one that names none stays as it is."""
    named = {f"var(--{name})": value for name, value in properties.items()}
    return {name: named.get(value, value) for name, value in properties.items()}


def _properties(rules: list[tinycss2.ast.Node]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if rule.type == "qualified-rule" and _text(rule.prelude) == ":root":
            for declaration in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True):
                yield declaration.name.removeprefix("--"), _text(declaration.value)


def _text(tokens: list[tinycss2.ast.Node]) -> str:
    text: str = tinycss2.serialize(tokens)
    return text.strip()

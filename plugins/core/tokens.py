"""The theme's own colours: what stylesheets, pages and pictures have in common.

In: `theme/static/css/tokens.css`, the one place where they stand. Out: the colours by name, by day and in the evening.
Called by what draws or writes outside the stylesheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.compiled import make_once, tell_package
from plugins.core.dataclass import dataclass

if TYPE_CHECKING:
    from tinycss2.ast import Node


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
    return Tokens(*make_once(("tokens", css, tell_package("tinycss2")), lambda: _parse(css)))


def _parse(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours by day, and in the evening."""
    import tinycss2  # noqa: PLC0415 (once for all runs)

    def read(rules: list[Node]) -> Iterator[tuple[str, str]]:
        for rule in rules:
            if rule.type == "qualified-rule" and tell(rule.prelude) == ":root":
                for declaration in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True):
                    yield declaration.name.removeprefix("--"), tell(declaration.value)

    def tell(tokens: list[Node]) -> str:
        return str(tinycss2.serialize(tokens)).strip()

    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    day = dict(read(rules))
    dark = [rule.content for rule in rules if rule.type == "at-rule" and "prefers-color-scheme: dark" in tell(rule.prelude)]
    evening = [tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True) for content in dark]
    own = {name: value for nested in evening for name, value in read(nested)}
    return _resolve(day), _resolve(day | own)


def _resolve(properties: Mapping[str, str]) -> dict[str, str]:
    """Put the colours in the place of `var(--night)`; one that names none stays as it is."""
    named = {f"var(--{name})": value for name, value in properties.items()}
    return {name: named.get(value, value) for name, value in properties.items()}

"""The theme's own colours, shared by stylesheets, pages and pictures.

Read from `theme/static/css/tokens.css`, where they are defined, for light and dark pages. Called by code that draws, or writes
colours outside the stylesheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from plugins.core.cache.compiled import make_once, read_package_file
from plugins.core.dataclass import dataclass
from plugins.core.looks.colours import WrongColour, is_colour
from plugins.core.system.plain_file import read_plain_text

if TYPE_CHECKING:
    from tinycss2.ast import Node


TOKENS: Final = "static/css/tokens.css"


class Colours(dict[str, str]):
    """Colours by their names in the stylesheet (`paper`, `ink`), as written there; also contains the other properties."""

    def __getitem__(self, name: str) -> str:
        """Return a colour; raise `WrongColour` if it is missing or invalid."""
        value = self.get(name)
        if value is None or not is_colour(value):
            raise WrongColour(TOKENS, f"--{name}", value)
        return value


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of all pages."""

    day: Colours
    evening: Colours
    """For visitors who prefer dark pages; a colour not redefined for them is that of the day."""


def read_tokens(theme: Path) -> Tokens:
    """Read the custom properties of `:root`."""
    return _read(read_plain_text(theme / TOKENS))


@lru_cache(maxsize=2)
def _read(css: str) -> Tokens:
    return Tokens(*map(Colours, make_once(("tokens", css, read_package_file("tinycss2")), lambda: _parse(css))))


def _parse(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the custom properties for light pages, and for dark ones."""
    import tinycss2  # noqa: PLC0415 (needed once for all runs)

    def read(rules: list[Node]) -> Iterator[tuple[str, str]]:
        for rule in rules:
            if rule.type == "qualified-rule" and serialize(rule.prelude) == ":root":
                for declaration in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True):
                    if declaration.type == "declaration":  # errors are reported on access, or by `lint`
                        yield declaration.name.removeprefix("--"), serialize(declaration.value)

    def serialize(tokens: list[Node]) -> str:
        return str(tinycss2.serialize(tokens)).strip()

    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    day = dict(read(rules))
    dark = [rule.content for rule in rules if rule.type == "at-rule" and "prefers-color-scheme: dark" in serialize(rule.prelude)]
    evening = [tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True) for content in dark]
    own = {name: value for nested in evening for name, value in read(nested)}
    return _resolve(day), _resolve(day | own)


def _resolve(properties: Mapping[str, str]) -> dict[str, str]:
    """Replace references such as `var(--night)` by the values; an unknown one stays."""
    named = {f"var(--{name})": value for name, value in properties.items()}
    return {name: named.get(value, value) for name, value in properties.items()}

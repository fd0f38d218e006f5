"""The lint of the stylesheets: only CSS that browsers of 2019 know, and newer CSS where losing it does no harm.

Called by `python3 tasks.py lint` and the tests. The browsers are Chrome 73, Safari 12 and Firefox 66, on old telephones still in
use. `lint_css.yaml` lists what they know; anything else is refused until somebody has looked it up and added it. A file whose
name ends in `newer.css` may use what they do not know, but each such selector in a rule of its own: an unknown selector drops its
rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import tinycss2

from plugins.core.own_tables import read_table

_LISTS: Final = read_table(Path(__file__).with_suffix(".yaml"))
PROPERTIES, MEDIA, FUNCTIONS, SELECTORS, UNITS = (
    frozenset(_LISTS[name]) for name in ("properties", "media", "functions", "selectors", "units")
)
HARMLESS: Final[Mapping[str, str]] = _LISTS["harmless"]
"""Properties that not all three know, with what is lost."""

AT_RULES = {"font-face", "media", "page"}
VALUES = {"fit-content", "revert", "sticky"}
"""Keywords that one of the three browsers does not know, or only with a prefix."""
ONE_POSITION = "a gradient's stop has one position: with two, Safari 12.0 drops the whole background"


def run_lint_css(folder: Path) -> int:
    """Print each breach with its place; return the exit status."""
    found = [breach for path in sorted(folder.rglob("*.css")) for breach in lint_css(path.read_text("utf-8"), path.name)]
    for breach in found:
        print(breach)
    return 1 if found else 0


def lint_css(css: str, name: str) -> Iterator[str]:
    """Yield a line for each use of CSS that a browser of 2019 does not know; `name` is that of the file."""
    is_newer = name.endswith("newer.css")
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        for line, column, words in _lint_newer(rule) if is_newer else _lint_rule(rule):
            yield f"{name}:{line}:{column}: {words}"


Breach = tuple[int, int, str]


def _lint_newer(rule: Any) -> Iterator[Breach]:
    """Yield the breaches of newer CSS: an unknown selector in a list of selectors, or a declaration that names left or right."""
    for item in _declarations(rule):
        if other := _find_logical(item):
            yield _at(item, f"{item.name} {other}{WHY_LOGICAL}")
    if rule.type == "error":
        yield _at(rule, rule.message)
    elif rule.type == "qualified-rule":
        unknown = sorted(_pseudos(rule.prelude) - SELECTORS)
        if unknown and any(token == "," for token in rule.prelude):
            yield _at(rule, f":{unknown[0]} shares its rule with other selectors, which a browser of 2019 would lose with it")
    elif rule.at_keyword in ("layer", "container", "scope", "import"):
        yield _at(rule, f"@{rule.at_keyword} takes its whole content with it where it is not known")


def _lint_rule(rule: Any) -> Iterator[Breach]:
    if rule.type == "error":
        yield _at(rule, rule.message)
    elif rule.type == "at-rule":
        if rule.at_keyword == "import" and rule.content is None:
            return  # sets the order of files: joined by the build, no browser sees it
        if rule.at_keyword not in AT_RULES:
            yield _at(rule, f"@{rule.at_keyword} is not in the list: put it in newer.css")
        if rule.at_keyword == "media":
            for word in sorted(set(_idents(rule.prelude)) - MEDIA):
                yield _at(rule, _describe_unlisted(f"@media {word}", "in newer.css"))
            for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                yield from _lint_rule(inner)
        elif rule.content is not None:
            yield from _lint_declarations(rule.content)
    elif rule.type == "qualified-rule":
        for pseudo in sorted(_pseudos(rule.prelude) - SELECTORS):
            yield _at(rule, _describe_unlisted(f":{pseudo}", "a rule of its own in newer.css"))
        if any(token == "&" for token in rule.prelude):
            yield _at(rule, "nested rules are newer than the list")
        yield from _lint_declarations(rule.content)


def _lint_declarations(content: Iterable[Any]) -> Iterator[Breach]:
    items = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    names = {item.lower_name for item in items if item.type == "declaration"}
    for item in items:
        if item.type == "error":
            yield _at(item, item.message)
        elif item.type != "declaration":
            yield _at(item, "nested rules are newer than the list")
        elif other := _find_logical(item):
            yield _at(item, f"{item.name} {other}{WHY_LOGICAL}")
        elif not item.name.startswith("--") and item.lower_name not in PROPERTIES | HARMLESS.keys():
            yield _at(item, _describe_unlisted(item.name))
        elif item.lower_name == "column-gap" and "columns" not in names:
            yield _at(item, "column-gap is for columns: in a grid it is grid-column-gap, and a flex box of 2019 has none")
        else:
            yield from _lint_value(item.value)


def _declarations(rule: Any) -> Iterator[Any]:
    """Yield the declarations of a rule, and of the rules within it."""
    if rule.type in ("qualified-rule", "at-rule") and rule.content is not None:
        items = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        for item in items:
            if item.type == "declaration":
                yield item
            else:
                yield from _declarations(item)


WHY_LOGICAL = ": so that a language from right to left needs its direction and nothing else"
_SIDE = re.compile(r"(?P<before>(?:margin|padding|border|scroll-margin|scroll-padding)-)?(?P<side>left|right)(?P<after>-[a-z]+)?")
_START = {"left": "start", "right": "end"}
_AROUND = frozenset(
    ["margin", "padding", "inset", "border-width", "border-style", "border-color", "scroll-margin", "scroll-padding"]
)


def _find_logical(declaration: Any) -> str | None:
    """Return what to write instead of a declaration that names left or right; None where it names neither."""
    if found := _SIDE.fullmatch(declaration.lower_name):
        return f"is a side: write {found['before'] or 'inset-'}inline-{_START[found['side']]}{found['after'] or ''}"
    words = [token for token in declaration.value if token.type not in ("whitespace", "comment")]
    if declaration.lower_name in ("text-align", "float", "clear"):
        side = next((token.lower_value for token in words if token.type == "ident" and token.lower_value in _START), None)
        way = "" if declaration.lower_name == "text-align" else "inline-"
        return f"is {side}: write {way}{_START[side]}" if side else None
    if declaration.lower_name in _AROUND and len(words) == 4 and words[1].serialize() != words[3].serialize():
        return "has one value for the left and another for the right: write the one of them with -inline-start or -inline-end"
    return None


def _lint_value(tokens: Iterable[Any]) -> Iterator[Breach]:
    for token in tokens:
        if token.type == "function":
            if token.lower_name not in FUNCTIONS:
                yield _at(token, _describe_unlisted(f"{token.name}()"))
            if token.lower_name.endswith("gradient"):
                yield from _lint_gradient(token)
            yield from _lint_value(token.arguments)
        elif token.type == "dimension" and token.lower_unit not in UNITS:
            yield _at(token, _describe_unlisted(f"the unit {token.unit}"))
        elif token.type == "ident" and token.lower_value in VALUES:
            yield _at(token, f"{token.value} is not known to a browser of 2019")


def _lint_gradient(gradient: Any) -> Iterator[Breach]:
    words = 0
    for token in gradient.arguments:
        words = 0 if token == "," else words + (token.type not in ("whitespace", "comment"))
        if words == 3:
            yield _at(token, ONE_POSITION)


def _describe_unlisted(what: str, instead: str = "behind @supports in newer.css") -> str:
    return f"{what} is not in the list: {instead}, or look it up and add it to lint_css.yaml"


def _pseudos(prelude: Iterable[Any]) -> set[str]:
    """Return the pseudo-classes and pseudo-elements of a selector."""
    return set(re.findall(r"::?([a-z-]+)", re.sub(r'"[^"]*"', "", tinycss2.serialize(prelude))))


def _idents(prelude: Iterable[Any]) -> Iterator[str]:
    for token in prelude:
        if token.type == "ident":
            yield token.lower_value
        elif token.type == "() block":
            inside = list(_idents(token.content))
            yield from inside


def _at(token: Any, words: str) -> Breach:
    return (token.source_line, token.source_column, words)

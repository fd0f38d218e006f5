"""The lint of the stylesheets: only what a browser of 2019 knows, and newer CSS where its loss does no harm.

In: `theme/static/css/`. Out: a line for each breach, and the exit status. Called by `python3 tasks.py lint` and the
tests. The browsers are Chrome 73, Safari 12 and Firefox 66: old telephones still in use. The lists below say what they know,
after the compatibility data that MDN publishes (https://github.com/mdn/browser-compat-data); what is not in them is refused until
somebody has looked it up and put it there. A file whose name ends in `newer.css` may use what they do not know, but
only in rules that stand alone: one unknown selector drops its whole rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROPERTIES = _names("""
    align-content align-items align-self background background-color border border-bottom border-collapse
    border-color border-inline-end border-inline-start border-inline-start-width border-radius border-top border-width
    bottom box-shadow box-sizing break-after break-before break-inside clip color column-gap column-span columns content
    cursor display fill flex flex-basis flex-direction flex-grow flex-shrink flex-wrap float font font-display
    font-family font-size font-style font-weight grid-area grid-column grid-column-gap grid-gap grid-row
    grid-row-gap grid-template-columns grid-template-rows height inset-inline-end inset-inline-start justify-content
    letter-spacing line-height list-style margin margin-bottom margin-inline-end margin-inline-start margin-top
    max-height max-width min-height min-width object-fit object-position opacity order orphans outline outline-color
    outline-offset overflow overflow-wrap overflow-x overflow-y padding padding-bottom padding-inline-end
    padding-inline-start padding-top position size src stroke stroke-width table-layout text-align text-decoration
    text-indent text-overflow text-transform top transform vertical-align visibility white-space widows width
    word-spacing writing-mode z-index
""")
"""Known to all three; for the logical ones the build writes sides (`plugins/assets/bundle.py`). `columns` and its kin are for
paper: multi-column layout is older than all of them."""

HARMLESS = {
    "-webkit-appearance": "Safari before 15.4, which draws a field for search its own way; Chrome and Firefox know it too",
    "-webkit-hyphens": "Safari before 17; hyphens",
    "-webkit-print-color-adjust": "Chrome before 136, Safari before 15.4; print-color-adjust",
    "-webkit-text-size-adjust": "Safari on iPhone",
    "ascent-override": "newer than all three: without it words may jump by a line's width",
    "break-after": "Firefox 65 on: without it a heading may end a sheet",
    "descent-override": "as ascent-override",
    "hyphens": "without it a long word is broken without a hyphen (overflow-wrap)",
    "line-gap-override": "as ascent-override",
    "page-break-after": "the older name of break-after",
    "page-break-inside": "the older name of break-inside",
    "print-color-adjust": "without it a printer may save ink",
    "scroll-padding-bottom": "without it the way out may lie over what has focus: Firefox 68, Safari 14.1",
    "size-adjust": "as ascent-override",
    "text-size-adjust": "not in Firefox: phones there do not enlarge text",
    "text-underline-position": "without it the line lies nearer",
    "zoom": "Firefox 126 on: without it logos are printed as large as they are shown",
}
"""Not known to all of them; a browser drops the declaration alone, and what is then lost stands beside each."""

AT_RULES = {"font-face", "media", "page"}
MEDIA = _names("min-width max-width min-height prefers-color-scheme prefers-reduced-motion print screen not and dark")
"""A scheme or a motion that is not known is never preferred, so these are safe."""
FUNCTIONS = _names("attr calc format linear-gradient local minmax rect repeat repeating-linear-gradient rgba translate url var")
SELECTORS = _names("after before checked empty first-child focus hover last-child not nth-child only-child root")
UNITS = _names("deg em fr mm ms pt px rem s vh vw")
VALUES = {"fit-content", "revert", "sticky"}
"""Words that are no value in one of the three browsers, or not without a prefix."""
ONE_POSITION = "a gradient's stop has one position: with two, Safari 12.0 drops the whole background"


def run_lint_css(folder: Path) -> int:
    """Print each breach with its place; return the exit status."""
    found = [breach for path in sorted(folder.rglob("*.css")) for breach in lint_css(path.read_text("utf-8"), path.name)]
    for breach in found:
        print(breach)
    return 1 if found else 0


def lint_css(css: str, name: str) -> Iterator[str]:
    """Yield a line for each use of what a browser of 2019 does not know; `name` is the file's."""
    is_newer = name.endswith("newer.css")
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        for line, column, words in _lint_newer(rule) if is_newer else _lint_rule(rule):
            yield f"{name}:{line}:{column}: {words}"


Breach = tuple[int, int, str]


def _lint_newer(rule: Any) -> Iterator[Breach]:
    """Newer CSS: each rule that a browser may not know stands alone, so that it takes no other with it; none names a side."""
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
            return  # the order of the files: joined by the build, no browser sees it
        if rule.at_keyword not in AT_RULES:
            yield _at(rule, f"@{rule.at_keyword} is not in the list: put it in newer.css")
        if rule.at_keyword == "media":
            for word in sorted(set(_idents(rule.prelude)) - MEDIA):
                yield _at(rule, f"@media {word} is not in the list: put it in newer.css")
            for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                yield from _lint_rule(inner)
        elif rule.content is not None:
            yield from _lint_declarations(rule.content)
    elif rule.type == "qualified-rule":
        for pseudo in sorted(_pseudos(rule.prelude) - SELECTORS):
            yield _at(rule, f":{pseudo} is not in the list: a rule of its own in newer.css")
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
            yield _at(item, f"{item.name} is not in the list: behind @supports in newer.css, or look it up and add it")
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
_AROUND = _names("margin padding inset border-width border-style border-color scroll-margin scroll-padding")


def _find_logical(declaration: Any) -> str | None:
    """Return what to write instead of a declaration that names the left or the right; None where it names neither."""
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
                yield _at(token, f"{token.name}() is not in the list: behind @supports in newer.css")
            if token.lower_name.endswith("gradient"):
                yield from _lint_gradient(token)
            yield from _lint_value(token.arguments)
        elif token.type == "dimension" and token.lower_unit not in UNITS:
            yield _at(token, f"the unit {token.unit} is not in the list")
        elif token.type == "ident" and token.lower_value in VALUES:
            yield _at(token, f"{token.value} is not known to a browser of 2019")


def _lint_gradient(gradient: Any) -> Iterator[Breach]:
    words = 0
    for token in gradient.arguments:
        words = 0 if token == "," else words + (token.type not in ("whitespace", "comment"))
        if words == 3:
            yield _at(token, ONE_POSITION)


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

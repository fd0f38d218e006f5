"""Every line in large type is known to the step that adds soft hyphens, although no component lists such lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugins.finishing.steps import HEADINGS
from tests.components.rendering import COMPONENTS, THEME, read_example_file, render_example

LARGE: Final = 1.5
"""The size of an `h3`, in `rem`."""
OTHERWISE: Final[Mapping[str, str]] = MappingProxyType({
    ".contact__name": "a name or a role, as running text has it",
    ".partner": "a name, which its own rule lets break",
    ".voice__words": "running text, of several lines",
    ".tiles b": "a number, with words for screen readers alone",
    ".weave__digit": "a number, with words for screen readers alone",
})  # fmt: skip
"""Selectors of large text that is not such a line, and why."""
_PAPER = re.compile(r"@media print[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def find_large(css: str) -> Iterator[str]:
    """Yield the selectors of rules for the screen that set text as large as a heading's, one by one."""
    plain = _PAPER.sub("", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", plain):
        size = re.search(r"font-size: ?(\d*\.?\d+)rem", body)
        if size and float(size[1]) >= LARGE:
            yield from (one.strip() for one in selectors.split(",") if "::" not in one and "@" not in one)


def find_unknown(html: str, selectors: list[str]) -> Iterator[str]:
    """Yield those that match text in some HTML and that no step knows."""
    tree = LexborHTMLParser(html)
    known = {node.mem_id for wanted in (HEADINGS, *OTHERWISE) for large in tree.css(wanted) for node in large.traverse()}
    for selector in selectors:
        for node in tree.css(selector):
            if node.mem_id not in known and re.search(r"[^\W\d_]{2}", node.text()):
                yield selector


SELECTORS = [
    selector for path in sorted((THEME / "static" / "css").rglob("*.css")) for selector in find_large(path.read_text("utf-8"))
]


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_line_in_large_type_may_break_within_a_long_word(component: str) -> None:
    found = {
        one
        for name in read_example_file(component)["examples"]
        for one in find_unknown(render_example(component, name), SELECTORS)
    }
    advice = (
        f"theme/static/css: {one} sets words of {component} in large type. Name it in HEADINGS, plugins/finishing/steps.py, and "
        "in the rule on text-wrap: balance in theme/static/css/newer.css where its lines are to be as long as one another; or in "
        "OTHERWISE here, with why its words need no break"
        for one in sorted(found)
    )
    assert not found, "\n".join(advice)


def test_a_large_line_that_is_not_listed_is_found() -> None:
    css = ".toy { color: red; }\n@media (min-width: 48em) { .toy__line, .toy b { font-size: 1.75rem; } }\n"
    paper = "@media print { .toy__paper { font-size: 2rem; } }\n"
    assert [*find_large(css + paper)] == [".toy__line", ".toy b"]
    html = '<div class="toy"><p class="toy__line">Långa ord</p><b>12</b><h2><span class="toy__line">Rubrik</span></h2></div>'
    assert [*find_unknown(html, [".toy__line", ".toy b"])] == [".toy__line"]


def test_every_listed_exception_is_a_selector_in_use() -> None:
    styles = "".join(path.read_text("utf-8") for path in (THEME / "static" / "css").rglob("*.css"))
    assert [one for one in OTHERWISE if f"{one} {{" not in styles] == []

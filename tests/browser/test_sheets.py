"""A goal's page in print: two sheets, with a QR code back to the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import PROJECT

pytestmark = pytest.mark.browser

GOALS = sorted({f"/mal-{path.name.split('-')[1]}/" for path in (PROJECT / "content" / "mal").glob("mal-*.md")})
SHEETS = 2
"""Pages of a sheet printed on both sides."""
TOO_LONG = (
    "{address} takes {sheets} sheets when it is printed, and a goal's page is a hand-out of {most}, whose room is full. "
    "Print it from a browser to see what stands last. Make room where nobody misses it: space, size and what only a screen "
    "has a use for, under @media print (the component's style, theme/static/css/print.css), or shorter sentences in its "
    "file in content/mal/. docs/decisions/0016-weight-budgets.md"
)


@pytest.fixture(scope="module")
def window(browser: Any) -> Iterator[Any]:
    """Open a window for all goals."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", GOALS)
def test_a_goal_page_is_printed_on_at_most_two_pages(window: Any, root: str, address: str) -> None:
    window.emulate_media(media="null")
    window.goto(root + address, wait_until="load")
    sheets = len(re.findall(rb"/Type\s*/Page\b", window.pdf(prefer_css_page_size=True)))
    assert sheets <= SHEETS, TOO_LONG.format(address=address, sheets=sheets, most=SHEETS)


@pytest.mark.slow
@pytest.mark.parametrize("address", GOALS)
def test_a_printed_goal_page_has_its_address_and_qr_code_but_no_controls(window: Any, root: str, address: str) -> None:
    window.goto(root + address, wait_until="load")
    window.emulate_media(media="print")
    for hidden in ("nav", ".leave", ".skip", ".share", "button"):
        assert window.locator(hidden).evaluate_all("all => all.filter(it => it.offsetHeight > 0).length") == 0, hidden
    code = window.locator(".footer__qr").bounding_box()
    assert code
    assert code["width"] > 65  # 18 mm: 25 modules of 0.7 mm, which a phone reads from a table
    assert window.locator(".footer__address").inner_text() == f"https://lokalamalen.se{address}"
    assert window.locator(".masthead__mark").is_visible()


@pytest.mark.slow
def test_a_box_in_the_introduction_of_a_goal_is_not_printed_in_columns(window: Any) -> None:
    style = (PROJECT / "theme" / "static" / "css" / "goal_print.css").read_text("utf-8")
    box = '<div class="opening"><div class="prose">Text.<div class="prose">En ruta.</div></div></div>'
    window.goto("about:blank")  # where no policy of the site forbids a style
    window.set_content(f"<style>{style}</style>{box}")
    window.emulate_media(media="print")
    columns = window.locator(".prose").evaluate_all("all => all.map(it => getComputedStyle(it).columnCount)")
    assert columns == ["2", "auto"]

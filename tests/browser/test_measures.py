"""Positions and heights of what visitors see first, and the length of pages, stay within limits.

One load of a page for each width and scheme, of the site that all browser tests share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

HELPING = ("/mal-2/", "/hjalp/", "/verksamheter/frida/", "/verksamheter/oppna-motesplatser/")
"""Pages with the way out."""

COVERED = """() => {
    const way = document.querySelector(".leave").getBoundingClientRect(), covered = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.data.trim() || node.parentElement.closest(".leave, .hidden, .skip, script")) { continue; }
        const range = document.createRange();
        range.selectNodeContents(node);
        const frame = node.parentElement.closest(".goals-nav ul, .prose__frame");  // cut there, and drawn sideways
        const edge = frame ? frame.getBoundingClientRect().right : Infinity;
        for (const box of range.getClientRects()) {
            const isBeside = box.width > 1 && Math.min(box.right, edge) > way.left + 1 && box.left < way.right;
            if (isBeside && box.bottom > way.top && box.top < way.bottom) { covered.add(node.data.trim().slice(0, 40)); }
        }
    }
    return [...covered];
}"""
"""Returns the text behind the way out at the current scroll position."""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


Open = Callable[..., Any]
"""Opens a page in a window of a width and height; without scripts, in the dark scheme."""


@pytest.fixture(scope="module")
def open_page(browser: Any) -> Iterator[Open]:
    """Return a function that opens a page in one of two windows for all tests here, as opening one takes as long as ten pages."""
    contexts = [browser.new_context(reduced_motion="reduce", java_script_enabled=has_scripts) for has_scripts in (False, True)]
    plain, whole = (context.new_page() for context in contexts)

    def open_one(address: str, width: int, height: int, *, scripts: bool = True, scheme: str = "light") -> Any:
        page = whole if scripts else plain
        page.goto("about:blank")  # an address that differs by its end alone would not be loaded anew
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "height", "most"), [(1280, 800, 5500), (390, 844, 8000)])
def test_the_longest_goal_page_keeps_its_height_limit(open_page: Open, root: str, width: int, height: int, most: int) -> None:
    page = open_page(f"{root}/mal-2/", width, height)
    assert page.evaluate("document.documentElement.scrollHeight") <= most
    button = page.locator("main .button").first.bounding_box()
    assert button["y"] <= 1.6 * height  # at the end of the introduction


@pytest.mark.parametrize("address", ["/mal-2/", "/mal-4/", *HELPING[1:]])
def test_every_number_to_call_is_on_the_first_screen_of_a_small_phone(open_page: Open, root: str, address: str) -> None:
    page = open_page(root + address, 360, 640)
    numbers = [number.bounding_box() for number in page.locator(".help-strip .help-number").all()]
    assert len(numbers) >= 2
    assert max(box["y"] + box["height"] for box in numbers) <= 640


@pytest.mark.parametrize(("address", "scheme"), [*zip(HELPING, ("light", "dark", "light", "dark"), strict=True)])
def test_the_leave_button_covers_no_text_at_any_scroll_position(open_page: Open, root: str, address: str, scheme: str) -> None:
    """320 is also 1280 at 400 %, 640 high as 160 would be: there is no less room."""
    page = open_page(root + address, 320, 256, scheme=scheme)
    covered = []
    for width in (320, 360, 768, 1280, 2560):
        page.set_viewport_size({"width": width, "height": 256 if width == 320 else 800})
        for part in range(4):
            page.evaluate("part => scrollTo(0, document.documentElement.scrollHeight * part / 3)", part)
            covered += [f"{width}: {words}" for words in page.evaluate(COVERED)]
        assert not page.evaluate(SIDEWAYS), width
        assert page.locator(".leave").bounding_box()["width"] >= 44
    assert covered == []


def test_the_leave_button_is_the_second_focus_stop_without_scripts(open_page: Open, root: str) -> None:
    page = open_page(f"{root}/mal-2/", 1280, 800, scripts=False)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(".leave:focus").count() == 1


def test_a_link_into_a_fold_opens_it_and_printing_opens_all_folds(open_page: Open, root: str) -> None:
    page = open_page(f"{root}/mal-2/#globalt-mal-16", 1280, 800)
    opened = "[...document.querySelectorAll('main details[open]')].map(it => it.id)"
    assert page.evaluate(opened) == ["globalt-mal-16"]
    page.locator(".tiles a").first.click()
    page.locator("#globalt-mal-3[open]").wait_for()  # the step is covered to the script a moment after it is taken
    before = len(page.evaluate(opened))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("main details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(page.evaluate(opened)) == before


def test_a_tile_leads_to_a_visible_reason_without_scripts(open_page: Open, root: str) -> None:
    page = open_page(f"{root}/mal-2/", 360, 640, scripts=False)
    page.locator(".tiles a").last.click()
    page.wait_for_url("**/mal-2/#*")
    target = page.locator(page.url[page.url.index("#") :])
    box = target.locator("summary").bounding_box()
    assert -0.5 <= box["y"] < 640  # what stands at the edge may be a part of a pixel above it
    target.locator("summary").click()
    assert target.locator("p").first.is_visible()

"""The masthead fits, whatever the number of pages in its menu and of languages.

Its width changes with the content: so it is tested with many numbers of both, not on one site.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from plugins.core.words.lists import WordLists
from plugins.site.rooms import KNOWN_PAGES
from tests.conftest import PROJECT

pytestmark = pytest.mark.browser

WORDS = WordLists(PROJECT / "theme" / "words")["sv"]
KNOWN = [str(WORDS.find(f"menu_{page.words}")) for page in KNOWN_PAGES if page.menu]
INVENTED = ["Nyheter", "Kalender", "Berättelser från staden", "Rapporter", "Press", "Lediga platser"]
MENU = [*KNOWN, *INVENTED][:9]
"""Items of the menu: all overviews, and some that new rooms may add."""
LANGUAGES = ["English", "Lätt svenska", "Soomaaliga", "Українська"]
"""Links to the other languages of a page in five languages."""
WIDTHS = [320, 390, 768, 1024, 1280, 1600]
TWICE = 32
"""Font size in pixels for users who have doubled it."""

FILL = """([menu, languages]) => {
    const pages = document.querySelector(".masthead nav ul"), ways = document.querySelector(".masthead__languages");
    const make = text => Object.assign(document.createElement("a"), {href: "#", textContent: text});
    pages.querySelectorAll(".masthead__page").forEach(it => it.remove());
    for (const text of menu.reverse()) {
        const item = document.createElement("li");
        item.className = "masthead__page";
        item.append(make(text));
        pages.prepend(item);
    }
    ways.style.display = languages.length ? "" : "none";
    ways.firstElementChild.replaceChildren(...languages.map(text => {
        const item = document.createElement("li");
        item.append(make(text));
        return item;
    }));
}"""
"""Replaces the menu and the language links in the masthead of the open page."""

LOOK = """() => {
    const head = document.querySelector(".masthead"), style = getComputedStyle(head), edges = head.getBoundingClientRect();
    const left = edges.left + parseFloat(style.paddingLeft), right = edges.right - parseFloat(style.paddingRight);
    const all = [...head.querySelectorAll(".masthead__home, li > *, .button")].filter(it => it.getClientRects().length)
        .map(it => ({name: it.textContent.trim(), box: it.getBoundingClientRect()}));
    const faults = [];
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) { faults.push("scrolls sideways"); }
    for (const one of all) {
        if (one.box.left < left - 1 || one.box.right > right + 1) { faults.push(`${one.name} stands outside`); }
        for (const other of all.slice(all.indexOf(one) + 1)) {
            const [a, b] = [one.box, other.box];
            const isOn = a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
            if (isOn) { faults.push(`${one.name} lies on ${other.name}`); }
        }
    }
    const words = document.createTreeWalker(head.querySelector(".button"), NodeFilter.SHOW_TEXT), range = document.createRange();
    while (words.nextNode()) {
        for (const word of words.currentNode.data.matchAll(/[^\\s\\u00ad]+/g)) {
            range.setStart(words.currentNode, word.index);
            range.setEnd(words.currentNode, word.index + word[0].length);
            const rows = new Set([...range.getClientRects()].map(it => Math.round(it.top)));
            if (rows.size > 1) { faults.push(`${word[0]} is broken`); }
        }
    }
    const isAbove = (one, other) => one.box.bottom <= other.box.top + 1;
    const [home, button] = [all[0], all[all.length - 1]];
    if (Math.abs(home.box.left - left) > 1 || all.some(one => isAbove(one, home))) { faults.push("the name is not first"); }
    if (Math.abs(button.box.right - right) > 1) { faults.push(`${button.name} does not end the row`); }
    // Wide: every row ends where the page does, but the name's. Narrow: the rows of a list begin where the name does.
    if (matchMedia("(min-width: 64em)").matches) {
        for (const one of all.slice(1)) {
            const row = all.filter(other => !isAbove(one, other) && !isAbove(other, one));
            if (row.every(other => other.box.right < right - 1)) { faults.push(`${one.name} stands where no row ends`); }
        }
    }
    return faults;
}"""


@pytest.fixture(scope="module")
def page(browser: Any, root: str) -> Iterator[Any]:
    """Open the home page, in one window for all tests of this module."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(root)
    page.evaluate("document.fonts.ready")
    yield page
    context.close()


def look_at(page: Any, width: int) -> list[str]:
    """Return layout faults of the masthead at a width, for all numbers of pages and languages."""
    page.set_viewport_size({"width": width, "height": 500})
    faults = []
    for pages in range(3, len(MENU) + 1):
        for languages in range(len(LANGUAGES) + 1):
            page.evaluate(FILL, [MENU[:pages], LANGUAGES[:languages]])
            faults += [f"{width}, {pages} pages, {languages} languages more: {words}" for words in page.evaluate(LOOK)]
    return faults


@pytest.mark.parametrize("width", WIDTHS)
def test_the_masthead_has_no_layout_fault_at_any_width(page: Any, width: int) -> None:
    assert look_at(page, width) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_the_masthead_has_no_layout_fault_in_text_of_twice_the_size(page: Any, width: int) -> None:
    settings = page.context.new_cdp_session(page)
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": TWICE}})
    faults = look_at(page, width)
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    settings.detach()
    assert faults == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [1024, 1280])
def test_the_name_and_the_button_of_the_masthead_share_a_row_if_they_fit(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 500})
    page.evaluate(FILL, [MENU[:2], LANGUAGES[:1]])
    boxes = page.locator(".masthead__home, .masthead .button").evaluate_all("all => all.map(it => it.getBoundingClientRect())")
    assert boxes[1]["top"] < boxes[0]["bottom"]
    assert boxes[0]["top"] < boxes[1]["bottom"]

"""Pages in a browser: accessible, intact at every width, usable by keyboard and without scripts, without third-party requests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.walk import FOCUS

pytestmark = pytest.mark.browser

CONTENT = Path(__file__).parents[2] / "content"
GOALS = sorted({f"/mal-{path.name.split('-')[1]}/" for path in (CONTENT / "mal").glob("mal-*.md")})
PAGES = ["/", *GOALS, "/om/", "/hjalp/", "/verksamheter/", "/verksamheter/laxhjalpen/", "/projekt/jobbpunkt-vast-orebro/"]
WIDTHS = [320, 768, 1280]


class Visit:
    """A page in a browser, with the errors that occurred on it."""

    def __init__(self, page: Any, root: str) -> None:
        self.page = page
        self.root = root
        self.said: list[str] = []
        self.is_on_paper = False
        self.listeners: dict[str, Callable[[Any], None]] = {
            "console": lambda message: self.said.append(message.text),
            "pageerror": lambda error: self.said.append(str(error)),
            "requestfailed": lambda request: self.said.append(f"failed: {request.url}"),
        }
        for event, listener in self.listeners.items():
            page.on(event, listener)

    def end(self) -> None:
        """Reset the window."""
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)
        if self.is_on_paper:
            self.page.emulate_media(media="null")

    def go(self, address: str) -> None:
        """Open a page of the site."""
        answer = self.page.goto(self.root + address, wait_until="load")
        assert answer.status == 200

    def print(self) -> None:
        """Emulate print media."""
        self.is_on_paper = True
        self.page.emulate_media(media="print")


@pytest.fixture(scope="module")
def window(browser: Any) -> Iterator[Any]:
    """Open a window for all tests of this module, as opening one takes as long as ten pages."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def window_without_scripts(browser: Any) -> Iterator[Any]:
    """Open a window without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(window: Any, root: str) -> Iterator[Visit]:
    """Return a visit in a window of 1280 pixels, whose width a test may change."""
    window.set_viewport_size({"width": 1280, "height": 800})
    visit = Visit(window, root)
    yield visit
    visit.end()


@pytest.mark.parametrize("address", PAGES)
def test_the_skip_link_comes_first_and_moves_focus_to_the_text(visit: Visit, address: str) -> None:
    from playwright.sync_api import expect

    visit.go(address)
    visit.page.keyboard.press("Tab")
    focused = "document.activeElement"
    assert visit.page.evaluate(f"{focused}.getAttribute('href')") == "#innehall"
    box = visit.page.evaluate(f"{focused}.getBoundingClientRect().toJSON()")
    assert box["top"] >= 0
    assert box["left"] >= 0
    assert box["height"] >= 24
    visit.page.keyboard.press("Enter")
    # not wait_for_function: it asks again by eval, which the site's policy refuses
    expect(visit.page).to_have_url(re.compile("#innehall$"), timeout=30_000)
    expect(visit.page.locator("#innehall")).to_be_focused(timeout=30_000)


FOCUS_ON_LINKS = f"""() => [...document.querySelectorAll("a[href]")].map(it => {{
    it.focus();
    return it === document.activeElement ? ({FOCUS})() : null;
}}).filter(Boolean)"""
"""Returns each focusable link, and whether it looks different with focus."""


@pytest.mark.parametrize("address", ["/", GOALS[0]])
def test_the_focus_is_visible_on_every_link(visit: Visit, address: str) -> None:
    """Each one, and not only one of each kind as in `test_matrix.py`, where it is also shown that Tab leads there."""
    visit.go(address)
    visit.page.keyboard.press("Tab")  # who has begun with the keyboard sees the focus from then on
    reached = visit.page.evaluate(FOCUS_ON_LINKS)
    assert len(reached) >= 10
    assert [found["name"] for found in reached if not found["isSeen"]] == []


WITHOUT_WHAT_SCRIPTS_ADD = """() => document.querySelectorAll("[data-scripted], [data-share], [data-done]")
    .forEach(it => it.remove())"""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_the_same_text_without_scripts(visit: Visit, window_without_scripts: Any, root: str, address: str) -> None:
    texts = []
    for page in (visit.page, window_without_scripts):
        page.goto(root + address)
        if page is visit.page:  # what scripts add, and nothing else
            page.evaluate(WITHOUT_WHAT_SCRIPTS_ADD)
        texts.append(page.locator("main").inner_text())
    assert len(texts[1]) > 100
    assert texts[1] == texts[0]


def test_the_home_page_links_to_each_goal_and_to_help(visit: Visit) -> None:
    for address in [*GOALS, "/hjalp/"]:
        visit.go("/")
        visit.page.locator(f"header a[href='{address}']").first.click()
        visit.page.wait_for_url(visit.root + address)
        assert visit.page.locator("h1").count() == 1


def test_a_goal_page_about_danger_links_to_the_emergency_number(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 320, "height": 640})
    visit.go("/mal-2/")
    link = visit.page.locator("a[href='tel:112']").first
    assert link.is_visible()
    box = link.bounding_box()
    assert box
    assert box["height"] >= 24


def test_a_link_is_copied_and_the_copy_confirmed(browser: Any, root: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(root + GOALS[0])
    page.get_by_role("button", name="Kopiera länken").click()
    page.get_by_text("Länken är kopierad.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("link[rel=canonical]").get_attribute("href")
    context.close()


@pytest.mark.parametrize("has_sheet", [True, False])
def test_the_share_sheet_of_the_device_is_offered_if_it_has_one(window: Any, root: str, has_sheet: bool) -> None:
    visit = Visit(window.context.new_page(), root)
    sheet = "data => { window.shared = data; return Promise.reject(new Error('closed')); }" if has_sheet else "undefined"
    visit.page.add_init_script(f"Object.defineProperty(navigator, 'share', {{value: {sheet}}})")
    visit.go(GOALS[1])
    button = visit.page.get_by_role("button", name="Dela på annat sätt")
    assert button.count() == has_sheet
    if has_sheet:
        button.click()
        shared = visit.page.evaluate("window.shared")
        assert shared["url"] == visit.page.locator("link[rel=canonical]").get_attribute("href")
        assert shared["title"] == visit.page.title()
        assert len(shared["text"]) > 20
    assert visit.said == []
    visit.page.close()


def test_the_address_of_a_link_in_the_text_is_printed(visit: Visit) -> None:
    visit.go(GOALS[0])
    visit.print()
    link = ".prose a[href^='http']"
    written = visit.page.evaluate(f"getComputedStyle(document.querySelector(\"{link}\"), '::after').content")
    assert str(visit.page.locator(link).first.get_attribute("href")) in written

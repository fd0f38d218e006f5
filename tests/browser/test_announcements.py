"""Announcements in a browser: closed without a cookie, hidden after their last day, accessible and readable."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from plugins.commands import run as commands
from tests.browser.conftest import DAY, Server
from tests.browser.judge import OF_COLOURS, read_axe, run_axe

pytestmark = pytest.mark.browser

BASE = Path(__file__).parents[1] / "sites" / "_base"
NEWS = """- text: Frukosten serveras på **torget**.
  länk: /om/
  till: 2026-12-24

- text: Telefonen är stängd på Lucia.
  till: 2026-12-13
"""
ITEMS = ".announcement__item"


@pytest.fixture(scope="module")
def news_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the root URL of a server of a small site with two announcements."""
    folder = tmp_path_factory.mktemp("news")
    shutil.copytree(BASE, folder / "content")
    (folder / "content" / "meddelanden.yaml").write_text(NEWS, "utf-8")
    options = commands.Options(content=str(folder / "content"), output=str(folder / "site"), date=DAY)
    assert commands.run("build", options) == 0
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(folder / "site"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """Yield a browser context with the clock set to the day of the build."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.clock.set_fixed_time(f"{DAY}T12:00:00+01:00")
    yield context
    context.close()


def texts(page: Any) -> list[str]:
    """Return the first line of each visible announcement."""
    return [text.strip() for text in page.locator(f"{ITEMS}:visible .prose").all_inner_texts()]


BOTH = ["Frukosten serveras på torget.", "Telefonen är stängd på Lucia."]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-13T23:59:59+01:00", BOTH),
        ("2026-12-14T00:00:00+01:00", BOTH[:1]),
        ("2026-12-24T22:59:59Z", BOTH[:1]),
        ("2026-12-24T23:00:00Z", []),
    ],
)
def test_an_announcement_disappears_after_its_last_day_without_a_new_build(
    context: Any, news_root: str, moment: str, expected: list[str]
) -> None:
    context.clock.set_fixed_time(moment)
    page = context.new_page()
    page.goto(f"{news_root}/mal-1/")
    assert texts(page) == expected
    assert page.locator(".announcement").count() == (1 if expected else 0)


def test_a_closed_announcement_stays_closed_in_its_tab_and_leaves_no_cookie(context: Any, news_root: str) -> None:
    page = context.new_page()
    page.goto(f"{news_root}/")
    assert texts(page) == BOTH
    page.get_by_role("region", name="Aktuellt").get_by_role("button", name="Stäng meddelandet").first.click()
    assert texts(page) == BOTH[1:]
    assert page.evaluate("document.activeElement.textContent") == "Stäng meddelandet"
    page.goto(f"{news_root}/om/")
    assert texts(page) == BOTH[1:]
    page.keyboard.press("Tab")  # the skip link
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert texts(page) == []
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    assert context.cookies() == []
    assert page.evaluate("localStorage.length") == 0

    other = context.new_page()
    other.goto(f"{news_root}/om/")
    assert texts(other) == BOTH


def test_an_announcement_without_scripts_shows_its_last_day_and_no_button(browser: Any, news_root: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{news_root}/")
    assert texts(page) == BOTH
    assert "Till och med 24 december 2026" in page.locator(ITEMS).first.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert page.locator(f"{ITEMS} button:visible").count() == 0
    context.close()


@pytest.mark.parametrize("address", ["/", "/mal-2/"])
def test_an_announcement_is_accessible_and_fits_at_every_width(context: Any, news_root: str, address: str) -> None:
    """By day all of it, by evening its colours: nothing else is another then (`test_the_dark_scheme_changes_only_colours`)."""
    page = context.new_page()
    page.goto(news_root + address)
    page.evaluate(read_axe())
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        assert run_axe(page, ".announcement") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for target in page.locator(f"{ITEMS} a, {ITEMS} button").all():
            assert target.bounding_box()["height"] >= 43.9
        page.emulate_media(color_scheme="dark")
        assert run_axe(page, ".announcement", OF_COLOURS) == []

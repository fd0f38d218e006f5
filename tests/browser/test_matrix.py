"""Every page of two sites in every mode: the real site, and one with the longest words and forty partners."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Server
from tests.browser.judge import Judged, judge, read_axe
from tests.browser.looks import (
    CLIPPED,
    CROWDED_HEADINGS,
    ONLY_FOR_SCREENS,
    OVERLAPPING,
    STRAY,
    TEXT_SPACING,
    TOO_WIDE,
    WITHOUT_EDGE,
    find_faults,
)
from tests.browser.test_browser import WIDTHS
from tests.browser.walk import walk_down
from tests.conftest import read_languages

pytestmark = pytest.mark.browser

TRANSLATED = ["/en/", "/en/mal-1/", "/en/hjalp/", "/en/globala-malen/", "/latt/mal-2/"]


@pytest.fixture(scope="session")
def crowded(crowded_site: Path) -> Iterator[str]:
    """Serve the crowded site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(crowded_site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def everywhere(site: Path, root: str, crowded: str) -> list[str]:
    """Return a page of each kind of the real site, and the most different ones of the crowded site.

    Pages in other languages have the same components, so of these only the ones with the most words of their own are included.
    """
    found = sorted(f"/{page.relative_to(site).as_posix().removesuffix('index.html')}" for page in site.rglob("*.html"))
    translated = [address for address in found if address.startswith(tuple(f"/{code}/" for code in read_languages()[1:]))]
    assert {*TRANSLATED} < {*translated}
    found = [address for address in found if address not in translated]
    alike = ("/mal-", "/verksamheter/", "/projekt/")
    kinds = [address for address in found if not address.startswith(alike) or address.count("/") < 2]
    for kind in alike:
        kinds += [address for address in found if address.startswith(kind) and address.count("/") > 1][:1]
    kinds += [address for address in ("/mal-2/", "/integritet/") if address not in kinds]
    assert len(kinds) >= 11
    return [root + address for address in (*kinds, *TRANSLATED)] + [
        crowded + address for address in ("/", "/mal-2/", "/mal-6/", "/partner/", "/globala-malen/")
    ]


@pytest.fixture
def window(browser: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a window in a mode. Without scripts means without ours; `judges` loads axe in each page."""
    contexts = []

    def open_window(*, scripts: bool = True, judges: bool = False, **mode: Any) -> Any:
        # bypass_csp: the site's own policy would refuse axe, and the style that spaces letters
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce", bypass_csp=True, **mode)
        contexts.append(context)
        if judges:
            context.add_init_script(read_axe())
        if not scripts:
            context.route("**/theme/*.js", lambda route: route.abort())
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def judged() -> Judged:
    """Return the shared record of what axe has judged."""
    return Judged()


@pytest.mark.parametrize("part", range(3))
def test_every_page_is_accessible_and_fits_in_every_mode(
    window: Callable[..., Any], everywhere: list[str], root: str, judged: Judged, part: int
) -> None:
    """Each page is opened once, and once without its scripts where it has some, and looked at from every side.

    The real site is judged at every width, the crowded one where it is narrowest, and its words also where it is widest.
    """
    whole, plain = window(judges=True), window(scripts=False, judges=True)
    faults = []
    for address in everywhere[part::3]:
        is_real = address.startswith(root)
        widths, seen = WIDTHS if is_real else WIDTHS[:1], set[str]()
        whole.goto(address)
        faults += [f"{address} {words}" for words in look_at_page(whole, widths, seen, judged)]
        if whole.query_selector("script[src]"):
            plain.goto(address)
            # Each change of width lays out and draws the page: the first is the one that the window has.
            order = sorted(widths, reverse=plain.viewport_size["width"] != WIDTHS[0])
            faults += [f"{address} without scripts: {words}" for width in order for words in judge_at(plain, width, seen, judged)]
    assert faults == []


ENDS = (WIDTHS[0], WIDTHS[-1])
"""The narrowest and the widest window."""


def show_at(page: Any, width: int, height: int = 800) -> None:
    """Resize the window of a page, unless it has that size."""
    size = {"width": width, "height": height}
    if page.viewport_size != size:
        page.set_viewport_size(size)


def judge_at(page: Any, width: int, seen: set[str], judged: Judged) -> list[str]:
    """Return violations that axe finds in both colour schemes, of what it has not judged, and what is too wide for a window.

    Contents of a page are judged if they are new on it; targets if their size or neighbours are new on any page; colours at the
    narrowest and widest window, if they are new on any page. The dark scheme differs in colours only
    (`test_the_dark_scheme_changes_only_colours`).
    """
    show_at(page, width)
    found = find_faults(page, TOO_WIDE) + judge(page, seen, judged, ("light", "dark") if width in ENDS else ())
    return [f"{width}: {words}" for words in found]


def look_at_page(page: Any, widths: list[int], seen: set[str], judged: Judged) -> list[str]:
    """Return all faults of a page, whose window is left at the largest width.

    Axe runs at these widths, and in forced colours at the largest. Text must not overlap, overflow or get lost: as it is,
    enlarged, with more spacing, and in print.
    """
    faults = []
    for width in reversed(WIDTHS):
        if width in widths:
            faults += judge_at(page, width, seen, judged)
        if width == max(widths):
            page.emulate_media(forced_colors="active")
            found = find_faults(page, WITHOUT_EDGE) + judge(page, seen, judged)
            faults += [f"in own colours: {words}" for words in found]
            page.emulate_media(forced_colors="none")
        if width in ENDS:
            show_at(page, width)
            faults += [
                f"{width}: {words}" for words in find_faults(page, CROWDED_HEADINGS, STRAY, TOO_WIDE, CLIPPED, OVERLAPPING)
            ]
    show_at(page, 360, 740)
    settings = page.context.new_cdp_session(page)
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    faults += [f"of twice the size: {words}" for words in find_faults(page, TOO_WIDE)]
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    settings.detach()
    page.add_style_tag(content=TEXT_SPACING)
    for width in ENDS:
        show_at(page, width)
        faults += [f"{width} spaced: {words}" for words in find_faults(page, TOO_WIDE, CLIPPED, OVERLAPPING)]
    page.emulate_media(media="print")
    faults += [f"on paper: {words}" for words in find_faults(page, ONLY_FOR_SCREENS)]
    page.emulate_media(media="screen")
    return faults


HARM = {
    "a button without a name": ("<button></button>", "button-name"),
    "words that are too pale": ('<p class="pale" style="color: #aaa; background: #fff">Blek text.</p>', "color-contrast"),
    "links that stand too close": ('<a href="/">.</a> <a href="/om/">.</a>' * 3, "target-size"),
}


def test_a_new_violation_is_found_on_a_page_that_was_judged_before(window: Callable[..., Any], root: str) -> None:
    page, parts, judged = window(judges=True), set[str](), Judged()
    page.goto(f"{root}/om/")
    assert judge(page, parts, judged, ["light"]) == []
    assert judge(page, parts, judged, ["light"]) == []
    for what, (markup, rule) in HARM.items():
        style = "" if "target" not in rule else ' style="font-size: 4px; line-height: 4px"'
        harm = f'<div id="harm"{style}>{markup}</div>'
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", harm)
        violations = judge(page, parts, judged, ["light"])
        assert {words.split(":")[0] for words in violations if words.startswith(rule)}, what
        page.evaluate("document.querySelector('#harm').remove()")
        assert judge(page, parts, judged, ["light"]) == []


SMALL = """style => document.querySelector('main').insertAdjacentHTML('beforeend',
    `<div class="small" style="display: flex; ${style}">
        <a href="/" aria-label="Hem" style="width: 12px; height: 12px"></a>
        <a href="/om/" aria-label="Om" style="width: 12px; height: 12px"></a></div>`)"""


def test_a_target_is_judged_again_if_its_neighbours_come_closer(window: Callable[..., Any], root: str) -> None:
    page, judged = window(judges=True), Judged()
    page.goto(f"{root}/om/")
    page.evaluate(SMALL, "gap: 40px; margin: 40px")
    assert judge(page, set(), judged) == []
    asked = page.evaluate("axe.run({runOnly: ['target-size'], reporter: 'v2'}).then(found => found.passes[0].nodes.length)")
    assert page.evaluate("judge.targets().length") >= asked > 10
    assert judge(page, set(), judged) == []
    page.evaluate("document.querySelector('.small').style.gap = '8px'")
    violations = judge(page, set(), judged)
    assert [words.split(":")[0] for words in violations] == ["target-size"] * 2


def test_every_number_of_the_help_page_is_on_the_first_screen_of_a_phone(window: Callable[..., Any], root: str) -> None:
    page = window()
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{root}/hjalp/")
    numbers = page.locator(".help-strip .help-number").all()
    assert len(numbers) >= 4
    for number in numbers:
        box = number.bounding_box()
        assert box["y"] + box["height"] <= 640, number.inner_text()


@pytest.mark.parametrize("width", ENDS)
def test_focus_moves_down_the_page_and_is_never_hidden(
    window: Callable[..., Any], everywhere: list[str], root: str, width: int
) -> None:
    """The crowded site where it is narrowest; the table of all targets, two hundred links alike, once and not in each copy."""
    page, walked = window(), set[str]()
    page.set_viewport_size({"width": width, "height": 640})
    faults = []
    addresses = [address for address in everywhere if width == WIDTHS[0] or address.startswith(root)]
    addresses = [it for it in addresses if not it.endswith("/globala-malen/") or it == f"{root}/globala-malen/"]
    assert len(addresses) > 14
    for address in addresses:
        page.goto(address)
        faults += [f"{address}: {words}" for words in walk_down(page, walked)]
    assert faults == []


@pytest.mark.parametrize("by", ["button", "keys"])
def test_the_leave_button_leaves_at_once_and_back_does_not_return(window: Callable[..., Any], root: str, by: str) -> None:
    page = window()
    page.route(re.compile("^https://"), lambda route: route.fulfill(body="<title>Vädret</title>", content_type="text/html"))
    page.goto(f"{root}/")
    page.goto(f"{root}/mal-2/")
    away = str(page.locator(".leave").get_attribute("href"))
    assert away.startswith("https://")
    if by == "button":
        page.locator(".leave").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(re.compile(re.escape(away.rstrip("/"))))
    page.go_back()
    assert page.url == f"{root}/"


def test_back_does_not_return_to_a_left_page_after_links_within_it(window: Callable[..., Any], root: str) -> None:
    page = window()
    page.route(re.compile("^https://"), lambda route: route.fulfill(body="<title>Vädret</title>", content_type="text/html"))
    page.goto(f"{root}/")
    page.goto(f"{root}/mal-2/")
    page.locator(".contents summary").click()
    page.locator(".contents__link").nth(2).click()
    page.wait_for_url("**/mal-2/#*")
    target = page.locator(f"#{page.url.partition('#')[2]}")
    assert target.evaluate("it => Math.abs(it.getBoundingClientRect().top) < 300")
    page.locator(".leave").click()
    page.wait_for_url(re.compile("^https://"))
    page.go_back()
    assert page.url == f"{root}/"


def test_a_page_is_blank_while_it_is_being_left(window: Callable[..., Any], root: str) -> None:
    page = window()
    page.route(re.compile("^https://"), lambda route: route.fulfill(body="<title>Vädret</title>", content_type="text/html"))
    page.add_init_script("addEventListener('beforeunload', () => console.log(`${document.title}|${document.body.textContent}`))")
    page.goto(f"{root}/mal-2/")
    away = page.locator(".leave").evaluate("it => it.hostname")
    with page.expect_console_message() as seen:
        page.locator(".leave").click()
    assert seen.value.text == f"{away}|"
    page.wait_for_url(re.compile("^https://"))


def test_shift_with_clicks_in_between_does_not_leave_the_page(window: Callable[..., Any], root: str) -> None:
    page = window()
    page.goto(f"{root}/mal-2/")
    for _ in range(4):
        page.keyboard.press("Shift")
        page.mouse.click(5, 5)
    assert page.url == f"{root}/mal-2/"
    assert page.locator("h1").is_visible()


def test_a_link_that_cannot_be_copied_is_shown_instead(window: Callable[..., Any], root: str) -> None:
    page = window()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.goto(f"{root}/mal-1/")
    page.get_by_role("button", name="Kopiera länken").click()
    address = page.locator("link[rel=canonical]").get_attribute("href")
    page.locator("[data-done]", has_text=address).wait_for()
    assert faults == []


def test_the_keys_of_the_leave_button_are_shown_only_where_they_work(window: Callable[..., Any], root: str) -> None:
    for scripts in (True, False):
        page = window(scripts=scripts)
        page.goto(f"{root}/hjalp/")
        assert page.get_by_text("tre gånger på Skift").is_visible() is scripts


DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
"""Waits until all changes have been laid out and painted, and observers have been notified."""


@pytest.mark.parametrize("width", [360, 1280])
def test_the_layout_does_not_shift_when_the_font_is_late(window: Callable[..., Any], root: str, width: int) -> None:
    page = window()
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        """window.moved = 0; window.largest = "";
        new PerformanceObserver(list => list.getEntries().forEach(one => { window.moved += one.value; }))
            .observe({type: "layout-shift", buffered: true});
        new PerformanceObserver(list => list.getEntries().forEach(one => { window.largest = (one.element || {}).tagName; }))
            .observe({type: "largest-contentful-paint", buffered: true});"""
    )

    def come_late(route: Any) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/*.woff2", come_late)
    for address in ("/", "/mal-2/", "/mal-4/"):
        page.goto(root + address)
        page.wait_for_function("document.fonts.check('1em Familjen') && window.largest")
        page.evaluate(DRAWN)
        assert page.evaluate("window.moved") < 0.02, address
        assert page.evaluate("window.largest") in ("P", "H1", "A"), address

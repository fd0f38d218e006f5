"""Every page of two sites, in every mode: the real one, and one with the longest words and forty partners."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from plugins.commands import run as commands
from tests.browser.conftest import DAY, Server
from tests.browser.test_browser import CONTENT, FOCUS, RULES, WIDTHS, read_axe
from tests.conftest import make_once

pytestmark = pytest.mark.browser

LONG = "Arbetsmarknadsintegrationsverksamhet och jämställdhetsfrågor"
TRANSLATED = ["/en/", "/en/mal-1/", "/en/hjalp/", "/en/globala-malen/", "/latt/mal-2/"]
TIERS = ["huvudpartner", "partner", "sponsor", "vänföretag"]


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build and serve the real site with forty partners more on goal 2, one on goal 1, and a sixth goal of long words."""
    site = make_once(tmp_path_factory, "crowded-site", build_crowded)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def build_crowded(site: Path) -> None:
    """Build that site."""
    content = site.with_name("content")
    shutil.copytree(CONTENT, content)
    names = [f"{'Sammanslutningen ' * (number % 3)}Exempelföretaget nummer {number} AB" for number in range(40)]
    partners = "".join(f"- namn: {name}\n  lokalt mål: 2\n  nivå: {TIERS[number % 4]}\n" for number, name in enumerate(names))
    (content / "partner" / "partner.yaml").write_text(f"{partners}- namn: Ensam AB\n  lokalt mål: 1\n  nivå: partner\n", "utf-8")
    goal = (content / "mal" / "mal-1-ingen-hemloshet.md").read_text("utf-8")
    goal = re.sub(r"(?m)^titel: .*$", f"titel: {LONG}", goal).replace("nummer: 1\n", "nummer: 6\n")
    goal = re.sub(r"(?m)^underrubrik: .*$", f"underrubrik: {LONG}", goal)
    (content / "mal" / "mal-6-arbete.md").write_text(goal, "utf-8")
    assert commands.run("build", commands.Options(content=str(content), output=str(site), date=DAY)) == 0


@pytest.fixture(scope="session")
def everywhere(site: Path, root: str, crowded: str) -> list[str]:
    """Return a page of every kind of the real site, and those of the crowded one that differ most.

    Pages in another language are made of the same parts and rules: of those the ones with most of their own words.
    """
    found = sorted(f"/{page.relative_to(site).as_posix().removesuffix('index.html')}" for page in site.rglob("*.html"))
    translated = [address for address in found if address.startswith(("/en/", "/latt/"))]
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
    """Return a function that opens a window in a mode, with axe at hand; without scripts means: without ours."""
    contexts = []

    def open_window(*, scripts: bool = True, **mode: Any) -> Any:
        # bypass_csp: the site's own policy would refuse axe, and the style that spaces letters
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce", bypass_csp=True, **mode)
        contexts.append(context)
        if not scripts:
            context.route("**/theme/*.js", lambda route: route.abort())
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that look at colours; they take more time than all others together."""


def run_axe(page: Any, *passed_over: str, only: list[str] | None = None) -> list[str]:
    """Return what axe finds wrong with the page as it is shown now, some rules passed over, or by some rules only."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(read_axe())
    rules = {"rules": {rule: {"enabled": False} for rule in passed_over}}
    asked = {"type": "rule", "values": only} if only else RULES
    found = page.evaluate("options => axe.run(options)", {"runOnly": asked, "resultTypes": ["violations"], **rules})
    assert len(found["passes"]) > (0 if only else 14), page.url
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"]]


TOO_WIDE = """() => {
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= most) { return []; }
    return [...document.querySelectorAll("body *")].filter(it => it.getBoundingClientRect().right > most + 1)
        .map(it => `${it.tagName}.${it.className} is too wide`);
}"""


PAINTED = """() => [...document.querySelectorAll("body *")]
    .filter(it => it.getClientRects().length && [...it.childNodes].some(one => one.nodeType === 3 && one.data.trim()))
    .map(it => {
        const style = getComputedStyle(it), ground = [];
        for (let at = it; at; at = at.parentElement) {
            const below = getComputedStyle(at);
            ground.push(below.backgroundColor, below.backgroundImage, below.opacity);
        }
        return JSON.stringify([it.tagName, it.className, style.color, style.fontSize, style.fontWeight, style.textDecorationLine,
            getComputedStyle(it.parentElement).color, ground]);
    })"""
"""All that axe judges colours by: each kind of text that is shown, and everything under it."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_with_and_without_scripts(
    window: Callable[..., Any], everywhere: list[str], root: str, scheme: str
) -> None:
    """The real site in every mode, the crowded one where it is narrowest; without scripts only what has one is another page.

    By evening nothing but colours is another (`test_evening_changes_colours_only`); colours are looked at where the page is
    narrowest and widest, and again without scripts where a text is painted there as none is with them.
    """
    whole, plain = window(color_scheme=scheme), window(scripts=False, color_scheme=scheme)
    told = []
    for address in everywhere:
        seen: dict[int, set[str]] = {}
        for page in (whole, plain):
            page.goto(address)
            if page is plain and not page.query_selector("script[src]"):
                continue
            for width in WIDTHS if address.startswith(root) else WIDTHS[:1]:
                page.set_viewport_size({"width": width, "height": 800})
                told += [f"{address} {width}: {words}" for words in page.evaluate(TOO_WIDE)]
                sees_colours = width in (WIDTHS[0], WIDTHS[-1])
                if sees_colours:
                    painted = set(page.evaluate(PAINTED))
                    assert len(painted) > 5
                    sees_colours = not painted <= seen.setdefault(width, set())
                    seen[width] |= painted
                if scheme == "light":
                    told += [f"{address} {width}: {words}" for words in run_axe(page, *(() if sees_colours else OF_COLOURS))]
                elif sees_colours:
                    told += [f"{address} {width}: {words}" for words in run_axe(page, only=OF_COLOURS)]
    assert told == []


CROWDED_HEADINGS = """() => [...document.querySelectorAll("main h2, main h3, main h4")].filter(it => {
    let before = it;
    while (before && !before.previousElementSibling) { before = before.parentElement; }
    const above = before && before.previousElementSibling.getBoundingClientRect(), own = it.getBoundingClientRect();
    return above && above.height && above.left < own.right && above.right > own.left && own.top - above.bottom < 4
        && above.bottom <= own.top + 1 && before.previousElementSibling.matches("p");
}).map(it => `${it.textContent.trim().slice(0, 40)} sits on the line above`)"""
"""A heading right under a paragraph that belongs to what came before."""

STRAY = """() => [...document.querySelectorAll(".wall__list--names .wall__cell")]
    .filter(it => it.getBoundingClientRect().height > it.firstElementChild.getBoundingClientRect().height + 2)
    .map(it => `${it.textContent.trim()} leaves a line of its own`)"""


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sits_on_what_came_before_or_strays_from_its_name(
    window: Callable[..., Any], everywhere: list[str], width: int
) -> None:
    page = window()
    page.set_viewport_size({"width": width, "height": 800})
    told = []
    for address in everywhere:
        page.goto(address)
        for look in (CROWDED_HEADINGS, STRAY):
            told += [f"{address}: {words}" for words in page.evaluate(look)]
    assert told == []


TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }"""
"""WCAG 2.2, 1.4.12."""

CLIPPED = """() => [...document.querySelectorAll("body *")]
    .filter(it => getComputedStyle(it).overflow === "hidden" && getComputedStyle(it).clip === "auto" && it.tagName !== "svg")
    .filter(it => [...it.querySelectorAll("*")].some(part => {
        const inner = part.getBoundingClientRect(), outer = it.getBoundingClientRect();
        return part.children.length === 0 && part.textContent.trim() && getComputedStyle(part).position === "static"
            && (inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1);
    }))
    .map(it => `${it.tagName}.${it.className} hides its text`)"""

OVERLAPPING = """() => [...document.querySelectorAll("main a, main h1, main h2, main h3, main p, main li")]
    .filter(it => it.children.length === 0 && it.textContent.trim() && it.scrollWidth > it.clientWidth + 1
        && getComputedStyle(it).display !== "inline" && getComputedStyle(it).position !== "absolute")
    .map(it => `${it.tagName}.${it.className} runs out of its box: ${it.textContent.slice(0, 40)}`)"""


@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_is_lost_with_more_space_between_letters(window: Callable[..., Any], everywhere: list[str], width: int) -> None:
    page = window()
    page.set_viewport_size({"width": width, "height": 800})
    told = []
    for address in everywhere:
        page.goto(address)
        for spacing in (False, True):
            if spacing:
                page.add_style_tag(content=TEXT_SPACING)
            for look in (TOO_WIDE, CLIPPED, OVERLAPPING):
                told += [f"{address} {'spaced' if spacing else ''}: {words}" for words in page.evaluate(look)]
    assert told == []


def test_text_of_twice_the_size_fits_a_phone(browser_of_large_text: Any, everywhere: list[str]) -> None:
    page = browser_of_large_text.new_page(viewport={"width": 360, "height": 740})
    told = []
    for address in everywhere:
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        told += [f"{address}: {words}" for words in page.evaluate(TOO_WIDE)]
    assert told == []


def test_who_is_in_danger_sees_every_number_on_the_first_screen(window: Callable[..., Any], root: str) -> None:
    page = window()
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{root}/hjalp/")
    numbers = page.locator(".help-strip .help-number").all()
    assert len(numbers) >= 4
    for number in numbers:
        box = number.bounding_box()
        assert box["y"] + box["height"] <= 640, number.inner_text()


def test_colours_of_the_visitor_keep_what_areas_told(window: Callable[..., Any], everywhere: list[str]) -> None:
    page = window(forced_colors="active")
    told = []
    for address in everywhere:
        page.goto(address)
        # axe reckons with the colours that the page asks for, and not with those that it gets.
        told += [f"{address}: {words}" for words in run_axe(page, "color-contrast")]
        told += [
            f"{address}: {it} has no edge"
            for it in page.evaluate(
                """() => [...document.querySelectorAll(".tiles a, .leave, .weave__hit, .goals-nav__here")]
                    .filter(it => it.offsetHeight && parseFloat(getComputedStyle(it).borderTopWidth) < 1)
                    .map(it => it.className)"""
            )
        ]
    assert told == []


WATCH_FOCUS = f"""() => {{
    const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
        .filter(one => one.getClientRects().length);
    const look = {FOCUS};
    window.reached = [];
    // At each Tab, when the focus has moved and what has it has come into view.
    addEventListener("keyup", () => {{
        const it = document.activeElement;
        if (it === document.body) {{ reached.push(null); return; }}
        const boxes = [...it.getClientRects()].filter(box => box.width > 1);
        // Not hidden whole (WCAG 2.2, 2.4.11): in the index of goals, which is drawn sideways, a part of a name may be cut.
        const isFree = boxes.some(box => [.5, .15, .85].some(part => {{
            const seen = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
            return seen && (it.contains(seen) || seen.contains(it));
        }}));
        reached.push({{place: all.indexOf(it), isFree: isFree, ...look()}});
    }});
    return all.length;
}}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_focus_goes_down_the_page_and_is_never_hidden(window: Callable[..., Any], everywhere: list[str], width: int) -> None:
    page = window()
    page.set_viewport_size({"width": width, "height": 640})
    told = []
    for address in everywhere:
        page.goto(address)
        for _ in range(page.evaluate(WATCH_FOCUS) + 2):
            page.keyboard.press("Tab")
        reached = page.evaluate("reached")
        if reached[0] is None:
            del reached[0]  # the window itself comes first
        places = [found["place"] if found else 0 for found in reached]
        once = places.index(0, 1) if 0 in places[1:] else len(places)  # then round again
        told += [f"{address}: {it['name'][:40]} has focus behind something else" for it in reached[:once] if not it["isFree"]]
        told += [f"{address}: {it['name'][:40]} looks the same with focus" for it in reached[:once] if not it["isSeen"]]
        if places[:once] != sorted(set(places[:once])) or once < 8:
            told.append(f"{address}: focus jumps: {places}")
    assert told == []


@pytest.mark.parametrize("by", ["button", "keys"])
def test_the_way_out_leaves_at_once_and_back_does_not_return(window: Callable[..., Any], root: str, by: str) -> None:
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


def test_back_does_not_return_after_steps_within_the_page(window: Callable[..., Any], root: str) -> None:
    page = window()
    page.route(re.compile("^https://"), lambda route: route.fulfill(body="<title>Vädret</title>", content_type="text/html"))
    page.goto(f"{root}/")
    page.goto(f"{root}/mal-2/")
    page.locator(".contents summary").click()
    page.locator(".contents__link").nth(2).click()
    assert page.url.partition("#")[2]
    target = page.locator(f"#{page.url.partition('#')[2]}")
    assert target.evaluate("it => Math.abs(it.getBoundingClientRect().top) < 300")
    page.locator(".leave").click()
    page.wait_for_url(re.compile("^https://"))
    page.go_back()
    assert page.url == f"{root}/"


def test_while_leaving_neither_words_nor_address_are_seen(window: Callable[..., Any], root: str) -> None:
    page = window()
    page.route(re.compile("^https://"), lambda route: route.fulfill(body="<title>Vädret</title>", content_type="text/html"))
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.add_init_script("addEventListener('beforeunload', () => console.log(`${document.title}|${document.body.textContent}`))")
    page.goto(f"{root}/mal-2/")
    away = page.locator(".leave").evaluate("it => it.hostname")
    page.locator(".leave").click()
    page.wait_for_url(re.compile("^https://"))
    assert seen == [f"{away}|"]


def test_shift_with_other_things_between_is_no_way_out(window: Callable[..., Any], root: str) -> None:
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


def test_keys_for_the_way_out_are_told_only_where_they_work(window: Callable[..., Any], root: str) -> None:
    for scripts in (True, False):
        page = window(scripts=scripts)
        page.goto(f"{root}/hjalp/")
        assert page.get_by_text("tre gånger på Skift").is_visible() is scripts


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_font_comes_late(window: Callable[..., Any], root: str, width: int) -> None:
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
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(100)
        assert page.evaluate("document.fonts.check('1em Familjen')")
        assert page.evaluate("window.moved") < 0.02, address
        assert page.evaluate("window.largest") in ("P", "H1", "A"), address


def test_no_page_prints_what_only_a_screen_can_use(window: Callable[..., Any], everywhere: list[str]) -> None:
    page = window()
    page.emulate_media(media="print")
    told = []
    for address in everywhere:
        page.goto(address)
        for hidden in ("nav", ".leave", ".skip", ".share", "button"):
            if page.locator(hidden).evaluate_all("all => all.some(it => it.offsetHeight > 0)"):
                told.append(f"{address}: {hidden}")
    assert told == []

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
from tests.browser.judge import Judged, judge_colours, judge_parts, judge_targets, read_axe
from tests.browser.test_browser import CONTENT, FOCUS, WIDTHS
from tests.conftest import make_once, read_languages

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
    """Return a function that opens a window in a mode; without scripts means: without ours; `judges`: axe is in each page."""
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


TOO_WIDE = """() => {
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= most) { return []; }
    return [...document.querySelectorAll("body *")].filter(it => it.getBoundingClientRect().right > most + 1)
        .map(it => `${it.tagName}.${it.className} is too wide`);
}"""


@pytest.fixture(scope="module")
def judged() -> Judged:
    """Return what axe has judged, on any page, at any width, by day or evening."""
    return Judged()


@pytest.mark.parametrize("part", range(3))
def test_every_page_is_accessible_and_fits_with_and_without_scripts(
    window: Callable[..., Any], everywhere: list[str], root: str, judged: Judged, part: int
) -> None:
    """The real site by day and evening, the crowded one where it is narrowest; without scripts only what has one is another page.

    Axe judges what it has not judged: parts of a page again where others are shown; what is pressed where it is of another
    size or has other neighbours; colours where a page is narrowest and widest, of texts that are painted as none was before.
    By evening nothing but colours is another (`test_evening_changes_colours_only`), and where the visitor chooses all colours
    neither parts nor places are.
    """
    whole, plain = window(judges=True), window(scripts=False, judges=True)
    told = []
    for address in everywhere[part::3]:
        seen: set[str] = set()
        for page in (whole, plain):
            page.goto(address)
            if page is plain and not page.query_selector("script[src]"):
                continue
            for width in WIDTHS if address.startswith(root) else WIDTHS[:1]:
                page.set_viewport_size({"width": width, "height": 800})
                found = page.evaluate(TOO_WIDE) + judge_parts(page, seen, judged)
                for scheme in ("dark", "light") if width in (WIDTHS[0], WIDTHS[-1]) else ():
                    page.emulate_media(color_scheme=scheme)
                    found += [f"{scheme}: {words}" for words in judge_colours(page, judged)]
                told += [f"{address} {width}: {words}" for words in found]
        whole.emulate_media(forced_colors="active")
        told += [
            f"{address} in own colours: {words}" for words in whole.evaluate(WITHOUT_EDGE) + judge_parts(whole, seen, judged)
        ]
        whole.emulate_media(forced_colors="none")
    assert told == []


WITHOUT_EDGE = """() => [...document.querySelectorAll(".tiles a, .leave, .weave__hit, .goals-nav__here")]
    .filter(it => it.offsetHeight && parseFloat(getComputedStyle(it).borderTopWidth) < 1)
    .map(it => `${it.className} has no edge`)"""
"""Areas that colours alone tell of, which are not there where the visitor chooses all colours."""

HARM = {
    "a button without a name": ("<button></button>", "button-name"),
    "words that are too pale": ('<p class="pale" style="color: #aaa; background: #fff">Blek text.</p>', "color-contrast"),
    "links that stand too close": ('<a href="/">.</a> <a href="/om/">.</a>' * 3, "target-size"),
}


@pytest.mark.parametrize("what", HARM)
def test_what_is_wrong_on_one_page_is_found_also_where_all_else_was_judged_before(
    window: Callable[..., Any], root: str, what: str
) -> None:
    page, parts, judged = window(judges=True), set[str](), Judged()
    page.goto(f"{root}/om/")
    assert judge_parts(page, parts, judged) + judge_colours(page, judged) == []
    assert judge_parts(page, parts, judged) + judge_colours(page, judged) == []
    markup, rule = HARM[what]
    style = "" if "target" not in rule else ' style="font-size: 4px; line-height: 4px"'
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", f"<div{style}>{markup}</div>")
    told = judge_parts(page, parts, judged) + judge_colours(page, judged)
    assert [words.split(":")[0] for words in told if words.startswith(rule)]


SMALL = """style => document.querySelector('main').insertAdjacentHTML('beforeend',
    `<div class="small" style="display: flex; ${style}">
        <a href="/" style="width: 12px; height: 12px"></a><a href="/om/" style="width: 12px; height: 12px"></a></div>`)"""


def test_what_is_pressed_is_judged_again_where_something_comes_nearer(window: Callable[..., Any], root: str) -> None:
    page, judged = window(judges=True), Judged()
    page.goto(f"{root}/om/")
    page.evaluate(SMALL, "gap: 40px; margin: 40px")
    assert judge_targets(page, judged) == []
    asked = page.evaluate("axe.run({runOnly: ['target-size'], elementRef: true}).then(found => found.passes[0].nodes.length)")
    assert page.evaluate("targets.length") >= asked > 10
    assert judge_targets(page, judged) == []
    page.evaluate("document.querySelector('.small').style.gap = '8px'")
    assert len(judge_targets(page, judged)) == 2


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


ONLY_FOR_SCREENS = """() => ["nav", ".leave", ".skip", ".share", "button"]
    .filter(name => [...document.querySelectorAll(name)].some(it => it.offsetHeight > 0))
    .map(name => `${name} is printed`)"""


def test_words_keep_their_places_with_more_space_between_letters_and_on_paper(
    window: Callable[..., Any], everywhere: list[str]
) -> None:
    """Nothing sits on what came before or strays from its name, no text is lost, and only what paper can use is printed."""
    page = window()
    told = []
    for address in everywhere:
        page.goto(address)
        for way, looks in {
            "": (CROWDED_HEADINGS, STRAY, TOO_WIDE, CLIPPED, OVERLAPPING),
            "spaced": (TOO_WIDE, CLIPPED, OVERLAPPING),
        }.items():
            if way:
                page.add_style_tag(content=TEXT_SPACING)
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                told += [f"{address} {width} {way}: {words}" for look in looks for words in page.evaluate(look)]
        page.emulate_media(media="print")
        told += [f"{address}: {words}" for words in page.evaluate(ONLY_FOR_SCREENS)]
        page.emulate_media(media="screen")
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


WATCH_FOCUS = f"""() => {{
    const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
        .filter(one => one.getClientRects().length);
    const look = {FOCUS}, looks = new Map();
    // What stands in the same kinds of elements has the same rules of style: it is looked at with and without focus once.
    const kind = it => {{
        const chain = [];
        for (let at = it; at; at = at.parentElement) {{
            chain.push(at.tagName, at.className, it.getAttributeNames().join());
        }}
        return chain.join();
    }};
    window.reached = [];
    // What has the focus, which has moved and come into view.
    window.note = () => {{
        const it = document.activeElement;
        if (it === document.body) {{ reached.push(null); return; }}
        const boxes = [...it.getClientRects()].filter(box => box.width > 1);
        // Not hidden whole (WCAG 2.2, 2.4.11): in the index of goals, which is drawn sideways, a part of a name may be cut.
        const isFree = boxes.some(box => [.5, .15, .85].some(part => {{
            const seen = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
            return seen && (it.contains(seen) || seen.contains(it));
        }}));
        if (!looks.has(kind(it))) {{ looks.set(kind(it), look().isSeen); }}
        reached.push({{place: all.indexOf(it), isFree, isSeen: looks.get(kind(it)), name: it.textContent.trim()}});
    }};
    // At each Tab that is pressed, before it moves the focus on: the key is held down, and repeats.
    let count = 0;
    addEventListener("keydown", () => {{ if (count++) {{ note(); }} }}, true);
    return all.length;
}}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_focus_goes_down_the_page_and_is_never_hidden(
    window: Callable[..., Any], everywhere: list[str], root: str, width: int
) -> None:
    """The crowded site where it is narrowest; the table of all targets, two hundred links alike, once and not in each copy."""
    page = window()
    page.set_viewport_size({"width": width, "height": 640})
    told = []
    walked = [address for address in everywhere if width == WIDTHS[0] or address.startswith(root)]
    walked = [address for address in walked if not address.endswith("/globala-malen/") or address == f"{root}/globala-malen/"]
    assert len(walked) > 14
    for address in walked:
        page.goto(address)
        for _ in range(page.evaluate(WATCH_FOCUS) + 2):
            page.keyboard.down("Tab")
        reached = page.evaluate("note(); reached")
        page.keyboard.up("Tab")
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

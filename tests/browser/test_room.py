"""There is space between any two components that follow each other in a section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.pictures import MODES
from tests.browser.test_snapshots import open_examples

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def examples(whole_browser: Any, preview_root: str) -> Iterator[Any]:
    """Yield the page of examples, as wide as on a desk; what a test adds to it, that test removes."""
    page = open_examples(whole_browser, preview_root, "desk")
    yield page
    page.close()


@pytest.fixture(scope="module")
def examples_in_sections(whole_browser: Any, preview_root: str) -> Iterator[Any]:
    """Yield the page of examples, each in a section of its own, where some stand in narrow columns."""
    page = open_examples(whole_browser, preview_root, "desk")
    page.evaluate(IN_A_SECTION)
    yield page
    page.close()


def show_at(page: Any, width: int) -> Any:
    """Resize the window of a page and return the page."""
    page.set_viewport_size({"width": width, "height": 900})
    return page


DESK = MODES["desk"][1]
"""Width of the window on a desk."""

LEAST = 8
"""Smallest space in pixels between two components: a third of a line."""

APART = ["edit_mark", "fold", "weave"]
"""Selectors of elements without space: edit marks of the preview, rows with a border, the edge of a page."""

FIND_TIGHT = """([least, apart]) => {
    const firsts = [...document.querySelectorAll(".examples")].map(all => [
        all.id.replace("exempel-", ""), all.querySelector(".examples__stage > *")]).filter(
        ([name, one]) => one && !apart.includes(name) && !["absolute", "fixed"].includes(getComputedStyle(one).position));
    const main = document.querySelector("main") || document.body;
    const body = document.createElement("div");
    body.className = "section__body";
    main.prepend(body);
    const tight = [];
    for (const [name, one] of firsts) for (const [next, other] of firsts) if (name !== next) {
        body.replaceChildren(one.cloneNode(true), other.cloneNode(true));
        const room = body.lastElementChild.getBoundingClientRect().top - body.firstElementChild.getBoundingClientRect().bottom;
        if (!(room >= least)) tight.push(`${name} + ${next}: ${Math.round(room)}`);
    }
    body.remove();
    return [firsts.length, tight];
}"""


MEASURE_TEXT = """() => {
    const page = document.createElement("div");
    page.innerHTML = `<section class="section"><div class="wrap"><div class="section__inner"><h2 class="section__title">Om</h2>
        <div class="section__body"><dl class="details"><div class="details__row">
        <dt class="details__label">Dag</dt><dd class="details__value">I dag</dd>
        </div></dl></div></div></div></section><div class="wrap"><div class="page"><p class="prose">Text.</p></div></div>`;
    (document.querySelector("main") || document.body).prepend(page);
    const [above, below] = ["dl", "p"].map(name => page.querySelector(name).getBoundingClientRect());
    page.remove();
    return below.top - above.bottom;
}"""
ROOM_FOR_TEXT = 32
"""Smallest space in pixels between a section and the text after it: less than before the next section, more than a line."""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_text_after_a_section_has_space_above_it(examples: Any, width: int) -> None:
    """As where a fact table stands before the text: close to it, the text is read as its last row."""
    assert show_at(examples, width).evaluate(MEASURE_TEXT) >= ROOM_FOR_TEXT


def test_any_two_components_in_a_section_have_space_between_them(examples: Any) -> None:
    count, tight = show_at(examples, DESK).evaluate(FIND_TIGHT, [LEAST, APART])
    assert count > 30
    assert tight == [], "give the second a `margin-top` in its own style"


FIND_OTHER_SIZES = """() => {
    const page = document.createElement("div");
    page.innerHTML = `<div class="lede wrap"><div class="lede__text"></div></div>
        <section class="section"><div class="wrap"><div class="section__inner">
        <div class="section__body"></div></div></div></section>`;
    (document.querySelector("main") || document.body).prepend(page);
    const [first, later] = [page.querySelector(".lede__text"), page.querySelector(".section__body")];
    const own = ["prose", "heading", "lede"];  // the page's own words, and what stands over them
    const other = [];
    let count = 0;
    for (const all of document.querySelectorAll(".examples")) {
        const name = all.id.replace("exempel-", ""), one = all.querySelector(".examples__stage > *");
        if (!one || own.includes(name)) continue;
        count += 1;
        const sizes = [first, later].map(place => {
            place.replaceChildren(one.cloneNode(true));
            return [...place.querySelectorAll("*")].map(node => getComputedStyle(node).fontSize).join(" ");
        });
        if (sizes[0] !== sizes[1]) other.push(name);
    }
    page.remove();
    return [count, other];
}"""


def test_a_component_before_the_first_heading_has_the_same_font_sizes_as_in_a_section(examples: Any) -> None:
    count, other = show_at(examples, DESK).evaluate(FIND_OTHER_SIZES)
    assert count > 30
    assert other == [], "what is large in a lede is for the page's own words (theme/static/css/components/lede.css)"


LEAST_LINE = 240
"""Width in pixels at which text can be read: about thirty characters, more than any word."""
LONG_TEXT = 50
"""Characters from which words count as text."""
IN_A_SECTION = """() => {
    for (const stage of document.querySelectorAll(".examples__stage")) {
        stage.innerHTML = `<section class="section"><div class="wrap"><div class="section__inner">
            <h2 class="section__title">Om</h2><div class="section__body">${stage.innerHTML}</div></div></div></section>`;
        for (const wall of stage.querySelectorAll(".wall__list--normal")) {  // the narrowest that a tier may have
            wall.classList.remove("wall__list--normal");
            wall.classList.add("wall__list--small");
        }
    }
}"""
FIND_NARROW = """([least, long]) => [...document.querySelectorAll(".examples__stage p")]
    .filter(one => one.textContent.trim().length >= long && one.getClientRects().length)
    .map(one => [one.closest(".examples").id, one.textContent.trim().slice(0, 30), Math.round(one.getBoundingClientRect().width)])
    .filter(([name, words, width]) => width < least)"""


@pytest.mark.parametrize(("page", "width"), [("examples", 390), ("examples_in_sections", 768), ("examples_in_sections", 1280)])
def test_every_text_has_a_readable_line_width(request: pytest.FixtureRequest, page: str, width: int) -> None:
    """Also where it stands in a list that has several columns, in the part of a section on a wide screen."""
    narrow = show_at(request.getfixturevalue(page), width).evaluate(FIND_NARROW, [LEAST_LINE, LONG_TEXT])
    assert narrow == [], "give the component that has such texts fewer columns (register.css)"


SHORT_WORD = 12
"""Characters that fit on any line."""
FIND_BROKEN_WORDS = """short => {
    const broken = [];
    for (const stage of document.querySelectorAll(".examples__stage")) {
        const texts = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode())
            for (const word of text.data.matchAll(/[\\p{L}\\d\\u00ad]+/gu)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                const isOnlyHeard = text.parentElement.getBoundingClientRect().width < 30;
                const lines = new Set(isOnlyHeard ? [] : [...range.getClientRects()].map(box => Math.round(box.top)));
                if (word[0].length <= short && !word[0].includes("\\u00ad") && lines.size > 1)
                    broken.push(`${stage.closest(".examples").id}: ${word[0]}`);
            }
    }
    return broken;
}"""


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_short_word_is_broken_across_lines(examples: Any, width: int) -> None:
    """A row of facts that takes its columns from the screen has no room for them in a narrow cell."""
    broken = show_at(examples, width).evaluate(FIND_BROKEN_WORDS, SHORT_WORD)
    assert broken == [], "let what is narrow have its parts below each other (register.css)"

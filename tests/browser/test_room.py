"""Between components: whichever two meet in a section of a page, some room is left between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import open_preview
from tests.browser.test_snapshots import open_examples

pytestmark = pytest.mark.browser

LEAST = 8
"""Pixels between one and the next: a third of a line."""

APART = ["edit_mark", "fold", "weave"]
"""No room is left for these: a sign of the preview beside what it marks, a row with a line of its own, the edge of a page."""

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


def test_no_two_components_stand_tight_in_a_section(whole_browser: Any, tmp_path: Path) -> None:
    with open_preview(tmp_path, {}) as editor:
        page = open_examples(whole_browser, editor.root, "light")
        count, tight = page.evaluate(FIND_TIGHT, [LEAST, APART])
        page.close()
    assert count > 30
    assert tight == [], "give the second a `margin-top` in its own style"

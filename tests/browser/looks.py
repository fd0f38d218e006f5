"""Layout checks that run in the page as it is shown now: nothing is too wide, cut off, or overlaps something else."""

from __future__ import annotations

from typing import Any

TOO_WIDE = """() => {
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= most) { return []; }
    return [...document.querySelectorAll("body *")].filter(it => it.getBoundingClientRect().right > most + 1)
        .map(it => `${it.tagName}.${it.className} is too wide`);
}"""

CROWDED_HEADINGS = """() => [...document.querySelectorAll("main h2, main h3, main h4")].filter(it => {
    let before = it;
    while (before && !before.previousElementSibling) { before = before.parentElement; }
    const above = before && before.previousElementSibling.getBoundingClientRect(), own = it.getBoundingClientRect();
    return above && above.height && above.left < own.right && above.right > own.left && own.top - above.bottom < 4
        && above.bottom <= own.top + 1 && before.previousElementSibling.matches("p");
}).map(it => `${it.textContent.trim().slice(0, 40)} sits on the line above`)"""
"""Headings too close to the paragraph above."""

STRAY = """() => [...document.querySelectorAll(".wall__list--names .wall__cell")]
    .filter(it => it.getBoundingClientRect().height > it.firstElementChild.getBoundingClientRect().height + 2)
    .map(it => `${it.textContent.trim()} leaves a line of its own`)"""

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

WITHOUT_EDGE = """() => [...document.querySelectorAll(".tiles a, .leave, .weave__hit, .goals-nav__here")]
    .filter(it => it.offsetHeight && parseFloat(getComputedStyle(it).borderTopWidth) < 1)
    .map(it => `${it.className} has no edge`)"""
"""Areas that are distinguished by colour alone, and so disappear in forced colours."""

TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }"""
"""WCAG 2.2, 1.4.12."""


def find_faults(page: Any, *looks: str) -> list[str]:
    """Return the findings of some of these checks on a page, in one round trip."""
    faults: list[str] = page.evaluate(f"() => [{', '.join(f'...({look})()' for look in looks)}]")
    return faults

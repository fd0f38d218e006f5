"""Asking axe whether a page is accessible, of no part of it twice.

Axe takes a third of a second for a page, and the pages have most in common: of each page, width and colour scheme it is
asked what it has not judged before. What a judgement rests on is told by the page itself; where that is the same, so is
the judgement (`test_what_is_wrong_on_one_page_is_found_also_where_all_else_was_judged_before`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that look at colours; they take more time than all others together."""
OF_TARGETS = ["target-size"]
"""The rule that looks at the size of what is pressed, and at what stands near it; of the rest it takes more than a half."""
OF_PLACES = ["scrollable-region-focusable", "skip-link"]
"""The other rules for which it matters where something stands."""


def read_axe() -> str:
    """Return axe itself; its package would read it in the encoding of the machine."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@dataclass
class Judged:
    """What axe has judged, on any page, at any width, by day or evening."""

    colours: set[str] = field(default_factory=set)
    """Kinds of painted texts."""
    targets: set[str] = field(default_factory=set)
    """What is pressed, with what stands around it."""
    passed_over: set[str] = field(default_factory=set)
    """How what is pressed stands in running text, where its size does not matter."""


def run_axe(page: Any, *passed_over: str, only: list[str] | None = None) -> list[str]:
    """Return what axe finds wrong with the page as it is shown now, some rules passed over, or by some rules only."""
    rules = {"rules": {rule: {"enabled": False} for rule in passed_over}}
    asked = {"type": "rule", "values": only} if only else RULES
    found = page.evaluate(RUN, {"runOnly": asked, "resultTypes": ["violations"], **rules})
    assert found["rules"] >= len(only) if only else found["passes"] > 14, page.url
    return read_found(found)


def read_found(found: dict[str, Any]) -> list[str]:
    """Return what axe has found wrong, in its words."""
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"]]


TELL = """found => found.violations.map(one => (
    {id: one.id, nodes: one.nodes.map(({target, failureSummary}) => ({target, failureSummary}))}))"""
"""What is wrong, without the elements themselves."""

RUN = f"""async options => {{
    const found = await axe.run(options);
    const rules = [found.passes, found.violations, found.incomplete, found.inapplicable].flat().map(one => one.id);
    return {{violations: ({TELL})(found), passes: found.passes.length, rules: new Set(rules).size}};
}}"""

HASH = """text => {
    let one = 0xdeadbeef, two = 0x41c6ce57;
    for (let at = 0; at < text.length; at++) {
        const sign = text.charCodeAt(at);
        one = Math.imul(one ^ sign, 2654435761);
        two = Math.imul(two ^ sign, 1597334677);
    }
    return `${one >>> 0}-${two >>> 0}`;
}"""
"""A short name of a long text."""

SHOWN = f"""() => {{
    const hash = {HASH}, all = [...document.querySelectorAll("body, body *")];
    const whole = {{opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true}};
    const words = it => [...it.childNodes].filter(one => one.nodeType === 3).map(one => one.data).join();
    // A drawing with an empty alternative, and nothing said of it in other ways, is nothing to axe, shown or not.
    const plain = ["src", "srcset", "sizes", "alt", "class", "width", "height", "loading", "decoding"];
    const isNothing = it => it.matches('img[alt=""]') && it.getAttributeNames().every(name => plain.includes(name));
    const boxes = it => [...it.getClientRects()].map(box => [box.left, box.top, box.width, box.height].map(Math.round));
    return {{
        parts: hash(all.map(it => it.cloneNode(false).outerHTML + words(it) + (isNothing(it) || it.checkVisibility(whole)))
            .join()),
        places: hash(JSON.stringify(all.map(boxes))),
    }};
}}"""
"""What rules of axe that see no colours judge: all elements and words, which of them are shown; and where they stand."""


def judge_parts(page: Any, seen: set[str], judged: Judged) -> list[str]:
    """Return what axe finds wrong but for colours; only what rests on places where the same parts were shown before."""
    shown = page.evaluate(SHOWN)
    both = f"{shown['parts']} {shown['places']}"
    if both in seen:
        return []
    only = OF_PLACES if shown["parts"] in seen else None
    seen.update((shown["parts"], both))
    return run_axe(page, *OF_COLOURS, *OF_TARGETS, only=only) + judge_targets(page, judged)


TARGETS = f"""() => {{
    const hash = {HASH}, near = 24;
    const all = "a[href], area[href], button, input, select, textarea, summary, iframe, [contenteditable], [tabindex][role]";
    const found = [...document.querySelectorAll(all)].filter(it => it.getClientRects().length)
        .map(it => [it, it.getBoundingClientRect(), [...it.getClientRects()]]);
    const whole = {{opacityProperty: true, visibilityProperty: true}}, kept = ["role", "tabindex", "disabled", "aria-disabled"];
    const names = it => [it.tagName, it.className, it.checkVisibility(whole), !!it.closest("[aria-hidden=true], [inert]"),
        ...kept.map(name => it.getAttribute(name))].join();
    // Axe passes over what is pressed within running text. Whether it is: of what stands in a line all that its block holds,
    // but neither which words nor where they lead.
    const shape = it => `>${{it.innerHTML}}<`.replace(/ (?:href|id|src|hreflang|lang|title)="[^"]*"/g, "")
        .replace(/>[^<]*[^<\\s][^<]*</g, ">x<");
    const block = it => {{
        while (it.parentElement && getComputedStyle(it).display.startsWith("inline")) {{ it = it.parentElement; }}
        return it;
    }};
    window.targets = found.map(([it, own, boxes]) => {{
        const place = box => [box.left - own.left, box.top - own.top, box.width, box.height].map(side => Math.round(4 * side));
        const isNear = box => box.left < own.right + near && box.right > own.left - near
            && box.top < own.bottom + near && box.bottom > own.top - near;
        // Large enough, and nothing that is pressed lies over it: what stands beside it does not matter.
        const isOver = box => box.left < own.right && box.right > own.left && box.top < own.bottom && box.bottom > own.top;
        if (Math.min(own.width, own.height) >= 24 && !found.some(([other, box]) => other !== it && isOver(box))) {{
            return [it, hash(`large enough ${{names(it)}}`), ""];
        }}
        const around = found.filter(([other, box]) => other !== it && isNear(box))
            .map(([other,, all]) => [names(other), all.map(place), it.contains(other), other.contains(it)]);
        const within = [...it.querySelectorAll("*")].map(part => [part.tagName, place(part.getBoundingClientRect())]);
        const outer = block(it);
        const text = outer === it ? "" : `in a line ${{hash(JSON.stringify([names(it), outer.tagName, shape(outer)]))}}`;
        return [it, hash(JSON.stringify([names(it), boxes.map(place), around, within, text])), text];
    }});
    return targets.map(([, look, text]) => [look, text]);
}}"""
"""All that axe judges targets by: their size, what stands near them, and how they stand among words."""

ASK_TARGETS = f"""async ([fresh, options]) => {{
    const first = new Map(), looks = new Map(targets), texts = new Map(targets.map(([it,, text]) => [it, text]));
    targets.forEach(([it, look]) => first.has(look) || first.set(look, it));
    const asked = fresh.map(look => first.get(look));
    const found = await axe.run({{include: asked}}, {{...options, elementRef: true}});
    // What axe cannot tell, or lets pass because something lies over it, may be seen elsewhere.
    const isOpen = node => node.any.some(one => !["large", null, undefined].includes((one.data || {{}}).messageKey));
    const told = [found.passes, found.incomplete, found.violations].flatMap(kind => kind.flatMap(one => one.nodes));
    const passed = found.passes.flatMap(one => one.nodes);
    const open = [...found.incomplete.flatMap(one => one.nodes), ...passed.filter(isOpen)];
    const judged = new Set(told.map(node => texts.get(node.element)));
    return {{violations: ({TELL})(found), open: open.map(node => looks.get(node.element)).filter(Boolean),
        passedOver: asked.map(it => texts.get(it)).filter(text => text && !judged.has(text))}};
}}"""


def judge_targets(page: Any, judged: Judged) -> list[str]:
    """Return what axe finds wrong with each target that is not of a size, and among others, as one of those judged was.

    What axe has passed over within running text, it passes over wherever the same text breaks its lines.
    """
    targets = page.evaluate(TARGETS)
    looks = [look for look, text in targets if text not in judged.passed_over]
    kinds = ["violations", "incomplete", "passes"]
    return ask_axe(page, ASK_TARGETS, list(dict.fromkeys(looks)), judged.targets, OF_TARGETS, kinds, judged.passed_over)


PAINTED = f"""() => {{
    const hash = {HASH}, grounds = new Map();
    // What stands under the words of an element: all that it stands in which paints something, and what that paints.
    const ground = it => {{
        if (!it) {{ return ""; }}
        if (!grounds.has(it)) {{
            const one = getComputedStyle(it);
            const paint = [one.backgroundColor, one.backgroundImage, one.opacity, one.filter, one.mixBlendMode].join();
            const place = [one.position, ...["::before", "::after"].map(part => getComputedStyle(it, part).content)].join();
            const own = [paint === "rgba(0, 0, 0, 0),none,1,none,normal" ? "" : paint,
                place === "static,none,none" ? "" : place + it.tagName + it.className].join();
            grounds.set(it, (own === "," ? "" : hash(own)) + ground(it.parentElement));
        }}
        return grounds.get(it);
    }};
    const texts = [...document.querySelectorAll("body *")]
        .filter(it => it.getClientRects().length && [...it.childNodes].some(one => one.nodeType === 3 && one.data.trim()));
    window.painted = texts.map(it => {{
        const style = getComputedStyle(it), around = it.parentElement;
        return [it, hash(JSON.stringify([style.color, style.fontSize, style.fontWeight, style.textDecorationLine,
            it.tagName, it.className, around.tagName, around.className, getComputedStyle(around).color, ground(it)]))];
    }});
    return [...new Set(painted.map(([, look]) => look))];
}}"""
"""All that axe judges colours by: each kind of text that is shown, what it stands in, and all that is painted under it."""

ASK_COLOURS = f"""async ([fresh, options]) => {{
    const first = new Map(), looks = new Map(painted);
    painted.forEach(([it, look]) => first.has(look) || first.set(look, it));
    const found = await axe.run({{include: fresh.map(look => first.get(look))}}, {{...options, elementRef: true}});
    const open = found.incomplete.flatMap(one => one.nodes.map(node => looks.get(node.element)));
    return {{violations: ({TELL})(found), open: open.filter(Boolean)}};
}}"""


def judge_colours(page: Any, judged: Judged) -> list[str]:
    """Return what axe finds wrong with the colours of each text that is painted here as none of those judged was.

    What axe cannot tell, where something lies over the words, is not judged: it is asked of the next that is painted so.
    """
    painted = page.evaluate(PAINTED)
    assert len(painted) > 5
    return ask_axe(page, ASK_COLOURS, painted, judged.colours, OF_COLOURS, ["violations", "incomplete"])


def ask_axe(
    page: Any,
    ask: str,
    looks: Sequence[str],
    seen: set[str],
    rules: list[str],
    kinds: list[str],
    passed_over: set[str] | None = None,
) -> list[str]:
    """Return what axe finds wrong, by some rules, with what looks as none of `seen`; from then on it is `seen`."""
    fresh = [look for look in looks if look not in seen]
    if not fresh:
        return []
    options = {"runOnly": {"type": "rule", "values": rules}, "resultTypes": kinds}
    found = page.evaluate(ask, [fresh, options])
    seen.update({*fresh} - {*found["open"]})
    if passed_over is not None:
        passed_over.update(found["passedOver"])
    return read_found(found)

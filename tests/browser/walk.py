"""Walk through a page with Tab, and report where the focus jumps, is hidden, or is invisible."""

from __future__ import annotations

from typing import Any

FOCUS = """() => {
    const it = document.activeElement;
    const look = () => JSON.stringify([it, ...it.querySelectorAll("*")].flatMap(part => ["", "::before", "::after"]
        .map(pseudo => {
        const style = getComputedStyle(part, pseudo);
        return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor, style.textDecorationLine];
    })));
    const focused = look();
    it.blur();
    const blurred = look();
    it.focus({focusVisible: true, preventScroll: true});
    return {tag: it.tagName, name: it.textContent.trim(), isSeen: focused !== blurred};
}"""
"""Returns the focused element, and whether it looks different without focus."""

WATCH = f"""() => {{
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
    // Not hidden whole (WCAG 2.2, 2.4.11): in the index of goals, which is drawn sideways, a part of a name may be cut.
    const isFree = it => [...it.getClientRects()].filter(box => box.width > 1).some(box => [.5, .15, .85].some(part => {{
        const seen = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
        return seen && (it.contains(seen) || seen.contains(it));
    }}));
    // Whether it is so too where nobody holds the key down: on a busy machine a page may be drawn later than the key is repeated.
    window.isFreeLater = async place => {{
        all[place].blur();
        all[place].focus({{focusVisible: true}});
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        return isFree(all[place]);
    }};
    window.reached = [];
    // What has the focus, which has moved and come into view.
    window.note = () => {{
        const it = document.activeElement;
        if (it === document.body) {{ reached.push(null); return; }}
        const found = {{place: all.indexOf(it), isFree: isFree(it)}};
        if (!looks.has(kind(it))) {{ looks.set(kind(it), look().isSeen); }}
        reached.push({{...found, isSeen: looks.get(kind(it)), name: it.textContent.trim()}});
    }};
    // At each Tab that is pressed, before it moves the focus on.
    let count = 0;
    addEventListener("keydown", () => {{ if (count++) {{ note(); }} }}, true);
    // The frame: what has the focus before the page's own and where it is drawn, and after it; what stays in the window; styles.
    const main = document.querySelector("main"), own = all.map((it, place) => main.contains(it) ? place : -1);
    const [first, last] = [own.findIndex(place => place >= 0), Math.max(...own)];
    const boxes = it => [...it.getClientRects()].map(box => [box.left, box.top + scrollY, box.width, box.height].map(Math.round));
    const staying = [...document.querySelectorAll("body *")]
        .filter(it => ["fixed", "sticky"].includes(getComputedStyle(it).position))
        .map(it => [kind(it), getComputedStyle(it).position, it.offsetWidth, it.offsetHeight]);
    const frame = [all.slice(0, first).map(it => [kind(it), boxes(it)]), [...new Set(all.slice(last + 1).map(kind))], staying,
        [...document.querySelectorAll("link[rel=stylesheet]")].map(it => it.getAttribute("href"))];
    window.start = () => all[first - 1].focus();
    return {{count: all.length, first, last, frame: JSON.stringify(frame)}};
}}"""


def walk_down(page: Any, walked: set[str]) -> list[str]:
    """Return what is wrong with the focus order and focus styles of a page.

    If the frame (masthead and footer) is in `walked`, the walk begins with its last element before the page's contents, and ends
    with its first one after them.
    """
    page.evaluate("document.fonts.ready")  # a font that loads between two steps would move elements
    found = page.evaluate(WATCH)
    is_new = found["frame"] not in walked or found["first"] < 1
    walked.add(found["frame"])
    if not is_new:
        page.evaluate("start()")
    steps = found["count"] + 2 if is_new else found["last"] + 2 - found["first"]
    page.keyboard.press("+".join(["Tab"] * steps))  # one command for all steps
    reached = page.evaluate("note(); reached")
    if reached[0] is None:
        del reached[0]  # the first is the window itself
    places = [it["place"] if it else 0 for it in reached]
    once = places.index(0, 1) if 0 in places[1:] else len(places)  # after that the walk starts again
    hidden = [it for it in reached[:once] if not it["isFree"] and not page.evaluate("place => isFreeLater(place)", it["place"])]
    faults = [f"{it['name'][:40]} has focus behind something else" for it in hidden]
    faults += [f"{it['name'][:40]} looks the same with focus" for it in reached[:once] if not it["isSeen"]]
    if places[:once] != sorted(set(places[:once])) or (once < 8 if is_new else places[-1] <= found["last"]):
        faults.append(f"focus jumps: {places}")
    return faults

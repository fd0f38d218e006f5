"""Asking axe whether a page is accessible, of no part of it twice.

Axe takes a third of a second for a page, and the pages have most in common: of each page, width and colour scheme it is
asked once, what it has not judged before. What a judgement rests on is told by the page itself (`judge.js`); where that is
the same, so is the judgement (`test_what_is_wrong_on_one_page_is_found_also_where_all_else_was_judged_before`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that look at colours; they take more time than all others together."""
OF_TARGETS = ["target-size"]
"""The rule that looks at the size of what is pressed, and at what stands near it; of the rest it takes more than a half."""
OF_PLACES = ["scrollable-region-focusable", "skip-link"]
"""The other rules for which it matters where something stands."""


def read_axe() -> str:
    """Return axe itself, which its package would read in the encoding of the machine, and what is asked with it."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    return axe + Path(__file__).with_name("judge.js").read_text("utf-8")


@dataclass
class Judged:
    """What axe has judged, on any page, at any width, by day or evening."""

    targets: set[str] = field(default_factory=set)
    """What is pressed, with what stands around it."""
    painted: set[str] = field(default_factory=set)
    """Kinds of painted texts."""
    passed_over: set[str] = field(default_factory=set)
    """How what is pressed stands in running text, where its size does not matter."""
    views: set[str] = field(default_factory=set)
    """What was shown, where it stood, and in which colours: where all three are the same, so is all that is painted."""


def run_axe(page: Any, within: str = "html", only: Sequence[str] = ()) -> list[str]:
    """Return what axe finds wrong with the page as it is shown now, or a part of it, by all rules or some: all of it."""
    asked = {"type": "rule", "values": list(only)} if only else RULES
    found = page.evaluate("([within, asked]) => axe.run(within, {runOnly: asked, reporter: 'judge'})", [within, asked])
    assert found["passes"] > (0 if only else 14 if within == "html" else 5), page.url
    wrong: list[str] = found["wrong"]
    return wrong


def judge(page: Any, seen: set[str], judged: Judged, schemes: Sequence[str] = ()) -> list[str]:
    """Return what axe finds wrong with a page as it is shown now, by day, of what it has not judged.

    `seen` is what was shown of this page, and where it stood: all rules are asked where other parts are shown, those of
    places where they stand elsewhere; targets where they are of another size, or among others, on whichever page.
    `schemes` are those in which colours are judged, of what is painted as nothing was before, on whichever page.
    """
    shown = page.evaluate("judge.shown()")
    both = f"{shown['parts']} {shown['places']}"
    is_new, is_elsewhere = shown["parts"] not in seen, both not in seen
    seen.update((shown["parts"], both))
    targets = find_targets(page, judged) if is_elsewhere else []
    names = [*OF_PLACES, *(OF_TARGETS if targets else [])] if is_elsewhere else []
    told: list[str] = []
    for scheme in schemes or ("",):
        painted = find_painted(page, scheme, both, judged) if scheme else []
        names += OF_COLOURS if painted else []
        if names:
            off = {name: {"enabled": False} for name in (*OF_COLOURS, *OF_TARGETS) if name not in names}
            options = {"runOnly": RULES, "rules": off} if is_new else {"runOnly": {"type": "rule", "values": names}}
            found = ask(page, judged, options, targets, painted)
            assert {*names} <= {*found["rules"]}, page.url
            assert not is_new or found["passes"] > 14, page.url
            told += found["wrong"]
        names, is_new, targets = [], False, []
    if schemes and schemes[-1] != "light":
        page.emulate_media(color_scheme="light")
    return told


def find_painted(page: Any, scheme: str, shown: str, judged: Judged) -> list[str]:
    """Return each kind of text that is painted in a scheme as none was that is judged."""
    view = f"{shown} {scheme}"
    if view in judged.views:
        return []
    judged.views.add(view)
    if scheme != "light":
        page.emulate_media(color_scheme=scheme)
    painted = page.evaluate("judge.painted()")
    assert len(painted) > 5
    return [look for look in painted if look not in judged.painted]


def find_targets(page: Any, judged: Judged) -> list[str]:
    """Return each kind of target that is not of a size, and among others, as one of those judged was.

    What axe has passed over within running text, it passes over wherever the same text breaks its lines.
    """
    looks = [look for look, text in page.evaluate("judge.targets()") if text not in judged.passed_over]
    return [look for look in dict.fromkeys(looks) if look not in judged.targets]


def ask(page: Any, judged: Judged, options: dict[str, Any], targets: list[str], painted: list[str]) -> dict[str, Any]:
    """Ask axe; what it tells of is judged from then on, but for what it cannot tell: that is asked of the next that looks so."""
    found: dict[str, Any] = page.evaluate("judge.ask", {"options": options, "targets": targets, "painted": painted})
    judged.targets.update({*targets} - {*found["open"]["targets"]})
    judged.painted.update({*painted} - {*found["open"]["painted"]})
    judged.passed_over.update(found["passedOver"])
    return found

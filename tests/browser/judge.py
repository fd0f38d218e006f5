"""Run axe on pages to check their accessibility, without judging the same thing twice.

Axe takes a third of a second for a page, and pages have most in common. So for each page, width and colour scheme it is run
only on what it has not judged before. A script in the page (`judge.js`) returns keys of what a judgement depends on; equal keys
have equal judgements (`test_a_new_violation_is_found_on_a_page_that_was_judged_before`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""Axe's rules about colours, which take more time than all others together."""
OF_TARGETS = ["target-size"]
"""Axe's rule about the size and distance of targets, which takes more than half of the remaining time."""
OF_PLACES = ["scrollable-region-focusable", "skip-link"]
"""The other rules that depend on layout."""


def read_axe() -> str:
    """Return the source of axe, read as UTF-8 (its package uses the locale's encoding), and of `judge.js`."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    return axe + Path(__file__).with_name("judge.js").read_text("utf-8")


@dataclass
class Judged:
    """Keys of what axe has judged, on any page, at any width, in any colour scheme."""

    targets: set[str] = field(default_factory=set)
    """Targets, with what is around them."""
    painted: set[str] = field(default_factory=set)
    """Kinds of texts, by their colours."""
    passed_over: set[str] = field(default_factory=set)
    """Targets in running text, whose size does not matter."""
    views: set[str] = field(default_factory=set)
    """Contents, layout and colours of pages; if all three are equal, so is all that is painted."""


def run_axe(page: Any, within: str = "html", only: Sequence[str] = ()) -> list[str]:
    """Return all violations that axe finds on the page now, or within a selector, by all rules or only some."""
    asked = {"type": "rule", "values": list(only)} if only else RULES
    found = page.evaluate("([within, asked]) => axe.run(within, {runOnly: asked, reporter: 'judge'})", [within, asked])
    assert found["passes"] > (0 if only else 14 if within == "html" else 5), page.url
    wrong: list[str] = found["wrong"]
    return wrong


def judge(page: Any, seen: set[str], judged: Judged, schemes: Sequence[str] = ()) -> list[str]:
    """Return the violations that axe finds on the page now, in the light scheme, of what it has not judged before.

    `seen` has the contents and layouts of this page so far: all rules are run if the contents are new, those about layout if only
    that is. Targets are judged if their size or surroundings are new on any page. `schemes` are the colour schemes in which
    colours are judged, where they are new on any page.
    """
    shown = page.evaluate("judge.shown()")
    both = f"{shown['parts']} {shown['places']}"
    is_new, is_elsewhere = shown["parts"] not in seen, both not in seen
    seen.update((shown["parts"], both))
    targets = find_targets(page, judged) if is_elsewhere else []
    names = [*OF_PLACES, *(OF_TARGETS if targets else [])] if is_elsewhere else []
    violations: list[str] = []
    for scheme in schemes or ("",):
        painted = find_painted(page, scheme, both, judged) if scheme else []
        names += OF_COLOURS if painted else []
        if names:
            off = {name: {"enabled": False} for name in (*OF_COLOURS, *OF_TARGETS) if name not in names}
            options = {"runOnly": RULES, "rules": off} if is_new else {"runOnly": {"type": "rule", "values": names}}
            found = ask(page, judged, options, targets, painted)
            assert {*names} <= {*found["rules"]}, page.url
            assert not is_new or found["passes"] > 14, page.url
            violations += found["wrong"]
        names, is_new, targets = [], False, []
    if schemes and schemes[-1] != "light":
        page.emulate_media(color_scheme="light")
    return violations


def find_painted(page: Any, scheme: str, shown: str, judged: Judged) -> list[str]:
    """Return the kinds of texts whose colours in a scheme have not been judged."""
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
    """Return the kinds of targets whose size and surroundings have not been judged.

    A target that axe has skipped in running text stays skipped, wherever that text breaks its lines.
    """
    looks = [look for look, text in page.evaluate("judge.targets()") if text not in judged.passed_over]
    return [look for look in dict.fromkeys(looks) if look not in judged.targets]


def ask(page: Any, judged: Judged, options: dict[str, Any], targets: list[str], painted: list[str]) -> dict[str, Any]:
    """Run axe, and record what it has judged; what it could not decide is run again for the next that looks the same."""
    found: dict[str, Any] = page.evaluate("judge.ask", {"options": options, "targets": targets, "painted": painted})
    judged.targets.update({*targets} - {*found["open"]["targets"]})
    judged.painted.update({*painted} - {*found["open"]["painted"]})
    judged.passed_over.update(found["passedOver"])
    return found

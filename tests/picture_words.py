"""The text of a page, stored beside its snapshot, so that an outdated snapshot is detected without a browser.

A snapshot shows a part of the page. The parts outside are stored as `…`, and not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, ndiff
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from tests.writing import exchange

UNSEEN = "script, style, template, title, datalist, [type=hidden], .hidden"
"""Selector of elements that are never visible."""
DRAWN = {"img", "svg", "hr"}
"""Elements that are visible without text."""
FIELDS = {"input", "select"}
GAP = "…"


def list_words(page: BeautifulSoup) -> list[str]:
    """Return the contents of a page, a line for each text, field and drawing: the name of the element, and its text."""
    unseen = {id(found) for found in page.select(UNSEEN)}
    return list(_list_words(page.body or page, unseen))


def _list_words(inside: Tag, unseen: set[int]) -> Iterator[str]:
    for part in inside.children:
        if isinstance(part, Tag):
            if id(part) not in unseen:
                yield from _say(part, unseen)
        elif words := _words(part):
            yield f"{inside.name} {words}"


def _say(part: Tag, unseen: set[int]) -> Iterator[str]:
    if part.name in DRAWN:
        yield part.name
    elif part.name == "input":
        yield " ".join(("input", str(part.get("type", "text")), *str(part.get("value", "")).split()))
    elif part.name == "select":
        chosen = part.find("option", selected=True) or part.find("option")
        yield " ".join(("select", *(chosen.get_text().split() if chosen else ())))
    else:
        yield from _list_words(part, unseen)


def _words(part: PageElement) -> str:
    """Return a text with its white space normalised; empty for a comment or an element."""
    return " ".join(part.split()) if isinstance(part, NavigableString) and not isinstance(part, PreformattedString) else ""


def take_seen(lines: list[str], shown: Sequence[tuple[str, bool]]) -> tuple[list[str], list[str]]:
    """Return the lines of a page that a snapshot shows, with a gap for the others; and visible texts that scripts have added.

    `shown` has each text of the page in a browser, and whether the snapshot shows it.
    """
    said = [
        (at, words) for at, line in enumerate(lines) for tag, _, words in [line.partition(" ")] if words and tag not in FIELDS
    ]
    matcher = SequenceMatcher(None, [words for _, words in said], [words for words, _ in shown], autojunk=False)
    pairs = {there + i: said[here + i][0] for here, there, size in matcher.get_matching_blocks() for i in range(size)}
    seen = {pairs[there] for there, (_, is_seen) in enumerate(shown) if is_seen and there in pairs}
    texts = [at for at, _ in said]
    for before, after in pairwise([-1, *texts]):  # lines without text are visible if those around them are
        if after in seen and (before in seen or before < 0):
            seen.update(range(before + 1, after))
    kept = list[str]()
    for at, line in enumerate(lines):
        if at in seen:
            kept.append(line)
        elif kept[-1:] != [GAP]:
            kept.append(GAP)
    return kept, [words for there, (words, is_seen) in enumerate(shown) if is_seen and there not in pairs]


def keep_words(lines: list[str], file: Path) -> None:
    """Write the lines that a snapshot shows to its text file."""
    exchange(file, "".join(f"{line}\n" for line in lines).encode())


def diff_words(lines: list[str], file: Path) -> list[str]:
    """Return the diff of a page from the stored text of its snapshot (lines with `+` or `-`); empty if they agree."""
    kept = file.read_text("utf-8").splitlines() if file.exists() else []
    at, after_gap = 0, False
    for is_gap, group in groupby(kept, GAP.__eq__):
        if is_gap:
            after_gap = True
            continue
        part = [*group]
        last = max(at, len(lines) - len(part)) if after_gap else at
        stretches = {start: lines[start : start + len(part)] for start in range(at, last + 1)}
        start = next((start for start, stretch in stretches.items() if stretch == part), None)
        if start is None:
            return _diff(part, max(stretches.values(), key=partial(_measure_likeness, part)))
        at, after_gap = start + len(part), False
    return [] if after_gap else _diff([], lines[at:])


def _measure_likeness(kept: list[str], now: list[str]) -> tuple[float, bool]:
    return SequenceMatcher(None, kept, now, autojunk=False).ratio(), kept[:1] == now[:1]


def _diff(kept: list[str], now: list[str]) -> list[str]:
    return [line for line in ndiff(kept, now) if line[0] in "+-"]

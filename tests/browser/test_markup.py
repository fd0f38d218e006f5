"""Every written page is valid HTML for a strict parser, and within its weight budget; no browser needed."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest

from plugins.assets.bundle import FONTS
from plugins.publishing.hosts.rules import read_rules
from plugins.publishing.weight import PAGE, WHOLE_PAGE, weigh, weigh_data

GOAL_TWO, TABLE = 13_250, 11_200
"""Limits of gzipped HTML and CSS in bytes, for pages in one language. They are tight: what is added must be saved elsewhere."""
LANGUAGES = 350
"""Bytes that links between three languages may add to a page: `hreflang` in its head, links, and parts in other languages."""


TOO_HEAVY = (
    "{address} weighs {found} bytes, HTML and stylesheets gzipped, and may weigh {most}: {over} too many. 14,336 are sent "
    "before a server waits for an answer, also to who reads on a poor connection, and some of them are kept for languages "
    "and partners. Save as many where no visitor notices it, in theme/templates/ and theme/static/css/: an id that nobody "
    "links to, a class without a rule, an attribute or a rule that says what holds anyway. A repetition costs next to "
    "nothing, a new word all its letters. The limit stays. docs/decisions/0016-weight-budgets.md"
)


def test_every_page_of_the_site_is_valid_html(site: Path) -> None:
    parser = html5lib.HTMLParser(strict=True)
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        try:
            parser.parse(page.read_bytes().decode("utf-8"))
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{page.relative_to(site)}: {error}")


def test_the_strict_parser_finds_errors() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse("<!doctype html><title>x</title><p><div></p>")


def test_no_page_contains_an_unfilled_mark_or_template(site: Path) -> None:
    for page in sorted(site.rglob("*.html")):
        text = page.read_text("utf-8")
        assert not re.search(r"\{\{|\{%|\{(?:fakta|mål|kontakt|block):", text), page
        assert not re.search(r"\bNone\b(?! of (?:the|this|these|us)\b)|\bUndefined\b", text), page  # the word, in English


def weigh_styles(site: Path, html: str) -> int:
    """Return the gzipped size of the stylesheets that a page links."""
    return sum(weigh(site / name) for name in re.findall(r'<link rel="stylesheet" href="/([^"]+)"', html))


def check_weight(site: Path, path: str, most: int) -> None:
    """Assert that a page with its stylesheets keeps its limit; the message says what to do."""
    page = site / path
    found = weigh(page) + weigh_styles(site, page.read_text("utf-8"))
    address = f"/{path.removesuffix('index.html')}"
    assert found <= most, TOO_HEAVY.format(address=address, found=found, most=most, over=found - most)


def test_every_page_with_its_stylesheets_keeps_the_weight_budget(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        check_weight(site, page.relative_to(site).as_posix(), PAGE)


def test_the_heaviest_goal_page_leaves_room_in_the_weight_budget(site: Path) -> None:
    """Languages, headers and partners: the text of goal 2 is the longest, and its page is not to fill the budget."""
    check_weight(site, "mal-2/index.html", GOAL_TWO + LANGUAGES)


def test_the_page_of_global_goals_keeps_its_own_weight_budget(site: Path) -> None:
    check_weight(site, "globala-malen/index.html", TABLE + LANGUAGES)


def test_every_published_page_keeps_the_weight_budget(site: Path) -> None:
    """With what it says of what it may do: 14,336 bytes are promised."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{read_rules().page_policy}">\n'
    for page in site.rglob("*.html"):
        published = page.read_text("utf-8").replace("<meta name", f"{policy}<meta name", 1)
        assert weigh_data(page.name, published.encode()) + weigh_styles(site, published) <= 14_336, page.parent.name


def test_the_heaviest_page_with_all_files_of_the_theme_keeps_the_weight_budget(site: Path) -> None:
    assert len(list(site.rglob("*.woff2"))) == len(FONTS)
    files = [path for path in site.glob("theme/*") if not path.name.startswith("icon-") and path.suffix != ".txt"]
    heaviest = max(weigh(page) for page in site.rglob("*.html"))
    assert heaviest + sum(map(weigh, files)) <= WHOLE_PAGE

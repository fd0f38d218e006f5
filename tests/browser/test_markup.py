"""Every written page is right HTML to a strict reader, and light enough; needs no browser."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import html5lib
import pytest

GOAL_PAGE = 14_000
"""Bytes, gzipped: a goal's HTML and CSS together, as the contract promises."""


def test_every_page_is_right_html(site: Path) -> None:
    parser = html5lib.HTMLParser(strict=True)
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        try:
            parser.parse(page.read_bytes().decode("utf-8"))
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{page.relative_to(site)}: {error}")


def test_the_strict_reader_finds_faults() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse("<!doctype html><title>x</title><p><div></p>")


def test_no_page_keeps_a_mark_or_a_template_unfilled(site: Path) -> None:
    for page in sorted(site.rglob("*.html")):
        text = page.read_text("utf-8")
        assert not re.search(r"\{\{|\{%|\{(?:fakta|mål|kontakt|block):", text), page.name
        assert not re.search(r"\bNone\b|\bUndefined\b", text), page.name


def test_a_goal_page_with_its_stylesheet_is_light(site: Path) -> None:
    [css] = (site / "theme").glob("site.*.css")
    style = len(gzip.compress(css.read_bytes(), 9))
    goals = sorted(site.glob("mal-*/index.html"))
    assert len(goals) >= 5
    for page in goals:
        assert len(gzip.compress(page.read_bytes(), 9)) + style <= GOAL_PAGE, page.parent.name

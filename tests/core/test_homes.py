"""Homes: the file that a page or register should be, by its fields; and the one that is at home."""

from __future__ import annotations

import pytest

from plugins.core.homes import find_home
from plugins.core.placing import find_shelf
from plugins.site.rooms import SHELVES

PAGE = "---\ntitel: a\nsammanfattning: b\nstatus: utkast\n{}---\nc\n"


@pytest.mark.parametrize(
    ("relative", "text", "home"),
    [
        ("sidor/a.md", PAGE.format("lokala mål: 1\n"), "verksamheter/a.md"),
        ("sidor/a.md", PAGE.format("lokala mål: 1\norganisation: d\nfrån: 2024\ntill: saknas\n"), "projekt/a.md"),
        ("block/a.md", PAGE.format(""), "sidor/a.md"),
        ("sidor/Å b.md", "---\nrubrik: a\n---\nb\n", "block/a-b.md"),
        ("mal/a.yaml", "- namn: a\n  nivå: b\n  lokalt mål: 1\n", "partner/a.yaml"),
        ("partner/a.yaml", "# a\n-   id: a\n    telefon: 112\n", "kontakter.yaml"),
    ],
)
def test_file_belongs_where_its_fields_are_known(relative: str, text: str, home: str) -> None:
    assert find_home(relative, text, find_shelf(relative, SHELVES), SHELVES) == home


@pytest.mark.parametrize(
    ("relative", "text"),
    [
        ("sidor/a.md", PAGE.format("")),
        ("sidor/a.md", PAGE.format("lokala mal: 1\nfärg: blå\n")),
        ("sidor/a.md", PAGE.format("bild: a.jpg\nlokala mål: 1\nvisas från: 2026-12-01\n")),
        ("verksamheter/a.md", PAGE.format("lokala mål: 1\norganisation: d\nfrån: 2024\ntill: saknas\n")),
        ("projekt/a.md", PAGE.format("lokala mål: 1\n")),
        ("a.yaml", "- namn: a\n"),
        ("partner/a.yaml", "- namn: a\n  telefon: 112\n"),
        ("partner/a.yaml", ""),
        ("bilder/a.svg", "---\nrubrik: a\n---\n"),
    ],
)
def test_file_is_at_home_or_nobody_knows(relative: str, text: str) -> None:
    assert find_home(relative, text, find_shelf(relative, SHELVES), SHELVES) is None

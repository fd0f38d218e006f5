"""Torn marks: each is found once, whatever names there are, and never within a valid mark."""

from __future__ import annotations

import pytest

from plugins.core.marks.torn import find_torn

NAMES = ("dagar-kvar", "partner-antal")
"""Names of marks, one of which ends with another name."""


def found(value: str) -> list[tuple[str, str]]:
    """Return name and argument of each torn mark."""
    return [(torn.name, torn.argument) for torn in find_torn(value, NAMES)]


@pytest.mark.parametrize(
    "value",
    [
        "{partner-antal:partner}",
        "{ partner-antal : partner }",
        "{dagar-kvar:2026-12-24} och {antal:partner}.",
        "({partner-antal:partner})",
        "[{partner-antal:partner}](/partner/)",
        "{egen-partner-antal:partner}",
    ],
)
def test_no_torn_mark_is_found_within_a_valid_mark(value: str) -> None:
    assert found(value) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{partner antal:partner}", [("partner-antal", "partner")]),
        ("{partner_antal:partner}", [("partner-antal", "partner")]),
        ("{{partner-antal:partner}}", [("partner-antal", "partner")]),
        ("{partner-antal;partner}", [("partner-antal", "partner")]),
        ("partner-antal:partner}", [("partner-antal", "partner")]),
        ("{partner-antal:partner", [("partner-antal", "partner")]),
        ("[partner-antal:partner]", [("partner-antal", "partner")]),
        ("(partner-antal:partner)", [("partner-antal", "partner")]),
        ("{partner-antal:partner} antal:partner}", [("antal", "partner")]),
        ("antal:partner} {partner-antal:partner}", [("antal", "partner")]),
    ],
)
def test_a_torn_mark_is_found_once(value: str, expected: list[tuple[str, str]]) -> None:
    assert found(value) == expected

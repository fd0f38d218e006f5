"""Personal identity numbers are recognised by their check digit, and masked. The numbers are the tax agency's test numbers."""

from __future__ import annotations

import pytest

from plugins.core.identity import find_identity_numbers, hide_identity_numbers

NUMBERS = {
    "811218-9876": "811218-9876",
    "811218 9876": "811218 9876",
    "811218+9876": "811218+9876",
    "8112189876": "8112189876",
    "198112189876": "198112189876",
    "19811218-9876": "19811218-9876",
    "19811218 - 9876": "19811218 - 9876",
    "(811218–9876)": "811218–9876",
    "pnr:811218-9876.": "811218-9876",
    "811278-9873": "811278-9873",
    "Anna, 811218-9876, bor här": "811218-9876",
}


@pytest.mark.parametrize("line", NUMBERS)
def test_a_number_is_found_and_hidden(line: str) -> None:
    assert [found[0] for found in find_identity_numbers(line)] == [NUMBERS[line]]
    assert "9876" not in hide_identity_numbers(line)
    assert "9873" not in hide_identity_numbers(line)


@pytest.mark.parametrize(
    "line",
    [
        "Order 811218-9875",  # another check digit
        "802000-8876",  # an organisation's number: no month is 20
        "556036-0793",
        "811318-9870",  # no thirteenth month
        "telefon: 0701740605",
        "Ring 0211740605",
        "070-174 06 05",
        "+46701740605",
        "https://example.org/artikel/8112189876",
        "tel:8112189876",
        "8112189876123",
        "811218-98765",
        "bankgiro: 811-2189",
        "1234567897",
        "2026-11-22 9876",
    ],
)
def test_other_numbers_are_accepted(line: str) -> None:
    assert list(find_identity_numbers(line)) == []

"""Telephone numbers and e-mail addresses in a text: which are found, where, and by what they are compared."""

from __future__ import annotations

import pytest

from plugins.core.written_ways import WrittenWay, email_key, find_written_ways


def find(value: str) -> list[tuple[str, str]]:
    """Return what is found, as written and as compared."""
    return [(way.written, way.key) for way in find_written_ways(value)]


@pytest.mark.parametrize("written", ["070-174 06 05", "070 174 06 05", "070\N{EN DASH}1740605", "0046701740605"])
def test_a_telephone_number_is_compared_by_its_link_however_it_is_written(written: str) -> None:
    assert find(f"Ring {written}, eller kom.") == [(written, "tel:+46701740605")]


def test_an_email_address_ignores_case_and_ends_before_the_full_stop() -> None:
    assert find("Skriv till Alva@Example.org.") == [("Alva@Example.org", email_key("alva@example.org"))]


def test_each_way_is_found_with_its_position() -> None:
    value = "a@example.org eller\n070-174 06 05"
    assert [value[way.start :][: len(way.written)] for way in find_written_ways(value)] == ["070-174 06 05", "a@example.org"]
    assert next(find_written_ways(value)) == WrittenWay("070-174 06 05", value.index("070"), "tel:+46701740605")


@pytest.mark.parametrize(
    "value",
    ["<!-- 070-174 06 05, a@example.org -->", "Kort 12 34", "2019-05-01", "konto 5012-3456 789", "@alva"],
)
def test_other_numbers_and_words_are_ignored(value: str) -> None:
    assert find(value) == []

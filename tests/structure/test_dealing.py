"""How tests are dealt to those who run side by side: all of them, and each begins with what is slow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import deal_tests

BEGINS: list[Any] = [["p1", "p2"], ["s1", "s2", "s3"], ["b1"]]
SLOW = ["p1", "p2", "s1", "s2", "s3", "b1"]
QUICK: list[Any] = [f"q{number}" for number in range(12)]


@pytest.mark.parametrize("workers", range(1, 6))
def test_every_test_is_dealt_once(workers: int) -> None:
    assert sorted(deal_tests(BEGINS, QUICK, workers)) == sorted([*SLOW, *QUICK])


def test_each_stretch_begins_with_a_slow_group() -> None:
    assert deal_tests(BEGINS, QUICK, 3) == [*BEGINS[0], *QUICK[:4], *BEGINS[1], *QUICK[4:7], *BEGINS[2], *QUICK[7:]]
    assert deal_tests(BEGINS, QUICK, 2) == [*BEGINS[0], *QUICK[:7], *BEGINS[1], *BEGINS[2], *QUICK[7:]]
    assert deal_tests(BEGINS, [], 3) == SLOW

"""How tests are distributed to xdist workers, slow ones first, and which reports they send."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PASSED_OVER, PROJECT, deal_tests, format_wrong_words, is_worth_sending, lies_in, rotate
from tests.conftest import QUICK as TAKEN

BEGINS: list[Any] = [["p1", "p2"], ["s1", "s2", "s3"], ["b1"]]
SLOW = ["p1", "p2", "s1", "s2", "s3", "b1"]
QUICK: list[Any] = [f"q{number}" for number in range(12)]


@pytest.mark.parametrize("workers", range(1, 6))
def test_every_test_is_given_to_a_worker_once(workers: int) -> None:
    assert sorted(deal_tests(BEGINS, QUICK, workers)) == sorted([*SLOW, *QUICK])


def test_each_stretch_begins_with_a_slow_group() -> None:
    assert deal_tests(BEGINS, QUICK, 3) == [*BEGINS[0], *QUICK[:4], *BEGINS[1], *QUICK[4:7], *BEGINS[2], *QUICK[7:]]
    assert deal_tests(BEGINS, QUICK, 2) == [*BEGINS[0], *QUICK[:7], *BEGINS[1], *BEGINS[2], *QUICK[7:]]
    assert deal_tests(BEGINS, [], 3) == SLOW


def test_each_worker_imports_all_files_from_a_place_of_its_own() -> None:
    files = [Path(name) for name in "abcdefg"]
    orders = [rotate(files, worker, 3) for worker in range(3)]
    assert [order[0].name for order in orders] == ["a", "c", "e"]
    assert all(sorted(order) == files for order in orders)


def test_what_quick_tests_pass_over_or_take_all_the_same_exists() -> None:
    passed_over = {name for names in PASSED_OVER.values() for name in names}
    assert [name for name in {*passed_over, *TAKEN} if not (PROJECT / "tests" / name).exists()] == []
    assert [name for name in TAKEN if not lies_in(name, passed_over)] == []


def test_what_lies_in_a_folder_is_found_by_whole_names() -> None:
    assert lies_in("core", {"core"})
    assert lies_in("core/test_a.py", {"core"})
    assert not lies_in("core", {"core/test_a.py"})
    assert not lies_in("cores/test_a.py", {"core"})


@pytest.mark.parametrize(
    ("when", "outcome", "is_reported"),
    [
        ("setup", "passed", False),
        ("setup", "failed", True),
        ("setup", "skipped", True),
        ("call", "passed", True),
        ("call", "failed", True),
        ("call", "skipped", True),
        ("teardown", "passed", False),
        ("teardown", "failed", True),
    ],
)
def test_every_report_is_sent_except_that_setup_or_teardown_passed(when: Any, outcome: Any, is_reported: bool) -> None:
    assert is_worth_sending(pytest.TestReport("test.py::test", ("test.py", 1, "test"), {}, outcome, None, when)) is is_reported


def test_errors_in_the_word_lists_are_reported_before_any_test(tmp_path: Path) -> None:
    words = shutil.copytree(PROJECT / "theme" / "words", tmp_path / "words")
    assert list(format_wrong_words(words)) == []
    file = words / "sv.yaml"
    file.write_text(file.read_text("utf-8") + "menu: Meny\n", "utf-8")
    [message] = format_wrong_words(words)
    assert "sv.yaml:" in message
    assert "menu" in message

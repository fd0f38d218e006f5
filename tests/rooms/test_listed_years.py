"""Pages that leave the lists some years after a day of theirs, as old news do, and keep their addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from plugins.activities.model import Activity
from plugins.site.days.changes import find_day_changes
from plugins.site.model import Preparation

PAGE = """---
titel: Kören
sammanfattning: Sång varje vecka.
lokala mål: 1
uppdaterad: {}
status: publicerad
---

Vi sjunger.
"""


@pytest.fixture(autouse=True)
def _are_listed_for_two_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare that activities are listed for two years after the day on which they were updated, as a new room would."""
    monkeypatch.setattr(Activity, "LAST_LISTED_DAY", "updated")
    monkeypatch.setattr(Activity, "LISTED_YEARS", 2)


@pytest.mark.parametrize(
    ("updated", "last", "after"),
    [
        ("2024-11-22", date(2026, 11, 22), date(2026, 11, 23)),
        ("2024-02-29", date(2026, 2, 28), date(2026, 3, 1)),
        ("9998-01-01", date.max, None),
    ],
)
def test_a_page_leaves_the_lists_after_its_years_and_keeps_its_address(
    prepare_afresh: Callable[..., Preparation], updated: str, last: date, after: date | None
) -> None:
    for day, is_listed in ((last, True), (after, False)):
        if day is None:
            continue
        preparation = prepare_afresh({"verksamheter/kor.md": PAGE.format(updated)}, today=day)
        library = preparation.library
        assert [page.name for page in library.shown(Activity)] == ["kor"]
        assert [page.name for page in library.listed(Activity)] == (["kor"] if is_listed else [])
        assert preparation.site is not None
        assert "/verksamheter/kor/" in preparation.site.by_address


def test_the_calendar_of_changes_has_the_day_on_which_a_page_leaves_the_lists(prepare_afresh: Callable[..., Preparation]) -> None:
    library = prepare_afresh({"verksamheter/kor.md": PAGE.format("2025-01-31")}).library
    (change,) = (change for change in find_day_changes(library) if "lämnar listorna" in change.words)
    assert change.day == date(2027, 2, 1)

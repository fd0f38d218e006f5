"""When the site next changes by itself: what marks of any sort add to that, in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from plugins.core.library import Library, Setting
from plugins.core.marks import OpenValues, ValueMark
from plugins.core.room import Room
from plugins.site.model import Preparation
from plugins.site.rooms import ROOMS
from tests.conftest import BASE

Prepare = Callable[..., Preparation]

ABOUT = (BASE / "sidor" / "om.md").read_text("utf-8")
IN_TWO = {"webbplats.yaml": (BASE / "webbplats.yaml").read_text("utf-8").replace("språk: sv", "språk: [sv, en]")}
ENGLISH = "---\ntitel: About us\nsammanfattning: {}\nstatus: {}\n---\nWe are an association{}.\n"


@pytest.fixture
def prepare_with_days(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> Prepare:
    """Return what prepares a site that has a mark which says another thing from a day on: `{till:2027-01-01}`."""

    def marks(_library: Library, _setting: Setting) -> Iterator[ValueMark]:
        def next_change(written: str, today: date) -> date | None:
            return date.fromisoformat(written) if date.fromisoformat(written) > today else None

        yield ValueMark("till", OpenValues(lambda written: written, next_change))

    monkeypatch.setattr("plugins.site.rooms.ROOMS", (*ROOMS, Room(shelves=(), marks=marks)))
    return lambda changes: prepare({"partner/partner.yaml": None, **IN_TWO, **changes})


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        (("Who we are.", "publicerad", " since {till:2026-12-01}"), "om.en.md"),
        (("Who we are {till:2026-12-01}.", "publicerad", ""), "om.en.md"),
        (("Who we are {till:2026-12-01}.", "utkast", ""), "om.md"),
    ],
    ids=["text", "line", "draft"],
)
def test_a_mark_in_a_translation_changes_the_site(prepare_with_days: Prepare, english: tuple[str, ...], expected: str) -> None:
    pages = {"sidor/om.md": f"{ABOUT}\nTill {{till:2027-01-01}}.\n", "sidor/om.en.md": ENGLISH.format(*english)}
    day, what = prepare_with_days(pages).next_change

    assert [words.split(" i ")[1] for words in what] == [f"{expected} visar något annat"]
    assert day == (date(2026, 12, 1) if expected == "om.en.md" else date(2027, 1, 1))


def test_a_mark_in_the_translation_of_a_register_changes_the_site(prepare_with_days: Prepare) -> None:
    """Of what it leaves out the original's marks are told, and those once."""
    box = "- id: våld\n  rubrik: {}\n  text: Ring {{till:2026-12-01}}.\n  kontakter:\n    - nodnummer\n"
    english = "- id: våld\n  rubrik: Help now {till:2026-12-01}\n"
    day, what = prepare_with_days({"stodrutor.yaml": box.format("Hjälp"), "stodrutor.en.yaml": english}).next_change

    assert day == date(2026, 12, 1)
    assert sorted(words.split(" i ")[1].split()[0] for words in what) == ["stodrutor.en.yaml", "stodrutor.yaml"]

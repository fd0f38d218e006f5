"""The calendar of changes: the days on which marks of any kind change the site, in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from plugins.commands.reporting.result import print_next_change
from plugins.commands.to_do import ALL, format_to_do
from plugins.core.library import Library, Setting
from plugins.core.marks.known import Known
from plugins.core.marks.marks import ValueMark
from plugins.core.marks.values import NoMarkText, OpenValues
from plugins.core.room import Room
from plugins.site.model import Preparation
from plugins.site.rooms import ROOMS
from plugins.site.to_do.sources import list_to_do
from tests.conftest import BASE, TODAY

Prepare = Callable[..., Preparation]

ABOUT = (BASE / "sidor" / "om.md").read_text("utf-8")
IN_TWO = {"webbplats.yaml": (BASE / "webbplats.yaml").read_text("utf-8").replace("språk: sv", "språk: [sv, en]")}
ENGLISH = "---\ntitel: About us\nsammanfattning: {}\nstatus: {}\n---\nWe are an association{}.\n"


def find_new_year(_written: str, today: date) -> date:
    """Return the first day of the next year."""
    return date(today.year + 1, 1, 1)


@pytest.fixture
def prepare_with_days(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> Prepare:
    """Return a function that prepares a site with marks that change on a day (`till`) or daily until it (`kvar`)."""

    def marks(_library: Library, _setting: Setting) -> Iterator[ValueMark]:
        def next_change(written: str, today: date) -> date | None:
            return date.fromisoformat(written) if date.fromisoformat(written) > today else None

        def next_day(written: str, today: date) -> date | None:
            return today + timedelta(days=1) if date.fromisoformat(written) > today else None

        yield ValueMark("till", OpenValues(lambda written: written, next_change))
        yield ValueMark("kvar", OpenValues(lambda written: written, next_day))
        years = Known({"nu": "2026"}, {"nu": "nu"}, "okand-markering", "Inget {}.", "Här finns", next_change=find_new_year)
        yield ValueMark("år", years.map(str))

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


def test_a_mark_whose_few_arguments_follow_the_day_changes_the_site(prepare_with_days: Prepare) -> None:
    day, what = prepare_with_days({"sidor/om.md": f"{ABOUT}\nÅret är {{år:nu}}.\n"}).next_change

    assert (day, what) == (date(2027, 1, 1), ("markeringen ”{år:nu}” i om.md visar något annat",))


def test_a_daily_change_does_not_hide_a_later_single_change(
    prepare_with_days: Prepare, capsys: pytest.CaptureFixture[str]
) -> None:
    preparation = prepare_with_days({"sidor/om.md": f"{ABOUT}\n{{kvar:2026-12-24}} {{kvar:2026-12-24}} {{till:2026-12-01}}\n"})
    daily = "markeringen ”{kvar:2026-12-24}” i om.md visar något annat"
    once = "markeringen ”{till:2026-12-01}” i om.md visar något annat"

    assert preparation.next_change == (TODAY + timedelta(days=1), (daily,))
    assert preparation.next_rare_change == (date(2026, 12, 1), (once,))
    assert [row.day for row in list_to_do(preparation) if row.sort == "changes"] == [date(2026, 12, 1)]

    print_next_change(preparation.next_change, preparation.next_rare_change)
    assert capsys.readouterr().err.replace("\N{NO-BREAK SPACE}", " ").splitlines() == [
        f"Bygg igen senast 23 november 2026, då ändras webbplatsen av sig själv: {daily}.",
        "Så är det varje dag.",
        f"Nästa gång något annat ändras är 1 december 2026: {once}.",
    ]


def test_the_last_day_of_a_daily_change_is_a_rare_change(prepare_with_days: Prepare) -> None:
    preparation = prepare_with_days({"sidor/om.md": f"{ABOUT}\n{{kvar:{TODAY + timedelta(days=1)}}}\n"})

    assert preparation.next_rare_change == preparation.next_change
    assert preparation.next_change[0] == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "is_daily"), [("2026-11-21 2026-11-22 2026-11-23", True), ("2026-11-23", False), ("2026-11-20 2026-11-23", False)]
)
def test_a_change_on_the_next_day_is_daily_only_if_it_also_changed_today(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch, written: str, is_daily: bool
) -> None:
    def find_days(written: str) -> list[date]:
        return [date.fromisoformat(day) for day in written.split()]

    def next_change(written: str, today: date) -> date | None:
        return min((day for day in find_days(written) if day > today), default=None)

    def marks(_library: Library, _setting: Setting) -> Iterator[ValueMark]:
        yield ValueMark("dagar", OpenValues(lambda written: written, next_change, lambda written: find_days(written)[-1]))

    monkeypatch.setattr("plugins.site.rooms.ROOMS", (*ROOMS, Room(shelves=(), marks=marks)))
    text = f"{ABOUT}\nVi har {{dagar:{written}}}.\n"
    preparation = prepare({"partner/partner.yaml": None, **IN_TWO, "sidor/om.md": text})
    tomorrow, after = TODAY + timedelta(days=1), TODAY + timedelta(days=2)

    assert preparation.next_change[0] == tomorrow
    assert preparation.next_rare_change[0] == (after if is_daily else tomorrow)
    assert [row.day for row in list_to_do(preparation) if row.sort == "changes"] == ([after] if is_daily else [tomorrow, after])


# ---- a mark that is right today and has nothing to say from a day on

LEFT = "{provdagar:2026-11-24}"


@pytest.fixture
def prepare_on(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> Callable[[date], Preparation]:
    """Return a function that prepares a site on a day, with a mark that counts the days until another."""

    def marks(library: Library, _setting: Setting) -> Iterator[ValueMark]:
        def count_days(written: str) -> str | NoMarkText:
            left = (date.fromisoformat(written) - library.today).days
            return str(left) if left >= 0 else NoMarkText(f"{written} har varit.", "Skriv om meningen.", meanwhile="0")

        def next_day(_written: str, today: date) -> date:
            return today + timedelta(days=1)

        yield ValueMark("provdagar", OpenValues(count_days, next_day, date.fromisoformat))

    monkeypatch.setattr("plugins.site.rooms.ROOMS", (*ROOMS, Room(shelves=(), marks=marks)))
    text = f"{ABOUT}\nDet är {LEFT} dagar kvar.\n"
    return lambda day: prepare({"partner/partner.yaml": None, **IN_TWO, "sidor/om.md": text}, today=day)


@pytest.mark.parametrize("before", [2, 1, 0])
def test_the_day_on_which_a_mark_expires_is_reported_in_advance(prepare_on: Callable[[date], Preparation], before: int) -> None:
    preparation = prepare_on(date(2026, 11, 24 - before))
    words = f"markeringen ”{LEFT}” i om.md har inget att visa längre, så skriv om meningen innan dess"

    assert [p.message for p in preparation.problems if p.code == "fel-i-markering"] == []
    assert preparation.next_rare_change == (date(2026, 11, 25), (words,))
    rows = [row for row in list_to_do(preparation) if row.sort == "changes"]
    assert [(row.day, row.what) for row in rows] == [(date(2026, 11, 25), f"M{words[1:]}.")]


def test_an_expired_mark_is_a_warning_that_does_not_stop_publishing(prepare_on: Callable[[date], Preparation]) -> None:
    preparation = prepare_on(date(2026, 11, 25))

    problems = [(p.message, p.is_error, p.stops_publishing) for p in preparation.problems if p.code == "fel-i-markering"]
    assert problems == [("2026-11-24 har varit.", False, False)]
    assert "Det är 0 dagar kvar." in repr(preparation.site)
    assert preparation.next_change is None
    [line] = [line for line in format_to_do(list_to_do(preparation), ALL) if LEFT in line]
    assert line.startswith(f"  - Om oss: Det är {LEFT} dagar kvar. 2026-11-24 har varit. Skriv om meningen. (")

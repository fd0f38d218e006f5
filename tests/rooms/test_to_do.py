"""The to-do list: each source yields its items at the right time, with line and page, and each item once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from plugins.commands.links.state import Failures
from plugins.commands.links.task import find_dead
from plugins.commands.partners.shown_list import format_partners
from plugins.commands.to_do import ALL, PRESSING, format_letter, format_to_do
from plugins.core.day_change import DayChange
from plugins.core.library import Library
from plugins.core.room import Room
from plugins.editing.checker import Checker
from plugins.site.model import Preparation, Theme
from plugins.site.outside import find_outside_links
from plugins.site.to_do.rows import ToDo, group_to_do
from plugins.site.to_do.sources import list_to_do
from plugins.site.to_do.statistics import find_staff_address, say_age
from tests.conftest import TODAY

Prepare = Callable[..., Preparation]
Make = Callable[..., Path]


def rows(preparation: Preparation, *sorts: str) -> list[ToDo]:
    """Return the rows of some kinds."""
    return [row for row in list_to_do(preparation) if row.sort in sorts]


def where(row: ToDo) -> str:
    return f"{row.place.source.path.name}, rad {row.place.line}"


GOAL = """---
titel: Ingen hunger
nummer: 1
underrubrik: saknas
sammanfattning: Alla ska äta sig mätta.
globala mål:
  - globalt mål: 2.1
    varför: Ett mål mat om dagen.
    bekräftad: nej
  - globalt mål: 1
kontakt: partnerskap
uppdaterad: 2026-08-01
status: publicerad
---
Fyra korta ord här.

## Hunger

Två ord, och [en länk](/om/).

### Frukost

Gröt.

## Det här gör vi idag

## Det här vill vi göra mer av

Mer av allt.

## Tänk globalt – agera lokalt
"""


def test_the_words_of_each_section_are_counted_and_its_age_is_that_of_its_newest_line(make_content: Make, theme: Theme) -> None:
    content = make_content({"mal/mal-1-ingen-hunger.md": GOAL})
    lines = GOAL.count("\n")

    def line_days(path: Path) -> Sequence[date]:
        """Give each line an age in days equal to its number, except one of Hunger."""
        days = [TODAY - timedelta(days=number) for number in range(1, lines + 1)]
        return [*days[:19], TODAY, *days[20:]] if path.name.startswith("mal-1") else ()

    first, second = Checker(content, lambda: theme, lambda: TODAY, line_days).goal_texts()
    assert (first.name, first.page, first.place.line) == ("1 Ingen hunger", "/mal-1/", 2)
    assert [said for _, said in first.said] == ["4 ord, 15 dagar", "7 ord, idag", "–", "3 ord, 27 dagar", "–", "3 månader"]
    assert second.name == "2 Alla är trygga"
    assert not any("dagar" in said for _, said in second.said)


def test_gaps_are_urgent_if_they_stop_publishing_and_each_partner_has_one_row(prepare: Prepare) -> None:
    partners = (
        "- namn: Almen\n  webbplats: saknas\n  status: utkast\n  lokalt mål: 1\n  nivå: partner\n"
        "- namn: Boken\n  webbplats: saknas\n  lokalt mål: 2\n  nivå: partner\n"
    )
    preparation = prepare({"partner/partner.yaml": partners, "mal/mal-1-ingen-hunger.md": GOAL})
    found = list_to_do(preparation)
    assert [(row.when, row.value, where(row), row.page) for row in found if row.sort == "gaps"] == [
        ("now", "underrubrik: saknas", "mal-1-ingen-hunger.md, rad 4", "/mal-1/")
    ]
    assert [(row.when, row.name, row.value, row.page) for row in found if row.sort == "partners"] == [
        ("spare", "Almen", "Saknar logotyp, webbadress och godkännande", "/mal-1/"),
        ("now", "Boken", "Saknar logotyp, webbadress och godkännande", "/mal-2/"),
    ]
    assert [row for row in found if row.name in ("Almen", "Boken") and row.sort != "partners"] == []


def test_the_to_do_list_and_the_list_of_partners_say_the_same(prepare: Prepare) -> None:
    day = TODAY + timedelta(days=20)
    partners = f"- namn: Almen\n  lokalt mål: 1\n  nivå: partner\n  till: {day}\n- namn: Boken\n  status: utkast\n"
    preparation = prepare({"partner/partner.yaml": partners})
    listed = format_partners(preparation.library)
    plain = str.maketrans({"\N{NO-BREAK SPACE}": " "})
    own = rows(preparation, "partners", "changes")
    assert len(own) == 3
    for row in own:
        assert row.what.rstrip(".").translate(plain) in listed or f"{row.name}: {row.value.removeprefix('Saknar ')}" in listed
    ending = next(row for row in own if row.sort == "changes")
    assert (ending.when, where(ending), ending.day) == ("month", "partner.yaml, rad 4", day)


def test_drafts_and_unconfirmed_mappings_are_not_urgent(prepare: Prepare) -> None:
    news = "- text: Snart.\n  till: 2027-01-01\n  status: utkast\n"
    preparation = prepare({"meddelanden.yaml": news, "mal/mal-1-ingen-hunger.md": GOAL})
    assert [(row.what, where(row)) for row in rows(preparation, "drafts")] == [
        ("”Snart.” är ett utkast och inte med på webbplatsen.", "meddelanden.yaml, rad 1")
    ]
    (unconfirmed,) = rows(preparation, "unconfirmed")
    assert (unconfirmed.when, unconfirmed.value) == ("spare", "2.1")
    assert where(unconfirmed) == "mal-1-ingen-hunger.md, rad 9"
    assert not [row for row in rows(preparation, "warnings") if "bekräftad" in row.what]


@pytest.mark.parametrize(
    ("days", "when"), [(-1, "now"), (0, "now"), (1, "month"), (31, "month"), (32, "later"), (60, "later"), (61, None)]
)
def test_a_review_is_listed_by_its_day(prepare: Prepare, days: int, when: str | None) -> None:
    day = TODAY + timedelta(days=days)
    fact = f"- id: frukostar\n  värde: 40\n  avser: 2026\n  källa: Räknat\n  granska senast: {day}\n"
    preparation = prepare({"fakta.yaml": fact})
    assert [(row.name, row.when) for row in rows(preparation, "reviews")] == ([("frukostar", when)] if when else [])
    assert not [row for row in rows(preparation, "warnings") if "granskas" in row.what]


@pytest.mark.parametrize(("days", "when"), [(-1, None), (0, "month"), (31, "month"), (32, "later"), (60, "later"), (61, None)])
def test_an_ending_agreement_is_listed_by_its_day(prepare: Prepare, days: int, when: str | None) -> None:
    day = TODAY + timedelta(days=days)
    partners = f"- namn: Almen\n  avtal:\n    - lokalt mål: 1\n      nivå: partner\n      till: {day}\n"
    found = [row for row in rows(prepare({"partner/partner.yaml": partners}), "changes") if row.name == "Almen"]
    assert [(row.when, where(row), row.page) for row in found] == ([(when, "partner.yaml, rad 5", "/mal-1/")] if when else [])


def test_an_ending_announcement_is_listed_with_its_line(prepare: Prepare) -> None:
    news = f"- text: Snart.\n  till: {TODAY + timedelta(days=3)}\n"
    (row,) = [row for row in rows(prepare({"meddelanden.yaml": news}), "changes") if row.name == "Snart."]
    assert (row.when, row.what, where(row)) == ("month", "Meddelandet ”Snart.” visas inte längre.", "meddelanden.yaml, rad 2")


def test_dead_links_and_errors_come_first(prepare: Prepare) -> None:
    page = "---\ntitel: Länk\nsammanfattning: En länk.\nstatus: publicerad\n---\n[Bort](https://annan.example.org/bort)\n"
    preparation = prepare({"sidor/lank.md": page})
    assert preparation.site is not None
    days = tuple(TODAY - timedelta(days=days) for days in (14, 7, 0))
    links = find_outside_links(preparation.site, preparation.library)
    dead = find_dead(links, {"https://annan.example.org/bort": Failures(days, "servern svarar 404")})
    (row,) = [row for row in list_to_do(preparation, dead) if row.sort == "links"]
    assert (row.when, row.page, where(row)) == ("now", "/lank/", "lank.md, rad 6")

    broken = prepare({"partner/partner.yaml": "- namn: Almen\n  lokalt mål: 1\n  nivå: partnr\n"})
    (error,) = rows(broken, "errors")
    assert (error.when, error.name, error.value) == ("now", "Almen", "nivå: partnr")
    assert group_to_do(list_to_do(broken))[0].groups[0].rows == (error,)


def test_the_terminal_and_the_letter_have_the_same_to_do_list(prepare: Prepare) -> None:
    partners = "- namn: Almen\n  lokalt mål: 1\n  nivå: partner\n"
    found = list_to_do(prepare({"partner/partner.yaml": partners, "mal/mal-1-ingen-hunger.md": GOAL}))
    letter = format_letter(found, "Målen", TODAY)
    assert letter.startswith("Att göra på Målen, 22 november 2026\n\nNu: ")
    assert "Almen: Saknar logotyp, webbadress och godkännande. Visas nu på mål 1" in letter
    assert "Stämmer kopplingen?" not in letter
    assert "När det finns tid: " in letter
    everything = "\n".join(format_to_do(found, ALL))
    assert "Stämmer kopplingen?" in everything
    assert set("\n".join(format_to_do(found, PRESSING)).split("\n")[:-1]) <= set(everything.split("\n"))
    assert list(format_to_do((), ALL)) == ["Inget är kvar att göra."]


def test_the_to_do_list_does_not_replace_a_page_with_its_address(prepare: Prepare) -> None:
    page = "---\ntitel: Redaktion\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\nVi skriver.\n"
    site = prepare({"sidor/redaktion.md": page}, shows_drafts=True).site
    assert site is not None
    assert find_staff_address({page.address for page in site.pages}) == "/__forhandsvisning/redaktion/"
    assert find_staff_address(()) == "/redaktion/"


@pytest.mark.parametrize(
    ("days", "said"),
    [(-3, "idag"), (0, "idag"), (1, "1 dag"), (59, "59 dagar"), (60, "2 månader"), (729, "24 månader"), (730, "2 år")],
)
def test_an_age_is_given_in_the_largest_unit(days: int, said: str) -> None:
    assert say_age(days) == said


def test_a_photograph_in_running_text_is_listed_until_its_consent_is_recorded(prepare: Prepare) -> None:
    """A `bild:` has its consent; what stands in running text has no place for it."""
    page = "---\ntitel: Bilder\nsammanfattning: Tre bilder.\n{}status: publicerad\n---\nSe här:\n\n![Gröt](/bilder/frukost.png)\n"
    asked = "bild:\n  fil: frukost.png\n  beskrivning: Gröt\n  samtycke: inga personer\n"
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    changes = {"sidor/bilder.md": page.format("") + "\n![Trappa](/bilder/trappa.svg)\n", "bilder/trappa.svg": drawing}

    def listed(more: dict[str, str]) -> list[tuple[str, str, str]]:
        found = rows(prepare({**changes, **more}), "pictures")
        return [(row.name, row.value, where(row)) for row in found if where(row).startswith(("bilder.md", "om.md"))]

    assert listed({}) == [("Bilder", "frukost.png", "bilder.md, rad 8"), ("Om oss", "frukost.png", "om.md, rad 13")]
    assert listed({"sidor/bilder.md": page.format(asked)}) == []


def test_a_day_for_editors_is_not_a_change_of_the_site_and_a_daily_change_is_not_listed(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(library: Library) -> Iterator[DayChange]:
        place = next(iter(library.all_pages)).place()
        yield DayChange(TODAY + timedelta(days=1), "avtalet sägs upp", place, "staff")
        yield DayChange(TODAY + timedelta(days=2), "sidan byts", place)
        yield DayChange(TODAY + timedelta(days=1), "en dag mindre är kvar", place, "daily")

    room = Room(shelves=(), changes=find)
    monkeypatch.setattr("plugins.site.days.changes.ROOMS", (room,))
    monkeypatch.setattr("plugins.site.to_do.sources.ROOMS", (room,))
    preparation = prepare()

    assert preparation.next_change == (TODAY + timedelta(days=1), ("en dag mindre är kvar",))
    assert preparation.next_rare_change == (TODAY + timedelta(days=2), ("sidan byts",))
    listed = {row.what for row in rows(preparation, "changes")}
    assert {"Avtalet sägs upp.", "Sidan byts."} <= listed
    assert "En dag mindre är kvar." not in listed

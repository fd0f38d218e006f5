"""The staff overview: each table finds what it is for, with the line to open, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from plugins.staff.view import StaffPage, say_age
from tests.conftest import TODAY

Prepare = Callable[..., Preparation]
Make = Callable[..., Path]

SECTIONS, GAPS, DRAFTS, UNCONFIRMED, DUE, ENDING, PICTURES = range(7)


def overview(preparation: Preparation) -> StaffPage:
    """Return the overview of a site in preview."""
    assert preparation.site is not None
    page = next(page for page in preparation.site.pages if page.address == "/redaktion/")
    assert isinstance(page.view, StaffPage)
    assert not page.frame.is_indexed
    for table in page.view.tables:
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
    return page.view


def rows(preparation: Preparation, table: int) -> list[tuple[str, ...]]:
    """Return the rows of a table, each with its place last."""
    return [(*row.cells, str(row.edit)) for row in overview(preparation).tables[table].rows]


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


def test_sections_are_counted_and_as_old_as_their_newest_line(make_content: Make, theme: Theme) -> None:
    content = make_content({"mal/mal-1-ingen-hunger.md": GOAL})
    lines = GOAL.count("\n")

    def line_days(path: Path) -> Sequence[date]:
        """Say that each line is as many days old as its number, but for one of Hunger."""
        days = [TODAY - timedelta(days=number) for number in range(1, lines + 1)]
        return [*days[:19], TODAY, *days[20:]] if path.name.startswith("mal-1") else ()

    preparation = prepare_site(content, TODAY, theme, shows_drafts=True, line_days=line_days)
    first, second = rows(preparation, SECTIONS)
    assert first == (
        "1 Ingen hunger",
        "4 ord, 15 dagar",
        "7 ord, idag",
        "–",
        "3 ord, 27 dagar",
        "–",
        "3 månader",
        "content/mal/mal-1-ingen-hunger.md, rad 2",
    )
    assert second[0] == "2 Alla är trygga"
    assert not any("dagar" in cell for cell in second)


def test_gaps_are_found_in_drafts_and_deep_in_records(prepare: Prepare) -> None:
    partners = "- namn: Almen\n  webbplats: saknas\n  status: utkast\n  lokalt mål: 1\n  nivå: partner\n"
    found = rows(prepare({"partner/partner.yaml": partners, "mal/mal-1-ingen-hunger.md": GOAL}, shows_drafts=True), GAPS)
    assert sorted(found) == [
        ("Almen", "webbplats", "content/partner/partner.yaml, rad 2"),
        ("Ingen hunger", "underrubrik", "content/mal/mal-1-ingen-hunger.md, rad 4"),
    ]


def test_drafts_are_listed(prepare: Prepare) -> None:
    news = "- text: Snart.\n  till: 2027-01-01\n  status: utkast\n"
    assert rows(prepare({"meddelanden.yaml": news}, shows_drafts=True), DRAFTS) == [
        ("”Snart.” är ett utkast och inte med på webbplatsen.", "content/meddelanden.yaml, rad 1")
    ]


def test_mapping_that_is_not_confirmed_is_listed(prepare: Prepare) -> None:
    assert rows(prepare({"mal/mal-1-ingen-hunger.md": GOAL}, shows_drafts=True), UNCONFIRMED) == [
        ("1 Ingen hunger", "2.1", "Ett mål mat om dagen.", "content/mal/mal-1-ingen-hunger.md, rad 7")
    ]


@pytest.mark.parametrize(("days", "is_due"), [(-1, True), (0, True), (60, True), (61, False)])
def test_what_is_to_be_reviewed_within_sixty_days_is_due(prepare: Prepare, days: int, is_due: bool) -> None:
    day = TODAY + timedelta(days=days)
    fact = f"- id: frukostar\n  värde: 40\n  avser: 2026\n  källa: Räknat\n  granska senast: {day}\n"
    names = [row[0] for row in rows(prepare({"fakta.yaml": fact}, shows_drafts=True), DUE)]
    assert names == (["frukostar"] if is_due else [])


@pytest.mark.parametrize(("days", "ends_soon"), [(-1, False), (0, True), (60, True), (61, False)])
def test_agreements_that_end_within_sixty_days_are_listed(prepare: Prepare, days: int, ends_soon: bool) -> None:
    day = TODAY + timedelta(days=days)
    partners = f"- namn: Almen\n  avtal:\n    - lokalt mål: 1\n      nivå: partner\n      till: {day}\n"
    found = rows(prepare({"partner/partner.yaml": partners}, shows_drafts=True), ENDING)
    assert [(row[:2], row[-1]) for row in found] == (
        [(("Almen", "mål 1, partner"), "content/partner/partner.yaml, rad 5")] if ends_soon else []
    )


def test_the_overview_is_there_in_preview_only(prepare: Prepare) -> None:
    site = prepare().site
    assert site is not None
    assert "/redaktion/" not in {page.address for page in site.pages}


def test_a_page_of_that_name_is_not_pushed_aside_and_pushes_nothing_aside(prepare: Prepare) -> None:
    page = "---\ntitel: Redaktion\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\nVi skriver.\n"
    preparation = prepare({"sidor/redaktion.md": page}, shows_drafts=True)
    assert preparation.problems == ()
    assert preparation.site is not None
    assert [page.template for page in preparation.site.pages if page.address == "/redaktion/"] == ["page"]
    assert [page.file for page in preparation.site.pages if page.template == "staff"] == [
        "__forhandsvisning/redaktion/index.html"
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [(-3, "idag"), (0, "idag"), (1, "1 dag"), (59, "59 dagar"), (60, "2 månader"), (729, "24 månader"), (730, "2 år")],
)
def test_age_is_said_in_the_largest_unit(days: int, said: str) -> None:
    assert say_age(days) == said


def test_photographs_in_running_text_wait_for_somebody_to_ask_who_is_in_them(make_content: Make, theme: Theme) -> None:
    """A `bild:` has its consent; what stands in running text has no place for it."""
    page = "---\ntitel: Bilder\nsammanfattning: Tre bilder.\n{}status: publicerad\n---\nSe här:\n\n![Gröt](/bilder/frukost.png)\n"
    asked = "bild:\n  fil: frukost.png\n  beskrivning: Gröt\n  samtycke: inga personer\n"
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    changes = {"sidor/bilder.md": page.format("") + "\n![Trappa](/bilder/trappa.svg)\n", "bilder/trappa.svg": drawing}

    def listed(more: dict[str, str]) -> list[tuple[str, ...]]:
        preparation = prepare_site(make_content({**changes, **more}), TODAY, theme, shows_drafts=True)
        return [row for row in rows(preparation, PICTURES) if "bilder.md" in row[-1] or "om.md" in row[-1]]

    assert [(name, file, edit.rpartition("content/")[2]) for name, file, edit in listed({})] == [
        ("Bilder", "frukost.png", "sidor/bilder.md, rad 8"),
        ("Om oss", "frukost.png", "sidor/om.md, rad 13"),
    ]
    assert listed({"sidor/bilder.md": page.format(asked)}) == []

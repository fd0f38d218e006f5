"""Headings of blocks and help boxes that disappear by a day are reported from sixty days before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from plugins.site.days.heading_changes import find_heading_changes
from plugins.site.model import Preparation
from plugins.site.to_do.sources import list_to_do
from tests.conftest import BASE

CONTACTS = (BASE / "kontakter.yaml").read_text("utf-8")
BOXES = (BASE / "stodrutor.yaml").read_text("utf-8")
WEBSITE = (BASE / "webbplats.yaml").read_text("utf-8")
ALVA = "\n- id: alva\n  namn: Alva Ek\n  telefon: 070-174 06 05\n  till: {}\n"
BLOCK = "---\nrubrik: Prata med Alva\nstatus: publicerad\n---\n{}\n"
BOX = "\n- id: prata\n  rubrik: Prata med någon\n  kontakter: alva\n  text: {}\n"
SOON = "2026-12-31"


def list_changes(preparation: Preparation) -> list[tuple[date, str]]:
    """Return the reported headings, with the days on which they disappear."""
    return [(change.day, change.words.partition(" visas")[0]) for change in find_heading_changes(preparation.library)]


@pytest.mark.parametrize("list_name", ["om-globala-malen", "vad-kan-jag-gora"])
@pytest.mark.parametrize(
    ("body", "headings"),
    [
        ("{kontakt:alva}", ["Prata med Alva"]),
        ("## Här\n\n{kontakt:alva}", ["Prata med Alva"]),
        ("---\n\n{kontakt:alva}", ["Prata med Alva"]),
        ("Ord.\n\n{kontakt:alva}", []),
        ("Ord.\n\n## Här\n\n{kontakt:alva}", ["Här"]),
        ("{kontakt:alva}\n\n{kontakt:partnerskap}", []),
        ("## Här\n\n{kontakt:alva}\n\n## Där\n\n{kontakt:partnerskap}", ["Här"]),
    ],
)
def test_a_heading_of_a_block_is_reported_if_everything_under_it_disappears(
    prepare: Callable[..., Preparation], list_name: str, body: str, headings: list[str]
) -> None:
    changes = {
        "kontakter.yaml": CONTACTS + ALVA.format(SOON),
        "webbplats.yaml": WEBSITE.replace(f"    - {list_name}", f"    - {list_name}\n    - alva"),
        "block/alva.md": BLOCK.format(body),
    }
    assert list_changes(prepare(changes)) == [(date(2027, 1, 1), f"rubriken ”{heading}” i alva.md") for heading in headings]


@pytest.mark.parametrize(("text", "goes"), [("saknas", True), ("Du kan ringa.", False), ('"{kontakt:alva}"', True)])
def test_a_heading_of_a_help_box_without_text_is_reported_if_its_contacts_disappear(
    prepare: Callable[..., Preparation], text: str, goes: bool
) -> None:
    preparation = prepare({"kontakter.yaml": CONTACTS + ALVA.format(SOON), "stodrutor.yaml": BOXES + BOX.format(text)})

    assert list_changes(preparation) == [(date(2027, 1, 1), "rubriken ”Prata med någon” i stodrutor.yaml")] * goes


def test_a_heading_that_disappears_is_in_the_to_do_list(prepare: Callable[..., Preparation]) -> None:
    preparation = prepare({"kontakter.yaml": CONTACTS + ALVA.format(SOON), "block/alva.md": BLOCK.format("{kontakt:alva}")})

    rows = [row.what for row in list_to_do(preparation) if "Prata med Alva" in row.what]
    assert rows == ["Rubriken ”Prata med Alva” i alva.md visas inte längre, för då tar det slut som står under den."]

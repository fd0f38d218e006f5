"""Uses: every reference to a thing is found, of every kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.commands import uses as command
from plugins.core.kinds.annotations import PlainLine, Reference
from plugins.core.library import Register
from plugins.core.models.model import RegisterModel, field
from plugins.core.reading.reader import read_shelves
from plugins.core.shelf import Shelf
from plugins.site import rooms
from plugins.site import uses as site_uses
from plugins.site.rooms import SHELVES, open_library
from plugins.site.theme import read_theme
from plugins.site.uses import find_things, find_uses
from tests.conftest import PROJECT, TODAY

Make = Callable[..., Path]

CHANGES = {
    "meddelanden.yaml": "- text: {fakta:frukostar} frukostar på [sidan om oss](/om/)!\n  länk: /mal-2/\n  till: 2026-12-24\n",
    "sidor/hjalp.md": "---\ntitel: Hjälp\nsammanfattning: Här finns hjälp.\nstatus: utkast\n---\n{kontakt: Nodnummer}\n\n"
    "{block:vad-kan-jag-gora}\n\nKom till [Soppan](/verksamheter/soppan/#bord) och [Huset](/projekt/huset/).\n",
    "verksamheter/soppan.md": "---\ntitel: Soppköket\nsammanfattning: Här finns soppa.\nlokala mål: 2\nstatus: utkast\n"
    "---\nVarm.\n",
    "projekt/huset.md": "---\ntitel: Ett hus\nsammanfattning: Vi bygger.\nlokala mål: 2\norganisation: Bygget\nfrån: 2026\n"
    "till: 2027\nstatus: publicerad\n---\nEtt hus.\n",
    "kontakter.yaml": "- id: partnerskap\n  namn: Alva Exempelsson\n  roll: Kontakt\n  e-post: alva@example.org\n"
    "  organisation: exempelbolaget ab\n  bild: frukost.png\n  till: 2027-01-01\n  ersätts av: nodnummer\n\n"
    "- id: nodnummer\n  namn: Larmcentralen\n  telefon: 112\n",
}


WORDS = read_theme(PROJECT / "theme").words


@pytest.fixture
def uses(make_content: Make) -> Callable[[str], dict[str, list[str]]]:
    """Return a function that returns the uses of a thing by name, grouped by kind of thing."""
    content = make_content(CHANGES)

    def find(name: str) -> dict[str, list[str]]:
        shelves, problems = read_shelves(content, SHELVES)
        assert problems == ()
        library = open_library(shelves, TODAY, WORDS, shows_drafts=True)
        found = list(find_uses(library))
        return {
            thing.called: sorted({f"{u.place.source.path.name}:{u.place.line}" for u in found if u.identity == thing.identity})
            for thing in find_things(library)
            if thing.is_called(name)
        }

    return find


GOAL_1, GOAL_2 = "mal-1-ingen-hunger.md", "mal-2-alla-ar-trygga.md"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("partnerskap", {"kontakten": [f"{GOAL_1}:10", f"{GOAL_2}:7", "om.md:4", "webbplats.yaml:9"]}),
        ("nodnummer", {"kontakten": ["hjalp.md:6", "kontakter.yaml:8", "stodrutor.yaml:5"]}),
        ("larmcentralen", {"kontakten": ["hjalp.md:6", "kontakter.yaml:8", "stodrutor.yaml:5"]}),
        ("Våld", {"stödrutan": [f"{GOAL_2}:8"]}),
        ("frukostar", {"uppgiften": ["meddelanden.yaml:1", f"{GOAL_1}:17", f"{GOAL_1}:4"]}),
        ("vad-kan-jag-gora.md", {"blocket": ["hjalp.md:8", "webbplats.yaml:20"]}),
        ("om-globala-malen", {"blocket": ["webbplats.yaml:18"]}),
        ("Exempelbolaget AB", {"partnern": ["kontakter.yaml:5", "partner.yaml:4"]}),
        ("norra & södra", {"partnern": ["partner.yaml:10", "partner.yaml:12"]}),
        ("vänföretag", {"nivån": ["partner.yaml:5"]}),
        ("/mal-1/", {"målet": ["om.md:11", "partner.yaml:10"]}),
        ("2", {"målet": ["huset.md:4", "meddelanden.yaml:2", "partner.yaml:12", "partner.yaml:4", "soppan.md:4"]}),
        ("om", {"sidan": ["meddelanden.yaml:1", "start.md:6", "webbplats.yaml:26"]}),
        ("Om oss", {"sidan": ["meddelanden.yaml:1", "start.md:6", "webbplats.yaml:26"]}),
        ("frukost.png", {"bilden": ["kontakter.yaml:6", "om.md:13"]}),
        ("content/bilder/frukost.png", {"bilden": ["kontakter.yaml:6", "om.md:13"]}),
        ("exempelbolaget.svg", {"logotypen": ["partner.yaml:3"]}),
        ("hjalp", {"sidan": []}),
        ("soppan", {"verksamheten": ["hjalp.md:10", "soppan.md:4"]}),
        ("Soppköket", {"verksamheten": ["hjalp.md:10", "soppan.md:4"]}),
        ("content/verksamheter/soppan.md", {"verksamheten": ["hjalp.md:10", "soppan.md:4"]}),
        ("/projekt/huset/", {"projektet": ["hjalp.md:10", "huset.md:4"]}),
        ("inget", {}),
    ],
)
def test_each_use_is_found(uses: Callable[[str], dict[str, list[str]]], name: str, expected: dict[str, list[str]]) -> None:
    assert {called: sorted(places) for called, places in expected.items()} == uses(name)


class Prize(RegisterModel):
    """A record of a room without pages, which belongs to goals, and to which nothing refers."""

    CALLED = "priset"

    name: PlainLine = field("namn", "Vad priset heter.", required=True, may_be_unknown=False)
    goals: tuple[Reference, ...] = field("lokala mål", "Numren på de lokala mål som det hör till.", default=())


PRIZES = """- namn: Guldäpplet
  lokala mål:
    - 1
    - 2

- namn: Silverpäronet
"""
LOOK = "Se efter var på webbplatsen det står innan du tar bort det."
ALONE = (
    "Priset ”Silverpäronet” (content/priser.yaml, rad 6) är av ett slag som inget annat i innehållet kan hänvisa till. "
    f"{LOOK}\n\n"
)


def test_a_record_of_any_room_is_used_on_the_goals_that_it_names(
    make_content: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that names none, and that nothing can refer to, is not said to be of no use."""
    content = make_content({"priser.yaml": PRIZES})
    _add_prizes(monkeypatch, Register(model=Prize, name_of=lambda prize: str(prize.name)))
    monkeypatch.chdir(content.parent)

    def read_uses(name: str) -> str:
        assert command.print_uses(name, Path("content"), TODAY, WORDS, "text") == 0
        return capsys.readouterr().out

    assert read_uses("guldäpplet").endswith(f"\n\n{LOOK}\n\n")  # and not to change its own lines first
    assert re.findall(r"priser\.yaml:\d+:\d+: - \d", read_uses("guldäpplet")) == ["priser.yaml:3:7: - 1", "priser.yaml:4:7: - 2"]
    assert read_uses("silverpäronet") == ALONE


def test_a_record_placed_by_marks_is_not_used_on_the_goals_that_it_names(
    make_content: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _add_prizes(monkeypatch, Register(model=Prize, name_of=lambda prize: str(prize.name), mark="pris"))
    assert command.print_uses("guldäpplet", make_content({"priser.yaml": PRIZES}), TODAY, WORDS, "text") == 0
    output = capsys.readouterr().out
    assert "används inte någonstans" in output


def _add_prizes(monkeypatch: pytest.MonkeyPatch, register: Register) -> None:
    """Add a room to the site."""
    for module in (rooms, site_uses):
        monkeypatch.setattr(module, "REGISTERS", {**rooms.REGISTERS, Prize: register})
    monkeypatch.setattr(command, "SHELVES", (*SHELVES, Shelf("priser.yaml", Prize, "list", "Priser")))


def test_the_uses_include_every_reference_field() -> None:
    """A room with a new reference field says here what it points to, or `uses` would pass it over."""
    from plugins.core.models.model import Model, fields_of
    from plugins.site.uses import FIELDS

    def references(model: type[Model]) -> set[str]:
        found: set[str] = set()
        for info in fields_of(model).values():
            found |= (
                references(info.nested) if info.nested else {info.key} if info.kind and info.kind.name == "hänvisning" else set()
            )
        return found

    models = {shelf.model for shelf in SHELVES if shelf.model}
    assert {key for model in models for key in references(model)} == set(FIELDS)

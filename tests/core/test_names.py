"""Names of organisations: which are cut off, and which only look so; and which names are equal."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.kinds.annotations import ID, NAME
from plugins.core.kinds.kind import Kind
from plugins.core.marks.known import check_unique
from plugins.core.names import is_cut_off
from plugins.core.places import SourceFile
from plugins.core.source.sources import Text

CUT = (
    "Socialförvaltningen, Försörjni", "Socialförvaltni", "Förvaltn", "Vuxenutbildni", "Länsstyrels", "Arbetsförm", "Örebro kommu",
    "Örebro Folkhögskol", "Handelskamm", "ABF (Örebro", "Stiftelsen [okänd", "Haus,", "Haus och", "Haus &", "Riksföreningen för",
    "Almi Företagspartner i", "Social-", "Lampan…", "Lampan...", "Hyresgästföreningen s", "Västerås stad:", "Haus  och ",
)  # fmt: skip
WHOLE = (
    "Socialförvaltningen, Försörjningsstöd", "Vuxenutbildning och Arbetsmarknad, Jobbcentrum", "Rådgivning & Kompetensutveckling",
    "ABF (Örebro)", "Plan B", "Here 4 U", "Here4U", "Hear 2 Unite", "Omni", "Studentalumni", "Lamborghini", "Armani", "Verdandi",
    "Självstyre", "Förening", "Föreningen", "Region", "Kommun", "Vafab Miljö", "JobbpunktVäst", "Svenska kyrkan på Bäckby",
    "Startcentrum Örebro Region AB", "Canal+", "Tänk om", "Häng med", "Föreningen Å", "Egen försörjning", "Hus 3", "S:t Lukas",
    "Mosippan m.fl.", "Kost & Näring", "Rotary", "Ica", "E.ON", "Yahoo!", "Räddningstjänsten", "Vi", "H&M", "Vård och omsorg",
)  # fmt: skip


@pytest.mark.parametrize("name", CUT)
def test_a_cut_off_name_is_found(name: str) -> None:
    assert is_cut_off(name)


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_name_is_accepted(name: str) -> None:
    assert not is_cut_off(name)


@pytest.mark.parametrize("kind", [ID, NAME], ids=["an id", "a name"])
def test_two_records_of_a_register_with_the_same_id_or_name_are_reported(kind: Kind) -> None:
    """`Det finns redan en leksakspris` would be bad Swedish; whoever adds a register does not know how its word is used."""
    written = "lyktan\nLyktan\nlykta\n"
    source = SourceFile(Path("priser.yaml"), written)
    names = [kind.parse(Text(name, source, ((0, line, 1),))) for line, name in enumerate(written.split(), 1)]
    found = [(problem.place.line, problem.message, problem.help) for problem in check_unique(names, "leksakspris")]
    assert found == [(2, "”Lyktan” finns redan som leksakspris, på rad 1.", ("Byt namn på den ena, eller ta bort den.",))]

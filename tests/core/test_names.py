"""Names of organisations: which have lost their end, and which only look so."""

from __future__ import annotations

import pytest

from plugins.core.names import is_cut_off

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
def test_name_without_its_end_is_found(name: str) -> None:
    assert is_cut_off(name)


@pytest.mark.parametrize("name", WHOLE)
def test_whole_name_is_left_in_peace(name: str) -> None:
    assert not is_cut_off(name)

"""Synonyms for names of fields lead to the right field, and names that are fields of their own to no other."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from plugins.activities.model import Activity
from plugins.announcements.model import Announcement
from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.core.models.misfits import guess_field
from plugins.core.models.model import Model, fields_of
from plugins.core.pictures.pictures import Picture
from plugins.core.swedish import compare_key
from plugins.facts.model import Fact
from plugins.language.model import WritingRule
from plugins.local_goals.model import LocalGoal, MappingRow, Voice
from plugins.pages.model import TextPage
from plugins.partners.model import Agreement, Partner, Tier
from plugins.projects.model import Measure, Project
from plugins.website.model import MenuItem, Organisation, WaysToGive

WORDS: dict[type[Model], dict[str, str]] = {
    Contact: {
        "telefon": "telefonnr mobilnummer mobil tel nummer",
        "e-post": "epost mejl mail e-postadress e-mail",
        "webbplats": "hemsida webbsida webb www länk",
        "bild": "foto porträtt profilbild",
        "roll": "titel yrke befattning tjänst",
        "till": "slutar sista_dag slutdatum gäller_till",
        "ersätts av": "ersättare efterträdare",
    },
    HelpBoxRecord: {
        "kontakter": "telefon telefonnummer hjälptelefon kontakt",
        "rubrik": "titel överskrift",
        "text": "beskrivning",
    },
    Activity: {
        "besöksadress": "adress plats lokal ort gatuadress var",
        "öppettider": "öppet tider",
        "från": "start startdatum börjar",
        "till": "slut slutar sista_dag",
        "bild": "foto omslagsbild",
        "målgrupp": "för_vem",
        "samarbetar med": "partner samarbete i_samarbete_med",
        "grupp": "kategori typ",
        "organisation": "arrangör förening drivs_av",
        "lokala mål": "lokalt_mål mål",
    },
    Project: {
        "kommun": "ort stad",
        "region": "län",
        "stöd från": "finansiär finansieras_av",
        "beviljat stöd": "bidrag belopp",
        "total budget": "budget kostnad",
        "samarbetspartner": "partners tillsammans_med",
    },
    Measure: {"mått": "indikator beskrivning", "värde": "målvärde antal", "enhet": "måttenhet"},
    TextPage: {
        "visas från": "start publiceras från",
        "visas till": "slut avpubliceras sista_dag",
        "uppdaterad": "datum ändrad senast_uppdaterad",
        "sammanfattning": "ingress beskrivning",
        "tidigare adresser": "alias omdirigering",
    },
    LocalGoal: {"globala mål": "agenda_2030 mål globala_målen", "underrubrik": "underrad", "bild": "foto"},
    MappingRow: {"varför": "motivering förklaring koppling"},
    Voice: {"citat": "text", "roll": "titel", "bild": "foto porträtt"},
    Picture: {"fil": "bild filnamn", "beskrivning": "alt alttext bildbeskrivning", "foto": "fotograf", "samtycke": "godkännande"},
    Partner: {
        "webbplats": "hemsida länk webb",
        "logotyp": "logga logotype",
        "presentation": "beskrivning om_oss",
        "nivå": "kategori typ",
        "till": "slutdatum avtalsslut",
        "godkänd": "godkännande",
    },
    Agreement: {"från": "avtalsstart start", "till": "avtalsslut slut"},
    Tier: {"innebär": "beskrivning förmåner", "ordning": "sortering", "visning": "storlek", "plural": "flertal"},
    Fact: {
        "värde": "siffra antal",
        "avser": "datum år period",
        "källa": "källor referens",
        "källans adress": "länk url adress",
        "enhet": "måttenhet beskrivning",
        "id": "namn",
    },
    Announcement: {
        "text": "meddelande rubrik",
        "länk": "url läs_mer hemsida",
        "från": "start visas_från",
        "till": "slut visas_till",
    },
    MenuItem: {"text": "rubrik titel namn länktext", "adress": "länk url hemsida"},
    Organisation: {"webbplats": "hemsida", "organisationsnummer": "orgnr nummer", "sociala medier": "facebook"},
    WaysToGive: {"swish": "swishnummer", "gåvosida": "gåva länk"},
    WritingRule: {"inte": "fel", "skriv": "rätt", "därför": "varför", "utom": "undantag"},
}
"""By model and field, what an editor could write for it, with `_` for spaces in names."""


def guess(model: type[Model], name: str) -> str | None:
    """Return the field of a model that is suggested for a name."""
    entry: Any = SimpleNamespace(name=name, key=compare_key(name))
    return guess_field(model, cast("Any", entry), set())


@pytest.mark.parametrize(
    ("model", "name", "field"),
    [(model, name, field) for model, fields in WORDS.items() for field, names in fields.items() for name in names.split()],
)
def test_a_synonym_leads_to_the_field(model: type[Model], name: str, field: str) -> None:
    assert compare_key(name) not in fields_of(model)
    assert guess(model, name.replace("_", " ")) == field


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (HelpBoxRecord, "start"),
        (HelpBoxRecord, "bild"),
        (TextPage, "tel"),
        (TextPage, "mobil"),
        (TextPage, "plats"),
        (Partner, "plats"),
        (Partner, "adress"),
        (Contact, "plats"),
        (Contact, "adress"),
        (LocalGoal, "e-post"),
        (Activity, "e-post"),
        (Announcement, "kommun"),
        (Fact, "start"),
    ],
)
def test_a_word_with_another_meaning_is_not_taken_for_a_similarly_spelt_field(model: type[Model], name: str) -> None:
    found = guess(model, name)
    assert found is None, f"{name} leads to {found}: take it out of core/models/other_names.yaml, or choose another word here"


@pytest.mark.parametrize(
    ("model", "name", "field"),
    [
        (TextPage, "sammanfatning", "sammanfattning"),
        (TextPage, "stauts", "status"),
        (Contact, "telefn", "telefon"),
        (Contact, "tlefon", "telefon"),
        (Announcement, "länkar", "länk"),
        (Activity, "kontakter", "kontakt"),
    ],
)
def test_a_misspelling_leads_to_the_field(model: type[Model], name: str, field: str) -> None:
    assert guess(model, name) == field

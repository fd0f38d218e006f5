"""Placeholders are recognised, and real names are not taken for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.placeholders import check_name, check_waiting, is_placeholder_name, is_placeholder_title
from plugins.core.places import SourceFile
from plugins.core.source.sources import Text, text_of_lines

FALSE_NAMES = (
    """
Företag 1|Koncern 2|Företagsnamn 5|Jättelångt företagsnamn|Lorem AB|Partner X|Haus 🙂|företag1|Företag nr 3|Företag #2|Företag A
Bolag B|Bolag 12|Sponsor 1|SPONSOR 3|Partner_2|Partner-2|Partner 3 AB|Ett företag|Nytt företag AB|Mitt bolag|Företag AB|Företag
Företagsnamn|Företagsnamnet|Företagsnamn AB|Ditt företagsnamn här AB|Organisationsnamn|Partnernamn 4|Förnamn Efternamn|Namn
Namn Namnsson|Namn 2|XXX|xxx AB|XX|NN|N.N.|N N|TBA|TODO|Todo|Fyll i namn|Okänd|Test|Test 2|asdf|asdfgh|…|???|-|Lorem Ipsum
Ipsum Konsult|Logotyp 2|Logga 1|Kontaktperson 1|Person A|Förening X|Stiftelse 4|Haus :)|★ Haus|Kommer senare|Vänföretag 7
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

REAL_NAMES = (
    """
Haus|Here4U|Hear 2 Unite|Studio 54|3M|H&M|Norén & Lindholm|L’Oréal|Åhléns|Företagarna|Koncernbolaget AB
Vuxenutbildning och Arbetsmarknad, Jobbcentrum|Exempelbolaget AB|Exempel AB|Testbolaget AB|Provföretaget|Norra & Södra
Företagshälsan|Företagarna Västmanland|Företagsgruppen i Västerås AB|Systembolaget|Bolaget|Bolagsverket|Partners
Partner Ekonomi AB|Partner i Västerås|Sponsorhuset|Föreningen Grupp 8|Grupp 8|Linje 14
Butik 54|7-Eleven|Apotek 1|Telia|ABB|ICA Maxi Erikslund|E.ON
Mimer|Mälarenergi|Västerås stad|Region Västmanland|VafabMiljö|K2A|A3|2E Gruppen|4Sound|Q8|X-Copy AB|XXL|XXXLutz|XL-BYGG
Nordic Nest|Nya Bolaget|Ny Kraft|Nytt Liv|Namnsdagskort AB|Namnlaget|Personalpartner|Kontakten
Kontaktcenter Västerås|Rolls-Royce|Rollco
Demoskop|Testamentsbyrån|Testo Sverige|Tema 22|Studio 2|Hotell 1887|Föreningen 4H|4H|Rädda Barnen|Kund & Co|Kundresan AB
Firma Nilsson & Söner|Firma 5 Kök|Koncernen Ek|Verksamheten Klaragården|Stiftelsen Ett|Sex & Sport|Nordea|Sigma|Loreen Music|Ipsos
Okänd Himmel|Sparbankens stiftelse Nya|Möbelvärlden™|Café O°|I/O-huset|C4 Energi|Bok & Bild|Aros Congress Center|Å|Öobs!|B&B
Ett Hem|Två Systrar|Partner 360|Sponsor Service AB|Logotypen|Titel Förlag|Organisationen Elektra|St. Ilian|Sankt Ilians församling
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def test_placeholder_names_are_found() -> None:
    assert [name for name in FALSE_NAMES if not is_placeholder_name(name)] == []


def test_real_names_are_accepted() -> None:
    assert [name for name in REAL_NAMES if is_placeholder_name(name)] == []


@pytest.mark.parametrize("title", ["Rubrik", "Rubrik 2", "Titel", "Ny titel", "Ny sida", "Lorem ipsum", "XXX", "TODO", "…"])
def test_a_placeholder_title_is_found(title: str) -> None:
    assert is_placeholder_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "Partner",
        "Sponsor",
        "Kontakt",
        "Mål 2",
        "Sida",
        "Namnet på huset",
        "Organisation",
        "Bli partner",
        "404",
        "Titeln på livet",
    ],
)
def test_a_real_title_is_accepted(title: str) -> None:
    assert not is_placeholder_title(title)


def text(value: str) -> Text:
    return text_of_lines(SourceFile(Path("a.md"), value), 1, value)


WAITING = {
    "Vi har TODO platser.": "TODO",
    "Todo: skriv mer": "Todo:",
    "Det kostar XXX kronor.": "XXX",
    "Ring xxx-xx.": "",
    "Vi hjälpte XX personer.": "XX",
    "Lorem ipsum dolor sit amet": "Lorem ipsum",
    "Vi är [fyll i antal] personer.": "[fyll i antal]",
    "Ring [telefonnummer].": "[telefonnummer]",
    "Den [datum] öppnar vi.": "[datum]",
    "Vi har [X] platser": "[X]",
    "Öppet [??]": "[??]",
    "Vi ses (fyll i).": "(fyll i)",
    "Datum: TBD": "TBD",
}


@pytest.mark.parametrize("written", WAITING)
def test_placeholder_words_are_reported_at_their_column(written: str) -> None:
    found = WAITING[written]
    assert [(p.place.column, p.code) for p in check_waiting(text(written))] == (
        [(written.index(found) + 1, "platshallare")] if found else []
    )


@pytest.mark.parametrize(
    "written",
    [
        "En att göra-lista, en TODO-lista, hjälper.",
        "Läs [text](/om/) och [namn](/om/).",
        "”Vi […] vill mer”, sa hon [sic].",
        "Ludvig XX och kapitel XXI och XXL.",
        "Handla på XXXLutz.",
        "Fyll i formuläret (fyll i alla rader).",
        "https://example.org/TODO/xxx",
        "Fyra x fyra",
        "[Uppdaterad i november] Texten gäller.",
        "Ellos todo lo que.",
    ],
)
def test_ordinary_text_is_accepted(written: str) -> None:
    assert list(check_waiting(text(written))) == []


def test_a_name_with_an_emoji_is_reported_with_the_name_it_resembles(format_all) -> None:
    haus = text("Haus")
    messages = format_all(list(check_name(text("Haus 🙂"), [haus])))

    assert "Namnet liknar ”Haus” på rad 1 i a.md." in messages[0]

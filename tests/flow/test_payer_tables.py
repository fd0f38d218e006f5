"""Tables from the bookkeeping: one without names of organisations is refused, with advice; others are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.commands.partners.table import UnreadableTable, read_names

SIE = '#FLAGGA 0\n#FORMAT PC8\n#KONTO 3010 "Sponsring"\n#VER "A" "1" 20261101 "Haus"\n{\n#TRANS 1930 {} 5.00\n}\n'
ORG = "Organisationsnummer;Firma;Kontaktperson\n556000-0000;Haus;Anna Ek\n556000-0018;Nivico AB;Bo Ek\n"
WANTED = "Det som behövs är en lista över kunder, med en kolumn för deras namn"


def _read(folder: Path, name: str, text: str, column: str | None = None, encoding: str = "utf-8") -> list[str]:
    (folder / name).write_bytes(text.encode(encoding))
    return [row.name for row in read_names(folder / name, column).rows]


@pytest.mark.parametrize("name", ["a.se", "a.si", "a.txt", "a.csv"])
@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "utf-16"])
def test_bookkeeping_without_customers_is_refused_whatever_its_file_name(tmp_path: Path, name: str, encoding: str) -> None:
    with pytest.raises(UnreadableTable, match=f"{name} är en SIE-fil.*{WANTED}"):
        _read(tmp_path, name, SIE, encoding=encoding)


@pytest.mark.parametrize(
    "text",
    [
        "556000-0000\n556000-0018\n",
        "Organisationsnummer\n556000-0000\n556000-0018\n",
        "Faktura 1001\nFaktura 1002\n",
        "F-1001\nF-1002\n",
        "anna@example.org\nbo@example.org\n",
        "Fakturanr;Belopp;Datum\n1001;5000,00;2026-11-01\n",
        "Kund;Belopp\n1001;5000,00\n1002;2500,00\n",
        "<html><table><tr><td>Haus</td></tr></table>",
        '{"kunder": ["Haus"]}',
    ],
)
def test_a_table_without_names_is_refused_with_what_is_needed(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableTable, match=WANTED):
        _read(tmp_path, "a.csv", text)


@pytest.mark.parametrize("column", [None, "Organisationsnummer"])
def test_a_chosen_column_must_hold_names(tmp_path: Path, column: str | None) -> None:
    with pytest.raises(UnreadableTable, match=r"--kolumn Firma$"):
        _read(tmp_path, "a.csv", ORG, column)

    assert _read(tmp_path, "a.csv", ORG, "Firma") == ["Haus", "Nivico AB"]


def test_a_column_of_numbers_is_refused_even_if_its_heading_suggests_names(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match=r"Kolumnen ”Kund” i a.csv har inga namn. Skriv till exempel: --kolumn Benämning$"):
        _read(tmp_path, "a.csv", "Kund;Belopp;Benämning\n1001;5;Haus\n1002;3;Nivico AB\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_an_ordinary_table_is_read(tmp_path: Path, encoding: str, sign: str) -> None:
    text = "Kundnr;Kundnamn;Ort\n1;Haus;Västerås\n2;Åhl & Ek AB;Västerås\n".replace(";", sign)

    assert _read(tmp_path, "a.csv", text, encoding=encoding) == ["Haus", "Åhl & Ek AB"]


def test_a_name_that_looks_like_a_number_is_read_among_ordinary_names(tmp_path: Path) -> None:
    assert _read(tmp_path, "a.txt", "3M\nH&M\n#1 Bygg AB\nKund 24\nHaus\n") == ["3M", "H&M", "#1 Bygg AB", "Kund 24", "Haus"]

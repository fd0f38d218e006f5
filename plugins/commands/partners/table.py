"""Read the names in a table saved from a spreadsheet: decode it, parse its rows, and find the column of names.

Takes a CSV file from Excel or a bookkeeping program; raises `UnreadableTable` with what to do, in Swedish. Nothing of it is
stored.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from plugins.commands.partners.bookkeeping import NAME_HEADINGS, NUMBERED, OTHER_HEADINGS, SUMS
from plugins.core.dataclass import dataclass
from plugins.core.source.sources import OLD_ENCODINGS
from plugins.core.swedish import closest, compare_key, join_words, quote

LARGEST: Final = 10_000_000
"""Bytes: a hundred thousand customers. A larger file is not a list of partners."""

SEARCHED: Final = 20
"""Rows that are searched for the headings: programs put a title and a date above them."""

DELIMITERS: Final = (";", "\t", ",")
"""The first wins where two split a table equally: Swedish Excel writes semicolons, since the comma is in numbers."""

_SWEDISH_LETTERS = re.compile("[åäöÅÄÖéÉüÜ]")


class UnreadableTable(Exception):
    """The file cannot be used; the message says why and what to do, in Swedish."""


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A name of the table, and the line of the file on which its row begins."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class NameColumn:
    """The names of a table, and the heading of their column; None where the file has no headings."""

    heading: str | None
    rows: tuple[NamedRow, ...]


def read_names(path: Path, column: str | None = None) -> NameColumn:
    """Return the names of a table; `column` is the heading, where the user gives it. Raises `UnreadableTable`."""
    text = decode_table(_read(path), path.name).replace("\r\n", "\n").replace("\r", "\n")
    _refuse_what_is_no_table(text, path.name)
    text, declared = _take_declared_delimiter(text)
    rows = _read_rows(text, declared or _find_delimiter(text, column))
    if not rows:
        raise UnreadableTable(f"Filen {path.name} är tom.")
    at, place = _find_heading(rows, column)
    if place is not None and not _holds_names(rows[at + 1 :], place):
        raise _no_names(rows[at:], place, path.name)
    if place is not None:
        names = NameColumn(rows[at][1][place], tuple(_names(rows[at + 1 :], place)))
    elif column is None and all(len(cells) == 1 for _, cells in rows):
        if not _holds_names(rows, 0):
            raise UnreadableTable(f"I {path.name} står inga namn, bara nummer. {_WANTED}")
        names = NameColumn(None, tuple(_names(rows, 0)))
    else:
        raise _no_column(rows, column, path.name)
    if not names.rows:
        raise UnreadableTable(f"Filen {path.name} har inga namn under rubriken {quote(names.heading or '')}.")
    return names


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableTable(f"{path.name} är en mapp. Skriv namnet på en CSV-fil efter --mot.")
        if path.stat().st_size > LARGEST:
            raise UnreadableTable(f"Filen {path.name} är för stor för att vara en lista över partner.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableTable(f"Filen {path} finns inte.") from None
    except OSError as error:
        raise UnreadableTable(f"Filen {path.name} går inte att läsa ({error.strerror}).") from None


def decode_table(data: bytes, name: str) -> str:
    """Decode a table, in any encoding that Excel saves. Raises `UnreadableTable`."""
    save_as = "Öppna den i Excel, välj ”Spara som” och ”CSV UTF-8”, och använd den nya filen."
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableTable(f"Filen {name} är en arbetsbok och ingen CSV-fil. {save_as}")
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise UnreadableTable(f"Filen {name} är ingen tabell. Hämta listan som CSV ur programmet där den finns.")
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if data[1:400:2].count(0) > len(data[1:400:2]) // 2:  # every other byte is zero: Latin letters
            return data.decode("utf-16-le")
        if data[:400:2].count(0) > len(data[:400:2]) // 2:
            return data.decode("utf-16-be")
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if "utf-16" in error.encoding:
            raise UnreadableTable(f"Filen {name} är skadad: den slutar mitt i ett tecken. {save_as}") from None
        text = max((_decode_old(data, encoding) for encoding in OLD_ENCODINGS), key=lambda t: len(_SWEDISH_LETTERS.findall(t)))
    if "\0" in text:
        raise UnreadableTable(f"Filen {name} är ingen tabell, eller så är den skadad. {save_as}")
    return text


_WANTED: Final = "Det som behövs är en lista över kunder, med en kolumn för deras namn: ta ut kundregistret som CSV."

_SIE = re.compile(r"\s*#(?:FLAGGA|PROGRAM|FORMAT|GEN|SIETYP|FNAMN|FNR|ORGNR|KONTO|VER|RAR)\b")
"""How a file in the format of Swedish bookkeeping programs begins (sie.se, "SIE filformat")."""


def _refuse_what_is_no_table(text: str, name: str) -> None:
    """Raise `UnreadableTable` for text that is bookkeeping, a web page or data for programs."""
    if _SIE.match(text):
        raise UnreadableTable(
            f"Filen {name} är en SIE-fil: den har bokföringens konton och verifikationer, inte kunderna. {_WANTED}"
        )
    if text.lstrip()[:1] in ("<", "{"):
        raise UnreadableTable(f"Filen {name} är ingen tabell utan data för ett program. {_WANTED}")


def _decode_old(data: bytes, encoding: str) -> str:
    return data.decode(encoding, errors="replace")


def _take_declared_delimiter(text: str) -> tuple[str, str | None]:
    """Return the text, and the delimiter that its first line declares to Excel (`sep=;`)."""
    declared = re.match(r"sep=(.)\n", text, re.IGNORECASE)
    # The line is left, empty, so that line numbers stay right.
    return (text[declared.end() - 1 :], declared[1]) if declared else (text, None)


Rows = list[tuple[int, list[str]]]
"""Line number and cells of each row that is not empty."""


def _find_delimiter(text: str, column: str | None) -> str:
    """Return the delimiter that splits the row of headings into most cells; without known headings, the first rows."""
    beginning = text.split("\n")[:SEARCHED]

    def cells(delimiter: str) -> tuple[bool, int]:
        rows = list(enumerate(csv.reader(beginning, delimiter=delimiter)))
        at, place = _find_heading(rows, column)
        return (place is not None, max((len(row) for _, row in (rows[at : at + 1] if place is not None else rows)), default=0))

    return max(DELIMITERS, key=cells)


def _read_rows(text: str, delimiter: str) -> Rows:
    """Return the rows that are not empty. Raises `UnreadableTable` for a misplaced or missing quotation mark."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Rows = []
    begins = 1
    try:
        for cells in reader:
            tidy = [" ".join(cell.split()) for cell in cells]
            if any(tidy):
                rows.append((begins, tidy))
            begins = reader.line_num + 1
    except csv.Error:
        raise UnreadableTable(
            f"Rad {begins} går inte att läsa: ett citattecken står fel eller saknas. Rätta raden och spara filen igen."
        ) from None
    return rows


def _find_heading(rows: Rows, column: str | None) -> tuple[int, int | None]:
    """Return the index of the row of headings and of the column of names; None for the column where it is unknown."""
    wanted = [compare_key(column)] if column is not None else [compare_key(heading) for heading in NAME_HEADINGS]
    for at, (_, cells) in enumerate(rows[:SEARCHED]):
        keys = [compare_key(cell.strip(" :*")) for cell in cells]
        there = [keys.index(heading) for heading in wanted if heading in keys]
        # A column of customer numbers is not one of names.
        named = there if column is not None else [place for place in there if _holds_names(rows[at + 1 :], place)]
        if there:
            return at, (named or there)[0]
    return 0, None


def _holds_names(rows: Rows, place: int) -> bool:
    """Return whether most cells of a column may be names; True for an empty column."""
    cells = [cells[place] for _, cells in rows if len(cells) > place and cells[place]]
    return not cells or 2 * sum(map(_may_be_name, cells)) > len(cells)


_NUMBERED = re.compile(rf"(?:{'|'.join(NUMBERED)})\w{{0,12}}[\W_]*\d+", re.IGNORECASE)


def _may_be_name(cell: str) -> bool:
    """Return whether a cell may be a name: not a number with a few letters, a mail address or a date."""
    letters, digits = sum(map(str.isalpha, cell)), sum(map(str.isdigit, cell))
    return letters > 0 and letters >= digits and "@" not in cell and not _NUMBERED.fullmatch(cell)


def _guess_column(rows: Rows) -> str | None:
    """Return the heading of the most likely column of names, or None; the first of `rows` has the headings."""
    headings = rows[0][1]
    could = [place for place, heading in enumerate(headings) if heading and len(rows) > 1 and _holds_words(rows[1:], place)]
    likely = [place for place in could if not any(part in compare_key(headings[place]) for part in OTHER_HEADINGS)]
    return next((headings[place] for place in (*likely, *could)), None)


def _holds_words(rows: Rows, place: int) -> bool:
    return any(len(cells) > place and cells[place] for _, cells in rows) and _holds_names(rows, place)


def _no_names(rows: Rows, place: int, name: str) -> UnreadableTable:
    """Return the error for a column with numbers instead of names."""
    guess = _guess_column(rows)
    what_to_do = f"Skriv till exempel: --kolumn {quote_plain(guess)}" if guess else _WANTED
    return UnreadableTable(f"Kolumnen {quote(rows[0][1][place], 40)} i {name} har inga namn. {what_to_do}")


def _names(rows: Rows, place: int) -> Iterator[NamedRow]:
    for line, cells in rows:
        name = cells[place] if len(cells) > place else ""
        if name and compare_key(name).rstrip(":") not in SUMS:
            yield NamedRow(name, line)


def _no_column(rows: Rows, column: str | None, name: str) -> UnreadableTable:
    """Return the error for a table whose column of names is unknown."""
    widest = max((cells for _, cells in rows[:SEARCHED]), key=lambda cells: sum(map(bool, cells)))
    headings = [cell for cell in widest if cell]
    listing = f"Rubrikerna i {name} är {join_words([quote(heading, 40) for heading in headings[:12]])}."
    if column is None:
        at = next(at for at, (_, cells) in enumerate(rows) if cells is widest)
        named = _guess_column(rows[at:])
        if named is None:
            return UnreadableTable(f"{listing} Ingen av dem har namn under sig. {_WANTED}")
        return UnreadableTable(f"{listing} Vilken har namnen? Skriv till exempel: --kolumn {quote_plain(named)}")
    guess = closest(column, headings)
    meant = f" Menade du {quote(guess)}?" if guess else ""
    return UnreadableTable(f"Ingen kolumn i {name} har rubriken {quote(column)}.{meant} {listing}")


def quote_plain(word: str) -> str:
    """Return a word quoted for a terminal."""
    return f'"{word}"' if re.search(r"\W", word) else word

"""Read the editors' text files.

Takes a path below `content/`; returns a `SourceFile` with its text in NFC and with LF line ends, or the problems that say in
Swedish why it cannot be used. Called by `core.reading.reader`; its `Text` and `SourceFile` are used everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import field
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.dataclass import dataclass
from plugins.core.invisible import UNWRITABLE_SIGNS
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.source.bounds import check_size, report_pasted
from plugins.core.source.conflicts import find_conflict, report_conflict
from plugins.core.swedish import quote
from plugins.core.system.plain_file import open_plain, read_plain

LARGEST_TEXT = 1_000_000
"""Bytes. The longest page of the old site has 9,000; a larger file than this was not written by hand."""

SAVE_AS_UTF_8 = "Öppna den i textredigeraren, välj ”Spara som” och kodningen UTF-8."

KNOWN_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "ett Word-dokument eller en zip-fil"),
    (b"\xd0\xcf\x11\xe0", "ett äldre Word- eller Excel-dokument"),
    (b"{\\rtf", "ett RTF-dokument"),
    (b"%PDF", "en pdf-fil"),
    (b"\x89PNG", "en bild (png)"),
    (b"\xff\xd8\xff", "en bild (jpg)"),
    (b"GIF8", "en bild (gif)"),
    (b"RIFF", "en bild eller ett ljud"),
)

SHORT = 10_000
"""Characters: up to this offset line breaks are counted, beyond it they are looked up in a table."""

UNWRITABLE = re.compile(f"[{UNWRITABLE_SIGNS}]")
# line breaks to PyYAML, but not to text editors
_ODD_BREAKS = ("\x85", "\u2028", "\u2029")


@dataclass(frozen=True)
class Text:
    """A piece of a source file that remembers its position.

    `spans` has (offset in `value`, line, column) for each stretch that was taken unbroken from the file.
    """

    value: str
    source: SourceFile
    spans: tuple[tuple[int, int, int], ...] = field(repr=False)
    has_lines: bool = field(default=False, repr=False)
    """Whether it consists of whole lines, of which `spans` has the first only: one span per line would take as much memory."""

    if not TYPE_CHECKING:  # type checkers see `value` as an ordinary field

        def __getattr__(self, name):
            """Cut the value out of the file when it is first read (`leave_in_file`)."""
            if name != "value" or "within" not in vars(self):
                raise AttributeError(name, name=name, obj=self)
            value = vars(self)["value"] = self.source.text[slice(*vars(self)["within"])]
            return value

    def __str__(self) -> str:
        return self.value

    def __hash__(self) -> int:
        return hash((self.value, self.spans))

    @cached_property
    def _offsets(self) -> list[int]:
        return [offset for offset, _, _ in self.spans]

    def place(self, offset: int = 0) -> Place:
        """Return the line and column of the character at `offset`."""
        if self.has_lines:
            offset = max(0, offset)
            start = self.value.rfind("\n", 0, offset) + 1
            above = self.value.count("\n", 0, start) if start <= SHORT else bisect_right(_find_breaks(self.value), start - 1)
            return Place(self.source, self.spans[0][1] + above, 1 + offset - start)
        start, line, column = self.spans[max(0, bisect_right(self._offsets, offset) - 1)]
        return Place(self.source, line, column + max(0, offset - start))


@lru_cache(maxsize=16)
def _find_breaks(value: str) -> array[int]:
    """Return the offsets of the line breaks; cached because many places may be needed in one long text."""
    return array("I", accumulate((len(line) + 1 for line in value.split("\n")[1:]), initial=value.find("\n")))


def text_of_lines(source: SourceFile, first_line: int, value: str) -> Text:
    """Return whole lines of `source`, from `first_line` on, as one `Text`."""
    return Text(value, source, ((0, first_line, 1),), has_lines=True)


def leave_in_file(
    source: SourceFile, within: tuple[int, int], spans: tuple[tuple[int, int, int], ...], *, has_lines: bool
) -> Text:
    """Return the piece of a file between two offsets as a `Text` whose value is copied only when it is read."""
    text = object.__new__(Text)
    vars(text).update(source=source, spans=spans, has_lines=has_lines, within=within)
    return text


def find_in_file(text: Text, most: int) -> tuple[int, int] | None:
    """Return the offsets of a text in its file, if it was left there or has more than `most` characters; else None."""
    within: tuple[int, int] | None = vars(text).get("within")
    if within is not None:
        return within
    start = text.source.text.find(text.value) if len(text.value) > most else -1
    return (start, start + len(text.value)) if start >= 0 else None


def read_source(path: Path) -> tuple[SourceFile, list[Problem]]:
    """Read one file; if there are problems, its text cannot be used."""
    nothing = SourceFile(path)
    size = path.stat().st_size
    if size > LARGEST_TEXT:
        with open(path, "rb", opener=open_plain) as file:
            begin = SourceFile(path, file.read(LARGEST_TEXT).decode("utf-8", "replace"))
        if pasted := report_pasted(begin):
            return nothing, [pasted]
        help_line = "Är det en bild eller ett dokument: ge filen dess rätta namn och lägg den där den hör hemma."
        message = f"Filen är {size // 1_000_000} MB, för stor för en textfil."
        return nothing, [_whole_file(nothing, "for-stor-fil", message, help_line)]
    return decode_source(path, read_plain(path))


def decode_source(path: Path, data: bytes) -> tuple[SourceFile, list[Problem]]:
    """Decode the bytes of a file, or report what they are instead of text."""
    nothing = SourceFile(path)
    for signature, what in KNOWN_SIGNATURES:
        if data.startswith(signature):
            message = f"Filen är {what}, fast den heter {path.name}."
            help_text = "Öppna den i sitt program, kopiera texten och klistra in den i en vanlig textfil med samma namn."
            return nothing, [_whole_file(nothing, "fel-filtyp", message, help_text)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:200].count(0) > len(data[:200]) // 4:
        message = "Filen är sparad i UTF-16, ett format som inte går att läsa här."
        return nothing, [_whole_file(nothing, "fel-teckenkodning", message, *_advise_on_encoding(path, can_tidy=True))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return nothing, [_old_encoding(path, data, error.start)]
    source = SourceFile(path, normalise_text(text.lstrip("\ufeff")))  # some programs write the byte order mark twice
    if beyond := list(check_size(source)):
        return source, beyond
    if left := find_conflict(source):
        return source, [report_conflict(source, left)]
    return source, list(_check_characters(source))


def normalise_text(text: str) -> str:
    """Return `text` in NFC, with LF line ends, and with spaces in place of other line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in _ODD_BREAKS:
        text = text.replace(sign, " ")
    return unicodedata.normalize("NFC", text)


def _check_characters(source: SourceFile) -> Iterable[Problem]:
    """The text has no invisible or control characters, and none garbled by being saved in the wrong encoding."""
    if not (UNWRITABLE.search(source.text) or _GARBLED.search(source.text)):
        return
    lines = source.text.split("\n")
    for number, line in enumerate(lines, 1):
        if found := UNWRITABLE.search(line):
            yield report_invisible(found.group(), Place(source, number, found.start() + 1), line)
    garbled = ((number, found) for number, line in enumerate(lines, 1) if (found := _GARBLED.search(line)))
    for number, found in garbled:
        yield _report_garbled(found, Place(source, number, found.start() + 1))
        return  # one is enough: the whole file has the same fault


def report_invisible(sign: str, place: Place, line: str = "") -> Problem:
    """Return the problem of an invisible character, quoting the words around it."""
    before, after = re.split(r"\s", line[: place.column - 1])[-1], re.split(r"\s", line[place.column :] + " ")[0]
    where = f"Mellan {quote(before)} och {quote(after)} står" if before and after else "Här står"
    message = f"{where} ett tecken som inte syns och inte kan publiceras."
    right = UNWRITABLE.sub("", line).strip() or None
    help_line = f"Sudda runt stället och skriv om det för hand. (Tecknet har nummer U+{ord(sign):04X}.)"
    return Problem(place, "osynligt-tecken", message, help=(help_line,), suggestion=right)


# UTF-8 å, ä, ö, é, quotation marks and dashes decoded as Windows-1252, and the replacement character
_GARBLED = re.compile(
    "Ã[\u00a5\u00a4\u00b6\u2026\u201e\u2013\u00a9\x84\x85\x96]|â€[\u0153\u2122\u201c\u201d\u02dc\x93\x94\x9d]|\ufffd"
)


def _report_garbled(found: re.Match[str], place: Place) -> Problem:
    """Return the problem of characters garbled by a wrong encoding."""
    try:
        right = place.written.encode("cp1252").decode("utf-8").strip()
        message = f"Här står {quote(found[0])} där det nog ska stå {quote(found[0].encode('cp1252').decode('utf-8'))}."
        help_line = "Filen har sparats med fel teckenkodning. Så kan det se ut på fler ställen i filen: läs igenom hela."
        return Problem(place, "fel-teckenkodning", message, help=(help_line,), suggestion=right)
    except UnicodeError:
        message = f"Här står {quote(found[0])}: en bokstav har gått förlorad när filen sparades."
        return Problem(place, "fel-teckenkodning", message, help=("Skriv om ordet för hand, och läs igenom hela filen.",))


@dataclass(frozen=True, slots=True)
class OldEncoding:
    """The most likely encoding of a file that is not UTF-8."""

    codec: str
    """Python's name for it."""
    name: str
    """The name in text editors."""
    is_certain: bool


def find_old_encoding(data: bytes) -> OldEncoding:
    """Return the old encoding in which a Swedish text most likely is.

    Letters of Windows-1252 are rare characters in the other encodings. The reverse is not true: its quotation marks and ellipses
    are letters in them, so these are chosen only if at least two of å, ä and ö occur, and no letter of Windows-1252.
    """
    letters = {codec: set(data.decode(codec, errors="replace")) for codec in OLD_ENCODINGS}
    codec = max(letters, key=lambda old: len(letters[old] & set("åäö")))
    is_certain = len(letters[codec] & set("åäö")) != 1
    if letters["cp1252"] & set("åäöÅÄÖé"):
        codec, is_certain = "cp1252", True
    return OldEncoding(codec, OLD_ENCODINGS[codec], is_certain)


OLD_ENCODINGS = {"cp1252": "Windows-1252", "mac_roman": "Mac OS Roman", "cp850": "DOS"}
"""What programs on Windows, Mac and DOS wrote, and Excel still does: "CSV", "CSV" on a Mac, "CSV (MS-DOS)"."""


def _old_encoding(path: Path, data: bytes, start: int) -> Problem:
    """Return the problem of a file in an old encoding, at the first byte that shows it."""
    old = find_old_encoding(data)
    source = SourceFile(path, normalise_text(data.decode(old.codec, errors="replace")))
    before = normalise_text(data[:start].decode(old.codec, errors="replace"))
    place = Place(source, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    message = f"Filen är sparad med en äldre teckenkodning ({old.name}), så å, ä och ö blir fel."
    can_tidy = old.is_certain and not MIXED_ENCODINGS.search(data) and "\ufffd" not in source.text
    help_lines = _advise_on_encoding(path, can_tidy=can_tidy)
    return Problem(place, "fel-teckenkodning", message, help=help_lines)


MIXED_ENCODINGS = re.compile(rb"\xc3[\x80-\xbf]")
"""A letter in UTF-8, in a file that is not valid UTF-8."""


def _advise_on_encoding(path: Path, *, can_tidy: bool) -> tuple[str, ...]:
    return (SAVE_AS_UTF_8, f"Eller kör python3 tasks.py stada {path.name} --gor, som rättar det åt dig.")[: 1 + can_tidy]


def _whole_file(source: SourceFile, code: str, message: str, *help_lines: str) -> Problem:
    return Problem(Place(source), code, message, help=help_lines)

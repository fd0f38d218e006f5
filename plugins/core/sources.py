"""Files of the editors as text.

Stage: read. In: a path below `content/`. Out: a `SourceFile` whose text is NFC with LF line ends, or the problem
that says in Swedish why the file cannot be read. Called by `core.shelves`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.swedish import quote

LARGEST_TEXT = 1_000_000
"""Bytes. The longest page of the old site is 9,000; whatever is larger than this is no text written by hand."""

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

# Characters nobody types: controls, bidi overrides, private use, non-characters. U+0085 and U+2028/9 are spaces (below).
UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]"
)
# PyYAML would count these as line breaks, editors' programs do not.
_ODD_BREAKS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})


@dataclass(frozen=True)
class Text:
    """A piece of a source file that remembers where it stood.

    `spans` holds (offset in `value`, line, column) for each stretch that was taken unbroken from the file.
    """

    value: str
    source: SourceFile
    spans: tuple[tuple[int, int, int], ...] = field(repr=False)

    def __str__(self) -> str:
        return self.value

    def __hash__(self) -> int:
        return hash((self.value, self.spans))

    @cached_property
    def _offsets(self) -> list[int]:
        return [offset for offset, _, _ in self.spans]

    def place(self, offset: int = 0) -> Place:
        """Return line and column of the character at `offset`."""
        start, line, column = self.spans[max(0, bisect_right(self._offsets, offset) - 1)]
        return Place(self.source, line, column + max(0, offset - start))


def text_of_lines(source: SourceFile, first_line: int, value: str) -> Text:
    """Return whole lines of `source`, from `first_line` on, as one `Text`."""
    spans = []
    offset = 0
    for number, line in enumerate(value.split("\n"), first_line):
        spans.append((offset, number, 1))
        offset += len(line) + 1
    return Text(value, source, tuple(spans))


def read_source(path: Path) -> tuple[SourceFile, list[Problem]]:
    """Read one file; the problems are empty exactly when the text can be used."""
    nothing = SourceFile(path)
    size = path.stat().st_size
    if size > LARGEST_TEXT:
        help_line = "Är det en bild eller ett dokument: ge filen dess rätta namn och lägg den där den hör hemma."
        message = f"Filen är {size // 1_000_000} MB, för stor för en textfil."
        return nothing, [_whole_file(nothing, "for-stor-fil", message, help_line)]
    return decode_source(path, path.read_bytes())


def decode_source(path: Path, data: bytes) -> tuple[SourceFile, list[Problem]]:
    """Turn the bytes of a file into text, or explain what they are instead."""
    nothing = SourceFile(path)
    for signature, what in KNOWN_SIGNATURES:
        if data.startswith(signature):
            message = f"Filen är {what}, fast den heter {path.name}."
            help_text = "Öppna den i sitt program, kopiera texten och klistra in den i en vanlig textfil med samma namn."
            return nothing, [_whole_file(nothing, "fel-filtyp", message, help_text)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:200].count(0) > len(data[:200]) // 4:
        message = "Filen är sparad i UTF-16, ett format som inte går att läsa här."
        help_text = "Öppna den i textredigeraren, välj ”Spara som” och kodningen UTF-8."
        return nothing, [_whole_file(nothing, "fel-teckenkodning", message, help_text)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return nothing, [_old_encoding(path, data, error.start)]
    source = SourceFile(path, normalise_text(text.lstrip("\ufeff")))  # some programs write the mark twice
    if found := _TWO_VERSIONS.search(source.text):
        line = source.text.count("\n", 0, found.start()) + 1
        message = "Här har två versioner av filen blandats, och båda står kvar."
        help_lines = (
            "Behåll den version som är rätt, mellan <<<<<<< och ======= eller mellan ======= och >>>>>>>.",
            "Ta bort den andra versionen och de tre raderna med tecken.",
        )
        return source, [Problem(Place(source, line), "tva-versioner", message, help=help_lines)]
    return source, list(_check_characters(source))


def normalise_text(text: str) -> str:
    """Return `text` with LF line ends and composed letters (NFC), without odd line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_ODD_BREAKS)
    return unicodedata.normalize("NFC", text)


_TWO_VERSIONS = re.compile(r"^<{7} .*$(?:\n.*)*?\n={7}$(?:\n.*)*?\n>{7} ", re.MULTILINE)
"""What a version control system leaves where two people have changed the same lines."""


def _check_characters(source: SourceFile) -> Iterable[Problem]:
    """No character that cannot be seen or typed, and no letters from a file saved twice in two encodings."""
    lines = source.text.split("\n")
    for number, line in enumerate(lines, 1):
        if found := UNWRITABLE.search(line):
            yield tell_invisible(found.group(), Place(source, number, found.start() + 1), line)
    garbled = ((number, found) for number, line in enumerate(lines, 1) if (found := _GARBLED.search(line)))
    for number, found in garbled:
        yield _tell_garbled(found, Place(source, number, found.start() + 1))
        return  # one is enough: the whole file was saved so


def tell_invisible(sign: str, place: Place, line: str = "") -> Problem:
    """Return the problem of a character that cannot be seen, with the words around it."""
    before, after = re.split(r"\s", line[: place.column - 1])[-1], re.split(r"\s", line[place.column :] + " ")[0]
    where = f"Mellan {quote(before)} och {quote(after)} står" if before and after else "Här står"
    message = f"{where} ett tecken som inte syns och inte kan publiceras."
    right = UNWRITABLE.sub("", line).strip() or None
    help_line = f"Sudda runt stället och skriv om det för hand. (Tecknet har nummer U+{ord(sign):04X}.)"
    return Problem(place, "osynligt-tecken", message, help=(help_line,), suggestion=right)


# å, ä, ö, é, quotation marks and dashes of UTF-8 that some program took for Windows-1252; and the sign for what is lost.
_GARBLED = re.compile(
    "Ã[\u00a5\u00a4\u00b6\u2026\u201e\u2013\u00a9\x84\x85\x96]|â€[\u0153\u2122\u201c\u201d\u02dc\x93\x94\x9d]|\ufffd"
)


def _tell_garbled(found: re.Match[str], place: Place) -> Problem:
    """Explain letters that were garbled when the file was saved."""
    try:
        right = place.written.encode("cp1252").decode("utf-8").strip()
        message = f"Här står {quote(found[0])} där det nog ska stå {quote(found[0].encode('cp1252').decode('utf-8'))}."
        help_line = "Filen har sparats med fel teckenkodning. Så kan det se ut på fler ställen i filen: läs igenom hela."
        return Problem(place, "fel-teckenkodning", message, help=(help_line,), suggestion=right)
    except UnicodeError:
        message = f"Här står {quote(found[0])}: en bokstav har gått förlorad när filen sparades."
        return Problem(place, "fel-teckenkodning", message, help=("Skriv om ordet för hand, och läs igenom hela filen.",))


_OLD_ENCODINGS = (("cp1252", "Windows-1252"), ("mac_roman", "Mac OS Roman"), ("cp850", "DOS"))


def _old_encoding(path: Path, data: bytes, start: int) -> Problem:
    """Explain a file in an old encoding at the first letter that shows it, with the word as it was meant."""

    def count_letters(encoding: str) -> int:
        return sum(letter in "åäöÅÄÖé" for letter in data.decode(encoding, errors="replace"))

    encoding, name = max(_OLD_ENCODINGS, key=lambda old: count_letters(old[0]))
    source = SourceFile(path, normalise_text(data.decode(encoding, errors="replace")))
    before = normalise_text(data[:start].decode(encoding, errors="replace"))
    place = Place(source, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    return Problem(
        place,
        "fel-teckenkodning",
        f"Filen är sparad med en äldre teckenkodning ({name}), så å, ä och ö blir fel.",
        help=("Öppna den i textredigeraren, välj ”Spara som” och kodningen UTF-8.",),
    )


def _whole_file(source: SourceFile, code: str, message: str, *help_lines: str) -> Problem:
    return Problem(Place(source), code, message, help=help_lines)

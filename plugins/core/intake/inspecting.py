"""Check that a linked file may be published unchanged.

Takes the path of a file that a page links to; returns an `InspectedFile`. A file is of a type only if both its extension and its
contents say so. Files are never modified: one that cannot be published unchanged must be saved again by a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.files.folder import say_why
from plugins.core.identity import find_identity_numbers
from plugins.core.intake.documents import (
    DocumentKind,
    ending_of,
    find_markup,
    instead,
    kinds,
    listing,
    page_within,
    refuse,
    refuse_mismatch,
    refuse_other_type,
)
from plugins.core.intake.findings import Finding, Refused
from plugins.core.intake.formats import recognise
from plugins.core.system.plain_file import open_plain, read_plain

MOST_TEXT = 20_000_000
"""Bytes: a larger text file is a data dump."""
HEAD = 32_768
"""Bytes at the beginning of a binary file that must contain no HTML: browsers sniff the first 1,445."""
BLOCK = 4096
"""Bytes: an interrupted transfer has sent at least one block."""


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """What is known about a file in `content/` that a page links to."""

    kind: DocumentKind | None
    size: int
    finding: Finding | None = None
    """Why it is not published; None if it is."""

    @property
    def is_published(self) -> bool:
        """Whether it is of an accepted type, with matching contents."""
        return self.kind is not None and self.finding is None


def inspect_file(path: Path) -> InspectedFile:
    """Return the type of a file, and why it is not published, if so."""
    kind = kinds().get(ending_of(path.name))
    try:
        size = path.stat().st_size
        if kind is None:
            _refuse_unlisted(path)
        elif not size:
            raise refuse("Filen är tom.", "Lägg in den på nytt från originalet.")
        else:
            _check(path, kind)
    except Refused as refusal:
        return InspectedFile(kind, size, refusal.finding)
    except OSError as error:
        unread = Finding("olaslig-fil", f"Filen går inte att läsa ({say_why(error)}).")
        return InspectedFile(kind, 0, unread)
    return InspectedFile(kind, size)


def _refuse_unlisted(path: Path) -> None:
    ending = ending_of(path.name)
    known = next((row for row in instead() if ending in row["endings"]), None)
    what = f"Filen slutar på .{ending}" if ending else "Filens namn har ingen ändelse"
    if known:
        raise refuse(f"{what} och är {known['called']}. Sådant läggs inte ut på webbplatsen.", known["advice"], listing())
    reason = "Det slaget läggs inte ut på webbplatsen" if ending else "Då går det inte att veta vad den är, och den läggs inte ut"
    raise refuse(f"{what}. {reason}.", "Spara den som PDF, eller ta bort länken.", listing())


def _check(path: Path, kind: DocumentKind) -> None:
    """Raise `Refused` if a file does not contain what its name says, or begins with something else."""
    if kind.content in ("text", "calendar"):
        _check_text(path, kind)
        return
    with open(path, "rb", opener=open_plain) as file:
        head = file.read(HEAD)
    if kind.content in ("pdf", "rtf"):
        _PRINTED[kind.content](path, head, kind)
    elif kind.content in ("ooxml", "odf", "ole"):
        from plugins.core.intake.office import check_office  # noqa: PLC0415 (only where there is such a document)

        check_office(path, head, kind)
    else:
        from plugins.core.intake.media import check_media  # noqa: PLC0415 (only where there is sound or film)

        check_media(path, head, kind)
    if found := page_within().search(head.replace(b"\0", b"")):
        raise refuse_mismatch(kind, "den har en webbsida i sig", found[0].decode("latin-1"))


# ---- print


def _check_pdf(path: Path, head: bytes, kind: DocumentKind) -> None:
    """Raise `Refused` unless a PDF begins at the first byte, and nothing else follows its end."""
    if not re.match(rb"%PDF-[12]\.\d", head):
        raise refuse_other_type(head, kind)
    with open(path, "rb", opener=open_plain) as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 70_000))
        tail = file.read()
    end = tail.rfind(b"%%EOF")
    if b"PK\x05\x06" in tail[end:] if end >= 0 else b"PK\x05\x06" in tail:
        raise refuse_mismatch(kind, "den har ett arkiv efter sitt slut")
    if end >= 0 and (found := find_markup(tail[end:].decode("latin-1"))):
        raise refuse_mismatch(kind, "den har en webbsida efter sitt slut", found[0])
    if end < 0 and size >= BLOCK:
        raise refuse("PDF-filen är avbruten: slutet saknas.", "Lägg in den på nytt från originalet.")


def _check_rtf(path: Path, head: bytes, kind: DocumentKind) -> None:
    """Raise `Refused` for an RTF file with objects, which may be programs."""
    if not head.startswith(b"{\\rtf"):
        raise refuse_other_type(head, kind)
    data = read_plain(path)
    if re.search(rb"\\obj(?:data|ect|autlink|update)\b|\\ddeauto\b", data):
        message = "I dokumentet ligger ett annat dokument eller ett program. Sådant läggs inte ut."
        raise refuse(message, "Öppna det och spara det som PDF.")


_PRINTED = {"pdf": _check_pdf, "rtf": _check_rtf}


# ---- text


def _check_text(path: Path, kind: DocumentKind) -> None:
    """Raise `Refused` unless a text file is readable, is plain text, and contains no personal identity number."""
    if path.stat().st_size > MOST_TEXT:
        message = f"Filen är större än {MOST_TEXT // 1_000_000} MB. Så stora texter läggs inte ut."
        raise refuse(message, "Dela upp den, eller spara den som PDF.")
    data = read_plain(path)
    text = _read_text(data, kind)
    if known := next((each for each in _foreign(data, text)), None):
        raise refuse_mismatch(kind, f"den är {known}")
    if kind.content == "calendar":
        lines = text.strip().upper().split("\n")
        if (lines[0].strip(), lines[-1].strip()) != ("BEGIN:VCALENDAR", "END:VCALENDAR"):
            raise refuse_mismatch(kind, "den är ingen kalenderfil")
        # Outlook repeats the description as HTML, which calendar programs sanitise
        text = re.sub(r"^X-ALT-DESC[^\n]*(?:\n[ \t][^\n]*)*", "", text, flags=re.MULTILINE)
    if found := find_markup(text):
        line = text.count("\n", 0, found.start()) + 1
        message = f"Filen slutar på .{kind.ending}, men på rad {line} står {found[0][:30]}, som i en webbsida. Den läggs inte ut."
        raise refuse(message, "Ta bort taggarna, eller spara den som PDF.", line=line)
    for number, line_text in enumerate(text.split("\n"), 1):
        if next(find_identity_numbers(line_text), None):
            message = "Här står något som ser ut som ett personnummer."
            raise Refused("personnummer", message, "Ta bort det. Personnummer ska inte stå på webbplatsen.", line=number)


def _read_text(data: bytes, kind: DocumentKind) -> str:
    """Decode a text file from UTF-8, or from the encoding in which Excel on Windows writes CSV."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        advice = "Öppna den i Anteckningar, välj Spara som och Kodning: UTF-8."
        raise refuse("Filen är sparad i UTF-16, som inte alla program kan läsa. Den läggs inte ut.", advice)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    text = text.removesuffix("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]", text):
        raise refuse_other_type(data, kind)
    return text


def _foreign(data: bytes, text: str) -> Iterator[str]:
    """Yield names of formats that are text, but are something else to the program that opens them."""
    start = text.lstrip()
    for sign, name in (("%PDF-", "en PDF-fil"), ("{\\rtf", "ett dokument i RTF"), ("%!PS", "PostScript"), ("#!", "ett skript")):
        if start.startswith(sign):
            yield name
    known = recognise(data)
    if known.kind in ("mail", "pointer", "svg"):
        yield known.name

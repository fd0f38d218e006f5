"""Check office documents: that a docx, odt or doc file is what its name says, and contains no program.

Takes the path of a document, its beginning, and the type that its name says; raises `Refused`. Only the list of contents is
unpacked. Formats: OPC (ECMA-376 part 2), ODF 1.3 part 2.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from defusedxml import ElementTree

from plugins.core.intake.documents import DocumentKind, refuse, refuse_other_type
from plugins.core.intake.findings import Refused
from plugins.core.swedish import quote
from plugins.core.system.plain_file import open_plain, read_plain

_CONTENTS = "[Content_Types].xml"
_MOST_CONTENTS = 2_000_000
"""Bytes of the list of contents: a document of a thousand pages has some 100,000."""
_TYPES = re.compile(
    r"application/(?:xml|mathml\+xml|inkml\+xml|x-font\S*|msword|pdf|json|octet-stream"
    r"|vnd\.openxmlformats(?:-officedocument|-package)?\.\S+|vnd\.ms-(?:office|word|excel|powerpoint|package|opentype)\S*"
    r"|vnd\.oasis\.opendocument\.\S+)|(?:image|audio|video|font|model)/\S+|text/xml",
    re.IGNORECASE,
)
"""Media types of the parts of a document; programs and web pages are not among them."""
_PROGRAM = re.compile(r"macro|vba|activex", re.IGNORECASE)
"""Matches the media types of executable parts."""
_PARTS = re.compile(r"(?:_rels|docProps|docMetadata|word|xl|ppt|customXml)/", re.IGNORECASE)
_PROGRAM_FILE = re.compile(
    r"(?:^|/)vba\w*\.(?:bin|xml)$|\.(?:docm|dotm|xlsm|xltm|xlsb|xlam|pptm|potm|ppsm|ppam|exe|dll|js|vbs|htm|html|hta)$",
    re.IGNORECASE,
)
"""Names of executable parts: a first test, before the media types, which are decisive."""
_ODF_ENDINGS = frozenset(
    ("", "xml", "rdf", "png", "jpg", "jpeg", "gif", "svg", "svm", "wmf", "emf", "bmp", "tif", "tiff", "webp", "pdf", "ttf", "otf",
     "mp3", "mp4", "m4a", "ogg", "wav", "webm", "mml", "odt", "ods", "odp", "odg")
)  # fmt: skip
"""Extensions of the files in an OpenDocument file; those in `Scripts/` have others."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_office(path: Path, head: bytes, kind: DocumentKind) -> None:
    """Raise `Refused` unless a document is what its name says, complete, and without programs and password."""
    try:
        _check_packed(path, head, kind)
    except Refused:
        raise
    except OSError as error:
        if error.errno:  # a disk error; olefile raises OSError without errno
            raise
        raise _broken() from None
    except Exception:  # readers raise all sorts of exceptions for broken files
        raise _broken() from None


def _broken() -> Refused:
    return refuse("Dokumentet är skadat eller avbrutet.", "Öppna originalet, spara det på nytt och lägg in det igen.")


def refuse_program(what: str) -> Refused:
    """Return the refusal of a document that contains a program."""
    message = f"I dokumentet finns ett program ({what}). Sådana dokument läggs inte ut."
    return refuse(message, "Öppna det och spara det utan makron (.docx, .xlsx eller .pptx), eller som PDF.")


def _foreign_part(name: str, kind: DocumentKind) -> Refused:
    return refuse(f"I filen ligger {quote(name)}, som inte hör hemma i {kind.called}.", "Öppna dokumentet och spara det som PDF.")


def refuse_locked() -> Refused:
    """Return the refusal of a document that is protected by a password."""
    return refuse(
        "Dokumentet är skyddat med lösenord, så besökaren kan inte öppna det.", "Spara det utan lösenord, eller som PDF."
    )


# ---- packed in a zip archive


def _check_packed(path: Path, head: bytes, kind: DocumentKind) -> None:
    if head.startswith(OLE):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in read_plain(path):
            raise refuse_locked()
        raise refuse_other_type(read_plain(path), kind)
    if not head.startswith(b"PK\x03\x04"):
        raise refuse_other_type(head, kind)
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        names = [member.filename for member in members]
        if archive.comment or _end_of(path) or len(set(names)) < len(names):
            raise _broken()
        if any(member.flag_bits & 1 for member in members):
            raise refuse_locked()
        if any(name.startswith("/") or ".." in PurePosixPath(name).parts or "\\" in name for name in names):
            raise _broken()
        if found := next((name for name in names if _PROGRAM_FILE.search(name)), None):
            raise refuse_program(found)
        if kind.content == "odf":
            _check_odf(archive, head, names, kind)
        else:
            _check_ooxml(path, archive, names, kind)


def _end_of(path: Path) -> bytes:
    """Return what follows the end of a zip archive, where there should be nothing."""
    with open(path, "rb", opener=open_plain) as file:
        file.seek(max(0, file.seek(0, 2) - 66_000))
        tail = file.read()
    return tail[tail.rfind(b"PK\x05\x06") + 22 :]


def _check_ooxml(path: Path, archive: zipfile.ZipFile, names: list[str], kind: DocumentKind) -> None:
    types = dict(_read_types(archive, names))
    by_name = kind.main["part"] in names and types.get(kind.main["part"], "application/xml") == "application/xml"
    found = by_name or kind.main["type"] in types.values()
    for name, sort in types.items():
        if _PROGRAM.search(sort):
            raise refuse_program(name)
        if not _TYPES.fullmatch(sort):
            raise _foreign_part(name, kind)
    if not found:
        raise refuse_other_type(read_plain(path), kind)


def _read_types(archive: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each part with its media type; `?` for a part without one."""
    defaults: Mapping[str, str] = {}
    given: Mapping[str, str] = {}
    if _CONTENTS in names:
        if archive.getinfo(_CONTENTS).file_size > _MOST_CONTENTS:
            raise _broken()
        rows = list(ElementTree.fromstring(archive.read(_CONTENTS)))
        defaults = {row.get("Extension", "").lower(): row.get("ContentType", "") for row in rows if "Extension" in row.attrib}
        given = {
            row.get("PartName", "").lstrip("/").lower(): row.get("ContentType", "") for row in rows if "PartName" in row.attrib
        }
    for name in names:
        if name == _CONTENTS or name.startswith("[trash]/"):
            continue
        sort = given.get(name.lower()) or defaults.get(PurePosixPath(name).suffix.removeprefix(".").lower())
        if sort or not _PARTS.match(name):
            yield name, sort or "?"


def _check_odf(archive: zipfile.ZipFile, head: bytes, names: list[str], kind: DocumentKind) -> None:
    first = names[0] if names else ""
    if first != "mimetype" or archive.getinfo(first).file_size > 200 or archive.read(first).decode("ascii") != kind.main["type"]:
        raise refuse_other_type(head, kind)
    for name in names:
        parts = PurePosixPath(name)
        if parts.parts[0] == "Scripts" or (
            parts.parts[0] == "Basic" and not re.fullmatch(r"(?:script|dialog)-l[bc]", parts.stem)
        ):
            raise refuse_program(name)
        if parts.suffix.removeprefix(".").lower() not in _ODF_ENDINGS:
            raise _foreign_part(name, kind)

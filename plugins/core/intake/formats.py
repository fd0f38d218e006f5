"""Recognise the format of a file by its contents, never by its extension.

Signatures are from the specifications of the formats; the file type box of HEIC and AVIF from ISO/IEC 14496-12, section 4.3.
"""

from __future__ import annotations

import re
import zlib
from typing import Literal

from plugins.core.dataclass import dataclass

Kind = Literal["svg", "raster", "print", "phone", "document", "packed", "mail", "pointer", "layers", "other"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its Swedish name, and how files in it are treated."""

    name: str
    """With article: `en PDF-fil`."""
    kind: Kind
    """`svg` and `raster` are accepted; the others are refused with advice."""
    endings: tuple[str, ...] = ()
    """Common extensions, the usual one first."""
    pillow: str = ""
    """The only Pillow decoder that may open a raster file."""


SVG = Format("en SVG-fil", "svg", ("svg", "svgz"))
UNKNOWN = Format("av ett slag som inte går att känna igen", "other")

_AVIF = Format("en AVIF-bild", "raster", ("avif",), "AVIF")
_HEIC = Format("en HEIC-bild, som iPhone sparar dem", "phone")
_VIDEO = Format("en film", "other")
_EPS = Format("en EPS-fil", "print")
_TIFF = Format("en TIFF-bild", "print")
_WMF = Format("en WMF-bild", "print")
_ILLUSTRATOR = Format("en Illustrator-fil (AI)", "print")
_PDF = Format("en PDF-fil", "print")
_COREL = Format("en CorelDRAW-fil (CDR)", "layers")
_CAD = Format("en ritning från ett CAD-program", "layers")
_WORD = Format("ett Word-dokument", "document")
_POWERPOINT = Format("en PowerPoint-presentation", "document")
_EXCEL = Format("ett Excel-dokument", "document")
_OFFICE = Format("ett dokument från Office", "document")
_MAIL = Format("ett mejl", "mail")
_PACKED = Format("ett packat arkiv", "packed")
_FONT = Format("ett typsnitt", "other")
_SHORTCUT = Format("en genväg, inte filen själv", "pointer")
_JXL = Format("en JPEG XL-bild", "layers")

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", Format("en PNG-bild", "raster", ("png",), "PNG")),
    (b"\xff\xd8\xff", Format("en JPEG-bild", "raster", ("jpg", "jpeg", "jpe", "jfif"), "JPEG")),
    (b"GIF87a", Format("en GIF-bild", "raster", ("gif",), "GIF")),
    (b"GIF89a", Format("en GIF-bild", "raster", ("gif",), "GIF")),
    (b"\xc5\xd0\xd3\xc6", _EPS),
    (b"II*\0", _TIFF),
    (b"MM\0*", _TIFF),
    (b"II+\0", _TIFF),
    (b"MM\0+", _TIFF),
    (b"8BPS", Format("en Photoshop-fil (PSD)", "layers")),
    (b"gimp xcf", Format("en GIMP-fil (XCF)", "layers")),
    (b"\0\xffKA", Format("en Affinity-fil", "layers")),
    (b"fig-kiwi", Format("en Figma-fil", "layers")),
    (b"\0\0\1\0", Format("en ikon (ICO)", "layers")),
    (b"icns", Format("en ikon (ICNS)", "layers")),
    (b"\xff\x0a", _JXL),
    (b"\0\0\0\x0cJXL ", _JXL),
    (b"\0\0\0\x0cjP  ", Format("en JPEG 2000-bild", "layers")),
    (b"AC10", _CAD),
    (b"\x06\x06\xed\xf5", Format("en InDesign-fil", "print")),
    (b"\xd7\xcd\xc6\x9a", _WMF),
    (b"\1\0\x09\0", _WMF),
    (b"\2\0\x09\0", _WMF),
    (b"{\\rtf", Format("ett dokument (RTF)", "document")),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\0\1\0\0\0", _FONT),
    (b"OTTO", _FONT),
    (b"wOF", _FONT),
    (b"L\0\0\0\1\x14\2", _SHORTCUT),
    (b"\0\5\x16\7", Format("en dold hjälpfil från en Mac, inte filen själv", "pointer")),
    (b"\x1aE\xdf\xa3", _VIDEO),
)
_ZIPPED = (
    (r"word/", _WORD),
    (r"ppt/", _POWERPOINT),
    (r"xl/", _EXCEL),
    (r"content/(?:riffData\.cdr|root\.dat)$", _COREL),
    (r".+\.iwa$", Format("ett dokument från Pages, Keynote eller Numbers", "document")),
    (r"artwork/", Format("en fil från Adobe XD", "layers")),
    (r"document\.json$", Format("en Sketch-fil", "layers")),
)
"""Patterns for the names of files in a zip archive."""
_OLE = (
    ("WordDocument", _WORD),
    ("PowerPoint Document", _POWERPOINT),
    ("Workbook", _EXCEL),
    ("__substg1.0_", _MAIL),
)
"""Names inside a compound file (MS-CFB), which are in UTF-16."""
_TEXTS = (
    (rb"\s*\[InternetShortcut\]", _SHORTCUT),
    (rb"(?s).{0,200}<!DOCTYPE plist.*<key>URL</key>", _SHORTCUT),
    (rb"(?:[A-Za-z-]+: .*\r?\n(?:[ \t].*\r?\n)*)*(?:From|MIME-Version|Received): ", _MAIL),
    (rb"version https://git-lfs", Format("en hänvisning till en fil (Git LFS), inte filen själv", "pointer")),
    (rb"\s*0\r?\n\s*SECTION", _CAD),
    (rb"\s*\{(?=.*\"layers\")", Format("en animation (Lottie)", "other")),
)
_MOST_UNZIPPED = 4_000_000
"""Bytes: an SVG that is larger when unpacked is no logo (`svgz` is gzip)."""


def recognise(data: bytes) -> Format:
    """Return the format of the data."""
    if data[:4] == b"RIFF":
        return _by_riff(data[8:12])
    if data[4:8] == b"ftyp":
        return _by_brands(data)
    if data[:4] == b"\1\0\0\0" and data[40:44] == b" EMF":
        return Format("en EMF-bild", "print")
    if data[:2] == b"BM" and data[6:10] == bytes(4):
        return Format("en BMP-bild", "layers")
    if data.startswith(b"PK"):
        return _by_names(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return next((known for name, known in _OLE if name.encode("utf-16-le") in data), _OFFICE)
    if data[:64].lstrip(b"\x04\xef\xbb\xbf \t\r\n").startswith(b"%!PS"):
        head = data[:2000]
        return _EPS if b"EPSF" in head[:128] else _ILLUSTRATOR if b"Illustrator" in head else Format("PostScript", "print")
    if found := next((known for signature, known in _SIGNATURES if data.startswith(signature)), None):
        return found
    if b"%PDF-" in data[:1024]:  # PDF readers search the same range
        return _ILLUSTRATOR if b"AIMetaData" in data or b"AIPrivateData" in data else _PDF
    return _by_words(data)


def _by_riff(form: bytes) -> Format:
    if form == b"WEBP":
        return Format("en WebP-bild", "raster", ("webp",), "WEBP")
    return _COREL if form[:3] == b"CDR" else _VIDEO if form == b"AVI " else UNKNOWN


def _by_names(data: bytes) -> Format:
    """Tell zip archives apart by the names at the start of each file, since the directory at the end may be cut off."""
    starts = (found.start() for found in re.finditer(rb"PK\x03\x04", data))
    names = [data[at + 30 : at + 30 + int.from_bytes(data[at + 26 : at + 28], "little")].decode("latin-1") for at in starts]
    if b"opendocument" in data[:200]:
        return Format("ett dokument från LibreOffice", "document")
    found = next((known for inside, known in _ZIPPED if any(re.match(inside, name) for name in names)), None)
    return found or Format("ett zip-arkiv" if names else "ett tomt zip-arkiv", "packed")


def _by_brands(data: bytes) -> Format:
    """Tell HEIC, AVIF and video apart: they have the same container with different brands."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[place : place + 4] for place in (8, *range(16, size, 4))}
    if brands & {b"avif", b"avis"}:
        return _AVIF
    return _HEIC if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"} else _VIDEO


def _by_words(data: bytes) -> Format:
    """Recognise text formats; an SVG may begin with a byte order mark, comments and a DOCTYPE."""
    whole = unpack(data)
    if whole is not data and whole[40:44] == b" EMF":
        return Format("en EMF-bild", "print")
    head = whole[:20_000].replace(b"\0", b"")
    small = head.lower()
    if re.search(rb"<(?:[\w-]+:)?svg[\s>/]", small) and not re.match(rb"\W*<(?:!doctype\s+html|html)\b", small):
        return SVG
    if re.match(rb"\W*<(?:!doctype\s+html|html|head|body)\b", small):
        return Format("en webbsida", "other")
    if found := next((known for pattern, known in _TEXTS if re.match(pattern, head)), None):
        return found
    if whole is not data:
        return _PACKED
    return Format("en textfil", "other") if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    """Return whether the data is mostly readable text in UTF-8."""
    words = head.decode("utf-8", "replace").replace("\ufffd", "\0\0\0")  # an invalid byte counts as three
    return len(words) > 3 and sum(letter.isprintable() or letter.isspace() for letter in words) > 0.95 * len(words)


def unpack(data: bytes) -> bytes:
    """Return the contents of a gzipped file (`.svgz`), up to a limit; other data unchanged."""
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _MOST_UNZIPPED)
    except zlib.error:
        return b""

"""Formats: what a file is, told by its first bytes and never by its ending.

Stage: read. In: the bytes of a file that came as a logo or picture. Out: a `Format`. Signatures: the formats' own
specifications; "file type box" of HEIC and AVIF: ISO/IEC 14496-12 part 4.3.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Literal

Kind = Literal["svg", "raster", "print", "phone", "document", "layers", "other"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: what editors call it, and how it is met."""

    name: str
    """With its article: `en PDF-fil`."""
    kind: Kind
    """`svg` and `raster` are taken in; the others are answered."""
    endings: tuple[str, ...] = ()
    """Endings such a file has, the usual one first."""
    pillow: str = ""
    """The only decoder that may read a raster file."""


SVG = Format("en SVG-fil", "svg", ("svg", "svgz"))
UNKNOWN = Format("av ett slag som inte går att känna igen", "other")

_AVIF = Format("en AVIF-bild", "raster", ("avif",), "AVIF")
_HEIC = Format("en HEIC-bild, som iPhone sparar dem", "phone")
_VIDEO = Format("en film", "other")
_EPS = Format("en EPS-fil", "print")
_TIFF = Format("en TIFF-bild", "print")
_ILLUSTRATOR = Format("en Illustrator-fil (AI)", "print")
_PDF = Format("en PDF-fil", "print")
_OLD_OFFICE = Format("ett dokument från Office", "document")

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
    (b"BM", Format("en BMP-bild", "layers")),
    (b"\0\0\1\0", Format("en ikon (ICO)", "layers")),
    (b"\xff\x0a", Format("en JPEG XL-bild", "layers")),
    (b"\0\0\0\x0cJXL ", Format("en JPEG XL-bild", "layers")),
    (b"\0\0\0\x0cjP  ", Format("en JPEG 2000-bild", "layers")),
    (b"\x06\x06\xed\xf5", Format("en InDesign-fil", "print")),
    (b"\xd7\xcd\xc6\x9a", Format("en WMF-bild", "print")),
    (b"\xd0\xcf\x11\xe0", _OLD_OFFICE),
    (b"{\\rtf", Format("ett dokument (RTF)", "document")),
    (b"PK\x03\x04", Format("ett zip-arkiv", "document")),
    (b"PK\x05\x06", Format("ett tomt zip-arkiv", "document")),
    (b"Rar!", Format("ett packat arkiv", "document")),
    (b"7z\xbc\xaf", Format("ett packat arkiv", "document")),
)
_ZIPPED = (
    (b"word/", Format("ett Word-dokument", "document")),
    (b"ppt/", Format("en PowerPoint-presentation", "document")),
    (b"xl/", Format("ett Excel-dokument", "document")),
    (b"opendocument", Format("ett dokument från LibreOffice", "document")),
)
_MOST_UNZIPPED = 4_000_000
"""Bytes: an SVG that is larger when it is unpacked is no logo (`svgz` is gzip)."""


def recognise(data: bytes) -> Format:
    """Return what the bytes are."""
    if data[:4] == b"RIFF":
        return Format("en WebP-bild", "raster", ("webp",), "WEBP") if data[8:12] == b"WEBP" else UNKNOWN
    if data[4:8] == b"ftyp":
        return _by_brands(data)
    if data[:64].lstrip().startswith(b"%PDF-"):
        return _ILLUSTRATOR if b"Adobe Illustrator" in data[:200_000] and b"AIMetaData" in data else _PDF
    if data.startswith(b"%!PS"):
        return _EPS if b"EPSF" in data[:64] else _ILLUSTRATOR if b"Illustrator" in data[:2000] else Format("PostScript", "print")
    found = next((known for signature, known in _SIGNATURES if data.startswith(signature)), None)
    if found and found.kind == "document" and data.startswith(b"PK"):
        return next((known for inside, known in _ZIPPED if inside in data), found)
    return found or _by_words(data)


def _by_brands(data: bytes) -> Format:
    """Tell HEIC, AVIF and films apart: they share one container and differ by their brands."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[place : place + 4] for place in (8, *range(16, size, 4))}
    if brands & {b"avif", b"avis"}:
        return _AVIF
    return _HEIC if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"} else _VIDEO


def _by_words(data: bytes) -> Format:
    """Recognise what is written as text; SVG may be preceded by a byte order mark, comments and a DOCTYPE."""
    head = unpack(data)[:20_000].replace(b"\0", b"").lower()
    if re.search(rb"<(?:[\w-]+:)?svg[\s>/]", head) and not re.match(rb"\W*<(?:!doctype\s+html|html)\b", head):
        return SVG
    if re.match(rb"\W*<(?:!doctype\s+html|html|head|body)\b", head):
        return Format("en webbsida", "other")
    if head.startswith(b"version https://git-lfs"):
        return Format("en hänvisning till en fil (Git LFS), inte filen själv", "other")
    return UNKNOWN


def unpack(data: bytes) -> bytes:
    """Return what a gzipped file (`.svgz`) holds, as far as a logo goes; other bytes as they are."""
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _MOST_UNZIPPED)
    except zlib.error:
        return b""

"""Check sound and video files: that the container matches the name, and that a video does not reveal where it was recorded.

Takes the path of a file, its beginning, and the type that its name says; raises `Refused`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from plugins.core.intake.documents import DocumentKind, refuse, refuse_other_type
from plugins.core.system.plain_file import open_plain

_PLACE = re.compile(rb"\xa9xyz|loci|location\.ISO6709", re.IGNORECASE)
"""Location metadata: QuickTime user data, 3GPP TS 26.244 section 8.10, Apple's metadata keys."""
_MOST_INDEX = 100_000_000
_OGG_CODECS = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")


def check_media(path: Path, head: bytes, kind: DocumentKind) -> None:
    """Raise `Refused` unless a sound or video file is what its name says."""
    if kind.content == "mp4":
        _check_mp4(path, head, kind)
    elif not _BEGINNINGS[kind.content](head):
        raise refuse_other_type(head, kind)


def _is_mp3(head: bytes) -> bool:
    """Return whether data begins with an ID3 tag, or a frame of MPEG layer III (ISO/IEC 11172-3, section 2.4.1.3)."""
    if re.match(rb"ID3[\x02-\x04]\x00", head):
        return True
    return (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE6 == 0xE2
        and head[1] & 0x18 != 0x08
        and head[2] >> 4 not in (0, 15)
        and head[2] & 0x0C != 0x0C
    )


def _is_ogg(head: bytes) -> bool:
    return head.startswith(b"OggS\0") and any(codec in head[:128] for codec in _OGG_CODECS)


def _is_wav(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def _is_webm(head: bytes) -> bool:
    return head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:80]


_BEGINNINGS = {"mp3": _is_mp3, "ogg": _is_ogg, "wav": _is_wav, "webm": _is_webm}


def _check_mp4(path: Path, head: bytes, kind: DocumentKind) -> None:
    size = int.from_bytes(head[:4], "big")
    brands = {head[at : at + 4].decode("latin-1") for at in (8, *range(16, min(size, 256), 4))}
    if (
        head[4:8] != b"ftyp"
        or not brands & set(kind.main["brands"].split("|"))
        or brands & {"heic", "heix", "mif1", "avif", "avis"}
    ):
        raise refuse_other_type(head, kind)
    for index in _read_indexes(path):
        if _PLACE.search(index):
            raise refuse(
                "Filen säger var den är inspelad. Platsen skulle följa med till webbplatsen.",
                "Spara om den utan plats. På iPhone: Dela, Alternativ, slå av Platser.",
            )


def _read_indexes(path: Path) -> Iterator[bytes]:
    """Yield the metadata boxes of a video: all that do not contain picture or sound."""
    size = path.stat().st_size
    with open(path, "rb", opener=open_plain) as file:
        at = 0
        while at + 8 <= size:
            file.seek(at)
            header = file.read(16)
            length = int.from_bytes(header[:4], "big")
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            length = length or size - at
            if length < 8 or at + length > size:
                raise refuse("Filen är skadad eller avbruten.", "Lägg in den på nytt från originalet.")
            if header[4:8] in (b"moov", b"udta", b"meta", b"uuid", b"moof"):
                file.seek(at)
                yield file.read(min(length, _MOST_INDEX))
            at += length

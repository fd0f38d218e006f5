# ruff: noqa: E501 (the files are quoted as they are)
"""Files in formats that are not for the web are recognised by their bytes, whatever their names."""

from __future__ import annotations

import gzip

import pytest

from plugins.core.intake.findings import Use, refuse_format
from plugins.core.intake.formats import recognise
from tests.intake.files import drawn, saved, zipped

EMF = b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(60)


def compound(stream: str) -> bytes:
    """Return the beginning of a compound file (MS-CFB) with one stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)


KNOWN: dict[str, list[bytes]] = {
    "en CorelDRAW-fil (CDR)": [
        b"RIFF\x10\0\0\0CDRCvrsn", b"RIFF\x10\0\0\0CDRXvrsn", zipped("mimetype", "content/riffData.cdr"),
        zipped("content/root.dat", "previews/thumbnail.png"),
    ],
    "en EMF-bild": [EMF, gzip.compress(EMF)],
    "en WMF-bild": [b"\1\0\x09\0\0\3", b"\xd7\xcd\xc6\x9a"],
    "en EPS-fil": [
        b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\xc5\xd0\xd3\xc6", b"\x04%!PS-Adobe-3.0 EPSF-3.0", b"\r\n%!PS-Adobe-3.1 EPSF-3.0\n%%Creator: Adobe Illustrator",
    ],
    "PostScript": [b"%!PS-Adobe-3.0\n<svg>"],
    "en Illustrator-fil (AI)": [
        b"%!PS-Adobe-3.0\n%%Creator: Adobe Illustrator(R) 8.0\n", b"%PDF-1.6\n" + bytes(300_000) + b"/AIPrivateData1", b"%PDF-1.5 /AIMetaData 1 0 R",
    ],
    "en PDF-fil": [b"%PDF-1.7\n", b"\r\n%PDF-1.4", b"from a printer\n" * 20 + b"%PDF-1.7\n"],
    "en InDesign-fil": [b"\x06\x06\xed\xf5"],
    "en Photoshop-fil (PSD)": [b"8BPS\0\1", b"8BPS\0\2"],
    "en GIMP-fil (XCF)": [b"gimp xcf v011\0"],
    "en Affinity-fil": [b"\0\xffKA\x0a\0"],
    "en Figma-fil": [b"fig-kiwi\x0f\0"],
    "en Sketch-fil": [zipped("document.json", "meta.json", "pages/a.json")],
    "en fil från Adobe XD": [zipped("mimetype", "artwork/a.agc")],
    "en ritning från ett CAD-program": [b"AC1027\0\0", b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n"],
    "en HEIC-bild, som iPhone sparar dem": [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"],
    "en TIFF-bild": [saved(drawn(60, 30), "TIFF"), b"MM\0*\0\0\0\x08"],
    "en BMP-bild": [saved(drawn(60, 30), "BMP")],
    "ett Word-dokument": [zipped("[Content_Types].xml", "word/document.xml"), compound("WordDocument")],
    "en PowerPoint-presentation": [zipped("[Content_Types].xml", "ppt/presentation.xml"), compound("PowerPoint Document")],
    "ett Excel-dokument": [zipped("xl/workbook.xml"), compound("Workbook")],
    "ett dokument från Office": [compound("Quill")],
    "ett dokument från Pages, Keynote eller Numbers": [zipped("Index/Document.iwa", "preview.jpg")],
    "ett dokument från LibreOffice": [b"PK\3\4" + bytes(22) + b"\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.graphics"],
    "ett mejl": [compound("__substg1.0_0037001F"), b"Return-Path: <a@example.org>\r\nX-Long: one\r\n two\r\nFrom: a@example.org\r\n\r\nHej"],
    "ett zip-arkiv": [zipped("logo/logo.svg", "logo/logo.eps"), zipped("logo.svg")[:60]],
    "ett packat arkiv": [b"Rar!\x1a\7", b"7z\xbc\xaf\x27\x1c", gzip.compress(b"logo.svg" + bytes(500))],
    "en genväg, inte filen själv": [
        b"L\0\0\0\1\x14\2\0", b"[InternetShortcut]\r\nURL=https://example.org/\r\n",
        b'<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x"><plist><dict><key>URL</key></dict></plist>',
    ],
    "en dold hjälpfil från en Mac, inte filen själv": [b"\0\5\x16\7\0\2\0\0"],
    "ett typsnitt": [b"\0\1\0\0\0\x10", b"OTTO\0", b"wOF2\0\1"],
    "en film": [b"\0\0\0\x18ftypmp42\0\0\0\0", b"\x1aE\xdf\xa3", b"RIFF\0\0\0\0AVI LIST"],
    "en animation (Lottie)": [b'{"v":"5.5","fr":30,"layers":[]}'],
    "en textfil": ["BM: logotypen kommer på måndag.".encode(), b"data:image/png;base64,iVBORw0KGgo="],
    "en webbsida": [b"<html><body><svg></svg></body></html>"],
    "av ett slag som inte går att känna igen": [b"x", bytes(300), bytes(range(128, 256)) * 9],
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_a_format_is_recognised_by_its_bytes(name: str) -> None:
    assert [recognise(data).name for data in KNOWN[name]] == [name] * len(KNOWN[name])


@pytest.mark.parametrize("use", ["logo", "picture"])
@pytest.mark.parametrize("name", KNOWN)
def test_a_file_in_a_wrong_format_is_named_with_the_next_step(name: str, use: Use) -> None:
    found = refuse_format(recognise(KNOWN[name][0]), use).finding
    assert found.message.startswith(f"Filen är {name}. ")
    assert any("Hej!" in line for line in found.help) is (use == "logo")
    assert found.help[0] == "Svar att skicka till partnern:" or any(
        found.help[0].startswith(verb) for verb in ("Packa", "Öppna", "Ta bort", "Markera")
    )


def test_the_advice_about_an_archive_is_to_unpack_it_before_asking_the_partner() -> None:
    first, *letter = refuse_format(recognise(zipped("logo.svg")), "logo").finding.help
    assert first == "Packa upp den: högerklicka på filen och välj Extrahera eller Packa upp. Lägg in bildfilen därifrån."
    assert letter[0] == "Svar att skicka till partnern:"
    assert letter[2].startswith("Kan ni skicka logotypen i en egen fil, som SVG")

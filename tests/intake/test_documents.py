"""Documents are published unchanged, if file extension and contents agree, and nothing else is."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.core.intake.documents import kinds
from plugins.core.intake.inspecting import inspect_file
from plugins.core.pictures.gallery import Gallery
from plugins.core.pictures.linked import add_words, lead, publish_linked, render_links
from plugins.site.model import Theme
from tests.intake.files import drawn, saved, svg

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def pdf(inside: str = "", after: str = "") -> bytes:
    """Return a small PDF."""
    return f"%PDF-1.7\n%âãÏÓ\n1 0 obj\n<< /Type /Catalog {inside}>>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n{after}".encode(
        "latin-1"
    )


def archive(files: dict[str, str | bytes], comment: bytes = b"") -> bytes:
    """Return a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
        packed.comment = comment
    return buffer.getvalue()


def office(part: str, sort: str, more: dict[str, str | bytes] | None = None, types: str = "", comment: bytes = b"") -> bytes:
    """Return an Office document of the format since 2007, with `more` parts, and more `types` in its list of contents."""
    contents = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/{part}" ContentType="{sort}"/>{types}</Types>'
    )
    return archive({"[Content_Types].xml": contents, "_rels/.rels": "<x/>", part: "<x/>", **(more or {})}, comment)


def word(more: dict[str, str | bytes] | None = None, types: str = "", comment: bytes = b"") -> bytes:
    return office("word/document.xml", DOCX, more, types, comment)


def odf(sort: str = "text", more: dict[str, str | bytes] | None = None) -> bytes:
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{sort}", "content.xml": "<x/>", **(more or {})})


def box(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data) + 8) + name + data


def film(brand: bytes = b"isom", about: bytes = b"") -> bytes:
    return (
        box(b"ftyp", brand + b"\0\0\2\0" + brand + b"mp41")
        + box(b"moov", box(b"mvhd", bytes(100)) + about)
        + box(b"mdat", bytes(64))
    )


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Öppet hus\r\n{}END:VEVENT\r\nEND:VCALENDAR\r\n"
OUTLOOK = "X-ALT-DESC;FMTTYPE=text/html:<!DOCTYPE HTML><html><body>\r\n <p>Hej</p></body></html>\r\n"

HONEST = {
    "arsredovisning.pdf": pdf(),
    "RAPPORT.PDF": pdf("/Title (Mat < pengar)"),
    "stub.pdf": b"%PDF-1.4",
    "med.anteckning.pdf": pdf("/Producer (Skrivare <skrivare@example.org>)"),
    "blankett.docx": word({"word/media/image1.png": saved(drawn(), "PNG"), "docProps/app.xml": "<x/>"}),
    "fran-molnet.docx": office("word/document2.xml", DOCX),
    "med-diagram.docx": word(
        {"word/embeddings/b.xlsx": office("xl/workbook.xml", XLSX)},
        f'<Default Extension="xlsx" ContentType="{XLSX.removesuffix(".main+xml")}"/>',
    ),
    "budget.xlsx": office("xl/workbook.xml", XLSX),
    "bilder.pptx": office("ppt/presentation.xml", PPTX),
    "text.odt": odf(),
    "med-tomt-bibliotek.odt": odf(more={"Basic/Standard/script-lb.xml": "<x/>", "Configurations2/x.xml": "<x/>"}),
    "kalkyl.ods": odf("spreadsheet"),
    "visning.odp": odf("presentation"),
    "brev.rtf": b"{\\rtf1\\ansi Hej <anna@example.org>}",
    "las.txt": b"Ring <anna@example.org> eller se <https://www.example.org/>. 3 < 5 & x<y. Skriv <ditt namn>.",
    "med-bom.txt": "\ufeffÅrsmöte\r\n".encode(),
    "fran-excel.csv": "Namn;Antal\r\nSödra;<5\r\n".encode("cp1252"),
    "tal.csv": b"a,b\n1,2\n",
    "mote.ics": CALENDAR.format("").encode(),
    "mote-outlook.ics": CALENDAR.format(OUTLOOK).encode(),
    "tal.mp3": b"ID3\x03\0\0\0\0\0\x0a" + bytes(10) + b"\xff\xfb\x90\x64",
    "tal2.mp3": b"\xff\xfb\x90\x64" + bytes(400),
    "tal.m4a": film(b"M4A "),
    "tal.ogg": b"OggS\0\2" + bytes(22) + b"\x01\x13OpusHead",
    "tal.wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "film.mp4": film(),
    "film.webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm",
}
"""Files without problems."""

SCRIPT = b"<script>alert(1)</script>"
VBA = '<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
HOSTILE = {
    **{
        f"karta.{ending}": b"<p>" + SCRIPT
        for ending in ("htm", "html", "xhtml", "shtml", "mht", "php", "js", "css", "xml", "xsl", "exe")
    },
    **{
        f"fil.{ending}": b"hej"
        for ending in ("zip", "eml", "json", "yaml", "kml", "vbs", "swf", "jar", "hta", "lnk", "docm", "vcf", "x")
    },
    "karta": SCRIPT,
    ".htaccess": b"AddHandler php .txt",
    "karta.html.": SCRIPT,
    "karta.pdf": b"<html>" + SCRIPT,
    "ledande.pdf": b"<html>%PDF-1.4\n",
    "polyglott.pdf": b"%PDF-1.4 " + SCRIPT + b"\n%%EOF",
    "kommentar.pdf": b"%PDF-1.4\n%" + bytes(9000) + b"<SCRIPT src=//x>\n%%EOF",
    "bred.pdf": b"%PDF-1.4\n" + "<script>".encode("utf-16-le") + b"%%EOF",
    "hanterare.pdf": b"%PDF-1.4 <body onload=alert(1)>\n%%EOF",
    "php.pdf": b"%PDF-1.4\n<?php system($_GET[0]) ?>\n%%EOF",
    "svans.pdf": pdf(after="<script>alert(1)</script>"),
    "zip.pdf": pdf() + archive({"a.js": "x"}),
    "bild.pdf": saved(drawn(), "JPEG"),
    "avbruten.pdf": pdf()[:-7] + bytes(5000),
    "tom.pdf": b"",
    "makro.docx": word(
        {"word/vbaProject.bin": b"x"}, '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    ),
    "dolt-makro.docx": word({"word/x.bin": b"x"}, VBA),
    "docm.docx": office("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "activex.docx": word(
        {"word/a.xml": "<x/>"}, '<Override PartName="/word/a.xml" ContentType="application/vnd.ms-office.activeX+xml"/>'
    ),
    "altchunk.docx": word({"word/a.htm": SCRIPT}, '<Default Extension="htm" ContentType="text/html"/>'),
    "program.docx": word({"payload.bin": b"MZ"}, '<Default Extension="bin" ContentType="application/x-msdownload"/>'),
    "okant.docx": word({"payload.dat": b"MZ"}),
    "utbytt.docx": office("xl/workbook.xml", XLSX),
    "arkiv.docx": archive({"a.txt": "hej"}),
    "efter.docx": word(comment=SCRIPT),
    "fore.docx": SCRIPT + word(),
    "avbruten.docx": word()[:300],
    "text.docx": b"hej",
    "med-makro.odt": odf(more={"Basic/Standard/Module1.xml": "<x/>"}),
    "med-skript.odt": odf(more={"Scripts/python/x.py": "x"}),
    "utbytt.odt": odf("spreadsheet"),
    "objekt.rtf": b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}",
    "webb.txt": b"hej\n" + SCRIPT,
    "sen.txt": b"x\n" * 10_000 + b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">',
    "prefix.txt": b'<x:svg xmlns:x="http://www.w3.org/2000/svg"/>',
    "dtd.txt": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    "bom.txt": b"\xef\xbb\xbf<!doctype html>",
    "utf16.txt": ("\ufeff" + "<svg>").encode("utf-16-le"),
    "utf16-utan.txt": "<svg onload=x>".encode("utf-16-le"),
    "hanterare.txt": b"<xyz onmouseover=alert(1)>",
    "oavslutad.txt": b"<svg/onload=alert(1) <p>",
    "xml.csv": b'<?xml version="1.0"?><a/>',
    "kommentar.txt": b"<!-- -->",
    "bytes.txt": b"MZ\x90\0\3\0\0\0",
    "skript.txt": b"#!/bin/sh\nrm -r x\n",
    "mejl.txt": b"Received: from x\nFrom: a@example.org\nSubject: Hej\n\nHej",
    "pdf.txt": pdf(),
    "webb.ics": CALENDAR.format("DESCRIPTION:<script>alert(1)</script>\r\n").encode(),
    "inte.ics": b"hej",
    "inte.mp3": b"hej hej hej",
    "plats.mp4": film(about=box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+59.6162+016.5528/"))),
    "plats-apple.mp4": film(about=box(b"meta", b"com.apple.quicktime.location.ISO6709")),
    "mov.mp4": box(b"ftyp", b"qt  \0\0\2\0qt  ") + box(b"moov"),
    "heic.mp4": box(b"ftyp", b"heic\0\0\0\0mif1heic"),
    "avbruten.mp4": film()[:-10],
    "matroska.webm": b"\x1aE\xdf\xa3\x9fB\x82\x88matroska",
}
"""Files that are not published, even if there are links to them."""


@pytest.fixture
def gallery(tmp_path: Path) -> Callable[[str, bytes], Gallery]:
    """Return a function that makes a gallery with one file in `bilder/`."""

    def make(name: str, data: bytes) -> Gallery:
        path = tmp_path / name
        path.write_bytes(data)
        return Gallery({f"bilder/{name}": path}, {})

    return make


@pytest.mark.parametrize("name", HONEST)
def test_a_document_of_a_listed_kind_is_published_unchanged(name: str, gallery) -> None:
    found = gallery(name, HONEST[name])

    inspected = found.document(f"bilder/{name}")

    assert inspected is not None
    assert inspected.finding is None
    assert publish_linked(f"bilder/{name}", found)
    assert found.published == {f"bilder/{name}": found.files[f"bilder/{name}"]}


@pytest.mark.parametrize("name", HOSTILE)
def test_any_other_document_is_refused_with_advice(name: str, gallery) -> None:
    found = gallery(name, HOSTILE[name])

    inspected = found.document(f"bilder/{name}")

    assert inspected is not None
    assert inspected.finding is not None
    assert inspected.finding.code == "fil-laggs-inte-ut"
    assert inspected.finding.help
    assert not publish_linked(f"bilder/{name}", found)
    assert not found.published


@pytest.mark.parametrize("ending", ["heic", "tif", "svg", "webp", "avif", "png", "jpeg", "psd", "ai"])
def test_a_file_named_as_a_picture_is_never_published_unchanged(ending: str, gallery) -> None:
    for data in (SCRIPT, b"x" * 20_000 + b"<svg onload=alert(1)/>", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", b"II*\0GPS"):
        found = gallery(f"bild.{ending}", data)
        publish_linked(f"bilder/bild.{ending}", found)
        assert found.files[f"bilder/bild.{ending}"] not in found.published.values()
        assert data not in found.published.values()


def test_a_linked_picture_is_cleaned_by_the_intake(gallery, theme: Theme) -> None:
    found = gallery("karta.svg", svg('<script>alert(1)</script><path fill="#c00" d="M0 0h9v9z"/>'))

    assert publish_linked("bilder/karta.svg", found)
    ((address, data),) = found.published.items()
    assert b"script" not in (data if isinstance(data, bytes) else data.read_bytes())
    assert lead("/bilder/karta.svg#x", found, theme.words["sv"]).address == f"/{address}"


def test_a_personal_identity_number_in_a_table_is_found(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("Namn;Nummer\nAlva;19811218-9876\n", "utf-8")
    finding = inspect_file(path).finding
    assert finding is not None
    assert (finding.code, finding.line) == ("personnummer", 2)


def test_a_hostile_text_is_inspected_in_linear_time(tmp_path: Path) -> None:
    """A hostile text is read once: each of these is a quarter of a million signs, and would never end if a pattern went back."""
    path = tmp_path / "x.txt"
    for piece in ("<", "<a ", "<x:", "<x on", "X-ALT-DESC\n ", "<x " + "on" * 90, "From: \n"):
        path.write_text(piece * (250_000 // len(piece)), "utf-8")
        inspect_file(path)


def test_a_link_to_a_document_says_its_kind_and_size(gallery, theme: Theme) -> None:
    found = gallery("a.pdf", pdf(" " * 1_200_000))
    words = " (PDF, 1,2\N{NO-BREAK SPACE}MB)"

    assert render_links(
        '<p><a href="/bilder/a.pdf#page=2" title="x">Rapport</a>, <a href="/om/">Om</a></p>', found, theme.words["sv"]
    ) == (f'<p><a href="/bilder/a.pdf#page=2" title="x">Rapport{words}</a>, <a href="/om/">Om</a></p>')
    for written in ("Rapport (pdf)", "Rapport (PDF, 3 MB)", "Rapport (PDF-fil)", "Rapport (pdf 900 kB)"):
        assert add_words(written, words) == f"Rapport{words}"
    for written in ("Rapport (2024)", "Rapport (utkast till pdf)", "(pdf)"):
        assert add_words(written, words) == f"{written}{words}"


def test_every_kind_of_document_has_an_example() -> None:
    assert {Path(name).suffix.lower().removeprefix(".") for name in HONEST} == set(kinds())

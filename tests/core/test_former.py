"""Former addresses: which become file names, and which do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.former import FormerAddress, read_former_address
from plugins.core.kinds.kind import KindError
from plugins.core.outputs import ARRIVALS, BUILD, JOURNAL, MARK, Output, OutputFault, TakenPaths, file_at, file_key
from plugins.core.places import SourceFile
from plugins.core.source.sources import Text


def read(written: str) -> FormerAddress:
    return read_former_address(Text(written, SourceFile(Path("om.md"), written), ((0, 1, 1),)))


@pytest.mark.parametrize(
    ("written", "address", "file"),
    [
        ("/gammal/", "/gammal/", "gammal/index.html"),
        ("/gammal", "/gammal", "gammal/index.html"),
        ("/om-oss.html", "/om-oss.html", "om-oss.html"),
        ("/Om.HTML", "/Om.HTML", "Om.HTML"),
        ("/index.php", "/index.php", "index.php/index.html"),
        ("/gamla/index.html", "/gamla/index.html", "gamla/index.html"),
        ("/sida,12.aspx", "/sida,12.aspx", "sida,12.aspx/index.html"),
        ("/möten/", "/m%C3%B6ten/", "möten/index.html"),
        ("/m%C3%B6ten/", "/m%C3%B6ten/", "möten/index.html"),
        ("/mo\u0308ten/", "/m%C3%B6ten/", "möten/index.html"),
        ("/Ål/", "/%C3%85l/", "Ål/index.html"),
        ("/om%20oss/", "/om%20oss/", "om oss/index.html"),
        ("/con-amore/", "/con-amore/", "con-amore/index.html"),
        ("/v1.2/", "/v1.2/", "v1.2/index.html"),
        ("/aux.arkiv-ny/x/", "", ""),
        ("https://www.example.org/gammal/", "/gammal/", "gammal/index.html"),
        ("HTTP://example.org/Möten/", "/M%C3%B6ten/", "Möten/index.html"),
        ("https://example.org", "/", "index.html"),
        ("/" + "a" * 255 + "/", "/" + "a" * 255 + "/", "a" * 255 + "/index.html"),
    ],
)
def test_a_former_address_becomes_a_file(written: str, address: str, file: str) -> None:
    if not file:
        with pytest.raises(KindError):
            read(written)
        return
    old = read(written)
    assert (old.address, old.file) == (address, file)
    assert file_at(old.address) == file


@pytest.mark.parametrize(
    "written",
    [
        "/./", "/.", "/om/.", "/om/..", "/../x/", "/%2e%2e/x/", "/%2E/", "/om/%2e", "/om//x/", "//example.org/", "//", "om/",
        "/gammal/#x", "/gammal#", "/index.php?id=3", "/?p=12", "https://example.org/gammal/?x=1", "/a%2Fb/", "/a%5Cb/", "/a\\b/",
        "om", "/a%00b/", "/a%0Ab/", "/a\u200bb/", "/a\u202eb/", "/%zz/", "/%", "/%E5l/", "/con/", "/NUL", "/x/aux.html", "/lpt1/",
        "/COM¹/", "/slut./", "/slut%20/", "/%20x/", "/.htaccess", "/.well-known/x/",
        "/a:b/", "/a*b/", "/a<b/", "/a|b/", '/a"b/', "/a%25b/",
        "/" + "a" * 256 + "/", "/" + "å" * 128 + "/", "/" + "abc/" * 200, "mailto:a@example.org", "https://[/x/", "/🙂/",
    ],
)  # fmt: skip
def test_an_address_that_a_disk_or_server_would_read_differently_is_refused(written: str) -> None:
    with pytest.raises(KindError) as caught:
        read(written)
    assert caught.value.code == "fel-adress"
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("index.html", "start.md"), ("INDEX.HTML", "start.md"), ("mal-2/index.html", "mal-2"), ("MAL-2/index.html", "mal-2"),
        ("robots.txt/index.html", "robots"), ("404.html/index.html", "404"), ("Möten/index.html", "möten"),
        ("mo\u0308ten/index.html", "möten"), ("arkiv.html", "arkiv"), ("Theme/index.html", "theme"), ("theme/x.html", "theme"),
        ("mal-3/index.html", None), ("mal-2/gammal/index.html", None), ("data/index.html", None), ("mal-2.html", None),
        ("temat/index.html", None), ("mal-2/index.html.html", None),
    ],
)  # fmt: skip
def test_the_output_in_the_way_of_a_file_is_found(path: str, what: str | None) -> None:
    outputs = {
        "index.html": "start.md", "mal-2/index.html": "mal-2", "robots.txt": "robots", "404.html": "404",
        "möten/index.html": "möten", "arkiv.html/index.html": "arkiv", "data/goals.json": "data",
    }  # fmt: skip
    assert TakenPaths(outputs).find(path) == what


def test_a_file_is_written_once_and_only_if_declared(tmp_path: Path) -> None:
    output = Output(tmp_path, ["om/index.html", "Om/index.html", "robots.txt"])
    output.write("om/index.html", b"first")
    for path in ("om/index.html", "Om/index.html", "oms/index.html"):
        with pytest.raises(OutputFault):
            output.write(path, b"second")
    output.write("theme/site.0123456789.css", b"")
    assert (tmp_path / "om" / "index.html").read_bytes() == b"first"
    assert not (tmp_path / "oms").exists()


@pytest.mark.parametrize(
    "path",
    [
        "../utanfor.txt", "x/../../utanfor.txt", "{folder}/utanfor.txt", "", "x/", "./x.txt", "a\\b.txt", "a\nb.txt",
        BUILD, ".Well-Known/Build.json", JOURNAL, f"{ARRIVALS}/x.txt", MARK, "om", "om/index.html/mer.txt",
    ],
)  # fmt: skip
def test_nothing_is_written_outside_the_site_or_over_another_file(tmp_path: Path, path: str) -> None:
    path, folder = path.format(folder=tmp_path), tmp_path / "site"
    output = Output(folder, [path, "om/index.html"])
    output.write("om/index.html", b"first")
    with pytest.raises(OutputFault):
        output.write(path, b"second")
    assert [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()] == ["site/om/index.html"]


def test_names_are_distinguished_as_a_disk_does() -> None:
    assert file_key("MÖTEN") == file_key("mo\u0308ten") == "möten"
    assert file_key("moten") != file_key("möten")

"""Logos and pictures on a whole site: which files are written, and which are not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.commands.run import Options, run
from plugins.core.problems import for_publishing
from plugins.partners.rules import check_logo_names
from plugins.publishing.audit import audit_output
from plugins.site.model import Preparation
from tests.conftest import BASE
from tests.intake.files import MARK, drawn, placed, saved, svg
from tests.intake.test_documents import pdf

Make = Callable[[dict[str, object]], Path]
Prepare = Callable[..., Preparation]
LOGO, PARTNERS, ABOUT = "partner/logotyper/exempelbolaget.svg", "partner/partner.yaml", "sidor/om.md"
EK = "partner/logotyper/ek.png"
TIERS = (BASE / "nivaer.yaml").read_text("utf-8").replace("visning: namn", "visning: liten logotyp")
REGISTER = (BASE / PARTNERS).read_text("utf-8")


def entry(more: str = "", name: str = "Ekbolaget", file: str = "ek.png", till: str = "2026-12-31") -> str:
    """Return a partner with a logo, as YAML."""
    return f"- namn: {name}\n  logotyp: {file}\n  lokalt mål: 1\n  nivå: partner\n  till: {till}\n{more}"


@pytest.fixture
def built(make_content: Make, tmp_path: Path) -> Callable[..., tuple[int, Path]]:
    """Return a function that builds the base site with changes, and returns exit status and output."""

    def build(changes: dict[str, object], day: str = "2026-11-22", task: str = "build") -> tuple[int, Path]:
        output = tmp_path / "out"
        shutil.rmtree(tmp_path / "content", ignore_errors=True)
        status = run(task, Options(content=str(make_content(changes)), output=str(output), date=day))
        return status, output

    return build


def page(output: Path, name: str = "mal-1") -> BeautifulSoup:
    """Return a built page."""
    return BeautifulSoup((output / name / "index.html").read_text("utf-8"), "html.parser")


def logos(output: Path) -> list[str]:
    """Return the logo files of a built site."""
    return sorted(path.name for path in output.glob("partner/logotyper/*"))


def test_a_raster_logo_has_alternative_text_size_and_both_formats(built: Callable[..., tuple[int, Path]]) -> None:
    status, output = built(
        {"nivaer.yaml": TIERS, PARTNERS: entry(), "partner/logotyper/ek.png": saved(drawn(), "PNG"), LOGO: None}
    )
    assert status == 0
    (image,) = page(output).select(".partner__logo")
    assert image["alt"] == "Ekbolaget"
    assert int(str(image["width"])) > int(str(image["height"])) > 10
    (source,) = image.find_parent("picture").select("source")  # type: ignore[union-attr]
    assert source["type"] == "image/webp"
    assert re.fullmatch(
        r"/partner/logotyper/ek\.[0-9a-f]{10}\.webp 1x, /partner/logotyper/ek\.[0-9a-f]{10}\.webp 2x", str(source["srcset"])
    )
    assert len(logos(output)) == 4


def test_an_ended_partner_leaves_no_trace(built: Callable[..., tuple[int, Path]]) -> None:
    files = {
        "nivaer.yaml": TIERS,
        PARTNERS: entry(till="2026-11-30"),
        "partner/logotyper/ek.png": saved(drawn(), "PNG"),
        LOGO: None,
    }
    _, output = built(files, "2026-11-30")
    assert logos(output)
    _, output = built(files, "2026-12-01")
    for file in output.rglob("*"):
        assert "ek." not in file.name
        assert not file.is_file() or b"Ekbolaget" not in file.read_bytes()


def test_a_new_logo_takes_over_on_its_day(built: Callable[..., tuple[int, Path]], capsys: pytest.CaptureFixture[str]) -> None:
    more = "  ny logotyp:\n    fil: ek-ny.svg\n    från: 2026-12-01\n"
    files = {"nivaer.yaml": TIERS, PARTNERS: entry(more, file="ek.svg"), LOGO: None}
    files |= {"partner/logotyper/ek.svg": svg(), "partner/logotyper/ek-ny.svg": svg('<circle r="9" cx="20" cy="20"/>')}
    _, output = built(files, "2026-11-30")
    assert [name.partition(".")[0] for name in logos(output)] == ["ek"]
    assert "”Ekbolaget” byter logotyp" in capsys.readouterr().err
    _, output = built(files, "2026-12-01")
    assert [name.partition(".")[0] for name in logos(output)] == ["ek-ny"]


def test_a_logo_for_dark_backgrounds_is_shown_beside_the_usual_one(built: Callable[..., tuple[int, Path]]) -> None:
    files = {"nivaer.yaml": TIERS, PARTNERS: entry("  logotyp mörk: ek-vit.svg\n", file="ek.svg"), LOGO: None}
    files |= {"partner/logotyper/ek.svg": svg(), "partner/logotyper/ek-vit.svg": svg(MARK.replace("#0a5c36", "#fff"))}
    status, output = built(files)
    assert status == 0
    (cell,) = page(output).select(".wall__cell--dark")
    assert "ek-vit." in str(cell.select_one("source")["srcset"])  # type: ignore[index]
    assert "ek." in str(cell.select_one("img")["src"])  # type: ignore[index]


def test_a_dark_logo_that_cannot_be_seen_is_reported_and_omitted(built, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"nivaer.yaml": TIERS, PARTNERS: entry("  logotyp mörk: ek-vit.svg\n", file="ek.svg"), LOGO: None}
    files |= {"partner/logotyper/ek.svg": svg(), "partner/logotyper/ek-vit.svg": svg(MARK.replace("#0a5c36", "#000"))}
    status, output = built(files)
    assert status == 0
    assert "varning: Logotypen är svart, och plattan under den är mörk, så den syns inte." in capsys.readouterr().out
    assert not page(output).select(".wall__cell--dark, source")


def test_a_blurry_logo_is_reported_where_it_is_named(prepare: Prepare) -> None:
    small = {PARTNERS: entry(), "partner/logotyper/ek.png": saved(drawn(60, 30), "PNG"), "nivaer.yaml": TIERS, LOGO: None}
    (problem,) = prepare(small).problems
    assert (problem.code, problem.place.line, problem.place.column) == ("suddig-logotyp", 2, 12)


def test_a_logo_with_the_wrong_file_extension_is_shown_and_reported(prepare: Prepare) -> None:
    (problem,) = prepare({LOGO: saved(drawn(), "PNG")}).problems
    assert problem.message == "Filen heter .svg, men den är en PNG-bild. Den visas ändå."
    assert problem.help == ("Döp gärna om filen till exempelbolaget.png, här och där den nämns.",)


def test_a_broken_logo_of_a_draft_is_only_a_warning(prepare: Prepare) -> None:
    draft = REGISTER.replace("- namn: Exempelbolaget AB\n", "- namn: Exempelbolaget AB\n  status: utkast\n")
    assert [p.is_error for p in prepare({LOGO: b"", PARTNERS: draft}).problems] == [False]
    assert [p.is_error for p in prepare({LOGO: b"", PARTNERS: REGISTER}).problems] == [True]


def test_a_link_to_a_logo_leads_to_the_cleaned_file(built: Callable[..., tuple[int, Path]]) -> None:
    """Opened by itself an SVG is a whole document: what a link leads to is the cleaned one."""
    about = (BASE / ABOUT).read_text("utf-8").replace("(/mal-1/#hunger)", f"(/{LOGO})")
    status, output = built({ABOUT: about, LOGO: svg("<script>alert(1)</script>" + MARK)})
    assert status == 0
    assert all(b"script" not in path.read_bytes() for path in output.rglob("*.svg") if "theme" not in path.parts)
    assert any("logotyper/exempelbolaget." in str(link["href"]) for link in page(output, "om").select("a"))


def test_a_picture_in_a_text_is_written_in_several_widths_without_metadata(built: Callable[..., tuple[int, Path]]) -> None:
    about = (BASE / ABOUT).read_text("utf-8").replace("frukost.png", "frukost.jpg")
    status, output = built({ABOUT: about, "bilder/frukost.jpg": placed()})
    assert status == 0
    image = page(output, "om").select_one(".prose img")
    assert image is not None
    assert (image["alt"], image["loading"], image["width"], image["height"]) == ("Ett dukat bord", "lazy", "900", "600")
    assert "480w" in str(image["srcset"])
    written = list(output.glob("bilder/*"))
    assert len(written) == 6
    assert all(b"Exempelsson" not in path.read_bytes() and path.stat().st_size <= 80_000 for path in written)
    assert not (output / "bilder" / "frukost.jpg").exists()


def test_a_description_may_contain_any_character(built: Callable[..., tuple[int, Path]]) -> None:
    about = (BASE / ABOUT).read_text("utf-8").replace("Ett dukat bord", "Bord > stol & <säng>")
    status, output = built({ABOUT: about})
    assert status == 0
    (image,) = page(output, "om").select(".prose img")
    assert image["alt"] == "Bord > stol & <säng>"
    assert image["width"] == "1"


def test_a_picture_of_a_goal_or_page_is_shown_with_its_caption_and_photographer(built: Callable[..., tuple[int, Path]]) -> None:
    fields = "bild:\n  fil: frukost.jpg\n  beskrivning: Ett bord\n  bildtext: Vid sju.\n  foto: Alva Ek\n  samtycke: ja\n"
    goal = "mal/mal-1-ingen-hunger.md"
    changes = {
        name: (BASE / name).read_text("utf-8").replace("status: publicerad", f"{fields}status: publicerad")
        for name in (goal, ABOUT)
    }
    status, output = built({**changes, "bilder/frukost.jpg": saved(drawn(700, 400), "JPEG")}, task="publish")
    assert status == 0
    for name in ("mal-1", "om"):
        figure = page(output, name).select_one("figure.picture")
        assert figure is not None
        assert figure.img["alt"] == "Ett bord"  # type: ignore[index]
        assert not figure.img.has_attr("loading")  # type: ignore[union-attr]
        assert " ".join(figure.figcaption.get_text().split()) == "Vid sju. Foto: Alva Ek"  # type: ignore[union-attr]


def test_a_missing_consent_or_description_is_a_warning_that_stops_publishing(prepare: Prepare) -> None:
    goal = "mal/mal-1-ingen-hunger.md"
    short = (BASE / goal).read_text("utf-8").replace("status: publicerad", "bild: frukost.png\nstatus: publicerad")
    found = prepare({goal: short}).problems
    assert sorted(p.code for p in found) == ["saknar-beskrivning", "saknar-samtycke"]
    assert not any(p.is_error for p in found)
    assert all(p.is_error for p in for_publishing(found))


def test_a_portrait_needs_consent_but_no_description(prepare: Prepare) -> None:
    contacts = (BASE / "kontakter.yaml").read_text("utf-8")
    first = contacts.index("\n  ")
    more = contacts[:first] + "\n  bild: frukost.png" + contacts[first:]
    assert [p.code for p in prepare({"kontakter.yaml": more}).problems] == ["saknar-samtycke"]


def test_a_picture_shown_only_by_a_draft_is_not_written(make_content: Make, prepare: Prepare) -> None:
    about = (BASE / ABOUT).read_text("utf-8").replace("status: publicerad", "status: utkast")
    site = prepare({ABOUT: about}, today=date(2026, 11, 22)).site
    assert site is not None
    assert not [name for name in site.files if name.startswith("bilder/")]


def test_logo_names_that_differ_only_in_letter_case_are_reported() -> None:
    """The mapping stands for a folder, since such a folder cannot lie on every computer."""
    names = ("Ek.svg", "ek.SVG", "ek.png", "al.svg")
    files = {f"partner/logotyper/{name}": Path(name) for name in names} | {"bilder/EK.svg": Path("EK.svg")}
    (problem,) = check_logo_names(files)
    assert (problem.code, problem.place.source.path.name, problem.is_error) == ("samma-filnamn", "ek.SVG", False)
    assert problem.message == "Filerna ”Ek.svg” och ”ek.SVG” skiljer sig bara i stora och små bokstäver."


def test_a_linked_document_is_copied_and_its_link_says_its_kind_and_size(built: Callable[..., tuple[int, Path]]) -> None:
    about = (BASE / ABOUT).read_text("utf-8").replace("(/mal-1/#hunger)", "(/bilder/stadgar.pdf)")
    draft = about.replace("stadgar", "utkast").replace("publicerad", "utkast")
    files = {
        ABOUT: about,
        "sidor/kladd.md": draft,
        "bilder/stadgar.pdf": pdf(),
        "bilder/utkast.pdf": pdf(),
        "bilder/annat.htm": b"x",
    }
    status, output = built(files)
    assert status == 0
    link = page(output, "om").select_one('a[href="/bilder/stadgar.pdf"]')
    assert link is not None
    assert link.text == "maten (PDF, 1\N{NO-BREAK SPACE}kB)"
    assert (output / "bilder" / "stadgar.pdf").read_bytes() == pdf()
    assert not (output / "bilder" / "utkast.pdf").exists()
    assert not (output / "bilder" / "annat.htm").exists()


def test_a_heavy_document_and_a_picture_in_a_phone_format_are_reported(prepare: Prepare) -> None:
    about = (BASE / ABOUT).read_text("utf-8").replace("(/mal-1/#hunger)", "(/bilder/stor.pdf)")
    heavy = prepare({ABOUT: about, "bilder/stor.pdf": b"%PDF-1.7" + bytes(35_000_000) + b"%%EOF"}).problems
    assert [(p.code, p.is_error, p.place.line) for p in heavy] == [("tung-fil", False, 11)]
    about = about.replace("stor.pdf", "foto.heic")
    (problem,) = prepare({ABOUT: about, "bilder/foto.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"}).problems
    assert (problem.code, problem.is_error) == ("fel-filformat", True)


def test_the_audit_refuses_files_that_are_neither_made_nor_listed(prepare: Prepare, tmp_path: Path) -> None:
    about = (BASE / ABOUT).read_text("utf-8").replace("(/mal-1/#hunger)", "(/bilder/stadgar.pdf)")
    site = prepare({ABOUT: about, "bilder/stadgar.pdf": pdf()}).site
    assert site is not None
    output = tmp_path / "out"
    for name in ("bilder/stadgar.pdf", "bilder/annan.pdf", "bilder/x.htm", "x.php", "y", "_redirects", "theme/a.css"):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(pdf())
    refused = {p.message.split()[1] for p in audit_output(output, site) if "slag" in p.message}
    assert refused == {"bilder/annan.pdf", "bilder/x.htm", "x.php", "y"}
    (output / "bilder/stadgar.pdf").write_text("<script>alert(1)</script>", "utf-8")
    assert any("bilder/stadgar.pdf" in p.message for p in audit_output(output, site))

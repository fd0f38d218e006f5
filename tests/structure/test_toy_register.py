"""The registers of a new room, which use every flag of `Register`: one that stops working fails here."""

from __future__ import annotations

import ast
import json
from dataclasses import fields
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.core.library import Register
from tests.structure.code import parse
from tests.structure.test_toy_room import TOY, project, told

__all__ = ["project", "told"]

pytestmark = pytest.mark.slow

ROOM = TOY / "plugins" / "toy_awards" / "room.py"

SCRIPT = """
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

from plugins.commands.new import task as new
from plugins.commands.new.sort import Wish
from plugins.commands.new.task import run_new
from plugins.commands.run import Options, run
from plugins.core.writer.write import open_document
from plugins.editing.seen import find_page
from plugins.editing.show import FormBuilder
from plugins.editing.target import EditTarget
from plugins.site.prepare import prepare_site
from plugins.site.rooms import SHELVES
from plugins.site.theme import read_theme

DAY = "2026-11-22"
CONTENT = Path("content")

def tell(do):
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = do()
    return [status, out.getvalue(), err.getvalue()]

def ask(name):
    return tell(lambda: run("uses", Options(name=name, date=DAY)))

def wrong(name, old, new):
    file = CONTENT / name
    right = file.read_text("utf-8")
    assert right.count(old) == 1
    file.write_text(right.replace(old, new), "utf-8")
    said = tell(lambda: run("check", Options(date=DAY)))
    file.write_text(right, "utf-8")
    return said

about = CONTENT / "sidor/om.md"
about.write_text(about.read_text("utf-8") + "\\nVi delar ut {leksakspris:1} och {leksakspris:2}.\\n\\n"
    "Den som dömer är {leksaksdomare:Lekande Provare}.\\n\\n## Bärs av {leksakspartner-för:2}\\n\\n"
    "Det första bärs av {leksakspartner-för:1}.\\n", "utf-8")
(CONTENT / "sidor/om.en.md").write_text("---\\ntitel: About us\\nsammanfattning: Who we are.\\nstatus: publicerad\\n---\\n"
    "Carried by {leksakspartner-för:2}.\\n", "utf-8")
awards = CONTENT / "leksakspriser.yaml"
own = "ing: Guldleken\\n"
awards.write_text(awards.read_text("utf-8").replace(own, own + "  kontakt: leksaksgivaren\\n"), "utf-8")
judges = CONTENT / "leksaksdomare.yaml"
judges.write_text(judges.read_text("utf-8") + "  kontakter: [leksaksdomaren, leksaksvikarien]\\n", "utf-8")
contacts = CONTENT / "kontakter.yaml"
contacts.write_text(contacts.read_text("utf-8") + "- id: leksaksgivaren\\n  roll: Ger pris\\n"
    "  organisation: Leksaksfonden\\n  telefon: 070-174 06 50\\n"
    "- id: leksaksdomaren\\n  namn: Cajsa Exempelsson\\n  telefon: 070-174 06 51\\n"
    "- id: leksaksvikarien\\n  namn: Didrik Exempelsson\\n  telefon: 070-174 06 52\\n"
    "- id: leksaksvilsen\\n  namn: Elsa Exempelsson\\n  telefon: 070-174 06 53\\n", "utf-8")
told = {
    "check": tell(lambda: run("check", Options(date=DAY))),
    "build": tell(lambda: run("build", Options(output="awards", date=DAY))),
    "next year": tell(lambda: run("build", Options(output="awards-later", date="2027-01-01"))),
    **{name: ask(name) for name in ("Guldleken", "guld", "1", "pris nummer 1", "Leksaksfonden", "Lekande Provare", "Silverlek")},
    **{name: ask(name) for name in ("Exempelbolaget AB", "Norra & Södra", "mål 2")},
    "named unknown": wrong("sidor/om.md", "partner-för:2", "partner-för:Ingen hunger"),
    "unknown": wrong("leksaksgivare.yaml", "pris: 1", "pris: 9"),
    "other name": wrong("leksaksgivare.yaml", "pris: 1", "pris: guldet"),
    "untranslated": wrong("leksaksnotiser/ny-lokal.en.md", "Welcome in.", "Welcome in. {leksakspris:1} {leksakspris:2}"),
    "draft judge": wrong("leksaksdomare.yaml", "Lekande Provare", "Lekande Provare\\n  status: utkast"),
    "draft contact": wrong("kontakter.yaml", "Didrik Exempelsson", "Didrik Exempelsson\\n  status: utkast"),
    "contact twice": wrong("leksaksdomare.yaml", "en, leksaksvikarien", "en, leksaksdomaren"),
    "piece": wrong("leksakspriser.yaml", "    Det ges till den som leker mest.", "    {block:leksaksblock}"),
}
partners = CONTENT / "partner/partner.yaml"
all_partners = partners.read_text("utf-8")
partners.write_text(all_partners.replace("    - lokalt mål: 1\\n      nivå: partner\\n", ""), "utf-8")
told["nobody"] = tell(lambda: run("build", Options(output="awards-nobody", date=DAY)))
partners.write_text(all_partners, "utf-8")
shelf = next(shelf for shelf in SHELVES if shelf.pattern == awards.name)
ready = prepare_site(CONTENT, date.fromisoformat(DAY), read_theme(Path("theme")))
document = open_document(awards.read_bytes(), shelf)
pages = next(one for one in SHELVES if one.pattern == "sidor/*.md")
form = FormBuilder(CONTENT, ready.library).form(EditTarget(pages, "sidor/om.md", None))
told["forms"] = [0, "\\n".join(one.value for one in form.insertables), ""]
told["seen"] = [0, find_page(EditTarget(shelf, awards.name, 0), document, ready.library, CONTENT), ""]
right = awards.read_text("utf-8")
awards.write_text(right + "\\n- id: annat\\n  nummer: 99\\n", "utf-8")
told["unsure"] = wrong("leksaksgivare.yaml", "pris: 1", "pris: 9")
awards.write_text(right, "utf-8")
new.ask_at_keyboard = lambda: lambda _question: "4\\n"
told["new"] = tell(lambda: run_new(Wish("leksakspris", "Plåtleken"), Options(date=DAY)))
told["made"] = [0, awards.read_text("utf-8").removeprefix(right), ""]
told["made check"] = tell(lambda: run("check", Options(date=DAY)))
told["new giver"] = tell(lambda: run_new(Wish("leksaksgivare", "Lekstiftelsen"), Options(date=DAY)))
print(json.dumps(told))
"""


def test_the_toy_registers_use_every_field_of_register() -> None:
    """A new flag is used there too, and has a test below."""
    own = {word.arg for call in ast.walk(parse(ROOM)) if isinstance(call, ast.Call) for word in call.keywords}
    assert {field.name for field in fields(Register)} - own == set()


def test_correct_records_have_no_problems(told: dict[str, tuple[int, str, str]]) -> None:
    """A portrait has no words of its own, and headings in such texts stand at any level."""
    assert told["check"][0] == told["build"][0] == 0, told["check"]
    assert "leksakspriser.yaml" not in told["check"][1]
    assert "leksaksgivare.yaml" not in told["check"][1]


def test_its_records_are_shown_by_their_mark_as_the_mark_adapts_them(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    assert told["build"][0] == 0
    page = BeautifulSoup((project / "awards" / "om" / "index.html").read_text("utf-8"), "html.parser")
    assert "Vi delar ut det främsta priset Guldleken och priset Silverleken." in " ".join(page.main.get_text().split())


def test_search_finds_the_page_by_the_contacts_and_words_of_its_records(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    assert told["build"][0] == 0
    page = BeautifulSoup((project / "awards" / "sok" / "index.html").read_text("utf-8"), "html.parser")
    found = {link.get_text(): link["href"] for link in page.select("main a")}
    assert found["Ger pris"] == "/leksaksnotiser/"
    assert found["Cajsa Exempelsson"] == found["Didrik Exempelsson"] == found["Om oss"] == "/om/"
    assert "Elsa Exempelsson" not in found
    (file,) = (project / "awards" / "sok").glob("index.*.json")
    assert "guldleken" in json.loads(file.read_text("utf-8"))["words"]


def test_its_drafts_are_reported_by_their_names(told: dict[str, tuple[int, str, str]]) -> None:
    assert "”Bronsleken” är ett utkast och inte med på webbplatsen." in told["build"][2]


@pytest.mark.parametrize("name", ["Guldleken", "guld", "1", "pris nummer 1"])
def test_uses_finds_a_record_by_each_of_its_names(told: dict[str, tuple[int, str, str]], name: str) -> None:
    status, out, err = told[name]
    assert status == 0, err
    assert "Leksakspriset ”1” (content/leksakspriser.yaml, rad 9) används på 2 ställen:\n" in out
    assert "leksaksgivare.yaml:2:16: leksakspris: 1" in out
    assert "sidor/om.md" in out
    assert out.endswith("\nGe hellre ut det igen nästa år.\n\n")


def test_uses_finds_its_organisations_and_suggests_only_records_with_names(
    told: dict[str, tuple[int, str, str]],
) -> None:
    assert "organisation: Leksaksfonden" in told["Leksaksfonden"][1]
    assert "Det finns inget som heter ”Lekande Provare”." in told["Lekande Provare"][2]
    assert "Menade du Silverleken?" in told["Silverlek"][2]


def test_a_reference_to_no_record_is_an_error_in_the_words_of_the_register(told: dict[str, tuple[int, str, str]]) -> None:
    status, out, _ = told["unknown"]
    assert status == 1
    assert "leksaksgivare.yaml:2:16: fel: Det finns inget leksakspris med nummer ”9”. [leksakspris-okant]" in out
    assert "Leksakspriserna är 1, 2 och 3." in out
    assert "    Skriv:  leksakspris: 1\n" in told["other name"][1]
    assert "leksakspris-okant" not in told["unsure"][1]


def test_words_without_a_translation_are_warned_of(told: dict[str, tuple[int, str, str]]) -> None:
    """With no rule of its own; a figure and its unit are read in every language."""
    status, out, _ = told["untranslated"]
    assert status == 0, out
    assert "Leksakspriset ”guld” har ord i ”värt”, ”tre ballonger”, och de är inte på engelska. [saknar-oversattning]" in out
    assert "Skriv i leksakspriser.en.yaml, i posten ”guld”:  värt: det som det heter på engelska" in out
    assert "500 kr" not in out


def test_a_draft_is_reported_once_by_the_room_that_reports_it(told: dict[str, tuple[int, str, str]]) -> None:
    """The room of contacts says where each is used, and says nothing at the list of them."""
    assert "pekar-pa-utkast" not in told["draft judge"][1]
    assert told["draft contact"][1].count("[pekar-pa-utkast]") == 1
    assert "Den används i leksaksdomare.yaml rad" in told["draft contact"][1]
    assert told["contact twice"][1].count("[dubbel-hanvisning]") == 1


def test_a_component_in_its_text_is_an_error(told: dict[str, tuple[int, str, str]]) -> None:
    assert told["piece"][0] == 1
    assert "I ett leksakspris kan ingen ruta stå." in told["piece"][1]


def test_a_record_is_seen_on_its_page(told: dict[str, tuple[int, str, str]]) -> None:
    assert told["seen"][1] == "/leksaksnotiser/"


def read_about(project: Path, site: str) -> list[str]:
    """Return the last heading and paragraph of a built page, and the heading's id."""
    page = BeautifulSoup((project / site / "index.html").read_text("utf-8"), "html.parser")
    (heading,) = (one for one in page.select("main h2") if one.get_text().startswith("Bärs av"))
    return [str(heading["id"]), *(one.get_text().replace("\N{SOFT HYPHEN}", "") for one in (heading, heading.find_next("p")))]


def test_a_mark_names_what_belongs_to_a_record_today(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    """In its order, in the language of the page, and with no id that follows the day."""
    for name in ("build", "next year", "nobody"):
        assert told[name][0] == 0, told[name]
    first = "Det första bärs av Norra & Södra."
    assert read_about(project, "awards/om") == ["bars-av", "Bärs av Norra & Södra och Exempelbolaget AB", first]
    assert read_about(project, "awards-later/om") == ["bars-av", "Bärs av Norra & Södra", first]
    assert read_about(project, "awards-nobody/om")[2] == "Det första bärs av ingen än."
    english = BeautifulSoup((project / "awards" / "en" / "om" / "index.html").read_text("utf-8"), "html.parser")
    assert "Carried by Norra & Södra and Exempelbolaget AB." in english.main.get_text()


def test_a_mark_of_no_record_is_an_error_and_any_other_is_a_use(told: dict[str, tuple[int, str, str]]) -> None:
    assert "Det finns inget lokalt mål ”Ingen hunger”. [okant-mal]" in told["named unknown"][1]
    assert "    Skriv:  ## Bärs av {leksakspartner-för:1}\n" in told["named unknown"][1]
    assert "{leksakspartner-för:1}\n{leksakspartner-för:2}\n" in told["forms"][1]
    for name in ("Exempelbolaget AB", "mål 2"):
        assert "sidor/om.md" in told[name][1]
        assert "sidor/om.en.md" in told[name][1]


def test_new_writes_a_record_to_fill_in(told: dict[str, tuple[int, str, str]]) -> None:
    """By its own words, or by those of its file."""
    assert told["new"][0] == told["new giver"][0] == 0, told["new"]
    assert told["made"][1].startswith("\n- id: platleken\n  nummer: 4\n  benämning: Plåtleken\n")
    rows = (
        "vinnare: saknas",
        "# I stället för saknas skrivs vinnare så här, utan # framför:",
        "# vinnare:",
        "#   - namn:",
        "#     år:",
    )
    assert "".join(f"  {row}\n" for row in rows) in told["made"][1], "rows that must be there are written to be filled in"
    assert told["made check"][0] == 0, told["made check"]
    assert "Skapat: leksaksgivare.yaml, rad 4." in told["new giver"][2]

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
from tests.structure.test_toy_room import TOY, Results, project, results

__all__ = ["project", "results"]

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

def record(do):
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = do()
    return [status, out.getvalue(), err.getvalue()]

def ask(name):
    return record(lambda: run("uses", Options(name=name, date=DAY)))

def wrong(name, old, new):
    file = CONTENT / name
    right = file.read_text("utf-8")
    assert right.count(old) == 1
    file.write_text(right.replace(old, new), "utf-8")
    said = record(lambda: run("check", Options(date=DAY)))
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
results = {
    "check": record(lambda: run("check", Options(date=DAY))),
    "build": record(lambda: run("build", Options(output="awards", date=DAY))),
    "next year": record(lambda: run("build", Options(output="awards-later", date="2027-01-01"))),
    **{name: ask(name) for name in ("Guldleken", "guld", "1", "pris nummer 1", "Leksaksfonden", "Lekande Provare", "Silverlek")},
    **{name: ask(name) for name in ("Exempelbolaget AB", "Norra & Södra", "mål 2")},
    "named unknown": wrong("sidor/om.md", "partner-för:2", "partner-för:Ingen hunger"),
    "unknown": wrong("leksaksgivare.yaml", "pris: 1", "pris: 9"),
    "other name": wrong("leksaksgivare.yaml", "pris: 1", "pris: guldet"),
    "untranslated": wrong("leksaksnotiser/ny-lokal.en.md", "Welcome in.", "Welcome in. {leksakspris:1} {leksakspris:2}"),
    "draft judge": wrong("leksaksdomare.yaml", "Lekande Provare", "Lekande Provare\\n  status: utkast"),
    "draft contact": wrong("kontakter.yaml", "Didrik Exempelsson", "Didrik Exempelsson\\n  status: utkast"),
    "contact twice": wrong("leksaksdomare.yaml", "en, leksaksvikarien", "en, leksaksdomaren"),
    "heading": wrong("leksakspriser.yaml", "    Det ges till den som leker mest.", "    ## Till den som leker mest"),
    "piece": wrong("leksakspriser.yaml", "    Det ges till den som leker mest.", "    {block:leksaksblock}"),
}
partners = CONTENT / "partner/partner.yaml"
all_partners = partners.read_text("utf-8")
partners.write_text(all_partners.replace("    - lokalt mål: 1\\n      nivå: partner\\n", ""), "utf-8")
results["nobody"] = record(lambda: run("build", Options(output="awards-nobody", date=DAY)))
partners.write_text(all_partners, "utf-8")
shelf = next(shelf for shelf in SHELVES if shelf.pattern == awards.name)
ready = prepare_site(CONTENT, date.fromisoformat(DAY), read_theme(Path("theme")))
document = open_document(awards.read_bytes(), shelf)
pages = next(one for one in SHELVES if one.pattern == "sidor/*.md")
form = FormBuilder(CONTENT, ready.library).form(EditTarget(pages, "sidor/om.md", None))
results["forms"] = [0, "\\n".join(one.value for one in form.insertables), ""]
results["seen"] = [0, find_page(EditTarget(shelf, awards.name, 0), document, ready.library, CONTENT), ""]
right = awards.read_text("utf-8")
awards.write_text(right + "\\n- id: annat\\n  nummer: 99\\n", "utf-8")
results["unsure"] = wrong("leksaksgivare.yaml", "pris: 1", "pris: 9")
awards.write_text(right, "utf-8")
new.ask_at_keyboard = lambda: lambda _question: "4\\n"
results["new"] = record(lambda: run_new(Wish("leksakspris", "Plåtleken"), Options(date=DAY)))
results["made"] = [0, awards.read_text("utf-8").removeprefix(right), ""]
results["made check"] = record(lambda: run("check", Options(date=DAY)))
results["new giver"] = record(lambda: run_new(Wish("leksaksgivare", "Lekstiftelsen"), Options(date=DAY)))
print(json.dumps(results))
"""


def test_the_toy_registers_use_every_field_of_register() -> None:
    """If this fails, use the new field there, and add a test of it below."""
    own = {word.arg for call in ast.walk(parse(ROOM)) if isinstance(call, ast.Call) for word in call.keywords}
    assert {field.name for field in fields(Register)} - own == set()


def test_correct_records_have_no_problems(results: Results) -> None:
    """A portrait needs no description."""
    assert results["check"].status == results["build"].status == 0, results["check"]
    assert "leksakspriser.yaml" not in results["check"].out
    assert "leksaksgivare.yaml" not in results["check"].out


def test_its_records_are_shown_by_their_mark_as_the_mark_adapts_them(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    page = BeautifulSoup((project / "awards" / "om" / "index.html").read_text("utf-8"), "html.parser")
    assert "Vi delar ut det främsta priset Guldleken och priset Silverleken." in " ".join(page.main.get_text().split())


def test_search_finds_the_page_by_the_contacts_and_words_of_its_records(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    page = BeautifulSoup((project / "awards" / "sok" / "index.html").read_text("utf-8"), "html.parser")
    found = {link.get_text(): link["href"] for link in page.select("main a")}
    assert found["Ger pris"] == "/leksaksnotiser/"
    assert found["Cajsa Exempelsson"] == found["Didrik Exempelsson"] == found["Om oss"] == "/om/"
    assert "Elsa Exempelsson" not in found
    (file,) = (project / "awards" / "sok").glob("index.*.json")
    assert "guldleken" in json.loads(file.read_text("utf-8"))["words"]


def test_its_drafts_are_reported_by_their_names(results: Results) -> None:
    assert "”Bronsleken” är ett utkast och inte med på webbplatsen." in results["build"].err


@pytest.mark.parametrize("name", ["Guldleken", "guld", "1", "pris nummer 1"])
def test_uses_finds_a_record_by_each_of_its_names(results: Results, name: str) -> None:
    status, out, err = results[name]
    assert status == 0, err
    assert "Leksakspriset ”1” (content/leksakspriser.yaml, rad 9) används på 2 ställen:\n" in out
    assert "leksaksgivare.yaml:2:16: leksakspris: 1" in out
    assert "sidor/om.md" in out
    assert out.endswith("\nGe hellre ut det igen nästa år.\n\n")


def test_uses_finds_its_organisations_and_suggests_only_records_with_names(
    results: Results,
) -> None:
    assert "organisation: Leksaksfonden" in results["Leksaksfonden"].out
    assert "Det finns inget som heter ”Lekande Provare”." in results["Lekande Provare"].err
    assert "Menade du Silverleken?" in results["Silverlek"].err


def test_a_reference_to_no_record_is_an_error_in_the_words_of_the_register(results: Results) -> None:
    status, out, _ = results["unknown"]
    assert status == 1
    assert "leksaksgivare.yaml:2:16: fel: Det finns inget leksakspris med nummer ”9”. [leksakspris-okant]" in out
    assert "Leksakspriserna är 1, 2 och 3." in out
    assert "    Skriv:  leksakspris: 1\n" in results["other name"].out
    assert "leksakspris-okant" not in results["unsure"].out


def test_words_without_a_translation_are_warned_of(results: Results) -> None:
    """The register needs no rule of its own for it. A figure and its unit need no translation."""
    status, out, _ = results["untranslated"]
    assert status == 0, out
    assert "Leksakspriset ”guld” har ord i ”värt”, ”tre ballonger”, och de är inte på engelska. [saknar-oversattning]" in out
    assert "Skriv i leksakspriser.en.yaml, i posten ”guld”:  värt: det som det heter på engelska" in out
    assert "500 kr" not in out


def test_a_draft_is_reported_once_by_the_room_that_reports_it(results: Results) -> None:
    """The room of contacts reports at the contact where it is used, and not at the list that names it."""
    assert "pekar-pa-utkast" not in results["draft judge"].out
    assert results["draft contact"].out.count("[pekar-pa-utkast]") == 1
    assert "Den används i leksaksdomare.yaml rad" in results["draft contact"].out
    assert results["contact twice"].out.count("[dubbel-hanvisning]") == 1


def test_a_component_in_its_text_is_an_error(results: Results) -> None:
    assert results["piece"].status == 1
    assert "I ett leksakspris kan ingen ruta stå." in results["piece"].out


def test_a_register_may_refuse_headings_in_its_texts(results: Results) -> None:
    assert results["heading"].status == 1
    assert "Ett leksakspris har inga rubriker. [fel-rubrik]" in results["heading"].out
    assert "    Skriv:  Till den som leker mest\n" in results["heading"].out


def test_a_record_is_seen_on_its_page(results: Results) -> None:
    assert results["seen"].out == "/leksaksnotiser/"


def read_about(project: Path, site: str) -> list[str]:
    """Return the last heading and paragraph of a built page, and the heading's id."""
    page = BeautifulSoup((project / site / "index.html").read_text("utf-8"), "html.parser")
    (heading,) = (one for one in page.select("main h2") if one.get_text().startswith("Bärs av"))
    return [str(heading["id"]), *(one.get_text().replace("\N{SOFT HYPHEN}", "") for one in (heading, heading.find_next("p")))]


def test_a_mark_names_what_belongs_to_a_record_today(project: Path, results: Results) -> None:
    """In its order and in the language of the page; the id of the heading does not depend on the day."""
    for name in ("build", "next year", "nobody"):
        assert results[name].status == 0, results[name]
    first = "Det första bärs av Norra & Södra."
    assert read_about(project, "awards/om") == ["bars-av", "Bärs av Norra & Södra och Exempelbolaget AB", first]
    assert read_about(project, "awards-later/om") == ["bars-av", "Bärs av Norra & Södra", first]
    assert read_about(project, "awards-nobody/om")[2] == "Det första bärs av ingen än."
    english = BeautifulSoup((project / "awards" / "en" / "om" / "index.html").read_text("utf-8"), "html.parser")
    assert "Carried by Norra & Södra and Exempelbolaget AB." in english.main.get_text()


def test_a_mark_of_no_record_is_an_error_and_any_other_is_a_use(results: Results) -> None:
    assert "Det finns inget lokalt mål ”Ingen hunger”. [okant-mal]" in results["named unknown"].out
    assert "    Skriv:  ## Bärs av {leksakspartner-för:1}\n" in results["named unknown"].out
    assert "{leksakspartner-för:1}\n{leksakspartner-för:2}\n" in results["forms"].out
    for name in ("Exempelbolaget AB", "mål 2"):
        assert "sidor/om.md" in results[name].out
        assert "sidor/om.en.md" in results[name].out


def test_new_writes_a_record_to_fill_in(results: Results) -> None:
    """`skapa` finds the register by the words it declares, or by the name of its file."""
    assert results["new"].status == results["new giver"].status == 0, results["new"]
    assert results["made"].out.startswith("\n- id: platleken\n  nummer: 4\n  benämning: Plåtleken\n")
    rows = (
        "vinnare: saknas",
        "# I stället för saknas skrivs vinnare så här, utan # framför:",
        "# vinnare:",
        "#   - namn:",
        "#     år:",
    )
    assert "".join(f"  {row}\n" for row in rows) in results["made"].out, "rows that must be there are written to be filled in"
    assert results["made check"].status == 0, results["made check"]
    assert "Skapat: leksaksgivare.yaml, rad 4." in results["new giver"].err

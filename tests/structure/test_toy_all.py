"""A new room's mark that shows one record of a register or all of them: its room declares that in one place.

All else follows: what the mark may name, what `uses` and the forms say of it, what is reported of a wrong one, and what
happens when nothing is left to show.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.structure.test_toy_room import Results, project, results

__all__ = ["project", "results"]

pytestmark = pytest.mark.slow

SCRIPT = """
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

from plugins.commands.run import Options, run
from plugins.editing.seen import find_page
from plugins.editing.show import FormBuilder
from plugins.editing.target import EditTarget
from plugins.core.writer.write import open_document
from plugins.site.prepare import prepare_site
from plugins.site.rooms import SHELVES
from plugins.site.theme import read_theme

DAY = "2026-11-22"
CONTENT = Path("content")
HALLS = CONTENT / "leksakslokaler.yaml"

def record(do):
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = do()
    return [status, out.getvalue(), err.getvalue()]

def list_offers(day=DAY):
    library = prepare_site(CONTENT, date.fromisoformat(day), read_theme(Path("theme")), shows_drafts=True).library
    form = FormBuilder(CONTENT, library).form(EditTarget(shelves["sidor/*.md"], "sidor/om.md", None))
    return [0, "\\n".join(f"{one.value} = {one.label}" for one in form.insertables), ""]

def check(file, old, new, day=DAY):
    right = file.read_text("utf-8")
    assert right.count(old) == 1
    file.write_text(right.replace(old, new), "utf-8")
    said = record(lambda: run("check", Options(date=day)))
    file.write_text(right, "utf-8")
    return said

def build(output, day=DAY):
    return record(lambda: run("build", Options(output=output, date=day)))

about, goal = CONTENT / "sidor/om.md", CONTENT / "mal/mal-1-ingen-hunger.md"
about.write_text(about.read_text("utf-8") + "\\n## Var vi leker\\n\\n{leksakslokaler:alla}\\n", "utf-8")
goal.write_text(goal.read_text("utf-8") + "\\nVi möts här.\\n\\n{leksakslokaler:salen}\\n", "utf-8")
head = "---\\ntitel: About us\\nsammanfattning: Who we are.\\nstatus: publicerad\\n---\\n"
(CONTENT / "sidor/om.en.md").write_text(head + "We play.\\n\\n## Where we play\\n\\n{leksakslokaler:alla}\\n", "utf-8")
(CONTENT / "leksakslokaler.en.yaml").write_text(
    "- id: salen\\n  namn: The great hall\\n- id: koket\\n  namn: Åsa’s kitchen\\n", "utf-8"
)
shelves = {shelf.pattern: shelf for shelf in SHELVES}
ready = prepare_site(CONTENT, date.fromisoformat(DAY), read_theme(Path("theme")))
document = open_document(HALLS.read_bytes(), shelves[HALLS.name])
results = {
    "build": build("all"),
    "later": build("later", "2026-12-25"),
    "forms": list_offers(),
    "seen": [0, find_page(EditTarget(shelves[HALLS.name], HALLS.name, 1), document, ready.library, CONTENT), ""],
    **{name: record(lambda: run("uses", Options(name=name, date=DAY))) for name in ("salen", "koket", "vinden")},
    "unknown": check(about, "{leksakslokaler:alla}", "{leksakslokaler:garaget}"),
    "nearly": check(about, "{leksakslokaler:alla}", "{leksakslokaler:allla}"),
    "in itself": check(HALLS, "Ta med en boll\\n", "Ta med en boll\\n\\n    {leksakslokaler:alla}\\n"),
    "words": check(HALLS, "[om oss](/om/)", "[om oss](/oss/) och {fakta:bollar}"),
    "torn": check(about, "{leksakslokaler:alla}", "{leksakslokaler alla}"),
}
HALLS.write_text("- id: koket\\n  namn: Åsas kök\\n  till: 2026-12-24\\n", "utf-8")
(CONTENT / "leksakslokaler.en.yaml").unlink()
goal.write_text(goal.read_text("utf-8").replace("{leksakslokaler:salen}", ""), "utf-8")
results["one left"] = build("one", "2026-12-24")
results["none left"] = build("none", "2026-12-25")
results["called so"] = check(HALLS, "id: koket", "id: Alla")
results["forms when over"] = list_offers("2026-12-25")
results["over"] = record(lambda: run("check", Options(date="2026-12-25")))
results["drafts"] = check(HALLS, "  till: 2026-12-24\\n", "  status: utkast\\n")
HALLS.write_text("# Inga ännu.\\n", "utf-8")
results["forms of none"] = list_offers()
results["none"] = record(lambda: run("check", Options(date=DAY)))
print(json.dumps(results))
"""


def read_lists(project: Path, page: str) -> list[list[str]]:
    """Return the lists of halls on a built page."""
    read = BeautifulSoup((project / page / "index.html").read_text("utf-8"), "html.parser")
    lists = [found.find_all("li", recursive=False) for found in read.select("main .toy-halls")]
    return [[next(hall.stripped_strings) for hall in halls] for halls in lists]


def test_all_current_records_are_shown_in_alphabetical_order(project: Path, results: Results) -> None:
    """Without drafts and records of other days; in the language of the page, by its alphabet."""
    for name in ("build", "later"):
        assert results[name].status == 0, results[name].out
    assert read_lists(project, "all/om") == [["Stora salen, Lekgatan 1", "Åsas kök"]]
    assert read_lists(project, "all/en/om") == [["Åsa’s kitchen", "The great hall, Lekgatan 1"]]
    assert read_lists(project, "all/mal-1") == [["Stora salen, Lekgatan 1"]]
    assert read_lists(project, "later/om") == [["Stora salen, Lekgatan 1"]]
    assert "leksakslokaler.yaml" not in results["build"].out


def test_the_text_of_each_record_is_treated_as_text_of_the_page(project: Path, results: Results) -> None:
    """Headings are one level below the one above, figures have their sources, and components are shown."""
    assert results["build"].status == 0
    for page in ("om", "mal-1"):
        read = BeautifulSoup((project / "all" / page / "index.html").read_text("utf-8"), "html.parser")
        hall = read.select_one("main .toy-halls__hall")
        assert "Här leker 40 barn." in hall.get_text()
        assert hall.select_one('a[href="/om/"]')
        heading = hall.find(id="ta-med-en-boll")
        above = int(heading.find_previous(["h2", "h3", "h4"]).name[1:])
        assert (heading.name, heading.get_text()) == (f"h{above + 1}", "Ta med en boll")
        assert hall.select_one(".contact").find("a", href="tel:+46701740605")
        plan = hall.select_one('a[href="/bilder/leksaksplan.pdf"]')
        assert plan.get_text().startswith("Stora salen (PDF, ")
        assert (project / "all" / "bilder" / "leksaksplan.pdf").is_file()
        goals = [(goal.parent["class"], goal["href"], goal.get_text()) for goal in hall.select("p[class^=goal] > a")]
        assert goals == [
            (["goal-1"], "/mal-1/", "Mål\N{NO-BREAK SPACE}1: Ingen hunger"),
            (["goal-2"], "/mal-2/", "Mål\N{NO-BREAK SPACE}2: Alla är trygga"),
        ]
        assert hall.select(".contact")[-1].find("a", href="tel:112")
        assert "Sandvålla stadsmission" in read.select_one(".sources").get_text()
    english = BeautifulSoup((project / "all" / "en" / "om" / "index.html").read_text("utf-8"), "html.parser")
    assert english.select_one("main .toy-halls__hall [lang=sv]").get_text().startswith("Här leker 40 barn.")


def test_an_error_in_the_text_of_a_record_is_reported_at_its_line(results: Results) -> None:
    assert [results[name].status for name in ("words", "in itself")] == [1, 1]
    assert "leksakslokaler.yaml:16:" in results["words"].out
    assert "/oss/" in results["words"].out
    assert "bollar" in results["words"].out
    assert "leksakslokaler.yaml:20:5: fel: Här visas inget vid ”{leksakslokaler:alla}”" in results["in itself"].out


def test_open_data_has_all_records_that_the_mark_shows(project: Path, results: Results) -> None:
    """Without drafts and ended records."""
    items = {
        site: json.loads((project / site / "data" / "toy_halls.json").read_text("utf-8"))["items"]
        for site in ("all", "later", "one")
    }
    assert [item["plan"] for item in items["all"]] == ["https://www.example.org/bilder/leksaksplan.pdf", None]
    names = {site: [item["name"] for item in own] for site, own in items.items()}
    assert names == {"all": ["Stora salen", "Åsas kök"], "later": ["Stora salen"], "one": ["Åsas kök"]}


def test_search_finds_the_page_by_the_words_of_its_records(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    (file,) = (project / "all" / "sok").glob("index.*.json")
    assert {"lekgatan", "åsas"} <= json.loads(file.read_text("utf-8"))["words"].keys()
    assert results["seen"].out == "/om/"


def test_each_record_is_used_where_all_are_shown(results: Results) -> None:
    """The advice says that a record can be removed without a change there."""
    assert "används på 3 ställen:\n" in results["salen"].out
    assert "Ändra där först." in results["salen"].out
    assert "används på 2 ställen:\n" in results["koket"].out
    assert "sidor/om.md" in results["koket"].out
    assert "sidor/om.en.md" in results["koket"].out
    for name in ("koket", "vinden"):
        assert results[name].out.endswith("\nDär visas alla, så den går att ta bort utan att något ändras där.\n\n")


def test_the_forms_offer_the_mark_for_all(results: Results) -> None:
    assert "{leksakslokaler:alla} = alla leksakslokaler\n" in results["forms"].out


def test_the_forms_offer_boxes_and_marks_whose_arguments_cannot_be_listed(results: Results) -> None:
    offered = results["forms"].out.splitlines()
    assert [line for line in offered if line.startswith((":::leksak", "{leksaksålder", "{leksaksdagar", "{leksakskarta"))] == [
        "{leksaksålder:2016-12-01} = byt det som står efter kolonet",
        "{leksaksdagar:2027-12-01} = byt det som står efter kolonet",
        ":::leksakssteg = Steg att följa, under orden Så gör du. Den slutar med en numrerad lista",
    ]


def test_the_forms_offer_no_mark_that_would_show_nothing(results: Results) -> None:
    for name in ("forms when over", "forms of none"):
        assert "{fakta:" in results[name].out
        assert "{leksakslokaler:alla}" not in results[name].out, name


def test_errors_in_a_mark_suggest_the_one_for_all(results: Results) -> None:
    assert [results[name].status for name in ("unknown", "nearly", "torn", "called so")] == [1, 1, 1, 1]
    assert "Leksakslokalerna är salen, vinden och koket. Skriv alla, så visas alla." in results["unknown"].out
    assert "    Skriv:  {leksakslokaler:alla}\n" in results["nearly"].out
    assert "    Skriv:  {leksakslokaler:alla}\n" in results["torn"].out
    assert "leksakslokaler.yaml:1:7: fel: ”alla” betyder alla i märket ”{leksakslokaler:alla}”" in results["called so"].out
    assert results["called so"].out.count(": fel:") == 1


def test_a_mark_for_all_that_shows_nothing_is_warned_of_unless_all_have_ended(results: Results) -> None:
    """If the records have ended, the page is as intended."""
    assert [results[name].status for name in ("over", "drafts", "none")] == [0, 0, 0]
    assert "Här visas inget än" not in results["over"].out
    assert "om.md:19:17: varning: Här visas inget än: alla är utkast. [pekar-pa-utkast]" in results["drafts"].out
    assert "om.md:19:17: varning: Här visas inget än: det finns inga. [pekar-pa-utkast]" in results["none"].out


def test_the_heading_above_disappears_with_the_last_record(project: Path, results: Results) -> None:
    """As with a mark of a single record: editors are told in advance, and no nightly run stops."""
    assert results["one left"].status == results["none left"].status == 0, results["none left"]
    assert read_lists(project, "one/om") == [["Åsas kök"]]
    assert "rubriken ”Var vi leker” i om.md visas inte längre" in results["one left"].err
    assert read_lists(project, "none/om") == []
    assert "Var vi leker" not in (project / "none" / "om" / "index.html").read_text("utf-8")

"""New rooms, added to a copy of the project, are found by everything that loops over rooms: dated notices, events and
questions, whose fields are those of another kind, and quotations, a component for any text.

Apart from the rooms' own folders and templates, only the list of rooms and the word lists are changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator

from tests.conftest import BASE, PROJECT

pytestmark = pytest.mark.slow

TOY = Path(__file__).parent / "toy_room"

SCRIPT = """
import json, shutil, sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.commands.online.deliver import Delivery
from plugins.commands.preview.live import LiveSite
from plugins.commands.new.sort import Wish
from plugins.commands.proof import file as proof_file
from plugins.commands.new.task import run_new
from plugins.commands.proof.task import run_proof
from plugins.commands.run import Options, run
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.delivery.plan import TargetState, make_plan
from plugins.publishing.manifest import read_manifest
from plugins.site.documentation.data_schema import fill_schema
from plugins.site.examples import render_example
from plugins.site.outside import find_outside_links
from plugins.site.prepare import prepare_site
from plugins.site.rooms import DATA
from plugins.site.theme import read_theme
from plugins.site.to_do.sources import list_to_do

def record(do):
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = do()
    return [status, out.getvalue(), err.getvalue()]

day = "2026-11-22"

def check_without_file():
    files = [Path(f"content/bilder/leksaks{name}.pdf") for name in ("program", "dagordning")]
    data = [file.read_bytes() for file in files]
    for file in files:
        file.unlink()
    status = run("check", Options(date=day))
    for file, bytes_of in zip(files, data):
        file.write_bytes(bytes_of)
    return status

results = {
    "build": record(lambda: run("build", Options(output="out", date=day))),
    "uses": record(lambda: run("uses", Options(name="ny-lokal", date=day))),
    "contact": record(lambda: run("uses", Options(name="partnerskap", date=day))),
    "lacking": record(check_without_file),
    "new": record(lambda: run_new(Wish("leksaksnotis", "En tredje notis", goal="1"), Options(date=day))),
}
delivery = Delivery("", None, TargetState(), DeliveryOptions(), Path("content"), None, Path(), None)
site = prepare_site(Path("content"), date.fromisoformat(day), read_theme(Path("theme"))).site
late = delivery._errand(Path("out"), None, site.late, is_alone=True).late
assert read_manifest(Path("out")), results["build"]  # nothing was built: that says why
results["delivered"] = [0, "\\n".join(make_plan(read_manifest(Path("out")), TargetState(), None, late).writes), ""]
templates = FileSystemLoader("theme/templates")
environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=templates)
results["schema"] = [0, fill_schema(Path("docs/open-data.schema.json").read_text("utf-8"), DATA), ""]
results["example"] = [0, render_example(Path("theme"), environment, "toy_quotation", "words with a link"), ""]
notices = Path("content/leksaksnotiser/ny-lokal.md")
written = notices.read_text("utf-8")
notices.write_text(f"{written}\\nDet är {{leksaksdagar:2026-11-22}} dagar kvar.\\n", "utf-8")
results["last day"] = record(lambda: run("check", Options(date=day)))
results["day after"] = record(lambda: run("build", Options(output="after", date="2026-11-23")))
notices.write_text(written.replace("titel: Ny lokal för frukosten", "titel: Frukost för alla"), "utf-8")
results["named"] = record(lambda: run("build", Options(output="named", date=day)))
goal = Path("content/mal/mal-1-ingen-hunger.md")
own = goal.read_text("utf-8")
goal.write_text(own.replace("### Frukost för alla\\n", "### Frukost för alla\\n\\n### Kvällsmat\\n"), "utf-8")
results["over nothing"] = record(lambda: run("check", Options(date=day)))
goal.write_text(own, "utf-8")
notices.write_text(written, "utf-8")
old = Path("content/leksaksnotiser/gammalt-nytt.md")
own = old.read_text("utf-8")
old.write_text(own.replace("till: 2026-08-31", "till: 2026-05-31"), "utf-8")
results["listed early"] = record(lambda: run("check", Options(date=day)))
old.write_text(own, "utf-8")
shutil.copytree("content", "played")
for name, first, last, status in (
    ("jullek", "2026-11-20", "2026-12-24", "publicerad"),
    ("sen-lek", "2026-11-20", "2026-12-24", "utkast"),
    ("trettonlek", "2027-01-06", "2027-01-06", "publicerad"),
    ("snart-lek", "2026-11-21", "2027-01-06", "utkast"),
):
    days = f"notisdag: {first}\\nlokala mål: 2\\nleksaksdag: {last}"
    header = f"titel: Vår {name}\\nsammanfattning: Lek.\\n{days}\\nstatus: {status}"
    Path(f"played/leksaksnotiser/{name}.md").write_text(f"---\\n{header}\\n---\\nKom och lek.\\n", "utf-8")
with Path("played/sidor/leksaksdagar.md").open("a", encoding="utf-8") as page:
    page.write("\\nLäs [om jul](/leksaksnotiser/jullek/), och [om tretton](/leksaksnotiser/trettonlek/).\\n")
proof_file.find_browser = lambda: None
for subject in ("/leksaksnotiser/trettonlek/", "/leksaksnotiser/jullek/"):
    results[f"proof of {subject}"] = record(lambda: run_proof(subject, Options(content="played", output="proofs", date=day)))
for name, today in (("last", "2026-12-24"), ("over", "2026-12-25")):
    results[f"records {name}"] = record(lambda: run("build", Options(output=name, date=today)))
    results[f"uses {name}"] = record(lambda: run("uses", Options(name="leksaksjour", date=today)))
    ready = prepare_site(Path("content"), date.fromisoformat(today), read_theme(Path("theme")))
    results[f"outside {name}"] = [0, "\\n".join(find_outside_links(ready.site, ready.library)), ""]
    results[f"to do {name}"] = [0, "\\n".join(f"{row.sort}: {row.what}" for row in list_to_do(ready)), ""]
    live = LiveSite(Path("played"), Path("theme"), Path(), lambda: date.fromisoformat(today))
    for path, page in live.files().items():
        Path(f"preview-{name}", path).parent.mkdir(parents=True, exist_ok=True)
        Path(f"preview-{name}", path).write_bytes(page)
boxes, spoken = Path("content/stodrutor.yaml"), Path("content/stodrutor.en.yaml")
right = boxes.read_text("utf-8")
boxes.write_text(right.replace("kontakter: leksaksring", "kontakter: [leksaksring, leksakslös]"), "utf-8")
spoken.write_text("- id: våld\\n  rubrik: Do you need help?\\n", "utf-8")
results["wrong last"] = record(lambda: run("check", Options(date="2026-12-24")))
results["wrong over"] = record(lambda: run("check", Options(date="2026-12-25")))
boxes.write_text(right, "utf-8")
spoken.unlink()
words = notices.read_text("utf-8").replace("{fakta:frukostar}", "många")
notices.write_text(words.replace("titel: Ny lokal", "titel: Plats för {fakta:frukostar}"), "utf-8")

def quote(where, indent="    "):
    return "".join(f"{indent}{line}\\n" for line in ("Ord.", "", f"> Citat i {where}.", ">", "> ✎ Alva Exempelsson"))

def say(path, own, words):
    file = Path("content") / path
    assert file.read_text("utf-8").count(own) == 1, path
    file.write_text(file.read_text("utf-8").replace(own, words), "utf-8")

say("webbplats.yaml", " Sandvålla stadsmission bär målen tillsammans med staden.\\n", f" |\\n{quote('sidfoten')}")
say("stodrutor.yaml", " Du behöver inte bära det ensam.\\n", f" |\\n{quote('hjälprutan')}")
say("nivaer.yaml", " Bär ett mål i flera år.\\n", f" |\\n{quote('nivån')}")
say("partner/partner.yaml", "  nivå: vänföretag\\n", f"  nivå: vänföretag\\n  presentation: |\\n{quote('presentationen')}")
say("block/om-globala-malen.md", "tillsammans.", f"tillsammans.\\n\\n{quote('blocket', '')}")
for heading in ("## Hunger", "## Det här gör vi idag", "### Frukost för alla"):
    say("mal/mal-1-ingen-hunger.md", f"{heading}\\n\\n", f"{heading}\\n\\n{quote(heading.strip('# '), '')}\\n")
news = f"- text: |\\n{quote('meddelandet')}  till: 2026-12-31\\n"
Path("content/meddelanden.yaml").write_text(news, "utf-8")
results["figure"] = record(lambda: run("build", Options(output="figure", date=day)))
Path("content/leksaksnotiser/ny-lokal.md").rename("content/sidor/ny-lokal.md")
frida = "---\\ntitel: Frida\\nsammanfattning: Ett hem.\\nlokala mål: 1\\nstatus: utkast\\n---\\nHär bor man.\\n"
Path("content/sidor/frida.md").write_text(frida, "utf-8")
with Path("content/sidor/om.md").open("a", encoding="utf-8") as page:
    page.write("\\nVi är {{leksaksålder:2016-12-01}},\\neller {leksaksålder 2016-12-01}\\n")
    page.write("eller {leksaksålder}. Men vår [leksaksålder] är hög.\\n")
results["stray"] = record(lambda: run("check", Options(date=day)))
print(json.dumps(results))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project with the toy rooms, and a small site with notices.

    Bytecode files are copied too; they are valid for files with the same age and size, which no changed file has.
    """
    folder = tmp_path_factory.mktemp("toy")
    for name in ("plugins", "theme", "docs"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "pelicanconf.py", folder)
    shutil.copytree(BASE, folder / "content")
    shutil.copytree(TOY, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("words.yaml", "__pycache__"))
    rooms = folder / "plugins" / "site" / "rooms.py"
    text = rooms.read_text("utf-8")
    assert text.count("    language.ROOM,\n") == 1
    toys = sorted(path.name for path in (TOY / "plugins").iterdir())
    own = "".join(f"    {toy}.ROOM,\n" for toy in toys)
    text = text.replace("    language.ROOM,\n", f"    language.ROOM,\n{own}")
    first = "from plugins.activities import room as activities\n"
    assert text.count(first) == 1
    text = text.replace(first, "".join(f"from plugins.{toy} import room as {toy}\n" for toy in toys) + first)
    rooms.write_text(text, "utf-8")
    for code in ("sv", "en"):
        words = folder / "theme" / "words" / f"{code}.yaml"
        words.write_text(words.read_text("utf-8") + (TOY / "words.yaml").read_text("utf-8"), "utf-8")
    add_field(folder)
    add_last_days(folder)
    website = folder / "content" / "webbplats.yaml"
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    with (folder / "content" / "sidor" / "om.md").open("a", encoding="utf-8") as page:
        page.write(
            "\nSenast nytt: [ny lokal för frukosten](/leksaksnotiser/ny-lokal/), och [allt som flöde](/leksaksnotiser.xml).\n"
        )
    return folder


def add_field(folder: Path) -> None:
    """Give partners, goals and events a new field: in the model, and its word in each word list."""
    model, register = folder / "plugins" / "partners" / "model.py", folder / "content" / "partner" / "partner.yaml"
    own = "    presentation: Markdown | None = field("
    new = '    toy_year: ToyYear | None = field("leksaksår", "När partnern lekte.", label="partner_toy_year", data="toy_year")\n'
    text, future = model.read_text("utf-8"), "from __future__ import annotations\n"
    assert text.count(own) == text.count(future) == 1
    named = f"{future}from plugins.core.kinds.annotations import Year as ToyYear\n"  # whatever else it imports
    model.write_text(text.replace(own, new + own).replace(future, named), "utf-8")
    goals, goal = folder / "plugins" / "local_goals" / "model.py", folder / "content" / "mal" / "mal-1-ingen-hunger.md"
    motto = '    toy_motto: Line | None = field("leksaksmotto", "Vad målet säger när det leker.", hero=True)\n'
    own = '    summary: Line | None = field("sammanfattning"'
    assert goals.read_text("utf-8").count(own) == 1
    goals.write_text(goals.read_text("utf-8").replace(own, motto + own), "utf-8")
    header = "\nleksaksmotto: Frukostverksamheterna med {fakta:frukostar}\nsammanfattning:"
    goal.write_text(goal.read_text("utf-8").replace("\nsammanfattning:", header, 1), "utf-8")
    first = "  webbplats: https://www.example.org/\n"
    register.write_text(register.read_text("utf-8").replace(first, f"{first}  leksaksår: 1994\n", 1), "utf-8")
    events, event = folder / "plugins" / "toy_events" / "model.py", folder / "content" / "leksakstraffar" / "julstuga.md"
    more = '    more: ToyLink | None = field("mer", "Var man läser mer.", data="more")\n    poster:'
    text = events.read_text("utf-8").replace("    poster:", more)
    named = f"{future}from plugins.core.kinds.annotations import LinkAddress as ToyLink\n"
    events.write_text(text.replace(future, named), "utf-8")
    event.write_text(event.read_text("utf-8").replace("affisch:", "mer: /leksaksnotiser/ny-lokal/\naffisch:"), "utf-8")


def add_last_days(folder: Path) -> None:
    """Give facts, help boxes, blocks and notices a last day, in the model only, and write a page that shows or links to each."""
    for room, model in (("facts", "Fact"), ("contacts", "HelpBoxRecord"), ("blocks", "Block"), ("toy_notices", "ToyNotice")):
        path, future = folder / "plugins" / room / "model.py", "from __future__ import annotations\n"
        text = path.read_text("utf-8")
        head, name, rest = text.partition(f"class {model}(")
        own, end, after = rest.partition("\n\n\n")
        assert end, path
        assert text.count(future) == 1
        day = '    LAST_DAY: ClassVar[str] = "toy_day"\n    toy_day: ToyDay | None = field("leksaksdag", "Sista dagen för lek.")'
        if model == "HelpBoxRecord":
            day += '\n    REVIEW_DAY: ClassVar[str] = "toy_check"\n'
            day += '    toy_check: ToyDay | None = field("leksakskoll", "Den dag då leken ses över.")'
        head = head.replace(future, f"{future}from plugins.core.kinds.annotations import Day as ToyDay\n")
        own = re.sub(r"    LAST_DAY: .*\n", "", own)  # where it has one of its own by now
        path.write_text(f"{head}{name}{own}\n\n{day}{end}{after}", "utf-8")
    content = folder / "content"
    for name, record in RECORDS.items():
        path = content / name
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_text(f"{before}{record}", "utf-8")


RECORDS = {
    "fakta.yaml": """
- id: leksakstal
  värde: 31
  enhet: lekar
  avser: 2026
  källa: Leksaksrådet
  granska senast: 2026-12-24
  leksaksdag: 2026-12-24
""",
    "kontakter.yaml": """
- id: leksaksring
  roll: Ring när du vill leka.
  telefon: 08-465 004 00
  till: 2026-12-24
""",
    "stodrutor.yaml": """
- id: leksaksjour
  rubrik: Behöver du leka?
  text: |
    Läs [hos dem](https://www.example.com/leksaksjour/), och [om lek](/leksaksnotiser/).

    {kontakt:leksaksring}

    Vi leker {fakta:leksakstal} gånger.
  kontakter: leksaksring
  leksaksdag: 2026-12-24
  leksakskoll: 2026-12-20
""",
    "block/leksaksblock.md": """---
rubrik: Leksaksblocket
leksaksdag: 2026-12-24
---
Ta med [en leksak](https://www.example.com/leksaksblock/).
""",
    "sidor/leksaksdagar.md": """---
titel: Dagar för lek
sammanfattning: Det som slutar på julafton.
stödruta: leksaksjour
status: publicerad
---
Vi leker {fakta:leksakstal} gånger om året. Det finns [en låda att låna ur](#leksaksblocket).

## Lek med oss

{block:leksaksblock}

## Sist

Vi städar.
""",
}
"""Text appended to the content: a record of each register that has got a last day, and references to it."""


class Result(NamedTuple):
    """The result of a task: exit status, stdout and stderr."""

    status: int
    out: str
    err: str


Results = dict[str, Result]


@pytest.fixture(scope="module")
def results(project: Path, request: pytest.FixtureRequest) -> Results:
    """Return the result of each task that the module's `SCRIPT` runs in the project, by the name that it has there."""
    command = [sys.executable, "-X", "utf8", "-c", request.module.SCRIPT]
    ran = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    return {task: Result(*result) for task, result in json.loads(ran.stdout).items()}


def test_its_pages_are_built_with_overview_links_and_redirects(project: Path, results: Results) -> None:
    status, out, err = results["build"]
    assert status == 0, out + err
    site = project / "out"

    assert "Ny lokal för frukosten" in (site / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8")
    overview = (site / "leksaksnotiser" / "index.html").read_text("utf-8")
    assert '<a href="/leksaksnotiser/ny-lokal/">' in overview
    assert "Julfirandet" not in overview
    assert '<time datetime="2026-11-20">' in overview
    assert 'href="/leksaksnotiser/"' not in (site / "index.html").read_text("utf-8"), "the masthead is full"
    assert 'href="/leksaksnotiser/"' in (site / "sok" / "index.html").read_text("utf-8")
    assert "/leksaksnotiser/ny-lokal/" in (site / "gammal-leksaksnotis" / "index.html").read_text("utf-8")


def test_its_pages_can_be_translated_without_code_of_its_own(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    page = (project / "out" / "en" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert "A new place for breakfast" in page
    assert 'hreflang="sv" href="https://www.example.org/leksaksnotiser/ny-lokal/"' in page
    assert '<a href="/en/leksaksnotiser/">' in page
    assert "A new place for breakfast" in (project / "out" / "en" / "leksaksnotiser" / "index.html").read_text("utf-8")


def test_a_figure_only_in_the_title_is_shown_with_its_source(project: Path, results: Results) -> None:
    status, out, err = results["figure"]
    assert status == 0, out + err
    page = BeautifulSoup((project / "figure" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8"), "html.parser")
    assert "40" in page.select_one("h1").get_text()
    assert "Sandvålla stadsmission" in page.select_one(".sources").get_text()


def test_it_is_in_the_site_map_and_the_open_data(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    site = project / "out"
    assert "https://www.example.org/leksaksnotiser/ny-lokal/" in (site / "sitemap.xml").read_text("utf-8")
    items = json.loads((site / "data" / "toy_notices.json").read_text("utf-8"))["items"]
    assert [item["title"] for item in items] == ["Ny lokal för frukosten", "Sommarens utflykt"]
    assert [item["attachment"] for item in items] == ["https://www.example.org/bilder/leksaksprogram.pdf", None]


def test_a_file_named_by_a_field_is_published_and_its_link_says_its_type(project: Path, results: Results) -> None:
    """The kind of the field declares it, not the view; so it holds for fields that no page shows, too."""
    status, out, err = results["build"]
    assert status == 0, out + err
    for folder in ("leksaksnotiser", "en/leksaksnotiser"):
        page = BeautifulSoup((project / "out" / folder / "ny-lokal" / "index.html").read_text("utf-8"), "html.parser")
        assert page.select_one('a[href="/bilder/leksaksprogram.pdf"]').get_text().startswith("Läs hela programmet (PDF, ")
    for line, column, name in ((7, 9, "leksaksprogram.pdf"), (11, 13, "leksaksdagordning.pdf")):
        file = project / "content" / "bilder" / name
        assert (project / "out" / "bilder" / name).read_bytes() == file.read_bytes()
        lacking = f"leksaksnotiser/ny-lokal.md:{line}:{column}: fel: Länken leder till /bilder/{name}, som inte finns."
        assert lacking in results["lacking"].out


def test_a_file_beside_the_pages_is_written_and_delivered_after_them(project: Path, results: Results) -> None:
    """The exit status shows that the audit knows it, and that a page may link to it."""
    status, out, err = results["build"]
    assert status == 0, out + err
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(project / "out" / "leksaksnotiser.xml")
    assert feed.findtext(f"{atom}subtitle") == "Det som har hänt hos oss."
    assert [(entry.findtext(f"{atom}title"), entry.findtext(f"{atom}updated")) for entry in feed.iter(f"{atom}entry")] == [
        ("Ny lokal för frukosten", "2026-11-20T00:00:00Z"),
        ("Sommarens utflykt", "2026-06-20T00:00:00Z"),
    ]
    assert 'href="/leksaksnotiser.xml"' in (project / "out" / "om" / "index.html").read_text("utf-8")
    delivered = results["delivered"].out.splitlines()
    last_page = max(place for place, path in enumerate(delivered) if path.endswith(".html"))
    assert {"leksaksnotiser.xml", "data/toy_notices.json", "sitemap.xml", "robots.txt", "_headers", "_redirects"} < {
        *delivered[last_page:]
    }


def test_a_file_for_a_single_page_is_delivered_before_that_page(project: Path, results: Results) -> None:
    """The exit status shows that the audit knows it, and that its page may link to it."""
    status, out, err = results["build"]
    assert status == 0, out + err
    calendars = {path.relative_to(project / "out").as_posix() for path in (project / "out").rglob("*.ics")}
    assert calendars == {
        f"{name}.ics" for name in ("leksaksnotiser/ny-lokal", "leksaksnotiser/gammalt-nytt", "en/leksaksnotiser/ny-lokal")
    } | {"leksaksdagar.ics", "en/leksaksdagar.ics"}
    calendar = (project / "out" / "leksaksnotiser" / "ny-lokal.ics").read_bytes().decode()
    assert calendar.splitlines()[4:8] == [
        "UID:https://www.example.org/leksaksnotiser/ny-lokal/",
        "DTSTAMP:20261120T000000Z",
        "DTSTART;VALUE=DATE:20261120",
        "SUMMARY:Ny lokal för frukosten",
    ]
    page = (project / "out" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8")
    assert 'href="/leksaksnotiser/ny-lokal.ics"' in page
    delivered = results["delivered"].out.splitlines()
    assert delivered.index("leksaksnotiser/ny-lokal.ics") < delivered.index("leksaksnotiser/ny-lokal/index.html")


def test_a_file_for_each_language_is_delivered_after_the_pages(project: Path, results: Results) -> None:
    days = [(project / "out" / folder / "leksaksdagar.ics").read_bytes().decode() for folder in ("", "en")]
    assert [calendar.count("BEGIN:VEVENT") for calendar in days] == [2, 1]
    asked = [line for calendar in days for line in calendar.splitlines() if line.startswith("CONTACT:")]
    assert asked == ["CONTACT:Kontakt för partnerskap"] * 3, "nobody has translated it"
    delivered = results["delivered"].out.splitlines()
    last_page = max(place for place, path in enumerate(delivered) if path.endswith(".html"))
    assert {"leksaksdagar.ics", "en/leksaksdagar.ics"} < {*delivered[last_page:]}


def test_a_field_declared_only_in_the_model_is_on_the_page_and_in_the_open_data(project: Path, results: Results) -> None:
    status, out, err = results["build"]
    assert status == 0, out + err
    page = BeautifulSoup((project / "out" / "partner" / "index.html").read_text("utf-8"), "html.parser")
    rows = [(row.dt.string, row.dd.string) for row in page.select(".register__entry .details__row")]
    assert [row for row in rows if row[0] == "Leksaksår"] == [("Leksaksår", "1994")]
    items = json.loads((project / "out" / "data" / "partners.json").read_text("utf-8"))["items"]
    assert [item["toy_year"] for item in items] == [1994, None]


def test_a_line_declared_only_in_the_model_of_goals_is_shown_in_large_type(project: Path, results: Results) -> None:
    """Its long words may break as in a heading, without a word of it in steps, style or template."""
    status, out, err = results["build"]
    assert status == 0, out + err
    page = BeautifulSoup((project / "out" / "mal-1" / "index.html").read_text("utf-8"), "html.parser")
    line = page.select(".hero .hero__subheading")[1].get_text()
    assert "\u00ad" in line.split()[0]
    assert line.replace("\u00ad", "").startswith("Frukostverksamheterna med 40")


def test_its_page_has_trail_details_contact_help_and_sources(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    page = BeautifulSoup((project / "out" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8"), "html.parser")
    assert [link["href"] for link in page.select(".trail a")][-1] == "/leksaksnotiser/"
    words = " ".join(page.get_text(" ").split())
    assert "Plats Storgatan 1" in words
    assert page.select_one('a[href^="mailto:"]')
    assert page.find(id="kontakt")
    assert page.select_one(".help-strip a[href^='tel:']")
    assert "Frukosten är 9 år." in words
    assert "Sandvålla stadsmission" in page.select_one(".sources").get_text()


def test_the_page_of_its_goal_links_to_it(project: Path, results: Results) -> None:
    """Notices have goals, and neither beginning nor end."""
    assert results["build"].status == 0
    page = BeautifulSoup((project / "out" / "mal-1" / "index.html").read_text("utf-8"), "html.parser")
    links = [(link.get_text(), link["href"]) for link in page.select(".card-list a")]
    assert links == [("Ny lokal för frukosten", "/leksaksnotiser/ny-lokal/")], "the other has left the lists"
    assert page.select_one(".card-list").find_previous("h4").get_text() == "Leknotiser"
    assert "Verksamheter och projekt" not in page.select_one("main").get_text()
    world = BeautifulSoup((project / "out" / "globala-malen" / "index.html").read_text("utf-8"), "html.parser")
    folded = {one.get_text() for one in world.select(".meetings__links summary")}
    assert folded == {"Leknotiser i de lokala målen (1)", "Leksaksträffar i de lokala målen (2)"}


def test_a_heading_on_the_page_of_its_goal_does_not_link_to_it(project: Path, results: Results) -> None:
    """Such a heading names an activity or a project; a notice with the same title is shown in a list of its own."""
    assert results["named"].status == 0, results["named"]
    page = BeautifulSoup((project / "named" / "mal-1" / "index.html").read_text("utf-8"), "html.parser")
    assert page.find("h4", string="Frukost för alla").a is None
    assert "/leksaksnotiser/ny-lokal/" in {link["href"] for link in page.select(".card-list a")}
    assert "mal-1-ingen-hunger.md" in results["over nothing"].out
    assert "Frukost för alla" in results["over nothing"].out


def test_it_has_a_group_of_its_own_in_search(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    page = BeautifulSoup((project / "out" / "sok" / "index.html").read_text("utf-8"), "html.parser")
    group = page.find("h2", string="Leknotiser").find_parent("section")
    assert {"/leksaksnotiser/ny-lokal/", "/leksaksnotiser/gammalt-nytt/"} <= {link["href"] for link in group.find_all("a")}


def test_an_ended_page_leaves_the_overview_and_keeps_its_address(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    assert "Sommarens utflykt" not in (project / "out" / "leksaksnotiser" / "index.html").read_text("utf-8")
    assert "Vi badade" in (project / "out" / "leksaksnotiser" / "gammalt-nytt" / "index.html").read_text("utf-8")


def test_its_component_is_shown_with_template_style_and_examples(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    site = project / "out"
    page = BeautifulSoup((site / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8"), "html.parser")
    said = page.select_one("figure.toy-quotation")
    assert said.find("figcaption").string == "Alva Exempelsson, volontär"
    assert "pannkakor, och vara den jag är." in said.blockquote.get_text()
    assert "{" not in said.get_text()
    assert said.a["href"] == "/om/"
    assert page.select_one(".prose > blockquote").get_text(strip=True) == "Så här står all annan text i ram."
    english = (site / "en" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8")
    assert '<figcaption class="toy-quotation__who">Alva Exempelsson, volunteer</figcaption>' in english

    styles = {path.name.split(".")[0]: path.read_text("utf-8") for path in (site / "theme").glob("*.css")}
    assert [name for name, css in styles.items() if ".toy-quotation{" in css] == ["pages"]
    assert results["example"].out.count('<figure class="toy-quotation">') == 1
    (index,) = (site / "sok").glob("index.*.json")
    assert "pannkakor" in json.loads(index.read_text("utf-8"))["words"]


def test_its_component_is_shown_in_every_text_that_may_have_it_and_warned_of_elsewhere(project: Path, results: Results) -> None:
    """An announcement may have none: the component is shown as plain text there, and its writer is warned."""
    status, out, err = results["figure"]
    assert status == 0, out + err
    pages = [BeautifulSoup(page.read_text("utf-8"), "html.parser") for page in (project / "figure").rglob("index.html")]
    shown = {figure.blockquote.get_text(strip=True) for page in pages for figure in page.select("figure.toy-quotation")}
    page = {"Hunger", "Det här gör vi idag", "Frukost för alla"}
    texts = {*page, "sidfoten", "hjälprutan", "nivån", "presentationen", "blocket"}
    assert {words for words in shown if words.startswith("Citat i ")} == {f"Citat i {text}." for text in texts}
    assert "meddelanden.yaml:4:7: varning: På en sida blir det här en ruta för sig, men inte här. [nastan-ratt]" in out
    assert "andra rutor kan inte stå i det" in out
    home = BeautifulSoup((project / "figure" / "index.html").read_text("utf-8"), "html.parser")
    news = home.select_one(".announcement blockquote")
    assert news.get_text(" ", strip=True) == "Citat i meddelandet. ✎ Alva Exempelsson"


def test_text_that_is_nearly_a_component_is_warned_of_with_what_to_write(project: Path, results: Results) -> None:
    """At its own line, even below a correct quotation by the same person."""
    said = results["build"].out
    assert "leksaksnotiser/gammalt-nytt.md:17:3: varning: Den som har sagt något står i en ram för sig" in said
    assert "Skriv > på den tomma raden ovanför" in said
    assert "leksaksnotiser/gammalt-nytt.md:23:3: varning: Den som har sagt något står som en punkt i en lista" in said
    assert "leksaksnotiser/gammalt-nytt.md:27:22: varning: Länken blir bara ord" in said
    page = BeautifulSoup((project / "out" / "leksaksnotiser" / "gammalt-nytt" / "index.html").read_text("utf-8"), "html.parser")
    assert [frame.get_text(" ", strip=True) for frame in page.select(".prose > blockquote")] == [
        "Vattnet var varmt.",
        "✎ Bo Exempelsson",
        "Den var kall. ✎ Cajsa Exempelsson",
    ]


def test_a_proof_can_be_made_of_a_page_whose_first_day_is_to_come(project: Path, results: Results) -> None:
    for name in ("jullek", "trettonlek"):
        status, _, said = results[f"proof of /leksaksnotiser/{name}/"]
        assert status == 0, said
        (proof,) = (project / "proofs").glob(f"*{name}*")
        assert "Kom och lek." in proof.read_text("utf-8")


def test_a_box_is_declared_only_by_its_name(project: Path, results: Results) -> None:
    """A component may hold words and a list. A box that no room declares is warned of, with the boxes that there are."""
    assert results["build"].status == 0
    page = BeautifulSoup((project / "out" / "leksaksnotiser" / "gammalt-nytt" / "index.html").read_text("utf-8"), "html.parser")
    (steps,) = page.select(".toy-steps")
    assert [part.get_text(" ", strip=True) for part in steps.select("p, li")] == [
        "Så gör du",
        "I Parken gör du så här:",
        "Bygg en koja .",
        "Lek.",
    ]
    assert [part.name for part in steps.select(".prose > *")] == ["p", "ol"]
    assert str(steps.p["lang"]) == "sv"
    assert [link["href"] for link in steps.find_all("a")] == ["https://karta.example.org/?sok=Parken", "/om/"]
    assert ":::leksakssteg" not in page.get_text()
    said = results["build"].out
    assert "gammalt-nytt.md:36:1: varning: Raden ”:::warning” betyder inget här" in said
    assert re.search(r"Steg skrivs mellan raderna :::leksakssteg och :::\. (?:Den enda rutan|Rutorna) är .*:::leksakssteg", said)
    assert "gammalt-nytt.md:29" not in said


def test_its_first_day_is_a_change_of_the_site(results: Results) -> None:
    assert "leksaksnotisen ”Julfirandet är spikat” börjar visas" in results["build"].err
    assert "markeringen ”{leksaksålder:2016-12-01}” i ny-lokal.md visar något annat" in results["build"].err


def test_a_mark_whose_day_has_passed_is_a_warning_and_no_error(project: Path, results: Results) -> None:
    assert results["last day"].status == 0
    assert "fel-i-markering" not in results["last day"].out
    status, out, err = results["day after"]
    assert status == 0, out + err
    assert "varning: ”2026-11-22” är en dag som har varit. [fel-i-markering]" in out
    assert "Det är 0\u00a0dagar kvar." in (project / "after" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8")


def test_its_mark_for_an_address_becomes_a_link(project: Path, results: Results) -> None:
    """In a plain line, and in the text of another link, only its words are shown."""
    assert results["build"].status == 0
    page = BeautifulSoup((project / "out" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8"), "html.parser")
    own = [(link.get_text(), link["href"]) for link in page.select(".prose a") if "karta" in link["href"]]
    assert own == [("Storgatan 1", "https://karta.example.org/?sok=Storgatan+1")]
    assert "nära Lilla torget" in [link.get_text() for link in page.select('.prose a[href="/kontakt/"]')]
    assert page.select_one('meta[name="description"]')["content"] == "Frukosten har flyttat till Storgatan 1."


def test_an_incomplete_mark_is_an_error_with_a_suggestion(results: Results) -> None:
    said = results["stray"].out
    assert re.findall("fel: ”(.+)” är ingen hel markering", said) == [
        "{{leksaksålder:2016-12-01}}",
        "{leksaksålder 2016-12-01}",
        "{leksaksålder}",
    ]
    assert "    Skriv:  Vi är {leksaksålder:2016-12-01},\n" in said
    assert "    Skriv:  eller {leksaksålder:2016-12-01}\n" in said
    assert "    Skriv en dag som har varit, som {leksaksålder:2025-12-01}.\n" in said


def test_a_page_whose_first_day_is_to_come_is_listed_as_left_out(results: Results) -> None:
    assert "”Julfirandet är spikat” visas från 1 december 2026." in results["build"].err.replace("\N{NO-BREAK SPACE}", " ")


def test_uses_finds_its_pages_and_what_they_refer_to(results: Results) -> None:
    assert results["uses"].status == 0, results["uses"]
    assert "sidor/om.md" in results["uses"].out + results["uses"].err
    assert "leksaksnotiser/ny-lokal.md" in results["contact"].out + results["contact"].err


def test_new_writes_a_page_to_fill_in(project: Path, results: Results) -> None:
    status, out, err = results["new"]
    assert status == 0, out + err
    made = (project / "content" / "leksaksnotiser" / "en-tredje-notis.md").read_text("utf-8")
    assert "titel: En tredje notis" in made
    assert "notisdag: 2026-11-22" in made


def test_a_file_in_the_wrong_folder_is_an_error_that_names_the_folders_that_fit(results: Results) -> None:
    status, out, _ = results["stray"]
    assert status == 1
    assert "leksaksnotiser/" in out
    assert out.count("[fel-mapp]") == 2
    assert re.search(r"Flytta den till verksamheter/.* eller leksaksfragor/\.", out)


def test_a_kind_without_a_template_of_its_own_is_built(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    page = BeautifulSoup((project / "out" / "leksaksfragor" / "nar-oppnar-ni" / "index.html").read_text("utf-8"), "html.parser")
    assert page.h1.get_text() == "När öppnar ni?"
    assert "Frukosten börjar klockan sju." in page.main.get_text()
    assert page.select_one('a[href^="mailto:"]')


def test_a_fact_table_with_only_goals_is_shown_below_the_text(project: Path, results: Results) -> None:
    assert results["build"].status == 0
    below, above = ["prose", "details"], ["prose", "details", "prose"]
    for page, order in (("leksaksfragor/nar-oppnar-ni", below), ("leksakstraffar/julstuga", above)):
        built = BeautifulSoup((project / "out" / page / "index.html").read_text("utf-8"), "html.parser")
        parts = built.select("main .prose, main .details")
        assert [next(name for name in order if name in part["class"]) for part in parts] == order, page


def read_events(project: Path, site: str, page: str) -> list[tuple[str, str]]:
    """Return the events to which a built page links."""
    read = BeautifulSoup((project / site / page / "index.html").read_text("utf-8"), "html.parser")
    links = ((link.get_text(), str(link["href"])) for link in read.select("main .card-list a"))
    return [(words, address) for words, address in links if "/leksakstraffar/" in address]


def test_a_kind_that_is_only_declared_has_complete_pages(project: Path, results: Results) -> None:
    """Trail, fact table with goals, contact and sources, although the room has no page, view or template of its own."""
    assert results["build"].status == 0
    page = BeautifulSoup((project / "out" / "leksakstraffar" / "julstuga" / "index.html").read_text("utf-8"), "html.parser")
    assert page.select_one(".trail a")["href"] == "/leksakstraffar/"
    rows = {row.dt.get_text(): row.dd.get_text().replace("\N{NO-BREAK SPACE}", " ") for row in page.select(".details__row")}
    assert rows == {
        "Dag": "24 december 2026",
        "Plats": "Storgatan 1",
        "Affisch": "Julstuga (PDF, 1 kB)",
        "Lokalt mål": "Mål 2: Alla är trygga",
    }
    assert page.select_one(".details time")["datetime"] == "2026-12-24"
    top = [part.get_text().replace("\N{NO-BREAK SPACE}", " ") for part in page.select(".lede__text > *")]
    assert top == ["24 december 2026, Storgatan 1", "Vi pysslar tillsammans."]
    assert "Ta med en sax." in page.select_one(".page .prose").get_text()
    assert page.select_one("main .contact")
    assert "Sandvålla stadsmission" in page.select_one(".sources").get_text()
    items = json.loads((project / "out" / "data" / "toy_events.json").read_text("utf-8"))["items"]
    assert [(item["title"], item["day"], item["venue"], item["goals"]) for item in items] == [
        ("Sommarlek", "2026-06-06", None, [2]),
        ("Sparklek", "2026-12-13", None, [2]),
        ("Julstuga", "2026-12-24", "Storgatan 1", [2]),
    ]
    assert items[2]["url"] == "https://www.example.org/leksakstraffar/julstuga/"
    english = (project / "out" / "en" / "leksakstraffar" / "julstuga" / "index.html").read_text("utf-8")
    assert '<a class="way trail__link" href="/en/leksakstraffar/">' in english


def test_open_data_has_whole_addresses_of_what_a_field_leads_to(project: Path, results: Results) -> None:
    """Of a file to fetch and of a page, in each language its own; and the file is there."""
    assert results["build"].status == 0
    items = json.loads((project / "out" / "data" / "toy_events.json").read_text("utf-8"))["items"]
    root = "https://www.example.org"
    assert [(item["poster"], item["more"]) for item in items] == [
        (None, None),
        (None, None),
        (f"{root}/bilder/leksaksprogram.pdf", f"{root}/leksaksnotiser/ny-lokal/"),
    ]
    assert items[2]["translations"]["en"] == {
        "title": "Christmas crafts",
        "summary": "We make things together.",
        "url": f"{root}/en/leksakstraffar/julstuga/",
        "more": f"{root}/en/leksaksnotiser/ny-lokal/",
        "poster": f"{root}/bilder/leksaksdagordning.pdf",
    }
    assert (project / "out" / "bilder" / "leksaksdagordning.pdf").is_file()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, ""),
        ({"venue": None, "poster": None}, ""),
        ({"venue": "{fakta:frukostar}"}, "not valid"),
        ({"day": None}, "None is not of type 'string'"),
        ({"day": "i morgon"}, "'i morgon' does not match"),
        ({"goals": ["2"]}, "'2' is not of type 'integer'"),
        ({"poster": "/bilder/leksaksprogram.pdf"}, "does not match"),
        ({"url": "https://www.example.org/leksaksfragor/julstuga/"}, "does not match"),
        ({"contact": "Alva"}, "Unevaluated properties are not allowed"),
        ({"translations": {"en": {"url": "https://www.example.org/en/leksakstraffar/julstuga/", "day": "2026-12-24"}}}, "day"),
        ({"translations": {"en": {"title": "Christmas crafts"}}}, "'url' is a required property"),
    ],
)
def test_the_schema_of_open_data_describes_a_kind_that_is_only_declared(
    project: Path, results: Results, change: dict[str, object], why: str
) -> None:
    """All follows from its model; what is described by hand stays as it is, word for word."""
    schema, own = json.loads(results["schema"].out), (PROJECT / "docs" / "open-data.schema.json").read_text("utf-8")
    assert results["schema"].out.startswith(own.rstrip().removesuffix("}").rstrip().removesuffix("}").rstrip())
    data = json.loads((project / "out" / "data" / "toy_events.json").read_text("utf-8"))
    data["items"][2] |= change
    errors = [*Draft202012Validator({"$ref": "#/$defs/toy_events", "$defs": schema["$defs"]}).iter_errors(data)]
    assert bool(errors) is bool(why), errors
    assert why in str(errors)


def test_the_schema_requires_every_key_that_an_item_has(project: Path, results: Results) -> None:
    items = json.loads((project / "out" / "data" / "toy_events.json").read_text("utf-8"))["items"]
    required = json.loads(results["schema"].out)["$defs"]["toy_events_item"]["required"]
    assert required == [*items[0]], "in the order of the items"


def test_its_card_disappears_the_day_after_the_last_and_its_page_stays(project: Path, results: Results) -> None:
    """From its overview and the pages of its goals; the calendar of changes has the day."""
    early = [("Sparklek", "/leksakstraffar/sparklek/"), ("Julstuga", "/leksakstraffar/julstuga/")]
    for site, listed in (("out", early), ("last", early[1:]), ("over", [])):
        assert read_events(project, site, "leksakstraffar") == listed
        assert sorted(read_events(project, site, "mal-2")) == sorted(listed)
        assert (project / site / "leksakstraffar" / "sommarlek" / "index.html").is_file()
        assert (project / site / "leksakstraffar" / "julstuga" / "index.html").is_file()
    cards = BeautifulSoup((project / "last" / "leksakstraffar" / "index.html").read_text("utf-8"), "html.parser")
    assert (
        cards.select_one("main .card-list__note").get_text().replace("\N{NO-BREAK SPACE}", " ") == "24 december 2026, Storgatan 1"
    )
    overview = (project / "over" / "leksakstraffar" / "index.html").read_text("utf-8")
    assert "Just nu är inget bestämt." in overview
    found = BeautifulSoup((project / "over" / "sok" / "index.html").read_text("utf-8"), "html.parser").select("main a")
    assert "/leksakstraffar/sommarlek/" in {str(link["href"]) for link in found}
    assert "leksaksträffen ”Julstuga” lämnar listorna" in results["to do last"].out + results["records last"].err


def test_a_last_day_in_lists_before_the_first_day_is_an_error(results: Results) -> None:
    status, out, _ = results["listed early"]
    assert status == 1
    assert "gammalt-nytt.md:6:7: fel: Sista dagen i listor, 31 maj 2026, kommer före den första" in out.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_the_toy_rooms_pass_the_type_check(project: Path) -> None:
    """With the files that the copy changes. They are the pattern of a room. `lint` does not check them, because their package has
    the name of the project's own.

    Of the other files, which `lint` checks, mypy then needs only what they declare.
    """
    files = sorted(path.relative_to(project) for path in (project / "plugins").rglob("*.py"))
    own = [path for path in files if not is_same(project / path, PROJECT / path)]
    assert {Path("plugins/site/rooms.py"), Path("plugins/toy_events/room.py")} <= {*own}
    options = [f"--config-file={PROJECT / 'pyproject.toml'}", f"--cache-dir={os.devnull}", "--follow-imports=silent"]
    command = [sys.executable, "-m", "mypy", *options, *own]
    ran = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def is_same(path: Path, other: Path) -> bool:
    """Return whether both files exist and have the same bytes."""
    return path.is_file() and other.is_file() and path.read_bytes() == other.read_bytes()


def test_a_record_is_shown_until_the_last_day_that_its_model_declares(project: Path, results: Results) -> None:
    """Words within a sentence stay, with the source of their figure: the sentence would be incomplete without them."""
    for name, is_shown in (("last", True), ("over", False)):
        status, out, err = results[f"records {name}"]
        assert status == 0, out + err
        page = BeautifulSoup((project / name / "leksaksdagar" / "index.html").read_text("utf-8"), "html.parser")
        assert bool(page.select_one(".help-strip")) is is_shown
        assert ("Ta med en leksak." in page.get_text()) is is_shown
        assert [one.name for one in page.select("#leksaksblocket, #sist")] == (["h3", "h2"] if is_shown else ["div", "h2"])
        assert page.select_one("a[href='#leksaksblocket']")
        assert "Vi leker 31 gånger om året." in page.get_text()
        assert "Leksaksrådet" in page.select_one(".sources").get_text()
        facts = json.loads((project / name / "data" / "facts.json").read_text("utf-8"))["items"]
        assert ("leksakstal" in [item["id"] for item in facts]) is is_shown


def test_a_reference_to_an_ended_record_is_a_warning(results: Results) -> None:
    assert "avslutad-post" not in results["records last"].out
    said = results["records over"].out.replace("\u00a0", " ")
    assert re.findall(r"(\S+): varning: (.+) \[avslutad-post\]", said) == [
        (
            "content/sidor/leksaksdagar.md:4:11",
            "”leksaksjour” visades till 24 december 2026, så här visas ingenting längre.",
        ),
        ("content/sidor/leksaksdagar.md:7:17", "”leksakstal” visades till 24 december 2026, men orden står kvar här."),
        (
            "content/sidor/leksaksdagar.md:11:8",
            "”leksaksblock” visades till 24 december 2026, så här visas ingenting längre.",
        ),
    ]
    assert "Ta bort hänvisningen, eller skriv en senare dag på raden leksaksdag i stodrutor.yaml." in said
    assert "Skriv om meningen, eller skriv en senare dag på raden leksaksdag i fakta.yaml." in said


def test_the_last_day_of_a_record_is_a_change_of_the_site_and_is_on_the_to_do_list(results: Results) -> None:
    gone = {
        "uppgiften ”leksakstal” visas inte längre",
        "stödrutan ”Behöver du leka?” visas inte längre",
        "blocket ”Leksaksblocket” visas inte längre",
    }
    for change in gone:
        assert change in results["records last"].err
        assert f"changes: {change[0].upper()}{change[1:]}." in results["to do last"].out.splitlines()
    assert not [line for line in results["to do over"].out.splitlines() if "leksakstal" in line and "warnings" not in line]
    assert "Stäm av mot källan" in results["to do last"].out
    assert "granskning-forfallen" not in results["records over"].out


def test_missing_references_and_translations_of_an_ended_record_are_not_reported(results: Results) -> None:
    assert "[okand-kontakt]" in results["wrong last"].out
    assert "”leksakslös”" in results["wrong last"].out
    assert "”leksaksjour” finns inte på engelska" in results["wrong last"].out
    assert "leksakslös" not in results["wrong over"].out
    assert "”leksaksjour” finns inte" not in results["wrong over"].out


def test_a_record_is_to_be_reviewed_by_the_day_that_its_model_declares(results: Results) -> None:
    advice = "Stäm av att det stämmer, och skriv en ny dag i fältet leksakskoll."
    said = results["records last"].out.replace("\u00a0", " ")
    assert "Stödrutan ”leksaksjour” skulle granskas senast 20 december 2026. [granskning-forfallen]" in said
    assert advice in said
    assert advice in results["to do last"].out
    assert advice not in results["to do over"].out


def test_the_links_of_an_ended_record_are_not_checked(results: Results) -> None:
    addresses = {"https://www.example.com/leksaksjour/", "https://www.example.com/leksaksblock/"}
    assert addresses <= {*results["outside last"].out.splitlines()}
    assert not addresses & {*results["outside over"].out.splitlines()}


def test_a_contact_that_only_an_ended_record_refers_to_may_end(results: Results) -> None:
    """A contact without a successor, in a field of the help box and at a mark in its text."""
    assert "[kontakt-slutar]" in results["records last"].out
    assert "leksaksring" not in results["records over"].out


def test_uses_says_that_a_record_has_ended(results: Results) -> None:
    """The places are listed still: they prevent its removal."""
    for name, is_reported in (("last", False), ("over", True)):
        said = results[f"uses {name}"].out.replace("\u00a0", " ")
        assert "leksaksdagar.md:4:11: stödruta: leksaksjour" in said
        assert ("Stödrutan visades till 24 december 2026." in said) is is_reported


def test_an_ended_page_leaves_every_list_of_the_preview(project: Path, results: Results) -> None:
    """As on the site, where only its address remains. Drafts and pages to come are shown as such."""
    folder, known = Path("leksaksnotiser"), {"jullek", "sen-lek", "trettonlek", "snart-lek"}
    coming = {"trettonlek": "visas från 6 januari 2027)", "snart-lek": "utkast)"}
    for name, listed in (("last", coming | {"jullek": "", "sen-lek": "utkast)"}), ("over", coming)):
        preview = project / f"preview-{name}"
        for place in (folder, Path("sok")):
            links = read(preview / place).select("main a[href^='/leksaksnotiser/']")
            named = {link["href"].split("/")[2]: link.get_text().partition(" (")[2] for link in links}
            assert {one: why for one, why in named.items() if one in known} == listed, f"{place} on the day {name}"
        assert bool(read(preview / "mal-2").select("main a[href*=jullek]")) is (name == "last")
        for file in ("sitemap.xml", "data/toy_notices.json"):
            assert ("jullek" in (preview / file).read_text("utf-8")) is (name == "last")
        feed = (preview / "leksaksnotiser.xml").read_text("utf-8")
        assert {one for one in known if f"/{one}/" in feed} == ({"jullek"} if name == "last" else set())
    over = project / "preview-over"
    assert read(over / folder / "jullek").select_one(".draft").get_text().startswith("Visades till 24 december 2026 –")
    assert (
        read(over / folder / "sen-lek").select_one(".draft").get_text().startswith("Utkast, sista dagen var 24 december 2026 –")
    )
    assert "Läs om jul, och om tretton (visas från 6 januari 2027)." in read(over / "leksaksdagar").main.get_text()


def test_pages_with_a_first_day_have_the_same_order_in_every_list(project: Path, results: Results) -> None:
    """The newest first: on the page of a goal, which lists a few, on that of the global goals, in the overview and in search."""
    newest_first = [f"/leksaksnotiser/{name}/" for name in ("trettonlek", "snart-lek", "jullek", "sen-lek")]
    for place in ("mal-2", "globala-malen", "leksaksnotiser", "sok"):
        links = read(project / "preview-last" / place).select("main a[href^='/leksaksnotiser/']")
        listed = [link["href"] for link in links if link["href"] in newest_first]
        assert listed[:4] == newest_first, place


def read(folder: Path) -> BeautifulSoup:
    """Return the page of a folder, with plain spaces and no soft hyphens."""
    html = (folder / "index.html").read_text("utf-8")
    return BeautifulSoup(html.replace("\u00a0", " ").replace("\u00ad", ""), "html.parser")

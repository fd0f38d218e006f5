"""New rooms, added to a copy of the project, are found by everything that loops over rooms: dated notices, events and
questions, whose fields are those of another kind, and quotations, a component for any text.

Apart from the rooms' own folders and templates, only the list of rooms and the word lists are changed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

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
from plugins.site.examples import render_example
from plugins.site.outside import find_outside_links
from plugins.site.prepare import prepare_site
from plugins.site.theme import read_theme
from plugins.site.to_do.sources import list_to_do

def tell(do):
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

told = {
    "build": tell(lambda: run("build", Options(output="out", date=day))),
    "uses": tell(lambda: run("uses", Options(name="ny-lokal", date=day))),
    "contact": tell(lambda: run("uses", Options(name="partnerskap", date=day))),
    "lacking": tell(check_without_file),
    "new": tell(lambda: run_new(Wish("leksaksnotis", "En tredje notis", goal="1"), Options(date=day))),
}
delivery = Delivery("", None, TargetState(), DeliveryOptions(), Path("content"), None, Path(), None)
site = prepare_site(Path("content"), date.fromisoformat(day), read_theme(Path("theme"))).site
late = delivery._errand(Path("out"), None, site.late, is_alone=True).late
assert read_manifest(Path("out")), told["build"]  # nothing was built: that says why
told["delivered"] = [0, "\\n".join(make_plan(read_manifest(Path("out")), TargetState(), None, late).writes), ""]
templates = FileSystemLoader("theme/templates")
environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=templates)
told["example"] = [0, render_example(Path("theme"), environment, "toy_quotation", "words with a link"), ""]
notices = Path("content/leksaksnotiser/ny-lokal.md")
written = notices.read_text("utf-8")
notices.write_text(f"{written}\\nDet är {{leksaksdagar:2026-11-22}} dagar kvar.\\n", "utf-8")
told["last day"] = tell(lambda: run("check", Options(date=day)))
told["day after"] = tell(lambda: run("build", Options(output="after", date="2026-11-23")))
notices.write_text(written.replace("titel: Ny lokal för frukosten", "titel: Frukost för alla"), "utf-8")
told["named"] = tell(lambda: run("build", Options(output="named", date=day)))
goal = Path("content/mal/mal-1-ingen-hunger.md")
own = goal.read_text("utf-8")
goal.write_text(own.replace("### Frukost för alla\\n", "### Frukost för alla\\n\\n### Kvällsmat\\n"), "utf-8")
told["over nothing"] = tell(lambda: run("check", Options(date=day)))
goal.write_text(own, "utf-8")
notices.write_text(written, "utf-8")
old = Path("content/leksaksnotiser/gammalt-nytt.md")
own = old.read_text("utf-8")
old.write_text(own.replace("till: 2026-08-31", "till: 2026-05-31"), "utf-8")
told["listed early"] = tell(lambda: run("check", Options(date=day)))
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
    told[f"proof of {subject}"] = tell(lambda: run_proof(subject, Options(content="played", output="proofs", date=day)))
for name, today in (("last", "2026-12-24"), ("over", "2026-12-25")):
    told[f"records {name}"] = tell(lambda: run("build", Options(output=name, date=today)))
    told[f"uses {name}"] = tell(lambda: run("uses", Options(name="leksaksjour", date=today)))
    ready = prepare_site(Path("content"), date.fromisoformat(today), read_theme(Path("theme")))
    told[f"outside {name}"] = [0, "\\n".join(find_outside_links(ready.site, ready.library)), ""]
    told[f"to do {name}"] = [0, "\\n".join(f"{row.sort}: {row.what}" for row in list_to_do(ready)), ""]
    live = LiveSite(Path("played"), Path("theme"), Path(), lambda: date.fromisoformat(today))
    for path, page in live.files().items():
        Path(f"preview-{name}", path).parent.mkdir(parents=True, exist_ok=True)
        Path(f"preview-{name}", path).write_bytes(page)
boxes, spoken = Path("content/stodrutor.yaml"), Path("content/stodrutor.en.yaml")
right = boxes.read_text("utf-8")
boxes.write_text(right.replace("kontakter: leksaksring", "kontakter: [leksaksring, leksakslös]"), "utf-8")
spoken.write_text("- id: våld\\n  rubrik: Do you need help?\\n", "utf-8")
told["wrong last"] = tell(lambda: run("check", Options(date="2026-12-24")))
told["wrong over"] = tell(lambda: run("check", Options(date="2026-12-25")))
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
told["figure"] = tell(lambda: run("build", Options(output="figure", date=day)))
Path("content/leksaksnotiser/ny-lokal.md").rename("content/sidor/ny-lokal.md")
frida = "---\\ntitel: Frida\\nsammanfattning: Ett hem.\\nlokala mål: 1\\nstatus: utkast\\n---\\nHär bor man.\\n"
Path("content/sidor/frida.md").write_text(frida, "utf-8")
with Path("content/sidor/om.md").open("a", encoding="utf-8") as page:
    page.write("\\nVi är {{leksaksålder:2016-12-01}},\\neller {leksaksålder 2016-12-01}\\n")
    page.write("eller {leksaksålder}. Men vår [leksaksålder] är hög.\\n")
told["stray"] = tell(lambda: run("check", Options(date=day)))
print(json.dumps(told))
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
    """Give partners and goals a new field: in the model, and its word in each word list."""
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


@pytest.fixture(scope="module")
def told(project: Path, request: pytest.FixtureRequest) -> dict[str, tuple[int, str, str]]:
    """Return exit status, stdout and stderr of each task that the module's `SCRIPT` runs in the project."""
    command = [sys.executable, "-X", "utf8", "-c", request.module.SCRIPT]
    ran = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    return {task: (said[0], said[1], said[2]) for task, said in json.loads(ran.stdout).items()}


def test_its_pages_are_built_with_overview_links_and_redirects(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    status, out, err = told["build"]
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


def test_its_pages_can_be_translated_without_code_of_its_own(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    assert told["build"][0] == 0
    page = (project / "out" / "en" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert "A new place for breakfast" in page
    assert 'hreflang="sv" href="https://www.example.org/leksaksnotiser/ny-lokal/"' in page
    assert '<a href="/en/leksaksnotiser/">' in page
    assert "A new place for breakfast" in (project / "out" / "en" / "leksaksnotiser" / "index.html").read_text("utf-8")


def test_a_figure_only_in_the_title_is_shown_with_its_source(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    status, out, err = told["figure"]
    assert status == 0, out + err
    page = BeautifulSoup((project / "figure" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8"), "html.parser")
    assert "40" in page.select_one("h1").get_text()
    assert "Sandvålla stadsmission" in page.select_one(".sources").get_text()


def test_it_is_in_the_site_map_and_the_open_data(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    assert told["build"][0] == 0
    site = project / "out"
    assert "https://www.example.org/leksaksnotiser/ny-lokal/" in (site / "sitemap.xml").read_text("utf-8")
    items = json.loads((site / "data" / "toy_notices.json").read_text("utf-8"))["items"]
    assert [item["title"] for item in items] == ["Ny lokal för frukosten", "Sommarens utflykt"]
    assert [item["attachment"] for item in items] == ["https://www.example.org/bilder/leksaksprogram.pdf", None]


def test_a_file_named_by_a_field_is_published_and_its_link_says_its_type(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    """The view says nothing of what it leads to: the kind of the field does, also of what stands on no page."""
    status, out, err = told["build"]
    assert status == 0, out + err
    for folder in ("leksaksnotiser", "en/leksaksnotiser"):
        page = BeautifulSoup((project / "out" / folder / "ny-lokal" / "index.html").read_text("utf-8"), "html.parser")
        assert page.select_one('a[href="/bilder/leksaksprogram.pdf"]').get_text().startswith("Läs hela programmet (PDF, ")
    for line, column, name in ((7, 9, "leksaksprogram.pdf"), (11, 13, "leksaksdagordning.pdf")):
        file = project / "content" / "bilder" / name
        assert (project / "out" / "bilder" / name).read_bytes() == file.read_bytes()
        lacking = f"leksaksnotiser/ny-lokal.md:{line}:{column}: fel: Länken leder till /bilder/{name}, som inte finns."
        assert lacking in told["lacking"][1]


def test_a_file_beside_the_pages_is_written_and_delivered_after_them(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    """That it is known to the audit, and that a page may link to it, the exit status says."""
    status, out, err = told["build"]
    assert status == 0, out + err
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(project / "out" / "leksaksnotiser.xml")
    assert feed.findtext(f"{atom}subtitle") == "Det som har hänt hos oss."
    assert [(entry.findtext(f"{atom}title"), entry.findtext(f"{atom}updated")) for entry in feed.iter(f"{atom}entry")] == [
        ("Ny lokal för frukosten", "2026-11-20T00:00:00Z"),
        ("Sommarens utflykt", "2026-06-20T00:00:00Z"),
    ]
    assert 'href="/leksaksnotiser.xml"' in (project / "out" / "om" / "index.html").read_text("utf-8")
    delivered = told["delivered"][1].splitlines()
    last_page = max(place for place, path in enumerate(delivered) if path.endswith(".html"))
    assert {"leksaksnotiser.xml", "data/toy_notices.json", "sitemap.xml", "robots.txt", "_headers", "_redirects"} < {
        *delivered[last_page:]
    }


def test_a_file_for_a_single_page_is_delivered_before_that_page(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    """That the audit knows it, and that the page which leads to it finds it, the exit status says."""
    status, out, err = told["build"]
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
    delivered = told["delivered"][1].splitlines()
    assert delivered.index("leksaksnotiser/ny-lokal.ics") < delivered.index("leksaksnotiser/ny-lokal/index.html")


def test_a_file_for_each_language_is_delivered_after_the_pages(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    days = [(project / "out" / folder / "leksaksdagar.ics").read_bytes().decode() for folder in ("", "en")]
    assert [calendar.count("BEGIN:VEVENT") for calendar in days] == [2, 1]
    asked = [line for calendar in days for line in calendar.splitlines() if line.startswith("CONTACT:")]
    assert asked == ["CONTACT:Kontakt för partnerskap"] * 3, "nobody has translated it"
    delivered = told["delivered"][1].splitlines()
    last_page = max(place for place, path in enumerate(delivered) if path.endswith(".html"))
    assert {"leksaksdagar.ics", "en/leksaksdagar.ics"} < {*delivered[last_page:]}


def test_a_field_declared_only_in_the_model_is_on_the_page_and_in_the_open_data(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    status, out, err = told["build"]
    assert status == 0, out + err
    page = BeautifulSoup((project / "out" / "partner" / "index.html").read_text("utf-8"), "html.parser")
    rows = [(row.dt.string, row.dd.string) for row in page.select(".register__entry .details__row")]
    assert [row for row in rows if row[0] == "Leksaksår"] == [("Leksaksår", "1994")]
    items = json.loads((project / "out" / "data" / "partners.json").read_text("utf-8"))["items"]
    assert [item["toy_year"] for item in items] == [1994, None]


def test_a_line_declared_only_in_the_model_of_goals_is_shown_in_large_type(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    """Its long words may break as those of a heading, with nothing said of it in steps, style or template."""
    status, out, err = told["build"]
    assert status == 0, out + err
    page = BeautifulSoup((project / "out" / "mal-1" / "index.html").read_text("utf-8"), "html.parser")
    line = page.select(".hero .hero__subheading")[1].get_text()
    assert "\u00ad" in line.split()[0]
    assert line.replace("\u00ad", "").startswith("Frukostverksamheterna med 40")


def test_its_page_has_trail_details_contact_help_and_sources(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    assert told["build"][0] == 0
    page = BeautifulSoup((project / "out" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8"), "html.parser")
    assert [link["href"] for link in page.select(".trail a")][-1] == "/leksaksnotiser/"
    words = " ".join(page.get_text(" ").split())
    assert "Plats Storgatan 1" in words
    assert page.select_one('a[href^="mailto:"]')
    assert page.find(id="kontakt")
    assert page.select_one(".help-strip a[href^='tel:']")
    assert "Frukosten är 9 år." in words
    assert "Sandvålla stadsmission" in page.select_one(".sources").get_text()


def test_the_page_of_its_goal_links_to_it(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    """Notices have goals, and neither beginning nor end."""
    assert told["build"][0] == 0
    page = BeautifulSoup((project / "out" / "mal-1" / "index.html").read_text("utf-8"), "html.parser")
    links = [(link.get_text(), link["href"]) for link in page.select(".card-list a")]
    assert links == [("Ny lokal för frukosten", "/leksaksnotiser/ny-lokal/")], "the other has left the lists"
    assert page.select_one(".card-list").find_previous("h4").get_text() == "Leknotiser"
    assert "Verksamheter och projekt" not in page.select_one("main").get_text()
    world = BeautifulSoup((project / "out" / "globala-malen" / "index.html").read_text("utf-8"), "html.parser")
    folded = {one.get_text() for one in world.select(".meetings__links summary")}
    assert folded == {"Leknotiser i de lokala målen (1)", "Leksaksträffar i de lokala målen (2)"}


def test_a_heading_on_the_page_of_its_goal_does_not_link_to_it(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    """Such a heading names what is done, an activity or a project: news with the same title stand in their own list."""
    assert told["named"][0] == 0, told["named"]
    page = BeautifulSoup((project / "named" / "mal-1" / "index.html").read_text("utf-8"), "html.parser")
    assert page.find("h4", string="Frukost för alla").a is None
    assert "/leksaksnotiser/ny-lokal/" in {link["href"] for link in page.select(".card-list a")}
    assert "mal-1-ingen-hunger.md" in told["over nothing"][1]
    assert "Frukost för alla" in told["over nothing"][1]


def test_it_has_a_group_of_its_own_in_search(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    assert told["build"][0] == 0
    page = BeautifulSoup((project / "out" / "sok" / "index.html").read_text("utf-8"), "html.parser")
    group = page.find("h2", string="Leknotiser").find_parent("section")
    assert {"/leksaksnotiser/ny-lokal/", "/leksaksnotiser/gammalt-nytt/"} <= {link["href"] for link in group.find_all("a")}


def test_an_ended_page_leaves_the_overview_and_keeps_its_address(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    assert told["build"][0] == 0
    assert "Sommarens utflykt" not in (project / "out" / "leksaksnotiser" / "index.html").read_text("utf-8")
    assert "Vi badade" in (project / "out" / "leksaksnotiser" / "gammalt-nytt" / "index.html").read_text("utf-8")


def test_its_component_is_shown_with_template_style_and_examples(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    assert told["build"][0] == 0
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
    assert told["example"][1].count('<figure class="toy-quotation">') == 1
    (index,) = (site / "sok").glob("index.*.json")
    assert "pannkakor" in json.loads(index.read_text("utf-8"))["words"]


def test_its_component_is_shown_in_every_text_that_may_have_it_and_warned_of_elsewhere(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    """An announcement has none: its writer is told, and no word is gone."""
    status, out, err = told["figure"]
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


def test_text_that_is_nearly_a_component_is_warned_of_with_what_to_write(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    """At its own line, also below a quotation by the same person that is as it should be."""
    said = told["build"][1]
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


def test_a_proof_can_be_made_of_a_page_whose_first_day_is_to_come(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    for name in ("jullek", "trettonlek"):
        status, _, said = told[f"proof of /leksaksnotiser/{name}/"]
        assert status == 0, said
        (proof,) = (project / "proofs").glob(f"*{name}*")
        assert "Kom och lek." in proof.read_text("utf-8")


def test_a_box_is_declared_only_by_its_name(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    """Words and a list stand in one component; a box that no room has is told, with how those are written that there are."""
    assert told["build"][0] == 0
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
    said = told["build"][1]
    assert "gammalt-nytt.md:36:1: varning: Raden ”:::warning” betyder inget här" in said
    assert "Steg skrivs mellan raderna :::leksakssteg och :::." in said
    assert "gammalt-nytt.md:29" not in said


def test_its_first_day_is_a_change_of_the_site(told: dict[str, tuple[int, str, str]]) -> None:
    assert "leksaksnotisen ”Julfirandet är spikat” börjar visas" in told["build"][2]
    assert "markeringen ”{leksaksålder:2016-12-01}” i ny-lokal.md visar något annat" in told["build"][2]


def test_a_mark_whose_day_has_passed_is_a_warning_and_no_error(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    assert told["last day"][0] == 0
    assert "fel-i-markering" not in told["last day"][1]
    status, out, err = told["day after"]
    assert status == 0, out + err
    assert "varning: ”2026-11-22” är en dag som har varit. [fel-i-markering]" in out
    assert "Det är 0\u00a0dagar kvar." in (project / "after" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8")


def test_its_mark_for_an_address_becomes_a_link(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    """In a line, and in the words of another link, it is its words alone."""
    assert told["build"][0] == 0
    page = BeautifulSoup((project / "out" / "leksaksnotiser" / "ny-lokal" / "index.html").read_text("utf-8"), "html.parser")
    own = [(link.get_text(), link["href"]) for link in page.select(".prose a") if "karta" in link["href"]]
    assert own == [("Storgatan 1", "https://karta.example.org/?sok=Storgatan+1")]
    assert "nära Lilla torget" in [link.get_text() for link in page.select('.prose a[href="/kontakt/"]')]
    assert page.select_one('meta[name="description"]')["content"] == "Frukosten har flyttat till Storgatan 1."


def test_an_incomplete_mark_is_an_error_with_a_suggestion(told: dict[str, tuple[int, str, str]]) -> None:
    said = told["stray"][1]
    assert re.findall("fel: ”(.+)” är ingen hel markering", said) == [
        "{{leksaksålder:2016-12-01}}",
        "{leksaksålder 2016-12-01}",
        "{leksaksålder}",
    ]
    assert "    Skriv:  Vi är {leksaksålder:2016-12-01},\n" in said
    assert "    Skriv:  eller {leksaksålder:2016-12-01}\n" in said
    assert "    Skriv en dag som har varit, som {leksaksålder:2025-12-01}.\n" in said


def test_a_page_whose_first_day_is_to_come_is_listed_as_left_out(told: dict[str, tuple[int, str, str]]) -> None:
    assert "”Julfirandet är spikat” visas från 1 december 2026." in told["build"][2].replace("\N{NO-BREAK SPACE}", " ")


def test_uses_finds_its_pages_and_what_they_refer_to(told: dict[str, tuple[int, str, str]]) -> None:
    assert told["uses"][0] == 0, told["uses"]
    assert "sidor/om.md" in told["uses"][1] + told["uses"][2]
    assert "leksaksnotiser/ny-lokal.md" in told["contact"][1] + told["contact"][2]


def test_new_writes_a_page_to_fill_in(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    status, out, err = told["new"]
    assert status == 0, out + err
    made = (project / "content" / "leksaksnotiser" / "en-tredje-notis.md").read_text("utf-8")
    assert "titel: En tredje notis" in made
    assert "notisdag: 2026-11-22" in made


def test_a_file_in_the_wrong_folder_is_an_error_that_names_the_folders_that_fit(told: dict[str, tuple[int, str, str]]) -> None:
    status, out, _ = told["stray"]
    assert status == 1
    assert "leksaksnotiser/" in out
    assert out.count("[fel-mapp]") == 2
    assert re.search(r"Flytta den till verksamheter/.* eller leksaksfragor/\.", out)


def test_a_kind_without_a_template_of_its_own_is_built(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    assert told["build"][0] == 0
    page = BeautifulSoup((project / "out" / "leksaksfragor" / "nar-oppnar-ni" / "index.html").read_text("utf-8"), "html.parser")
    assert page.h1.get_text() == "När öppnar ni?"
    assert "Frukosten börjar klockan sju." in page.main.get_text()
    assert page.select_one('a[href^="mailto:"]')


def test_a_fact_table_with_only_goals_is_shown_below_the_text(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    assert told["build"][0] == 0
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


def test_a_kind_that_is_only_declared_has_complete_pages(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    """The way back, a fact table with its goals, its contact and sources: no page, view or template of the room's own."""
    assert told["build"][0] == 0
    page = BeautifulSoup((project / "out" / "leksakstraffar" / "julstuga" / "index.html").read_text("utf-8"), "html.parser")
    assert page.select_one(".trail a")["href"] == "/leksakstraffar/"
    rows = {row.dt.get_text(): row.dd.get_text().replace("\N{NO-BREAK SPACE}", " ") for row in page.select(".details__row")}
    assert rows == {"Dag": "24 december 2026", "Plats": "Storgatan 1", "Lokalt mål": "Mål 2: Alla är trygga"}
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


def test_its_card_disappears_the_day_after_the_last_and_its_page_stays(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    """From its overview and the pages of its goals, in the order of its register; the calendar knows the day."""
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
    assert "leksaksträffen ”Julstuga” lämnar listorna" in told["to do last"][1] + told["records last"][2]


def test_a_last_day_in_lists_before_the_first_day_is_an_error(told: dict[str, tuple[int, str, str]]) -> None:
    status, out, _ = told["listed early"]
    assert status == 1
    assert "gammalt-nytt.md:6:7: fel: Sista dagen i listor, 31 maj 2026, kommer före den första" in out.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_the_toy_rooms_pass_the_type_check(project: Path, tmp_path: Path) -> None:
    """It is the pattern of a room; lint's mypy does not see it, as its package would have the name of the project's own."""
    rooms = sorted(f"plugins/{path.name}" for path in (TOY / "plugins").iterdir())
    told = [f"--config-file={PROJECT / 'pyproject.toml'}", f"--cache-dir={tmp_path}"]
    command = [sys.executable, "-m", "mypy", *told, *rooms]
    ran = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_record_is_shown_until_the_last_day_that_its_model_declares(
    project: Path, told: dict[str, tuple[int, str, str]]
) -> None:
    """Words of a sentence stay, with the source of their figure, as the sentence would say nothing without them."""
    for name, is_shown in (("last", True), ("over", False)):
        status, out, err = told[f"records {name}"]
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


def test_a_reference_to_an_ended_record_is_a_warning(told: dict[str, tuple[int, str, str]]) -> None:
    assert "avslutad-post" not in told["records last"][1]
    said = told["records over"][1].replace("\u00a0", " ")
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


def test_the_last_day_of_a_record_is_a_change_of_the_site_and_is_on_the_to_do_list(told: dict[str, tuple[int, str, str]]) -> None:
    gone = {
        "uppgiften ”leksakstal” visas inte längre",
        "stödrutan ”Behöver du leka?” visas inte längre",
        "blocket ”Leksaksblocket” visas inte längre",
    }
    for change in gone:
        assert change in told["records last"][2]
        assert f"changes: {change[0].upper()}{change[1:]}." in told["to do last"][1].splitlines()
    assert not [line for line in told["to do over"][1].splitlines() if "leksakstal" in line and "warnings" not in line]
    assert "Stäm av mot källan" in told["to do last"][1]
    assert "granskning-forfallen" not in told["records over"][1]


def test_missing_references_and_translations_of_an_ended_record_are_not_reported(told: dict[str, tuple[int, str, str]]) -> None:
    assert "[okand-kontakt]" in told["wrong last"][1]
    assert "”leksakslös”" in told["wrong last"][1]
    assert "”leksaksjour” finns inte på engelska" in told["wrong last"][1]
    assert "leksakslös" not in told["wrong over"][1]
    assert "”leksaksjour” finns inte" not in told["wrong over"][1]


def test_a_record_is_to_be_reviewed_by_the_day_that_its_model_declares(told: dict[str, tuple[int, str, str]]) -> None:
    advice = "Stäm av att det stämmer, och skriv en ny dag i fältet leksakskoll."
    said = told["records last"][1].replace("\u00a0", " ")
    assert "Stödrutan ”leksaksjour” skulle granskas senast 20 december 2026. [granskning-forfallen]" in said
    assert advice in said
    assert advice in told["to do last"][1]
    assert advice not in told["to do over"][1]


def test_the_links_of_an_ended_record_are_not_checked(told: dict[str, tuple[int, str, str]]) -> None:
    addresses = {"https://www.example.com/leksaksjour/", "https://www.example.com/leksaksblock/"}
    assert addresses <= {*told["outside last"][1].splitlines()}
    assert not addresses & {*told["outside over"][1].splitlines()}


def test_a_contact_that_only_an_ended_record_refers_to_may_end(told: dict[str, tuple[int, str, str]]) -> None:
    """A contact without a successor, in a field of the help box and at a mark in its text."""
    assert "[kontakt-slutar]" in told["records last"][1]
    assert "leksaksring" not in told["records over"][1]


def test_uses_says_that_a_record_has_ended(told: dict[str, tuple[int, str, str]]) -> None:
    """The places stay in the way of who takes it away."""
    for name, is_told in (("last", False), ("over", True)):
        said = told[f"uses {name}"][1].replace("\u00a0", " ")
        assert "leksaksdagar.md:4:11: stödruta: leksaksjour" in said
        assert ("Stödrutan visades till 24 december 2026." in said) is is_told


def test_an_ended_page_leaves_every_list_of_the_preview(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    """As on the site; only there it is still found at its address. What is to come and drafts are told as what they are."""
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


def test_pages_with_a_first_day_have_the_same_order_in_every_list(project: Path, told: dict[str, tuple[int, str, str]]) -> None:
    """The newest first: of a goal's pages, which lists a few, on the one of the global goals, in the overview and in search."""
    newest_first = [f"/leksaksnotiser/{name}/" for name in ("trettonlek", "snart-lek", "jullek", "sen-lek")]
    for place in ("mal-2", "globala-malen", "leksaksnotiser", "sok"):
        links = read(project / "preview-last" / place).select("main a[href^='/leksaksnotiser/']")
        listed = [link["href"] for link in links if link["href"] in newest_first]
        assert listed[:4] == newest_first, place


def read(folder: Path) -> BeautifulSoup:
    """Return the page of a folder, with plain spaces and no soft hyphens."""
    html = (folder / "index.html").read_text("utf-8")
    return BeautifulSoup(html.replace("\u00a0", " ").replace("\u00ad", ""), "html.parser")

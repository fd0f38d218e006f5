"""Timings: how long a build takes, how much memory, and how that compares with Pelican alone.

In: nothing. Out: a table on stdout, in English, for developers. Called by the task `bench`. Every build runs in a
process of its own, started cold, so that imports and memory are counted; its output goes to a temporary folder.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[2]
MANY: Final = 1_000
"""Generated pages: far more than the site will have, so that what grows too fast is seen."""
GOALS: Final = 8
"""Local goals beside many text pages: as many as the theme has colours."""
DAY: Final = "2026-11-22"

RUN: Final = """
import sys
from plugins.commands.run import Options, run
sys.exit(run(sys.argv[1], Options(content=sys.argv[2], output=sys.argv[3], date=sys.argv[4])))
"""
IMPORTS: Final = """
import runpy
from importlib import import_module
import plugins.commands.run, plugins.commands.pelican_run
for name in runpy.run_path("pelicanconf.py")["PLUGINS"]:
    import_module(name)
"""
STOCK_SETTINGS: Final = """
PATH = "content"
THEME = "simple"
TIMEZONE = "Europe/Stockholm"
DEFAULT_LANG = "sv"
ARTICLE_PATHS = []
PAGE_PATHS = ["pages"]
DIRECT_TEMPLATES = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""

TEXT: Final = """Staden har många lyktor, och var och en av dem har någon som tänder den.
Det här är påhittad text nummer {number}, så att varje sida blir sin egen.

## Lyktor

Ljuset når **längre** när flera hjälps åt. Läs mer på [startsidan](/).

- Veke
- Olja
- Tändsticka
"""
PAGE: Final = (
    """---
titel: Sida {number}
sammanfattning: Påhittad sida nummer {number}.
kontakt: lyktan
status: publicerad
---
"""
    + TEXT
)
GOAL: Final = (
    """---
titel: Mål nummer {number}
nummer: {number}
sammanfattning: Påhittat mål nummer {number}.
globala mål:
  - globalt mål: 11.1
    varför: Ett tryggt hem är målets kärna.
  - globalt mål: 3
kontakt: lyktan
status: publicerad
---
"""
    + TEXT
    + """
## Det här gör vi idag

### Tänder lyktor

Varje kväll går någon en runda.

## Det här vill vi göra mer av

### Fler vekar

Vekarna räcker inte till alla.

## Tänk globalt – agera lokalt
"""
)
WEBSITE: Final = """namn: Lyktmålen
adress: https://lyktstad.example.org
tidszon: Europe/Stockholm
språk: sv
organisation:
  namn: Föreningen Lyktan
målsidans rubriker:
  nuläge: Det här gör vi idag
  framåt: Det här vill vi göra mer av
  globalt: Tänk globalt – agera lokalt
"""
CONTACTS: Final = """- id: lyktan
  namn: Alva Ek
  telefon: 021-12 34 56
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds by the clock, and the most memory it held."""

    seconds: float
    megabytes: float | None
    """None where the system does not tell."""


def run_bench() -> int:
    """Measure, and print the table."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors")
    imports = min((measure(["-c", IMPORTS]) for _ in range(3)), key=lambda run: run.seconds)
    rows = [("imports only", "", imports)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows += measure_site("the real site", PROJECT / "content", folder / "real")
        rows += measure_site(f"{MANY} pages, {GOALS} goals", write_site(folder / "pages", GOALS, MANY), folder / "many")
        rows += measure_site(f"{MANY} goals", write_site(folder / "goals", MANY, 0), folder / "goals-out")
    print(f"{'':44}{'pages':>7}{'seconds':>9}{'per page':>11}{'imports':>9}{'memory':>9}")
    for title, pages, run in rows:
        print(_row(title, pages, run, imports))
    return 0


def _row(title: str, pages: str, run: Measured, imports: Measured) -> str:
    each = f"{run.seconds / int(pages) * 1000:.1f} ms" if pages else ""
    share = f"{min(1.0, imports.seconds / run.seconds):.0%}" if not title.startswith(" ") else ""
    memory = f"{run.megabytes:.0f} MB" if run.megabytes else "?"
    return f"{title:44}{pages:>7}{run.seconds:>9.2f}{each:>11}{share:>9}{memory:>9}"


def measure_site(title: str, content: Path, work: Path) -> list[tuple[str, str, Measured]]:
    """Measure our build and check of a content folder, and stock Pelican's build of as many plain pages."""
    ours, check = (measure(["-c", RUN, task, str(content), str(work / "ours"), DAY]) for task in ("build", "check"))
    pages = len(list((work / "ours").rglob("*.html")))
    stock = write_stock_site(work / "stock", pages)
    command = "from pelican import main; main()"
    plain = measure(["-c", command, "-s", str(stock / "settings.py"), "-o", str(work / "stock-out")])
    return [
        (title, str(pages), ours),
        ("  check only", str(pages), check),
        ("  stock Pelican, plain pages, simple theme", str(pages), plain),
    ]


def measure(arguments: list[str]) -> Measured:
    """Run a Python of its own in the project, and return what it took; what it says is kept from the table."""
    command = [sys.executable, "-X", "utf8", *arguments]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=PROJECT, stdout=said, stderr=said)
        memory = None
        if sys.platform == "win32":
            status = process.wait()
        else:
            _, ended, usage = os.wait4(process.pid, 0)
            status = process.returncode = os.waitstatus_to_exitcode(ended)
            unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, kilobytes elsewhere
            memory = usage.ru_maxrss / unit
        seconds = time.perf_counter() - start
        if status:
            said.seek(0)
            raise RuntimeError(f"{command[4:6]} ended with {status}:\n{said.read().decode('utf-8', 'replace')[-2000:]}")
    return Measured(seconds, memory)


def write_site(folder: Path, goals: int, pages: int) -> Path:
    """Write the content of a site with invented text, and return its folder."""
    for name, text in (("webbplats.yaml", WEBSITE), ("kontakter.yaml", CONTACTS)):
        _write(folder / name, text)
    for number in range(1, goals + 1):
        _write(folder / "mal" / f"mal-{number}-lyktor.md", GOAL.format(number=number))
    for number in range(1, pages + 1):
        _write(folder / "sidor" / f"sida-{number}.md", PAGE.format(number=number))
    return folder


def write_stock_site(folder: Path, pages: int) -> Path:
    """Write plain pages with the same text as stock Pelican takes them, and return their folder."""
    _write(folder / "settings.py", STOCK_SETTINGS)
    for number in range(1, pages + 1):
        _write(
            folder / "content" / "pages" / f"sida-{number}.md",
            f"Title: Sida {number}\n\n{TEXT.format(number=number)}",
        )
    return folder


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")

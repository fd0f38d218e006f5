"""Timings: what a build costs at several sizes of site, cold and again, and how that compares with Pelican alone.

In: the sizes. Out: a table on stdout, in English, for developers, and a chart. Called by the task `bench`. Every build
runs in a process of its own, so that imports and memory are counted; its output goes to a temporary folder. The texts
are as long as real ones (`bench_texts`). Ratios between rows count: seconds are those of the machine, and of what else
it does.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from plugins.commands.bench_texts import edit_page, write_site, write_stock_site

PROJECT: Final = Path(__file__).resolve().parents[2]
SIZES: Final = (5, 100, 1_000)
MOST: Final = 5_000
"""Pages of the largest site, which is asked for by itself: it takes minutes."""
DAY: Final = "2026-11-22"

RUN: Final = """
import sys
from plugins.commands.run import Options, run
sys.exit(run(sys.argv[1], Options(content=sys.argv[2], output=sys.argv[3], date=sys.argv[4])))
"""
STOCK: Final = "from pelican import main; main()"


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds by the clock and of the processors, and the most memory that one process held."""

    seconds: float
    processor: float | None
    megabytes: float | None
    """None where the system does not tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A run of a site."""

    pages: int
    what: str
    run: Measured


def run_bench(*, large: bool = False, chart: Path | None = None) -> int:
    """Measure, print the table, and draw the chart where one is asked for."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors")
    print(f"{'pages':>7}  {'what':34}{'seconds':>9}{'CPU':>9}{'a page':>11}{'memory':>9}{'of Pelican':>12}")
    rows: list[Row] = []
    for pages in (*SIZES, MOST) if large else SIZES:
        with tempfile.TemporaryDirectory() as name:
            found = measure_site(Path(name), pages, seed=time.time_ns() % 1_000_000_007)
        for row in found:
            print(_tell(row, found[-1].run), flush=True)
        rows += found
    if chart is not None:
        chart.write_text(draw_chart(rows), "utf-8", newline="\n")
    return 0


def measure_site(folder: Path, pages: int, seed: int) -> list[Row]:
    """Measure our builds and check of a generated site, and last stock Pelican's build of the same texts."""
    content = write_site(folder / "site", pages, seed)
    build = ["-c", RUN, "build", str(content), str(folder / "ours"), DAY]
    rows = [Row(pages, "build, logos never seen", measure(build)), Row(pages, "build again", measure(build))]
    edit_page(content, pages)
    rows.append(Row(pages, "build, one page edited", measure(build)))
    rows.append(Row(pages, "check", measure(["-c", RUN, "check", *build[3:]])))
    stock = write_stock_site(folder / "stock", pages, seed)
    plain = measure(["-c", STOCK, "-s", str(stock / "settings.py"), "-o", str(folder / "stock-out")])
    return [*rows, Row(pages, "stock Pelican, plain pages", plain)]


def measure(arguments: list[str]) -> Measured:
    """Run a Python of its own in the project, and return what it took; what it says is kept from the table."""
    command = [sys.executable, "-X", "utf8", *arguments]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=PROJECT, stdout=said, stderr=said)
        memory = processor = None
        if sys.platform == "win32":
            status = process.wait()
        else:
            _, ended, usage = os.wait4(process.pid, 0)
            status = process.returncode = os.waitstatus_to_exitcode(ended)
            processor = usage.ru_utime + usage.ru_stime  # with the processes that it waited for
            unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, kilobytes elsewhere
            memory = usage.ru_maxrss / unit
        seconds = time.perf_counter() - start
        if status:
            said.seek(0)
            raise RuntimeError(f"{command[4:6]} ended with {status}:\n{said.read().decode('utf-8', 'replace')[-2000:]}")
    return Measured(seconds, processor, memory)


def _tell(row: Row, stock: Measured) -> str:
    run = row.run
    processor = f"{run.processor:.2f}" if run.processor is not None else "?"
    memory = f"{run.megabytes:.0f} MB" if run.megabytes is not None else "?"
    each, ratio = f"{run.seconds / row.pages * 1000:.1f} ms", f"{run.seconds / stock.seconds:.1f}"
    return f"{row.pages:>7}  {row.what:34}{run.seconds:>9.2f}{processor:>9}{each:>11}{memory:>9}{ratio:>12}"


# ---- the chart

_WIDTH: Final = 640
_LEFT: Final = 250
_BAR: Final = 18


def draw_chart(rows: Sequence[Row]) -> str:
    """Return the seconds of each row as bars, sites apart; bars of one site share a scale, for it is ratios that count."""
    parts, at = [], 10
    for pages in dict.fromkeys(row.pages for row in rows):
        group = [row for row in rows if row.pages == pages]
        longest = max(row.run.seconds for row in group)
        at += 22
        parts.append(f'<text x="10" y="{at}" font-weight="bold">{pages} pages</text>')
        for row in group:
            at += _BAR + 4
            width = max(1, round((_WIDTH - _LEFT - 90) * row.run.seconds / longest))
            colour = "#777" if row is group[-1] else "#036"
            parts.append(f'<text x="10" y="{at}">{row.what}</text>')
            parts.append(f'<rect x="{_LEFT}" y="{at - 13}" width="{width}" height="{_BAR - 2}" fill="{colour}"/>')
            parts.append(f'<text x="{_LEFT + width + 6}" y="{at}">{row.run.seconds:.2f} s</text>')
        at += 10
    size = f'width="{_WIDTH}" height="{at + 10}" viewBox="0 0 {_WIDTH} {at + 10}"'
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="14" role="img">'
    title = "<title>Seconds of a build, at several sizes of site, beside stock Pelican</title>"
    return "\n".join([head, title, ground, *parts, "</svg>", ""])

"""The task `bench`: what a site takes at several sizes: cold, again, after an edit, and in preview; beside other generators.

Prints a table in English, for developers; with `writes`, also updates the figures, chart and text in `docs/` and `README.md`. The
texts are as long as real ones (`commands.bench.texts`), and the same for every tool. The ratios between tools matter: the seconds
depend on the machine, and on what else it does.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from plugins.commands.bench.figures import BenchRow, Figures, write_figures
from plugins.commands.bench.preview import measure_saves, measure_start
from plugins.commands.bench.runs import measure_again, measure_cold, measure_first
from plugins.commands.bench.texts import PARTNERS, edit_page
from plugins.commands.bench.tools import PROJECT, Tool, find_real_tools, find_tools
from plugins.core.swedish import join_words

SIZES: Final = (5, 100, 1_000)
MOST: Final = 5_000
"""Pages of the largest site, measured only with `large`: it takes minutes."""
OTHERS: Final = ("hugo", "eleventy")


class UnknownTool(Exception):
    """The bench does not know this generator; the message says so, in Swedish."""


def run_bench(
    *,
    large: bool = False,
    against: str = "",
    writes: bool = False,
    sizes: Sequence[int] = SIZES,
    runs: int = 3,
    partners: int = PARTNERS,
    project: Path = PROJECT,
) -> int:
    """Measure, print the table, and with `writes` update the documents; return the exit status."""
    others = [name.strip().casefold() for name in against.split(",") if name.strip()]
    if unknown := [name for name in others if name not in OTHERS]:
        raise UnknownTool(f"--against kan vara {join_words(OTHERS)}, inte ”{unknown[0]}”. Skriv flera med komma emellan.")
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    print(machine)
    print(f"{'pages':>7}  {'tool':16}{'what':18}{'seconds':>9}{'CPU':>9}{'memory':>9}", flush=True)
    rows: list[BenchRow] = []
    seed = time.time_ns() % 1_000_000_007
    sites = [partial(measure_site, pages, seed, others, runs, partners) for pages in ((*sizes, MOST) if large else sizes)]
    for measure in [partial(measure_real_site, runs), *sites]:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:  # a tool may outlive its last response
            for row in measure(Path(name)):
                print(_format_row(row), flush=True)
                rows.append(row)
    if writes:
        for path in write_figures(Figures(machine, tuple(rows)), project):
            print(f"written: {path}")
    return 0


def measure_real_site(runs: int, folder: Path) -> Iterator[BenchRow]:
    """Yield what the project's own site takes, and stock Pelican with its texts as plain pages."""
    pages, tools = find_real_tools(folder)
    for tool in tools:
        yield from _measure_tool(tool, pages, runs)


def measure_site(pages: int, seed: int, others: Sequence[str], runs: int, partners: int, folder: Path) -> Iterator[BenchRow]:
    """Yield what each tool takes for one site; a large one is built cold only once."""
    for tool in find_tools(folder, pages, seed, others, partners):
        yield from _measure_tool(tool, pages, runs)


def _measure_tool(tool: Tool, pages: int, runs: int) -> Iterator[BenchRow]:
    if tool.compiled is not None:
        yield BenchRow(pages, tool.name, "first", measure_first(tool))
    yield BenchRow(pages, tool.name, "cold", measure_cold(tool, runs if pages <= 100 else 1))
    yield BenchRow(pages, tool.name, "again", measure_again(tool, runs))
    yield BenchRow(pages, tool.name, "one edit", measure_again(tool, runs, lambda: edit_page(tool.source(pages))))
    if tool.check is not None:
        check = replace(tool, build=tool.check)
        measure_again(check, 1)
        yield BenchRow(pages, tool.name, "check again", measure_again(check, runs))
    for what, seen in measure_saves(tool, pages, 2 * runs).items():
        yield BenchRow(pages, tool.name, what, seen)
    if (begun := measure_start(tool, pages, runs)) is not None:
        yield BenchRow(pages, tool.name, "start to page", begun)


def _format_row(row: BenchRow) -> str:
    run = row.run
    processor = f"{run.processor:.2f}" if run.processor is not None else ""
    memory = f"{run.megabytes:.0f} MB" if run.megabytes is not None else ""
    return f"{row.pages:>7}  {row.tool:16}{row.what:18}{run.seconds:>9.3f}{processor:>9}{memory:>9}"

"""The figures of the bench: stored as data, drawn as a chart, and written into documents.

Writes `timings.json` and `timings.svg` in `docs/`, and the text between the marks in `docs/architecture.md` and `README.md`. A
test compares text and data, so that no figure is typed by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from plugins.commands.bench.runs import Measured
from plugins.commands.bench.tools import OURS, REAL
from plugins.core.dataclass import dataclass

DATA: Final = "docs/timings.json"
CHART: Final = "docs/timings.svg"
MARKS: Final = ("<!-- bench: begin -->", "<!-- bench: end -->")
"""The bench writes between these marks."""
NOTHING_YET: Final = "No figures stand here yet: `python3 tasks.py bench --large --against hugo,eleventy --write` takes them."
WHATS: Final[Mapping[str, str]] = {
    "first": "Built for the first time, nothing compiled",
    "cold": "Built with nothing kept of the site",
    "again": "Built again, nothing changed",
    "one edit": "Built again, one page changed",
    "check again": "Checked again, nothing changed",
    "save to page": "A save, until the page shows it",
    "register to page": "A save in a register, until a page shows it",
    "save to problems": "A save, until the page tells what is wrong with it",
    "start to page": "Preview started once more, until it shows a page",
}


@dataclass(frozen=True, slots=True)
class BenchRow:
    """What one tool took to build one site."""

    pages: int
    tool: str
    what: str
    """A key of `WHATS`."""
    run: Measured


@dataclass(frozen=True, slots=True)
class Figures:
    """All measurements of one run of the bench."""

    machine: str
    rows: tuple[BenchRow, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes of the sites, in the order in which they were measured."""
        return tuple(dict.fromkeys(row.pages for row in self.rows))

    def of(self, pages: int, what: str) -> dict[str, Measured]:
        """Return the measurements of one size and kind, by tool."""
        return {row.tool: row.run for row in self.rows if (row.pages, row.what) == (pages, what)}


def read_figures(project: Path) -> Figures | None:
    """Return the figures of the last bench that was written; None where there are none."""
    file = project / DATA
    if not file.is_file():
        return None
    data = json.loads(file.read_text("utf-8"))
    rows = (BenchRow(row["pages"], row["tool"], row["what"], Measured(**row["run"])) for row in data["rows"])
    return Figures(data["machine"], tuple(rows))


def write_figures(figures: Figures, project: Path) -> list[str]:
    """Write data, chart and documents; return their paths."""
    data = {"machine": figures.machine, "rows": [asdict(row) for row in figures.rows]}
    _write(project / DATA, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    _write(project / CHART, draw_chart(figures))
    for path, words in format_figures(figures).items():
        file = project / path
        _write(file, put_between(file.read_text("utf-8"), words))
    return [DATA, CHART, *format_figures(figures)]


def format_figures(figures: Figures | None) -> dict[str, str]:
    """Return the text for each document: all figures, or those of the largest site with at most a thousand pages."""
    if figures is None:
        return {"docs/architecture.md": NOTHING_YET, "README.md": NOTHING_YET}
    return {
        "docs/architecture.md": "\n".join([f"Measured on: {figures.machine}.", "", *_table(figures)]),
        "README.md": _format_shortly(figures),
    }


def between(text: str) -> str:
    """Return the text between the marks of a document."""
    _, _, rest = text.partition(MARKS[0])
    return rest.partition(MARKS[1])[0].strip()


def put_between(text: str, words: str) -> str:
    """Return a document with this text between its marks."""
    before, begin, rest = text.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    return f"{before}{begin}\n{words}\n{end}{after}" if end else text


def _table(figures: Figures) -> Iterator[str]:
    yield "| pages | what | tool | seconds | memory |"
    yield "| --- | --- | --- | --- | --- |"
    for row in figures.rows:
        memory = f"{row.run.megabytes:.0f} MB" if row.run.megabytes is not None else "–"
        yield f"| {row.pages:,} | {WHATS[row.what]} | {row.tool} | {_seconds(row.run)} | {memory} |"


def _format_shortly(figures: Figures) -> str:
    pages = max((size for size in figures.sizes if size <= 1_000), default=max(figures.sizes))
    lines = [f"A site of {pages:,} pages, in seconds ([all figures](docs/architecture.md#timings), [chart]({CHART})):", ""]
    lines += _list_beside(figures, pages, OURS)
    for real in dict.fromkeys(row.pages for row in figures.rows if row.tool == REAL):
        lines += ["", f"{REAL.capitalize()}, {real} pages in all its languages:", "", *_list_beside(figures, real, REAL)]
    return "\n".join(lines)


def _list_beside(figures: Figures, pages: int, ours: str) -> Iterator[str]:
    """Yield a line for each measurement of `ours`, with those of the others beside it."""
    for what, words in WHATS.items():
        by_tool = figures.of(pages, what)
        if ours in by_tool:
            others = ", ".join(f"{tool} {_seconds(run)}" for tool, run in by_tool.items() if tool != ours)
            yield f"- {words}: {_seconds(by_tool[ours])}{f' ({others})' if others else ''}"


def _seconds(run: Measured) -> str:
    return f"{run.seconds:.3f}" if run.seconds < 1 else f"{run.seconds:.1f}"


# ---- the chart

_WIDTH: Final = 680
_LEFT: Final = 120
_STEP: Final = 20
_INK, _GROUND, _OURS, _OTHER = "#1f2430", "#ffffff", "#0b5d7a", "#9aa3ad"


def draw_chart(figures: Figures) -> str:
    """Return an SVG with the seconds as bars; those of one size and kind share a scale, to show their ratios."""
    parts, at = [], 8
    for pages in figures.sizes:
        at += 26
        parts.append(f'<text x="10" y="{at}" font-weight="bold" font-size="16">{pages:,} pages</text>')
        for what, words in WHATS.items():
            by_tool = figures.of(pages, what)
            longest = max((run.seconds for run in by_tool.values()), default=0)
            at += _STEP + 4 if by_tool else 0
            parts += [f'<text x="10" y="{at}">{words}</text>'] if by_tool else []
            for tool, run in by_tool.items():
                at += _STEP
                width = max(1, round((_WIDTH - _LEFT - 70) * run.seconds / longest)) if longest else 1
                parts.append(f'<text x="{_LEFT - 8}" y="{at}" text-anchor="end" fill-opacity=".75">{tool}</text>')
                colour = _OURS if tool in (OURS, REAL) else _OTHER
                parts.append(f'<rect x="{_LEFT}" y="{at - 12}" width="{width}" height="14" rx="2" fill="{colour}"/>')
                parts.append(f'<text x="{_LEFT + width + 6}" y="{at}">{_seconds(run)}</text>')
    height = at + 40
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="{_INK}" role="img" aria-labelledby="t">'
    )
    title = '<title id="t">Seconds that a site takes, at several sizes, beside other generators</title>'
    ground = f'<rect width="100%" height="100%" fill="{_GROUND}"/>'
    foot = f'<text x="10" y="{height - 14}" fill-opacity=".75">Seconds. {figures.machine}.</text>'
    return "\n".join([head, title, ground, *parts, foot, "</svg>", ""])


def _write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8", newline="\n")

"""Nesting and cycles: whatever is nested or repeated, tasks report problems at their lines.

All that editors can write is nested in itself and in each other, and repeated, more often than anybody would. The
examples are the same each time; `LOKALAMALEN_FUZZ=2000` tries that many instead of a few.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.commands.partners.task import run_partners
from plugins.commands.readability import run_readability
from plugins.commands.runs.job import Options
from plugins.commands.tidy import run_tidy
from plugins.commands.uses import print_uses
from plugins.core.problems import Problem
from plugins.site.model import Theme
from plugins.site.prepare import prepare_site
from plugins.site.theme import read_theme
from tests.conftest import PROJECT

BASE = Path(__file__).resolve().parents[1] / "sites" / "_base"
TODAY = date(2026, 11, 22)
MANY = int(os.environ.get("LOKALAMALEN_FUZZ", "0"))

AROUND = (
    ("- ", ""),
    ("1. ", ""),
    ("> ", ""),
    ("* ", "\n"),
    ("- [ ] ", ""),
    ("    ", ""),
    ("## ", "\n"),
    ("### ", "\n\n"),
    ("*", "*"),
    ("**", "**"),
    ("_", "_"),
    ("~~", "~~"),
    ("`", "`"),
    ("```\n", "\n```\n"),
    ("[", "](/om/)"),
    ("![", "](/bilder/frukost.png)"),
    ("[", "](/om/#historia)"),
    ("[a](", ")"),
    ("<", ">"),
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("| ", " |\n| - |\n"),
    ("| a | b |\n| - | - |\n| ", " |\n"),
    ("<b>", "</b>"),
    ("<div>", "</div>"),
    ("<ul><li>", "</li></ul>"),
    ("<details><summary>a</summary>", "</details>"),
    ("<table><tr><td>", "</td></tr></table>"),
    ("<!-- ", " -->"),
    ("<a href='/om/'>", "</a>"),
    ("{fakta:", "}"),
    ("{mål:", "}"),
    ("[^1]: ", "[^1]"),
    ("a\n: ", "\n"),
    ("[x]: ", "\n"),
    ("\\", ""),
    ('"', '"'),
    ("'", "'"),
    ("&amp;", ""),
    ("", "\n\n"),
    ("\t", ""),
)
"""Text before and after something nested."""
INNERMOST = (
    "x",
    "",
    "ord",
    "{fakta:frukostar}",
    "{kontakt:partnerskap}",
    "{block:vad-kan-jag-gora}",
    "{mål:titel}",
    "{antal:mål}",
    "{logotyper}",
    "![a](/bilder/frukost.png)",
    "[a](/mal-1/)",
    "---",
    "2026-12-31",
    "https://www.example.org/",
    "070-174 06 05",
    "\n",
    "|",
    "[^1]",
)
YAML_AROUND = (
    ("[", "]"),
    ("{a: ", "}"),
    ("- ", ""),
    ("? ", ""),
    ("&a ", ""),
    ("!x ", ""),
    ("&a [*a, ", "]"),
    ("{<<: *a, b: ", "}"),
    ('"', '"'),
    ("'", "'"),
    ("|\n    ", "\n"),
    (">\n    ", "\n"),
    ("\n    - ", ""),
    ("\n    namn: ", ""),
    ("namn: ", ""),
    ("a: ", ""),
    ("# ", ""),
    ("%", ""),
    ("lokalt mål: ", "\n    nivå: partner"),
    ("[a, ", ", b]"),
    ("---\n", ""),
)
YAML_INNERMOST = (
    "x",
    "",
    "*a",
    "1",
    "2026-12-31",
    "saknas",
    '"\\uD800"',
    '"\\UFFFFFFFF"',
    "{fakta:frukostar}",
    "/om/",
    "~",
    "<<: *a",
)
TIMES = st.sampled_from((1, 1, 2, 3, 5, 11, 40, 400))
TEXTS = ("sidor/om.md", "sidor/start.md", "mal/mal-2-alla-ar-trygga.md", "block/vad-kan-jag-gora.md", "block/om-globala-malen.md")
REGISTERS = ("partner/partner.yaml", "kontakter.yaml", "stodrutor.yaml", "fakta.yaml", "webbplats.yaml", "nivaer.yaml")
LONGEST = 15_000

Change = tuple[str, str]
"""A file and its text."""


def woven(around: tuple[tuple[str, str], ...], innermost: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return nested text: some layers, each wrapped many times, all repeated."""
    layers = st.lists(st.tuples(st.sampled_from(around), TIMES), min_size=1, max_size=4)

    def weave(drawn: tuple[str, list[tuple[tuple[str, str], int]], int]) -> str:
        written, layers, times = drawn
        for (before, after), count in layers:
            written = before * count + written + after * count
        return (written * times)[:LONGEST]

    return st.tuples(st.sampled_from(innermost), layers, TIMES).map(weave)


def stairs(drawn: tuple[str, str, int]) -> str:
    """Return a line for each level, each indented more than the one before."""
    indent, sign, levels = drawn
    return "".join(f"{indent * level}{sign}a\n" for level in range(levels))


texts = st.one_of(
    woven(AROUND, INNERMOST),
    st.tuples(st.sampled_from(("  ", "    ", "\t", "> ", " ")), st.sampled_from(("- ", "1. ", "> ", "# ", "")), TIMES).map(
        stairs
    ),
)
values = woven(YAML_AROUND, YAML_INNERMOST)


def below(file: str, written: str) -> Change:
    """Append text to a page of the base site."""
    return file, f"{(BASE / file).read_text('utf-8')}\n{written}\n"


def beside(drawn: tuple[str, int, str]) -> Change:
    """Write a value of a field of the base site, in a header or a register."""
    file, number, written = drawn
    lines = (BASE / file).read_text("utf-8").split("\n")
    fields = [at for at, line in enumerate(lines) if ": " in line or line.endswith(":")]
    at = fields[number % len(fields)]
    lines[at] = f"{lines[at].split(':')[0]}: {written}"
    return file, "\n".join(lines)


def ring_of_contacts(length: int) -> Change:
    """Make each contact replaced by the next, and the last by the first or by an unknown one."""
    records = [
        f"- id: k{at}\n  telefon: 070-174 06 05\n  till: 2026-01-01\n  ersätts av: k{(at + 1) % max(1, length - 1)}\n"
        for at in range(length)
    ]
    return "kontakter.yaml", f"{(BASE / 'kontakter.yaml').read_text('utf-8')}\n" + "\n".join(records)


def ring_of_blocks(times: int) -> Change:
    """Put a block in itself."""
    return below("block/vad-kan-jag-gora.md", "{block:vad-kan-jag-gora}\n\n{block:om-globala-malen}\n\n" * times)


def former(drawn: tuple[str, int]) -> Change:
    """Give a page many former addresses."""
    address, times = drawn
    text = (BASE / "sidor/om.md").read_text("utf-8")
    lines = "".join(f"  - {address}{at if at % 2 else ''}\n" for at in range(times))
    return "sidor/om.md", text.replace("status:", f"tidigare adresser:\n{lines}status:", 1)


def drawing(drawn: tuple[str, str, int]) -> Change:
    """Write a logo of nested elements, or of elements that use each other."""
    before, after, times = drawn
    parts = "".join(before.replace("N", str(at)).replace("M", str(at + 1)) for at in range(times))
    frame = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    return "partner/logotyper/exempelbolaget.svg", f'{frame}{parts}<path id="g0" d="M0 0h9v9z"/>{after * times}</svg>'


PARTS = (
    ("<g>", "</g>"),
    ('<g id="gN">', "</g>"),
    ('<use href="#gN"/>', ""),
    ('<g id="gM"><use href="#gN"/><use href="#gN"/></g>', ""),
    ('<g id="gN"><use href="#gM"/></g>', ""),
    ('<g id="gN"><use href="#gN"/>', "</g>"),
    ("<svg>", "</svg>"),
    ("<defs>", "</defs>"),
    ('<clipPath id="gN" clip-path="url(#gM)">', "</clipPath>"),
    ('<mask id="gN" mask="url(#gN)">', "</mask>"),
    ('<pattern id="gN" href="#gM" fill="url(#gN)">', "</pattern>"),
    ("<symbol>", "</symbol>"),
    ("<text>", "</text>"),
    ("<style>@media a{", "}</style>"),
)

changes = st.one_of(
    st.tuples(st.sampled_from(TEXTS), texts).map(lambda drawn: below(*drawn)),
    st.tuples(st.sampled_from(TEXTS), texts).map(lambda drawn: below(*drawn)),
    st.tuples(st.sampled_from((*REGISTERS, *TEXTS)), st.integers(0, 20), values).map(beside),
    st.tuples(st.sampled_from((*REGISTERS, *TEXTS)), st.integers(0, 20), texts).map(beside),
    TIMES.map(ring_of_contacts),
    TIMES.map(ring_of_blocks),
    st.tuples(st.sampled_from(("/a", "/om", "/", "/a/b", "a", "/mal-1", "/A")), TIMES).map(former),
    st.sampled_from(PARTS)
    .flatmap(lambda part: st.tuples(st.just(part[0]), st.just(part[1]), TIMES | st.just(5000)))
    .map(drawing),
)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for all examples, each of which restores it."""
    folder = tmp_path_factory.mktemp("nesting") / "content"
    shutil.copytree(BASE, folder)
    return folder


@contextmanager
def changed(content: Path, change: Change) -> Iterator[None]:
    """Change a file of the content for the duration of the context."""
    path = content / change[0]
    before = path.read_bytes()
    try:
        path.write_bytes(change[1].encode())
        yield
    finally:
        path.write_bytes(before)


def is_told_at_its_line(problem: Problem) -> bool:
    """Return whether a problem is in a file of the editors, at an existing line."""
    lines = problem.place.source.text.count("\n") + 1
    return problem.code != "intern" and 1 <= problem.place.line <= lines


@pytest.mark.slow
@settings(
    max_examples=MANY or 12,
    derandomize=not MANY,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(change=changes, task=st.sampled_from(("tidy", "uses", "readability", "partners")))
def test_anything_nested_or_repeated_is_reported_at_its_line(
    content: Path, theme: Theme, capsys: pytest.CaptureFixture[str], change: Change, task: str
) -> None:
    with changed(content, change):
        preparation = prepare_site(content, TODAY, theme)
        do(task, content)

    assert [problem for problem in preparation.problems if not is_told_at_its_line(problem)] == []
    assert "[intern]" not in capsys.readouterr().out


def test_a_block_that_contains_itself_and_refers_to_the_page_is_reported(content: Path, theme: Theme) -> None:
    with changed(content, below("block/vad-kan-jag-gora.md", "{mål:titel}\n\n{block:vad-kan-jag-gora}")):
        problems = prepare_site(content, TODAY, theme).problems

    assert [(problem.code, problem.place.line) for problem in problems] == [("fel-markering", 8)]


def do(task: str, content: Path) -> None:
    """Run a task that reads content and writes nothing."""
    if task == "tidy":
        run_tidy(str(content), str(content), applies=False)
    elif task == "uses":
        print_uses("partnerskap", content, TODAY, read_theme(PROJECT / "theme").words, "text")
    elif task == "readability":
        run_readability(str(content))
    else:
        run_partners(None, None, Options(content=str(content), date=TODAY.isoformat()))

"""Whatever stands in the files: `prepare_site` answers with problems, and values come back whole.

The examples are the same each time. `LOKALAMALEN_FUZZ=20000` tries that many of each instead of a few.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.core.kinds.keys import Key
from plugins.core.markdown.read import read_markdown
from plugins.core.marks.known import Known
from plugins.core.marks.marks import PlaceMark, ValueMark, make_marks
from plugins.core.models.binding import bind_all
from plugins.core.models.model import Model, shape_of
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, format_problem, format_problem_json
from plugins.core.records.read import read_records
from plugins.core.source.sources import Text, decode_source, normalise_text, text_of_lines
from plugins.core.swedish import compare_key
from plugins.partners.model import Partner
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from tests.benches import Bench

PROJECT = Path(__file__).resolve().parents[2]
BASE = PROJECT / "tests" / "sites" / "_base"
TODAY = date(2026, 11, 22)
MANY = int(os.environ.get("LOKALAMALEN_FUZZ", "0"))


def few(count: int) -> settings:
    """Return settings for `count` examples, or for as many as the environment asks for."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=MANY or count,
        derandomize=not MANY,
        database=None,
        deadline=None,
        suppress_health_check=checks,
    )


NAMES = (
    "webbplats.yaml",
    "nivaer.yaml",
    "partner/partner.yaml",
    "kontakter.yaml",
    "stodrutor.yaml",
    "fakta.yaml",
    "mal/mal-1-ingen-hunger.md",
    "sidor/om.md",
    "block/vad-kan-jag-gora.md",
)
SIGNS = "åäöÅÄÖéab1 29.,:;-–—#*_[](){}<>|&!?%@`'\"\\/=+~^$\t\n\r\u00a0\u0085\u2028\u200b\u0301\ufeff\x00\ue000🎈"
WORDS = (
    "- ",
    "  ",
    "\n",
    "\n\n",
    ": ",
    ":",
    "namn",
    "namn: ",
    "titel: ",
    "id: ",
    "lokalt mål: ",
    "nivå: ",
    "avtal:",
    "till: ",
    "2026-12-31",
    "globala mål:",
    "  - globalt mål: ",
    "---\n",
    "---",
    "# ",
    "## ",
    "### ",
    "#",
    "- - ",
    "* ",
    "> ",
    "|",
    ">",
    "&a ",
    "*a",
    "<<: *a",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "{fakta:frukostar}",
    "{kontakt:partnerskap}",
    "{block:om}",
    "{mål:titel}",
    "{mål:",
    "![a](",
    "[a](/om/)",
    "](",
    "<b>",
    "</b>",
    "<script>",
    "<!--",
    "-->",
    "<a href='x'>",
    "`",
    "```\n",
    "1. ",
    "1987. ",
    "&amp;",
    "&#106;",
    "saknas",
    "utkast",
    "publicerad",
    "status: ",
    "!!python/object:x ",
    "\t",
    "    ",
    "[a]: x\n",
    "***",
    "| a |\n| - |\n",
    "\\",
    "om",
    "1",
    "våld",
    "text: |\n",
    "text: ",
    "kontakt: ",
    "![](/bilder/frukost.png)",
    "\ue0000\ue001",
    "\x02amp\x03",
    "\u0301",
)

pieces = st.lists(st.one_of(st.sampled_from(WORDS), st.text(SIGNS, max_size=6)), max_size=40).map("".join)
values = st.text(SIGNS + "abcdefgåäö", min_size=1, max_size=60)
yaml_trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(SIGNS, max_size=10) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["namn", "id", "avtal", "till", "x", "lokalt mål", ""]), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def base_bench(open_bench: Callable[[bool], Bench]) -> Bench:
    """Return the bench of the base site, which each example restores."""
    return open_bench(False)


@pytest.fixture(scope="module")
def bench_of(tmp_path_factory: pytest.TempPathFactory, theme: Theme) -> Callable[[Path], Bench]:
    """Return a function that returns the bench of a site, shared by all examples of this module, each of which restores it."""

    @cache
    def open_bench(site: Path) -> Bench:
        return Bench(Path(shutil.copytree(site, tmp_path_factory.mktemp("fuzz") / "content")), theme, TODAY)

    return open_bench


def judge(bench: Bench, files: dict[str, bytes], prepare: Callable[[], Preparation] | None = None) -> None:
    """Prepare the site with other bytes in some files; check that every problem can be formatted and has a place in its file."""
    content = bench.content
    before = {name: (content / name).read_bytes() for name in files}
    try:
        for name, data in files.items():
            (content / name).write_bytes(data)
        preparation = (prepare or bench.prepare)()
    finally:
        for name, data in before.items():
            (content / name).write_bytes(data)
        bench.restore_state()
    for problem in preparation.problems:
        check_format(problem)


def check_format(problem: Problem) -> None:
    """Format a problem in both ways; check that its place is in its file and that no Python names show."""
    output = format_problem(problem) + format_problem_json(problem)
    lines = problem.place.source.text.split("\n")
    assert "Traceback" not in output
    assert 1 <= problem.place.line <= len(lines)
    assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
    assert problem.message[-1:] in ".?"


@pytest.mark.slow
@few(35)
@given(name=st.sampled_from(NAMES), data=st.binary(max_size=200))
def test_any_bytes_are_read_or_reported(base_bench: Bench, theme: Theme, name: str, data: bytes) -> None:
    """The site is prepared from scratch for each example."""
    judge(base_bench, {name: data}, lambda: prepare_site(base_bench.content, TODAY, theme))


@pytest.mark.slow
@few(40)
@given(name=st.sampled_from(NAMES), text=pieces)
def test_any_text_is_read_or_reported(base_bench: Bench, name: str, text: str) -> None:
    judge(base_bench, {name: text.encode("utf-8", "replace")})


@pytest.mark.slow
@few(35)
@given(name=st.sampled_from(NAMES), tree=yaml_trees)
def test_any_yaml_is_read_or_reported(base_bench: Bench, name: str, tree: object) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True)
    judge(base_bench, {name: (f"---\n{text}\n---\n" if name.endswith(".md") else text).encode()})


@pytest.mark.slow
@few(40)
@given(data=st.data())
def test_real_content_with_a_mistake_is_read_or_reported(base_bench: Bench, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    lines = (base_bench.content / name).read_text("utf-8").split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = data.draw(mistakes(lines[at]))
    judge(base_bench, {name: "\n".join(lines).encode()})


@pytest.mark.slow
@few(8)
@given(data=st.data())
def test_the_real_site_with_mistakes_is_read_or_reported(bench_of: Callable[[Path], Bench], data: st.DataObject) -> None:
    """Three files are changed at once, since reading the whole site takes most of the time."""
    files = {}
    for name, text in data.draw(st.lists(st.sampled_from(REAL), min_size=3, max_size=3, unique=True)):
        lines = text.split("\n")
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = data.draw(mistakes(lines[at]))
        files[name] = "\n".join(lines).encode()
    judge(bench_of(PROJECT / "content"), files)


def read_site(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return the texts of a site's pages and registers, by path."""
    return tuple(
        (path.relative_to(folder).as_posix(), path.read_text("utf-8"))
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".md", ".yaml") and path.name != "README.md"
    )


REAL = read_site(PROJECT / "content")
SMALL = PROJECT / "tests" / "flow" / "content"
"""A site with something of each kind."""


def mistakes(line: str) -> st.SearchStrategy[list[str]]:
    """Return variants of a line with an editor's slips: removed, doubled, moved, a character too many or too few."""
    middle = len(line) // 2
    cut = st.integers(0, len(line)).map(lambda at: [line[:at] + line[at + 1 :]])
    sign = st.tuples(st.integers(0, len(line)), st.sampled_from(WORDS)).map(lambda p: [line[: p[0]] + p[1] + line[p[0] :]])
    moved = st.sampled_from([[], [line, line], ["  " + line], [" " + line], [line.lstrip()], ["\t" + line.lstrip()]])
    split = st.just([line[:middle], line[middle:]])
    return st.one_of(cut, sign, moved, split, pieces.map(lambda text: text.split("\n")))


def damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """Return variants of a whole file damaged by slips, programs or disks."""
    lines = data.split(b"\n")
    at = st.integers(0, max(0, len(lines) - 1))
    spot = st.integers(0, len(data))

    def indented(pair: tuple[int, bytes]) -> bytes:
        number, indent = pair
        return b"\n".join([*lines[:number], indent + lines[number].lstrip(), *lines[number + 1 :]])

    return st.one_of(
        at.map(lambda n: b"\n".join([*lines[:n], *lines[n + 1 :]])),
        at.map(lambda n: b"\n".join([*lines[: n + 1], *lines[n:]])),
        st.tuples(at, at).map(lambda p: b"\n".join([*lines[: p[0]], lines[p[1]], *lines[p[0] + 1 :]])),
        st.tuples(at, st.sampled_from([b"", b" ", b"    ", b"\t", "\u00a0".encode()])).map(indented),
        spot.map(lambda n: data[:n] + data[n + 1 : n + 2] + data[n : n + 1] + data[n + 2 :]),
        st.tuples(spot, st.binary(min_size=1, max_size=4)).map(lambda p: data[: p[0]] + p[1] + data[p[0] :]),
        spot.map(lambda n: data[:n]),
        st.sampled_from(["utf-16", "cp1252", "mac_roman", "utf-32", "utf-8-sig"]).map(
            lambda name: data.decode("utf-8", "replace").encode(name, "replace")
        ),
        st.just(data.decode("utf-8", "replace").encode().decode("cp1252", "replace").encode()),
        st.just(data.replace(b"\n", b"\r\n")),
        st.just(data.replace(b"\n", b"\r")),
        st.just(data.replace(b": ", b":")),
        st.just(data.replace(b"- ", "– ".encode())),
    )


@pytest.mark.slow
@few(6)
@given(data=st.data())
def test_a_damaged_file_of_the_real_site_is_reported_or_its_page_is_there(
    bench_of: Callable[[Path], Bench], data: st.DataObject
) -> None:
    judge_damage(bench_of(PROJECT / "content"), data)


@pytest.mark.slow
@few(60)
@given(data=st.data())
def test_a_damaged_file_is_reported_or_its_page_is_there(bench_of: Callable[[Path], Bench], data: st.DataObject) -> None:
    judge_damage(bench_of(SMALL), data)


def judge_damage(bench: Bench, data: st.DataObject) -> None:
    """Check that a damaged site yields no traceback, does not hang, and lacks no page without a problem."""
    folder = bench.content
    name, text = data.draw(st.sampled_from(read_site(folder)))
    harm = data.draw(damaged(text.encode()))
    if data.draw(st.booleans()):
        harm = data.draw(damaged(harm))
    path = folder / name
    before = path.read_bytes()
    try:
        path.write_bytes(harm)
        started = time.monotonic()
        preparation = bench.prepare()
        spent = time.monotonic() - started
    finally:
        path.write_bytes(before)
        bench.restore_state()
    for problem in preparation.problems:
        check_format(problem)
    assert spent < LONGEST
    if not any(problem.is_error for problem in preparation.problems):
        assert preparation.site is not None
        made = {page.source for page in preparation.site.pages if page.source}
        waiting = {item.place.source.path for item in preparation.left_out}
        assert pages_of(folder) - made - waiting == set()


LONGEST = 20
"""Seconds within which a site of this size must be prepared, also on a busy machine."""


def pages_of(folder: Path) -> set[Path]:
    """Return the files of a content folder that become pages."""
    return {path for path in folder.glob("*/*.md") if path.parent.name in ("mal", "sidor")}


MARKS = make_marks(
    ValueMark("fakta", Known({"a": "*<b>_1_"}, {"a": "a"}, "c", "Ingen {}.", "De är")),
    PlaceMark("kontakt", Known({"a": object()}, {"a": "a"}, "c", "Ingen {}.", "De är")),
)
FORBIDDEN = ("<script", "<iframe", "javascript:", "onclick", "<style", "style=")


@few(200)
@given(text=pieces)
@example(text="<a\n\nhref='javascript:x'>")
@example(text="[a]: javascript:alert(1)\n\n[a]")
@example(text="## {fakta:a}\n\n{kontakt:a}\n")
def test_any_markdown_becomes_clean_html(text: str) -> None:
    source, refused = decode_source(Path("a.md"), text.encode("utf-8", "replace"))
    if refused:
        return
    document, problems = read_markdown(text_of_lines(source, 1, source.text), MARKS)

    for problem in problems:
        check_format(problem)
    html = "".join(getattr(node, "html", "") for node in document.nodes).lower()
    for start in html.split("<")[1:]:
        tag = start.split(">")[0]
        assert not any(f"<{tag}".startswith(bad) or bad in tag for bad in FORBIDDEN)


@few(300)
@given(value=values)
@example(value="Mål #2: alla är trygga")
@example(value="{fakta:hemlosa} västeråsare")
@example(value="'allt' \"citerat\" – @ % & * ! | > `")
@example(value="namn: x")
@example(value="- x")
@example(value="---")
@example(value="#1")
def test_text_on_a_line_is_read_back_as_written(value: str) -> None:
    value = normalise_text(value).replace("\n", " ").strip()
    if not value or is_quoted(value) or is_block(value) or compare_key(value) == "saknas" or not value.isprintable():
        return

    box, problems = read_box(f"- id: a\n  rubrik: {value}\n  text: Hej.\n  kontakter: saknas\n")

    assert problems == []
    assert box.title.typed.value == value
    assert box.title.place().column == 11


@few(300)
@given(value=values, style=st.sampled_from(["'", '"', "", "|", ">"]), width=st.sampled_from([20, 40, 1000]))
@example(value="ett långt namn #1", style='"', width=20)
@example(value="ett långt namn: namn: två", style="'", width=20)
def test_text_from_a_form_editor_is_read_back_as_written(value: str, style: str, width: int) -> None:
    value = " ".join(normalise_text(value).split())
    if not value or not value.isprintable() or compare_key(value) == "saknas":
        return
    record = [{"namn": value, "status": "utkast"}]
    text = yaml.dump(record, Dumper=styled(style), allow_unicode=True, width=width, sort_keys=False)

    partner, problems = read_partner(text)

    assert problems == []
    assert partner.name.value.strip() == value


def styled(style: str) -> type[yaml.SafeDumper]:
    """Return a YAML dumper that writes long texts in one of YAML's styles, as form editors do."""

    class Styled(yaml.SafeDumper):
        def represent_str(self, data: str) -> yaml.ScalarNode:
            return self.represent_scalar(
                "tag:yaml.org,2002:str",
                data,
                style=style if data not in ("namn", "status", "utkast") else None,
            )

    Styled.add_representer(str, Styled.represent_str)
    return Styled


def read_box(text: str) -> tuple[HelpBoxRecord, list[Problem]]:
    """Read a register with one help box, whose heading may have marks."""
    return read_first(HelpBoxRecord, text)


def read_partner(text: str) -> tuple[Partner, list[Problem]]:
    """Read a register with one partner."""
    return read_first(Partner, text)


def read_first(model: type[Model], text: str) -> tuple[Any, list[Problem]]:
    """Read a register with one record."""
    source = SourceFile(Path("register.yaml"), text)
    root, problems = read_records(text_of_lines(source, 1, text), shape_of(model), is_list=True)
    bound, found = bind_all(model, root, Place(source))
    return (bound[0] if bound else None), [*problems, *found]


def is_quoted(value: str) -> bool:
    """Return whether YAML would read the value as a quoted string."""
    return len(value) > 1 and value[0] == value[-1] and value[0] in "'\""


def is_block(value: str) -> bool:
    """Return whether the value is the indicator of a block scalar."""
    return value.rstrip("+-0123456789") in ("|", ">")


@few(100)
@given(text=st.text(SIGNS, max_size=30))
def test_any_value_of_a_contact_is_bound_or_reported(text: str) -> None:
    value = normalise_text(text).replace("\n", " ")
    lines = "".join(f"  {name}: {value}\n" for name in ("telefon", "e-post", "webbplats", "till", "ersätts av", "bild", "status"))
    whole = f"- id: a\n{lines}"
    source = SourceFile(Path("kontakter.yaml"), whole)
    root, problems = read_records(text_of_lines(source, 1, whole), shape_of(Contact), is_list=True)
    bound, found = bind_all(Contact, root, Place(source))

    for problem in [*problems, *found]:
        check_format(problem)
    assert bound or problems or found


def test_a_key_in_a_text_is_compared_as_field_names_are() -> None:
    source = SourceFile(Path("a.yaml"), "x")

    assert Key(Text("x", source, ((0, 1, 1),)), compare_key("Våra  Vänner")).key == "vara_vanner"

"""Stories: each folder of `tests/sites/broken` and `tests/sites/honest` is a small site, with the expected output of `check`.

The files of a story are laid over those of `tests/sites/_base`. Its `problems.txt` is the expected stdout, its `left-out.txt`
(if any) the expected stderr. `--refresh-sites` rewrites both; review the diff as an editor would read it.

The stories share a bench, which computes incrementally and keeps its state from one story to the next, as a long preview does,
while the expected output was written by fresh runs: so this also compares the two ways. The stories come in a random order, of
which `LOKALAMALEN_SEED` selects another. With `LOKALAMALEN_AFRESH=1` or `--refresh-sites`, each is checked without a cache.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.commands.run import Options, run
from plugins.partners.model import Partner
from plugins.site.documentation.field_tables import useful_fields
from plugins.site.rooms import KNOWN_PAGES
from tests.benches import Bench
from tests.writing import exchange

SITES = Path(__file__).resolve().parent / "sites"
EXPECTED = ("problems.txt", "left-out.txt")
REMOVED = ".borta"
"""Suffix for a file of the base site that a story lacks: `kontakter.yaml.borta`."""


def _expected(story: str) -> str:
    """Return the expected stdout of a story; empty for a new one."""
    path = SITES / story / "problems.txt"
    return path.read_bytes().decode() if path.exists() else ""


BROKEN = sorted(path.name for path in (SITES / "broken").iterdir() if path.is_dir())
HONEST = sorted(path.name for path in (SITES / "honest").iterdir() if path.is_dir())
ALL = [*(f"broken/{name}" for name in BROKEN), *(f"honest/{name}" for name in HONEST)]
STORIES = random.Random(int(os.environ.get("LOKALAMALEN_SEED", "1"))).sample(ALL, len(ALL))
SUGGESTION = "    Skriv:  "
SUGGESTING = [story for story in STORIES if SUGGESTION in _expected(story)]
WHOLE_FILE = {
    "dubbel-adress", "fel-filtyp", "fel-filnamn", "fel-form", "fel-teckenkodning", "okand-fil",
    "oversattning", "saknar-fil", "saknar-sidhuvud", "tom-fil", "fel-filformat", "oanvand-logotyp", "osynlig-logotyp",
    "rensad-fil", "text-i-logotyp", "okand-effekt", "fil-laggs-inte-ut",
    "fel-bindestreck", "fel-mapp", "kvarglomd-kopia", "saknar-bindestreck", "saknar-falt", "saknar-kolon",
}  # fmt: skip
"""Codes that may be reported at 1:1, because they are about the whole file or its beginning."""
HEAD = re.compile(r"content(?:/[^:]*)?:(?P<line>\d+):(?P<column>\d+): (?:fel|varning): .+[.?] \[(?P<code>[a-z-]+)\]")


def lay_story(story: str, content: Path) -> None:
    """Lay the files of a story over the base site."""
    for path in sorted((SITES / story).rglob("*")):
        relative = path.relative_to(SITES / story)
        target = content / relative
        if path.is_dir() or relative.as_posix() in EXPECTED:
            continue
        if path.suffix == REMOVED:
            target.with_suffix("").unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _shorten(out: str) -> str:
    """Shorten lists of all pages or fields in the output, which change whenever a room adds one."""
    return re.sub(r"(?m)^(    (?:Sidorna|Fälten) är ).*\.$", r"\1….", out)


Check = Callable[[], tuple[int, str, str]]
"""Runs `check` in the current folder; returns exit status, stdout and stderr."""


@pytest.fixture(scope="module")
def bench_of_stories(open_bench: Callable[[bool], Bench]) -> Iterator[Bench]:
    """Return a bench whose state is restored after the last story only."""
    bench = open_bench(False)
    yield bench
    bench.restore()


@pytest.fixture
def content(bench_of_stories: Bench) -> Iterator[Path]:
    """Return the bench's `content/`, whose files are restored after the test."""
    yield bench_of_stories.content
    bench_of_stories.restore_files()


@pytest.fixture
def check(content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return a function that runs `check` in the folder above the stories' `content/`."""
    monkeypatch.chdir(content.parent)

    def run_check() -> tuple[int, str, str]:
        status = run("check", Options(content="content", date="2026-11-22", shows_all=True))
        out, err = capsys.readouterr()
        return status, out, err

    return run_check


@pytest.fixture
def check_at_bench(
    check: Check, bench_of_stories: Bench, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Check:
    """Return the same function with the bench as a cache, unless the options ask for fresh checks."""
    if not (os.environ.get("LOKALAMALEN_AFRESH") or request.config.getoption("--refresh-sites")):
        monkeypatch.setattr("plugins.commands.runs.work.read_theme", lambda _: bench_of_stories.theme)
        monkeypatch.setattr("plugins.commands.runs.prepared._prepare", lambda _job, **_: bench_of_stories.prepare())
    return check


@pytest.mark.parametrize("story", STORIES)
def test_a_story_has_the_expected_problems(
    story: str, check_at_bench: Check, content: Path, request: pytest.FixtureRequest
) -> None:
    lay_story(story, content)

    status, out, err = check_at_bench()
    out = _shorten(out)

    expected, left_out = SITES / story / "problems.txt", SITES / story / "left-out.txt"
    if request.config.getoption("--refresh-sites"):
        exchange(expected, out.encode())
        exchange(left_out, err.encode()) if err else left_out.unlink(missing_ok=True)
    name = story.rpartition("/")[2]
    again = f"read the difference; if it is meant: python3 tasks.py refresh --only {name}"
    assert out == _expected(story), again
    assert err == (left_out.read_bytes().decode() if left_out.exists() else "")
    assert status == (1 if ": fel: " in out else 0)


def test_an_unknown_page_or_field_is_reported_with_the_known_ones(check_at_bench: Check, content: Path) -> None:
    known = {page.address for page in KNOWN_PAGES if not page.address.endswith(".html")}  # not the page for 404
    pages = sorted({*known, "/mal-1/", "/mal-2/", "/om/"})
    lay_story("broken/link-broken", content)
    assert f"\n    Sidorna är {', '.join(pages)}.\n" in check_at_bench()[1]

    lay_story("broken/field-misspelt", content)
    output = check_at_bench()[1]
    names = re.search(r"\n    Fälten är (namn, .+ och status)\.\n", output)
    assert names, output
    assert sorted(names[1].replace(" och ", ", ").split(", ")) == sorted(info.swedish for info in useful_fields(Partner))


def test_the_base_site_has_no_problems(check: Check) -> None:
    assert check() == (0, "Inga fel. Inget är skrivet.\n", "")


def test_honest_stories_have_no_errors() -> None:
    for story in HONEST:
        output = _expected(f"honest/{story}")
        assert ": fel: " not in output, story
        assert output.endswith("Inga fel. Inget är skrivet.\n"), story


def test_every_problem_of_a_broken_story_has_a_place() -> None:
    for story in BROKEN:
        output = _expected(f"broken/{story}")
        heads = [found for line in output.splitlines() if (found := HEAD.fullmatch(line))]
        assert heads, story
        assert len(heads) == len(re.findall(r"^content", output, re.MULTILINE)), story
        at_beginning = {head["code"] for head in heads if (head["line"], head["column"]) == ("1", "1")}
        assert at_beginning <= WHOLE_FILE, story


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrise by the stories with suggestions; by all stories if their output is rewritten in this run."""
    if "suggesting" in metafunc.fixturenames:
        metafunc.parametrize("suggesting", STORIES if metafunc.config.getoption("--refresh-sites") else SUGGESTING)


@pytest.mark.slow
def test_each_suggested_line_corrects_its_error(suggesting: str, bench: Bench) -> None:
    assert _put_right(suggesting, bench) == []


def test_a_story_without_suggestions_passes(bench: Bench) -> None:
    """Its output may have been rewritten after the stories with suggestions were listed."""
    assert _put_right("honest/activity-with-everything", bench) == []


def _put_right(story: str, bench: Bench) -> list[str]:
    """Apply each suggestion in `problems.txt` to its file; return the errors that are still reported at these lines."""
    output = _expected(story)
    suggested = _read_suggestions(output)
    assert bool(suggested) == (SUGGESTION in output)
    if not suggested:
        return []
    lay_story(story, bench.content)
    for (path, number), (code, right) in suggested.items():
        file = bench.content.parent / path
        lines = file.read_text("utf-8").split("\n")
        lines[number - 1] = _write(lines[number - 1], code, right)
        file.write_text("\n".join(lines), "utf-8")

    errors = [problem for problem in bench.prepare().problems if problem.is_error]
    places = [(it.place.source.path.relative_to(bench.content.parent).as_posix(), it.place.line) for it in errors]
    return [it.message for it, place in zip(errors, places, strict=True) if place in suggested]


def _read_suggestions(output: str) -> dict[tuple[str, int], tuple[str, str]]:
    """Return code and suggested line of each problem with a suggestion, by file and line number."""
    suggested = {}
    for head, *help_lines in (block.split("\n") for block in output.split("\n\n")):
        rights = [line.removeprefix(SUGGESTION) for line in help_lines if line.startswith(SUGGESTION)]
        if rights:
            found = HEAD.fullmatch(head)
            assert found, head
            suggested[head.split(":")[0], int(found["line"])] = found["code"], rights[0]
    return suggested


def _write(line: str, code: str, right: str) -> str:
    """Return a line replaced by a suggestion, with its indentation and hyphen, unless they are the fault."""
    if code in ("fel-indrag", "saknar-bindestreck"):
        return right
    indent = line[: len(line) - len(line.lstrip())]
    if code == "fel-bindestreck":
        return f"{indent}{right}"
    hyphen = "- " if line.lstrip().startswith("- ") and not right.startswith("- ") else ""
    return f"{indent}{hyphen}{right}"

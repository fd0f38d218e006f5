"""Tiny whole sites: each folder of `tests/sites/broken` and `honest` is a story, told as an editor meets it.

A story's files lie over those of `tests/sites/_base`. Its `problems.txt` is all that `check` says on stdout,
its `left-out.txt` (where there is one) all that it says on stderr. With `--refresh-sites` this test writes
both anew: read the difference as the editor would, before it is kept.

Stories are checked at a bench that is kept from one to the next (`Bench`), as preview does it, and told as `check` tells:
what was written down had been found afresh, so this also holds one way against the other. `LOKALAMALEN_AFRESH=1`, and the
options that write anew, check each story afresh.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from plugins.commands.run import Options, run
from plugins.partners.model import Partner
from plugins.site.field_tables import useful_fields
from plugins.site.rooms import KNOWN_PAGES
from tests.benches import Bench

SITES = Path(__file__).resolve().parent / "sites"
EXPECTED = ("problems.txt", "left-out.txt")
REMOVED = ".borta"
"""`kontakter.yaml.borta` in a story: the story's site has no `kontakter.yaml`."""


def _told(story: str) -> str:
    """Return what a story expects on stdout; nothing for a new one that is to be written."""
    path = SITES / story / "problems.txt"
    return path.read_bytes().decode() if path.exists() else ""


BROKEN = sorted(path.name for path in (SITES / "broken").iterdir() if path.is_dir())
HONEST = sorted(path.name for path in (SITES / "honest").iterdir() if path.is_dir())
STORIES = [*(f"broken/{name}" for name in BROKEN), *(f"honest/{name}" for name in HONEST)]
SUGGESTION = "    Skriv:  "
SUGGESTING = [story for story in STORIES if SUGGESTION in _told(story)]
WHOLE_FILE = {
    "dubbel-adress", "fel-filtyp", "fel-filnamn", "fel-form", "fel-teckenkodning", "okand-fil",
    "oversattning", "saknar-fil", "saknar-sidhuvud", "tom-fil", "fel-filformat", "oanvand-logotyp", "osynlig-logotyp",
    "rensad-fil", "text-i-logotyp", "okand-effekt", "fil-laggs-inte-ut",
    "fel-bindestreck", "fel-mapp", "kvarglomd-kopia", "saknar-bindestreck", "saknar-falt", "saknar-kolon",
}  # fmt: skip
"""Codes that may be told at 1:1, because they are about the file as a whole or its very beginning."""
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
    """Return what is said without the lists of pages and fields, which are longer whenever a room brings one."""
    return re.sub(r"(?m)^(    (?:Sidorna|Fälten) är ).*\.$", r"\1….", out)


Check = Callable[[], tuple[int, str, str]]
"""Checks `content/` below the current folder: status, stdout, stderr."""


@pytest.fixture
def check(bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return a function that runs `check` in the folder above the bench's `content/`."""
    monkeypatch.chdir(bench.content.parent)

    def run_check() -> tuple[int, str, str]:
        status = run("check", Options(content="content", date="2026-11-22", shows_all=True))
        out, err = capsys.readouterr()
        return status, out, err

    return run_check


@pytest.fixture
def check_at_bench(check: Check, bench: Bench, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Check:
    """Return the same that does not begin afresh, unless that was asked for."""
    if not (os.environ.get("LOKALAMALEN_AFRESH") or request.config.getoption("--refresh-sites")):
        monkeypatch.setattr("plugins.commands.runs.work.read_theme", lambda _: bench.theme)
        monkeypatch.setattr("plugins.commands.runs.prepared._prepare", lambda _job, **_: bench.prepare())
    return check


@pytest.mark.parametrize("story", STORIES)
def test_story_is_told_as_expected(story: str, check_at_bench: Check, bench: Bench, request: pytest.FixtureRequest) -> None:
    lay_story(story, bench.content)

    status, out, err = check_at_bench()
    out = _shorten(out)

    expected, left_out = SITES / story / "problems.txt", SITES / story / "left-out.txt"
    if request.config.getoption("--refresh-sites"):
        expected.write_bytes(out.encode())
        left_out.write_bytes(err.encode()) if err else left_out.unlink(missing_ok=True)
    name = story.rpartition("/")[2]
    again = f"read the difference; if it is meant: python3 tasks.py refresh --only {name}"
    assert out == _told(story), again
    assert err == (left_out.read_bytes().decode() if left_out.exists() else "")
    assert status == (1 if ": fel: " in out else 0)


@pytest.mark.slow
def test_stories_one_after_another_are_told_as_each_by_itself(check_at_bench: Check, bench: Bench) -> None:
    """As in a preview of many days, which has seen all the stories before, and of which nothing may be left.

    In one order; by hand `LOKALAMALEN_SEED` gives others.
    """
    stories = random.Random(int(os.environ.get("LOKALAMALEN_SEED", "1"))).sample(STORIES, len(STORIES))
    for before, story in pairwise(["", *stories]):
        lay_story(story, bench.content)
        assert _shorten(check_at_bench()[1]) == _told(story), f"{story}, after {before}"
        bench.put_files_back()


def test_the_pages_and_fields_there_are_are_told(check_at_bench: Check, bench: Bench) -> None:
    known = {page.address for page in KNOWN_PAGES if not page.address.endswith(".html")}  # nobody links to what is not found
    pages = sorted({*known, "/mal-1/", "/mal-2/", "/om/"})
    lay_story("broken/link-broken", bench.content)
    assert f"\n    Sidorna är {', '.join(pages)}.\n" in check_at_bench()[1]

    lay_story("broken/field-misspelt", bench.content)
    told = check_at_bench()[1]
    names = re.search(r"\n    Fälten är (namn, .+ och status)\.\n", told)
    assert names, told
    assert sorted(names[1].replace(" och ", ", ").split(", ")) == sorted(info.swedish for info in useful_fields(Partner))


def test_base_site_is_honest(check: Check) -> None:
    assert check() == (0, "Inga fel. Inget är skrivet.\n", "")


def test_honest_stories_have_no_errors() -> None:
    for story in HONEST:
        told = _told(f"honest/{story}")
        assert ": fel: " not in told, story
        assert told.endswith("Inga fel. Inget är skrivet.\n"), story


def test_broken_stories_are_told_at_a_place() -> None:
    for story in BROKEN:
        told = _told(f"broken/{story}")
        heads = [found for line in told.splitlines() if (found := HEAD.fullmatch(line))]
        assert heads, story
        assert len(heads) == len(re.findall(r"^content", told, re.MULTILINE)), story
        at_beginning = {head["code"] for head in heads if (head["line"], head["column"]) == ("1", "1")}
        assert at_beginning <= WHOLE_FILE, story


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try the suggestions of each story that has some; of any story where what they tell is written anew in this run."""
    if "suggesting" in metafunc.fixturenames:
        metafunc.parametrize("suggesting", STORIES if metafunc.config.getoption("--refresh-sites") else SUGGESTING)


@pytest.mark.slow
def test_what_is_suggested_puts_it_right(suggesting: str, bench: Bench) -> None:
    assert _put_right(suggesting, bench) == []


def test_a_story_that_suggests_nothing_any_more_is_right(bench: Bench) -> None:
    """As one that has been written anew since it was asked which stories suggest something."""
    assert _put_right("honest/activity-with-everything", bench) == []


def _put_right(story: str, bench: Bench) -> list[str]:
    """Write each line that `problems.txt` suggests into its file: that problem is gone, and the line has no other error.

    Returns the errors that are told at these lines all the same.
    """
    told = _told(story)
    suggested = _read_suggestions(told)
    assert bool(suggested) == (SUGGESTION in told)
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


def _read_suggestions(told: str) -> dict[tuple[str, int], tuple[str, str]]:
    """Return the code and the suggested line of each problem that has one, by file and number of line."""
    suggested = {}
    for head, *help_lines in (block.split("\n") for block in told.split("\n\n")):
        rights = [line.removeprefix(SUGGESTION) for line in help_lines if line.startswith(SUGGESTION)]
        if rights:
            found = HEAD.fullmatch(head)
            assert found, head
            suggested[head.split(":")[0], int(found["line"])] = found["code"], rights[0]
    return suggested


def _write(line: str, code: str, right: str) -> str:
    """Return the line as an editor writes it: indent and hyphen stay, unless they are the fault."""
    if code in ("fel-indrag", "saknar-bindestreck"):
        return right
    indent = line[: len(line) - len(line.lstrip())]
    if code == "fel-bindestreck":
        return f"{indent}{right}"
    hyphen = "- " if line.lstrip().startswith("- ") and not right.startswith("- ") else ""
    return f"{indent}{hyphen}{right}"

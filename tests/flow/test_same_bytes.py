"""The same content and day yield the same site, byte for byte, whatever the locale, time zone, folder and disk."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from plugins.core.cache.workers import WaitingWorker, WorkerTask
from plugins.core.outputs import BUILD as MANIFEST
from plugins.core.source.sources import Text
from plugins.core.texts import documents
from plugins.finishing.plugin import HERE, WorkerPages
from plugins.publishing.spare import Spare
from tests.flow.trial import DAY, PROJECT, Trial, make_project, run_python, snapshot

BUILD = """
import os, sys
sys.path.insert(0, sys.argv[4])
order = sys.argv[5]
if order == "reversed":
    walk, scandir, listdir = os.walk, os.scandir, os.listdir

    def reversed_walk(top, topdown=True, onerror=None, followlinks=False):
        for parent, folders, files in walk(top, topdown, onerror, followlinks):
            folders.reverse()
            files.reverse()
            yield parent, folders, files

    class ReversedScan:
        def __init__(self, path="."):
            with scandir(path) as entries:
                self.entries = iter(list(entries)[::-1])
        def __enter__(self): return self
        def __exit__(self, *_): pass
        def __iter__(self): return self.entries
        def __next__(self): return next(self.entries)
        def close(self): pass

    os.walk, os.scandir, os.listdir = reversed_walk, ReversedScan, lambda path=".": listdir(path)[::-1]
os.umask(int(sys.argv[6], 8))
if sys.argv[7]:
    sys._xoptions["door"] = True  # as the door starts it: then Pelican is begun light
from plugins.commands.run import Options, run
sys.exit(run("build", Options(content=sys.argv[1], output=sys.argv[2], date=sys.argv[3])))
"""

MACHINES: dict[str, dict[str, Any]] = {
    "another language, far to the east, another order of sets, another folder, whose files were written in another order": {
        "env": {
            "LANG": "sv_SE.UTF-8",
            "LC_ALL": "tr_TR.UTF-8",
            "LANGUAGE": "sv",
            "TZ": "Pacific/Kiritimati",
            "PYTHONHASHSEED": "4711",
        },
        "elsewhere": True,
        "copy": "reversed",
    },
    "no language, far to the west, files that nobody else may read, folders listed in another order, through the door": {
        "door": True,
        "env": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8", "TZ": "Pacific/Niue"},
        "umask": "077",
        "order": "reversed",
    },
}
"""Variants of the environment. Each is a process of its own, so all that can differ does so at once."""


def copy_in_order(source: Path, target: Path, *, is_reversed: bool = False) -> None:
    """Copy a folder file by file, in the order of names or its reverse."""
    for path in sorted(source.rglob("*"), reverse=is_reversed):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)


def build_on(folder: Path, machine: dict[str, Any], content: Path) -> dict[str, str]:
    """Build in a process of its own, and return a snapshot of the output."""
    copy_in_order(content, folder / "content", is_reversed=machine.get("copy") == "reversed")
    env = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        **machine.get("env", {}),
    }
    is_elsewhere = machine.get("elsewhere", False)
    given = "content" if is_elsewhere else str(folder / "content")
    ended = run_python(
        BUILD, given, str(folder / "site"), DAY, str(PROJECT), machine.get("order", "as it is"), machine.get("umask", "022"),
        "door" if machine.get("door") else "",
        cwd=folder if is_elsewhere else PROJECT, env=env, utf8=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return snapshot(folder / "site")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the site as built on an ordinary machine."""
    folder = tmp_path_factory.mktemp("first")
    make_project(folder / "source")
    return build_on(folder, {}, folder / "source" / "content")


@pytest.mark.parametrize("machine", MACHINES)
def test_the_same_content_and_day_give_the_same_bytes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, first: dict[str, str], machine: str
) -> None:
    make_project(tmp_path / "source")
    assert len(first) > 10
    assert build_on(tmp_path, MACHINES[machine], tmp_path / "source" / "content") == first


def test_the_real_site_has_the_same_bytes_whatever_the_order_of_its_files(tmp_path: Path, site: Path) -> None:
    machine = {"door": True, "order": "reversed", "copy": "reversed", "env": {"PYTHONHASHSEED": "99", "TZ": "Pacific/Kiritimati"}}
    one, other = snapshot(site), build_on(tmp_path, machine, PROJECT / "content")
    del one[MANIFEST], other[MANIFEST]  # which names the commit of the content: this copy has none
    assert len(one) > 100
    assert one == other


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.parametrize("is_large", [True, False], ids=["most pages", "all pages"])
def test_a_site_built_in_several_processes_has_the_same_bytes(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, *, is_large: bool
) -> None:
    before = trial.build_old_site()
    shutil.rmtree(trial.output)
    for module in ("core.cache.workers", "site.hooks", "site.cache.cached_bench"):
        # also where the tests have threads, or one processor
        monkeypatch.setattr(import_module(f"plugins.{module}"), "can_fork", lambda: True)
    if is_large:
        monkeypatch.setattr("plugins.site.hooks.LARGE", 0)
    monkeypatch.setattr("plugins.site.hooks.WORTH_CHECKING", 0)
    monkeypatch.setattr("plugins.finishing.plugin.MANY", 2)
    monkeypatch.setattr("plugins.finishing.plugin.FIRST", 1)
    read, made = note_work(monkeypatch)
    begun, begin = set[str](), WorkerTask.__init__

    def note_begun(self: WorkerTask[Any], work: Callable[[], Any], *more: Any, **options: Any) -> None:
        begin(self, work, *more, **options)
        if self._worker.file is not None:
            begun.add(work.__module__)

    monkeypatch.setattr(WorkerTask, "__init__", note_begun)
    drawn, take = list[Any](), WaitingWorker._take
    monkeypatch.setattr(WaitingWorker, "_take", lambda ready: (drawn.append(one) or one for one in take(ready)))

    assert trial.run().status == 0
    assert "plugins.site.hooks" in begun
    assert drawn, "the others are made by a copy of this process"
    assert snapshot(trial.output) == before
    pages = sorted(path.name for folder in ("mal", "sidor") for path in (trial.content / folder).glob("*.md"))
    assert (0 < len(read & set(pages)) < len(pages)) == is_large, "the others are read by a copy of this process"
    are_from_aside = [bool(page) for _, page in made]
    assert are_from_aside == [not is_large or (at > 0 and (at - 1) % 10 >= HERE) for at in range(len(made))]


@pytest.mark.parametrize("is_aside", [True, False], ids=["in another process", "when it is needed"])
@pytest.mark.parametrize("task", ["build", "publish"])
def test_the_build_after_a_first_edit_starts_from_a_copy_of_the_current_site(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, task: str, *, is_aside: bool
) -> None:
    assert trial.run(task).status == 0
    shown, taken, trim = snapshot(trial.output), list[int](), Spare.trim
    assert not list((trial.folder / ".cache" / "forra").iterdir()), "a first build has nothing to go on from"
    trial.edit("content/mal/mal-1-ingen-i-morker.md", "Vekarna räcker inte.", "Nu lyser staden.")
    fresh = str(trial.folder / "fresh")
    assert trial.run(task, output=fresh).status == 0

    def note(self: Spare, *given: Any) -> None:
        taken.append(len(self.seen))
        trim(self, *given)

    monkeypatch.setattr(Spare, "trim", note)
    monkeypatch.setattr("plugins.publishing.spare.can_fork", lambda: True)
    monkeypatch.setattr("plugins.core.cache.workers.can_fork", lambda: is_aside and sys.platform == "linux")
    assert trial.run(task).status == 0
    assert taken == [len([name for name, digest in shown.items() if digest])], "folders have none"
    assert snapshot(trial.output) == snapshot(Path(fresh)) != shown


@pytest.mark.parametrize("has_spare", [False, True])
def test_no_spare_is_kept_of_a_site_from_before_a_removal(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, *, has_spare: bool
) -> None:
    """No build starts from such a spare, so nothing would ever delete it."""
    monkeypatch.setattr("plugins.publishing.spare.can_fork", lambda: True)
    trial.build_old_site()
    if has_spare:
        assert trial.run(date="2026-12-24").status == 0
    spares = trial.folder / ".cache" / "forra"
    assert bool([*spares.glob("*")]) is has_spare
    (trial.folder / "borttaget.yaml").write_text("- namn: lyktan\n  sort: person\n  dag: 2026-11-22\n", "utf-8")
    result = trial.run()
    assert result.status == 0, result.said
    assert not [*spares.glob("*")]


@pytest.mark.parametrize("reason", ["errors", "plugin", "large"])
def test_no_spare_is_left_of_a_site_that_no_build_can_start_from(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    monkeypatch.setattr("plugins.publishing.spare.can_fork", lambda: True)
    monkeypatch.setattr("plugins.core.cache.workers.can_fork", lambda: sys.platform == "linux")
    trial.build_old_site()
    if reason == "errors":
        trial.edit("content/webbplats.yaml", "språk: sv", "språk: [sv")
    elif reason == "plugin":
        (trial.folder / "theirs.py").write_text("def register():\n    pass\n", "utf-8")
        trial.settings.write_text(f"{trial.settings.read_text('utf-8')}\nPLUGINS = [*PLUGINS, 'theirs']\n", "utf-8")
        monkeypatch.syspath_prepend(str(trial.folder))
    else:
        monkeypatch.setattr("plugins.site.cache.cached_bench.MOST_TEXT", 10)
    result = trial.run(date="2026-12-24")
    assert result.status == (reason == "errors"), result.said
    assert not [*(trial.folder / ".cache" / "forra").glob("*")]


def note_work(monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], list[tuple[str, str | None]]]:
    """Return a record, filled later, of the files whose Markdown this process reads, and of the pages that it writes."""
    read: set[str] = set()
    made: list[tuple[str, str | None]] = []
    read_markdown, take = documents.read_markdown, WorkerPages.take

    def note_read(text: Text, *more: Any) -> Any:
        read.add(text.source.path.name)
        return read_markdown(text, *more)

    def record_computed(self: WorkerPages, file: str) -> str | None:
        page: str | None = take(self, file)
        made.append((file, page))
        return page

    monkeypatch.setattr(documents, "read_markdown", note_read)
    monkeypatch.setattr(WorkerPages, "take", record_computed)
    return read, made

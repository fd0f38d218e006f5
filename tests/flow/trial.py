"""Trials: a small project in a folder of its own, with content, theme, settings and output, in which a test runs tasks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import unified_diff
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from plugins.commands import run as commands

PROJECT = Path(__file__).parents[2]
CONTENT = Path(__file__).parent / "content"
DAY = "2026-11-22"
SETTINGS = ("pelicanconf.py", "publishconf.py")


@dataclass(frozen=True)
class Result:
    """The result of a run: exit status, stdout and stderr."""

    status: int
    stdout: str
    stderr: str

    @property
    def said(self) -> str:
        """Stdout and stderr together."""
        return self.stdout + self.stderr


@dataclass(frozen=True)
class Trial:
    """A project in a folder of its own, with all that tasks read and write."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    built: Path
    """The output of a build of the unchanged project, shared by all tests; copied if a test needs it."""

    @property
    def content(self) -> Path:
        """The folder `content/`."""
        return self.folder / "content"

    @property
    def theme(self) -> Path:
        """The theme, which a test may change: reading this property replaces the link to the real theme by a copy."""
        theme = self.folder / "theme"
        if theme.is_symlink():
            theme.unlink()
            shutil.copytree(PROJECT / "theme", theme)
        return theme

    @property
    def output(self) -> Path:
        """The folder of the site."""
        return self.folder / "out" / "site"

    @property
    def settings(self) -> Path:
        """Pelican's settings, which a test may change."""
        return self.folder / "pelicanconf.py"

    def run(self, task: str = "build", **options: str) -> Result:
        """Run a task, on the fixed day unless `options` have another."""
        given = commands.Options(content=str(self.content), output=str(self.output), date=DAY)
        self.capsys.readouterr()
        status = commands.run(task, replace(given, **options))  # type: ignore[arg-type]  # all options used here are text
        said = self.capsys.readouterr()
        return Result(status, said.out, said.err)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace `old` in a file of the project by `new`; fail if there is none."""
        file = (self.theme if name.startswith("theme/") else self.folder) / name.removeprefix("theme/")
        text = file.read_text("utf-8")
        assert old in text, f"{name} has no {old!r}"
        file.write_text(text.replace(old, new), "utf-8")

    def build_old_site(self) -> Snapshot:
        """Build the site and return a snapshot of it; the first time, copy `built` if the test has changed nothing."""
        if self.output.parent.exists() or self._is_changed():
            result = self.run()
            assert result.status == 0, result.said
        else:
            shutil.copytree(self.built, self.output)
        return snapshot(self.output)

    def _is_changed(self) -> bool:
        """Return whether the test has changed any input of a build."""
        own_theme = self.folder / "theme"
        has_changed_theme = not own_theme.is_symlink() and snapshot(own_theme) != _snapshot_theme()
        return has_changed_theme or any(snapshot(self.folder / name) != known for name, known in _snapshot_project().items())

    def beside_output(self) -> list[str]:
        """Return the names of other entries beside the output folder."""
        return sorted(path.name for path in self.output.parent.iterdir() if path != self.output)

    def page(self, name: str) -> str:
        """Return the text of a file in the output."""
        return (self.output / name).read_text("utf-8")


@cache
def _snapshot_project() -> dict[str, Snapshot]:
    """Return snapshots of what `make_project` copies."""
    return {"content": snapshot(CONTENT), **{name: snapshot(PROJECT / name) for name in SETTINGS}}


@cache
def _snapshot_theme() -> Snapshot:
    """Return a snapshot of the project's own theme."""
    return snapshot(PROJECT / "theme")


def make_project(folder: Path) -> None:
    """Copy what tasks need of the project into `folder`; the theme, two hundred files that few tests change, is linked."""
    shutil.copytree(CONTENT, folder / "content")
    (folder / "theme").symlink_to(PROJECT / "theme")
    for name in SETTINGS:
        shutil.copy(PROJECT / name, folder / name)


class Snapshot(dict[str, str]):
    """Digests of files, by path. A failed comparison of two lists the differing files, with a diff of the first text file."""

    def __init__(self, folder: Path) -> None:
        self.contents: dict[str, bytes] = {}
        for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            content = b"" if path.is_dir() else path.read_bytes()
            self.contents[name] = content
            self[name] = "" if path.is_dir() else sha256(content).hexdigest()

    def explain(self, other: Snapshot) -> list[str]:
        """Return lines for people with the files that `other` lacks, adds or changes."""
        changed = sorted(name for name in self.keys() & other.keys() if self[name] != other[name])
        differences = [
            f"only in the first: {sorted(self.keys() - other.keys())}",
            f"only in the second: {sorted(other.keys() - self.keys())}",
            f"with another content: {changed}",
        ]
        for name in changed:
            with suppress(UnicodeDecodeError):
                first, second = (site.contents[name].decode("utf-8").splitlines() for site in (self, other))
                return [*differences, *islice(unified_diff(first, second, name, name, n=0, lineterm=""), 20)]
        return differences


def snapshot(folder: Path) -> Snapshot:
    """Return a snapshot of all files below `folder`, or of a single file; folders have an empty digest."""
    return Snapshot(folder)


def run_python(script: str, *arguments: str, utf8: bool = True, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a script in a new Python process that can import the project."""
    command = [sys.executable, *(["-X", "utf8"] if utf8 else []), "-c", script, *arguments]
    given = {"cwd": PROJECT, **options}
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **given)

"""A small project of the test's own: copied content, theme and settings, an old output, and a way to run tasks."""

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
    """What a run left: exit status, and what it said on each of the two streams."""

    status: int
    stdout: str
    stderr: str

    @property
    def said(self) -> str:
        """Everything that was said."""
        return self.stdout + self.stderr


@dataclass(frozen=True)
class Trial:
    """A project in a folder of its own, with everything that a task reads and writes."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    built: Path
    """What a build of the unchanged project writes; made once for all tests, which only copy it."""

    @property
    def content(self) -> Path:
        """The editors' folder."""
        return self.folder / "content"

    @property
    def theme(self) -> Path:
        """A theme that a test may spoil: the real one until a test asks for it, then a copy."""
        theme = self.folder / "theme"
        if theme.is_symlink():
            theme.unlink()
            shutil.copytree(PROJECT / "theme", theme)
        return theme

    @property
    def output(self) -> Path:
        """Where the site is written."""
        return self.folder / "out" / "site"

    @property
    def settings(self) -> Path:
        """Pelican's settings, which a test may change."""
        return self.folder / "pelicanconf.py"

    def run(self, task: str = "build", **options: str) -> Result:
        """Do a task as the door does, on the fixed day unless `options` say otherwise."""
        given = commands.Options(content=str(self.content), output=str(self.output), date=DAY)
        self.capsys.readouterr()
        status = commands.run(task, replace(given, **options))  # type: ignore[arg-type]  # all options used here are text
        said = self.capsys.readouterr()
        return Result(status, said.out, said.err)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words in a file below the project; they must be there."""
        file = (self.theme if name.startswith("theme/") else self.folder) / name.removeprefix("theme/")
        text = file.read_text("utf-8")
        assert old in text, f"{name} has no {old!r}"
        file.write_text(text.replace(old, new), "utf-8")

    def build_old_site(self) -> Snapshot:
        """Build, or take what another test has built of the very same files; return what the output holds."""
        if self.output.parent.exists() or self._is_changed():
            result = self.run()
            assert result.status == 0, result.said
        else:
            shutil.copytree(self.built, self.output)
        return snapshot(self.output)

    def _is_changed(self) -> bool:
        """Tell whether the test has changed what a build reads."""
        own_theme = self.folder / "theme"
        has_changed_theme = not own_theme.is_symlink() and snapshot(own_theme) != _snapshot_theme()
        return has_changed_theme or any(snapshot(self.folder / name) != known for name, known in _snapshot_project().items())

    def beside_output(self) -> list[str]:
        """Return what lies beside the output folder."""
        return sorted(path.name for path in self.output.parent.iterdir() if path != self.output)

    def page(self, name: str) -> str:
        """Return a file of the output."""
        return (self.output / name).read_text("utf-8")


@cache
def _snapshot_project() -> dict[str, Snapshot]:
    """Return the fingerprints of what `make_project` copies."""
    return {"content": snapshot(CONTENT), **{name: snapshot(PROJECT / name) for name in SETTINGS}}


@cache
def _snapshot_theme() -> Snapshot:
    """Return the fingerprints of the project's own theme."""
    return snapshot(PROJECT / "theme")


def make_project(folder: Path) -> None:
    """Copy into `folder` what a task needs of the project; the theme, two hundred files that few tests change, is linked."""
    shutil.copytree(CONTENT, folder / "content")
    (folder / "theme").symlink_to(PROJECT / "theme")
    for name in SETTINGS:
        shutil.copy(PROJECT / name, folder / name)


class Snapshot(dict[str, str]):
    """Fingerprints by path. Where two differ, a test says which files do, and how the first text of them does."""

    def __init__(self, folder: Path) -> None:
        self.contents: dict[str, bytes] = {}
        for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            content = b"" if path.is_dir() else path.read_bytes()
            self.contents[name] = content
            self[name] = "" if path.is_dir() else sha256(content).hexdigest()

    def explain(self, other: Snapshot) -> list[str]:
        """Return, for people, what `other` lacks, has besides, and has otherwise."""
        changed = sorted(name for name in self.keys() & other.keys() if self[name] != other[name])
        told = [
            f"only in the first: {sorted(self.keys() - other.keys())}",
            f"only in the second: {sorted(other.keys() - self.keys())}",
            f"with another content: {changed}",
        ]
        for name in changed:
            with suppress(UnicodeDecodeError):
                first, second = (site.contents[name].decode("utf-8").splitlines() for site in (self, other))
                return [*told, *islice(unified_diff(first, second, name, name, n=0, lineterm=""), 20)]
        return told


def snapshot(folder: Path) -> Snapshot:
    """Return the fingerprint of every file below `folder`, or of a file itself; folders have an empty one."""
    return Snapshot(folder)


def run_python(script: str, *arguments: str, utf8: bool = True, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a script in a Python of its own that knows the project, as the door starts it."""
    command = [sys.executable, *(["-X", "utf8"] if utf8 else []), "-c", script, *arguments]
    given = {"cwd": PROJECT, **options}
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **given)

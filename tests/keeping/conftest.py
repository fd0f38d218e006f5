"""Fixtures for tests of keeping: the clones of two editors, and the bare repository that they share."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.commands.keep import task as keep
from plugins.commands.run import Options
from tests.conftest import BASE, TODAY

FORBIDDEN = ("git", "commit", "branch", "merge", "rebase", "HEAD", "origin", "fatal", "Traceback")
"""Words that editors must not see in output, and that names of tests and folders must not contain, as output may quote them."""


def git(folder: Path, *words: str) -> str:
    """Run git in a folder; return its stdout. Raise `CalledProcessError` if it fails."""
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


@dataclass
class Desk:
    """One editor's clone."""

    folder: Path

    @property
    def content(self) -> Path:
        """Return the folder `content/`."""
        return self.folder / "content"

    def read(self, name: str) -> str:
        """Return the text of a file in `content/`."""
        return (self.content / name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file in `content/`."""
        (self.content / name).parent.mkdir(parents=True, exist_ok=True)
        (self.content / name).write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the first `old` in a file by `new`; fail if there is none."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new, 1))

    @property
    def options(self) -> Options:
        """Return the options that each task gets."""
        return Options(content=str(self.content), date=TODAY.isoformat())

    def save(self, by: str | None = None, choose: str | None = None, *, sets_updated: bool = False) -> int:
        """Run the task `save`; return its exit status."""
        return keep.save(self.options, by, choose, sets_updated=sets_updated)

    def fetch(self, choose: str | None = None) -> int:
        """Run the task `fetch`; return its exit status."""
        return keep.fetch(self.options, choose)

    def undo(self, code: str = "senaste") -> int:
        """Run the task `undo`; return its exit status."""
        return keep.undo(self.options, code)

    def history(self, about: str | None = None) -> int:
        """Run the task `history`; return its exit status."""
        return keep.history(self.options, about)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Isolate git from the settings of this machine and its user."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-settings"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "no-settings").write_text("[init]\n\tdefaultBranch = main\n", "utf-8")


REAL_CHECK = keep._check


@pytest.fixture(autouse=True)
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable the check of the content, which takes ten times as long as the rest of a test."""
    monkeypatch.setattr(keep, "_check", lambda _job: [])


@pytest.fixture
def checked(unchecked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enable the check of the content again."""
    monkeypatch.setattr(keep, "_check", REAL_CHECK)


@pytest.fixture(scope="session")
def shared_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the bare repository `plats` and its clones `anna` and `bertil`, which tests must copy."""
    folder = tmp_path_factory.mktemp("model")
    start = folder / "anna"
    shutil.copytree(BASE, start / "content")
    page = "---\ntitel: Extra\nsammanfattning: En sida som ingen länkar till.\nstatus: publicerad\n---\nText.\n"
    (start / "content" / "sidor" / "extra.md").write_text(page, "utf-8")
    (start / "program.txt").write_text("ett\n\ntvå\n\ntre\n", "utf-8")
    for words in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "--all"],
        ["-c", "user.name=Program", "-c", "user.email=program@example.org", "commit", "--quiet", "-m", "Begin"],
    ):
        git(start, *words)
    subprocess.run(["git", "clone", "--quiet", "--bare", "anna", "plats"], cwd=folder, check=True)
    git(start, "remote", "add", "origin", "../plats")
    git(start, "fetch", "--quiet", "origin")
    git(start, "branch", "--quiet", "--set-upstream-to=origin/main")
    subprocess.run(["git", "clone", "--quiet", "plats", "bertil"], cwd=folder, check=True)
    git(folder / "bertil", "remote", "set-url", "origin", "../plats")
    for name in ("anna", "bertil"):
        git(folder / name, "config", "user.name", f"{name.title()} Exempel")
        git(folder / name, "config", "user.email", f"{name}@example.org")
    return folder


@pytest.fixture
def desks(shared_model: Path, tmp_path: Path) -> tuple[Desk, Desk]:
    """Return the clones of Anna and Bertil, copied for one test."""
    shutil.copytree(shared_model, tmp_path / "tva")
    return Desk(tmp_path / "tva" / "anna"), Desk(tmp_path / "tva" / "bertil")


@pytest.fixture
def heard(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Return a function that returns the output since its last call, and fails if that has a word in `FORBIDDEN`."""

    def hear() -> str:
        output = capsys.readouterr()
        said = f"{output.out}{output.err}"
        for word in FORBIDDEN:
            assert word.casefold() not in said.casefold(), (word, said)
        return said

    yield hear
    hear()

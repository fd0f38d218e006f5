"""A nightly run that fetches a new version of the program continues with that version, which the content may need."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.commands import door as entrance
from plugins.commands import nightly
from tests.conftest import BASE, PROJECT
from tests.flow.trial import DAY

PROGRAM = ("plugins", "theme", "docs", "tasks.py", "pelicanconf.py", "publishconf.py", "pyproject.toml", "requirements.txt")
ANCHOR = '    with tempfile.TemporaryDirectory(prefix="lokalamalen-natt-") as folder:\n'


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Nils", "-c", "user.email=n@example.org"]
    subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True)


def share(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "x")
    git(folder, "push", "--quiet", "origin", "main")


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """Return the project of the nightly run, beside the shared repository and a developer's clone."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", tmp_path / "shared.git"], check=True)
    for name in ("desk", "server"):
        git(tmp_path, "clone", "--quiet", f"{tmp_path}/shared.git", name)
    desk = tmp_path / "desk"
    git(desk, "symbolic-ref", "HEAD", "refs/heads/main")
    for name in PROGRAM:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, desk / name, ignore=shutil.ignore_patterns("__pycache__", "bilder"))
        else:
            shutil.copy(PROJECT / name, desk)
    shutil.copytree(BASE, desk / "content")
    (desk / ".gitignore").write_text("/.venv\n/.cache/\n/.utgivet/\n/output*\n/.output*\n__pycache__/\n", "utf-8")
    share(desk)
    git(tmp_path / "server", "pull", "--quiet", "origin", "main")
    (tmp_path / "server" / ".venv").symlink_to(PROJECT / ".venv")
    return tmp_path / "server"


@pytest.mark.slow
def test_a_night_that_fetches_a_new_program_continues_with_it(server: Path) -> None:
    desk, site = server.with_name("desk"), server.with_name("www")
    file, page = desk / "plugins" / "commands" / "nightly.py", desk / "content" / "sidor" / "om.md"
    file.write_text(file.read_text("utf-8").replace(ANCHOR, f'    say("Den nya natten.")\n{ANCHOR}', 1), "utf-8")
    page.write_text(f"{page.read_text('utf-8')}\nNu brinner alla lyktor.\n", "utf-8")
    share(desk)
    command = [sys.executable, "tasks.py", "publicera", "--natt", "--till", f"folder:{site}", "--date", DAY]
    done = subprocess.run(command, cwd=server, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Programmet har förnyats, så natten börjar om med det nya.\nDen nya natten.\n" in done.stderr
    assert "Nu brinner alla lyktor." in (site / "om" / "index.html").read_text("utf-8")


def test_a_renewed_night_starts_again_outside_the_environment_so_that_packages_can_be_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[list[str]] = []
    answers = iter([entrance.RENEWED, 1])
    monkeypatch.setattr(entrance, "prepare_environment", lambda *_: None)
    monkeypatch.setattr(entrance, "run_program", lambda command, **_: asked.append(command) or next(answers))
    assert entrance.run_in_environment(["publish", "--nightly"]) == 1
    assert asked[1] == [sys.executable, str(PROJECT / "tasks.py"), "publish", "--nightly"]


@pytest.mark.parametrize("is_behind_the_door", [True, False])
def test_a_renewed_night_starts_again_with_or_without_the_door(monkeypatch: pytest.MonkeyPatch, is_behind_the_door: bool) -> None:
    monkeypatch.setattr(sys, "_xoptions", {"door": True} if is_behind_the_door else {})
    monkeypatch.setattr(sys, "argv", ["invoke", "publish", "--nightly"])
    asked: list[list[str]] = []
    monkeypatch.setattr(entrance, "run_program", lambda command: asked.append(command) or 1)
    status = nightly.restart()
    assert (status, len(asked)) == ((entrance.RENEWED, 0) if is_behind_the_door else (1, 1))
    assert all(command[1:] == [str(PROJECT / "tasks.py"), "publish", "--nightly"] for command in asked)

"""Files and folders without permissions, as after a run with sudo: ignored if possible, else reported by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound

from plugins.commands.process.failure import unexpected
from plugins.delivery.copies import FOLDER
from tests.conftest import BASE, PROJECT
from tests.flow.trial import DAY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights are otherwise there")

PROGRAM = ("plugins", "theme", "tasks.py", "pelicanconf.py", "publishconf.py", "pyproject.toml", "requirements.txt")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
WITHOUT = ["--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override,-dac_read_search"]
AS_ANYBODY = ["setpriv", *WITHOUT] if IS_ROOT else []
"""Prefix of commands that runs them without root's right to read everything."""

needs_rights = pytest.mark.skipif(IS_ROOT and shutil.which("setpriv") is None, reason="root may read everything")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shut") / "projekt"
    folder.mkdir()
    for name in PROGRAM:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, folder / name)
        else:
            shutil.copy(PROJECT / name, folder)
    (folder / "docs").mkdir()
    shutil.copy(PROJECT / "docs" / "felkoder.md", folder / "docs")
    shutil.copytree(BASE, folder / "content")
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    return folder


@contextmanager
def shut(path: Path) -> Iterator[None]:
    """Remove all permissions."""
    before = path.stat().st_mode
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(before)


def run(project: Path, *words: str) -> tuple[int, str]:
    command = [*AS_ANYBODY, sys.executable, "tasks.py", *words, "--date", DAY]
    done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


@needs_rights
def test_a_cache_folder_without_permission_stops_no_task(project: Path) -> None:
    (project / ".cache").mkdir(exist_ok=True)
    with shut(project / ".cache"):
        for words in (["check"], ["build"], ["publish", "--target", f"folder:{project.parent / 'www'}"]):
            status, said = run(project, *words)
            assert status == 0, said
    assert (project.parent / "www" / "index.html").is_file()


@needs_rights
def test_an_unreadable_record_of_deliveries_is_not_taken_for_a_colleagues_delivery(project: Path) -> None:
    target = ["publish", "--target", f"folder:{project.parent / 'www2'}"]
    assert run(project, *target)[0] == 0
    with shut(project / FOLDER):
        status, said = run(project, *target)
    assert status == 1
    assert f"{FOLDER}:1:1: fel: Du har inte rätt att läsa eller skriva i ”{FOLDER}”. [intern]\n" in said
    assert f"    Ge dig rätten igen: chmod u+rwX {FOLDER}\n" in said


@needs_rights
@pytest.mark.parametrize("name", ["theme/templates/base.html", "theme/words/sv.yaml", "theme/static"])
def test_a_program_file_without_permission_is_named(project: Path, name: str) -> None:
    with shut(project / name):
        status, said = run(project, "build")
    assert status == 1
    assert f"{name}:1:1: fel: Du har inte rätt att läsa eller skriva i ”{name}”. [intern]\n" in said
    assert f"    Ge dig rätten igen: chmod u+rwX {name}\n" in said


@pytest.mark.parametrize(("name", "what"), [("filer", "Mappen"), ("filer/en fil.txt", "Filen")])
def test_a_file_owned_by_another_user_is_reported_with_how_to_take_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, what: str
) -> None:
    path = tmp_path / "filer" / "en fil.txt"
    path.parent.mkdir()
    path.touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    monkeypatch.setattr(os, "access", lambda asked, _: Path(asked) != tmp_path / name)
    problem = unexpected(PermissionError(13, "Permission denied", str(path)), tmp_path / "content", tmp_path)
    assert problem.place.source.path == tmp_path / name
    written = f"'{name}'" if " " in name else name
    assert problem.help == (
        f'{what} tillhör en annan användare, som efter en körning med sudo. Ta tillbaka den: sudo chown -R "$USER" {written}',
    )


@pytest.mark.parametrize("name", ["en fil.txt", "borta/en fil.txt", "."])
def test_a_file_whose_permissions_are_right_is_not_said_to_lack_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The error of a folder walk may hold only a file name, which need not be in the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "access", lambda asked, _: Path(asked).exists())
    problem = unexpected(PermissionError(13, "Permission denied", name), tmp_path / "content", tmp_path)
    assert "Det gick inte att läsa eller skriva" in problem.message
    assert not any("chmod" in line or "sudo" in line for line in problem.help)


@pytest.mark.parametrize("error", [ModuleNotFoundError("No module named 'plugins.editing'"), TemplateNotFound("panel.html")])
def test_a_missing_program_folder_is_reported_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr("plugins.commands.process.failure._OWN", tmp_path / "plugins")
    problem = unexpected(error, tmp_path / "content", tmp_path)
    assert problem.message == "Mappen plugins finns inte."
    assert problem.help[0] == "Har den flyttats, eller fått ett annat namn? Lägg tillbaka den."
    (tmp_path / "plugins").mkdir()
    assert unexpected(error, tmp_path / "content", tmp_path).message == "Något gick fel i programmet. Det beror inte på dig."

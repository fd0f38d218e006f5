"""Templates that a copy of the process compiles: the very ones that a build asks for, where it looks for them."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment

import tasks
from plugins.commands import templates_ahead
from plugins.commands.resident import Resident
from plugins.commands.templates_ahead import PELICANS, begin_templates, compile_ahead
from plugins.core.kept import COMPILED
from plugins.site.theme import read_theme

THEME = read_theme(tasks.PROJECT / "theme")
HERE, COPY = 1, 2


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of settings alone, in which nothing has been compiled."""
    shutil.copy(tasks.PROJECT / "pelicanconf.py", tmp_path)
    return tmp_path


def run_ahead(monkeypatch: pytest.MonkeyPatch, project: Path, parent: int = HERE) -> None:
    """Compile as in a copy of the process, whose parent is this."""
    process = SimpleNamespace(getpid=lambda: HERE, getppid=lambda: parent, listdir=templates_ahead.os.listdir)

    def work_aside(work: Callable[[], None]) -> SimpleNamespace:
        process.getpid = lambda: COPY
        work()
        return SimpleNamespace(answer=lambda: None)

    monkeypatch.setattr(templates_ahead, "os", process)
    monkeypatch.setattr(templates_ahead, "can_copy", lambda: True)
    monkeypatch.setattr(templates_ahead, "Aside", work_aside)
    compile_ahead(THEME.folder, project)()


def test_a_build_finds_all_compiled(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    run_ahead(monkeypatch, project)
    environment = Resident(project, THEME, project, project / "output").environment

    def compile_late(*_: object, **__: object) -> None:
        raise AssertionError("compiled once more")

    monkeypatch.setattr(Environment, "compile", compile_late)
    names = [file.relative_to(THEME.folder / "templates").as_posix() for file in (THEME.folder / "templates").rglob("*.html")]
    assert len([environment.get_template(name) for name in (*names, *PELICANS)]) > 50


@pytest.mark.parametrize("why", ["stopped", "others"])
def test_nothing_is_written(monkeypatch: pytest.MonkeyPatch, project: Path, why: str) -> None:
    if why == "others":
        settings = project / "pelicanconf.py"
        settings.write_text(settings.read_text("utf-8") + 'PLUGINS.append("somebody_elses")\n', "utf-8")
    run_ahead(monkeypatch, project, parent=HERE + COPY if why == "stopped" else HERE)
    assert not (project / COMPILED).exists()


def test_what_is_kept_already_is_not_compiled(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    kept = project / COMPILED / "kept"
    kept.parent.mkdir(parents=True)
    kept.touch()
    run_ahead(monkeypatch, project)
    assert [file.name for file in kept.parent.iterdir()] == ["kept"]


def test_one_process_compiles_when_it_is_time(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    monkeypatch.setattr(templates_ahead, "can_copy", lambda: False)
    compile_ahead(THEME.folder, project)()
    assert not (project / COMPILED).exists()


@pytest.mark.parametrize("is_door", [True, False])
def test_a_build_waits_for_what_the_door_has_begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, is_door: bool) -> None:
    done: list[str] = []

    class Work:
        def __init__(self, _work: Callable[[], None]) -> None:
            done.append("begun")

        def answer(self) -> None:
            done.append("answered")

    monkeypatch.setattr(sys, "_xoptions", {"door": True} if is_door else {})
    monkeypatch.setattr(templates_ahead, "can_copy", lambda: True)
    monkeypatch.setattr(templates_ahead, "Aside", Work)
    begin_templates(tmp_path)
    assert done == ["begun"] * is_door
    compile_ahead(tmp_path / "theme", tmp_path)()
    assert done == ["begun", "answered"]

"""What is compiled lies with the packages where these are the door's and may be written, else in `.cache/`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from plugins.commands import door
from plugins.core.compiled import FOLDER, compiled_in


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in whose environment this process seems to work."""
    stamp = door.stamp_file(tmp_path)
    stamp.parent.mkdir()
    stamp.touch()
    monkeypatch.setattr(sys, "prefix", str(stamp.parent))
    return tmp_path


def test_it_lies_with_the_packages(project: Path) -> None:
    assert compiled_in(project) == project / ".venv" / FOLDER


def test_an_environment_that_is_not_whole_is_left_alone(project: Path) -> None:
    door.stamp_file(project).unlink()
    assert compiled_in(project) == project / ".cache"


def test_another_project_and_another_python_have_nothing_there(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled_in(project / "other") == project / "other" / ".cache"
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert compiled_in(project) == project / ".cache"


@pytest.mark.parametrize("locked", ["", FOLDER])
def test_what_may_not_be_written_is_done_without(project: Path, monkeypatch: pytest.MonkeyPatch, locked: str) -> None:
    environment = project / ".venv"
    if locked:
        (environment / locked).mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (environment / locked, os.W_OK))
    assert compiled_in(project) == project / ".cache"

"""Compiled code is stored beside the packages if these belong to the door and are writable, else in `.cache/`."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import pytest

from plugins.commands.start import set_up
from plugins.core.cache import compiled
from plugins.core.cache.compiled import FOLDER, compiled_in, make_once


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project whose environment this process seems to run in."""
    stamp = set_up.stamp_file(tmp_path)
    stamp.parent.mkdir()
    stamp.touch()
    monkeypatch.setattr(sys, "prefix", str(stamp.parent))
    return tmp_path


def test_compiled_code_is_stored_beside_the_packages(project: Path) -> None:
    assert compiled_in(project) == project / ".venv" / FOLDER


def test_an_incomplete_environment_is_not_used(project: Path) -> None:
    set_up.stamp_file(project).unlink()
    assert compiled_in(project) == project / ".cache"


def test_another_project_or_another_python_uses_the_cache_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled_in(project / "other") == project / "other" / ".cache"
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert compiled_in(project) == project / ".cache"


@pytest.mark.parametrize("locked", ["", FOLDER])
def test_an_unwritable_environment_is_not_used(project: Path, monkeypatch: pytest.MonkeyPatch, locked: str) -> None:
    environment = project / ".venv"
    if locked:
        (environment / locked).mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (environment / locked, os.W_OK))
    assert compiled_in(project) == project / ".cache"


def test_a_stored_value_is_made_again_when_the_code_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "PROJECT", tmp_path)
    monkeypatch.setattr(compiled, "SETTLED", sys.maxsize)  # all code is older than this process
    file = tmp_path / "made_here.py"
    monkeypatch.syspath_prepend(tmp_path)

    def make(code: str) -> object:
        file.write_text(f"calls = 0\ndef make():\n    global calls\n    calls += 1\n    return {code}\n", "utf-8")
        sys.modules.pop(file.stem, None)
        importlib.invalidate_caches()
        module = importlib.import_module(file.stem)
        return make_once(("it",), module.make), module.calls

    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [make("1"), make("1"), make("'two'"), make("1")] == [(1, 1), (1, 0), ("two", 1), (1, 0)]
    monkeypatch.delitem(sys.modules, file.stem)


def test_nothing_is_stored_if_the_code_may_have_been_saved_since_it_was_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "PROJECT", tmp_path)
    file = tmp_path / "made_there.py"
    file.write_text("def make():\n    return 'old'\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    old = importlib.import_module(file.stem)
    file.write_text("def make():\n    return 'new'\n", "utf-8")
    assert make_once(("it",), old.make) == "old"
    monkeypatch.delitem(sys.modules, file.stem)
    importlib.invalidate_caches()
    new = importlib.import_module(file.stem)
    monkeypatch.setattr(compiled, "SETTLED", sys.maxsize)  # as in a later process
    assert make_once(("it",), new.make) == "new"
    monkeypatch.delitem(sys.modules, file.stem)


def test_none_is_not_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "PROJECT", tmp_path)
    monkeypatch.setattr(compiled, "SETTLED", sys.maxsize)  # also in a clone made a moment ago
    answers = iter([None, 1])
    assert [make_once(("it",), lambda: next(answers)) for _ in range(3)] == [None, 1, 1]

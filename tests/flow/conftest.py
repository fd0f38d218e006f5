"""Fixtures for tests of whole runs: the trial project."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.commands import run as commands
from plugins.commands.runs import work
from tests.flow.trial import DAY, Snapshot, Trial, make_project


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Explain a failed comparison of two snapshots: list the files that differ, instead of their digests."""
    if op == "==" and isinstance(left, Snapshot) and isinstance(right, Snapshot):
        return ["the files are the same", *left.explain(right)]
    return None


def work_here(patch: pytest.MonkeyPatch) -> None:
    """Do the work of worker processes in this process, with the same results: what a fork caches is lost (`made_once.py`).

    Tests of workers patch `can_fork` back.
    """
    for module in ("site.cache.cached_bench", "core.cache.workers"):
        patch.setattr(f"plugins.{module}.can_fork", lambda: False)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a build of the unchanged trial project, shared by all tests; they must only read it."""
    folder = tmp_path_factory.mktemp("trial")
    make_project(folder)
    options = commands.Options(content=str(folder / "content"), output=str(folder / "out" / "site"), date=DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "PROJECT", folder)
        work_here(patch)
        assert commands.run("build", options) == 0
    return folder / "out" / "site"


@pytest.fixture
def trial(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, built: Path) -> Trial:
    """Return a small project for one test; tasks use its theme, settings and cache."""
    make_project(tmp_path)
    work_here(monkeypatch)
    monkeypatch.setattr(work, "PROJECT", tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Trial(tmp_path, capsys, built)

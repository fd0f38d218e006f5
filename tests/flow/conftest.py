"""The trial project, for every test of the flow."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.commands import run as commands
from plugins.commands.runs import work
from tests.flow.trial import DAY, Snapshot, Trial, make_project


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Say of two sites that should be the same which files are not: their fingerprints say nothing."""
    if op == "==" and isinstance(left, Snapshot) and isinstance(right, Snapshot):
        return ["the files are the same", *left.explain(right)]
    return None


def work_here(patch: pytest.MonkeyPatch) -> None:
    """Fork no worker: what has been made once is known in this process alone, and after a fork its memory is copied bit by bit.

    What is asked of a worker is done here, with the same results; tests of workers let them be forked (`can_fork`).
    """
    for module in ("site.cached_bench", "core.cache.workers"):
        patch.setattr(f"plugins.{module}.can_fork", lambda: False)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the trial project as it is; return its output, which is only read."""
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
    """A small project of the test's own; the tasks take theme, settings and cache from it."""
    make_project(tmp_path)
    work_here(monkeypatch)
    monkeypatch.setattr(work, "PROJECT", tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Trial(tmp_path, capsys, built)

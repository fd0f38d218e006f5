"""The trial project, for every test of the flow."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.commands import run as commands
from tests.flow.trial import Trial, make_project


@pytest.fixture
def trial(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Trial:
    """A small project of the test's own; the tasks take theme, settings and cache from it."""
    make_project(tmp_path)
    monkeypatch.setattr(commands, "PROJECT", tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Trial(tmp_path, capsys)

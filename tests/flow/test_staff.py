"""Build and publish never write the staff overview, and history is read from git only."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from plugins.commands.runs.history import read_line_days
from tests.flow.trial import Trial


@pytest.mark.slow
@pytest.mark.parametrize("task", ["build", "publish"])
def test_the_overview_is_never_published(trial: Trial, task: str) -> None:
    result = trial.run(task)
    assert result.status == 0, result.said
    for path in trial.output.rglob("*"):
        assert "redaktion" not in path.name
        if path.suffix in (".html", ".css", ".js", ".xml", ".json", ".txt"):
            text = path.read_text("utf-8")
            assert "/redaktion/" not in text, path.name
            assert "Redaktionens" not in text, path.name
            assert "content/" not in text, path.name


def git(folder: Path, *words: str, day: str) -> None:
    """Run git without the settings of this machine, with a given date."""
    when = f"{day}T12:00:00+0000"
    env = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_SYSTEM": "/dev/null",
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
    }
    who = ["-c", "user.name=Redaktionen", "-c", "user.email=red@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *words], env=env, check=True, capture_output=True)


def test_each_line_is_as_old_as_its_last_change(tmp_path: Path) -> None:
    file = tmp_path / "mål ett.md"
    git(tmp_path, "init", "-q", day="2026-01-01")
    file.write_text("ett\ntvå\n", "utf-8")
    git(tmp_path, "add", "-A", day="2026-01-01")
    git(tmp_path, "commit", "-qm", "committer-time 1", day="2026-01-02")
    file.write_text("ett\ncommitter-time 5\n", "utf-8")
    git(tmp_path, "commit", "-qam", "Två", day="2026-03-04")
    assert read_line_days(file) == (date(2026, 1, 2), date(2026, 3, 4))
    file.write_text("ett\ncommitter-time 5\ntre\n", "utf-8")
    assert read_line_days(file)[:2] == (date(2026, 1, 2), date(2026, 3, 4))
    assert (datetime.now(UTC).date() - read_line_days(file)[2]).days in (0, 1)


def test_a_line_has_no_known_day_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mal.md"
    assert read_line_days(file) == ()
    file.write_text("ett\n", "utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert read_line_days(file) == ()
    monkeypatch.setenv("PATH", str(tmp_path))
    file.write_text("ett\ntvå\n", "utf-8")
    assert read_line_days(file) == ()

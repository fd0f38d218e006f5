"""A build writes a manifest of its files, and of what they were made from."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.runs import history
from plugins.core.outputs import BUILD, MARK
from plugins.publishing.manifest import Manifest, describe_files, read_manifest
from tests.flow.trial import Trial


def built(trial: Trial, task: str = "build") -> Manifest:
    result = trial.run(task)
    assert result.status == 0, result.said
    found = read_manifest(trial.output)
    assert found is not None
    return found


@pytest.mark.parametrize(("task", "kind"), [("build", "desk"), ("publish", "publish")])
def test_a_build_writes_a_manifest_and_no_separate_mark(trial: Trial, task: str, kind: str) -> None:
    found = built(trial, task)
    assert (found.kind, found.built_for, found.commit, found.held) == (kind, date(2026, 11, 22), None, False)
    assert found.next_change is not None
    assert found.next_change > found.built_for
    assert found.files == describe_files(trial.output)
    assert "index.html" in found.files
    assert not (trial.output / MARK).exists()


def test_a_site_of_an_earlier_version_is_replaced(trial: Trial) -> None:
    trial.build_old_site()
    (trial.output / BUILD).unlink()
    (trial.output / MARK).touch()
    assert built(trial).files
    assert not (trial.output / MARK).exists()


def git(trial: Trial, *arguments: str) -> str:
    identity = ["-c", "user.name=Prov", "-c", "user.email=prov@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", *identity, "-C", str(trial.folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def test_the_saved_state_is_named_only_if_the_content_equals_it(trial: Trial) -> None:
    git(trial, "init", "--quiet")
    assert built(trial).commit is None
    git(trial, "add", "content")
    git(trial, "commit", "--quiet", "-m", "Content")
    assert built(trial).commit == git(trial, "rev-parse", "HEAD")
    trial.edit("content/sidor/om.md", "status:", "# a note\nstatus:")
    assert built(trial).commit is None


def test_a_commit_made_while_git_is_asked_is_not_taken_for_the_commit_before(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(trial, "init", "--quiet")
    git(trial, "add", "content")
    git(trial, "commit", "--quiet", "-m", "Content")
    before = git(trial, "rev-parse", "HEAD")
    trial.edit("content/sidor/om.md", "status:", "# a note\nstatus:")
    ask = history.run_git

    def ask_and_save(words: Sequence[str], folder: Path, *, seconds: float, settings: Mapping[str, str] | None) -> Any:
        answer = ask(words, folder, seconds=seconds, settings=settings)
        git(trial, "commit", "--quiet", "--allow-empty", "--all", "-m", "x")
        return answer

    monkeypatch.setattr(history, "run_git", ask_and_save)
    assert history.read_commit(trial.folder / "content") != before

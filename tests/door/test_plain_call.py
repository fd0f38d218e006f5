"""The fast parser of calls agrees with Invoke, and leaves to Invoke all calls that it does not know."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path
from typing import NoReturn

import pytest

import tasks
from plugins.commands import run as site_tasks
from plugins.commands.run import Options
from plugins.commands.start import quick_run, repeated_run
from plugins.commands.start.plain_call import read_call
from plugins.core.looks.colours import WrongColour

PLAIN = (
    "check",
    "kontrollera",
    "build",
    "bygg --all",
    "check --content innehåll --date 2026-11-22",
    "build --output=ut --content='en mapp' --all",
    "check --innehall a --dag=2026-01-01 --alla --form json",
    "bygg --innehåll a --ut b",
    "check --format=json --output x",
    "preview",
    "förhandsvisa --port 8001 --innehåll a",
    "preview --port=1 --date 2026-11-22",
    "start",
    "starta",
)
OTHERS = (
    "",
    "--version",
    "publish",
    "preview --port 0",
    "preview --port 65536",
    "preview --port ²",
    "preview --port 8000 --port 8001",
    "preview --all",
    "start --port 8001",
    "check --port 8001",
    "check --explain okand-niva",
    "check build",
    "check --content",
    "check --content=",
    "check --content --all",
    "check --date 2026-01-01 --date 2026-01-02",
    "check --all --all",
    "check -all",
    "check --help",
    "build --dat 2026-01-01",
    "check content",
    "check --",
)


@pytest.mark.parametrize("words", PLAIN)
def test_a_plain_call_gives_the_same_options_as_invoke(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, Options]] = []
    monkeypatch.setattr(repeated_run.TypedRun, "replay", lambda _: None)  # else the second is not done
    monkeypatch.setattr(repeated_run.TypedRun, "keep", lambda _: contextlib.nullcontext([]))
    monkeypatch.setattr(site_tasks, "run", lambda task, options: (calls.append((task, options)), 0)[1])
    assert tasks.main(shlex.split(words)) == 0
    call = read_call(shlex.split(words))
    assert call is not None
    assert quick_run.run_call(call) == 0
    assert calls[0] == calls[1]


def test_an_error_in_the_theme_does_not_stop_a_first_build_before_it_reads_the_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """A first build begins with the theme, and yet must report errors in the content."""

    def refuse(_theme: Path) -> NoReturn:
        raise WrongColour("goals.yaml", "mid", "red", "2")

    calls: list[str] = []
    monkeypatch.setattr(repeated_run.TypedRun, "is_first", True)
    monkeypatch.setattr(repeated_run.TypedRun, "replay", lambda _: None)
    monkeypatch.setattr(repeated_run.TypedRun, "keep", lambda _: contextlib.nullcontext([]))
    monkeypatch.setattr("plugins.sharing.icons.ask_icons", refuse)
    monkeypatch.setattr(site_tasks, "run", lambda task, _options: (calls.append(task), 0)[1])
    call = read_call(["build"])
    assert call is not None
    assert quick_run.run_call(call) == 0
    assert calls == ["build"]


@pytest.mark.parametrize("words", OTHERS)
def test_all_other_calls_are_left_to_invoke(words: str) -> None:
    assert read_call(shlex.split(words)) is None

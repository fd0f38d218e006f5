"""A long run shows its progress on a terminal and erases it afterwards; in a pipe it shows none."""

from __future__ import annotations

import io
import sys
import time

import pytest

from plugins.commands.reporting import run_progress as progress
from plugins.commands.reporting.run_progress import CLEAR, Progress, print_time, show_run

only_unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such timer")


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@only_unix
def test_a_long_run_shows_its_progress_and_erases_it_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "FIRST", 0.01)
    monkeypatch.setattr(progress, "EACH", 0.01)
    terminal = Terminal()
    with show_run("Skriver sidorna", 4, terminal) as shown:
        shown.step("path", context={})
        time.sleep(0.1)
    output = terminal.getvalue()
    assert f"{CLEAR}Skriver sidorna ███████░" in output
    assert "1 av 4, 0 s" in output
    assert output.endswith(CLEAR)


def test_a_short_run_shows_nothing() -> None:
    terminal = Terminal()
    with show_run("Läser", stream=terminal):
        pass
    assert not terminal.getvalue()


def test_nothing_is_written_to_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "FIRST", 0.001)
    pipe = io.StringIO()
    with show_run("Läser", stream=pipe):
        time.sleep(0.01)
    print_time(41, 1.23, pipe)
    assert not pipe.getvalue()


def test_the_time_has_a_decimal_comma() -> None:
    terminal = Terminal()
    print_time(41, 1.23, terminal)
    assert terminal.getvalue() == "41 sidor är skrivna på 1,2 s.\n"


def test_more_steps_than_expected_fill_the_bar_and_no_more() -> None:
    shown = Progress("Skriver", 2)
    for _ in range(3):
        shown.step()
    assert "█" * progress.WIDTH in shown.line()
    assert "░" not in shown.line()

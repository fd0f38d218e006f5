"""Preview as started and stopped from the keyboard, on content with errors from the start."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plugins.commands.preview.forms_later import FormsLater
from plugins.commands.preview.live import LiveSite
from tests.flow.trial import DAY, PROJECT, Trial

PREVIEW = """
import sys, webbrowser
from pathlib import Path
from plugins.commands import run as commands
from plugins.commands.runs import work
folder, day, port = sys.argv[1:]
work.PROJECT = Path(folder)
webbrowser.open = lambda address: True
sys.exit(commands.run("preview", commands.Options(content=folder + "/content", date=day, port=int(port))))
"""
PAGE = "content/sidor/om.md"
NO_PAGE = "Ingen sida kan visas förrän felen är rättade."


def free_port() -> int:
    """Return a free port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
@pytest.mark.usefixtures("ctrl_c")
def test_a_preview_of_content_with_errors_says_that_no_page_is_shown_and_ends_in_swedish(trial: Trial) -> None:
    trial.edit(PAGE, "status: publicerad", "status: publicrad")
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", PREVIEW, str(trial.folder), DAY, str(port)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        try:
            said = {process.stderr.readline(), process.stderr.readline()}
            assert f"Det finns fel att rätta. {NO_PAGE}\n" in said
            assert any(line.startswith("Förhandsvisning: http") for line in said)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                page = answer.read().decode()
            assert NO_PAGE in page
            assert "Sidan visas som den var" not in page
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
            assert process.stderr.read() == "Förhandsvisningen är avslutad.\n"
            assert "publicrad" in process.stdout.read()
        finally:
            process.kill()


@pytest.mark.parametrize("gone", ["KeyboardInterrupt", "OSError"])
def test_a_preview_that_fails_before_it_is_ready_ends_at_once(tmp_path: Path, gone: str) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom plugins.commands.preview.task import serve_preview\n"
        f"def fail(): raise {gone}\n"
        f"try: serve_preview(fail, Path(sys.argv[1]), Path(sys.argv[1]), 0, None)\nexcept {gone}: sys.exit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path], cwd=PROJECT, check=False, timeout=20)
    assert done.returncode == 7


def test_an_error_is_reported_before_all_texts_have_been_compared(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing texts takes longest, and whoever has just saved is waiting."""
    events: list[str] = []
    live = LiveSite(trial.content, trial.theme, trial.folder, lambda: date.fromisoformat(DAY))
    live.check()
    assert live.problems == []
    (trial.folder / PAGE).unlink()
    live.change({trial.folder / PAGE})
    live.on_update = lambda: events.extend(problem.code for problem in live.problems if problem.is_error)

    def end(_bench: object) -> None:
        events.append("all")
        raise GeneratorExit  # which is not reported

    monkeypatch.setattr("plugins.commands.preview.live.prepare", end)
    with pytest.raises(GeneratorExit):
        live.check()
    assert {*events[:-1]} == {"bruten-lank"}
    assert events[-1] == "all"


def save(live: LiveSite, trial: Trial, text: str) -> None:
    """Save the page, and check the content."""
    (trial.folder / PAGE).write_text(text, "utf-8")
    live.change({trial.folder / PAGE})
    live.check()


def test_a_preview_forgets_pages_replaced_by_later_saves(trial: Trial) -> None:
    live = LiveSite(trial.content, trial.theme, trial.folder, lambda: date.fromisoformat(DAY))
    text = (trial.folder / PAGE).read_text("utf-8")
    known = []
    for number in range(40):
        save(live, trial, f"{text.rstrip()}\n\nOrdet är nr{number}.\n")
        known.append((len(live._bench.memo), len(live._bench.library.gallery.all_published)))
    assert max(known[20:]) <= max(known[:20])
    assert b"nr39" in (live.get("om/index.html") or b"")
    files = live.files()
    assert {path: live.get(path) for path in files} == files


def test_a_changed_download_is_served_and_listed_with_its_new_bytes(trial: Trial) -> None:
    live = LiveSite(trial.content, trial.theme, trial.folder, lambda: date.fromisoformat(DAY))
    listed = trial.content / "bilder" / "lista.txt"
    listed.parent.mkdir(exist_ok=True)
    listed.write_text("mat\n", "utf-8")
    live.change({listed})
    save(live, trial, f"{(trial.folder / PAGE).read_text('utf-8').rstrip()}\n\nHär är [listan](/bilder/lista.txt).\n")
    assert live.files()["bilder/lista.txt"] == b"mat\n"
    listed.write_text("mat\n\n", "utf-8")  # of the size that links say, so that no page is another
    live.change({listed})
    live.check()
    assert live.files()["bilder/lista.txt"] == live.get("bilder/lista.txt") == b"mat\n\n"


def test_answers_from_before_an_error_are_kept_while_the_error_lasts(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveSite(trial.content, trial.theme, trial.folder, lambda: date.fromisoformat(DAY))
    text = (trial.folder / PAGE).read_text("utf-8")
    live.check()

    def count_made(saves: int) -> int:
        for number in range(saves):
            save(live, trial, text.replace("status: publicerad", f"status: nr{number}"))
        assert not live._shows_now
        made = live._bench.memo.made
        assert live.files()
        return live._bench.memo.made - made

    with monkeypatch.context() as holding:
        holding.setattr("plugins.core.cache.memo.Memo.evict", lambda *_: None)
        made = count_made(1)
    assert count_made(10) == made


def test_forms_check_with_the_current_theme(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds a language's words while a preview runs can then add that language to the site in a form."""
    found: list[bool] = []

    def serve(open_site: Callable[[], LiveSite], content: Path, theme: Path, port: int, forms: FormsLater, **_: object) -> int:
        site = open_site()
        for _ in range(2):
            checker = forms._open().checker  # type: ignore[attr-defined]
            site.change({theme / "words" / "sv.yaml"})
            found.append(checker.find_theme() is site._now.theme)
        return 0

    monkeypatch.setattr("plugins.commands.preview.task.serve_preview", serve)
    assert trial.run("preview").status == 0
    assert found == [True, True]

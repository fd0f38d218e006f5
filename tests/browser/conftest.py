"""Fixtures for browser tests: a server of the real site, a browser, comparison of snapshots, and a preview."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from plugins.commands.preview.forms import FormPages
from plugins.commands.preview.keep import Keep
from plugins.commands.preview.live import LiveSite
from plugins.commands.preview.server import PreviewServer
from plugins.commands.preview.state import Preview
from plugins.commands.preview.task import PreviewKeeper
from plugins.editing.checker import Checker
from plugins.publishing.hosts.rules import read_rules
from plugins.site.theme import read_theme
from tests.browser.pictures import FOUND, GRAIN, check_picture
from tests.conftest import BASE, PROJECT, TODAY

DAY = TODAY.isoformat()
FLAGS = [
    "--no-sandbox",  # CI runs as root
    "--font-render-hinting=none",  # the same letters on every machine
    "--disable-lcd-text",
]


class Server(SimpleHTTPRequestHandler):
    """Serves a folder with the headers of the public site, so that pages are tested under its Content Security Policy."""

    def end_headers(self) -> None:
        """Add the headers of the public site."""
        for name, value in read_rules().headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="session")
def root(site: Path) -> Iterator[str]:
    """Yield the root URL of a server of the real site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


WHOLE = ("chromium", "chromium-browser", "google-chrome")
"""Names of the full browser."""
ENGINE = ("chromium-headless-shell", *WHOLE)
"""Names of the browser for most tests. The first is the engine alone, which needs a third of the time for a page, and a quarter
for a window."""


def find_browser(names: tuple[str, ...] = ENGINE) -> str | None:
    """Return the path of the first of these programs that the system has, or `CHROMIUM` if that is set; None without any."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """Yield Playwright. Without a browser, the tests fail in CI and are skipped elsewhere."""
    program = find_browser()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium was found: install it, or name it in CHROMIUM")
        pytest.skip("no Chromium was found: install it, or name it in CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Any) -> Iterator[Any]:
    """Yield a browser, shared by all tests of a run."""
    yield from start_browser(playwright)


@pytest.fixture(scope="session")
def whole_browser(playwright: Any, browser: Any) -> Iterator[Any]:
    """Yield the full browser, in which snapshots are taken: the engine alone renders unstyled buttons differently."""
    if find_browser(WHOLE) == find_browser():
        yield browser
    else:
        yield from start_browser(playwright, WHOLE)


def start_browser(playwright: Any, names: tuple[str, ...] = ENGINE) -> Iterator[Any]:
    """Yield a new browser process, and close it afterwards."""
    started = playwright.chromium.launch(executable_path=find_browser(names) or find_browser(), args=FLAGS)
    yield started
    started.close()


Compare = Callable[[Image.Image, str, Path], None]
"""Compares a reduced screenshot, whose colours are listed, with its snapshot."""
DRAWN_ANEW = "pictures that differ"


@pytest.fixture
def compare(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Compare:
    """Return a function that compares a reduced screenshot with its snapshot, or updates that with `--refresh-snapshots`."""

    def compare(found: Image.Image, colours: str, kept: Path) -> None:
        def note(movement: str) -> None:
            record_property(DRAWN_ANEW, f"{kept.relative_to(PROJECT).as_posix()}: {movement}")

        refreshes = request.config.getoption("--refresh-snapshots")
        check_picture(found, kept, FOUND / kept.relative_to(PROJECT), colours, refreshes=refreshes, note=note)

    return compare


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how much each updated snapshot has changed, and how many were left as they were."""
    reports = terminalreporter.getreports("passed")
    notes = [str(value) for report in reports for name, value in report.user_properties if name == DRAWN_ANEW]
    if notes:
        written = sorted(line for line in notes if GRAIN not in line)
        terminalreporter.section(DRAWN_ANEW)
        lines = [f"{line}: taken anew" for line in written]
        if grain := len(notes) - len(written):
            lines.append(f"{grain} more: {GRAIN}. There is nothing to do about these.")
        terminalreporter.write_line("\n".join(lines))


@dataclass
class Editor:
    """A preview of a folder of content that a test may change, and the files that it was asked to open."""

    content: Path
    root: str
    opened: list[Path]
    take_in: Callable[[], None]
    """Show the changes in the content."""
    check: Callable[[], None]
    """Check the whole content."""
    preview: Preview

    def save(self) -> None:
        """Do both, as a save does."""
        self.take_in()
        self.check()


@contextmanager
def open_preview(folder: Path, changes: Mapping[str, str], theme: Path = PROJECT / "theme") -> Iterator[Editor]:
    """Build and serve a preview of the base site in `folder`, with some files changed."""
    content = folder / "content"
    shutil.copytree(BASE, content)
    for name, text in changes.items():
        (content / name).write_text(text, "utf-8")
    preview, opened = Preview(content), []
    keeper = PreviewKeeper(preview, LiveSite(content, theme, PROJECT, lambda: TODAY))

    read = read_theme(theme)
    checker = Checker(content, lambda: read, lambda: TODAY)
    desk = FormPages(checker, Keep(content, lambda: checker({}), lambda: TODAY, lambda: ZoneInfo("Europe/Stockholm")), folder)
    editor = Editor(content, "", opened, lambda: keeper.take_in(None), keeper.check, preview)
    editor.save()
    with PreviewServer(("127.0.0.1", 0), preview, content, opened.append, desk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        editor.root = f"http://127.0.0.1:{server.server_port}"
        yield editor
        server.shutdown()


@pytest.fixture(scope="session")
def preview_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a preview of the base site, for tests that only read."""
    with open_preview(tmp_path_factory.mktemp("examples"), {}) as editor:
        yield editor.root

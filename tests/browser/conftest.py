"""The real site, built once, served on this machine, and a browser that looks at it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from plugins.commands import run as commands

DAY = "2026-11-22"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real site."""
    output = tmp_path_factory.mktemp("browser") / "site"
    assert commands.run("build", commands.Options(output=str(output), date=DAY)) == 0
    return output


class Server(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def root(site: Path) -> Iterator[str]:
    """Serve the site; return its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def find_browser() -> str | None:
    """Return the Chromium of the system."""
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start a browser; without one these tests fail in CI, and are passed over elsewhere."""
    program = find_browser()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium was found: install it, or name it in CHROMIUM")
        pytest.skip("no Chromium was found: install it, or name it in CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])  # CI runs as root
        yield started
        started.close()

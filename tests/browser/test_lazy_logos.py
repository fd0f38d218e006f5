"""Logos below the first screenful load lazily, cause no layout shift, and are all there in print."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.run import run
from plugins.commands.runs.job import Options
from plugins.partners.page import EARLY
from tests.browser.conftest import DAY, Server
from tests.conftest import BASE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MANY = 48
SHOWN = "[...document.querySelectorAll('.partner__logo')].map(logo => logo.complete && logo.naturalWidth > 0)"
HEIGHT = "document.documentElement.scrollHeight"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Build the small site with many logos."""
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    logo = content / "partner" / "logotyper" / "exempelbolaget.svg"
    entry = "- namn: Lyktan {0}\n  logotyp: lykta-{0}.svg\n  lokalt mål: {1}\n  nivå: huvudpartner\n  godkänd: 2026-01-01\n"
    for number in range(MANY):
        shutil.copyfile(logo, logo.with_name(f"lykta-{number}.svg"))
    rows = [entry.format(number, 1 + number % 2) for number in range(MANY)]
    (content / "partner" / "partner.yaml").write_text("\n".join(rows), "utf-8")
    assert run("build", Options(content=str(content), output=str(tmp_path / "site"), date=DAY)) == 0
    return tmp_path / "site"


def test_logos_below_the_first_screen_are_loaded_when_near_or_printed(browser: Any, site: Path, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/partner/", wait_until="networkidle")
        shown, height = page.evaluate(SHOWN), page.evaluate(HEIGHT)
        assert len(shown) == MANY
        assert all(shown[:EARLY])
        assert not all(shown)
        page.pdf(path=str(tmp_path / "paper.pdf"))
        assert all(page.evaluate(SHOWN))
        assert page.evaluate(HEIGHT) == height
        server.shutdown()
    page.close()

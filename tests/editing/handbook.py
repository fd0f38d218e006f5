"""The steps through the editing pages that the handbook shows (`tests/browser/test_handbook.py`), without a window."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.commands.preview.live import LiveSite
from plugins.commands.preview.task import PreviewKeeper
from tests.editing.browser import PROJECT, TODAY, Browser, first

PICTURES = PROJECT / "docs" / "bilder"
NAMES = ("redigera", "formular", "fel", "sparat", "panel", "att-gora", "spara", "historik")
NEW_NAME = "Exempelbolaget i Sandvålla AB"
WRONG_ADDRESS = "www.example,org"
RIGHT_ADDRESS = "https://www.example.org/"
RIGHT_TIER, WRONG_TIER = (f"lokalt mål: 2\n  nivå: {tier}" for tier in ("vänföretag", "vänföretaget"))
DAY = "2026-11-20T09:00:00+01:00"
SETTINGS = """[init]
defaultBranch = main
[user]
name = Maria Exempel
email = maria@example.org
"""


def begin_history(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Make the first commit of a folder's content, with a fixed date and author."""
    (folder / "settings").write_text(SETTINGS, "utf-8")
    patch.setenv("GIT_CONFIG_GLOBAL", str(folder / "settings"))
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    patch.setenv("GIT_AUTHOR_DATE", DAY)
    patch.setenv("GIT_COMMITTER_DATE", DAY)
    for words in (["init", "--quiet"], ["add", "content"], ["commit", "--quiet", "-m", "Den första versionen"]):
        subprocess.run(["git", *words], cwd=folder, check=True)


def walk(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[tuple[str, BeautifulSoup]]:
    """Yield name and page of each picture, in the order of the steps."""
    browser = Browser(folder)
    begin_history(folder, patch)
    keeper = PreviewKeeper(browser.preview, LiveSite(browser.content, PROJECT / "theme", PROJECT, lambda: TODAY))

    yield "redigera", browser.page("/redigera/")
    partner = first(browser, "partner/")
    yield "formular", browser.page(partner)
    yield "fel", browser.save(partner, namn=NEW_NAME, webbplats=WRONG_ADDRESS)
    yield "sparat", browser.save(partner, namn=NEW_NAME, webbplats=RIGHT_ADDRESS)

    keeper.take_in(None)
    keeper.check()
    partners = browser.content / "partner" / "partner.yaml"
    right = partners.read_text("utf-8")
    partners.write_text(right.replace(RIGHT_TIER, WRONG_TIER), "utf-8")
    keeper.take_in(None)
    keeper.check()
    yield "panel", browser.page("/mal-2/")
    partners.write_text(right, "utf-8")

    yield "att-gora", browser.page("/redaktion/")
    keep = "/redigera/__spara/"
    yield "spara", browser.page(keep)
    yield "historik", browser.save(keep)

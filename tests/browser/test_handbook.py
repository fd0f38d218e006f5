"""The pictures of the handbook: one way through the editing pages, from the list to a change that is shared.

They are taken of the program as it is, and compared with those in `docs/bilder/`; one that is to change is written anew
with `--refresh-snapshots`, and looked at in the difference of the commit.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from plugins.commands.live import LiveSite
from plugins.commands.preview import Keeper
from plugins.commands.preview_forms import Desk
from plugins.commands.preview_keep import Keep
from plugins.commands.preview_server import PreviewServer, make_handler
from plugins.commands.preview_state import Preview
from plugins.core.problems import Problem
from plugins.site.prepare import prepare_site
from plugins.site.theme import read_theme
from tests.browser.pictures import keep_picture, tell_difference
from tests.conftest import BASE, PROJECT, TODAY

pytestmark = pytest.mark.browser

PICTURES = PROJECT / "docs" / "bilder"
BOOKS = ("docs/handbok.md", "docs/borja-har.md")
WIDTH = 760
"""Pixels: wide enough for the forms, and as wide as a page of text is read."""
SETTINGS = """[init]
defaultBranch = main
[user]
name = Maria Exempel
email = maria@example.org
"""


@contextmanager
def open_desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Keeper]]:
    """Serve a small site with its editing pages; yield its address, and who keeps it."""
    content, theme = folder / "content", PROJECT / "theme"
    shutil.copytree(BASE, content)
    (folder / "settings").write_text(SETTINGS)
    for name, value in {"GIT_CONFIG_GLOBAL": str(folder / "settings"), "GIT_CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(name, value)
    for step in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{step}_DATE", "2026-11-20T09:00:00+01:00")
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "Den första versionen"]):
        subprocess.run(["git", *words], cwd=folder, check=True)

    def check(folder: Path) -> list[Problem]:
        return list(prepare_site(folder, TODAY, read_theme(theme)).problems)

    keep = Keep(content, lambda: check(content), lambda: TODAY, lambda: ZoneInfo("Europe/Stockholm"))
    library = prepare_site(content, TODAY, read_theme(theme), shows_drafts=True).library
    preview = Preview(content)
    keeper = Keeper(preview, LiveSite(content, theme, PROJECT, lambda: TODAY))
    keeper.take_in(None)
    keeper.check()
    handler = make_handler(preview, content, lambda _: None, Desk(content, check, lambda: library, keep))
    with PreviewServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", keeper
        server.shutdown()


@pytest.fixture(scope="module")
def pictures(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """Walk the way, and take a picture at each station."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = tmp_path_factory.mktemp("handbook")
        with open_desk(folder, monkeypatch) as (root, keeper):
            page = browser.new_page(viewport={"width": WIDTH, "height": 640}, device_scale_factor=2, reduced_motion="reduce")
            yield dict(walk(page, root, folder / "content", keeper))
            page.close()


def walk(page: Any, root: str, content: Path, keeper: Keeper) -> Iterator[tuple[str, bytes]]:
    """Yield each picture by its name."""

    def take(name: str, height: int = 640) -> tuple[str, bytes]:
        page.set_viewport_size({"width": WIDTH, "height": height})
        return name, page.screenshot(animations="disabled")

    page.goto(f"{root}/redigera/")
    yield take("redigera")
    page.get_by_role("link", name="Exempelbolaget AB").click()
    yield take("formular", 760)
    page.get_by_label("namn", exact=False).first.fill("Exempelbolaget i Sandvålla AB")
    page.get_by_label("webbplats", exact=False).first.fill("www.example,org")
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.get_by_role("heading", name="Det gick inte att spara än").wait_for()
    page.evaluate("scrollTo(0, 0)")
    yield take("fel")
    page.get_by_label("webbplats", exact=False).first.fill("https://www.example.org/")
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.locator(".said").wait_for()
    yield take("sparat", 480)

    partners = content / "partner" / "partner.yaml"
    right = partners.read_text("utf-8")
    partners.write_text(right.replace("lokalt mål: 2\n  nivå: vänföretag", "lokalt mål: 2\n  nivå: vänföretaget"), "utf-8")
    keeper.take_in(None)
    keeper.check()
    page.goto(f"{root}/mal-2/")
    page.locator(".preview-panel").wait_for()
    yield take("panel", 720)
    partners.write_text(right, "utf-8")
    keeper.take_in(None)
    keeper.check()

    page.goto(f"{root}/redaktion/")
    yield take("att-gora", 720)
    page.goto(f"{root}/redigera/__spara/")
    yield take("spara")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("heading", name="Det som har ändrats").wait_for()
    yield take("historik", 720)


NAMES = ("redigera", "formular", "fel", "sparat", "panel", "att-gora", "spara", "historik")


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_shows_the_program_as_it_is(
    pictures: dict[str, bytes], name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    png, kept = pictures[name], PICTURES / f"{name}.png"
    if request.config.getoption("--refresh-snapshots") and (not kept.exists() or tell_difference(png, kept)):
        keep_picture(png, kept)
    found = tmp_path / f"{name}.png"
    found.write_bytes(png)
    assert kept.exists(), f"{kept.name} has no picture yet: --refresh-snapshots"
    assert tell_difference(png, kept) is None, f"see {found} beside {kept}"


def test_the_pictures_are_those_of_the_books() -> None:
    shown = {name for book in BOOKS for name in re.findall(r"\(bilder/([a-z-]+)\.png\)", (PROJECT / book).read_text("utf-8"))}
    assert shown == set(NAMES) == {path.stem for path in PICTURES.glob("*.png")}

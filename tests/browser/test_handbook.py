"""The pictures of the handbook: one way through the editing pages, from the list to a change that is shared.

They are taken of the program as it is, and compared with those in `docs/bilder/`; one that is to change is written anew
with `--refresh-snapshots`, and looked at in the difference of the commit.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Compare, Editor, open_preview
from tests.browser.pictures import reduce_picture
from tests.conftest import PROJECT

pytestmark = pytest.mark.browser

PICTURES = PROJECT / "docs" / "bilder"
BOOKS = ("docs/handbok.md", "docs/borja-har.md")
WIDTH = 760
"""Pixels: wide enough for the forms, and as wide as a page of text is read."""
DAY = "2026-11-20T09:00:00+01:00"
SETTINGS = """[init]
defaultBranch = main
[user]
name = Maria Exempel
email = maria@example.org
"""


@pytest.fixture(scope="module")
def pictures(whole_browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Image.Image]]:
    """Walk the way through a site with a history, and take a picture at each station."""
    folder = tmp_path_factory.mktemp("handbook")
    (folder / "settings").write_text(SETTINGS, "utf-8")
    with pytest.MonkeyPatch.context() as patch, open_preview(folder, {}) as editor:
        patch.setenv("GIT_CONFIG_GLOBAL", str(folder / "settings"))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_AUTHOR_DATE", DAY)
        patch.setenv("GIT_COMMITTER_DATE", DAY)
        for words in (["init", "--quiet"], ["add", "content"], ["commit", "--quiet", "-m", "Den första versionen"]):
            subprocess.run(["git", *words], cwd=folder, check=True)
        page = whole_browser.new_page(viewport={"width": WIDTH, "height": 640}, device_scale_factor=2, reduced_motion="reduce")
        yield dict(walk(page, editor))
        page.close()


def walk(page: Any, editor: Editor) -> Iterator[tuple[str, Image.Image]]:
    """Yield each picture by its name."""

    def take(name: str, height: int = 640) -> tuple[str, Image.Image]:
        page.wait_for_load_state()  # the scripts have added what they add
        page.set_viewport_size({"width": WIDTH, "height": height})
        return name, reduce_picture(Image.open(io.BytesIO(page.screenshot(animations="disabled"))))

    root = editor.root
    page.goto(f"{root}/redigera/")
    yield take("redigera")
    page.get_by_role("link", name="Exempelbolaget AB").click()
    page.get_by_role("heading", name="Exempelbolaget AB").wait_for()
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

    partners = editor.content / "partner" / "partner.yaml"
    right = partners.read_text("utf-8")
    partners.write_text(right.replace("lokalt mål: 2\n  nivå: vänföretag", "lokalt mål: 2\n  nivå: vänföretaget"), "utf-8")
    editor.save()
    page.goto(f"{root}/mal-2/")
    page.locator(".preview-panel").wait_for()
    yield take("panel", 720)
    page.goto("about:blank")  # a page that is shown reloads itself once the file is mended, across the next one
    partners.write_text(right, "utf-8")
    editor.save()

    page.goto(f"{root}/redaktion/")
    yield take("att-gora", 720)
    page.goto(f"{root}/redigera/__spara/")
    yield take("spara")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("heading", name="Det som har ändrats").wait_for()
    yield take("historik", 720)


NAMES = ("redigera", "formular", "fel", "sparat", "panel", "att-gora", "spara", "historik")


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_shows_the_program_as_it_is(pictures: dict[str, Image.Image], name: str, compare: Compare) -> None:
    compare(pictures[name], PICTURES / f"{name}.png")


def test_the_pictures_are_those_of_the_books() -> None:
    shown = {name for book in BOOKS for name in re.findall(r"\(bilder/([a-z-]+)\.png\)", (PROJECT / book).read_text("utf-8"))}
    assert shown == set(NAMES) == {path.stem for path in PICTURES.glob("*.png")}

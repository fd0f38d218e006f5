"""The pictures of the handbook: one way through the editing pages, from the list to a change that is shared.

They are taken of the program as it is, and compared with those in `docs/bilder/`; one that is to change is written anew
with `--refresh-snapshots`, and looked at in the difference of the commit. Beside it lies what it says, by which the quick
proof tells without a browser that it shows another page by now (`tests/editing/test_handbook_pictures.py`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from PIL import Image

from tests.browser.conftest import Compare, Editor, open_preview
from tests.browser.pictures import FIND_COLOURS, Shot, list_colours, reduce_picture
from tests.editing import handbook
from tests.editing.handbook import NAMES, NEW_NAME, PICTURES, RIGHT_ADDRESS, RIGHT_TIER, WRONG_ADDRESS, WRONG_TIER, begin_history
from tests.picture_words import keep_words, list_words, take_seen

pytestmark = pytest.mark.browser

WIDTH = 760
"""Width of the window in pixels: enough for the forms."""
SEEN = """() => {
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange(), texts = [];
    while (words.nextNode()) {
        const said = words.currentNode.data.trim().replace(/\\s+/g, " ");
        range.selectNodeContents(words.currentNode);
        const box = range.getClientRects()[0];
        const top = box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        if (said) { texts.push([said, !!top && top.contains(words.currentNode)]); }
    }
    return texts;
}"""
"""Returns each text of a page, and whether it is inside the window and not covered."""


FIND_COLOURS_IN_WINDOW = f"""() => ({FIND_COLOURS})(
    document.querySelectorAll("*"), box => box.width && box.height && box.top < innerHeight - 8 && box.bottom > 8
)"""


class Station(NamedTuple):
    """A page on the way: what it looks like, and each of its texts, with whether it is visible."""

    shot: Shot
    words: list[tuple[str, bool]]


@pytest.fixture(scope="module")
def stations(whole_browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Station]]:
    """Walk through the steps on a site with a history; return a station for each."""
    folder = tmp_path_factory.mktemp("handbook")
    with pytest.MonkeyPatch.context() as patch, open_preview(folder, {}) as editor:
        begin_history(folder, patch)
        page = whole_browser.new_page(viewport={"width": WIDTH, "height": 640}, device_scale_factor=2, reduced_motion="reduce")
        yield dict(walk(page, editor))
        page.close()


def walk(page: Any, editor: Editor) -> Iterator[tuple[str, Station]]:
    """Yield each station by the name of its picture."""

    def take(name: str, height: int = 640) -> tuple[str, Station]:
        page.wait_for_load_state()  # the scripts have added what they add
        page.set_viewport_size({"width": WIDTH, "height": height})
        screen = page.screenshot(animations="disabled")
        shot = Shot(reduce_picture(Image.open(io.BytesIO(screen))), list_colours(page.evaluate(FIND_COLOURS_IN_WINDOW)))
        return name, Station(shot, page.evaluate(SEEN))

    root = editor.root
    page.goto(f"{root}/redigera/")
    yield take("redigera")
    page.get_by_role("link", name="Exempelbolaget AB").click()
    page.get_by_role("heading", name="Exempelbolaget AB").wait_for()
    yield take("formular", 760)
    page.get_by_label("namn", exact=False).first.fill(NEW_NAME)
    page.get_by_label("webbplats", exact=False).first.fill(WRONG_ADDRESS)
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.get_by_role("heading", name="Det gick inte att spara än").wait_for()
    page.evaluate("scrollTo(0, 0)")
    yield take("fel")
    page.get_by_label("webbplats", exact=False).first.fill(RIGHT_ADDRESS)
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.locator(".said").wait_for()
    yield take("sparat", 480)

    partners = editor.content / "partner" / "partner.yaml"
    right = partners.read_text("utf-8")
    partners.write_text(right.replace(RIGHT_TIER, WRONG_TIER), "utf-8")
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


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the lines of each picture's page, as the quick tests compute them."""
    with pytest.MonkeyPatch.context() as patch:
        return {name: list_words(page) for name, page in handbook.walk(tmp_path_factory.mktemp("words"), patch)}


@pytest.mark.parametrize("name", NAMES)
def test_the_handbook_shows_the_current_program(
    stations: dict[str, Station], said: dict[str, list[str]], name: str, compare: Compare, request: pytest.FixtureRequest
) -> None:
    compare(*stations[name].shot, PICTURES / f"{name}.png")
    seen, added = take_seen(said[name], stations[name].words)
    assert added == [], "tests/editing/handbook.py reads another page than the browser shows"
    if request.config.getoption("--refresh-snapshots"):
        keep_words(seen, PICTURES / f"{name}.txt")

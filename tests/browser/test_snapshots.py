"""What every component looks like: its examples, as the preview shows them, beside the pictures in `snapshots/`.

A picture that is to change is written anew with `--refresh-snapshots`, and looked at in the difference of the commit. What
it says lies in `snapshots/words/`, by which the quick tests find without a browser that a picture is outdated.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFilter

from plugins.core.looks.goal_looks import read_goal_looks
from tests.browser.conftest import Compare
from tests.browser.pictures import (
    CELL,
    FAR,
    FIND_COLOURS,
    GRAIN,
    MODES,
    PICTURES,
    Shot,
    check_picture,
    describe_difference,
    describe_movement,
    keep_picture,
    list_colours,
    reduce_picture,
)
from tests.components.rendering import COMPONENTS, THEME, list_example_words
from tests.picture_words import diff_words, keep_words

pytestmark = pytest.mark.browser

FIND_COLOURS_OF_COMPONENTS = f"""() => [...document.querySelectorAll(".examples")].map(
    it => [it.id.replace("exempel-", ""), ({FIND_COLOURS})([it, ...it.querySelectorAll("*")], box => box.width && box.height)]
)"""
ONLY_PICTURES = ".examples > dl { display: none; }"
WHOLE_PIXELS = """() => [...document.querySelectorAll(".examples")].map(it => {
    it.style.boxSizing = "border-box";
    it.style.height = "auto";
    it.style.height = `${Math.ceil(it.getBoundingClientRect().height)}px`;
    const box = it.getBoundingClientRect();
    return [it.id.replace("exempel-", ""), box.top + scrollY, box.height];
})"""
"""Returns position and height of each component; heights are rounded up to whole pixels."""
TALL = 15_000
"""Height in pixels of one screenshot; Chromium renders at most 16,384."""


Take = Callable[[str, str], Shot]
"""Returns what a component looks like in a mode."""


@pytest.fixture(scope="module")
def take(whole_browser: Any, preview_root: str) -> Take:
    """Return a function that returns screenshots; all of a mode are taken together, as each renders the whole page."""
    taken: dict[str, dict[str, Shot]] = {}

    def take_one(component: str, mode: str) -> Shot:
        if mode not in taken:
            taken[mode] = take_mode(whole_browser, preview_root, mode)
        return taken[mode][component]

    return take_one


def take_mode(browser: Any, root: str, mode: str) -> dict[str, Shot]:
    """Return what each component looks like in a mode.

    The page of examples is opened for it alone: how a photograph is scaled down depends on the widths at which the page has
    shown it before.
    """
    page = open_examples(browser, root, mode)
    colours = dict(page.evaluate(FIND_COLOURS_OF_COMPONENTS))
    shots = {name: Shot(picture, list_colours(colours[name])) for name, picture in cut_pictures(page)}
    page.close()
    return shots


def open_examples(browser: Any, root: str, mode: str) -> Any:
    """Open the page of examples in a mode."""
    scheme, width, media = MODES[mode]
    # bypass_csp: the preview's own policy would refuse the style that leaves the pictures alone
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce", bypass_csp=True)
    page.emulate_media(**media)
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{root}/exempel/{scheme}.html", wait_until="load")
    page.add_style_tag(content=ONLY_PICTURES)
    # pictures further down are fetched when they are needed: now
    page.evaluate("document.querySelectorAll('img').forEach(it => { it.loading = 'eager'; })")
    page.wait_for_function("[...document.images].every(it => it.complete)")
    page.evaluate("document.fonts.ready")
    assert failed == []
    return page


def cut_pictures(page: Any) -> Iterator[tuple[str, Image.Image]]:
    """Yield name and reduced screenshot of each component, cut from screenshots of many."""
    waiting = page.evaluate(WHOLE_PIXELS)
    while waiting:
        top = waiting[0][1]
        together = [waiting.pop(0)]
        while waiting and waiting[0][1] + waiting[0][2] - top <= TALL:
            together.append(waiting.pop(0))
        width, height = page.viewport_size["width"], together[-1][1] + together[-1][2] - top
        area = {"x": 0, "y": top, "width": width, "height": height}
        with Image.open(io.BytesIO(page.screenshot(animations="disabled", full_page=True, clip=area))) as picture:
            assert picture.size == (width, height)
            for name, begin, tall in together:
                yield name, reduce_picture(picture.crop((0, int(begin - top), width, int(begin - top + tall))))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_looks_like_its_snapshot(take: Take, component: str, mode: str, compare: Compare) -> None:
    compare(*take(component, mode), PICTURES / mode.replace(" ", "-") / f"{component}.png")


def test_a_picture_does_not_depend_on_the_modes_taken_before(whole_browser: Any, preview_root: str) -> None:
    """Each process of a run takes other modes, in an order of its own."""
    first, _, again = (take_mode(whole_browser, preview_root, mode) for mode in ("phone", "paper", "phone"))
    assert [name for name in COMPONENTS if first[name].picture.tobytes() != again[name].picture.tobytes()] == []


@pytest.mark.parametrize("component", COMPONENTS)
def test_the_words_of_a_component_are_those_beside_its_snapshots(component: str, request: pytest.FixtureRequest) -> None:
    words, file = list_example_words(component), PICTURES / "words" / f"{component}.txt"
    if request.config.getoption("--refresh-snapshots"):
        keep_words(words, file)
    assert diff_words(words, file) == []


# ---- the comparison itself


def draw(*, across: float = 0, ink: str = "#221d1e", lines: int = 4, taller: int = 0, soft: float = 0) -> Image.Image:
    """Draw a page of words with antialiasing (smaller, with soft or softer edges), and return it reduced."""
    fine = 8
    picture = Image.new("RGB", (320 * fine, (200 + taller) * fine), "#faf6ee")
    pen = ImageDraw.Draw(picture)
    for line in range(lines):
        for word in range(8):
            left, top = (10 + word * 36 + across) * fine, (12 + line * 40) * fine
            pen.rectangle((left, top, left + 28 * fine, top + 14 * fine), fill=ink)
    screen = picture.resize((320, 200 + taller), Image.Resampling.BOX)
    return reduce_picture(screen.filter(ImageFilter.GaussianBlur(soft)))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Write the picture with which the others are compared."""
    file = tmp_path / "kept.png"
    keep_picture(draw(), file)
    return file


def test_differences_in_rendering_between_machines_are_tolerated(kept: Path) -> None:
    assert describe_difference(draw(), kept) is None
    assert describe_difference(draw(soft=0.6), kept) is None
    assert describe_difference(draw(across=0.5), kept) is None
    assert describe_difference(draw(taller=4), kept) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"across": 4},
        {"ink": "#4a2f63"},
        {"lines": 3},
        {"taller": 20},
    ],
    ids=["moved", "painted", "shorter", "taller"],
)
def test_a_visible_change_is_a_difference(kept: Path, changed: dict[str, Any]) -> None:
    assert describe_difference(draw(**changed), kept) is not None


def test_a_picture_that_differs_is_written_until_it_no_longer_does(kept: Path, tmp_path: Path) -> None:
    found = tmp_path / "pictures" / "phone" / "kept.png"
    with pytest.raises(AssertionError, match=r"kept\.png"):
        check_picture(draw(lines=3), kept, found, refreshes=False, note=print)
    with Image.open(found) as picture:
        assert picture.size == draw().size
    check_picture(draw(), kept, found, refreshes=False, note=print)
    assert not found.exists()


@pytest.mark.parametrize(("changed", "is_written"), [({"across": 0.5}, False), ({"ink": "#2c1d30"}, True)])
def test_a_refresh_writes_only_a_picture_that_differs_more_than_rendering_does(
    kept: Path, tmp_path: Path, changed: dict[str, Any], is_written: bool
) -> None:
    found, notes, before = draw(**changed), list[str](), kept.read_bytes()
    check_picture(found, kept, tmp_path / "found.png", refreshes=False, note=notes.append)
    assert not notes
    check_picture(found, kept, tmp_path / "found.png", refreshes=True, note=notes.append)
    assert (kept.read_bytes() != before) is is_written
    assert len(notes) == 1


def test_a_refresh_reports_how_far_a_difference_in_rendering_goes(kept: Path) -> None:
    furthest = re.fullmatch(rf"{GRAIN}; the furthest cell by (\d+) of 255", describe_movement(draw(across=0.5), kept))
    assert furthest
    assert 0 < int(furthest[1]) <= FAR


@pytest.mark.parametrize("ink", ["#2c1d30", "#1d2632", "#322b2b"])
def test_a_refresh_distinguishes_another_colour_from_a_difference_in_rendering(kept: Path, ink: str) -> None:
    """Each is as small: a colour moves all cells one way, what a machine draws otherwise moves as many there as back."""
    colour = describe_movement(draw(ink=ink), kept)
    match = re.fullmatch(r"as another colour is: (\d+) of 1000 cells by \[(-?\d+), (-?\d+), (-?\d+)\] of 255", colour)
    assert match, colour
    assert int(match[1]) > 50
    assert any(map(int, match.groups()[1:]))
    for grain in ({"soft": 0.6}, {"across": 0.5}):
        assert describe_movement(draw(**grain), kept).startswith(GRAIN), grain


@pytest.mark.parametrize("colour", ["#4f1637", "#1f5237"])
def test_a_refresh_reports_a_thin_stripe_in_another_colour(tmp_path: Path, colour: str) -> None:
    """Such a stripe moves few cells, and little."""
    kept, found, changed = tmp_path / "kept.png", draw(), draw()
    found.paste("#48521f", (3, 0, 4, 12))
    keep_picture(found, kept)
    changed.paste(colour, (3, 0, 4, 12))
    assert describe_difference(changed, kept) is None
    assert re.fullmatch(r"in another colour: only one has \d+ pixels like #[0-9a-f]{6}", describe_movement(changed, kept))
    assert describe_movement(found, kept).startswith(GRAIN)


USES = [("ground", "rgb(250, 246, 238)"), ("edge", "rgb(217, 207, 190)"), ("edge", "rgb(217, 207, 190)")]
THIN = [*USES[:2], ("edge", "rgb(209, 199, 180)")]
"""The same with one line in a slightly different grey."""


def test_a_refresh_sees_a_line_in_another_grey_and_no_noise_where_colours_are_listed(tmp_path: Path) -> None:
    kept, changed = tmp_path / "kept.png", draw(across=0.5)
    keep_picture(draw(), kept, list_colours(USES))
    moved = describe_movement(changed, kept, list_colours(THIN))
    assert moved == "in other colours: - edge #d9cfbe 2, + edge #d1c7b4 1, + edge #d9cfbe 1"
    for noise in (changed, draw(soft=0.6), draw(ink="#322b2b")):  # the last is letters that a machine draws paler
        assert describe_movement(noise, kept, list_colours(USES)).startswith(GRAIN)


def test_colours_are_listed_as_they_are_written_in_stylesheets() -> None:
    shadow = "rgba(0, 0, 0, 0.2) 0px 1px 2px 0px, rgb(255, 0, 16) 0px 0px 0px 2px"
    uses = [("shadow", shadow), ("text", "rgb(34, 29, 30)"), ("ground", "rgba(0, 0, 0, 0)"), ("ground", "none")]
    assert list_colours(uses) == "shadow #ff0010 1\nshadow rgba(0, 0, 0, 0.2) 1\ntext #221d1e 1"


def test_the_colours_of_a_goal_are_listed_in_the_pictures_that_have_them(take: Take) -> None:
    looks = read_goal_looks(THEME).paint(3)
    day, evening = (take("goals_nav", mode).colours for mode in ("phone", "evening"))
    assert (looks.day["tone"] in day, looks.evening["tone"] in day) == (True, False)
    assert (looks.day["tone"] in evening, looks.evening["tone"] in evening) == (False, True)


def test_a_refresh_reports_where_a_picture_differs_and_which_is_new(kept: Path, tmp_path: Path) -> None:
    notes: list[str] = []
    check_picture(draw(lines=3), kept, tmp_path / "found.png", refreshes=True, note=notes.append)
    check_picture(draw(), tmp_path / "none.png", tmp_path / "found.png", refreshes=True, note=notes.append)
    assert len(notes) == 2
    assert re.fullmatch(r"\d+ of 1000 cells differ, between \[.*\] and \[.*\]", notes[0])
    assert notes[1] == "new"


def test_a_refresh_reports_differences_too_small_to_fail(kept: Path) -> None:
    spot = draw()
    spot.paste("#4a2f63", (0, 0, CELL, CELL))
    assert describe_difference(spot, kept) is None
    assert describe_movement(spot, kept) == "1 of 1000 cells differ, between [0, 0] and [8, 8]"


def test_a_refresh_does_not_rewrite_a_picture_with_the_same_pixels(kept: Path, tmp_path: Path) -> None:
    with Image.open(kept) as picture:
        picture.save(kept, compress_level=0)  # as another version of the library might write them
    written, notes = kept.read_bytes(), list[str]()
    check_picture(draw(), kept, tmp_path / "found.png", refreshes=True, note=notes.append)
    assert kept.read_bytes() == written
    assert not notes

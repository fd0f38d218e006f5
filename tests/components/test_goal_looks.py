"""How goals look: one table by number, read by pages, stylesheets and share pictures."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from plugins.assets.bundle import build_assets
from plugins.core.goal_looks import read_goal_looks
from plugins.core.share_picture import SharePicture
from plugins.core.swedish import SWEDISH
from plugins.core.tokens import read_tokens
from plugins.sharing.picture import draw_picture
from tests.components.rendering import THEME
from tests.components.test_stylesheet import tokens
from tests.conftest import BASE

LOOKS = read_goal_looks(THEME)
GOAL = "mal/mal-2-alla-ar-trygga.md"


@pytest.fixture
def theme_with(tmp_path: Path):
    """Return a function that copies the theme with other words in its table of goals."""

    def make(old: str, new: str) -> Path:
        folder = tmp_path / "theme"
        shutil.copytree(THEME, folder)
        table = folder / "goals.yaml"
        text = table.read_text("utf-8")
        assert old in text
        table.write_text(text.replace(old, new), "utf-8")
        return folder

    return make


def test_a_goal_keeps_its_drawing_and_paint_whatever_it_is_called(prepare) -> None:
    text = (BASE / GOAL).read_text("utf-8")
    for called in (text, text.replace("titel: Alla är trygga", "titel: Trygghet åt alla")):
        site = prepare({GOAL: called}).site
        page = next(page for page in site.pages if page.address == "/mal-2/")
        link = next(goal for goal in page.frame.goals if goal.number == 2)
        assert page.view.symbol_html == link.symbol_html == LOOKS.symbol(2)
        assert page.frame.colour_class == link.colour_class == "goal-2"
    assert page.view.title == "Trygghet åt alla"
    drawn = (THEME / "symbols" / "alla-ar-trygga.svg").read_text("utf-8")
    assert re.findall(r' d="(.+?)"', LOOKS.symbol(2) or "") == re.findall(r' d="(.+?)"', drawn) != []


def test_changing_one_colour_changes_it_everywhere(theme_with) -> None:
    old, new = LOOKS.paint(2).day["field"], "#123456"
    folder = theme_with(old, new)
    before, after = build_assets(THEME), build_assets(folder)
    sheets = {name: data.decode() for name, data in after.files.items() if name.endswith(".css")}
    assert not [name for name, css in sheets.items() if old in css]
    was = "".join(data.decode() for name, data in before.files.items() if name.endswith(".css"))
    assert "".join(sheets.values()).count(new) == was.count(old) > 2
    for number in (2, None):
        drawn = [_colours(draw_picture(SharePicture("a", "b", "c", number, SWEDISH), theme)) for theme in (THEME, folder)]
        assert drawn[0] ^ drawn[1] >= {_rgb(old), _rgb(new)}


def test_a_new_row_is_a_paint_of_its_own_and_then_the_row_begins_again(theme_with) -> None:
    row = (THEME / "goals.yaml").read_text("utf-8").partition("  8:\n")[2]
    folder = theme_with(row, f"{row}  9:\n{row}")
    looks = read_goal_looks(folder)
    assert [looks.colour_class(number) for number in (8, 9, 10)] == ["goal-8", "goal-9", "goal-1"]
    assert ".goal-9{" in build_assets(folder).files[build_assets(folder).further_css.lstrip("/")].decode()
    assert [LOOKS.colour_class(number) for number in (8, 9, 17)] == ["goal-8", "goal-1", "goal-1"]
    assert LOOKS.symbol(9) is None


def test_every_paint_has_the_colours_that_are_used_and_every_drawing_is_somebodys() -> None:
    for paint in LOOKS.paints:
        assert set(paint.day) == {"field", "tone", "light", "mid", "pale"}
        assert set(paint.evening) == set(paint.day) - {"light"}
    drawn = {path.stem for path in (THEME / "symbols").glob("*.svg")} - {"lokalamalen"}
    assert drawn == set(re.findall(r"(?m)^    symbol: (\S+)", (THEME / "goals.yaml").read_text("utf-8")))


@pytest.mark.parametrize("name", ["symbols/lokalamalen.svg", "examples/files/karta.svg"])
def test_the_mark_and_the_map_of_the_examples_are_drawn_in_the_goals_own_colours(name: str) -> None:
    drawing = (THEME / name).read_text("utf-8")
    known = {colour for paint in LOOKS.first for colour in paint.day.values()} | {read_tokens(THEME).day["paper"]}
    drawn = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', drawing))
    assert drawn
    assert drawn <= known, f"theme/{name} has colours that no goal has (theme/goals.yaml): {sorted(drawn - known)}"


@pytest.mark.parametrize("name", ["paper", "night", "cream"])
def test_changing_a_colour_of_the_whole_changes_it_in_what_is_drawn(name: str, tmp_path: Path) -> None:
    old, new = read_tokens(THEME).day[name], "#123456"
    folder = tmp_path / "theme"
    shutil.copytree(THEME, folder)
    sheet = folder / "static" / "css" / "tokens.css"
    sheet.write_text(sheet.read_text("utf-8").replace(f"--{name}: {old}", f"--{name}: {new}", 1), "utf-8")
    number = 2 if name == "cream" else None
    drawn = [_colours(draw_picture(SharePicture("a", "b", "c", number, SWEDISH), theme)) for theme in (THEME, folder)]
    assert drawn[0] ^ drawn[1] >= {_rgb(old), _rgb(new)}


def test_the_browsers_bars_have_the_ground_of_the_stylesheet() -> None:
    assets, colours = build_assets(THEME), tokens(":root")
    assert (assets.ground, assets.evening_ground) == (colours["paper"], tokens(":root", dark=True)["paper"])
    templates = "".join(path.read_text("utf-8") for path in (THEME / "templates").rglob("*.html"))
    assert re.findall(r'theme-color" content="(.*?)"', templates) == ["{{ assets.ground }}", "{{ assets.evening_ground }}"]


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.lstrip("#")))


def _colours(png: bytes) -> set[tuple[int, ...]]:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    found = image.getcolors(image.width * image.height)
    assert found is not None
    return {colour for _, colour in found if isinstance(colour, tuple)}

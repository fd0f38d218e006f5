"""The looks of goals: one table by number, used by pages, stylesheets and share pictures."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from plugins.assets.bundle import build_assets
from plugins.core.looks.goal_looks import Paint, read_goal_looks
from plugins.core.looks.share_picture import SharePicture
from plugins.core.looks.site_mark import SITE_MARK
from plugins.core.looks.tokens import read_tokens
from plugins.core.swedish import SWEDISH
from plugins.sharing.icons import ask_icons
from plugins.sharing.picture import draw_picture
from tests.colours import APART, describe, distance, main, measure, place_in_oklab
from tests.components.rendering import THEME
from tests.components.test_stylesheet import tokens
from tests.conftest import BASE

LOOKS = read_goal_looks(THEME)
GOAL = "mal/mal-2-alla-ar-trygga.md"


@pytest.fixture
def theme_with(tmp_path: Path):
    """Return a function that copies the theme with some text of its table of goals replaced."""

    def make(old: str, new: str) -> Path:
        folder = tmp_path / "theme"
        shutil.copytree(THEME, folder)
        table = folder / "goals.yaml"
        text = table.read_text("utf-8")
        assert old in text
        table.write_text(text.replace(old, new), "utf-8")
        return folder

    return make


def test_a_goal_keeps_its_symbol_and_colours_when_it_is_renamed(prepare) -> None:
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


def test_a_changed_colour_of_a_goal_changes_everywhere(theme_with) -> None:
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


def test_a_changed_colour_of_the_site_mark_changes_in_every_icon(theme_with) -> None:
    old, new = LOOKS.paint(1).day["field"], "#123456"
    folder = theme_with(old, new)
    before, after = (assets.files[assets.icon.lstrip("/")].decode() for assets in (build_assets(THEME), build_assets(folder)))
    assert after == before.replace(old, new) != before
    for was, now in zip(*(ask_icons(theme)[1]().values() for theme in (THEME, folder)), strict=True):
        assert _colours(was) ^ _colours(now) >= {_rgb(old), _rgb(new)}


def test_a_new_row_adds_colours_and_later_goals_start_from_the_first_row(theme_with) -> None:
    row = (THEME / "goals.yaml").read_text("utf-8").partition("  8:\n")[2]
    folder = theme_with(row, f"{row}  9:\n{row}")
    looks = read_goal_looks(folder)
    assert [looks.colour_class(number) for number in (8, 9, 10)] == ["goal-8", "goal-9", "goal-1"]
    assert ".goal-9{" in build_assets(folder).files[build_assets(folder).further_css.lstrip("/")].decode()
    assert [LOOKS.colour_class(number) for number in (8, 9, 17)] == ["goal-8", "goal-1", "goal-1"]
    assert LOOKS.symbol(9) is None


def test_every_goal_has_all_colours_and_every_symbol_is_used() -> None:
    for paint in LOOKS.paints:
        assert set(paint.day) == {"field", "tone", "light", "mid", "pale"}
        assert set(paint.evening) == set(paint.day) - {"light"}
    drawn = {path.stem for path in (THEME / "symbols").glob("*.svg")} - {Path(SITE_MARK).stem}
    assert drawn == set(re.findall(r"(?m)^    symbol: (\S+)", (THEME / "goals.yaml").read_text("utf-8")))


@pytest.mark.parametrize("path", sorted((THEME / "symbols").glob("*.svg")), ids=lambda path: path.stem)
def test_no_symbol_contains_a_literal_colour(path: Path) -> None:
    written = re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text("utf-8"))
    assert written == [], "write currentColor, or in the mark of the site {goal 1 field} (plugins/core/looks/site_mark.py)"


def test_an_unknown_colour_in_the_site_mark_is_reported(theme_with) -> None:
    folder = theme_with("  1:\n    name: ", "  1:\n    name: other ")
    mark = folder / SITE_MARK
    mark.write_text(mark.read_text("utf-8").replace("{goal 3 field}", "{goal 3 feild}"), "utf-8")
    with pytest.raises(LookupError, match=r"lokalamalen\.svg names colours that are none: \['goal 3 feild'\]"):
        build_assets(folder)


def find_near(paints: Iterable[Paint]) -> list[str]:
    """Return pairs of goals with colours that are too similar, of areas or numbers, in either colour scheme."""
    return [
        f"{name} of goals {one.number} and {other.number}: {first} and {second}"
        for one, other in combinations(paints, 2)
        for name in ("field", "tone")
        for first, second in ((one.day[name], other.day[name]), (one.evening[name], other.evening[name]))
        if distance(first, second) < APART
    ]


def test_no_goal_has_a_colour_similar_to_that_of_another() -> None:
    assert find_near(LOOKS.paints) == [], (
        "choose another colour in theme/goals.yaml; where this one is wanted, the goal that content/ lacks gives way"
    )


@pytest.mark.parametrize(("colour", "is_near"), [("#14532d", True), ("#46521a", False)])
def test_a_colour_similar_to_that_of_another_goal_is_found(colour: str, is_near: bool) -> None:
    rest = {"field": "#000000", "tone": "#000000"}, {"field": "#ffffff", "tone": "#ffffff"}
    pair = [
        Paint(number, dict(looks) | {"field": field}, looks, is_further=False)
        for number, looks, field in zip((3, 8), rest, (colour, "#1c543c"), strict=True)
    ]
    assert find_near(pair) == ([f"field of goals 3 and 8: {colour} and #1c543c"] if is_near else [])


def test_colours_in_oklab_have_the_values_of_the_standard() -> None:
    """White and blue as https://bottosson.github.io/posts/oklab/ and the specification of CSS have them."""
    assert place_in_oklab("#ffffff") == pytest.approx((1, 0, 0), abs=1e-4)
    assert place_in_oklab("#0000ff") == pytest.approx((0.452, -0.0324, -0.3115), abs=1e-3)


def test_a_colour_can_be_tested_for_its_use_before_it_is_given_to_a_goal() -> None:
    colour = LOOKS.paint(4).day["field"]
    tried = f"#{int(colour[1:], 16) ^ 1:06x}"
    lines, is_right = describe(tried, "tone", ["day"], THEME, goal=5)
    assert not is_right
    assert lines[0] == f"{tried} as tone, by day:"
    assert re.fullmatch(r"  ok      contrast with --paper #faf6ee: \d+\.\d\d, at least 6\.8", lines[1])
    assert re.fullmatch(rf"  TOO LOW distance from tone {colour} of goal 4: 0\.00\d, at least 0\.04", lines[3])
    assert lines[-1] == f"NOT OK: {tried} is too low above. Choose another."

    lines, is_right = describe(tried, "field", ["day"], THEME, goal=4)
    assert is_right
    assert not [line for line in lines if "distance" in line and "goal 4" in line]
    assert [line for line in lines if f"contrast with light {LOOKS.paint(4).day['light']} of goal 4" in line]
    assert lines[-1] == f"OK: {tried} will do."

    assert describe(tried, "tone", ["day", "evening"], THEME, goal=4)[1] is False
    assert describe(tried, "pale", ["day"], THEME)[0][1] == "  ok      nothing is asked of it"


@pytest.mark.parametrize("number", [paint.number for paint in LOOKS.paints])
def test_the_present_colours_of_each_goal_pass_the_trial(number: int) -> None:
    paint = LOOKS.paint(number)
    for scheme, looks in (("day", paint.day), ("evening", {**paint.day, **paint.evening})):
        for use in ("field", "tone", "light"):
            assert [str(one) for one in measure(looks[use], use, scheme, THEME, number) if not one.is_enough] == []


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["#221d1e", "--as", "ink", "--when", "day"], 0),
        (["#aaaaaa", "--as", "soft", "--when", "day"], 1),
        (["aaa", "--as", "soft"], 2),
        (["#aaa", "--as", "field"], 2),
        (["#aaa", "--as", "tone", "--for", "99"], 2),
    ],
)
def test_the_trial_of_a_colour_ends_with_its_answer(
    arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    if status == 2:
        with pytest.raises(SystemExit, match="2"):
            main(arguments)
    else:
        assert main(arguments) == status
        assert capsys.readouterr().out.splitlines()[-1].startswith("NOT OK: " if status else "OK: ")


@pytest.mark.parametrize("name", ["paper", "night", "cream"])
def test_a_changed_general_colour_changes_in_share_pictures(name: str, tmp_path: Path) -> None:
    old, new = read_tokens(THEME).day[name], "#123456"
    folder = tmp_path / "theme"
    shutil.copytree(THEME, folder)
    sheet = folder / "static" / "css" / "tokens.css"
    sheet.write_text(sheet.read_text("utf-8").replace(f"--{name}: {old}", f"--{name}: {new}", 1), "utf-8")
    number = 2 if name == "cream" else None
    drawn = [_colours(draw_picture(SharePicture("a", "b", "c", number, SWEDISH), theme)) for theme in (THEME, folder)]
    assert drawn[0] ^ drawn[1] >= {_rgb(old), _rgb(new)}


def test_the_theme_colour_is_the_background_of_the_stylesheet() -> None:
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

"""The optical sizes of logos on a wall, measured on the pixels of the published files."""

from __future__ import annotations

import io
import itertools
import random
from functools import cache

import pytest
from PIL import Image

from plugins.core.intake.draw import draw_svg
from plugins.core.intake.ink import on_white
from plugins.core.intake.logo import take_logo
from plugins.core.intake.sizes import LogoShape, fit_tiers
from plugins.core.intake.taken import Taken
from plugins.partners.model import LOGO_SIZES
from tests.intake.files import clear, drawn, saved, svg

SHAPES = {
    "solid square": svg('<path d="M0 0h100v100H0z"/>', 'viewBox="0 0 100 100"'),
    "solid bar": svg('<path d="M0 0h800v100H0z"/>', 'viewBox="0 0 800 100"'),
    "thin ring": svg('<circle cx="50" cy="50" r="48" fill="none" stroke="#c00" stroke-width="2"/>', 'viewBox="0 0 100 100"'),
    "letters": svg("".join(f'<path d="M{x} 0h12v60h-12z" fill="#246"/>' for x in range(0, 400, 40)), 'viewBox="0 0 400 60"'),
    "tall": svg('<path d="M0 0h30v200H0z" fill="#063"/>', 'viewBox="0 0 30 200"'),
    "with margins": svg('<path d="M400 200h200v100H400z"/>', 'viewBox="0 0 1000 500"'),
    "of pixels": saved(clear(), "PNG"),
    "photographed": saved(drawn(1200, 500), "JPEG"),
}
NARROW = {"large": 246, "normal": 106, "small": 100}


@cache
def take(name: str) -> Taken:
    """Return the intake result of a logo."""
    return take_logo(SHAPES[name], LOGO_SIZES)


def weigh(taken: Taken, display: str, size: tuple[int, int]) -> float:
    """Return the ink of a published logo at its size, in full pixels."""
    variant = next(v for v in taken.variants if v.role in ("svg", f"{display}-1"))
    assert isinstance(variant.data, bytes)
    image = draw_svg(variant.data) if variant.ending == "svg" else Image.open(io.BytesIO(variant.data)).convert("RGBA")
    shown = on_white(image.resize(size, Image.Resampling.LANCZOS))
    return sum(255 - min(pixel) for pixel in shown.get_flattened_data()) / 255


def wall(tiers: dict[str, list[str]]) -> dict[str, list[tuple[str, tuple[int, int]]]]:
    """Return name and size of each logo on a wall."""
    sizes = fit_tiers([(LOGO_SIZES[d], [LogoShape(take(n).ratio, take(n).ink) for n in names]) for d, names in tiers.items()])
    return {display: list(zip(names, row, strict=True)) for (display, names), row in zip(tiers.items(), sizes, strict=True)}


@pytest.mark.parametrize("width", [1280, 320])
def test_no_logo_has_more_ink_than_one_of_a_higher_tier(width: int) -> None:
    """Every shape on every tier at once: the hardest wall there can be."""
    shown = wall({display: list(SHAPES) for display in LOGO_SIZES})
    weights = []
    for display, row in shown.items():
        most = 10_000 if width > 320 else NARROW[display]
        fitted = [(name, (min(w, most), max(1, round(h * min(1, most / w))))) for name, (w, h) in row]
        weights.append([weigh(take(name), display, size) for name, size in fitted])
    for higher, lower in itertools.pairwise(weights):
        assert max(lower) <= min(higher)


def test_usual_logos_of_a_tier_have_similar_amounts_of_ink() -> None:
    usual = ["letters", "of pixels", "photographed"]
    for display, row in wall({"large": usual}).items():
        weights = [weigh(take(name), display, size) for name, size in row]
        assert max(weights) <= 3 * min(weights)


def test_a_usual_logo_has_the_same_size_with_and_without_a_higher_tier() -> None:
    """What stands above does not make a usual logo smaller than it is by itself."""
    alone = wall({"normal": ["letters"]})["normal"]
    assert wall({"large": ["letters", "with margins"], "normal": ["letters"]})["normal"] == alone


@pytest.mark.parametrize("seed", range(20))
def test_ink_never_increases_with_lower_tiers_on_any_wall(seed: int) -> None:
    dice = random.Random(seed)
    marks = [[LogoShape(dice.uniform(0.2, 8), dice.uniform(0.02, 1)) for _ in range(12)] for _ in LOGO_SIZES]
    sizes = fit_tiers(zip(LOGO_SIZES.values(), marks, strict=True))
    ink = [[w * w / m.ratio * m.ink for (w, _), m in zip(row, tier, strict=True)] for row, tier in zip(sizes, marks, strict=True)]
    for higher, lower in itertools.pairwise(ink):
        assert max(lower) <= min(higher)


@pytest.mark.parametrize("ratio", [0.1, 1, 3, 12])
@pytest.mark.parametrize("ink", [0.01, 0.3, 1])
def test_a_logo_fits_its_cell(ratio: float, ink: float) -> None:
    for step in LOGO_SIZES.values():
        ((width, height),) = fit_tiers([(step, [LogoShape(ratio, ink)])])[0:1][0]
        assert 1 <= width <= step.widest
        assert 1 <= height <= step.tallest + 1


@pytest.mark.parametrize(
    "mark",
    [LogoShape(200, 1), LogoShape(1 / 90, 1), LogoShape(2, 0.0005)],
    ids=["wide as a line", "tall as a line", "nearly nothing"],
)
def test_a_logo_that_is_only_a_line_or_speck_cannot_be_seen(mark: LogoShape) -> None:
    for step in LOGO_SIZES.values():
        assert not mark.is_seen(step)
        assert all(LogoShape(taken.ratio, taken.ink).is_seen(step) for taken in map(take, SHAPES))


@pytest.mark.parametrize("seed", range(20))
def test_no_visible_logo_makes_those_of_lower_tiers_illegible(seed: int) -> None:
    dice = random.Random(seed)
    steps = list(LOGO_SIZES.values())
    marks = [
        [mark for _ in range(40) if (mark := LogoShape(dice.uniform(0.02, 60), dice.uniform(0.005, 1))).is_seen(step)]
        for step in steps
    ]
    sizes = fit_tiers([*zip(steps[:-1], marks[:-1], strict=True), (steps[-1], [LogoShape(2.5, 0.4)])])
    ((width, height),) = sizes[-1]
    assert width >= 36
    assert height >= 14


def test_unmeasured_text_counts_as_ink_in_a_lower_tier_and_as_none_in_a_higher() -> None:
    mark = take_logo(svg('<circle cx="20" cy="25" r="20"/><text x="45" y="30">Ek</text>'), LOGO_SIZES).mark
    assert mark.ink - mark.doubt == pytest.approx(3.14 * 400 / 5000, abs=0.01)
    ((large,), (small,)) = fit_tiers([(LOGO_SIZES["large"], [mark]), (LOGO_SIZES["small"], [mark])])
    assert small[0] ** 2 * mark.ink <= large[0] ** 2 * (mark.ink - mark.doubt)
    assert not take_logo(svg('<text y="30">Ek</text>'), LOGO_SIZES).mark.is_seen(LOGO_SIZES["small"])

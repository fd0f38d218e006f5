"""Drawings before and after the intake look the same in a browser, but for their margins."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from plugins.core.intake.ink import measure_ink
from plugins.core.intake.taken import Taken, Variant
from tests.intake.looks import SAME, take_same

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 800, 500
"""Size of a drawing, in CSS pixels."""
TYPES = {"svg": "image/svg+xml", "webp": "image/webp"}
AT_ONCE = 12
"""Drawings in one screenshot, before and after; Chromium renders at most 16,384 pixels of height."""
SHOW = """async ([w, h]) => Promise.all([...document.images].map(async i => {
    await i.decode();
    const scale = Math.min(w / i.naturalWidth, h / i.naturalHeight);
    i.width = Math.round(i.naturalWidth * scale);
    i.height = Math.round(i.naturalHeight * scale);
    return [i.width, i.height];
}))"""
"""Scales each drawing to the size of its place."""

Shown = dict[str, tuple[Image.Image, Image.Image]]
"""Screenshots of a drawing before and after the intake, by its name."""


@pytest.fixture(scope="module")
def shown(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Take screenshots of all drawings, many in each, as one screenshot takes as long as rendering all that is in it."""
    page = browser.new_page(viewport={"width": 2 * WIDTH, "height": HEIGHT})
    files = {name: (SAME[name], choose_variant(taken)) for name, taken in take_same(tmp_path_factory).items()}
    found: Shown = {}
    while len(found) < len(files):
        names = [name for name in files if name not in found][:AT_ONCE]
        rows = "".join(place_files(row, *files[name]) for row, name in enumerate(names))
        page.set_content(f'<body style="margin:0;background:#fff">{rows}')
        sizes = page.evaluate(SHOW, [WIDTH, HEIGHT])
        whole = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGBA")
        places = [(column * WIDTH, row * HEIGHT) for row in range(len(names)) for column in range(2)]
        cut = [whole.crop((x, y, x + w, y + h)) for (x, y), (w, h) in zip(places, sizes, strict=True)]
        found.update(zip(names, zip(cut[::2], cut[1::2], strict=True), strict=True))
    page.close()
    return found


def choose_variant(taken: Taken) -> Variant:
    """Return the largest variant of an intake result."""
    return max((one for one in taken.variants if one.ending in TYPES), key=lambda one: one.width)


def place_files(row: int, before: bytes, after: Variant) -> str:
    """Return HTML that shows a drawing before and after, in one row."""
    return "".join(
        f'<img style="position:absolute;left:{column * WIDTH}px;top:{row * HEIGHT}px" '
        f'src="data:{TYPES[ending]};base64,{base64.b64encode(data).decode()}">'
        for column, (data, ending) in enumerate(((before, "svg"), (after.data, after.ending)))
    )


@pytest.mark.parametrize("name", SAME)
def test_a_logo_looks_the_same_before_and_after_the_intake(shown: Shown, name: str) -> None:
    before, after = shown[name]
    drawn, kept = measure_ink(before).box, measure_ink(after).box
    assert drawn
    assert kept
    room = 0.02 * max(after.size)
    assert all(abs(edge - wanted) <= room for edge, wanted in zip(kept, (0, 0, *after.size), strict=True))
    size = (400, max(8, round(400 * (drawn[3] - drawn[1]) / (drawn[2] - drawn[0]))))
    one, other = (image.crop(box).convert("RGB").resize(size) for image, box in ((before, drawn), (after, kept)))
    assert (kept[2] - kept[0]) / (kept[3] - kept[1]) == pytest.approx((drawn[2] - drawn[0]) / (drawn[3] - drawn[1]), rel=0.05)
    assert max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 8

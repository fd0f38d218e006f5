"""Drawings before and after the intake, side by side in a real browser: they look the same, and no margin is left."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from plugins.core.intake.ink import measure_ink
from plugins.core.intake.logo import take_logo
from plugins.partners.model import LOGO_SIZES
from tests.intake.looks import SAME

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 800, 500
"""CSS pixels of the window, and so the most of a drawing."""
TYPES = {"svg": "image/svg+xml", "webp": "image/webp"}


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """Open an empty page."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    yield page
    page.close()


def shot(page: Any, data: bytes, ending: str) -> Image.Image:
    """Return a picture file as the browser shows it on white, as large as the window allows."""
    address = f"data:{TYPES[ending]};base64,{base64.b64encode(data).decode()}"
    page.set_content(f'<body style="margin:0;background:#fff"><img style="display:block" src="{address}">')
    page.evaluate(
        "async ([w, h]) => { const i = document.images[0]; await i.decode();"
        " const scale = Math.min(w / i.naturalWidth, h / i.naturalHeight);"
        " i.width = Math.round(i.naturalWidth * scale); i.height = Math.round(i.naturalHeight * scale) }",
        [WIDTH, HEIGHT],
    )
    box = page.locator("img").bounding_box()
    return Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGBA")


@pytest.mark.parametrize("name", SAME)
def test_logo_looks_as_it_did(page: Any, name: str) -> None:
    taken = take_logo(SAME[name], LOGO_SIZES)
    variant = max((v for v in taken.variants if v.ending in TYPES), key=lambda v: v.width)
    before, after = shot(page, SAME[name], "svg"), shot(page, variant.data, variant.ending)  # type: ignore[arg-type]
    drawn, kept = measure_ink(before).box, measure_ink(after).box
    assert drawn
    assert kept
    room = 0.02 * max(after.size)
    assert all(abs(edge - wanted) <= room for edge, wanted in zip(kept, (0, 0, *after.size), strict=True))
    size = (400, max(8, round(400 * (drawn[3] - drawn[1]) / (drawn[2] - drawn[0]))))
    one, other = (image.crop(box).convert("RGB").resize(size) for image, box in ((before, drawn), (after, kept)))
    assert (kept[2] - kept[0]) / (kept[3] - kept[1]) == pytest.approx((drawn[2] - drawn[0]) / (drawn[3] - drawn[1]), rel=0.05)
    assert max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 8

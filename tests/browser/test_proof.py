"""A proof in a browser: it makes no requests, its frames are as high as their pages, and the PDF has all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.proof.task import run_proof
from plugins.commands.runs.job import Options
from tests.browser.conftest import DAY, WHOLE, find_browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Path:
    """Make a proof of a page of the real site, with the full browser if there is one."""
    folder = tmp_path_factory.mktemp("proof")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHROMIUM", str(find_browser(WHOLE) or find_browser()))
        assert run_proof("/partner/", Options(output=str(folder), date=DAY)) == 0
    return folder


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Record the requests of the proof, and the errors in the console."""
    return []


@pytest.fixture(scope="module")
def page(folder: Path, browser: Any, asked: list[str]) -> Iterator[Any]:
    """Open the proof."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(f"complaint: {message.text}"))
    page.goto(next(folder.glob("*.html")).as_uri())
    page.wait_for_load_state("load")
    yield page
    page.close()


def test_a_proof_makes_no_requests(folder: Path, page: Any, asked: list[str]) -> None:
    assert [address for address in asked if not address.startswith("data:")] == [next(folder.glob("*.html")).as_uri()]


def test_every_frame_is_as_high_as_its_page(page: Any) -> None:
    measure = "f => [f.clientHeight, f.contentDocument.documentElement.scrollHeight]"
    for frame in page.query_selector_all("iframe"):
        height, wanted = frame.evaluate(measure)
        assert height > 100
        assert abs(height - wanted) <= 1
        assert frame.evaluate("f => f.contentDocument.fonts.check('20px Familjen')")


def test_the_frames_of_a_proof_do_not_depend_on_the_colour_scheme_of_the_reader(page: Any) -> None:
    colour = "f => f.contentWindow.getComputedStyle(f.contentDocument.body).backgroundColor"
    wanted = ["rgb(250, 246, 238)", "rgb(26, 22, 23)"] * 2 + ["rgb(255, 255, 255)"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert [frame.evaluate(colour) for frame in page.query_selector_all("iframe")] == wanted


def test_a_proof_does_not_scroll_sideways_on_a_phone(page: Any) -> None:
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for frame in page.query_selector_all("iframe"):
            box = frame.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        page.evaluate("scrollTo(0, 2000)")
        assert page.locator(".kind").bounding_box()["y"] == 0
    page.set_viewport_size({"width": 1400, "height": 900})


def test_the_pdf_has_a_sheet_for_each_group_of_frames(folder: Path) -> None:
    data = next(folder.glob("*.pdf")).read_bytes()
    assert data.startswith(b"%PDF")
    # Cover, telephones, laptop, laptop in the evening, paper.
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 5

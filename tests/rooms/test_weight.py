"""Weight budgets: the limits of a page, what is reported, and what stops a build."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from plugins.commands.preview.live import LiveSite
from plugins.core.problems import Problem
from plugins.publishing.weight import GOAL_STYLE, LIGHT, PAGE, audit_weight, kilobytes, weigh, weigh_at_most, weigh_page
from tests.conftest import BASE, PROJECT, TODAY
from tests.intake.files import noise as grain


def noise(size: int) -> str:
    """Return letters that hardly compress: about `size` bytes gzipped."""
    return "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_", k=size * 4 // 3))


@pytest.fixture
def audit(prepare, tmp_path: Path):
    """Return a function that weighs two goal pages, the first with this much text, and a stylesheet."""

    def run(text: int, style: int = 100, font: int = 100, further: int = 0, at_most: int | None = None) -> list[Problem]:
        pages = {page.address: page for page in prepare().site.pages if page.template == "goal"}
        assert len(pages) == 2
        folder = tmp_path / "site"
        for page, size in zip(pages.values(), (text, 100), strict=True):
            file = folder / page.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(noise(size), "utf-8")
        (folder / "theme").mkdir(exist_ok=True)
        (folder / "theme" / "site.css").write_text(noise(style), "utf-8")
        (folder / "theme" / "f.woff2").write_bytes(b"x" * font)
        (folder / "theme" / "further.1.css").write_text(noise(further), "utf-8")
        loads = frozenset({"/theme/site.css", "/theme/further.1.css", "/theme/f.woff2", "/partner/logotyper/tung.svg"})
        known = {} if at_most is None else dict.fromkeys(pages, at_most)
        return list(audit_weight(folder, dict.fromkeys(pages, loads), pages, known=known))

    return run


def test_a_light_page_is_not_reported(audit) -> None:
    assert audit(13_000) == []


def test_the_heaviest_page_is_reported_once_as_a_warning(audit) -> None:
    [problem] = audit(15_000)
    assert not problem.is_error
    assert not problem.stops_publishing
    assert problem.code == "tung-sida"
    assert "”Ingen hunger" in problem.message
    assert kilobytes(PAGE) in problem.message
    assert problem.place.source.path.name == "mal-1-ingen-hunger.md"


def test_a_light_page_with_a_heavy_stylesheet_is_weighed_exactly(audit) -> None:
    heavy = [problem.code for problem in audit(100, style=PAGE - LIGHT + 100, at_most=LIGHT)]
    assert heavy == ["granskning"], "the theme is over its budget, and not the page"
    assert "tung-sida" in [problem.code for problem in audit(LIGHT, style=PAGE - LIGHT + 100, at_most=LIGHT)]


def test_the_upper_bound_of_a_weight_is_never_exceeded(site: Path) -> None:
    pages = [page.read_bytes() for page in site.rglob("*.html")]
    assert len(pages) > 50
    heavy = [page for page in pages if weigh_page("index.html", page) > LIGHT]
    assert heavy
    assert [weigh_at_most(page) for page in heavy] == [weigh_page("index.html", page) for page in heavy]
    assert all(weigh_at_most(page) >= weigh_page("index.html", page) for page in pages)


def test_a_heavy_theme_is_an_error(audit) -> None:
    [problem] = audit(1000, style=7000)
    assert problem.is_error
    assert "theme/site.css" in problem.message
    assert kilobytes(GOAL_STYLE) in problem.message


def test_the_stylesheet_of_further_goals_does_not_count_towards_the_theme(audit) -> None:
    assert audit(1000, style=GOAL_STYLE - 100, further=800) == []


def test_a_heavy_font_is_reported_by_its_name(audit) -> None:
    [problem] = audit(1000, font=40_000)
    assert "Tyngst är theme/f.woff2: 40,0 kB." in problem.message


def test_a_file_that_is_already_compressed_weighs_its_own_size(tmp_path: Path) -> None:
    for name, size in (("a.woff2", 1000), ("a.html", 30)):
        (tmp_path / name).write_bytes(b"x" * 1000)
        assert weigh(tmp_path / name) == pytest.approx(size, abs=10)


@pytest.mark.slow
def test_the_list_of_heaviest_pages_counts_their_pictures(make_content, tmp_path: Path) -> None:
    about = (BASE / "sidor" / "om.md").read_text("utf-8").replace("frukost.png", "frukost.jpg")
    content = make_content({"sidor/om.md": about, "bilder/frukost.jpg": grain(600, 400)})
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy2(PROJECT / name, tmp_path)
    live = LiveSite(content, PROJECT / "theme", tmp_path, lambda: TODAY)
    live.check()
    assert live.heaviest()[0][0] == "/om/"

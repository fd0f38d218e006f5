"""The page of examples: every component in preview, and nothing of it in the published site."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.commands.live import LiveSite
from plugins.commands.pelican_run import Places, run_pelican
from tests.components.rendering import COMPONENTS
from tests.conftest import BASE, PROJECT, TODAY


@pytest.mark.parametrize("is_preview", [True, False])
def test_every_component_is_shown_in_preview_alone(make_content, prepare, theme, tmp_path, is_preview: bool) -> None:
    content, output = make_content({}), tmp_path / "site"
    site = prepare(shows_drafts=is_preview).site
    output.mkdir()
    assert run_pelican(site, Places(content, output, theme, PROJECT)) == []
    folder = output / "exempel"
    assert folder.is_dir() is is_preview
    if is_preview:
        windows = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser").select("iframe")
        assert [str(window["src"]) for window in windows] == ["light.html", "dark.html"] * 3
        grounds = []
        for scheme in ("light", "dark"):
            soup = BeautifulSoup((folder / f"{scheme}.html").read_text("utf-8"), "html.parser")
            assert [section["id"] for section in soup.select(".examples")] == [f"exempel-{name}" for name in COMPONENTS]
            assert soup.select_one("#exempel-wall .examples__stage .wall")
            style = (folder / f"{scheme}.css").read_text("utf-8")
            assert "prefers-color-scheme" not in style
            grounds.append("@media (min-width:0){" in style)
        assert grounds == [False, True]


def test_the_examples_are_in_the_language_of_the_site_whichever_page_was_made_before(tmp_path: Path) -> None:
    content = shutil.copytree(BASE, tmp_path / "content")
    website = content / "webbplats.yaml"
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    page = "---\ntitel: About\nsammanfattning: Who we are.\nstatus: publicerad\n---\nWe are many.\n"
    (content / "sidor" / "om.en.md").write_text(page, "utf-8")

    def show(*paths: str) -> list[bytes | None]:
        live = LiveSite(content, PROJECT / "theme", tmp_path, lambda: TODAY)
        return [live.get(path) for path in paths]

    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(PROJECT / name, tmp_path)
    swedish, after_swedish = show("om/index.html", "exempel/light.html")
    english, after_english = show("en/om/index.html", "exempel/light.html")
    assert swedish
    assert english
    assert b'lang="en"' in english
    assert after_swedish == after_english is not None

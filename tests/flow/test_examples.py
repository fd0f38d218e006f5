"""The page of examples: every component in preview, and nothing of it in the published site."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from plugins.commands.pelican_run import Places, run_pelican
from tests.components.rendering import COMPONENTS
from tests.conftest import PROJECT


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

"""Announcements in the written files: present on their days, and without a trace on other days."""

from __future__ import annotations

import pytest

from tests.flow.trial import Trial

NEWS = """- text: Lyktvandringen börjar vid bron.
  länk: /bilder/lykta.png
  från: 2026-12-01
  till: 2026-12-13
"""


def search(trial: Trial, words: str) -> list[str]:
    """Return the files of the output that contain these words."""
    found = [path for path in trial.output.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]
    return sorted(path.relative_to(trial.output).as_posix() for path in found)


@pytest.mark.parametrize(
    ("day", "is_shown"),
    [("2026-11-30", False), ("2026-12-01", True), ("2026-12-13", True), ("2026-12-14", False)],
)
def test_an_announcement_is_on_every_page_on_its_days_and_on_none_on_other_days(trial: Trial, day: str, is_shown: bool) -> None:
    (trial.content / "meddelanden.yaml").write_text(NEWS, "utf-8")
    trial.edit("content/mal/mal-1-ingen-i-morker.md", "![En lykta av järn](/bilder/lykta.png)", "En lykta av järn.")
    result = trial.run(date=day)
    assert result.status == 0, result.said
    pages = sorted(path.relative_to(trial.output).as_posix() for path in trial.output.rglob("*.html"))
    assert len(pages) > 5
    assert search(trial, "Lyktvandringen") == (pages if is_shown else [])
    files = [path.name for path in (trial.output / "bilder").glob("lykta*")]
    assert bool(files) is is_shown
    assert any(search(trial, f'href="/bilder/{name}"') == pages for name in files) is is_shown


def test_a_page_without_announcements_has_no_banner_and_no_script(trial: Trial) -> None:
    assert trial.run().status == 0
    page = trial.page("om/index.html")
    assert "announcement" not in page
    assert "/theme/pages" in page
    assert ".js" not in page

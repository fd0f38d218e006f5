"""The bench measures sites like the real one: texts as long, which build without errors."""

from __future__ import annotations

from pathlib import Path

from plugins.commands.bench import Measured, Row, draw_chart
from plugins.commands.bench_texts import edit_page, write_site, write_stock_site
from plugins.commands.run import Options, run


def test_a_generated_site_has_no_errors_and_texts_of_real_length(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 7, seed=3)
    assert run("check", Options(content=str(site), date="2026-11-22")) == 0
    assert 6_000 < (site / "sidor" / "sida-7.md").stat().st_size < 9_000


def test_stock_pelican_gets_the_same_texts(tmp_path: Path) -> None:
    ours = (write_site(tmp_path / "site", 6, seed=3) / "sidor/sida-6.md").read_text("utf-8").partition("---\n")[2]
    plain = (write_stock_site(tmp_path / "stock", 6, seed=3) / "content/pages/sida-6.md").read_text("utf-8")
    assert ours.partition("---\n")[2] == plain.partition("\n\n")[2]


def test_an_edit_changes_one_page(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 6, seed=3)
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    edit_page(site, 6)
    assert [file.name for file, data in before.items() if file.read_bytes() != data] == ["sida-6.md"]


def test_the_chart_has_a_bar_for_each_run() -> None:
    rows = [Row(5, "build", Measured(2, 2, 80)), Row(5, "stock Pelican", Measured(1, 1, 40))]
    assert draw_chart(rows).count("<rect x=") == 2

"""The benchmark: its sites have texts as long as the real ones and build without errors, and its results are written."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.commands.bench import preview as bench_preview
from plugins.commands.bench import task as bench
from plugins.commands.bench.figures import (
    BenchRow,
    Figures,
    between,
    draw_chart,
    format_figures,
    put_between,
    read_figures,
    write_figures,
)
from plugins.commands.bench.runs import BenchFailed, Measured, measure, measure_cold, measure_first
from plugins.commands.bench.texts import copy_plain_pages, edit_page, let_edit, page_file, write_plain_pages, write_site
from plugins.commands.bench.tools import OURS, REAL, Tool, find_real_tools
from plugins.commands.run import Options, run
from plugins.core.cache.compiled import FOLDER

PROJECT = Path(__file__).parents[2]
STOCK = "stock Pelican"


def test_a_generated_site_has_no_errors_and_texts_of_real_length(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 7, seed=3, partners=3)
    assert run("check", Options(content=str(site), date="2026-11-22")) == 0
    assert 6_000 < (site / "sidor" / "sida-7.md").stat().st_size < 9_000


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
def test_the_bench_stops_a_preview_by_ctrl_c_even_if_it_ignores_ctrl_c_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a shell starts the bench in the background: else the preview is killed, and its memory is not reported."""
    waiting = [sys.executable, "-c", "import time; time.sleep(300)"]
    tool = Tool("waits", tmp_path, [], lambda _port: waiting, lambda _page: tmp_path, lambda _page: "/", [])
    killed: list[object] = []

    def kill(process: subprocess.Popen[bytes]) -> None:
        killed.append(process)
        process.kill()

    monkeypatch.setattr(bench_preview, "_kill", kill)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with bench_preview._serve(tool):
            pass
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert killed == []


def test_the_same_seed_gives_other_generators_the_same_texts(tmp_path: Path) -> None:
    ours = (write_site(tmp_path / "site", 6, seed=3, partners=1) / "sidor/sida-6.md").read_text("utf-8").partition("---\n")[2]
    write_plain_pages(tmp_path / "plain", 6, 3, "Title: {}\n\n{}")
    plain = (tmp_path / "plain/sida-6.md").read_text("utf-8")
    assert ours.partition("---\n")[2] == plain.partition("\n\n")[2]


def test_the_real_site_has_a_sentence_to_edit_and_can_be_copied_as_plain_pages(tmp_path: Path) -> None:
    content = shutil.copytree(PROJECT / "content", tmp_path / "content")
    assert edit_page(let_edit(content)) == "Ändrad 1 gånger."
    pages = copy_plain_pages(content, tmp_path / "plain", "Title: {}\n\n{}")
    assert pages == len(list((tmp_path / "plain").iterdir())) > 50
    assert edit_page(tmp_path / f"plain/sida-{pages}.md") == "Ändrad 1 gånger."


def test_each_edit_changes_the_same_single_page_again(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 6, seed=3, partners=1)
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    assert [edit_page(page_file(site, 6)) for _ in range(2)] == ["Ändrad 1 gånger.", "Ändrad 2 gånger."]
    assert [file.name for file, data in before.items() if file.read_bytes() != data] == ["sida-6.md"]
    edit_page(page_file(site, 1))


def test_the_edited_page_of_the_real_site_is_measured_at_its_address(tmp_path: Path, site: Path) -> None:
    pages, (ours, stock) = find_real_tools(tmp_path)
    assert (ours.name, ours.content, stock.watch) == (REAL, None, None)
    assert "Ändrad 0 gånger." in ours.source(pages).read_text("utf-8")
    assert (site / ours.address(pages).strip("/") / "index.html").is_file()
    assert "Ändrad 0 gånger." in stock.source(pages).read_text("utf-8")
    assert str(ours.source(pages).parents[1]) in ours.build


@pytest.mark.skipif(sys.platform == "win32" or not (PROJECT / ".venv").is_dir(), reason="asks for an environment of the door's")
def test_compiled_code_lies_in_an_environment_of_the_bench_and_survives_a_cold_run(tmp_path: Path) -> None:
    _, (ours, stock) = find_real_tools(tmp_path)
    environment = ours.folder / ".venv"
    assert ours.compiled == environment / FOLDER
    assert not ours.compiled.exists(), "nothing is compiled before the first start"
    assert not environment.is_symlink(), "and the project's own environment is left alone"
    names = {path.name for path in (PROJECT / ".venv").iterdir()} - {FOLDER}
    assert {path.name for path in environment.iterdir()} == names
    assert ours.compiled not in ours.kept, "a cold run keeps it"
    assert stock.compiled is None


def test_a_first_run_starts_without_compiled_code_and_a_cold_run_with_it(tmp_path: Path) -> None:
    record, compiled = tmp_path / "record", tmp_path / "compiled"
    code = f"import os; print(os.path.isdir('compiled'), file=open({str(record)!r}, 'a')); os.makedirs('compiled', exist_ok=True)"
    build = [sys.executable, "-S", "-c", code]
    tool = replace(stand_in(REAL, tmp_path / "ours"), folder=tmp_path, build=build, compiled=compiled)
    compiled.mkdir()
    measure_first(tool)
    measure_cold(tool, 2)
    assert record.read_text("utf-8").split() == ["False", "True", "True"]


STAND_IN = """
import http.server, pathlib, sys
task, source, folder = sys.argv[1:4]
class Shown(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200), self.end_headers()
        self.wfile.write(pathlib.Path(source).read_bytes() if self.path == "/lykta/" else b"")
if task == "build":
    pathlib.Path(folder).mkdir(exist_ok=True)
    pathlib.Path(folder, "page.html").write_bytes(pathlib.Path(source).read_bytes())
if task == "preview":
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[4])), Shown).serve_forever()
"""
"""A generator that copies a page; the benchmark treats it like the program itself, which is tested too."""


def stand_in(name: str, folder: Path) -> Tool:
    """Return a generator without cost, of one page in `folder`."""
    folder.mkdir()
    (folder / "lykta.md").write_text("Ändrad 0 gånger.\n", "utf-8")
    (folder / "tool.py").write_text(STAND_IN, "utf-8")

    def command(task: str, *more: str) -> list[str]:
        return [sys.executable, "-S", "tool.py", task, "lykta.md", "out", *more]

    def watch(port: int) -> list[str]:
        return command("preview", str(port))

    kept, source = (folder / "out",), folder / "lykta.md"
    return Tool(name, folder, command("build"), watch, lambda _: source, lambda _: "/lykta/", kept, command("check"))


@pytest.mark.slow
@pytest.mark.usefixtures("ctrl_c")  # by which the bench ends the preview: if ignored, it waits a minute and a half
def test_the_bench_runs_from_end_to_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/architecture.md"):
        shutil.copyfile(PROJECT / name, tmp_path / name)
    monkeypatch.setattr(bench, "find_real_tools", lambda folder: (82, [stand_in(REAL, folder / "ours"), _without_watch(folder)]))
    monkeypatch.setattr(bench_preview, "QUIET", 0.2)  # for figures, not for what is done
    assert bench.run_bench(sizes=(6,), runs=1, partners=3, writes=True, project=tmp_path) == 0
    table = capsys.readouterr().out
    sizes = [line.split()[0] for line in table.splitlines()[2:]]
    assert sizes[:20] == ["82"] * 9 + ["6"] * 11
    figures = read_figures(tmp_path)
    assert figures is not None
    assert figures.of(6, "save to page").keys() == figures.of(6, "start to page").keys() == {OURS}
    assert figures.of(6, "register to page").keys() == figures.of(6, "save to problems").keys() == {OURS}
    assert figures.of(6, "check again").keys() == {OURS}
    assert figures.of(6, "cold").keys() == {OURS, STOCK}
    assert figures.of(82, "cold").keys() == {REAL, STOCK}
    has_door = sys.platform != "win32" and (PROJECT / ".venv").is_dir()
    assert figures.of(6, "first").keys() == ({OURS} if has_door else set())
    assert "The real site, 82 pages" in (tmp_path / "README.md").read_text("utf-8")
    assert figures.of(6, "cold")[OURS].seconds > 0
    for what in ("cold", "save to page"):
        assert sys.platform == "win32" or (figures.of(6, what)[OURS].megabytes or 0) > 20
    assert "Built with nothing kept of the site" in (tmp_path / "docs/architecture.md").read_text("utf-8")
    assert "6 pages" in (tmp_path / "docs/timings.svg").read_text("utf-8")


def _without_watch(folder: Path) -> Tool:
    return replace(stand_in(STOCK, folder / "stock"), watch=None, check=None)


def test_a_failed_run_gives_no_figure(tmp_path: Path) -> None:
    with pytest.raises(BenchFailed, match="ended with 3"):
        measure([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)


def test_an_unknown_tool_is_reported_before_anything_is_measured() -> None:
    with pytest.raises(bench.UnknownTool, match="hugo och eleventy, inte ”jekyll”"):
        bench.run_bench(against="hugo,jekyll")


FIGURES = Figures(
    "A machine",
    tuple(
        BenchRow(1_000, tool, what, Measured(seconds, seconds, 80))
        for what in ("cold", "again", "one edit")
        for tool, seconds in ((OURS, 2.0), ("stock Pelican", 1.25))
    ),
)


def test_the_chart_has_a_bar_for_each_run() -> None:
    assert draw_chart(FIGURES).count("<rect x=") == 6


def test_written_figures_can_be_read_again_and_stand_between_the_marks(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/architecture.md"):
        (tmp_path / name).write_text(put_between((PROJECT / name).read_text("utf-8"), "old"), "utf-8")
    write_figures(FIGURES, tmp_path)
    assert read_figures(tmp_path) == FIGURES
    readme = (tmp_path / "README.md").read_text("utf-8")
    assert "- Built with nothing kept of the site: 2.0 (stock Pelican 1.2)" in readme
    assert "\nold\n" not in readme


def test_the_figures_in_the_documents_are_those_of_the_last_bench() -> None:
    figures = read_figures(PROJECT)
    for path, words in format_figures(figures).items():
        assert between((PROJECT / path).read_text("utf-8")) == words, "run the bench with --write, or take the figures back"
    assert figures is None or (PROJECT / "docs/timings.svg").read_text("utf-8") == draw_chart(figures)

"""A process takes over the cached bench of an earlier one, and recomputes only what depends on changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

from plugins.commands.preview.live import LiveSite
from plugins.core.cache.disk_cache import DiskCache
from plugins.core.cache.memo import Question
from plugins.core.cache.written import PageLost, digest_page
from plugins.core.inputs import TODAY
from plugins.core.kinds.kind import Kind
from plugins.core.library import Register, Setting
from plugins.core.looks.share_picture import SharePicture
from plugins.core.markdown.nodes import Document, HtmlNode
from plugins.core.marks.marks import Marks
from plugins.core.places import SourceFile
from plugins.core.room import Item
from plugins.core.source.sources import Text
from plugins.core.texts.documents import read_document
from plugins.core.texts.passages import Passage
from plugins.core.texts.prose import Piece
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.language.house_style.check import HouseStyle
from plugins.language.markup.traces import check_traces
from plugins.local_goals import page as local_goals
from plugins.local_goals.model import LocalGoal
from plugins.pages.model import TextPage
from plugins.site.answers import (
    AnswerSort,
    find_question,
    for_comparison,
    for_link_checks,
    is_cached,
    is_held,
    not_cached,
    only_for_checks,
    used_once,
)
from plugins.site.cache.cached_bench import CachedBench, Coming, may_be_cached
from plugins.site.cache.pickling import PartWriter, Shared, unpack_part
from plugins.site.cache.reducers import LONG
from plugins.site.cache.site_cache import BENCHES, SiteCache
from plugins.site.model import CheckedWhen, Preparation, Site
from plugins.site.prepare import find_problems, make_site, prepare_site
from plugins.site.rooms import KINDS
from plugins.site.theme import read_theme
from plugins.website.sharing import ask_qr
from tests.benches import record_computed
from tests.conftest import PROJECT

BASE = PROJECT / "tests" / "sites" / "_base"
DAY = date(2026, 11, 22)
NEXT_PROCESS = """
import sys
from datetime import date
from pathlib import Path
from plugins.site.cache.cached_bench import CachedBench, may_be_cached
from plugins.site.prepare import prepare_site
from plugins.site.theme import read_theme
bench = CachedBench(Path("kept"), "program", Path("content"), date(2026, 11, 22), read_theme(Path(sys.argv[1]) / "theme"))
preparation = bench.prepare()
bench.keep()
print(bench.bench.memo.made, len(bench.bench.memo), len(preparation.site.pages), len(preparation.problems))
"""


@pytest.fixture
def open_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., CachedBench]:
    """Return a function that opens the bench of a small site as a new process does."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("plugins.site.cache.cached_bench.DEAR", 0)
    shutil.copytree(BASE, "content")
    theme = read_theme(PROJECT / "theme")
    return lambda name="program": CachedBench(Path("kept"), name, Path("content"), DAY, theme)


def test_another_process_recomputes_only_what_depends_on_a_change(open_bench: Callable[..., CachedBench], tmp_path: Path) -> None:
    def run(seed: int) -> list[int]:
        """Run code in a process with another hash seed."""
        environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": str(seed)}
        command = [sys.executable, "-c", NEXT_PROCESS, str(PROJECT)]
        return [int(word) for word in subprocess.check_output(command, cwd=tmp_path, env=environment, encoding="utf-8").split()]

    bench = open_bench()
    problems = bench.prepare().problems
    bench.keep()
    run(1)  # which may compute more than this process has: one that can fork does
    made, known, pages, count = run(2)
    assert (made, count) == (1, len(problems))  # the Site, which is assembled from its pages
    om = tmp_path / "content" / "sidor" / "om.md"
    om.write_text(om.read_text("utf-8").replace("Vi är en förening.", "Vi är en gammal förening."), "utf-8")
    made, known, *rest = run(3)
    assert rest == [pages, count]
    assert 0 < made < known / 3


def list_words(context: PageContext) -> Iterator[Item]:
    """Yield items of open data that are made of texts."""
    for page in context.library.shown(TextPage):
        yield {
            "name": page.name,
            "html": [node.html for node in read_document(page.text, context.library)[0].nodes if isinstance(node, HtmlNode)],
        }


def test_open_data_read_from_texts_is_kept_for_the_next_process(
    open_bench: Callable[..., CachedBench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Site's data is cached by itself, so that the next process does not read the texts again."""
    monkeypatch.setattr("plugins.site.assembly.build.DATA", {"words": list_words})
    bench = open_bench()
    site = bench.prepare().site
    assert site is not None
    assert site.data["words"]
    bench.keep()
    later = open_bench()
    made = record_computed(later.bench.memo)
    found = later.prepare().site
    assert found is not None
    assert found.data == site.data
    assert made == ["plugins.site.prepare.make_site"]


def test_a_page_is_rebuilt_only_if_its_own_file_or_what_it_shows_of_others_has_changed(
    open_bench: Callable[..., CachedBench], monkeypatch: pytest.MonkeyPatch
) -> None:
    website = Path("content/webbplats.yaml")
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    om, goal = Path("content/sidor/om.md"), next(Path("content/mal").glob("mal-1-*.md"))
    head = "---\ntitel: One\nsammanfattning: Words.\nstatus: publicerad\n---\n"
    goal.with_suffix(".en.md").write_text(f"{head}Words about it.\n", "utf-8")
    made = list[tuple[str, int]]()
    own_build = local_goals.build_page

    def build(record: LocalGoal, context: PageContext) -> SitePage:
        made.append((context.language.code, record.number))
        return own_build(record, context)

    kinds = tuple(replace(kind, build=build) if kind.model is LocalGoal else kind for kind in KINDS)
    for module in ("assembly.frame", "cache.reducers"):
        monkeypatch.setattr(import_module(f"plugins.site.{module}"), "KINDS", kinds)
    bench = open_bench()
    bench.prepare()
    bench.keep()
    assert {("sv", 1), ("en", 1)} <= {*made}
    made.clear()
    om.write_text(om.read_text("utf-8").replace("Vi är en förening.", "Vi är en gammal förening."), "utf-8")
    later = open_bench()
    site = later.prepare().site
    assert made == [], "no goal shows anything from that page"
    assert site is not None
    assert any("gammal" in page.html for page in site.pages)
    goal.write_text(goal.read_text("utf-8") + "\nMer.\n", "utf-8")
    open_bench().prepare()
    assert ("sv", 1) in made


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_a_known_site_has_its_texts_checked_in_another_process_and_its_problems_in_the_same_order(
    open_bench: Callable[..., CachedBench], monkeypatch: pytest.MonkeyPatch
) -> None:
    website, om = Path("content/webbplats.yaml"), Path("content/sidor/om.md")
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    head = "---\ntitel: About us\nsammanfattning: Who we are.\nstatus: publicerad\n---\n"
    om.with_suffix(".en.md").write_text(f"{head}Here  is a link - and a (bracket.\n", "utf-8")
    bench = open_bench()
    bench.prepare()
    bench.keep()
    wrong = "\nHär  står en [länk](/ingenstans/) - och ett streck. Vi ses i [LinkedIn](http://localhost:8000/).\n"
    allowed = "\n<!-- tillåt: dubbelt-mellanslag – det är så -->\nHär  är det tillåtet.\n"
    om.write_text(om.read_text("utf-8") + wrong + allowed, "utf-8")

    def list_problems(preparation: Preparation) -> list[tuple[object, ...]]:
        return [
            (p.place.source.path.name, p.place.line, p.place.column, p.code, p.message, p.severity) for p in preparation.problems
        ]

    here = open_bench().prepare()
    for module in ("core.cache.workers", "site.hooks"):  # also where the tests have threads, or one processor
        monkeypatch.setattr(import_module(f"plugins.{module}"), "can_fork", lambda: True)
    checked_here = list[Text]()
    monkeypatch.setattr("plugins.site.checks.language.check_traces", lambda text: checked_here.append(text) or check_traces(text))
    aside = open_bench().prepare(checks_aside=True)
    assert aside.checked is CheckedWhen.ASIDE
    assert list_problems(aside) == list_problems(here)
    assert {"bruten-lank", "dubbelt-mellanslag"} <= {code for *_, code, _, _ in list_problems(here)}
    assert checked_here == []


@pytest.mark.parametrize("spoilt", [b"", b"not a bench", b"\x80\x05cposix\nno_such_thing\n."], ids=["empty", "words", "unknown"])
def test_a_cache_that_cannot_be_read_is_recomputed(open_bench: Callable[..., CachedBench], spoilt: bytes) -> None:
    bench = open_bench()
    count = len(bench.prepare().problems)
    bench.keep()
    assert open_bench("another program").prepare().keeper.bench.memo.made  # type: ignore[union-attr]
    kept = DiskCache(Path("kept"))
    kept.write(bench.cache.key, spoilt)
    again = open_bench()
    assert len(again.prepare().problems) == count
    assert again.bench.memo.made


def see(bench: CachedBench) -> list[object]:
    """Return problems and pages of a site as values for comparing two benches."""
    preparation = bench.prepare()
    assert preparation.site is not None
    problems = [(one.code, one.message, one.place.source.path, one.place.line) for one in preparation.problems]
    return [problems, *((page.address, page.frame, page.html, page.ids) for page in preparation.site.pages)]


def test_a_flipped_bit_in_the_cache_costs_only_time(open_bench: Callable[..., CachedBench]) -> None:
    bench = open_bench()
    whole = see(bench)
    bench.keep()
    (file,) = Path("kept").iterdir()
    data = file.read_bytes()
    for part in (0.1, 0.3, 0.5, 0.7, 0.8):
        at = int(part * len(data))
        file.write_bytes(data[:at] + bytes([data[at] ^ 8]) + data[at + 1 :])
        assert see(open_bench()) == whole
    file.write_bytes(data[: len(data) // 2])
    assert see(open_bench()) == whole


def spoil_rests(bench: CachedBench) -> int:
    """Flip a bit in all parts of each stored page except its front; return the number of pages."""
    return spoil_rests_in(Path("kept"), bench.cache)


def spoil_rests_in(folder: Path, cache: SiteCache) -> int:
    """Do so with what a cache has found in its folder."""
    (file,) = folder.iterdir()
    data = bytearray(file.read_bytes())
    parts = cache._parts
    assert parts.volume is not None
    for number in parts.pages:
        found = parts.volume.read(number)
        assert found is not None
        assert data.count(found) == 1
        data[data.index(found) + len(found) // 2] ^= 8
    file.write_bytes(data)
    return len(parts.pages)


def test_a_page_whose_cached_rest_is_lost_is_rebuilt_only_when_it_is_needed(open_bench: Callable[..., CachedBench]) -> None:
    bench = open_bench()
    whole = see(bench)
    bench.keep()
    count = spoil_rests(open_bench())
    assert count > 10
    again = open_bench()
    site = again.prepare().site
    assert site is not None
    assert again.bench.memo.made == 1  # only fronts have been asked for
    assert see(again) == whole
    again._news = None  # much is new, so all is written down again
    again.keep()
    last = open_bench()
    assert len(last.cache._parts.pages) == count
    assert see(last) == whole
    assert last.bench.memo.made == 1


def test_a_preview_rebuilds_pages_whose_cached_rest_is_lost(tmp_path: Path) -> None:
    content = shutil.copytree(BASE, tmp_path / "content")
    shutil.copy2(PROJECT / "pelicanconf.py", tmp_path)

    def open_site(name: str | None) -> LiveSite:
        return LiveSite(content, PROJECT / "theme", tmp_path, lambda: DAY, name)

    first = open_site("a name")
    first.check()
    cache = first._find_cache(first._files.held.stamp)
    assert cache.find() is not None
    spoil_rests_in(tmp_path / BENCHES, cache)
    om = content / "sidor" / "om.md"
    live: LiveSite | None = None
    for change in ("Vi är en gammal förening.", "Vi är en ny förening.", "Vi är en förening. [Nej](/finns-inte/)"):
        om.write_text((BASE / "sidor" / "om.md").read_text("utf-8").replace("Vi är en förening.", change), "utf-8")
        if live is None:
            live = open_site("a name")
        else:
            live.change({om})
        fresh = open_site(None)
        for site in (live, fresh):
            site.check()
        assert [(one.code, one.place.line) for one in live.problems] == [(one.code, one.place.line) for one in fresh.problems]
        if fresh.can_show:
            assert live.files() == fresh.files()


def test_a_changed_page_is_not_replaced_by_its_old_version_whose_rest_is_lost(open_bench: Callable[..., CachedBench]) -> None:
    bench = open_bench()
    see(bench)
    bench.keep()
    spoil_rests(open_bench())
    om = Path("content/sidor/om.md")
    om.write_text(om.read_text("utf-8").replace("Vi är en förening.", "Vi är en gammal förening."), "utf-8")
    assert see(open_bench()) == see(open_bench("another program"))


def test_an_outdated_page_whose_rest_is_lost_has_no_html(open_bench: Callable[..., CachedBench]) -> None:
    bench = open_bench()
    see(bench)
    bench.keep()
    spoil_rests(open_bench())
    again = open_bench()
    site = again.prepare().site
    assert site is not None
    om = Path("content/sidor/om.md")
    om.write_text(om.read_text("utf-8").replace("Vi är en förening.", "Vi är en gammal förening."), "utf-8")
    again.bench.take(again.reader.read(), DAY, read_theme(PROJECT / "theme"))
    (page,) = (page for page in site.pages if page.address == "/om/")
    with pytest.raises(PageLost):
        _ = page.html
    assert see(again) == see(open_bench("another program"))


def find_about(bench: CachedBench) -> SourceFile:
    return next(source for source in bench.reader.read().shelves.sources if source.path.name == "om.md")


def has_text(source: SourceFile) -> bool:
    """Return whether the text of a file is loaded, without loading it."""
    try:
        vars(SourceFile)["text"].__get__(source, SourceFile)
    except AttributeError:
        return False
    return True


@pytest.mark.parametrize("is_spoilt", [False, True])
def test_the_text_of_an_unchanged_file_is_loaded_only_when_it_is_needed(
    open_bench: Callable[..., CachedBench], *, is_spoilt: bool
) -> None:
    first = open_bench()
    text = find_about(first).text
    assert len(text) > LONG
    first.prepare()
    first.keep()
    second = open_bench()
    second.prepare()
    second._news = None  # much is new, so all is written down again
    second.keep()
    assert not has_text(find_about(second))
    if is_spoilt:
        (file,) = Path("kept").iterdir()
        sign = text.encode()[:60]
        assert file.read_bytes().count(sign) == 1
        file.write_bytes(file.read_bytes().replace(sign, sign.swapcase()))
    third = find_about(open_bench())
    assert not has_text(third)
    assert third.text == text
    assert has_text(third)


@pytest.mark.parametrize("is_large", [False, True])
def test_showing_a_site_loads_nothing_of_its_checks(
    open_bench: Callable[..., CachedBench], monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    bench = open_bench()
    if is_large:  # all but its language is checked first, and by itself
        monkeypatch.setattr("plugins.site.hooks.LARGE", 0)
        monkeypatch.setattr("plugins.site.hooks.can_fork", lambda: True)
    preparation = bench.prepare(checks_aside=is_large)
    assert preparation.checked is (CheckedWhen.ASIDE if is_large else CheckedWhen.NOW)
    count = len(preparation.problems)
    bench.keep()
    again = open_bench().bench
    assert make_site(again) is not None
    taken_up = len(again.memo)
    assert len(find_problems(again)) == count
    assert taken_up < len(again.memo) / 2
    assert again.memo.made == 1  # the Site, which is assembled from its pages


def test_a_check_that_is_lost_from_the_cache_is_done_again(open_bench: Callable[..., CachedBench]) -> None:
    bench = open_bench()
    whole = see(bench)
    bench.keep()
    (file,) = Path("kept").iterdir()
    file.write_bytes(file.read_bytes().replace(b"_check_personal_data", b"_check_personal_dato"))
    again = open_bench()
    assert see(again) == whole
    assert 1 < again.bench.memo.made < bench.bench.memo.made


def test_a_cached_page_has_the_digest_of_its_bytes(open_bench: Callable[..., CachedBench]) -> None:
    page, name = "<p>Så här lyser en lykta.</p>" * 20, "om/index.html"
    bench = open_bench()
    bench.prepare()
    bench.written("desk", name, lambda: page)
    here = bench.known("desk", name)
    bench.keep()
    later = open_bench()
    later.prepare()
    found = later.known("desk", name)
    assert here is not None
    assert found is not None
    assert here.digest == found.digest == digest_page(page.encode())
    assert found.read() == page.encode()
    (file,) = Path("kept").iterdir()
    file.write_bytes(file.read_bytes().replace(b"lyser en", b"lyser et"))
    last = open_bench()
    last.prepare()
    lost = last.known("desk", name)
    assert lost is not None
    with pytest.raises(PageLost):
        lost.read()
    assert last.written("desk", name, lambda: "anew") == "anew"


def test_two_processes_that_keep_at_once_leave_one_whole_site(open_bench: Callable[..., CachedBench]) -> None:
    first = open_bench()
    first.prepare()
    first.keep()
    one, other = open_bench(), open_bench()
    om = Path("content/sidor/om.md")
    om.write_text(om.read_text("utf-8").replace("Vi är en förening.", "Vi är en gammal förening."), "utf-8")
    changed = open_bench()
    after = see(changed)
    changed.keep()
    before = see(one)  # read of the volume that was there
    assert before != after
    one.keep()
    assert see(open_bench()) == after
    other.keep()
    assert see(open_bench()) == after
    assert len(list(Path("kept").iterdir())) == 1


def test_unused_cached_answers_are_kept_unread(open_bench: Callable[..., CachedBench]) -> None:
    first = open_bench()
    first.prepare()
    first.keep()
    for _ in range(2):
        again = open_bench()
        again.keep()
    last = open_bench()
    last.prepare()
    assert last.bench.memo.made == 1


def test_a_word_that_is_new_to_the_search_rewrites_only_its_page_and_the_search_page(
    open_bench: Callable[..., CachedBench],
) -> None:
    """Every page is taken from the Site, which needs the search index; the page itself does not."""

    def write(bench: CachedBench) -> list[str]:
        """Write all pages, and return those that were not in the cache."""
        written: list[str] = []

        def make(file: str) -> str:
            written.append(file)
            return file

        for page in bench.prepare().site.pages:  # type: ignore[union-attr]
            bench.written("desk", page.file, partial(make, page.file))
        bench.keep()
        return sorted(written)

    assert len(write(open_bench())) > 5
    assert write(open_bench()) == []
    om = Path("content/sidor/om.md")
    om.write_text(om.read_text("utf-8").replace("Vi är en förening.", "Vi är en nyordsförening."), "utf-8")
    after = open_bench()
    files = [page.file for page in after.prepare().site.pages]  # type: ignore[union-attr]
    known = {file: page.read() for file in files if (page := after.known("desk", file)) is not None}
    assert [file for file in files if known.get(file) != file.encode()] == ["om/index.html", "sok/index.html"]
    assert [file for file in files if after.known("publish", file)] == []
    assert write(open_bench()) == ["om/index.html", "sok/index.html"]


def test_an_answer_that_cannot_be_cached_does_not_prevent_caching_the_others(open_bench: Callable[..., CachedBench]) -> None:
    bench = open_bench()
    bench.prepare()
    memo = bench.bench.memo
    memo.ask(("of this process", lambda: None), lambda: memo.read(TODAY))
    memo.ask("value of this process", lambda: lambda: memo.read(TODAY))
    memo.ask("a kind that no field has", lambda: (Kind("påhittad", str, "Ett exempel"), memo.read(TODAY)))
    bench.keep()
    again = open_bench()
    again.prepare()
    assert again.bench.memo.made == 1  # the Site, which is assembled from its pages
    assert again.bench.memo.ask("value of this process", lambda: 1) == 1
    assert again.bench.memo.ask("a kind that no field has", lambda: 1) == 1


def test_a_site_is_not_cached_again_if_writing_it_costs_more_than_recomputing_the_change(
    open_bench: Callable[..., CachedBench], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = open_bench()
    bench.prepare()
    bench.keep()
    (entry,) = Path("kept").iterdir()
    before = entry.read_bytes()
    monkeypatch.setattr("plugins.site.cache.cached_bench.DEAR", 1e9)
    Path("content/sidor/om.md").unlink()
    again = open_bench()
    again.prepare()
    again.keep()
    assert entry.read_bytes() == before


def test_a_site_with_too_much_text_is_not_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    assert may_be_cached(tmp_path / "content")
    monkeypatch.setattr("plugins.site.cache.cached_bench.MOST_TEXT", 1000)
    assert not may_be_cached(tmp_path / "content")
    assert may_be_cached(tmp_path / "nothing")


def test_a_site_of_five_thousand_pages_is_cached(tmp_path: Path) -> None:
    for number in range(50):
        with (tmp_path / f"{number}.md").open("wb") as file:
            file.truncate(100 * 7_200)
    assert may_be_cached(tmp_path)


def test_a_check_in_another_process_reports_the_same_with_and_without_a_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.site.hooks.LARGE", 0)
    monkeypatch.setattr("plugins.site.hooks.WORTH_CHECKING", 0)
    content = shutil.copytree(BASE, tmp_path / "content")
    om = content / "sidor" / "om.md"
    om.write_text(om.read_text("utf-8") + "\nHär  står en länk som heter [klicka här](/mal-1/) - och ett streck.\n", "utf-8")
    theme = read_theme(PROJECT / "theme")
    problems = prepare_site(content, DAY, theme).problems
    lasting = CachedBench(tmp_path / "kept", "program", content, DAY, theme).prepare().problems
    assert [replace(one, place=other.place) for one, other in zip(problems, lasting, strict=True)] == list(lasting)
    assert [one.place.line for one in problems] == [one.place.line for one in lasting]
    assert len(problems) > len(prepare_site(BASE, DAY, theme).problems)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_the_language_of_each_translation_is_checked_once_in_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = shutil.copytree(BASE, tmp_path / "content")
    website, om = content / "webbplats.yaml", content / "sidor" / "om.md"
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    om.write_text(om.read_text("utf-8") + "\nHär  står en länk - och ett streck.\n", "utf-8")
    head = "---\ntitel: About us\nsammanfattning: Who we are.\nstatus: publicerad\n---\n"
    om.with_suffix(".en.md").write_text(f"{head}Here  is a link - and a (bracket.\n", "utf-8")
    theme = read_theme(PROJECT / "theme")

    def list_problems(bench: CachedBench) -> list[tuple[object, ...]]:
        found = bench.prepare().problems
        return [(p.place.source.path.name, p.place.line, p.place.column, p.code, p.message, p.help, p.severity) for p in found]

    listed = list_problems(CachedBench(tmp_path / "here", "program", content, DAY, theme))
    assert {file for file, *_ in listed} >= {"om.md", "om.en.md"}

    for module in ("core.cache.workers", "site.hooks"):  # also where the tests have threads, or one processor
        monkeypatch.setattr(import_module(f"plugins.{module}"), "can_fork", lambda: True)
    monkeypatch.setattr("plugins.site.hooks.WORTH_CHECKING", 0)
    checked_here: list[Text] = []
    monkeypatch.setattr("plugins.site.checks.language.check_traces", lambda text: checked_here.append(text) or check_traces(text))
    bench = CachedBench(tmp_path / "aside", "program", content, DAY, theme)
    assert list_problems(bench) == listed
    bench.keep()
    assert list_problems(CachedBench(tmp_path / "aside", "program", content, DAY, theme)) == listed
    assert checked_here == []


def test_the_drawings_of_a_new_site_are_begun_before_the_site_is_complete(
    open_bench: Callable[..., CachedBench], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.site.cache.cached_bench.can_fork", lambda: True)
    shown: list[tuple[tuple[SharePicture, ...], tuple[Question, ...]]] = []
    coming = ["a picture", "a code"]

    def begin(pictures: tuple[SharePicture, ...], codes: tuple[Question, ...]) -> tuple[Coming, Coming]:
        shown.append((pictures, codes))
        return {"picture": lambda: coming[0], "nobody asks": lambda: 1 / 0}, {codes[0][0]: lambda: coming[1]}

    bench = open_bench()
    preparation = bench.prepare(begin_drawings=begin)
    assert preparation.site is not None
    ((pictures, codes),) = shown
    assert pictures == preparation.site.pictures != ()
    pages = {ask_qr(page.frame.canonical)[0]: page.frame.qr_html for page in preparation.site.pages if page.frame.qr_html}
    assert pages == {key: "a code" if key == codes[0][0] else draw() for key, draw in codes}
    assert bench.remember("picture", lambda: "made here") == "a picture"
    assert bench.remember("nothing that comes", lambda: "made here") == "made here"
    bench.keep()
    again = open_bench()
    again.prepare(begin_drawings=begin)
    assert len(shown) == 1, "a known site needs few drawings"


def test_only_the_language_of_a_large_new_site_is_checked_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.site.hooks.LARGE", 0)
    monkeypatch.setattr("plugins.site.hooks.can_fork", lambda: True)
    content, theme = shutil.copytree(BASE, tmp_path / "content"), read_theme(PROJECT / "theme")
    om = content / "sidor" / "om.md"
    om.write_text(om.read_text("utf-8") + "\nHär  står en länk som heter [klicka här](/mal-1/) - och ett streck.\n", "utf-8")
    problems = prepare_site(content, DAY, theme).problems
    later = CachedBench(tmp_path / "kept", "program", content, DAY, theme).prepare(checks_aside=True)
    assert later.checked is CheckedWhen.ASIDE
    assert [(one.code, one.place.line, one.message) for one in later.problems] == [
        (one.code, one.place.line, one.message) for one in problems
    ]
    om.write_text(om.read_text("utf-8") + "\n[Ingenstans](/finns-inte/)\n", "utf-8")
    wrong = CachedBench(tmp_path / "other", "program", content, DAY, theme).prepare(checks_aside=True)
    assert wrong.checked is CheckedWhen.NOW  # so that nothing is written
    assert any(one.is_error for one in wrong.problems)


def test_a_long_text_is_cached_without_a_second_copy_in_memory() -> None:
    """Pickle itself leaves the encoded bytes beside each text with å, ä or ö."""
    text = "blåbärssylt " * 100
    before = sys.getsizeof(text)
    data = PartWriter(Shared()).pack((text, Piece("html", text), [Piece("html", text)]))
    assert sys.getsizeof(text) == before
    assert len(data) < 1.5 * len(text.encode())
    found, first, (second,) = unpack_part(data, Shared())
    assert found == text
    assert first.html is second.html is found


def test_the_long_texts_of_a_site_are_cached_without_second_copies_in_memory(open_bench: Callable[..., CachedBench]) -> None:
    om = Path("content/sidor/om.md")
    om.write_text(f"{om.read_text('utf-8')}\n\n{'Blåbärssylt räcker länge. ' * 20}\n", "utf-8")
    bench = open_bench()
    bench.prepare()
    texts = list(find_long_texts([one.value for one in bench.bench.memo.export(is_cached)]))
    before = [sys.getsizeof(text) for text in texts]
    bench.keep()
    assert len(texts) > 10
    assert [text for text, size in zip(texts, before, strict=True) if sys.getsizeof(text) > size] == []


@pytest.mark.parametrize(
    "sort",
    [not_cached, used_once, only_for_checks, for_link_checks, for_comparison],
    ids=str.split("anew once judges links join"),
)
def test_every_question_named_in_an_answer_sort_is_asked(open_bench: Callable[..., CachedBench], sort: AnswerSort) -> None:
    """A function or key may be renamed; a name in a sort that is no longer asked for would then go unnoticed."""
    same = "Var och en som kommer hit får kaffe, en smörgås och någon att prata med, utan att behöva säga sitt namn.\n"
    nowhere = "Se [längre ner](#dar-nere)."  # so that other days are looked at
    for page in (Path("content/sidor/om.md"), Path("content/sidor/start.md")):  # so that drift looks at a passage
        page.write_text(f"{page.read_text('utf-8')}\n\n{same}\n{nowhere}\n", "utf-8")
    bench = open_bench()
    bench.prepare()
    find_problems(bench.bench, joins=False)
    bench.written("form", "index.html", str)
    asked = {find_question(one.key) for one in bench.bench.memo.export(lambda _: False)}
    assert sort.questions
    assert sort.questions - asked == set()


def test_large_answers_are_not_cached(open_bench: Callable[..., CachedBench]) -> None:
    """Neither are answers that only this process can hold: they are recomputed when they are needed."""
    bench = open_bench()
    bench.prepare()
    bench.written("form", "index.html", lambda: "x" * 1000)
    known = [one for one in bench.bench.memo.export(lambda _: True) if not one.is_input]
    large = (Site, HouseStyle, Marks, Passage, Document)
    assert {type(found) for one in known for found in look_into(one.value)} >= set(large)
    kept = [one for one in bench.bench.memo.export(is_cached) if not one.is_input]
    assert [one.key for one in kept for found in look_into(one.value) if isinstance(found, large)] == []
    assert [one.key for one in kept if not is_held(one.key)] == [("written", "form", "index.html")]


def look_into(value: object) -> tuple[object, ...]:
    """Return an answer, or the first elements of one."""
    return (value, *value) if isinstance(value, tuple) else (value,)


def find_long_texts(value: object) -> Iterator[str]:
    """Yield the long strings in a value, at any depth."""
    seen: set[int] = set()
    rest = [value]
    while rest:
        value = rest.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if type(value) is str and len(value) > LONG and not value.isascii():
            yield value
        elif isinstance(value, Mapping):
            rest += [*value, *value.values()]
        elif isinstance(value, tuple | list | set | frozenset):
            rest += value
        elif is_dataclass(value) and not isinstance(value, type | Register | Setting):
            rest += [getattr(value, one.name) for one in fields(value)]


def test_nothing_is_cached_under_a_key_that_is_no_longer_valid(open_bench: Callable[..., CachedBench]) -> None:
    bench = open_bench()
    bench.prepare()
    bench.cache._is_valid = lambda: False
    bench.keep()
    assert list(Path("kept").iterdir()) == []

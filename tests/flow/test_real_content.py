"""The site's own content: no errors, exactly the known warnings, a page for each goal, and no broken links.

The known warnings are in `real_content_warnings.txt` beside this file, without line numbers, so that texts can grow.
`REFRESH=1 python3 tasks.py test -- tests/flow/test_real_content.py` rewrites them; review the diff.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup

from plugins.core.cache.workers import FEWEST
from plugins.core.problems import sort_problems
from plugins.core.web import host_of, is_own
from plugins.site.cache.cached_bench import CachedBench
from plugins.site.outside import find_outside_links
from plugins.site.theme import read_theme
from tests.benches import record_computed
from tests.conftest import read_languages
from tests.flow.trial import DAY, PROJECT

CONTENT = PROJECT / "content"
WARNINGS = Path(__file__).with_name("real_content_warnings.txt")
OWN = re.compile(r"/(?!/)|#")
"""Internal links."""
NOT_ASKED = {"www.facebook.com", "www.linkedin.com", "wa.me"}
"""Hosts with share pages that take an address, which the task `links` does not request."""
RUN_BY_MIMER = {
    "": "Drivs av Mimer. Uppgifterna är från tidigast hösten 2017.",
    "/en": "Run by Mimer. This information is from autumn 2017 at the earliest.",
    "/latt": "Det sköts av Mimer. Det som står här är från tidigast hösten 2017.",
}
"""What pages say about Mimer's work, by address prefix of their language."""

TO_COME = """
- text: Vi har stängt [på julafton](/om/), och öppnar efter helgen.
  länk: /kontakt/
  från: 2026-12-17
  till: 2026-12-24
"""
"""A record that no page shows yet."""
AGAIN = (
    "each process makes these anew, the innermost first: the Site is put together of answers that are kept, so what it reads of "
    "its own (a document, which is not kept) must be read within a question: library.gather(rule), context.ask(question)"
)


def find_prefix(address: str) -> str:
    """Return the address prefix of a page's language."""
    prefixes = [f"/{code}" for code in read_languages()[1:]]
    return next((prefix for prefix in prefixes if address.startswith(f"{prefix}/")), "")


def describe_runner(prefix: str) -> str:
    """Return what pages of a language say about Mimer's work; for later languages, by their word lists."""
    words = read_theme(PROJECT / "theme").words
    return RUN_BY_MIMER.get(prefix) or str(words[prefix.strip("/")].run_by_under_way).format(name="Mimer")


def find_originals(folder: str) -> list[Path]:
    """Return the pages of a folder that are not translations."""
    return [file for file in sorted((CONTENT / folder).glob("*.md")) if "." not in file.stem]


@pytest.fixture(scope="module")
def shelter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for caches between processes."""
    return tmp_path_factory.mktemp("shelter")


def open_bench(shelter: Path, content: Path = CONTENT) -> CachedBench:
    """Open a bench of the content as a process does."""
    return CachedBench(shelter, "program", content, date.fromisoformat(DAY), read_theme(PROJECT / "theme"))


def go_on(shelter: Path, content: Path = CONTENT) -> None:
    """Prepare the content again as the next process does, which computes only what combines cached answers."""
    bench = open_bench(shelter, content)
    made = record_computed(bench.bench.memo)
    bench.prepare()
    assert not bench.is_new, "nothing was kept: something that a question answers cannot be written down (site/cache/pickling.py)"
    assert made == ["plugins.site.prepare.make_site"], AGAIN


@pytest.fixture(scope="module")
def reported(shelter: Path) -> tuple[list[str], list[str]]:
    """Check the content, and fill caches; return errors and warnings, a line each."""
    bench = open_bench(shelter)
    found = bench.prepare()
    bench.keep()
    lines: tuple[list[str], list[str]] = ([], [])
    for problem in sort_problems(found.problems):
        path = problem.place.source.path.relative_to(CONTENT).as_posix()
        lines[0 if problem.is_error else 1].append(f"{path}: {problem.message} [{problem.code}]")
    return lines


def test_the_content_has_no_errors(reported: tuple[list[str], list[str]]) -> None:
    assert reported[0] == []


def test_the_content_has_exactly_the_known_warnings(reported: tuple[list[str], list[str]]) -> None:
    warnings = "".join(f"{line}\n" for line in reported[1])
    if os.environ.get("REFRESH"):
        WARNINGS.write_text(warnings, "utf-8")
    again = "read the difference; if it is meant: REFRESH=1 python3 tasks.py test -- tests/flow/test_real_content.py"
    assert warnings == WARNINGS.read_text("utf-8"), again


@pytest.mark.usefixtures("reported")
def test_the_next_process_reuses_the_cache_of_the_content(shelter: Path) -> None:
    go_on(shelter)


@pytest.mark.slow
def test_the_next_process_reuses_the_cache_if_records_with_texts_have_days_of_their_own(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    with (content / "meddelanden.yaml").open("a", encoding="utf-8") as register:
        register.write(TO_COME)
    bench = open_bench(tmp_path / "shelter", content)
    bench.prepare()
    bench.keep()
    go_on(tmp_path / "shelter", content)


@dataclass(frozen=True)
class Built:
    """The files of the real site."""

    pages: dict[str, BeautifulSoup]
    """All pages, by address."""
    files: frozenset[str]
    """The addresses of all files."""


@pytest.fixture(scope="module")
def built(site: Path) -> Built:
    """Read the real site."""
    files = {f"/{file.relative_to(site).as_posix()}": file for file in sorted(site.rglob("*")) if file.is_file()}
    pages = {
        address.removesuffix("index.html"): BeautifulSoup(file.read_bytes(), "html.parser")
        for address, file in files.items()
        if file.suffix == ".html"
    }
    return Built(pages, frozenset(files))


def test_every_link_to_another_host_is_checked(built: Built, shelter: Path) -> None:
    preparation = open_bench(shelter).prepare()
    assert preparation.site is not None
    asked = set(find_outside_links(preparation.site, preparation.library))
    hrefs = {urldefrag(str(link["href"])).url for page in built.pages.values() for link in page.find_all("a", href=True)}
    outer = {href for href in hrefs if re.match("https?://", href) and not is_own(href, preparation.site.root)}
    shared = {href for href in outer if host_of(href) in NOT_ASKED}
    assert {host_of(href) for href in shared} == NOT_ASKED
    assert outer - shared == asked


def test_the_real_site_has_enough_pages_to_be_audited_in_parallel(site: Path) -> None:
    """So that a first build of this site does not wait longer than it must for the audit."""
    assert len([*site.rglob("*.html")]) >= FEWEST


def test_every_goal_has_a_page(built: Built) -> None:
    numbers = [re.match("mal-([0-9]+)-", file.name) for file in (CONTENT / "mal").glob("*.md")]
    assert len(numbers) >= 5
    for number in numbers:
        assert number is not None
        assert len(built.pages[f"/mal-{number[1]}/"].find_all("h1")) == 1


def test_the_known_pages_are_built(built: Built) -> None:
    for address in (
        "/",
        "/404.html",
        "/hjalp/",
        "/kontakt/",
        "/partner/",
        "/bli-partner/",
        "/globala-malen/",
        "/verksamheter/",
        "/projekt/",
    ):
        assert address in built.pages


def test_every_activity_is_linked_from_the_overview_and_its_goals(built: Built) -> None:
    names = [file.stem for file in find_originals("verksamheter")]
    assert len(names) >= 15
    for name in names:
        address = f"/verksamheter/{name}/"
        assert built.pages["/verksamheter/"].find("a", href=address), address
        goals = [str(link["href"]) for link in built.pages[address].select(".details a[href^='/mal-']")]
        assert goals, address
        for goal in goals:
            page = built.pages[goal]
            assert page.find("a", href=address) or page.select("a[href^='/verksamheter/#']"), (address, goal)


@pytest.mark.slow
def test_an_activity_of_another_organisation_says_so_on_its_page_and_its_cards(built: Built) -> None:
    names = [file.stem for file in find_originals("verksamheter") if "\norganisation: Mimer\n" in file.read_text("utf-8")]
    assert names
    for name in names:
        for prefix in ("", "/en"):
            notice = built.pages[f"{prefix}/verksamheter/{name}/"].select_one(".notice")
            assert notice is not None
            assert notice.get_text() == RUN_BY_MIMER[prefix]
        for address, page in built.pages.items():
            for card in page.select(f".card-list__item:has(a[href$='/verksamheter/{name}/'])"):
                assert describe_runner(find_prefix(address)) in card.get_text(), (address, name)


def test_the_ended_project_says_so_and_is_in_no_menu(built: Built) -> None:
    page = built.pages["/projekt/jobbpunkt-vast-orebro/"]
    assert page.main is not None
    shown = page.main.get_text(" ", strip=True).replace("\N{NO-BREAK SPACE}", " ")
    assert shown.index("Projektet är avslutat.") < shown.index("Om projektet")
    for words in ("4 719 182 kr", "12 352 838 kr", "38 procent", "1 januari 2009", "31 december 2011", "minst 70 procent"):
        assert words in shown
    assert shown.count("Arbetsförmedlingen Örebro") == 1
    for other in built.pages.values():
        assert not other.select(":is(header, footer) a[href^='/projekt/']:not([hreflang])")
    assert page.select("main a[href='/mal-5/']")
    assert built.pages["/mal-5/"].select("main a[href='/projekt/jobbpunkt-vast-orebro/']")


def test_the_address_of_frida_is_given_nowhere(built: Built) -> None:
    for address, words in (("/verksamheter/frida/", "lämnas inte ut"), ("/en/verksamheter/frida/", "is not given out")):
        text = built.pages[address].get_text()
        assert words in text
        assert "Sturegatan" not in text


def test_every_page_has_a_title_of_its_own(built: Built) -> None:
    titles = [(find_prefix(address), str(page.title.string)) for address, page in built.pages.items() if page.title]
    assert len(titles) == len(built.pages)
    assert len(set(titles)) == len(titles)


def test_every_page_links_to_the_help_page(built: Built) -> None:
    for address, page in built.pages.items():
        is_redirect = page.find("meta", attrs={"http-equiv": "refresh"})
        help_page = f"{find_prefix(address)}/hjalp/"
        assert is_redirect or address == help_page or page.find("a", href=help_page), address


def test_no_link_leads_nowhere(built: Built) -> None:
    ids = {address: {str(tag["id"]) for tag in page.find_all(id=True)} for address, page in built.pages.items()}
    dead, seen = [], 0
    for address, page in built.pages.items():
        for tag in page.find_all(["a", "link", "img", "script"]):
            link = str(tag.get("href") or tag.get("src") or "")
            if not OWN.match(link):
                continue
            seen += 1
            path, _, anchor = unquote(link).partition("#")
            target = path or address
            is_there = anchor in ids[target] if target in ids and anchor else target in ids or target in built.files
            if not is_there:
                dead.append(f"{address}: {link}")
    assert seen > 200
    assert dead == []


MARK = re.compile(r"\{[^{}]*\}|\d+(?:[.,]\d+)*")
"""What a translation must not change: marks, and numbers in digits."""


def test_every_translation_has_the_figures_and_marks_of_its_original() -> None:
    translations = [file for file in sorted(CONTENT.rglob("*.md")) if file.stem.endswith((".en", ".latt"))]
    assert len(translations) > 30
    for file in translations:
        original = file.with_name(f"{file.stem.rpartition('.')[0]}.md")
        texts = [page.read_text("utf-8").partition("\n---\n")[2] for page in (original, file)]
        parts = [
            re.split(r"(?m)^#+ .*$", re.sub(r"\]\([^)]*\)|<!--.*?-->|Mål3-projekt|“Goal 3 project”", "]", text)) for text in texts
        ]
        assert [sorted(MARK.findall(part)) for part in parts[1]] == [sorted(MARK.findall(part)) for part in parts[0]], file.name

"""No words of a draft are published, by any relation between records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from plugins.commands.building.pelican_run import Places, run_pelican
from plugins.commands.preview.live import LiveSite
from plugins.commands.run import Options, run
from plugins.commands.to_do import find_to_do
from plugins.core.beside import FileBeside
from plugins.core.models.model import Model, fields_of
from plugins.core.outputs import DATA_FOLDER
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.reading.reader import read_shelves
from plugins.core.source.lines import Marked
from plugins.core.source.sources import Text
from plugins.core.walk import walk_models
from plugins.house.context import PageKind
from plugins.language.model import WritingRule
from plugins.local_goals.model import LocalGoal
from plugins.site.model import Site, Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import KINDS, SHELVES
from plugins.site.theme import read_theme
from plugins.website.model import Website
from tests.conftest import BASE, PROJECT, TODAY
from tests.rooms.rich import RICH

RELATIONS = {
    **RICH,
    "kontakter.yaml": f"""{RICH["kontakter.yaml"]}
- id: slutat
  namn: Den Som Slutat
  telefon: 070-174 06 06
  till: 2026-01-31
  ersätts av: partnerskap
""",
    "meddelanden.yaml": """- text: Vi har öppet i kväll.
  till: 2026-12-31

- text: Läs om oss.
  länk: /om/
  till: 2026-12-31
""",
    "sidor/hjalp.md": "---\ntitel: Hjälp\nsammanfattning: Här finns hjälp.\nstatus: publicerad\n---\n[Om oss](/om/)\n\n"
    "{kontakt:slutat}\n\n{block:vad-kan-jag-gora}\n\n[Soppan](/verksamheter/soppan/) och {fakta:provfakta} steg.\n",
}
"""The rich site, with more relations between records."""


def records_of(content: Path) -> list[Model]:
    """Return all records that can be drafts."""
    shelves, problems = read_shelves(content, SHELVES)
    assert [p.message for p in problems if p.is_error] == []
    records = (record for records in shelves.by_model.values() for record in records)
    return [record for record in records if not isinstance(record, Website | WritingRule)]


def make_draft(record: Model, word: str) -> None:
    """Make a record a draft, with a unique word in each text value."""
    path = record.place().source.path
    lines = path.read_text("utf-8").split("\n")
    for model in walk_models(record):
        for info in fields_of(type(model)).values():
            value = getattr(model, info.english)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Text | Marked) and info.kind and info.kind.is_text:
                    place = item.place()
                    line = lines[place.line - 1]
                    lines[place.line - 1] = f"{line[: place.column - 1]}{word} {line[place.column - 1 :]}"
    at = record.place().line
    if isinstance(record, PageModel):
        end = len(lines) - 1 - lines[::-1].index("---")
        lines = [line for line in lines[:end] if not line.startswith("status:")] + ["status: utkast", *lines[end:], word, ""]
    else:
        lines[at - 1] = f"{lines[at - 1]}\n  status: utkast"
    path.write_text("\n".join(lines), "utf-8")


def hide(content: Path, chosen: Callable[[Model], bool]) -> list[str]:
    """Make the chosen records drafts, the last in a file first; return their words."""
    words = []
    for number, record in reversed([*enumerate(records_of(content))]):
        if chosen(record):
            make_draft(record, f"Hemligt{number}ord")
            words.append(f"Hemligt{number}ord")
    return words


CHOICES: dict[str, Callable[[Model], bool]] = {
    "registers": lambda record: not isinstance(record, PageModel) or type(record).__name__ == "Block",
    "pages": lambda record: isinstance(record, PageModel) and record.name not in ("mal-2-alla-ar-trygga", "start", "hjalp"),
    "facts": lambda record: type(record).__name__ == "Fact",
    "partners": lambda record: type(record).__name__ == "Partner",
}


@pytest.mark.parametrize("choice", CHOICES)
def test_no_word_of_a_draft_is_on_the_site(choice: str, make_content: Callable[..., Path], theme: Theme) -> None:
    content = make_content(RELATIONS)
    words = hide(content, CHOICES[choice])
    assert words

    preparation = prepare_site(content, TODAY, theme)

    assert [p.message for p in preparation.problems if p.is_error] == []
    assert preparation.site is not None
    assert re.findall(r"Hemligt\d+ord", repr(preparation.site), re.IGNORECASE) == []
    in_preview = prepare_site(content, TODAY, theme, shows_drafts=True)
    for_editors = repr((in_preview.site, find_to_do(in_preview, content.parent)))
    assert set(re.findall(r"Hemligt\d+ord", for_editors)) == set(words), "the test looks for words that are nowhere"


def test_no_word_of_a_draft_is_in_the_output(
    make_content: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, output = make_content(RELATIONS), tmp_path / "output"
    hide(content, lambda record: any(choice(record) for choice in CHOICES.values()))

    status = run("build", Options(content=str(content), output=str(output), date="2026-11-22"))

    assert status == 0, capsys.readouterr().out
    files = [path for path in output.rglob("*") if path.is_file()]
    assert len(files) > 20
    assert [p.relative_to(output) for p in files if b"hemligt" in p.read_bytes().lower() or "hemligt" in p.name.lower()] == []


@pytest.fixture
def preview(make_content: Callable[..., Path], theme: Theme) -> Site:
    """Return a preview with nearly all pages as drafts, and an ended page of each kind that can end."""
    content = make_content(RELATIONS)
    hide(content, CHOICES["pages"])
    for page in records_of(content):
        if isinstance(page, AddressedPage) and page.LAST_DAY and page.is_draft:
            path = page.place().source.path
            last = next(info.swedish for info in fields_of(type(page)).values() if info.english == page.LAST_DAY)
            rows = [row for row in path.read_text("utf-8").split("\n") if not row.startswith((f"{last}:", "status:", "tidigare"))]
            rows[1:1] = [f"{last}: 2026-01-31", "status: publicerad"]
            path.with_name(f"{page.name}-over.md").write_text("\n".join(rows), "utf-8")
    site = prepare_site(content, TODAY, theme, shows_drafts=True).site
    assert site is not None
    assert {why.partition(" ")[0] for why in site.hidden.values()} == {"utkast", "visades"}
    return site


def find_leaks(site: Site) -> list[str]:
    """Return files about pages that name a hidden one; open data lists what a preview does."""
    files = [file for file in site.files_beside if file.speaks_of_pages and not file.path.startswith(f"{DATA_FOLDER}/")]
    said = {file.path: str(file.write(site)) for file in files if file.write}
    assert f"{site.root}/mal-2/" in said["sitemap.xml"]
    names = "|".join(map(re.escape, site.hidden))
    named = re.compile(rf"(?:{re.escape(site.root)}|(?<![\w/.-]))(?:{names})(?![\w/.-])|Hemligt\d+ord")
    return [path for path, words in said.items() if named.search(words)]


def test_a_file_about_pages_names_only_visible_pages_in_preview_too(preview: Site) -> None:
    """Of whatever room, in whatever language: a page says that it is a draft, and a line of a feed cannot."""
    assert find_leaks(preview) == [], (
        "take site.visible_pages, or own.visible_pages of a language: site.pages has all that a preview shows"
    )


def test_a_file_that_lists_hidden_pages_is_found(preview: Site) -> None:
    lists: dict[str, Callable[[Any], Iterable[Any]]] = {
        "all.txt": lambda site: site.pages,
        "met.txt": lambda site: site.visible_pages,
        "own.txt": lambda site: [site.by_address[page.address] for own in site.front.languages for page in own.visible_pages],
        "front.txt": lambda site: [site.by_address[page.address] for page in site.front.visible_pages],
    }
    for path, find in lists.items():
        titles = lambda site, find=find: "\n".join(f"{page.address} {page.frame.title}" for page in find(site))  # noqa: E731
        file = FileBeside(path, "en lista", titles, speaks_of_pages=True)
        assert find_leaks(replace(preview, beside=(*preview.beside, file))) == (["all.txt"] if path == "all.txt" else [])


def test_every_page_of_a_built_site_is_visible(make_content: Callable[..., Path], theme: Theme) -> None:
    content = make_content(RELATIONS)
    hide(content, CHOICES["pages"])
    site = prepare_site(content, TODAY, theme).site
    assert site is not None
    assert site.visible_pages == site.pages
    assert site.hidden == {}


def test_the_title_of_a_draft_is_not_shown_by_a_link_of_an_announcement(prepare, theme: Theme) -> None:
    page = "---\ntitel: Hemligt besök\nsammanfattning: Vi får besök.\nvisas från: 2027-01-15\nstatus: publicerad\n---\nText.\n"
    changes = {"sidor/besok.md": page, "meddelanden.yaml": "- text: Snart.\n  länk: /besok/\n  till: 2026-12-31\n"}

    assert "Hemligt" not in repr(prepare(changes).site)


def test_a_draft_partner_does_not_affect_the_spelling_of_a_name(prepare) -> None:
    activity = "---\ntitel: A\nsammanfattning: A.\nlokala mål: 1\norganisation: Eken AB\nstatus: publicerad\n---\nA.\n"
    changes = {
        "partner/partner.yaml": "- namn: EKEN ab\n  lokalt mål: 1\n  nivå: partner\n  status: utkast\n",
        "verksamheter/a.md": activity,
    }

    assert "EKEN" not in repr(prepare(changes).site)


def test_a_page_that_uses_a_draft_figure_shows_neither_mark_nor_value(prepare) -> None:
    facts = "- id: frukostar\n  värde: 9418\n  avser: 2026\n  källa: Hemlig källa\n  status: utkast\n"
    preparation = prepare({"fakta.yaml": facts})

    problems = [p for p in preparation.problems if p.code == "pekar-pa-utkast"]
    assert problems
    assert all(p.stops_publishing and not p.is_error for p in problems)
    assert not re.search("9418|Hemlig|fakta:", repr(preparation.site))
    assert "9418" in repr(prepare({"fakta.yaml": facts}, shows_drafts=True).site)


def test_a_picture_or_logo_used_only_by_drafts_is_not_published(prepare) -> None:
    picture = (BASE / "bilder" / "frukost.png").read_bytes()
    logo = (BASE / "partner" / "logotyper" / "exempelbolaget.svg").read_bytes()
    page = (
        "---\ntitel: A\nsammanfattning: A.\nbild:\n  fil: hemlig1.png\n  beskrivning: Ett bord\n  samtycke: inga personer\n"
        "tidigare adresser: /hemligt/\nstatus: utkast\n---\n![Ett bord](/bilder/hemlig2.png)\n"
    )
    partner = "- namn: Eken AB\n  logotyp: hemlig3.svg\n  lokalt mål: 2\n  nivå: huvudpartner\n  status: utkast\n"
    contact = "- id: b\n  namn: Bo Ek\n  telefon: 112\n  bild: hemlig4.png\n  status: utkast\n"
    block = "---\nrubrik: B\nstatus: utkast\n---\n![Ett bord](/bilder/hemlig5.png)\n"
    changes = {
        **{f"bilder/hemlig{number}.png": picture for number in (1, 2, 4, 5)},
        "partner/logotyper/hemlig3.svg": logo,
        "sidor/a.md": page,
        "partner/eken.yaml": partner,
        "block/b.md": block,
        "kontakter.yaml": f"{(BASE / 'kontakter.yaml').read_text('utf-8')}\n{contact}",
    }

    preparation = prepare(changes)

    assert [p.message for p in preparation.problems if p.is_error] == []
    assert "hemlig" not in repr(preparation.site)
    assert len(set(re.findall(r"hemlig\d", repr(prepare(changes, shows_drafts=True).site)))) >= 3


PAGE = "---\ntitel: {0}\nsammanfattning: Sidan {0}.\nstatus: {1}\n---\nDen {0} sidan.\n"
FIRST_GOAL = (BASE / "mal" / "mal-1-ingen-hunger.md").read_text("utf-8")
DRAFT_GOAL = f"{FIRST_GOAL.replace('status: publicerad', 'status: utkast')}\nDen nya sidan.\n"
ALIKE = {
    "a draft before": {"sidor/PROV-1.md": PAGE.format("nya", "utkast"), "sidor/prov-1.md": PAGE.format("gamla", "publicerad")},
    "a draft after": {"sidor/PROV-1.md": PAGE.format("gamla", "publicerad"), "sidor/prov-1.md": PAGE.format("nya", "utkast")},
    "two drafts": {"sidor/PROV-1.md": PAGE.format("gamla", "utkast"), "sidor/prov-1.md": PAGE.format("nya", "utkast")},
    "a draft goal": {"mal/mal-1-aa.md": DRAFT_GOAL},
}


@pytest.mark.slow
@pytest.mark.parametrize("case", ALIKE)
def test_a_draft_with_the_address_of_a_page_gives_way_in_preview(
    case: str, make_content: Callable[..., Path], theme: Theme
) -> None:
    """The preview shows, of each address, what would be published; the draft is told of, and stops nothing."""
    content = make_content(ALIKE[case])
    preparation = prepare_site(content, TODAY, theme, shows_drafts=True)
    assert preparation.site is not None
    assert [problem.message for problem in preparation.problems if problem.is_error] == []
    assert {"dubbel-adress", "dubbelt-nummer"} & {problem.code for problem in preparation.problems}
    files = [page.file for page in preparation.site.pages]
    assert sorted(set(files)) == sorted(files)
    live = LiveSite(content, PROJECT / "theme", PROJECT, lambda: TODAY)
    live.check()
    assert [problem.message for problem in live.problems if problem.is_error] == []
    assert "mal-1/index.html" in files
    for shown in (
        "".join(page.html for page in preparation.site.pages),
        *(file.decode() for path in files if (file := live.get(path))),
    ):
        assert "Den nya sidan" not in shown


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.model.__name__)
def test_every_link_to_a_draft_says_so_in_preview(kind: PageKind[Any], make_content: Callable[..., Path]) -> None:
    """Also what a room shows of pages in its own way, which says nothing of drafts itself."""
    content = make_content(RELATIONS)
    records = [record for record in records_of(content) if isinstance(record, kind.model)]
    drafts = records[1:] or records
    hidden = {record.place().source.path for record in drafts}
    hide(content, lambda record: record.place().source.path in hidden)
    files = LiveSite(content, PROJECT / "theme", PROJECT, lambda: TODAY).files()
    word = read_theme(PROJECT / "theme").words["sv"].staff.draft_word.lower()
    leading: dict[str, list[str]] = {record.address: [] for record in drafts}
    for path, page in files.items():
        if not path.endswith(".html") or path.startswith(("redaktion/", "exempel/")):
            continue
        for link in BeautifulSoup(page, "html.parser").select("main a[href]"):  # others lead to pages by their titles alone
            address = link["href"].partition("#")[0]
            is_reported = word in (link.get("aria-label") or link.get_text()).lower()
            assert is_reported == (address in leading), f"{path} does not say, or wrongly, that {address} is a draft: {link}"
            if is_reported:
                leading[address].append(path)
    assert all(leading.values()), "each is led to by an overview, by the pages of its goals, or by search"


@pytest.mark.slow
def test_pelican_writes_drafts_as_the_preview_shows_them(make_content: Callable[..., Path], tmp_path: Path) -> None:
    content, theme, folder = make_content(RELATIONS), read_theme(PROJECT / "theme"), tmp_path / "output"
    hide(content, lambda record: isinstance(record, LocalGoal) and record.number == 2)
    preparation = prepare_site(content, TODAY, theme, shows_drafts=True)
    assert preparation.site is not None
    folder.mkdir()
    assert run_pelican(preparation.site, Places(content, folder, theme, PROJECT), keeper=None) == []
    shown = LiveSite(content, PROJECT / "theme", PROJECT, lambda: TODAY).files()
    written = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.html")}
    assert [name for name, page in written.items() if shown[name] != page] == []
    assert "(utkast)</a>" in written["sok/index.html"].decode()

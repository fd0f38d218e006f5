"""A site in an invented language: every word of the theme is marked, every word of the content is reversed.

What is neither is hard-coded Swedish. Names, addresses and CLDR's data stay as they are.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from plugins.commands.building.build_output import build_output
from plugins.commands.building.pelican_run import Places
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import month_names
from plugins.core.walk import find_texts
from plugins.core.words.lists import WordLists
from plugins.publishing.manifest import BuildInfo
from plugins.sharing import picture as sharing
from plugins.site.model import Site, Theme
from plugins.site.outside import find_outside_links
from plugins.site.prepare import prepare_site, read_content
from plugins.site.theme import read_theme
from tests.conftest import BASE, PROJECT
from tests.rooms.rich import RICH

CODE = "fo"
MARK = "ǂ"
"""A letter appended to each word of the theme in the invented language."""
DAY = date(2026, 11, 22)
WORD = re.compile(r"[^\W\d_]+")
NAMES = frozenset(
    re.findall(r"\w+", "facebook linkedin whatsapp swish bankgiro pdf sdgs un org net www https com example, og kr sek kilobýt")
)
"""Names of networks and means of payment, parts of addresses, and CLDR's words in the borrowed language."""
CODES = frozenset(
    re.findall(r"\w+", "id inLanguage lang phase display start_url type purpose background_color theme_color sizes src")
)
"""Attributes with words for programs; ids by editors are the same in all languages, and no visitor reads them."""
SHOWN = ("alt", "aria-label", "title", "placeholder", "data-done", "data-failed", "summary", "label")


GIVING = """stöd oss:
  bankgiro: 123-4566
  gåvosida: https://www.example.org/
  volontär: /om/
"""
PAGE = "---\ntitel: {}\nsammanfattning: Kort om {}.\nlokala mål: 1\n{}status: publicerad\n---\nKom dit.\n"
MORE = {
    "bilder/lista.txt": "mat\n",
    "verksamheter/natten.md": PAGE.format("Nattkaféet", "natten", "från: våren 2027\nuppgifter från: juli 2026\n"),
    "verksamheter/dagen.md": PAGE.format("Dagkaféet", "dagen", "från: 2019\ntill: slutet av 2020\norganisation: Granens kassa\n"),
    "projekt/bron.md": PAGE.format(
        "Bron", "bron", "organisation: Almens\nfrån: 2027-02-01\ntill: 2028\ntotal budget: 1 000 kr\n"
    ),
}
"""What the rich site lacks: coming and ended content, a linked file, ways to give."""


def mark(value: object) -> object:
    """Return text with the mark at the end of each word, except placeholders."""
    if isinstance(value, dict):
        return {key: mark(one) for key, one in value.items()}
    if isinstance(value, list):
        return [mark(one) for one in value]
    parts = re.split(r"(\{\w+\})", str(value))
    return "".join(part if part.startswith("{") else WORD.sub(lambda found: f"{found[0]}{MARK}", part) for part in parts)


def turn(words: str) -> str:
    """Return a text with each word reversed, except marks, addresses and Markdown syntax."""
    parts = re.split(r"(\{[^{}]*\}|\]\([^()]*\)|https?://\S+|/[\w/-]+/)", words)
    return "".join(part if place % 2 else WORD.sub(_turn_word, part) for place, part in enumerate(parts))


def _turn_word(found: re.Match[str]) -> str:
    turned = f"q{found[0][::-1].casefold()}"
    return turned.capitalize() if found[0][:1].isupper() else turned


def write_theme(folder: Path) -> Theme:
    """Write the real theme with the words of the invented language, which borrows its months and lists from Faroese."""
    for part in ("templates", "static", "fonts", "symbols", "examples"):
        (folder / part).symlink_to(PROJECT / "theme" / part, target_is_directory=True)
    shutil.copy(PROJECT / "theme" / "goals.yaml", folder)
    (folder / "words").mkdir()
    shutil.copy(PROJECT / "theme" / "words" / "sv.yaml", folder / "words")
    words = yaml.safe_load((folder / "words" / "sv.yaml").read_text("utf-8"))
    del words["staff"]
    marked = {key: mark(value) for key, value in words.items()}
    marked["language"] = {"name": f"Invented{MARK}", "numbers": [mark(word) for word in words["language"]["numbers"]]}
    marked["language"] |= {key: mark(words["language"][key]) for key in ("less_than", "more_than")}
    goals = {number: f"Goal{MARK}{'i' * number}{MARK}" for number in range(1, 18)}
    marked["global_goals"] = {"page": "https://www.example.net/sdgs/{number}/", "names": goals}
    (folder / "words" / f"{CODE}.yaml").write_text(yaml.safe_dump(marked, allow_unicode=True, sort_keys=False), "utf-8")
    return replace(read_theme(PROJECT / "theme"), folder=folder, words=WordLists(folder / "words"))


def write_content(folder: Path) -> set[str]:
    """Write the rich site with its texts reversed; return all words that are then in its texts and names."""
    shutil.copytree(BASE, folder)
    for name, text in RICH.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if text is None:
            path.unlink()
        else:  # the name of a tier is what partners point to, and no text that is turned
            tiers = {"nivaer.yaml": ("Partner", "Qniva"), "partner/partner.yaml": ("nivå: partner", "nivå: qniva")}
            path.write_text(text.replace(*tiers.get(name, ("", ""))), "utf-8")
    for name, text in MORE.items():
        (folder / name).write_text(text, "utf-8")
    website = folder / "webbplats.yaml"
    website.write_text(website.read_text("utf-8").replace("språk: sv", f"språk: {CODE}") + GIVING, "utf-8")
    about = folder / "sidor" / "om.md"
    about.write_text(about.read_text("utf-8") + "\n[Listan](/bilder/lista.txt)\n", "utf-8")
    lines: dict[Path, list[str]] = {}
    for models in read_content(folder).shelves.by_model.values():
        for model in models:
            body = getattr(model, "body", None)
            texts = [text for info, text in find_texts(model) if info.kind and not info.kind.is_name]
            for text in [*texts, *([body] if body else [])]:
                own = lines.setdefault(text.source.path, text.source.text.split("\n"))
                for found in re.finditer(r"[^\n]+", text.value):
                    place = text.place(found.start())
                    number, column = place.line or 1, place.column or 1
                    own[number - 1] = own[number - 1][: column - 1] + turn(own[number - 1][column - 1 :])
    for path, own in lines.items():
        path.write_text("\n".join(own), "utf-8")
    known = {"qniva"}
    for models in read_content(folder).shelves.by_model.values():
        for model in models:
            body = getattr(model, "body", None)
            known |= {word.casefold() for _, text in find_texts(model) for word in WORD.findall(text.value)}
            known |= {word.casefold() for word in WORD.findall(body.value)} if body else set()
    return known


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str], Site]:
    """Return a site in the invented language, the words of its content, and its sources."""
    folder = tmp_path_factory.mktemp("invented")
    (folder / "theme").mkdir()
    theme = write_theme(folder / "theme")
    known = write_content(folder / "content")
    preparation = prepare_site(folder / "content", DAY, theme)
    assert [problem.message for problem in preparation.problems if problem.is_error] == []
    assert preparation.site is not None
    site = replace(preparation.site, redirects={"/gammal/": "/om/"})
    assert build_output(site, Places(folder / "content", folder / "output", theme, PROJECT), BuildInfo()) == []
    return folder / "output", known, site


def shown_words(html: str) -> Iterator[str]:
    """Yield the words on a page for visitors, screen readers, search engines and mail programs."""
    tree = LexborHTMLParser(html)
    for script in tree.css("script[type='application/ld+json']"):
        yield from strings(json.loads(script.text()))
    for node in tree.css("script, style"):
        node.decompose()
    yield tree.root.text(separator=" ") if tree.root else ""
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name in SHOWN or (name == "content" and "charset" not in node.attributes and _is_words(node.attributes)):
                yield value or ""
            if name == "href" and (value or "").startswith("mailto:"):
                yield from (unquote(words) for _, words in parse_qsl(urlsplit(value or "").query))


def _is_words(attributes: dict[str, str | None]) -> bool:
    name = attributes.get("name") or attributes.get("property") or ""
    return name in ("description", "og:title", "og:description", "og:site_name", "og:image:alt")


def strings(value: object) -> Iterator[str]:
    """Yield the values of structured data that are words."""
    if isinstance(value, dict):
        values = (one for key, one in value.items() if not key.startswith("@") and key not in CODES)
        yield from (word for one in values for word in strings(one))
    elif isinstance(value, list):
        yield from (word for one in value for word in strings(one))
    elif isinstance(value, str) and not value.startswith(("http", "mailto:")):
        yield value


def find_foreign(words: str, known: set[str], language: Language) -> list[str]:
    """Return the words that are neither in the word list nor in the content."""
    months = {word.casefold() for month in month_names(language) for word in WORD.findall(month)}
    plain = re.sub(r"\S*[@/]\S*|\b[\w-]+\.(?:org|se)\b", " ", words.replace("\u00ad", "").replace("\u2060", ""))
    found = {word.casefold() for word in WORD.findall(plain) if not word.endswith(MARK)}
    return sorted(found - known - months - NAMES)


@pytest.mark.slow
def test_no_page_has_words_outside_the_word_list_and_the_content(built: tuple[Path, set[str], Site]) -> None:
    output, known, site = built
    found: dict[str, list[str]] = {}
    for path in sorted(output.rglob("*.html")):
        html = path.read_text("utf-8")
        assert f'<html lang="{CODE}"' in html
        foreign = find_foreign(" ".join(shown_words(html)), known, site.language)
        found |= {path.relative_to(output).as_posix(): foreign} if foreign else {}
    for path in (output / "site.webmanifest", *sorted((output / "data").glob("*.json"))):
        foreign = find_foreign(" ".join(strings(json.loads(path.read_text("utf-8")))), known, site.language)
        found |= {path.name: foreign} if foreign else {}
    assert len(list(output.rglob("*.html"))) > 10
    assert found == {}


def test_an_outside_link_to_a_global_goal_is_reported_in_the_word_list(built: tuple[Path, set[str], Site]) -> None:
    _, _, site = built
    nothing_else: Any = SimpleNamespace(published=tuple)
    links = find_outside_links(site, nothing_else)
    places = {place for address, found in links.items() if "/sdgs/" in address for place in found}
    assert {(place.source.path.name, place.written.strip()) for place in places} == {
        (f"{CODE}.yaml", "page: https://www.example.net/sdgs/{number}/")
    }


def test_no_share_picture_has_words_outside_the_word_list_and_the_content(
    built: tuple[Path, set[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, known, site = built
    drawn: list[str] = []
    plain = sharing.ImageDraw.ImageDraw.text
    monkeypatch.setattr(
        sharing.ImageDraw.ImageDraw, "text", lambda self, at, text, **more: (drawn.append(text), plain(self, at, text, **more))[1]
    )
    for one in site.pictures:
        sharing.draw_picture(one, PROJECT / "theme")
    assert len(drawn) > len(site.pictures)
    assert find_foreign(" ".join(drawn), known, site.language) == []


def test_an_id_in_open_data_is_not_counted_as_words() -> None:
    """In open data it stands as it is, also where no text refers to it."""
    assert [*strings([{"id": "garaget", "name": "Qåsas kök", "@id": "https://www.example.org/"}])] == ["Qåsas kök"]


def test_a_word_outside_the_word_list_and_the_content_is_found(built: tuple[Path, set[str], Site]) -> None:
    _, known, site = built
    html = '<p aria-label="Stäng">Menyǂ</p><a href="mailto:?subject=Fel%20p%C3%A5">x</a><meta name="description" content="Hjälp">'
    assert find_foreign(" ".join(shown_words(html)), known, site.language) == ["fel", "hjälp", "på", "stäng", "x"]

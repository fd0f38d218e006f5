"""A right-to-left language with six plural forms needs nothing but a word list."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from plugins.commands.building.build_output import build_output
from plugins.commands.building.pelican_run import Places
from plugins.core.words.interface import is_counted
from plugins.core.words.lists import WordLists
from plugins.publishing.manifest import BuildInfo
from plugins.site.model import Site, Theme
from plugins.site.prepare import prepare_site
from tests.conftest import BASE, PROJECT, TODAY

FORMS = ("zero", "one", "two", "few", "many", "other")
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyzåäö", "ابتثجحخدذرزسشصضطظعغفقكلمنهوية", strict=True))
"""Invented words in Arabic letters, without meaning."""
HEADINGS = ("Nu", "Mer", "Globalt")


def turn(words: str) -> str:
    parts = re.split(r"(\{\w+\})", words)
    return "".join(part if part.startswith("{") else "".join(LETTERS.get(c.casefold(), c) for c in part) for part in parts)


def write_word(value: object) -> object:
    """Return a word of the first word list in Arabic letters, in six forms if it is used with a number."""
    if isinstance(value, dict):
        if not is_counted(value):
            return {key: write_word(one) for key, one in value.items()}
        forms = {form: f"{turn(value['other'])} {form}" for form in FORMS}
        return forms | {"one": re.sub(r"\{[nN]umber\}", turn("ett"), forms["one"])}
    return [write_word(one) for one in value] if isinstance(value, list) else turn(str(value))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, theme: Theme) -> tuple[Path, Site]:
    """Return a Swedish site with two pages in the other language."""
    folder = tmp_path_factory.mktemp("scripts")
    shutil.copytree(PROJECT / "theme" / "words", folder / "words")
    swedish = yaml.safe_load((folder / "words" / "sv.yaml").read_text("utf-8"))
    own = {key: write_word(word) for key, word in swedish.items() if key not in ("staff", "language")}
    own["language"] = {"name": turn("arabiska"), "locale": "ar"}
    (folder / "words" / "ar.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), "utf-8")
    content = folder / "content"
    shutil.copytree(BASE, content)
    website = content / "webbplats.yaml"
    website.write_text(re.sub("(?m)^språk: .*$", "språk: [sv, ar]", website.read_text("utf-8")), "utf-8")
    today, wanted, globally = (turn(heading) for heading in HEADINGS)
    headings = f"målsidans rubriker:\n  nuläge: {today}\n  framåt: {wanted}\n  globalt: {globally}\n"
    (content / "webbplats.ar.yaml").write_text(headings, "utf-8")
    head = f"---\ntitel: {turn('Trygg')}\nsammanfattning: {turn('Alla ska vara trygga')}.\nstatus: publicerad\n---\n"
    (content / "sidor" / "om.ar.md").write_text(f"{head}{turn('Vi hjälper')}.\n", "utf-8")
    body = "".join(f"\n## {heading}\n\n{turn('Mycket att göra')}.\n" for heading in (turn("Otrygghet"), today, wanted, globally))
    (content / "mal" / "mal-2-alla-ar-trygga.ar.md").write_text(f"{head}{body}", "utf-8")
    spoken = replace(theme, words=WordLists(folder / "words"))
    preparation = prepare_site(content, TODAY, spoken)
    assert [problem.message for problem in preparation.problems if problem.is_error] == []
    assert preparation.site is not None
    assert build_output(preparation.site, Places(content, folder / "output", spoken, PROJECT), BuildInfo()) == []
    return folder / "output", preparation.site


def test_text_direction_follows_from_the_language(built: tuple[Path, Site]) -> None:
    arabic = LexborHTMLParser((built[0] / "ar" / "mal-2" / "index.html").read_text("utf-8"))
    swedish = LexborHTMLParser((built[0] / "mal-2" / "index.html").read_text("utf-8"))
    assert arabic.root is not None
    assert swedish.root is not None
    assert (arabic.root.attributes["lang"], arabic.root.attributes["dir"]) == ("ar", "rtl")
    assert "dir" not in swedish.root.attributes
    parts = arabic.css('body [lang="sv"]')
    assert parts, "the block is in Swedish"
    assert {part.attributes.get("dir") for part in parts} == {"ltr"}
    ways = swedish.css('a[hreflang="ar"]')
    assert {(way.attributes.get("lang"), way.attributes.get("dir")) for way in ways} == {("ar", "rtl")}
    sheets = [{link.attributes["href"] for link in tree.css('link[rel="stylesheet"]')} for tree in (arabic, swedish)]
    assert not sheets[0] & sheets[1]


def test_a_word_with_a_number_has_every_plural_form_of_the_language(built: tuple[Path, Site]) -> None:
    output, site = built
    [index] = (output / "ar" / "sok").glob("index.*.json")
    counts = json.loads(index.read_text("utf-8"))["counts"]
    assert [counts[number].rpartition(" ")[2] for number in (1, 2, 3, 10, 11)] == ["one", "two", "few", "few", "many"]
    assert all(page.frame.title for page in site.pages)


@pytest.mark.parametrize(
    ("locale", "forms"),
    [("pl", ["many", "one", "few", "many", "many", "few"]), ("ar", ["zero", "one", "two", "few", "many", "many"])],
)
def test_a_plural_form_is_the_one_in_cldr(tmp_path: Path, locale: str, forms: list[str]) -> None:
    (tmp_path / "sv.yaml").write_text(f"language:\n  name: x\n  locale: {locale}\n", "utf-8")
    language = WordLists(tmp_path)["sv"].language
    assert [language.plural_form(number) for number in (0, 1, 2, 5, 11, 22)] == forms

"""Fixtures for tests of translations: a theme with English and easy Swedish, and a small site in three languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.core.words.lists import WordLists
from plugins.house.page import SitePage
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from tests.benches import Bench, Changes, write_changes
from tests.conftest import BASE, PROJECT, TODAY

HEADS = {
    "en": "language:\n  name: English\n  locale: en_GB\n",
    "latt": "language:\n  name: Lätt svenska\n  tag: sv\n  locale: sv\n  lix: 25\n",
}


def write_words(folder: Path) -> None:
    """Write word lists for English and easy Swedish: the Swedish words, except for three that tests need in English."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "theme" / "words" / "sv.yaml", folder)
    swedish = (folder / "sv.yaml").read_text("utf-8")
    for code, head in HEADS.items():
        words = re.sub(r"(?m)^language:\n(?:  .*\n)+", head, swedish, count=1)
        (folder / f"{code}.yaml").write_text(words, "utf-8")
    english = (folder / "en.yaml").read_text("utf-8")
    for key, word in (("local_goal", "Local goal"), ("in_other_language", '"in {language}"'), ("help", "Do you need help?")):
        english = re.sub(rf"(?m)^{key}: .*$", f"{key}: {word}", english)
    (folder / "en.yaml").write_text(english, "utf-8")


@pytest.fixture(scope="session")
def translated_theme(tmp_path_factory: pytest.TempPathFactory, theme: Theme) -> Theme:
    """Return the real theme with words in English and easy Swedish."""
    folder = tmp_path_factory.mktemp("words")
    write_words(folder)
    return replace(theme, words=WordLists(folder))


GOAL = """---
titel: Everyone is safe
sammanfattning: Nobody should live in fear.
status: publicerad
---
We help. See [about us](/om/) and [the first goal](/mal-1/).

## Safety

Much to do.

## What we do today

### Frukost

Breakfast.

## What we want

### More

Beds.

## Think globally

Globally.
"""
WEBSITE = """målsidans rubriker:
  nuläge: What we do today
  framåt: What we want
  globalt: Think globally
"""
HOME = """---
titel: The local goals
sammanfattning: Goals for the city.
status: publicerad
---
All shall live well.
"""
TRANSLATED: Changes = {
    "mal/mal-2-alla-ar-trygga.en.md": GOAL,
    "webbplats.en.yaml": WEBSITE,
    "sidor/start.en.md": HOME,
}


@pytest.fixture(scope="session")
def translated_bench(tmp_path_factory: pytest.TempPathFactory, translated_theme: Theme) -> Bench:
    """Return the shared bench of the base site in Swedish, English and easy Swedish; a user must restore it."""
    content = shutil.copytree(BASE, tmp_path_factory.mktemp("translated") / "content")
    website = content / "webbplats.yaml"
    website.write_text(re.sub("(?m)^språk: .*$", "språk: [sv, en, latt]", website.read_text("utf-8")), "utf-8")
    write_changes(content, TRANSLATED)
    return Bench(content, translated_theme, TODAY)


@pytest.fixture
def prepare_translated(tmp_path: Path, translated_bench: Bench) -> Iterator[Callable[..., Preparation]]:
    """Return a function that prepares the site in three languages with some files changed, in `content` of the test's folder."""
    content = tmp_path / "content"

    def run(changes: Changes | None = None, *, shows_drafts: bool = False, whole: bool = True) -> Preparation:
        is_begun = content.exists()
        if not is_begun:
            content.symlink_to(translated_bench.content)
        for name, text in {**(TRANSLATED if whole or not is_begun else {}), **(changes or {})}.items():
            if text is None or (name in TRANSLATED and not whole and name not in (changes or {})):
                (content / name).unlink(missing_ok=True)
            else:
                write_changes(content, {name: text})
        if shows_drafts:
            return prepare_site(content, TODAY, translated_bench.theme, shows_drafts=True)
        return translated_bench.prepare()

    yield run
    translated_bench.restore()


def pages_of(preparation: Preparation) -> dict[str, SitePage]:
    """Return the pages of a site, by address."""
    assert preparation.site is not None
    return {page.address: page for page in preparation.site.pages}

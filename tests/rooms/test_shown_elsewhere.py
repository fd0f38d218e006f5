"""What a page shows of other records counts as its own: it lists their sources, and is as old as they are.

There is no list of such fields: a mark or a word is put in every field that takes one, and every page is checked.
"""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.commands.building.build_output import build_output
from plugins.commands.building.pelican_run import Places
from plugins.commands.translate import begin_file
from plugins.core.library import Library
from plugins.core.pages import PageModel
from plugins.core.places import Place
from plugins.core.translations.published import list_libraries
from plugins.core.walk import find_texts
from plugins.house import context as house
from plugins.house.translated import describe_stale
from plugins.publishing.manifest import BuildInfo
from plugins.site.model import Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import SHELVES
from plugins.website.model import Website
from tests.conftest import PROJECT, TODAY
from tests.rooms.rich import ALONE, RICH
from tests.rooms.test_marks_everywhere import KINDS, is_refused, places_of_fields, write_at

ADVICE = (
    "fill it in its view by `text.line`, or `text.pieces(text.open(…))`; where something else has filled it, say so by "
    "`text.show(LINE)`, of a local goal `context.show_goals`, and call `list_sources` last"
)
SEARCH = "sok/index.html"
"""The list of all pages, which shows nothing that these do not."""
FIRST = 9001
"""The first figure, of a form that occurs nowhere else."""


@pytest.mark.slow
def test_every_page_lists_the_sources_of_the_figures_that_it_shows(
    make_content: Callable[..., Path], theme: Theme, tmp_path: Path
) -> None:
    content = make_content(RICH)
    places = places_of_fields(content)
    fields = [field for field in sorted(KINDS) if not is_refused(field)]
    for number, field in enumerate(fields, FIRST):
        write_at(places[field], f"{{fakta:prov{number}}} ")
    with (content / "fakta.yaml").open("a", encoding="utf-8") as file:
        for number in range(FIRST, FIRST + len(fields)):
            file.write(f"\n- id: prov{number}\n  värde: {number}x\n  avser: 2026\n  källa: Källa{number}\n")
    preparation = prepare_site(content, TODAY, theme)
    assert [problem.message for problem in preparation.problems if problem.is_error] == [], ALONE
    assert preparation.site is not None
    assert build_output(preparation.site, Places(content, tmp_path / "output", theme, PROJECT), BuildInfo()) == []

    lost, seen = [], set()
    for path in sorted((tmp_path / "output").rglob("*.html")):
        name = path.relative_to(tmp_path / "output").as_posix()
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        sources = " ".join(one.extract().get_text() for one in page.select("main .sources"))
        words = page.main.get_text() if page.main and name != SEARCH else ""
        for number, field in enumerate(fields, FIRST):
            is_shown, is_reported = f"{number}x" in words, f"Källa{number}" in sources
            seen |= {field} if is_shown else set()
            if is_shown and not is_reported:
                lost.append(f"/{name} shows {' of '.join(reversed(field))}, and not its source: {ADVICE}")
            elif is_reported and f"{number}x" not in str(page):  # in what is not seen too, such as its description
                lost.append(f"/{name} has a source of {' of '.join(reversed(field))}, which it does not show")
    assert not lost, "\n" + "\n".join(lost)
    assert len(seen) > 20


@pytest.mark.slow
def test_the_age_of_a_page_includes_every_translation_that_it_shows(
    make_content: Callable[..., Path], theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for a title that stands alone as the name of what a link leads to, which says so itself."""
    website = {"webbplats.yaml": RICH["webbplats.yaml"].replace("språk: sv", "språk: [sv, en]")}
    content = make_content({**RICH, **website})
    for path in sorted(content.rglob("*")):
        relative = path.relative_to(content).as_posix()
        if any(fnmatch(relative, shelf.pattern) and shelf.is_translated and shelf.model for shelf in SHELVES):
            made = content / begin_file(content, relative, "en", TODAY)
            made.write_text(made.read_text("utf-8").replace("status: utkast", "status: publicerad"), "utf-8")
    words = write_words(content, theme)
    assert len(words) > 30
    seen: dict[str, set[tuple[Path, int]]] = {}

    def watch(library: Library, address: str, places: set[tuple[Path, int]]) -> object:
        seen[address] = places
        return describe_stale(library, address, places)

    monkeypatch.setattr(house, "describe_stale", watch)
    preparation = prepare_site(content, TODAY, theme)
    assert [problem.message for problem in preparation.problems if problem.is_error] == []
    assert preparation.site is not None
    assert build_output(preparation.site, Places(content, tmp_path / "output", theme, PROJECT), BuildInfo()) == []
    lost, shown = [], set()
    for address, places in seen.items():
        file = tmp_path / "output" / address.strip("/") / "index.html"
        if not address.startswith("/en/") or address == f"/en/{SEARCH.removesuffix('index.html')}" or not file.exists():
            continue
        page = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        text = page.main.get_text() if page.main else ""
        for word, (field, lines) in words.items():
            if word in text:
                shown.add(field)
                lost += [] if lines & places else [f"{address} shows {field}, and not how old it is: {ADVICE}"]
    assert not lost, "\n" + "\n".join(lost)
    assert len(shown) > 20


Lines = frozenset[tuple[Path, int]]
"""File and line of the texts of a row, or of the header of a page, which all have the same age."""


def write_words(content: Path, theme: Theme) -> dict[str, tuple[str, Lines]]:
    """Write a unique word into each text of the translations, except titles of pages.

    Return for each the field, and the lines that are as old as it is.
    """
    (english,) = (one for one in list_libraries(prepare_site(content, TODAY, theme).library) if one.prefix)
    found: list[tuple[Place, str, Lines]] = []
    for model in (one for one in english.registers if one is not Website):  # whose words all pages share
        for translation in english.shelves.translations(model):
            texts = [(info, text) for info, text in find_texts(translation) if info.kind and info.kind.is_text]
            lines = frozenset((text.place().source.path, text.place().line or 0) for _, text in texts)
            for info, text in texts:
                is_named = info.kind is not None and info.kind.is_name
                if not is_named and not (issubclass(model, PageModel) and info.english == "title"):
                    found.append((text.place(), f"{info.english} of {model.__name__}", lines))
    words = {f"Ord{number}x": one for number, one in enumerate(found, FIRST)}
    for word, (place, *_) in words.items():
        write_at(place, f"{word} ")
    return {word: (field, lines) for word, (_, field, lines) in words.items()}

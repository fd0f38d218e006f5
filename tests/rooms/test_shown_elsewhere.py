"""What a page shows of another record is the page's too: its figures have their sources there.

No list of such fields: a mark stands in every field that takes one, and every page is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.commands.pelican_run import Places, build_output
from plugins.publishing.manifest import Facts
from plugins.site.model import Theme
from plugins.site.prepare import prepare_site
from tests.conftest import PROJECT, TODAY
from tests.rooms.rich import ALONE, RICH
from tests.rooms.test_marks_everywhere import KINDS, is_refused, places_of_fields, write_at

pytestmark = pytest.mark.slow

ADVICE = (
    "fill it in its view by `text.line`, or `text.pieces(text.open(…))`; where something else has filled it, say so by "
    "`text.show(LINE)`, of a local goal `context.show_goals`, and ask `context.sources` last"
)
SEARCH = "sok/index.html"
"""The list of all pages, each of which has its own sources: it says nothing that they do not."""
FIRST = 9001
"""The first of the figures: of a sort that nothing else has."""


def test_every_page_names_the_sources_of_the_figures_that_it_shows(
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
    assert build_output(preparation.site, Places(content, tmp_path / "output", theme, PROJECT), Facts()) == []

    lost, seen = [], set()
    for path in sorted((tmp_path / "output").rglob("*.html")):
        name = path.relative_to(tmp_path / "output").as_posix()
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        sources = " ".join(one.extract().get_text() for one in page.select("main .sources"))
        words = page.main.get_text() if page.main and name != SEARCH else ""
        for number, field in enumerate(fields, FIRST):
            is_shown, is_told = f"{number}x" in words, f"Källa{number}" in sources
            seen |= {field} if is_shown else set()
            if is_shown and not is_told:
                lost.append(f"/{name} shows {' of '.join(reversed(field))}, and not its source: {ADVICE}")
            elif is_told and f"{number}x" not in str(page):  # in what is not seen too, such as its description
                lost.append(f"/{name} has a source of {' of '.join(reversed(field))}, which it does not show")
    assert not lost, "\n" + "\n".join(lost)
    assert len(seen) > 20

"""Content that can be published on one day can be published on every later day: for each field with a day, and links to all ids.

The links lead to all ids of the rich site on the day of publishing, which include those of sections that come or go by a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

import pytest

from plugins.core.kinds.days import DAY
from plugins.core.models.model import fields_of
from plugins.site.model import Theme
from plugins.site.prepare import prepare_site, read_content
from plugins.site.removal.leaving import find_errors, prepare_for_today
from plugins.site.rooms import SHELVES
from tests.conftest import TODAY
from tests.rooms.rich import ALONE, RICH

CONTENT = {
    **RICH,
    "kontakter.yaml": str(RICH["kontakter.yaml"]).replace("  bild: frukost.png\n", ""),  # nobody has said yes to it
    "sidor/ny.md": str(RICH["sidor/om.md"]).replace("titel: Om oss", "titel: Nytt", 1),
}
LAST = date(2026, 11, 30)
NIGHTS = (LAST, LAST + timedelta(days=400))
MORE = {("partner/partner.yaml", "från"), ("partner/partner.yaml", "till"), ("projekt/lyftet.md", "från"),
        ("projekt/lyftet.md", "till"), ("verksamheter/soppan.md", "till")}  # fmt: skip
"""Fields whose times are of another kind, or in a nested record."""


def _list_fields() -> list[tuple[str, str]]:
    """Return every field with a day, as a file of the rich site and the field's Swedish name."""
    found = {
        (name, info.swedish)
        for shelf in SHELVES
        if shelf.model
        for name, text in CONTENT.items()
        if text and PurePosixPath(name).match(shelf.pattern)
        for info in fields_of(shelf.model).values()
        if info.kind is DAY
    }
    return sorted((found | MORE) - {("sidor/om.md", "visas från")})  # the menu leads to it, which is wrong until then


FIELDS = _list_fields()


def put(text: str, field: str) -> str:
    """Return a file with the day in a field of its first record."""
    line = f"{field}: {LAST}"
    found = re.compile(rf"(?m)^(  |- )?{re.escape(field)}: .*$")
    if found.search(text):
        return found.sub(lambda old: f"{old[1] or ''}{line}", text, count=1)
    return text.replace("\n", f"\n{'  ' if text.startswith('- ') else ''}{line}\n", 1)


def test_the_fields_with_a_day_are_found_in_the_models() -> None:
    assert {("kontakter.yaml", "till"), ("meddelanden.yaml", "från"), ("sidor/ny.md", "visas från")} <= set(FIELDS)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_no_day_in_any_field_stops_a_nightly_run(make_content: Callable[..., Path], theme: Theme, name: str, field: str) -> None:
    content = make_content({**CONTENT, name: put(str(CONTENT[name]), field)})
    site = prepare_site(content, TODAY, theme).site
    assert site is not None
    places = [f"{page.address}#{one}" for page in site.pages for one in sorted(page.ids)]
    links = " ".join(f"[ord {number}]({place})" for number, place in enumerate(places))
    website = content / "webbplats.yaml"  # whose record cannot wait, as others are left out with what is wrong in them
    website.write_text(website.read_text("utf-8").replace("Sandvålla stadsmission bär målen.", links), "utf-8")
    assert links in website.read_text("utf-8")
    reading = read_content(content)
    assert [(one.place.written, one.message) for one in find_errors(prepare_site(reading, TODAY, theme))] == [], ALONE
    for night in NIGHTS:
        found = prepare_for_today(reading, night, TODAY, theme)
        assert [one.message for one in found.errors] == []
        assert found.preparation.site is not None
        assert "/mal-1/" in {page.address for page in found.preparation.site.pages}

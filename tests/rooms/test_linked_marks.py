"""A room's mark that becomes a link is checked like a link that an editor has written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from plugins.core.library import Library, Setting
from plugins.core.marks.marks import ValueMark
from plugins.core.marks.values import LinkedWords, OpenValues
from plugins.core.room import Room
from plugins.site.model import Preparation
from plugins.site.rooms import ROOMS
from tests.conftest import BASE

ABOUT = (BASE / "sidor" / "om.md").read_text("utf-8")


def _marks(_library: Library, _setting: Setting) -> Iterator[ValueMark]:
    yield ValueMark("till", OpenValues(lambda written: LinkedWords(f"sidan {written}", f"/{written}/")))


@pytest.mark.parametrize(("leads_to", "codes"), [("kontakt", []), ("ingenting", ["bruten-lank"])])
def test_a_dead_link_of_a_mark_is_reported_at_the_mark(
    prepare: Callable[..., Preparation], monkeypatch: pytest.MonkeyPatch, leads_to: str, codes: list[str]
) -> None:
    monkeypatch.setattr("plugins.site.rooms.ROOMS", (*ROOMS, Room(shelves=(), marks=_marks)))
    preparation = prepare({"sidor/om.md": f"{ABOUT}\nSe {{till:{leads_to}}}.\n"})
    line = ABOUT.count("\n") + 2
    assert [(p.code, p.place.line, p.place.column, p.suggestion) for p in preparation.problems if p.is_error] == [
        (code, line, 4, None) for code in codes
    ]
    about = next(page for page in preparation.site.pages if page.address == "/om/")
    assert f'<a href="/{leads_to}/">sidan {leads_to}</a>' in "".join(about.html)

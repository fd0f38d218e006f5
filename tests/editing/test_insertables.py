"""What forms offer to insert into a text: marks, components and links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.core.library import Library, Setting
from plugins.core.marks.marks import ValueMark
from plugins.core.marks.values import OpenValues
from plugins.core.room import Room
from plugins.core.written_kinds import Box
from plugins.editing import show as show_module
from plugins.editing.show import FormBuilder
from plugins.editing.target import EditTarget
from plugins.site import rooms as site_rooms
from plugins.site.prepare import prepare_site
from plugins.site.rooms import ROOMS, SHELVES
from plugins.site.theme import Theme
from tests.conftest import TODAY

PAGE = "---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\nHej.\n"


@pytest.fixture
def list_offers(make_content: Callable[..., Path], theme: Theme) -> Callable[..., dict[str, str]]:
    """Return a function that returns what the form of a file offers: what is inserted, with its label."""

    def find(file: str = "sidor/om.md", pattern: str = "sidor/*.md", number: int | None = None) -> dict[str, str]:
        content = make_content({"sidor/om.md": PAGE, "meddelanden.yaml": "- text: Öppet\n  till: 2099-01-01\n"})
        library = prepare_site(content, TODAY, theme, shows_drafts=True).library
        shelf = next(shelf for shelf in SHELVES if shelf.pattern == pattern)
        form = FormBuilder(content, library).form(EditTarget(shelf, file, number))
        return {one.value: one.label for one in form.insertables}

    return find


def test_marks_that_name_no_record_are_offered_with_what_they_say_today(list_offers: Callable[..., dict[str, str]]) -> None:
    offered = list_offers()
    assert (offered["{antal:mål}"], offered["{antal:partner}"]) == ("i dag: två", "i dag: två")
    assert [mark for mark in offered if mark.startswith("{mål:")] == []  # only on the pages of goals


def test_a_mark_with_open_values_is_offered_with_its_example(
    list_offers: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_marks(_library: Library, _setting: Setting) -> Iterator[ValueMark]:
        yield ValueMark("år", OpenValues(lambda written: written[:4], example="2026-12-01"))
        yield ValueMark("eko", OpenValues(str))

    monkeypatch.setattr(site_rooms, "ROOMS", (*ROOMS, Room(shelves=(), marks=make_marks)))
    offered = list_offers()
    assert offered["{år:2026-12-01}"] == "byt det som står efter kolonet"
    assert [mark for mark in offered if mark.startswith("{eko")] == []


def test_boxes_are_offered_where_they_may_stand(
    list_offers: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(show_module, "BOXES", (Box("steg", "Steg att följa"),))
    assert list_offers()[":::steg"] == "Steg att följa"
    assert ":::steg" not in list_offers("meddelanden.yaml", "meddelanden.yaml", 0)

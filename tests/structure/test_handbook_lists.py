"""Lists within sentences of the handbook, which no command writes, agree with the code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.pictures.pictures import FOCUS
from plugins.core.shelf import Shelf
from plugins.core.swedish import join_words
from plugins.site.removal.withdrawn import CALLED
from plugins.site.rooms import KINDS, SHELVES
from tests.conftest import PROJECT

HANDBOOK = (PROJECT / "docs" / "handbok.md").read_text("utf-8")


def find_line(begins: str) -> str:
    """Return the only line of the handbook that begins so."""
    found = [line for line in HANDBOOK.splitlines() if line.removeprefix("| ").removeprefix("- ").startswith(begins)]
    assert len(found) == 1, f"docs/handbok.md has {len(found)} lines that begin {begins!r}"
    return found[0]


def walk_fields(model: type[Model]) -> Iterator[FieldInfo]:
    """Yield the fields of a model, and of nested models."""
    for info in fields_of(model).values():
        yield info
        if info.nested:
            yield from walk_fields(info.nested)


def list_lacking(names: set[str], line: str) -> list[str]:
    """Return the names that a line lacks, as code or as plain words, in any case."""
    return sorted(name for name in names if not re.search(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", line))


def with_field(name: str) -> list[Shelf]:
    """Return the shelves whose models have a field of this English name."""
    return [shelf for shelf in SHELVES if shelf.model and any(one.english == name for one in fields_of(shelf.model).values())]


def test_the_handbook_names_the_fields_that_quote_people() -> None:
    line = find_line("Andras ord skrivs som de är.")
    fields = [info for shelf in SHELVES if shelf.model for info in walk_fields(shelf.model)]
    quoted = {info.swedish for info in fields if info.kind and info.kind.is_quoted}
    assert quoted
    assert list_lacking(quoted, line) == [], f"name them after *Andras ord skrivs som de är*: {join_words(sorted(quoted))}"


def test_the_handbook_names_the_pages_that_may_have_a_help_box() -> None:
    line = find_line("visa en hjälpruta överst på en sida")
    named = {shelf.title.split()[-1] for shelf in with_field("help_box")}
    assert len(named) > 1
    assert list_lacking(named, line) == [], "name them in the row *visa en hjälpruta överst på en sida*"


def test_the_handbook_names_what_can_be_made_for_a_list() -> None:
    line = find_line("lägga till en kontakt")
    own_row = {"partner"}
    words = {shelf.model.NEW_WORDS[1] for shelf in SHELVES if shelf.model and len(shelf.model.NEW_WORDS) > 1} - own_row
    assert words
    assert list_lacking(words, line) == [], "name them in the row *lägga till en kontakt …*: `skapa NAME`"
    assert "skapa partner" in HANDBOOK


def test_the_handbook_says_how_each_kind_of_page_is_made() -> None:
    lacking = [kind.new.words for kind in KINDS if not any(re.search(rf"skapa {word}[` ]", HANDBOOK) for word in kind.new.words)]
    assert lacking == [], "write a row for each in *Jag vill …*: `python3 tasks.py skapa NAME`"


def test_the_handbook_names_the_parts_of_a_picture_that_may_be_kept() -> None:
    assert list_lacking({*FOCUS}, find_line("`fokus` säger")) == []


def test_the_handbook_names_what_can_be_removed_at_once() -> None:
    assert list_lacking({*CALLED}, find_line("ta bort en bild, en person")) == []


def test_a_name_missing_from_a_line_is_found() -> None:
    assert list_lacking({"citat", "replik"}, "Andras ord: ett måls `citat`.") == ["replik"]
    assert list_lacking({"Mål"}, "Det går på mål och sidor.") == []
    assert list_lacking({"mål"}, "Det går på målsidor.") == ["mål"]

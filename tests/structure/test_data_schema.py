"""The schema of open data describes text pages by their models: `python3 tasks.py docs` writes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import pytest
from jsonschema import Draft202012Validator

from plugins.core.kinds import annotations
from plugins.core.kinds.annotations import (
    Day,
    DocumentAddress,
    Line,
    LinkAddress,
    Name,
    Number,
    Reference,
    RoughDay,
    Status,
    Title,
    YesNo,
)
from plugins.core.kinds.kind import Kind
from plugins.core.marks.marks import make_marks
from plugins.core.models.model import Model, field, fields_of
from plugins.core.pages import AddressedPage
from plugins.core.places import SourceFile
from plugins.core.source.sources import Text
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.shown import describe_fields
from plugins.core.words.lists import WordLists
from plugins.house.text_page import list_text_items
from plugins.site.documentation.data_schema import WRITTEN, UnknownValue, describe_kind, fill_schema
from plugins.site.documentation.field_tables import find_models
from plugins.site.rooms import DATA
from tests.conftest import PROJECT

SCHEMA = (PROJECT / "docs" / "open-data.schema.json").read_text("utf-8")
ROOT = "https://www.example.org"


def test_the_schema_agrees_with_the_models() -> None:
    assert fill_schema(SCHEMA, DATA) == SCHEMA, "the models have changed since: run python3 tasks.py docs"


def describe_example(kind: Kind) -> object:
    """Return the example of a kind as open data has it. Raises `TypeError` if it cannot be there."""

    class One(Model):
        value: Annotated[Any, kind] = field("värde", "", data="value")

    value = kind.parse(Text(kind.example, SourceFile(Path("a.md"), ""), ((0, 1, 1),)))
    words = WordLists(PROJECT / "theme" / "words")["sv"]
    found = describe_fields(One.model_construct(value=value), PageText(make_marks()), words, lambda path: f"{ROOT}{path}")
    described: object = json.loads(json.dumps(found["value"]))
    return described


def find_undescribed(kinds: Iterable[Kind]) -> dict[str, str]:
    """Return what to write for each kind whose value may be in open data and is not described, or otherwise than it is."""
    reasons = {}
    for kind in kinds:
        try:
            value = describe_example(kind)
        except TypeError:
            continue
        try:
            one = describe_kind(kind)
        except UnknownValue as error:
            reasons[kind.name] = str(error)
            continue
        validator = Draft202012Validator({**one, "$defs": json.loads(SCHEMA)["$defs"]})
        for error in validator.iter_errors(value):
            reasons[kind.name] = f"{error.message}: change it in JSON_TYPES"
    return reasons


def test_every_kind_whose_value_may_be_in_open_data_is_described() -> None:
    """Those of the kernel, and of every field that is there; a room's own kind is described when a field has it in open data."""
    own = {info.kind for model in find_models() for info in fields_of(model).values() if info.data}
    kernel = {one for of in vars(annotations).values() for one in getattr(of, "__metadata__", ()) if isinstance(one, Kind)}
    kinds = {kind for kind in own | kernel if kind and kind.example}
    assert len(kinds) > 20
    assert find_undescribed(kinds) == {}


WEIGHT = Kind("vikt", lambda text: int(text.value), "12")


def test_a_kind_that_is_not_described_or_otherwise_is_found() -> None:
    reasons = find_undescribed([WEIGHT, Kind("mått", lambda text: text.value, "en meter", options=("en fot",))])
    assert list(reasons) == ["vikt", "mått"]
    assert "write in JSON_TYPES what a value of the kind" in reasons["vikt"]
    assert "'en meter' is not one of ['en fot']" in reasons["mått"]


class Page(AddressedPage):
    """A page with a field of each sort in open data."""

    title: Title = field("titel", "", required=True, may_be_unknown=False)
    summary: Line | None = field("sammanfattning", "")
    day: Day = field("dag", "", required=True, may_be_unknown=False, data="day")
    where: Line = field("ställe", "", required=True, may_be_unknown=False, data="where")
    known: Line | None = field("känt", "", required=True, data="known")
    begins: RoughDay | None = field("från", "", data="begins")
    seats: Number | None = field("platser", "", data="seats")
    is_open: YesNo | None = field("öppen", "", data="is_open")
    more: LinkAddress | None = field("mer", "", data="more")
    file: DocumentAddress | None = field("fil", "", data="file")
    papers: tuple[DocumentAddress, ...] = field("papper", "", default=(), translated=True, data="papers")
    helpers: tuple[Name, ...] = field("hjälpare", "", default=(), data="helpers")
    contact: Reference | None = field("kontakt", "")
    help_box: Reference | None = field("stödruta", "")
    updated: Day | None = field("uppdaterad", "")
    status: Status = field("status", "", data="status")

    @property
    def address(self) -> str:
        """Its name below the folder of tales."""
        return f"/sagor/{self.name}/"


class YearPage(Page):
    """A page whose address is not its name."""

    @property
    def address(self) -> str:
        """`/2026/` for a page of that day."""
        return f"/{self.day.year}/"


class HeavyPage(Page):
    """A page with a value that nothing describes."""

    weight: Annotated[int, WEIGHT] | None = field("vikt", "", data="weight")


def define(model: type[AddressedPage], schema: str = SCHEMA) -> dict[str, Any]:
    """Return the definitions with a file `tales` of a kind."""
    definitions: dict[str, Any] = json.loads(fill_schema(schema, {**DATA, "tales": list_text_items(model)}))["$defs"]
    return definitions


def test_a_value_is_described_by_its_kind() -> None:
    definitions = define(Page)
    address, text, text_or_null = {"type": "string", "pattern": "^https?://[^\\s]+$"}, "#/$defs/text", "#/$defs/text_or_null"
    said, item = definitions["tales_item_said"]["properties"], definitions["tales_item"]
    assert said == {
        "title": {"$ref": text},
        "summary": {"$ref": text_or_null},
        "url": {"type": "string", "pattern": "^https?://[^\\s]+/sagor/[a-z0-9-]+/$"},
        "where": {"$ref": text},
        "known": {"$ref": text_or_null},
        "begins": {"$ref": text_or_null},
        "more": {**address, "type": ["string", "null"]},
        "papers": {"type": "array", "items": address},
        "helpers": {"type": "array", "items": {"$ref": text}},
        "updated": {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    }
    own = dict(item["properties"])
    assert own.pop("translations")
    assert own == {
        "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "seats": {"type": ["integer", "null"], "minimum": 0},
        "is_open": {"type": ["boolean", "null"]},
        "file": {**address, "type": ["string", "null"]},
        "status": {"enum": ["publicerad", "utkast", None]},
    }
    assert {*item["required"]} == {*said, *own}


def test_a_page_whose_address_is_not_its_name_may_be_anywhere() -> None:
    assert define(YearPage)["tales_item_said"]["properties"]["url"]["pattern"] == "^https?://[^\\s]+/$"


def test_a_value_without_a_description_is_reported_with_what_to_write() -> None:
    with pytest.raises(UnknownValue, match="write in JSON_TYPES"):
        define(HeavyPage)


def test_hand_written_definitions_of_the_schema_are_kept() -> None:
    schema = json.loads(SCHEMA)
    schema["$defs"]["tales"] = {"$ref": "#/$defs/file"}
    assert define(Page, json.dumps(schema)) == schema["$defs"]
    assert {name for name in define(Page) if name not in schema["$defs"]} == {"tales_item", "tales_item_said"}


def test_the_definitions_of_a_removed_file_are_removed() -> None:
    data = {**DATA, "tales": list_text_items(Page)}
    written = fill_schema(SCHEMA, data)
    assert WRITTEN in written
    assert fill_schema(written, data) == written
    assert fill_schema(written, DATA) == SCHEMA

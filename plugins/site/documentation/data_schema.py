"""The schema of open data (`docs/open-data.schema.json`): the definitions of files of text pages, which follow from their models.

Takes the schema's text and the functions that yield the items; returns it with the definitions of every file whose function is
`list_text_items` (`house.text_page`). All other definitions are written by hand, and left as they are; so is that of a file of
text pages that is described by hand. Called by `commands.docs`, and by the test that compares the schema with the models.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from plugins.core.kinds.addresses import EMAIL
from plugins.core.kinds.choices import LANGUAGE, TIME_ZONE, YES_NO
from plugins.core.kinds.days import DAY
from plugins.core.kinds.kind import Kind
from plugins.core.kinds.numbers import ANY_YEAR, MONEY, NUMBER, YEAR
from plugins.core.kinds.periods import ROUGH_DAY, ROUGH_TIME
from plugins.core.models.model import FieldInfo, fields_of
from plugins.core.pages import AddressedPage
from plugins.core.room import MakeItems
from plugins.core.with_goals import WithGoals
from plugins.house.text_page import TextItems

Schema = Mapping[str, Any]

WRITTEN: Final = "python3 tasks.py docs writes this from the model."
"""The comment of a definition that is written here, by which it is known."""
OURS: Final = "plugins/site/documentation/data_schema.py"

_TEXT: Final[Schema] = MappingProxyType({"$ref": "#/$defs/text"})
_TEXT_OR_NULL: Final[Schema] = MappingProxyType({"$ref": "#/$defs/text_or_null"})
_DAY: Final[Schema] = MappingProxyType({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
_WHOLE_NUMBER: Final[Schema] = MappingProxyType({"type": "integer", "minimum": 0})
_GOALS: Final[Schema] = MappingProxyType(
    {"type": "array", "uniqueItems": True, "items": MappingProxyType({"type": "integer", "minimum": 1})}
)

JSON_TYPES: Final[Mapping[Kind, Schema]] = MappingProxyType({
    ANY_YEAR: _WHOLE_NUMBER,
    DAY: _DAY,
    EMAIL: _TEXT,
    LANGUAGE: MappingProxyType({"$ref": "#/$defs/language"}),
    MONEY: _WHOLE_NUMBER,
    NUMBER: _WHOLE_NUMBER,
    ROUGH_DAY: _TEXT,
    ROUGH_TIME: _TEXT,
    TIME_ZONE: _TEXT,
    YEAR: _WHOLE_NUMBER,
    YES_NO: MappingProxyType({"type": "boolean"}),
})  # fmt: skip
"""What a value of a kind is in open data. Lines, addresses, and kinds with `options` follow from what the kind declares."""


class UnknownValue(ValueError):
    """Nothing says what a value is in open data; the message is for developers."""


def fill_schema(text: str, data: Mapping[str, MakeItems]) -> str:
    """Return the schema with the definitions of text pages generated; `data` has a function for each file. Raises
    `UnknownValue`.
    """
    schema = json.loads(text)
    by_hand = {name: one for name, one in schema["$defs"].items() if one.get("$comment") != WRITTEN}
    written: dict[str, Schema] = {}
    for name, make in data.items():
        if isinstance(make, TextItems) and name not in by_hand:
            written.update(_define(name, make.model))
    return f"{json.dumps({**schema, '$defs': {**by_hand, **written}}, ensure_ascii=False, indent=2, default=dict)}\n"


def describe_kind(kind: Kind) -> Schema:
    """Return the schema of a value of a kind, as `describe_fields` writes it (`core.texts.shown`). Raises `UnknownValue`."""
    if kind in JSON_TYPES:
        return JSON_TYPES[kind]
    if kind.is_line:
        return _TEXT
    if kind.leads_to:
        return _address("")
    if kind.options:
        return {"enum": [*kind.options]}
    raise UnknownValue(
        f"{OURS}: write in JSON_TYPES what a value of the kind {kind.name!r} is in JSON, or take `data` from the field"
    )


def _define(name: str, model: type[AddressedPage]) -> Iterator[tuple[str, Schema]]:
    """Yield the definitions of a file: of the file, of what an item may say otherwise in another language, and of the item."""
    said: dict[str, Schema] = {"title": _TEXT, "summary": _TEXT_OR_NULL, "url": _address(_find_path(model))}
    own: dict[str, Schema] = {"goals": _GOALS} if issubclass(model, WithGoals) else {}
    fields = [info for info in fields_of(model).values() if info.data]
    for info in fields:
        (said if _may_differ(info) else own)[info.data] = _describe_field(info, model)
    said["updated"] = _or_null(_DAY)
    item, spoken = f"{name}_item", f"{name}_item_said"
    translation = {"$ref": f"#/$defs/{spoken}", "type": "object", "minProperties": 1, "required": ["url"]}
    translations = {
        "$ref": "#/$defs/translations",
        "additionalProperties": {**translation, "unevaluatedProperties": False},
    }
    required = ("title", "summary", "url", *(["goals"] if "goals" in own else []), *(info.data for info in fields), "updated")
    yield name, {"$comment": WRITTEN, "$ref": "#/$defs/file", "properties": {"items": {"items": {"$ref": f"#/$defs/{item}"}}}}
    yield spoken, {"$comment": WRITTEN, "properties": said}
    yield (
        item,
        {
            "$comment": WRITTEN,
            "$ref": f"#/$defs/{spoken}",
            "type": "object",
            "properties": {**own, "translations": translations},
            "required": [*dict.fromkeys(required)],
            "unevaluatedProperties": False,
        },
    )


def _describe_field(info: FieldInfo, model: type[AddressedPage]) -> Schema:
    if info.kind is None:
        raise UnknownValue(f"{model.__name__}.{info.english}: open data has no records within records: take `data` from it")
    one = describe_kind(info.kind)
    if info.is_list:
        return {"type": "array", "items": one}
    return one if info.required and not info.may_be_unknown else _or_null(one)


def _may_differ(info: FieldInfo) -> bool:
    """Return whether a value may be another in another language: words, with figures as that language writes them, and links."""
    kind = info.kind
    is_said = kind is not None and (kind.is_text or kind in (ROUGH_DAY, ROUGH_TIME) or "page" in kind.leads_to)
    return is_said or bool(info.translated)


def _or_null(one: Schema) -> Schema:
    if one == _TEXT:
        return _TEXT_OR_NULL
    if "enum" in one:
        return {"enum": [*one["enum"], None]}
    return {**one, "type": [one["type"], "null"]} if "type" in one else {"anyOf": [one, {"type": "null"}]}


def _address(path: str) -> Schema:
    return {"type": "string", "pattern": f"^https?://[^\\s]+{path}$"}


def _find_path(model: type[AddressedPage]) -> str:
    """Return the pattern of the paths of a kind's pages: their folder, if their addresses are made of that and of their name."""
    name = "en-sida"
    empty: dict[str, Any] = {"name": name}
    try:
        address = model.model_construct(**empty).address
    except (AttributeError, TypeError):  # made of what an empty page lacks
        return "/"
    folder = address.removesuffix(f"/{name}/")
    return f"{folder}/[a-z0-9-]+/" if folder and folder != address else "/"

"""Create a draft translation: the texts of the original, to be overwritten, without the fields that are not translated.

Takes the bytes of an original, its shelf, and the shelf of its translations; returns the bytes of the draft. Called by the task
that creates translations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from plugins.core.markdown.attributes import drop_attributes
from plugins.core.models.model import TRANSLATED_FROM, FieldInfo, Model, fields_of, shape_of
from plugins.core.shelf import Shelf
from plugins.core.swedish import compare_key
from plugins.core.texts.headings import heading_key
from plugins.core.translations.fingerprints import is_same_in_all
from plugins.core.translations.model import key_fields, original_of
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.styles import item_lines, record_lines
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import open_document

DRAFT = {"status": "utkast"}

_HEADING = re.compile(r"(?m)^##(?!#)[^\S\n]*(\S.*)$")


def begin_translation(data: bytes, shelf: Shelf, own: Shelf, headings: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """Return the file of a translation of `data`; raise `CannotWrite` if there is nothing to translate.

    `headings` are headings of the original that already have a standard translation, by `heading_key`.
    """
    assert own.model is not None
    assert shelf.model is not None
    document = open_document(data, shelf)
    shape = shape_of(own.model)
    if own.form == "list":
        rows = [_without_rest(row, own.model) for row in document.tree if isinstance(row, dict)]
        keys = {info.key for info in key_fields(shelf.model)}
        filled = [{**row, **DRAFT} for row in rows if row.keys() - keys]
        if not filled:
            raise CannotWrite("Där finns inget som är språk, så det finns inget att översätta.")
        return ("\n\n".join("\n".join(item_lines(row, shape, None, 0)) for row in filled) + "\n").encode()
    tree = document.tree
    assert isinstance(tree, dict)
    lines = record_lines({**_without_rest(tree, own.model), **DRAFT}, shape, 0)
    body = _HEADING.sub(partial(_translate_heading, headings), document.body.lstrip("\n"))
    text = "\n".join(["---", *lines, "---", body] if own.form == "page" else [*lines, ""])
    return f"{text.rstrip()}\n".encode()


def _translate_heading(headings: Mapping[str, str], found: re.Match[str]) -> str:
    """Return a heading with its standard translation, if there is one; an id written after it stays."""
    words = drop_attributes(found[0]).lstrip("# ")
    return found[0].replace(words, headings.get(heading_key(words)) or words, 1)


def _without_rest(tree: dict[str, Tree], model: type[Model]) -> dict[str, Tree]:
    """Return the fields of a record that its translation may have."""
    kept: dict[str, Tree] = {}
    for info in fields_of(model).values():
        value = tree.get(info.key)
        if info.english.startswith("called_"):
            value = tree.get(_own_field(model, info.english).key)
        if value in (None, "", "saknas", []) or info.key in ("status", compare_key(TRANSLATED_FROM)):
            continue
        if _is_no_language(info, value, model):
            continue
        if info.nested is None:
            kept[info.key] = value
        elif isinstance(value, list):
            rows = [_without_rest(row, info.nested) for row in value if isinstance(row, dict)]
            keys = {key.key for key in key_fields(original_of(info.nested))}
            if filled := [row for row in rows if row.keys() - keys]:
                kept[info.key] = list(filled)
        elif isinstance(value, dict) and (inner := _without_rest(value, info.nested)):
            kept[info.key] = inner
    return kept


def _own_field(model: type[Model], english: str) -> FieldInfo:
    """Return the field of the original that corresponds to a field of the translation, perhaps under another name."""
    own = fields_of(original_of(model)).values()
    return next(info for info in own if english in (info.english, f"called_{info.english}"))


def _is_no_language(info: FieldInfo, value: Tree, model: type[Model]) -> bool:
    """Return whether a translation would only repeat a number or a name; fields that identify the record are always kept."""
    return info.translated is True and isinstance(value, str) and is_same_in_all(_own_field(model, info.english), value)

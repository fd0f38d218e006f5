"""Build the fields of a form from a model: label, widget, choices and present value.

Takes a model, a record's values and the choices for references; returns `FormField`s. The name of a field is its path in the
record: `avtal.0.niva`. Called by `editing.show` and `editing.take`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import Final, Literal

from plugins.core.dataclass import dataclass
from plugins.core.kinds.keys import FILE_NAME, REFERENCE
from plugins.core.kinds.kind import Kind
from plugins.core.kinds.words import MARKDOWN
from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.swedish import compare_key
from plugins.core.translations.fingerprints import PRINT
from plugins.core.writer.tree import Tree

Widget = Literal["line", "text", "choice", "reference", "file", "record", "list", "records"]

MOST_CHOICES: Final = 40
"""Most options that a reference shows as a select; with more, the editor types and picks from suggestions."""
LONG: Final = 90
"""Characters; a longer line gets a field of several rows."""
LAST: Final = ("former_addresses", "status")
"""English names of the fields that come last in a form: they are about the record, not its subject."""
ONE_EACH: Final = "En i varje ruta."
CHOOSE_FILE: Final = "Välj en som finns, eller lägg till en ny."
"""Text added to hints that is only true in a form."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a select, radio group or list of suggestions."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    name: str
    label: str
    widget: Widget
    hint: str = ""
    is_required: bool = False
    value: str = ""
    rows: int = 1
    options: tuple[Option, ...] = ()
    parts: tuple[FormField, ...] = ()
    """The fields of a record; for a list, one field for each item."""
    folder: str = ""
    """The folder of `content/` that an uploaded file is saved in; empty for other fields."""

    @property
    def id(self) -> str:
        """Return the id that labels and messages refer to."""
        return f"f-{self.name.replace('.', '-')}"

    @property
    def is_group(self) -> bool:
        """Return whether it contains other fields."""
        return self.widget in ("record", "records", "list")

    @property
    def is_filled(self) -> bool:
        """Return whether it has a value, or an item that somebody has added."""
        return bool(self.value) or (self.widget == "records" and bool(self.parts)) or any(part.is_filled for part in self.parts)

    def walk(self) -> Iterator[FormField]:
        """Yield the field and all fields within it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class FieldChoices:
    """The choices that fields of a form offer."""

    references: Callable[[str], tuple[Option, ...]]
    """Returns the options for a reference, by the Swedish name of its field."""
    files: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    """The files in a folder, by the folder's path."""
    values: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    """Suggestions for other kinds, by the kind's name."""


def is_program_own(info: FieldInfo) -> bool:
    """Return whether only the program writes this field, so that no form shows it."""
    return info.kind is PRINT


def build_fields(model: type[Model], tree: Mapping[str, Tree], choices: FieldChoices, prefix: str = "") -> tuple[FormField, ...]:
    """Return the fields of a record in the order of its model, with those in `LAST` at the end."""
    infos = [info for info in fields_of(model).values() if not is_program_own(info)]
    ordered = sorted(infos, key=lambda info: LAST.index(info.english) if info.english in LAST else -1)
    fields = (_build(model, info, tree.get(info.key, ""), choices, f"{prefix}{info.key}") for info in ordered)
    needed = {f"{prefix}{key}" for key in _needed_without_list(model, tree)}
    return tuple(replace(field, is_required=True) if field.name in needed else field for field in fields)


def _needed_without_list(model: type[Model], tree: Mapping[str, Tree]) -> Iterator[str]:
    """Yield the keys that are required in the record itself while the list that they fold into (`FOLDS_INTO`) is empty."""
    for info in fields_of(model).values():
        if info.english == model.FOLDS_INTO and info.nested is not None and not tree.get(info.key):
            yield from (key for key, own in fields_of(info.nested).items() if own.required)


def _build(model: type[Model], info: FieldInfo, value: Tree, choices: FieldChoices, name: str) -> FormField:
    label = info.swedish[:1].upper() + info.swedish[1:]
    hint = info.hint
    if info.is_list:
        items = value if isinstance(value, list) else [value] if value else []
        if info.nested:
            parts = tuple(_record(info.nested, item, choices, f"{name}.{at}", hint="") for at, item in enumerate(items))
            return FormField(name, label, "records", hint, info.required, parts=parts)
        parts = tuple(_single(model, info, str(item), choices, f"{name}.{at}", "", "") for at, item in enumerate([*items, ""]))
        return FormField(name, label, "list", _join(hint, ONE_EACH), info.required, parts=parts)
    if info.nested:
        record = _record(info.nested, value, choices, name, hint)
        return FormField(name, label, "record", hint, info.required, value=record.value, parts=record.parts)
    return _single(model, info, value if isinstance(value, str) else "", choices, name, label, hint)


def _record(model: type[Model], value: Tree, choices: FieldChoices, name: str, hint: str) -> FormField:
    if isinstance(value, str) and value and model.SHORT_FOR:  # short form: `bild: namn.jpg`
        short = next(info.key for info in fields_of(model).values() if info.english == model.SHORT_FOR)
        value = {short: value}
    tree = value if isinstance(value, dict) else {}
    return FormField(name, model.CALLED, "record", hint, parts=build_fields(model, tree, choices, f"{name}."))


def _single(
    model: type[Model], info: FieldInfo, value: str, choices: FieldChoices, name: str, label: str, hint: str
) -> FormField:
    kind = info.kind
    assert kind is not None
    widget, options, folder = _widget(model, info, kind, value, choices)
    if widget == "file":
        hint = _join(hint, CHOOSE_FILE)
    rows = 1
    if widget == "text" or (widget == "line" and (len(value) > LONG or "\n" in value)):
        rows = min(14, max(2 if widget == "line" else 4, len(value) // 70 + value.count("\n") + 1))
    return FormField(name, label, widget, hint, info.required, value, rows, options, folder=folder)


def _widget(
    model: type[Model], info: FieldInfo, kind: Kind, value: str, choices: FieldChoices
) -> tuple[Widget, tuple[Option, ...], str]:
    if kind is REFERENCE:
        known = choices.references(info.swedish)
        return ("choice" if 0 < len(known) <= MOST_CHOICES else "reference"), _with_value(known, value), ""
    if kind is FILE_NAME:
        folder = model.FILES_IN or ""
        return "file", choices.files.get(folder, ()), folder
    if kind.options:
        return "choice", _with_value(tuple(Option(word, word) for word in kind.options), value), ""
    return ("text" if kind is MARKDOWN else "line"), choices.values.get(kind.name, ()), ""


def _join(hint: str, more: str) -> str:
    return f"{hint} {more}".strip()


def _with_value(known: tuple[Option, ...], value: str) -> tuple[Option, ...]:
    """Return `known` with an option for `value`. A value that differs from an option only in spelling replaces it."""
    same = next((option for option in known if compare_key(option.value) == compare_key(value)), None)
    if not value or (same and same.value == value):
        return known
    label = same.label if same else value
    return (*(option for option in known if option is not same), Option(value, label))

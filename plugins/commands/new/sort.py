"""What `new` is asked for and what it creates (`Wish`, `NewSort`, `NewDraft`); and a model's fields as lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.library import Library
from plugins.core.models.model import UNKNOWN, FieldInfo, Model, fields_of, shape_of
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.styles import field_lines

Value = str | list[str]
"""The value of a field; several in a list."""
Ask = Callable[[str], str]
"""Asks the user; returns the line that was typed, "" at the end of input."""


class AnswerMissing(Exception):
    """An answer that only the editor can give is missing or not accepted; the message says what to write, in Swedish.

    `suggestion` is the answer that was most likely meant.
    """

    def __init__(self, text: str, suggestion: str | None = None) -> None:
        super().__init__(text)
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Wish:
    """What the editor typed after `new`; "" for what was not given."""

    kind: str
    name: str = ""
    goal: str = ""
    tier: str = ""
    website: str = ""
    logo: str = ""
    """A file anywhere; it is copied."""
    first_day: str = ""
    last_day: str = ""
    fields: tuple[str, ...] = ()
    """Values of other fields, each as `ordning=9`."""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """All values by option of the sort; set by `commands.new.fields.read_options`."""


OWN_OPTIONS: Final = {
    "goal": "mal", "tier": "niva", "website": "webbplats", "logo": "logotyp", "first_day": "forsta-dag", "last_day": "sista-dag",
}  # fmt: skip
"""Fields with an option of their own, which are fields of `Wish`: English name → option."""
OF_ALL: Final = ("namn", "falt", "innehall")
"""Options of the task for every sort."""


@dataclass(frozen=True, slots=True)
class NewSort:
    """A sort of thing that can be created."""

    words: tuple[str, ...]
    """Its names: in English, in Swedish without diacritics, in Swedish."""
    question: str
    model: type[Model]
    options: Mapping[str, FieldInfo | None]
    """The options that it takes besides its name; the value is None for one that is not a field."""
    make: Callable[[Wish, Library, Ask | None], NewDraft]
    refuse: Callable[[str, Library], None] = lambda _name, _library: None
    """Raises `AnswerMissing` where something else has the name."""


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What is to be written: a file, or a record at the end of one."""

    path: str
    """Relative to `content/`."""
    text: str
    next_step: str
    is_record: bool = False
    shown_from: str = ""
    """The first day on which visitors see it, as written; "": when it is published."""
    logo: tuple[str, Path] | None = None
    """A file to copy: path relative to `content/`, and the source."""


def find_lacking(model: type[Model], known: Collection[str]) -> list[FieldInfo]:
    """Return the required fields that may not be `saknas` and have no value; `known` are English names."""
    return [info for info in fields_of(model).values() if info.required and not info.may_be_unknown and info.english not in known]


def write_fields(model: type[Model], values: Mapping[str, Value]) -> tuple[list[str], list[str]]:
    """Return a model's fields as lines, in its order: those with or in need of a value, and optional ones as comments.

    `values` are by English name; raise `KeyError` for a name that is not a field, `AnswerMissing` for a value that cannot be
    written.
    """
    lines, spare = [], []
    fields = {info.english: info for info in fields_of(model).values()}
    if unknown := {*values} - {*fields}:
        raise KeyError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")
    for english in sorted(fields, key=lambda english: english == "status"):  # status last: it is the first to change
        info = fields[english]
        if value := values.get(english, UNKNOWN if info.required else ""):
            lines += _write(model, info, value)
            if value == UNKNOWN and info.nested:
                lines += [
                    f"# I stället för {UNKNOWN} skrivs {info.swedish} så här, utan # framför:",
                    f"# {info.swedish}:",
                    *_rows(info),
                ]
        elif not info.later:
            spare += [f"# {info.swedish}:", *_rows(info)]
    return lines, spare


def _write(model: type[Model], info: FieldInfo, value: Value) -> list[str]:
    """Return a field with its value as lines that are parsed as that value."""
    if value == UNKNOWN:
        return [f"{info.swedish}: {value}"]
    tree = [value] if info.is_list and isinstance(value, str) else value
    try:
        return field_lines(
            info.swedish, list(tree) if isinstance(tree, list) else tree, shape_of(model).fields[info.key], 0, "one"
        )
    except CannotWrite as wrong:
        raise AnswerMissing(str(wrong)) from None


def _rows(info: FieldInfo) -> list[str]:
    """Return comment lines with the fields of a nested record, as an example; empty for a plain value."""
    if info.nested is None:
        return []
    rows = [
        f"{name}: {info.nested.EXAMPLES.get(name, '')}".rstrip()
        for name in (one.swedish for one in fields_of(info.nested).values())
    ]
    first, others = ("#   - ", "#     ") if info.is_list else ("#   ", "#   ")
    return [f"{first if place == 0 else others}{row}" for place, row in enumerate(rows)]


DRAFT: Final = "utkast"

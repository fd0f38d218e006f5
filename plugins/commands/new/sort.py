"""What `new` is asked for, and what it makes: wishes, sorts and drafts.

In: nothing. Out: `Wish`, `NewSort` and `NewDraft`, and a model's fields as lines. Called by the other modules of `new`.
"""

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
"""What a field is to hold; several in a list."""
Ask = Callable[[str], str]
"""Puts a question to the person at the keyboard, and returns the line that was answered; nothing where there are no more."""


class AnswerMissing(Exception):
    """Something that only the editor knows was not said, or cannot be so; the text tells what to say, in Swedish.

    `suggestion` is the answer that was most likely meant.
    """

    def __init__(self, text: str, suggestion: str | None = None) -> None:
        super().__init__(text)
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Wish:
    """What the editor typed after `new`; empty where nothing was."""

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
    """More of what it is to hold, each as `ordning=9`."""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """All this by the sort's own options, as `commands.new.fields.read_options` finds them."""


OWN_OPTIONS: Final = {
    "goal": "mal", "tier": "niva", "website": "webbplats", "logo": "logotyp", "first_day": "forsta-dag", "last_day": "sista-dag",
}  # fmt: skip
"""English names of the fields for which the task has options of its own, as `Wish` has them, with what these are called."""
OF_ALL: Final = ("namn", "falt", "innehall")
"""What the options are called that the task has for every sort."""


@dataclass(frozen=True, slots=True)
class NewSort:
    """One sort of thing that can be made."""

    words: tuple[str, ...]
    """What it is called: in English, in Swedish without dots, in Swedish."""
    question: str
    model: type[Model]
    options: Mapping[str, FieldInfo | None]
    """What may be said of one, by the name of the option, beside its name; None where it is no field."""
    make: Callable[[Wish, Library, Ask | None], NewDraft]
    refuse: Callable[[str, Library], None] = lambda _name, _library: None
    """Raises `AnswerMissing` where something else has the name."""


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What is to be written: to a file of its own, or at the end of one."""

    path: str
    """From `content/`."""
    text: str
    next_step: str
    is_record: bool = False
    shown_from: str = ""
    """The first day on which visitors meet it, as it was written; empty: as soon as it is published."""
    logo: tuple[str, Path] | None = None
    """A file beside it: path from `content/`, and where it is copied from."""


def find_lacking(model: type[Model], known: Collection[str]) -> list[FieldInfo]:
    """Return the fields that must be there, may not be `saknas`, and have no value beforehand; `known` are English names."""
    return [info for info in fields_of(model).values() if info.required and not info.may_be_unknown and info.english not in known]


def write_fields(model: type[Model], values: Mapping[str, Value]) -> tuple[list[str], list[str]]:
    """Return a model's fields as lines, in its order: those that have or need a value, and those that may get one at once.

    `values` names fields in English, as the model does; a name that it has not is a `KeyError`. Raises `AnswerMissing` for a
    value that cannot be written.
    """
    lines, spare = [], []
    fields = {info.english: info for info in fields_of(model).values()}
    if strangers := {*values} - {*fields}:
        raise KeyError(f"{model.__name__} has no field {', '.join(sorted(strangers))}")
    for english in sorted(fields, key=lambda english: english == "status"):  # the first to change, the last to read
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
    """Return a field with its value as lines, which are read as what was meant."""
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
    """Return how a record under a field is written, as comments: each of its fields on a line; nothing for a plain value."""
    if info.nested is None:
        return []
    rows = [
        f"{name}: {info.nested.EXAMPLES.get(name, '')}".rstrip()
        for name in (one.swedish for one in fields_of(info.nested).values())
    ]
    first, others = ("#   - ", "#     ") if info.is_list else ("#   ", "#   ")
    return [f"{first if place == 0 else others}{row}" for place, row in enumerate(rows)]


DRAFT: Final = "utkast"

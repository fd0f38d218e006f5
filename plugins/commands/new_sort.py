"""What `new` is asked for, and what it makes: wishes, sorts and drafts.

In: nothing. Out: `Wish`, `Sort` and `Draft`, and a model's fields as lines. Called by the other modules of `new`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.library import Library
from plugins.core.models.model import UNKNOWN, FieldInfo, Model, fields_of

Ask = Callable[[str], str]
"""Puts a question to the person at the keyboard, and returns the line that was answered; nothing where there are no more."""


class NotEnough(Exception):
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


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of thing that can be made."""

    words: tuple[str, ...]
    """What it is called: in English, in Swedish without dots, in Swedish."""
    question: str
    make: Callable[[Wish, Library, Ask | None], Draft]
    refuse: Callable[[str, Library], None] = lambda _name, _library: None
    """Raises `NotEnough` where something else has the name."""


@dataclass(frozen=True, slots=True)
class Draft:
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


def write_fields(model: type[Model], values: Mapping[str, str], skipped: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return a model's fields as lines, in its order: those that have or need a value, and those that may get one.

    `values` and `skipped` name fields in English, as the model does; a name that it has not is a `KeyError`.
    """
    lines, spare = [], []
    fields = {info.english: info for info in fields_of(model).values()}
    if strangers := {*values, *skipped} - {*fields}:
        raise KeyError(f"{model.__name__} has no field {', '.join(sorted(strangers))}")
    for english in sorted(fields, key=lambda english: english == "status"):  # the first to change, the last to read
        info = fields[english]
        if value := values.get(english, UNKNOWN if info.required else ""):
            lines.append(f"{info.swedish}: {value}")
            if value == UNKNOWN and info.nested:
                lines += [
                    f"# I stället för {UNKNOWN} skrivs {info.swedish} så här, utan # framför:",
                    f"# {info.swedish}:",
                    *_rows(info),
                ]
        elif english not in skipped:
            spare += [f"# {info.swedish}:", *_rows(info)]
    return lines, spare


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

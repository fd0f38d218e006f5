"""Shelves: everything that was read from `content/`, by model; and `Reading`, which also has the problems of its form.

Made by `core.reading.reader`; plain values, which the library takes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar

from plugins.core.models.model import Model
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.source.sources import Text

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Shelves:
    """Everything that was read, by model, and which models may be incomplete."""

    folder: Path
    models: Collection[type[Model]] = ()
    """All models that records may have, also those without any record."""
    by_model: dict[type[Model], list[Any]] = field(default_factory=dict)
    torn: set[type[Model]] = field(default_factory=set)
    """The models of which a file has a problem of form, so that records may be missing: references to them are not checked."""
    torn_files: list[Path] = field(default_factory=list)
    """The files with such a problem."""
    torn_texts: list[tuple[type[Model], Text]] = field(default_factory=list)
    """The Markdown of pages with an invalid header, except where the header says that the page is a draft."""
    files: dict[str, Path] = field(default_factory=dict)
    """Files that are copied, by path from `content/`."""
    stamps: dict[str, object] = field(default_factory=dict)
    """For each of these files, a value that changes when the file does."""
    awaited: set[str] = field(default_factory=set)
    """Logos and pictures in the wrong place, by the path they should have, and folders that cannot be read: references to them
    are not reported as well (`is_awaited`)."""
    sources: list[SourceFile] = field(default_factory=list)
    """Every file that could be read as text, sorted by path."""
    odd_names: list[str] = field(default_factory=list)
    """Files whose names nearly match that of a translation (`core.files.translation_names`), by path from `content/`."""
    translations: dict[tuple[str, type[Model]], list[Any]] = field(default_factory=dict)
    """Translations, by language and the model of the original."""

    def all(self, model: type[M]) -> tuple[M, ...]:
        """Return the records of a model, in the order of files and lines."""
        return tuple(self.by_model.get(model, ()))

    def with_records(self, change: Callable[[Model], Model]) -> Shelves:
        """Return the same shelves with `change` applied to every record."""
        return replace(
            self,
            by_model={model: list(map(change, records)) for model, records in self.by_model.items()},
            translations={key: list(map(change, records)) for key, records in self.translations.items()},
        )

    def is_complete(self, model: type[Model]) -> bool:
        """Return whether all such records are known: none of their files has a problem of form."""
        return model not in self.torn

    def place(self, relative: str) -> Place:
        """Return the place of a whole file of `content/`, whether or not it exists."""
        return Place(SourceFile(self.folder / relative))


class Reading(NamedTuple):
    """Everything that was read from `content/`, and the problems of its form."""

    shelves: Shelves
    problems: tuple[Problem, ...]

    def with_records(self, change: Callable[[Model], Model]) -> Reading:
        """Return a copy with `change` applied to every record; a proof uses it to show drafts."""
        return self._replace(shelves=self.shelves.with_records(change))


def is_awaited(name: str, awaited: Collection[str]) -> bool:
    """Return whether a path is one of `awaited`, or lies below one of them."""
    return name in awaited or any(folder.as_posix() in awaited for folder in PurePosixPath(name).parents)

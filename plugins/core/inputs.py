"""The inputs of the memo: everything that a site is computed from.

The library's `take` gives the day and what `content/` holds; the workbench, what was read from the theme as well. Whoever reads
one depends on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from plugins.core.cache.memo import Input
from plugins.core.looks.goal_looks import GoalLooks
from plugins.core.models.model import Model
from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.source.sources import Text
from plugins.core.words.lists import WordLists

M = TypeVar("M", bound=Model)

TODAY: Final = Input[date]("today")
"""The day for which the site is built."""
SHOWS_DRAFTS: Final = Input[bool]("shows_drafts")
"""Whether drafts are shown, as in preview."""

# ---- the theme

WORDS: Final = Input[WordLists]("words")
"""The interface words, by language; some tasks load none."""
LOOKS: Final = Input[GoalLooks]("looks")
"""The colours of the goals."""
LETTERS: Final = Input[Collection[str]]("letters")
"""The characters in the font of share pictures."""

# ---- `content/`; what is said of each in `Shelves` and `Reading`

OWN_LANGUAGE: Final = Input[str]("own_language")
"""The code of the first language that the site names."""
READING_PROBLEMS: Final = Input[tuple[Problem, ...]]("reading_problems")
FOLDER: Final = Input[Path]("folder")
BY_MODEL: Final = Input[tuple[tuple[type[Model], tuple[Any, ...]], ...]]("by_model")
TORN: Final = Input[frozenset[type[Model]]]("torn")
TORN_FILES: Final = Input[tuple[Path, ...]]("torn_files")
TORN_TEXTS: Final = Input[tuple[tuple[type[Model], Text], ...]]("torn_texts")
FILES: Final = Input[Mapping[str, Path]]("files")
AWAITED: Final = Input[Collection[str]]("awaited")
ODD_NAMES: Final = Input[tuple[str, ...]]("odd_names")
SOURCES: Final = Input[tuple[SourceFile, ...]]("sources")
TRANSLATIONS: Final = Input[Mapping[tuple[str, type[Model]], tuple[Any, ...]]]("translations")


def records_of(model: type[M]) -> Input[tuple[M, ...]]:
    """Return the input with the records of a model, in the order of files and lines."""
    return Input(("shelf", model))


def is_torn(model: type[Model]) -> Input[bool]:
    """Return the input that says whether a file with records of a model has a problem of form."""
    return Input(("torn", model))


def stamp_of(file: str) -> Input[object]:
    """Return the input that changes when a file that is copied does; `file` is its path from `content/`."""
    return Input(("stamp", file))

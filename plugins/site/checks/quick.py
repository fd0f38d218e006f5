"""Fast checks of records alone, for a save or a form that should not wait for the rest.

Takes a workbench; returns whether there are errors, or the problems.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from plugins.core.cache.asking import cut_chunks
from plugins.core.inputs import READING_PROBLEMS
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.problems import Problem
from plugins.site.checks.problem_filter import forgive_withheld
from plugins.site.checks.records import check_library, check_record
from plugins.site.workbench import Workbench
from plugins.website.model import Website


def has_errors_in(bench: Workbench, files: Collection[Path]) -> bool:
    """Return whether any file could not be read, or a record in `files` has an error of its own."""
    library = bench.library
    found: list[Problem] = [*bench.memo.read(READING_PROBLEMS)]
    if files:
        bench.memo.take_rest()
    for model in library.registers if files else ():
        if any(True for _ in _find_in(library, files, library.shelves.all(model))):
            for record in _find_in(library, files, library.all(model)):
                found += check_record(record, library)
    has_errors = any(problem.is_error for problem in found)
    return library.only(Website) is None or (has_errors and any(p.is_error for p in forgive_withheld(found, library)))


def _find_in(library: Library, files: Collection[Path], records: tuple[Model, ...]) -> Iterator[Model]:
    """Yield the records that are in these files."""
    for chunk in cut_chunks(records):
        if not library.ask(_list_paths, chunk).isdisjoint(files):
            yield from (record for record in chunk if record.place().source.path in files)


def find_of_records(bench: Workbench) -> tuple[Problem, ...]:
    """Return the problems that need neither pages nor language."""
    bench.memo.take_rest()
    found = [*bench.memo.read(READING_PROBLEMS), *check_library(bench.library)]
    return tuple(forgive_withheld(found, bench.library))


def _list_paths(_library: Library, records: tuple[Model, ...]) -> frozenset[Path]:
    return frozenset(record.place().source.path for record in records)

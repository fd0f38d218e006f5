"""Read one file of the content as models: a page, a record, or a list of records.

Takes a decoded file and its shelf; returns records bound to the shelf's model, and problems. Called by `core.reading.reader`, and
by code that reads a single file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from plugins.core.files.leftovers import FETCH_IT
from plugins.core.files.translation_names import split_name
from plugins.core.models.binding import bind, bind_all
from plugins.core.models.model import Model, fields_of, shape_of
from plugins.core.pages import PageModel, split_page
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.reading.homes import report_foreign_record
from plugins.core.records.nodes import Record, Scalar
from plugins.core.records.read import read_records
from plugins.core.shelf import Shelf
from plugins.core.source.sources import Text, text_of_lines
from plugins.core.swedish import compare_key
from plugins.core.translations.model import Translation


def read_models(source: SourceFile, path: Path, shelf: Shelf, shelves: Sequence[Shelf] = ()) -> tuple[list[Any], list[Problem]]:
    """Return the records of a decoded file, and its problems; `shelves` are the others to which its records may belong."""
    found, problems = _read_models(source, path, shelf, shelves)
    is_translation = shelf.model is not None and issubclass(shelf.model, Translation)
    return (_name_translations(found, path) if is_translation else found), problems


def _read_models(source: SourceFile, path: Path, shelf: Shelf, shelves: Sequence[Shelf]) -> tuple[list[Any], list[Problem]]:
    model = shelf.model
    assert model is not None
    shape = shape_of(model)
    if shelf.form == "page":
        return _read_page(source, path, model)
    text = text_of_lines(source, 1, source.text)
    if not source.text.strip():
        help_line = "Annars har texten försvunnit ur den, så hämta tillbaka en äldre version. Behövs den inte: ta bort den."
        return [], [Problem(Place(source), "tom-fil", "Filen är tom.", help=(FETCH_IT, help_line))]
    if shelf.form == "list" and (table := _find_table(source, model)):
        return [], [table]
    root, problems = read_records(text, shape, is_list=shelf.form == "list")
    if root is None:
        if shelf.is_required and not problems:
            problems = [Problem(Place(source), "tom-fil", "I filen står bara anteckningar.")]
        return [], problems
    if shelf.form == "list":
        bound, found = bind_all(model, root, Place(source), partial(report_foreign_record, own=shelf, shelves=shelves))
        # already with the right name
        reported = {problem.place.line for problem in problems if problem.code == "saknar-bindestreck"}
        return bound, problems + [p for p in found if not (p.code == "okant-falt" and p.place.line in reported)]
    if not isinstance(root, Record):
        message = "Filen ska bestå av fält, ett på varje rad, utan bindestreck."
        return [], [*problems, Problem(Place(source), "fel-form", message)]
    one, found = bind(model, root)
    return ([one] if one else []), problems + found


def _find_table(source: SourceFile, model: type[Model]) -> Problem | None:
    """Return the problem of a register that is a table pasted from a spreadsheet, with its first row as a record; else None."""
    lines = enumerate(source.text.split("\n"), 1)
    filled = [(number, line) for number, line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not filled or re.match(r"\s*-|[^;,|\t]*:(?:\s|$)", filled[0][1]):
        return None
    number, heads = filled[0]
    for sign in ("\t", ";", ",", "|"):
        names = [name.strip(' "') for name in heads.strip("|").split(sign)]
        fields = [name for name in names if compare_key(name) in fields_of(model)]
        if len(names) < 2 or len(fields) < len(names) / 2:
            continue
        values = [value.strip(' "') for value in filled[1][1].strip("|").split(sign)] if len(filled) > 1 else []
        pairs = [f"{name}: {value}" for name, value in zip(names, values, strict=False) if value]
        message = "Filen är en tabell, som från Excel. Här skrivs varje rad i tabellen som en post med fält."
        example = [f"{'  ' if at else '- '}{pair}" for at, pair in enumerate(pairs)]
        help_lines = ("Första raden blir:", *(f"  {line}" for line in example)) if example else ()
        return Problem(Place(source, number), "fel-form", message, help=help_lines)
    return None


def _read_page(source: SourceFile, path: Path, model: type[Model]) -> tuple[list[Any], list[Problem]]:
    header, body, problems = split_page(source, shape_of(model))
    if header is None or body is None:
        return [], problems
    root, problems = read_records(header, shape_of(model), is_list=False)
    if root is None and not problems:
        root = Record((), header.place())
    if isinstance(root, Scalar) or (root is not None and not isinstance(root, Record)):
        return [], [*problems, Problem(header.place(), "fel-form", "Sidhuvudet ska bestå av fält, ett på varje rad.")]
    if root is None:
        return [], problems
    one, found = bind(model, root)
    problems += found
    if one is None or not isinstance(one, PageModel):
        return [], problems
    return [one.model_copy(update={"name": path.stem, "body": body})], problems


def find_torn_text(source: SourceFile, model: type[Model]) -> Iterator[tuple[type[Model], Text]]:
    """Yield the Markdown of a page whose header could not be bound, unless the header says that it is a draft."""
    header, body, _ = split_page(source, shape_of(model))
    if header is not None and body is not None and not re.search(r"(?mi)^status\s*:\s*utkast\b", header.value):
        yield model, body


def _name_translations(found: list[Any], path: Path) -> list[Any]:
    """Return translations with their language; those of pages with the name of their original."""
    name = split_name(path.name)
    if name is None:
        return found
    values: dict[str, object] = {"code": name.code}
    return [
        one.model_copy(update=values | ({"name": name.original.rpartition(".")[0]} if isinstance(one, PageModel) else {}))
        for one in found
    ]

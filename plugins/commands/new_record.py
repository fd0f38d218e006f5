"""Records that `new` makes: one sort for each list of the content, at whose end the record is written.

In: a shelf, whose model says which fields there are. Out: a `Sort`. Called by `commands.new`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from plugins.commands.new_questions import check_reference, check_value, settle
from plugins.commands.new_sort import DRAFT, Ask, Draft, NotEnough, Sort, Wish, find_lacking, write_fields
from plugins.core.called import key_of
from plugins.core.kinds.keys import ID
from plugins.core.library import Library
from plugins.core.models.model import UNKNOWN, FieldInfo, fields_of
from plugins.core.shelf import Shelf
from plugins.core.swedish import compare_key, join_words, quote, slugify

_STEP: Final = (
    "Fyll i det som är ”saknas”, ta bort # framför de fält som behövs, och ta bort raden ”status: utkast” när allt stämmer."
)
_GIVEN: Final = ("goal", "tier", "website", "first_day", "last_day")
"""What an option of the task may give, by the English name of the field."""


def sort_of_records(shelf: Shelf) -> Sort:
    """Return how records of a list are made, as their model declares them."""
    model = shelf.model
    assert model is not None
    file = shelf.pattern.replace("*", shelf.pattern.partition("/")[0])
    fields = {info.english: info for info in fields_of(model).values()}
    names = [fields[english] for english in model.NAMED_BY]

    def make(wish: Wish, library: Library, ask: Ask | None) -> Draft:
        values = {**_read_name(names, wish.name), "status": DRAFT}
        for english in _GIVEN:
            if (value := getattr(wish, english)) and english in fields:
                values[english] = _check(fields[english], value, library)
        if model.NEEDS_ONE_OF and not {*model.NEEDS_ONE_OF} & {*values}:
            values[model.NEEDS_ONE_OF[0]] = UNKNOWN
        lacking = find_lacking(model, values)
        if lacking and (ask is None or not all(info.kind for info in lacking)):
            raise NotEnough(_tell_lacking(lacking, file, nobody_sits=ask is None))
        for info in lacking:
            values[info.english] = _ask_for(info, library, ask)
        lines, spare = write_fields(model, values, ())
        text = "\n".join([f"- {lines[0]}", *(f"  {line}" for line in [*lines[1:], *spare]), ""])
        return Draft(file, text, _STEP, is_record=True, shown_from=values.get(model.FIRST_DAY, ""))

    def refuse(name: str, library: Library) -> None:
        values = _read_name(names, name)
        for english, value in values.items():
            _check(fields[english], value, library)
        key = values[model.NAMED_BY[-1]]
        known = next((one for one in library.all(model) if compare_key(key_of(one)) == compare_key(key)), None)
        if known is not None:
            place = known.place(model.NAMED_BY[-1])
            raise NotEnough(f"{key} finns redan i {place.source.path.name}, rad {place.line}. Ändra där i stället.")

    stem = file.rpartition("/")[2].partition(".")[0]
    return Sort(model.NEW_WORDS or (stem,), f"{_ask_of(names[0])}:", make, refuse)


def _read_name(names: Sequence[FieldInfo], name: str) -> dict[str, str]:
    """Return the fields that a name fills in: the best of those that name a record, and the id that references say."""
    first, last = names[0], names[-1]
    return {first.english: name} | ({last.english: slugify(name) if last.kind is ID else name} if last is not first else {})


def _ask_of(info: FieldInfo) -> str:
    """Return a field with what it is for, as a question."""
    return f"{info.swedish[0].upper()}{info.swedish[1:]}" + (f" ({info.hint.rstrip('.')})" if info.hint else "")


def _ask_for(info: FieldInfo, library: Library, ask: Ask | None) -> str:
    def check(written: str) -> str:
        if not written:
            raise NotEnough("Här behövs ett svar. Vill du avbryta: tryck Ctrl-C.")
        return _check(info, written, library)

    return settle("", f"{_ask_of(info)}:", check, ask, "")


def _check(info: FieldInfo, written: str, library: Library) -> str:
    """Return a value that a field takes; what refers to a record, that there is such a one. Raises `NotEnough`."""
    register = next((one for one in library.registers.values() if info.key in map(compare_key, one.fields)), None)
    if register is not None:
        return check_reference(library.known(register.model), written)
    return check_value(info.kind)(written) if info.kind else written


def _tell_lacking(lacking: Sequence[FieldInfo], file: str, *, nobody_sits: bool) -> str:
    told = join_words([quote(info.swedish) for info in lacking])
    what = f"{'Fältet' if len(lacking) == 1 else 'Fälten'} {told} måste ha ett värde från början."
    if nobody_sits:
        return f"{what} Kör kommandot i ett terminalfönster, så frågar det, eller skriv posten för hand i {file}."
    return f"{what} Det kan kommandot inte fråga om: skriv posten för hand i {file}."

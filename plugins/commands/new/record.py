"""Records that `new` creates: one sort for each list of the content, at whose end the record is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from plugins.commands.new.fields import ask_of, check_field, fill_lacking, options_of, refuse_taken, values_of
from plugins.commands.new.questions import NO_ANSWER, name_after
from plugins.commands.new.sort import DRAFT, AnswerMissing, Ask, NewDraft, NewSort, Value, Wish, write_fields
from plugins.core.kinds.keys import ID
from plugins.core.library import Library
from plugins.core.models.model import UNKNOWN, FieldInfo, fields_of
from plugins.core.shelf import Shelf
from plugins.core.swedish import quote, slugify

_STEP: Final = (
    "Fyll i det som är ”saknas”, ta bort # framför de fält som behövs, och ta bort raden ”status: utkast” när allt stämmer."
)


def sort_of_records(shelf: Shelf) -> NewSort:
    """Return the sort for records of a list."""
    model = shelf.model
    assert model is not None
    file = shelf.pattern.replace("*", shelf.pattern.partition("/")[0])
    stem = file.rpartition("/")[2].partition(".")[0]
    fields = {info.english: info for info in fields_of(model).values()}
    first, last = fields[model.NAMED_BY[0]], fields[model.NAMED_BY[-1]]

    def make(wish: Wish, library: Library, ask: Ask | None) -> NewDraft:
        values: dict[str, Value] = {first.english: wish.name, **values_of(sort, wish, library), "status": DRAFT}
        if last.english not in values:
            values[last.english] = _make_id(last, sort, wish.name, library, ask) if last.kind is ID else wish.name
        elif last is not first:
            refuse_taken(model, str(values[last.english]), library, _advise_id(last))
        if model.NEEDS_ONE_OF and not {*model.NEEDS_ONE_OF} & {*values}:
            values[model.NEEDS_ONE_OF[0]] = UNKNOWN
        values |= fill_lacking(sort, values, library, ask, f"skriv posten för hand i {file}.")
        lines, spare = write_fields(model, values)
        text = "\n".join([f"- {lines[0]}", *(f"  {line}" if line else "" for line in [*lines[1:], *spare]), ""])
        return NewDraft(file, text, _STEP, is_record=True, shown_from=str(values.get(model.FIRST_DAY, "")))

    def refuse(name: str, library: Library) -> None:
        check_field(first, name, library)
        if last is first or last.kind is not ID:
            refuse_taken(model, name, library, lambda free: f"Är det något annat: kalla det till exempel {free}.")

    sort = NewSort(model.NEW_WORDS or (stem,), ask_of(first), model, options_of(model, first.english), make, refuse)
    return sort


def _advise_id(info: FieldInfo) -> Callable[[str], str]:
    return lambda free: f"Är det en annan: skriv --{slugify(info.swedish)} {free}"


def _make_id(info: FieldInfo, sort: NewSort, name: str, library: Library, ask: Ask | None) -> str:
    """Return an id made from a name or, where that is not possible or the id is taken, the answer. Raises `AnswerMissing`."""

    def check(written: str) -> str:
        if not written:
            raise AnswerMissing(NO_ANSWER)
        check_field(info, written, library)
        refuse_taken(sort.model, written, library, _advise_id(info) if ask is None else lambda _free: "")
        return written

    option = f"--{slugify(info.swedish)} {slugify(sort.words[-1])}-1"
    return name_after(name, f"Fältet {quote(info.swedish)}", option, ask_of(info), check, ask)

"""Fields that are given to `new` as options, which follow from the model of what is created.

Called by `commands.new.task` and its sorts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from plugins.commands.new.questions import NO_ANSWER, check_reference, check_value, refuse_several, settle
from plugins.commands.new.sort import OF_ALL, OWN_OPTIONS, AnswerMissing, Ask, NewSort, Value, Wish, find_lacking
from plugins.core.kinds.kind import Kind
from plugins.core.library import Library
from plugins.core.models.model import UNKNOWN, FieldInfo, Model, fields_of, shape_of
from plugins.core.record_names import key_of
from plugins.core.records.nodes import meant_key
from plugins.core.swedish import closest, compare_key, join_words, quote, slugify


def options_of(model: type[Model], *others: str) -> dict[str, FieldInfo]:
    """Return the fields that can be filled by one or several values, by option; `others` are given in another way."""
    found: dict[str, FieldInfo] = {}
    for info in fields_of(model).values():
        option = OWN_OPTIONS.get(info.english) or slugify(info.swedish)
        if _kind_of(info) is not None and info.english not in ("status", *others) and option not in OF_ALL:
            found[option] = info
    return found


def _kind_of(info: FieldInfo) -> Kind | None:
    """Return the kind of a field's values; for a record that can be written as a single value (`bild: namn.jpg`), that
    value's.
    """
    if info.nested is None:
        return info.kind
    return next((one.kind for one in fields_of(info.nested).values() if one.english == info.nested.SHORT_FOR), None)


def read_options(sort: NewSort, wish: Wish) -> Wish:
    """Return the wish with all options by name; raise `AnswerMissing` where some do not belong to the sort."""
    typed = [(option, value) for name, option in OWN_OPTIONS.items() if (value := getattr(wish, name))]
    for field in wish.fields:
        name, sign, value = field.partition("=")
        if not name.strip() or not sign:
            raise AnswerMissing(f"Efter --falt ska stå ett fält och dess värde: --falt {name.strip() or 'ordning'}=VÄRDE")
        if not value.strip():
            raise AnswerMissing(f"Valet --{name} behöver ett värde: --{name} VÄRDE")
        typed.append((name, value.strip()))
    given: dict[str, tuple[str, ...]] = {}
    called = [wish.name] if wish.name else []
    unknown: list[str] = []
    for name, value in typed:
        option = _find_option(sort, name)
        if option is None and _is_name(sort, name):
            called.append(value)
            continue
        if option is None:
            unknown.append(name)
            continue
        info = sort.options[option]
        if option in given and not (info and info.is_list):
            raise AnswerMissing(f"Valet --{option} står mer än en gång.")
        given[option] = (*given.get(option, ()), value)
    if unknown:
        raise AnswerMissing(_refuse(sort, unknown))
    if len(called) > 1:
        raise AnswerMissing(f"Vad det ska heta står mer än en gång. Skriv det bara med --{OF_ALL[0]}.")
    own: dict[str, Any] = {name: given.get(option, ("",))[0] for name, option in OWN_OPTIONS.items()}
    return replace(wish, **own, name="".join(called), given=given)


def _find_option(sort: NewSort, written: str) -> str | None:
    """Return the option with this name, or that of the field with this name in files or in the model."""
    if (name := slugify(written)) in sort.options:
        return name
    return next((option for option, info in sort.options.items() if info and _means(written, info)), None)


def _is_name(sort: NewSort, written: str) -> bool:
    """Return whether an option is the name, by that word or by the field that it fills."""
    return slugify(written) == OF_ALL[0] or _means(written, _named_by(sort))


def _named_by(sort: NewSort) -> FieldInfo:
    return next(info for info in fields_of(sort.model).values() if info.english == sort.model.NAMED_BY[0])


def _means(written: str, info: FieldInfo) -> bool:
    """Return whether this is the name of a field, in files or in the model."""
    return compare_key(written) == info.key or slugify(written) == info.english.replace("_", "-")


def _refuse(sort: NewSort, unknown: list[str]) -> str:
    options = [OF_ALL[0], *sort.options]
    guess = _guess(sort, unknown[0], [*options, *OF_ALL]) if len(unknown) == 1 else None
    what = "Valet" if len(unknown) == 1 else "Valen"
    meant = f" Menade du --{guess}?" if guess else ""
    return f"{what} {_join(unknown)} hör inte till {sort.words[-1]}.{meant} De val som hör till är {_join(options)}."


def _guess(sort: NewSort, written: str, options: list[str]) -> str | None:
    key = meant_key(shape_of(sort.model), compare_key(written))
    if key == _named_by(sort).key:
        return OF_ALL[0]
    return next((option for option, info in sort.options.items() if info and info.key == key), closest(written, options))


def _join(options: Iterable[str]) -> str:
    return join_words([f"--{option}" for option in options])


def values_of(sort: NewSort, wish: Wish, library: Library, *others: str) -> dict[str, Value]:
    """Return the values that were given, validated, by English name of the field; the options in `others` are left out."""
    values: dict[str, Value] = {}
    for option, written in wish.given.items():
        if (info := sort.options[option]) is not None and option not in others:
            checked = [check_field(info, one, library) for one in written]
            values[info.english] = checked if info.is_list else checked[0]
    return values


def check_field(info: FieldInfo, written: str, library: Library) -> str:
    """Return a value if the field takes it and, for a reference, the record exists; otherwise raise `AnswerMissing`."""
    if written == UNKNOWN:
        return written
    register = next((one for one in library.registers.values() if info.key in map(compare_key, one.fields)), None)
    if register is not None:
        refuse_several(info, library.known(register.model), written)
        return check_reference(library.known(register.model), written)
    kind = _kind_of(info)
    return check_value(kind)(written) if kind else written


def refuse_taken(model: type[Model], key: str, library: Library, advise: Callable[[str], str]) -> None:
    """Raise `AnswerMissing` where a record has this name already; `advise` gets a free one and returns what to write."""
    taken = {compare_key(key_of(one)): one for one in reversed(library.all(model))}
    if (known := taken.get(compare_key(key))) is None:
        return
    place = known.place(model.NAMED_BY[-1])
    free = next(one for number in count(2) if compare_key(one := f"{key}-{number}") not in taken)
    message = f"{key} finns redan i {place.source.path.name}, rad {place.line}. Ändra där i stället."
    raise AnswerMissing(f"{message} {advise(free)}".rstrip(), free)


def fill_lacking(sort: NewSort, values: Mapping[str, Value], library: Library, ask: Ask | None, by_hand: str) -> dict[str, Value]:
    """Ask for each required field without a value; return the answers by English name.

    `by_hand` says how to do it without the task, for fields that it cannot ask for. Raises `AnswerMissing`.
    """
    lacking = find_lacking(sort.model, values)
    options = {info.english: option for option, info in sort.options.items() if info}
    if lacking and (ask is None or not all(info.kind for info in lacking)):
        names = join_words([quote(info.swedish) for info in lacking])
        what = f"{'Fältet' if len(lacking) == 1 else 'Fälten'} {names} måste ha ett värde från början."
        if not all(info.english in options for info in lacking):
            raise AnswerMissing(f"{what} Det kan kommandot inte ta emot: {by_hand}")
        how = f"Skriv {_join(options[info.english] for info in lacking)} med {'ett' if len(lacking) == 1 else 'var sitt'} värde"
        raise AnswerMissing(f"{what} {how}, eller kör kommandot i ett terminalfönster, så frågar det.")
    return {info.english: _ask_for(info, library, ask) for info in lacking}


def ask_of(info: FieldInfo) -> str:
    """Return a field and its hint as a question."""
    return f"{info.swedish[0].upper()}{info.swedish[1:]}" + (f" ({info.hint.rstrip('.')})" if info.hint else "") + ":"


def _ask_for(info: FieldInfo, library: Library, ask: Ask | None) -> str:
    def check(written: str) -> str:
        if not written:
            raise AnswerMissing(NO_ANSWER)
        return check_field(info, written, library)

    return settle("", ask_of(info), check, ask, "")

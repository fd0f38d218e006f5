"""Report what does not fit a model's fields: unknown and missing fields, and times in the wrong field.

Returns problems with suggestions. Called by `core.models.binding`; `count_misfits` by code that determines which model a record
is most like.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from plugins.core.kinds.kind import KindError
from plugins.core.kinds.periods import split_span
from plugins.core.models.model import FieldInfo, Model, fields_of, find_meant
from plugins.core.models.other_names import FROM, KNOWN_WORDS, TO
from plugins.core.problems import Problem
from plugins.core.records.nodes import Entry, Items, Node, Record, Scalar
from plugins.core.source.sources import Text
from plugins.core.swedish import closest, compare_key, join_words, quote

_SAYS_YES = ("true", "yes", "ja", "sant", "1")


def has_no_field_of(model: type[Model], record: Record) -> bool:
    """Return whether a record has no field of its model, nor anything similar: `- Om oss: /om/` for a link."""
    fields = fields_of(model)
    known = any(entry.key in fields or guess_field(model, entry, set()) for entry in record.entries)
    return bool(record.entries) and not known


def foreign_record(model: type[Model], record: Record) -> Problem:
    """Return one problem for a record that has none of its model's fields, with a correction if the model requires two fields."""
    entry = record.entries[0]
    required = [info.swedish for info in fields_of(model).values() if info.required]
    if len(record.entries) == 1 and isinstance(entry.value, Items):
        message = f"Raden {quote(entry.name + ':')} behövs inte: filen är redan en lista."
        help_line = "Ta bort den, och dra ut raderna under så att bindestrecken står längst till vänster."
        return Problem(entry.place, "fel-form", message, help=(help_line,))
    help_lines: tuple[str, ...] = ("Skriv fälten på egna rader, rakt under varandra.",)
    if len(required) == 2 and len(record.entries) == 1 and isinstance(entry.value, Scalar) and entry.value.text.value.strip():
        help_lines += (f"Till exempel  {required[0]}: {entry.name}", f"och under den  {required[1]}: {entry.value.text.value}")
    names = [info.swedish for info in fields_of(model).values()]
    what = "fältet" if len(required) == 1 else "fälten"
    message = f"{quote(entry.name)} är inget fält. Här ska det stå en post med {what} {join_words(required or names)}."
    return Problem(entry.place, "fel-form", message, help=help_lines)


_UNSEEN = re.compile("[\u00a0\u00ad\u200b-\u200d\u202f\u2060\ufeff]")


def guess_field(model: type[Model], entry: Entry, named: set[str]) -> str | None:
    """Return the unused field that a wrong name most likely stands for, or None."""
    fields = fields_of(model)
    for plain in (_UNSEEN.sub(" ", entry.name), _UNSEEN.sub("", entry.name)):
        if compare_key(plain) in fields:
            return fields[compare_key(plain)].swedish
    by_english = (key for key, info in fields.items() if info.english == entry.key)
    for key in (*by_english, *find_meant(model, entry.key)):
        if key not in named:
            return fields[key].swedish
    free = {key: info.swedish for key, info in fields.items() if key not in named}
    if entry.key in KNOWN_WORDS:  # a known word is not a misspelling of another
        free = {key: name for key, name in free.items() if _is_form(entry.key, key)}
    return closest(entry.name, free.values())


_ENDING = 3
"""The longest ending of a word, in letters: `kontakt`, `kontakter`."""


def _is_form(written: str, key: str) -> bool:
    """Return whether two names are one word with different endings, or the written one is a word of the name."""
    short, long = sorted((written, key), key=len)
    is_ending = long.startswith(short) and len(long) - len(short) <= _ENDING < len(short)
    return is_ending or written in key.split("_")


def unknown_field(model: type[Model], entry: Entry, guess: str | None) -> Problem:
    """Return the problem of an unknown field, with the guess as correction."""
    right = entry.place.rewritten(entry.name, guess) if guess else None
    if _UNSEEN.search(entry.name) and guess:
        message = f"I fältnamnet {quote(guess)} står ett tecken som inte syns, till exempel ett fast mellanslag."
        return Problem(entry.place, "okant-falt", message, suggestion=right, help=("Skriv om fältnamnet för hand.",))
    if guess == "status" and isinstance(entry.value, Scalar) and entry.key in ("draft", "utkast", "published", "publicerad"):
        is_said = compare_key(entry.value.text.value) in _SAYS_YES
        is_draft = is_said == (entry.key in ("draft", "utkast"))
        right = f"status: {'utkast' if is_draft else 'publicerad'}"
    last = ("tidigare_adresser", "status")
    names = join_words([info.swedish for key, info in sorted(fields_of(model).items(), key=lambda item: item[0] in last)])
    return Problem(
        entry.place,
        "okant-falt",
        f"Det finns inget fält som heter {quote(entry.name)}.{f' Menade du {quote(guess)}?' if guess else ''}",
        suggestion=right,
        help=() if guess else (f"Fälten är {names}.",),
    )


def count_misfits(model: type[Model], names: Collection[str]) -> tuple[int, int]:
    """Return how many of `names` (as compared) are no fields of a model, and how many required fields are not among them."""
    fields = fields_of(model)
    return sum(name not in fields for name in names), sum(info.required and key not in names for key, info in fields.items())


def missing_fields(model: type[Model], missing: Sequence[FieldInfo], record: Record) -> Problem:
    """Return one problem for all required fields that a record lacks."""
    names = join_words([quote(info.swedish) for info in missing])
    if len(missing) == 1:
        message = f"Fältet {names} saknas: {model.CALLED} måste ha det."
        help_lines = [f"Lägg till raden {missing[0].swedish}: …"]
    else:
        message = f"Fälten {names} saknas: {model.CALLED} måste ha dem."
        help_lines = ["Lägg till raderna", *(f"  {info.swedish}: …" for info in missing)]
    unknowable = [info.swedish for info in missing if info.may_be_unknown]
    if unknowable:
        help_lines.append(f"Är uppgiften inte känd: skriv {unknowable[0]}: saknas")
    return Problem(record.place, "saknar-falt", message, help=tuple(help_lines))


def ends_of(model: type[Model]) -> tuple[FieldInfo, FieldInfo] | None:
    """Return a model's fields for the beginning and end of a period: `från` and `till`, or else its first and last day."""
    fields = fields_of(model)
    by_day = {info.english: info for info in fields.values()}
    first = fields.get(FROM) or by_day.get(model.FIRST_DAY)
    last = fields.get(TO) or by_day.get(model.LAST_DAY)
    return (first, last) if first and last else None


def two_times(node: Node, ends: tuple[FieldInfo, FieldInfo]) -> tuple[str, str] | None:
    """Return beginning and end if one value has both, and each is valid in its own field; else None."""
    if not isinstance(node, Scalar) or not (parts := split_span(node.text.value)):
        return None
    for info, part in zip(ends, parts, strict=True):
        try:
            if info.kind is None or info.kind.parse(Text(part, node.text.source, node.text.spans)) is None:
                return None
        except KindError:
            return None
    return parts


def time_in_one_field(entry: Entry, ends: tuple[FieldInfo, FieldInfo], named: set[str]) -> Problem:
    """Return the problem of an unknown field for a period, whose beginning and end are separate fields."""
    message = f"Det finns inget fält som heter {quote(entry.name)}. Början skrivs {_in_each(ends)}"
    if parts := two_times(entry.value, ends):
        return Problem(entry.place, "okant-falt", message, help=_in_two_rows(ends, parts))
    help_line = (
        "Ta bort raden: de fälten finns redan."
        if named & {end.key for end in ends}
        else f"Skriv det på två rader, {ends[0].swedish}: … och {ends[1].swedish}: …"
    )
    return Problem(entry.place, "okant-falt", message, help=(help_line,))


def two_times_in_one(entry: Entry, ends: tuple[FieldInfo, FieldInfo], parts: tuple[str, str]) -> Problem:
    """Return the problem of a value that has both beginning and end, which are separate fields."""
    assert isinstance(entry.value, Scalar)  # `two_times` has found both in it
    message = f"{quote(entry.value.text.value)} är två tider. Här ska stå en: början {_in_each(ends)}"
    return Problem(entry.value.place, "fel-tid", message, help=_in_two_rows(ends, parts))


def _in_each(ends: tuple[FieldInfo, FieldInfo]) -> str:
    return f"i fältet {ends[0].swedish}, slutet i fältet {ends[1].swedish}."


def _in_two_rows(ends: tuple[FieldInfo, FieldInfo], parts: tuple[str, str]) -> tuple[str, ...]:
    return "Skriv två rader:", *(f"  {end.swedish}: {part}" for end, part in zip(ends, parts, strict=True))

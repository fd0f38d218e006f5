"""Show fields as their declarations say: as a row of a fact table (`label`), in large type under a title (`hero`), and in open
data (`data`).

Takes a record, and the text of the page. Values that depend on more than their own field (a share, a phase, a name with a
default) are added by the room's view and items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from plugins.core.inputs import LOOKS
from plugins.core.kinds.keys import REFERENCE, Key
from plugins.core.kinds.numbers import ANY_YEAR, MONEY, YEAR
from plugins.core.kinds.periods import Period
from plugins.core.library import Library
from plugins.core.locales.foreign import fill, join_words_of
from plugins.core.locales.locale import format_day, format_money, format_number
from plugins.core.markdown.nodes import LinkFound
from plugins.core.marks.marks import find_marks
from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.phases import format_time, machine_time
from plugins.core.pictures.linked import add_words, lead
from plugins.core.source.lines import Line
from plugins.core.source.sources import Text
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.sheets import Detail, DetailRow, DetailValue, name_values
from plugins.core.words.interface import Words

NOTHING: Mapping[str, Any] = MappingProxyType({})


def list_rows(
    record: Model,
    text: PageText,
    words: Words,
    addresses: Mapping[str, str] = NOTHING,
    after: Mapping[str, Iterable[DetailRow]] = NOTHING,
) -> Iterator[DetailRow]:
    """Yield a row for each field with a label, in the order of the model.

    `addresses` has link targets by compared name; `after` has rows to insert after a field, by its English name.
    """
    for info in fields_of(type(record)).values():
        if info.label:
            yield words.find(info.label) or info.swedish, _list_values(info, record, text, words, addresses)
        yield from after.get(info.english, ())


def format_fields(record: Model, names: Iterable[str], text: PageText, words: Words) -> str:
    """Return the values of fields (by their English names) as in a fact table, joined with commas; empty if there are none."""
    infos = {info.english: info for info in fields_of(type(record)).values()}
    values = (value.text for name in names for value in _list_values(infos[name], record, text, words, NOTHING))
    return join_words_of([part for value in values for part in (", ", value)][1:])


def list_hero_lines(record: Model, text: PageText, words: Words) -> Iterator[Detail]:
    """Yield the lines in large type under the title of a page, in the order of the model, with a label or none."""
    for info in fields_of(type(record)).values():
        if info.hero and (values := _list_values(info, record, text, words, NOTHING)):
            yield Detail((words.find(info.label) or info.swedish) if info.label else "", tuple(values))


def format_file(record: Model, field: str, name: str, text: PageText, library: Library) -> tuple[DetailValue, ...]:
    """Return the downloadable file (`DocumentAddress`) in a field of a record, by the field's English name, as a value that links
    to it: `name (PDF, 1 MB)`; empty if there is none.

    The link counts as one of the page of `text`, so it is checked and published with that page, whatever the record.
    """
    address = getattr(record, field)
    if not address:
        return ()
    text.links.append(LinkFound(address, record.place(field)))
    led = lead(address, library.gallery, library.words)
    return (DetailValue(add_words(name, led.words), led.address),)


def format_goals(references: Iterable[Key | None], text: PageText, library: Library) -> tuple[DetailValue, ...]:
    """Return the shown goals among `references` as values, each with its colour and a link to its page, in the order of goals.

    The marks in their titles count as shown on the page of `text`.
    """
    wanted = {reference.key for reference in references if reference}
    looks = library.memo.read(LOOKS)
    found = []
    for goal in (goal for key, goal in library.referred_by("lokala mål").shown.items() if key in wanted):
        text.note(find_marks(goal.title))
        title = PageText(library.marks(library.setting_of(goal))).line(goal.title)
        words = fill(library.words.goal_named, number=goal.number, title=title)
        found.append(DetailValue(words, goal.address, colour_class=looks.colour_class(goal.number)))
    return tuple(found)


def describe_fields(record: Model, text: PageText, words: Words, whole: Callable[[str], str]) -> dict[str, object]:
    """Return the fields that are in open data, by their names there, in the order of the model.

    `whole` returns the whole address of a file or page of the site; whatever an address leads to is written so.
    """
    fields = (info for info in fields_of(type(record)).values() if info.data)
    return {info.data: _describe_field(info, record, text, words, whole) for info in fields}


def _list_values(
    info: FieldInfo, record: Model, text: PageText, words: Words, addresses: Mapping[str, str]
) -> tuple[DetailValue, ...]:
    value = getattr(record, info.english)
    values = value if info.is_list else (value,)
    if info.kind and info.kind.is_name:
        return name_values(values, text, addresses)
    return tuple(_format_value(one, info, text, words) for one in values if one is not None)


def _format_value(value: object, info: FieldInfo, text: PageText, words: Words) -> DetailValue:
    if isinstance(value, (Line, Text)):
        return DetailValue(text.line(value))
    if isinstance(value, Period):
        return DetailValue(format_time(value, words), time=machine_time(value))
    if isinstance(value, date):
        return DetailValue(format_day(value, words.language), time=value.isoformat())
    if isinstance(value, int) and info.kind is MONEY:
        return DetailValue(format_money(value, words.language))
    if isinstance(value, int) and not isinstance(value, bool):
        return DetailValue(str(value) if info.kind in (YEAR, ANY_YEAR) else format_number(value, words.language))
    if info.kind is REFERENCE:
        raise TypeError(f"{info.english}: a reference has no label; the view makes its row, and gives it to list_rows as `after`")
    raise TypeError(f"{info.english}: nothing says how a value of this kind stands in a fact table")


def _describe_field(info: FieldInfo, record: Model, text: PageText, words: Words, whole: Callable[[str], str]) -> object:
    value = getattr(record, info.english)
    if info.kind and info.kind.leads_to and value:
        return [*map(whole, value)] if info.is_list else whole(value)
    if info.kind is REFERENCE and value:
        raise TypeError(f"{info.english}: a reference has no data; the room's items say the words of the record that it names")
    return _describe(value, text, words)


def _describe(value: object, text: PageText, words: Words) -> object:
    if isinstance(value, tuple):
        return [_describe(one, text, words) for one in value]
    if isinstance(value, (Line, Text)):
        return text.line(value) or None
    if isinstance(value, Period):
        return format_time(value, words)
    return value.isoformat() if isinstance(value, date) else value

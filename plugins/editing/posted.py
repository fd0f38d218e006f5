"""Turn a submitted form into the record that it means.

Takes the form's fields by name and the record's previous value; returns a `Tree`. Values that the editor did not touch stay the
same to the character, although browsers normalise line ends. Called by `editing.take`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.source.sources import normalise_text
from plugins.core.writer.tree import Tree
from plugins.editing.fields import is_program_own

MOST_ITEMS: Final = 500
"""Most items that a list in a form may have."""
MORE, LESS, UP = "fler", "bort", "upp"
LIST_ACTIONS: Final = (MORE, LESS, UP)
"""What the buttons of a list do: add an empty item, remove an item, move an item up."""
_NUMBER: Final = re.compile(r"([0-9]{1,3})(?:\.|\Z)")


def tidy(written: str) -> str:
    """Return typed text with normalised line ends, stripped."""
    return normalise_text(written).strip()


def record_from(
    posted: Mapping[str, str], model: type[Model], old: Tree, prefix: str = "", *, keeps_empty: bool = False
) -> dict[str, Tree]:
    """Return the record that a form means; empty list items are dropped unless `keeps_empty`."""
    before = old if isinstance(old, dict) else {}
    record: dict[str, Tree] = {}
    fields = fields_of(model)
    for key in (*before, *(key for key in fields if key not in before)):
        if key not in fields or is_program_own(fields[key]):
            if key in before:
                record[key] = before[key]  # not shown in any form
            continue
        value = _value(posted, fields[key], before.get(key, ""), f"{prefix}{key}", keeps_empty=keeps_empty)
        if value:
            record[key] = value
        elif key in before and before[key] == value:
            record[key] = value  # the key was there, with no value
    return record


def _value(posted: Mapping[str, str], info: FieldInfo, old: Tree, name: str, *, keeps_empty: bool) -> Tree:
    if info.is_list:
        return _list(posted, info, old, name, keeps_empty=keeps_empty)
    if info.nested:
        return _nested(posted, info.nested, old, name, keeps_empty=keeps_empty)
    if name not in posted:
        return old  # the form has no such field
    written = tidy(posted[name])
    return old if isinstance(old, str) and tidy(old) == written else written


def _list(posted: Mapping[str, str], info: FieldInfo, old: Tree, name: str, *, keeps_empty: bool) -> Tree:
    numbers = numbers_of(posted, name)
    before = old if isinstance(old, list) else [old] if old else []
    items: list[Tree] = []
    for number in numbers:
        was = before[number] if number < len(before) else ""
        if info.nested:
            item: Tree = _nested(posted, info.nested, was, f"{name}.{number}", keeps_empty=keeps_empty)
        else:
            written = tidy(posted[f"{name}.{number}"])
            item = was if isinstance(was, str) and tidy(was) == written else written
        if item or (keeps_empty and info.nested):
            items.append(item)
    return items


def _nested(posted: Mapping[str, str], model: type[Model], old: Tree, name: str, *, keeps_empty: bool) -> Tree:
    short = next((info.key for info in fields_of(model).values() if info.english == model.SHORT_FOR), None)
    before: Tree = {short: old} if short and isinstance(old, str) and old else old
    record = record_from(posted, model, before, f"{name}.", keeps_empty=keeps_empty)
    if isinstance(old, str) and old and list(record) == [short]:
        return record[str(short)]  # keep the short form, `bild: namn.jpg`
    return record


def numbers_of(posted: Mapping[str, str], name: str) -> Sequence[int]:
    """Return the item numbers that a form has for a list, in ascending order."""
    before = f"{name}."
    found = {int(match[1]) for key in posted if key.startswith(before) and (match := _NUMBER.match(key, len(before)))}
    return sorted(found)[:MOST_ITEMS]


def record_with_changed_list(
    posted: Mapping[str, str], model: type[Model], old: Tree, action: str, at: str, default_items: Sequence[Tree] = ()
) -> dict[str, Tree]:
    """Return the record that a form means, with `action` (one of `LIST_ACTIONS`) applied to the list or list item named by `at`.

    `default_items` is what the site uses while the list is empty (a computed menu): adding an item starts from that.
    """
    record = record_from(posted, model, old, keeps_empty=True)
    if action == MORE:
        _fold(record, model, at)
        if default_items and not record.get(at):
            record[at] = [*default_items]
    _change_list(record, at.split("."), action)
    return record


def _fold(record: dict[str, Tree], model: type[Model], name: str) -> None:
    """Move the values that a record has itself into the first item of its list, when that list gets a second item."""
    info = fields_of(model).get(name)
    if info is None or info.nested is None or info.english != model.FOLDS_INTO:
        return
    own = {key: record.pop(key) for key in fields_of(info.nested) if record.get(key)}
    items = record.get(name)
    if own:
        record[name] = [own, *(items if isinstance(items, list) else [])]


def _change_list(tree: Tree, steps: Sequence[str], action: str) -> None:
    """Apply `action` in place. `steps` lead to a list in `tree`; unless an item is added, the last step is an item's number."""
    place: Tree = tree
    walked = steps if action == MORE else steps[:-1]
    for at, step in enumerate(walked):
        if isinstance(place, list):
            place = place[int(step)]
        elif isinstance(place, dict):
            following: Tree = {} if at + 1 < len(walked) and not walked[at + 1].isdigit() else []
            place = place.setdefault(step, following)
    if not isinstance(place, list):
        return
    if action == MORE:
        place.append({})
        return
    number = int(steps[-1])
    if action == LESS and number < len(place):
        del place[number]
    elif action == UP and 0 < number < len(place):
        place[number - 1], place[number] = place[number], place[number - 1]

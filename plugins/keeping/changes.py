"""Compare two states of the content: which pages and records have changed, and which of their fields.

Takes files before and after (bytes by path relative to `content/`); returns `ContentChange`s, and a Swedish sentence for them.
Used to save, show and search changes. A file that cannot be parsed is named as a file: no change is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from plugins.core.dataclass import dataclass
from plugins.core.models.model import shape_of
from plugins.core.pages import split_page
from plugins.core.places import SourceFile
from plugins.core.reading.placing import find_shelf
from plugins.core.records.nodes import Items, Node, Record, Scalar, Shape, known_fields, meant_key
from plugins.core.records.read import read_records
from plugins.core.shelf import Shelf
from plugins.core.source.sources import normalise_text, text_of_lines
from plugins.core.swedish import compare_key
from plugins.keeping.records import NAMES, name_record

ChangeSort = Literal["nytt", "ändrat", "borttaget"]
RENAMED: Final = "bytt namn"
ALIKE: Final = 0.6
"""Share of the fields of two records that must be equal for them to count as one record that was renamed."""
MOST_NAMES: Final = 6
"""Most names in one sentence; the rest are counted."""
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A changed field of a record or section of a text. A value is None where there is none."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ContentChange:
    """A page, a record or a file that has changed."""

    sort: ChangeSort
    path: str
    """Relative to `content/`."""
    called: str
    """The Swedish word for this kind of record, in the definite form: "partnern"; "filen" for what is not a record."""
    name: str
    fields: tuple[FieldChange, ...] = ()
    was: str = ""
    """Former name, of a record that was renamed."""
    also: tuple[str, ...] = ()
    """Other names by which it can be searched for: of a contact its name and role, where `name` is its id."""


def find_changes(before: Mapping[str, bytes], after: Mapping[str, bytes], shelves: Sequence[Shelf]) -> list[ContentChange]:
    """Return the changes, in the order of paths."""
    changes: list[ContentChange] = []
    for path in sorted({*before, *after}):
        if before.get(path) != after.get(path):
            changes += _compare_file(path, before.get(path), after.get(path), shelves)
    return _join_renamed(changes)


def describe_changes(changes: Iterable[ContentChange]) -> str:
    """Return the message of a commit: "Ändrat: Ingen hemlöshet; bytt namn: Almen till Almen & Co; nytt: partnern Norra"."""
    changes = list(changes)
    parts = []
    for sort in ("ändrat", RENAMED, "nytt", "borttaget"):
        found = [change for change in changes if (RENAMED if change.was else change.sort) == sort]
        names = list(dict.fromkeys(_format_name(change) for change in found))
        if names:
            more = f" och {len(names) - MOST_NAMES} till" if len(names) > MOST_NAMES else ""
            parts.append(f"{sort}: {', '.join(names[:MOST_NAMES])}{more}")
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def _format_name(change: ContentChange) -> str:
    if change.was:
        return f"{_cut(change.was)} till {_cut(change.name)}"
    return _cut(change.name) if change.sort == "ändrat" else f"{change.called} {_cut(change.name)}"


def _cut(name: str, longest: int = LONGEST_NAME) -> str:
    name = " ".join(name.split())
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def _join_renamed(changes: list[ContentChange]) -> list[ContentChange]:
    """Turn the removal and addition of a page with one title into a change: its file was renamed."""
    gone = {(one.called, one.name): one for one in changes if one.sort == "borttaget" and one.path.endswith(".md")}
    found = []
    dropped = set()
    for one in changes:
        old = gone.get((one.called, one.name)) if one.sort == "nytt" else None
        if old:
            dropped.add(id(old))
            fields = (FieldChange("filens namn", Path(old.path).name, Path(one.path).name),)
            found.append(ContentChange("ändrat", one.path, one.called, one.name, fields))
        else:
            found.append(one)
    return [one for one in found if id(one) not in dropped]


# ---- one file

_NAMES: Final = frozenset(map(compare_key, (*NAMES, "roll")))


@dataclass(frozen=True, slots=True)
class _Thing:
    """A record in the form that is compared."""

    name: str
    fields: Mapping[str, str]
    """Values by the name of the field, as shown."""

    @property
    def also(self) -> tuple[str, ...]:
        """Values of the other fields that identify it."""
        return tuple(value for field, value in self.fields.items() if compare_key(field) in _NAMES and value != self.name)


def _compare_file(path: str, before: bytes | None, after: bytes | None, shelves: Sequence[Shelf]) -> Iterator[ContentChange]:
    shelf = find_shelf(path, shelves) or find_shelf(re.sub(r"\.[a-z]{2,8}(\.(?:md|yaml))$", r"\1", path), shelves)
    if shelf is None or shelf.model is None or shelf.form == "file":
        yield ContentChange(_sort(before, after), path, "filen", Path(path).name)
        return
    called = shelf.model.CALLED
    old, new = (None if data is None else _read(path, data, shelf) for data in (before, after))
    if (before is not None and old is None) or (after is not None and new is None):
        yield ContentChange(_sort(before, after), path, "filen", Path(path).name)
        return
    found = list(_compare_things(path, called, old or {}, new or {}))
    if not found and before is not None and after is not None:  # only comments, order or empty lines
        found = [ContentChange("ändrat", path, "filen", Path(path).name)]
    elif not found:
        found = [ContentChange(_sort(before, after), path, "filen", Path(path).name)]
    yield from found


def _sort(before: object, after: object) -> ChangeSort:
    return "nytt" if before is None else "borttaget" if after is None else "ändrat"


def _compare_things(path: str, called: str, old: Mapping[str, _Thing], new: Mapping[str, _Thing]) -> Iterator[ContentChange]:
    former = _find_renamed(old, new)
    for key in dict.fromkeys([*new, *(key for key in old if key not in former.values())]):
        was, now = old.get(former.get(key, key)), new.get(key)
        if was is None or now is None:
            there = now or was
            assert there is not None
            yield ContentChange(_sort(was, now), path, called, there.name, also=there.also)
        elif was.fields != now.fields:
            names = dict.fromkeys([*was.fields, *now.fields])
            fields = [FieldChange(name, was.fields.get(name), now.fields.get(name)) for name in names]
            differing = tuple(one for one in fields if one.before != one.after)
            known_by = tuple(dict.fromkeys([*now.also, *was.also]))
            yield ContentChange("ändrat", path, called, now.name, differing, was.name if was.name != now.name else "", known_by)


def _find_renamed(old: Mapping[str, _Thing], new: Mapping[str, _Thing]) -> dict[str, str]:
    """Return the records that were renamed, judged by equal fields: new name → old name."""
    lost, fresh = ([key for key in one if key not in other] for one, other in ((old, new), (new, old)))
    found: dict[str, str] = {}
    for gone in lost:
        likeness = {key: _likeness(old[gone], new[key]) for key in fresh if key not in found}
        best = max(likeness, key=lambda key: likeness[key], default=None)
        if best is not None and likeness[best] >= ALIKE:
            found[best] = gone
    return found


def _likeness(one: _Thing, other: _Thing) -> float:
    """Return the share of fields that are equal in two records, leaving out those that hold the record's own name."""
    names = {name for name in (*one.fields, *other.fields) if one.fields.get(name) != one.name}
    return sum(one.fields.get(name) == other.fields.get(name) for name in names) / len(names) if names else 0.0


def _read(path: str, data: bytes, shelf: Shelf) -> dict[str, _Thing] | None:
    """Return the records of a file by comparison key; None where it cannot be parsed."""
    try:
        text = normalise_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None
    assert shelf.model is not None
    shape = shape_of(shelf.model)
    source = SourceFile(Path(path), text)
    if shelf.form == "page":
        header, body, _ = split_page(source, shape)
        if header is None or body is None:
            return None
        root, _ = read_records(header, shape, is_list=False)
        fields = {**_fields(root, shape), **_sections(body.value)}
        name = _plain_title(fields.get("titel") or fields.get("rubrik")) or Path(path).stem
        return {"": _Thing(name, fields)}
    root, _ = read_records(text_of_lines(source, 1, text), shape, is_list=shelf.form == "list")
    if shelf.form == "record":
        return {"": _Thing(shelf.model.CALLED, _fields(root, shape))} if isinstance(root, Record) else None
    if not isinstance(root, Items):
        return {} if root is None and not re.search(r"(?m)^\s*[^\s#]", text) else None
    things: dict[str, _Thing] = {}
    for item in root.items:
        name = name_record(item, shape)
        key = compare_key(name)
        while key in things:
            key += "+"
        things[key] = _Thing(name, _fields(item, shape))
    return things


def _plain_title(title: str | None) -> str:
    return " ".join(re.sub(r"\{[^{}\n]*\}", "…", title or "").split())


def _fields(node: Node | None, shape: Shape) -> dict[str, str]:
    if not isinstance(node, Record):
        return {}
    found = {}
    for entry in node.entries:
        key = meant_key(shape, entry.key)
        known = known_fields(shape).get(key)
        found[known.name if known else entry.name] = _show(entry.value)
    return found


def _show(node: Node) -> str:
    """Return a value on one line, to compare and to show."""
    if isinstance(node, Scalar):
        return " ".join(node.text.value.split())
    if isinstance(node, Items):
        return "; ".join(_show(item) for item in node.items)
    return ", ".join(f"{entry.name}: {_show(entry.value)}" for entry in node.entries)


def _sections(body: str) -> dict[str, str]:
    """Return the text of a page by heading."""
    found: dict[str, str] = {}
    name = "texten"
    for line in body.split("\n"):
        heading = re.match(r"#{1,6}[ \t]+(.*)", line)
        if heading:
            name = f"avsnittet {heading[1].strip()}"
        found[name] = f"{found.get(name, '')}{line}\n"
    return {name: text.strip() for name, text in found.items() if text.strip()}

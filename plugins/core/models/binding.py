"""Bind records to models: turn a parsed record into a model with typed values.

Takes a `Record`; returns a `Model`, or problems at the places of its fields. Called by `core.reading.file_models`,
and by `language.house_style.check` for its own rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from plugins.core.dataclass import dataclass
from plugins.core.kinds.kind import NOT_ONE_VALUE, KindError
from plugins.core.models.misfits import (
    ends_of,
    foreign_record,
    guess_field,
    has_no_field_of,
    missing_fields,
    time_in_one_field,
    two_times,
    two_times_in_one,
    unknown_field,
)
from plugins.core.models.model import TRANSLATED_FROM, UNKNOWN, FieldInfo, Model, fields_of
from plugins.core.models.other_names import OTHER_KEYS, SPAN_NAMES
from plugins.core.models.stand_ins import stand_in
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.records.nodes import Entry, Items, Node, Record, Scalar
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key, join_words, quote

M = TypeVar("M", bound=Model)


def bind(model: type[M], record: Record) -> tuple[M | None, list[Problem]]:
    """Return the model of `record`, or None, and its problems.

    If all that is wrong is missing fields that may be unknown or that have a stand-in, the model is returned as well, so that the
    rules can report everything else about it in the same run.
    """
    binder = _Binder()
    values = binder.values(model, record)
    problems = binder.problems
    try:
        bound = model.model_validate(values)
    except ValidationError as error:
        problems.extend(_problems_of(error, values, fields_of(model).values()))
        return None, problems
    return (bound if all(problem in binder.lacks for problem in problems) else None), problems


class _Filling:
    """One record while its fields are being bound."""

    def __init__(self, model: type[Model], record: Record) -> None:
        self.model, self.record = model, record
        self.named = {entry.key for entry in record.entries}
        self.meant: set[str] = set()
        """Fields that other, wrong fields were meant as: misspelt ones, and one that contains two values."""
        self.values: dict[str, Any] = {}
        self.at: dict[str, Place] = {"": record.place}
        self.gaps: list[str] = []
        """Fields that are `saknas`."""


class _Binder:
    """Converts a record to plain values for pydantic, and reports what does not fit the model's fields."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lacks: list[Problem] = []
        """Those of the problems that only report missing values which may be unknown or have a stand-in."""

    def values(self, model: type[Model], record: Record) -> dict[str, Any]:
        """Return the values of a record's fields, with their places, and report those that are wrong or missing."""
        fields = fields_of(model)
        filling = _Filling(model, record)
        for entry in record.entries:
            info = fields.get(entry.key)
            if info is None:
                self._refuse(entry, filling)
            else:
                self._take(info, entry, filling)
        known = filling.named | filling.meant  # a misspelt field is not also reported as missing
        missing = [info for key, info in fields.items() if info.required and key not in known]
        if missing:
            self._report_lack(missing_fields(model, missing, record), missing, record.place, filling.values)
        return {**filling.values, "at": MappingProxyType(filling.at), "gaps": tuple(filling.gaps)}

    def _refuse(self, entry: Entry, filling: _Filling) -> None:
        """Report a field that the model does not have, and note which field it was meant as."""
        model, ends = filling.model, ends_of(filling.model)
        if refused := model.refuse_field(entry.key):
            is_of_translations = entry.key == compare_key(TRANSLATED_FROM)
            where = "finns bara i översättningar" if is_of_translations else "ska inte stå i en översättning"
            message = f"Fältet {quote(entry.name)} {where}."
            self.problems.append(Problem(entry.place, "falt-i-oversattning", message, help=refused))
        elif ends and _names_span(entry, model):
            filling.meant |= {end.key for end in ends}
            self.problems.append(time_in_one_field(entry, ends, filling.named))
        else:
            guess = guess_field(model, entry, filling.named)
            filling.meant.add(compare_key(guess or ""))
            self.problems.append(unknown_field(model, entry, guess))

    def _take(self, info: FieldInfo, entry: Entry, filling: _Filling) -> None:
        """Store the value of a field, or report why it has none."""
        if _is_empty(entry.value):
            filling.at[info.english] = entry.place
            self._empty(info, entry, filling)
            return
        filling.at[info.english] = entry.value.place
        if isinstance(entry.value, Scalar) and compare_key(entry.value.text.value) == UNKNOWN:
            self._gap(info, entry, filling)
            return
        if problem := _list_in_line(info, entry):
            self.problems.append(problem)
        ends = ends_of(filling.model)
        if ends and info is ends[0] and ends[1].key not in filling.named and (parts := two_times(entry.value, ends)):
            filling.meant.add(ends[1].key)
            self.problems.append(two_times_in_one(entry, ends, parts))
            filling.values[info.english] = _Misplaced(entry.value.place, is_reported=True)
        else:
            filling.values[info.english] = self._value(info, entry.value, filling.at)

    def _empty(self, info: FieldInfo, entry: Entry, filling: _Filling) -> None:
        """Report a required field that is empty."""
        if info.required:
            help_lines = ["Skriv värdet på samma rad, efter kolonet och ett mellanslag."]
            if info.may_be_unknown:
                help_lines.append(f"Är uppgiften inte känd: skriv {info.swedish}: saknas")
            message = f"Fältet {quote(entry.name)} är tomt."
            problem = Problem(entry.place, "tomt-falt", message, help=tuple(help_lines))
            self._report_lack(problem, (info,), filling.record.place, filling.values)

    def _gap(self, info: FieldInfo, entry: Entry, filling: _Filling) -> None:
        """Note a field with the value `saknas`, or report it if the field must be known."""
        if info.may_be_unknown:
            filling.gaps.append(info.english)
        else:
            message = f"Fältet {quote(entry.name)} kan inte vara ”saknas”: utan det vet ingen vad posten gäller."
            help_line = "Skriv det riktiga värdet. Är det inte bestämt än: ta bort posten, eller sidan, så länge."
            problem = Problem(entry.value.place, "kan-inte-saknas", message, help=(help_line,))
            self._report_lack(problem, (info,), entry.value.place, filling.values)

    def _report_lack(self, problem: Problem, lacking: Iterable[FieldInfo], place: Place, values: dict[str, Any]) -> None:
        """Report fields without a value, and give a stand-in to those that can have one."""
        self.problems.append(problem)
        needed = [info for info in lacking if not info.may_be_unknown]
        found = {info.english: words for info in needed if (words := stand_in(info, place))}
        values |= found
        self.lacks += [problem] if len(found) == len(needed) else []

    def _value(self, info: FieldInfo, node: Node, at: dict[str, Place]) -> Any:
        if info.is_list:
            items = node.items if isinstance(node, Items) else (node,)
            for number, item in enumerate(items):
                at[f"{info.english}.{number}"] = item.place
            return tuple(self._single(info, item) for item in items if not _is_empty(item))
        return self._single(info, node)

    def _single(self, info: FieldInfo, node: Node) -> Any:
        if info.nested is None:
            return node.text if isinstance(node, Scalar) else _Misplaced(node.place)
        if isinstance(node, Record):
            if has_no_field_of(info.nested, node):
                self.problems.append(foreign_record(info.nested, node))
                return _Misplaced(node.place, is_reported=True)
            return self.values(info.nested, node)
        if isinstance(node, Scalar) and info.nested.SHORT_FOR:
            short = next(i for i in fields_of(info.nested).values() if i.english == info.nested.SHORT_FOR)
            entry = Entry(short.swedish, short.key, node.place, node)
            return self.values(info.nested, Record((entry,), node.place))
        required = [i.swedish for i in fields_of(info.nested).values() if i.required]
        names = f" med {'fältet' if len(required) == 1 else 'fälten'} {join_words(required)}" if required else ""
        self.problems.append(
            Problem(
                node.place,
                "fel-form",
                f"Under {quote(info.swedish)} ska det stå en post{names}.",
                help=("Skriv fälten på egna rader, indragna under namnet.",),
            )
        )
        return _Misplaced(node.place, is_reported=True)


@dataclass(frozen=True, slots=True)
class _Misplaced:
    """Stands for a value of the wrong form, so that pydantic reports it at its place."""

    place: Place
    is_reported: bool = False


def _names_span(entry: Entry, model: type[Model]) -> bool:
    """Return whether an unknown field is named like a period with beginning and end, and no field of the model is meant."""
    fields = fields_of(model)
    others = any(compare_key(other) in fields for other in OTHER_KEYS.get(entry.key, ()))
    return entry.key in SPAN_NAMES and not others and all(one.english != entry.key for one in fields.values())


def _list_in_line(info: FieldInfo, entry: Entry) -> Problem | None:
    """Return the problem of a list where one line is expected: its items would be joined, hyphens included."""
    node, kind = entry.value, info.kind
    if info.is_list or kind is None or not kind.is_line or not isinstance(node, Scalar):
        return None
    if node.place.line == entry.place.line or not node.text.value.startswith("- "):
        return None
    right = ", ".join(part.strip() for part in re.split(r"(?:^|\s)- ", node.text.value) if part.strip())
    message = f"Fältet {quote(entry.name)} kan inte vara en lista."
    return Problem(entry.place, "fel-form", message, (f"Skriv allt på en rad:  {entry.name}: {right}",))


def _is_empty(node: Node) -> bool:
    if isinstance(node, Items):
        return all(isinstance(item, Scalar) and not item.text.value.strip() for item in node.items)
    return isinstance(node, Scalar) and not node.text.value.strip()


def bind_all(
    model: type[Model], root: Node | None, whole: Place, report_foreign: Callable[[Record], Problem | None] = lambda _: None
) -> tuple[list[Any], list[Problem]]:
    """Bind each record of a register; `whole` is the place of the file, `report_foreign` reports records of other registers."""
    if root is None or _is_empty(root):
        return [], []
    if not isinstance(root, Items):
        message = "Filen ska vara en lista, där varje post börjar med ett bindestreck."
        help_line = "Jämför med exemplet överst i filen, eller med en annan lista."
        return [], [Problem(root.place if isinstance(root, Record) else whole, "fel-form", message, help=(help_line,))]
    bound, problems = [], []
    for item in root.items:
        if _is_empty(item):
            continue
        if not isinstance(item, Record):
            message = "Här ska det stå en post med fält, till exempel ”namn: …”."
            help_line = "Skriv ett fält på varje rad, rakt under varandra."
            problems.append(Problem(item.place, "fel-form", message, help=(help_line,)))
            continue
        if foreign := report_foreign(item):
            problems.append(foreign)
            continue
        if has_no_field_of(model, item):
            problems.append(foreign_record(model, item))
            continue
        one, found = bind(model, item)
        problems.extend(found)
        if one is not None:
            bound.append(one)
    return bound, problems


def _problems_of(error: ValidationError, values: dict[str, Any], fields: Iterable[FieldInfo]) -> Iterator[Problem]:
    """Yield a problem for each error of pydantic, at the place of its field."""
    required = {info.english for info in fields if info.required}
    for item in error.errors(include_url=False):
        if item["type"] == "missing":
            continue  # reported by the binder
        value = item["input"]
        problem = item.get("ctx", {}).get("error")
        place = _place_of(item["loc"], values)
        if isinstance(value, _Misplaced):
            if value.is_reported:
                continue
            yield Problem(value.place, "fel-form", NOT_ONE_VALUE.message, help=NOT_ONE_VALUE.help)
        elif isinstance(problem, KindError):
            written = value.value if isinstance(value, Text) else ""
            place = value.place(problem.at) if isinstance(value, Text) and problem.at else place
            right = place.rewritten(written, problem.right) if problem.right else None
            without = (problem.without,) if problem.without and item["loc"][0] not in required else ()
            yield Problem(place, problem.code, problem.message, help=(*problem.help, *without), suggestion=right)
        else:
            yield Problem(place, "fel-form", NOT_ONE_VALUE.message, help=NOT_ONE_VALUE.help)


def _place_of(location: tuple[str | int, ...], values: Any) -> Place:
    """Follow pydantic's location through the values, and return the nearest known place."""
    place: Place | None = None
    current = values
    for index, step in enumerate(location):
        if isinstance(current, dict):
            at: Mapping[str, Place] = current["at"]
            following = location[index + 1] if index + 1 < len(location) else None
            place = at.get(f"{step}.{following}") or at.get(str(step)) or at[""]
            current = current.get(str(step))
        elif isinstance(current, tuple) and isinstance(step, int):
            current = current[step]
    if isinstance(current, Text):
        return current.place()
    return place or values["at"][""]

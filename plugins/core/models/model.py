"""Models: the things that the site is about, as frozen pydantic models over text.

Defines the base class, and what is known about a model's fields, for the parser, the checks and the field tables. A field
declares its Swedish name here, the only place where Swedish names meet English code.

There is no `from __future__ import annotations`: pydantic would compile the annotations of `Model` again for each subclass.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Final, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from plugins.core.dataclass import dataclass
from plugins.core.kinds.annotations import Status
from plugins.core.kinds.kind import Kind
from plugins.core.models.other_names import CHANGED, FROM, OTHER_KEYS, TO
from plugins.core.places import Place, show_path
from plugins.core.records.nodes import FieldShape, Shape
from plugins.core.swedish import compare_key, format_day

UNKNOWN = "saknas"
"""What an editor writes for a known gap."""


def field(
    swedish: str,
    hint: str,
    *,
    required: bool = False,
    may_be_unknown: bool = True,
    default: Any = None,
    translated: bool | str | None = None,
    after: str | None = None,
    label: str = "",
    data: str = "",
    hero: bool = False,
    later: bool = False,
) -> Any:
    """Declare a field of a model by its Swedish name, with what the forms, the checks and the tasks need to know about it.

    `hint`: a Swedish sentence or two for the forms, the handbook and `docs/falt.md`; empty where the kind says enough.
    `required`: the field must be present. `may_be_unknown`: `saknas` is a valid value (never for ids, titles, and references that
    decide where something belongs). `default`: the value of a field that is left out or unknown. `translated`: whether a
    translation has the field, if that does not follow from its kind; a string if records are named by it, which is the name of
    the field that has the translated name. `after`: English name of the field to follow, if that is declared by a base class;
    None: in the order of declaration. `label`: name of the interface text before it in a fact table, and `data`: its name in
    open data (`core.texts.shown`); empty: it is in neither. `hero`: it is shown as a line in large type under the title of its
    page, after its label if it has one; only local goals have such a field. `later`: new records hardly ever have it, so `skapa`
    writes no empty line for it.
    """
    extra: dict[str, JsonValue] = {"swedish": swedish, "hint": hint, "required": required, "may_be_unknown": may_be_unknown}
    if translated is not None:
        extra["translated"] = translated
    if after is not None:
        extra["after"] = after
    extra |= {key: name for key, name in (("label", label), ("data", data)) if name}
    extra |= {key: True for key, is_so in (("hero", hero), ("later", later)) if is_so}
    return Field(default=default, json_schema_extra=extra)


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """Everything that is known about a field of a model, from its annotation and `field()`."""

    english: str
    swedish: str
    key: str
    required: bool
    may_be_unknown: bool
    is_list: bool
    kind: Kind | None
    nested: "type[Model] | None"
    hint: str
    """What it is for, and how its values are written; in Swedish."""
    translated: bool | str
    """Whether it has text that a translation replaces; a string: under that field name."""
    label: str = ""
    """Name of the interface text before it in a fact table; empty: it is not in the table."""
    data: str = ""
    """Its name in open data; empty: it is not included."""
    hero: bool = False
    """Whether it is shown as a line in large type under the title of its page."""
    later: bool = False
    """Whether new records hardly ever have it."""


TRANSLATED_FROM: Final = "översatt från"
"""The field, in translations only, that records which texts of the original are translated (`core.translations.fingerprints`)."""
OF_TRANSLATIONS: Final = (
    "En översättning heter som sitt original, med språket före ändelsen: om.en.md. Är filen ingen översättning: ta bort raderna."
)


class Model(BaseModel):
    """Base of everything that editors write."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, extra="forbid", defer_build=True)
    # `defer_build`: pydantic builds the validators when a record is first validated; if nothing has changed, none is

    FOLDS_INTO: ClassVar[str | None] = None
    """English name of a list whose single item may be written as fields of the record itself."""
    SHORT_FOR: ClassVar[str | None] = None
    """English name of the field that a bare value stands for (`bild: namn.jpg`)."""
    CALLED: ClassVar[str] = "posten"
    """What an editor calls such a record, in the definite form: "partnern"."""
    NAMED_BY: ClassVar[tuple[str, ...]] = ()
    """English names of the fields that name it, the best first (`core.record_names`): editors see the first that has a value. The
    last is required: references contain it, unless the record is a page, which is referred to by its file name."""
    HEADED_BY: ClassVar[str] = ""
    """English name of the field that is the heading above everything visitors see of the record, so that the heading goes when
    the record does; empty: none, as for a page, whose title stays."""
    NEW_WORDS: ClassVar[tuple[str, ...]] = ()
    """Arguments of `skapa` for such a record in a list: English, Swedish without diacritics, Swedish; empty: as its file."""
    NEEDS_ONE_OF: ClassVar[tuple[str, ...]] = ()
    """English names of fields of which a record needs at least one; `skapa` writes the first as a known gap."""
    EXAMPLES: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Example values by Swedish field name, for whoever writes the first such record."""

    FILES_IN: ClassVar[str | None] = None
    """The folder of `content/` with the files that its fields name."""
    FIRST_DAY: ClassVar[str] = ""
    """English name of the field with the first day on which visitors see it; empty: they see it as soon as it is published."""
    LAST_DAY: ClassVar[str] = ""
    """English name of the field with the last such day; empty: no limit. From the day after, it is shown nowhere, and links to it
    are reported (`docs/decisions/0250-a-record-has-its-days.md`)."""
    REVIEW_DAY: ClassVar[str] = ""
    """English name of the field with the day by which the record must be reviewed; empty: none. Overdue reviews are reported,
    coming ones are in the to-do list."""
    REVIEWED: ClassVar[str] = "Stäm av att det stämmer"
    """What to do at a review, in Swedish."""

    at: Any = Field(default_factory=dict, exclude=True, repr=False)  # Mapping[str, Place]; pydantic would check each
    """The place of each field's value, by English name; for items of lists also by `name.0`; `""` is the record itself."""
    gaps: tuple[str, ...] = Field(default=(), exclude=True, repr=False)
    """English names of fields that are `saknas`."""
    original: Any = Field(default=None, exclude=True, repr=False)  # Model; pydantic would check each
    """The original of a translation, with the fields that are not translated; None in the site's own language."""

    def is_said_anew(self, name: str) -> bool:
        """Return whether a field's value comes from a translation, and is therefore formatted by the rules of its language."""
        return bool(self.place(name).source.language)

    def place(self, *path: str | int) -> Place:
        """Return the place of a field's value, or else of the record."""
        at: Mapping[str, Place] = self.at
        return at.get(".".join(str(step) for step in path)) or at[""]

    @classmethod
    def refuse_field(cls, key: str) -> tuple[str, ...]:
        """Return why the model cannot have a field of this compared name, in Swedish; empty if there is no special reason."""
        return (OF_TRANSLATIONS,) if key == compare_key(TRANSLATED_FROM) else ()

    @property
    def is_draft(self) -> bool:
        """True for `status: utkast`; a record without that field is published."""
        return getattr(self, "status", None) == "utkast"

    @property
    def shown_from(self) -> date | None:
        """The first day on which visitors see it; None: as soon as it is published."""
        return getattr(self, self.FIRST_DAY) if self.FIRST_DAY else None

    @property
    def shown_until(self) -> date | None:
        """The last day on which visitors see it; None: no limit."""
        return getattr(self, self.LAST_DAY) if self.LAST_DAY else None

    @property
    def review_day(self) -> date | None:
        """The day by which it must be reviewed; None: none."""
        return getattr(self, self.REVIEW_DAY) if self.REVIEW_DAY else None

    @property
    def review_advice(self) -> str:
        """What to do at the review, in Swedish."""
        name = next(info.swedish for info in fields_of(type(self)).values() if info.english == self.REVIEW_DAY)
        return f"{self.REVIEWED}, och skriv en ny dag i fältet {name}."

    @classmethod
    def has_days(cls) -> bool:
        """Return whether such records may have a first or last day."""
        return bool(cls.FIRST_DAY or cls.LAST_DAY)

    def list_dated(self) -> "Iterable[Model]":
        """Return the nested records that have days of their own, so that rules can treat them separately."""
        values = (getattr(self, info.english) for info in fields_of(type(self)).values() if info.nested)
        items = (item for value in values for item in (value if isinstance(value, tuple) else (value,)))
        return [item for item in items if isinstance(item, Model) and item.has_days()]

    def has_ended(self, today: date) -> bool:
        """Return whether its last day has passed."""
        last = self.shown_until
        return last is not None and last < today

    def is_current(self, today: date) -> bool:
        """Return whether a day is within its days, the first and last included."""
        first = self.shown_from
        return (first is None or first <= today) and not self.has_ended(today)

    def is_shown_on(self, today: date, *, with_drafts: bool = False) -> bool:
        """Return whether visitors see it on a day, or in preview, for which `with_drafts` is true."""
        return (with_drafts or not self.is_draft) and self.is_current(today)

    def is_withheld_on(self, today: date) -> bool:
        """Return whether the record is withheld on a day: it is a draft, or over.

        A future record is not withheld, so that its problems are reported in advance and not on the day itself. A future page is
        (`AddressedPage`).
        """
        return self.is_draft or self.has_ended(today)

    def describe_days(self, today: date) -> str:
        """Return why a published record is not shown on a day, in Swedish; empty if it is shown, or a draft."""
        first, last = self.shown_from, self.shown_until
        if self.is_draft:
            return ""
        if last is not None and last < today:
            return f"visades till {format_day(last)}"
        return f"visas från {format_day(first)}" if first is not None and first > today else ""

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


class RegisterModel(Model):
    """Base of the records in registers: published unless they say `status: utkast`."""

    status: Status = field("status", "", default="publicerad", may_be_unknown=False)


@cache
def fields_of(model: type[Model]) -> Mapping[str, FieldInfo]:
    """Return the fields of a model by compared Swedish name, in the order of declaration, or of `after`."""
    fields: list[FieldInfo] = []
    follows: list[tuple[FieldInfo, str]] = []
    for english, info in model.model_fields.items():
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or "swedish" not in extra:
            continue
        swedish = str(extra["swedish"])
        is_list, kind, nested = _look_into(info.annotation, info.metadata)
        hint, how = str(extra["hint"]), kind.hint if kind else ""
        hint = hint if how in hint else f"{hint} {how}".strip()  # that of a translation's field has it already
        required, may_be_unknown = bool(extra["required"]), bool(extra["may_be_unknown"])
        key = compare_key(swedish)
        declared = extra.get("translated", bool(kind and kind.is_text and kind.has_prose))
        translated = declared if isinstance(declared, str) else bool(declared)
        shown = str(extra.get("label", "")), str(extra.get("data", "")), bool(extra.get("hero")), bool(extra.get("later"))
        known = FieldInfo(english, swedish, key, required, may_be_unknown, is_list, kind, nested, hint, translated, *shown)
        if extra.get("after"):
            follows.append((known, str(extra["after"])))
        else:
            fields.append(known)
    for known, after in follows:
        fields.insert(next((at for at, one in enumerate(fields, 1) if one.english == after), len(fields)), known)
    return MappingProxyType({info.key: info for info in fields})


def name_field(record: Model, english: str, folder: Path) -> str:
    """Return the name of a field and its file, relative to `folder`: `visas till i sidor/om.md`."""
    swedish = next(info.swedish for info in fields_of(type(record)).values() if info.english == english)
    return f"{swedish} i {show_path(record.place(english).source.path, folder)}"


@cache
def shape_of(model: type[Model]) -> Shape:
    """Return what the parser of records has to know about a model."""
    return Shape(
        {
            key: FieldShape(
                info.swedish, info.is_list, bool(info.kind and info.kind.is_text), shape_of(info.nested) if info.nested else None
            )
            for key, info in fields_of(model).items()
        },
        _other_names_of(model),
    )  # fmt: skip


def find_meant(model: type[Model], other: str) -> Iterator[str]:
    """Yield the fields that a wrong name (as compared) may stand for, by compared name, the most likely first.

    `från` and `till`, and their synonyms, stand for the first and last day, whatever these fields are called. A synonym of
    `uppdaterad` stands for a required first day before anything else.
    """
    fields = fields_of(model)
    named = {info.english: key for key, info in fields.items()}
    meant = [other, *map(compare_key, OTHER_KEYS.get(other, ()))]
    first, last = named.get(model.FIRST_DAY), named.get(model.LAST_DAY)
    if first and fields[first].required and CHANGED in meant:
        yield first
    yield from (key for key in meant if key in fields)
    yield from (day for day, name in ((first, FROM), (last, TO)) if day and name in meant)


def _other_names_of(model: type[Model]) -> Mapping[str, str]:
    """Return common wrong names for a model's fields, each with the right name; the fields' English names are included."""
    fields = fields_of(model)
    likeliest = {other: next(find_meant(model, other), None) for other in OTHER_KEYS}
    others = {other: fields[key].swedish for other, key in likeliest.items() if key}
    others |= {info.english: info.swedish for info in fields.values()}
    return MappingProxyType({other: swedish for other, swedish in others.items() if other not in fields})


def _look_into(annotation: Any, metadata: list[Any]) -> tuple[bool, Kind | None, type[Model] | None]:
    """Return whether an annotation such as `tuple[Line, ...] | None` is a list, its kind, and its nested model."""
    for item in metadata:
        if isinstance(item, Kind):
            return False, item, None
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return False, None, annotation if issubclass(annotation, Model) else None
    if isinstance(annotation, Kind):
        return False, annotation, None
    is_list = get_origin(annotation) is tuple
    kind: Kind | None = None
    nested: type[Model] | None = None
    for argument in get_args(annotation):
        if argument in (Ellipsis, type(None)):
            continue
        inner_list, inner_kind, inner_nested = _look_into(argument, [])
        is_list, kind, nested = is_list or inner_list, kind or inner_kind, nested or inner_nested
    return is_list, kind, nested

"""Models: what the site is about, as frozen pydantic models over text.

Stage: check. In: the declarations of the rooms' models. Out: what is known of their fields, for the reader, the
checks and the handbook's tables. A field carries its Swedish name here, the only place where Swedish names meet
English code. Called by every room's model, and by all who ask what fields there are.

Annotations are read as they stand (no `from __future__`): pydantic would compile those of `Model` anew for each model.
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
    """Declare a field by its Swedish name, and what an editor needs to know of it.

    `hint`: a sentence or two, for the forms, the handbook and `docs/falt.md`; "" where the kind says it all.
    `required`: must be there. `may_be_unknown`: `saknas` is a valid answer (never for ids, titles and references
    that decide where something belongs). A field that is left out, or unknown, has `default`. `translated`: whether a
    translation has it, where its kind does not say so; a word where records are called by it, which is the name of the
    field in which a translation says what it is called. `after`: English name of the field that it stands after, where
    that is one of a model that this builds on; None: as declared. `label`: name of the interface word before it in a fact
    table, and `data`: its name in open data (`core.texts.shown`); empty: it has no row there, and nobody may take it away.
    `hero`: it is a line in large type under the title of its page, after its label if it has one; local goals alone have such.
    `later`: a record that is begun hardly ever has it, so that `skapa` writes no empty line for it.
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
    """What is known of a field of a model, gathered from its annotation and `field()`."""

    english: str
    swedish: str
    key: str
    required: bool
    may_be_unknown: bool
    is_list: bool
    kind: Kind | None
    nested: "type[Model] | None"
    hint: str
    """What it is for, and how its kind of value is written; in Swedish."""
    translated: bool | str
    """Whether it is language, which a translation says anew; a word: under that name."""
    label: str = ""
    """Name of the interface word before it in a fact table; empty: it has no row in one."""
    data: str = ""
    """Its name in open data; empty: it is not there."""
    hero: bool = False
    """Whether it is a line in large type under the title of its page."""
    later: bool = False
    """Whether a record that is begun hardly ever has it."""


TRANSLATED_FROM: Final = "översatt från"
"""The field, in translations alone, that says which words of the original are translated (`core.translations.fingerprints`)."""
OF_TRANSLATIONS: Final = (
    "En översättning heter som sitt original, med språket före ändelsen: om.en.md. Är filen ingen översättning: ta bort raderna."
)


class Model(BaseModel):
    """The base of everything the editors write."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, extra="forbid", defer_build=True)
    # What reads a model is made when the first one is read: where nothing has changed, none is.

    FOLDS_INTO: ClassVar[str | None] = None
    """English name of a list whose only item may be written out in the record itself, under the same names."""
    SHORT_FOR: ClassVar[str | None] = None
    """English name of the field that a bare value stands for (`bild: namn.jpg`)."""
    CALLED: ClassVar[str] = "posten"
    """What an editor calls such a record, in the definite form: "partnern"."""
    NAMED_BY: ClassVar[tuple[str, ...]] = ()
    """English names of the fields that name it, the best first (`core.record_names`): its editor calls it by the first that has a
    value. The last must be there: references say it, unless it is a page, of which they say the file."""
    HEADED_BY: ClassVar[str] = ""
    """English name of the field whose words are a heading over all that visitors are shown of it, which goes with that; empty: of
    none, as on a page, whose title stays."""
    NEW_WORDS: ClassVar[tuple[str, ...]] = ()
    """What `skapa` calls one, of a list: in English, in Swedish without dots, in Swedish; empty: as its file."""
    NEEDS_ONE_OF: ClassVar[tuple[str, ...]] = ()
    """English names of fields of which it must have one, whichever; `skapa` writes the first as a known gap."""
    EXAMPLES: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What fields may hold, by Swedish name, where who writes the first such record needs to see one."""

    FILES_IN: ClassVar[str | None] = None
    """The folder of `content/` that its files lie in, which its fields name."""
    FIRST_DAY: ClassVar[str] = ""
    """English name of the field with the first day on which visitors meet it; empty: they do as soon as it is published."""
    LAST_DAY: ClassVar[str] = ""
    """English name of the field with the last such day; empty: it stays. From the day after it is shown nowhere, and what leads
    to it is told (`docs/decisions/0250-a-record-has-its-days.md`)."""
    REVIEW_DAY: ClassVar[str] = ""
    """English name of the field with the day by which it is looked at again; empty: on none. It is told from the day after, and
    stands ahead in what is to be done."""
    REVIEWED: ClassVar[str] = "Stäm av att det stämmer"
    """What is done then, in Swedish."""

    at: Any = Field(default_factory=dict, exclude=True, repr=False)  # Mapping[str, Place]; pydantic would check each
    """Where each field's value stands, by English name; lists also by `name.0`; `""` is the record."""
    gaps: tuple[str, ...] = Field(default=(), exclude=True, repr=False)
    """English names of fields that are `saknas`."""
    original: Any = Field(default=None, exclude=True, repr=False)  # Model; pydantic would check each
    """What it is a translation of, with what is not language in it; None in the site's own language."""

    def is_said_anew(self, name: str) -> bool:
        """Tell whether the value of a field is in the words of a translation, and so written as its language writes it."""
        return bool(self.place(name).source.language)

    def place(self, *path: str | int) -> Place:
        """Return where the value of a field stands, else where the record begins."""
        at: Mapping[str, Place] = self.at
        return at.get(".".join(str(step) for step in path)) or at[""]

    @classmethod
    def refuse_field(cls, key: str) -> tuple[str, ...]:
        """Return why a field of this compared name, which the model has not, cannot stand here; empty where nobody knows."""
        return (OF_TRANSLATIONS,) if key == compare_key(TRANSLATED_FROM) else ()

    @property
    def is_draft(self) -> bool:
        """True for `status: utkast`; a record without that field is published."""
        return getattr(self, "status", None) == "utkast"

    @property
    def shown_from(self) -> date | None:
        """The first day on which visitors meet it; None: as soon as it is published."""
        return getattr(self, self.FIRST_DAY) if self.FIRST_DAY else None

    @property
    def shown_until(self) -> date | None:
        """The last day on which visitors meet it; None: it stays."""
        return getattr(self, self.LAST_DAY) if self.LAST_DAY else None

    @property
    def review_day(self) -> date | None:
        """The day by which it is looked at again; None: on none."""
        return getattr(self, self.REVIEW_DAY) if self.REVIEW_DAY else None

    @property
    def review_advice(self) -> str:
        """What is done then, in Swedish."""
        name = next(info.swedish for info in fields_of(type(self)).values() if info.english == self.REVIEW_DAY)
        return f"{self.REVIEWED}, och skriv en ny dag i fältet {name}."

    @classmethod
    def has_days(cls) -> bool:
        """Tell whether such records may have a first or a last day."""
        return bool(cls.FIRST_DAY or cls.LAST_DAY)

    def list_dated(self) -> "Iterable[Model]":
        """Return what of it has days of its own, so that rules may leave that alone while they judge the rest."""
        values = (getattr(self, info.english) for info in fields_of(type(self)).values() if info.nested)
        items = (item for value in values for item in (value if isinstance(value, tuple) else (value,)))
        return [item for item in items if isinstance(item, Model) and item.has_days()]

    def has_ended(self, today: date) -> bool:
        """Tell whether its last day has passed."""
        last = self.shown_until
        return last is not None and last < today

    def is_current(self, today: date) -> bool:
        """Tell whether a day is one of its own, the first and the last among them."""
        first = self.shown_from
        return (first is None or first <= today) and not self.has_ended(today)

    def is_shown_on(self, today: date, *, with_drafts: bool = False) -> bool:
        """Tell whether visitors meet it on a day; `with_drafts`: or who looks at a preview."""
        return (with_drafts or not self.is_draft) and self.is_current(today)

    def is_draft_on(self, today: date) -> bool:
        """Tell whether the record is not to be published on a day: a draft, or over.

        One that is to come is published: what is wrong in it is told ahead, and not on the day, when it is too late.
        """
        return self.is_draft or self.has_ended(today)

    def tell_days(self, today: date) -> str:
        """Return why it is not there on a day though it is published, in Swedish; empty where it is there, or a draft."""
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
    """A record of a register: published unless it says `status: utkast`."""

    status: Status = field("status", "", default="publicerad", may_be_unknown=False)


@cache
def fields_of(model: type[Model]) -> Mapping[str, FieldInfo]:
    """Return the fields of a model by compared Swedish name, in the order they are declared, or after the one they name."""
    fields: list[FieldInfo] = []
    follows: list[tuple[FieldInfo, str]] = []
    for english, info in model.model_fields.items():
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or "swedish" not in extra:
            continue
        swedish = str(extra["swedish"])
        is_list, kind, nested = _look_into(info.annotation, info.metadata)
        hint = " ".join(part for part in (str(extra["hint"]), kind.hint if kind else "") if part)
        required, may_be_unknown = bool(extra["required"]), bool(extra["may_be_unknown"])
        key = compare_key(swedish)
        told = extra.get("translated", bool(kind and kind.is_text and kind.has_prose))
        translated = told if isinstance(told, str) else bool(told)
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
    """Return what a field is called and where it stands, by path from `folder`: `visas till i sidor/om.md`."""
    swedish = next(info.swedish for info in fields_of(type(record)).values() if info.english == english)
    return f"{swedish} i {show_path(record.place(english).source.path, folder)}"


@cache
def shape_of(model: type[Model]) -> Shape:
    """Return what the record reader must know of a model."""
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
    """Yield the fields that a name which is none of them (compared) may mean, by their compared names, likeliest first.

    `från` and `till`, and what means them, are its first and its last day, whatever these are called; so is the day of what must
    have a first one, before that of its last change.
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
    """Return what people write instead of a model's field names, with the name it should be: first their own English ones."""
    fields = fields_of(model)
    likeliest = {other: next(find_meant(model, other), None) for other in OTHER_KEYS}
    others = {other: fields[key].swedish for other, key in likeliest.items() if key}
    others |= {info.english: info.swedish for info in fields.values()}
    return MappingProxyType({other: swedish for other, swedish in others.items() if other not in fields})


def _look_into(annotation: Any, metadata: list[Any]) -> tuple[bool, Kind | None, type[Model] | None]:
    """Find list, kind and nested model in an annotation such as `tuple[Line, ...] | None`."""
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

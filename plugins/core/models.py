"""Models: what the site is about, as frozen pydantic models over text.

Stage: check. In: a `Record`. Out: a model whose fields are typed values, or problems at the fields' places.
A field carries its Swedish name here, the only place where Swedish names meet English code. From the same
declaration come the reader's shape, the checks and, later, the handbook's tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from plugins.core.kinds.annotations import Status
from plugins.core.kinds.kind import NOT_ONE_VALUE, Kind, KindError
from plugins.core.kinds.periods import split_span
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.records.nodes import Entry, FieldShape, Items, Node, Record, Scalar, Shape
from plugins.core.sources import Text
from plugins.core.swedish import closest, compare_key, join_words, quote

UNKNOWN = "saknas"
"""What an editor writes for a known gap."""

OTHER_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # English words that people who have met other site generators write for ours
        "title": ("titel", "rubrik"), "summary": ("sammanfattning",), "date": ("uppdaterad",), "modified": ("uppdaterad",),
        "name": ("namn",), "url": ("webbplats", "adress"), "website": ("webbplats",), "logo": ("logotyp",), "level": ("nivå",),
        "tier": ("nivå",), "goal": ("lokalt mål",), "contact": ("kontakt",), "phone": ("telefon",), "email": ("e-post",),
        "mail": ("e-post",), "number": ("nummer",), "value": ("värde",), "source": ("källa",), "image": ("bild",),
        "heading": ("rubrik",), "from": ("från",), "to": ("till",), "until": ("till",), "language": ("språk",),
        "description": ("sammanfattning", "beskrivning"), "draft": ("status",),
        "published": ("status",), "role": ("roll",), "order": ("ordning",), "unit": ("enhet",), "link": ("adress", "webbplats"),
        # Swedish words that lie near
        "utkast": ("status",), "publicerad": ("status",), "mål": ("lokalt mål", "lokala mål", "globalt mål", "globala mål"),
        "målnummer": ("nummer", "lokalt mål"), "delmål": ("globalt mål",), "nr": ("nummer",), "hemsida": ("webbplats",),
        "länk": ("webbplats", "adress", "länkar"), "webb": ("webbplats",), "sajt": ("webbplats",), "logga": ("logotyp",),
        "tel": ("telefon",), "telefonnummer": ("telefon",), "mobil": ("telefon",), "tfn": ("telefon",), "mejl": ("e-post",),
        "epostadress": ("e-post",), "mailadress": ("e-post",), "startdatum": ("från",), "slutdatum": ("till",),
        "slut": ("till",), "start": ("från",), "fr.o.m.": ("från",), "t.o.m.": ("till",), "gäller till": ("till",),
        "fom": ("från",), "tom": ("till",), "från och med": ("från",), "till och med": ("till",), "visas till": ("till",),
        "namn": ("titel",), "budget": ("total budget",), "hjälpruta": ("stödruta",), "webbadress": ("webbplats",),
        "datum": ("uppdaterad", "avser"), "ingress": ("sammanfattning",), "beskrivning": ("sammanfattning", "presentation"),
        "företag": ("namn",), "organisation": ("namn",), "rubrik": ("titel",), "titel": ("rubrik", "roll"), "siffra": ("värde",),
        "antal": ("värde",), "kategori": ("nivå",), "sponsornivå": ("nivå",), "anledning": ("varför",), "skäl": ("varför",),
        "motivering": ("varför",), "kontaktperson": ("kontakt",), "befattning": ("roll",), "bidrag": ("beviljat stöd",),
        "stöd": ("beviljat stöd", "stöd från"), "finansiär": ("stöd från",), "finansiärer": ("stöd från",),
        "samarbetspartner": ("samarbetar med",), "samarbetar med": ("samarbetspartner",), "plats": ("besöksadress",),
        "adress": ("besöksadress",), "öppet": ("öppettider",), "projektägare": ("organisation",), "arrangör": ("organisation",),
        "goals": ("lokala mål", "globala mål"), "end": ("till",), "subtitle": ("underrubrik",),
        "period": ("avser",), "tid": ("avser",), "tidsperiod": ("avser",), "år": ("avser",), "gäller": ("avser",),
    }
)  # fmt: skip
"""What people write for a field, by the names that they may mean, likeliest first."""
_OTHER_KEYS = MappingProxyType({compare_key(name): meant for name, meant in OTHER_NAMES.items()})

SPAN_NAMES = frozenset(
    compare_key(name)
    for name in (
        "period", "tid", "tidsperiod", "datum", "år", "avtalstid", "avtalsperiod", "projekttid", "projektperiod", "löptid",
        "giltighet", "giltighetstid", "gäller", "start och slut", "start-slut", "från-till", "från och till", "när",
    )
)  # fmt: skip
"""What people write for a whole time, which has a field for its beginning and one for its end."""
FIRST, LAST = "från", "till"

_SAYS_YES = ("true", "yes", "ja", "sant", "1")


def field(swedish: str, *, required: bool = False, may_be_unknown: bool = True, default: Any = None) -> Any:
    """Declare a field by its Swedish name.

    `required`: must be there. `may_be_unknown`: `saknas` is a valid answer (never for ids, titles and references
    that decide where something belongs). A field that is left out, or unknown, has `default`.
    """
    extra: dict[str, JsonValue] = {"swedish": swedish, "required": required, "may_be_unknown": may_be_unknown}
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
    nested: type[Model] | None


class Model(BaseModel):
    """The base of everything the editors write."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, extra="forbid")

    SHORT_FOR: ClassVar[str | None] = None
    """English name of the field that a bare value stands for (`bild: namn.jpg`)."""
    CALLED: ClassVar[str] = "posten"
    """What an editor calls such a record, in the definite form: "partnern"."""

    at: Any = Field(default_factory=dict, exclude=True, repr=False)  # Mapping[str, Place]; pydantic would check each
    """Where each field's value stands, by English name; lists also by `name.0`; `""` is the record."""
    gaps: tuple[str, ...] = Field(default=(), exclude=True, repr=False)
    """English names of fields that are `saknas`."""

    def place(self, *path: str | int) -> Place:
        """Return where the value of a field stands, else where the record begins."""
        at: Mapping[str, Place] = self.at
        return at.get(".".join(str(step) for step in path)) or at[""]

    @property
    def is_draft(self) -> bool:
        """True for `status: utkast`; a record without that field is published."""
        return getattr(self, "status", None) == "utkast"

    def is_draft_on(self, today: date) -> bool:  # noqa: ARG002 (a page may have a first day)
        """Tell whether the record is not to be published on a day."""
        return self.is_draft

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @classmethod
    def bind(cls, record: Record) -> tuple[Self | None, list[Problem]]:
        """Return the model of `record`, or None and all that is wrong with it."""
        binder = _Binder()
        values = binder.values(cls, record)
        problems = binder.problems
        try:
            bound = cls.model_validate(values)
        except ValidationError as error:
            problems.extend(_problems_of(error, values, fields_of(cls).values()))
            return None, problems
        return (None if problems else bound), problems


class RegisterModel(Model):
    """A record of a register: published unless it says `status: utkast`."""

    status: Status = field("status", default="publicerad", may_be_unknown=False)


@cache
def fields_of(model: type[Model]) -> Mapping[str, FieldInfo]:
    """Return the fields of a model by compared Swedish name, in the order they are declared."""
    fields = {}
    for english, info in model.model_fields.items():
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or "swedish" not in extra:
            continue
        swedish = str(extra["swedish"])
        is_list, kind, nested = _look_into(info.annotation, info.metadata)
        fields[compare_key(swedish)] = FieldInfo(
            english, swedish, compare_key(swedish), bool(extra["required"]), bool(extra["may_be_unknown"]), is_list, kind, nested
        )  # fmt: skip
    return MappingProxyType(fields)


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


def _other_names_of(model: type[Model]) -> Mapping[str, str]:
    """Return what people write instead of a model's field names, English ones among them, with the name it should be."""
    fields = fields_of(model)
    others = {info.english: info.swedish for info in fields.values()}
    for other, meant in _OTHER_KEYS.items():
        if swedish := next((fields[compare_key(name)].swedish for name in meant if compare_key(name) in fields), None):
            others[other] = swedish
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


class _Binder:
    """Turns a record into the plain values that pydantic takes, and finds what does not fit its fields."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def values(self, model: type[Model], record: Record) -> dict[str, Any]:
        fields = fields_of(model)
        values: dict[str, Any] = {}
        at: dict[str, Place] = {"": record.place}
        gaps: list[str] = []
        named = {entry.key for entry in record.entries}
        meant: set[str] = set()
        for entry in record.entries:
            info = fields.get(entry.key)
            is_span = entry.key in SPAN_NAMES and not any(compare_key(o) in fields for o in _OTHER_KEYS.get(entry.key, ()))
            if info is None and is_span and (ends := _ends_of(fields)):
                meant |= {end.key for end in ends}
                self.problems.append(_time_in_one_field(entry, ends, named))
                continue
            if info is None:
                guess = _guess_field(model, entry, named)
                meant.add(compare_key(guess or ""))
                self.problems.append(_unknown_field(model, entry, guess))
                continue
            at[info.english] = entry.value.place if not _is_empty(entry.value) else entry.place
            if _is_empty(entry.value):
                self._empty(info, entry)
                continue
            if isinstance(entry.value, Scalar) and compare_key(entry.value.text.value) == UNKNOWN:
                self._gap(info, entry, gaps)
                continue
            if problem := _list_in_line(info, entry):
                self.problems.append(problem)
            ends = _ends_of(fields)
            if ends and info is ends[0] and ends[1].key not in named and (parts := _two_times(entry.value, ends)):
                meant.add(ends[1].key)
                self.problems.append(_two_times_in_one(entry, parts))
                values[info.english] = _Misplaced(entry.value.place, is_told=True)
                continue
            values[info.english] = self._value(info, entry.value, at)
        missing = [info for key, info in fields.items() if info.required and key not in named | meant]
        if missing:  # a misspelt field is not told as a missing one too
            self.problems.append(_missing_fields(model, missing, record))
        values["at"] = MappingProxyType(at)
        values["gaps"] = tuple(gaps)
        return values

    def _empty(self, info: FieldInfo, entry: Entry) -> None:
        if info.required:
            help_lines = ["Skriv värdet på samma rad, efter kolonet och ett mellanslag."]
            if info.may_be_unknown:
                help_lines.append(f"Är uppgiften inte känd: skriv {info.swedish}: saknas")
            message = f"Fältet {quote(entry.name)} är tomt."
            self.problems.append(Problem(entry.place, "tomt-falt", message, help=tuple(help_lines)))

    def _gap(self, info: FieldInfo, entry: Entry, gaps: list[str]) -> None:
        if info.may_be_unknown:
            gaps.append(info.english)
        else:
            message = f"Fältet {quote(entry.name)} kan inte vara ”saknas”: utan det vet ingen vad posten gäller."
            help_line = "Skriv det riktiga värdet. Är det inte bestämt än: ta bort posten, eller sidan, så länge."
            self.problems.append(Problem(entry.value.place, "kan-inte-saknas", message, help=(help_line,)))

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
            if _has_no_field_of(info.nested, node):
                self.problems.append(_foreign_record(info.nested, node))
                return _Misplaced(node.place, is_told=True)
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
        return _Misplaced(node.place, is_told=True)


@dataclass(frozen=True, slots=True)
class _Misplaced:
    """Stands for what has the wrong form, so that pydantic refuses it at its place."""

    place: Place
    is_told: bool = False


def _list_in_line(info: FieldInfo, entry: Entry) -> Problem | None:
    """A line holds one value: items below its name would be joined, and their hyphens shown to visitors."""
    node, kind = entry.value, info.kind
    if info.is_list or kind is None or not kind.is_line or not isinstance(node, Scalar):
        return None
    if node.place.line == entry.place.line or not node.text.value.startswith("- "):
        return None
    right = ", ".join(part.strip() for part in re.split(r"(?:^|\s)- ", node.text.value) if part.strip())
    message = f"Fältet {quote(entry.name)} kan inte vara en lista."
    return Problem(entry.place, "fel-form", message, (f"Skriv allt på en rad:  {entry.name}: {right}",))


def _has_no_field_of(model: type[Model], record: Record) -> bool:
    """Tell whether a record names no field of its model, nor anything near one: `- Om oss: /om/` for a link."""
    fields = fields_of(model)
    known = any(entry.key in fields or _guess_field(model, entry, set()) for entry in record.entries)
    return bool(record.entries) and not known


def _foreign_record(model: type[Model], record: Record) -> Problem:
    """Tell at once of a record that has none of its fields, with its words in the right fields where they are two."""
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


def _is_empty(node: Node) -> bool:
    if isinstance(node, Items):
        return all(isinstance(item, Scalar) and not item.text.value.strip() for item in node.items)
    return isinstance(node, Scalar) and not node.text.value.strip()


def bind_all(
    model: type[Model], root: Node | None, whole: Place, tell_foreign: Callable[[Record], Problem | None] = lambda _: None
) -> tuple[list[Any], list[Problem]]:
    """Bind each record of a register; `whole` is the place of the file, `tell_foreign` knows the records of others."""
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
        if foreign := tell_foreign(item):
            problems.append(foreign)
            continue
        if _has_no_field_of(model, item):
            problems.append(_foreign_record(model, item))
            continue
        one, found = model.bind(item)
        problems.extend(found)
        if one is not None:
            bound.append(one)
    return bound, problems


_UNSEEN = re.compile("[\u00a0\u00ad\u200b-\u200d\u202f\u2060\ufeff]")


def _guess_field(model: type[Model], entry: Entry, named: set[str]) -> str | None:
    """Return the field that a wrong name most likely meant, among those not yet used."""
    fields = fields_of(model)
    for plain in (_UNSEEN.sub(" ", entry.name), _UNSEEN.sub("", entry.name)):
        if compare_key(plain) in fields:
            return fields[compare_key(plain)].swedish
    for other in (*_OTHER_KEYS.get(entry.key, ()), *(info.swedish for info in fields.values() if info.english == entry.key)):
        if compare_key(other) in fields and compare_key(other) not in named:
            return fields[compare_key(other)].swedish
    return closest(entry.name, [info.swedish for key, info in fields.items() if key not in named])


def _unknown_field(model: type[Model], entry: Entry, guess: str | None) -> Problem:
    """A field name that nobody knows is said, with a guess."""
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
    """Return how many of the `names` (compared) are no fields of a model, and how many compulsory ones are not among them."""
    fields = fields_of(model)
    return sum(name not in fields for name in names), sum(info.required and key not in names for key, info in fields.items())


def _missing_fields(model: type[Model], missing: Sequence[FieldInfo], record: Record) -> Problem:
    """Compulsory fields must be there; those that a record lacks are told together."""
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


def _ends_of(fields: Mapping[str, FieldInfo]) -> tuple[FieldInfo, FieldInfo] | None:
    """Return the fields for a time's beginning and end, where a model has both."""
    first, last = fields.get(compare_key(FIRST)), fields.get(compare_key(LAST))
    return (first, last) if first and last else None


def _two_times(node: Node, ends: tuple[FieldInfo, FieldInfo]) -> tuple[str, str] | None:
    """Return beginning and end where both stand in one value, each as its own field would take it."""
    if not isinstance(node, Scalar) or not (parts := split_span(node.text.value)):
        return None
    for info, part in zip(ends, parts, strict=True):
        try:
            if info.kind is None or info.kind.parse(Text(part, node.text.source, node.text.spans)) is None:
                return None
        except KindError:
            return None
    return parts


def _time_in_one_field(entry: Entry, ends: tuple[FieldInfo, FieldInfo], named: set[str]) -> Problem:
    """Beginning and end have a field each."""
    message = f"Det finns inget fält som heter {quote(entry.name)}. Början skrivs i fältet från, slutet i fältet till."
    if parts := _two_times(entry.value, ends):
        return Problem(entry.place, "okant-falt", message, help=_in_two_rows(parts))
    help_line = (
        "Ta bort raden: de fälten finns redan."
        if named & {end.key for end in ends}
        else f"Skriv det på två rader, {FIRST}: … och {LAST}: …"
    )
    return Problem(entry.place, "okant-falt", message, help=(help_line,))


def _two_times_in_one(entry: Entry, parts: tuple[str, str]) -> Problem:
    assert isinstance(entry.value, Scalar)  # `_two_times` has found them in it
    message = f"{quote(entry.value.text.value)} är två tider. Här ska stå en: början i fältet från, slutet i fältet till."
    return Problem(entry.value.place, "fel-tid", message, help=_in_two_rows(parts))


def _in_two_rows(parts: tuple[str, str]) -> tuple[str, ...]:
    return "Skriv två rader:", f"  {FIRST}: {parts[0]}", f"  {LAST}: {parts[1]}"


def _problems_of(error: ValidationError, values: dict[str, Any], fields: Iterable[FieldInfo]) -> Iterator[Problem]:
    """Bring each error of pydantic back to the place of its field."""
    required = {info.english for info in fields if info.required}
    for item in error.errors(include_url=False):
        if item["type"] == "missing":
            continue  # told by the binder, in Swedish
        value = item["input"]
        problem = item.get("ctx", {}).get("error")
        place = _place_of(item["loc"], values)
        if isinstance(value, _Misplaced):
            if value.is_told:
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
    """Follow pydantic's location through the values to the nearest known place."""
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

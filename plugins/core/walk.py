"""Walks over models: every record in a record, every line that takes marks, every known gap and placeholder."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from plugins.core.kinds.keys import Key
from plugins.core.kinds.kind import Target
from plugins.core.kinds.numbers import YEAR
from plugins.core.kinds.words import NAME, ROLE, TITLES
from plugins.core.markdown.nodes import LinkFound
from plugins.core.marks.marks import FoundMark, find_marks
from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.pages import PageModel
from plugins.core.placeholders import check_name, check_title, check_waiting
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.source.lines import Marked
from plugins.core.source.sources import Text
from plugins.core.swedish import quote


def walk_models(model: Model) -> Iterator[Model]:
    """Yield a model and all models within it, in the order of their fields."""
    yield model
    for info in fields_of(type(model)).values():
        value = getattr(model, info.english)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Model):
                yield from walk_models(item)


def find_lines(model: Model) -> Iterator[Text]:
    """Yield every line of a record as it was typed."""
    yield from (text for info, text in find_texts(model) if info.kind and info.kind.is_line)


def find_names(model: Model) -> Iterator[Text]:
    """Yield every name of an organisation, person or role in a record."""
    yield from (text for info, text in find_texts(model) if info.kind is NAME)


def find_texts(model: Model) -> Iterator[tuple[FieldInfo, Text]]:
    """Yield every line and text of a record that a visitor may read, as it was typed, each with its field."""
    for inner in walk_models(model):
        for info in fields_of(type(inner)).values():
            if info.kind and info.kind.is_text:
                value = getattr(inner, info.english)
                items = value if isinstance(value, tuple) else (value,)
                texts = (item.typed if isinstance(item, Marked) else item for item in items)
                yield from ((info, text) for text in texts if isinstance(text, Text))


def find_marks_of(model: Model) -> Iterator[FoundMark]:
    """Yield the marks in every line and text of a record."""
    texts = (*(text for _, text in find_texts(model)), *([model.text] if isinstance(model, PageModel) else []))
    for text in texts:
        yield from find_marks(text)


def find_addresses(model: Model) -> Iterator[tuple[str, Place]]:
    """Yield every address in the fields of a record that leads to a page of this site or another, each with its place."""
    yield from ((link.address, link.place) for link in find_field_links(model, "web", "page"))


def find_field_links(model: Model, *targets: Target) -> Iterator[LinkFound]:
    """Yield the addresses in the fields of a record, and of those within it, of kinds that may lead to one of these targets."""
    for inner in walk_models(model):
        for info in fields_of(type(inner)).values():
            if info.kind and not {*targets}.isdisjoint(info.kind.leads_to):
                value = getattr(inner, info.english)
                items = value if isinstance(value, tuple) else (value,)
                yield from (LinkFound(one, inner.place(info.english)) for one in items if isinstance(one, str) and one)


def find_document_links(model: Model) -> Iterator[LinkFound]:
    """Yield the files to fetch that the fields of a record name, those of the records within it too."""
    return find_field_links(model, "file")


def find_references(model: Model, fields: Collection[str]) -> Iterator[Key]:
    """Yield what the reference fields with these Swedish names point to, in a record and those within it."""
    for inner in walk_models(model):
        for info in fields_of(type(inner)).values():
            if info.swedish in fields:
                value = getattr(inner, info.english)
                yield from (item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, Key))


def check_placeholders(model: Model, names: Collection[Text] = ()) -> Iterator[Problem]:
    """What is shown has no placeholders; `names` are those of the register, which a false one may resemble."""
    for info, text in find_texts(model):
        found = [*check_name(text, names)] if info.kind in (NAME, ROLE) else [*check_title(text)] if info.kind in TITLES else []
        yield from found or check_waiting(text)


def find_gaps(model: Model) -> Iterator[tuple[Place, FieldInfo]]:
    """Yield each known gap of a record and those within it: where `saknas` stands, and the field."""
    for inner in walk_models(model):
        if inner.gaps:
            fields = {info.english: info for info in fields_of(type(inner)).values()}
            yield from ((inner.place(english), fields[english]) for english in inner.gaps)


def find_years(model: Model) -> Iterator[tuple[Place, int]]:
    """Yield each year of a record and those within it that must have come (`YEAR`), and where it stands."""
    for inner in walk_models(model) if _may_have_years(type(model)) else ():
        for info in fields_of(type(inner)).values():
            if info.kind is YEAR:
                value = getattr(inner, info.english)
                years = value if isinstance(value, tuple) else (value,)
                yield from ((inner.place(info.english), year) for year in years if isinstance(year, int))


@cache
def _may_have_years(model: type[Model]) -> bool:
    """Tell whether records of a model may have such a year, or those within them: most have none, and are not gone through."""
    return any(info.kind is YEAR or (info.nested and _may_have_years(info.nested)) for info in fields_of(model).values())


def check_gaps(model: Model) -> Iterator[Problem]:
    """A known gap is welcome while one works, and not published."""
    can_wait = any(info.english == "status" for info in fields_of(type(model)).values())
    for place, info in find_gaps(model):
        message = f"Uppgiften {quote(info.swedish)} är ännu inte känd."
        ways = ["Fyll i uppgiften"]
        ways += [] if info.required else ["ta bort raden om fältet inte behövs"]
        ways += ["sätt status: utkast"] if can_wait else []
        *others, last = ways
        help_line = f"{', '.join(others)}, eller {last}." if others else f"{last}."
        yield warning(place, "saknas", message, help_line, stops_publishing=True)

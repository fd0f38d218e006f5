"""Walk over the values of models: nested records, texts, links, references, gaps and placeholders."""

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
    """Yield a model and all models nested in it, in the order of their fields."""
    yield model
    for info in fields_of(type(model)).values():
        value = getattr(model, info.english)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Model):
                yield from walk_models(item)


def find_lines(model: Model) -> Iterator[Text]:
    """Yield every line (a value that may contain marks) of a record, as typed."""
    yield from (text for info, text in find_texts(model) if info.kind and info.kind.is_line)


def find_names(model: Model) -> Iterator[Text]:
    """Yield every name of an organisation or person in a record."""
    yield from (text for info, text in find_texts(model) if info.kind is NAME)


def find_texts(model: Model) -> Iterator[tuple[FieldInfo, Text]]:
    """Yield every line and text of a record that visitors may read, as typed, with its field."""
    for inner in walk_models(model):
        for info in fields_of(type(inner)).values():
            if info.kind and info.kind.is_text:
                value = getattr(inner, info.english)
                items = value if isinstance(value, tuple) else (value,)
                texts = (item.typed if isinstance(item, Marked) else item for item in items)
                yield from ((info, text) for text in texts if isinstance(text, Text))


def find_marks_of(model: Model) -> Iterator[FoundMark]:
    """Yield the marks in all lines and texts of a record."""
    texts = (*(text for _, text in find_texts(model)), *([model.text] if isinstance(model, PageModel) else []))
    for text in texts:
        yield from find_marks(text)


def find_addresses(model: Model) -> Iterator[tuple[str, Place]]:
    """Yield every address in the fields of a record that leads to a web page, on this site or another, with its place."""
    yield from ((link.address, link.place) for link in find_field_links(model, "web", "page"))


def find_field_links(model: Model, *targets: Target) -> Iterator[LinkFound]:
    """Yield the addresses in the fields of a record and of nested ones, if the kind of the field may lead to one of `targets`."""
    for inner in walk_models(model):
        for info in fields_of(type(inner)).values():
            if info.kind and not {*targets}.isdisjoint(info.kind.leads_to):
                value = getattr(inner, info.english)
                items = value if isinstance(value, tuple) else (value,)
                yield from (LinkFound(one, inner.place(info.english)) for one in items if isinstance(one, str) and one)


def find_document_links(model: Model) -> Iterator[LinkFound]:
    """Yield the downloadable files named in the fields of a record and of nested ones."""
    return find_field_links(model, "file")


def find_references(model: Model, fields: Collection[str]) -> Iterator[Key]:
    """Yield the references in fields with these Swedish names, of a record and of nested ones."""
    for inner in walk_models(model):
        for info in fields_of(type(inner)).values():
            if info.swedish in fields:
                value = getattr(inner, info.english)
                yield from (item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, Key))


def check_placeholders(model: Model, names: Collection[Text] = ()) -> Iterator[Problem]:
    """Published texts have no placeholders; `names` are the register's names, which a placeholder may resemble."""
    for info, text in find_texts(model):
        found = [*check_name(text, names)] if info.kind in (NAME, ROLE) else [*check_title(text)] if info.kind in TITLES else []
        yield from found or check_waiting(text)


def find_gaps(model: Model) -> Iterator[tuple[Place, FieldInfo]]:
    """Yield each known gap of a record and of nested ones: the place of `saknas`, and the field."""
    for inner in walk_models(model):
        if inner.gaps:
            fields = {info.english: info for info in fields_of(type(inner)).values()}
            yield from ((inner.place(english), fields[english]) for english in inner.gaps)


def find_years(model: Model) -> Iterator[tuple[Place, int]]:
    """Yield each year of a record and of nested ones that must not be in the future (`YEAR`), with its place."""
    for inner in walk_models(model) if _may_have_years(type(model)) else ():
        for info in fields_of(type(inner)).values():
            if info.kind is YEAR:
                value = getattr(inner, info.english)
                years = value if isinstance(value, tuple) else (value,)
                yield from ((inner.place(info.english), year) for year in years if isinstance(year, int))


@cache
def _may_have_years(model: type[Model]) -> bool:
    """Return whether a model or one nested in it has such a field: most have none and can be skipped."""
    return any(info.kind is YEAR or (info.nested and _may_have_years(info.nested)) for info in fields_of(model).values())


def check_gaps(model: Model) -> Iterator[Problem]:
    """A known gap is fine while editing, but is not published."""
    can_wait = any(info.english == "status" for info in fields_of(type(model)).values())
    for place, info in find_gaps(model):
        message = f"Uppgiften {quote(info.swedish)} är ännu inte känd."
        ways = ["Fyll i uppgiften"]
        ways += [] if info.required else ["ta bort raden om fältet inte behövs"]
        ways += ["sätt status: utkast"] if can_wait else []
        *others, last = ways
        help_line = f"{', '.join(others)}, eller {last}." if others else f"{last}."
        yield warning(place, "saknas", message, help_line, stops_publishing=True)

"""Walking over models: every record in a record, every line that takes marks, every known gap."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.models import FieldInfo, Model, fields_of
from plugins.core.problems import Problem, warning
from plugins.core.sources import Text
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
    """Yield every line of a record in which marks are replaced."""
    for inner in walk_models(model):
        for info in fields_of(type(inner)).values():
            if info.kind and info.kind.takes_marks:
                value = getattr(inner, info.english)
                yield from (item for item in (value if isinstance(value, tuple) else (value,)) if item is not None)


def find_texts(model: Model) -> Iterator[tuple[FieldInfo, Text]]:
    """Yield every line and text of a record that a visitor may read, each with its field."""
    for inner in walk_models(model):
        for info in fields_of(type(inner)).values():
            if info.kind and info.kind.is_text:
                value = getattr(inner, info.english)
                yield from ((info, item) for item in (value if isinstance(value, tuple) else (value,)) if item is not None)


def check_gaps(model: Model) -> Iterator[Problem]:
    """A known gap is welcome while one works, and not published."""
    for inner in walk_models(model):
        swedish = {info.english: info.swedish for info in fields_of(type(inner)).values()}
        for english in inner.gaps:
            message = f"Uppgiften {quote(swedish[english])} är ännu inte känd."
            help_line = "Fyll i uppgiften, ta bort raden om fältet inte behövs, eller sätt status: utkast."
            yield warning(inner.place(english), "saknas", message, help_line, stops_publishing=True)

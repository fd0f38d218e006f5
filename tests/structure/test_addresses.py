"""Kinds of addresses declare what they lead to, so that all code that checks links finds them in any model's fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

from plugins.core.kinds.kind import Kind
from plugins.core.models.model import RegisterModel, fields_of
from plugins.core.models.model import field as model_field
from plugins.core.places import Place, SourceFile
from plugins.core.walk import find_addresses, find_document_links, find_field_links
from plugins.site.rooms import SHELVES
from tests.structure.code import PLUGINS, PROJECT

HOW = "It is a kind of addresses: say what it may lead to, as leads_to=('web', 'page'), or nobody judges its links"

NOWHERE = {"tidigare adress": "what has been an address, and leads to the page that has it"}
"""Kinds of addresses that are not links, and why."""


def list_kinds() -> Iterator[Kind]:
    """Yield all kinds: those of the kernel, and those of all models' fields."""
    for path in sorted((PLUGINS / "core" / "kinds").glob("*.py")):
        module = import_module(".".join(path.relative_to(PROJECT).with_suffix("").parts))
        yield from (value for value in vars(module).values() if isinstance(value, Kind))
    yield from (kind for shelf in SHELVES if shelf.model for kind in kinds_in(shelf.model))


def kinds_in(model: type[Any]) -> Iterator[Kind]:
    """Yield the kinds of a model's fields, and of nested models."""
    for info in fields_of(model).values():
        yield from [info.kind] if info.kind else []
        yield from kinds_in(info.nested) if info.nested else ()


def says_what_it_leads_to(kind: Kind) -> bool:
    """Return whether a kind declares what it leads to, if its example is an address."""
    is_address = re.match("https?://|/[a-z]", kind.example)
    return not is_address or kind.is_text or bool(kind.leads_to)


def test_every_kind_of_address_declares_what_it_leads_to() -> None:
    assert {kind.name: HOW for kind in list_kinds() if not says_what_it_leads_to(kind) and kind.name not in NOWHERE} == {}


def test_a_kind_of_address_that_does_not_is_found() -> None:
    assert not says_what_it_leads_to(Kind("karta", lambda text: text.value, "https://karta.example.org/"))
    assert not says_what_it_leads_to(Kind("sida", lambda text: text.value, "/kontakt/"))


Map = Annotated[str, Kind("karta", lambda text: text.value, "https://karta.example.org/", leads_to=("web",))]
Way = Annotated[str, Kind("väg", lambda text: text.value, "/kontakt/", leads_to=("page",))]
Form = Annotated[str, Kind("blankett", lambda text: text.value, "/bilder/a.pdf", leads_to=("file",))]


class _Hall(RegisterModel):
    """A model of a new room, with addresses of kinds of its own, one or several."""

    map: Map | None = model_field("karta", "")
    ways: tuple[Way, ...] = model_field("vägar", "", default=())
    forms: tuple[Form, ...] = model_field("blanketter", "", default=())


def test_values_of_a_kind_of_address_are_links_whether_one_or_several() -> None:
    at = {"": Place(SourceFile(Path("content/lokaler.yaml")))}
    hall = _Hall.model_construct(at=at, map="https://karta.example.org/", ways=("/a/", "/b/"), forms=("/bilder/a.pdf",))
    assert [address for address, _ in find_addresses(hall)] == ["https://karta.example.org/", "/a/", "/b/"]
    assert [link.address for link in find_document_links(hall)] == ["/bilder/a.pdf"]
    assert [link.address for link in find_field_links(hall, "page", "file")] == ["/a/", "/b/", "/bilder/a.pdf"]

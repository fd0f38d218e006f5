"""The names of partners where other rooms write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from plugins.core.kinds.words import NAME
from plugins.core.library import Library
from plugins.core.models.model import Model, fields_of
from plugins.core.source.sources import Text
from plugins.partners.model import Partner

M = TypeVar("M", bound=Model)


def with_partners_names(page: M, library: Library) -> M:
    """Return a page whose organisations bear the names of the register, where they differ in capitals alone.

    What differs in more is told by the check of the language, and shown as it is written.
    """
    names = library.ask(_names)
    changed: dict[str, object] = {}
    for info in fields_of(type(page)).values():
        written = getattr(page, info.english)
        if info.kind is not NAME or written is None:
            continue
        if isinstance(written, tuple):
            changed[info.english] = tuple(_as_registered(one, names) for one in written)
        else:
            changed[info.english] = _as_registered(written, names)
    return page.model_copy(update=changed)


def _names(library: Library) -> Mapping[str, str]:
    return {partner.name.value.casefold(): partner.name.value for partner in library.shown(Partner)}


def _as_registered(name: Text, names: Mapping[str, str]) -> Text:
    registered = names.get(name.value.casefold())
    return replace(name, value=registered) if registered else name

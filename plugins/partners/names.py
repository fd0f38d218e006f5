"""Spelling of partners' names in the records of other rooms."""

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


def use_registered_names(page: M, library: Library) -> M:
    """Return a copy of a page with its names of organisations as in the register, if they differ only in case.

    Names that differ in more are left as they are; `plugins/language` reports them.
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

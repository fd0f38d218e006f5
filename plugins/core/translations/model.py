"""Models of translations, derived from those of their originals, in which every field is optional.

Determines which fields are translated, and which ones identify the record. Whether a field is translated depends on its kind, or
on `translated` (`core.models.model.field`), so a new room needs no code of its own for translations.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import create_model

from plugins.core.kinds.annotations import PlainTitle, Status
from plugins.core.kinds.keys import ID
from plugins.core.kinds.words import NAME
from plugins.core.models.model import TRANSLATED_FROM, FieldInfo, Model, field, fields_of
from plugins.core.pages import PageModel
from plugins.core.translations.fingerprints import PRINT, Fingerprint

SHOWN = "Om översättningen visas. Är den ett utkast möter besökaren originalet."
SPOKEN = "called_"
"""Prefix of the English name of a field in which a translation gives the record's name (`translated="heter"`)."""
WRITTEN_BY = "Skrivs av programmet: vilken dag den stämde, och med vilka ord i originalet."


class Translation(Model):
    """Base of all translations: of a page, of a register's record, or of a nested record."""

    CALLED: ClassVar[str] = "översättningen"
    ORIGINAL: ClassVar[type[Model]] = Model
    """The model of the original."""
    MADE_OF: ClassVar[tuple[type[Model], bool, bool] | None] = None
    """The arguments of `remake`, for pickling the model."""

    code: str = ""
    """The language."""

    @classmethod
    def refuse_field(cls, key: str) -> tuple[str, ...]:
        """Return the advice for a field of the original that is not translated."""
        if key not in fields_of(cls.ORIGINAL) or key in fields_of(cls):
            return ()
        return ("Uppgiften hämtas från originalet. Ta bort raden, och det som hör till den.",)


class PageTranslation(PageModel, Translation):
    """A translation with a text of its own."""


@cache
def translation_of(model: type[Model], *, is_row: bool = False) -> type[Translation]:
    """Return the model of a model's translations; `is_row`: one file has the translations of several records."""
    is_page = issubclass(model, PageModel)
    keys = key_fields(model) if is_row else ()
    made = _make(model, PageTranslation if is_page else Translation, keys, _last_fields(is_page))
    made.MADE_OF = model, is_row, False
    names = (name for english in model.NAMED_BY for name in (f"{SPOKEN}{english}", english))
    made.NAMED_BY = tuple(name for name in names if name in made.model_fields)
    return made


def _last_fields(is_page: bool) -> dict[str, Any]:
    """Return the last fields of a translation: its status, and its fingerprints."""
    status = field("status", SHOWN, required=is_page, default=None if is_page else "publicerad", may_be_unknown=False)
    prints = field(TRANSLATED_FROM, WRITTEN_BY, default=(), translated=False)
    return {"status": (Status, status), "translated_from": (tuple[Annotated[Fingerprint, PRINT], ...], prints)}


def original_of(model: type[Model]) -> type[Model]:
    """Return the original's model for a model of translations; any other model unchanged."""
    return model.ORIGINAL if issubclass(model, Translation) else model


@cache
def _part_of(model: type[Model], *, is_row: bool) -> type[Translation]:
    """Return the model of translations of a nested model."""
    made = _make(model, Translation, key_fields(model) if is_row else (), {})
    made.MADE_OF = model, is_row, True
    return made


def remake(model: type[Model], is_row: bool, is_part: bool) -> type[Translation]:
    """Return the model of translations that `MADE_OF` describes."""
    return _part_of(model, is_row=is_row) if is_part else translation_of(model, is_row=is_row)


def _make(model: type[Model], base: type[Translation], keys: tuple[FieldInfo, ...], last: dict[str, Any]) -> type[Translation]:
    fields = {**_fields(model, keys), **last}
    made: type[Translation] = create_model(f"{model.__name__}Translation", __base__=base, __module__=model.__module__, **fields)
    made.ORIGINAL = model
    return made


def _fields(model: type[Model], keys: tuple[FieldInfo, ...]) -> dict[str, Any]:
    """Return the fields of a model's translations, in the order of the original's."""
    fields: dict[str, Any] = {}
    for info in fields_of(model).values():
        if info in keys:
            fields[info.english] = _declare(info, is_key=True)
        if isinstance(info.translated, str):
            fields[spoken_name(info)] = (PlainTitle | None, field(info.translated, info.hint, may_be_unknown=False))
        elif info.nested is not None and has_language(info.nested):
            part = _part_of(info.nested, is_row=info.is_list)
            declared: Any = tuple[part, ...] if info.is_list else part | None  # type: ignore[valid-type]
            fields[info.english] = (declared, field(info.swedish, info.hint, default=() if info.is_list else None))
        elif info.translated is True and info not in keys:
            fields[info.english] = _declare(info)
    return fields


def _declare(info: FieldInfo, *, is_key: bool = False) -> tuple[Any, Any]:
    """Return type and default of a field whose values are parsed like the original's."""
    value: Any = Annotated[Any, info.kind]
    declared: Any = tuple[value, ...] if info.is_list else value | None
    default = field(
        info.swedish,
        info.hint,
        required=is_key and info.required,
        may_be_unknown=info.may_be_unknown and not is_key,
        default=() if info.is_list else None,
        translated=not is_key,
    )
    return declared, default


@cache
def has_language(model: type[Model]) -> bool:
    """Return whether a model has anything to translate."""
    return any(info.translated or (info.nested and has_language(info.nested)) for info in fields_of(model).values())


@cache
def key_fields(model: type[Model]) -> tuple[FieldInfo, ...]:
    """Return the fields that identify the record to which a row of translations belongs.

    The id or name if there is one, otherwise all required fields that are not translated.
    """
    if issubclass(model, PageModel):
        return ()
    plain = [info for info in fields_of(model).values() if not info.nested and not info.is_list and info.translated is not True]
    plain = [info for info in plain if info.english != "status"]
    names = [info for info in plain if info.required and info.kind in (ID, NAME)]
    required = [info for info in plain if info.required]
    return tuple(names[:1] or required)


def spoken_name(info: FieldInfo) -> str:
    """Return the English name that a field of the original has in the translation."""
    return f"{SPOKEN}{info.english}" if isinstance(info.translated, str) else info.english

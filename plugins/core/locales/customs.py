"""What every build asks CLDR about a locale, taken from Babel once for all runs.

In: the name of a locale, or a tag. Out: `Customs`. To load Babel and the data of one locale takes fifteen milliseconds, of
which a build after one edit needs the names of months and of languages. All else is asked of Babel where it is needed: how
days, numbers and amounts are written (`core.locales.locale`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from plugins.core.cache.compiled import make_once, tell_package


class Customs(NamedTuple):
    """A locale's names of months, days and languages, its direction of writing and its plural forms, as CLDR has them."""

    direction: str
    """The direction of the writing, as HTML names it: `ltr` or `rtl`."""
    place: str
    """The language with the land where most speak it: `sv_SE` (likely subtags)."""
    months: tuple[str, ...]
    """As they stand in a date."""
    weekdays: tuple[str, ...]
    """From Monday,"""
    short_weekdays: tuple[str, ...]
    """and in short."""
    languages: Mapping[str, str]
    """What languages are called, by their codes."""
    plurals: Mapping[str, str]
    """Which numbers each form of words is for, as CLDR writes it; those of no other are `other`."""


@cache
def read_customs(locale: str) -> Customs:
    """Return what CLDR says of a locale that it has."""
    return Customs(*make_once(("customs", Customs._fields, locale, tell_package("babel")), lambda: tuple(_ask_babel(locale))))


@cache
def find_plural(locale: str) -> Callable[[int], str]:
    """Return what says which form of words stands beside a number."""
    from babel.plural import PluralRule  # noqa: PLC0415 (of Babel this alone, without the data of the locale)

    form: Callable[[int], str] = PluralRule(read_customs(locale).plurals)
    return form


@cache
def find_locale(tag: str) -> str | None:
    """Return the name of CLDR's locale that a tag means (`sv`, `en-GB`), or None where there is none.

    A tag may be what an editor has marked a part of a text with: one that CLDR does not know is kept nowhere.
    """
    found: str | None = make_once(("locale", tag, tell_package("babel")), lambda: _find_locale(tag))
    return found


def _find_locale(tag: str) -> str | None:
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 (once for all runs)

    try:
        return str(Locale.parse(tag.replace("-", "_").partition("@")[0]))  # Babel keeps what follows, whatever it is
    except (UnknownLocaleError, ValueError):
        return None


def _ask_babel(name: str) -> Customs:
    from babel.core import Locale, get_global  # noqa: PLC0415 (once for all runs)

    locale = Locale.parse(name)
    land = locale.territory or get_global("likely_subtags").get(locale.language, "").rpartition("_")[2] or locale.language.upper()
    months, days = locale.months["format"]["wide"], locale.days["format"]
    return Customs(
        locale.text_direction,
        f"{locale.language}_{land}",
        tuple(str(months[number]) for number in range(1, 13)),
        tuple(str(days["wide"][number]) for number in range(7)),
        tuple(str(days["abbreviated"][number]) for number in range(7)),
        dict(locale.languages),
        dict(locale.plural_form.rules),
    )

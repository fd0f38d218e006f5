"""The CLDR data about a locale that every build needs, extracted from Babel once for all runs.

Importing Babel and loading one locale takes fifteen milliseconds, and a build after a single edit needs only the names of months
and languages. Everything else, such as formats of dates, numbers and amounts, is left to Babel (`core.locales.locale`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from plugins.core.cache.compiled import make_once, read_package_file


class Customs(NamedTuple):
    """A locale's names of months, weekdays and languages, its writing direction and its plural rules, from CLDR."""

    direction: str
    """Writing direction, as in HTML: `ltr` or `rtl`."""
    place: str
    """The language with its most likely territory: `sv_SE` (likely subtags)."""
    months: tuple[str, ...]
    """In the form used in dates."""
    weekdays: tuple[str, ...]
    """Monday first."""
    short_weekdays: tuple[str, ...]
    """Abbreviated weekdays, Monday first."""
    languages: Mapping[str, str]
    """Names of languages, by their codes."""
    plurals: Mapping[str, str]
    """The condition for each plural form, in CLDR syntax; all other numbers have the form `other`."""


@cache
def read_customs(locale: str) -> Customs:
    """Return the CLDR data of an existing locale."""
    return Customs(
        *make_once(("customs", Customs._fields, locale, read_package_file("babel")), lambda: tuple(_ask_babel(locale)))
    )


@cache
def find_plural(locale: str) -> Callable[[int], str]:
    """Return a function that returns the plural form for a number."""
    from babel.plural import PluralRule  # noqa: PLC0415 (only this part of Babel, without the locale's data)

    form: Callable[[int], str] = PluralRule(read_customs(locale).plurals)
    return form


@cache
def find_locale(tag: str) -> str | None:
    """Return the name of the CLDR locale for a tag (`sv`, `en-GB`), or None.

    The tag may come from an editor's `lang` attribute; the result for an unknown one is not cached.
    """
    found: str | None = make_once(("locale", tag, read_package_file("babel")), lambda: _find_locale(tag))
    return found


def _find_locale(tag: str) -> str | None:
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 (needed once for all runs)

    try:
        return str(Locale.parse(tag.replace("-", "_").partition("@")[0]))  # Babel would keep anything after an @
    except (UnknownLocaleError, ValueError):
        return None


def _ask_babel(name: str) -> Customs:
    from babel.core import Locale, get_global  # noqa: PLC0415 (needed once for all runs)

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

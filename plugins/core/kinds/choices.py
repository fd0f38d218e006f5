"""Kinds that accept one of a set of words: yes or no, language, time zone, status.

Parse a `Text` and return the word, or raise `KindError` with a suggestion. Called by `Kind`, as `core.kinds.annotations` lists
them; `choice` by models that have such a kind of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from plugins.core.kinds.kind import ONE_EACH, Kind, KindError, find_several
from plugins.core.locales.locale import find_language
from plugins.core.own_tables import read_table
from plugins.core.source.sources import Text
from plugins.core.swedish import SWEDISH, closest, compare_key, join_words, quote

USUAL_ZONE: Final = "Europe/Stockholm"
"""The default time zone."""


def choice(name: str, *allowed: str, hint: str = "", meant: Mapping[str, str] = MappingProxyType({})) -> Kind:
    """Return a kind that accepts one of the `allowed` Swedish words, in any spelling with the same `compare_key`.

    `meant` maps common wrong words, as compared, to the allowed word to suggest.
    """
    by_key = {compare_key(word): word for word in allowed}

    def parse(text: Text) -> str:
        try:
            return by_key[compare_key(text.value)]
        except KeyError:
            right = meant.get(compare_key(text.value)) or closest(text.value, allowed)
            listing = f"Välj mellan {join_words(allowed, 'och')}."
            raise KindError(f"{quote(text.value)} går inte att välja här.", listing, right=right) from None

    return Kind(name, parse, allowed[0], hint, options=allowed)


_MEANT: Final[Mapping[str, Mapping[str, str]]] = {
    field: {compare_key(word): right for right, words in rights.items() for word in words}
    for field, rights in read_table(Path(__file__).with_name("meant.yaml")).items()
}
"""Common wrong words, as compared, each with the word to suggest, for each kind."""
_YES_NO = {"ja": True, "nej": False}


def _parse_yes_no(text: Text) -> bool:
    try:
        return _YES_NO[compare_key(text.value)]
    except KeyError:
        right = _MEANT["yes or no"].get(compare_key(text.value))
        raise KindError(f"{quote(text.value)} ska vara ja eller nej.", "Skriv ja eller nej.", right=right) from None


def _parse_language(text: Text) -> str:
    written = text.value
    right = find_language(written, SWEDISH) or _MEANT["language"].get(compare_key(written))
    if re.fullmatch(r"[a-z]{2,8}(?:-[A-Za-z0-9]{2,8})*", written) and right in (None, written):
        return written  # whether the site has words in it is checked by `plugins.site.checks.words`
    several = (ONE_EACH,) if len(find_several(written)) > 1 else ()
    raise KindError(f"{quote(written)} är ingen språkkod.", *several, "Svenska skrivs sv, engelska en.", right=right)


@cache
def _time_zones() -> frozenset[str]:
    """Return the names of all time zones; cached, because Python walks a folder of six hundred files."""
    return frozenset(available_timezones())


@cache
def _is_time_zone(name: str) -> bool:
    """Return whether a time zone with this name exists; the default one is looked up without listing all."""
    if name == USUAL_ZONE:
        with suppress(ZoneInfoNotFoundError):
            return ZoneInfo(name).key == name
    return name in _time_zones()


def _parse_time_zone(text: Text) -> str:
    if not _is_time_zone(text.value):
        help_line = f"I Sverige är den {USUAL_ZONE}."
        raise KindError(f"{quote(text.value)} är ingen tidszon.", help_line, right=USUAL_ZONE)
    return text.value


YES_NO = Kind("ja eller nej", _parse_yes_no, "ja", options=tuple(_YES_NO))
LANGUAGE = Kind("språkkod", _parse_language, "sv")
TIME_ZONE = Kind("tidszon", _parse_time_zone, USUAL_ZONE)
STATUS_HINT: Final = "Ett utkast syns bara i förhandsvisningen. Det som är publicerat visas för alla."
STATUS = choice("status", "publicerad", "utkast", hint=STATUS_HINT, meant=_MEANT["status"])

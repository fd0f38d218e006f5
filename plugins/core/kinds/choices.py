"""Kinds that take one of some given words: yes or no, language, time zone, status.

Stage: check. In: a `Text` as the editor wrote it. Out: the word, or a `KindError` with the one that was meant. Called
by `Kind`, as `core.kinds.annotations` names them; `choice` by the models that have such a kind of their own.
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
"""The time zone where nothing says another."""


def choice(name: str, *allowed: str, hint: str = "", meant: Mapping[str, str] = MappingProxyType({})) -> Kind:
    """Return a kind that takes one of the `allowed` Swedish words and gives it back as it stands there.

    `meant` are words that people write instead, with the one they mean.
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
"""Words that people write instead, by their compared form, with the one they mean."""
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
        return written  # whether it has words, the rules of the site know
    several = (ONE_EACH,) if len(find_several(written)) > 1 else ()
    raise KindError(f"{quote(written)} är ingen språkkod.", *several, "Svenska skrivs sv, engelska en.", right=right)


@cache
def _time_zones() -> frozenset[str]:
    """Return the names of all time zones, for which Python walks over a folder of six hundred files."""
    return frozenset(available_timezones())


@cache
def _is_time_zone(name: str) -> bool:
    """Tell whether a time zone is called that; the usual one is asked for by itself, and not looked for among all."""
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

"""Kinds that take one of some given words: yes or no, language, time zone, status.

Stage: check. In: a `Text` as the editor wrote it. Out: the word, or a `KindError` with the one that was meant. Called
by `Kind`, as `core.kinds.annotations` names them; `choice` by the models that have such a kind of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from babel import Locale

from plugins.core.kinds.kind import ONE_EACH, Kind, KindError, find_several
from plugins.core.sources import Text
from plugins.core.swedish import closest, compare_key, join_words, quote


def choice(name: str, *allowed: str, meant: Mapping[str, str] = MappingProxyType({})) -> Kind:
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

    return Kind(name, parse)


_YES_NO = {"ja": True, "nej": False}
_YES_NO_WORDS = {
    "yes": "ja", "true": "ja", "sant": "ja", "j": "ja", "y": "ja", "x": "ja", "1": "ja", "på": "ja", "on": "ja", "japp": "ja",
    "no": "nej", "false": "nej", "falskt": "nej", "n": "nej", "0": "nej", "av": "nej", "off": "nej",
}  # fmt: skip


def _parse_yes_no(text: Text) -> bool:
    try:
        return _YES_NO[compare_key(text.value)]
    except KeyError:
        right = _YES_NO_WORDS.get(text.value.casefold())
        raise KindError(f"{quote(text.value)} ska vara ja eller nej.", "Skriv ja eller nej.", right=right) from None


_LANGUAGES = {
    "svenska": "sv", "swe": "sv", "swedish": "sv", "engelska": "en", "eng": "en", "english": "en", "lättläst": "sv",
    "lätt svenska": "sv", "finska": "fi", "arabiska": "ar", "somaliska": "so", "persiska": "fa", "ukrainska": "uk",
    "spanska": "es", "franska": "fr", "tyska": "de", "tigrinja": "ti", "kurdiska": "ku", "polska": "pl", "ryska": "ru",
}  # fmt: skip


def _parse_language(text: Text) -> str:
    written = text.value
    primary = written.split("-", maxsplit=1)[0]
    if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", written) and primary in Locale("sv").languages:
        return written
    right = _LANGUAGES.get(written.casefold()) or (written.lower() if written.lower() in Locale("sv").languages else None)
    several = (ONE_EACH,) if len(find_several(written)) > 1 else ()
    raise KindError(f"{quote(written)} är ingen språkkod.", *several, "Svenska skrivs sv, engelska en.", right=right)


@cache
def _time_zones() -> frozenset[str]:
    """Return the names of all time zones, for which Python walks over a folder of six hundred files."""
    return frozenset(available_timezones())


def _parse_time_zone(text: Text) -> str:
    if text.value not in _time_zones():
        help_line = "I Sverige är den Europe/Stockholm."
        raise KindError(f"{quote(text.value)} är ingen tidszon.", help_line, right="Europe/Stockholm")
    return text.value


_STATUS_WORDS = {
    "draft": "utkast", "hidden": "utkast", "opublicerad": "utkast", "ej_publicerad": "utkast", "avpublicerad": "utkast",
    "dold": "utkast", "vilande": "utkast", "inte_klar": "utkast", "ej_klar": "utkast", "published": "publicerad",
    "public": "publicerad", "publik": "publicerad", "klar": "publicerad", "fardig": "publicerad", "live": "publicerad",
}  # fmt: skip


YES_NO = Kind("ja eller nej", _parse_yes_no)
LANGUAGE = Kind("språkkod", _parse_language)
TIME_ZONE = Kind("tidszon", _parse_time_zone)
STATUS = choice("status", "publicerad", "utkast", meant=_STATUS_WORDS)

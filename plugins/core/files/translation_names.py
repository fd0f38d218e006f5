"""Names of translations: `om.en.md` beside `om.md`, `stodrutor.latt.yaml` beside `stodrutor.yaml`.

Converts between the path of a translation and that of its original with the language. Called by `core.reading.reader`, and by
code that creates translations.
"""

from __future__ import annotations

import re
from functools import cache

from plugins.core.dataclass import dataclass
from plugins.core.files.endings import PLAIN_TEXTS, RECORDS
from plugins.core.locales.customs import read_customs

EASY = "latt"
"""The code of easy Swedish, which has none in BCP 47."""
_SHOWN_IN = "sv"
"""Whose list of languages is used to look up codes; any language's would do."""
_NAME = re.compile(r"(?P<stem>[^/]*[^/.])\.(?P<code>[A-Za-z]{2,4})(?P<ending>\.(?:md|yaml))")


@dataclass(frozen=True, slots=True)
class TranslationName:
    """The parts of a translation's name."""

    original: str
    """Path of the original from `content/`."""
    code: str
    """The language, as in the field `språk`: `en`, `latt`."""


@cache
def is_code(code: str) -> bool:
    """Return whether a string may be a language code: that of easy Swedish, or one of two or three letters known to CLDR."""
    return code == EASY or (len(code) < 4 and code in read_customs(_SHOWN_IN).languages)


@cache
def name_language(code: str) -> str:
    """Return the Swedish name of a language: `tyska`."""
    return "lätt svenska" if code == EASY else read_customs(_SHOWN_IN).languages.get(code, code)


def split_name(relative: str) -> TranslationName | None:
    """Return original and language of a translation's path; None if there is no language before the extension."""
    folder, slash, name = relative.rpartition("/")
    found = _NAME.fullmatch(name)
    if found is None or not is_code(found["code"].casefold()):
        return None
    return TranslationName(f"{folder}{slash}{found['stem']}{found['ending']}", found["code"].casefold())


def join_name(relative: str, code: str) -> str:
    """Return the path of the translation of a file."""
    stem, dot, ending = relative.rpartition(".")
    return f"{stem}.{code}{dot}{ending}"


@dataclass(frozen=True, slots=True)
class OddName:
    """The parts of a name that resembles that of a translation."""

    original: str
    """Path of the presumed original, from `content/`."""
    code: str
    """The language as written."""
    right: str | None
    """The code that was probably meant; None if unknown."""


_ENDINGS = "|".join(ending.removeprefix(".") for ending in (*PLAIN_TEXTS, *RECORDS))
_ODD = re.compile(rf"(?P<stem>[^/]*[^/.])\.(?P<code>[^./]{{2,20}})\.(?P<ending>{_ENDINGS})", re.IGNORECASE)
_LIKE_A_CODE = re.compile(r"[A-Za-z]{2,4}(?:[-_][A-Za-z]{2,4})?")


def find_odd(relative: str) -> OddName | None:
    """Return the parts of a name that has something like a language before its extension but is no valid translation name."""
    folder, slash, name = relative.rpartition("/")
    found = _ODD.fullmatch(name)
    if found is None or split_name(relative):
        return None
    right = guess_code(found["code"])
    if right is None and not _LIKE_A_CODE.fullmatch(found["code"]):
        return None
    ending = "md" if f".{found['ending'].casefold()}" in PLAIN_TEXTS else "yaml"
    return OddName(f"{folder}{slash}{found['stem']}.{ending}", found["code"], right)


@cache
def guess_code(written: str) -> str | None:
    """Return the code for another name of a language: `eng`, `en-GB`, `engelska`, `english`, `lätt`; None if unknown."""
    from babel.core import get_global  # noqa: PLC0415 (only for wrong names)

    plain = written.casefold()
    first = re.split("[-_]", plain)[0]
    alias = get_global("language_aliases").get(first, first).split("_")[0]  # `prs` is `fa_AF` in CLDR
    if is_code(alias):
        return str(alias)
    if plain.translate(_NO_DOTS).startswith(EASY):
        return EASY
    names = (read_customs(code).languages for code in (_SHOWN_IN, "en"))
    return next((code for own in names for code, name in own.items() if name.casefold() == plain and is_code(code)), None)


_NO_DOTS = str.maketrans("åäö", "aao")

"""Names of translations: `om.en.md` beside `om.md`, `stodrutor.latt.yaml` beside `stodrutor.yaml`.

Stage: read. In: paths from `content/`. Out: the original's path and the language, or None for a file that is no translation.
Called by `core.shelves`, and by who makes a translation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

EASY = "latt"
"""Easy Swedish, which has no code of its own in BCP 47."""
_SHOWN_IN = "sv"
"""Any language's list of languages will do: the codes in it are looked up."""
_NAME = re.compile(r"(?P<stem>[^/]*[^/.])\.(?P<code>[A-Za-z]{2,4})(?P<ending>\.(?:md|yaml))")


@dataclass(frozen=True, slots=True)
class TranslationName:
    """What the name of a translation says."""

    original: str
    """Path of the original from `content/`."""
    code: str
    """The language, as `språk` has it: `en`, `latt`."""


@cache
def is_code(code: str) -> bool:
    """Tell whether something may be a language's code: easy Swedish, or a language that CLDR knows by two or three letters."""
    return code == EASY or (len(code) < 4 and code in Locale.parse(_SHOWN_IN).languages)


def split_name(relative: str) -> TranslationName | None:
    """Return original and language of a translation; None where the name has no language before its ending."""
    folder, slash, name = relative.rpartition("/")
    found = _NAME.fullmatch(name)
    if found is None or not is_code(found["code"].casefold()):
        return None
    return TranslationName(f"{folder}{slash}{found['stem']}{found['ending']}", found["code"].casefold())


def join_name(relative: str, code: str) -> str:
    """Return the path of the translation of a file."""
    stem, dot, ending = relative.rpartition(".")
    return f"{stem}.{code}{dot}{ending}"

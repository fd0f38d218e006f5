"""Read the parts of a word list that are specific to its language: the groups `language` and `search_words`.

Takes a `WordFile`; returns its `Language` and its search data, and reports what is invalid. Called by `core.words.lists`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from plugins.core.locales.customs import find_locale
from plugins.core.locales.languages import Language
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.swedish import join_words, quote
from plugins.core.words.file import WordFile, report_unknown
from plugins.core.words.forms import compare_fields
from plugins.core.words.interface import FIRST_LIST

CUSTOMS: Final = (
    *("tag", "name", "locale", "numbers", "less_than", "more_than", "alphabet", "sorted_as", "quotation_marks"),
    *("units", "before_number", "shortened", "lix"),
)
"""The keys of the group `language`."""
SEARCHED: Final = ("endings", "empty", "alike")
"""The keys of the group `search_words` that are lists; search does without those that are missing."""
LETTERS: Final = "letters"
"""Another key: replacements for letters that keyboards lack, as pairs: `{ü: ue}`."""
LISTED: Final = ("numbers", "units", "before_number", "shortened")
"""Keys of `language` that are lists."""
FILLED: Final = ("less_than", "more_than")
"""Keys of `language` in which a number is filled in."""
_NUMBER: Final = frozenset({"number"})


def read_language(file: WordFile, problems: list[Problem]) -> Language:
    """Return the `Language` of a word list; invalid parts are reported and replaced by defaults."""
    code, customs = file.source.path.stem, file.words.get("language")
    if not file.words and problems:  # the file could not be read, which is reported
        return Language(code, code, code, FIRST_LIST)
    if not isinstance(customs, dict):
        message = f"Filen säger inte vad språket {quote(code)} heter."
        help_line = "Börja filen med raden ”language:” och under den, med två mellanslag först, till exempel ”name: Deutsch”."
        problems.append(Problem(file.place(("language",)), "fel-ord", message, (help_line,)))
        customs = {}
    for key in customs:
        if key not in CUSTOMS:
            problems.append(report_unknown(file, ("language", key), CUSTOMS))
    tag = str(customs.get("tag") or code)
    locale = _read_locale(file, customs, tag, problems)
    if customs and not customs.get("name"):
        message = f"Språket {quote(code)} saknar namn."
        help_line = "Skriv vad språket kallar sig självt, till exempel ”name: Deutsch”."
        problems.append(Problem(file.place(("language",)), "fel-ord", message, (help_line,)))
    for key in FILLED:
        if problem := next(
            compare_fields(file.place(("language", key)), key, str(customs.get(key, "{number}")), _NUMBER, _NUMBER), None
        ):
            problems.append(problem)
            customs = {other: value for other, value in customs.items() if other != key}
    sorted_as, lix = customs.get("sorted_as", {}), _read_lix(file, customs, problems)
    return Language(
        code=code,
        tag=tag,
        name=str(customs.get("name") or code),
        locale_name=locale,
        numbers=_read_list(customs.get("numbers")),
        units=_read_list(customs.get("units")),
        before_number=_read_list(customs.get("before_number")),
        shortened=_read_list(customs.get("shortened")),
        most_lix=lix,
        sorted_as=tuple(sorted_as.items()) if isinstance(sorted_as, dict) else (),
        less_than=str(customs.get("less_than", Language.less_than)),
        more_than=str(customs.get("more_than", Language.more_than)),
        alphabet=str(customs.get("alphabet", "")),
        quotation_marks=str(customs.get("quotation_marks", Language.quotation_marks)),
    )


def _read_locale(file: WordFile, customs: Mapping[str, Any], tag: str, problems: list[Problem]) -> str:
    """Return the CLDR locale of the language; Swedish if there is none, which is reported."""
    written = str(customs.get("locale") or tag)
    locale = find_locale(written)
    if locale is None:
        message = f"Det finns inget språk med koden {quote(written)}."
        help_line = "Skriv språkets kod under ”language:”, till exempel ”locale: de”. Tyska är de, arabiska ar, finska fi."
        keys = next((("language", key) for key in ("locale", "tag") if key in customs), ("language",))
        problems.append(Problem(file.place(keys), "fel-ord", message, (help_line,)))
    return locale or FIRST_LIST


def _read_lix(file: WordFile, customs: Mapping[str, Any], problems: list[Problem]) -> int | None:
    """Return the highest readability score (LIX) of its texts; None if the list has none."""
    lix = str(customs.get("lix", ""))
    if not lix or re.fullmatch(r"[0-9]{1,2}", lix):
        return int(lix) if lix else None
    message = f"{quote(lix)} är inget LIX-värde."
    problems.append(Problem(file.place(("language", "lix")), "fel-ord", message, ("Skriv ett tal, till exempel 25.",)))
    return None


def _read_list(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def read_search_words(file: WordFile) -> dict[str, Any]:
    """Return a language's data for search; nothing is taken from other languages."""
    written = file.words.get("search_words")
    group = written if isinstance(written, dict) else {}
    letters = group.get(LETTERS)
    pairs = [[str(letter), str(other)] for letter, other in letters.items()] if isinstance(letters, dict) else []
    return {key: list(_read_list(group.get(key))) for key in SEARCHED} | {LETTERS: pairs}


def check_shapes(file: WordFile) -> Iterator[Problem]:
    """The language-specific groups have the right types, and `search_words` has no unknown keys."""
    customs, searched = file.words.get("language"), file.words.get("search_words")
    if isinstance(customs, dict):
        for key, value in customs.items():
            yield from _check_custom(file, key, value)
    if isinstance(searched, dict):
        for key, value in searched.items():
            yield from _check_searched(file, key, value)
    elif searched is not None:
        help_line = f"Under den står {join_words(list(SEARCHED))}, med två mellanslag först och en lista efter kolonet."
        yield Problem(file.place(("search_words",)), "fel-ord", f"{quote('search_words')} ska vara en grupp.", (help_line,))


def _check_custom(file: WordFile, key: str, value: object) -> Iterator[Problem]:
    place = file.place(("language", key))
    if key in LISTED:
        yield from _check_list(place, key, value)
    elif key == "sorted_as":
        if not isinstance(value, dict):
            help_line = "Skriv klamrar, och efter varje bokstav den som den sorteras som:  sorted_as: {ü: y, ß: ss}"
            yield Problem(place, "fel-ord", f"{quote(key)} ska vara par av bokstäver.", (help_line,))
    elif not isinstance(value, str):
        help_line = f"Skriv det efter kolonet på samma rad:  {key}: …"
        yield Problem(place, "fel-ord", f"{quote(key)} ska vara ett ord eller en text.", (help_line,))


def _check_searched(file: WordFile, key: str, value: object) -> Iterator[Problem]:
    place = file.place(("search_words", key))
    if key in SEARCHED:
        yield from _check_list(place, key, value)
    elif key != LETTERS:
        yield report_unknown(file, ("search_words", key), (*SEARCHED, LETTERS))
    elif not _is_pairs(value):
        help_line = "Skriv klamrar, och efter varje bokstav hur den skrivs när den saknas:  letters: {ä: ae, ü: ue}"
        yield Problem(place, "fel-ord", f"{quote(key)} ska vara par av bokstäver.", (help_line,))


def _check_list(place: Place, key: str, value: object) -> Iterator[Problem]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return
    message = f"{quote(key)} ska vara en lista, även om den bara har ett ord."
    written = ", ".join(re.findall(r"[^\s,]+", value)) if isinstance(value, str) else ""
    help_line = f"Skriv hakparenteser runt orden, och komma emellan:  {key}: [{written or 'ett, annat'}]"
    yield Problem(place, "fel-ord", message, (help_line,))


def _is_pairs(value: object) -> bool:
    return isinstance(value, dict) and all(len(one) == 1 and isinstance(other, str) for one, other in value.items())

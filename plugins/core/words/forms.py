"""Check the plural forms of a word in a word list, and the placeholders in it.

Compares with the same word in the first list; yields problems. Called by `core.words.lists`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from string import Formatter
from typing import Any, Final

from plugins.core.locales.languages import Language
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.swedish import join_words, quote
from plugins.core.words.interface import NONE, NUMBERS

MOST_COUNTED: Final = 200
"""Plural forms are tested with all counts up to this one: a form for a single count need not contain the number."""


def check_forms(
    place: Place, places: Mapping[str, Place], key: str, own: Mapping[str, Any], original: Any, language: Language
) -> Iterator[Problem]:
    """A word has the plural forms of its language. A form for several counts contains the number; one for a single count has it
    spelled out instead, in agreement with the noun: *en person*, *ett mål*.
    """
    wanted = _find_counted(original["other"] if isinstance(original, Mapping) else original)
    has_none = isinstance(original, Mapping) and NONE in original and "zero" not in language.plural_forms
    forms = sorted(language.plural_forms)
    if lacking := sorted((language.plural_forms | ({NONE} if has_none else frozenset())) - own.keys()):
        message = f"Ordet {quote(key)} saknar formen {join_words(lacking)}."
        help_line = f"{language.name} har formerna {join_words(forms)} bredvid ett antal (CLDR)."
        help_lines = (help_line,) if lacking != [NONE] else (f"Skriv efter {NONE}: vad som står där när antalet är noll.",)
        yield Problem(place, "saknat-ord", message, help_lines)
    for form, text in own.items():
        if form not in {*forms, NONE}:
            help_line = f"{language.name} har formerna {join_words(forms)} bredvid ett antal (CLDR), och {NONE} för noll."
            yield Problem(places[form], "okant-ord", f"Formen {quote(form)} finns inte på {language.name}.", (help_line,))
        elif not (text and isinstance(text, str)):
            help_line = f"Skriv orden efter kolonet på samma rad:  {form}: …"
            message = f"Formen {quote(form)} av ordet {quote(key)} ska vara en text."
            yield Problem(places[form], "fel-ord", message, (help_line,))
        elif problem := _find_bent(places[form], key, form, text, language, has_none=NONE in own):
            yield problem
        else:
            needed = wanted if _stands_for_many(form, language, has_none=NONE in own) else frozenset[str]()
            yield from compare_fields(places[form], key, text.replace("{Number}", "{number}"), needed, wanted)


def _find_bent(place: Place, key: str, form: str, text: str, language: Language, *, has_none: bool) -> Problem | None:
    """Return the problem of a number placeholder in a form for none or one, where the numeral must be spelled out."""
    written = [f"{{{name}}}" for name in NUMBERS if f"{{{name}}}" in text]
    if not written or not (form == NONE or _list_counts(form, language, has_none=has_none) == (1,)):
        return None
    message = f"Formen {quote(form)} av ordet {quote(key)} kan inte ha {join_words(written)} i sig."
    what, words = ("noll", "inga, inget eller ingen") if form == NONE else ("ett", "en eller ett")
    help_line = f"Formen gäller {what} och inget annat. Skriv räkneordet som det heter framför sitt ord, på svenska {words}."
    return Problem(place, "fel-lucka", message, (help_line,))


def _stands_for_many(form: str, language: Language, *, has_none: bool) -> bool:
    """Return whether a form is used for more than one count."""
    return len(_list_counts(form, language, has_none=has_none)) > 1


@lru_cache(maxsize=64)
def _list_counts(form: str, language: Language, *, has_none: bool) -> tuple[int, ...]:
    """Return the first two counts for which a form is used; cached, since there are many words with forms."""
    if form == NONE:
        return ()
    counts = range(1 if has_none else 0, MOST_COUNTED)
    return (*islice((count for count in counts if language.plural_form(count) == form), 2),)


def compare_fields(
    place: Place, key: str, text: str, needed: frozenset[str] | None, allowed: frozenset[str] | None
) -> Iterator[Problem]:
    """A word has the same placeholders as in the first list."""
    own = find_fields(text)
    if own is None:
        help_line = "Klamrar står alltid två och två, med ett namn emellan: {title}."
        yield Problem(place, "fel-lucka", f"Klamrarna i ordet {quote(key)} hör inte ihop.", (help_line,))
    elif foreign := sorted(own - (allowed or frozenset())):
        written = join_words([f"{{{name}}}" for name in foreign])
        right = join_words([f"{{{name}}}" for name in sorted(allowed or ())]) or "inga alls"
        help_line = f"Det som står inom klamrar fylls i av programmet. Här kan det vara {right}."
        yield Problem(place, "fel-lucka", f"Ordet {quote(key)} kan inte ha {written} i sig.", (help_line,))
    elif lacking := sorted((needed or frozenset()) - own):
        written = join_words([f"{{{name}}}" for name in lacking])
        help_line = "Det som står inom klamrar fylls i av programmet. Skriv det där det ska stå i meningen."
        yield Problem(place, "fel-lucka", f"Ordet {quote(key)} saknar {written}.", (help_line,))


def find_fields(text: Any) -> frozenset[str] | None:
    """Return the placeholders in a text, complete with conversion and format (`title!r`); None for unmatched braces."""
    try:
        parsed = [part for part in Formatter().parse(str(text)) if part[1] is not None]
    except ValueError:
        return None
    return frozenset(f"{name}{(sign and f'!{sign}') or ''}{(form and f':{form}') or ''}" for _, name, form, sign in parsed)


def _find_counted(text: Any) -> frozenset[str] | None:
    """Return the placeholders in a word with plural forms; `{Number}` counts as `{number}`."""
    return find_fields(str(text).replace("{Number}", "{number}"))

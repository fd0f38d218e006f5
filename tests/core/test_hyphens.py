"""Long words break at syllables, short ones never, and the text itself stays what it was."""

import pytest
from pyphen import LANGUAGES, HyphDict, language_fallback

from plugins.core.hyphen_patterns import LazyDictionary
from plugins.core.hyphens import SOFT_HYPHEN, soften
from plugins.core.languages import Language
from plugins.core.swedish import SWEDISH


@pytest.mark.parametrize(
    ("text", "softened"),
    [
        ("Mälardalens Fastighetsförvaltning", "Mälar|da|lens Fastig|hets|för|valt|ning"),
        ("Sparbanksstiftelsen Nya", "Spar|banks|stif|telsen Nya"),
        ("Bo bra AB", "Bo bra AB"),
        ("Elverken", "Elverken"),
        ("Norra-Södra 2 & Co", "Norra-Södra 2 & Co"),
        ("", ""),
    ],
)
def test_long_words_may_break_at_syllables(text, softened):
    assert soften(text, SWEDISH).replace(SOFT_HYPHEN, "|") == softened
    assert soften(text, SWEDISH).replace(SOFT_HYPHEN, "") == text


def test_word_that_has_soft_hyphens_is_not_given_more():
    once = soften("Fastighetsförvaltning", SWEDISH)
    assert soften(once, SWEDISH) == once


@pytest.mark.parametrize(
    ("locale", "text", "softened"),
    [
        ("en_GB", "Neighbourhoods", "Neigh|bour|hoods"),
        ("de", "Obdachlosigkeit", "Obda|ch|lo|sig|keit"),
        ("ar", "والمستشفيات", "والمستشفيات"),
        ("fi", "Asunnottomuudesta", "Asunnottomuudesta"),
    ],
)
def test_a_word_breaks_as_its_language_does(locale: str, text: str, softened: str) -> None:
    assert soften(text, Language(locale, locale, locale, locale)).replace(SOFT_HYPHEN, "|") == softened


def test_patterns_that_are_understood_late_are_those_of_pyphen() -> None:
    path = LANGUAGES[language_fallback("sv_SE")]
    whole, lazy = HyphDict(path).patterns, LazyDictionary(path).patterns
    assert len(whole) > 10_000
    assert {letters: lazy.get(letters) for letters in lazy if lazy.get(letters) is not None} == whole

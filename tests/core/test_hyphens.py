"""Long words get soft hyphens between syllables, short ones none, and nothing else changes."""

import pytest
from pyphen import LANGUAGES, HyphDict, language_fallback

from plugins.core.locales.hyphen_patterns import read_dictionary
from plugins.core.locales.hyphens import SOFT_HYPHEN, soften
from plugins.core.locales.languages import Language
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
def test_a_long_word_may_break_between_syllables(text, softened):
    assert soften(text, SWEDISH).replace(SOFT_HYPHEN, "|") == softened
    assert soften(text, SWEDISH).replace(SOFT_HYPHEN, "") == text


def test_a_word_with_soft_hyphens_gets_no_more():
    once = soften("Fastighetsförvaltning", SWEDISH)
    assert soften(once, SWEDISH) == once


@pytest.mark.parametrize(
    ("locale", "text", "softened"),
    [
        ("en_GB", "Neighbourhoods", "Neigh|bour|hoods"),
        ("de", "Obdachlosigkeit", "Obdach|lo|sig|keit"),
        ("de", "Zusammenarbeit", "Zusam|men|ar|beit"),
        ("de", "Lebensmittelverschwendung", "Lebens|mit|tel|ver|schwen|dung"),
        ("de", "Stadtmission", "Stadt|mis|sion"),
        ("de", "Wohnungslosigkeit", "Wohnungs|lo|sig|keit"),
        ("de", "Krankenversicherung", "Kran|ken|ver|si|che|rung"),
        ("de", "Geschlechtergleichheit", "Geschlech|ter|gleich|heit"),
        ("de", "Donaudampfschifffahrt", "Donau|dampf|schiff|fahrt"),
        ("de", "Datenschutzerklärung", "Daten|schutz|er|klä|rung"),
        ("de", "Haustürschlüssel", "Haus|tür|schlüssel"),
        ("de", "Gesundheitsversorgung", "Gesund|heits|ver|sor|gung"),
        ("de", "Verantwortung", "Verant|wor|tung"),
        ("fr", "Développement", "Déve|lop|pe|ment"),
        ("fr", "Partenariats", "Parte|na|riats"),
        ("fr", "Confidentialité", "Confi|den|tia|lité"),
        ("fr", "hébergement", "héber|ge|ment"),
        ("hr", "odgovornost", "odgo|vor|nost"),
        ("ca", "accessibilitat", "acces|si|bi|litat"),
        ("hu", "Asszonynapokon", "Asszony|na|pokon"),
        ("ar", "والمستشفيات", "والمستشفيات"),
        ("fi", "Asunnottomuudesta", "Asunnottomuudesta"),
    ],
)
def test_a_word_breaks_by_the_rules_of_its_language(locale: str, text: str, softened: str) -> None:
    assert soften(text, Language(locale, locale, locale, locale)).replace(SOFT_HYPHEN, "|") == softened


def test_patterns_parsed_lazily_equal_those_of_pyphen() -> None:
    path = LANGUAGES[language_fallback("sv_SE")]
    whole, lazy = HyphDict(path).patterns, read_dictionary(path).patterns
    assert len(whole) > 10_000
    assert {letters: lazy.get(letters) for letters in lazy if lazy.get(letters) is not None} == whole


@pytest.mark.parametrize(("locale", "word"), [("hu", "Asszonynapokon"), ("ca", "col·laboracions"), ("de", "Sozialarbeiterin")])
def test_no_word_is_respelt_or_broken_into_single_letters(locale: str, word: str) -> None:
    softened = soften(word, Language(locale, locale, locale, locale))
    assert softened.replace(SOFT_HYPHEN, "") == word
    assert min(map(len, softened.split(SOFT_HYPHEN))) > 1

"""Long words break at syllables, short ones never, and the text itself stays what it was."""

import pytest

from plugins.core.hyphens import SOFT_HYPHEN, soften


@pytest.mark.parametrize(
    ("text", "softened"),
    [
        ("Mälardalens Fastighetsförvaltning", "Mälardalens Fastig|hets|för|valt|ning"),
        ("Sparbanksstiftelsen Nya", "Spar|banks|stif|telsen Nya"),
        ("Bo bra AB", "Bo bra AB"),
        ("Elverken", "Elverken"),
        ("Norra-Södra 2 & Co", "Norra-Södra 2 & Co"),
        ("", ""),
    ],
)
def test_long_words_may_break_at_syllables(text, softened):
    assert soften(text).replace(SOFT_HYPHEN, "|") == softened
    assert soften(text).replace(SOFT_HYPHEN, "") == text


def test_word_that_has_soft_hyphens_is_not_given_more():
    once = soften("Fastighetsförvaltning")
    assert soften(once) == once

"""The text of a link to a file: that of the editor, in any language, with type and size of the file."""

from __future__ import annotations

import pytest

from plugins.core.locales.foreign import Foreign, Mixed, resolve
from plugins.core.locales.lasting import OfToday, lasting_of
from plugins.core.pictures.linked import add_words

SAID = " (PDF, 1 MB)"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Plan", "Plan (PDF, 1 MB)"),
        ("Plan (pdf)", "Plan (PDF, 1 MB)"),
        ("Plan (2026)", "Plan (2026) (PDF, 1 MB)"),
        (Foreign("Lokalen", "sv"), '<span lang="sv">Lokalen</span> (PDF, 1 MB)'),
        (Foreign("Lokalen (pdf)", "sv"), '<span lang="sv">Lokalen</span> (PDF, 1 MB)'),
        (Mixed("Plan of \ue000sv\ue001Lokalen\ue002"), 'Plan of <span lang="sv">Lokalen</span> (PDF, 1 MB)'),
        (Mixed("Plan of \ue000sv\ue001Lokalen\ue002 (pdf)"), 'Plan of <span lang="sv">Lokalen</span> (PDF, 1 MB)'),
    ],
)
def test_the_details_of_a_file_are_in_the_page_language_and_its_name_in_its_own(name: str, expected: str) -> None:
    words = add_words(name, SAID)
    assert resolve(words.signed if isinstance(words, Mixed) else words) == expected
    assert add_words(name, "") is name


@pytest.mark.parametrize("name", [OfToday("40 dagar kvar", "dagar kvar"), Foreign("40 dagar kvar", "sv", "dagar kvar")])
def test_the_words_of_a_link_keep_their_lasting_form(name: str) -> None:
    assert lasting_of(add_words(name, SAID)) == "dagar kvar (PDF, 1 MB)"

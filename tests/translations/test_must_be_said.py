"""Which fields a translation must have: those with words, not a file or a figure that may be the same in every language."""

from __future__ import annotations

from plugins.core.kinds.annotations import DocumentAddress, Line, ValueLine
from plugins.core.models.model import Model, field, fields_of
from plugins.core.translations.model import translation_of
from plugins.core.translations.overlay import must_be_said


class Report(Model):
    """A record with required fields that translations may have."""

    summary: Line = field("sammanfattning", "", required=True)
    edition: ValueLine = field("upplaga", "", required=True, translated=True)
    file: DocumentAddress = field("fil", "", required=True, translated=True)


def test_a_translation_does_not_require_the_file_that_its_original_requires() -> None:
    report = object.__new__(Report)
    for name in ("summary", "edition", "file"):
        object.__setattr__(report, name, "anything")

    assert [info.english for info in must_be_said(report)] == ["summary"]


def test_the_hint_of_a_translation_is_that_of_its_original() -> None:
    """A file to fetch says in its hint how an address is written, and says it once."""
    own, other = fields_of(Report), fields_of(translation_of(Report))
    assert "/bilder/" in own["fil"].hint
    assert {key: info.hint for key, info in other.items() if key in own} == {key: own[key].hint for key in own if key in other}

"""The stored customs of each locale equal those of CLDR in Babel."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale

from plugins.core.cache import compiled
from plugins.core.locales import customs
from plugins.core.locales.customs import find_locale, find_plural, read_customs
from plugins.core.locales.languages import find_direction


@pytest.fixture
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return an empty cache folder; the caches of this process are cleared too."""
    monkeypatch.setattr(compiled, "PROJECT", tmp_path)
    monkeypatch.setattr(compiled, "SETTLED", sys.maxsize)  # also in a clone made a moment ago
    forget()
    yield compiled.compiled_in(tmp_path) / compiled.VALUES
    forget()


def forget() -> None:
    """Clear the caches of this process."""
    for function in (read_customs, find_plural, find_locale):
        function.cache_clear()


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("name", ["sv", "en_GB", "ar", "pl", "zh_Hant_TW", "fi"])
def test_customs_equal_those_of_babel_also_when_read_from_the_cache(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    locale, counts = Locale.parse(name), (*range(130), 1_000_000)
    first = read_customs(name)
    forget()
    monkeypatch.setattr(customs, "_ask_babel", lambda _: pytest.fail("asked Babel"))
    again = read_customs(name)
    assert again == first
    assert again.months == tuple(locale.months["format"]["wide"][number] for number in range(1, 13))
    days = locale.days["format"]
    assert again.weekdays == tuple(days["wide"][number] for number in range(7))
    assert again.short_weekdays == tuple(days["abbreviated"][number] for number in range(7))
    assert again.languages == dict(locale.languages)
    assert again.direction == locale.text_direction
    assert [find_plural(name)(count) for count in counts] == [locale.plural_form(count) for count in counts]


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize(
    ("name", "place"), [("sv", "sv_SE"), ("en", "en_US"), ("en_GB", "en_GB"), ("ar", "ar_EG"), ("zh_Hant_TW", "zh_TW")]
)
def test_a_language_has_a_default_country(name: str, place: str) -> None:
    assert read_customs(name).place == place


@pytest.mark.parametrize(("tag", "name"), [("sv", "sv"), ("en-GB", "en_GB"), ("zh-TW", "zh_Hant_TW"), ("xx", None), ("å", None)])
def test_a_tag_gives_its_locale_also_when_read_from_the_cache(nothing_kept: Path, tag: str, name: str | None) -> None:
    for _ in range(2):
        assert find_locale(tag) == name
        forget()
    assert nothing_kept.exists() == (name is not None), "what CLDR does not know may be a word of a text"


@pytest.mark.parametrize("tag", ["ar@ordet", "ar-EG@ordet", "ar.ordet"])
def test_nothing_else_in_a_tag_is_stored(nothing_kept: Path, tag: str) -> None:
    """A tag may have a modifier, which Babel accepts as it is: it may be a word of a text."""
    assert find_direction(tag) == "rtl"
    assert not any(b"ordet" in file.read_bytes() for file in nothing_kept.iterdir())


@pytest.mark.parametrize(("tag", "direction"), [("ar", "rtl"), ("ar-EG", "rtl"), ("sv", "ltr"), ("", "ltr"), ("två ord", "ltr")])
def test_a_language_has_a_writing_direction(tag: str, direction: str) -> None:
    assert find_direction(tag) == direction


@pytest.mark.usefixtures("nothing_kept")
def test_customs_are_read_again_from_another_version_of_babel(monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_customs("sv")
    forget()
    monkeypatch.setattr(customs, "read_package_file", lambda _: "0.1")
    monkeypatch.setattr(customs, "_ask_babel", lambda _: first._replace(place="sv_FI"))
    assert read_customs("sv").place == "sv_FI"

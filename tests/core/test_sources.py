"""Sources: the bytes of a file become text, or a problem that says what they are."""

from __future__ import annotations

import pickle
import unicodedata
from pathlib import Path

import pytest

from plugins.core.places import SourceFile
from plugins.core.source.sources import (
    LARGEST_TEXT,
    Text,
    decode_source,
    find_in_file,
    leave_in_file,
    normalise_text,
    read_source,
    text_of_lines,
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("å\n".encode(), "å\n"),
        ("\ufeffå".encode(), "å"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (unicodedata.normalize("NFD", "åäö").encode(), "åäö"),
        ("a\u2028b\u0085c".encode(), "a b c"),
        (b"", ""),
        ("🎈\t".encode(), "🎈\t"),
    ],
)
def test_a_text_is_decoded_to_plain_line_ends_and_composed_letters(data: bytes, text: str) -> None:
    source, problems = decode_source(Path("a.md"), data)

    assert problems == []
    assert source.text == text


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"PK\x03\x04xx", "fel-filtyp", "Word"),
        (b"%PDF-1.7", "fel-filtyp", "pdf"),
        (b"{\\rtf1 hej}", "fel-filtyp", "RTF"),
        (b"\x89PNG\r\n", "fel-filtyp", "png"),
        (b"\xff\xd8\xff\xe0", "fel-filtyp", "jpg"),
        (b"\xd0\xcf\x11\xe0", "fel-filtyp", "Excel"),
        ("å".encode("utf-16"), "fel-teckenkodning", "UTF-16"),
        ("hej".encode("utf-16-be"), "fel-teckenkodning", "UTF-16"),
        ("hej på dig".encode("utf-16-le"), "fel-teckenkodning", "UTF-16"),
    ],
)
def test_a_file_of_another_type_is_reported_by_its_type(data: bytes, code: str, words: str) -> None:
    source, problems = decode_source(Path("a.md"), data)

    assert [(p.code, p.place.line, p.place.column) for p in problems] == [(code, 1, 1)]
    assert words in problems[0].message
    assert problems[0].help
    assert source.text == ""


def test_an_old_encoding_is_reported_at_its_first_letter() -> None:
    _, problems = decode_source(Path("a.md"), "rad ett\nhär\n".encode("cp1252"))

    assert [(p.code, p.place.line, p.place.column, p.place.written) for p in problems] == [("fel-teckenkodning", 2, 2, "här")]


@pytest.mark.parametrize("sign", ["\x00", "\x02", "\x1b", "\x7f", "\u202e", "\u2066", "\ue000", "\ufffe"])
def test_an_invisible_character_is_reported(sign: str) -> None:
    _, problems = decode_source(Path("a.md"), f"hej hej\nett{sign} två\n".encode())

    assert [(p.code, p.place.line, p.place.column) for p in problems] == [("osynligt-tecken", 2, 4)]
    assert f"U+{ord(sign):04X}" in problems[0].help[0]


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u00a0", "\u2011", "\ufe0f", "\u200d"])
def test_typographic_characters_are_accepted(sign: str) -> None:
    assert decode_source(Path("a.md"), f"ett{sign}två".encode())[1] == []


def test_a_file_of_two_megabytes_is_not_read(tmp_path: Path) -> None:
    large, small = tmp_path / "stor.md", tmp_path / "liten.md"
    large.write_bytes(b"a" * 2 * LARGEST_TEXT)
    small.write_bytes(b"ett ord\n" * (LARGEST_TEXT // 8))

    assert [(p.code, p.message) for p in read_source(large)[1]] == [("for-stor-fil", "Filen är 2 MB, för stor för en textfil.")]
    assert read_source(small)[1] == []


def test_places_count_lines_and_characters_from_one() -> None:
    source, _ = decode_source(Path("a.md"), "ett\n\ntvå tre\n".encode())
    text = text_of_lines(source, 1, source.text)

    assert [(text.place(at).line, text.place(at).column) for at in (0, 2, 4, 5, 9)] == [
        (1, 1),
        (1, 3),
        (2, 1),
        (3, 1),
        (3, 5),
    ]


def test_texts_with_the_same_words_in_the_same_place_are_equal() -> None:
    source, _ = decode_source(Path("a.md"), b"hej")

    assert hash(text_of_lines(source, 1, "hej")) == hash(text_of_lines(source, 1, "hej"))
    assert str(Text("hej", source, ((0, 1, 1),))) == "hej"
    assert normalise_text("a\u0308") == "ä"


def test_a_text_left_in_its_file_equals_one_held_in_memory() -> None:
    source = SourceFile(Path("a.md"), "---\nEn text.\nEn rad till.\n")
    whole = text_of_lines(source, 2, "En text.\nEn rad till.")
    left = leave_in_file(source, (4, 25), whole.spans, has_lines=True)
    assert "value" not in vars(left)
    assert find_in_file(left, 0) == find_in_file(whole, 0) == (4, 25)
    assert "value" not in vars(left)
    assert pickle.loads(pickle.dumps(left)).value == whole.value
    assert left == whole
    assert (hash(left), repr(left), left.place(9)) == (hash(whole), repr(whole), whole.place(9))
    assert left.value is left.value
    assert not hasattr(left, "values")


@pytest.mark.parametrize(("value", "most"), [("En text.", 8), ("En annan text.", 0)])
def test_a_text_that_is_short_or_not_in_its_file_is_not_left_there(value: str, most: int) -> None:
    assert find_in_file(text_of_lines(SourceFile(Path("a.md"), "En text."), 1, value), most) is None

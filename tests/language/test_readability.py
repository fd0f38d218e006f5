"""The task `readability`: a line for each page, and nothing for texts that cannot be measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.commands.readability import run_readability


def test_each_page_has_one_line(make_content: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_readability(str(make_content({}))) == 0

    out, err = capsys.readouterr()
    rows = [line.split() for line in out.splitlines()[1:]]
    assert [row[3].rstrip(",") for row in rows] == [
        "block/om-globala-malen.md",
        "block/vad-kan-jag-gora.md",
        "mal/mal-1-ingen-hunger.md",
        "mal/mal-2-alla-ar-trygga.md",
        "sidor/om.md",
        "sidor/start.md",
    ]
    assert rows[0][:3] == ["56", "6", "6"]  # "Världens länder har sjutton mål tillsammans.": six words, three of them long
    assert err.endswith("Det är ett mått och inget betyg.\n")


def test_a_folder_without_pages_is_a_failure_and_a_missing_folder_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_readability(str(tmp_path)) == 1
    assert run_readability(str(tmp_path / "borta")) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Vi äter frukost här.", 4),
        ("Vi äter [frukost](/mal-1/) här.", 4),
        ("Vi äter [frukost](/mal-1/ 'Om maten') här.", 4),
        ("Vi äter <em>frukost</em> här.", 4),
        ("Vi äter <!-- snart --> frukost här.", 4),
        ("Vi har {antal:mål} mål.", 4),
        ("Vi har [{antal:mål}](/mal/) mål.", 4),
        ("Skriv till alva@example.org i dag.", 5),
        ("Vi säger <span lang='en'>welcome</span> här.", 4),
    ],
)
def test_words_are_counted_as_a_reader_sees_them(
    make_content: Callable[..., Path], capsys: pytest.CaptureFixture[str], written: str, words: int
) -> None:
    page = f"---\ntitel: Prov\nsammanfattning: En sida.\nstatus: publicerad\n---\n{written}\n"
    assert run_readability(str(make_content({"sidor/prov.md": page}))) == 0
    (row,) = (line.split() for line in capsys.readouterr().out.splitlines() if "sidor/prov.md" in line)
    assert int(row[1]) == words

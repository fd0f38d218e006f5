"""Each picture of the handbook has the text of its page; `tests/browser/test_handbook.py` compares what it looks like."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.editing.browser import PROJECT
from tests.editing.handbook import NAMES, PICTURES, walk
from tests.picture_words import diff_words, list_words

BOOKS = ("docs/handbok.md", "docs/borja-har.md")
WRITE = "python3 tasks.py refresh --only"


def test_the_text_of_each_picture_is_the_text_of_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It starts git, and is quick all the same: what is changed in `tests/sites/_base/` may be told here alone."""
    other = {name: diff_words(list_words(page), PICTURES / f"{name}.txt") for name, page in walk(tmp_path, monkeypatch)}
    capsys.readouterr()  # the preview tells of the fault that one of them shows
    stale = [name for name, lines in other.items() if lines]
    differences = "\n".join(f"docs/bilder/{name}.png\n  " + "\n  ".join(other[name]) for name in stale)
    write = f'{WRITE} "{" or ".join(stale)}"'
    assert not stale, (
        f"these pictures show another page than there is now: write them anew, and look at them\n  {write}\n{differences}"
    )


def test_each_picture_is_used_in_the_handbook_and_no_other() -> None:
    shown = {name for book in BOOKS for name in re.findall(r"\(bilder/([a-z-]+)\.png\)", (PROJECT / book).read_text("utf-8"))}
    assert shown == set(NAMES)
    for kind in ("png", "txt"):
        assert {path.stem for path in PICTURES.glob(f"*.{kind}")} == set(NAMES)

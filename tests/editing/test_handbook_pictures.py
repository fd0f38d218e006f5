"""Each picture of the handbook shows what its page says; how it looks, a browser says (`tests/browser/test_handbook.py`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editing.handbook import PICTURES, walk
from tests.picture_words import list_words, tell_other_words

WRITE = "python3 tasks.py test -- tests/browser/test_handbook.py --refresh-snapshots -k"


def test_each_picture_shows_what_its_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It starts git, and is quick all the same: what is changed in `tests/sites/_base/` may be told here alone."""
    other = {name: tell_other_words(list_words(page), PICTURES / f"{name}.txt") for name, page in walk(tmp_path, monkeypatch)}
    stale = [name for name, lines in other.items() if lines]
    told = "\n".join(f"docs/bilder/{name}.png\n  " + "\n  ".join(other[name]) for name in stale)
    write = f'{WRITE} "{" or ".join(stale)}"'
    assert not stale, f"these pictures show another page than there is now: write them anew, and look at them\n  {write}\n{told}"

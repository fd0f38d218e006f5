"""File names that are invalid on some computer. They cannot be stories: not every computer could check out the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.file_names import check_name, check_translation_name, explain_name
from plugins.core.shelf import Shelf

PAGES = Shelf("sidor/*.md", None, "page", "Sidor")
PICTURES = Shelf("bilder/*", None, "file", "Bilder")


@pytest.mark.parametrize(
    "name", ["con.md", "NUL", "aux.tar.gz", "Lpt1.svg", "com³.yaml", "prn.en.md", "om.", "om ", "om?.md", "a:b.md"]
)
def test_a_name_that_windows_does_not_allow_is_explained(name: str) -> None:
    assert "Windows" in (explain_name(name) or "")


@pytest.mark.parametrize("name", ["om.md", "console.md", "contact.md", "com10.md", "lpt.md", "å-i-ä.jpg", "om oss.jpg", ".dold"])
def test_other_names_are_left_alone(name: str) -> None:
    assert explain_name(name) is None


@pytest.mark.parametrize(
    ("name", "shelf", "right"),
    [("con.md", PAGES, "om-con.md"), ("aux.jpg", PICTURES, "om-aux.jpg"), ("vad?.jpg", PICTURES, "vad.jpg")],
)
def test_a_name_to_use_instead_is_suggested(name: str, shelf: Shelf, right: str) -> None:
    [problem] = check_name(Path(name), shelf)
    assert problem.is_error
    assert problem.message == f"Filen ”{name}” {explain_name(name)}, så den som har Windows kan inte öppna den."
    assert problem.help == (f"Döp om filen, till exempel till {right}. Ändra också där namnet används.",)
    assert [*check_name(Path(right), shelf)] == []


def test_a_translation_with_such_a_name_is_reported_too() -> None:
    assert [problem.code for problem in check_translation_name(Path("nul.en.md"), PAGES)] == ["fel-filnamn"]

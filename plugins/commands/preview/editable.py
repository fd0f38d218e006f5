"""Which files of `content/` preview may open in the editor's own program: texts only."""

from __future__ import annotations

from pathlib import Path
from typing import Final

EDITABLE: Final = (".md", ".yaml")
"""Extensions of the files that an edit mark may open: texts, and nothing that a system would run."""


def find_editable(named: str, content: Path) -> Path | None:
    """Return the file that an edit mark names (`content/mal/mal-1.md`); None for anything but a text of the content."""
    folder, _, relative = named.partition("/")
    try:
        file = (content / relative).resolve()
        is_text = file.suffix in EDITABLE and file.is_file()
    except (OSError, ValueError, RuntimeError):  # an impossible name, or links that form a loop
        return None
    return file if folder == content.name and is_text and file.is_relative_to(content.resolve()) else None

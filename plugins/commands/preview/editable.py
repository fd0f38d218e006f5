"""Which files of `content/` a preview may open in the editor's own program: texts, and nothing else.

In: a file as a page names it. Out: the file. Called by `commands.preview.answers`, which opens it, and by
`commands.preview.panel`, which leads there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

EDITABLE: Final = (".md", ".yaml")
"""Files that an edit mark may open: texts, and nothing that a system would run."""


def find_editable(named: str, content: Path) -> Path | None:
    """Return the file that an edit mark names, `content/mal/mal-1.md`; None for anything but an editors' text."""
    folder, _, relative = named.partition("/")
    try:
        file = (content / relative).resolve()
        is_text = file.suffix in EDITABLE and file.is_file()
    except (OSError, ValueError, RuntimeError):  # a name that no file can have; a ring of links
        return None
    return file if folder == content.name and is_text and file.is_relative_to(content.resolve()) else None

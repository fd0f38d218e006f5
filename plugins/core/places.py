"""Places: a file of the editors, and a line and column in it."""

from __future__ import annotations

import os
from dataclasses import field
from functools import lru_cache
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.folded import Foldable


@dataclass(frozen=True, slots=True, eq=False)
class SourceFile(Foldable):
    """A file of `content/` as text; `text` is empty if it could not be read."""

    path: Path
    text: str = field(default="", repr=False)
    language: str = ""
    """The language code of a translation; empty for the site's own language."""

    def line(self, number: int) -> str:
        """Return line `number` (from 1), or an empty string past the end."""
        lines = _lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""


@lru_cache(maxsize=16)
def _lines(text: str) -> list[str]:
    """Return the lines of a file, cached because many problems may be reported for one file."""
    return text.split("\n")


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file: line and column, both from 1, in characters. 1:1 also stands for the whole file."""

    source: SourceFile
    line: int = 1
    column: int = 1

    @property
    def written(self) -> str:
        """The text of the line."""
        return self.source.line(self.line)

    def rewritten(self, old: str, new: str) -> str | None:
        """Return the line with `old`, which must begin here, replaced by `new`; None if it does not."""
        line, start = self.written, self.column - 1
        if not line.startswith(old, start):
            return None
        return (line[:start] + new + line[start + len(old) :]).strip().removeprefix("- ")


def show_path(path: Path, folder: Path | None = None) -> str:
    """Return a path relative to `folder` (by default the current one), with forward slashes."""
    return _show_path(path, folder, os.getcwd())  # noqa: PTH109 (Path.cwd() costs as much as the whole function)


@lru_cache(maxsize=4096)
def _show_path(path: Path, folder: Path | None, current: str) -> str:
    """Cached `show_path`, with the current folder as an argument: many problems share few files."""
    try:
        return os.path.relpath(path, current if folder is None else folder).replace(os.sep, "/")
    except ValueError:  # Windows: another drive has no relative path
        return path.as_posix()

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
    """A file of `content/` as text; `text` is empty where it could not be read."""

    path: Path
    text: str = field(default="", repr=False)
    language: str = ""
    """The language's code, of a translation; empty in the site's own language."""

    def line(self, number: int) -> str:
        """Return line `number` (from 1), or an empty string beyond the end."""
        lines = _lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""


@lru_cache(maxsize=16)
def _lines(text: str) -> list[str]:
    """Return the lines of a file: many things may be told of one, each with its line."""
    return text.split("\n")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: its line and column, which count from 1, in characters. A whole file is 1:1."""

    source: SourceFile
    line: int = 1
    column: int = 1

    @property
    def written(self) -> str:
        """The line as it stands in the file."""
        return self.source.line(self.line)

    def rewritten(self, old: str, new: str) -> str | None:
        """Return the line with `old`, which begins here, replaced by `new`; None if it does not stand here."""
        line, start = self.written, self.column - 1
        if not line.startswith(old, start):
            return None
        return (line[:start] + new + line[start + len(old) :]).strip().removeprefix("- ")


def show_path(path: Path, folder: Path | None = None) -> str:
    """Return a path as the user would type it from `folder` (the current one), with forward slashes."""
    return _show_path(path, folder, os.getcwd())  # noqa: PTH109 (a path object of it costs as much as the answer)


@lru_cache(maxsize=4096)
def _show_path(path: Path, folder: Path | None, current: str) -> str:
    """Return it as `show_path` does, from the current folder: hundreds of problems are told of few files, each more than once."""
    try:
        return os.path.relpath(path, current if folder is None else folder).replace(os.sep, "/")
    except ValueError:  # Windows: another drive has no relative path
        return path.as_posix()

"""Detect that the content or the program changes during a run, as by `git checkout`.

A run that has read some files before and others after such a change must not use what it has read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from plugins.commands.runs.delivery_options import WITHDRAWN
from plugins.commands.runs.digests import PROGRAM, ask_program_as_first, is_seen_ahead, mark_program
from plugins.core.files.folder import EXPLANATION
from plugins.core.files.leftovers import is_folder_of_program, is_left_by_program
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.system.file_mark import mark_of


class Basis:
    """What a run is based on: the content as it is now, and the program as it was when it had the state `marks`."""

    def __init__(self, content: Path, marks: str, project: Path) -> None:
        self._content, self._project = content, project
        self._marks, self._content_marks = marks, mark_content(content)
        self._has_other_program = False
        self._has_other_content = False

    def holds(self) -> bool:
        """Return whether both are unchanged; once False, it stays so."""
        find_program = ask_program(self._marks)
        self._has_other_content |= mark_content(self._content) != self._content_marks
        self._has_other_program |= not find_program()
        return not (self._has_other_content or self._has_other_program)

    def report(self) -> Problem:
        """Return the problem of what has changed, at the content or else at the folder of the program."""
        both = self._has_other_content and self._has_other_program
        which = "Innehållet och programmets filer" if both else "Innehållet" if self._has_other_content else "Programmets filer"
        read = "det lästes" if which == "Innehållet" else "de lästes"
        message = f"{which} ändrades medan {read}, så det som lästes hör inte ihop."
        folder = self._content if self._has_other_content else self._project
        return Problem(Place(SourceFile(folder)), "andrad-under-tiden", message, help=("Kör samma kommando igen.",))


def ask_program(marks: str) -> Callable[[], bool]:
    """Start to check whether the program has the state `marks`; call what is returned to wait for the answer."""
    is_program_so = ask_program_as_first() if is_seen_ahead() else lambda: True

    def find() -> bool:
        has_marks = mark_basis() == marks
        return is_program_so() and has_marks

    return find


def mark_basis() -> str:
    """Return the state of the program, apart from what tasks write in it; "" where its digest detects every change."""
    if is_seen_ahead():
        return ""
    try:
        return mark_program([name for name in PROGRAM if name != WITHDRAWN])
    except OSError as error:  # it is being changed, or may not be read
        return str(error)


def mark_content(content: Path) -> str:
    """Return a value that changes whenever a file of the content does; files that programs leave there are ignored."""
    digest = hashlib.sha256()
    _add_marks(digest, os.fspath(content), "")
    return digest.hexdigest()


def _add_marks(digest: Any, folder: str, shown: str) -> None:
    """Add the names and states of the files in a folder: the same as `core.files.folder.walk` finds, which makes a slow path
    of each.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        digest.update(f"{shown} {error}\n".encode("utf-8", "surrogateescape"))
        return
    for entry in entries:
        name = f"{shown}/{entry.name}"
        if entry.is_dir(follow_symlinks=False) and not entry.name.endswith((".md", ".yaml")):
            if not is_folder_of_program(entry.name):
                _add_marks(digest, entry.path, name)
        elif entry.name != EXPLANATION and not is_left_by_program(entry.name):
            digest.update(f"{name} {_mark(entry)}\n".encode("utf-8", "surrogateescape"))


def _mark(entry: os.DirEntry[str]) -> object:
    """Return the state of a file and of a link's target, or the error.

    Without the time of change: programs that copy or share files set attributes, also just after a save.
    """
    try:
        link = mark_of(entry.stat(follow_symlinks=False))[:3]
        return link, mark_of(entry.stat())[:3] if entry.is_symlink() else link
    except OSError as error:
        return str(error)

"""Turn unexpected exceptions into problems, with the traceback written to a file for a developer.

Where the cause is in a file that people edit (words, colours of goals, templates, settings), the problem is at its line.
"""

from __future__ import annotations

import errno
import os
import shlex
import sys
import threading
import traceback
from pathlib import Path
from typing import Final

from plugins.commands.process.interrupts import was_interrupted
from plugins.core.cache.memo import Interrupted
from plugins.core.looks.colours import WrongColour
from plugins.core.looks.goal_looks import GOALS, LackingColour
from plugins.core.places import Place, SourceFile, show_path
from plugins.core.problems import Problem
from plugins.core.swedish import join_words, quote
from plugins.core.system.plain_file import NotPlain
from plugins.core.words.interface import MissingWord

PROJECT: Final = Path(__file__).resolve().parents[3]
"""The folder of the program."""
_OWN: Final = PROJECT / "plugins"
_FULL: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
"""Errors for a full disk or an exceeded quota."""


def faults() -> tuple[type[BaseException], ...]:
    """Return the exception types for a failure, for use in `except`: all but those that stop the process or a generator.

    Settings and plugins may call `sys.exit`, and a package in Rust may panic: neither is an `Exception`. Ctrl-C is raised in the
    main thread only.
    """
    stops = (GeneratorExit, Interrupted, *([KeyboardInterrupt] if threading.current_thread() is threading.main_thread() else ()))
    return tuple(kind for kind in BaseException.__subclasses__() if kind not in stops)


def unexpected(error: BaseException, content: Path, project: Path) -> Problem:
    """Return the problem for an unexpected exception; its traceback goes to `.cache/senaste-fel.txt`.

    Raise `KeyboardInterrupt` where the process was interrupted: the exception may be due to that.
    """
    if was_interrupted():
        raise KeyboardInterrupt from error
    trace = project / ".cache" / "senaste-fel.txt"
    try:
        trace.parent.mkdir(exist_ok=True)
        trace.write_text("".join(traceback.format_exception(error)), "utf-8")
        where = "Skicka filen .cache/senaste-fel.txt till den som sköter programmet."
    except OSError:
        where = f"Berätta för den som sköter programmet: {type(error).__name__}."
    if not _OWN.is_dir():  # what is not imported yet would fail with other messages
        return report_gone(_OWN, where)
    if problem := _find_in_own_files(error, project, where):
        return problem
    if isinstance(error, OSError) and error.errno in _FULL:  # it names no file where it comes from a write
        message, where = "Disken är full, så något kunde inte skrivas.", "Ta bort något annat från datorn, och försök igen."
        return Problem(Place(SourceFile(content)), "intern", message, help=(where,))
    if isinstance(error, NotPlain):
        return _report_not_plain(Path(error.filename))
    when = next((f" {note}" for note in getattr(error, "__notes__", ()) if note.startswith("när ")), "")
    message = f"Något gick fel i programmet{when}. Det beror inte på dig."
    if isinstance(error, PermissionError) and error.filename and sys.platform != "win32":  # there it means an open file
        shut = _find_shut(Path(os.path.abspath(os.fsdecode(error.filename))))  # noqa: PTH100 (follow no link)
        if shut is not None:
            return _report_shut(shut, content, project)
    if isinstance(error, FileNotFoundError) and error.filename:
        gone = find_gone_folder(Path(os.fsdecode(error.filename)), project)
        if gone is not None:
            return report_gone(gone, where)
    if isinstance(error, OSError) and error.filename:
        why = "Den finns inte." if isinstance(error, FileNotFoundError) else "Är filen låst, eller öppen i ett annat program?"
        message = f"Det gick inte att läsa eller skriva {Path(os.fsdecode(error.filename)).name}. {why}"
    return Problem(Place(SourceFile(content)), "intern", message, help=(where,))


def find_gone_folder(path: Path, project: Path) -> Path | None:
    """Return the outermost missing folder of the program on the way to a path; None where all exist."""
    folders = (folder for folder in reversed(path.parents) if folder != project and folder.is_relative_to(project))
    return next((folder for folder in folders if not os.path.lexists(folder)), None)


def report_gone(folder: Path, where: str) -> Problem:
    """Return the problem that a folder of the program does not exist."""
    message = f"Mappen {folder.name} finns inte."
    return Problem(
        Place(SourceFile(folder)), "intern", message, ("Har den flyttats, eller fått ett annat namn? Lägg tillbaka den.", where)
    )


def _report_not_plain(path: Path) -> Problem:
    """Return the problem that something other than a regular file is where a file should be."""
    message = f"{path.name} är ingen vanlig fil, så den går inte att läsa."
    return Problem(Place(SourceFile(path)), "intern", message, help=("Lägg en vanlig fil där i stället.",))


def _report_shut(shut: Path, content: Path, project: Path) -> Problem:
    """Return the problem that a file or folder may not be read or written, with the command that gives back the right."""
    name = shlex.quote(show_path(shut))
    is_others = shut.lstat().st_uid != os.geteuid()
    message = f"Du har inte rätt att läsa eller skriva i {quote(show_path(shut), 200)}."
    what = "Mappen" if shut.is_dir() else "Filen"
    help_line = (
        f'{what} tillhör en annan användare, som efter en körning med sudo. Ta tillbaka den: sudo chown -R "$USER" {name}'
        if is_others
        else f"Ge dig rätten igen: chmod u+rwX {name}"
    )
    place = SourceFile(shut if shut.is_relative_to(project) else content)
    return Problem(Place(place), "intern", message, help=(help_line,))


def _find_shut(path: Path) -> Path | None:
    """Return the folder on the way that may not be entered, or the part of the path that may not be accessed; None where all
    may.
    """
    for folder in reversed(path.parents):
        if os.path.lexists(folder) and not os.access(folder, os.X_OK):
            return folder
    reads = os.R_OK | os.W_OK | (os.X_OK if path.is_dir() else 0)
    for shut, needs in ((path, reads), (path.parent, os.W_OK)):
        if os.path.lexists(shut) and not os.access(shut, needs):
            return shut
    return None


def _find_in_own_files(error: BaseException, project: Path, where: str) -> Problem | None:
    """Return the problem of a file of the theme or the settings, where that is the cause; else None."""
    mark = getattr(error, "problem_mark", None)  # an error of YAML
    if mark is not None and Path(mark.name).is_file():
        place = _open(Path(mark.name), mark.line + 1, mark.column + 1)
        return Problem(place, "olaslig-rad", "Raden går inte att läsa.", ("Jämför med raderna omkring.",))
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(project):
        place = _open(Path(error.filename), error.lineno or 1, error.offset or 1)
        return Problem(place, "intern", "Python kan inte läsa raden.", (where,))
    if isinstance(error, UnicodeDecodeError):
        return _find_encoding(error, project / "theme")
    if isinstance(error, MissingWord):
        return _find_word(error, project / "theme" / "words")
    if isinstance(error, LackingColour):
        return _find_goal(error, project / "theme" / GOALS)
    if isinstance(error, WrongColour):
        return _find_colour(error, project / "theme" / error.file)
    return None


def _find_goal(error: LackingColour, table: Path) -> Problem:
    """Return the problem of a goal in the theme's table that lacks a colour, at its row."""
    line = _find_line(table, f"  {error.number}:")
    message = f"Mål {error.number} saknar {join_words(error.names)} under {error.side}."
    help_line = "Kopiera raden från ett annat mål i filen, och ändra färgerna. Överst i filen står vad var och en är till för."
    return Problem(_open(table, line, 1), "intern", message, (help_line,))


def _find_colour(error: WrongColour, file: Path) -> Problem:
    """Return the problem of a colour of the theme that is missing or invalid, at its line."""
    value = "" if error.value is None else str(error.value)
    line = _find_line(file, f"  {error.goal}:" if error.goal else error.name, value)
    whose = f"Färgen {error.name} i mål {error.goal}" if error.goal else f"Färgen {error.name}"
    said = "saknas eller går inte att läsa" if error.value is None else f"är {quote(value)}, och det är ingen färg här"
    written = f'{error.name}: "#1a2b3c"' if error.goal else f"{error.name}: #1a2b3c;"
    help_line = f"En färg skrivs med sex siffror eller bokstäver från a till f efter #, så här:  {written}"
    return Problem(_open(file, line, 1), "intern", f"{whose} {said}.", (help_line,))


def _find_line(file: Path, *sought: str) -> int:
    """Return the line with the first text and, from there, that with the next; the first line where none is found."""
    found, lines = 1, file.read_text("utf-8").split("\n")
    for words in sought:
        found = next((number for number, line in enumerate(lines[found - 1 :], found) if words in line), found)
    return found


def _open(file: Path, line: int, column: int) -> Place:
    return Place(SourceFile(file, file.read_text("utf-8", "replace")), line, column)


def _find_encoding(error: UnicodeDecodeError, theme: Path) -> Problem | None:
    """Return the problem of the theme file that is not UTF-8, found by its bytes: the exception does not name it."""
    for file in sorted(path for path in theme.rglob("*") if path.is_file()):
        if file.read_bytes() == error.object:
            place = _open(file, error.object.count(b"\n", 0, error.start) + 1, 1)
            message = f"Filen {file.name} är inte sparad som UTF-8, så å, ä och ö går inte att läsa."
            return Problem(place, "fel-teckenkodning", message, ("Spara om den med kodningen UTF-8.",))
    return None


def _find_word(error: MissingWord, folder: Path) -> Problem | None:
    """Return the problem in the first list of words, which must have every word."""
    from plugins.core.words.interface import FIRST_LIST  # noqa: PLC0415 (as above)
    from plugins.core.words.lists import WordLists  # noqa: PLC0415 (only where something has failed)

    lists = WordLists(folder)
    if FIRST_LIST not in lists:
        return None
    if faults := lists.problems(FIRST_LIST):
        return faults[0]
    message = f"Ordet {quote(str(error.name))} saknas i {FIRST_LIST}.yaml."
    return Problem(lists.place(FIRST_LIST), "saknat-ord", message, ("Skriv det på en egen rad: nyckel, kolon, text.",))

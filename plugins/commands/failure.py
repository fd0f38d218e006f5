"""What nobody foresaw: told as a problem, with its trace kept for a developer.

What is wrong in a file of the theme that people write by hand (words, colours of goals) is told at its line.
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import Final

from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.core.words import MissingWord

PROJECT: Final = Path(__file__).resolve().parents[2]
"""The folder of the program."""


def unexpected(error: Exception, content: Path, project: Path) -> Problem:
    """Return an unexpected failure as a problem; its trace goes to `.cache/senaste-fel.txt`."""
    trace = project / ".cache" / "senaste-fel.txt"
    try:
        trace.parent.mkdir(exist_ok=True)
        trace.write_text("".join(traceback.format_exception(error)), "utf-8")
        where = "Skicka filen .cache/senaste-fel.txt till den som sköter programmet."
    except OSError:
        where = f"Berätta för den som sköter programmet: {type(error).__name__}."
    if problem := _find_in_theme(error, project):
        return problem
    message = "Något gick fel i programmet. Det beror inte på dig."
    if isinstance(error, OSError) and error.filename:
        why = "Den finns inte." if isinstance(error, FileNotFoundError) else "Är disken full, eller filen låst?"
        message = f"Det gick inte att läsa eller skriva {Path(os.fsdecode(error.filename)).name}. {why}"
    return Problem(Place(SourceFile(content)), "intern", message, help=(where,))


def _find_in_theme(error: Exception, project: Path) -> Problem | None:
    """Return what is wrong in a file of the theme, where that is why the program failed."""
    mark = getattr(error, "problem_mark", None)  # a fault of YAML
    if mark is not None and Path(mark.name).is_file():
        source = SourceFile(Path(mark.name), Path(mark.name).read_text("utf-8", "replace"))
        return Problem(Place(source, mark.line + 1, mark.column + 1), "olaslig-rad", "Raden går inte att läsa.", (_NEAR,))
    if not isinstance(error, MissingWord):
        return None
    from plugins.core.word_lists import FIRST_LIST, WordLists  # noqa: PLC0415 (only where something has failed)

    lists = WordLists(project / "theme" / "words")
    if FIRST_LIST not in lists or (faults := lists.problems(FIRST_LIST)):
        return faults[0] if FIRST_LIST in lists else None
    message = f"Ordet {quote(str(error.name))} saknas i {FIRST_LIST}.yaml."
    return Problem(lists.place(FIRST_LIST), "saknat-ord", message, ("Skriv det på en egen rad: nyckel, kolon, text.",))


_NEAR: Final = "Jämför med raderna omkring."

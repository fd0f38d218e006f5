"""The page of preview for saving: the tasks `save`, `fetch`, `history` and `undo` as buttons.

Shows the messages that the tasks print. Called by `commands.preview.forms`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, tzinfo
from itertools import islice
from pathlib import Path
from typing import Final

from plugins.commands.keep.past import SHOWN, format_fields, run_undo
from plugins.commands.keep.save import run_fetch, run_save
from plugins.commands.keep.talk import Talk, lower, their_name
from plugins.commands.reporting.speak import record, say
from plugins.core.dataclass import dataclass
from plugins.core.problems import Problem
from plugins.core.swedish import format_day
from plugins.editing.buttons import all_with_buttons, with_buttons
from plugins.keeping.changes import describe_changes
from plugins.keeping.choices import Choices, Conflict, Side
from plugins.keeping.errors import HistoryError
from plugins.keeping.past import find_past_of, read_past
from plugins.keeping.saving import Archive
from plugins.site.rooms import SHELVES

CHOICE: Final = "val-"
"""Prefix of the name of a form field that chooses between two texts; the conflict's code follows."""
NAMELESS: Final = "Skriv ditt namn i rutan först, så ser kollegorna vem som har ändrat vad. Ingenting är sparat än."


@dataclass(frozen=True, slots=True)
class PastRow:
    """A saved change in the list."""

    code: str
    when: str
    by: str
    words: str
    fields: tuple[str, ...] = ()
    """Of a list about one page or record: the values before and after."""


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A place that two people have changed, with both texts."""

    code: str
    where: str
    mine: str
    theirs: str
    whose: str


@dataclass(frozen=True, slots=True)
class KeepView:
    """What the template of the page gets."""

    trouble: str
    """Why nothing can be saved here; "" where it can."""
    unsaved: str
    by: str
    is_shared: bool
    """There is a remote."""
    past: tuple[PastRow, ...]
    printed: tuple[str, ...] = ()
    is_done: bool = True
    conflicts: tuple[OpenConflict, ...] = ()
    about: str = ""
    """The page or record that the list is about; "": all."""
    task: str = ""
    """The button whose task found the conflicts, to be pressed again with the choices."""
    is_waiting: bool = False
    """There are saved changes that have not been shared."""


@dataclass
class _PageTalk(Talk):
    """A talk without a terminal: conflicts are kept, to be shown on the page."""

    conflicts: list[OpenConflict] = field(default_factory=list)

    def present_conflicts(self, archive: Archive, choices: Choices) -> None:
        """Keep the open conflicts."""
        self.conflicts = [_open(conflict, archive) for conflict in dict.fromkeys(choices.open)]


def _open(conflict: Conflict, archive: Archive) -> OpenConflict:
    mine, theirs = (text if text is not None else "(borttaget)" for text in (conflict.mine, conflict.theirs))
    return OpenConflict(conflict.code, f"content/{conflict.path}: {conflict.what}", mine, theirs, their_name(archive, conflict))


class Keep:
    """The tasks behind the buttons; one runs at a time."""

    def __init__(
        self, content: Path, check: Callable[[], Sequence[Problem]], today: Callable[[], date], zone: Callable[[], tzinfo]
    ) -> None:
        self.content, self.check, self.today, self.zone = content, check, today, zone
        self._lock = threading.Lock()

    def show(self, about: str = "") -> KeepView:
        """Return the page, with the history of one page or record, or of all; an error is shown on it."""
        try:
            archive = Archive(self.content, SHELVES)
            unsaved, person = archive.unsaved(), archive.person()
            past = tuple(
                PastRow(saved.code, f"{format_day(at.date())} {at:%H.%M}", saved.by, saved.words)
                for saved in islice(read_past(archive), SHOWN)
                for at in [saved.at(self.zone())]
            )
            if about:
                past = tuple(self._past_of(archive, about))
            words = f"{lower(describe_changes(unsaved)).removesuffix('.')}." if unsaved else ""
            name, is_shared = person.name if person else "", archive.repository.remote is not None
            return KeepView("", words, name, is_shared, past, about=about, is_waiting=archive.has_unpushed)
        except HistoryError as error:
            return KeepView(with_buttons(str(error)), "", "", is_shared=False, past=())

    def _past_of(self, archive: Archive, about: str) -> Iterator[PastRow]:
        for saved, changes in find_past_of(archive, about, archive.unsaved()):
            at = saved.at(self.zone())
            fields = tuple(line.strip() for line in format_fields(changes))
            yield PastRow(saved.code, f"{format_day(at.date())} {at:%H.%M}", saved.by, describe_changes(changes), fields)

    def do(self, posted: Mapping[str, str]) -> KeepView:
        """Run the task of the button that was pressed; return the page with its result."""
        task, _, code = posted.get("gor", "").partition(":")
        chosen = {
            name.removeprefix(CHOICE): Side(int(value))
            for name, value in posted.items()
            if name.startswith(CHOICE) and value in ("1", "2")
        }
        by = posted.get("av", "").strip()[:100] or None
        talk = _PageTalk(task, chosen, None, has_codes=False)
        with self._lock, record() as messages:
            if by is not None and task in ("hamta", "angra"):
                self._remember(by)
            if task == "spara" and by is None and self._is_nobody():
                say(NAMELESS)
                status = 1
            elif task == "spara":
                status = run_save(self.content, self.today(), self.check, talk, by, sets_updated="uppdaterad" in posted)
            elif task == "hamta":
                status = run_fetch(self.content, self.check, talk)
            elif task == "angra":
                status = run_undo(self.content, self.zone(), code, talk)
            else:
                status = 1
        lines = all_with_buttons(text for _, text in messages)
        now = self.show()
        return replace(now, printed=lines, is_done=status == 0, conflicts=tuple(talk.conflicts), task=task)

    def _is_nobody(self) -> bool:
        try:
            return Archive(self.content, SHELVES).person() is None
        except HistoryError:
            return False  # reported by the task

    def _remember(self, by: str) -> None:
        try:
            Archive(self.content, SHELVES).remember(by)
        except HistoryError:
            return  # reported by the task

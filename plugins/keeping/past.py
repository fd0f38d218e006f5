"""The history of the content: who changed what when.

In: an `Archive`. Out: saved changes, the newest first, with what each did to pages and records. Called by the tasks
`history` and `undo`, and by the pages of the editors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.swedish import compare_key
from plugins.keeping.changes import ContentChange, tell_changes
from plugins.keeping.saving import Archive

OWN_WORDS: Final = re.compile(r"(?:Ändrat|Bytt namn|Nytt|Borttaget|Ångrat|Gjort igen|Sammanfört|Hämtat)\b")
"""How a change is called that was saved with our words; another's is told by what it did."""
CODE_LENGTH: Final = 7


@dataclass(frozen=True)
class SavedChange:
    """One commit, in the editors' words."""

    state: str
    by: str
    seconds: int
    """Since 1970, as git keeps it."""
    subject: str
    archive: Archive = field(repr=False)

    @property
    def code(self) -> str:
        """Return what it is called in `undo`."""
        return self.state[:CODE_LENGTH]

    def at(self, zone: tzinfo) -> datetime:
        """Return when it was saved."""
        return datetime.fromtimestamp(self.seconds, zone)

    @property
    def changes(self) -> list[ContentChange]:
        """Return what it did to the content."""
        parents = self.archive.repository.parents(self.state)
        return self.archive.changes_between(parents[0] if parents else None, self.state)

    @property
    def words(self) -> str:
        """Return what it did, in one sentence."""
        return self.subject if OWN_WORDS.match(self.subject) else tell_changes(self.changes) or "Inget i innehållet"


def read_past(archive: Archive, below: str = "", since: str = "", until: str = "HEAD") -> Iterator[SavedChange]:
    """Yield the saved changes of the content (or of one file, by its path from the content), the newest first.

    Those of a state `until`, whose whole id it is, but not those of `since`.
    """
    repository = archive.repository
    if repository.head is None:
        return
    path = f"{archive.content.below}/{below}" if below else archive.content.below
    wanted = f"{since}..{until}" if since else until
    told = repository.ask("log", "--no-merges", "--format=%H%x1f%an%x1f%at%x1f%s%x1e", wanted, "--", path)
    for row in told.split("\x1e"):
        if row.strip():
            state, by, seconds, subject = row.strip("\n").split("\x1f")
            yield SavedChange(state, by, int(seconds), subject, archive)


def find_saved(archive: Archive, code: str) -> SavedChange | None:
    """Return the saved change that a code stands for; one that joined two lines of work counts too."""
    repository = archive.repository
    if not re.fullmatch(r"[0-9a-f]{4,40}", code):
        return None
    state, head = repository.find(code), repository.head
    if state is None or head is None or not repository.is_ancestor(state, head):
        return None
    told = repository.ask("log", "--max-count=1", "--format=%H%x1f%an%x1f%at%x1f%s", state, "--")
    full, by, seconds, subject = told.split("\x1f")
    return SavedChange(full, by, int(seconds), subject, archive)


def is_about(change: ContentChange, name: str) -> bool:
    """Tell whether a change is about a page or record of this name, new or former, or about this file."""
    wanted = compare_key(name)
    path = Path(change.path)
    names = {change.name, change.was, *change.also, change.path, path.name, path.stem, f"content/{change.path}"}
    return wanted in map(compare_key, filter(None, names)) or (len(wanted) > 2 and wanted in compare_key(change.name))


def find_past_of(
    archive: Archive, name: str, unsaved: Iterable[ContentChange]
) -> Iterator[tuple[SavedChange, list[ContentChange]]]:
    """Yield the saved changes of one page or record, the newest first, each with what it did to it: also under former names."""
    names = {name, *(change.was for change in unsaved if change.was and is_about(change, name))}
    for saved in read_past(archive):
        changes = [change for change in saved.changes if any(is_about(change, one) for one in names)]
        if changes:
            yield saved, changes
            names |= {change.was for change in changes if change.was}


def last_by(archive: Archive, path: str, state: str, since: str | None) -> str:
    """Return who last changed a file in what led to a state; nothing where nobody is known."""
    wanted = f"{since}..{state}" if since else state
    return archive.repository.ask(
        "log", "--max-count=1", "--format=%an", wanted, "--", f"{archive.content.below}/{path}", may_fail=True
    )

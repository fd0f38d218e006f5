"""The history of the content: who changed what, and when.

Reads commits from an `Archive`, newest first, each with the pages and records that it changed. Called by the tasks `history` and
`undo`, and by the pages of preview.
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
from plugins.keeping.changes import ContentChange, describe_changes
from plugins.keeping.saving import Archive

OWN_WORDS: Final = re.compile(r"(?:Ändrat|Bytt namn|Nytt|Borttaget|Ångrat|Gjort igen|Sammanfört|Hämtat)\b")
"""Begins the message of a commit that this program made; any other commit is described by its changes."""
CODE_LENGTH: Final = 7


@dataclass(frozen=True)
class SavedChange:
    """A commit that changes the content."""

    state: str
    by: str
    seconds: int
    """Unix time of the author's date."""
    subject: str
    archive: Archive = field(repr=False)

    @property
    def code(self) -> str:
        """Return the short id that `undo` takes."""
        return self.state[:CODE_LENGTH]

    def at(self, zone: tzinfo) -> datetime:
        """Return when it was saved, in a time zone."""
        return datetime.fromtimestamp(self.seconds, zone)

    @property
    def changes(self) -> list[ContentChange]:
        """Return its changes to the content."""
        parents = self.archive.repository.parents(self.state)
        return self.archive.changes_between(parents[0] if parents else None, self.state)

    @property
    def words(self) -> str:
        """Return a sentence that says what it did."""
        return self.subject if OWN_WORDS.match(self.subject) else describe_changes(self.changes) or "Inget i innehållet"


def read_past(archive: Archive, below: str = "", since: str = "", until: str = "HEAD") -> Iterator[SavedChange]:
    """Yield the commits that change the content (or one file, by its path relative to `content/`), newest first.

    Those reachable from `until`, and not from `since`; merges are left out.
    """
    repository = archive.repository
    if repository.head is None:
        return
    path = f"{archive.content.below}/{below}" if below else archive.content.below
    wanted = f"{since}..{until}" if since else until
    output = repository.run_text("log", "--no-merges", "--format=%H%x1f%an%x1f%at%x1f%s%x1e", wanted, "--", path)
    for row in output.split("\x1e"):
        if row.strip():
            state, by, seconds, subject = row.strip("\n").split("\x1f")
            yield SavedChange(state, by, int(seconds), subject, archive)


def find_saved(archive: Archive, code: str) -> SavedChange | None:
    """Return the commit with an id or the beginning of one, a merge too; None where HEAD does not contain it."""
    repository = archive.repository
    if not re.fullmatch(r"[0-9a-f]{4,40}", code):
        return None
    state, head = repository.resolve(code), repository.head
    if state is None or head is None or not repository.is_ancestor(state, head):
        return None
    output = repository.run_text("log", "--max-count=1", "--format=%H%x1f%an%x1f%at%x1f%s", state, "--")
    full, by, seconds, subject = output.split("\x1f")
    return SavedChange(full, by, int(seconds), subject, archive)


def is_about(change: ContentChange, name: str) -> bool:
    """Return whether a change is about a page or record with this name, new or former, or about this file."""
    wanted = compare_key(name)
    path = Path(change.path)
    names = {change.name, change.was, *change.also, change.path, path.name, path.stem, f"content/{change.path}"}
    return wanted in map(compare_key, filter(None, names)) or (len(wanted) > 2 and wanted in compare_key(change.name))


def find_past_of(
    archive: Archive, name: str, unsaved: Iterable[ContentChange]
) -> Iterator[tuple[SavedChange, list[ContentChange]]]:
    """Yield the commits that changed a page or record, newest first, with those changes; follows former names."""
    names = {name, *(change.was for change in unsaved if change.was and is_about(change, name))}
    for saved in read_past(archive):
        changes = [change for change in saved.changes if any(is_about(change, one) for one in names)]
        if changes:
            yield saved, changes
            names |= {change.was for change in changes if change.was}


def last_by(archive: Archive, path: str, state: str, since: str | None) -> str:
    """Return the author of the last commit that changed a file, between `since` and `state`; "" where there is none."""
    wanted = f"{since}..{state}" if since else state
    return archive.repository.run_text(
        "log", "--max-count=1", "--format=%an", wanted, "--", f"{archive.content.below}/{path}", may_fail=True
    )

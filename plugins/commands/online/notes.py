"""The change note of a publication: reads the old site before it is replaced, prints the note, and writes
`.cache/andringar.md`.

Printed on stdout, or on stderr where the format is JSON. Called by the task `publish`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from plugins.commands.reporting.speak import say, show
from plugins.commands.runs.delivery_options import Deliver
from plugins.core.dataclass import dataclass
from plugins.core.outputs import DATA_FOLDER
from plugins.publishing.change_note import MOST_READ, WrittenSite, format_note
from plugins.publishing.lost_addresses import OldSite
from plugins.publishing.manifest import Manifest, read_manifest

ReadMany = Callable[[Sequence[str]], Mapping[str, bytes]]


@dataclass(frozen=True)
class ReplacedSite:
    """The site to be replaced, as far as the change note needs it."""

    files: Mapping[str, str]
    read: ReadMany

    def against(self, after: Mapping[str, str]) -> WrittenSite:
        """Return it with the files that the note needs, read in one call."""
        pages = [path for path in self.files if path.endswith(".html") and self.files[path] != after.get(path)]
        changed = [path for path in pages if path in after][:MOST_READ]
        data = [path for path in self.files if path.startswith(f"{DATA_FOLDER}/")]
        found = self.read([*(path for path in pages if path not in after), *changed, *data])
        return WrittenSite(self.files, found.get)


def remember_folder(folder: Path) -> ReplacedSite:
    """Return the site in a folder that is about to be exchanged, read into memory."""
    manifest = read_manifest(folder)
    files = manifest.files if manifest else {}
    found: dict[str, bytes] = {}
    for path in files:
        if path.endswith(".html") or path.startswith(f"{DATA_FOLDER}/"):
            with contextlib.suppress(OSError):
                found[path] = (folder / path).read_bytes()
    return ReplacedSite(files, lambda paths: {path: found[path] for path in paths if path in found})


def remember_online(manifest: Manifest | None, online: OldSite | None) -> ReplacedSite:
    """Return the site that the public sees, read when needed."""
    return ReplacedSite(manifest.files, online.read) if manifest and online else ReplacedSite({}, lambda _paths: {})


def with_note(deliver: Deliver | None, before: ReplacedSite, today: date, form: str, project: Path) -> Deliver:
    """Return a function that delivers a site and then prints the note, made while the old site is still there."""

    def deliver_and_note(folder: Path, late: frozenset[str]) -> None:
        note = make_note(before, folder, today)
        if deliver:
            deliver(folder, late)
        give_note(note, form, project)

    return deliver_and_note


def make_note(before: ReplacedSite, folder: Path, today: date) -> str:
    """Return the note for the site that was built in `folder`."""
    manifest = read_manifest(folder)
    files = manifest.files if manifest else {}
    return format_note(before.against(files), WrittenSite(files, lambda path: _read(folder / path)), today)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def give_note(note: str, form: str, project: Path) -> None:
    """Print the note, and write it to a file for the mail."""
    with contextlib.suppress(OSError):
        (project / ".cache").mkdir(exist_ok=True)
        (project / ".cache" / "andringar.md").write_text(note, "utf-8")
    (say if form == "json" else show)(note.rstrip("\n"))

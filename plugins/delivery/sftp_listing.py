"""Parse the folder listings of OpenSSH's sftp (`ls -lan`).

Raise `DeliveryFault` for a line that cannot be parsed, since it would be unknown what the folder holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.outputs import file_key
from plugins.core.swedish import quote
from plugins.delivery.fault import DeliveryFault
from plugins.delivery.place import FileType

ECHO: Final = re.compile(r"^sftp> (.*)$")
"""The echo of a command, printed as it begins."""
MOST_FOLDERS: Final = 64
"""Folders listed to see whether what was delivered is still there: some seconds over a slow line."""
_ROW: Final = re.compile(r"(.)\S{9,10} .*? (\d+) [A-Z][a-z]{2} [ \d]\d [ \d]\d[:\d]\d\d (.*)", re.ASCII)
"""Permissions, owners, size, date and name: `-rw-r--r--    ? 1000     1000           12 Nov 28 21:38 om/index.html`. Owners may
be names, and of several words; the date has this form in every locale.
"""
_SORTS: Final[Mapping[str, FileType]] = {"d": "folder", "l": "link"}


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A file, folder or link in a listing."""

    name: str
    sort: FileType
    size: int


def quote_path(path: str) -> str:
    """Return a path quoted for a batch, so that sftp does not expand `*` and the like.

    A path that begins with a hyphen gets `./` before it, or it would be an option.
    """
    path = f"./{path}" if path.startswith("-") else path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def list_command(path: str) -> str:
    """Return the command that lists a folder, or a file itself; it may fail, as neither need exist."""
    return f"-ls -lan {quote_path(path or '.')}"


def read_listings(paths: Iterable[str], lines: Sequence[str]) -> Mapping[str, Sequence[ListedEntry]]:
    """Return the rows listed for each path: the lines between its command and the next."""
    asked = {list_command(path): path for path in paths}
    found: dict[str, list[ListedEntry]] = {}
    path: str | None = None
    for line in lines:
        if echo := ECHO.match(line):
            path = asked.get(echo[1])
        elif path is not None:
            found.setdefault(path, []).append(_read_row(line, path))
    return found


def read_folders(paths: Iterable[str], lines: Sequence[str]) -> Mapping[str, Mapping[str, ListedEntry]]:
    """Return the rows of each folder that exists, by name."""
    return {
        path: {row.name: row for row in rows if row.name not in (".", "..")}
        for path, rows in read_listings(paths, lines).items()
        if any(row.name in (".", "..") for row in rows)
    }


def share_folders(paths: Iterable[str], turn: int) -> frozenset[str]:
    """Return the folders to list this time: always the root, and of the others at most `MOST_FOLDERS`.

    Each costs a few round trips, and a site may have a thousand; `turn` grows by one each day, so that every folder has its
    turn.
    """
    folders = sorted({path.rpartition("/")[0] for path in paths} - {""})
    turns = max(1, -(-len(folders) // MOST_FOLDERS))
    return frozenset(("", *folders[turn % turns :: turns]))


def is_there(path: str, size: int, found: Mapping[str, Mapping[str, ListedEntry]]) -> bool:
    """Return whether a file of this size is listed; some file systems return a name in another Unicode form or letter case."""
    folder, _, name = path.rpartition("/")
    rows = found.get(folder, {})
    row = rows.get(name) or next((row for row in rows.values() if file_key(row.name) == file_key(name)), None)
    return row is not None and (row.sort, row.size) == ("file", size)


def _read_row(line: str, folder: str) -> ListedEntry:
    row = _ROW.fullmatch(line)
    if row is None:
        raise DeliveryFault(f"Det gick inte att förstå vad som ligger på servern. sftp svarar: {quote(line, 300)}")
    name = row[3].removeprefix("./").removeprefix(f"{folder}/" if folder else "").rstrip("/")
    return ListedEntry(name, _SORTS.get(row[1], "file"), int(row[2]))

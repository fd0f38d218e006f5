"""The files of the output folder: their names, which file answers a request, and that no file is written twice.

Names that more than one module needs are defined here; everything else about files beside the pages is in `core.beside`.
`Site.outputs` (`plugins.site.model`) adds pages, pictures and the rest: the complete list of files that are written. An `Output`
refuses to write a file that is not in that list, so the list cannot become incomplete.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from plugins.core.system.file_mark import Mark, Seen, mark_of

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
RULES = "_redirects"
"""Redirects, in the format of Netlify and Cloudflare: https://docs.netlify.com/routing/redirects/ and
https://developers.cloudflare.com/pages/configuration/redirects/."""
HEADERS = "_headers"
"""Response headers, in the format of the same hosts: https://docs.netlify.com/manage/routing/headers/."""
HTACCESS = ".htaccess"
"""Headers and redirects for Apache and LiteSpeed: https://httpd.apache.org/docs/2.4/howto/htaccess.html."""
WELL_KNOWN_FOLDER = ".well-known"
"""Well-known URIs (RFC 8615)."""
SECURITY = f"{WELL_KNOWN_FOLDER}/security.txt"
"""Contact for reports of vulnerabilities (RFC 9116); only where the site names one."""
FAVICON = "favicon.ico"
TOUCH_ICON = "apple-touch-icon.png"
MANIFEST = "site.webmanifest"
BUILD = f"{WELL_KNOWN_FOLDER}/build.json"
"""The site's own manifest (`publishing/manifest.py`); a folder that has it was written by this program and may be replaced."""
JOURNAL = ".well-known/build-journal.json"
"""At the delivery target: the changes that a running delivery will make. Removed when it is done."""
EARLIER = ".well-known/build-earlier.json"
"""At the delivery target: the previous release's files that are kept for a while, and the list of earlier releases."""
LOCK = ".well-known/build-lock"
"""At the delivery target: a folder used as a lock, since creating it succeeds for only one delivery."""
ARRIVALS = ".well-known/build-new"
"""At the delivery target: the folder for uploads, from which each complete file is moved into place."""
MARK = ".lokalamalen"
"""Marked a folder as ours before `BUILD` did. Never published; still used in the hidden folders beside an output."""

THEME_FOLDER = "theme"
DATA_FOLDER = "data"
SHARE_FOLDER = "delning"
EXAMPLES_FOLDER = "exempel"
"""Folder of the theme's examples, in preview."""
STAFF_FOLDER = "redaktion"
"""Folder of the staff overview, in preview."""
PREVIEW_OWN = "__forhandsvisning"
"""Folder of what no file of the editors may replace, in preview: no page can have this name."""
PREVIEW_FOLDERS = (EXAMPLES_FOLDER, STAFF_FOLDER)
"""Folders that exist in preview only; former addresses below them are not redirected there."""


class OutputFault(Exception):
    """A file was about to be written that is not in the list, or that another file already has the path of."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


@lru_cache(maxsize=8192)
def file_at(address: str) -> str:
    """Return the output file that answers a request for an address of the site."""
    path = unicodedata.normalize("NFC", unquote(address)).lstrip("/")
    if path.lower().endswith(".html"):
        return path
    return f"{path.rstrip('/')}/index.html".lstrip("/")


def file_key(path: str) -> str:
    """Return the key by which paths are compared: many file systems ignore case and Unicode normalisation."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


_NO_SIGNS: Final = re.compile(r"[\x00-\x1f\x7f\\:]" if os.name == "nt" else r"[\x00-\x1f\x7f\\]")
"""Control characters do not fit on a line of an sftp batch; on Windows, backslash and colon lead to another folder or disk."""


def is_path(name: str) -> bool:
    """Return whether a path stays within its site: a manifest found at a target may contain anything."""
    whole = f"/{name}/"
    return not ("//" in whole or "/./" in whole or "/../" in whole or _NO_SIGNS.search(name))


def check_path(path: str) -> None:
    """Raise `OutputFault` for a path that leads out of the site or cannot be published."""
    if _NO_SIGNS.search(path):
        message = f"Filen {path!r} har ett tecken i sitt namn som inte går att publicera. Ge den ett annat namn."
        raise OutputFault(path, message)
    if not is_path(path):
        raise OutputFault(path, f"Filen {path!r} skulle skrivas utanför webbplatsen.")


_RESERVED: Final = (BUILD, JOURNAL, EARLIER, LOCK, ARRIVALS, MARK)
"""Files in which the program keeps its own records, in the output and at the target."""


class TakenPaths:
    """Occupied paths, each with a description of what occupies it."""

    def __init__(self, outputs: Mapping[str, str]) -> None:
        self._files = {file_key(path): what for path, what in outputs.items()}
        self._folders: dict[str, str] = {}
        for path, what in outputs.items():
            for folder in _folders_of(path):
                self._folders.setdefault(file_key(folder), what)

    def find(self, path: str) -> str | None:
        """Return what is in the way of a new file at `path`: that file, a file for a folder, or a folder; None if nothing is."""
        key = file_key(path)
        own = THEME_FOLDER if key.startswith(f"{THEME_FOLDER}/") else None  # reserved: its names contain content hashes
        within = (self._files[folder] for folder in map(file_key, _folders_of(path)) if folder in self._files)
        return self._files.get(key) or self._folders.get(key) or next(within, None) or own


def _folders_of(path: str) -> Iterable[str]:
    return (parent.as_posix() for parent in PurePosixPath(path).parents if parent.name)


class Output:
    """The output folder of one run. Accepts only planned files, and each of them once."""

    def __init__(self, folder: Path, planned: Collection[str], seen: Mapping[str, Seen] = MappingProxyType({})) -> None:
        """Open a folder; `seen` has, by path, the file marks and digests of files that were read before."""
        self.folder = folder
        self._top = os.fspath(folder)
        self._planned = {*planned}
        self._written: dict[str, str] = {}
        self._seen = seen
        self.kept: dict[str, str] = {}
        """SHA-256 (hexadecimal) of each file of an earlier build that was found unchanged in this run and kept."""

    def claim(self, path: str) -> Path:
        """Return where to write the file `path`; raise `OutputFault` if it may not be written."""
        self._speak_for(path)
        return self.folder / path

    def _speak_for(self, path: str) -> None:
        if path not in self._planned and path.partition("/")[0] not in (THEME_FOLDER, EXAMPLES_FOLDER):
            raise OutputFault(path, f"Filen {path} skulle skrivas, men hör inte till webbplatsen.")
        key = file_key(path)
        if key in self._written:
            raise OutputFault(path, f"Filen {path} skulle skrivas i stället för {self._written[key]}.")
        check_path(path)
        if key.startswith(_RESERVED):
            raise OutputFault(path, f"Filen {path} skulle skrivas där programmet har något eget.")
        self._written[key] = path

    @property
    def written(self) -> tuple[str, ...]:
        """Every path claimed so far."""
        return tuple(self._written.values())

    def write(self, path: str, data: bytes) -> None:
        """Write a whole file; if it already has these bytes, only update its modification time."""
        file = self.claim(path)
        if _read(file, len(data)) == data:
            os.utime(file)
            self.kept[path] = hashlib.sha256(data).hexdigest()
            return
        try:
            self.remove(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError as error:
            if file.is_dir() or isinstance(error, FileExistsError | NotADirectoryError):
                raise OutputFault(path, f"Filen {path} skulle skrivas där det redan finns något annat.") from error
            raise

    def keep(self, path: str, digest: str) -> bool:
        """Keep a file of an earlier build, with a new modification time, if this is its SHA-256; return whether it was kept."""
        file = f"{self._top}/{path}"  # creating a Path costs as much as reading the file
        if self._digest(path, file) != digest:
            return False
        self._speak_for(path)
        os.utime(file)
        self.kept[path] = digest
        return True

    def _digest(self, path: str, file: str) -> str | None:
        """Return the digest of an existing file; None if it cannot be read."""
        seen = self._seen.get(path)
        if seen is not None and seen[0] == _find_mark(file):
            return seen[1]
        try:
            with open(file, "rb", buffering=0) as found:  # noqa: PTH123 (as above)
                return hashlib.file_digest(found, "sha256").hexdigest()
        except OSError:
            return None

    def remove(self, path: str) -> None:
        """Unlink a file of an earlier build before it is rewritten, so that a process reading it keeps the old contents."""
        (self.folder / path).unlink(missing_ok=True)


def _find_mark(file: str) -> Mark | None:
    try:
        return mark_of(os.lstat(file))
    except OSError:
        return None


def _read(file: Path, size: int) -> bytes | None:
    """Return a file's contents; None if it cannot be read or its size differs, which also protects against huge files."""
    try:
        with open(file, "rb", buffering=0) as found:  # noqa: PTH123 (as above)
            return found.readall() if os.fstat(found.fileno()).st_size == size else None
    except OSError:
        return None


class MemoryOutput(Output):
    """An output that keeps its files in memory, by path, and writes nothing to disk."""

    def __init__(self, folder: Path, planned: Collection[str]) -> None:
        super().__init__(folder, planned)
        self.files: dict[str, bytes] = {}

    def write(self, path: str, data: bytes) -> None:
        """Store a file."""
        self.claim(path)
        self.files[path] = data

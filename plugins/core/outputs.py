"""The files of a site that is written: their names, which file answers at an address, and that none is written twice.

Stage: every stage that knows or writes a path of the output. The names that more than one place needs are said here and nowhere
else; all else that is to be said of files beside the pages is in `core.beside`. `Site.outputs` (`plugins.site.model`) adds
pages, pictures and the rest: the one list of all that is written.
An `Output` writes nothing that is not in that list, so the list cannot fall behind.
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
"""Redirects as web hosts read them: https://docs.netlify.com/routing/redirects/ and
https://developers.cloudflare.com/pages/configuration/redirects/."""
HEADERS = "_headers"
"""Headers as the same hosts read them: https://docs.netlify.com/manage/routing/headers/."""
HTACCESS = ".htaccess"
"""Headers and redirects as Apache and LiteSpeed read them: https://httpd.apache.org/docs/2.4/howto/htaccess.html."""
WELL_KNOWN_FOLDER = ".well-known"
"""Where programs look for what every site may have (RFC 8615)."""
SECURITY = f"{WELL_KNOWN_FOLDER}/security.txt"
"""Whom to tell of a weakness (RFC 9116); only where the site names somebody."""
FAVICON = "favicon.ico"
TOUCH_ICON = "apple-touch-icon.png"
MANIFEST = "site.webmanifest"
BUILD = f"{WELL_KNOWN_FOLDER}/build.json"
"""The site's own manifest (`publishing/manifest.py`), in the folder of RFC 8615; it tells that a folder is ours to replace."""
JOURNAL = ".well-known/build-journal.json"
"""Where a site is delivered to: what a delivery that is under way will change. It is gone when all is done."""
EARLIER = ".well-known/build-earlier.json"
"""There too: what is left of the release before for a while, and which releases there have been."""
LOCK = ".well-known/build-lock"
"""There too: the folder that only one delivery can make."""
ARRIVALS = ".well-known/build-new"
"""There too: the folder in which files arrive, before each is put in its place whole."""
MARK = ".lokalamalen"
"""What told so before. It is never published; the hidden folders beside an output still bear it."""

THEME_FOLDER = "theme"
DATA_FOLDER = "data"
SHARE_FOLDER = "delning"
EXAMPLES_FOLDER = "exempel"
"""Where preview has the theme's examples."""
STAFF_FOLDER = "redaktion"
"""Where preview has the staff overview."""
PREVIEW_OWN = "__forhandsvisning"
"""Where preview has what nothing of the editors' may take the place of: no page can be called that."""
PREVIEW_FOLDERS = (EXAMPLES_FOLDER, STAFF_FOLDER)
"""What only preview has: there, former addresses give way to it."""


class OutputFault(Exception):
    """A file was to be written that nobody has spoken for, or in the place of another."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


@lru_cache(maxsize=8192)
def file_at(address: str) -> str:
    """Return the file of the output that answers at an address of the site."""
    path = unicodedata.normalize("NFC", unquote(address)).lstrip("/")
    if path.lower().endswith(".html"):
        return path
    return f"{path.rstrip('/')}/index.html".lstrip("/")


def file_key(path: str) -> str:
    """Return what files are told apart by: many disks know neither capitals nor how an å is put together."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


_NO_SIGNS: Final = re.compile(r"[\x00-\x1f\x7f\\:]" if os.name == "nt" else r"[\x00-\x1f\x7f\\]")
"""No line of a batch can hold the first, and in Windows the others lead to another folder or disk."""


def is_path(name: str) -> bool:
    """Tell whether a name stays within its site: a manifest that was found elsewhere may name anything."""
    whole = f"/{name}/"
    return not ("//" in whole or "/./" in whole or "/../" in whole or _NO_SIGNS.search(name))


def check_path(path: str) -> None:
    """Raise `OutputFault` for a path that leads out of the site, or that cannot be published."""
    if _NO_SIGNS.search(path):
        message = f"Filen {path!r} har ett tecken i sitt namn som inte går att publicera. Ge den ett annat namn."
        raise OutputFault(path, message)
    if not is_path(path):
        raise OutputFault(path, f"Filen {path!r} skulle skrivas utanför webbplatsen.")


_RESERVED: Final = (BUILD, JOURNAL, EARLIER, LOCK, ARRIVALS, MARK)
"""Where the program itself keeps its books, in the output and at the target."""


class TakenPaths:
    """Paths that are taken, each with what it is taken by."""

    def __init__(self, outputs: Mapping[str, str]) -> None:
        self._files = {file_key(path): what for path, what in outputs.items()}
        self._folders: dict[str, str] = {}
        for path, what in outputs.items():
            for folder in _folders_of(path):
                self._folders.setdefault(file_key(folder), what)

    def find(self, path: str) -> str | None:
        """Return what stands in the way of a new file at `path`: the same file, a file for a folder, a folder for a file."""
        key = file_key(path)
        own = THEME_FOLDER if key.startswith(f"{THEME_FOLDER}/") else None  # its files are named by what they hold
        within = (self._files[folder] for folder in map(file_key, _folders_of(path)) if folder in self._files)
        return self._files.get(key) or self._folders.get(key) or next(within, None) or own


def _folders_of(path: str) -> Iterable[str]:
    return (parent.as_posix() for parent in PurePosixPath(path).parents if parent.name)


class Output:
    """The folder of one run. Every file in it is spoken for, and none takes the place of another."""

    def __init__(self, folder: Path, planned: Collection[str], seen: Mapping[str, Seen] = MappingProxyType({})) -> None:
        """Open a folder, some files of which may have been `seen` before, by path."""
        self.folder = folder
        self._top = os.fspath(folder)
        self._planned = {*planned}
        self._written: dict[str, str] = {}
        self._seen = seen
        self.kept: dict[str, str] = {}
        """The digest (SHA-256, in hexadecimal) of each file of an earlier site that was read in this run, and kept."""

    def claim(self, path: str) -> Path:
        """Return where the file `path` is to be written; raise `OutputFault` where it may not."""
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
        """Every path that has been claimed until now."""
        return tuple(self._written.values())

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole; one that has these very bytes already is only as new as one that is written."""
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
        """Keep the file of an earlier site, only as new as one that is written, if its bytes have this digest; tell whether."""
        file = f"{self._top}/{path}"  # a path object for each costs as much as the reading
        if self._digest(path, file) != digest:
            return False
        self._speak_for(path)
        os.utime(file)
        self.kept[path] = digest
        return True

    def _digest(self, path: str, file: str) -> str | None:
        """Return the digest of a file as it lies there; None where it cannot be read."""
        seen = self._seen.get(path)
        if seen is not None and seen[0] == _find_mark(file):
            return seen[1]
        try:
            with open(file, "rb", buffering=0) as found:  # noqa: PTH123 (as above)
                return hashlib.file_digest(found, "sha256").hexdigest()
        except OSError:
            return None

    def remove(self, path: str) -> None:
        """Remove a file of an earlier site that will be written: who is reading it there goes on reading what it was."""
        (self.folder / path).unlink(missing_ok=True)


def _find_mark(file: str) -> Mark | None:
    try:
        return mark_of(os.lstat(file))
    except OSError:
        return None


def _read(file: Path, size: int) -> bytes | None:
    """Return what a file holds; None where it cannot be read, or has not this size: it may have become huge."""
    try:
        with open(file, "rb", buffering=0) as found:  # noqa: PTH123 (as above)
            return found.readall() if os.fstat(found.fileno()).st_size == size else None
    except OSError:
        return None


class MemoryOutput(Output):
    """An output whose files are shown and never written: they are kept in memory, by path."""

    def __init__(self, folder: Path, planned: Collection[str]) -> None:
        super().__init__(folder, planned)
        self.files: dict[str, bytes] = {}

    def write(self, path: str, data: bytes) -> None:
        """Keep a file whole."""
        self.claim(path)
        self.files[path] = data

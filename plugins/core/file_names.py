"""File names: which names every operating system accepts, and which ones can become an address or an id.

Takes a name, or a path and its shelf; returns the reason why it is not allowed, or yields problems. Called by
`core.reading.reader`, `core.former`, and by the tasks that create files or examine the computer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from plugins.core.files.translation_names import join_name, split_name
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.shelf import Shelf
from plugins.core.swedish import quote, slugify

LONGEST_NAME: Final = 255
"""Bytes in a file name: the limit of the common file systems (ext4, APFS, NTFS)."""
DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Names that Windows reserves for devices, with or without an extension (Microsoft, *Naming Files, Paths, and Namespaces*)."""
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\\x00-\x1f]')
"""Characters that Windows does not allow in a name (same source)."""
_PAGE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def explain_name(name: str) -> str | None:
    """Return why a file or folder cannot have this name on every computer, as the end of a sentence; None if it can."""
    if found := _FORBIDDEN.search(name):
        shown = quote(found[0]) if found[0].isprintable() else "ett osynligt tecken"
        return f"har {shown} i namnet, vilket Windows inte tillåter"
    if name.endswith((".", " ")):
        return "har en punkt eller ett mellanslag sist i namnet, vilket Windows tar bort"
    if DEVICES.fullmatch(name):
        return "har ett namn som Windows har för egen del"
    if len(unicodedata.normalize("NFD", name).encode()) > LONGEST_NAME:
        return "har ett för långt namn"
    return None


def check_name(path: Path, shelf: Shelf) -> Iterator[Problem]:
    """A file name is valid on every computer; that of a page or block becomes an address or id: a–z, digits, hyphens."""
    message, help_lines = "", []
    if shelf.form == "page" and not _PAGE_NAME.fullmatch(path.stem):
        message = f"Filnamnet {quote(path.name)} ska skrivas med a–z, siffror och bindestreck."
        help_lines = [f"Döp om filen till {_find_right(path)}."]
        if re.search(r"kopia|copy|\([0-9]+\)$", path.stem, re.IGNORECASE):
            help_lines.insert(0, "Är det en kopia som blev kvar: ta bort den.")
    elif why := explain_name(path.name):
        message = f"Filen {quote(path.name)} {why}, så den som har Windows kan inte öppna den."
        help_lines = [f"Döp om filen, till exempel till {_find_right(path)}. Ändra också där namnet används."]
    if message:
        yield Problem(Place(SourceFile(path)), "fel-filnamn", message, help=tuple(help_lines))


def _find_right(path: Path) -> str:
    """Return a valid name that resembles that of a file."""
    name = f"{slugify(path.stem) or 'namn'}{slugify(path.suffix) and '.'}{slugify(path.suffix)}"
    return name if explain_name(name) is None else f"om-{name}"


def check_translation_name(path: Path, shelf: Shelf) -> Iterator[Problem]:
    """A translation is named after its original, with one language code in lower case."""
    name = split_name(path.name)
    assert name is not None
    first = split_name(name.original)
    right = join_name(first.original if first else name.original, name.code)
    if first is None and right == path.name:
        yield from check_name(path.with_name(name.original), shelf)
        return
    message = "Filen är en översättning av en översättning." if first else "Språket i filens namn skrivs med små bokstäver."
    help_lines = [f"Döp om filen till {right}, eller ta bort den om den filen redan finns."]
    yield Problem(Place(SourceFile(path)), "fel-filnamn", message, help=tuple(help_lines))

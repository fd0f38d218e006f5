"""Save an uploaded logo or picture in `content/`, after the intake has accepted it.

Takes the file's name on the editor's computer, its bytes and the folder that it is for; returns its name in `content/`, or raises
`UploadRefused` with the reasons that the intake gives. Called by the preview.
"""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.pictures.gallery import Gallery
from plugins.core.swedish import slugify
from plugins.core.system.plain_file import read_plain
from plugins.core.writer.put import Overtaken
from plugins.editing.change import write_change
from plugins.editing.target import is_own_folder
from plugins.partners.model import LOGO_FOLDER, LOGO_SIZES
from plugins.site.rooms import SHELVES

LARGEST: Final = 30_000_000
"""Bytes; enough for the largest pictures that telephones take."""
_ONE_AT_A_TIME: Final = threading.Lock()
"""Requests run in threads, and two may upload files of the same name."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that was uploaded and is now in `content/`."""

    name: str
    remarks: tuple[str, ...]
    """Remarks of the intake that do not refuse the file."""


class UploadRefused(Exception):
    """The file is not accepted; the message says why and what to do."""


def save_upload(content: Path, folder: str, written: str, data: bytes) -> UploadedFile:
    """Save a file in a folder of `content/` under an ASCII name, never over an existing file. Raises `UploadRefused`."""
    is_shelf = any(shelf.form == "file" and shelf.pattern == f"{folder}/*" for shelf in SHELVES)
    if not is_shelf or not is_own_folder(content, folder):
        raise UploadRefused("Hit går det inte att lägga filer.")
    stem, _, ending = written.replace("\\", "/").rpartition("/")[2].rpartition(".")
    name = f"{slugify(stem)}.{slugify(ending)}"
    if not slugify(stem) or not slugify(ending):
        raise UploadRefused("Filen behöver ett namn med ändelse, till exempel logotyp.svg.")
    remarks = _check(folder, name, data)
    with _ONE_AT_A_TIME:
        present = {file.name.casefold(): file for file in (content / folder).glob("*")} if (content / folder).is_dir() else {}
        if there := present.get(name):
            if there.is_file() and read_plain(there) == data:
                return UploadedFile(there.name, remarks)
            raise UploadRefused(f"Det finns redan en fil som heter {there.name}. Döp om din fil, och försök igen.")
        try:
            write_change(content, {f"{folder}/{name}": data}, {f"{folder}/{name}": None})
        except Overtaken:
            raise UploadRefused(f"Det finns redan en fil som heter {name}. Döp om din fil, och försök igen.") from None
    return UploadedFile(name, remarks)


def _check(folder: str, name: str, data: bytes) -> tuple[str, ...]:
    """Return the remarks of the intake; raise `UploadRefused` if it refuses the file."""
    with tempfile.TemporaryDirectory(prefix="lokalamalen-") as spare:
        file = Path(spare) / name
        file.write_bytes(data)
        gallery = Gallery({name: file}, LOGO_SIZES)
        taken = gallery.logo(name) if folder == LOGO_FOLDER else gallery.picture(name)
        refused = [finding for finding in taken.findings if finding.is_error]
        if refused or not taken.is_shown:
            words = [" ".join((finding.message, *finding.help)) for finding in refused]
            raise UploadRefused("\n".join(words) or "Filen går inte att visa. Spara den som svg, png eller jpg, och försök igen.")
        return tuple(finding.message for finding in taken.findings)

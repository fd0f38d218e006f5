"""Unpack a tar archive, as git packs content and npm a package. Called by `commands.nightly`, `commands.online.deliver` and
`commands.font`.
"""

from __future__ import annotations

import tarfile
from pathlib import Path, PurePosixPath
from shutil import copyfileobj


def unpack(archive: tarfile.TarFile, target: Path) -> None:
    """Write the files of an archive below a folder: only plain files and folders, and none with a path that leads out of it.

    The standard library's filter `data` does the same, and keeps links that stay within; Python before 3.11.4 lacks it.
    """
    for member in archive:
        parts = PurePosixPath(member.name).parts
        if ".." in parts or PurePosixPath(member.name).is_absolute():
            continue
        place = target.joinpath(*parts)
        packed = archive.extractfile(member) if member.isfile() else None
        if packed is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            with packed, place.open("wb") as file:
                copyfileobj(packed, file)
        elif member.isdir():
            place.mkdir(parents=True, exist_ok=True)

"""Refuse folders as targets where a delivery could destroy or publish files.

Raises `TargetMisread`. Called by `publish` and the nightly run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from plugins.core.outputs import file_key
from plugins.core.swedish import quote
from plugins.delivery.copies import FOLDER
from plugins.delivery.fault import TargetMisread
from plugins.delivery.folder import follow
from plugins.delivery.target import FolderTarget, Target

OWN_FOLDERS: Final = frozenset(
    {"plugins", "theme", "docs", "tests", "changelog.d", ".git", ".github", ".ci", ".venv", ".cache", FOLDER}
)
"""Folders of the project: a site in them would be taken for the program, or publish it."""


def check_folder(target: Target, content: Path, project: Path, output: Path) -> None:
    """Raise `TargetMisread` for a folder that contains, or is within, what must not be moved aside or written to.

    Checks both the folder as written and the one to which a link of somebody else's leads, where the site is put.
    """
    if not isinstance(target, FolderTarget):
        return
    plain = Path(os.path.abspath(target.path))  # noqa: PTH100 (a link of ours is not to be followed)
    followed = follow(target.path)
    laid = followed.parent.resolve() / followed.name if followed.is_symlink() else followed.resolve()
    for path in (plain.parent.resolve() / plain.name, laid):
        holds = any(folder.resolve().is_relative_to(path) for folder in (content, project, output, Path.home()))
        lies_in = any(path.is_relative_to(folder.resolve()) for folder in (content, output))
        top = path.relative_to(project.resolve()).parts[:1] if path.is_relative_to(project.resolve()) else ()
        if holds or lies_in or {file_key(name) for name in top} & OWN_FOLDERS:
            raise TargetMisread(
                f"Mappen {quote(str(path), 200)} kan inte vara mål: den hör till innehållet eller programmet, eller har annat "
                "i sig som inte får flyttas. Välj en egen mapp för webbplatsen, till exempel folder:/srv/www/lokalamalen"
            )

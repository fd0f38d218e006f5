"""A folder that cannot be a target, for what lies in it or around it must not be lost or shown.

In: a target, and what is precious. Out: `TargetMisread` where it is one of them. Called by `publish` and by the night.
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
"""Folders of the project: a site in them would be taken for the program's, or put what is the program's on the web."""


def check_folder(target: Target, content: Path, project: Path, output: Path) -> None:
    """Refuse a folder that holds what must not be lost, or lies in it: it would be moved aside, or written into.

    Both the folder as it is called and where somebody's own link leads, for there the site is laid.
    """
    if not isinstance(target, FolderTarget):
        return
    plain = Path(os.path.abspath(target.path))  # noqa: PTH100 (a link that is ours is not to be followed)
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

"""Which address the file of a page gets, as far as it can be guessed where nothing is known of the site.

In: a folder of `content/`, and a file's name. Out: an address. Called by what reads links and addresses, which knows no rooms:
somebody has written a page's file in place of its address. Where the site has no such page, nobody is told the guess
(`plugins.site.advice`). That each kind of pages has the addresses that are guessed here is tested.
"""

from __future__ import annotations

import re
from typing import Final

from plugins.core.swedish import slugify

KNOWN_FOLDER: Final = "sidor"
"""The folder in which the texts of known pages lie, among others."""
ROOT_FOLDERS: Final = (KNOWN_FOLDER, "mal")
"""Folders whose pages lie at the root of the site."""
HOME_NAME: Final = "start"
"""The name of the home page's file."""


def guess_address(folder: str, name: str) -> str:
    """Guess the address of the page that a file becomes, named without ending; `folder` is empty where nobody wrote it."""
    slug = slugify(re.sub(r"^(mal-[0-9]+)-.*", r"\1", name))
    below = "" if folder in ("", *ROOT_FOLDERS) else f"{folder}/"
    return "/" if slug == HOME_NAME else f"/{below}{slug}/"

"""Guess the address of a page from its file name, without knowing the site.

Takes a folder of `content/` and a file name. Called by the parsers of links and addresses, which know no rooms, when somebody has
written the file name of a page in place of its address. If the site has no page at the guessed address, the suggestion is dropped
(`plugins.site.checks.suggestions`). A test checks that the pages of every room have the addresses guessed here.
"""

from __future__ import annotations

import re
from typing import Final

from plugins.core.known_pages import HOME
from plugins.core.swedish import slugify

KNOWN_FOLDER: Final = "sidor"
"""The folder of the plain pages, the known pages among them."""
ROOT_FOLDERS: Final = (KNOWN_FOLDER, "mal")
"""Folders whose pages have addresses at the root of the site."""


def guess_address(folder: str, name: str) -> str:
    """Guess the address of a page from its file name without extension; `folder` is empty where it is not known."""
    slug = slugify(re.sub(r"^(mal-[0-9]+)-.*", r"\1", name))
    below = "" if folder in ("", *ROOT_FOLDERS) else f"{folder}/"
    return "/" if slug == HOME else f"/{below}{slug}/"

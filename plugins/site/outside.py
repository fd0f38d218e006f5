"""Find the links to other hosts that visitors may follow, and where each is written.

Takes the Site and the library; returns places by address. Called by `commands.links.task`. Links that the program itself writes
are included, with the file and line where a developer can change them: the leave button, and pages about the global goals. Links
for sharing (`plugins/website/sharing.py`) are left out: without a login such pages tell a checker nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag

from plugins.contacts import view as contacts_view
from plugins.core.library import Library
from plugins.core.places import Place, SourceFile
from plugins.core.walk import find_addresses
from plugins.core.web import is_local_address, is_own
from plugins.global_goals.data import TABLE_FILE
from plugins.global_goals.model import GLOBAL_GOALS
from plugins.global_goals.view import GlobalGoalView
from plugins.house.page import SitePage
from plugins.local_goals.view import GoalPage
from plugins.pages.view import GlobalGoalsPage
from plugins.site.model import Site

_PROGRAM: Final = Path(__file__).resolve().parents[2]
_FOLDERS: Final = (_PROGRAM / "plugins", _PROGRAM / "theme")
"""Where the program itself is written."""


def find_outside_links(site: Site, library: Library) -> dict[str, tuple[Place, ...]]:
    """Return the places of each address.

    Fragments are removed, since servers do not get them. An address that is on a line twice has one place, as it is requested and
    reported once.
    """
    found: dict[str, dict[tuple[str, int], Place]] = {}
    for address, place in _find_all(site, library):
        if (
            address.lower().startswith(("http://", "https://"))
            and not is_own(address, site.root)
            and not is_local_address(address)
        ):
            found.setdefault(urldefrag(address).url, {}).setdefault((str(place.source.path), place.line), place)
    return {address: tuple(places[key] for key in sorted(places)) for address, places in sorted(found.items())}


def is_of_program(place: Place) -> bool:
    """Return whether a place is in a file of the program, which editors do not change."""
    return any(place.source.path.is_relative_to(folder) for folder in _FOLDERS)


def _find_all(site: Site, library: Library) -> Iterator[tuple[str, Place]]:
    for record in library.published():
        yield from find_addresses(record)
    for page in site.pages:
        yield from ((link.address, link.place) for link in page.links)
        yield from _find_of_program(page, site)
    yield from ((link.address, link.place) for link in site.future_links)


def _find_of_program(page: SitePage, site: Site) -> Iterator[tuple[str, Place]]:
    if page.frame.leave_address:
        yield page.frame.leave_address, _find_line(Path(contacts_view.__file__).resolve(), "LEAVE_ADDRESS = ")
    for goal in _find_global_goals(page.view):
        if goal.address in GLOBAL_GOALS[goal.number].addresses.values():
            yield goal.address, _find_line(TABLE_FILE, f"- number: {goal.number}\n")
        else:
            yield goal.address, site.words.place(page.frame.language.code, "global_goals", "page")


def _find_global_goals(view: object) -> Iterator[GlobalGoalView]:
    """Yield the global goals whose pages a page links to."""
    if isinstance(view, GoalPage):
        yield from (reason.goal for reason in view.globally.reasons) if view.globally else ()
    elif isinstance(view, GlobalGoalsPage):
        yield from (row.goal for row in view.rows if row.meetings)


@cache
def _find_line(path: Path, words: str) -> Place:
    """Return the first place of `words` in a file of the program; line 1 if they are missing."""
    text = path.read_text("utf-8")
    return Place(SourceFile(path, text), text[: max(text.find(words), 0)].count("\n") + 1)

"""Files beside the pages: each is declared in one place, by the room that has it (`beside` of its `ROOM`).

Stage: every stage that writes, links, judges or delivers. Whatever must know such a file loops over the declarations (`beside` of
the Site, or `plugins.site.rooms.BESIDE` where there is none): the step that writes them, links to them, former addresses, the
audit, and the order in which they are delivered. Hosts are told of a file by its ending (`plugins/publishing/hosts/rules.yaml`),
and visitors' browsers ask for each anew: only what is named by its content is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.outputs import BUILD, FAVICON, HEADERS, HTACCESS, MANIFEST, RULES, TOUCH_ICON

WriteFile = Callable[[Any], str | bytes]
"""Returns what a file holds; it is given the Site, of which a room may know what `WholeSite` says (`plugins.house.page`). What
it returns is the same on every day on which the pages are, or each night would deliver it anew."""


def is_always_there(_site: object) -> bool:
    """Say yes: every site has the file."""
    return True


@dataclass(frozen=True, slots=True)
class FileBeside:
    """A file beside the pages."""

    path: str
    """In the output: `humans.txt`, or `projekt/NAME.ics` of a page's own; in no folder of the program or of editors' files."""
    what: str
    """What it is, in Swedish: so it is called where something else would take its place."""
    write: WriteFile | None = None
    """None: a step of the program writes it, which needs more than the Site."""
    speaks_of_pages: bool = False
    """It is delivered after the pages, so that it never speaks of one that is not there; nor of a draft, where it takes those
    that visitors meet (`met`).

    Any other comes before them, as is right for what a page alone leads to: its own calendar.
    """
    may_be_linked: bool = True
    """Editors may link to it."""
    is_there: Callable[[Any], bool] = is_always_there
    """Tells of a site whether it has the file; it is given its front (`plugins.house.front`), for every build asks.

    Not by the day, but by whether the site has any such thing on any day: who subscribes to the file would find it gone, and an
    editor's link to it would be wrong one night. With nothing to tell today it is there, and empty; what leads to it from a
    template may follow the day.
    """


def _has_moved_pages(site: Any) -> bool:
    return bool(site.redirects or site.not_found)


_ALWAYS = "en fil som webbplatsen alltid har"
BY_STEPS = (
    FileBeside(HEADERS, _ALWAYS, speaks_of_pages=True, may_be_linked=False),
    FileBeside(HTACCESS, _ALWAYS, speaks_of_pages=True, may_be_linked=False),
    FileBeside(RULES, "en fil med tidigare adresser", speaks_of_pages=True, may_be_linked=False, is_there=_has_moved_pages),
    FileBeside(FAVICON, _ALWAYS),
    FileBeside(TOUCH_ICON, _ALWAYS),
    FileBeside(MANIFEST, _ALWAYS),
    FileBeside(BUILD, _ALWAYS, may_be_linked=False),
)
"""Files that belong to no room: steps of the program write them, with what is known when all else is written."""

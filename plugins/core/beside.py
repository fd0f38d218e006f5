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
"""Returns what a file holds; it is given the Site, of which a room may know what `WholeSite` says (`plugins.house.page`). While
the pages are the same, what it returns is the same on every day; else each night would deliver the file anew."""


def is_always_there(_site: object) -> bool:
    """Say yes: every site has the file."""
    return True


@dataclass(frozen=True, slots=True)
class FileBeside:
    """A file beside the pages."""

    path: str
    """Where it lies in the output: `humans.txt`, or `projekt/NAME.ics` where a page has its own; in no folder that is the
    program's or has editors' files."""
    what: str
    """What it is, in Swedish, for the message where something else would take its place."""
    write: WriteFile | None = None
    """Makes what the file holds; None: a step of the program writes it, which needs more than the Site."""
    speaks_of_pages: bool = False
    """It names pages, so it is delivered after them, and never names one that is not there yet. It takes those that visitors meet
    (`met`), so it names no draft.

    Any other file is delivered before the pages, as is right for one that only a page leads to, such as its calendar.
    """
    may_be_linked: bool = True
    """Editors may link to it."""
    is_there: Callable[[Any], bool] = is_always_there
    """Tells whether a site has the file; it is given the site's front (`plugins.house.front`), since every build asks.

    It does not follow the day: it tells whether the site has something for the file on any day. Else subscribers would find it
    gone, and one night an editor's link to it would be wrong. With nothing to tell today the file is there, and empty; a template
    may follow the day in whether it leads there.
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

"""Files beside the pages, such as `robots.txt`: each is declared once, by the room that owns it (`beside` of its `ROOM`).

Everything that has to know about such files loops over the declarations (`beside` of the Site, or `plugins.site.rooms.BESIDE`
where there is no Site): the step that writes them, the link check, former addresses, the audit, and the order of delivery.
The rules for web hosts match them by extension (`plugins/publishing/hosts/rules.yaml`). Browsers revalidate them on every
request, because only files named by their content hash may be cached.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.outputs import BUILD, FAVICON, HEADERS, HTACCESS, MANIFEST, RULES, TOUCH_ICON

WriteFile = Callable[[Any], str | bytes]
"""Returns the contents of a file, given the Site, of which a room may use what `WholeSite` declares (`plugins.house.page`). The
result must not depend on the day unless the pages do: otherwise every nightly build would deliver the file again."""


def is_always_there(_site: object) -> bool:
    """Return True: every site has the file."""
    return True


@dataclass(frozen=True, slots=True)
class FileBeside:
    """A file beside the pages."""

    path: str
    """Path in the output: `humans.txt`, or `projekt/NAME.ics` where each page has one; never in a folder that belongs to the
    program or to the editors' files."""
    what: str
    """What the file is, in Swedish, for the message when something else would be written to its path."""
    write: WriteFile | None = None
    """Returns the contents; None: a build step writes the file, because it needs more than the Site."""
    speaks_of_pages: bool = False
    """Whether it names pages, and so is delivered after them. It takes them from `visible_pages`, which has no drafts.

    Any other file is delivered before the pages, as is right for one that only a page leads to, such as its calendar.
    """
    may_be_linked: bool = True
    """Whether editors may link to the file."""
    is_there: Callable[[Any], bool] = is_always_there
    """Returns whether a site has the file on any day, given its front (`plugins.house.front`). It must not depend on today.

    Otherwise subscribers would find the file gone, and an editor's link to it would break overnight. With nothing to list today
    the file exists and is empty; a template may still decide by the day whether to link to it.
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
"""Files that belong to no room: build steps write them once everything else has been written."""

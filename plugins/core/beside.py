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
    """Where it lies in the output: `humans.txt`, or `projekt/NAME.ics` where a page has its own; in no folder that is the
    program's or has editors' files."""
    what: str
    """What it is, in Swedish, for the message where something else would take its place."""
    write: WriteFile | None = None
    """Makes what the file holds; None: a step of the program writes it, which needs more than the Site."""
    speaks_of_pages: bool = False
    """It names pages, so it is delivered after them, and never names one that is not there yet. It takes those that visitors meet
    (`visible_pages`), so it names no draft.

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
"""Files that belong to no room: build steps write them once everything else has been written."""

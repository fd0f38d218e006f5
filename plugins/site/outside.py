"""Outside links: every address on other hosts that a visitor may follow, and where it is written.

Stage: check. In: the Site and the library. Out: places by address. Called by `commands.links`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag

from plugins.core.library import Library
from plugins.core.places import Place
from plugins.core.walk import find_addresses
from plugins.core.web import is_own, is_preview
from plugins.site.model import Site


def find_outside_links(site: Site, library: Library) -> dict[str, tuple[Place, ...]]:
    """Return the places of each address, the part after `#` left out: servers are not asked for it."""
    found: dict[str, dict[tuple[str, int], Place]] = {}
    for address, place in _find_all(site, library):
        if address.lower().startswith(("http://", "https://")) and not is_own(address, site.root) and not is_preview(address):
            found.setdefault(urldefrag(address).url, {}).setdefault((str(place.source.path), place.line), place)
    return {address: tuple(places[key] for key in sorted(places)) for address, places in sorted(found.items())}


def _find_all(site: Site, library: Library) -> Iterator[tuple[str, Place]]:
    for record in library.published():
        yield from find_addresses(record)
    for page in site.pages:
        yield from ((link.address, link.place) for link in page.links)
    yield from ((link.address, link.place) for link in site.later_links)

"""Names and addresses of the known pages that belong to no kind and no register, such as the contact page.

They lie in the kernel, so that a room whose records such a page shows can say so (`seen_on` of its `Register`): it cannot import
the room of pages, which imports it.
"""

from __future__ import annotations

from typing import Final

HOME: Final = "start"
HELP: Final = "hjalp"
GLOBAL_GOALS_PAGE: Final = "globala-malen"
CONTACT: Final = "kontakt"
NOT_FOUND: Final = "404"

_OTHERWISE: Final = {HOME: "/", NOT_FOUND: "/404.html"}


def address_of(name: str) -> str:
    """Return the address of a page in `sidor/` from the name of its file without ending, as it is in addresses: `/NAME/`."""
    return _OTHERWISE.get(name, f"/{name}/")

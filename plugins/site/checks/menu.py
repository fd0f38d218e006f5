"""Check the menu that a site names: some of it must be shown.

Takes the Site; yields a warning at the menu.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.problems import Problem, warning
from plugins.house.context import PageContext
from plugins.partners.model import BECOME_PARTNER
from plugins.site.model import Site


def check_menu(site: Site, context: PageContext) -> Iterator[Problem]:
    """A menu that the site names has a link that leads somewhere today. The link to become a partner is shown beside the menu,
    and counts.
    """
    website, home = context.website, site.by_address.get("/")
    if not website.has_own_menu or home is None or home.frame.menu:
        return
    if any(item.address == f"/{BECOME_PARTNER}/" for item in website.menu):
        return
    yield warning(
        website.place("menu"),
        "tom-meny",
        "Ingen länk i menyn leder någonstans i dag, så inget av den visas.",
        "Skriv något som finns i dag, eller ta bort raden meny och allt som hör till den: då visas de sidor som annars står där.",
    )

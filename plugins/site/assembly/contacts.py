"""Contact cards for files beside the pages: the organisation's in each language, and that of a page.

Cards have no portrait, which only pages show. Called by `site.assembly.build`.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugins.contacts.view import ContactCard, find_card_without_portrait
from plugins.core.library import ANY_PAGE
from plugins.core.texts.pagetext import PageText
from plugins.house.context import PageContext
from plugins.house.page import SitePage


def find_contacts(context: PageContext) -> Mapping[str, ContactCard]:
    """Return the card of whoever holds the organisation's contact today, by language code; no entry if nobody does."""
    found = {each.language.code: each.ask(_find_contact) for each in context.languages}
    return {code: card for code, card in found.items() if card}


def _find_contact(context: PageContext) -> ContactCard | None:
    """Return the organisation's card in one language."""
    library = context.library
    return find_card_without_portrait(context.website.organisation.contact, library, PageText(library.marks(ANY_PAGE)))


def find_contact_of(context: PageContext, page: SitePage) -> ContactCard | None:
    """Return the card of the contact that a page names, in the page's language; None if it names none, or nobody holds it
    today.
    """
    own = next((each for each in context.languages if each.language.code == page.frame.language.code), context)
    return own.ask(_find_named, page.contact) if page.contact else None


def _find_named(context: PageContext, key: str) -> ContactCard | None:
    return find_card_without_portrait(key, context.library, PageText(context.library.marks(ANY_PAGE)))

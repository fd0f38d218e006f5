"""Whom to ask about the organisation, in each language of the site, whichever pages it has there and whomever these name.

Stage: views. In: the context. Out: a card for each language. Called by `site.build`; files beside the pages say it.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugins.contacts.view import ContactCard, find_card_in_words
from plugins.core.library import ANY_PAGE
from plugins.core.pagetext import PageText
from plugins.house.context import PageContext


def find_contacts(context: PageContext) -> Mapping[str, ContactCard]:
    """Return who holds the organisation's contact today, by the code of each language; nothing where nobody does."""
    found = {each.language.code: each.ask(_find_contact) for each in context.tongues}
    return {code: card for code, card in found.items() if card}


def _find_contact(context: PageContext) -> ContactCard | None:
    """Return the card in one language, without a portrait, which only a page shows."""
    library = context.library
    return find_card_in_words(context.website.organisation.contact, library, PageText(library.marks(ANY_PAGE)))

"""Pelican plugin: give each page its contact card as `page.contact`, which any template can show.

The theme's own templates take it from `view`: this is for other themes, and for other plugins of Pelican.
"""

from pelican import signals

from plugins.contacts.view import ContactCard


def give_contact(generator, metadata):
    """Set `page.contact` on a page whose view has a contact card."""
    view = metadata.get("view")
    contact = getattr(view, "contact", None)
    if isinstance(contact, ContactCard):
        metadata["contact"] = contact


def register():
    """Connect to Pelican."""
    signals.page_generator_context.connect(give_contact)

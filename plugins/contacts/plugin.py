"""Pelican: gives every page its contact card as `page.contact`, so that any template can end with it."""

from pelican import signals

from plugins.contacts.view import ContactCard


def give_contact(generator, metadata):
    """Hand the page's contact card over, where it has one."""
    view = metadata.get("view")
    contact = getattr(view, "contact", None)
    if isinstance(contact, ContactCard):
        metadata["contact"] = contact


def register():
    """Connect to Pelican."""
    signals.page_generator_context.connect(give_contact)

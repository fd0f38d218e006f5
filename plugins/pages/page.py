"""Pages of files in `sidor/`, and known pages, with or without a file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from plugins.contacts.view import find_own_card
from plugins.core.guessed_addresses import KNOWN_FOLDER
from plugins.core.known_pages import CONTACT, HOME, address_of
from plugins.core.markdown.nodes import Document
from plugins.core.pictures.pictures import view_picture
from plugins.core.swedish import slugify
from plugins.core.texts.documents import read_document
from plugins.core.texts.outline import without_last_headings
from plugins.core.texts.pagetext import PageText
from plugins.house.context import KnownPage, PageContext
from plugins.house.other_rooms import build_giving, find_help_strip, list_sources
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage, build_plain_page, with_sources, without_contact
from plugins.pages.model import TextPage
from plugins.pages.view import GlobalGoalsPage, HelpPage
from plugins.website.lengths import fit_title
from plugins.website.view import FrameInput


def build_page(page: TextPage, context: PageContext) -> SitePage:
    """Return the page of a file in `sidor/`, which may be that of a known page."""
    name = slugify(page.name)
    known = next((known for known in context.known if known.name == name), KnownPage(page.name, "", below="nothing"))
    return _build(known, page, context)


def build_known_page(known: KnownPage, context: PageContext) -> SitePage:
    """Return a known page without a file."""
    return _build(known, None, context)


def find_giving_id(context: PageContext) -> str | None:
    """Return the id of the ways to give on the contact page; None if it has none.

    Frames need it for their links, so the page is built here as far as its ids, without a frame.
    """
    here = (page for page in context.library.shown(TextPage) if context.library.is_here(page))
    page = next((page for page in here if page.own_address == address_of(CONTACT)), None)
    text, document = context.open_page(contact=page.contact if page else None), _read(page, context)
    _build_plain("", page, document, text, context)
    giving = build_giving(context, text, level=2)
    return giving.heading.id if giving else None


def _read(page: TextPage | None, context: PageContext) -> Document:
    return read_document(page.text, context.library)[0] if page else Document()


def _build_plain(title: str, page: TextPage | None, document: Document, text: PageText, context: PageContext) -> PlainPage:
    """Return the view of a page's own text and contact; its headings take their ids before all others."""
    return build_plain_page(
        title,
        document,
        text,
        context.words.contact,
        picture=view_picture(page.picture if page else None, text.line, context.library.gallery),
        make_contact=partial(find_own_card, context.library),
    )


def _build(known: KnownPage, page: TextPage | None, context: PageContext) -> SitePage:
    words = context.words
    text = context.open_page(contact=page.contact if page else None)
    announcements = context.announcements(text)
    title = text.line(page.title) if page else known.title(words)
    summary = text.line(page.summary) if page else known.summary(words)
    document = _read(page, context)
    plain = _build_plain(title, page, document, text, context)
    if known.below == "headings" and not plain.picture:
        plain = replace(plain, pieces=without_last_headings(plain.pieces))
    view = known.view(plain, text, context)
    view = without_contact(view) if text.has_contact else view
    strip = find_help_strip(page.help_box, context.library, text) if page else None
    leave_address = strip.box.leave_address if strip and strip.box else None
    if isinstance(view, HelpPage):  # its own strip has the lines of all boxes
        text.ids.hide(*([strip.id] if strip and strip.id else []))
        strip, leave_address = view.strip, view.leave_address or leave_address
    view = with_sources(view, list_sources(context.library, text), words.sources, text)
    site_name = context.parts.site_name
    frame = context.frame(
        text,
        announcements,
        FrameInput(
            title=fit_title(site_name, title) if known.name == HOME else fit_title(title, site_name),
            description=summary,
            address=page.address if page else context.translate_address(known.address),
            is_indexed=known.is_indexed,
            updated=context.updated_on(page) if page else None,
            has_folds=isinstance(view, GlobalGoalsPage),
            is_handout=known.is_handout,
            help_strip=strip,
            leave_address=leave_address,
            edit=text.ids.edit(page.place("title")) if page else None,
        ),
    )
    source = page.text.source.path if page else None
    place = page.place("title") if page else context.library.shelves.place(f"{KNOWN_FOLDER}/{known.name}.md")
    return context.page(known.template, frame, view, source, place, text, document)

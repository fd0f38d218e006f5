"""The pages of questions: text, with contact and sources."""

from __future__ import annotations

from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.house.plain import build_plain_page, with_sources
from plugins.toy_questions.model import ToyQuestion
from plugins.website.lengths import fit_title
from plugins.website.view import FrameInput


def build_page(question: ToyQuestion, context: PageContext) -> SitePage:
    """Return the page of one question."""
    words, text = context.words, context.open_page(contact=question.contact)
    announcements, title = context.announcements(text), text.line(question.title)
    document, _ = context.texts.read(question.text)
    view = build_plain_page(
        title,
        document,
        text,
        words.contact,
        picture=None,
        make_contact=context.own_contact,
    )
    strip = context.help_strip(question.help_box, text)
    view = with_sources(view, context.sources(text), words.sources, text)  # last: of all figures that the page has shown
    frame = context.frame(
        text,
        announcements,
        FrameInput(
            title=fit_title(title, context.parts.site_name),
            description=text.line(question.summary),
            address=question.address,
            updated=context.updated_on(question),
            edit=text.ids.edit(question.place("title")),
            help_strip=strip,
        ),
    )
    return context.page("page", frame, view, question.text.source.path, question.place("title"), text, document)

"""What all pages of the site share in their frames: names, menus, footer, the goals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.contacts.view import find_card, shorten_address
from plugins.core.intake.gallery import Gallery
from plugins.core.library import Library
from plugins.core.linked import add_words, lead
from plugins.core.pagetext import PageText
from plugins.core.swedish import slugify
from plugins.core.texts import Texts
from plugins.core.words import Words
from plugins.house.context import PageContext
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.page import link_goal
from plugins.pages.model import CONTACT, HELP
from plugins.partners.model import BECOME_PARTNER
from plugins.site.rooms import KINDS, KNOWN_PAGES
from plugins.website.links import Link
from plugins.website.model import MenuItem, Website
from plugins.website.organisation import OrganisationView
from plugins.website.view import FrameParts


def open_context(library: Library, texts: Texts) -> PageContext:
    """Return what the pages of the site may ask for; the theme's words and looks are in the library's memo."""
    return PageContext(library, texts, KNOWN_PAGES, KINDS, _make_parts)


def _make_parts(context: PageContext) -> FrameParts:
    """Return the parts; a site that names no menu has one of its overviews."""
    parts = _make_own_parts(context)
    return parts if parts.menu else replace(parts, menu=_overviews(replace(context, make_parts=_make_own_parts)))


def _make_own_parts(context: PageContext) -> FrameParts:
    library, texts, website, words, looks = context.library, context.texts, context.website, context.words, context.looks
    footer = website.footer
    text = PageText(texts.marks())
    goals = tuple(link_goal(goal, texts, looks) for goal in library.shown(LocalGoal))
    report = find_card(website.organisation.contact, library, PageText(texts.marks()))
    return FrameParts(
        site_name=text.line(website.name),
        root=website.root,
        language=context.language,
        organisation=_view_organisation(website),
        goals=goals,
        has_further_paints=any(looks.paint(goal.number).is_further for goal in goals),
        goal_links=tuple(Link(goal.title, goal.address) for goal in goals),
        menu=tuple(_link(item, text, library.gallery, words) for item in website.menu if item.address != f"/{BECOME_PARTNER}/"),
        help_link=Link(words.help, f"/{HELP}/"),
        partner_link=Link(words.menu_become_partner, f"/{BECOME_PARTNER}/"),
        ways_to_give=tuple(_find_ways_to_give(website, words)),
        footer_links=tuple(_link(item, text, library.gallery, words) for item in footer.links) if footer else (),
        footer_titles=(words.footer_pages, words.footer_goals, words.footer_about),
        report_email=report.email if report else None,
        report_subject=words.report_subject,
        share_words=words.share_words_site,
    )


def _find_ways_to_give(website: Website, words: Words) -> Iterator[Link]:
    """Yield the ways for those who want to give or help, as soon as the site knows them."""
    ways = website.giving
    if ways and (ways.swish or ways.bankgiro):
        yield Link(words.giving_link, f"/{CONTACT}/#{slugify(words.giving_heading)}")
    if ways and ways.gift_page:
        yield Link(words.giving_page, ways.gift_page)
    if ways and ways.volunteer:
        yield Link(words.giving_volunteer, ways.volunteer)


def _overviews(context: PageContext) -> tuple[Link, ...]:
    """Return the menu that a site has which names none: the overviews that have something to show."""
    shown = (page for page in context.known if page.menu is not None and page.menu(context) and page.name != BECOME_PARTNER)
    return tuple(Link(str(getattr(context.words, f"menu_{page.words}")), page.address) for page in shown)


def _view_organisation(website: Website) -> OrganisationView:
    organisation = website.organisation
    address = organisation.website
    return OrganisationView(
        name=organisation.name.value,
        address=organisation.address.value if organisation.address else None,
        number=organisation.number.value if organisation.number else None,
        charity_account=organisation.charity_account,
        website=Link(shorten_address(address), address) if address else None,
        social_media=tuple(Link(medium.name.value, medium.address) for medium in organisation.social_media),
    )


def _link(item: MenuItem, text: PageText, gallery: Gallery, words: Words) -> Link:
    led = lead(item.address, gallery, words)
    return Link(add_words(text.line(item.text), led.words), led.address)

"""What the frames of all pages share: names, menus, footer and goals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from plugins.contacts.view import find_card
from plugins.core.inputs import OWN_LANGUAGE
from plugins.core.known_pages import CONTACT, HELP, address_of
from plugins.core.library import Library
from plugins.core.pages import AddressedPage
from plugins.core.pictures.linked import add_words, lead
from plugins.core.texts.pagetext import PageText
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.web import path_on, shorten_address
from plugins.house.context import OF_CONTEXT, PageContext
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.page import link_goal
from plugins.pages.page import find_giving_id
from plugins.partners.model import BECOME_PARTNER
from plugins.search.model import SEARCH
from plugins.site.assembly.page_lists import build_known
from plugins.site.assembly.shown_marks import find_shown_marks
from plugins.site.rooms import KINDS, KNOWN_PAGES, PIECES
from plugins.website.languages import SiteTranslation
from plugins.website.links import Link
from plugins.website.model import MenuItem, Website
from plugins.website.organisation import OrganisationView
from plugins.website.view import FrameParts


def open_context(library: Library) -> PageContext:
    """Return the context of the site's own language. The theme's words and looks must be in the library's memo."""

    @cache
    def make(code: str) -> PageContext:
        one = TranslatedLibrary(library, code) if code else library
        context = PageContext(one, KNOWN_PAGES, KINDS, PIECES, build_known, _make_parts, in_language, find_shown_marks)
        one.revivers[OF_CONTEXT] = context.answers
        return context

    def in_language(code: str) -> PageContext:
        return make("" if code == library.memo.read(OWN_LANGUAGE) else code)

    return make("")


def _make_parts(context: PageContext) -> FrameParts:
    """Return the shared parts. A site without a menu of its own gets one with its overviews."""
    parts = _make_own_parts(context)
    if context.website.has_own_menu:
        return parts
    return replace(parts, menu=_overviews(replace(context, make_parts=_make_own_parts)))


def _make_own_parts(context: PageContext) -> FrameParts:
    library, website, words, looks = context.library, context.website, context.words, context.looks
    footer, become = website.footer, f"/{BECOME_PARTNER}/"
    text = PageText(library.marks())
    goals = tuple(link_goal(goal, library, looks) for goal in library.shown(LocalGoal))
    own_goals = tuple(link_goal(goal, library, looks) for goal in library.shown(LocalGoal) if library.is_here(goal))
    report = find_card(website.organisation.contact, library, PageText(library.marks()))
    return FrameParts(
        site_name=text.line(website.name),
        root=website.root,
        language=context.language,
        organisation=_view_organisation(website),
        goals=goals,
        own_goals=own_goals,
        translation=_make_translation(context) if library.prefix else None,
        gone=context.ask(_find_gone),
        home=context.translate_address("/"),
        has_further_paints=any(looks.paint(goal.number).is_further for goal in goals),
        goal_links=tuple(Link(goal.title, goal.address) for goal in own_goals),
        menu=tuple(link for item in website.menu if item.address != become and (link := _link(item, text, context))),
        help_link=Link(words.help, context.translate_address(address_of(HELP))),
        partner_link=Link(words.menu_become_partner, context.translate_address(become)) if context.is_here(become) else None,
        search_link=Link(words.menu_search, context.translate_address(f"/{SEARCH}/")) if context.is_here(f"/{SEARCH}/") else None,
        ways_to_give=tuple(_find_ways_to_give(text, context)),
        footer_links=tuple(link for item in footer.links if (link := _link(item, text, context))) if footer else (),
        footer_titles=(words.footer_pages, words.footer_goals, words.footer_about),
        report_email=report.email if report else None,
        report_subject=words.report_subject,
        share_words=words.share_words_site,
    )


def _find_gone(context: PageContext) -> tuple[str, ...]:
    """Return the addresses, in every language, of pages whose last day has passed, unless another page has the address now.

    Includes known pages that a language lacks today, but may have on another day.
    """
    there = {known.address for known in context.known}
    ended = {
        page.address
        for each in context.languages
        for page in each.library.dated
        if isinstance(page, AddressedPage) and page.has_ended(each.library.today) and not each.library.is_shown(page)
        if page.own_address not in there
    }
    return tuple(sorted(ended | find_absent(context)))


def find_absent(context: PageContext) -> frozenset[str]:
    """Return the addresses of known pages that other languages lack today, but may have on another day.

    A language has its known pages while any page is shown in it. Such a page may also have a file with days of its own.
    """
    found = set[str]()
    for each in (each for each in context.languages if each.library.prefix):
        dated = [page for page in each.library.dated if isinstance(page, AddressedPage) and (page.shown_from or page.shown_until)]
        is_silent = not each.translated and any(page.prefix for page in dated)
        moving = {page.own_address for page in dated}
        absent = {known.address for known in each.known} - each.translated
        found |= {f"{each.library.prefix}{address}" for address in absent if is_silent or address in moving}
    return frozenset(found)


def _is_gone(address: str, context: PageContext) -> bool:
    """Return whether an address, in any spelling, leads to a page that only exists on other days."""
    path = path_on(context.website.root, address)
    return bool(path) and not {path, f"{path}/"}.isdisjoint(context.ask(_find_gone))


def _make_translation(context: PageContext) -> SiteTranslation:
    """Return what links on pages in another language need. Names of languages are CLDR's."""
    own = context.languages[0].language
    name = context.language.customs.languages.get(own.tag, own.name)
    return SiteTranslation(context.library.prefix, context.translated, own, context.words.in_other_language.format(language=name))


def _find_ways_to_give(text: PageText, context: PageContext) -> Iterator[Link]:
    """Yield links to the ways to give or help that the site has."""
    ways, words = context.website.giving, context.words
    if ways and (ways.swish or ways.bankgiro):
        there = context if context.is_here(address_of(CONTACT)) else context.languages[0]
        yield Link(words.giving_link, context.translate_address(f"{address_of(CONTACT)}#{there.ask(find_giving_id)}"))
    if ways and ways.gift_page:
        yield Link(words.giving_page, ways.gift_page)
    if ways and ways.volunteer and not _is_gone(ways.volunteer, context):
        yield Link(words.giving_volunteer, text.address(ways.volunteer, ways.place("volunteer")))


def _overviews(context: PageContext) -> tuple[Link, ...]:
    """Return the menu of a site that names none: the overviews that have content."""
    shown = (page for page in context.known if page.menu is not None and page.menu(context) and page.name != BECOME_PARTNER)
    here = (page for page in shown if context.is_here(page.address))
    return tuple(
        Link(str(getattr(context.words, f"menu_{page.words}")), context.translate_address(page.address)) for page in here
    )


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


def _link(item: MenuItem, text: PageText, context: PageContext) -> Link | None:
    """Return a link of a menu; None if the language lacks the page, or it only exists on other days."""
    if not context.is_here(item.address) or _is_gone(item.address, context):
        return None
    address = text.address(item.address, item.place("address"))
    led = lead(context.translate_address(address), context.library.gallery, context.words)
    return Link(add_words(text.line(item.text), led.words), led.address)

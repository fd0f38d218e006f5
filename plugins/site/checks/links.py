"""Check links within the site: each leads to a page, an id on it or a file that exists.

Takes the Site; yields problems at the places of links.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from plugins.contacts.model import Contact
from plugins.contacts.rules import find_holder
from plugins.core.cache.asking import SMALL_CHUNK, cut_chunks
from plugins.core.library import Library
from plugins.core.markdown.nodes import LinkFound
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage
from plugins.core.pictures.pictures import report_missing_picture
from plugins.core.problems import Problem
from plugins.core.swedish import closest, quote, slugify
from plugins.core.texts.page_ids import find_next_id
from plugins.core.walk import find_field_links
from plugins.core.web import host_key, is_local_address, is_own, path_within
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.language.links.check import check_address, check_link_names, check_own_address
from plugins.site.answers import for_link_checks
from plugins.site.assembly.gone import find_elsewhere
from plugins.site.assembly.page_lists import list_over, list_shown
from plugins.site.checks.former_addresses import check_former_addresses
from plugins.site.checks.missing import check_path, find_drafts
from plugins.site.days.other_days import OtherDays
from plugins.site.model import Site
from plugins.website.view import Frame

NO_LINKS: Final = ((), ())
_OF_WORDS: Final = "Efter # står rubrikens ord med små bokstäver och bindestreck."
_OF_DAY: Final = "Ord som en markering visar, och som är andra en annan dag, är inte med."
EXAMPLE_HOSTS = ("example.org", "example.com", "example.net")
"""Hosts reserved for examples (RFC 2606): a site that has no domain yet cannot tell which absolute addresses are its own."""


Sorted = tuple[tuple[LinkFound, ...], tuple[Problem, ...]]
"""The links that concern this site, and the problems of links by themselves."""


def check_links(site: Site, context: PageContext) -> Iterator[Problem]:
    """Every link leads to a page, an id on it or a file that exists; no two pages have the same address."""
    for page in site.shadowed_pages:
        yield from _check_address(page, next(other for other in site.pages if other.file == page.file))
    days = OtherDays(context)
    found = list(_check_all(site, context, days))
    while days.look_up():  # rare: look up all missing targets on other days at once, then check again
        found = list(_check_all(site, context, days))
    yield from found
    yield from check_former_addresses(site, context.library)


def _check_all(site: Site, context: PageContext, days: OtherDays) -> Iterator[Problem]:
    library = context.library
    pages = {page.address: page for page in site.pages}
    files = site.linkable
    drafts = find_drafts(context)
    awaited = {place for each in context.languages for place in _find_awaited(each, pages)}

    elsewhere = find_elsewhere(library)

    def check_link(link: LinkFound, page: SitePage) -> list[Problem]:
        """Check a link. An absolute address of the site, or of its preview, is checked as a link within the site."""
        if link.is_within or link.is_picture:
            return list(_check_link(link, page, pages, files, drafts, awaited, context, days))
        is_local = is_local_address(link.address)
        path, mark, anchor = path_within(link.address).partition("#")
        if path not in pages and (f"{path}/" in pages or f"{path}/" in drafts or days.find_address(f"{path}/")):
            path += "/"
        path = f"{path}{mark}{anchor}"
        found = list(_check_link(replace(link, address=path), page, pages, files, drafts, awaited, context, days))
        if is_local:
            return [_report_preview(link, path, is_there=not found)]
        if found and host_key(site.root) in EXAMPLE_HOSTS:
            return []
        return found or ([] if path == "/" else list(check_own_address(link, path, link.place)))

    for page, (links, problems) in _sort_all(site, context, elsewhere):
        yield from problems
        for link in links:
            if link.place.source.language or not page.frame.prefix:  # otherwise it is checked on the original's page
                yield from check_link(lead(link, page.frame), page)
    if home := pages.get("/"):
        others = [*site.future_links, *library.gather_together(_field_links, library.published())]
        for link in _sort_links(others, site.root, elsewhere, is_checked=False)[0]:
            yield from check_link(link, home)


def lead(link: LinkFound, frame: Frame) -> LinkFound:
    """Return a link as it is shown on the page of `frame`: to the translated page if there is one."""
    path, mark, anchor = link.address.partition("#")
    if frame.translation is None or not path.startswith("/") or link.is_picture:
        return link
    return replace(link, address=f"{frame.prefix}{path}{mark}{anchor}") if path in frame.translation.translated else link


def _sort_all(site: Site, context: PageContext, elsewhere: tuple[str, ...]) -> Iterator[tuple[SitePage, Sorted]]:
    """Yield each page with its sorted links, by cached chunks of pages with files. Ended pages, which preview has, are left
    out.
    """
    if site.shadowed_pages:  # addresses are not unique
        over = {page.text.source.path for each in context.languages for page in list_over(each)}
        checked = (page for page in (*site.pages, *site.shadowed_pages) if page.source not in over)
        yield from ((page, _sort_links(page.links, site.root, elsewhere)) for page in checked)
        return
    found: dict[str, Sorted] = {}
    for each in context.languages:
        for chunk in cut_chunks(list_shown(each), SMALL_CHUNK):
            found.update(each.ask(_sort_links_of, chunk, site.root, elsewhere))
    for page in site.pages:
        yield page, found.get(page.address, NO_LINKS) if page.source else _sort_links(page.links, site.root, elsewhere)


@for_link_checks
def _sort_links_of(
    context: PageContext, records: tuple[AddressedPage, ...], root: str, elsewhere: tuple[str, ...]
) -> tuple[tuple[str, Sorted], ...]:
    """Return the sorted links of pages by address, without pages that have none to check."""
    pages = (context.build(record) for record in records)
    found = ((page.address, _sort_links(page.links, root, elsewhere)) for page in pages)
    return tuple((address, links) for address, links in found if links != NO_LINKS)


def _sort_links(links: Sequence[LinkFound], root: str, elsewhere: tuple[str, ...], *, is_checked: bool = True) -> Sorted:
    """Return the links that concern this site, and the problems of links by themselves."""
    own = tuple(
        link
        for link in links
        if link.is_within
        or link.is_picture
        or is_local_address(link.address)
        or (is_own(link.address, root) and not link.address.casefold().startswith(elsewhere))
    )
    if not is_checked:
        return own, ()
    return own, (*(p for link in links for p in check_address(link.address, link.place)), *check_link_names(links))


@for_link_checks
def _field_links(_library: Library, record: Model) -> Iterator[LinkFound]:
    """Yield the addresses in fields of a record, except websites of others, which may share our host."""
    return find_field_links(record, "page", "file")


def _report_preview(link: LinkFound, path: str, *, is_there: bool) -> Problem:
    """Return a problem for a link to the preview on an editor's own computer."""
    message = f"Länken leder till {link.address}, som bara finns på din egen dator: där visas förhandsvisningen."
    help_line = "Skriv adressen från roten, som /kontakt/."
    suggestion = link.place.rewritten(link.address, path) if is_there else None
    return Problem(link.place, "fel-adress", message, (help_line,), suggestion)


def _check_address(page: SitePage, other: SitePage) -> Iterator[Problem]:
    """Yield a problem for a page whose address another page has."""
    if other.frame.prefix != page.frame.prefix:  # reported for the page in the site's own language
        return
    if not (page.template == other.template == "goal"):  # two goals with one number have a problem of their own
        name = other.source.name if other.source else "en sida som alltid finns"
        message = f"Sidan får adressen {page.address}, men den har redan {name}."
        yield Problem(page.place, "dubbel-adress", message, help=("Döp om filen.",))


def _check_link(
    link: LinkFound,
    page: SitePage,
    pages: Mapping[str, SitePage],
    files: Collection[str],
    drafts: Mapping[str, AddressedPage],
    awaited: set[str],
    context: PageContext,
    days: OtherDays,
) -> Iterator[Problem]:
    library = context.library
    if link.is_picture:
        yield from _check_picture(link, library)
        return
    if not link.is_within:
        return
    path, _, anchor = link.address.partition("#")
    target = pages.get(path) if path else page
    if target is None:
        yield from check_path(link, path, pages, files, drafts, library, days)
    elif anchor and anchor not in target.ids and f"{target.address}#{anchor}" not in awaited:
        if problem := days.report(link, target.address, anchor, is_there=True):
            yield problem
            return
        there = next(each for each in context.languages if each.library.prefix == target.frame.prefix)
        lasting = dict(target.ids_by_words).get(slugify(anchor, there.library.letters))
        guess = lasting or closest(anchor, target.ids)
        where = f"på {target.address}" if path else "på sidan"
        yield Problem(
            link.place,
            "bruten-lank",
            f"Det finns inget ställe som heter {quote('#' + anchor)} {where}.",
            suggestion=link.place.rewritten(link.address, f"{path}#{guess}") if guess else None,
            help=(_OF_WORDS, _OF_DAY) if lasting else (_OF_WORDS,),
        )


def _find_awaited(context: PageContext, pages: Mapping[str, SitePage]) -> Iterator[str]:
    """Yield the ids at which contacts would stand that cannot be shown today; the contacts themselves have a problem."""
    library, words = context.library, context.words.contact
    contacts, today = library.known(Contact), library.today

    @cache
    def is_awaited(key: str) -> bool:
        contact = contacts.things.get(key)
        return contact is None or not (contact.is_draft or find_holder(contact, contacts, today))

    for page in library.all_pages:
        if page.contact is not None and page.address in pages and is_awaited(page.contact.key):
            yield f"{page.address}#{find_next_id(words, pages[page.address].ids, library.letters)}"


def _check_picture(link: LinkFound, library: Library) -> Iterator[Problem]:
    """A picture in a text exists and can be shown."""
    name = link.address.removeprefix("/")
    if name in library.shelves.files:
        yield from library.gallery.problems(name, library.gallery.picture(name))
    else:
        yield from report_missing_picture(name, link.place, library.gallery, link.address)

"""Build the Site, with every page, from the library.

Takes library and theme. Problems that a rule has already reported, such as a missing contact, are left out of pages
instead of raised, so that the same run can check the links of all pages.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from plugins.core.cache.asking import SMALL_CHUNK, cut_chunks
from plugins.core.inputs import WORDS
from plugins.core.library import ANY_PAGE, Library
from plugins.core.looks.share_picture import SharePicture
from plugins.core.markdown.nodes import LinkFound
from plugins.core.outputs import PREVIEW_FOLDERS, file_key
from plugins.core.pages import AddressedPage
from plugins.core.pictures.linked import file_of, publish_linked
from plugins.core.room import Item
from plugins.core.texts.documents import read_document, texts_of
from plugins.core.walk import find_addresses
from plugins.house.context import KnownPage, PageContext
from plugins.house.page import SitePage
from plugins.site.assembly.contacts import find_contact_of, find_contacts
from plugins.site.assembly.frame import find_absent
from plugins.site.assembly.gone import leave_out_gone
from plugins.site.assembly.page_lists import list_written
from plugins.site.assembly.security_contact import find_security_contact
from plugins.site.model import Site
from plugins.site.open_data import make_data
from plugins.site.rooms import BESIDE, DATA, ROOMS
from plugins.website.model import Website
from plugins.website.sharing import SITE_PICTURE, ask_qr, name_picture


def assemble_site(context: PageContext) -> Site | None:
    """Return the Site; None if the `Website` record could not be read.

    Assembled in every process from cached answers: each part that reads texts is a memo question of its own.
    """
    library, website = context.library, context.library.only(Website)
    if website is None:
        return None
    pages, shadowed_pages = part_by_file(tuple(page for each in context.languages for page in build_pages(each)), library)
    linked = find_linked(context) if not shadowed_pages else [link.address for page in pages for link in page.links]
    site = Site(
        today=library.today,
        words=library.memo.read(WORDS),
        language=context.language,
        pages=pages,
        shadowed_pages=shadowed_pages,
        files=find_files(linked, library),
        linked=frozenset(linked),
        shows_drafts=library.shows_drafts,
        root=website.root,
        redirects=find_redirects(context),
        data={name: context.ask(list_data, name) for name in DATA},
        contacts=find_contacts(context),
        find_contact_of=partial(find_contact_of, context),
        beside=BESIDE,
        future_links=library.gather(find_future_links),
        pictures=find_share_pictures(context),
        mark_names=library.marks(ANY_PAGE).names,
        reserved=frozenset(_find_reserved(context)),
        security=find_security_contact(website, library),
    )
    site = replace(site, beside=(*BESIDE, *(file for room in ROOMS for file in room.beside_each(site.front))))
    return leave_out_gone(site, library)


def _find_reserved(context: PageContext) -> Iterator[str]:
    """Yield the addresses, in every language, of pages that are not shown today but that no other page may take."""
    yield from find_absent(context)
    for each in context.languages:
        yield from (page.address for page in each.library.all_pages if not each.library.is_shown(page))


def build_pages(context: PageContext) -> Iterator[SitePage]:
    """Yield every page in one language: pages with a file, then known pages without one."""
    yield from map(context.build, list_written(context))
    yield from map(context.build, context.list_known())


def part_by_file(pages: tuple[SitePage, ...], library: Library) -> tuple[tuple[SitePage, ...], tuple[SitePage, ...]]:
    """Return the pages, one for each output file, and the pages whose file another one takes.

    A page that visitors see wins over one that is withheld, otherwise the first. `check_links` reports the others, and withheld
    ones as warnings.
    """
    first = {page.file: page for page in reversed(pages)}
    if len(first) == len(pages):
        return pages, ()
    withheld = library.withheld_files()
    first.update((page.file, page) for page in reversed(pages) if page.source not in withheld)
    return tuple(page for page in pages if first[page.file] is page), tuple(p for p in pages if first[p.file] is not p)


def find_redirects(context: PageContext) -> Mapping[str, str]:
    """Return redirects from former addresses to present ones, in every language that has the page.

    Drafts are left out: their former addresses may still be wrong, and would hide a page in preview. Former addresses below
    preview's own folders are left out in preview.
    """
    library = context.library
    found: dict[str, str] = {}
    for each in context.languages:
        for page in (
            page for page in each.library.all_pages if each.library.is_here(page) and not each.library.is_withheld(page)
        ):
            for old in page.former_addresses:
                if not (library.shows_drafts and file_key(old.file).partition("/")[0] in PREVIEW_FOLDERS):
                    found[f"{each.library.prefix}{old.address}"] = page.address
    return found


def list_data(context: PageContext, name: str) -> tuple[Item, ...]:
    """Return the items of the open-data file `name`."""
    return make_data(context, DATA[name])


def find_future_links(library: Library) -> Iterator[LinkFound]:
    """Yield the links of records that are not pages and may begin on a later day."""
    for record in library.dated:
        if not isinstance(record, AddressedPage) and not library.is_withheld(record):
            for text in texts_of(record):
                yield from read_document(text, library, library.setting_of(record))[0].links
            own = (LinkFound(address, place) for address, place in find_addresses(record))
            yield from (link for link in own if link.is_within)


def find_share_pictures(context: PageContext) -> tuple[SharePicture, ...]:
    """Return the share pictures in all languages."""
    return tuple(picture for each in context.languages for picture in list_share_pictures(each))


def ask_codes(context: PageContext) -> tuple[tuple[Hashable, Callable[[], str]], ...]:
    """Return the QR codes of handouts before any page is built: memo key and drawing function of each.

    They are only drawn ahead: a code that is missing here is drawn when its page is built.
    """
    found: dict[str, None] = {}
    for each in context.languages:
        known = (each.translate_address(page.address) for page in each.known if page.is_handout)
        found.update(dict.fromkeys(map(each.whole_address, (*(goal.address for goal in each.parts.goals), *known))))
    return tuple(map(ask_qr, found))


def list_share_pictures(context: PageContext) -> Iterator[SharePicture]:
    """Yield the share pictures in one language: one for the site, one for each goal."""
    if context.library.prefix and not context.translated:
        return
    name, language = partial(name_picture, context.library.prefix), context.language
    yield SharePicture(name(SITE_PICTURE), context.website.organisation.name.value, context.parts.site_name, None, language)
    for goal in context.parts.goals:
        eyebrow = f"{context.words.local_goal} {goal.number}"
        yield SharePicture(name(f"mal-{goal.number}"), eyebrow, goal.title, goal.number, language)


def find_linked(context: PageContext) -> list[str]:
    """Return the addresses that pages link to, in the order of pages; mostly from cached answers."""
    return [
        address
        for each in context.languages
        for some in (list_written(each), each.list_known())
        for chunk in cut_chunks(some, SMALL_CHUNK)
        for address in each.ask(_list_linked, chunk)
    ]


def _list_linked(context: PageContext, chunk: tuple[AddressedPage | KnownPage, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.address for one in chunk for link in context.build(one).links))


def find_files(linked: Iterable[str], library: Library) -> Mapping[str, Path | bytes]:
    """Return the files that shown pages display or link to."""
    gallery = library.gallery
    names = dict.fromkeys(file_of(address) for address in linked if "://" not in address)
    for name in names:
        publish_linked(name, gallery)
    return dict(gallery.published)

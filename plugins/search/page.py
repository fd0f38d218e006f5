"""`/sok/`: a list of all pages, partners and contacts by group, and the index with which a script searches it."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any

from plugins.contacts.model import Contact
from plugins.contacts.view import ContactCard, find_card
from plugins.core.cache.asking import cut_chunks
from plugins.core.dataclass import dataclass
from plugins.core.known_pages import NOT_FOUND
from plugins.core.locales.foreign import fill
from plugins.core.locales.locale import sort_key
from plugins.core.pages import AddressedPage
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading
from plugins.house.context import KnownPage, PageContext
from plugins.house.plain import PlainPage
from plugins.pages.contacts import find_places
from plugins.partners.model import PARTNERS, Partner
from plugins.partners.supports import find_supports, group_by_partner
from plugins.search.index import format_language, index_entries, make_index, weigh_words
from plugins.search.model import SEARCH, CardTexts, IndexedEntries, SearchEntry, WeighedEntry

OWN_ADDRESS = f"/{SEARCH}/"
_TAG = re.compile(r"<[^<>]*>")
_NOT_TEXT = ("/", "#", "http:", "https:", "mailto:", "tel:", "<svg")
"""Prefixes of texts in views that are not read by visitors: addresses and drawings."""
_FOR_TEMPLATES = ("kind", "own_id", "phase", "display", "colour_class", "focus")
"""Fields of views that only templates use."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading; never empty."""

    heading: Heading
    entries: tuple[SearchEntry, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page."""

    index_address: str
    """Address of the index. It is the first field, so that comparing pages with different indexes is quick."""
    text: PlainPage
    groups: tuple[Group, ...]


def build_search(plain: PlainPage, text: PageText, context: PageContext) -> SearchPage:
    """Return the page, and publish its index, whose entries are those of the groups, in the same order."""
    words = context.words
    titles = {"": words.footer_pages, **{name: getattr(words, name) for name in _group_words(context)}}
    named: list[tuple[str, Callable[[int], Iterable[IndexedEntries]]]]
    named = [(title, partial(_index_pages, context, name)) for name, title in titles.items() if name]
    named.append((words.search_partners, lambda first: [index_entries(context.ask(_list_partners), first)]))
    named.append((titles[""], partial(_index_pages, context, "")))
    groups, indexed = list[Group](), list[IndexedEntries]()

    def index_contacts(first: int) -> Iterable[IndexedEntries]:
        """Index the contacts, after all pages, because a contact leads to a page that shows it."""
        on_pages = dict(one for some in reversed(indexed) for one in reversed(some.contacts))
        return [index_entries(context.ask(_list_contacts, tuple(on_pages.items())), first)]

    named.append((words.search_contacts, index_contacts))
    for title, index in named:
        some = [*index(sum(len(before.entries) for before in indexed))]
        if entries := tuple(entry for one in some for entry in one.entries):
            groups.append(Group(plain_heading(title, 2, text.ids), entries))
            indexed += some
    data = make_index(indexed, context.ask(_format_language))
    address = f"{context.translate_address(OWN_ADDRESS)}index.{hashlib.sha256(data).hexdigest()[:10]}.json"
    context.library.gallery.publish_made(address.lstrip("/"), data)
    return SearchPage(address, plain, tuple(groups))


def _group_words(context: PageContext) -> tuple[str, ...]:
    """Return the names of the headings of groups, in the order of the rooms."""
    return tuple(dict.fromkeys(kind.group for kind in context.kinds if kind.group))


def _format_language(context: PageContext) -> str:
    return format_language(context.words)


# ---- pages


def _index_pages(context: PageContext, group: str, first: int) -> Iterator[IndexedEntries]:
    """Yield the indexed pages of a group in the context's language, in chunks; entries are numbered from `first`.

    The group `""` has the pages of kinds without a group, and known pages.
    """
    for kind in (kind for kind in context.kinds if kind.group == group):
        for chunk in cut_chunks(context.library.shown(kind.model)):
            some = context.ask(_index_chunk, chunk, first)
            first += len(some.entries)
            yield some
    if not group:
        yield context.ask(_index_known, first)


def _index_chunk(context: PageContext, records: tuple[AddressedPage, ...], first: int) -> IndexedEntries:
    own, library = context.translate_address(OWN_ADDRESS), context.library
    pages = (record for record in records if library.is_here(record) and record.address != own)
    entered = (context.ask(_weigh_page, page) for page in pages)
    return index_entries([one for one in entered if one], first)


def _index_known(context: PageContext, first: int) -> IndexedEntries:
    known = (page for page in context.list_known() if page.name not in (SEARCH, NOT_FOUND) and page.has_something(context))
    entered = (context.ask(_weigh_page, page) for page in known)
    return index_entries([one for one in entered if one], first)


def _weigh_page(context: PageContext, source: AddressedPage | KnownPage) -> WeighedEntry | None:
    """Return the entry of a page with everything that it shows; None if it is not to be found."""
    page = context.build(source)
    if not page.frame.is_indexed and not page.frame.hidden:
        return None
    own, found = set(page.text), _ShownTexts()  # most views also have the page's text
    found.collect(page.view)
    besides = " ".join(text for text in found.texts if text not in own)
    title, notes = _describe(source, context)
    entry = SearchEntry(page.address, title, page.frame.summary, notes)
    return weigh_words(entry, (_strip_tags(page.html), _strip_tags(besides)), found.contacts)


def _describe(source: AddressedPage | KnownPage, context: PageContext) -> tuple[str, tuple[str, ...]]:
    """Return the title of a page, and the notes of its card if it has one."""
    if isinstance(source, KnownPage):
        return source.title(context.words), ()
    kind, text = context.kind_of(source), PageText(context.library.marks())
    return text.line(source.title), context.card(kind, source, text, is_short=False).notes if kind.card else ()


class _ShownTexts:
    """The texts and contacts that a view shows to visitors, each once, in order."""

    def __init__(self) -> None:
        self.texts: dict[str, None] = {}
        self.contacts: dict[CardTexts, None] = {}

    def collect(self, view: Any) -> None:
        """Add what a value in a view shows: a text, a tuple or another view."""
        if isinstance(view, str):
            if not view.startswith(_NOT_TEXT):
                self.texts[view] = None
        elif isinstance(view, tuple):
            for item in view:
                self.collect(item)
        else:
            if type(view) is ContactCard:
                self.contacts[read_card_texts(view)] = None
            self.collect_fields(view)

    def collect_fields(self, view: Any) -> None:
        """Add what the fields of a view show."""
        kind: Any = type(view)
        for name in _read_fields(kind):
            self.collect(getattr(view, name))


@cache
def _read_fields(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a view's fields that may have texts; nothing for a type that is not a dataclass."""
    return tuple(one.name for one in fields(kind) if one.name not in _FOR_TEMPLATES) if is_dataclass(kind) else ()


def _strip_tags(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text))


# ---- partners and contacts, which have no pages


def _list_partners(context: PageContext) -> tuple[WeighedEntry, ...]:
    """Return the entries of current partners, each with the goals that it supports as its summary."""
    goals = {goal.number: goal.title for goal in context.parts.goals}
    supports = group_by_partner(context.library.ask(find_supports))
    address = context.translate_address(f"/{PARTNERS}/")

    def summarize(partner: Partner) -> str:
        numbers = sorted(support.goal.number for support in supports[partner])
        return ", ".join(fill(context.words.goal_named, number=number, title=goals[number]) for number in numbers)

    partners = sorted(supports, key=lambda partner: sort_key(partner.name.value, context.language))
    return tuple(weigh_words(SearchEntry(address, partner.name.value, summarize(partner))) for partner in partners)


def _list_contacts(context: PageContext, on_pages: tuple[tuple[CardTexts, str], ...]) -> tuple[WeighedEntry, ...]:
    """Return the entries of contacts, each with the best page that shows it (`find_places`); a contact on no page is left out.

    `on_pages` has the first page that shows each contact, for contacts without a page in `find_places`.
    """
    text, contacts = PageText(context.library.marks()), context.library.known(Contact)
    places = dict(on_pages)
    for key, address in reversed([*context.library.ask(find_places).items()]):  # of contacts with the same card, the first wins
        card = find_card(contacts.things[key].id, context.library, text) if key in contacts.things else None
        if card is not None:
            places[read_card_texts(card)] = context.translate_address(address)
    entries = dict[CardTexts, WeighedEntry]()
    for contact in context.library.shown(Contact):
        card = find_card(contact.id, context.library, text)
        if card is None or (known := read_card_texts(card)) not in places:
            continue
        entry = SearchEntry(places[known], card.name, " ".join(filter(None, [card.role, card.telephone])))
        entries[known] = weigh_words(entry, (card.organisation or "", " ".join(known)))
    return tuple(entries.values())


def read_card_texts(card: ContactCard) -> CardTexts:
    """Return the visible texts of a card, which identify it and are indexed."""
    found = _ShownTexts()
    found.collect_fields(card)
    return tuple(found.texts)

"""The interface between pages and the rest of the site (`PageContext`), and what a room declares of its pages.

A room's `page.py` gets a `PageContext` and nothing else. The context is made of the library and what all pages share; it returns
texts, cards, announcements and frames, each built for the page that asks. What a page shows of other rooms is made from it by
`house.other_rooms`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from plugins.announcements.rules import find_shown
from plugins.announcements.view import AnnouncementView, view_announcement
from plugins.core.dataclass import dataclass
from plugins.core.guessed_addresses import KNOWN_FOLDER
from plugins.core.inputs import LOOKS, WORDS
from plugins.core.kinds.keys import Key
from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.locales.foreign import fill
from plugins.core.locales.languages import Language
from plugins.core.looks.goal_looks import GoalLooks
from plugins.core.markdown.nodes import Document, LinkFound, PlaceNode
from plugins.core.marks.marks import find_marks
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage
from plugins.core.places import Place
from plugins.core.swedish import format_day
from plugins.core.texts.documents import read_document
from plugins.core.texts.headings import Below
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.pieces import PieceKind, fill_with_pieces
from plugins.core.texts.prose import Piece
from plugins.core.texts.sheets import Card, DetailValue
from plugins.core.texts.shown import describe_fields, format_file
from plugins.core.walk import find_document_links
from plugins.core.web import shorten_address
from plugins.core.words.interface import WordName, Words
from plugins.house.block_uses import count_block_uses
from plugins.house.new_page import NewPage
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage
from plugins.house.translated import describe_stale, find_day
from plugins.website.languages import LanguageVersion
from plugins.website.links import GoalLink
from plugins.website.model import Website
from plugins.website.sharing import ask_qr
from plugins.website.view import Frame, FrameInput, FrameParts, build_frame

P = TypeVar("P", bound=AddressedPage)
T = TypeVar("T")

OF_CONTEXT: Final = "asked of a context"
"""First element of the memo keys of questions that are asked of a `PageContext`."""


@dataclass(frozen=True)
class PageContext:
    """Everything that the code of a page may ask for: what all pages share, and what is built for one page on request.

    All values are read through the library's memo, so a page is rebuilt when a value that it read has changed.
    """

    library: Library
    known: tuple[KnownPage, ...]
    kinds: tuple[PageKind[Any], ...]
    pieces: tuple[PieceKind, ...]
    """The components that editors write in their texts."""
    make_known: Callable[[PageContext, KnownPage], SitePage]
    """Makes the page of a known page that has no file."""
    make_parts: Callable[[PageContext], FrameParts]
    in_language: Callable[[str], PageContext]
    """Returns the context of another language, by its code."""
    find_shown_marks: Callable[[PageContext], frozenset[tuple[str, str]]]

    def ask(self, question: Callable[..., T], *about: Hashable) -> T:
        """Return `question(self, *about)` from the memo; it is called only if there is no valid answer."""
        return self.library.memo.ask((OF_CONTEXT, question, *about), partial(question, self, *about))

    def answers(self, key: tuple[Any, ...]) -> Callable[[], Any]:
        """Return a function that answers the question of a memo key made by `ask`."""
        return partial(key[1], self, *key[2:])

    @property
    def website(self) -> Website:
        """Return the `Website` record. Pages are only built if there is one."""
        website = self.library.only(Website)
        assert website is not None
        return website

    @property
    def words(self) -> Words:
        """Return the interface words in the language of the page."""
        return self.library.words

    @property
    def language(self) -> Language:
        """Return the language of the page."""
        return self.library.language

    @property
    def looks(self) -> GoalLooks:
        """Return the looks of the goals."""
        return self.library.memo.read(LOOKS)

    @property
    def today(self) -> date:
        """Return the day that the site is built for."""
        return self.library.today

    @property
    def parts(self) -> FrameParts:
        """Return what the frames of all pages share."""
        return self.ask(self.make_parts)

    @property
    def shown_marks(self) -> frozenset[tuple[str, str]]:
        """Return the marks on pages that visitors see, in any language, as pairs of mark name and argument."""
        return self.ask(self.find_shown_marks)

    # ---- the languages of the site

    @property
    def languages(self) -> tuple[PageContext, ...]:
        """Return the contexts of the site's languages, the site's own first, without languages that have no word list."""
        lists = self.library.memo.read(WORDS)
        return tuple(self.in_language(code) for code in dict.fromkeys(self.website.languages) if code in lists) or (self,)

    @property
    def translated(self) -> frozenset[str]:
        """Return the addresses, in the site's own language, of the pages that this language has too.

        Empty where this is the site's own language.
        """
        return self.ask(_find_translated) if self.library.prefix else frozenset()

    def translate_address(self, address: str) -> str:
        """Return the address that a link within the site should lead to: the translated page, or `address` itself if there is
        none.
        """
        path, mark, anchor = address.partition("#")
        return f"{self.library.prefix}{path}{mark}{anchor}" if path in self.translated else address

    def is_here(self, address: str) -> bool:
        """Return whether this language has the page that `address` leads to; always True for what is not a page of the site (a
        file).
        """
        path = address.partition("#")[0]
        return not self.library.prefix or path in self.translated or not (path.startswith("/") and path.endswith("/"))

    def list_known(self) -> tuple[KnownPage, ...]:
        """Return the known pages that have no file; one whose file cannot be read is left out too.

        In another language than the site's own there are none until the first page is translated.
        """
        if self.library.prefix and not any(page.prefix for page in self.library.all_pages if self.library.is_shown(page)):
            return ()
        written = self.library.ask(_list_addresses)
        torn = {
            path.stem for path in self.library.shelves.torn_files if path.parent.name == KNOWN_FOLDER and path.suffix == ".md"
        }
        return tuple(known for known in self.known if known.address not in written and known.name not in torn)

    def _find_versions(self, address: str) -> tuple[LanguageVersion, ...]:
        """Return links to the versions of a page in all languages that have it; empty if only one has."""
        own = address.removeprefix(self.library.prefix)
        there = [context for context in self.languages if not context.library.prefix or own in context.translated]
        versions = tuple(
            LanguageVersion(context.language, f"{context.library.prefix}{own}", context.language.code == self.language.code)
            for context in there
        )
        return versions if len(versions) > 1 else ()

    # ---- a page's text

    def open_page(self, setting: Setting = ANY_PAGE, subject: str | None = None, contact: Key | None = None) -> PageText:
        """Return an empty `PageText` for a new page, with the components that editors may write.

        `subject` is the subject of mails from the page's contact links. `contact` is the contact that the page names as its own:
        if the text contains that contact's card, the page shows the card there and not at its end.
        """
        text = PageText(self.library.marks(setting), self._edit if self.library.shows_drafts else None)
        text.contact = contact
        return fill_with_pieces(text, self.pieces, self.library, setting, subject)

    def _edit(self, place: Place) -> str:
        """Return the file and line that preview shows beside an edit mark, in Swedish, with the number of pages if there are
        several.
        """
        path = place.source.path
        folder = self.library.shelves.folder
        uses = self.library.ask(count_block_uses).get(path, 0)
        shown = f"{folder.name}/{path.relative_to(folder).as_posix()}, rad {place.line}"
        return shown + (f" (visas på {uses} sidor)" if uses > 1 else "")

    # ---- the pages of the site

    def find_address_of(self, words: str) -> str | None:
        """Return the address of the known page whose words begin with `words`.

        None if the site has no such page, or the page has nothing to show.
        """
        return next(
            (self.translate_address(page.address) for page in self.known if page.words == words and page.has_something(self)),
            None,
        )

    def show_goals(self, goals: Iterable[GoalLink], text: PageText, *parts: str) -> tuple[GoalLink, ...]:
        """Return `goals` as a tuple, and record in `text` what the page shows of them: their titles, and the fields in `parts`.

        The page then lists the sources of figures in those words. With `parts` it also warns where a translation of the words is
        older than the original; a title alone is only the text of a link.
        """
        shown, records = tuple(goals), self.library.referred_by("lokala mål").things
        for record in (records[str(goal.number)] for goal in shown):
            text.note(find_marks(record.title))
            text.show(*(getattr(record, name) for name in ("title", *parts) if parts))
        return shown

    # ---- what stands around a page

    def announcements(self, text: PageText) -> tuple[AnnouncementView, ...]:
        """Return the announcements that are shown today."""
        return tuple(
            view_announcement(
                one,
                read_document(one.text, self.library, Setting(type(one)))[0],
                text,
                self.library.gallery,
                self._name_link(one.link) if one.link else "",
                self.website.zone,
                self.words,
            )
            for one in find_shown(self.library)
        )

    def _name_link(self, address: str) -> str:
        """Return the text of an announcement's link: the title of the page that it leads to, or the shortened address."""
        title = self.ask(_list_titles).get(self.translate_address(address).partition("#")[0])
        words: str = self.words.more_at if title is None else self.words.more_on
        return fill(words, title=title, address=shorten_address(address))

    def _footer_text(self, text: PageText) -> tuple[Piece, ...]:
        """Return the footer's own text; empty if it has none."""
        footer = self.website.footer
        if footer is None or footer.text is None:
            return ()
        return text.pieces(text.open(read_document(footer.text, self.library)[0]).nodes, shift=1)

    def frame(self, text: PageText, announcements: tuple[AnnouncementView, ...], page: FrameInput) -> Frame:
        """Return the frame of a page. Its trail leads to translated pages where they exist."""
        return build_frame(
            self.parts,
            replace(page, trail=tuple(replace(link, address=self.translate_address(link.address)) for link in page.trail)),
            stale=describe_stale(self.library, page.address, text.seen),  # before the footer, which is no part of the page
            draw=partial(self.ask, _draw_qr),
            announcements=announcements,
            footer_text=self._footer_text(text),
            versions=self._find_versions(page.address),
        )

    def updated_on(self, page: AddressedPage) -> date | None:
        """Return the date of *Senast uppdaterad*."""
        return find_day(self.library, page)

    def describe_goal(self, number: int, address: str, title: str) -> dict[str, object]:
        """Return a local goal as structured data (schema.org, `DefinedTerm`)."""
        own = {"@type": "DefinedTerm", "@id": self.whole_address(address), "name": title, "termCode": str(number)}
        return {**own, "inDefinedTermSet": {"@type": "DefinedTermSet", "name": self.parts.site_name}}

    def whole_address(self, address: str) -> str:
        """Return `address` with the site's root before it if it is a path within the site; any other address unchanged."""
        return f"{self.website.root}{address}" if address.startswith("/") else address

    def format_file(self, record: Model, field: str, name: str, text: PageText) -> tuple[DetailValue, ...]:
        """Return the file that a record's field names as a value with a link for downloading it (`core.texts.shown`)."""
        return format_file(record, field, name, text, self.library)

    def describe_fields(self, record: Model, text: PageText) -> dict[str, object]:
        """Return the fields of a record that are in open data, by their names there (`core.texts.shown`). Addresses are whole,
        and lead to the pages in this language.
        """
        return describe_fields(record, text, self.words, lambda address: self.whole_address(self.translate_address(address)))

    def card(self, kind: PageKind[Any], record: AddressedPage, text: PageText, *, is_short: bool) -> Card:
        """Return the card with which other pages link to a record. Its kind must have cards."""
        assert kind.card is not None
        return kind.card(record, text, self, is_short)

    def describe_hidden(self, record: AddressedPage) -> str | None:
        """Return why visitors do not see a page today, in Swedish, for staff who see it in preview; None if visitors see it."""
        if not record.is_draft:
            return (record.describe_days(self.today) or None) if record.has_days() else None
        word = str(self.words.staff.draft_word).lower()
        last = record.shown_until
        return f"{word}, sista dagen var {format_day(last)}" if last and record.has_ended(self.today) else word

    def kind_of(self, record: AddressedPage) -> PageKind[Any]:
        """Return the kind of a page that an editor has written."""
        return next(kind for kind in self.kinds if isinstance(record, kind.model))

    def build(self, page: AddressedPage | KnownPage) -> SitePage:
        """Return the page of a record, or of a known page without a file, from the memo if possible.

        The links of a record's page include those to files that its fields name. A page that visitors do not see today (in
        preview) says why, and is marked as not to be indexed.
        """
        return self.ask(self.make_known, page) if isinstance(page, KnownPage) else self.ask(_build, page)

    def page(
        self, template: str, frame: Frame, view: object, source: Path | None, place: Place, text: PageText, document: Document
    ) -> SitePage:
        """Return a page with its frame and view, and the ids and links collected in its text."""
        links = tuple(text.links) + (tuple(self._menu_links()) if frame.is_home else ())
        html = tuple(node.html for node in document.nodes if not isinstance(node, PlaceNode))
        ids = text.ids
        marks, clashes = frozenset(text.used), tuple(ids.clashes)
        contact = text.contact.key if text.contact else ""
        shown = (ids.shown, links, html, ids.by_words, marks, clashes, contact)
        return SitePage(frame.address, template, frame, view, source, place, *shown)

    def _menu_links(self) -> list[LinkFound]:
        """Return the links in menus, footer and ways to give, with their places. Only the home page has them, so each is checked
        once.
        """
        items = [*self.website.menu, *(self.website.footer.links if self.website.footer else ())]
        found = [(item.address, item.place("address")) for item in items]
        if ways := self.website.giving:
            found += [(ways.volunteer or "", ways.place("volunteer")), (ways.company or "", ways.place("company"))]
        return [LinkFound(address, place) for address, place in found if address.startswith("/")]


# ---- what all pages share


def _draw_qr(context: PageContext, address: str) -> str:
    """Return the QR code of an address, from the cache if possible: drawing one imports half a dozen libraries."""
    return context.library.memo.derive(*ask_qr(address))


def _build(context: PageContext, record: AddressedPage) -> SitePage:
    page = context.kind_of(record).build(record, context)
    files = tuple(link for link in find_document_links(record) if link not in page.links)
    page = replace(page, links=page.links + files) if files else page
    hidden = context.describe_hidden(record)
    return replace(page, frame=replace(page.frame, hidden=hidden, is_indexed=False)) if hidden else page


def _find_translated(context: PageContext) -> frozenset[str]:
    """Return the value of `PageContext.translated`."""
    library = context.library
    pages = {page.own_address for page in library.all_pages if page.prefix and library.is_shown(page)}
    return frozenset((*pages, *(known.address for known in context.list_known())))


def _list_addresses(library: Library) -> frozenset[str]:
    return frozenset().union(*library.ask_each(_list_some_addresses, library.all_pages))


def _list_some_addresses(library: Library, pages: tuple[AddressedPage, ...]) -> frozenset[str]:
    return frozenset(page.own_address for page in library.only_shown(pages))


def _list_titles(context: PageContext) -> Mapping[str, str]:
    """Return the title of every page by address."""
    library = context.library
    always = {context.translate_address(page.address): page.title(context.words) for page in context.known}
    written = {page.address: context.ask(_fill_title, page) for page in library.all_pages if library.is_shown(page)}
    return always | written | {goal.address: goal.title for goal in context.parts.goals}


def _fill_title(context: PageContext, page: AddressedPage) -> str:
    return PageText(context.library.marks()).line(page.title)


# ---- what a room declares of its pages


@dataclass(frozen=True)
class PageKind(Generic[P]):
    """One kind of pages that editors write: its model, and the functions that build its pages."""

    model: type[P]
    """The model of what a file of the kind holds."""
    build: Callable[[P, PageContext], SitePage]
    """Makes the page of a record."""
    new: NewPage
    """How `skapa` writes a new one."""
    card: Callable[[P, PageText, PageContext, bool], Card] | None = None
    """Makes the card by which another page leads to one, short or not; None: no other page lists such pages."""
    group: WordName = ""
    """The name of the word over such pages where all pages are listed; empty: they stand among the other pages. A kind with goals
    and a card has one, which stands over its cards."""
    all_words: WordName = ""
    """The name of the words by which a goal page leads to the list of all such pages; a kind with a card and goals has one."""
    all_address: Callable[[int], str] = lambda _number: ""
    """Returns the address of the list of such pages that belong to a local goal, by the goal's number; with `all_words`."""
    details: WordName = ""
    """The name of the word over the fact table of a text page (`house/text_page.py`), with the fields that have a label and the
    goals that it belongs to; empty: it has none."""
    has_parts: bool = False
    """Its pages leave out a heading with nothing below it, and its own room tells of that."""


@dataclass(frozen=True)
class KnownPage:
    """A page that the site has even if no file is written for it, such as an overview.

    Its text comes from a file in `sidor/`, if there is one; the computed content follows the text. The page exists even when it
    has nothing to show, and then says so, because visitors and menus may hold links to it. `menu` and `has_something` only decide
    whether the site itself links to it.
    """

    name: str
    """The file's name without ending."""
    words: str
    """How the names of its interface words begin: `help` for `help_title` and `help_summary`."""
    own_address: str | None = None
    """Its address; None: `/NAME/`."""
    template: str = "page"
    """Its template: a file in `theme/templates/`, without ending."""
    view: Callable[[PlainPage, PageText, PageContext], object] = lambda plain, _text, _context: plain
    """Makes the view that its template takes, from the page as its file has it."""
    menu: Callable[[PageContext], bool] | None = None
    """Tells whether it stands in the menu, where `webbplats.yaml` names no menu of its own. None: never.

    That is best unless visitors need it on every page: the masthead of a site with several languages is full.
    """
    is_indexed: bool = True
    """Search engines may find it."""
    is_handout: bool = False
    """It is made to be printed and handed out, so it shows the QR code of its address."""
    below: Below = "headings"
    """What follows its text: words, something with headings of its own, or nothing.

    The text may end with a heading over the words. Before something with headings of its own such a heading is not shown.
    """
    lists: type[AddressedPage] | None = None
    """The kind of pages that it is the overview of (`make_overview`, `house/text_page.py`): text pages lead back to it."""
    has_something: Callable[[PageContext], bool] = lambda _context: True
    """Tells whether it has something to show, so that other pages and search lead to it; the page itself is there in any case."""

    @property
    def address(self) -> str:
        """Return its address, from the root of the site."""
        return self.own_address or f"/{self.name}/"

    def title(self, words: Words) -> str:
        """Return the title that the page has without a file."""
        return str(getattr(words, f"{self.words}_title"))

    def summary(self, words: Words) -> str:
        """Return the summary that the page has without a file."""
        return str(getattr(words, f"{self.words}_summary"))

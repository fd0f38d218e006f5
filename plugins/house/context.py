"""What a page may ask for, and what a room declares of its pages.

Stage: views. In: the library, the texts, and what all pages of the site share. Out: cards, boxes, blocks, sources and
frames, each made for the page that asks. A room's `page.py` gets a `PageContext` and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from plugins.announcements.rules import find_shown
from plugins.announcements.view import AnnouncementView, view_announcement
from plugins.core.dataclass import dataclass
from plugins.core.guessed_addresses import KNOWN_FOLDER
from plugins.core.kinds.keys import Key
from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.locales.foreign import fill
from plugins.core.markdown.nodes import Document, LinkFound, PlaceNode
from plugins.core.marks.marks import find_marks
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage
from plugins.core.places import Place
from plugins.core.swedish import format_day
from plugins.core.texts.headings import Below
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.pieces import PieceKind, fill_with_pieces
from plugins.core.texts.prose import Piece
from plugins.core.texts.sheets import Card, DetailValue
from plugins.core.texts.shown import tell_file
from plugins.core.walk import find_document_links
from plugins.core.web import shorten_address
from plugins.core.words.interface import WordName, Words
from plugins.house.block_uses import count_block_uses
from plugins.house.given import Given
from plugins.house.new_page import NewPage
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage
from plugins.house.translated import find_day, tell_stale
from plugins.website.languages import LanguageWay
from plugins.website.links import GoalLink
from plugins.website.sharing import ask_qr
from plugins.website.view import Frame, FrameInput, FrameParts, build_frame

P = TypeVar("P", bound=AddressedPage)


@dataclass(frozen=True)
class PageContext(Given):
    """What a page may ask for: what all pages of the site share, and what is made for this page when it asks.

    All of it is read through the library's memo, so that the page is made anew when it changes.
    """

    known: tuple[KnownPage, ...]
    kinds: tuple[PageKind[Any], ...]
    pieces: tuple[PieceKind, ...]
    """The components that editors write in their texts."""
    make_parts: Callable[[PageContext], FrameParts]
    speak: Callable[[str], PageContext]
    """Returns the context of another language, by its code."""
    find_shown_marks: Callable[[PageContext], frozenset[tuple[str, str]]]

    @property
    def parts(self) -> FrameParts:
        """What all pages share in their frames."""
        return self.ask(self.make_parts)

    @property
    def shown_marks(self) -> frozenset[tuple[str, str]]:
        """The marks that visitors meet in any language: the name of each, and what it names."""
        return self.ask(self.find_shown_marks)

    # ---- the languages of the site

    @property
    def tongues(self) -> tuple[PageContext, ...]:
        """The contexts of the site's languages, its own first; only languages that have a list of words."""
        lists = self.library.memo.read("words")
        return tuple(self.speak(code) for code in dict.fromkeys(self.website.languages) if code in lists) or (self,)

    @property
    def twins(self) -> frozenset[str]:
        """Addresses, in the site's own language, of the pages that this language has too; empty where this is the site's own."""
        return self.ask(_find_twins) if self.library.prefix else frozenset()

    def lead(self, address: str) -> str:
        """Return where a link within the site leads: to the page in this language, where there is one."""
        path, mark, anchor = address.partition("#")
        return f"{self.library.prefix}{path}{mark}{anchor}" if path in self.twins else address

    def is_here(self, address: str) -> bool:
        """Tell whether this language has what a link leads to; every language has what is no page of the site, such as a file."""
        path = address.partition("#")[0]
        return not self.library.prefix or path in self.twins or not (path.startswith("/") and path.endswith("/"))

    def list_known(self) -> tuple[KnownPage, ...]:
        """Return the known pages for which editors have written no file; one whose file cannot be read is left out too.

        In another language than the site's own there are none until a page is translated.
        """
        if self.library.prefix and not any(page.prefix for page in self.library.all_pages if self.library.is_shown(page)):
            return ()
        written = self.library.ask(_list_addresses)
        torn = {
            path.stem for path in self.library.shelves.torn_files if path.parent.name == KNOWN_FOLDER and path.suffix == ".md"
        }
        return tuple(known for known in self.known if known.address not in written and known.name not in torn)

    def find_ways(self, address: str) -> tuple[LanguageWay, ...]:
        """Return the ways to a page in each language that has it; none where only one language has it."""
        own = address.removeprefix(self.library.prefix)
        there = [context for context in self.tongues if not context.library.prefix or own in context.twins]
        ways = tuple(
            LanguageWay(context.language, f"{context.library.prefix}{own}", context.language.code == self.language.code)
            for context in there
        )
        return ways if len(ways) > 1 else ()

    # ---- a page's text

    def open_page(self, setting: Setting = ANY_PAGE, subject: str | None = None, contact: Key | None = None) -> PageText:
        """Return the text of a new page, which knows the components that stand in it; mails from it are about `subject`.

        `contact` is whom the page names as its own: where the text has that card, the page shows it there alone.
        """
        text = PageText(self.texts.marks(setting), self.edit if self.library.shows_drafts else None)
        text.contact = contact
        return fill_with_pieces(text, self.pieces, self.texts, setting, subject)

    def edit(self, place: Place) -> str:
        """Return where an editor changes something, as preview says it."""
        path = place.source.path
        folder = self.library.shelves.folder
        uses = self.library.ask(count_block_uses).get(path, 0)
        shown = f"{folder.name}/{path.relative_to(folder).as_posix()}, rad {place.line}"
        return shown + (f" (visas på {uses} sidor)" if uses > 1 else "")

    # ---- the pages of the site

    def find_address_of(self, words: str) -> str | None:
        """Return the address of a known page, by its `words`; None where the site has no such page, or it has nothing to show."""
        return next((self.lead(page.address) for page in self.known if page.words == words and page.has_something(self)), None)

    def show_goals(self, goals: Iterable[GoalLink], text: PageText, *parts: str) -> tuple[GoalLink, ...]:
        """Return links to local goals, and note what a page shows of these goals: their titles, and the fields named by `parts`.

        The sources of the figures in these words are then the page's, and with `parts` it says so where a translation of the
        words is old. A title alone only names what the link leads to.
        """
        shown, records = tuple(goals), self.library.referred_by("lokala mål").things
        for record in (records[str(goal.number)] for goal in shown):
            text.note(find_marks(record.title))
            text.show(*(getattr(record, name) for name in ("title", *parts) if parts))
        return shown

    # ---- what stands around a page

    def announcements(self, text: PageText) -> tuple[AnnouncementView, ...]:
        """Return the announcements of today, as they stand on a page."""
        return tuple(
            view_announcement(
                one,
                self.texts.read(one.text, Setting(type(one)))[0],
                text,
                self.library.gallery,
                self._name_link(one.link) if one.link else "",
                self.website.zone,
                self.words,
            )
            for one in find_shown(self.library)
        )

    def _name_link(self, address: str) -> str:
        """Return words for a link that stands alone: the page it leads to, else the address itself."""
        title = self.ask(_list_titles).get(self.lead(address).partition("#")[0])
        words: str = self.words.more_at if title is None else self.words.more_on
        return fill(words, title=title, address=shorten_address(address))

    def footer_text(self, text: PageText) -> tuple[Piece, ...]:
        """Return the footer's own text as it stands on a page."""
        footer = self.website.footer
        if footer is None or footer.text is None:
            return ()
        return text.pieces(text.open(self.texts.read(footer.text)[0]).nodes, shift=1)

    def frame(self, text: PageText, announcements: tuple[AnnouncementView, ...], page: FrameInput) -> Frame:
        """Return the frame of a page; its trail leads to the pages in this language, where there are such."""
        return build_frame(
            self.parts,
            replace(page, trail=tuple(replace(link, address=self.lead(link.address)) for link in page.trail)),
            stale=tell_stale(self.library, page.address, text.seen),  # before the footer, whose age is not the page's
            draw=partial(self.ask, _draw_qr),
            announcements=announcements,
            footer_text=self.footer_text(text),
            ways=self.find_ways(page.address),
        )

    def updated_on(self, page: AddressedPage) -> date | None:
        """Return the day of *Senast uppdaterad*."""
        return find_day(self.library, page)

    def describe_goal(self, number: int, address: str, title: str) -> dict[str, object]:
        """Return a local goal as structured data."""
        own = {"@type": "DefinedTerm", "@id": self.whole(address), "name": title, "termCode": str(number)}
        return {**own, "inDefinedTermSet": {"@type": "DefinedTermSet", "name": self.parts.site_name}}

    def whole(self, address: str) -> str:
        """Return an address within the site as a whole one, which others need (`https://…`); any other address as it is."""
        return f"{self.website.root}{address}" if address.startswith("/") else address

    def tell_file(self, record: Model, field: str, name: str, text: PageText) -> tuple[DetailValue, ...]:
        """Return the file to fetch that a field of a record names, as a value that leads to it (`core.texts.shown`)."""
        return tell_file(record, field, name, text, self.library)

    def card(self, kind: PageKind[Any], record: AddressedPage, text: PageText, *, is_short: bool) -> Card:
        """Return the card by which another page shows a record; its kind must have cards."""
        assert kind.card is not None
        return kind.card(record, text, self, is_short)

    def tell_hidden(self, record: AddressedPage) -> str | None:
        """Return why visitors do not meet a page today, as a preview tells staff, in Swedish; None where they do."""
        if not record.is_draft:
            return (record.tell_days(self.today) or None) if record.has_days() else None
        word = str(self.words.staff.draft_word).lower()
        last = record.shown_until
        return f"{word}, sista dagen var {format_day(last)}" if last and record.has_ended(self.today) else word

    def kind_of(self, record: AddressedPage) -> PageKind[Any]:
        """Return the kind of a page that an editor has written."""
        return next(kind for kind in self.kinds if isinstance(record, kind.model))

    def build(self, record: AddressedPage) -> SitePage:
        """Return the page of a record, made once; its links include those to the files that its fields name.

        A page that visitors do not meet today, which a preview shows, says why, and search engines are not to find it.
        """
        return self.ask(_build, record)

    def page(
        self, template: str, frame: Frame, view: object, source: Path | None, place: Place, text: PageText, document: Document
    ) -> SitePage:
        """Return a page with its frame and view, and with the ids and links that its text has gathered."""
        links = tuple(text.links) + (tuple(self._menu_links()) if frame.is_home else ())
        html = tuple(node.html for node in document.nodes if not isinstance(node, PlaceNode))
        ids = text.ids
        marks, clashes = frozenset(text.used), tuple(ids.clashes)
        contact = text.contact.key if text.contact else ""
        shown = (ids.shown, links, html, ids.by_words, marks, clashes, contact)
        return SitePage(frame.address, template, frame, view, source, place, *shown)

    def _menu_links(self) -> list[LinkFound]:
        """Return the links of menus, footer and ways to give, with their places, to be checked once."""
        items = [*self.website.menu, *(self.website.footer.links if self.website.footer else ())]
        found = [(item.address, item.place("address")) for item in items]
        if ways := self.website.giving:
            found += [(ways.volunteer or "", ways.place("volunteer")), (ways.company or "", ways.place("company"))]
        return [LinkFound(address, place) for address, place in found if address.startswith("/")]


# ---- what all pages share


def _draw_qr(context: PageContext, address: str) -> str:
    """Return the QR code of an address. It is kept, since half a dozen libraries must be loaded to draw it."""
    return context.library.memo.follow(*ask_qr(address))


def _build(context: PageContext, record: AddressedPage) -> SitePage:
    page = context.kind_of(record).build(record, context)
    files = tuple(link for link in find_document_links(record) if link not in page.links)
    page = replace(page, links=page.links + files) if files else page
    hidden = context.tell_hidden(record)
    return replace(page, frame=replace(page.frame, hidden=hidden, is_indexed=False)) if hidden else page


def _find_twins(context: PageContext) -> frozenset[str]:
    """Return what `PageContext.twins` says."""
    library = context.library
    pages = {page.own_address for page in library.all_pages if page.prefix and library.is_shown(page)}
    return frozenset((*pages, *(known.address for known in context.list_known())))


def _list_addresses(library: Library) -> frozenset[str]:
    return frozenset().union(*library.ask_each(_list_some_addresses, library.all_pages))


def _list_some_addresses(library: Library, pages: tuple[AddressedPage, ...]) -> frozenset[str]:
    return frozenset(page.own_address for page in library.only_shown(pages))


def _list_titles(context: PageContext) -> Mapping[str, str]:
    """Return the title of every page by its address."""
    library = context.library
    always = {context.lead(page.address): page.title(context.words) for page in context.known}
    written = {page.address: context.ask(_fill_title, page) for page in library.all_pages if library.is_shown(page)}
    return always | written | {goal.address: goal.title for goal in context.parts.goals}


def _fill_title(context: PageContext, page: AddressedPage) -> str:
    return PageText(context.texts.marks()).line(page.title)


# ---- what a room declares of its pages


@dataclass(frozen=True)
class PageKind(Generic[P]):
    """One kind of pages that editors write: a model, and how its page is made."""

    model: type[P]
    """The model of what a file of the kind holds."""
    build: Callable[[P, PageContext], SitePage]
    """Makes the page of a record."""
    new: NewPage
    """How `skapa` writes a new one."""
    card: Callable[[P, PageText, PageContext, bool], Card] | None = None
    """Makes the card by which another page leads to one, short or not; None: no other page lists such pages."""
    group: WordName = ""
    """The name of the word over such pages where all pages are listed; empty: they stand among the other pages."""
    all_words: WordName = ""
    """The name of the words that lead to the list of all such pages; a kind with a card has one."""
    all_address: Callable[[int], str] = lambda _number: ""
    """Returns the address of the list of such pages that belong to a local goal, by the goal's number."""
    details: WordName = ""
    """The name of the word over the fact table of a text page (`house/text_page.py`), with the fields that have a label and the
    goals that it belongs to; empty: it has none."""
    has_parts: bool = False
    """Its pages leave out a heading with nothing below it, and its own room tells of that."""


@dataclass(frozen=True)
class KnownPage:
    """A page that the site has even where no file is written for it, such as an overview.

    Its text comes from a file in `sidor/`, if there is one; below the text stands something computed. The page exists also while
    it has nothing to show, and says so: then visitors who have kept its address still find it, and so does a menu that names it.
    `menu` and `has_something` only decide what leads to it.
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
    """Tells whether it stands in the menu, where `webbplats.yaml` names no menu of its own. None: never, which is best unless
    visitors need it on every page: the masthead of a site with several languages is full."""
    is_indexed: bool = True
    """Search engines may find it."""
    is_handout: bool = False
    """It is made to be printed and handed out, so it shows the QR code of its address."""
    below: Below = "headings"
    """What follows its text. Words: the text may end with a heading over them. Something with headings of its own: a heading that
    ends the text is not shown. Or nothing."""
    lists: type[AddressedPage] | None = None
    """The kind of pages that it is the overview of (`make_overview`, `house/text_page.py`): text pages lead back to it."""
    has_something: Callable[[PageContext], bool] = lambda _context: True
    """Tells whether it has something to show, so that other pages and search lead to it; the page itself is there in any case."""

    @property
    def address(self) -> str:
        """Address from the root."""
        return self.own_address or f"/{self.name}/"

    def title(self, words: Words) -> str:
        """Return the title that the page has without a file."""
        return str(getattr(words, f"{self.words}_title"))

    def summary(self, words: Words) -> str:
        """Return the summary that the page has without a file."""
        return str(getattr(words, f"{self.words}_summary"))

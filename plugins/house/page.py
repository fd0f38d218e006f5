"""A page of the site as templates get it: plain values, without Pelican."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from plugins.contacts.view import ContactCard
from plugins.core.dataclass import dataclass
from plugins.core.folded import Foldable
from plugins.core.locales.languages import Language
from plugins.core.markdown.nodes import LinkFound
from plugins.core.outputs import file_at
from plugins.core.places import Place
from plugins.core.words.lists import WordLists
from plugins.website.view import Frame


@dataclass(frozen=True, slots=True)
class SitePage(Foldable):
    """A page of the site: its address, its template and the values that the template shows."""

    address: str
    template: str
    """File name of the template, without extension."""
    frame: Frame
    view: object
    """The view that the template shows, e.g. a `GoalPage`."""
    source: Path | None
    """The editor's file; None for a page without one."""
    place: Place
    ids: frozenset[str]
    """The ids that links may point to."""
    links: tuple[LinkFound, ...]
    """Links within the site."""
    text: tuple[str, ...] = ()
    """The editor's text as HTML, one string for each node of the document."""
    ids_by_words: tuple[tuple[str, str], ...] = ()
    """Pairs for headings whose words change with the date: the id that an editor would expect, and the id that the heading has.
    """
    marks: frozenset[tuple[str, str]] = frozenset()
    """The marks on the page, as pairs of mark name and argument."""
    clashes: tuple[tuple[str, Place], ...] = ()
    """Ids that editors wrote for headings but that another element of the page already has, with their places."""
    contact: str = ""
    """The `compare_key` of the contact that the page names as its own; empty if it names none."""

    @property
    def html(self) -> str:
        """Return the editor's text as HTML, for Pelican plugins that read a page's content."""
        return "\n".join(self.text)

    @property
    def file(self) -> str:
        """Return the path in the output, such as `mal-1/index.html`."""
        return file_at(self.address)

    @property
    def folder(self) -> str:
        """Return the folder of `content/` that its file lies in, which tells its kind; empty if it has no file."""
        return self.source.parent.name if self.source else ""

    @property
    def metadata(self) -> dict[str, Any]:
        """Return the page's metadata under Pelican's names, with `frame` and `view` for the templates."""
        return {
            "title": self.frame.title,
            "summary": self.frame.description,
            "slug": self.address.strip("/") or "start",
            "lang": self.frame.language.tag,
            "status": "published",
            "template": self.template,
            "url": self.address.lstrip("/"),
            "save_as": self.file,
            "frame": self.frame,
            "view": self.view,
        }


class WholeSite(Protocol):
    """The site as `FileBeside.write` gets it, when all pages are made.

    A preview also contains drafts and pages outside their days, which a built site never has: a file that lists pages should take
    those in `visible_pages`.
    """

    @property
    def root(self) -> str:
        """Return the public address, without a trailing slash."""
        ...

    @property
    def language(self) -> Language:
        """Return the site's own language, the first that it names."""
        ...

    @property
    def words(self) -> WordLists:
        """Return the interface words by language: `site.words[site.language.code]` are those of the site's own."""
        ...

    @property
    def pages(self) -> tuple[SitePage, ...]:
        """Return every page in every language, each with its frame and view.

        Reading the view or summary of a cached page loads it: filter by `folder`, language or address first.
        """
        ...

    @property
    def visible_pages(self) -> tuple[SitePage, ...]:
        """Return the pages that visitors see: for every file that lists pages, such as a feed."""
        ...

    @property
    def visible_languages(self) -> tuple[Language, ...]:
        """Return the languages in which visitors see pages, the site's own first."""
        ...

    @property
    def by_address(self) -> Mapping[str, SitePage]:
        """Return every page by address: for the file of one page, which in a preview may be a draft."""
        ...

    @property
    def data(self) -> Mapping[str, tuple[Mapping[str, object], ...]]:
        """Return the items of open data, by the name of their file without extension."""
        ...

    @property
    def contacts(self) -> Mapping[str, ContactCard]:
        """Return the organisation's contact by language code, without a portrait, also for languages without pages.

        If only the role is known, it stands in place of the name. A language has no entry if nobody holds the role.
        """
        ...

    def contact_of(self, page: SitePage) -> ContactCard | None:
        """Return the contact for questions about a page, in the page's language and without a portrait.

        That is the contact that the page names, else the organisation's; None if nobody holds either today.
        """
        ...

    @property
    def home(self) -> Frame:
        """Return the frame of the home page in the site's own language, with the site's name, summary and organisation."""
        ...

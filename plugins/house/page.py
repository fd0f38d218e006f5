"""A page of the site as it is handed to the templates: plain values, no Pelican."""

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
    """A page of the site: where it stands, which template shows it, and what that is given."""

    address: str
    template: str
    """Name of the template without ending."""
    frame: Frame
    view: object
    """The view that the template shows, e.g. a `GoalPage`."""
    source: Path | None
    """The editor's file; None for a page that is made without one."""
    place: Place
    ids: frozenset[str]
    """What links may point to on the page."""
    links: tuple[LinkFound, ...]
    """Links within the site."""
    text: tuple[str, ...] = ()
    """The editor's text as HTML, stretch by stretch."""
    ids_by_words: tuple[tuple[str, str], ...] = ()
    """What somebody would write as the id of a heading whose words follow the day, and the id that it has."""
    marks: frozenset[tuple[str, str]] = frozenset()
    """What marks on the page name, by the name of the mark."""
    clashes: tuple[tuple[str, Place], ...] = ()
    """Ids that editors have given to headings which lack them, since something else on the page has them."""
    contact: str = ""
    """The compared name of the contact that it names as its own, wherever that card stands; empty where it names none."""

    @property
    def html(self) -> str:
        """The editor's text as HTML, for Pelican plugins that look at a page's content."""
        return "\n".join(self.text)

    @property
    def file(self) -> str:
        """The file in the output, e.g. `mal-1/index.html`."""
        return file_at(self.address)

    @property
    def folder(self) -> str:
        """The folder of `content/` that its file lies in, by which its kind is known; empty where it has no file."""
        return self.source.parent.name if self.source else ""

    @property
    def metadata(self) -> dict[str, Any]:
        """What Pelican and its plugins know of the page, by their names; `frame` and `view` are for the templates."""
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
    """What a file beside the pages may know of the site, once all pages are made (`FileBeside.write`).

    In a preview there are also drafts, pages that are to come and pages that are over, which a site that is built never has: a
    file that lists pages takes those that are `met`.
    """

    @property
    def root(self) -> str:
        """Its public address, without a slash at its end."""
        ...

    @property
    def language(self) -> Language:
        """Its own language, the first of those it names."""
        ...

    @property
    def words(self) -> WordLists:
        """The interface words by language: `site.words[site.language.code]` are those of its own."""
        ...

    @property
    def pages(self) -> tuple[SitePage, ...]:
        """Every page in every language, each with its frame (title, summary, address, last change) and its view.

        A page that was kept is read as soon as it is asked for its view or summary: sift by `folder`, language or address first.
        """
        ...

    @property
    def met(self) -> tuple[SitePage, ...]:
        """The pages that visitors meet: for every file that names several pages, such as a feed."""
        ...

    @property
    def by_address(self) -> Mapping[str, SitePage]:
        """Every page by its address: for the file of a single page, which in a preview may be a draft."""
        ...

    @property
    def data(self) -> Mapping[str, tuple[Mapping[str, object], ...]]:
        """The items of open data, by the name of their file without ending."""
        ...

    @property
    def contacts(self) -> Mapping[str, ContactCard]:
        """The organisation's contact in each of the site's languages, by the language's code (`own.language.code`), without a
        portrait.

        A language without any page has it too. Where the role is all that is known of the contact it stands as its name; where
        nobody holds the role there is no contact.
        """
        ...

    def contact_of(self, page: SitePage) -> ContactCard | None:
        """Return whom to ask about a page, in its language and without a portrait: who holds the contact that it names today,
        wherever its card stands, else the organisation's; None where nobody holds either.
        """
        ...

    @property
    def home(self) -> Frame:
        """The frame of the home page in the site's own language: it has the site's name and summary, and its organisation."""
        ...

"""The Site: everything that templates get, made from the library.

Returned by `prepare_site` and handed to Pelican by `plugins.site.plugin`. Plain values, no Pelican.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

from plugins.contacts.view import ContactCard
from plugins.core.beside import FileBeside
from plugins.core.cache.memo_nodes import KeptAnswer
from plugins.core.cache.written import PageBytes
from plugins.core.dataclass import dataclass
from plugins.core.known_pages import NOT_FOUND, address_of
from plugins.core.library import Library
from plugins.core.locales.languages import Language
from plugins.core.looks.goal_looks import GoalLooks
from plugins.core.looks.share_picture import SharePicture
from plugins.core.markdown.nodes import LinkFound
from plugins.core.outputs import HTACCESS, SHARE_FOLDER, file_at
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.words.lists import WordLists
from plugins.house.front import SiteFront
from plugins.house.page import SitePage
from plugins.website.security import SecurityContact
from plugins.website.view import Frame

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EarlierAnswers:
    """The cached answers of another process about the same site, with this content or an earlier version of it."""

    answers: tuple[KeptAnswer, ...]
    """Its answers with their dependencies, except those that only checks need."""
    latest: int
    """The last revision in which any of them was valid."""
    find_rest: Callable[[], Iterable[KeptAnswer]]
    """Returns the answers that only checks need."""
    published: Mapping[str, Path | bytes]
    """Files that pages have shown: output path, and source path or bytes."""
    aids: Mapping[Hashable, Any]
    """Values that speed up some answers (`Memo.aids`)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The parts of the theme that Python uses: words, looks of goals, and the characters in its picture font."""

    folder: Path
    words: WordLists
    """Words by language, with the problems in them."""
    looks: GoalLooks
    letters: frozenset[str]
    """Characters in the font of share pictures (`plugins/commands/font.py`)."""


@dataclass(frozen=True)
class Site:
    """The whole site on one day."""

    today: date
    words: WordLists
    """Interface words, by language."""
    language: Language
    """The site's own language, the first that it names."""
    pages: tuple[SitePage, ...]
    files: Mapping[str, Path | bytes]
    """Logos, pictures and other files that pages show: output path, and source path or bytes."""
    linked: frozenset[str]
    """The addresses that pages link to, as written."""
    shows_drafts: bool
    root: str
    """Public address, without a trailing slash."""
    redirects: Mapping[str, str]
    """Maps each former address to the page's present one."""
    data: Mapping[str, tuple[Mapping[str, object], ...]]
    """Items of the files in `/data/`, by file name without extension."""
    contacts: Mapping[str, ContactCard]
    """The organisation's contact by language code; no entry if nobody holds it."""
    find_contact_of: Callable[[SitePage], ContactCard | None]
    """Returns the card of whoever holds the contact that a page names today."""
    beside: tuple[FileBeside, ...]
    """All declared files beside the pages, also those that this site does not have."""
    future_links: tuple[LinkFound, ...]
    """Links of announcements that have not begun: checked now, so that no build fails on their first day."""
    pictures: tuple[SharePicture, ...]
    """The share pictures to draw."""
    shadowed_pages: tuple[SitePage, ...] = ()
    """Pages whose output file another page takes; only their problems are used."""
    mark_names: frozenset[str] = frozenset()
    """The `compare_key` of the name of each mark; nothing published may still contain one."""
    reserved: frozenset[str] = frozenset()
    """Addresses, in every language, of drafts and of pages that exist on other days only: no other page may take them."""
    security: SecurityContact | None = None
    """For `security.txt`; None if the site names nobody."""

    @property
    def visible_pages(self) -> tuple[SitePage, ...]:
        """Return the pages that visitors see: all but those that only a preview has."""
        return tuple(page for page in self.pages if not page.frame.hidden)

    @property
    def visible_languages(self) -> tuple[Language, ...]:
        """Return the languages in which visitors see pages, the site's own first."""
        return tuple(dict.fromkeys(page.frame.language for page in self.visible_pages))

    def contact_of(self, page: SitePage) -> ContactCard | None:
        """Return the contact for questions about a page: its own, else the organisation's; None if nobody holds either today."""
        return self.find_contact_of(page) or self.contacts.get(page.frame.language.code)

    @cached_property
    def by_address(self) -> Mapping[str, SitePage]:
        """Return the pages by address."""
        return {page.address: page for page in self.pages}

    @cached_property
    def front(self) -> SiteFront:
        """Return the front of the site, for `beside_each` and `is_there`."""
        return SiteFront(self)

    @property
    def files_beside(self) -> tuple[FileBeside, ...]:
        """Return the files beside the pages that this site has."""
        return tuple(file for file in self.beside if file.is_there(self.front))

    @property
    def linkable(self) -> frozenset[str]:
        """Return the addresses of files beside the pages that editors may link to."""
        return frozenset(f"/{file.path}" for file in self.files_beside if file.may_be_linked)

    @property
    def late(self) -> frozenset[str]:
        """Return the paths of files that list pages, and so are delivered after them."""
        return frozenset(file.path for file in self.beside if file.speaks_of_pages)

    @cached_property
    def hidden(self) -> Mapping[str, str]:
        """Return why visitors do not see a page, by address; only a preview has such pages."""
        return {page.address: page.frame.hidden for page in self.pages if page.frame.hidden}

    @property
    def home(self) -> Frame:
        """Return the frame of the home page in the site's own language, with the site's name, summary and organisation."""
        return next(page.frame for page in self.pages if page.frame.is_home and page.frame.language == self.language)

    @property
    def not_found(self) -> tuple[str, ...]:
        """Return the prefixes of the other languages that have a page of their own for status 404: `/en`."""
        return tuple(
            page.frame.prefix for page in self.pages if page.frame.prefix and page.address.endswith(address_of(NOT_FOUND))
        )

    @cached_property
    def own_outputs(self) -> Mapping[str, str]:
        """Return every file that is written, with a description in Swedish; without redirects and the files of the theme."""
        return {
            **{file.path: file.what for file in self.files_beside},
            **{f"{SHARE_FOLDER}/{picture.name}.png": "en bild för delning" for picture in self.pictures},
            **dict.fromkeys(self.files, "en fil som sidorna visar"),
            **{f"{prefix.lstrip('/')}/{HTACCESS}": "en fil för webbvärden" for prefix in self.not_found},
            **{page.file: page.source.name if page.source else "en sida som alltid finns" for page in self.pages},
        }

    @cached_property
    def outputs(self) -> Mapping[str, str]:
        """Return every file that is written, with a description in Swedish; without the files of the theme."""
        return {**{file_at(old): "en tidigare adress" for old in self.redirects}, **self.own_outputs}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft, which is not on the site, or a value that is not known yet."""

    place: Place
    what: str
    """A sentence in Swedish, for the to-do list."""


class PageKeeper(Protocol):
    """A cache of written pages, shared with earlier and later processes."""

    @property
    def is_new(self) -> bool:
        """Return whether there is no earlier cache, so that every page must be rendered."""
        ...

    def written(self, form: str, file: str, make: Callable[[], str]) -> str:
        """Return the output of a page for a form of the site; `make` renders its template."""
        ...

    def known(self, form: str, file: str) -> PageBytes | None:
        """Return the cached output of a page; None if anything that it depends on has changed."""
        ...

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return a value that follows from its key alone, computed at most once across runs."""
        ...

    def keep(self, learn: Callable[[], None] = ...) -> None:
        """Write the cache for later processes, once; `learn` is called at the end of writing, to add values that have just been
        computed.
        """
        ...


class CheckedWhen(Enum):
    """When, and by which process, the problems of a site are found."""

    NOW = "now"
    """Before anything else."""
    ASIDE = "aside"
    """By a forked process, which has started, while this one goes on."""
    LATER = "later"
    """By this process, when they are asked for; forked processes can do other work first."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """The result of preparing: the library, the site (None if it cannot be built), all problems, and what is unfinished."""

    library: Library
    site: Site | None
    _find_problems: Callable[[], tuple[Problem, ...]]
    """Returns every problem; waits until they are found."""
    left_out: tuple[Unfinished, ...] = ()
    next_change: tuple[date, tuple[str, ...]] | None = None
    """The next day on which the site changes by itself, with descriptions."""
    next_rare_change: tuple[date, tuple[str, ...]] | None = None
    """The same, without changes that happen every day."""
    keeper: PageKeeper | None = None
    """None if nothing is cached between processes."""
    checked: CheckedWhen = CheckedWhen.NOW
    """When problems are found; asking for them earlier waits."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every problem; waits until they are found."""
        return self._find_problems()

    def with_problems(self, problems: tuple[Problem, ...]) -> Preparation:
        """Return a copy with these problems instead."""
        return replace(self, _find_problems=lambda: problems, checked=CheckedWhen.NOW)

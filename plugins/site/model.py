"""The Site: everything the templates get, made from the library.

Out of `prepare_site`; handed to Pelican by `plugins.site.plugin`. Plain values, no Pelican.
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
    """What another process has worked out about the same site, with this state of its content or an earlier one."""

    answers: tuple[KeptAnswer, ...]
    """What it knew, with what each rests on, but for what only judging asks for."""
    latest: int
    """The last revision with which any of it was known to hold."""
    find_rest: Callable[[], Iterable[KeptAnswer]]
    """Returns what only judging asks for."""
    published: Mapping[str, Path | bytes]
    """Files that pages have shown: path in the output, and where from or what."""
    aids: Mapping[Hashable, Any]
    """What makes some answers quicker (`Memo.aids`)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What the theme gives to Python: its folder, words, how goals look, and the letters of its pictures."""

    folder: Path
    words: WordLists
    """Words by language, and what is wrong with them."""
    looks: GoalLooks
    letters: frozenset[str]
    """What the font of share pictures has (`plugins/commands/font.py`)."""


@dataclass(frozen=True)
class Site:
    """The whole site on one day."""

    today: date
    words: WordLists
    """What it says by itself, by language."""
    language: Language
    """Its own language, the first of those it names."""
    pages: tuple[SitePage, ...]
    files: Mapping[str, Path | bytes]
    """Logos, pictures and other files that pages show: path in the output, and where from or what."""
    linked: frozenset[str]
    """What the links of pages lead to, as they have it."""
    shows_drafts: bool
    root: str
    """Public address of the site, without a slash at its end."""
    redirects: Mapping[str, str]
    """Old address → the page's present one."""
    data: Mapping[str, tuple[Mapping[str, object], ...]]
    """Items of the files in `/data/`, by the file's name without ending."""
    contacts: Mapping[str, ContactCard]
    """The organisation's contact in each of the site's languages, by its code; nothing where nobody holds it."""
    find_contact_of: Callable[[SitePage], ContactCard | None]
    """Returns who holds the contact that a page names today."""
    beside: tuple[FileBeside, ...]
    """All files beside the pages that are declared, also those that this site has not."""
    later_links: tuple[LinkFound, ...]
    """Links of announcements that have not begun: judged now, so that no build fails on the day they begin."""
    pictures: tuple[SharePicture, ...]
    """Pictures to draw for where pages are shared."""
    crowded_out: tuple[SitePage, ...] = ()
    """Pages of which there is nothing but what is wrong with them: another has their address."""
    mark_names: frozenset[str] = frozenset()
    """Compared names of the marks that editors write, none of which is in what is published."""
    waiting: frozenset[str] = frozenset()
    """Addresses, in every language, of pages that are drafts or there on other days alone: they are nobody else's."""
    security: SecurityContact | None = None
    """For `security.txt`; None where the site names nobody."""

    @property
    def met(self) -> tuple[SitePage, ...]:
        """The pages that visitors meet: all but those that only a preview has."""
        return tuple(page for page in self.pages if not page.frame.hidden)

    def contact_of(self, page: SitePage) -> ContactCard | None:
        """Return whom to ask about a page: who holds its own contact today, else the organisation's; None where nobody does."""
        return self.find_contact_of(page) or self.contacts.get(page.frame.language.code)

    @cached_property
    def by_address(self) -> Mapping[str, SitePage]:
        """The pages by their addresses."""
        return {page.address: page for page in self.pages}

    @cached_property
    def front(self) -> SiteFront:
        """The site as what declares files beside the pages is given it."""
        return SiteFront(self)

    @property
    def files_beside(self) -> tuple[FileBeside, ...]:
        """Those files beside the pages that this site has."""
        return tuple(file for file in self.beside if file.is_there(self.front))

    @property
    def linkable(self) -> frozenset[str]:
        """Addresses of the files beside the pages that editors may link to."""
        return frozenset(f"/{file.path}" for file in self.files_beside if file.may_be_linked)

    @property
    def late(self) -> frozenset[str]:
        """Paths of the files that speak of pages, and so are delivered after them."""
        return frozenset(file.path for file in self.beside if file.speaks_of_pages)

    @cached_property
    def hidden(self) -> Mapping[str, str]:
        """Why visitors do not meet a page, by its address: of drafts and other days, as only a preview has them."""
        return {page.address: page.frame.hidden for page in self.pages if page.frame.hidden}

    @property
    def home(self) -> Frame:
        """The frame of the home page in the site's own language: it has the site's name and summary, and its organisation."""
        return next(page.frame for page in self.pages if page.frame.is_home and page.frame.language == self.language)

    @property
    def not_found(self) -> tuple[str, ...]:
        """What the addresses of those other languages begin with that have a page for what is not found: `/en`."""
        return tuple(page.frame.prefix for page in self.pages if page.frame.prefix and page.address.endswith("/404.html"))

    @cached_property
    def own_outputs(self) -> Mapping[str, str]:
        """Every file that is written but for redirects and what the theme has, and what it is, in Swedish."""
        return {
            **{file.path: file.what for file in self.files_beside},
            **{f"{SHARE_FOLDER}/{picture.name}.png": "en bild för delning" for picture in self.pictures},
            **dict.fromkeys(self.files, "en fil som sidorna visar"),
            **{f"{prefix.lstrip('/')}/{HTACCESS}": "en fil för webbvärden" for prefix in self.not_found},
            **{page.file: page.source.name if page.source else "en sida som alltid finns" for page in self.pages},
        }

    @cached_property
    def outputs(self) -> Mapping[str, str]:
        """Every file that is written but for what the theme has."""
        return {**{file_at(old): "en tidigare adress" for old in self.redirects}, **self.own_outputs}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Something that is left to do: a draft, which is not on the site, or a value that is not known yet."""

    place: Place
    what: str
    """In Swedish, as the to-do list has it."""


class PageKeeper(Protocol):
    """Knows the pages that earlier processes have written, and keeps those of this one for later ones."""

    @property
    def is_new(self) -> bool:
        """True where no earlier process has left anything: every page is made."""
        ...

    def written(self, form: str, file: str, make: Callable[[], str]) -> str:
        """Return a page as it is written in some form of site; `make` makes it of its template."""
        ...

    def known(self, form: str, file: str) -> PageBytes | None:
        """Return a page as it was written before, where nothing that it rests on has changed; else None."""
        ...

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what follows from the key alone, made once."""
        ...

    def keep(self, learn: Callable[[], None] = ...) -> None:
        """Keep for later processes what is costly to make, once; `learn` is called for the last of it, which comes meanwhile."""
        ...


class JudgedWhen(Enum):
    """When the problems of a site are found."""

    NOW = "now"
    """Before all else."""
    ASIDE = "aside"
    """By a copy of this process, which has begun: this one goes on."""
    LATER = "later"
    """By this process, when somebody asks: copies can be given other work before."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """What came of preparing: the library, the site (None where it cannot be built), every problem, and what is left to do."""

    library: Library
    site: Site | None
    find_problems: Callable[[], tuple[Problem, ...]]
    """Returns every problem, once they are found."""
    left_out: tuple[Unfinished, ...] = ()
    next_change: tuple[date, tuple[str, ...]] | None = None
    """The next day on which the site changes by itself, and what then happens."""
    next_rare_change: tuple[date, tuple[str, ...]] | None = None
    """The same but for what changes each day."""
    keeper: PageKeeper | None = None
    """None where nothing is kept from one process to the next."""
    judged: JudgedWhen = JudgedWhen.NOW
    """When problems are found: whoever asks for them sooner waits."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem."""
        return self.find_problems()

    def with_problems(self, problems: tuple[Problem, ...]) -> Preparation:
        """Return the same, with these problems instead."""
        return replace(self, find_problems=lambda: problems, judged=JudgedWhen.NOW)

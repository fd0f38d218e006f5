"""Fronts: the few values of the site and its pages that are cheap at every build, because no cached page is loaded for them.

`beside_each` and `is_there` run at every build and are given a `SiteFront` instead of the whole site. Reading any other attribute
of a front raises `NotInFront`, whose message names where to ask for it
(`docs/decisions/0254-what-declares-files-is-given-fronts.md`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from plugins.announcements.view import AnnouncementView
from plugins.core.dataclass import dataclass
from plugins.core.locales.languages import Language
from plugins.core.places import Place
from plugins.core.words.lists import WordLists
from plugins.house.page import SitePage, WholeSite
from plugins.website.languages import LanguageVersion, SiteTranslation
from plugins.website.security import SecurityContact


class NotInFront(Exception):
    """A front has no such value. Not an `AttributeError`, which `getattr` with a default and `hasattr` would swallow."""


class Front:
    """Base class of fronts. Reading an attribute that a front lacks raises `NotInFront`."""

    __slots__ = ()
    if not TYPE_CHECKING:  # type checkers are to report unknown attributes

        def __getattr__(self, name):
            """Raise `NotInFront`, with the expression that reads the value from the whole site."""
            if name.startswith("__"):
                raise AttributeError(name)
            raise NotInFront(
                f"beside_each and is_there are asked at every build, and are given fronts: a {type(self).__name__} has no {name} "
                f"(plugins/house/front.py says what it has). Ask for it in the file's write, which is given the whole site: "
                f"{self._whole}.{name}"
            )

    _whole = "site"


@dataclass(frozen=True, slots=True)
class FrameFront(Front):
    """The values of a page's frame."""

    language: Language
    title: str
    """With the site's name after it."""
    canonical: str
    address: str
    is_home: bool
    hidden: str | None
    """In preview only: why visitors do not see the page."""
    is_indexed: bool
    versions: tuple[LanguageVersion, ...]
    translation: SiteTranslation | None
    updated: tuple[str, str] | None
    announcements: tuple[AnnouncementView, ...]

    _whole = "site.by_address[page.address].frame"

    @property
    def prefix(self) -> str:
        """Return the path below which the page's language lies; empty in the site's own. For a file's path use
        `LanguageFront.path`.
        """
        return self.translation.prefix if self.translation else ""


@dataclass(frozen=True, slots=True)
class PageFront(Front):
    """The values of a page."""

    address: str
    """With the prefix of its language: `/en/om/`."""
    template: str
    frame: FrameFront
    source: Path | None
    place: Place
    ids: frozenset[str]

    _whole = "site.by_address[page.address]"

    @property
    def folder(self) -> str:
        """Return the folder of `content/` that its file lies in, which tells its kind; empty if it has no file."""
        return self.source.parent.name if self.source else ""


@dataclass(frozen=True, slots=True)
class LanguageFront(Front):
    """One of the languages that the site has pages in, with those pages."""

    language: Language
    prefix: str
    pages: tuple[PageFront, ...]
    """All of them; in preview also drafts, each of which may have a file of its own."""

    @property
    def visible_pages(self) -> tuple[PageFront, ...]:
        """Return the pages that visitors see, for a file that lists several."""
        return _only_visible(self.pages)

    def path(self, name: str) -> str:
        """Return the output path of a file in this language: `name`, below the language's folder unless it is the site's own
        language.
        """
        return f"{self.prefix}/{name}".removeprefix("/")


class FrontedSite(WholeSite, Protocol):
    """The site that a `SiteFront` is made from."""

    @property
    def redirects(self) -> Mapping[str, str]:
        """Map each former address to the page's present one."""
        ...

    @property
    def not_found(self) -> tuple[str, ...]:
        """Return the prefixes of the other languages that have a page of their own for status 404."""
        ...

    @property
    def security(self) -> SecurityContact | None:
        """Return the contact for `security.txt`."""
        ...


class SiteFront(Front):
    """The values of the site, with a front for each page."""

    def __init__(self, site: FrontedSite) -> None:
        self.root: Final = site.root
        """Public address, without a trailing slash."""
        self.language: Final = site.language
        """The site's own language, the first that it names."""
        self.words: Final[WordLists] = site.words
        """Interface words, by language."""
        self.data: Final = site.data
        """Items of open data, by the name of their file without extension. An item's `translations` are keyed by `name_tags`, not
        by the `tag` of the language's pages: easy Swedish is `sv-x-latt` there."""
        self.contacts: Final = site.contacts
        """The organisation's contact, by language code."""
        self.redirects: Final = site.redirects
        self.security: Final = site.security
        self._site: Final = site

    @property
    def not_found(self) -> tuple[str, ...]:
        """Return the prefixes of the other languages that have a page of their own for status 404."""
        return self._site.not_found

    @cached_property
    def pages(self) -> tuple[PageFront, ...]:
        """Return every page in every language; in preview also drafts."""
        return tuple(map(_look_at, self._site.pages))

    @property
    def visible_pages(self) -> tuple[PageFront, ...]:
        """Return the pages that visitors see, for a file that lists several."""
        return _only_visible(self.pages)

    @cached_property
    def languages(self) -> tuple[LanguageFront, ...]:
        """Return the languages that the site has pages in, its own first, each with its pages: for one file per language."""
        found: dict[str, list[PageFront]] = {}
        for page in self.pages:
            found.setdefault(page.frame.prefix, []).append(page)
        return tuple(LanguageFront(pages[0].frame.language, prefix, tuple(pages)) for prefix, pages in found.items())


OF_PAGE: Final = tuple(one.name for one in fields(PageFront))
"""The names of the fields that a front has of a page."""
OF_FRAME: Final = tuple(one.name for one in fields(FrameFront))
"""The names of the fields that a front has of a page's frame."""
_take_frame: Final = attrgetter(*OF_FRAME)


def _only_visible(pages: tuple[PageFront, ...]) -> tuple[PageFront, ...]:
    return tuple(page for page in pages if not page.frame.hidden)


def _look_at(page: SitePage) -> PageFront:
    taken: dict[str, Any] = {name: getattr(page, name) for name in OF_PAGE if name != "frame"}
    return PageFront(frame=FrameFront(*_take_frame(page.frame)), **taken)

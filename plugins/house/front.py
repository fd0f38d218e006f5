"""Fronts: the few values of the site and its pages that every build asks for, which need no kept page to be read.

Stage: views are made. In: the Site. Out: what declares files beside the pages is given (`beside_each`, `is_there`). That is asked
at every build, so whoever asks there for more than a front has is told at once, with where to ask for it
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
from plugins.website.languages import LanguageWay, Tongue
from plugins.website.security import SecurityContact


class NotAtHand(Exception):
    """A front was asked for a value that it does not have: no `AttributeError`, which `getattr` and `hasattr` would pass over."""


class Front:
    """Base of all fronts: raises `NotAtHand` for any other value, and says where that is to be asked for."""

    __slots__ = ()
    if not TYPE_CHECKING:  # who checks types knows what there is

        def __getattr__(self, name):
            """Refuse what is not at hand."""
            if name.startswith("__"):
                raise AttributeError(name)
            raise NotAtHand(
                f"beside_each and is_there are asked at every build, and are given fronts: a {type(self).__name__} has no {name} "
                f"(plugins/house/front.py says what it has). Ask for it in the file's write, which is given the whole site: "
                f"{self._whole}.{name}"
            )

    _whole = "site"


@dataclass(frozen=True, slots=True)
class FrameFront(Front):
    """The front of a page's frame."""

    language: Language
    title: str
    """With the site's name after it."""
    canonical: str
    address: str
    is_home: bool
    hidden: str | None
    """In preview alone: why visitors do not meet the page."""
    is_indexed: bool
    ways: tuple[LanguageWay, ...]
    tongue: Tongue | None
    updated: tuple[str, str] | None
    announcements: tuple[AnnouncementView, ...]

    _whole = "site.by_address[page.address].frame"

    @property
    def prefix(self) -> str:
        """What the addresses of the page's language lie below, empty in the site's own; of a file ask a `LanguageFront`."""
        return self.tongue.prefix if self.tongue else ""


@dataclass(frozen=True, slots=True)
class PageFront(Front):
    """The front of a page."""

    address: str
    """In another language with that before it: `/en/om/`."""
    template: str
    frame: FrameFront
    source: Path | None
    place: Place
    ids: frozenset[str]

    _whole = "site.by_address[page.address]"

    @property
    def folder(self) -> str:
        """The folder of `content/` that its file lies in, by which its kind is known; empty where it has no file."""
        return self.source.parent.name if self.source else ""


@dataclass(frozen=True, slots=True)
class LanguageFront(Front):
    """One of the languages that the site has pages in."""

    language: Language
    prefix: str
    pages: tuple[PageFront, ...]
    """All, in a preview drafts too: each may have a file of its own."""

    @property
    def met(self) -> tuple[PageFront, ...]:
        """Those that visitors meet: for a file that names several."""
        return _only_met(self.pages)

    def path(self, name: str) -> str:
        """Return the path of a file in the language: the name, and in another than the site's own the folder before it."""
        return f"{self.prefix}/{name}".removeprefix("/")


class FrontedSite(WholeSite, Protocol):
    """What a `SiteFront` is made of."""

    @property
    def redirects(self) -> Mapping[str, str]:
        """Old address → the page's present one."""
        ...

    @property
    def not_found(self) -> tuple[str, ...]:
        """What the addresses of those other languages begin with that have a page for what is not found."""
        ...

    @property
    def security(self) -> SecurityContact | None:
        """Whom `security.txt` names."""
        ...


class SiteFront(Front):
    """The front of the site, with a front for each page."""

    def __init__(self, site: FrontedSite) -> None:
        self.root: Final = site.root
        """Its public address, without a slash at its end."""
        self.language: Final = site.language
        """Its own language, the first of those it names."""
        self.words: Final[WordLists] = site.words
        """What it says by itself, by language."""
        self.data: Final = site.data
        """The items of open data, by the name of their file without ending: what records there are. What one says in another
        language is in its `translations`, by what programs call that (`name_tags` of all the site's languages): easy Swedish is
        `sv-x-latt` there, and not the `tag` of its pages.
        """
        self.contacts: Final = site.contacts
        """The organisation's contact by the code of each of the site's languages."""
        self.redirects: Final = site.redirects
        self.security: Final = site.security
        self._site: Final = site

    @property
    def not_found(self) -> tuple[str, ...]:
        """What the addresses of those other languages begin with that have a page for what is not found."""
        return self._site.not_found

    @cached_property
    def pages(self) -> tuple[PageFront, ...]:
        """Every page in every language, in a preview drafts too."""
        return tuple(map(_look_at, self._site.pages))

    @property
    def met(self) -> tuple[PageFront, ...]:
        """Those that visitors meet: for a file that names several."""
        return _only_met(self.pages)

    @cached_property
    def languages(self) -> tuple[LanguageFront, ...]:
        """The languages that it has pages in, its own first, each with these: for a file in each."""
        found: dict[str, list[PageFront]] = {}
        for page in self.pages:
            found.setdefault(page.frame.prefix, []).append(page)
        return tuple(LanguageFront(pages[0].frame.language, prefix, tuple(pages)) for prefix, pages in found.items())


OF_PAGE: Final = tuple(one.name for one in fields(PageFront))
"""What a page has in its front,"""
OF_FRAME: Final = tuple(one.name for one in fields(FrameFront))
"""and its frame."""
_take_frame: Final = attrgetter(*OF_FRAME)


def _only_met(pages: tuple[PageFront, ...]) -> tuple[PageFront, ...]:
    return tuple(page for page in pages if not page.frame.hidden)


def _look_at(page: SitePage) -> PageFront:
    taken: dict[str, Any] = {name: getattr(page, name) for name in OF_PAGE if name != "frame"}
    return PageFront(frame=FrameFront(*_take_frame(page.frame)), **taken)

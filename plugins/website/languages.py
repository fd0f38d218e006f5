"""The languages of a page: the ways between them, and where links lead in another than the site's own.

Stage: view. Called by the frame, and by what is told to search of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plugins.core.dataclass import dataclass
from plugins.core.locales.languages import Language


@dataclass(frozen=True, slots=True)
class SiteTranslation:
    """Another language than the site's own, with what the links of its pages need to know."""

    prefix: str
    """What its addresses lie below: `/en`."""
    translated: frozenset[str]
    """Addresses in the site's own language of the pages that it has too."""
    own_language: Language
    """The site's own, which the other pages are in."""
    other_language: str
    """What a link says that leads to one of those: `in Swedish`."""


@dataclass(frozen=True, slots=True)
class LanguageVersion:
    """A page in one of the languages that it is in."""

    language: Language
    address: str
    is_this_page: bool
    """True for the language of the page that it stands on."""


def name_tags(languages: Iterable[Language]) -> Mapping[str, str]:
    """Return what each language is called by programs (BCP 47), by its code.

    Two languages that are one to a browser are told apart by a subtag of private use (RFC 5646 part 2.2.7): `sv-x-latt`.
    """
    tags: dict[str, str] = {}
    for language in languages:
        tags[language.code] = language.tag if language.tag not in tags.values() else f"{language.tag}-x-{language.code}"
    return tags


def list_alternates(ways: Sequence[LanguageVersion], root: str) -> tuple[tuple[str, str], ...]:
    """Return what search is told of a page in several languages: `hreflang` and absolute address, the site's own last again."""
    tags = name_tags(way.language for way in ways)
    told = tuple((tags[way.language.code], f"{root}{way.address}") for way in ways)
    return (*told, ("x-default", f"{root}{ways[0].address}")) if ways else ()

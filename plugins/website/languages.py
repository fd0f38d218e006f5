"""The languages of a page: links between its language versions, and what rewrites the links of a translated page.

Language tags follow BCP 47. `list_alternates` gives search engines the versions of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plugins.core.dataclass import dataclass
from plugins.core.locales.languages import Language


@dataclass(frozen=True, slots=True)
class SiteTranslation:
    """A language other than the site's own, with what is needed to rewrite the links of its pages."""

    prefix: str
    """The prefix of its addresses: `/en`."""
    translated: frozenset[str]
    """Addresses of the pages in the site's own language that this language has too."""
    own_language: Language
    """The site's own language, in which all other pages are."""
    other_language: str
    """Note after a link to a page in the site's own language: `in Swedish`."""


@dataclass(frozen=True, slots=True)
class LanguageVersion:
    """A link to one language version of a page."""

    language: Language
    address: str
    is_this_page: bool
    """True for the version on which the link is shown."""


def name_tags(languages: Iterable[Language]) -> Mapping[str, str]:
    """Return the BCP 47 tag of each language, by its code.

    A language whose tag is already taken gets a private-use subtag (RFC 5646, section 2.2.7): `sv-x-latt`.
    """
    tags: dict[str, str] = {}
    for language in languages:
        tags[language.code] = language.tag if language.tag not in tags.values() else f"{language.tag}-x-{language.code}"
    return tags


def list_alternates(versions: Sequence[LanguageVersion], root: str) -> tuple[tuple[str, str], ...]:
    """Return `(hreflang, absolute address)` for each version of a page; the first one again, last, as `x-default`.

    Empty for a page in one language.
    """
    tags = name_tags(version.language for version in versions)
    alternates = tuple((tags[version.language.code], f"{root}{version.address}") for version in versions)
    return (*alternates, ("x-default", f"{root}{versions[0].address}")) if versions else ()

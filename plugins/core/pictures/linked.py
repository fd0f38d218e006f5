"""Linked files: where a link to a picture or document leads, what the link says about it, and whether it may be published.

Takes addresses as editors wrote them, or cleaned HTML, and the gallery. Pictures are published as processed by the intake,
documents unchanged if they are of an accepted type (`core/intake/documents.py`), and nothing else.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.intake.documents import kinds
from plugins.core.intake.inspecting import InspectedFile
from plugins.core.locales.foreign import Foreign, Mixed, join_words_of, last_as
from plugins.core.locales.lasting import find_lasting, lasting_of
from plugins.core.locales.locale import format_size
from plugins.core.pictures.gallery import Gallery
from plugins.core.pictures.pictures import publish_picture, view_taken
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, warning
from plugins.core.swedish import SWEDISH, quote
from plugins.core.words.interface import Words


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link leads, and what is added to its text."""

    address: str
    words: str = ""
    """Type and size of a document, ` (PDF, 1,2 MB)`: nobody should download 30 MB to a phone unknowingly."""


def file_of(address: str) -> str:
    """Return the path from `content/` for an address, without its fragment (`#page=2`)."""
    return address.removeprefix("/").partition("#")[0]


def lead(address: str, gallery: Gallery, words: Words) -> LinkTarget:
    """Return where a link leads. Publishes nothing, since the text may be a draft."""
    name = file_of(address)
    if not address.startswith("/") or name not in gallery.files:
        return LinkTarget(address)
    if inspected := gallery.document(name):
        return LinkTarget(address, _format_kind(inspected, words) if inspected.is_published else "")
    taken = gallery.picture(name)
    return LinkTarget(view_taken(name, taken, gallery).address if taken.is_shown else address)


def publish_linked(name: str, gallery: Gallery) -> bool:
    """Have a linked file written; return False if it does not exist or may not be published."""
    if name not in gallery.files:
        return False
    inspected = gallery.document(name)
    if inspected is None:
        return publish_picture(name, gallery)
    if inspected.is_published:
        gallery.publish_as_is(name)
    return inspected.is_published


def check_linked(name: str, place: Place, gallery: Gallery) -> Iterator[Problem]:
    """A linked file can be published; a large one is reported. `place` is that of the link."""
    inspected = gallery.document(name)
    if inspected is None:
        yield from gallery.problems(name, gallery.picture(name))
    elif finding := inspected.finding:
        path = gallery.files[name]
        where = f"Länken till den står i {place.source.path.name} på rad {place.line}."
        yield Problem(Place(SourceFile(path), finding.line), finding.code, finding.message, (*finding.help, where))
    elif inspected.kind and inspected.size > inspected.kind.heavy:
        heavy = f"väger {format_size(inspected.size, SWEDISH)} och är tung att hämta på en telefon."
        message = f"Filen {quote(name.rpartition('/')[2])} {heavy}"
        help_lines = ("Spara den mindre: i en PDF väger bilderna mest.", "Besökaren ser hur tung den är i länken.")
        if inspected.kind.word in ("sound", "film"):
            help_lines = (
                "Spara den i lägre kvalitet, eller lägg den hos en tjänst för ljud och film och länka dit.",
                help_lines[1],
            )
        yield warning(place, "tung-fil", message, *help_lines)


def _format_kind(inspected: InspectedFile, words: Words) -> str:
    if inspected.kind is None:
        return ""
    kind = getattr(words.files, inspected.kind.word) if inspected.kind.word else inspected.kind.short
    return f" ({kind}, {format_size(inspected.size, words.language)})"


_LINK = re.compile(r'(<a\b[^<>]*? href=")(/[^"<>]*)("[^<>]*>)')


def render_links(markup: str, gallery: Gallery, words: Words) -> str:
    """Return cleaned HTML in which links to pictures lead to the published files, and links to documents say type and size."""
    pieces: list[str] = []
    at = 0
    for found in _LINK.finditer(markup):
        led = lead(html.unescape(found[2]), gallery, words)
        pieces += [markup[at : found.start()], found[1], html.escape(led.address), found[3]]
        at = found.end()
        end = markup.find("</a>", at)
        if led.words and end >= 0:
            pieces += [_without_words(markup[at:end]), led.words]
            at = end
    return "".join([*pieces, markup[at:]])


OWN_PLACE: Final = "\ue003"
"""A private use character before the fragment of a link (after `#`) in an untranslated text, which refers to the headings of the
page in the site's own language: the page that it leads to may have other headings."""
_PLACE = re.compile(r'(<a [^<>]*?href="/[^"#<>]*#)(?=[^"])')


def mark_places(markup: str) -> str:
    """Return the cleaned HTML of an untranslated text with the fragments of its links marked."""
    return _PLACE.sub(rf"\1{OWN_PLACE}", markup)


def mark_place(address: str) -> str:
    """Return the address of a link with its fragment marked likewise."""
    path, mark, place = address.partition("#")
    return f"{path}{mark}{OWN_PLACE}{place}" if place and path.startswith("/") else address


def add_words(name: str, words: str) -> str:
    """Return a link's text with the type and size of the file; those written by an editor, which may be outdated, are removed.

    The name keeps its language, which may differ from that of the page and of the added words.
    """
    return join_words_of((_shorten(name), words)) if words else name


def _shorten(name: str) -> str:
    """Return a name without a file type in parentheses; its language and its constant part are kept."""
    short, lasting = _without_words(name), _without_words(lasting_of(name))
    if short is name:
        return name
    if isinstance(name, Mixed):
        return Mixed(_without_words(name.signed), lasting)
    made = Foreign(short, name.tag) if isinstance(name, Foreign) else short
    return made if find_lasting(name) is None else last_as(made, lasting)


def _without_words(name: str) -> str:
    head, _, tail = name.rpartition("(")
    shorts = {*kinds(), *(kind.short.casefold() for kind in kinds().values())}
    said = re.fullmatch(r"\s*([a-zåäö0-9]+)(?:-?fil|-dokument)?(?:[\s,;:–-][^()]{0,40})?\)\s*", tail, re.IGNORECASE)
    return head.rstrip() if head and said and said[1].casefold() in shorts else name

"""Check the names and addresses of links: a name says where its link leads, and differs for another target (WCAG 2.2, 2.4.4,
2.4.9).

Takes the links of one page in order; yields warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from plugins.core.markdown.nodes import LinkFound
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote
from plugins.language.links.logins import find_login
from plugins.language.links.trackers import clean_address
from plugins.language.words import EMPTY_NAMES


def link_key(name: str) -> str:
    """Return the form in which link names are compared: case, spaces and punctuation at the ends do not matter."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", " ".join(name.casefold().split()))


def check_link_names(links: Iterable[LinkFound]) -> Iterator[Problem]:
    """A link's name says where it leads, and on a page one name has one target."""
    first: dict[str, LinkFound] = {}
    for link in links:
        if link.is_picture or not link.name:
            continue
        key = link_key(link.name)
        if key in EMPTY_NAMES:
            message = f"Länkens namn, {quote(link.name)}, säger inte vart den leder."
            help_line = "Skriv vad som finns där, till exempel [Så blir ni partner](/bli-partner/)."
            yield warning(link.place, "intetsagande-lank", message, help_line)
            continue
        other = first.setdefault(key, link)
        if _target(other.address) != _target(link.address):
            place = other.place
            where = f"på rad {place.line}" + ("" if place.source is link.place.source else f" i {place.source.path.name}")
            places = f"{other.address} {where}, och {link.address}"
            message = f"Två länkar på sidan heter {quote(link.name)} men leder till olika ställen: {places}."
            yield warning(
                link.place, "samma-lanknamn", message, "Ge dem olika namn, så att det går att veta vilken som är vilken."
            )


def check_address(address: str, place: Place) -> Iterator[Problem]:
    """An external address has no trackers and detours, and needs no account."""
    if not re.match(r"https?://", address, re.IGNORECASE):
        return
    right = clean_address(address)
    if right != address:
        message = "Adressen spårar den som klickar på den: det följde med från ett mejl eller ett socialt medium."
        yield replace(
            warning(place, "sparad-adress", message, f"Utan spårningen är den {right}."),
            suggestion=place.rewritten(address, right),
        )
    if what := find_login(right):
        message = f"Länken leder till {what}, som en besökare oftast inte kan öppna utan att logga in."
        help_line = (
            "Prova länken i ett privat fönster. Lägg annars filen i content/bilder/, eller länka till en sida som alla ser."
        )
        yield warning(place, "kraver-inloggning", message, help_line)


def check_own_address(link: LinkFound, path: str, place: Place) -> Iterator[Problem]:
    """A link to a page of this site begins with `/`, so that it survives a change of domain. `path` is the page's address."""
    if link.name and link.name in link.address:
        return  # the address itself is the text of the link
    message = f"Länken leder till den egna webbplatsen. Skriv bara {path}."
    yield replace(
        warning(place, "egen-adress", message, "Då märks det om sidan flyttar eller tas bort."),
        suggestion=place.rewritten(link.address, path),
    )


def _target(address: str) -> str:
    """Return an address without parts that do not change its target."""
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")

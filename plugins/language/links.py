"""Names of links: each says where it leads, and two places have two names (WCAG 2.2, 2.4.4 and 2.4.9).

Stage: check. In: the links of one page in their order. Out: warnings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit
from urllib.parse import quote as quote_plain

from plugins.core.markdown import LinkFound
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote

SAYS_NOTHING = frozenset(
    (
        "här", "klicka", "klicka här", "klicka på länken", "tryck här", "läs", "läs här", "läs mer", "läs mer här", "läs mera",
        "läs vidare", "läs hela", "mer", "mera", "mer här", "mer info", "mer information", "mer information här", "info",
        "information", "länk", "länken", "denna länk", "den här länken", "följ länken", "följ länken här", "via länken",
        "via denna länk", "se här", "se mer", "se mer här", "se länk", "visa", "visa mer", "gå vidare", "vidare", "till sidan",
        "sidan", "denna sida", "webbplatsen", "hemsidan", "hemsida", "ladda ner", "ladda ner här", "ladda ned", "öppna",
        "fortsätt", "fler", "detaljer", "click here", "here", "read more", "more", "more info", "link", "learn more",
    )
)  # fmt: skip
"""Names that say nothing to the one who hears them in a list of links."""


def link_key(name: str) -> str:
    """Return what names of links are compared by: case, signs at the ends and spaces do not matter."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", " ".join(name.casefold().split()))


def check_link_names(links: Iterable[LinkFound]) -> Iterator[Problem]:
    """A link's name says where it leads, and on one page one name leads to one place."""
    first: dict[str, LinkFound] = {}
    for link in links:
        if link.is_picture or not link.name:
            continue
        key = link_key(link.name)
        if key in SAYS_NOTHING:
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


_TRACKERS = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|mc_cid|mc_eid|mkt_tok|igshid?|twclid|ttclid|li_fat_id|_hsenc|_hsmi|yclid)",
    re.IGNORECASE,
)
"""What mail programs and social media hang on an address, to follow who clicks."""
_DETOURS = (
    ("safelinks.protection.outlook.com", "url"),
    ("l.facebook.com", "u"),
    ("lm.facebook.com", "u"),
    ("www.google.com", "url"),
)
"""Hosts by which mail programs and social media lead on, and the part of the address that says where."""


def check_address(address: str, place: Place) -> Iterator[Problem]:
    """An address to elsewhere goes straight there, and does not tell on the one who follows it."""
    if not address.startswith(("https://", "http://")):
        return
    right = clean_address(address)
    if right == address:
        return
    message = "Adressen spårar den som klickar på den: det följde med från ett mejl eller ett socialt medium."
    yield replace(
        warning(place, "sparad-adress", message, f"Utan spårningen är den {right}."),
        suggestion=place.rewritten(address, right),
    )


def clean_address(address: str) -> str:
    """Return an address without trackers and detours."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for host, name in _DETOURS:
        target = dict(pairs).get(name, "")
        if (parts.hostname or "").endswith(host) and target.startswith(("https://", "http://")):
            return clean_address(quote_plain(target, safe="%/:=&?#~+!$,;'@()*"))
    query = "&".join(part for part in parts.query.split("&") if not _TRACKERS.fullmatch(part.partition("=")[0]))
    return parts._replace(query=query).geturl() if query != parts.query else address


def check_own_address(link: LinkFound, own: str, addresses: Collection[str]) -> Iterator[Problem]:
    """A link to a page of this site begins with `/`, so that it is looked after and stays when the site moves."""
    parts = urlsplit(link.address)
    if link.name and link.name in link.address:
        return  # an address to be read, not only followed
    is_own = parts.scheme in ("https", "http") and _host(link.address) == _host(own) and not parts.query
    path = f"{parts.path.rstrip('/')}/"
    if not is_own or path == "/" or path not in addresses:
        return
    right = path + (f"#{parts.fragment}" if parts.fragment else "")
    message = f"Länken leder till den egna webbplatsen. Skriv bara {right}."
    yield replace(
        warning(link.place, "egen-adress", message, "Då märks det om sidan flyttar eller tas bort."),
        suggestion=link.place.rewritten(link.address, right),
    )


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _target(address: str) -> str:
    """Return an address without what does not change where it leads."""
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")

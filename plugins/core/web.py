"""Addresses of the web: hosts compared, an own address known however it is written, and all of them as people read them.

Stage: every stage that meets an address. Plain text in and out.
"""

from __future__ import annotations

import ipaddress
import re
import string
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

ENDINGS = "se|nu|com|org|net|eu|io|fi|no|dk"
"""What web addresses in Swedish texts end in, as a part of a pattern: by these one without `www` is told from words that a full
stop has joined. Few on purpose: most of the thousand that IANA lists are words too."""

_PLAIN = re.compile(r"https?://([a-z0-9-][a-z0-9.-]*)(?=[/?#]|\Z)")
"""How nearly every address begins: no user, no port, nothing that has to be written otherwise."""
_START = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
"""What an address of the web has before its path."""


def host_of(address: str) -> str:
    """Return the host that an address leads to, in ASCII and small letters; empty where it has none."""
    plain = _PLAIN.match(address)
    try:
        return in_ascii((plain[1] if plain else urlsplit(address).hostname or "").rstrip("."))
    except (ValueError, UnicodeError):
        return ""


@lru_cache(maxsize=256)
def in_ascii(host: str) -> str:
    """Return a host as programs send it, in small letters; raise `UnicodeError` for what can be none."""
    return host.encode("idna").decode().lower() if host else ""


def host_key(address: str) -> str:
    """Return what hosts are compared by: with and without `www.` is the same site."""
    return host_of(address).removeprefix("www.")


@lru_cache(maxsize=4096)
def is_below(host: str, name: str) -> bool:
    """Tell whether a host is `name` or below it; `google.*` is Google in any country."""
    if name.endswith(".*"):
        return bool(re.fullmatch(rf"(?:www\.)?{re.escape(name[:-2])}(?:\.[a-z]{{2,3}}){{1,2}}", host))
    return host == name or host.endswith(f".{name}")


def is_own(address: str, own: str) -> bool:
    """Tell whether an address of the web leads to the host of the site `own`, whatever its scheme, case and port."""
    start = _START.match(address)
    return start is not None and _is_host_of(start[0], own)


@lru_cache(maxsize=4096)
def _is_host_of(start: str, own: str) -> bool:
    """Tell of a start that many addresses have: a site leads to few hosts."""
    return bool(host_key(own)) and host_key(start) == host_key(own)


def is_preview(address: str) -> bool:
    """Tell whether an address of the web leads to a computer of one's own: where preview shows the site."""
    return bool(re.match(r"https?://", address, re.IGNORECASE)) and _is_own_computer(host_of(address))


@lru_cache(maxsize=256)
def _is_own_computer(host: str) -> bool:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))
    return found.is_loopback or found.is_private or found.is_unspecified or found.is_link_local


def path_within(address: str) -> str:
    """Return what follows the host, from the root: path and `#id`; a question that a file does not answer is left out."""
    parts = urlsplit(address)
    return (parts.path or "/") + (f"#{parts.fragment}" if parts.fragment else "")


def path_on(own: str, address: str) -> str:
    """Return the path, without `#id`, that an address leads to on the site `own`, however it is written; empty for any other."""
    within = address if address.startswith("/") else path_within(address) if is_own(address, own) else ""
    return within.partition("#")[0]


def ascii_email(written: str) -> str:
    """Return an e-mail address whose domain may have å, ä and ö as programs send it; as it is where it has none."""
    user, at, domain = written.rpartition("@")
    try:
        return f"{user}{at}{domain.encode('idna').decode()}" if at and not domain.isascii() else written
    except UnicodeError:
        return written


def decode_host(host: str) -> str:
    """Return a host as people read it: `lokalamålen.se`; as it is where that would not lead back to it."""
    try:
        shown = host.encode("ascii").decode("idna")
        return shown if shown.encode("idna").decode().lower() == host.lower() and _is_plain(shown) else host
    except UnicodeError:
        return host


def _is_plain(host: str) -> bool:
    """Tell whether a host has Latin letters alone: others can look like them and lead elsewhere."""
    return bool(re.fullmatch(r"[\x2d-\x39\x61-\x7a\xdf-\xf6\xf8-\xff\u0100-\u017f.]+", host, re.IGNORECASE))


_PARTS = re.compile(r"(?P<before>(?:[A-Za-z]+://|(?:mailto:)?[^@/?#\s]*@)?)(?P<host>[^/:?#\s]+)(?P<rest>.*)", re.DOTALL)


def decode_address(address: str) -> str:
    """Return an address as people read it, host and path: `lokalamålen.se/möten`; what would be torn by reading stays."""
    found = _PARTS.fullmatch(address)
    if found is None:
        return address
    rest = re.sub(r"(?:%[0-9A-Fa-f]{2})+", _decode_letters, found["rest"])
    return f"{found['before']}{decode_host(found['host'])}{rest}"


def write_uri(address: str) -> str:
    """Return an address as a URI (RFC 3986), which has ASCII alone: the host by IDNA, all else encoded as UTF-8."""
    found = _PARTS.fullmatch(address)
    if found is None or address.isascii():
        return address
    return f"{found['before']}{in_ascii(found['host'])}{quote(found['rest'], safe=string.punctuation)}"


def shorten_address(address: str) -> str:
    """Return a web address as one says it: `www.example.org/om`."""
    return decode_address(address.split("://", 1)[-1].rstrip("/"))


def _decode_letters(found: re.Match[str]) -> str:
    """Return a run of encoded letters decoded; signs that mean something in an address stay encoded."""
    try:
        decoded = unquote(found[0], errors="strict")
    except UnicodeDecodeError:
        return found[0]
    return decoded if decoded.isalpha() and decoded.isprintable() else found[0]

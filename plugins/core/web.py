"""Web addresses: compare hosts, recognise the site's own addresses, and decode addresses for display.

Pure functions on text.
"""

from __future__ import annotations

import ipaddress
import re
import string
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

ENDINGS = "se|nu|com|org|net|eu|io|fi|no|dk"
"""Top-level domains of web addresses in Swedish texts, as part of a pattern: they tell an address without `www` from two words
joined by a full stop. Deliberately few: most of the thousand that IANA lists are also words."""

_PLAIN = re.compile(r"https?://([a-z0-9-][a-z0-9.-]*)(?=[/?#]|\Z)")
"""The common form of an address, without user, port or characters that need encoding: a fast path."""
_START = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
"""The part of a web address before its path."""


def host_of(address: str) -> str:
    """Return the host of an address, in ASCII and lower case; empty if it has none."""
    plain = _PLAIN.match(address)
    try:
        return encode_host((plain[1] if plain else urlsplit(address).hostname or "").rstrip("."))
    except (ValueError, UnicodeError):
        return ""


@lru_cache(maxsize=256)
def encode_host(host: str) -> str:
    """Return a host IDNA-encoded and in lower case; raise `UnicodeError` if it is invalid."""
    return host.encode("idna").decode().lower() if host else ""


def host_key(address: str) -> str:
    """Return the key by which hosts are compared: `www.` is ignored."""
    return host_of(address).removeprefix("www.")


@lru_cache(maxsize=4096)
def is_below(host: str, name: str) -> bool:
    """Return whether a host is `name` or a subdomain of it; `google.*` matches Google in any country."""
    if name.endswith(".*"):
        return bool(re.fullmatch(rf"(?:www\.)?{re.escape(name[:-2])}(?:\.[a-z]{{2,3}}){{1,2}}", host))
    return host == name or host.endswith(f".{name}")


def is_own(address: str, own: str) -> bool:
    """Return whether a web address leads to the host of the site `own`, regardless of scheme, case and port."""
    start = _START.match(address)
    return start is not None and _is_host_of(start[0], own)


@lru_cache(maxsize=4096)
def _is_host_of(start: str, own: str) -> bool:
    """Compare hosts; cached, since many addresses share a host."""
    return bool(host_key(own)) and host_key(start) == host_key(own)


def is_local_address(address: str) -> bool:
    """Return whether a web address leads to a local or private host, where preview shows the site."""
    return bool(re.match(r"https?://", address, re.IGNORECASE)) and _is_own_computer(host_of(address))


@lru_cache(maxsize=256)
def _is_own_computer(host: str) -> bool:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))
    return found.is_loopback or found.is_private or found.is_unspecified or found.is_link_local


def path_within(address: str) -> str:
    """Return path and fragment of an address, from the root; the query is dropped, since static files ignore it."""
    parts = urlsplit(address)
    return (parts.path or "/") + (f"#{parts.fragment}" if parts.fragment else "")


def path_on(own: str, address: str) -> str:
    """Return the path, without fragment, of an address on the site `own`, relative or absolute; empty for other sites."""
    within = address if address.startswith("/") else path_within(address) if is_own(address, own) else ""
    return within.partition("#")[0]


def ascii_email(written: str) -> str:
    """Return an e-mail address with its domain IDNA-encoded; unchanged if that is not needed or not possible."""
    user, at, domain = written.rpartition("@")
    try:
        return f"{user}{at}{domain.encode('idna').decode()}" if at and not domain.isascii() else written
    except UnicodeError:
        return written


def decode_host(host: str) -> str:
    """Return a host decoded for display: `lokalamålen.se`; unchanged if encoding it again would give another host."""
    try:
        shown = host.encode("ascii").decode("idna")
        return shown if shown.encode("idna").decode().lower() == host.lower() and _is_plain(shown) else host
    except UnicodeError:
        return host


def _is_plain(host: str) -> bool:
    """Return whether a host has Latin letters only: those of other scripts can be mistaken for them."""
    return bool(re.fullmatch(r"[\x2d-\x39\x61-\x7a\xdf-\xf6\xf8-\xff\u0100-\u017f.]+", host, re.IGNORECASE))


_PARTS = re.compile(r"(?P<before>(?:[A-Za-z]+://|(?:mailto:)?[^@/?#\s]*@)?)(?P<host>[^/:?#\s]+)(?P<rest>.*)", re.DOTALL)


def decode_address(address: str) -> str:
    """Return an address decoded for display: `lokalamålen.se/möten`; escapes that decoding would make ambiguous are kept."""
    found = _PARTS.fullmatch(address)
    if found is None:
        return address
    rest = re.sub(r"(?:%[0-9A-Fa-f]{2})+", _decode_letters, found["rest"])
    return f"{found['before']}{decode_host(found['host'])}{rest}"


def write_uri(address: str) -> str:
    """Return an address as a URI (RFC 3986), in ASCII: the host in IDNA, everything else percent-encoded as UTF-8."""
    found = _PARTS.fullmatch(address)
    if found is None or address.isascii():
        return address
    return f"{found['before']}{encode_host(found['host'])}{quote(found['rest'], safe=string.punctuation)}"


def shorten_address(address: str) -> str:
    """Return a web address in short form for display: `www.example.org/om`."""
    return decode_address(address.split("://", 1)[-1].rstrip("/"))


def _decode_letters(found: re.Match[str]) -> str:
    """Return a run of percent-encoded letters decoded; reserved characters stay encoded."""
    try:
        decoded = unquote(found[0], errors="strict")
    except UnicodeDecodeError:
        return found[0]
    return decoded if decoded.isalpha() and decoded.isprintable() else found[0]

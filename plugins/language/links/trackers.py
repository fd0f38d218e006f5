"""Remove trackers and redirects that mail programs and social media add to addresses.

Takes a web address; returns the address as its owner would write it. The known trackers are in `trackers.yaml`, with sources.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from urllib.parse import quote as encode

from plugins.core.dataclass import dataclass
from plugins.core.own_tables import read_table
from plugins.core.web import host_of, is_below

LONGEST = 8_000
"""Characters; longer addresses are not changed. Not all browsers accept them."""
DEEPEST = 5
"""Nested redirects that are followed."""
MOST_KEPT = 4_096
"""Addresses in the cache: the same ones are on many pages."""


@dataclass(frozen=True, slots=True)
class _Detour:
    """A page that only redirects."""

    host: str
    path: str
    names: tuple[str, ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class _Trackers:
    """The contents of `trackers.yaml`, compiled."""

    everywhere: re.Pattern[str]
    by_host: Mapping[str, tuple[str, ...]]
    """Parameter names by host; compiled on first use, since most hosts never occur."""
    detours: tuple[_Detour, ...]
    untouched: tuple[str, ...]


@cache
def _read() -> _Trackers:
    data: dict[str, Any] = read_table(Path(__file__).with_suffix(".yaml"))
    hosts: dict[str, list[str]] = {}
    for section in ("by host", "also by host"):
        for host, names in data[section].items():
            hosts.setdefault(host, []).extend(_flat(names))
    detours = tuple(
        _Detour(row["host"], row["path"], tuple(row.get("names", ())), row.get("encoding", "")) for row in data["detours"]
    )
    everywhere = _pattern((*_flat(data["everywhere"]), *_flat(data["also everywhere"])))
    by_host = {host: tuple(names) for host, names in hosts.items()}
    return _Trackers(everywhere, MappingProxyType(by_host), detours, tuple(data["untouched"]))


def _flat(names: Iterable[str | list[str]]) -> Iterable[str]:
    for name in names:
        yield from [name] if isinstance(name, str) else name


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    parts = sorted({f"{re.escape(name[:-1])}.*" if name.endswith("*") else re.escape(name) for name in names})
    return re.compile("|".join(parts), re.IGNORECASE | re.DOTALL)


def clean_address(address: str) -> str:
    """Return an address without trackers and redirects; unchanged if it has none."""
    host = host_of(address)
    if _is_untouched(host) or not ("?" in address or "#" in address or _detours_at(host)):
        return address
    return _clean(address)


@lru_cache(maxsize=MOST_KEPT)
def _clean(address: str) -> str:
    for _ in range(DEEPEST):
        target = _lead_on(address)
        if target is None:
            break
        address = target
    return _drop_trackers(address)


@lru_cache(maxsize=256)
def _is_untouched(host: str) -> bool:
    return any(is_below(host, name) for name in _read().untouched)


@lru_cache(maxsize=256)
def _detours_at(host: str) -> tuple[_Detour, ...]:
    return tuple(detour for detour in _read().detours if is_below(host, detour.host))


def _lead_on(address: str) -> str | None:
    """Return the target of a redirect; None if the address is none."""
    if len(address) > LONGEST:
        return None
    parts = urlsplit(address)
    for detour in _detours_at(host_of(address)):
        if not parts.path.startswith(detour.path.rstrip("/") or "/"):
            continue
        if detour.encoding == "between":  # …/v3/__https://example.org/__;…
            found = re.search(r"__(https?:/{1,2}[^\s]+?)(?:__|$)", address)
            target = re.sub(r"^(https?:)/(?!/)", r"\1//", found[1]) if found else ""
        else:
            pairs = dict(parse_qsl(parts.query, keep_blank_values=True))
            written = (pairs.get(name, "") for name in detour.names)
            target = next((plain for value in written if (plain := _decode(value, detour.encoding))), "")
        if target:
            return encode(target, safe="%/:=&?#~+!$,;'@()*[]")
    return None


def _decode(value: str, encoding: str) -> str:
    """Return the address that a redirect holds; empty if there is none."""
    if encoding == "bing":
        try:
            value = base64.urlsafe_b64decode(f"{value[2:]}{'=' * (-len(value[2:]) % 4)}").decode()
        except (binascii.Error, ValueError):
            return ""
    elif encoding == "proofpoint":
        value = unquote(value.replace("-", "%").replace("_", "/"))
    return value if re.match(r"https?://[^\s/]+", value, re.IGNORECASE) and "\\" not in value else ""


def _drop_trackers(address: str) -> str:
    """Return an address without the parameters in its query or fragment that only serve tracking."""
    parts = urlsplit(address)
    if len(address) > LONGEST:
        return address
    if "=" in parts.fragment and all(_read().everywhere.fullmatch(pair.partition("=")[0]) for pair in parts.fragment.split("&")):
        return _drop_trackers(parts._replace(fragment="").geturl())
    if not parts.query:
        return address
    known, host = _read(), host_of(address)
    patterns = [known.everywhere, *(_pattern(names) for name, names in known.by_host.items() if is_below(host, name))]
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not any(pattern.fullmatch(unquote(pair.partition("=")[0])) for pattern in patterns)]
    return address if kept == pairs else parts._replace(query="&".join(pair for pair in kept if pair)).geturl()

"""What web hosts are told of our files: headers, caching, kinds of files and moved addresses, as values.

Stage: publishing. In: `rules.yaml`, which has the sources, and the Site. Out: `HostRules` and `Moves`, which one module a host
(`apache`, `nginx`, `netlify`) writes in its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from plugins.core.dataclass import dataclass
from plugins.core.outputs import WELL_KNOWN_FOLDER
from plugins.core.own_tables import read_table
from plugins.site.model import Site

ACME = f"/{WELL_KNOWN_FOLDER}/acme-challenge/"
"""Where whoever issues certificates asks for proof (RFC 8555 part 8.3): never moved, or no certificate could be renewed."""


@dataclass(frozen=True, slots=True)
class HostRules:
    """What holds of files on every host."""

    headers: Mapping[str, str]
    """The headers of every file, over http and https."""
    by_folder: Mapping[str, Mapping[str, str]]
    """What the files of a folder have besides or instead, by its path in the output: `delning/`."""
    https_only: Mapping[str, str]
    asked_each_time: str
    """`Cache-Control` of pages, and of all that keeps its name when it changes."""
    for_a_year: str
    """`Cache-Control` of what is named by its content."""
    named_by_content: str
    """A regular expression (PCRE) for the end of such names."""
    kinds: Mapping[str, str]
    """The media type by the ending, without dot."""
    packed: tuple[str, ...]
    """Media types worth packing, text/html left out: every server begins with it."""
    page_policy: str
    """What a page says of itself: `Content-Security-Policy` without what only a header may hold."""

    def headers_of(self, path: str) -> Mapping[str, str]:
        """Return the headers of a file by its path in the output, or of all files of a folder."""
        own = (self.by_folder[folder] for folder in sorted(self.by_folder, key=len) if path.startswith(folder))
        return {name: value for headers in (self.headers, *own) for name, value in headers.items()}

    @property
    def texts(self) -> tuple[str, ...]:
        """Media types in whose header UTF-8 is said."""
        return tuple(sorted({kind for kind in self.kinds.values() if kind.startswith("text/")}))


@dataclass(frozen=True, slots=True)
class Moves:
    """Where visitors are led on to."""

    addresses: tuple[tuple[str, str], ...] = ()
    """Former address, as a browser asks for it, and the present one."""
    root: str = ""
    """The site's public address without a slash at its end."""
    to_https: bool = False
    """Whether who asks without https is led to the same address with it."""
    to_one_host: bool = False
    """Whether who asks by another host name (`www.`) is led to that of `root`."""
    not_found: tuple[str, ...] = ()
    """What the addresses of languages begin with that have a page of their own for what is not there: `/en`."""

    @property
    def host(self) -> str:
        """The host name of `root`."""
        return urlsplit(self.root).hostname or ""

    @property
    def paths(self) -> tuple[tuple[str, str], ...]:
        """Former addresses decoded, as servers compare them, and the present ones."""
        return tuple((unquote(old), new) for old, new in self.addresses)


@cache
def read_rules() -> HostRules:
    """Return what `rules.yaml` says."""
    data = read_table(Path(__file__).with_name("rules.yaml"), is_typed=True)
    texts = {kind for kind in data["kinds"].values() if kind.startswith("text/")}
    return HostRules(
        headers={
            "Content-Security-Policy": _join({**data["policy"], **data["policy_in_header_only"]}),
            **data["headers"],
        },
        by_folder=data["by_folder"],
        https_only=data["https_only"],
        asked_each_time=data["cache"]["asked_each_time"],
        for_a_year=data["cache"]["for_a_year"],
        named_by_content=rf"{data['fingerprint']}\.({'|'.join(data['fingerprinted'])})$",
        kinds=data["kinds"],
        packed=tuple(sorted({*texts, *data["packed"]} - {"text/html"})),
        page_policy=_join(data["policy"]),
    )


def find_moves(site: Site, *, to_https: bool = False, to_one_host: bool = False) -> Moves:
    """Return where visitors of a site are led on to."""
    return Moves(tuple(sorted(site.redirects.items())), site.root, to_https, to_one_host, site.not_found)


def read_wishes(settings: Mapping[str, Any]) -> dict[str, bool]:
    """Return what `publishconf.py` asks of the whole site, as `find_moves` takes it."""
    return {"to_https": bool(settings.get("MOVE_TO_HTTPS")), "to_one_host": bool(settings.get("MOVE_TO_ONE_HOST"))}


def _join(policy: Mapping[str, str]) -> str:
    """Return a policy as a header has it, without a needless sign: each page bears it."""
    return ";".join(f"{name} {sources}" for name, sources in policy.items())

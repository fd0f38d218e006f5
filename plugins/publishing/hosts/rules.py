"""What web hosts are told of our files: headers, caching, media types and redirects, as values.

Read from `rules.yaml`, which gives the sources, and from the Site. One module for each host (`apache`, `nginx`, `netlify`) writes
`HostRules` and `Moves` in its format.
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
"""Where certificate authorities ask for proof (RFC 8555, section 8.3): never redirected, or certificates could not be renewed."""


@dataclass(frozen=True, slots=True)
class HostRules:
    """Rules for files, the same on every host."""

    headers: Mapping[str, str]
    """Headers of every file, over http and https."""
    by_folder: Mapping[str, Mapping[str, str]]
    """Headers that the files of a folder have in addition or instead, by its path in the output: `delning/`."""
    https_only: Mapping[str, str]
    asked_each_time: str
    """`Cache-Control` of pages, and of all files that keep their name when they change."""
    for_a_year: str
    """`Cache-Control` of files named by their content."""
    named_by_content: str
    """Regular expression (PCRE) for the end of such names."""
    kinds: Mapping[str, str]
    """Media type by extension, without dot."""
    packed: tuple[str, ...]
    """Media types to compress, except text/html, which every server compresses by default."""
    page_policy: str
    """`Content-Security-Policy` for the `<meta>` of a page, without the directives that only a header may have."""

    def headers_of(self, path: str) -> Mapping[str, str]:
        """Return the headers of a file, or of all files in a folder, by path in the output."""
        own = (self.by_folder[folder] for folder in sorted(self.by_folder, key=len) if path.startswith(folder))
        return {name: value for headers in (self.headers, *own) for name, value in headers.items()}

    @property
    def texts(self) -> tuple[str, ...]:
        """Media types whose header names the charset UTF-8."""
        return tuple(sorted({kind for kind in self.kinds.values() if kind.startswith("text/")}))


@dataclass(frozen=True, slots=True)
class Moves:
    """Redirects."""

    addresses: tuple[tuple[str, str], ...] = ()
    """Former address, as a browser sends it, and present one."""
    root: str = ""
    """Public address of the site, without a trailing slash."""
    to_https: bool = False
    """Redirect http to https."""
    to_one_host: bool = False
    """Redirect other host names (`www.`) to that of `root`."""
    not_found: tuple[str, ...] = ()
    """Prefixes of languages with their own page for 404: `/en`."""

    @property
    def host(self) -> str:
        """The host name of `root`."""
        return urlsplit(self.root).hostname or ""

    @property
    def paths(self) -> tuple[tuple[str, str], ...]:
        """Former addresses decoded, as servers compare them, and present ones."""
        return tuple((unquote(old), new) for old, new in self.addresses)


@cache
def read_rules() -> HostRules:
    """Read `rules.yaml`."""
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
    """Return the redirects of a site."""
    return Moves(tuple(sorted(site.redirects.items())), site.root, to_https, to_one_host, site.not_found)


def read_wishes(settings: Mapping[str, Any]) -> dict[str, bool]:
    """Return the keyword arguments for `find_moves` that `publishconf.py` sets."""
    return {"to_https": bool(settings.get("MOVE_TO_HTTPS")), "to_one_host": bool(settings.get("MOVE_TO_ONE_HOST"))}


def _join(policy: Mapping[str, str]) -> str:
    """Return a policy as the value of a header, as short as possible: each page contains it."""
    return ";".join(f"{name} {sources}" for name, sources in policy.items())

"""The weight of pages, in bytes sent to a visitor, and its budgets, all of which are defined here.

Part of the audit. Takes the folder of the new site, its pages, and what each of them loads; yields problems. The theme over its
budget is an error: nothing is published. The length of a text is the editors' choice: a page too heavy by it gets a warning, and
is shown.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from plugins.core.cache.memo import Question, Remember, remember_nothing
from plugins.core.dataclass import dataclass
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import format_decimal, quote
from plugins.house.page import SitePage
from plugins.publishing.manifest import describe_files

PAGE: Final = 14_000
"""Bytes, gzipped: HTML and CSS of a page. What a server sends before it waits for an acknowledgement (ten segments of TCP,
RFC 6928). `docs/decisions/0016-weight-budgets.md` gives the reason of each budget.
"""
WHOLE_PAGE: Final = 60_000
"""Bytes, gzipped: all that a page loads except logos and pictures."""
GOAL_STYLE: Final = 5_900
"""Bytes, gzipped: the stylesheets of goal pages; the text of a goal has the rest of `PAGE`."""
LIGHT: Final = PAGE - GOAL_STYLE
"""Bytes, gzipped: HTML up to this size keeps any page within its budget, unless the theme is over its own."""
LONG: Final = 20_000
"""Bytes of HTML, not gzipped, above which a page is hardly ever within `LIGHT`."""
ANNOUNCEMENTS: Final = 900
"""Bytes, gzipped: allowance for a page while it shows announcements, which is for some weeks."""
THEME_FILES: Final = 30_000
"""Bytes, gzipped: all stylesheets, script, font and icon that any page loads."""

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
"""The policy in a page: some 80 bytes that only publishing adds, so that editors cannot save them."""

PACKED = (".woff2", ".png", ".ico", ".jpg", ".webp", ".gif")
"""Extensions of files that are compressed already: a server sends them as they are."""


@dataclass(frozen=True, slots=True)
class Load:
    """Bytes sent for the theme's files that a page loads."""

    files: Mapping[str, int]
    """By path."""
    whole: int
    styles: int
    """The stylesheets."""
    further: int
    """Bytes of the stylesheets for goals beyond those with drawings of their own: their colours."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes sent for one page."""

    page: SitePage
    html: int
    load: Load

    @property
    def allowance(self) -> int:
        """Bytes by which the budgets of pages may be exceeded."""
        return ANNOUNCEMENTS if self.page.frame.announcements else 0

    @property
    def first(self) -> int:
        """Bytes that a browser needs before it shows anything, less the allowance."""
        return self.html + self.load.styles - self.allowance

    @property
    def whole(self) -> int:
        """Bytes of the page and the theme's files."""
        return self.html + self.load.whole

    @property
    def is_over(self) -> bool:
        """Return whether the page is over a budget of pages."""
        return self.first > PAGE or self.whole > WHOLE_PAGE


Budget = tuple[list[Weight], Callable[[Weight], int], int, str]
"""Pages, the bytes to compare, the budget, and its name in Swedish."""


def ask_weight(folder: Path, name: str, digest: str) -> Question:
    """Return the question how heavy a file of the theme is."""
    return ("weight of file", name.endswith(PACKED), digest), partial(weigh, folder / name)


def weigh(file: Path) -> int:
    """Return the bytes sent for a file."""
    return weigh_data(file.name, file.read_bytes())


def weigh_page(name: str, data: bytes) -> int:
    """Return the bytes sent for a page without its policy, and so the same in preview and published."""
    return weigh_data(name, _POLICY.sub(b"", data))


def weigh_at_most(data: bytes) -> int:
    """Return an upper bound of the bytes sent for a page; exact for one above `LIGHT`.

    Up to `LONG` it is compressed quickly first, which takes half the time and gives a little more.
    """
    plain = _POLICY.sub(b"", data)
    size = len(gzip.compress(plain, 1, mtime=0)) if len(plain) < LONG else len(plain)
    return size if size <= LIGHT else weigh_data(".html", plain)


def weigh_data(name: str, data: bytes) -> int:
    """Return the bytes sent for a file with this name and content."""
    return len(data) if name.endswith(PACKED) else len(gzip.compress(data, 9, mtime=0))


def audit_weight(
    folder: Path,
    loads: Mapping[str, frozenset[str]],
    pages: Mapping[str, SitePage],
    remember: Remember = remember_nothing,
    digests: Mapping[str, str] | None = None,
    known: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Problem]:
    """Yield a problem, at the heaviest page, where the theme or a page is over budget; `loads` is by page address.
    `digests` as in `audit_output`; `known` are upper bounds (`weigh_at_most`), by page address.
    """
    weights = _weigh_pages(folder, loads, pages, remember, describe_files(folder) if digests is None else digests, known)
    yield from _audit_theme(weights)
    yield from _audit_pages(weights, remember)


def _weigh_pages(
    folder: Path,
    loads: Mapping[str, frozenset[str]],
    pages: Mapping[str, SitePage],
    remember: Remember,
    digests: Mapping[str, str],
    known: Mapping[str, int],
) -> list[Weight]:
    """Return the weight of each page: an upper bound where that is enough to be within budget, else exact."""

    @cache
    def weigh_once(name: str) -> int:
        size: int = remember(*ask_weight(folder, name, digests[name]))
        return size

    @cache
    def weigh_loads(loaded: frozenset[str]) -> Load:
        names = {unquote(load).lstrip("/") for load in loaded if load.startswith("/theme/")}
        return _add_up({name: weigh_once(name) for name in sorted(names) if name in digests})

    def weigh_exactly(name: str) -> int:
        return weigh_page(name, (folder / name).read_bytes())

    weights = []
    for address, page in pages.items():
        load = weigh_loads(loads[address])
        at_most = Weight(page, known[address], load) if address in known else None
        if at_most and (at_most.html > LIGHT or not at_most.is_over):
            weights.append(at_most)
        else:
            html = remember(("weight of page", digests[page.file]), partial(weigh_exactly, page.file))
            weights.append(Weight(page, html, load))
    return weights


def _audit_pages(weights: list[Weight], remember: Remember) -> Iterator[Problem]:
    """Warn of the page with the heaviest text, and of the heaviest in all, where they are over budget."""
    budgets: tuple[Budget, ...] = (
        (weights, lambda weight: weight.first, PAGE, "text och stilmall"),
        (weights, lambda weight: weight.whole, WHOLE_PAGE, "allt utom logotyper och bilder"),
    )
    for group, size, most, what in budgets:
        heaviest = max(group, key=size, default=None)
        if heaviest and size(heaviest) > most:
            sizes = size(heaviest), most
            weight, budget = remember(("kilobytes", *sizes), partial(kilobytes_apart, *sizes))  # Babel is slow
            message = (
                f"Sidan {quote(heaviest.page.frame.title)} är tyngst och väger {weight} ({what}). "
                f"Över {budget} blir den långsam på en mobil med dålig täckning."
            )
            help_line = (
                "Partner, meddelanden och länkar räknas med. "
                "Korta texten, eller flytta en del av den till en egen sida. Sidan visas ändå."
            )
            yield warning(heaviest.page.place, "tung-sida", message, help_line)


def _add_up(files: Mapping[str, int]) -> Load:
    return Load(
        files,
        sum(files.values()),
        sum(size for name, size in files.items() if name.endswith(".css")),
        sum(size for name, size in files.items() if name.startswith("theme/further.")),
    )


def _audit_theme(weights: list[Weight]) -> Iterator[Problem]:
    budgets: tuple[Budget, ...] = (
        (
            [w for w in weights if w.page.template == "goal"],
            lambda weight: weight.load.styles - weight.load.further - weight.allowance,
            GOAL_STYLE,
            "Målsidans stilmallar",
        ),
        (weights, lambda weight: weight.load.whole, THEME_FILES, "Temats filer på en sida"),
    )
    for group, size, most, what in budgets:
        heaviest = max(group, key=size, default=None)
        if heaviest and size(heaviest) > most:
            name, of_it = max(heaviest.load.files.items(), key=lambda item: item[1])
            weight, budget = kilobytes_apart(size(heaviest), most)
            message = f"{what} väger {weight}, mer än {budget}. Tyngst är {name}: {kilobytes(of_it)}."
            help_line = "Det är ett fel i sidmallarna eller programmet, inte i din text."
            yield Problem(Place(heaviest.page.place.source), "granskning", message, help=(help_line,))


def kilobytes(size: int, decimals: int = 1) -> str:
    """Return a number of bytes for people: `13,9 kB` (1 kB is 1,000 bytes, SI)."""
    return f"{format_decimal(size / 1000, decimals)} kB"


def kilobytes_apart(size: int, other: int) -> tuple[str, str]:
    """Return two numbers of bytes with enough decimals to tell them apart: `14,004 kB` and `14,000 kB`."""
    for decimals in (1, 2):
        if kilobytes(size, decimals) != kilobytes(other, decimals):
            return kilobytes(size, decimals), kilobytes(other, decimals)
    return kilobytes(size, 3), kilobytes(other, 3)

"""Weight: what a page costs who opens it, and the budgets, which stand here and nowhere else.

Stage: audit. In: the folder with the new site, its pages, and what each of them fetches. Out: problems. What the theme
weighs is ours: over its budget nothing is published. How long a text may be is the editors' choice: a page that becomes
too heavy by it is told, and shown.
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

from plugins.core.cache.memo import Question, Remember, make_anew
from plugins.core.dataclass import dataclass
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import format_decimal, quote
from plugins.house.page import SitePage
from plugins.publishing.manifest import describe_files

PAGE: Final = 14_000
"""Bytes, gzipped: HTML and CSS of a page: what a server sends before it waits for an answer (ten packets of TCP,
RFC 6928). `docs/decisions/0016-weight-budgets.md` says why each."""
WHOLE_PAGE: Final = 60_000
"""Bytes, gzipped: all that a page fetches but logos and pictures."""
GOAL_STYLE: Final = 5_900
"""Bytes, gzipped: the stylesheet of goal pages; the text of a goal has the rest of `PAGE`."""
LIGHT: Final = PAGE - GOAL_STYLE
"""Bytes, gzipped: HTML with which no page is over its budget, unless the theme is over its own."""
LONG: Final = 20_000
"""Bytes of HTML, not gzipped, that are hardly ever as light."""
ANNOUNCEMENTS: Final = 900
"""Bytes, gzipped: what a page may weigh more while announcements stand on it, which is for some weeks."""
THEME_FILES: Final = 30_000
"""Bytes, gzipped: all stylesheets, script, font and icon that any page fetches."""

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
"""What a page says of what it may do: some 80 bytes that only publishing adds, so they are not the editors' to save."""

PACKED = (".woff2", ".png", ".ico", ".jpg", ".webp", ".gif")
"""Endings of files that are packed already: a server sends them as they are."""


@dataclass(frozen=True, slots=True)
class Load:
    """The bytes, as sent, of the theme's files that many pages fetch."""

    files: Mapping[str, int]
    """By path."""
    whole: int
    styles: int
    """The stylesheets."""
    further: int
    """Those bytes of the stylesheets that a site with more goals than the drawn ones adds: their paints."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of one page, as sent."""

    page: SitePage
    html: int
    load: Load

    @property
    def allowance(self) -> int:
        """What is let pass above the budgets of pages."""
        return ANNOUNCEMENTS if self.page.frame.announcements else 0

    @property
    def first(self) -> int:
        """What a browser needs before it shows anything, but for what is let pass."""
        return self.html + self.load.styles - self.allowance

    @property
    def whole(self) -> int:
        """Everything."""
        return self.html + self.load.whole

    @property
    def is_over(self) -> bool:
        """Tell whether the page is over a budget of pages."""
        return self.first > PAGE or self.whole > WHOLE_PAGE


Budget = tuple[list[Weight], Callable[[Weight], int], int, str]
"""Pages, what is weighed of them, how much it may be, and what it is called."""


def ask_weight(folder: Path, name: str, digest: str) -> Question:
    """Return what is asked of a file that pages fetch."""
    return ("weight of file", name.endswith(PACKED), digest), partial(weigh, folder / name)


def weigh(file: Path) -> int:
    """Return how many bytes a server sends of a file."""
    return weigh_data(file.name, file.read_bytes())


def weigh_page(name: str, data: bytes) -> int:
    """Return how many bytes a server sends of a page as its text and template make it, the same at the desk and published."""
    return weigh_data(name, _POLICY.sub(b"", data))


def weigh_at_most(data: bytes) -> int:
    """Return how many bytes of a page a server sends at most; of a heavy one to the byte.

    A light one is packed in half the time, and a little less well than a server does it.
    """
    plain = _POLICY.sub(b"", data)
    size = len(gzip.compress(plain, 1, mtime=0)) if len(plain) < LONG else len(plain)
    return size if size <= LIGHT else weigh_data(".html", plain)


def weigh_data(name: str, data: bytes) -> int:
    """Return how many bytes a server sends of what a file of this name holds."""
    return len(data) if name.endswith(PACKED) else len(gzip.compress(data, 9, mtime=0))


def audit_weight(
    folder: Path,
    loads: Mapping[str, frozenset[str]],
    pages: Mapping[str, SitePage],
    remember: Remember = make_anew,
    digests: Mapping[str, str] | None = None,
    known: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Problem]:
    """Yield a problem where theme or pages are over their budget, at the heaviest; `loads` is by page address.

    `digests` as in `audit_output`; `known` is what pages weigh at most (`weigh_at_most`), by their addresses.
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
    """Return what each page weighs: at most, where it is light; else to the byte."""

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
    """A page that is too heavy is told of, the heaviest by its text and the heaviest of all."""
    budgets: tuple[Budget, ...] = (
        (weights, lambda weight: weight.first, PAGE, "text och stilmall"),
        (weights, lambda weight: weight.whole, WHOLE_PAGE, "allt utom logotyper och bilder"),
    )
    for group, size, most, what in budgets:
        heaviest = max(group, key=size, default=None)
        if heaviest and size(heaviest) > most:
            sizes = size(heaviest), most
            weight, budget = remember(("kilobytes", *sizes), partial(kilobytes_apart, *sizes))  # Babel costs as much as the rest
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
    """Return a number of bytes as one reads it: `13,9 kB` (kB is a thousand bytes, SI)."""
    return f"{format_decimal(size / 1000, decimals)} kB"


def kilobytes_apart(size: int, other: int) -> tuple[str, str]:
    """Return two numbers of bytes with as many decimals as tell them apart: `14,004 kB` and `14,000 kB`."""
    for decimals in (1, 2):
        if kilobytes(size, decimals) != kilobytes(other, decimals):
            return kilobytes(size, decimals), kilobytes(other, decimals)
    return kilobytes(size, 3), kilobytes(other, 3)

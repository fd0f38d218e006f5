"""Page files: a header between two lines `---`, followed by Markdown.

`split_page` takes a `SourceFile` and returns header and body as `Text`, or the problem that says what is missing.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from plugins.core.files.leftovers import FETCH_IT
from plugins.core.former import Former
from plugins.core.kinds.keys import Key
from plugins.core.models.model import Model, field
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.records.nodes import Shape
from plugins.core.source.lines import Line
from plugins.core.source.sources import Text, text_of_lines
from plugins.core.swedish import compare_key, quote


class PageModel(Model):
    """Base of the models for files with a header and Markdown."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("title",)

    name: str = ""
    """The file name without extension."""
    body: Text | None = None
    """The Markdown; None only while the header is being bound."""

    @property
    def text(self) -> Text:
        """The Markdown of the page; raises ValueError before it has been read."""
        if self.body is None:
            raise ValueError("a page is used before its body was read")
        return self.body


class AddressedPage(PageModel, ABC):
    """A page with an address of its own, and perhaps former ones; a block, which is shown on other pages, has none."""

    LAST_LISTED_DAY: ClassVar[str] = ""
    """English name of the field with the last day on which overviews and goal pages link to the page; after it the page is still
    there and in search, but has no card (`library.listed`). Empty: it is listed as long as it is there."""
    LISTED_YEARS: ClassVar[int] = 0
    """For how many years after that day it stays listed, as news may."""

    former_addresses: tuple[Former, ...] = field(
        "tidigare adresser", "Adresser som sidan har haft. De leder hit.", default=(), later=True
    )
    prefix: str = Field(default="", exclude=True, repr=False)
    """Prefix of its address in a language other than the site's own: `/en`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Add the language prefix to the `address` that a subclass declares."""
        super().__init_subclass__(**kwargs)
        declared = cls.__dict__.get("address")
        if isinstance(declared, property) and declared.fget:
            cls.address = property(_below(declared.fget), doc=declared.__doc__)  # type: ignore[method-assign,assignment]

    # Each kind of pages declares all of these itself, in the order in which editors fill them in (a test names missing ones).
    # It may also set `FIRST_DAY` and `LAST_DAY`, and use what `WithGoals` and `DatedPage` add.
    if TYPE_CHECKING:
        title: Line
        """Its heading, also used in menus, cards and search."""
        summary: Line | None
        """For search engines and for cards; a kind may require it (`required`), and `saknas` is a valid value."""
        contact: Key | None
        """The contact whose card is shown at the end of the page."""
        help_box: Key | None
        """The help box that is shown as a strip at the top of the page."""
        updated: date | None
        """The day on which the editors last revised the text, as they state it."""
        status: str
        """`publicerad` or `utkast`."""

    @property
    @abstractmethod
    def address(self) -> str:
        """Address from the root, as visitors see it; subclasses define it for the site's own language."""

    @property
    def own_address(self) -> str:
        """The address of the same page in the site's own language."""
        return self.address.removeprefix(self.prefix)

    def is_shown_on(self, today: date, *, with_drafts: bool = False) -> bool:
        """Return whether visitors see it on a day; `with_drafts` (preview) adds drafts and future pages, but not ended ones."""
        return (with_drafts and not self.has_ended(today)) or super().is_shown_on(today)

    @property
    def listed_until(self) -> date | None:
        """The last day on which overviews link to it; None: no limit."""
        day: date | None = getattr(self, self.LAST_LISTED_DAY) if self.LAST_LISTED_DAY else None
        return _add_years(day, self.LISTED_YEARS) if day else None

    def is_listed_on(self, today: date) -> bool:
        """Return whether overviews link to it on a day on which it is shown."""
        last = self.listed_until
        return last is None or today <= last

    def is_withheld_on(self, today: date) -> bool:
        """Return whether the page is withheld on a day: it is a draft, or the day is not within its days.

        A future page may be unfinished, as a draft may: what is wrong with it is reported in advance as a warning. If it still is
        on its first day, the night leaves the page out (`site.removal.leaving`).
        """
        return not self.is_shown_on(today)


def _add_years(day: date, years: int) -> date:
    """Return the same day some years later, 28 February for a leap day that the year lacks; at most the last day there is."""
    if day.year + years > MAXYEAR:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _below(declared: Callable[[Any], str]) -> Callable[[Any], str]:
    def address(page: AddressedPage) -> str:
        return f"{page.prefix}{declared(page)}"

    return address


def split_page(source: SourceFile, shape: Shape) -> tuple[Text | None, Text | None, list[Problem]]:
    """Return the header and body of a page, or the problems that prevent it; `shape` tells fields from other lines."""
    lines = source.text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        message = "Filen är tom."
        what_to_write = "Skriv ett sidhuvud mellan två rader med ---, och texten under det."
        return None, None, [Problem(Place(source), "tom-fil", message, help=(FETCH_IT, what_to_write))]
    end = next((n for n, line in enumerate(lines[start + 1 :], start + 1) if line.strip() in ("---", "...")), None)
    if lines[start].strip() != "---":
        if _DASHES.fullmatch(lines[start].strip()):
            return None, None, [_wrong_dashes(Place(source, start + 1), "börja")]
        message = "Sidan ska börja med en rad --- före sidhuvudet."
        if _header_below(lines, start, shape):
            message = "Här står text före sidhuvudet. Raden --- ska stå överst i filen."
        elif not re.match(r"[\w -]++:", lines[start]):
            message = "Sidan saknar sidhuvud. Det ska stå först i filen, mellan två rader med ---."
        return None, None, [Problem(Place(source, start + 1), "saknar-sidhuvud", message, help=(_EXAMPLE,))]
    last = _last_field(lines[:end], start, shape)
    odd = next((n for n, line in enumerate(lines[last + 1 : end], last + 1) if _DASHES.fullmatch(line.strip())), None)
    if odd is not None:
        return None, None, [_wrong_dashes(Place(source, odd + 1), "sluta")]
    if end is None:
        message = "Sidhuvudet saknar sitt slut: en rad --- efter det sista fältet."
        return None, None, [Problem(Place(source, last + 1), "saknar-sidhuvud", message, help=(_EXAMPLE,))]
    if again := _second_header(lines, end + 1, shape):
        message = "Här börjar ett sidhuvud till. Sidan ska ha ett enda, först i filen."
        help_lines = ("Flytta upp de fält som behövs, och ta bort resten.",)
        return None, None, [Problem(Place(source, again + 1), "dubbelt-sidhuvud", message, help=help_lines)]
    header = text_of_lines(source, start + 2, "\n".join(lines[start + 1 : end]))
    body = text_of_lines(source, end + 2, "\n".join(lines[end + 1 :]))
    return header, body, []


_DASHES = re.compile(r"(?!---$)[-\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}_*=+]+")
"""Typed in place of `---` by mistake, or inserted by a word processor that joins hyphens."""


def _wrong_dashes(place: Place, verb: str) -> Problem:
    message = f"Sidhuvudet ska {verb} med tre bindestreck, men här står {quote(place.written.strip(), 20)}."
    return Problem(place, "saknar-sidhuvud", message, suggestion="---")


def _header_below(lines: list[str], start: int, shape: Shape) -> bool:
    """Return whether a header begins below other text."""
    pairs = zip(lines[start:], lines[start + 1 :], strict=False)
    return any(line.strip() == "---" and compare_key(below.split(":")[0]) in shape.fields for line, below in pairs)


_EXAMPLE = "Ett sidhuvud är en rad ---, sedan fält som ”titel: …” och ”status: utkast”, och till sist en rad --- igen."


def _second_header(lines: list[str], after: int, shape: Shape) -> int | None:
    """Return the index of the line `---` that begins a second header right after the first, or None."""
    begin = next((n for n, line in enumerate(lines[after:], after) if line.strip()), None)
    if begin is None or lines[begin].strip() != "---" or begin + 1 >= len(lines):
        return None
    return begin if compare_key(lines[begin + 1].split(":")[0]) in shape.fields and ":" in lines[begin + 1] else None


def _last_field(lines: list[str], start: int, shape: Shape) -> int:
    """Return the index of the last line that looks like a field of the header."""
    last = start
    for number, line in enumerate(lines[start + 1 :], start + 1):
        if line.startswith("#") and not re.match(r"#++ *+[\w-][\w -]*+:", line):
            break
        if compare_key(line.split(":")[0]) in shape.fields and ":" in line:
            last = number
    return last

"""Pages as the editors write them: a header between two lines `---`, and Markdown after it.

Stage: read. In: a `SourceFile`. Out: header and body as `Text`, or the problem that tells what is missing.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date
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
    """What every file with header and Markdown has."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("title",)

    name: str = ""
    """The file's name without ending."""
    body: Text | None = None
    """The Markdown; None only while the header is bound."""

    @property
    def text(self) -> Text:
        """The Markdown of the page."""
        if self.body is None:
            raise ValueError("a page is used before its body was read")
        return self.body


class AddressedPage(PageModel, ABC):
    """A page that has an address of its own, and may have had others; what stands elsewhere (a block) has none."""

    LAST_LISTED_DAY: ClassVar[str] = ""
    """English name of the field with the last day on which overviews and the pages of its goals lead to it; from the day after it
    has its page, which search finds, and no card (`library.listed`). Empty: they lead to it as long as it is there."""

    former_addresses: tuple[Former, ...] = field(
        "tidigare adresser", "Adresser som sidan har haft. De leder hit.", default=(), later=True
    )
    prefix: str = Field(default="", exclude=True, repr=False)
    """What its address lies below, in another language than the site's own: `/en`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Put the address that a kind of pages declares below the language's own."""
        super().__init_subclass__(**kwargs)
        declared = cls.__dict__.get("address")
        if isinstance(declared, property) and declared.fget:
            cls.address = property(_below(declared.fget), doc=declared.__doc__)  # type: ignore[method-assign,assignment]

    # Each kind of pages declares all of these itself, in the order in which its editors meet them (a test tells which it lacks).
    # It may also name its `FIRST_DAY` and `LAST_DAY`, and have what `WithGoals` and `DatedPage` add.
    if TYPE_CHECKING:
        title: Line
        """Its heading, and what menus, cards and search call it."""
        summary: Line | None
        """For search engines, and where another page shows it; a kind asks for it (`required`), and `saknas` is an answer."""
        contact: Key | None
        """Whose card stands at its end."""
        help_box: Key | None
        """What stands as a strip at its top."""
        updated: date | None
        """The day on which the editors last changed what it says, as they write it."""
        status: str
        """`publicerad` or `utkast`."""

    @property
    @abstractmethod
    def address(self) -> str:
        """Address from the root, as visitors see it; a kind of pages says it for the site's own language."""

    @property
    def own_address(self) -> str:
        """The address of the same page in the site's own language."""
        return self.address.removeprefix(self.prefix)

    def is_shown_on(self, today: date, *, with_drafts: bool = False) -> bool:
        """Tell whether visitors meet it on a day; a preview has what is to come too, as it has drafts, and not what is over."""
        return (with_drafts and not self.has_ended(today)) or super().is_shown_on(today)

    @property
    def listed_until(self) -> date | None:
        """The last day on which overviews lead to it; None: as long as it is there."""
        return getattr(self, self.LAST_LISTED_DAY) if self.LAST_LISTED_DAY else None

    def is_listed_on(self, today: date) -> bool:
        """Tell whether overviews lead to it on a day on which it is there."""
        last = self.listed_until
        return last is None or today <= last

    def is_draft_on(self, today: date) -> bool:
        """Tell whether the page is not to be published: a draft, or one whose days do not include this one."""
        return not self.is_shown_on(today)


def _below(declared: Callable[[Any], str]) -> Callable[[Any], str]:
    def address(page: AddressedPage) -> str:
        return f"{page.prefix}{declared(page)}"

    return address


def split_page(source: SourceFile, shape: Shape) -> tuple[Text | None, Text | None, list[Problem]]:
    """Return header and body of a page."""
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
"""What stands in the place of `---` by a slip, or because a word processor has joined the hyphens."""


def _wrong_dashes(place: Place, verb: str) -> Problem:
    message = f"Sidhuvudet ska {verb} med tre bindestreck, men här står {quote(place.written.strip(), 20)}."
    return Problem(place, "saknar-sidhuvud", message, suggestion="---")


def _header_below(lines: list[str], start: int, shape: Shape) -> bool:
    """Tell whether a header begins below other text."""
    pairs = zip(lines[start:], lines[start + 1 :], strict=False)
    return any(line.strip() == "---" and compare_key(below.split(":")[0]) in shape.fields for line, below in pairs)


_EXAMPLE = "Ett sidhuvud är en rad ---, sedan fält som ”titel: …” och ”status: utkast”, och till sist en rad --- igen."


def _second_header(lines: list[str], after: int, shape: Shape) -> int | None:
    """Return the number (from 0) of the line `---` that begins a second header right after the first, if there is one."""
    begin = next((n for n, line in enumerate(lines[after:], after) if line.strip()), None)
    if begin is None or lines[begin].strip() != "---" or begin + 1 >= len(lines):
        return None
    return begin if compare_key(lines[begin + 1].split(":")[0]) in shape.fields and ":" in lines[begin + 1] else None


def _last_field(lines: list[str], start: int, shape: Shape) -> int:
    """Return the number (from 0) of the last line that looks like a field of the header."""
    last = start
    for number, line in enumerate(lines[start + 1 :], start + 1):
        if line.startswith("#") and not re.match(r"#++ *+[\w-][\w -]*+:", line):
            break
        if compare_key(line.split(":")[0]) in shape.fields and ":" in line:
            last = number
    return last

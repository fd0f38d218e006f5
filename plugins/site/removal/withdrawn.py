"""Remove what was withdrawn (a picture, a person, a page, a partner) from any state of the content.

Takes a list of withdrawals and what was read; returns it without them, and warnings for the places that still have them. A record
about the thing becomes a draft. Others lose what shows it: a field, a picture in a text, a paragraph with the name. Called by the
tasks, also at night.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Literal

from plugins.contacts.model import Contact
from plugins.core.dataclass import dataclass
from plugins.core.markdown.written_links import find_written_links
from plugins.core.models.model import Model, fields_of
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.shelves import Reading
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key, format_day, quote
from plugins.core.walk import find_texts
from plugins.local_goals.model import LocalGoal
from plugins.partners.model import Partner
from plugins.site.removal.leaving import as_draft, unchanged
from plugins.website.model import Website

WithdrawalSort = Literal["bild", "person", "sida", "partner"]
SORTS: Final[tuple[WithdrawalSort, ...]] = ("bild", "person", "sida", "partner")
CALLED: Final = {"bild": "Bilden", "person": "Personen", "sida": "Sidan", "partner": "Partnern"}


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Something that must not be on the site."""

    name: str
    """Name of a file, a person or a partner, or the address of a page."""
    sort: WithdrawalSort
    day: date
    """The day of the withdrawal."""

    def is_named(self, text: str) -> bool:
        """Return whether a text contains the name as a whole word."""
        return self.find(text) is not None

    def find(self, text: str) -> int | None:
        """Return the offset of the name in a text, as a whole word; None if it is missing."""
        found = re.search(rf"(?<!\w){re.escape(self.name)}(?!\w)", text, re.IGNORECASE)
        return found.start() if found else None


def make_remover(withdrawals: Sequence[Withdrawal]) -> Callable[[Model], Model]:
    """Return a function that removes the withdrawn things from a record."""

    if not withdrawals:
        return unchanged

    def change(record: Model) -> Model:
        for one in withdrawals:
            record = _TAKE[one.sort](record, one)
        return record

    return change


def find_remaining(reading: Reading, withdrawals: Sequence[Withdrawal]) -> Iterator[Problem]:
    """Yield a warning for each place in the content that still has something withdrawn."""
    for one in withdrawals:
        for records in (*reading.shelves.by_model.values(), *reading.shelves.translations.values()):
            for record in records:
                for place in _places(record, one):
                    since = format_day(one.day)
                    message = (
                        f"{CALLED[one.sort]} {quote(one.name)} är borttagen från webbplatsen sedan {since}, men står kvar här."
                    )
                    help_lines = (
                        "Ta bort det här, så är det borta för gott. Besökaren ser det inte under tiden.",
                        f"Ska det visas igen: python3 tasks.py ta-bort-nu ”{one.name}” --visa-igen",
                    )
                    yield warning(place, "borttaget", message, *help_lines)


# ---- what each sort takes with it


def _take_page(record: Model, one: Withdrawal) -> Model:
    if isinstance(record, AddressedPage) and record.address == one.name:
        return as_draft(record)
    if isinstance(record, Website):
        footer = record.footer
        links = tuple(link for link in footer.links if link.address != one.name) if footer else ()
        changes: dict[str, object] = {"menu": tuple(link for link in record.menu if link.address != one.name)}
        changes |= {"footer": footer.model_copy(update={"links": links})} if footer else {}
        return record.model_copy(update=changes)
    return _without_links(record, one.name.rstrip("/"))


def _take_partner(record: Model, one: Withdrawal) -> Model:
    is_it = isinstance(record, Partner) and compare_key(record.name.value) == compare_key(one.name)
    return as_draft(record) if is_it else record


def _take_person(record: Model, one: Withdrawal) -> Model:
    if isinstance(record, Contact) and compare_key(one.name) in (
        record.id.key,
        compare_key(record.name.value if record.name else ""),
    ):
        return as_draft(record)
    if isinstance(record, Website):
        return record
    if isinstance(record, LocalGoal):
        record = record.model_copy(update=dict.fromkeys(_optional_with(record, one)))
    elif any(one.is_named(text.value) for _, text in find_texts(record)):
        return as_draft(record)
    if isinstance(record, PageModel) and one.is_named(record.text.value):
        return record.model_copy(update={"body": _without_paragraphs(record.text, one)})
    return record


def _optional_with(goal: LocalGoal, one: Withdrawal) -> list[str]:
    """Return the English names of a goal's optional fields that contain the name: a voice, a picture."""
    found = []
    for info in fields_of(type(goal)).values():
        value = getattr(goal, info.english)
        texts = [text for _, text in find_texts(value)] if isinstance(value, Model) else [getattr(value, "typed", value)]
        if not info.required and any(isinstance(text, Text) and one.is_named(text.value) for text in texts):
            found.append(info.english)
    return found


def _take_picture(record: Model, one: Withdrawal) -> Model:
    changes = dict.fromkeys(_fields_with(record, one))
    record = record.model_copy(update=changes) if changes else record
    return _without_links(record, f"/bilder/{one.name}")


def _fields_with(record: Model, one: Withdrawal) -> list[str]:
    """Return the English names of the fields that show the picture or logo."""
    found = []
    for info in fields_of(type(record)).values():
        value = getattr(record, info.english)
        file = getattr(value, "file", value) if isinstance(value, Model) else value
        if (file.value if isinstance(file, Text) else file) == one.name:
            found.append(info.english)
    return found


_TAKE: Final[dict[WithdrawalSort, Callable[[Model, Withdrawal], Model]]] = {
    "bild": _take_picture,
    "person": _take_person,
    "sida": _take_page,
    "partner": _take_partner,
}


# ---- texts: characters are replaced by spaces, so that offsets stay valid


def _without_links(record: Model, address: str) -> Model:
    """Return a page whose text neither shows nor links to an address; the words of the links remain."""
    if not isinstance(record, PageModel) or address not in record.text.value:
        return record
    leads = re.compile(rf"{re.escape(address)}/?(?:[#?].*)?")
    signs = list(record.text.value)

    def blank(start: int, end: int) -> None:
        signs[start:end] = [sign if sign == "\n" else " " for sign in signs[start:end]]

    hidden: set[tuple[int, int]] = set()
    for link in find_written_links(record.text.value):
        name = (link.name_start, link.name_end)
        is_it = leads.fullmatch(link.address) is not None
        if name in hidden or (is_it and (link.is_picture or name == (link.start, link.end))):
            blank(link.start, link.end)  # a picture, a link around it alone, or a link definition
            hidden.add((link.start, link.end))
        elif is_it:
            blank(link.start, link.name_start)
            blank(link.name_end, link.end)
    return record.model_copy(update={"body": replace(record.text, value="".join(signs))})


def _without_paragraphs(text: Text, one: Withdrawal) -> Text:
    """Return a text without the paragraphs and list items that contain the name."""
    lines = text.value.split("\n")
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and lines[start].strip() and lines[end].strip() and not _BEGINS.match(lines[end]):
            end += 1
        if one.is_named("\n".join(lines[start:end])):
            lines[start:end] = [" " * len(line) for line in lines[start:end]]
        start = end
    return replace(text, value="\n".join(lines))


_BEGINS: Final = re.compile(r"\s*(?:[-*+]|\d+[.)])\s|#{1,6}\s")


# ---- where it still stands


def _places(record: Model, one: Withdrawal) -> Iterator[Place]:
    """Yield where a record still has what was withdrawn."""
    if one.sort == "sida":
        if isinstance(record, AddressedPage) and record.address == one.name:
            yield record.text.place()
        elif isinstance(record, PageModel) and one.name in (value := record.text.value):
            links = (link for link in find_written_links(value) if link.address.startswith(one.name))
            places = [place for link in links if (place := value.find(one.name, link.start, link.end)) >= 0]
            yield from map(record.text.place, places[:1])
    elif one.sort == "partner":
        if isinstance(record, Partner) and compare_key(record.name.value) == compare_key(one.name):
            yield record.place("name")
    elif one.sort == "person":
        if isinstance(record, Contact) and record.name and compare_key(record.name.value) == compare_key(one.name):
            yield record.place("name")
            return
        texts = [text for _, text in find_texts(record)] + ([record.text] if isinstance(record, PageModel) else [])
        for text in texts:
            if (start := one.find(text.value)) is not None:
                yield text.place(start)
    elif _take_picture(record, one) is not record:
        changed = _fields_with(record, one)
        if changed:
            yield record.place(changed[0])
        elif isinstance(record, PageModel):
            yield record.text.place(max(0, record.text.value.find(f"/bilder/{one.name}")))

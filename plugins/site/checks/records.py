"""Check the library: rules for every record and text, then each room's own rules.

Takes the library; yields problems.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from plugins.core.identity import find_identity_numbers, may_hold_identity_numbers
from plugins.core.kinds.words import NAME, VALUE_LINE
from plugins.core.library import Library
from plugins.core.markdown.nodes import Document, LinkFound
from plugins.core.marks.known import ALL
from plugins.core.marks.rules import check_line
from plugins.core.models.model import Model, RegisterModel, fields_of
from plugins.core.names import check_one_each
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.pictures.pictures import Picture, check_picture
from plugins.core.placeholders import check_waiting
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, warning
from plugins.core.record_names import key_of, name_of
from plugins.core.room import no_rules_of_pages
from plugins.core.source.lines import Marked
from plugins.core.source.sources import Text
from plugins.core.swedish import format_day, quote, slugify
from plugins.core.texts.documents import read_document, texts_of
from plugins.core.texts.headings import Below, check_bare_headings, check_headings, refuse_headings
from plugins.core.texts.piece_links import find_lost_links
from plugins.core.texts.pieces import MarkedPiece, find_rings
from plugins.core.walk import check_gaps, check_placeholders, find_lines, find_names, find_years, walk_models
from plugins.core.with_goals import WithGoals, check_goals
from plugins.pages.model import TextPage
from plugins.site.rooms import KINDS, KNOWN_PAGES, PIECES, ROOMS

RULES_OF_PAGES: Final = tuple(room.check_page for room in ROOMS if room.check_page is not no_rules_of_pages)


def check_library(library: Library) -> Iterator[Problem]:
    """Yield the problems of records and texts, except those of language."""
    yield from library.gather_each(_check_personal_data, library.shelves.sources)
    for model in library.registers:
        yield from library.gather_each(_check_record, library.all(model))
    yield from _check_no_all(library)
    for room in ROOMS:
        yield from library.gather(room.check)
    for model, text in library.shelves.torn_texts:
        document, problems = read_document(text, library, library.setting_of_torn(model))
        yield from problems
        yield from check_headings(document)
    yield from library.gather(_check_rings)
    for room in ROOMS:
        yield from library.gather(room.check_last)


def _check_no_all(library: Library) -> Iterator[Problem]:
    """No record has the word for all records as its id, if its mark can show all."""
    for kind in PIECES:
        if isinstance(kind, MarkedPiece) and kind.make_all:
            record = library.known(kind.register.model).things.get(ALL)
            if record is not None:
                message = f"{quote(ALL)} betyder alla i märket {quote(f'{{{kind.register.mark}:{ALL}}}')}, så ingen kan heta det."
                yield Problem(record.place(*record.NAMED_BY[-1:]), "fel-varde", message, help=("Skriv ett annat namn.",))


def _check_rings(library: Library) -> Iterator[Problem]:
    """No record shows a text that in turn shows the record. Reported once, at a mark that shows nothing."""
    names = {kind.register.mark_key: kind.register.mark for kind in PIECES if isinstance(kind, MarkedPiece)}
    for mark in find_rings(PIECES, library):
        written = quote(f"{{{names[mark.name]}:{mark.argument.text.value}}}")
        message = f"Här visas inget vid {written}: det som skulle stå här visar i sin tur texten som markeringen står i."
        yield Problem(mark.place, "fel-markering", message, help=("Ta bort markeringen, eller den andra vägen.",))


def check_record(record: Model, library: Library) -> tuple[Problem, ...]:
    """Return the problems of a record, from the memo if nothing that they depend on has changed."""
    return library.gather(_check_record, record)


def _check_record(library: Library, record: Model) -> Iterator[Problem]:
    if library.is_over(record):  # visitors no longer see it, so its content needs no correction
        yield from _check_days(record)
        return
    yield from _check_texts(record, library)
    yield from _check_fields(record, library, library.ask(_list_names) if isinstance(record, RegisterModel) else ())
    yield from _check_days(record)
    yield from _check_review(record, library)
    if isinstance(record, AddressedPage):
        yield from _check_page(record, library)


def _list_names(library: Library) -> tuple[Text, ...]:
    """Return the names of organisations that have records."""
    registers = [register for register in library.registers.values() if register.has_organisations]
    return tuple(name for register in registers for record in library.all(register.model) for name in find_names(record))


def _check_texts(record: Model, library: Library) -> Iterator[Problem]:
    """The Markdown of a record is valid where it stands, and its headings go down one level at a time."""
    register = library.registers.get(type(record))
    for text in texts_of(record):
        document, problems = read_document(text, library, library.setting_of(record))
        yield from problems
        if register and register.no_headings:
            yield from refuse_headings(document, register.no_headings)
        else:
            yield from check_headings(document)
            yield from _check_bare(record, text, document, problems, library)
        for link in find_lost_links(document, PIECES, library, library.setting_of(record)):
            yield _report_lost_link(link)


def _check_bare(
    record: Model, text: Text, document: Document, problems: Sequence[Problem], library: Library
) -> Iterator[Problem]:
    """No heading is empty, except at the end of a page with computed content below. Drafts other than pages are not checked.

    Kinds that leave out empty headings are checked by their rooms.
    """
    is_page = isinstance(record, PageModel)
    is_body = isinstance(record, PageModel) and text is record.text
    if is_body and any(kind.has_parts and kind.model is type(record) for kind in KINDS):
        return
    if is_page or not library.is_withheld(record):
        yield from check_bare_headings(document, problems, below=_find_below(record) if is_body else "nothing")


def _find_below(record: Model) -> Below:
    """Return what follows a page's text. A picture comes between the text and computed content."""
    name = slugify(record.name) if isinstance(record, TextPage) else ""
    below: Below = next((known.below for known in KNOWN_PAGES if known.name == name), "nothing")
    return "words" if isinstance(record, TextPage) and record.picture and below == "headings" else below


def _report_lost_link(link: LinkFound) -> Problem:
    """No link or picture stands on a line of a component that shows words only."""
    if link.is_picture:
        message, advice = "Bilden visas inte: av raden som den står på visar rutan bara orden.", "Ställ den utanför rutan."
    else:
        message = "Länken blir bara ord: av raden som den står på visar rutan inget annat."
        advice = "Skriv länken på en annan rad i rutan, eller utanför den."
    return warning(link.place, "nastan-ratt", message, advice, stops_publishing=True)


def _check_fields(record: Model, library: Library, names: Collection[Text]) -> Iterator[Problem]:
    """Marks in lines are known, pictures can be shown, and goals of pages exist; published records have no gaps or
    placeholders.
    """
    marks, is_published = library.marks(library.setting_of(record)), not library.is_withheld(record)
    for line in find_lines(record):
        yield from check_line(line, marks)
    register = library.registers.get(type(record))
    is_portrait = register is not None and register.has_portraits
    for inner in walk_models(record):
        if isinstance(inner, Picture):
            yield from check_picture(inner, library.gallery, is_portrait=is_portrait, is_published=is_published)
    yield from _check_lists(record)
    if isinstance(record, WithGoals):
        yield from check_goals(record.goals, library.referred_by("lokala mål"))
    if is_published:
        yield from check_gaps(record)
        yield from _check_years(record, library)
        yield from check_placeholders(record, names)
        if isinstance(record, PageModel):
            yield from check_waiting(record.text)


def _check_lists(record: Model) -> Iterator[Problem]:
    """No item in a list of names or values is several, separated by commas. A list of sentences may have commas."""
    for inner in walk_models(record):
        for info in fields_of(type(inner)).values():
            if info.is_list and info.kind in (NAME, VALUE_LINE):
                values = [value.typed if isinstance(value, Marked) else value for value in getattr(inner, info.english)]
                yield from check_one_each(info.swedish, values, are_names=info.kind is NAME)


def _check_years(record: Model, library: Library) -> Iterator[Problem]:
    """A year of something that has happened is not after the first day on which it is shown. Fields for plans are exempt
    (`ANY_YEAR`).
    """
    parts = [part.shown_from or library.today for part in record.list_dated() if not part.has_ended(library.today)]
    shown = max(library.today, record.shown_from or min(parts, default=library.today))
    for place, year in find_years(record):
        if year > shown.year:
            message = f"Året {year} har inte kommit."
            yield warning(place, "dag-i-framtiden", message, "Skriv året då det hände.")


def _check_days(record: Model) -> Iterator[Problem]:
    """The last day of a record, and its last day in lists, are not before its first day."""
    first, last = record.shown_from, record.shown_until
    if isinstance(record, AddressedPage) and first and (listed := record.listed_until) and listed < first:
        message = f"Sista dagen i listor, {format_day(listed)}, kommer före den första, {format_day(first)}."
        yield Problem(record.place(record.LAST_LISTED_DAY), "slutar-fore-start", message, help=("Rätta en av dagarna.",))
    if first and last and last < first:
        days = f"Sista dagen, {format_day(last)}, kommer före den första, {format_day(first)}"
        message = f"{days}, så {record.CALLED} visas aldrig."
        yield Problem(record.place(record.LAST_DAY), "slutar-fore-start", message, help=("Rätta en av dagarna.",))


def _check_review(record: Model, library: Library) -> Iterator[Problem]:
    """A record is reviewed by the day that it names."""
    day = record.review_day
    if day and day < library.today:
        name = quote(name_of(record) if isinstance(record, PageModel) else key_of(record))
        message = f"{record.CALLED.capitalize()} {name} skulle granskas senast {format_day(day)}."
        yield warning(record.place(record.REVIEW_DAY), "granskning-forfallen", message, record.review_advice)


def _check_page(page: AddressedPage, library: Library) -> Iterator[Problem]:
    """The fields that rooms add to pages are valid, and the date of the last change is not in the future."""
    for rule in RULES_OF_PAGES:
        yield from rule(page, library)
    day = page.updated
    if day is not None and day > library.today and library.is_shown(page):
        message = f"Sidan kan inte vara uppdaterad {format_day(day)}: den dagen har inte kommit."
        yield warning(page.place("updated"), "dag-i-framtiden", message, "Skriv dagen då texten senast ändrades.")


def _check_personal_data(_library: Library, source: SourceFile) -> Iterator[Problem]:
    """No file in the content has a personal identity number."""
    if not may_hold_identity_numbers(source.text):
        return
    for number, line in enumerate(source.text.split("\n"), 1):
        for found in find_identity_numbers(line):
            message = "Här står något som ser ut som ett personnummer."
            help_line = "Ta bort det. Personnummer ska inte stå på webbplatsen, inte heller i en kommentar."
            yield Problem(Place(source, number, found.start() + 1), "personnummer", message, help=(help_line,))

"""The staff overview's rows: what is old, missing, waiting, unconfirmed, due or ending.

Stage: views. In: the context, and on which day each line of a file was last changed. Out: `StaffPage`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from plugins.contacts.model import Contact
from plugins.core.library import Library
from plugins.core.markdown.nodes import Document, HeadingNode, HtmlNode, LinkFound, Node
from plugins.core.models.model import Model
from plugins.core.outline import Ids, plain_heading
from plugins.core.outputs import PREVIEW_OWN, STAFF_FOLDER
from plugins.core.pictures import Picture
from plugins.core.places import Place
from plugins.core.swedish import format_day
from plugins.core.walk import find_gaps, walk_models
from plugins.facts.model import Fact
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.local_goals.markdown import title_of
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.sections import Section, find_sections
from plugins.partners.model import Partner
from plugins.site.left_out import find_not_shown, name_of
from plugins.site.uses import find_documents
from plugins.staff.view import StaffPage, StaffRow, StaffTable, say_age

ADDRESS: Final = f"/{STAFF_FOLDER}/"
APART: Final = f"/{PREVIEW_OWN}/{STAFF_FOLDER}/"
"""Where it is when the editors have a page of that name."""
SOON: Final = timedelta(days=60)
"""How far ahead the overview looks, as the list of partners does: time for a proof, an answer and an invoice."""

LineDays = Callable[[Path], Sequence[date]]
"""Returns the day on which each line of a file was last changed; nothing where that is not known."""


def no_history(_path: Path) -> Sequence[date]:
    """Know of no line when it was changed."""
    return ()


def build_staff_page(context: PageContext, pages: Iterable[SitePage], line_days: LineDays) -> SitePage:
    """Return the staff overview of a site with these pages, out of the way of the editors' own; for preview only."""
    text = context.open_page()
    announcements = context.announcements(text)
    view = _build_view(context, pages, text.ids, line_days)
    frame = context.frame(
        text,
        announcements,
        title=f"{view.title} – {context.parts.site_name}",
        description=context.words.staff_summary,
        address=APART if any(page.address == ADDRESS for page in pages) else ADDRESS,
        is_indexed=False,
    )
    return context.page("staff", frame, view, None, context.library.shelves.place(""), text, Document())


def _build_view(context: PageContext, pages: Iterable[SitePage], ids: Ids, line_days: LineDays) -> StaffPage:
    words = context.words
    tables = (
        (words.staff_sections, _section_columns(context), _sections(context, line_days)),
        (words.staff_gaps, (words.staff_where, words.staff_missing), _gaps(context)),
        (words.staff_drafts, (words.staff_where,), _drafts(context)),
        (words.staff_unconfirmed, (words.staff_where, words.global_goal, words.staff_reason), _unconfirmed(context)),
        (words.staff_due, (words.staff_where, words.staff_day), _due(context)),
        (words.staff_ending, (words.staff_where, words.staff_agreement, words.staff_day), _ending(context)),
        (words.staff_pictures, (words.staff_where, words.staff_picture), _pictures(context)),
    )
    return StaffPage(
        title=words.staff_title,
        tables=tuple(StaffTable(plain_heading(title, 2, ids), columns, tuple(rows)) for title, columns, rows in tables),
        weights_heading=plain_heading(words.staff_weights, 2, ids),
        weights_columns=(words.staff_where, words.staff_weight),
        edits={page.address: context.edit(page.place) for page in pages if page.source},
    )


# ---- goal × section


def _section_columns(context: PageContext) -> tuple[str, ...]:
    words, fixed = context.words, context.website.headings.fixed
    return (words.local_goal, words.staff_introduction, words.staff_topic, *fixed, words.updated)


def _sections(context: PageContext, line_days: LineDays) -> Iterator[StaffRow]:
    """Yield for each goal how many words each section has, and how old the newest of its lines is."""
    today = context.library.today
    for goal in context.library.all(LocalGoal):
        document, _ = context.texts.read(goal.text, context.library.setting_of(goal))
        found, _ = find_sections(document, context.website.headings.fixed, goal.text)
        parts = [Section(None, found.introduction), found.topic, found.today, found.wanted, found.globally]
        days = line_days(goal.text.source.path)
        cells = [_tell_section(part, goal, [part.heading for part in parts if part.heading], days, today) for part in parts]
        updated = say_age((today - goal.updated).days) if goal.updated else "–"
        yield StaffRow((f"{goal.number} {title_of(goal, context.library)}", *cells, updated), context.edit(goal.place("title")))


def _tell_section(part: Section, goal: LocalGoal, headings: Sequence[HeadingNode], days: Sequence[date], today: date) -> str:
    """Return `45 ord, 12 dagar`; a section that is not there is a dash."""
    if not part.nodes:
        return "–"
    body = goal.text.place().line
    first = part.heading.place.line if part.heading else body
    last = min((node.place.line for node in headings if node.place.line > first), default=len(days) + 1)
    own = days[first - 1 : last - 1]
    age = f", {say_age((today - max(own)).days)}" if own else ""
    return f"{_count_words(part.nodes)} ord{age}"


def _count_words(nodes: Sequence[Node]) -> int:
    headings = [node.text for node in nodes if isinstance(node, HeadingNode)]
    texts = [re.sub("<[^<>]*>", " ", node.html) for node in nodes if isinstance(node, HtmlNode)]
    return sum(len(re.findall(r"\w+(?:[-’:.]\w+)*", text)) for text in (*headings, *texts))


# ---- what waits


def _gaps(context: PageContext) -> Iterator[StaffRow]:
    """Yield what is known to be missing, in drafts too."""
    for record in context.library.records():
        for place, name in context.library.ask(_gaps_of, record):
            yield StaffRow((name_of(record), name), context.edit(place))


def _gaps_of(_library: Library, record: Model) -> tuple[tuple[Place, str], ...]:
    return tuple(find_gaps(record))


def _drafts(context: PageContext) -> Iterator[StaffRow]:
    for waiting in find_not_shown(context.library):
        yield StaffRow((waiting.what,), context.edit(waiting.place))


def _unconfirmed(context: PageContext) -> Iterator[StaffRow]:
    for goal in context.library.all(LocalGoal):
        for row in goal.mapping:
            if not row.is_confirmed:
                code = row.global_goal.target or str(row.global_goal.number)
                reason = str(row.reason.typed) if row.reason else "–"
                yield StaffRow(
                    (f"{goal.number} {title_of(goal, context.library)}", code, reason), context.edit(row.place("global_goal"))
                )


def _due(context: PageContext) -> Iterator[StaffRow]:
    """Yield what is to be looked at again by now or soon, the most urgent first."""
    library = context.library
    records: list[Any] = [*library.all(Fact), *library.all(Contact)]
    due = [record for record in records if record.review and record.review <= library.today + SOON]
    for record in sorted(due, key=lambda record: record.review):
        yield StaffRow((name_of(record), format_day(record.review)), context.edit(record.place("review")))


def _ending(context: PageContext) -> Iterator[StaffRow]:
    """Yield the agreements that end soon, the first to end first."""
    today = context.library.today
    ending = [
        (agreement.last_day, partner, agreement)
        for partner in context.library.shown(Partner)
        for agreement in partner.agreements
        if agreement.last_day and today <= agreement.last_day <= today + SOON
    ]
    for day, partner, agreement in sorted(ending, key=lambda found: found[0]):
        what = f"mål {agreement.goal}, {agreement.tier}"
        yield StaffRow((partner.name.value, what, format_day(day)), context.edit(agreement.place("last_day")))


def _pictures(context: PageContext) -> Iterator[StaffRow]:
    """Yield the photographs in running text, where nothing can be written of consent, but for those that a `bild:` has it of."""
    records = [*context.library.records()]
    agreed = frozenset[str]().union(*(context.library.ask(_agreed_of, record) for record in records))
    for record in records:
        for link in context.ask(_pictures_of, record):
            if link.address not in agreed and not link.address.endswith((".svg", ".svgz")):
                yield StaffRow((name_of(record), link.address.rpartition("/")[2]), context.edit(link.place))


def _agreed_of(_library: Library, record: Model) -> frozenset[str]:
    """Return the addresses of a record's own pictures that those in them have agreed to."""
    return frozenset(f"/{model.name}" for model in walk_models(record) if isinstance(model, Picture) and model.consent)


def _pictures_of(context: PageContext, record: Model) -> tuple[LinkFound, ...]:
    """Return the pictures in the running text of a record."""
    return tuple(link for document in find_documents(record, context.texts) for link in document.links if link.is_picture)

"""The staff overview's rows: what is old, missing, waiting, unconfirmed, due or ending.

Stage: views. In: the builder, and on which day each line of a file was last changed. Out: `StaffPage`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plugins.contacts.model import Contact
from plugins.core.markdown import HeadingNode, HtmlNode, Node
from plugins.core.models import Model
from plugins.core.outline import Ids, plain_heading
from plugins.core.outputs import PREVIEW_OWN, STAFF_FOLDER
from plugins.core.pictures import Picture
from plugins.core.swedish import format_day
from plugins.core.walk import find_gaps, walk_models
from plugins.facts.model import Fact
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.sections import Section, find_sections
from plugins.site.library import name_of
from plugins.site.model import SitePage
from plugins.site.uses import find_documents
from plugins.staff.view import StaffPage, StaffRow, StaffTable, say_age

if TYPE_CHECKING:
    from plugins.site.build import Builder

ADDRESS: Final = f"/{STAFF_FOLDER}/"
APART: Final = f"/{PREVIEW_OWN}/{STAFF_FOLDER}/"
"""Where it is when the editors have a page of that name."""
SOON: Final = timedelta(days=60)
"""How far ahead the overview looks (issue 7, point 6)."""

LineDays = Callable[[Path], Sequence[date]]
"""Returns the day on which each line of a file was last changed; nothing where that is not known."""


def no_history(_path: Path) -> Sequence[date]:
    """Know of no line when it was changed."""
    return ()


def build_staff_page(builder: Builder, pages: Iterable[SitePage], ids: Ids, line_days: LineDays) -> StaffPage:
    """Return the overview of a site with these pages."""
    words = builder.words
    tables = (
        (words.staff_sections, _section_columns(builder), _sections(builder, line_days)),
        (words.staff_gaps, (words.staff_where, words.staff_missing), _gaps(builder)),
        (words.staff_drafts, (words.staff_where,), _drafts(builder)),
        (words.staff_unconfirmed, (words.staff_where, words.global_goal, words.staff_reason), _unconfirmed(builder)),
        (words.staff_due, (words.staff_where, words.staff_day), _due(builder)),
        (words.staff_ending, (words.staff_where, words.staff_agreement, words.staff_day), _ending(builder)),
        (words.staff_pictures, (words.staff_where, words.staff_picture), _pictures(builder)),
    )
    return StaffPage(
        title=words.staff_title,
        tables=tuple(StaffTable(plain_heading(title, 2, ids), columns, tuple(rows)) for title, columns, rows in tables),
        weights_heading=plain_heading(words.staff_weights, 2, ids),
        weights_columns=(words.staff_where, words.staff_weight),
        edits={page.address: builder.edit(page.place) for page in pages if page.source},
    )


# ---- goal × section


def _section_columns(builder: Builder) -> tuple[str, ...]:
    words, fixed = builder.words, builder.website.headings.fixed
    return (words.local_goal, words.staff_introduction, words.staff_topic, *fixed, words.updated)


def _sections(builder: Builder, line_days: LineDays) -> Iterator[StaffRow]:
    """Yield for each goal how many words each section has, and how old the newest of its lines is."""
    today = builder.library.today
    for goal in builder.library.goals:
        document, _ = builder.texts.read(goal.text, goal)
        found, _ = find_sections(document, builder.website.headings.fixed, goal.text)
        parts = [Section(None, found.introduction), found.topic, found.today, found.wanted, found.globally]
        days = line_days(goal.text.source.path)
        cells = [_tell_section(part, goal, [part.heading for part in parts if part.heading], days, today) for part in parts]
        updated = say_age((today - goal.updated).days) if goal.updated else "–"
        yield StaffRow((f"{goal.number} {builder.library.title_of(goal)}", *cells, updated), builder.edit(goal.place("title")))


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
    texts = [re.sub("<[^>]*>", " ", node.html) for node in nodes if isinstance(node, HtmlNode)]
    return sum(len(re.findall(r"\w+(?:[-’:.]\w+)*", text)) for text in (*headings, *texts))


# ---- what waits


def _records(builder: Builder) -> Iterator[Model]:
    for records in builder.library.shelves.by_model.values():
        yield from records


def _gaps(builder: Builder) -> Iterator[StaffRow]:
    """Yield what is known to be missing, in drafts too."""
    for record in _records(builder):
        for place, name in find_gaps(record):
            yield StaffRow((name_of(record), name), builder.edit(place))


def _drafts(builder: Builder) -> Iterator[StaffRow]:
    for waiting in builder.library.not_shown():
        yield StaffRow((waiting.what,), builder.edit(waiting.place))


def _unconfirmed(builder: Builder) -> Iterator[StaffRow]:
    for goal in builder.library.goals:
        for row in goal.mapping:
            if not row.is_confirmed:
                code = row.global_goal.target or str(row.global_goal.number)
                reason = str(row.reason.typed) if row.reason else "–"
                yield StaffRow(
                    (f"{goal.number} {builder.library.title_of(goal)}", code, reason), builder.edit(row.place("global_goal"))
                )


def _due(builder: Builder) -> Iterator[StaffRow]:
    """Yield what is to be looked at again by now or soon, the most urgent first."""
    library = builder.library
    records: list[Any] = [*library.shelves.all(Fact), *library.shelves.all(Contact)]
    due = [record for record in records if record.review and record.review <= library.today + SOON]
    for record in sorted(due, key=lambda record: record.review):
        yield StaffRow((name_of(record), format_day(record.review)), builder.edit(record.place("review")))


def _ending(builder: Builder) -> Iterator[StaffRow]:
    """Yield the agreements that end soon, the first to end first."""
    today = builder.library.today
    ending = [
        (agreement.last_day, partner, agreement)
        for partner in builder.library.shown_partners
        for agreement in partner.agreements
        if agreement.last_day and today <= agreement.last_day <= today + SOON
    ]
    for day, partner, agreement in sorted(ending, key=lambda found: found[0]):
        what = f"mål {agreement.goal}, {agreement.tier}"
        yield StaffRow((partner.name.value, what, format_day(day)), builder.edit(agreement.place("last_day")))


def _pictures(builder: Builder) -> Iterator[StaffRow]:
    """Yield the photographs in running text, where nothing can be written of consent, but for those that a `bild:` has it of."""
    records = list(_records(builder))
    pictures = [model for record in records for model in walk_models(record) if isinstance(model, Picture)]
    agreed = {f"/{picture.name}" for picture in pictures if picture.consent}
    for record in records:
        links = [link for document in find_documents(record, builder.texts) for link in document.links if link.is_picture]
        for link in links:
            if link.address not in agreed and not link.address.endswith((".svg", ".svgz")):
                yield StaffRow((name_of(record), link.address.rpartition("/")[2]), builder.edit(link.place))

"""Text pages: the implementation of kinds that consist of fields and text alone, and of their overviews.

A room names these functions in its declaration (`build` and `card` of its `PageKind`, `known`, `data`) and needs no `page.py`.
They take a record, or the model of a kind, and return its `SitePage`, card, overview or open data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final

from plugins.contacts.view import find_own_card
from plugins.core.dataclass import dataclass
from plugins.core.pages import AddressedPage
from plugins.core.pictures.pictures import view_picture
from plugins.core.room import Item
from plugins.core.texts.documents import read_document
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.sheets import Card, CardGroup, Detail, list_details, sort_cards
from plugins.core.texts.shown import format_fields, list_rows
from plugins.core.with_goals import WithGoals
from plugins.core.words.interface import WordName
from plugins.house.context import KnownPage, PageContext
from plugins.house.goal_parts import frame_goals, list_goal_row
from plugins.house.other_rooms import find_help_strip, list_sources
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage, build_plain_page, with_sources
from plugins.house.undertakings import has_goal
from plugins.website.lengths import fit_title
from plugins.website.links import Link
from plugins.website.view import FrameInput

CARDS: Final = "cards"
"""The template of overviews that show cards."""
NO_FILES: Final[Mapping[str, WordName]] = MappingProxyType({})
"""The pages of most kinds have no file to fetch."""


@dataclass(frozen=True, slots=True)
class CardsPage:
    """An overview: its text, and cards for the pages of a kind that are listed today, in one or more groups."""

    text: PlainPage
    groups: tuple[CardGroup, ...]
    empty: str
    """The sentence shown if there are no cards; else empty, because search indexes all text in a view."""


def build_text_page(
    page: AddressedPage,
    context: PageContext,
    *,
    shown_fields: tuple[str, ...] = (),
    has_ingress: bool = False,
    files: Mapping[str, WordName] = NO_FILES,
) -> SitePage:
    """Return the page of a record: the link to the overview of its kind, title, introduction, fact table, text, contact and
    sources.

    `shown_fields` names fields in English whose values stand on a line under the title, such as the day of a piece of news. The
    introduction is what precedes the first heading of the text, or with `has_ingress` the summary, above the whole text. A kind
    that wants either names them in its declaration: `build=partial(build_text_page, shown_fields=("day",), has_ingress=True)`.

    `files` names fields with a file to fetch (`DocumentAddress`), each with the name of the word for its row in the fact table;
    the link has the page's title: `files={"attachment": "reports_file"}`.
    """
    words, kind = context.words, context.kind_of(page)
    subject = PageText(context.library.marks()).line(page.title)
    text = context.open_page(subject=subject, contact=page.contact)
    announcements, title = context.announcements(text), text.line(page.title)
    document, _ = read_document(page.text, context.library)
    picture = view_picture(getattr(page, "picture", None), text.line, context.library.gallery)
    contact = partial(find_own_card, context.library, subject=subject)
    view = build_plain_page(title, document, text, words.contact, picture, contact)
    belonging = (goal for goal in context.parts.goals if isinstance(page, WithGoals) and has_goal(page, goal.number))
    goals = context.show_goals(belonging, text) if kind.details else ()
    view = replace(view, line=format_fields(page, shown_fields, text, words) or None)
    if has_ingress:
        view = replace(view, ingress=text.line(page.summary) or None, lead=(), rest=view.pieces)
    own_rows: tuple[Detail, ...] = ()
    if kind.details:
        fetched = [(getattr(words, word), context.format_file(page, name, title, text)) for name, word in files.items()]
        own_rows = list_details([*list_rows(page, text, words), *fetched])
    if rows := (*own_rows, *list_details([list_goal_row(goals, words)])):
        heading = plain_heading(getattr(words, kind.details), 2, text.ids, page.place())
        view = replace(view, details_heading=heading, details=rows, has_details_last=not own_rows)
    strip = find_help_strip(page.help_box, context.library, text)
    summary = text.line(page.summary)
    sources = list_sources(context.library, text)  # last: figures anywhere on the page count
    view = with_sources(view, sources, words.sources, text)
    above = next((known for known in context.known if known.lists is kind.model), None)
    frame = context.frame(
        text,
        announcements,
        FrameInput(
            title=fit_title(title, context.parts.site_name),
            description=summary,
            address=page.address,
            updated=context.updated_on(page),
            edit=text.ids.edit(page.place("title")),
            help_strip=strip,
            trail=(Link(above.title(words), above.address),) if above else (),
            **frame_goals(goals, context),
        ),
    )
    return context.page("page", frame, view, page.text.source.path, page.place("title"), text, document)


def build_text_card(
    page: AddressedPage, text: PageText, context: PageContext, is_short: bool, shown_fields: tuple[str, ...] = ()
) -> Card:
    """Return the card with which other pages link to a text page: its title, its summary unless `is_short`, and the values of the
    fields in `shown_fields`, which are named in English (`partial(build_text_card, shown_fields=("day", "venue"))`).
    """
    note = format_fields(page, shown_fields, text, context.words)
    return Card(text.line(page.title), page.address, "" if is_short else text.line(page.summary), (note,) if note else ())


@dataclass(frozen=True, slots=True)
class TextItems:
    """Yields the open data of a kind, and says which kind it is; `site/documentation/data_schema.py` describes the items."""

    model: type[AddressedPage]

    def __call__(self, context: PageContext) -> Iterator[Item]:
        """Yield an item for each shown page, with its fields marked `data`."""
        for page in context.library.shown(self.model):
            text, updated = PageText(context.library.marks()), context.updated_on(page)
            goals = [goal.number for goal in context.parts.goals if has_goal(page, goal.number)]
            yield {
                "title": text.line(page.title),
                "summary": text.line(page.summary) or None,
                "url": context.whole_address(page.address),
                **({"goals": goals} if isinstance(page, WithGoals) else {}),
                **context.describe_fields(page, text),
                "updated": updated.isoformat() if updated else None,
            }


def list_text_items(model: type[AddressedPage]) -> TextItems:
    """Return a function that yields the open data of a kind: an item for each shown page, with its fields marked `data`."""
    return TextItems(model)


def make_overview(model: type[AddressedPage], name: str, words: str) -> KnownPage:
    """Return the overview of a kind at `/NAME/`, with the pages that are listed today (`LAST_LISTED_DAY`).

    `words` is the prefix of its interface words: `_title`, `_summary`, `_listed` above the list, `_empty` in place of an empty
    list.
    """
    return KnownPage(
        name=name,
        words=words,
        template=CARDS,
        view=partial(_build_overview, model, words),
        lists=model,
        has_something=partial(_has_listed, model),
    )


def _has_listed(model: type[AddressedPage], context: PageContext) -> bool:
    return bool(context.library.listed(model))


def _build_overview(model: type[AddressedPage], own: str, plain: PlainPage, text: PageText, context: PageContext) -> CardsPage:
    words, found = context.words, context.library.listed(model)
    kind = next(kind for kind in context.kinds if kind.model is model)
    make = kind.card or build_text_card
    ordered = {page.address for page in found} if context.library.registers[model].own_order else set[str]()
    cards = sort_cards((make(page, text, context, False) for page in found), context.language, ordered)
    groups = (CardGroup(plain_heading(getattr(words, f"{own}_listed"), 2, text.ids), cards),) if cards else ()
    return CardsPage(plain, groups, "" if groups else getattr(words, f"{own}_empty"))

"""What pages of all kinds show of other rooms: help boxes, blocks, sources and ways to give, each built for the page that asks.

Takes the `PageContext` and the text of a page; returns views. Called by the rooms' `page.py` and `view.py`. Only this module of
the house names records of single rooms, which `tests/structure/test_kinds_by_hand.py` allows it by name.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugins.blocks.model import Block
from plugins.blocks.view import read_block
from plugins.contacts.model import HelpBoxRecord
from plugins.contacts.view import HelpBox, HelpStrip, build_help_box, build_help_strip, find_card
from plugins.core.kinds.keys import Key
from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.markdown.nodes import Document
from plugins.core.texts.documents import read_document
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.walk import find_marks_of
from plugins.core.with_goals import speaks_of_goal
from plugins.facts.model import Fact
from plugins.facts.view import SourceView, view_sources
from plugins.house.context import PageContext
from plugins.website.organisation import GivingView
from plugins.website.sharing import draw_swish_qr


def find_help_box(reference: Key | None, library: Library, text: PageText) -> HelpBox | None:
    """Return a help box as it is shown on the page of `text`; None if the reference leads nowhere."""
    record = library.known(HelpBoxRecord).get(reference)
    if record is None:
        return None
    lines = [card for line in record.contacts if (card := find_card(line, library, text))]
    return build_help_box(record, read_document(record.text, library)[0], lines, text)


def find_help_strip(reference: Key | None, library: Library, text: PageText) -> HelpStrip | None:
    """Return a help box as the strip at the top of a page."""
    box = find_help_box(reference, library, text)
    return build_help_strip(box) if box else None


def list_sources(library: Library, text: PageText, help_box: Key | None = None) -> tuple[SourceView, ...]:
    """Return the sources of all figures that the page has shown so far, and of those in its `help_box`. Call it last."""
    if box := library.known(HelpBoxRecord).get(help_box):
        text.note(find_marks_of(box))
    facts, own = library.known(Fact).said, library.registers[Fact].mark_key
    return view_sources((facts[key] for name, key in text.used if name == own and key in facts), text, library.words)


def find_blocks(references: Sequence[Key], library: Library, setting: Setting) -> list[tuple[Block, Document]]:
    """Return the blocks that `references` name, rendered for a page of `setting`."""
    found = [block for reference in references if (block := library.known(Block).get(reference))]
    return [(block, read_block(block, library, setting)) for block in found]


def find_last_blocks(context: PageContext) -> list[tuple[Block, Document]]:
    """Return the blocks that end goal pages, for pages of no goal: without those that speak of "this goal"."""
    blocks = context.website.blocks
    return _find_blocks_without_goal(blocks.last if blocks else (), context.library)


def find_global_blocks(context: PageContext) -> list[tuple[Block, Document]]:
    """Return the blocks about the global goals, for pages of no goal: without those that speak of "this goal"."""
    blocks = context.website.blocks
    return _find_blocks_without_goal(blocks.globally if blocks else (), context.library)


def _find_blocks_without_goal(references: Sequence[Key], library: Library) -> list[tuple[Block, Document]]:
    return [(block, document) for block, document in find_blocks(references, library, ANY_PAGE) if not speaks_of_goal(block.text)]


def build_giving(context: PageContext, text: PageText, level: int = 3) -> GivingView | None:
    """Return the ways to give that are filled in, under a heading of `level`; None if none is."""
    ways = context.website.giving
    if ways is None or not any((ways.swish, ways.bankgiro, ways.gift_page, ways.volunteer, ways.company)):
        return None
    heading = plain_heading(context.words.giving_heading, level, text.ids, ways.place())
    qr = context.ask(_draw_swish_qr, ways.swish) if ways.swish else None
    volunteer = text.address(ways.volunteer, ways.place("volunteer")) if ways.volunteer else None
    company = text.address(ways.company, ways.place("company")) if ways.company else None
    return GivingView(heading, ways.swish, qr, ways.bankgiro, ways.gift_page, volunteer, company)


def _draw_swish_qr(_: PageContext, number: str) -> str:
    """Return the QR code of a Swish number, from the memo if possible: drawing one imports half a dozen libraries."""
    return draw_swish_qr(number)


def find_act_heading(context: PageContext, text: PageText) -> str:
    """Return the text of the heading *Vad kan jag göra?* on the page of a goal."""
    return text.shared_line(context.website.headings.act) or str(context.words.what_can_i_do)


def find_act_heading_without_goal(context: PageContext, text: PageText) -> str:
    """Return that text for a page of no goal. Figures in it count as shown only if something follows the heading."""
    is_shown = find_last_blocks(context) or build_giving(context, PageText(context.library.marks()))
    return find_act_heading(context, text if is_shown else PageText(text.marks))

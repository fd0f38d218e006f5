"""What pages of all kinds may ask of the library and of other rooms: cards, boxes, blocks, sources and ways to give.

Each is built for the page that asks. `PageContext` (`house.context`) extends this with the site's pages and languages, and names
no records of single rooms: only this module does, which `tests/structure/test_kinds_by_hand.py` allows it by name.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar

from plugins.blocks.model import Block
from plugins.blocks.view import read_block
from plugins.contacts.model import HelpBoxRecord
from plugins.contacts.view import ContactCard, HelpBox, HelpStrip, build_help_box, build_help_strip, find_card, find_own_card
from plugins.core.dataclass import dataclass
from plugins.core.inputs import LOOKS
from plugins.core.kinds.keys import Key
from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.locales.languages import Language
from plugins.core.looks.goal_looks import GoalLooks
from plugins.core.markdown.nodes import Document
from plugins.core.texts.documents import read_document
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.walk import find_marks_of
from plugins.core.with_goals import speaks_of_goal
from plugins.core.words.interface import Words
from plugins.facts.model import Fact
from plugins.facts.view import SourceView, view_sources
from plugins.website.model import Website
from plugins.website.organisation import GivingView
from plugins.website.sharing import draw_swish_qr

T = TypeVar("T")

OF_CONTEXT: Final = "asked of a context"
"""First element of the memo keys of questions that are asked of a `BaseContext`."""


@dataclass(frozen=True)
class BaseContext:
    """Access to the library and the other rooms for the code of pages. All values are read through the library's memo."""

    library: Library

    def ask(self, question: Callable[..., T], *about: Hashable) -> T:
        """Return `question(self, *about)` from the memo; it is called only if there is no valid answer."""
        return self.library.memo.ask((OF_CONTEXT, question, *about), partial(question, self, *about))

    def answers(self, key: tuple[Any, ...]) -> Callable[[], Any]:
        """Return a function that answers the question of a memo key made by `ask`."""
        return partial(key[1], self, *key[2:])

    @property
    def website(self) -> Website:
        """Return the `Website` record. Pages are only built if there is one."""
        website = self.library.only(Website)
        assert website is not None
        return website

    @property
    def words(self) -> Words:
        """Return the interface words in the language of the page."""
        return self.library.words

    @property
    def language(self) -> Language:
        """Return the language of the page."""
        return self.library.language

    @property
    def looks(self) -> GoalLooks:
        """Return the looks of the goals."""
        return self.library.memo.read(LOOKS)

    @property
    def today(self) -> date:
        """Return the day that the site is built for."""
        return self.library.today

    # ---- what other rooms give to a page

    def contact(self, reference: Key | None, text: PageText) -> ContactCard | None:
        """Return the card of whoever holds a contact today; None if nobody does."""
        return find_card(reference, self.library, text)

    def own_contact(self, text: PageText, subject: str | None = None) -> ContactCard | None:
        """Return the card of the page's own contact, to be shown below the text; None if the text already contains it.

        Call it after the text has been rendered.
        """
        return find_own_card(self.library, text, subject)

    def help_box(self, reference: Key | None, text: PageText) -> HelpBox | None:
        """Return a help box as it is shown on the page of `text`; None if the reference leads nowhere."""
        record = self.library.known(HelpBoxRecord).get(reference)
        if record is None:
            return None
        lines = [card for line in record.contacts if (card := self.contact(line, text))]
        return build_help_box(record, read_document(record.text, self.library)[0], lines, text)

    def help_strip(self, reference: Key | None, text: PageText) -> HelpStrip | None:
        """Return a help box as the strip at the top of a page."""
        box = self.help_box(reference, text)
        return build_help_strip(box) if box else None

    def sources(self, text: PageText, help_box: Key | None = None) -> tuple[SourceView, ...]:
        """Return the sources of all figures that the page has shown so far, and of those in its `help_box`.

        Call it last.
        """
        if box := self.library.known(HelpBoxRecord).get(help_box):
            text.note(find_marks_of(box))
        facts, own = self.library.known(Fact).said, self.library.registers[Fact].mark_key
        return view_sources((facts[key] for name, key in text.used if name == own and key in facts), text, self.words)

    def find_blocks(self, references: Sequence[Key], setting: Setting) -> list[tuple[Block, Document]]:
        """Return the blocks that `references` name, rendered for a page of `setting`."""
        found = [block for reference in references if (block := self.library.known(Block).get(reference))]
        return [(block, read_block(block, self.library, setting)) for block in found]

    def blocks_for_any_page(self) -> list[tuple[Block, Document]]:
        """Return the blocks that end goal pages, for pages of no goal: without those that speak of "this goal"."""
        return self._without_goal(self.website.blocks.last if self.website.blocks else ())

    def global_blocks_for_any_page(self) -> list[tuple[Block, Document]]:
        """Return the blocks about the global goals, without those that speak of "this goal"."""
        return self._without_goal(self.website.blocks.globally if self.website.blocks else ())

    def _without_goal(self, references: Sequence[Key]) -> list[tuple[Block, Document]]:
        found = self.find_blocks(references, ANY_PAGE)
        return [(block, document) for block, document in found if not speaks_of_goal(block.text)]

    def giving(self, text: PageText, level: int = 3) -> GivingView | None:
        """Return the ways to give that are filled in, under a heading of `level`; None if none is."""
        ways = self.website.giving
        if ways is None or not any((ways.swish, ways.bankgiro, ways.gift_page, ways.volunteer, ways.company)):
            return None
        heading = plain_heading(self.words.giving_heading, level, text.ids, ways.place())
        qr = self.ask(_draw_swish_qr, ways.swish) if ways.swish else None
        volunteer = text.address(ways.volunteer, ways.place("volunteer")) if ways.volunteer else None
        company = text.address(ways.company, ways.place("company")) if ways.company else None
        return GivingView(heading, ways.swish, qr, ways.bankgiro, ways.gift_page, volunteer, company)

    def act_heading(self, text: PageText) -> str:
        """Return the text of the heading *Vad kan jag göra?*."""
        return text.shared_line(self.website.headings.act) or str(self.words.what_can_i_do)

    def act_heading_for_any_page(self, text: PageText) -> str:
        """Return that text for a page of no goal. Figures in it count as shown only if something follows the heading."""
        is_shown = self.blocks_for_any_page() or self.giving(PageText(self.library.marks()))
        return self.act_heading(text if is_shown else PageText(text.marks))


def _draw_swish_qr(_: BaseContext, number: str) -> str:
    """Return the QR code of a Swish number, from the memo if possible: drawing one imports half a dozen libraries."""
    return draw_swish_qr(number)

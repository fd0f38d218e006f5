"""What a page may ask of the library and of other rooms, whichever kind of page it is.

Stage: views. In: the library and the texts. Out: cards, boxes, blocks, sources and ways to give, each made for the page that
asks. `PageContext` (`house.context`) adds what a page asks of the site and its languages.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar, cast

from plugins.blocks.model import Block
from plugins.blocks.view import read_block
from plugins.contacts.model import HelpBoxRecord
from plugins.contacts.view import ContactCard, HelpBox, HelpStrip, build_help_box, build_help_strip, find_card, find_own_card
from plugins.core.dataclass import dataclass
from plugins.core.kinds.keys import Key
from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.locales.languages import Language
from plugins.core.looks.goal_looks import GoalLooks
from plugins.core.markdown.nodes import Document
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.texts import Texts
from plugins.core.walk import find_marks_of
from plugins.core.with_goals import speaks_of_goal
from plugins.core.words.interface import Words
from plugins.facts.model import Fact
from plugins.facts.view import SourceView, view_sources
from plugins.website.model import Website
from plugins.website.organisation import GivingView
from plugins.website.sharing import draw_swish_qr

T = TypeVar("T")

GIVEN: Final = "asked of what is given"
"""What the keys of questions begin with that are asked of a `Given`."""


@dataclass(frozen=True)
class Given:
    """What the library and other rooms give to pages; all of it is read through the library's memo."""

    library: Library
    texts: Texts

    def ask(self, question: Callable[..., T], *about: Hashable) -> T:
        """Return the answer to a question about what the context gives, or about some things; worked out once."""
        return self.library.memo.ask((GIVEN, question, *about), partial(question, self, *about))

    def answers(self, key: tuple[Any, ...]) -> Callable[[], Any]:
        """Return a function that answers a question, by its key."""
        return partial(key[1], self, *key[2:])

    @property
    def website(self) -> Website:
        """The site's own record, without which there are no pages."""
        website = self.library.only(Website)
        assert website is not None
        return website

    @property
    def words(self) -> Words:
        """What the theme says by itself, in the language of the page."""
        return self.library.words

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.library.language

    @property
    def looks(self) -> GoalLooks:
        """How goals look."""
        return cast("GoalLooks", self.library.memo.read("looks"))

    @property
    def today(self) -> date:
        """The day the site is built for."""
        return self.library.today

    # ---- what other rooms give to a page

    def contact(self, reference: Key | None, text: PageText) -> ContactCard | None:
        """Return the card of whoever holds a contact today."""
        return find_card(reference, self.library, text)

    def own_contact(self, text: PageText, subject: str | None = None) -> ContactCard | None:
        """Return the card of the page's own contact, below its text; None where that stands in the text: ask when it is made."""
        return find_own_card(self.library, text, subject)

    def help_box(self, reference: Key | None, text: PageText) -> HelpBox | None:
        """Return a help box as it stands on a page."""
        record = self.library.known(HelpBoxRecord).get(reference)
        if record is None:
            return None
        lines = [card for line in record.contacts if (card := self.contact(line, text))]
        return build_help_box(record, self.texts.read(record.text)[0], lines, text)

    def help_strip(self, reference: Key | None, text: PageText) -> HelpStrip | None:
        """Return a help box as the strip at the top of a page."""
        box = self.help_box(reference, text)
        return build_help_strip(box) if box else None

    def sources(self, text: PageText, help_box: Key | None = None) -> tuple[SourceView, ...]:
        """Return where the figures come from that a page has shown so far, and that its `help_box` shows later: ask last."""
        if box := self.library.known(HelpBoxRecord).get(help_box):
            text.note(find_marks_of(box))
        facts, own = self.library.known(Fact).said, self.library.registers[Fact].mark_key
        return view_sources((facts[key] for name, key in text.used if name == own and key in facts), text, self.words)

    def find_blocks(self, references: Sequence[Key], setting: Setting) -> list[tuple[Block, Document]]:
        """Return blocks by name, as they stand on the page of `setting`."""
        found = [block for reference in references if (block := self.library.known(Block).get(reference))]
        return [(block, read_block(block, self.texts, setting)) for block in found]

    def blocks_for_any_page(self) -> list[tuple[Block, Document]]:
        """Return the last blocks that do not speak of the page's own goal, for pages that have none."""
        return self._without_goal(self.website.blocks.last if self.website.blocks else ())

    def global_blocks_for_any_page(self) -> list[tuple[Block, Document]]:
        """Return the blocks about the global goals that do not speak of the page's own goal."""
        return self._without_goal(self.website.blocks.globally if self.website.blocks else ())

    def _without_goal(self, references: Sequence[Key]) -> list[tuple[Block, Document]]:
        found = self.find_blocks(references, ANY_PAGE)
        return [(block, document) for block, document in found if not speaks_of_goal(block.text)]

    def giving(self, text: PageText, level: int = 3) -> GivingView | None:
        """Return the ways to give that are filled in, under a heading of `level`; None where none is."""
        ways = self.website.giving
        if ways is None or not any((ways.swish, ways.bankgiro, ways.gift_page, ways.volunteer, ways.company)):
            return None
        heading = plain_heading(self.words.giving_heading, level, text.ids, ways.place())
        qr = self.ask(_draw_swish_qr, ways.swish) if ways.swish else None
        volunteer = text.address(ways.volunteer, ways.place("volunteer")) if ways.volunteer else None
        company = text.address(ways.company, ways.place("company")) if ways.company else None
        return GivingView(heading, ways.swish, qr, ways.bankgiro, ways.gift_page, volunteer, company)

    def act_heading(self, text: PageText) -> str:
        """Return the words over *Vad kan jag göra?*, as they stand on a page."""
        return text.shared_line(self.website.headings.act) or str(self.words.what_can_i_do)

    def act_heading_for_any_page(self, text: PageText) -> str:
        """Return these words for a page of no goal, which has their figures only where something stands under them."""
        is_shown = self.blocks_for_any_page() or self.giving(PageText(self.texts.marks()))
        return self.act_heading(text if is_shown else PageText(text.marks))


def _draw_swish_qr(_: Given, number: str) -> str:
    """Return the QR code of a Swish number. It is kept, since half a dozen libraries must be loaded to draw it."""
    return draw_swish_qr(number)

"""Building the Site: views of every page, from the library.

Stage: views. In: library, texts, theme. Out: `Site`. Tolerant by design: what a rule has already told (a contact that
is not there) is left out here, so that the links of all pages can be checked in the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from plugins.blocks.model import Block
from plugins.blocks.view import build_block
from plugins.contacts.rules import find_current
from plugins.contacts.view import ContactCard, HelpBox, build_help_box, view_contact
from plugins.core.kinds import Key
from plugins.core.markdown import Document, LinkFound, PlaceNode
from plugins.core.marks import FoundMark
from plugins.core.outline import plain_heading
from plugins.core.pagetext import PageText
from plugins.core.places import Place
from plugins.core.prose import Piece
from plugins.core.swedish import number_word, slugify
from plugins.core.words import Words
from plugins.facts.view import SourceView, view_sources
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.sections import find_sections
from plugins.local_goals.view import FixedHeadings, GoalRelations, build_goal_page
from plugins.pages.model import HELP, HOME, KNOWN_ADDRESSES, NOT_FOUND, TextPage
from plugins.pages.view import HelpPage, HomePage, PlainPage, build_plain_page
from plugins.partners.model import LOGO_FOLDER
from plugins.partners.view import build_goal_wall, build_whole_wall
from plugins.site.library import Library
from plugins.site.model import Site, SitePage, Theme
from plugins.site.texts import Texts
from plugins.website.model import MenuItem, Website
from plugins.website.view import Frame, FrameParts, GoalLink, Link, build_frame

PAINTS = 8
"""Goal colours of the theme; with more goals the row begins again."""

ALWAYS = ((HOME, "home"), (HELP, "help"), (NOT_FOUND, "not_found"))
"""Pages that are made also without a file, and the beginning of their words' names."""


def build_site(library: Library, texts: Texts, theme: Theme) -> Site | None:
    """Return the Site, or None where the site's own record could not be read."""
    if library.website is None:
        return None
    builder = _Builder(library, library.website, texts, theme)
    pages = tuple(builder.pages())
    return Site(library.today, library.website.language, pages, builder.files(pages), library.shows_drafts)


class _Builder:
    """Makes pages; holds what they share."""

    def __init__(self, library: Library, website: Website, texts: Texts, theme: Theme) -> None:
        self.library = library
        self.website = website
        self.texts = texts
        self.theme = theme
        self.words: Words = theme.words
        self.parts = self._frame_parts()

    # ---- what all pages share

    def _frame_parts(self) -> FrameParts:
        footer = self.website.footer
        return FrameParts(
            site_name=self.website.name.value,
            root=self.website.root,
            language=self.website.language,
            organisation=self.website.organisation.name.value,
            goals=tuple(self._goal_link(goal) for goal in self.library.shown_goals),
            menu=tuple(_link(item) for item in self.website.menu),
            help_link=Link(self.words.help, f"/{HELP}/"),
            footer_links=tuple(_link(item) for item in footer.links) if footer else (),
            footer_titles=(self.words.footer_pages, self.words.footer_goals, self.words.footer_about),
        )

    def _goal_link(self, goal: LocalGoal) -> GoalLink:
        text = PageText(self.texts.marks(goal))
        return GoalLink(
            number=goal.number,
            title=text.line(goal.title),
            address=goal.address,
            subheading=text.line(goal.subheading) or None,
            colour_class=_colour_class(goal),
            symbol_html=self.theme.symbols.get(slugify(goal.title.value)),
            is_current=False,
        )

    def _open_page(self, goal: LocalGoal | None = None) -> PageText:
        """Return the text of a new page, which knows what stands at its marks."""
        text = PageText(self.texts.marks(goal))
        subject = f"{self.words.local_goal} {goal.number}: {goal.title.value}" if goal else None

        def fill_contact(mark: FoundMark, level: int) -> Piece | None:
            card = self._contact(mark.argument, text, subject)
            return Piece("contact", contact=card) if card else None

        def fill_block(mark: FoundMark, level: int) -> Piece | None:
            block = self.library.blocks.get(mark.argument)
            return Piece("block", block=build_block(block, self.texts.block(block, goal), text, level + 1)) if block else None

        text.fill_with({"kontakt": fill_contact, "block": fill_block})
        return text

    def _contact(self, reference: Key | None, text: PageText, subject: str | None = None) -> ContactCard | None:
        contact = self.library.contacts.get(reference)
        current = find_current(contact, self.library.contacts, self.library.today) if contact else None
        return view_contact(current, text, subject) if current else None

    def _help_box(self, reference: Key | None, text: PageText) -> HelpBox | None:
        record = self.library.help_boxes.get(reference)
        if record is None:
            return None
        lines = [card for line in record.contacts if (card := self._contact(line, text))]
        return build_help_box(record, self.texts.read(record.text)[0], lines, text)

    def _sources(self, text: PageText) -> tuple[SourceView, ...]:
        facts = self.library.facts.things
        return view_sources(facts[key] for name, key in text.used if name == "fakta" and key in facts)

    def _footer_text(self, text: PageText) -> tuple[Piece, ...]:
        footer = self.website.footer
        if footer is None or footer.text is None:
            return ()
        return text.pieces(text.open(self.texts.read(footer.text)[0]).nodes, shift=1)

    def _menu_links(self) -> list[LinkFound]:
        """Return the links of menus and footer, with their places, to be checked once."""
        items = [*self.website.menu, *(self.website.footer.links if self.website.footer else ())]
        return [LinkFound(item.address, item.place("address")) for item in items if item.address.startswith("/")]

    # ---- pages

    def pages(self) -> Iterator[SitePage]:
        """Yield every page."""
        for goal in self.library.shown_goals:
            yield self._goal_page(goal)
        files = {page.name: page for page in self.library.pages}
        for name, words in ALWAYS:
            if name not in files and not self._is_torn(name):
                yield self._text_page(name, None, getattr(self.words, f"{words}_title"), getattr(self.words, f"{words}_summary"))
        for page in files.values():
            if self.library.shows_drafts or not self.library.is_page_draft(page):
                yield self._text_page(page.name, page, page.title.value, "")

    def _is_torn(self, name: str) -> bool:
        return any(path.stem == name and path.suffix == ".md" for path in self.library.shelves.torn_files)

    def _goal_page(self, goal: LocalGoal) -> SitePage:
        text = self._open_page(goal)
        document, _ = self.texts.read(goal.text, goal)
        sections, _ = find_sections(document, self.website.headings.fixed, goal.text)
        view = build_goal_page(goal, sections, document, self._fixed_headings(), self._relations(goal), text)
        frame = build_frame(
            self.parts,
            title=f"{view.title} – {self.words.local_goal} {goal.number} – {self.parts.site_name}",
            description=text.line(goal.summary),
            address=goal.address,
            footer_text=self._footer_text(text),
            colour_class=_colour_class(goal),
            is_draft=goal.is_draft,
            updated=goal.updated,
            has_leave_button=bool(view.help_box and view.help_box.leave_address),
        )
        return self._page("goal", frame, view, goal.text.source.path, goal.place("title"), text, document)

    def _fixed_headings(self) -> FixedHeadings:
        headings, words = self.website.headings, self.words
        text = PageText(self.texts.marks(None))
        return FixedHeadings(
            *(text.line(line) for line in (headings.today, headings.wanted, headings.globally)),
            connection=text.line(headings.connection) or words.connection,
            reach=text.line(headings.reach) or words.reach_goal,
            act=text.line(headings.act) or words.what_can_i_do,
            partners=words.partners,
            contents=words.contents,
            contact=words.contact,
            sources=words.sources,
        )

    def _relations(self, goal: LocalGoal) -> GoalRelations:
        library, subject = self.library, f"{self.words.local_goal} {goal.number}: {goal.title.value}"
        blocks = self.website.blocks
        return GoalRelations(
            symbol_html=self.theme.symbols.get(slugify(goal.title.value)),
            tiers=build_goal_wall(library.shown_partners, str(goal.number), library.tiers, library.today),
            make_help_box=lambda text: self._help_box(goal.help_box, text),
            make_contact=lambda text: self._contact(goal.contact, text, subject),
            make_sources=self._sources,
            global_blocks=self._goal_blocks(blocks.globally if blocks else (), goal),
            last_blocks=self._goal_blocks(blocks.last if blocks else (), goal),
        )

    def _goal_blocks(self, references: tuple[Key, ...], goal: LocalGoal) -> list[tuple[Block, Document]]:
        found = [block for reference in references if (block := self.library.blocks.get(reference))]
        return [(block, self.texts.block(block, goal)) for block in found]

    def _text_page(self, name: str, page: TextPage | None, title: str, summary: str) -> SitePage:
        text = self._open_page()
        title = text.line(page.title) if page else title
        summary = text.line(page.summary) if page else summary
        document = self.texts.read(page.text)[0] if page else Document()
        template, finish = self._computed_part(name)
        plain = build_plain_page(
            title,
            document,
            text,
            (self.words.contact, self.words.sources),
            make_contact=lambda text: self._contact(page.contact, text) if page else None,
            make_sources=self._sources,
        )
        view = finish(plain, text) if finish else plain
        address = page.address if page else KNOWN_ADDRESSES.get(name, f"/{name}/")
        frame = build_frame(
            self.parts,
            title=f"{self.parts.site_name} – {title}" if name == HOME else f"{title} – {self.parts.site_name}",
            description=summary,
            address=address,
            footer_text=self._footer_text(text),
            is_draft=bool(page and self.library.is_page_draft(page)),
            is_indexed=name != NOT_FOUND,
            updated=page.updated if page else None,
        )
        source = page.text.source.path if page else None
        place = page.place("title") if page else self.library.shelves.place(f"sidor/{name}.md")
        return self._page(template, frame, view, source, place, text, document)

    def _computed_part(self, name: str) -> tuple[str, Callable[[PlainPage, PageText], object] | None]:
        """Return the template of a known page and what makes its computed part."""
        return {HOME: ("home", self._home), HELP: ("help", self._help)}.get(name, ("page", None))

    def _home(self, plain: PlainPage, text: PageText) -> HomePage:
        goals = self.library.shown_goals
        met = {row.global_goal.number for goal in goals for row in goal.mapping}
        numbers = [str(goal.number) for goal in goals]
        return HomePage(
            text=plain,
            global_count=number_word(len(met)) if met else "",
            local_count=number_word(len(goals)).capitalize(),
            global_heading=plain_heading(self.words.home_global, 2, text.ids),
            partners_heading=plain_heading(self.words.home_partners, 2, text.ids),
            tiers=build_whole_wall(self.library.shown_partners, numbers, self.library.tiers, self.library.today),
        )

    def _help(self, plain: PlainPage, text: PageText) -> HelpPage:
        references = [record.id for record in self.library.help_boxes.things.values()]
        boxes = tuple(box for reference in references if (box := self._help_box(reference, text)))
        return HelpPage(plain, boxes)

    def _page(
        self, template: str, frame: Frame, view: object, source: Path | None, place: Place, text: PageText, document: Document
    ) -> SitePage:
        links = tuple(text.links) + (tuple(self._menu_links()) if frame.is_home else ())
        html = "\n".join(node.html for node in document.nodes if not isinstance(node, PlaceNode))
        return SitePage(frame.address, template, frame, view, source, place, text.ids.taken, links, html)

    # ---- files

    def files(self, pages: Iterable[SitePage]) -> dict[str, Path]:
        """Return the files that pages show: logos of today, pictures in texts; nothing of what has ended."""
        library = self.library
        shown = {str(goal.number) for goal in library.shown_goals}
        wanted: set[str] = set()
        for partner in library.shown_partners:
            current = (a for a in partner.agreements if a.is_current(library.today) and a.goal.key in shown)
            if any(library.tiers.get(agreement.tier) for agreement in current):
                wanted.add(f"{LOGO_FOLDER}/{partner.logo_file(library.today)}")
        for page in pages:
            wanted.update(link.address.removeprefix("/") for link in page.links)
        return {name: path for name, path in library.shelves.files.items() if name in wanted}


def _colour_class(goal: LocalGoal) -> str:
    return f"goal-{(goal.number - 1) % PAINTS + 1}"


def _link(item: MenuItem) -> Link:
    return Link(item.text.value, item.address)

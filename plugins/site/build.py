"""Building the Site: views of every page, from the library.

Stage: views. In: library, texts, theme. Out: `Site`. Tolerant by design: what a rule has already told (a contact that
is not there) is left out here, so that the links of all pages can be checked in the same run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.blocks.model import Block
from plugins.blocks.view import BlockView, build_block
from plugins.contacts.rules import find_current
from plugins.contacts.view import ContactCard, HelpBox, build_help_box, shorten_address, view_contact
from plugins.core.kinds import Key
from plugins.core.markdown import Document, LinkFound, PlaceNode
from plugins.core.marks import FoundMark, find_marks
from plugins.core.outline import plain_heading
from plugins.core.pagetext import PageText
from plugins.core.places import Place
from plugins.core.prose import Piece
from plugins.core.swedish import slugify
from plugins.core.words import Words
from plugins.facts.view import SourceView, view_sources
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.sections import find_sections
from plugins.local_goals.view import FixedHeadings, GoalPage, GoalRelations, build_goal_page
from plugins.pages.model import (
    BECOME_PARTNER,
    CONTACT,
    GLOBAL_GOALS_PAGE,
    HELP,
    HOME,
    KNOWN_ADDRESSES,
    NOT_FOUND,
    PARTNERS,
    TextPage,
)
from plugins.pages.view import HelpPage, build_plain_page
from plugins.partners.model import LOGO_FOLDER
from plugins.partners.view import build_goal_wall
from plugins.site.computed import compute_page, marks_ahead
from plugins.site.library import Library
from plugins.site.model import SharePicture, Site, SitePage, Theme
from plugins.site.texts import Texts
from plugins.website.model import MenuItem, Website
from plugins.website.view import (
    SITE_PICTURE,
    Frame,
    FrameParts,
    GivingView,
    GoalLink,
    Link,
    OrganisationView,
    build_frame,
)

PAINTS = 8
"""Goal colours of the theme; with more goals the row begins again."""

ALWAYS = (
    (HOME, "home"),
    (PARTNERS, "partners"),
    (BECOME_PARTNER, "become_partner"),
    (GLOBAL_GOALS_PAGE, "global"),
    (HELP, "help"),
    (CONTACT, "contact"),
    (NOT_FOUND, "not_found"),
)
"""Pages that are made also without a file, and the beginning of their words' names."""


def build_site(library: Library, texts: Texts, theme: Theme) -> Site | None:
    """Return the Site, or None where the site's own record could not be read."""
    if library.website is None:
        return None
    builder = Builder(library, library.website, texts, theme)
    pages = tuple(builder.pages())
    return Site(
        today=library.today,
        language=library.website.language,
        pages=pages,
        files=builder.files(pages),
        shows_drafts=library.shows_drafts,
        root=library.website.root,
        redirects=builder.redirects(),
        pictures=tuple(builder.pictures()),
    )


class Builder:
    """Makes pages; holds what they share."""

    def __init__(self, library: Library, website: Website, texts: Texts, theme: Theme) -> None:
        self.library = library
        self.website = website
        self.texts = texts
        self.theme = theme
        self.words: Words = theme.words
        self.headings = self._fixed_headings()
        self.block_uses = self._count_block_uses()
        self.parts = self._frame_parts()
        self._goal_pages: dict[str, SitePage] = {}

    # ---- what all pages share

    def _frame_parts(self) -> FrameParts:
        footer = self.website.footer
        text = PageText(self.texts.marks(None))
        goals = tuple(self._goal_link(goal) for goal in self.library.shown_goals)
        return FrameParts(
            site_name=text.line(self.website.name),
            root=self.website.root,
            language=self.website.language,
            organisation=self._organisation(),
            goals=goals,
            goal_links=tuple(Link(goal.title, goal.address) for goal in goals),
            menu=tuple(_link(item, text) for item in self.website.menu) or self._overviews(),
            help_link=Link(self.words.help, f"/{HELP}/"),
            footer_links=tuple(_link(item, text) for item in footer.links) if footer else (),
            footer_titles=(self.words.footer_pages, self.words.footer_goals, self.words.footer_about),
            report_email=self._report_email(),
            report_subject=self.words.report_subject,
            share_words=self.words.share_words_site,
        )

    def _overviews(self) -> tuple[Link, ...]:
        """Return the menu that a site has which names none: the overviews that have something to show."""
        library, words = self.library, self.words
        shown = {str(goal.number) for goal in library.shown_goals}
        has_partners = any(
            agreement.goal.key in shown and agreement.is_current(library.today) and library.tiers.get(agreement.tier)
            for partner in library.shown_partners
            for agreement in partner.agreements
        )
        has_mapping = any(goal.mapping for goal in library.shown_goals)
        overviews = (
            (has_partners, words.menu_partners, PARTNERS),
            (bool(library.tiers.things), words.menu_become_partner, BECOME_PARTNER),
            (has_mapping, words.menu_global, GLOBAL_GOALS_PAGE),
        )
        return tuple(Link(text, f"/{name}/") for has_something, text, name in overviews if has_something)

    def _organisation(self) -> OrganisationView:
        organisation = self.website.organisation
        website = organisation.website
        return OrganisationView(
            name=organisation.name.value,
            address=organisation.address.value if organisation.address else None,
            number=organisation.number.value if organisation.number else None,
            website=Link(shorten_address(website), website) if website else None,
            social_media=tuple(Link(medium.name.value, medium.address) for medium in organisation.social_media),
        )

    def _report_email(self) -> str | None:
        card = self.contact(self.website.organisation.contact, PageText(self.texts.marks(None)))
        return card.email if card else None

    def _count_block_uses(self) -> dict[Path, int]:
        """Return on how many pages each block's file is shown."""
        uses: dict[Path, int] = {}
        named = self.website.blocks
        for reference in (*named.globally, *named.last) if named else ():
            if block := self.library.blocks.get(reference):
                path = block.text.source.path
                uses[path] = uses.get(path, 0) + len(self.library.shown_goals)
        for page in (*self.library.shown_goals, *self.library.pages):
            for mark in find_marks(page.text):
                if mark.name == "block" and (block := self.library.blocks.get(mark.argument)):
                    uses[block.text.source.path] = uses.get(block.text.source.path, 0) + 1
        return uses

    def _edit(self, place: Place) -> str:
        """Return where an editor changes something, as preview says it."""
        path = place.source.path
        shown = f"{self.library.shelves.folder.name}/{path.relative_to(self.library.shelves.folder).as_posix()}"
        uses = self.block_uses.get(path, 0)
        return f"{shown}, rad {place.line}" + (f" (visas på {uses} sidor)" if uses > 1 else "")

    @property
    def wall_place(self) -> Place | None:
        """Where the partners stand."""
        return next((partner.place("name") for partner in self.library.partners), None)

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
        text = PageText(self.texts.marks(goal), self._edit if self.library.shows_drafts else None)
        subject = f"{self.words.local_goal} {goal.number}: {goal.title.value}" if goal else None

        def fill_contact(mark: FoundMark, _level: int) -> Piece | None:
            card = self.contact(mark.argument, text, subject)
            return Piece("contact", contact=card) if card else None

        def fill_block(mark: FoundMark, level: int) -> Piece | None:
            block = self.library.blocks.get(mark.argument)
            return Piece("block", block=build_block(block, self.texts.block(block, goal), text, level + 1)) if block else None

        text.fill_with({"kontakt": fill_contact, "block": fill_block})
        return text

    def contact(self, reference: Key | None, text: PageText, subject: str | None = None) -> ContactCard | None:
        """Return the card of who holds a contact today."""
        contact = self.library.contacts.get(reference)
        current = find_current(contact, self.library.contacts, self.library.today) if contact else None
        return view_contact(current, text, subject) if current else None

    def help_box(self, reference: Key | None, text: PageText) -> HelpBox | None:
        """Return a help box as it stands on a page."""
        record = self.library.help_boxes.get(reference)
        if record is None:
            return None
        lines = [card for line in record.contacts if (card := self.contact(line, text))]
        return build_help_box(record, self.texts.read(record.text)[0], lines, text)

    def _sources(self, text: PageText) -> tuple[SourceView, ...]:
        facts = self.library.facts.things
        return view_sources(facts[key] for name, key in text.used if name == "fakta" and key in facts)

    def _footer_text(self, text: PageText) -> tuple[Piece, ...]:
        footer = self.website.footer
        if footer is None or footer.text is None:
            return ()
        return text.pieces(text.open(self.texts.read(footer.text)[0]).nodes, shift=1)

    def giving(self, text: PageText, level: int = 3) -> GivingView | None:
        """Return the ways to give that are filled in, under a heading of `level`; None where none is."""
        ways = self.website.giving
        if ways is None or not any((ways.swish, ways.bankgiro, ways.gift_page, ways.volunteer, ways.company)):
            return None
        heading = plain_heading(self.words.giving_heading, level, text.ids, ways.place())
        return GivingView(heading, ways.swish, ways.bankgiro, ways.gift_page, ways.volunteer, ways.company)

    def block(self, block: Block, text: PageText, level: int) -> BlockView:
        """Return a block as it stands on a page that has no goal."""
        return build_block(block, self.texts.block(block, None), text, level)

    def blocks_for_any_page(self) -> list[tuple[Block, Document]]:
        """Return the last blocks that do not speak of the page's own goal, for pages that have none."""
        return self._without_goal(self.website.blocks.last if self.website.blocks else ())

    def global_blocks_for_any_page(self) -> list[Block]:
        """Return the blocks about the global goals that do not speak of the page's own goal."""
        return [block for block, _ in self._without_goal(self.website.blocks.globally if self.website.blocks else ())]

    def _without_goal(self, references: tuple[Key, ...]) -> list[tuple[Block, Document]]:
        found = [block for reference in references if (block := self.library.blocks.get(reference))]
        return [(b, self.texts.block(b, None)) for b in found if not any(m.name == "mal" for m in find_marks(b.text))]

    def goal_views(self) -> list[object]:
        """Return the views of all goal pages, in the order of the goals."""
        return [self._goal_page(goal).view for goal in self.library.shown_goals]

    def _menu_links(self) -> list[LinkFound]:
        """Return the links of menus and footer, with their places, to be checked once."""
        items = [*self.website.menu, *(self.website.footer.links if self.website.footer else ())]
        return [LinkFound(item.address, item.place("address")) for item in items if item.address.startswith("/")]

    # ---- pages

    def pages(self) -> Iterator[SitePage]:
        """Yield every page."""
        for goal in self.library.shown_goals:
            yield self._goal_page(goal)
        files = {slugify(page.name): page for page in self.library.pages}
        for name, words in ALWAYS:
            if name not in files and not self._is_torn(name):
                yield self._text_page(name, None, getattr(self.words, f"{words}_title"), getattr(self.words, f"{words}_summary"))
        for page in self.library.pages:
            if self.library.shows_drafts or not self.library.is_page_draft(page):
                yield self._text_page(page.name, page, page.title.value, "")

    def _is_torn(self, name: str) -> bool:
        return any(path.stem == name and path.suffix == ".md" for path in self.library.shelves.torn_files)

    def _goal_page(self, goal: LocalGoal) -> SitePage:
        """Return a goal's page, made once."""
        if goal.name not in self._goal_pages:
            self._goal_pages[goal.name] = self._build_goal_page(goal)
        return self._goal_pages[goal.name]

    def _build_goal_page(self, goal: LocalGoal) -> SitePage:
        text = self._open_page(goal)
        document, _ = self.texts.read(goal.text, goal)
        sections, _ = find_sections(document, self.website.headings.fixed, goal.text)
        view = build_goal_page(goal, sections, document, self.headings, self._relations(goal), text)
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
            edit=text.ids.edit(goal.place("title")),
            share=(f"mal-{goal.number}", self.words.share_words.format(number=goal.number, title=view.title)),
            terms=self._terms(goal, view),
        )
        return self._page("goal", frame, view, goal.text.source.path, goal.place("title"), text, document)

    def _terms(self, goal: LocalGoal, view: GoalPage) -> list[dict[str, object]]:
        """Return the goal and the global goals it meets, as structured data."""
        root, name = self.website.root, self.website.name.value
        own = {"@type": "DefinedTerm", "@id": f"{root}{goal.address}", "name": view.title, "termCode": str(goal.number)}
        own_set = {"@type": "DefinedTermSet", "name": name}
        terms: list[dict[str, object]] = [{**own, "inDefinedTermSet": own_set}]
        for reason in view.globally.reasons:
            terms.append({"@type": "DefinedTerm", "@id": reason.goal.iri, "termCode": str(reason.goal.number)})
        return terms

    def _fixed_headings(self) -> FixedHeadings:
        headings, words = self.website.headings, self.words
        text = PageText(self.texts.marks(None))
        return FixedHeadings(
            today=text.line(headings.today),
            wanted=text.line(headings.wanted),
            globally=text.line(headings.globally),
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
            make_help_box=lambda text: self.help_box(goal.help_box, text),
            make_contact=lambda text: self.contact(goal.contact, text, subject),
            make_sources=self._sources,
            global_blocks=self._goal_blocks(blocks.globally if blocks else (), goal),
            last_blocks=self._goal_blocks(blocks.last if blocks else (), goal),
            make_giving=self.giving,
            wall_place=self.wall_place,
        )

    def _goal_blocks(self, references: tuple[Key, ...], goal: LocalGoal) -> list[tuple[Block, Document]]:
        found = [block for reference in references if (block := self.library.blocks.get(reference))]
        return [(block, self.texts.block(block, goal)) for block in found]

    def _text_page(self, name: str, page: TextPage | None, title: str, summary: str) -> SitePage:
        text = self._open_page()
        title = text.line(page.title) if page else title
        summary = text.line(page.summary) if page else summary
        document = self.texts.read(page.text)[0] if page else Document()
        text.note(marks_ahead(slugify(name), self))
        plain = build_plain_page(
            title,
            document,
            text,
            (self.words.contact, self.words.sources),
            make_contact=lambda text: self.contact(page.contact, text) if page else None,
            make_sources=self._sources,
        )
        template, view = compute_page(slugify(name), plain, text, self)
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
            has_leave_button=isinstance(view, HelpPage) and view.leave_address is not None,
            edit=text.ids.edit(page.place("title")) if page else None,
        )
        source = page.text.source.path if page else None
        place = page.place("title") if page else self.library.shelves.place(f"sidor/{name}.md")
        return self._page(template, frame, view, source, place, text, document)

    def _page(
        self, template: str, frame: Frame, view: object, source: Path | None, place: Place, text: PageText, document: Document
    ) -> SitePage:
        links = tuple(text.links) + (tuple(self._menu_links()) if frame.is_home else ())
        html = "\n".join(node.html for node in document.nodes if not isinstance(node, PlaceNode))
        return SitePage(frame.address, template, frame, view, source, place, text.ids.taken, links, html)

    # ---- files

    def redirects(self) -> dict[str, str]:
        """Return old address → present address of every page that is shown."""
        pages: list[LocalGoal | TextPage] = [*self.library.shown_goals]
        pages += [p for p in self.library.pages if self.library.shows_drafts or not self.library.is_page_draft(p)]
        return {old: page.address for page in pages for old in page.former_addresses}

    def pictures(self) -> Iterator[SharePicture]:
        """Yield the share pictures: one for the site, one for each goal."""
        yield SharePicture(SITE_PICTURE, self.website.organisation.name.value, self.parts.site_name, None)
        for goal in self.parts.goals:
            yield SharePicture(f"mal-{goal.number}", f"{self.words.local_goal} {goal.number}", goal.title, goal.number)

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


def _link(item: MenuItem, text: PageText) -> Link:
    return Link(text.line(item.text), item.address)

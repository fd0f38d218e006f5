"""Building the Site: views of every page, from the library.

Stage: views. In: library, texts, theme. Out: `Site`. Tolerant by design: what a rule has already told (a contact that
is not there) is left out here, so that the links of all pages can be checked in the same run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.activities.model import ACTIVITIES
from plugins.announcements.view import AnnouncementView, view_announcement
from plugins.blocks.model import Block
from plugins.blocks.view import BlockView, build_block
from plugins.contacts.rules import find_current
from plugins.contacts.view import ContactCard, HelpBox, build_help_box, shorten_address, view_contact
from plugins.core.intake.gallery import Gallery
from plugins.core.kinds import Key
from plugins.core.linked import add_words, file_of, lead, publish_linked
from plugins.core.markdown import Document, LinkFound, PlaceNode
from plugins.core.marks import FoundMark, find_marks
from plugins.core.outline import plain_heading
from plugins.core.outputs import PREVIEW_FOLDERS, file_key
from plugins.core.pagetext import PageText
from plugins.core.pictures import view_picture
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
    GLOBAL_GOALS_PAGE,
    HELP,
    HOME,
    KNOWN_ADDRESSES,
    NOT_FOUND,
    PARTNERS,
    TextPage,
)
from plugins.pages.view import HelpPage, build_plain_page
from plugins.partners.view import build_goal_wall
from plugins.projects.model import PROJECTS
from plugins.site.computed import compute_page, marks_ahead
from plugins.site.library import Library
from plugins.site.model import SharePicture, Site, SitePage, Theme
from plugins.site.open_data import build_open_data
from plugins.site.rooms import ALWAYS
from plugins.site.staff import ADDRESS as STAFF
from plugins.site.staff import APART as STAFF_APART
from plugins.site.staff import LineDays, build_staff_page
from plugins.site.texts import Texts
from plugins.site.undertakings import all_undertakings, build_undertaking_page, find_undertakings
from plugins.website.model import MenuItem, Website
from plugins.website.view import (
    SITE_PICTURE,
    Frame,
    FrameParts,
    GivingView,
    GoalLink,
    Link,
    OrganisationView,
    ShareView,
    build_frame,
    build_share,
    fit_title,
)

PAINTS = 8
"""Goal colours of the theme; with more goals the row begins again."""


def build_site(library: Library, texts: Texts, theme: Theme, line_days: LineDays) -> Site | None:
    """Return the Site, or None where the site's own record could not be read.

    `line_days` tells the staff overview, which only preview has, when each line of a file was changed.
    """
    if library.website is None:
        return None
    builder = Builder(library, library.website, texts, theme)
    pages = tuple(builder.pages())
    if library.shows_drafts:
        pages = (*pages, builder.staff_page(pages, line_days))
    return Site(
        today=library.today,
        language=library.website.language,
        pages=pages,
        files=builder.files(pages),
        shows_drafts=library.shows_drafts,
        root=library.website.root,
        redirects=builder.redirects(),
        data=build_open_data(builder),
        later_links=tuple(builder.later_links()),
        pictures=tuple(builder.pictures()),
        waiting=frozenset(page.address for page in library.all_pages if not library.is_shown(page)),
        mark_names=library.marks_in_blocks.names,
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
        self.titles = self._page_titles()
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
            menu=tuple(_link(item, text, self.library.gallery) for item in self.website.menu) or self._overviews(),
            help_link=Link(self.words.help, f"/{HELP}/"),
            footer_links=tuple(_link(item, text, self.library.gallery) for item in footer.links) if footer else (),
            footer_titles=(self.words.footer_pages, self.words.footer_goals, self.words.footer_about),
            report_email=self._report_email(),
            report_subject=self.words.report_subject,
            share_words=self.words.share_words_site,
        )

    def _overviews(self) -> tuple[Link, ...]:
        """Return the menu that a site has which names none: the overviews that have something to show."""
        library, words = self.library, self.words
        has_mapping = any(goal.mapping for goal in library.shown_goals)
        overviews = (
            (any(a.phase(library.today) != "ended" for a in library.shown_activities), words.menu_activities, ACTIVITIES),
            (any(p.phase(library.today) != "ended" for p in library.shown_projects), words.menu_projects, PROJECTS),
            (bool(library.current_partners), words.menu_partners, PARTNERS),
            (bool(library.tiers.shown), words.menu_become_partner, BECOME_PARTNER),
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
        library = self.library
        for page in (*library.shown_goals, *library.pages, *library.shown_activities, *library.shown_projects):
            for mark in find_marks(page.text):
                if mark.name == "block" and (block := self.library.blocks.get(mark.argument)):
                    uses[block.text.source.path] = uses.get(block.text.source.path, 0) + 1
        return uses

    def edit(self, place: Place) -> str:
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
            symbol_html=self.theme.symbols.get(slugify(self.library.title_of(goal))),
            is_current=False,
        )

    def open_page(self, goal: LocalGoal | None = None, subject: str | None = None) -> PageText:
        """Return the text of a new page, which knows what stands at its marks; mails from it are about `subject`."""
        text = PageText(self.texts.marks(goal), self.edit if self.library.shows_drafts else None)
        subject = f"{self.words.local_goal} {goal.number}: {self.library.title_of(goal)}" if goal else subject

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
        return view_contact(current, text, self.library.gallery, subject) if current else None

    def help_box(self, reference: Key | None, text: PageText) -> HelpBox | None:
        """Return a help box as it stands on a page."""
        record = self.library.help_boxes.get(reference)
        if record is None:
            return None
        lines = [card for line in record.contacts if (card := self.contact(line, text))]
        return build_help_box(record, self.texts.read(record.text)[0], lines, text)

    def sources(self, text: PageText) -> tuple[SourceView, ...]:
        """Return where the figures come from that a page has shown so far."""
        facts = self.library.facts.shown
        return view_sources(facts[key] for name, key in text.used if name == "fakta" and key in facts)

    def announcements_on(self, text: PageText) -> tuple[AnnouncementView, ...]:
        """Return the announcements of today, as they stand on a page."""
        return tuple(
            view_announcement(
                one,
                self.texts.announcement(one)[0],
                text,
                self.library.gallery,
                self._name_link(one.link) if one.link else "",
                self.website.zone,
            )
            for one in self.library.shown_announcements
        )

    def _name_link(self, address: str) -> str:
        """Return words for a link that stands alone: the page it leads to, else the address itself."""
        title = self.titles.get(address.partition("#")[0])
        words: str = self.words.more_at if title is None else self.words.more_on
        return words.format(title=title, address=shorten_address(address))

    def _page_titles(self) -> dict[str, str]:
        """Return the title of every page by its address."""
        always = {KNOWN_ADDRESSES.get(name, f"/{name}/"): getattr(self.words, f"{words}_title") for name, words in ALWAYS}
        text = PageText(self.texts.marks(None))
        written = {page.address: text.line(page.title) for page in (*self.library.shown_pages, *all_undertakings(self.library))}
        return always | written | {goal.address: goal.title for goal in self.parts.goals}

    def later_links(self) -> Iterator[LinkFound]:
        """Yield the links of announcements that have not begun."""
        for one in self.library.announcements:
            if not (one.is_draft or one.has_ended(self.library.today)):
                yield from self.texts.announcement(one)[0].links
                if one.link and one.link.startswith("/"):
                    yield LinkFound(one.link, one.place("link"))

    def footer_text(self, text: PageText) -> tuple[Piece, ...]:
        """Return the footer's own text as it stands on a page."""
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
        shown = self.library.shown_pages
        written = {slugify(page.name) for page in shown}
        for name, words in ALWAYS:
            if name not in written and not self._is_torn(name):
                yield self._text_page(name, None, getattr(self.words, f"{words}_title"), getattr(self.words, f"{words}_summary"))
        for page in shown:
            yield self._text_page(page.name, page, "", "")
        for undertaking in all_undertakings(self.library):
            yield build_undertaking_page(undertaking, self)

    def _is_torn(self, name: str) -> bool:
        torn = self.library.shelves.torn_files
        return any(path.parent.name == "sidor" and path.stem == name and path.suffix == ".md" for path in torn)

    def _goal_page(self, goal: LocalGoal) -> SitePage:
        """Return a goal's page, made once."""
        if goal.name not in self._goal_pages:
            self._goal_pages[goal.name] = self._build_goal_page(goal)
        return self._goal_pages[goal.name]

    def _build_goal_page(self, goal: LocalGoal) -> SitePage:
        text = self.open_page(goal)
        announcements = self.announcements_on(text)
        document, _ = self.texts.read(goal.text, goal)
        sections, _ = find_sections(document, self.website.headings.fixed, goal.text)
        view = build_goal_page(goal, sections, document, self.headings, self._relations(goal, text), text)
        frame = build_frame(
            self.parts,
            title=fit_title(view.title, f"{self.words.local_goal} {goal.number}", self.parts.site_name),
            description=text.line(goal.summary),
            address=goal.address,
            announcements=announcements,
            footer_text=self.footer_text(text),
            colour_class=_colour_class(goal),
            is_draft=goal.is_draft,
            updated=goal.updated,
            has_leave_button=bool(view.help_box and view.help_box.leave_address),
            edit=text.ids.edit(goal.place("title")),
            is_handout=True,
            share=(f"mal-{goal.number}", self.words.share_words.format(number=goal.number, title=view.title)),
            terms=[self.describe_goal(goal, view.title), *_describe_global_goals(view)],
        )
        return self.page("goal", frame, view, goal.text.source.path, goal.place("title"), text, document)

    def describe_goal(self, goal: LocalGoal | GoalLink, title: str) -> dict[str, object]:
        """Return a local goal as structured data."""
        own = {"@type": "DefinedTerm", "@id": f"{self.website.root}{goal.address}", "name": title, "termCode": str(goal.number)}
        return {**own, "inDefinedTermSet": {"@type": "DefinedTermSet", "name": self.parts.site_name}}

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
            undertakings=words.undertakings,
        )

    def _relations(self, goal: LocalGoal, text: PageText) -> GoalRelations:
        library, subject = self.library, f"{self.words.local_goal} {goal.number}: {self.library.title_of(goal)}"
        blocks = self.website.blocks
        return GoalRelations(
            symbol_html=self.theme.symbols.get(slugify(self.library.title_of(goal))),
            tiers=build_goal_wall(library.shown_partners, str(goal.number), library.tiers, library.today, library.gallery),
            make_help_box=lambda text: self.help_box(goal.help_box, text),
            make_contact=lambda text: self.contact(goal.contact, text, subject),
            picture=view_picture(goal.picture, text.line, library.gallery),
            make_sources=self.sources,
            global_blocks=self._goal_blocks(blocks.globally if blocks else (), goal),
            last_blocks=self._goal_blocks(blocks.last if blocks else (), goal),
            make_giving=self.giving,
            make_share=lambda text: self._share(goal, text),
            wall_place=self.wall_place,
            make_undertakings=lambda text: find_undertakings(goal, text, self),
        )

    def _share(self, goal: LocalGoal, text: PageText) -> ShareView:
        """Return the ways to share a goal; the ready words are its summary, which is written for that."""
        words = PageText(self.texts.marks(goal))
        heading = plain_heading(self.words.share_heading, 3, text.ids)
        title = words.line(goal.title)
        subject = self.words.share_words.format(number=goal.number, title=title)
        return build_share(heading, subject, words.line(goal.summary), f"{self.website.root}{goal.address}")

    def _goal_blocks(self, references: tuple[Key, ...], goal: LocalGoal) -> list[tuple[Block, Document]]:
        found = [block for reference in references if (block := self.library.blocks.get(reference))]
        return [(block, self.texts.block(block, goal)) for block in found]

    def _text_page(self, name: str, page: TextPage | None, title: str, summary: str) -> SitePage:
        text = self.open_page()
        announcements = self.announcements_on(text)
        title = text.line(page.title) if page else title
        summary = text.line(page.summary) if page else summary
        document = self.texts.read(page.text)[0] if page else Document()
        text.note(marks_ahead(slugify(name), self))
        plain = build_plain_page(
            title,
            document,
            text,
            (self.words.contact, self.words.sources),
            picture=view_picture(page.picture if page else None, text.line, self.library.gallery),
            make_contact=lambda text: self.contact(page.contact, text) if page else None,
            make_sources=self.sources,
        )
        template, view = compute_page(slugify(name), plain, text, self)
        address = page.address if page else KNOWN_ADDRESSES.get(name, f"/{name}/")
        frame = build_frame(
            self.parts,
            title=fit_title(self.parts.site_name, title) if name == HOME else fit_title(title, self.parts.site_name),
            description=summary,
            address=address,
            announcements=announcements,
            footer_text=self.footer_text(text),
            is_draft=bool(page and self.library.is_draft(page)),
            is_indexed=name != NOT_FOUND,
            updated=page.updated if page else None,
            has_leave_button=isinstance(view, HelpPage) and view.leave_address is not None,
            edit=text.ids.edit(page.place("title")) if page else None,
        )
        source = page.text.source.path if page else None
        place = page.place("title") if page else self.library.shelves.place(f"sidor/{name}.md")
        return self.page(template, frame, view, source, place, text, document)

    def staff_page(self, pages: Iterable[SitePage], line_days: LineDays) -> SitePage:
        """Return the staff overview, out of the way of the editors' own pages; for preview only."""
        text = self.open_page()
        announcements = self.announcements_on(text)
        view = build_staff_page(self, pages, text.ids, line_days)
        frame = build_frame(
            self.parts,
            title=f"{view.title} – {self.parts.site_name}",
            description=self.words.staff_summary,
            address=STAFF_APART if any(page.address == STAFF for page in pages) else STAFF,
            announcements=announcements,
            footer_text=self.footer_text(text),
            is_indexed=False,
        )
        return self.page("staff", frame, view, None, self.library.shelves.place(""), text, Document())

    def page(
        self, template: str, frame: Frame, view: object, source: Path | None, place: Place, text: PageText, document: Document
    ) -> SitePage:
        """Return a page with its frame and view, and with the ids and links that its text has gathered."""
        links = tuple(text.links) + (tuple(self._menu_links()) if frame.is_home else ())
        html = "\n".join(node.html for node in document.nodes if not isinstance(node, PlaceNode))
        return SitePage(frame.address, template, frame, view, source, place, text.ids.taken, links, html)

    # ---- files

    def redirects(self) -> dict[str, str]:
        """Return old address → present address of every page that is shown."""
        pages = (page for page in self.library.all_pages if self.library.is_shown(page))
        found = {old.address: (old, page) for page in pages for old in page.former_addresses}
        shows = self.library.shows_drafts
        return {
            address: page.address
            for address, (old, page) in found.items()
            if not (shows and file_key(old.file).partition("/")[0] in PREVIEW_FOLDERS)
        }

    def pictures(self) -> Iterator[SharePicture]:
        """Yield the share pictures: one for the site, one for each goal."""
        yield SharePicture(SITE_PICTURE, self.website.organisation.name.value, self.parts.site_name, None)
        for goal in self.parts.goals:
            yield SharePicture(f"mal-{goal.number}", f"{self.words.local_goal} {goal.number}", goal.title, goal.number)

    def files(self, pages: Iterable[SitePage]) -> dict[str, Path | bytes]:
        """Return the files that pages show or link to; nothing of what has ended."""
        gallery = self.library.gallery
        for link in (link for page in pages for link in page.links):
            publish_linked(file_of(link.address), gallery)
        return dict(gallery.published)


def _describe_global_goals(view: GoalPage) -> list[dict[str, object]]:
    """Return the global goals that a local goal meets, as structured data."""
    goals = (reason.goal for reason in view.globally.reasons)
    return [{"@type": "DefinedTerm", "@id": goal.iri, "termCode": str(goal.number)} for goal in goals]


def _colour_class(goal: LocalGoal) -> str:
    return f"goal-{(goal.number - 1) % PAINTS + 1}"


def _link(item: MenuItem, text: PageText, gallery: Gallery) -> Link:
    led = lead(item.address, gallery)
    return Link(add_words(text.line(item.text), led.words), led.address)

"""Checking the library: each room's rules, given what they judge.

Stage: check. In: the library and its texts. Out: problems. A rule that needs another room's things gets them here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from plugins.activities.rules import check_activity
from plugins.announcements.model import Announcement
from plugins.announcements.rules import check_announcement_text, check_announcements
from plugins.blocks.model import Block
from plugins.blocks.rules import check_blocks_fit
from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.contacts.rules import check_contacts, check_help_boxes, check_uses
from plugins.core.headings import check_headings, heading_key
from plugins.core.identity import find_identity_numbers
from plugins.core.intake.gallery import Gallery
from plugins.core.kinds import Key
from plugins.core.known import check_unique
from plugins.core.lines import Writing
from plugins.core.marks import Marks, check_line, find_marks
from plugins.core.models import Model
from plugins.core.pages import PageModel
from plugins.core.phases import DatedPage
from plugins.core.pictures import Picture, check_picture
from plugins.core.placeholders import check_waiting
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, warning
from plugins.core.sources import Text
from plugins.core.swedish import format_day
from plugins.core.walk import check_gaps, check_placeholders, find_lines, find_names, find_references, walk_models
from plugins.facts.model import Fact
from plugins.facts.rules import check_facts
from plugins.global_goals.rules import check_mapping
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.rules import check_numbers
from plugins.local_goals.sections import find_sections
from plugins.pages.model import TextPage
from plugins.partners.model import Partner, Tier
from plugins.partners.rules import check_approvals, check_logo_names, check_logos, check_partners, check_tiers, check_unused_logos
from plugins.projects.rules import check_project
from plugins.site.language import check_language
from plugins.site.library import Library
from plugins.site.texts import Texts
from plugins.website.rules import check_website


def check_library(library: Library, texts: Texts) -> Iterator[Problem]:
    """Yield every problem of the records and texts."""
    for source in library.shelves.sources:
        yield from _check_personal_data(source)
    yield from _check_registers(library, texts)
    yield from check_announcements(library.announcements, library.today)
    for announcement in library.announcements:
        yield from _check_announcement(announcement, library, texts)
    for block in library.blocks.things.values():
        yield from _check_block(block, library, texts)
    yield from check_numbers(library.goals)
    for goal in library.goals:
        yield from _check_goal(goal, library, texts)
    for activity in library.activities:
        yield from check_activity(activity, library.known_goals)
    for project in library.projects:
        yield from check_project(project, library.known_goals)
    checked: tuple[TextPage | DatedPage, ...] = (*library.pages, *library.activities, *library.projects)
    for page in checked:
        yield from _check_page(page, library, texts)
    for model, text in library.shelves.torn_texts:
        document, problems = texts.torn(model, text)
        yield from problems
        yield from check_headings(document)
    yield from check_uses(_contact_uses(library, texts), library.contacts, library.today)
    yield from check_language(library)


def _check_registers(library: Library, texts: Texts) -> Iterator[Problem]:
    shelves = library.shelves
    facts, tiers = shelves.all(Fact), shelves.all(Tier)
    contacts, boxes = shelves.all(Contact), shelves.all(HelpBoxRecord)
    yield from check_tiers(tiers)
    is_whole = shelves.is_complete(Partner)
    yield from check_partners(
        library.partners, library.known_goals, library.tiers, {*shelves.files, *shelves.strays}, is_whole=is_whole
    )
    yield from check_logos(library.partners, library.tiers, library.gallery, library.today)
    if is_whole:
        yield from check_unused_logos(library.partners, shelves.files)
    yield from check_logo_names(shelves.files)
    yield from check_approvals(library.partners, library.known_goals, library.tiers, library.today)
    yield from check_unique((fact.id for fact in facts), "uppgift")
    yield from check_facts(facts, library.today)
    yield from check_contacts(contacts, library.contacts, library.today)
    yield from check_help_boxes(boxes, library.contacts)
    for text in _register_texts(library):
        document, problems = texts.read(text)
        yield from problems
        yield from check_headings(document)
    if library.website:
        yield from check_website(library.website, library.blocks)
        yield from library.contacts.check_exists(library.website.organisation.contact)
        yield from _check_record(library.website, texts.marks(None), library.gallery)
    names = [name for partner in library.partners for name in find_names(partner)]
    for record in (*facts, *tiers, *contacts, *boxes, *library.partners):
        yield from _check_record(record, texts.marks(None), library.gallery, is_published=not record.is_draft, names=names)


def _register_texts(library: Library) -> Iterator[Writing]:
    """Yield the Markdown texts that stand in registers."""
    website = library.website
    texts = [website.footer.text if website and website.footer else None]
    texts += [box.text for box in library.shelves.all(HelpBoxRecord)]
    texts += [tier.meaning for tier in library.shelves.all(Tier)]
    texts += [partner.presentation for partner in library.partners]
    yield from (text for text in texts if text is not None)


def _check_record(
    record: Model, marks: Marks, gallery: Gallery, *, is_published: bool = True, names: Collection[Text] = ()
) -> Iterator[Problem]:
    """Lines have marks that are known, and pictures can be shown; what is published has no gaps and no placeholders."""
    for line in find_lines(record):
        yield from check_line(line, marks)
    for inner in walk_models(record):
        if isinstance(inner, Picture):
            is_portrait = isinstance(record, Contact)
            yield from check_picture(inner, gallery, is_portrait=is_portrait, is_published=is_published)
    if is_published:
        yield from check_gaps(record)
        yield from check_placeholders(record, names)
        if isinstance(record, PageModel):
            yield from check_waiting(record.text)


def _check_announcement(announcement: Announcement, library: Library, texts: Texts) -> Iterator[Problem]:
    document, problems = texts.announcement(announcement)
    yield from problems
    yield from check_announcement_text(document)
    yield from _check_record(
        announcement, library.marks_in_announcements, library.gallery, is_published=not announcement.is_draft
    )


def _check_block(block: Block, library: Library, texts: Texts) -> Iterator[Problem]:
    document, problems = texts.check_block(block)
    yield from problems
    yield from check_headings(document)
    yield from _check_record(block, library.marks_in_blocks, library.gallery, is_published=not block.is_draft)


def _check_goal(goal: LocalGoal, library: Library, texts: Texts) -> Iterator[Problem]:
    document, problems = texts.read(goal.text, goal)
    yield from problems
    yield from check_headings(document)
    yield from _check_record(goal, texts.marks(goal), library.gallery, is_published=not goal.is_draft)
    yield from _check_goal_title(goal, library)
    fixed = library.website.headings.fixed if library.website else ()
    if fixed and len({heading_key(words) for words in fixed}) == len(fixed):  # else that is told, and no heading is right
        yield from find_sections(document, fixed, goal.text)[1]
    yield from check_mapping(goal.mapping)
    yield from _check_updated(goal, library)
    yield from library.contacts.check_exists(goal.contact)
    yield from library.help_boxes.check(goal.help_box)


def _check_goal_title(goal: LocalGoal, library: Library) -> Iterator[Problem]:
    """The title of a goal does not show itself."""
    own = library.marks_in_title(goal).values["mal"].values
    yield from (
        problem
        for m in find_marks(goal.title)
        if (m.name, m.argument.key) == ("mal", "titel")
        for problem in own.check(m.argument)
    )


def _check_page(page: TextPage | DatedPage, library: Library, texts: Texts) -> Iterator[Problem]:
    document, problems = texts.read(page.text)
    yield from problems
    yield from check_headings(document)
    yield from check_blocks_fit(document, library.blocks)
    yield from _check_record(page, texts.marks(None), library.gallery, is_published=not library.is_draft(page))
    yield from library.contacts.check_exists(page.contact)
    yield from _check_updated(page, library)


def _check_updated(page: LocalGoal | TextPage | DatedPage, library: Library) -> Iterator[Problem]:
    """A page that is shown was not changed on a day to come."""
    day = page.updated
    if day is not None and day > library.today and library.is_shown(page):
        message = f"Sidan kan inte vara uppdaterad {format_day(day)}: den dagen har inte kommit."
        yield warning(page.place("updated"), "dag-i-framtiden", message, "Skriv dagen då texten senast ändrades.")


def _contact_uses(library: Library, texts: Texts) -> Iterator[Key]:
    """Yield each reference to a contact, in fields and texts, from what is published."""
    for record in library.published():
        yield from find_references(record, ("kontakt", "kontakter"))
    drafts = library.draft_files()
    for mark in texts.marks_used():
        if mark.name == "kontakt" and mark.place.source.path not in drafts:
            yield mark.argument


def _check_personal_data(source: SourceFile) -> Iterator[Problem]:
    """No file of the content holds a personal identity number."""
    for number, line in enumerate(source.text.split("\n"), 1):
        for found in find_identity_numbers(line):
            message = "Här står något som ser ut som ett personnummer."
            help_line = "Ta bort det. Personnummer ska inte stå på webbplatsen, inte heller i en kommentar."
            yield Problem(Place(source, number, found.start() + 1), "personnummer", message, help=(help_line,))

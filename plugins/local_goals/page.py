"""The pages of local goals, and links to them."""

from __future__ import annotations

from plugins.core.library import Library
from plugins.core.looks.goal_looks import GoalLooks
from plugins.core.texts.documents import read_document
from plugins.core.texts.pagetext import PageText
from plugins.house.context import PageContext
from plugins.house.other_rooms import find_help_strip
from plugins.house.page import SitePage
from plugins.local_goals.markdown import title_of
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.sections import find_sections
from plugins.local_goals.view import GoalPage, build_goal_page
from plugins.website.lengths import fit_title
from plugins.website.links import GoalLink
from plugins.website.view import FrameInput


def link_goal(goal: LocalGoal, library: Library, looks: GoalLooks) -> GoalLink:
    """Return the link to a goal for menus and lists."""
    text = PageText(library.marks(library.setting_of(goal)))
    return GoalLink(
        number=goal.number,
        title=text.line(goal.title),
        address=goal.address,
        subheading=text.line(goal.subheading) or None,
        colour_class=looks.colour_class(goal.number),
        symbol_html=looks.symbol(goal.number),
        is_this_page=False,
    )


def build_page(goal: LocalGoal, context: PageContext) -> SitePage:
    """Return the page of a goal."""
    words, subject = context.words, f"{context.words.local_goal} {goal.number}: {title_of(goal, context.library)}"
    setting = context.library.setting_of(goal)
    text = context.open_page(setting, subject, goal.contact)
    announcements = context.announcements(text)
    document, _ = read_document(goal.text, context.library, setting)
    sections, _ = find_sections(text.open(document), context.website.headings.fixed, goal.text)
    view = build_goal_page(goal, sections, subject, text, context)
    strip = find_help_strip(goal.help_box, context.library, text)
    frame = context.frame(
        text,
        announcements,
        FrameInput(
            title=fit_title(view.title, f"{words.local_goal} {goal.number}", context.parts.site_name),
            description=text.line(goal.summary),
            address=goal.address,
            colour_class=context.looks.colour_class(goal.number),
            updated=context.updated_on(goal),
            help_strip=strip,
            edit=text.ids.edit(goal.place("title")),
            is_handout=True,
            share=(f"mal-{goal.number}", words.share_words.format(number=goal.number, title=view.title)),
            terms=[context.describe_goal(goal.number, goal.address, view.title), *_describe_global_goals(view)],
        ),
    )
    return context.page("goal", frame, view, goal.text.source.path, goal.place("title"), text, document)


def _describe_global_goals(view: GoalPage) -> list[dict[str, object]]:
    """Return references to the global goals of a page, as structured data: the UN's own identifiers."""
    goals = (reason.goal for reason in view.globally.reasons) if view.globally else ()
    return [{"@id": goal.iri} for goal in goals]


def suggest_contact(library: Library) -> str | None:
    """Return the contact to write in a new goal's file: that of the first goal with one; None if no goal has any."""
    return next((str(goal.contact) for goal in library.all(LocalGoal) if goal.contact), None)

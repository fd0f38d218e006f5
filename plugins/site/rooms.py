"""The rooms of the house, and the shelves each keeps in `content/`."""

from __future__ import annotations

from plugins.activities import model as activities
from plugins.announcements import model as announcements
from plugins.blocks import model as blocks
from plugins.contacts import model as contacts
from plugins.facts import model as facts
from plugins.language import model as language
from plugins.local_goals import model as local_goals
from plugins.pages import model as pages
from plugins.partners import model as partners
from plugins.projects import model as projects
from plugins.website import model as website

ROOMS = (website, local_goals, activities, projects, partners, contacts, facts, blocks, announcements, pages, language)
"""In the order in which an editor meets them; global goals are data and keep no files."""

SHELVES = tuple(shelf for room in ROOMS for shelf in room.SHELVES)

ALWAYS = (
    (pages.HOME, "home"),
    (activities.ACTIVITIES, "activities"),
    (projects.PROJECTS, "projects"),
    (pages.PARTNERS, "partners"),
    (pages.BECOME_PARTNER, "become_partner"),
    (pages.GLOBAL_GOALS_PAGE, "global"),
    (pages.HELP, "help"),
    (pages.CONTACT, "contact"),
    (pages.NOT_FOUND, "not_found"),
)
"""Pages that are made also without a file, and the beginning of their words' names."""

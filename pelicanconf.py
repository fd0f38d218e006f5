"""Pelican's settings, with the plugins in the order in which they process a page.

The tasks read this file; the plain `pelican` command works with it too.
"""

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
if str(PROJECT) not in sys.path:  # so that each plugin is imported under one name only
    sys.path.insert(0, str(PROJECT))

from plugins.site.rooms import PAGE_FOLDERS  # noqa: E402 (found only now)
from plugins.site.templates import FILTERS, OPTIONS, open_template_cache  # noqa: E402 (found only now)

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
DEFAULT_LANG = "sv"
TIMEZONE = "Europe/Stockholm"
LOCALE = "C"

PLUGIN_PATHS: list[str] = []
PLUGINS = [
    "plugins.site.plugin",  # content → checked Site
    "plugins.assets.plugin",  # addresses of stylesheets, fonts, icon and scripts
    "plugins.global_goals.plugin",  # global goals and their links
    "plugins.contacts.plugin",  # contact cards
    "plugins.local_goals.plugin",  # goal pages
    "plugins.finishing.plugin",  # steps on each finished page
    "plugins.sharing.plugin",  # icons and share pictures
    "plugins.publishing.plugin",  # files beside the pages
]

# Only pages, which our own reader reads.
PAGE_PATHS = list(PAGE_FOLDERS)
ARTICLE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
THEME_STATIC_PATHS: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
ARCHIVES_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ""
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
DELETE_OUTPUT_DIRECTORY = False  # tasks build into a new folder; plain `pelican` writes into the existing one

# The options that affect how templates are compiled are defined there, because `compile_templates.py` does not read this file.
JINJA_ENVIRONMENT = {**OPTIONS, "bytecode_cache": open_template_cache(PROJECT, OPTIONS)}
JINJA_FILTERS = dict(FILTERS)

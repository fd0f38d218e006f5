"""The room of what is written for search engines: it keeps nothing in `content/`, and tells of the pages of all rooms."""

from __future__ import annotations

from plugins.core.room import Room
from plugins.discovery.beside import ROBOTS_FILE, SITEMAP_FILE

ROOM = Room(shelves=(), beside=(SITEMAP_FILE, ROBOTS_FILE))

"""Files for search engines."""

from __future__ import annotations

from plugins.core.room import Room
from plugins.discovery.beside import ROBOTS_FILE, SITEMAP_FILE

ROOM = Room(shelves=(), beside=(SITEMAP_FILE, ROBOTS_FILE))

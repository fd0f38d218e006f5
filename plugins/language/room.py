"""The room of the language: writing rules, by which the texts of all rooms are judged."""

from __future__ import annotations

from plugins.core.room import Room
from plugins.language.model import SHELVES

ROOM = Room(shelves=SHELVES)

"""From `content/` to a checked Site: the way in one function.

In: the folder, the day, the theme. Out: a `Preparation`. Called by the commands and by `plugins.site.plugin`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plugins.core.shelf_reader import read_shelves
from plugins.site.model import Preparation, Theme
from plugins.site.rooms import SHELVES
from plugins.site.workbench import Reading, Workbench


def read_content(content: Path) -> Reading:
    """Read everything, once."""
    shelves, problems = read_shelves(content, SHELVES)
    return Reading(shelves, tuple(problems))


def prepare_site(content: Path | Reading, today: date, theme: Theme, *, shows_drafts: bool = False) -> Preparation:
    """Read everything, check everything, and make the Site ready, once; all problems are found before any is told."""
    reading = content if isinstance(content, Reading) else read_content(content)
    return Workbench(reading, today, theme, shows_drafts=shows_drafts).prepare(is_once=True)

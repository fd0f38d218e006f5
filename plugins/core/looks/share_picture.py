"""What is shown where a page is shared: a value of its own, so that what draws it needs no more of the program.

Stage: from views on. In: words, and a goal's number. Out: a `SharePicture`, which `plugins/sharing` draws.
"""

from __future__ import annotations

from plugins.core.dataclass import dataclass
from plugins.core.locales.languages import Language


@dataclass(frozen=True, slots=True)
class SharePicture:
    """What a share picture shows: words, and the paint and number of a goal."""

    name: str
    """File name without ending."""
    eyebrow: str
    title: str
    goal_number: int | None
    """None for the site's own picture."""
    language: Language
    """Whose words it shows."""

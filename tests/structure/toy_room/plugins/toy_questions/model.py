"""Questions (frågor), one page each, with the same required fields as an activity."""

from __future__ import annotations

from typing import ClassVar

from plugins.core import hints
from plugins.core.kinds.annotations import Day, Line, Reference, Status, Title
from plugins.core.models.model import field
from plugins.core.shelf import Shelf
from plugins.core.swedish import slugify
from plugins.core.with_goals import WithGoals

QUESTIONS = "leksaksfragor"
"""Name of the folder in `content/`."""


class ToyQuestion(WithGoals):
    """A question, one page in `leksaksfragor/`."""

    CALLED: ClassVar[str] = "leksaksfrågan"

    title: Title = field("titel", "Frågan.", required=True, may_be_unknown=False)
    summary: Line | None = field("sammanfattning", hints.SUMMARY, required=True)
    contact: Reference | None = field("kontakt", hints.CONTACT)
    help_box: Reference | None = field("stödruta", hints.HELP_BOX)
    updated: Day | None = field("uppdaterad", hints.UPDATED)
    status: Status = field("status", "", required=True, may_be_unknown=False)

    @property
    def address(self) -> str:
        """`/leksaksfragor/nar-oppnar-ni/` for `leksaksfragor/nar-oppnar-ni.md`."""
        return f"/{QUESTIONS}/{slugify(self.name)}/"


SHELVES = (Shelf(f"{QUESTIONS}/*.md", ToyQuestion, "page", "Leksaksfrågor"),)

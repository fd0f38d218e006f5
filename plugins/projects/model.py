"""Projects (projekt): work with a beginning, an end and a budget."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from plugins.core.kinds.annotations import Line, Money, Name, RoughDay, ValueLine
from plugins.core.models.model import Model, field
from plugins.core.phases import DatedPage, Phase
from plugins.core.shelf import Shelf
from plugins.core.swedish import slugify

PROJECTS = "projekt"
"""Name of the overview's page, and of the folder."""


class Measure(Model):
    """A row of `mål i siffror`: what is counted, and how far it is to reach."""

    CALLED: ClassVar[str] = "raden"

    what: Line = field("mått", required=True, may_be_unknown=False)
    value: ValueLine | None = field("värde", required=True)
    unit: Line | None = field("enhet")


class Project(DatedPage):
    """A page in `projekt/`: who does what with whose money, from when till when."""

    CALLED: ClassVar[str] = "projektet"

    organisation: Name | None = field("organisation", required=True)
    begins: RoughDay | None = field("från", required=True)
    ends: RoughDay | None = field("till", required=True)
    programme: ValueLine | None = field("programområde")
    funders: tuple[Name, ...] = field("stöd från", default=())
    support: Money | None = field("beviljat stöd")
    budget: Money | None = field("total budget")
    regions: tuple[ValueLine, ...] = field("region", default=())
    municipalities: tuple[ValueLine, ...] = field("kommun", default=())
    co_funders: tuple[Name, ...] = field("medfinansiärer", default=())
    helpers: tuple[Name, ...] = field("samarbetspartner", default=())
    measures: tuple[Measure, ...] = field("mål i siffror", default=())

    @property
    def address(self) -> str:
        """`/projekt/jobbpunkt/` for `projekt/jobbpunkt.md`."""
        return f"/{PROJECTS}/{slugify(self.name)}/"

    def known_phase(self, today: date) -> Phase | None:
        """Return the phase; None where the dates say too little, for a project has both a beginning and an end."""
        phase = self.phase(today)
        return None if phase == "under_way" and not (self.begins and self.ends) else phase


SHELVES = (Shelf(f"{PROJECTS}/*.md", Project, "page"),)

"""Projects (projekt): work with a start, an end and a budget."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from plugins.core.kinds.annotations import Line, Money, Name, RoughDay, ValueLine
from plugins.core.models.model import Model, field
from plugins.core.phases import Phase, Undertaking
from plugins.core.shelf import Shelf
from plugins.core.swedish import slugify

PROJECTS = "projekt"
"""Name of the overview page and of the folder in `content/`."""


class Measure(Model):
    """A row of `mål i siffror`: what is counted, and the target value."""

    CALLED: ClassVar[str] = "raden"

    what: Line = field("mått", "Vad som räknas, till exempel deltagare.", required=True, may_be_unknown=False)
    value: ValueLine | None = field("värde", "Talet, som det ska läsas.", required=True, translated=True)
    unit: Line | None = field("enhet", "Vad talet räknar, till exempel personer.")


class Project(Undertaking):
    """A project, one page in `projekt/`."""

    CALLED: ClassVar[str] = "projektet"

    organisation: Name | None = field("organisation", "Vem som driver det.", required=True, label="project_owner")
    begins: RoughDay | None = field("från", "När projektet började, eller ska börja.", required=True)
    ends: RoughDay | None = field("till", "När projektet slutar. Dagen efter står det som avslutat.", required=True)
    programme: ValueLine | None = field(
        "programområde", "Vilket program hos finansiären det hör till.", translated=True, label="programme", data="programme"
    )
    funders: tuple[Name, ...] = field("stöd från", "De som har beviljat stödet.", default=(), label="funder", data="funders")
    support: Money | None = field(
        "beviljat stöd",
        "Hur mycket projektet har fått. Stödets del av budgeten räknas ut.",
        label="support",
        data="support_sek",
    )
    budget: Money | None = field("total budget", "Vad projektet kostar i allt.", label="budget", data="budget_sek")
    regions: tuple[ValueLine, ...] = field("region", "Var projektet finns.", default=(), label="region", data="regions")
    municipalities: tuple[ValueLine, ...] = field(
        "kommun", "Var projektet finns.", default=(), label="municipality", data="municipalities"
    )
    co_funders: tuple[Name, ...] = field(
        "medfinansiärer",
        "Organisationer som betalar en del. Den som också är samarbetspartner visas en gång, med båda rollerna.",
        default=(),
        data="co_funders",
    )
    helpers: tuple[Name, ...] = field("samarbetspartner", "Organisationer som är med i arbetet.", default=(), data="partners")
    measures: tuple[Measure, ...] = field("mål i siffror", "Vad projektet ska nå, i tal.", default=())

    @property
    def address(self) -> str:
        """`/projekt/jobbpunkt/` for `projekt/jobbpunkt.md`."""
        return f"/{PROJECTS}/{slugify(self.name)}/"

    def known_phase(self, today: date) -> Phase | None:
        """Return the phase; None if the project seems to be under way but lacks its first or last day."""
        phase = self.phase(today)
        return None if phase == "under_way" and not (self.begins and self.ends) else phase


SHELVES = (Shelf(f"{PROJECTS}/*.md", Project, "page", "Projekt"),)

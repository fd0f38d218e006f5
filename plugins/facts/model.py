"""Facts: figures with source and date, each written once in `fakta.yaml`."""

from __future__ import annotations

from typing import ClassVar

from plugins.core.kinds.annotations import Day, Id, PlainLine, PlainValue, RoughTime, WebAddress
from plugins.core.models.model import RegisterModel, field
from plugins.core.shelf import Shelf


class Fact(RegisterModel):
    """A figure: its value as shown, what it is about, where it comes from."""

    CALLED: ClassVar[str] = "uppgiften"

    id: Id = field("id", required=True, may_be_unknown=False)
    value: PlainValue = field("värde", required=True, may_be_unknown=False)
    unit: PlainLine | None = field("enhet")
    period: RoughTime | None = field("avser", required=True)
    source: PlainValue | None = field("källa", required=True)
    source_address: WebAddress | None = field("källans adress")
    review: Day | None = field("granska senast")


SHELVES = (Shelf("fakta.yaml", Fact, "list"),)

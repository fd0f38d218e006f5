"""What marks an announcement takes: figures; no cards, no blocks, and nothing of one goal, for it stands on every page."""

from __future__ import annotations

from plugins.core.known import Known
from plugins.core.marks import PlaceMark

NOT_HERE = "Ett meddelande är en kort text, så kontaktkort och block kan inte stå i det. Skriv en länk i stället."


def refuse_place_mark(name: str, targets: Known[object]) -> PlaceMark:
    """Return the mark `name` as an announcement has it: refused."""
    return PlaceMark(name, targets, NOT_HERE)

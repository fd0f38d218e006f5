"""What a reference to a thing is told that is not shown on a day: over, or to come; of words in a sentence otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.kinds.keys import Key
from plugins.core.known import Known, OffDay
from plugins.core.places import SourceFile
from plugins.core.sources import Text

OVER = OffDay("visades till 30 juni 2026", is_over=True, row="till i jour.yaml")
TO_COME = OffDay("visas från 1 december 2026", is_over=False, row="från i jour.yaml")
REFERENCE = Key(Text("jul", SourceFile(Path("om.md"), "jul\n"), ((0, 1, 1),)), "jul")


@pytest.mark.parametrize(
    ("off", "are_words", "shown", "told"),
    [
        (OVER, False, None, ("avslutad-post", False, "”jul” visades till 30 juni 2026, så här visas ingenting längre.")),
        (OVER, True, "JUL", ("avslutad-post", False, "”jul” visades till 30 juni 2026, men orden står kvar här.")),
        (TO_COME, False, None, None),
        (TO_COME, True, None, ("pekar-pa-utkast", True, "”jul” visas från 1 december 2026, så här finns inga ord än.")),
    ],
)
def test_what_is_not_shown_today(off: OffDay, are_words: bool, shown: str | None, told: tuple[str, bool, str] | None) -> None:
    """A sentence waits for its words, and keeps them; what stands by itself comes and goes with its days."""
    known = Known({"jul": "jul"}, {"jul": "jul"}, "okand", "Ingen {}.", "De är", off={"jul": off})
    known = known.map(str.upper) if are_words else known

    assert known.get(REFERENCE) == shown
    assert list(known.shown) == (["jul"] if shown else [])
    assert list(known.said) == (["jul"] if off.is_over else [])
    problems = list(known.check(REFERENCE))
    assert [(one.code, one.stops_publishing, one.message) for one in problems] == ([told] if told else [])
    assert all(not one.is_error and off.row in one.help[0] for one in problems)

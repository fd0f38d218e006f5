"""What is reported of a reference to a thing that is not shown on a day: ended, or not begun; also in the words of a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.core.kinds.keys import Key
from plugins.core.marks.known import Known, OffDay, check_references
from plugins.core.places import SourceFile
from plugins.core.source.sources import Text

OVER = OffDay("visades till 30 juni 2026", is_over=True, row="till i jour.yaml")
TO_COME = OffDay("visas från 1 december 2026", is_over=False, row="från i jour.yaml")
REFERENCE = Key(Text("jul", SourceFile(Path("om.md"), "jul\n"), ((0, 1, 1),)), "jul")


@pytest.mark.parametrize(
    ("off", "are_words", "shown", "expected"),
    [
        (OVER, False, None, ("avslutad-post", False, "”jul” visades till 30 juni 2026, så här visas ingenting längre.")),
        (OVER, True, "JUL", ("avslutad-post", False, "”jul” visades till 30 juni 2026, men orden står kvar här.")),
        (TO_COME, False, None, None),
        (TO_COME, True, None, ("pekar-pa-utkast", True, "”jul” visas från 1 december 2026, så här finns inga ord än.")),
    ],
)
def test_a_reference_to_a_thing_not_shown_today_is_judged_by_its_days(
    off: OffDay, are_words: bool, shown: str | None, expected: tuple[str, bool, str] | None
) -> None:
    """A sentence waits for its words and keeps them; a reference that stands by itself comes and goes with its days."""
    known = Known({"jul": "jul"}, {"jul": "jul"}, "okand", "Ingen {}.", "De är", off={"jul": off})
    known = known.map(str.upper) if are_words else known

    assert known.get(REFERENCE) == shown
    assert list(known.shown) == (["jul"] if shown else [])
    assert list(known.said) == (["jul"] if off.is_over else [])
    problems = list(known.check(REFERENCE))
    assert [(one.code, one.stops_publishing, one.message) for one in problems] == ([expected] if expected else [])
    assert all(not one.is_error and off.row in one.help[0] for one in problems)


def test_a_list_of_references_is_judged_as_a_single_reference_is() -> None:
    """Each ended record and each draft in it is reported, and each repeated reference."""
    names = {name: name for name in ("jul", "mat", "lov")}
    known = Known(names, names, "okand", "Ingen {}.", "De är", drafts=frozenset({"mat"}), off={"jul": OVER, "lov": TO_COME})
    listed = [Key(Text(name, REFERENCE.text.source, ((0, 1, 1),)), name) for name in ("jul", "mat", "lov", "jul", "snö")]

    codes = [one.code for one in check_references(listed, known)]
    assert codes == ["avslutad-post", "pekar-pa-utkast", "dubbel-hanvisning", "okand"]
    assert codes[:2] == [one.code for reference in listed[:2] for one in known.check(reference)]
    assert [one.code for one in check_references(listed[:3], replace(known, reports_drafts=True))] == ["avslutad-post"]

"""A contact that only a translation uses is reported in its own file as one that the site's own language uses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.site.model import Preparation
from tests.conftest import BASE

PAGE = "---\ntitel: {}\nsammanfattning: {}.\nstatus: {}\n---\nText.\n{}"
OWN = (BASE / "kontakter.yaml").read_text("utf-8")


def report(prepare: Callable[..., Preparation], line: str, *, status: str = "publicerad", own: str = "") -> list[str]:
    """Return the codes and places of what is reported about a contact with this line, which an English page uses."""
    card = "\n{kontakt:alva}\n"
    preparation = prepare(
        {
            "kontakter.yaml": f"{OWN}- id: alva\n  namn: Alva Provsson\n  telefon: 070-174 06 50\n  {line}\n",
            "sidor/sida.md": PAGE.format("Sida", "En sida", "publicerad", own),
            "sidor/sida.en.md": PAGE.format("Page", "A page", status, card),
        }
    )
    found = [problem for problem in preparation.problems if problem.place.source.path.name == "kontakter.yaml"]
    return [f"{problem.code}: {problem.help[0]}" for problem in found]


@pytest.mark.parametrize(
    ("line", "code"),
    [("till: 2026-11-01", "avslutad-kontakt"), ("till: 2026-12-01", "kontakt-slutar"), ("status: utkast", "pekar-pa-utkast")],
)
def test_a_contact_used_only_in_a_translation_is_reported(
    prepare_translated: Callable[..., Preparation], line: str, code: str
) -> None:
    assert report(prepare_translated, line) == [f"{code}: Den används i sida.en.md rad 8."]


def test_a_contact_used_in_both_is_reported_once_with_both_places(prepare_translated: Callable[..., Preparation]) -> None:
    found = report(prepare_translated, "till: 2026-11-01", own="\n{kontakt:alva}\n")
    assert found == ["avslutad-kontakt: Den används i sida.md rad 8 och sida.en.md rad 8."]


@pytest.mark.parametrize(("line", "status"), [("till: 2027-12-31", "publicerad"), ("till: 2026-11-01", "utkast")])
def test_a_contact_that_lasts_or_only_a_draft_uses_is_not_reported(
    prepare_translated: Callable[..., Preparation], line: str, status: str
) -> None:
    assert report(prepare_translated, line, status=status) == []

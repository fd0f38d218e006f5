"""Bold lines used as headings, and bold lines that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines
from plugins.language.markup.bold_headings import check_bold_headings


def list_problems(written: str) -> list[tuple[int, str | None]]:
    """Return line and suggestion of each problem of a Markdown text."""
    text = text_of_lines(SourceFile(Path("sida.md"), written), 1, written)
    return [(problem.place.line, problem.suggestion) for problem in check_bold_headings(text)]


@pytest.mark.parametrize(
    "line", ["**Vår historia**", "__Vår historia__", "***Vår historia***", "**Vår historia:**", "**Vår historia**:", "**2 Mål**"]
)
def test_a_bold_line_above_a_text_is_reported(line: str) -> None:
    assert list_problems(f"Början.\n\n{line}\n\nAllt började med maten.") == [(3, None)]


def test_the_suggested_heading_is_one_step_below_the_one_above() -> None:
    assert list_problems("## Om oss\n\n**Vår historia**\n\n- Maten\n\n**Vår framtid**\n\nText.") == [(3, "### Vår historia")]


@pytest.mark.parametrize(
    "line",
    [
        "**Ring genast!**", "**Alla är välkomna.**", "**Vill du hjälpa till?**", "**[Så blir ni partner](/bli-partner/)**",
        "**08-465 004 00**", "**anna@example.org**", "**Vår** historia", "- **Vår historia**", "> **Vår historia**",
        "**Vår historia** och mer", "*Vår historia*", "**Vår historia**\nAllt började", "Så här:\n**Vår historia**",
        "<!-- tillåt: fetstil-som-rubrik – en devis -->\n**Vår historia**\n\n## Mer", f"**{'ord ' * 30}**", "**Gåva: 100 kr**",
        "| **Dag** | **Tid** |", "## **Vår historia**",
    ],
)  # fmt: skip
def test_a_bold_line_that_is_not_a_heading_is_accepted(line: str) -> None:
    assert not list_problems(f"Början.\n\n{line}\n\nAllt började med maten.")


@pytest.mark.parametrize(
    "below", ["", "\n\n## Nästa\n", "\n\n**Ännu en**\n", "\n\n{kontakt:anna}\n", "\n\n![Ett hus](/bilder/a.jpg)\n"]
)
def test_a_bold_line_with_no_text_below_is_not_a_heading(below: str) -> None:
    assert not list_problems(f"Början.\n\n**Vår historia**{below}")

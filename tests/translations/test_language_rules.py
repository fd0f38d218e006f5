"""Rules of a language apply to texts in that language only."""

from __future__ import annotations

from collections.abc import Callable

from plugins.site.model import Preparation

PAGE = """---
titel: {title}
sammanfattning: Who we are.
status: publicerad
---
{text}
"""
HARD = "Organisationens verksamhetsberättelse sammanfattar förutsättningarna. Vi har mat."
EASY = "Vi har mat. Du kan äta här. Det kostar inget."


def codes(preparation: Preparation, ending: str) -> dict[str, int]:
    """Return code and line of each problem in files with this suffix."""
    found = (problem for problem in preparation.problems if problem.place.source.path.name.endswith(ending))
    return {
        problem.code: problem.place.line
        for problem in found
        if problem.code not in ("saknar-oversattning", "gammal-oversattning")
    }


def test_a_rule_about_swedish_does_not_apply_to_english(prepare_translated: Callable[..., Preparation]) -> None:
    """Counting local goals by hand is told in Swedish; two spaces are wrong in any language."""
    text = "They have fem lokala mål. Two  spaces."
    assert codes(prepare_translated({"sidor/om.en.md": PAGE.format(title="About us", text=text)}), "om.en.md") == {
        "dubbelt-mellanslag": 6
    }
    swedish = PAGE.format(title="Vilka vi är", text="Vi har fem lokala mål. Vi har mat. Du kan äta här.")
    assert codes(prepare_translated({"sidor/om.latt.md": swedish}), "om.latt.md") == {"antal-i-ord": 6}


def test_easy_swedish_that_is_too_hard_to_read_is_reported(prepare_translated: Callable[..., Preparation]) -> None:
    hard = prepare_translated({"sidor/om.latt.md": PAGE.format(title="Vilka vi är", text=f"{EASY}\n\n{HARD}")})
    (problem,) = [one for one in hard.problems if one.code == "svar-text"]
    assert (problem.place.line, problem.place.column, problem.severity) == (8, 1, "warning")
    assert problem.message == "Texten har LIX 27. På lätt svenska ska den ha högst 25."
    assert problem.help[0] == (
        "Den svåraste meningen börjar här. Den har 4 ord, och 4 långa: ”Organisationens”, ”verksamhetsberättelse”, "
        "”sammanfattar” och ”förutsättningarna”."
    )


def test_easy_swedish_that_is_easy_to_read_is_accepted(prepare_translated: Callable[..., Preparation]) -> None:
    assert codes(prepare_translated({"sidor/om.latt.md": PAGE.format(title="Vilka vi är", text=EASY)}), "om.latt.md") == {}

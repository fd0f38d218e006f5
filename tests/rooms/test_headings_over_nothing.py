"""Headings without contents are reported by the check, at their line; others are not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from plugins.core.problems import Problem
from plugins.local_goals.view import GoalPage
from plugins.site.model import Preparation
from tests.conftest import PROJECT, TODAY

Prepare = Callable[..., Preparation]

BASE = PROJECT / "tests" / "sites" / "_base"
GOAL = (BASE / "mal" / "mal-1-ingen-hunger.md").read_text("utf-8")
ABOUT = "---\ntitel: Om oss\nsammanfattning: Om lampan som vi tänder när det är mörkt.\nstatus: publicerad\n---\n"
ALVA = "- id: partnerskap\n  namn: Alva Exempelsson\n  e-post: alva@example.org\n"
BO = "\n- id: bo\n  status: utkast\n  namn: Bo Exempelman\n  telefon: 08-465 004 00\n"
ENDED = f"\n- id: alma\n  namn: Alma Exempelsson\n  telefon: 08-465 004 00\n  till: {TODAY - timedelta(days=3)}\n"


def list_problems(preparation: Preparation) -> list[tuple[str, int, bool]]:
    """Return the problems about bare headings: file, line, and whether each stops the build."""
    found = [one for one in preparation.problems if one.code == "tomt-avsnitt"]
    return [(where(one), one.place.line, one.is_error) for one in found]


def where(problem: Problem) -> str:
    path = problem.place.source.path
    return f"{path.parent.name}/{path.name}"


BARE = {
    "two of one level": ("Vi finns.\n\n## Ljus\n\n## Lamm\n\nTänd.\n", [9]),
    "the last line": ("Vi finns.\n\n## Ljus\n", [9]),
    "one of a higher level": ("## Vila\n\n### Ljus\n\n## Lamm\n\nTänd.\n", [9]),
    "a heading over one that is bare": ("## Vila\n\n### Ljus\n", [9]),
    "a rule": ("## Ljus\n\n---\n\n## Lamm\n\nTänd.\n", [7]),
    "an empty line": ("## Ljus\n\n&nbsp;\n\n<br>\n", [7]),
    "a comment": ("## Ljus\n\n<!-- Mer sedan. -->\n\n## Lamm\n\nTänd.\n", [7]),
    "three in a row": ("## Ljus\n\n## Lamm\n\n## Låga\n\nTänd.\n", [7, 9]),
    "words that stand elsewhere too": ("## Ljus\n\nTänd.\n\n## Ljus\n", [11]),
}


@pytest.mark.parametrize("over", BARE)
def test_an_empty_section_is_reported_at_its_heading(prepare: Prepare, over: str) -> None:
    text, lines = BARE[over]
    found = list_problems(prepare({"sidor/om.md": f"{ABOUT}\n{text}"}))
    assert found == [("sidor/om.md", line, True) for line in lines]


HONEST = {
    "words": "## Ljus\n\nTänd.\n",
    "a list": "## Ljus\n\n- Tänd.\n",
    "a table": "## Ljus\n\n| Dag | Tid |\n| --- | --- |\n| måndag | 9 |\n",
    "a quotation": "## Ljus\n\n> Tänd.\n",
    "a deeper heading": "## Vila\n\n### Ljus\n\n#### Låga\n\nTänd.\n",
    "a rule and words": "## Ljus\n\n---\n\nTänd.\n",
    "a number": "## Ljus\n\n31\n",
    "a mark in a line": "## Ljus\n\n{antal:mål}\n",
    "a card": "## Ring\n\n{kontakt:partnerskap}\n",
    "a card of a draft": "## Ring\n\n{kontakt:bo}\n",
    "a card of who has ended": "Vi finns.\n\n## Ring\n\n{kontakt:alma}\n",
    "a block": "## Läs\n\n{block:mer}\n",
    "a heading that is a link": "## [Målet](/mal-1/)\n\n## Sedan\n\nSläck.\n",
}


@pytest.mark.parametrize("over", HONEST)
def test_a_section_with_content_is_not_reported(prepare: Prepare, over: str) -> None:
    block = "---\nrubrik: Mer hjälp\n---\n\nTänd en lampa.\n"
    files = {"sidor/om.md": f"{ABOUT}\n{HONEST[over]}", "kontakter.yaml": ALVA + BO + ENDED, "block/mer.md": block}
    assert list_problems(prepare(files)) == []


def test_a_heading_deeper_than_six_levels_is_never_suggested(prepare: Prepare) -> None:
    """Seven # are no heading."""
    levels = "".join(f"{'#' * level} Ljus\n\n" for level in range(2, 7))
    preparation = prepare({"sidor/om.md": f"{ABOUT}\n{levels}###### Lamm\n\nTänd.\n"})
    (problem,) = (one for one in preparation.problems if one.code == "tomt-avsnitt")
    assert problem.help == ("Skriv något under den, eller ta bort den.",)


def test_a_heading_with_another_error_is_reported_once(prepare: Prepare) -> None:
    text = "Vi finns.\n\n##\n\n#2 lampor\n\n# Ljus\n"
    preparation = prepare({"sidor/om.md": f"{ABOUT}\n{text}"})
    lines = [problem.place.line for problem in preparation.problems if problem.is_error]
    assert len(lines) == len({*lines})
    assert list_problems(preparation) == []


@pytest.mark.parametrize("wrong", ["<iframe src='x'></iframe>", "{mål:nummer}", "{kontkt:bo}"])
def test_a_heading_over_an_error_is_not_reported_too(prepare: Prepare, wrong: str) -> None:
    for text in (f"## Ljus\n\n{wrong}\n", f"## Ljus\n\n{wrong}\n\n## Lamm\n\nTänd.\n"):
        assert list_problems(prepare({"sidor/om.md": f"{ABOUT}\n{text}"})) == []
    assert list_problems(prepare({"sidor/om.md": f"{ABOUT}\n## Ljus\n\n## Lamm\n\n{wrong}\n"})) == [("sidor/om.md", 7, True)]


def test_an_empty_section_of_a_block_is_reported_once(prepare: Prepare) -> None:
    block = "---\nrubrik: Mer hjälp\n---\n\nTänd en lampa.\n\n## Sedan\n"
    page = f"{ABOUT}\n{{block:mer}}\n\nTack.\n"
    found = list_problems(prepare({"block/mer.md": block, "sidor/om.md": page, "sidor/nya.md": page.replace("Om oss", "Nya")}))
    assert found == [("block/mer.md", 7, True)]


def test_an_empty_section_of_a_draft_is_a_warning(prepare: Prepare) -> None:
    page = f"{ABOUT}\n## Ljus\n".replace("publicerad", "utkast")
    assert list_problems(prepare({"sidor/ny.md": page})) == [("sidor/ny.md", 7, False)]


@pytest.mark.parametrize("name", ["kontakt", "sok"])
def test_a_text_may_end_with_a_heading_if_the_page_has_content_below_it(prepare: Prepare, name: str) -> None:
    assert list_problems(prepare({f"sidor/{name}.md": f"{ABOUT}\nVi finns.\n\n## Ring\n"})) == []
    assert list_problems(prepare({f"sidor/{name}.md": f"{ABOUT}\n## Ring\n\n## Skriv\n"})) == [(f"sidor/{name}.md", 7, True)]


PICTURE = "bild:\n  fil: frukost.png\n  beskrivning: Frukost på ett bord\n  samtycke: inga personer\n"


@pytest.mark.parametrize("head", [ABOUT, ABOUT.replace("status", f"{PICTURE}status")], ids=["plain", "with a picture"])
@pytest.mark.parametrize("name", ["hjalp", "404", "om"])
def test_a_heading_that_ends_a_page_is_an_error(prepare: Prepare, name: str, head: str) -> None:
    text = f"{head}\nVi finns.\n\n## Ring\n"
    assert list_problems(prepare({f"sidor/{name}.md": text})) == [(f"sidor/{name}.md", line_of(text, "## Ring"), True)]


LAST = {
    "one": ("Vi finns.\n\n## Ring\n", [9], []),
    "one within another": ("Vi finns.\n\n## Ring\n\n### Natt\n", [9, 11], []),
    "two": ("Vi finns.\n\n## Ring\n\n## Natt\n", [9, 11], []),
    "a rule below": ("Vi finns.\n\n## Ring\n\n---\n", [9], []),
    "a rule between": ("Vi finns.\n\n## Ring\n\n---\n\n### Natt\n\n&nbsp;\n", [9, 13], []),
    "below what is not shown": ("Vi finns.\n\n## Ring\n\n{kontakt:bo}\n\n### Natt\n", [13], []),
    "a link, which is a way": ("Vi finns.\n\n## Ring\n\n### [Målet](/mal-1/)\n", [], ["ring", "malet"]),
}


@pytest.mark.parametrize("over", LAST)
@pytest.mark.parametrize("name", ["start", "partner", "bli-partner", "globala-malen", "verksamheter", "projekt"])
def test_a_heading_that_ends_a_text_is_not_shown_before_other_headings(prepare: Prepare, name: str, over: str) -> None:
    text, lines, left = LAST[over]
    preparation = prepare({f"sidor/{name}.md": f"{ABOUT}\n{text}", "kontakter.yaml": ALVA + BO})
    assert list_problems(preparation) == [(f"sidor/{name}.md", line, False) for line in lines]
    assert preparation.site
    page = next(page for page in preparation.site.pages if page.place.source.path.name == f"{name}.md")
    plain = page.view.text
    assert [piece.heading.id for piece in plain.pieces if piece.heading] == left
    assert "ring" in page.ids


@pytest.mark.parametrize("others", [{}, {"partner/partner.yaml": None, "partner/logotyper/exempelbolaget.svg": None}])
def test_a_heading_that_ends_a_text_is_shown_before_a_picture(prepare: Prepare, others: dict[str, str]) -> None:
    head = ABOUT.replace("status", f"{PICTURE}status")
    assert list_problems(prepare({"sidor/partner.md": f"{head}\nVi finns.\n\n## Ring\n", **others})) == []


LUNCH = """---
titel: {title}
sammanfattning: Vi lagar mat.
lokala mål: 1
organisation: Sandvålla stadsmission
status: {status}
---
{text}
"""


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("after", "new", "is_error"),
    [
        ("frukostar.\n", "\n### Varför\n", True),
        ("Torgskolan.\n", "\n#### Varför\n", True),
        ("Torgskolan.\n", "\n### Varför\n", False),
        ("Torgskolan.\n", "\n### Varför\n\n---\n", False),
        ("tar inte lov.\n", "\n### Varför\n", False),
        ("hela världen.\n", "\n### Varför\n", True),
    ],
)
def test_an_empty_section_of_a_goal_is_an_error_only_if_it_is_shown(
    prepare: Prepare, after: str, new: str, *, is_error: bool
) -> None:
    goal = GOAL.replace(after, after + new)
    preparation = prepare({"mal/mal-1-ingen-hunger.md": goal})
    assert list_problems(preparation) == [("mal/mal-1-ingen-hunger.md", line_of(goal, "# Varför"), is_error)]


def test_a_section_with_only_a_horizontal_rule_is_not_shown(prepare: Prepare) -> None:
    goal = GOAL.replace("Varje morgon serverar vi {fakta:frukostar} frukostar.", "---")
    preparation = prepare({"mal/mal-1-ingen-hunger.md": goal})
    assert list_problems(preparation) == [("mal/mal-1-ingen-hunger.md", line_of(goal, "## Hunger"), False)]
    assert preparation.site
    page = next(page for page in preparation.site.pages if page.address == "/mal-1/")
    assert isinstance(page.view, GoalPage)
    assert page.view.topic is None


@pytest.mark.parametrize(("status", "is_reported"), [("publicerad", False), ("utkast", True)])
def test_a_heading_of_a_goal_that_links_to_a_page_may_be_empty(prepare: Prepare, status: str, *, is_reported: bool) -> None:
    goal = GOAL.replace("### Frukost för alla\n", "### Lunchen, för alla\n\n### Frukost för alla\n")
    lunch = LUNCH.format(title="Lunchen", status=status, text="Vi dukar.")
    preparation = prepare({"mal/mal-1-ingen-hunger.md": goal, "verksamheter/lunchen.md": lunch})
    assert preparation.site
    page = next(page for page in preparation.site.pages if page.address == "/mal-1/")
    assert isinstance(page.view, GoalPage)
    assert page.view.today
    assert ["lunchen-for-alla" in item.heading.id for item in page.view.today.items] == (
        [False] if is_reported else [True, False]
    )
    assert "lunchen-for-alla" in page.ids
    found = list_problems(preparation)
    assert found == ([("mal/mal-1-ingen-hunger.md", line_of(goal, "### Lunchen"), False)] if is_reported else [])


def test_an_empty_part_of_an_activity_is_reported(prepare: Prepare) -> None:
    text = "Vi dukar.\n\n## När\n\n---\n\n## Var\n\n### Torget\n\n## Vilka\n\nAlla."
    lunch = LUNCH.format(title="Lunchen", status="publicerad", text=text)
    found = list_problems(prepare({"verksamheter/lunchen.md": lunch}))
    lines = [(line_of(lunch, "## När"), False), (line_of(lunch, "### Torget"), True)]
    assert found == [("verksamheter/lunchen.md", *one) for one in lines]


@pytest.mark.parametrize("name", ["stodrutor.yaml", "partner/partner.yaml"])
def test_an_empty_section_in_a_record_is_reported(prepare: Prepare, name: str) -> None:
    written = (BASE / name).read_text("utf-8")
    field = "text" if name == "stodrutor.yaml" else "presentation"
    first = "  text: Du behöver inte bära det ensam.\n" if field == "text" else "  webbplats: https://www.example.org/\n"
    kept = "" if field == "text" else first
    written = written.replace(first, f"{kept}  {field}: |\n    Vi finns.\n\n    ## Ring\n", 1)
    found = list_problems(prepare({name: written}))
    assert [(line, is_error) for _, line, is_error in found] == [(line_of(written, "## Ring"), True)]

"""Properties of all views together that no room has alone: marks in every line, sources, coming changes."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.core.swedish import is_luhn_valid
from plugins.local_goals.view import GoalPage
from plugins.pages.view import HomePage
from tests.conftest import BASE


def test_a_fact_in_a_reason_is_shown_with_its_value_and_source(prepare, make_content) -> None:
    content = make_content({})
    goal = next(content.glob("mal/mal-1*.md"))
    fact = "- id: provfakta\n  värde: 77\n  avser: 2025\n  källa: Sandvålla kommun\n"
    site = prepare(
        {
            f"mal/{goal.name}": goal.read_text("utf-8").replace(
                "globala mål:\n", "globala mål:\n  - globalt mål: 14\n    varför: Det gäller {fakta:provfakta} personer.\n", 1
            ),
            "fakta.yaml": (content / "fakta.yaml").read_text("utf-8").rstrip() + "\n\n" + fact,
        }
    ).site
    view = next(page.view for page in site.pages if page.address == "/mal-1/")
    assert isinstance(view, GoalPage)
    reason = next(reason for reason in view.globally.reasons if reason.goal.number == 14)
    assert reason.reasons == ("Det gäller 77 personer.",)
    assert [source.source for source in view.sources if source.figures == ("77",)] == ["Sandvålla kommun"]


def test_a_goal_page_names_only_unconfirmed_global_goals_as_proposals(prepare, make_content) -> None:
    content = make_content({})
    goal = next(content.glob("mal/mal-1*.md"))
    rows = "  - globalt mål: 14\n    bekräftad: nej\n  - globalt mål: 15.1\n    bekräftad: nej\n  - globalt mål: 15.2\n"
    text = goal.read_text("utf-8").replace("globala mål:\n", f"globala mål:\n{rows}", 1)
    pages = {page.address: page.view for page in prepare({f"mal/{goal.name}": text}).site.pages}
    assert pages["/mal-1/"].globally.proposals == ("14", "15.1")
    assert pages["/mal-2/"].globally.proposals == ()
    assert not pages["/mal-1/"].globally.are_all_proposals
    rows = {row.goal.number: row.meetings[0].proposals for row in pages["/globala-malen/"].rows if row.meetings}
    assert rows[14] == ("14",)
    assert rows[15] == ("15.1",)
    assert {found for number, found in rows.items() if number not in (14, 15)} == {()}


def test_the_home_page_lists_the_sources_of_figures_in_its_goals(prepare, make_content) -> None:
    content = make_content({})
    goal = next(content.glob("mal/mal-1*.md"))
    text = goal.read_text("utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("underrubrik:")]
    lines.insert(2, "underrubrik: {fakta:provfakta} personer")
    fact = "- id: provfakta\n  värde: 77\n  avser: 2025\n  källa: Sandvålla kommun\n"
    changes = {
        f"mal/{goal.name}": "\n".join(lines),
        "fakta.yaml": (content / "fakta.yaml").read_text("utf-8").rstrip() + "\n\n" + fact,
    }
    home = next(page.view for page in prepare(changes).site.pages if page.address == "/")
    assert isinstance(home, HomePage)
    assert "77" in [figure for source in home.text.sources for figure in source.figures]


def test_a_figure_in_the_heading_about_ways_to_help_is_shown_with_its_source(prepare) -> None:
    website = (BASE / "webbplats.yaml").read_text("utf-8")
    own = "  globalt: Tänk globalt – agera lokalt\n"
    website = website.replace(own, f"{own}  vad kan jag göra: Bli en av {{fakta:nytt}}\n", 1)
    facts = f"{(BASE / 'fakta.yaml').read_text('utf-8')}\n- id: nytt\n  värde: 77\n  enhet: givare\n  avser: 2024\n  källa: K\n"
    giving = "\nstöd oss:\n  gåvosida: https://www.example.org/ge\n"
    changes = {"webbplats.yaml": f"{website}{giving}", "fakta.yaml": facts}
    site = prepare(changes).site
    views = {page.address: page.view for page in site.pages}

    for address in ("/", "/mal-1/", "/bli-partner/"):
        view = views[address]
        assert view.act.heading.text == "Bli en av 77", address
        sources = getattr(view, "text", view).sources
        assert "77 givare" in [figure for source in sources for figure in source.figures], address


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        ("till: 2026-12-31", (date(2027, 1, 1), ("”Nytt AB” visas inte längre på mål 1",))),
        ("från: 2026-12-01", (date(2026, 12, 1), ("”Nytt AB” börjar visas på mål 1",))),
        ("till: 2026-11-21", None),
        ("från: 2026-11-22", None),
    ],
)
def test_the_next_change_is_the_first_day_on_which_a_build_differs(prepare, agreement, expected) -> None:
    partner = f"- namn: Nytt AB\n  lokalt mål: 1\n  nivå: partner\n  {agreement}\n"
    assert prepare({"partner/partner.yaml": partner}).next_change == expected


def test_the_next_change_does_not_include_drafts(prepare) -> None:
    partner = "- namn: Nytt AB\n  lokalt mål: 1\n  nivå: partner\n  till: 2026-12-31\n  status: utkast\n"
    assert prepare({"partner/partner.yaml": partner}).next_change is None


@pytest.mark.parametrize(("digits", "fits"), [("9020017", True), ("9020018", False), ("1239020017", True), ("1239020071", False)])
def test_a_check_digit_detects_a_wrong_or_swapped_digit(digits, fits) -> None:
    assert is_luhn_valid(digits) is fits


@pytest.mark.parametrize(("confirmed", "count"), [("", "tre"), ("\n    bekräftad: nej", "minst två")])
def test_the_home_page_counts_only_confirmed_global_goals_as_certain(prepare, make_content, confirmed: str, count: str) -> None:
    content = make_content({})
    goal = next(content.glob("mal/mal-1*.md"))
    rows = goal.read_text("utf-8").replace("globala mål:\n", f"globala mål:\n  - globalt mål: 14{confirmed}\n", 1)

    site = prepare({f"mal/{goal.name}": rows}).site

    home = next(page.view for page in site.pages if page.address == "/")
    assert isinstance(home, HomePage)
    assert home.meeting == f"Två lokala mål möter {count} av FN:s sjutton globala mål."


def test_the_names_of_site_and_organisation_are_in_the_main_language(prepare) -> None:
    website = (BASE / "webbplats.yaml").read_text("utf-8").replace("språk: sv", "språk: [sv, en]")
    start = "---\ntitel: Welcome\nsammanfattning: All of it.\nstatus: publicerad\n---\nWelcome.\n"
    site = prepare({"webbplats.yaml": website, "webbplats.en.yaml": "namn: The Local Goals\n", "sidor/start.en.md": start}).site

    assert {page.frame.site_name for page in site.pages} == {"Lokala målen i Sandvålla", "The Local Goals"}
    assert (site.home.site_name, site.home.organisation.name) == ("Lokala målen i Sandvålla", "Sandvålla stadsmission")


def test_a_component_in_a_block_without_a_heading_is_one_level_below_the_section(prepare) -> None:
    """A block that is called what its section is has no heading of its own."""
    words = prepare().site.pages
    heading = next(page.view.act.heading.text for page in words if page.address == "/mal-1/")
    text = "Ett.\n\n{block:om-globala-malen}\n\n## Sedan\n\n{block:om-globala-malen}\n"
    changes = {"block/vad-kan-jag-gora.md": f"---\nrubrik: {heading}\n---\n{text}"}
    page = next(page.view for page in prepare(changes).site.pages if page.address == "/mal-1/")
    (block,) = page.act.blocks
    assert (page.act.heading.level, block.heading) == (2, None)
    (lead,) = (piece.view for piece in block.lead if piece.view)
    (part,) = block.parts
    (below,) = (piece.view for piece in part.pieces if piece.view)
    assert (lead.heading.level, part.heading.level, below.heading.level) == (3, 3, 4)


def test_the_preview_names_the_file_of_partners_and_counts_the_pages_of_a_block(prepare) -> None:
    about = "---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\nVi finns.\n\n{block:om-globala-malen}\n"
    site = prepare({"sidor/om.md": about}, shows_drafts=True).site
    goal, page = (next(repr(one.view) for one in site.pages if one.address == address) for address in ("/mal-1/", "/om/"))
    for said in ("partner/partner.yaml, rad 1'", "block/vad-kan-jag-gora.md, rad 2 (visas på 2 sidor)'"):
        assert f"edit='content/{said}" in goal
    assert "edit='content/block/om-globala-malen.md, rad 2 (visas på 3 sidor)'" in page

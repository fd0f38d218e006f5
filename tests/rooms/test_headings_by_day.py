"""Headings over marks that show something on some days only: they come and go with it, and links to them work every day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from plugins.house.page import SitePage
from plugins.house.plain import PlainPage
from plugins.local_goals.view import GoalPage
from plugins.pages.view import ContactPage
from plugins.site.model import Preparation
from plugins.site.to_do.sources import list_to_do
from tests.conftest import PROJECT, TODAY

Prepare = Callable[..., Preparation]

BASE = PROJECT / "tests" / "sites" / "_base"
ALVA = "- id: partnerskap\n  namn: Alva Exempelsson\n  e-post: alva@example.org\n"
LAMPS = "\n- id: nodnummer\n  namn: Larmcentralen\n  telefon: 112\n"


def about(text: str) -> dict[str, str]:
    """Return a page with this text, on a site where Bo is a draft, as in a nightly run for a contact without successor."""
    bo = "\n- id: bo\n  status: utkast\n  namn: Bo Exempelman\n  telefon: 08-465 004 00\n"
    page = f"---\ntitel: Om oss\nsammanfattning: Om lampan som vi tänder när det är mörkt.\nstatus: publicerad\n---\n\n{text}"
    return {"sidor/om.md": page, "kontakter.yaml": ALVA + LAMPS + bo}


def om(preparation: Preparation) -> SitePage:
    """Return the page."""
    assert preparation.site is not None, preparation.problems
    return next(page for page in preparation.site.pages if page.address == "/om/")


def headings(preparation: Preparation) -> list[str]:
    """Return the ids of the headings of its text."""
    view = om(preparation).view
    assert isinstance(view, PlainPage)
    return [piece.heading.id for piece in view.pieces if piece.heading]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Vi finns.\n\n## Ring\n\n{kontakt:bo}\n", []),
        ("Vi finns.\n\n## Ring\n\n{kontakt:bo}\n\n## Sedan\n\nSläck.\n", ["sedan"]),
        ("Vi finns.\n\n## Ring\n\n### Bo\n\n{kontakt:bo}\n\n## Sedan\n\nSläck.\n", ["sedan"]),
        ("Vi finns.\n\n## Ring\n\n### Bo\n\n{kontakt:bo}\n\n### Alva\n\n{kontakt:partnerskap}\n", ["ring", "alva"]),
        ("Vi finns.\n\n## Ring\n\n{kontakt:bo}\n\nEller skriv.\n", ["ring"]),
        ("Vi finns.\n\n## Ring\n\n{kontakt:bo}\n\n---\n\n## Sedan\n\nSläck.\n", ["sedan"]),
        ("Vi finns.\n\n## Ring\n\n### Bo\n\n---\n\n{kontakt:bo}\n\n---\n\n***\n\n## Sedan\n\nSläck.\n", ["sedan"]),
        ("Vi finns.\n\n## Ring\n\n### Bo\n\n{kontakt:bo}\n\n### Alva\n\n---\n", ["ring", "alva"]),
        ("Vi finns.\n\n## Ring\n\n<br>\n\n{kontakt:bo}\n\n&nbsp;\n\n## Sedan\n\nSläck.\n", ["sedan"]),
        ("Vi finns.\n\n## Ring\n\n{kontakt:bo}\n\n---\n\nEller skriv.\n", ["ring"]),
        ("Vi finns.\n\n## Ring\n\n{kontakt:bo}\n\n{kontakt:partnerskap}\n", ["ring"]),
        ("Vi finns.\n\n## Ring\n\n{kontakt:bo}\n\n## Ring\n\nOss.\n", ["ring-2"]),
    ],
)
def test_a_heading_is_omitted_if_everything_under_it_is(prepare: Prepare, text: str, left: list[str]) -> None:
    assert headings(prepare(about(text))) == left


def test_a_link_to_an_omitted_heading_leads_to_its_place(prepare: Prepare) -> None:
    preparation = prepare(about("Vi finns, [ring Bo](#ring).\n\n## Ring\n\n{kontakt:bo}\n\n## Sedan\n\nSläck.\n"))
    assert not [problem for problem in preparation.problems if problem.code == "bruten-lank"]
    page = om(preparation)
    assert "ring" in page.ids
    assert isinstance(page.view, PlainPage)
    assert '<div id="ring"></div>' in "".join(piece.html for piece in page.view.pieces)


def test_headings_of_a_text_keep_their_ids_whatever_its_marks_show(prepare: Prepare) -> None:
    block = "---\nrubrik: Mer hjälp\n---\n\nTänd en lampa.\n"
    shown = prepare({**about("{block:mer}\n\n## Mer hjälp\n\nRing.\n"), "block/mer.md": block})
    assert headings(shown) == ["mer-hjalp"]
    assert "mer-hjalp-2" in om(shown).ids


def test_a_heading_that_will_disappear_is_in_the_to_do_list(prepare: Prepare) -> None:
    text = "Vi finns.\n\n## Ring\n\n### Dag\n\n{kontakt:bo}\n\n### Natt\n\n{kontakt:alva}\n\n## Sedan\n\n{kontakt:bo}\n\nSläck.\n"
    alva = f"\n- id: alva\n  namn: Alma Exempelsson\n  telefon: 08-465 004 00\n  till: {TODAY + timedelta(days=20)}\n"
    bo = "\n- id: bo\n  namn: Bo Exempelman\n  telefon: 08-465 004 00\n"
    files = about(text)
    ends = f"  till: {TODAY + timedelta(days=9)}\n"
    all_end = prepare({**files, "kontakter.yaml": ALVA + LAMPS + alva + bo + ends})
    assert list_disappearing(all_end) == [("Dag", 10), ("Ring", 21), ("Natt", 21)]
    assert list_disappearing(prepare({**files, "kontakter.yaml": ALVA + LAMPS + alva + bo})) == [("Natt", 21)]
    goes_on = f"{ends}  ersätts av: partnerskap\n"
    assert list_disappearing(prepare({**files, "kontakter.yaml": ALVA + LAMPS + alva + bo + goes_on})) == [("Natt", 21)]


def list_disappearing(preparation: Preparation) -> list[tuple[str, int]]:
    """Return the headings in the to-do list, each with the days until it disappears."""
    rows = [row for row in list_to_do(preparation) if row.what.startswith("Rubriken")]
    return [(row.what.split("”")[1], (row.day - TODAY).days) for row in rows if row.day]


CALL = "---\nrubrik: {}\n---\n\n{{kontakt:{}}}\n\n## Natt\n\n{{kontakt:{}}}\n"


def with_blocks(text: str, **blocks: str) -> dict[str, str]:
    """Return a page with this text, and blocks that show only cards, which are empty without Bo."""
    return {**about(text), **{f"block/{name}.md": CALL.format("Ring", who, who) for name, who in blocks.items()}}


def test_a_link_to_a_heading_in_an_empty_block_leads_to_its_place(prepare: Prepare) -> None:
    text = "Vi finns, [ring](#ring) i [natt](/om/#natt).\n\n{block:mer}\n\n## Sedan\n\nSläck.\n"
    preparation = prepare(with_blocks(text, mer="bo"))
    assert not [problem for problem in preparation.problems if problem.code == "bruten-lank"]
    page = om(preparation)
    assert isinstance(page.view, PlainPage)
    assert '<div id="ring"></div><div id="natt"></div>' in "".join(piece.html for piece in page.view.pieces)
    assert headings(preparation) == ["sedan"]


def test_an_empty_block_does_not_change_the_ids_of_others(prepare: Prepare) -> None:
    text = "Vi finns.\n\n{block:mer}\n\n{block:annat}\n\n## Sedan\n\nSläck.\n"
    shown = prepare(with_blocks(text, mer="partnerskap", annat="partnerskap"))
    gone = prepare(with_blocks(text, mer="bo", annat="partnerskap"))
    assert {*blocks(shown)} == {("ring", "natt"), ("ring-2", "natt-2")}
    assert blocks(gone) == [("ring-2", "natt-2")]
    assert om(gone).ids == om(shown).ids


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Vi finns.\n\n{kontakt:partnerskap}\n\n## Ring\n\n{kontakt:bo}\n\n## Sedan\n\nSläck.\n", "Vi finns"),
        ("{kontakt:partnerskap}\n\n## Ring\n\n{kontakt:bo}\n\n## Sedan\n\nSläck.\n", "Släck"),
        ("Vi finns.\n\n{kontakt:partnerskap}\n\n{block:mer}\n\n{kontakt:partnerskap}\n", "Vi finns"),
    ],
)
def test_the_place_of_an_omitted_heading_is_within_a_text_without_a_gap(prepare: Prepare, text: str, joined: str) -> None:
    view = om(prepare(with_blocks(text, mer="bo"))).view
    assert isinstance(view, PlainPage)
    with_place = [piece.html for piece in view.pieces if 'id="ring"' in piece.html]
    assert len(with_place) == 1
    assert joined in with_place[0]


def test_a_page_with_nothing_to_show_has_no_pieces(prepare: Prepare) -> None:
    page = om(prepare(with_blocks("{block:mer}\n", mer="bo")))
    assert isinstance(page.view, PlainPage)
    assert page.view.pieces == ()
    assert "ring" not in page.ids


def test_an_empty_block_of_the_website_does_not_change_the_ids_of_others(prepare: Prepare) -> None:
    website = (BASE / "webbplats.yaml").read_text("utf-8")
    last = "  sist: [mer, annat]\n"
    website = re.sub(r"(?m)^  sist:.*\n(?:    ?-.*\n)*", last, website)
    assert last in website
    ids = []
    for who in ("partnerskap", "bo"):
        preparation = prepare({**with_blocks("Vi finns.\n", mer=who, annat="partnerskap"), "webbplats.yaml": website})
        assert preparation.site is not None
        goal = next(page for page in preparation.site.pages if page.address == "/mal-1/")
        assert isinstance(goal.view, GoalPage)
        assert goal.view.act is not None
        ids.append([one.heading.id for one in goal.view.act.blocks if one.heading])
    assert ids == [["ring", "ring-2"], ["ring-2"]]


def test_a_heading_that_ends_the_contact_page_is_omitted_with_its_contacts(prepare: Prepare) -> None:
    page = about("Vi finns.\n\n## Ring\n\n---\n\n### Nu\n\n***\n")["sidor/om.md"]
    kept = []
    for status in ("publicerad", "utkast"):
        contacts = re.sub("(?m)^(- id: .*)", rf"\1\n  status: {status}", ALVA + LAMPS)
        preparation = prepare({"sidor/kontakt.md": page, "kontakter.yaml": contacts})
        assert preparation.site is not None, preparation.problems
        contact = next(page for page in preparation.site.pages if page.address == "/kontakt/")
        assert isinstance(contact.view, ContactPage)
        kept.append([piece.heading.id for piece in contact.view.text.pieces if piece.heading])
        assert {"ring", "nu"} <= contact.ids
    assert kept == [["ring", "nu"], []]


def blocks(preparation: Preparation) -> list[tuple[str, ...]]:
    """Return the ids of the headings of each block on the page."""
    view = om(preparation).view
    assert isinstance(view, PlainPage)
    found = [piece.view for piece in view.pieces if piece.kind == "block"]
    return [(one.heading.id, *(part.heading.id for part in one.parts)) for one in found]

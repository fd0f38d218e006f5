"""Generated links, and checks of links, use the ids of headings, not their words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.pages.view import ContactPage
from plugins.site.model import Preparation
from tests.conftest import BASE

Prepare = Callable[..., Preparation]

PAGE = "---\ntitel: {}\nsammanfattning: Hur du når oss som tänder lampan.\nstatus: publicerad\n---\n\nHej.\n\n{}"
WEBSITE = (BASE / "webbplats.yaml").read_text("utf-8") + "\nstöd oss:\n  bankgiro: 900-8004\n"


@pytest.mark.parametrize(
    ("files", "ids"),
    [
        ({}, {"": "ge-och-delta"}),
        ({"sidor/kontakt.md": PAGE.format("Kontakt", "## Ge och delta\n\nSå.\n")}, {"": "ge-och-delta-2"}),
        ({"sidor/kontakt.md": PAGE.format("Kontakt", "## Ge *och* {fakta:nu}\n\nSå.\n")}, {"": "ge-och-delta-2"}),
        (
            {
                "webbplats.yaml": WEBSITE.replace("språk: sv", "språk: [sv, en]"),
                "sidor/kontakt.md": PAGE.format("Kontakt", "## Ge och delta\n\nSå.\n"),
                "sidor/kontakt.en.md": PAGE.format("Contact", "## Give and share\n\nSo.\n"),
            },
            {"": "ge-och-delta-2", "/en": ""},
        ),
    ],
)
def test_a_link_to_ways_to_give_has_the_id_of_their_heading(prepare: Prepare, files: dict[str, str], ids: dict[str, str]) -> None:
    facts = (BASE / "fakta.yaml").read_text("utf-8") + "\n- id: nu\n  värde: delta\n"
    site = prepare({"webbplats.yaml": WEBSITE, "fakta.yaml": facts, **files}).site
    assert site is not None
    for prefix, name in ids.items():
        there = next(page for page in site.pages if page.address == f"{prefix}/kontakt/")
        assert isinstance(there.view, ContactPage)
        assert there.view.giving is not None
        real = there.view.giving.heading.id
        assert not name or real == name
        led = {
            link.address
            for page in site.pages
            if page.frame.prefix == prefix
            for column in page.frame.footer
            for link in column.links
            if "/kontakt/#" in link.address
        }
        assert led == {f"{prefix}/kontakt/#{real}"}


@pytest.mark.parametrize(
    ("text", "anchor"),
    [("## Historia\n\nSå.\n", "kontakt"), ("## Kontakt\n\nSå.\n", "kontakt-2"), ("## **Kontakt**\n\nSå.\n", "kontakt-2")],
)
def test_a_link_to_a_missing_contact_is_reported_only_at_the_contact(prepare: Prepare, text: str, anchor: str) -> None:
    about = PAGE.format("Om oss", f"Se [längre ner](#{anchor}).\n\n{text}").replace("status", "kontakt: nagon-annan\nstatus")
    codes = {one.code for one in prepare({"sidor/om.md": about}).problems if one.place.source.path.name == "om.md"}
    assert "bruten-lank" not in codes
    assert "okand-kontakt" in codes

"""Homes: the file in which a page or register belongs, by its fields, unless it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.activities.model import Activity
from plugins.core.reading.homes import find_homes, find_meant, report_unclaimed, report_wrong_folder
from plugins.core.reading.placing import find_shelf
from plugins.core.shelf import Shelf
from plugins.pages.model import TextPage
from plugins.site.rooms import SHELVES

PAGE = "---\ntitel: a\nsammanfattning: b\nstatus: utkast\n{}---\nc\n"


@pytest.mark.parametrize(
    ("relative", "text", "home"),
    [
        ("sidor/a.md", PAGE.format("lokala mål: 1\nmålgrupp: d\n"), "verksamheter/a.md"),
        ("sidor/a.md", PAGE.format("lokala mål: 1\norganisation: d\nfrån: 2024\ntill: saknas\n"), "projekt/a.md"),
        ("block/a.md", PAGE.format(""), "sidor/a.md"),
        ("sidor/Å b.md", "---\nrubrik: a\n---\nb\n", "block/a-b.md"),
        ("mal/a.yaml", "- namn: a\n  nivå: b\n  lokalt mål: 1\n", "partner/a.yaml"),
        ("partner/a.yaml", "# a\n-   id: a\n    telefon: 112\n", "kontakter.yaml"),
    ],
)
def test_a_file_belongs_where_its_fields_are_known(relative: str, text: str, home: str) -> None:
    assert find_homes(relative, text, find_shelf(relative, SHELVES), SHELVES) == (home,)


@pytest.mark.parametrize(
    ("relative", "text"),
    [
        ("sidor/a.md", PAGE.format("")),
        ("sidor/a.md", PAGE.format("lokala mal: 1\nfärg: blå\n")),
        ("sidor/a.md", PAGE.format("bild: a.jpg\nlokala mål: 1\nvisas från: 2026-12-01\n")),
        ("verksamheter/a.md", PAGE.format("lokala mål: 1\norganisation: d\nfrån: 2024\ntill: saknas\n")),
        ("projekt/a.md", PAGE.format("lokala mål: 1\n")),
        ("a.yaml", "- namn: a\n"),
        ("partner/a.yaml", "- namn: a\n  telefon: 112\n"),
        ("partner/a.yaml", ""),
        ("bilder/a.svg", "---\nrubrik: a\n---\n"),
    ],
)
def test_a_file_that_is_at_home_or_has_no_telling_field_has_no_other_home(relative: str, text: str) -> None:
    assert find_homes(relative, text, find_shelf(relative, SHELVES), SHELVES) == ()


def test_a_page_without_fields_of_its_own_is_a_plain_page_whatever_kinds_exist() -> None:
    shelves = (Shelf("fragor/*.md", TextPage, "page", "Frågor"), *SHELVES)
    assert find_homes("block/a.md", PAGE.format(""), find_shelf("block/a.md", shelves), shelves) == ("sidor/a.md",)


def test_every_folder_is_named_if_several_kinds_of_page_have_the_same_fields(tmp_path: Path) -> None:
    text = PAGE.format("lokala mål: 1\nmålgrupp: d\n")
    shelves = (*SHELVES, Shelf("fragor/*.md", Activity, "page", "Frågor"), Shelf("kurser/*.md", Activity, "page", "Kurser"))
    homes = ("verksamheter/a.md", "fragor/a.md", "kurser/a.md")
    own = find_shelf("sidor/a.md", shelves)
    assert own is not None
    assert find_homes("sidor/a.md", text, own, shelves) == homes
    problem = report_wrong_folder(tmp_path / "a.md", "sidor/a.md", homes, text, own, tmp_path)
    assert problem.message == (
        "Filen har fält som hör hemma i mappen verksamheter/, i mappen fragor/ eller i mappen kurser/, inte i sidor/: "
        "lokala mål och målgrupp."
    )
    assert problem.help[0] == "Flytta den till verksamheter/, fragor/ eller kurser/."
    unclaimed = report_unclaimed(tmp_path / "a.md", "annat/a.md", shelves, homes, tmp_path)
    assert unclaimed.help == ("Flytta den till verksamheter/, fragor/ eller kurser/. Behövs den inte längre: ta bort den.",)


ADVERTS = Shelf("platsannonser/*.md", Activity, "page", "Platsannonser")
"""A later kind of pages, whose folder has a name similar to `partner`."""


@pytest.mark.parametrize(
    ("relative", "meant"),
    [
        ("partner/e.yaml.txt", "partner/e.yaml"),
        ("Partner/e.yaml", "partner/e.yaml"),
        ("platsannonser/e.md.txt", "platsannonser/e.md"),
        ("kontakter.yml", "kontakter.yaml"),
        ("partners.yaml", "partner/partners.yaml"),  # the folder of contacts has nothing near
        ("verksamhet/e.md", "verksamheter/e.md"),
    ],
)
def test_a_files_own_folder_goes_before_one_with_a_similar_name(relative: str, meant: str) -> None:
    assert find_meant(relative, (*SHELVES, ADVERTS)) == find_meant(relative, (ADVERTS, *SHELVES)) == meant

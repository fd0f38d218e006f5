"""A menu in the site's record is used on every day: overviews never replace it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plugins.site.model import Preparation, Theme
from plugins.site.prepare import read_content
from plugins.site.removal.leaving import prepare_at_once
from plugins.site.removal.withdrawn import Withdrawal, make_remover
from tests.conftest import BASE, TODAY
from tests.rooms.test_rules import ABOUT, SITE, changed

Prepare = Callable[..., Preparation]

LATER = date(2027, 7, 1)
UNTIL = changed(ABOUT, ("kontakt:", "visas till: 2027-06-30\nkontakt:"))
ITEM = "  - text: Om oss\n    adress: /om/\n"
BECOME = "  - text: Bli partner\n    adress: /bli-partner/\n"


def with_menu(*items: str) -> dict[str, str]:
    """Return the site with a menu."""
    return changed(SITE, ("sidfot:\n", f"meny:\n{''.join(items)}sidfot:\n"))


def menu(preparation: Preparation, address: str = "/") -> list[str]:
    """Return the addresses of a page's menu."""
    assert preparation.site is not None
    return [link.address for link in preparation.site.by_address[address].frame.menu]


def list_empty(preparation: Preparation) -> list[tuple[str, int]]:
    """Return the places at which an empty menu is reported."""
    found = {(one.place.source.path.name, one.place.line) for one in preparation.problems if one.code == "tom-meny"}
    assert not [one.message for one in preparation.problems if one.is_error]
    return sorted(found)


def test_a_menu_whose_pages_have_all_ended_is_empty_and_reported(prepare: Prepare) -> None:
    before = prepare(with_menu(ITEM) | UNTIL)
    assert (menu(before), list_empty(before)) == (["/om/"], [])

    after = prepare(with_menu(ITEM) | UNTIL, today=LATER)
    line = with_menu(ITEM)["webbplats.yaml"].splitlines().index("meny:") + 2  # its first link
    assert (menu(after), list_empty(after)) == ([], [("webbplats.yaml", line)])
    assert (menu(after, "/mal-1/"), menu(after, "/partner/")) == ([], [])


def test_a_menu_keeps_its_remaining_links(prepare: Prepare) -> None:
    left = "  - text: Partner\n    adress: /partner/\n"
    preparation = prepare(with_menu(ITEM, left) | UNTIL, today=LATER)
    assert (menu(preparation), list_empty(preparation)) == (["/partner/"], [])


def test_a_menu_with_only_the_link_for_companies_is_not_reported_as_empty(prepare: Prepare) -> None:
    preparation = prepare(with_menu(BECOME))
    assert (menu(preparation), list_empty(preparation)) == ([], [])


@pytest.mark.parametrize("written", ["", "meny:\n", "meny: []\n"])
def test_a_site_without_a_menu_of_its_own_has_its_overviews(prepare: Prepare, written: str) -> None:
    preparation = prepare(changed(SITE, ("sidfot:\n", f"{written}sidfot:\n")), today=TODAY)
    assert (menu(preparation), list_empty(preparation)) == (["/partner/", "/globala-malen/"], [])


def test_a_withdrawn_page_leaves_its_menu_empty(tmp_path: Path, theme: Theme) -> None:
    content = shutil.copytree(BASE, tmp_path / "content")
    (content / "webbplats.yaml").write_text(with_menu(ITEM)["webbplats.yaml"], "utf-8")
    found = prepare_at_once(read_content(content), TODAY, theme, make_remover([Withdrawal("/om/", "sida", TODAY)]))
    assert menu(found.preparation) == []

"""Former addresses never replace a page of the site, and each leads to one page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.core.outputs import file_at
from plugins.site.model import Preparation
from tests.rooms.test_rules import ABOUT, BASE, GOAL, changed

Prepare = Callable[..., Preparation]
ROOT = "https://www.example.org"


def old(*addresses: str) -> dict[str, str]:
    lines = "".join(f"\n  - {address}" for address in addresses)
    return changed(ABOUT, ("kontakt:", f"tidigare adresser:{lines}\nkontakt:"))


TAKEN = (
    "/", "/index.html", "/INDEX.html", "/om/", "/om", "/OM/", "/om/index.html", "/404.html", "/404.html/", "/404.HTML", "/mal-1/",
    "/MAL-1/", "/robots.txt", "/robots.txt/", "/Robots.txt/gammal/", "/sitemap.xml", "/favicon.ico", "/apple-touch-icon.png",
    "/site.webmanifest", "/data/goals.json", "/delning/mal-1.png", "/theme/", "/THEME/gammal.html", "/_redirects",
    "/bilder/frukost.png", "/bilder/frukost.png/x/", "/partner/index.html", f"{ROOT}/om/", f"{ROOT}", "/hj%61lp/",
)  # fmt: skip


def test_a_former_address_of_a_file_of_the_site_is_reported(prepare: Prepare) -> None:
    problems = [(p.code, p.place.line, p.place.column) for p in prepare(old(*TAKEN)).problems]
    assert problems == [("upptagen-adress", number, 5) for number in range(5, 5 + len(TAKEN))]


FREE = {
    "/gammal/": "gammal/index.html", "/om-oss.html": "om-oss.html", "/om.html": "om.html", "/Ål/": "Ål/index.html",
    "/data/": "data/index.html", "/bilder/": "bilder/index.html", "/redaktion/": "redaktion/index.html",
    "/mal-1/gammal/": "mal-1/gammal/index.html", "/index.php": "index.php/index.html", "/mal-11/": "mal-11/index.html",
    f"{ROOT}/gamla/": "gamla/index.html", "http://EXAMPLE.org:80/x": "x/index.html", "/temat/": "temat/index.html",
}  # fmt: skip


def test_a_former_address_that_is_free_redirects(prepare: Prepare) -> None:
    found = prepare(old(*FREE))
    assert found.problems == ()
    assert found.site is not None
    assert [found.site.outputs[file] for file in FREE.values()] == ["en tidigare adress"] * len(FREE)
    preview = prepare(old(*FREE), shows_drafts=True)
    assert preview.problems == ()
    assert preview.site is not None
    assert "redaktion/index.html" not in {file_at(address) for address in preview.site.redirects}


@pytest.mark.parametrize("address", ["/mal-1/", "/robots.txt", "/gammal/"])
def test_a_former_address_of_a_draft_does_not_redirect_in_preview(prepare: Prepare, address: str) -> None:
    page = f"---\ntitel: Prov\nsammanfattning: En sida.\ntidigare adresser: {address}\nstatus: utkast\n---\nText.\n"
    preview = prepare({"sidor/prov.md": page}, shows_drafts=True)
    assert preview.site is not None
    assert [problem.code for problem in preview.problems if problem.is_error] == []
    assert preview.site.redirects == {}


def test_a_former_address_on_another_host_is_reported(prepare: Prepare) -> None:
    found = prepare(old("https://example.net/gammal/", "http://gammal.example.org/om/", "http://127.0.0.1:8000/gammal/"))
    assert [p.code for p in found.problems] == ["fel-adress"] * 3
    assert [p.suggestion for p in found.problems] == [None, None, "/gammal/"]


SAME = ("/gammal", "/GAMMAL/", "/gammal/index.html", f"{ROOT}/gammal/", "/g%61mmal/")


def test_former_addresses_for_the_same_file_are_reported(prepare: Prepare) -> None:
    found = prepare(old("/gammal/", *SAME))
    assert [p.message for p in found.problems] == [f"Den tidigare adressen {other} står två gånger." for other in SAME]


def test_a_former_address_claimed_by_two_pages_is_reported(prepare: Prepare) -> None:
    (problem,) = prepare(old("/gammal/") | changed(GOAL, ("kontakt:", "tidigare adresser: /GAMMAL\nkontakt:"))).problems
    assert (problem.code, problem.message) == (
        "upptagen-adress",
        "Den tidigare adressen /gammal/ står redan i mal-1-ingen-hunger.md.",
    )


def test_a_former_address_with_the_address_of_a_draft_is_reported(prepare: Prepare) -> None:
    draft = {"sidor/ny.md": (BASE / ABOUT).read_text("utf-8").replace("publicerad", "utkast")}
    (problem,) = (p for p in prepare(old("/NY/") | draft).problems if p.is_error)
    assert problem.message == "Den tidigare adressen /NY/ används av en sida som finns, ny.md."

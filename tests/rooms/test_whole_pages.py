"""Whole files of one small site, compared: the sitemap, `robots.txt`, share pictures, and *Bli partner*."""

from __future__ import annotations

import io

import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image, ImageDraw

from plugins.core.looks.goal_looks import read_goal_looks
from plugins.core.looks.share_picture import SharePicture
from plugins.core.looks.tokens import read_tokens
from plugins.core.words.lists import WordLists
from plugins.discovery.beside import make_robots, make_sitemap
from plugins.sharing.picture import RUG_TOP, draw_picture
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import KNOWN_PAGES
from tests.components.rendering import render_page
from tests.conftest import BASE, PROJECT, TODAY
from tests.rooms.rich import RICH

SWEDISH = WordLists(PROJECT / "theme" / "words")["sv"].language
WRITTEN = {"/mal-1/": "", "/mal-2/": "", "/om/": "<lastmod>2026-11-03</lastmod>"}
"""Pages with a file, with their days."""
MADE = dict.fromkeys((page.address for page in KNOWN_PAGES if page.is_indexed), "")
SITEMAP = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{"".join(f"<url><loc>https://www.example.org{page}</loc>{day}</url>{chr(10)}" for page, day in sorted((WRITTEN | MADE).items()))}\
</urlset>
"""


def test_the_sitemap_lists_every_page_and_no_draft(prepare, make_content) -> None:
    page = (make_content({}) / "sidor" / "om.md").read_text("utf-8")
    draft = page.replace("titel: Om oss", "titel: Nytt").replace("status: publicerad", "status: utkast")
    changes = {"sidor/om.md": page.replace("\n---\n", "\nuppdaterad: 2026-11-03\n---\n", 1), "sidor/nytt.md": draft}
    assert draft != page
    site = prepare(changes).site
    assert make_sitemap(site) == SITEMAP
    assert make_robots(site) == "User-agent: *\nAllow: /\nSitemap: https://www.example.org/sitemap.xml\n"


@pytest.mark.slow
def test_the_sitemap_of_the_real_site_lists_every_page(theme: Theme) -> None:
    site = prepare_site(PROJECT / "content", TODAY, theme).site
    assert site
    sitemap = make_sitemap(site)
    addresses = {page.address for page in site.pages if not page.address.endswith("/404.html")}
    assert sitemap.count("<loc>") == len(addresses) > 25
    assert all(f"<loc>{site.root}{address}</loc>" in sitemap for address in addresses)


DRAFTS = {
    f"mal/{path.name}": path.read_text("utf-8").replace("status: publicerad", "status: utkast") for path in BASE.glob("mal/*.md")
}
FEW: dict[str, str | bytes | None] = {"partner/partner.yaml": "", **DRAFTS}
"""A site without partners and goals, so that pages that list them have one heading less."""


@pytest.mark.parametrize("changes", [{}, RICH, FEW], ids=["base", "rich", "few"])
def test_every_linkable_id_is_in_the_html_of_its_page(prepare, changes: dict[str, str | bytes | None]) -> None:
    """Else a link to it would be right for the check, and the audit would refuse the whole site."""
    for page in prepare(changes).site.pages:
        html = render_page(f"{page.template}.html", page.frame, page.view)
        built = {node["id"] for node in BeautifulSoup(html, "html.parser").select("[id]")}
        assert page.ids - built == set(), page.address


# ---- share pictures


def test_every_goal_has_a_share_picture(prepare) -> None:
    assert prepare().site.pictures == (
        SharePicture("lokalamalen", "Sandvålla stadsmission", "Lokala målen i Sandvålla", None, SWEDISH),
        SharePicture("mal-1", "Lokalt mål 1", "Ingen hunger", 1, SWEDISH),
        SharePicture("mal-2", "Lokalt mål 2", "Alla är trygga", 2, SWEDISH),
    )


@pytest.mark.parametrize("number", [None, 1, 2, 3, 4, 5])
def test_a_share_picture_has_its_words_on_the_colour_of_its_goal(
    number: int | None, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = ImageDraw.ImageDraw.text

    def note(self: ImageDraw.ImageDraw, at: tuple[float, float], text: str, **how: object) -> None:
        drawn.append(text)
        draw(self, at, text, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", note)
    png = draw_picture(SharePicture("x", "Lokalt mål", "Alla är trygga hemma", number, SWEDISH), theme.folder)
    picture = Image.open(io.BytesIO(png))

    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(png) < 60_000
    assert drawn[0] == "Lokalt mål"
    assert " ".join(drawn[1:]) == "Alla är trygga hemma"
    own = read_tokens(theme.folder).day
    paint = read_goal_looks(theme.folder).paint(number).day["field"] if number else own["paper"]
    field = picture.convert("RGB").crop((0, 0, 1200, RUG_TOP))
    counted = sorted(field.getcolors(100_000), reverse=True)
    assert counted[0][1] == tuple(bytes.fromhex(paint.removeprefix("#")))
    # The words: the second colour, as far from the ground as ink or cream is.
    ink = bytes.fromhex(own["ink" if number is None else "cream"].removeprefix("#"))
    assert counted[1][1] == tuple(ink)
    assert counted[1][0] > 5_000


# ---- how to become a partner

TIERS = """- namn: Huvudpartner
  plural: Huvudpartner
  ordning: 1
  visning: stor logotyp
  innebär: Bär ett mål i flera år.

- namn: Partner
  plural: Partner
  ordning: 2
  visning: logotyp
  innebär: Bidrar varje år.

- namn: Vänföretag
  plural: Vänföretag
  ordning: 3
  visning: namn

- namn: Vänförening
  plural: Vänföreningar
  ordning: 4
  visning: namn
"""


def read_tiers(preparation: Preparation) -> list[str]:
    """Return the text of the section about tiers, a string for each element with text."""
    page = next(page for page in preparation.site.pages if page.address == "/bli-partner/")
    soup = BeautifulSoup(render_page("become_partner.html", page.frame, page.view), "html.parser")
    section = soup.find(id="sa-kan-ni-vara-med").find_parent("section")
    return [f"{part.name} {' '.join(part.get_text(' ').split())}" for part in section.find_all(["h2", "h3", "p", "li"])]


def test_every_tier_is_shown_with_its_description_or_only_named(prepare) -> None:
    assert read_tiers(prepare({"nivaer.yaml": TIERS})) == [
        "h2 Så kan ni vara med",
        "h3 Huvudpartner",
        "p Bär ett mål i flera år.",
        "h3 Partner",
        "p Bidrar varje år.",
        "p Ni kan också vara med på de här nivåerna. Hör av er, så berättar vi vad de innebär:",
        "li Vänföretag",
        "li Vänförening",
    ]


@pytest.mark.slow
def test_the_page_names_the_tiers_of_the_real_site(theme: Theme) -> None:
    shown = read_tiers(prepare_site(PROJECT / "content", TODAY, theme))
    tiers = yaml.safe_load((PROJECT / "content" / "nivaer.yaml").read_text("utf-8"))
    tiers = sorted(tiers, key=lambda tier: ("innebär" not in tier, tier["ordning"]))
    expected = [f"{'h3' if 'innebär' in tier else 'li'} {tier['namn'].capitalize()}" for tier in tiers]
    assert [words for words in shown if not words.startswith("p ")] == ["h2 Så kan ni vara med", *expected]
    assert len(tiers) > 1

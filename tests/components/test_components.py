"""Every example of every component renders, and has the right accessible names."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag

from plugins.partners.view import DARK
from tests.components.rendering import (
    COMPONENTS,
    THEME,
    parse_example,
    read_example_file,
    read_words,
    render_example,
)
from tests.conftest import PROJECT

EXAMPLES = [(component, name) for component in COMPONENTS for name in read_example_file(component)["examples"]]
# mark.html is a drawing, included as it is.
MACROS = sorted(path.stem for path in (THEME / "templates" / "components").glob("*.html") if path.stem != "mark")
WITHOUT_STYLE = {"ending": "sections with components in them", "heading": "looks as its `class` says"}
"""Components that have no look of their own, and why."""


def text(element: Tag | None) -> str:
    """Return the text for screen readers, with single spaces."""
    assert element is not None
    return " ".join(element.get_text().split())


def name_of(link: Tag) -> str:
    """Return the accessible name of a link: its text, its picture's, or an attribute, which must contain the text."""
    image = link.find("img")
    words = text(link) or str(image["alt"] if image else "")
    name = str(link.get("aria-label", words))
    assert words in name
    return name


def links(soup: Tag) -> dict[str, str]:
    """Return the address of each link, by accessible name."""
    return {name_of(link): str(link["href"]) for link in soup.find_all("a")}


@pytest.mark.parametrize(("component", "name"), EXAMPLES)
def test_every_example_is_valid_html_without_inline_style_or_script(component: str, name: str) -> None:
    html = render_example(component, name)
    html5lib.HTMLParser(strict=True).parseFragment(html)
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find(["script", "style"])
    for element in soup.find_all(True):
        assert not [key for key in element.attrs if key == "style" or key.startswith("on")]
    ids = [element["id"] for element in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("component", "name"), EXAMPLES)
def test_every_link_and_heading_has_a_name_and_links_with_equal_names_have_the_same_address(component: str, name: str) -> None:
    soup = parse_example(component, name)
    for element in soup.find_all(["a", "h1", "h2", "h3", "h4"]):
        images = [image["alt"] for image in element.find_all("img")]
        assert text(element) or any(images)
    for image in soup.find_all("img"):
        assert "alt" in image.attrs
    for drawing in soup.find_all("svg"):
        assert drawing["aria-hidden"] == "true"
    found: dict[str, str] = {}
    for link in soup.find_all("a"):
        assert found.setdefault(name_of(link), str(link["href"])) == link["href"]


@pytest.mark.parametrize("component", MACROS)
def test_every_component_has_a_macro_a_stylesheet_and_examples(component: str) -> None:
    macro = (THEME / "templates" / "components" / f"{component}.html").read_text("utf-8")
    assert macro.startswith("{# "), f"begin {component}.html with a comment: what it is, and what it takes"
    assert re.findall(r"{% macro (\w+)", macro) == [component], f"the one macro of {component}.html is called {component}"
    assert (THEME / "examples" / f"{component}.yaml").is_file(), f"write theme/examples/{component}.yaml"
    style = Path("theme", "static", "css", "components", f"{component}.css")
    if (PROJECT / style).is_file():
        assert component not in WITHOUT_STYLE, f"{component} has a stylesheet: take it from WITHOUT_STYLE of this file"
    else:
        assert component in WITHOUT_STYLE, f"write {style.as_posix()}, or name {component} in WITHOUT_STYLE of this file, and why"


@pytest.mark.parametrize("component", COMPONENTS)
def test_examples_declare_the_parameters_of_the_macro(component: str) -> None:
    macro = (THEME / "templates" / "components" / f"{component}.html").read_text("utf-8")
    signature = re.findall(r"{% macro \w+\((.*?)\)", macro)[0]
    assert [part.split("=")[0].strip() for part in signature.split(",")] == list(read_example_file(component)["parameters"])


def test_the_masthead_links_to_home_help_and_menu() -> None:
    soup = parse_example("masthead", "a goal page")
    assert links(soup)["Lokalamålen Föreningen Exempel, till startsidan"] == "/"
    assert links(soup)["Behöver du hjälp?"] == "/hjalp/"
    assert links(soup)["Meny"] == "#meny"
    assert soup.nav is not None
    assert soup.nav["aria-label"] == "Sidor"


def test_the_masthead_does_not_link_to_the_page_itself() -> None:
    assert text(parse_example("masthead", "a goal page").find(attrs={"aria-current": "page"})) == "Globala målen"
    assert "/" not in links(parse_example("masthead", "the start page")).values()
    current = parse_example("masthead", "the page of help").find("li", "masthead__help")
    assert text(current) == "Behöver du hjälp?"
    assert "Behöver du hjälp?" not in links(parse_example("masthead", "the page of help"))


def test_the_masthead_has_one_button_for_companies() -> None:
    button = parse_example("masthead", "a goal page").find("a", "button")
    assert button is not None
    asked = read_example_file("masthead")["examples"]["a goal page"]["frame"]["partner_link"]
    assert (text(button), button["href"]) == (asked["text"], asked["address"])
    current = parse_example("masthead", "the page about becoming a partner").find("span", "button")
    assert current is not None
    assert current["aria-current"] == "page"
    assert parse_example("masthead", "neither menu nor help").find(class_="button") is None


def test_a_masthead_without_pages_links_to_home_and_menu() -> None:
    assert list(links(parse_example("masthead", "neither menu nor help")).values()) == ["/", "#meny"]


def test_goals_are_links_except_the_current_one() -> None:
    soup = parse_example("goals_nav", "the second is current")
    assert links(soup) == {
        "Lokalt mål 1 Ingen hemlöshet": "/mal-1/",
        "Lokalt mål 3 Ingen ensamhet": "/mal-3/",
    }
    current = soup.find(attrs={"aria-current": "page"})
    assert text(current) == "Lokalt mål 2 Alla är trygga"


def test_a_hero_has_number_and_title() -> None:
    soup = parse_example("hero", "with a symbol")
    assert text(soup.h1) == "Alla är trygga"
    assert text(soup.p) == "Lokalt mål 2"


def test_a_hero_without_symbol_hides_the_large_number_from_screen_readers() -> None:
    soup = parse_example("hero", "without a symbol")
    assert text(soup.h1) == "Skuld & tröst"
    assert text(soup.find(attrs={"aria-hidden": "true"})) == "6"


def test_a_title_is_escaped() -> None:
    assert '<h1 class="lede__title">Om &lt;oss&gt;</h1>' in render_example("lede", "a title")


def test_a_help_box_has_a_name_and_its_numbers_are_links() -> None:
    soup = parse_example("help_box", "numbers and words")
    assert soup.section is not None
    assert text(soup.find(id=str(soup.section["aria-labelledby"]))) == "Behöver du hjälp nu?"
    assert links(soup) == {
        "112 SOS Alarm": "tel:112",
        "020-39 00 600 Exempeljouren": "tel:+46203900600",
        "Exempeljouren på example.org/chatt": "https://www.example.org/chatt/",
    }
    assert len(soup.find_all("li")) == 2
    assert links(parse_example("help_box", "only e-mail")) == {"hej@example.org": "mailto:hej@example.org"}


def test_a_help_strip_has_each_number_once_and_its_text_folded() -> None:
    soup = parse_example("help_strip", "words folded under the numbers")
    assert soup.aside is not None
    assert text(soup.find(id=str(soup.aside["aria-labelledby"]))) == "Behöver du hjälp nu?"
    numbers = soup.find("ul")
    assert numbers is not None
    assert links(numbers) == {"112 SOS Alarm": "tel:112", "020-39 00 600 Exempeljouren": "tel:+46203900600"}
    assert text(soup).count("112") == 1
    folded = soup.find("details")
    assert folded is not None
    assert not folded.has_attr("open")
    assert "Ring om du är rädd." in text(folded)
    assert "Ingen ser att du har ringt." in text(folded)
    assert links(folded) == {"Exempeljouren på example.org/chatt": "https://www.example.org/chatt/"}


def test_the_help_strip_of_the_help_page_says_when_to_call() -> None:
    soup = parse_example("help_strip", "on the page of help")
    assert soup.aside is not None
    assert soup.aside["aria-label"] == "Nummer att ringa"
    assert "Ring om det brinner." in text(soup)
    assert soup.find("details") is None
    assert links(soup)["Föreningen"] == "mailto:hej@example.org"


def test_the_leave_link_mentions_its_keys_only_with_scripts() -> None:
    link = parse_example("leave", "a page about the weather").a
    assert link is not None
    assert (link["href"], link["rel"]) == ("https://www.example.org/vader/", ["noreferrer"])
    keys = link.span
    assert keys is not None
    assert keys.has_attr("hidden")
    assert keys.has_attr("data-scripted")
    assert text(keys) == "eller tryck tre gånger på Skift"


def test_a_tile_links_to_the_reason_by_number_and_name() -> None:
    assert links(parse_example("tiles", "two goals")) == {
        "Globalt mål 11 Hållbara städer och samhällen": "#globalt-mal-11",
        "Globalt mål 2 Ingen hunger": "#globalt-mal-2",
    }


def test_a_reason_is_a_fold_with_an_id_targets_and_a_link() -> None:
    soup = parse_example("reason_list", "reasons and targets")
    first, second, third = soup.find_all("details")
    assert first["id"] == "globalt-mal-11"  # on the fold itself, which is seen also where nothing unfolds it
    assert text(first.summary) == "Globalt mål 11 Hållbara städer och samhällen"
    assert [text(p) for p in first.find_all("p")] == [
        "Ett hem är målets kärna.",
        "Torget är till för alla.",
        "Delmål 11.1, 11.7",
    ]
    assert links(first) == {"Globalt mål 11 på example.org": "https://www.example.org/mal-11/"}
    assert [text(p) for p in second.find_all("p")] == ["Delmål 2.1"]
    assert third.find("p") is None


def test_a_wall_shows_partners_under_their_tier_by_logo_or_name() -> None:
    soup = parse_example("wall", "all displays")
    assert [text(h) for h in soup.find_all("h3")] == ["Huvudpartner", "Partner", "Sponsor", "Vänföretag"]
    logo = soup.find("img", alt="Almen & Ek")
    assert logo is not None
    assert (logo["width"], logo["height"]) == ("251", "84")
    assert logo.find_parent("a")["rel"] == ["sponsored"]  # type: ignore[index]
    assert soup.find("img", alt="Rönnen") is None
    assert links(soup)["Rönnen"] == "https://www.example.org/ronnen/"


def test_a_raster_logo_has_webp_and_a_fallback() -> None:
    logo = parse_example("wall", "all displays").find("img", alt="Björkbolaget")
    assert logo is not None
    assert logo.find_parent("a") is None
    picture = logo.find_parent("picture")
    assert picture is not None
    assert [source["type"] for source in picture.find_all("source")] == ["image/webp"]
    assert str(logo["srcset"]).endswith("bjork.2.png 2x")


def test_a_logo_for_dark_backgrounds_has_a_dark_plate_under_the_same_condition() -> None:
    logo = parse_example("wall", "all displays").find("img", alt="Eken")
    assert logo is not None
    (source,) = logo.find_parent("picture").find_all("source")  # type: ignore[union-attr]
    assert "wall__cell--dark" in logo.find_parent("li")["class"]  # type: ignore[index,operator]
    css = (THEME / "static" / "css" / "newer.css").read_text("utf-8")
    assert f"@media {source['media']} {{\n  .wall__cell--dark" in css
    assert source["media"] == DARK


def test_a_long_name_may_break_on_screen_but_not_for_screen_readers() -> None:
    cell = parse_example("wall", "all displays").find(string=re.compile("Dungens Fastig\u00ad"))
    assert cell is not None
    assert cell.parent["aria-hidden"] == "true"  # type: ignore[index]
    assert text(cell.parent.find_next_sibling("span")) == "Dungens Fastighetsförvaltning"  # type: ignore[union-attr,arg-type]


def test_a_picture_has_widths_size_and_photographer() -> None:
    soup = parse_example("picture", "a photograph")
    image, words = soup.img, soup.figcaption
    assert image is not None
    assert (image["width"], image["height"], image["alt"]) == ("1600", "1067", "Ett dukat bord")
    assert soup.source is not None
    assert soup.source["sizes"] == image["sizes"]
    assert text(words) == "Frukosten serveras från klockan sju. Foto: Alva Exempelsson"
    plain = parse_example("picture", "a drawing that tells nothing of its own")
    assert (plain.find("picture"), plain.figcaption, plain.img["alt"]) == (None, None, "")  # type: ignore[index]


def test_every_list_without_markers_has_the_role_list() -> None:
    """Safari does not announce a list without markers unless it has the role; lists with markers need none."""
    shown = {"sources", "prose", "tiers__others"}
    for component, name in EXAMPLES:
        for found in parse_example(component, name).find_all(["ul", "ol"]):
            assert found.get("role") == "list" or shown & set(found.get("class") or ["prose"]), (
                f"components/{component}.html, in its example “{name}”: write role=“list” in the <{found.name}>, which takes "
                "its marks away (base.css) and lets it be told of as a list. One that is to show its marks needs no role: its "
                "class is named in `shown`, in this test."
            )


def test_a_voice_has_photograph_quotation_and_name_or_is_empty() -> None:
    soup = parse_example("voice", "a photograph and a quotation")
    image = soup.img
    assert image is not None
    assert (image["alt"], image["width"], image["height"]) == ("Ett dukat bord", "1600", "1067")
    assert "focus-top" in image["class"]
    assert text(soup.blockquote) == "”Här får jag vara den jag är.”"
    assert text(soup.figcaption) == "Alva Exempelsson, volontär. Foto: Bo Exempelman"
    assert parse_example("voice", "a photograph alone").find("figcaption") is None
    assert render_example("voice", "none").strip() == ""


def test_a_table_of_contents_is_a_named_navigation() -> None:
    soup = parse_example("contents", "three headings")
    assert soup.nav is not None
    assert text(soup.find(id=str(soup.nav["aria-labelledby"]))) == "På den här sidan"
    assert links(soup)["Det här gör vi idag"] == "#det-har-gor-vi-idag"


def test_prose_shows_every_kind_of_piece() -> None:
    soup = parse_example("prose", "every kind of piece")
    assert [text(h) for h in soup.find_all("h3")] == ["En rubrik", "Ett block"]
    assert soup.find("address") is not None
    assert links(soup)["alva@example.org"] == "mailto:alva@example.org"


def test_an_edit_mark_is_shown_only_in_preview() -> None:
    for component, name in (("prose", "a place to edit"), ("heading", "with a place to edit")):
        shown = parse_example(component, name, preview=True)
        assert "Ändra: content/block/om-undp.md, rad 3" in text(shown)
        assert "content/" not in render_example(component, name)
    assert render_example("edit_mark", "a line").strip() == ""
    assert render_example("edit_mark", "nothing", preview=True).strip() == ""


def test_an_edit_mark_has_buttons_to_open_the_file_and_copy_its_path() -> None:
    soup = parse_example("edit_mark", "a line that is shown on several pages", preview=True)
    assert text(soup.code) == "content/block/om-undp.md, rad 3 (visas på 5 sidor)"
    opens, copies = soup.find_all("button")
    assert (opens["type"], opens["data-open"], text(opens)) == ("button", "content/block/om-undp.md", "Öppna")
    assert (copies["type"], copies["data-copy"], text(copies)) == ("button", "content/block/om-undp.md", "Kopiera")


def test_a_block_may_have_no_heading() -> None:
    assert [h.name for h in parse_example("block", "heading, lead, parts").find_all(["h2", "h3"])] == [
        "h2",
        "h3",
        "h3",
    ]
    assert parse_example("block", "columns without a heading").find("h2") is None
    assert parse_example("block", "heading taken by the section").find("h2") is None


def test_work_has_its_items_under_its_heading() -> None:
    soup = parse_example("work", "today")
    assert text(soup.h3) == "Det här gör vi idag"
    assert [text(h) for h in soup.find_all("h4")] == ["Stöd för dagen", "Stöd för kvällen", "Fler verksamheter och projekt"]
    assert soup.find("div", "rug--finished") is not None
    assert links(soup)["Stöd för dagen"] == "/verksamheter/stod/"
    assert links(soup)["Läxlyftet"] == "/projekt/laxlyftet/"
    wanted = parse_example("work", "wanted")
    assert wanted.find("div", "rug--begun") is not None
    assert [text(fold.summary) for fold in wanted.find_all("details")] == ["Stöd för natten", "Stöd för helgen"]


def test_a_contact_is_an_address_with_links() -> None:
    soup = parse_example("contact", "a person with every way")
    assert soup.address is not None
    assert links(soup) == {
        "070-174 06 05": "tel:+46701740605",
        "alva@example.org": "mailto:alva@example.org?subject=M%C3%A5l%202",
        "Alva Provsten på www.example.org/alva": "https://www.example.org/alva/",
    }
    assert len(soup.find_all("wbr")) == 2


def test_a_portrait_has_an_empty_alternative_text() -> None:
    portrait = parse_example("contact", "a person with a portrait").find("img")
    assert portrait is not None
    assert (portrait["src"], portrait["sizes"], portrait["alt"]) == ("/exempel/filer/bo.1.jpg", "6rem", "")
    assert "focus-top" in portrait["class"]
    assert parse_example("contact", "a person with every way").find("img") is None


def test_a_source_without_a_known_time_says_so() -> None:
    soup = parse_example("sources", "known and unknown time")
    assert links(soup) == {"Föreningen Exempel": "https://www.example.org/siffror/"}
    assert [text(li) for li in soup.find_all("li")] == [
        "419 personer; sex nätter: Föreningen Exempel, avser våren 2022.",
        "Cirka 250 ton: Föreningen Exempel, utan angiven tid.",
    ]


def test_the_footer_contains_the_menu_and_the_last_update() -> None:
    soup = parse_example("footer", "a goal page")
    assert soup.footer is not None
    assert soup.footer["id"] == "meny"
    assert [nav["aria-label"] for nav in soup.find_all("nav")] == [
        "Sidor, längst ned på sidan",
        "Lokala mål, längst ned på sidan",
    ]
    assert links(soup)["Behöver du hjälp?"] == "/hjalp/"
    assert "Alla är trygga" not in links(soup)
    assert soup.time is not None
    assert soup.time["datetime"] == "2026-11-19"
    assert "Senast uppdaterad 19 november 2026" in text(soup)


def test_a_band_is_one_link_with_number_and_title() -> None:
    assert links(parse_example("band", "with a symbol")) == {"Lokalt mål 2 Alla är trygga": "/mal-2/"}
    assert text(parse_example("band", "without symbol and subheading").find(attrs={"aria-hidden": "true"})) == "6"


@pytest.mark.parametrize("path", sorted((THEME / "symbols").glob("*.svg")), ids=lambda path: path.stem)
def test_every_symbol_scales_and_is_hidden_from_screen_readers(path) -> None:  # type: ignore[no-untyped-def]
    drawing = BeautifulSoup(path.read_text("utf-8"), "html.parser").svg
    assert drawing is not None
    assert not {"width", "height", "style"} & set(drawing.attrs)
    if path.stem != "lokalamalen":
        assert (drawing["fill"], drawing["aria-hidden"]) == ("currentColor", "true")


def test_the_site_mark_is_the_icon_with_an_empty_alternative_text() -> None:
    mark = parse_example("masthead", "a goal page").find("img")
    assert mark is not None
    assert (mark["src"], mark["alt"]) == ("/theme/i.svg", "")


def test_only_known_ways_to_give_are_shown() -> None:
    soup = parse_example("giving", "every way")
    assert [text(item) for item in soup.find_all("li")] == [
        "Swisha en gåva 123 456 78 90",
        "Bankgiro 123-4566",
        "Ge via vår gåvosida",
        "Bli volontär",
        "För företag",
    ]
    assert links(soup)["Bli volontär"] == "/volontar/"
    assert text(parse_example("giving", "one way, heading outside")) == "Bankgiro 123-4566"
    assert "Ge och delta" in text(parse_example("act", "ways to give under the block"))


def test_ways_to_share_are_plain_links_with_a_prepared_text() -> None:
    found = links(parse_example("share", "a goal"))
    assert list(found) == ["Tipsa med mejl", "Dela på Facebook", "Dela på WhatsApp"]
    assert found["Tipsa med mejl"].startswith("mailto:?subject=")


def test_only_goal_pages_have_a_qr_code_which_is_hidden_from_screen_readers() -> None:
    code = parse_example("footer", "a goal page").select_one(".footer__qr")
    assert code is not None
    assert code["aria-hidden"] == "true"
    assert len(code.select("path")) == 1
    assert not parse_example("footer", "a page of no goal").select(".footer__qr")


def test_only_known_facts_of_an_organisation_are_shown() -> None:
    soup = parse_example("organisation", "everything")
    assert [text(item) for item in soup.find_all("li")] == [
        "Exempelgatan 1, 722 11 Västerås",
        "Organisationsnummer 802400-0000",
        "90-konto 90 12 34-5",
        "example.org",
        "Instagram",
    ]
    assert links(soup)["Instagram"] == "https://www.example.com/exempel"
    assert text(parse_example("organisation", "only a name")) == ""


def test_the_footer_links_to_help_once() -> None:
    for name, expected in (("a goal page", 1), ("help in no list", 1), ("the page of help", 0)):
        found = parse_example("footer", name).select("a[href='/hjalp/']")
        assert len(found) == expected
        assert all("footer__help" in link.parent["class"] for link in found)  # type: ignore[index,union-attr]


def test_the_footer_links_to_reporting_an_error_only_with_an_address() -> None:
    address = links(parse_example("footer", "a goal page"))["Rapportera fel på sidan"]
    assert address.startswith("mailto:hej@example.org")
    assert "Rapportera" not in text(parse_example("footer", "a page of no goal"))


def test_a_register_shows_the_goals_and_undertakings_of_a_partner() -> None:
    first, second = parse_example("register", "logos").select(".register__entry")
    assert [text(item) for item in first.select(".register__goals li")] == [
        "Mål 2: Alla är trygga",
        "Mål 4: Ingen psykisk ohälsa som sponsor",
    ]
    goals, undertakings = second.select(".register__goals")
    assert [text(part) for part in (second.select(".register__about")[0], goals, undertakings)] == [
        "Vi gjuter ljus.",
        "Mål 2: Alla är trygga",
        "Soppköket",
    ]
    assert text(undertakings.find_previous_sibling()) == "Är med i:"  # type: ignore[arg-type]
    assert links(second)["Soppköket"] == "/verksamheter/soppkoket/"
    assert "Är med i" not in text(first)
    named = parse_example("register", "names")
    assert named.find("img") is None
    assert links(named)["Rönnen"] == "https://www.example.org/ronnen/"


def test_the_table_of_goals_has_a_caption_and_headings_in_both_directions() -> None:
    soup = parse_example("weave", "two local goals")
    assert text(soup.caption).startswith("Där ett lokalt och ett globalt mål möts")
    assert [text(cell) for cell in soup.find_all("th", scope="col")] == [
        "Lokalt mål 1 Ingen hemlöshet",
        "Lokalt mål 2 Alla är trygga",
    ]
    assert [text(cell) for cell in soup.find_all("th", scope="row")] == [
        "Globalt mål 3 God hälsa och välbefinnande",
        "Globalt mål 5 Jämställdhet",
        "Globalt mål 7 Hållbar energi för alla",
    ]
    assert [len(row.find_all("td")) for row in soup.select("tbody tr")] == [2, 2, 2]


def test_each_link_of_the_table_of_goals_is_named_by_both_goals_and_the_targets() -> None:
    soup = parse_example("weave", "two local goals")
    health = "globalt mål 3 God hälsa och välbefinnande"
    assert {name: address for name, address in links(soup).items() if "#" in address} == {
        f"Ingen hemlöshet möter {health}, delmål 3.4 3.5": "/mal-1/#globalt-mal-3",
        f"Alla är trygga möter {health}, hela målet 3": "/mal-2/#globalt-mal-3",
        "Alla är trygga möter globalt mål 5 Jämställdhet, delmål 5.2": "/mal-2/#globalt-mal-5",
    }


def test_a_wide_table_of_goals_can_be_scrolled_by_keyboard() -> None:
    frame = parse_example("weave", "more local goals than a phone has room for").find("div")
    assert frame is not None
    assert (frame["role"], frame["tabindex"]) == ("region", "0")
    assert "tabindex" not in render_example("weave", "two local goals")


def test_meetings_have_the_reasons_under_each_global_goal() -> None:
    soup = parse_example("meetings", "two goals that are met, one that is not")
    assert [text(h) for h in soup.find_all("h3")] == [
        "Globalt mål 3 God hälsa och välbefinnande",
        "Globalt mål 5 Jämställdhet",
    ]
    assert [text(item) for item in soup.select(".meetings__item")] == [
        "Ingen hemlöshet Ett hem läker. Och det håller. Delmål 3.4, 3.5 (förslag: 3.5)",
        "Alla är trygga Vi förebygger missbruk. Hela målet",
        "Alla är trygga Delmål 5.2 (förslag)",
    ]
    assert [name for name in links(soup) if "globalt mål" in name] == [
        "Ingen hemlöshet, globalt mål 3",
        "Alla är trygga, globalt mål 3",
        "Alla är trygga, globalt mål 5",
    ]


def test_every_word_of_the_templates_is_in_the_word_list() -> None:
    used = set()
    for path in (THEME / "templates").rglob("*.html"):
        used |= set(re.findall(r"\bwords\.(\w+)", path.read_text("utf-8")))
    assert used <= set(read_words())


def test_a_card_says_who_ran_an_ended_project() -> None:
    first, second = parse_example("card_list", "beside other things").select("li")
    assert text(first) == "Soppköket"
    assert text(second) == "Läxlyftet Projektet är avslutat. Drevs av Björkbolaget."


def test_cards_have_headings_only_under_a_heading() -> None:
    assert parse_example("card_list", "beside other things").find(["h2", "h3", "h4"]) is None
    assert [heading.name for heading in parse_example("card_list", "under a heading").find_all(["h2", "h3", "h4"])] == ["h3"]


def test_a_fact_table_groups_each_label_with_its_values() -> None:
    rows = parse_example("details", "days, money, names and goals").select("dl > div")
    assert [[child.name for child in row.find_all(["dt", "dd"])] for row in rows] == [
        ["dt", "dd"],
        ["dt", "dd"],
        ["dt", "dd", "dd"],
        ["dt", "dd"],
    ]
    day = rows[0].find("time")
    assert day is not None
    assert (text(day), day["datetime"]) == ("31 december 2011", "2011-12-31")


def test_a_participant_is_shown_with_its_roles() -> None:
    first, second = parse_example("participants", "one with both roles").select("li")
    assert text(first) == "Arbetsförmedlingen, Sandvålla, medfinansiär och samarbetspartner"
    assert links(second) == {"Björkbolaget": "https://www.example.org/"}


def test_meetings_link_to_activities() -> None:
    items = parse_example("meetings", "two goals that are met, one that is not").select("ol > li")
    assert ["Soppköket" in links(item) for item in items] == [False, True]


def test_an_announcement_has_a_name_a_link_a_time_and_a_hidden_button() -> None:
    soup = parse_example("announcement", "with a link")
    assert soup.section is not None
    assert soup.section["aria-label"] == "Aktuellt"
    assert links(soup) == {"Mer på sidan Om oss": "/om/"}
    assert text(soup.find("time")) == "24 december 2026"
    assert soup.button is not None
    assert (text(soup.button), soup.button.has_attr("hidden")) == ("Stäng meddelandet", True)
    assert render_example("announcement", "none").strip() == ""


def test_a_draft_of_an_announcement_is_marked() -> None:
    words = [text(word) for word in parse_example("announcement", "two, one of them a draft").select(".announcement__word")]
    assert words == ["Aktuellt", "Aktuellt (utkast)"]


def test_no_template_joins_words_with_the_filter_join() -> None:
    """What it joins is no longer marked as words in another language (`core.locales.foreign`); numbers of targets have none."""
    templates = sorted((THEME / "templates").rglob("*.html"))
    joined = [(path.name, name) for path in templates for name in re.findall(r"(\w+)\|join\(", path.read_text("utf-8"))]
    assert ("meetings.html", "targets") in joined
    assert [one for one in joined if one[1] not in ("targets", "proposals")] == [], "write a loop instead, as in work.html"

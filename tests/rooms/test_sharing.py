"""The ways to share a page, on the screen and in print."""

from __future__ import annotations

import io
import json
import re
import sys
from contextlib import nullcontext
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from plugins.core.looks.share_picture import SharePicture
from plugins.core.looks.tokens import read_tokens
from plugins.core.outputs import MANIFEST
from plugins.core.problems import Problem
from plugins.core.swedish import SWEDISH
from plugins.core.texts.prose import Heading
from plugins.sharing.drawings import ask_picture, begin_drawings, draw_ahead
from plugins.sharing.icons import ask_icons, make_icons
from plugins.sharing.picture import HEIGHT_OF_TITLE, LEADING, ROOM, RUG_TOP, _font, draw_picture, fit_lines
from plugins.site.model import Theme
from plugins.website.lengths import fit_description, fit_title
from plugins.website.sharing import ask_qr, build_share, draw_qr
from tests.benches import Bench

ADDRESS = "https://www.example.org/mal-2/"
LONG = "En titel på mer än sextio tecken står alltid kvar, hur lång den än är"
WORDS = "Ingen ska vara rädd – varken ute & hemma, 100 %."


def share_links() -> dict[str, str]:
    """Return the addresses of the share links of a page with difficult characters."""
    view = build_share(Heading("dela", "Dela", "Dela", 3), "Lokalt mål 2: Alla är trygga", WORDS, ADDRESS)
    return {"mail": view.mail, **{link.text: link.address for link in view.networks}}


def test_a_mail_link_has_subject_text_and_address() -> None:
    mail = share_links()["mail"]
    assert "+" not in mail
    assert " " not in mail
    fields = dict(part.split("=", 1) for part in mail.removeprefix("mailto:?").split("&"))
    assert unquote(fields["subject"]) == "Lokalt mål 2: Alla är trygga"
    assert unquote(fields["body"]) == f"{WORDS}\r\n\r\n{ADDRESS}"


def test_a_share_link_has_the_address_and_nothing_about_the_visitor() -> None:
    networks = {name: parse_qs(urlsplit(link).query) for name, link in share_links().items() if name != "mail"}
    assert networks == {
        "Facebook": {"u": [ADDRESS]},
        "LinkedIn": {"url": [ADDRESS]},
        "WhatsApp": {"text": [f"{WORDS} {ADDRESS}"]},
    }


def test_a_qr_code_is_one_path_in_whole_modules() -> None:
    svg = draw_qr(ADDRESS)
    size = int(re.findall(r'viewBox="0 0 (\d+) \d+"', svg)[0])
    assert size == 25
    assert svg.count("<path") == 1
    # The three corners by which a reader finds the code: seven dark modules in the first and last rows.
    path = re.findall(r' d="(.+?)"', svg)[0]
    assert path.startswith("M0 0.5h7")
    assert draw_qr("https://www.example.org/mal-3/") != svg


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        (("Alla är trygga", "Lokalt mål 2", "Lokalamålen"), "Alla är trygga – Lokalt mål 2 – Lokalamålen"),
        (
            ("Alla har ett eget hem med plats för barnen", "Lokalt mål 2", "Orten"),
            "Alla har ett eget hem med plats för barnen – Lokalt mål 2",
        ),
        (
            ("En titel på mer än sextio tecken står alltid kvar, hur lång den än är", "Orten"),
            "En titel på mer än sextio tecken står alltid kvar, hur lång den än är",
        ),
    ],
)
def test_a_title_is_shortened_to_what_search_engines_show(parts: tuple[str, ...], title: str) -> None:
    assert fit_title(*parts) == title


def test_a_short_description_is_the_summary_as_written() -> None:
    summary = "x" * 100 + ". " + "y" * 57 + "."
    assert len(summary) == 160
    assert fit_description(summary) == summary


def test_a_long_description_ends_after_a_sentence_or_word() -> None:
    first = "Ingen i staden ska behöva leva med våld eller rädsla, varken hemma, på arbetet eller på väg mellan dem."
    assert fit_description(f"{first} Läs om hur vi arbetar för det, och om hur du och ditt företag kan bidra.") == first
    words = fit_description("Ingen i staden ska behöva " + ", ".join(["leva med våld"] * 20))
    assert len(words) <= 160
    assert words.split()[-1] == "…"
    assert words.split()[-2] in ("leva", "med", "våld")


def test_the_icons_are_the_site_mark_in_every_size(prepare, theme) -> None:
    site = prepare().site
    files = make_icons(site, theme.folder)
    assert make_icons(site, theme.folder) == files
    sizes = {name: Image.open(io.BytesIO(data)).size for name, data in files.items() if not name.endswith("manifest")}
    assert sizes == {
        "favicon.ico": (48, 48),
        "apple-touch-icon.png": (180, 180),
        "theme/icon-192.png": (192, 192),
        "theme/icon-512.png": (512, 512),
    }
    manifest = json.loads(files[MANIFEST])
    assert manifest["name"] == site.pages[0].frame.site_name
    assert {icon["src"].lstrip("/") for icon in manifest["icons"]} <= set(files)
    # Falu red at the left edge, a light stripe in it, Mälaren at the right: as the mark is drawn.
    icon = Image.open(io.BytesIO(files["theme/icon-512.png"])).convert("RGB")
    falu_red, malaren = theme.looks.first[0].day["field"], theme.looks.first[3].day["mid"]
    stripes = (falu_red, read_tokens(theme.folder).day["paper"], malaren)
    assert [icon.getpixel((x, 256)) for x in (5, 50, 505)] == [tuple(bytes.fromhex(stripe[1:])) for stripe in stripes]


@pytest.mark.parametrize(
    "title",
    [
        "Arbetsmarknadsanpassningsåtgärdernas", "Barn och ungas psykiska ohälsoförebyggandeverksamhetsutveckling i hela staden",
        "W" * 35, "W" * 200, "Alla " * 80, "Hemlöshetsmotverkanssamordnarfunktionens långa väg till ett hem", "x",
    ],
)  # fmt: skip
def test_a_title_fits_in_its_share_picture(title: str, theme) -> None:
    size, lines = fit_lines(title, theme.folder, SWEDISH)
    assert size >= 34
    assert all(_font(theme.folder, size).getlength(line) <= ROOM for line in lines)
    assert len(lines) * size * LEADING <= HEIGHT_OF_TITLE
    picture = Image.open(io.BytesIO(draw_picture(SharePicture("x", title, title, None, SWEDISH), theme.folder))).convert("RGB")
    edge = picture.crop((picture.width - 60, 0, picture.width, RUG_TOP))
    assert edge.getcolors() == [(60 * RUG_TOP, tuple(bytes.fromhex(read_tokens(theme.folder).day["paper"][1:])))]


def test_a_share_picture_that_languages_share_is_drawn_once(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = []
    encode = Image.Image.save
    monkeypatch.setattr(Image.Image, "save", lambda *given: saved.append(given) or encode(*given))
    easy = replace(SWEDISH, code="latt")
    shown = SharePicture("a", "Lokalt mål 1", "Sådant som visas en gång", 1, SWEDISH)
    first = draw_picture(shown, theme.folder)
    assert draw_picture(replace(shown, name="latt-a", language=easy), theme.folder) == first
    assert len(saved) == 1
    assert draw_picture(replace(shown, eyebrow="Local goal 1"), theme.folder) != first


def test_a_word_in_a_share_picture_is_hyphenated_only_if_it_does_not_fit(theme) -> None:
    assert fit_lines("Ingen hemlöshet", theme.folder, SWEDISH) == (150, ["Ingen", "hemlöshet"])
    assert fit_lines("Arbetsmarknadsanpassningsåtgärdernas", theme.folder, SWEDISH)[1][0].endswith("-")


def test_the_font_of_share_pictures_has_every_letter_of_latin_languages(theme: Theme) -> None:
    """The list that titles are held against is the font's own, and no letter looks like one that is missing."""
    font = TTFont(theme.folder / "fonts" / "familjen-grotesk-bold.woff2")
    assert {ord(letter) for letter in theme.letters} <= set(font.getBestCmap())
    assert set("AZaz09ÅÄÖåäöß„“\u201a\u2018\u2039\u203a€ẞŠšŁłĐđŐőŘřȘșŢţĞğİıĦħŊŋŦŧÞþÐðŒœŸĀāĒēĪīŪūĢģ–…!?") <= theme.letters
    drawn = _font(theme.folder, 60)
    missing = bytes(drawn.getmask("\u0634"))
    assert all(bytes(drawn.getmask(letter)) != missing for letter in "ß„\u201a\u2039\u203a€ẞ")


def test_a_letter_that_the_font_lacks_is_reported_at_the_title(bench: Bench) -> None:
    def list_problems(title: str) -> list[Problem]:
        goal = bench.content / "mal" / "mal-2-alla-ar-trygga.md"
        goal.write_text(re.sub("(?m)^titel: .*$", f"titel: {title}", goal.read_text("utf-8")), "utf-8")
        return [one for one in bench.prepare().problems if one.code == "tecken-i-delningsbild"]

    [problem] = list_problems("Alla är trygga ش")
    assert "”ش”" in problem.message
    assert not problem.is_error
    assert problem.place.written == "titel: Alla är trygga ش"
    assert list_problems("Alla är „trygga“ i Straße Łódź") == []


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process fork, whatever threads the tests have."""
    monkeypatch.setattr("plugins.core.cache.workers.can_fork", lambda: True)


PICTURE = SharePicture("a", "Lokalt mål 2", "Alla är trygga", 2, SWEDISH)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("is_ready", [True, False], ids=["made ahead", "made now"])
def test_a_worker_process_draws_the_same_pictures(theme: Theme, monkeypatch: pytest.MonkeyPatch, *, is_ready: bool) -> None:
    here = {"icons": ask_icons(theme.folder)[1](), "picture": draw_picture(PICTURE, theme.folder), "code": draw_qr(ADDRESS)}
    with draw_ahead(("of the theme", lambda: here), ask_icons(theme.folder)) if is_ready else nullcontext():
        others, codes = begin_drawings(theme.folder, [PICTURE], [ask_qr(ADDRESS)])
    monkeypatch.setattr("plugins.sharing.drawings.draw_picture", lambda *_: pytest.fail("it is drawn here"))
    for module in ("plugins.sharing.icons._draw_icons", "plugins.website.sharing._draw_code"):
        monkeypatch.setattr(module, lambda *_: pytest.fail("it is drawn here"))
    assert codes[ask_qr(ADDRESS)[0]]() == here["code"]
    assert others[ask_picture(PICTURE, theme.folder)[0]]() == here["picture"]
    assert others[ask_icons(theme.folder)[0]]() == here["icons"]
    assert ("of the theme" in others) == is_ready


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.usefixtures("copies")
def test_an_unused_worker_process_is_not_used_by_another_run(theme: Theme) -> None:
    with draw_ahead(("of the theme", dict)):
        pass
    others, _ = begin_drawings(theme.folder, [PICTURE], [])
    assert "of the theme" not in others


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.usefixtures("copies")
def test_a_picture_that_a_worker_process_fails_to_draw_is_drawn_by_the_main_process(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.sharing.drawings._draw", lambda _: 1 / 0)
    others, codes = begin_drawings(theme.folder, [PICTURE], [ask_qr(ADDRESS)])
    assert codes[ask_qr(ADDRESS)[0]]() == draw_qr(ADDRESS)
    assert others[ask_picture(PICTURE, theme.folder)[0]]() == draw_picture(PICTURE, theme.folder)

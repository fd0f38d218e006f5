"""Proofs: what they contain, that they are self-contained, and that they are never published."""

from __future__ import annotations

import base64
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.commands.proof import file as proof_file
from plugins.commands.proof.browser import find_browser
from plugins.commands.proof.frames import DRESSES, HEAVY, Dress, find_appearance, make_frame, read_measures, settle_media
from plugins.commands.proof.subject import find_page, find_partner
from plugins.commands.proof.task import run_proof
from plugins.commands.runs.job import Options
from plugins.core.library import Library
from plugins.core.reading.reader import read_shelves
from plugins.partners.model import Partner
from plugins.site.model import Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import SHELVES, open_library
from tests.flow.trial import DAY, Result, Trial, snapshot

REGISTER = "content/partner/partner.yaml"
LIGHT, DARK, PAPER = DRESSES[0], DRESSES[1], DRESSES[-1]


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a computer without Chromium."""
    monkeypatch.setattr(proof_file, "find_browser", lambda: None)


def make(trial: Trial, wanted: str, **options: str) -> Result:
    """Run the task as the door does, on the fixed day unless `options` have another."""
    trial.capsys.readouterr()
    given = {"content": str(trial.content), "date": DAY, **options}
    status = run_proof(wanted, Options(**given))  # type: ignore[arg-type]  # all are text
    said = trial.capsys.readouterr()
    return Result(status, said.out, said.err)


def read(trial: Trial, name: str = "veke-vax-2026-11-22") -> BeautifulSoup:
    """Return a proof, parsed by another parser than the one that made it."""
    return BeautifulSoup((trial.folder / "korrektur" / f"{name}.html").read_text("utf-8"), "html5lib")


def frames(page: BeautifulSoup) -> list[BeautifulSoup]:
    """Return the contents of each frame."""
    return [BeautifulSoup(frame["srcdoc"], "html5lib") for frame in page.select("iframe")]


def list_shown(page: BeautifulSoup) -> list[str]:
    """Return the addresses of the pages shown."""
    return [head.p.get_text() for head in page.select(".proof-section__head")]


ROOT = "https://lyktstad.example.org"


# ---- a partner


def test_a_proof_shows_every_place_in_every_dress(trial: Trial, no_browser: None) -> None:
    result = make(trial, "Veke & Vax")
    assert (result.status, result.stdout) == (0, "")
    page = read(trial)
    assert list_shown(page) == [f"{ROOT}/mal-1/", f"{ROOT}/", f"{ROOT}/partner/"]
    assert [frame["width"] for frame in page.select("iframe")] == ["360", "360", "1280", "1280", "680"] * 3
    for frame in frames(page):
        assert [img["alt"] for img in frame.select("main img")] == ["Veke & Vax"]
        assert frame.select_one("a.partner")["href"] == "https://vax.example.org/"
        assert len(frame.select("main section")) == 1
        assert not frame.select("nav, footer, h1, script, link")


def test_a_proof_says_whom_it_is_for_what_to_look_at_and_how_to_answer(trial: Trial, no_browser: None) -> None:
    make(trial, "Veke & Vax")
    page = read(trial)
    assert page.h1.get_text() == "Veke & Vax"
    assert page.title.get_text() == "Korrektur: Veke & Vax, 22\N{NO-BREAK SPACE}november 2026"
    text = " ".join(page.body.get_text(" ").replace("\N{NO-BREAK SPACE}", " ").split()).replace(" ,", ",")
    for words in (
        "Titta efter",
        "Är namnet rätt skrivet?",
        "Så svarar ni",
        "Skriv ”Godkänt” om allt stämmer, annars vad som ska ändras.",
        "Frågor? Alva Ek, alva@example.org, 021-12 34 56",
        "Logotyp veke.svg",
        "Mål 1 Ingen i mörker, Huvudpartner, till och med 30 november 2026",
        "Leder till https://vax.example.org/",
    ):
        assert words in text


def test_a_proof_fetches_nothing_from_outside_its_file(trial: Trial, no_browser: None) -> None:
    make(trial, "Veke & Vax")
    page = read(trial)
    policy = page.select_one('meta[http-equiv="Content-Security-Policy"]')["content"]
    assert policy == "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"
    for part in (page, *frames(page)):
        assert not part.select("script, link, object, embed, video, audio, [onload], [onclick]")
        for node in part.select("[src], [srcset]"):
            assert re.match("data:(image/[a-z+]+;base64,.{20}|,)", node.get("src") or node["srcset"])
        for style in part.select("style"):
            assert "@import" not in style.get_text()
            fetched = re.findall(r"url\((.{23})", style.get_text())
            assert set(fetched) <= {"data:font/woff2;base64,"}
    assert {frame.attrs["sandbox"][0] for frame in page.select("iframe")} == {"allow-same-origin"}


def test_the_task_says_what_to_do_next(trial: Trial, no_browser: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trial.folder)
    trial.edit(REGISTER, "  logotyp: veke.svg\n", "  logotyp: veke.svg\n  ny logotyp:\n    fil: veke.svg\n    från: 2026-11-25\n")
    day = "med den dag då svaret kom."
    assert make(trial, "Veke & Vax").stderr == (
        "Korrektur: korrektur/veke-vax-2026-11-22.html\n"
        "Det finns ingen Chromium, Chrome eller Edge på den här datorn. "
        "Mejla HTML-filen, eller öppna den och skriv ut den som PDF.\n"
        f"När svaret är ja: lägg till raden godkänd: 2026-11-22 (content/partner/partner.yaml, rad 1), {day}\n"
        "En ny logotyp tar över 2026-11-25. Ett korrektur med den: lägg till --dag 2026-11-25\n"
    )


@pytest.mark.parametrize("change", ["  status: utkast", "  från: 2027-03-01", "  från: 2027-03-01\n  status: utkast"])
def test_a_partner_that_is_not_published_yet_can_be_proofed(trial: Trial, no_browser: None, change: str) -> None:
    trial.edit(REGISTER, "  till: 2026-11-30", change)
    assert make(trial, "Veke & Vax").status == 0
    page = read(trial)
    assert list_shown(page) == [f"{ROOT}/mal-1/", f"{ROOT}/", f"{ROOT}/partner/"]
    assert "Syns inte på webbplatsen än." in page.body.get_text()
    assert "Utkast" not in page.body.get_text()


def test_a_proof_shows_no_other_draft(trial: Trial, no_browser: None) -> None:
    trial.edit(REGISTER, "- namn: Ångströms Olja\n", "- namn: Ångströms Olja\n  status: utkast\n")
    trial.edit(REGISTER, "  lokalt mål: 2\n", "  lokalt mål: 1\n")
    make(trial, "Veke & Vax")
    assert "Ångström" not in (trial.folder / "korrektur/veke-vax-2026-11-22.html").read_text("utf-8")


def test_future_agreements_are_shown_beside_current_ones(trial: Trial, no_browser: None) -> None:
    trial.edit(
        REGISTER,
        "  lokalt mål: 1\n  nivå: huvudpartner\n  till: 2026-11-30",
        "  avtal:\n"
        "    - lokalt mål: 1\n      nivå: vänföretag\n      till: 2026-11-30\n"
        "    - lokalt mål: 1\n      nivå: huvudpartner\n      från: 2026-12-01\n"
        "    - lokalt mål: 2\n      nivå: huvudpartner\n      från: 2027-01-01",
    )
    assert make(trial, "Veke & Vax").status == 0
    page = read(trial)
    assert list_shown(page) == [f"{ROOT}/mal-1/", f"{ROOT}/mal-2/", f"{ROOT}/", f"{ROOT}/partner/"]
    first, second = (frames(page)[number] for number in (0, 5))
    assert not first.select("main img")  # today's tier shows names
    assert second.select_one("main img")["alt"] == "Veke & Vax"


def test_a_future_day_can_be_proofed(trial: Trial, no_browser: None) -> None:
    trial.edit(REGISTER, "  till: 2026-11-30", "  från: 2027-03-01")
    assert make(trial, "Veke & Vax", date="2027-03-01").status == 0
    assert "Syns inte på webbplatsen än." not in read(trial, "veke-vax-2027-03-01").body.get_text()


@pytest.fixture
def library(trial: Trial) -> Library:
    """Return the library of the small site."""
    return open_library(read_shelves(trial.content, SHELVES).shelves, date.fromisoformat(DAY), shows_drafts=False)


@pytest.mark.parametrize("name", ["veke & vax", "Veke och Vax", "VEKE & VAX AB", "Veke&Vax"])
def test_a_partner_is_found_by_another_form_of_its_name(library: Library, name: str) -> None:
    assert find_partner(name, library) is library.all(Partner)[0]


NOTHING = {
    "ended": ("till: 2026-11-30", "till: 2026-11-21", "inget avtal gäller eller kommer"),
    "goal is a draft": ("lokalt mål: 1", "lokalt mål: 3", "mål 3 är ett utkast"),
}


@pytest.mark.parametrize(("old", "new", "why"), NOTHING.values(), ids=NOTHING)
def test_a_partner_that_is_shown_nowhere_is_refused_with_the_reason(
    trial: Trial, no_browser: None, old: str, new: str, why: str
) -> None:
    trial.edit(REGISTER, old, new)
    result = make(trial, "Veke & Vax")
    assert (result.status, result.stdout) == (2, "")
    where = "Se partner.yaml, rad 1, och gör korrekturet sedan.\n"
    assert result.stderr == f"Veke & Vax skulle inte synas någonstans: {why}. {where}"
    assert not (trial.folder / "korrektur").exists()


def test_a_draft_without_a_goal_is_reported_at_its_line(trial: Trial, no_browser: None) -> None:
    trial.edit(REGISTER, "  lokalt mål: 1\n  nivå: huvudpartner\n  till: 2026-11-30", "  status: utkast")
    result = make(trial, "Veke & Vax")
    assert result.status == 1
    assert "fel: ”Veke & Vax” saknar lokalt mål och nivå, så ingen vet var den ska visas. [saknar-falt]" in result.stdout
    assert not (trial.folder / "korrektur").exists()


def test_errors_in_the_content_stop_the_proof(trial: Trial, no_browser: None) -> None:
    trial.edit("content/sidor/om.md", "/mal-1/#morker", "/mal-9/")
    result = make(trial, "Veke & Vax")
    assert result.status == 1
    assert "[bruten-lank]" in result.stdout
    assert not (trial.folder / "korrektur").exists()


def test_a_proof_asks_for_what_the_partner_has_not_sent(trial: Trial, no_browser: None) -> None:
    make(trial, "Ångströms Olja")
    text = read(trial, "angstroms-olja-2026-11-22").main.get_text()
    assert "Vi har ingen logotyp från er. Skicka gärna en, helst som SVG." in text
    assert "Vilken webbadress ska namnet leda till?" in text
    assert "Leder länken" not in text


# ---- a page

PAGES = [
    ("/mal-2/", "/mal-2/"),
    ("mal-2", "/mal-2/"),
    (f"{ROOT}/mal-2/", "/mal-2/"),
    ("mal-2-ingen-fryser", "/mal-2/"),
    ("mal-2-ingen-fryser.md", "/mal-2/"),
    ("mal/mal-2-ingen-fryser.md", "/mal-2/"),
    ("content/mal/mal-2-ingen-fryser.md", "/mal-2/"),
    ("content\\mal\\mal-2-ingen-fryser.md", "/mal-2/"),
    ("/mal-3/", "/mal-3/"),
    ("/partner/", "/partner/"),
    ("sidor/start.md", "/"),
    ("/", "/"),
]


@pytest.mark.parametrize(("name", "address"), PAGES)
def test_a_page_is_found_by_address_and_file(library: Library, theme: Theme, name: str, address: str) -> None:
    site = prepare_site(library.shelves.folder, library.today, theme, shows_drafts=True).site
    assert find_page(name, library, site) == address


def test_a_whole_page_is_shown_in_every_dress(trial: Trial, no_browser: None) -> None:
    assert make(trial, "/mal-2/").status == 0
    page = read(trial, "ingen-fryser-lokalt-mal-2-2026-11-22")
    assert set(list_shown(page)) == {f"{ROOT}/mal-2/"}
    assert len(frames(page)) == len(DRESSES)
    assert all(frame.select("header") and frame.select("footer") and frame.h1 for frame in frames(page))


def test_a_draft_page_is_shown_as_it_will_be(trial: Trial, no_browser: None) -> None:
    assert make(trial, "/mal-3/").status == 0
    page = read(trial, "ingen-vilse-lokalt-mal-3-2026-11-22")
    assert all(frame.h1.get_text(strip=True).endswith("Ingen vilse") for frame in frames(page))
    assert "syns inte på den publicerade webbplatsen" not in page.decode()


def test_a_page_whose_first_day_is_to_come_is_shown_as_it_will_be(trial: Trial, no_browser: None) -> None:
    trial.edit("content/sidor/om.md", "status: publicerad", "status: publicerad\nvisas från: 2026-12-24")
    assert make(trial, "/om/").status == 0
    page = read(trial, "om-oss-2026-11-22")
    assert all(frame.h1 for frame in frames(page))


@pytest.mark.parametrize("name", ["/om/", "sidor/om.md"])
def test_a_page_whose_last_day_has_passed_is_refused_with_what_to_do(trial: Trial, no_browser: None, name: str) -> None:
    trial.edit("content/sidor/om.md", "status: publicerad", "status: publicerad\nvisas till: 2026-11-21")
    result = make(trial, name)
    assert (result.status, result.stdout) == (2, ""), result.said
    assert result.stderr == (
        "Sidan ”Om oss” visas inte längre: den visades till 21\N{NO-BREAK SPACE}november 2026.\n"
        "Skriv en senare dag på raden visas till i sidor/om.md, "
        "eller gör ett korrektur av sidan som den var: lägg till --dag 2026-11-21\n"
    )
    assert not (trial.folder / "korrektur").exists()


@pytest.mark.parametrize("name", ["/en/om/", "sidor/om.en.md"])
def test_a_draft_translation_is_shown_as_it_will_be(trial: Trial, no_browser: None, name: str) -> None:
    trial.edit("content/webbplats.yaml", "språk: sv", "språk: [sv, en]")
    page = "---\ntitel: About us\nsammanfattning: Who we are.\nstatus: utkast\n---\nWe light lamps.\n"
    (trial.content / "sidor/om.en.md").write_text(page, "utf-8")
    result = make(trial, name)
    assert result.status == 0, result.said
    assert all(frame.h1.get_text(strip=True) == "About us" for frame in frames(read(trial, "about-us-2026-11-22")))


@pytest.mark.parametrize(
    ("name", "guess"),
    [("Veka & Vaxx", "”Veke & Vax”"), ("/mal-22/", "”/mal-2/”"), ("mal/mal-2-ingen-frys.md", "”mal/mal-2-ingen-fryser.md”")],
)
def test_a_misspelt_name_is_refused_with_a_guess(trial: Trial, no_browser: None, name: str, guess: str) -> None:
    result = make(trial, name)
    assert (result.status, result.stdout) == (2, "")
    assert result.stderr == (
        f"Ingen partner och ingen sida heter ”{name}”. Menade du {guess}?\n"
        "En sida anges med adress eller fil, till exempel /mal-1/ eller sidor/start.md.\n"
    )


def test_an_unknown_name_is_refused_with_the_list_of_partners(trial: Trial, no_browser: None) -> None:
    assert "heter ”qqq”. Partner är Veke & Vax och Ångströms Olja.\n" in make(trial, "qqq").stderr


# ---- where it is written


def test_making_a_proof_changes_no_other_file(trial: Trial, no_browser: None) -> None:
    assert trial.run().status == 0  # also fills the caches
    before = snapshot(trial.folder)
    assert make(trial, "Veke & Vax").status == 0
    after = snapshot(trial.folder)
    assert set(after) - set(before) == {"korrektur", "korrektur/veke-vax-2026-11-22.html"}
    assert {name: after[name] for name in before} == before


def test_a_proof_is_not_part_of_the_next_site(trial: Trial, no_browser: None) -> None:
    built = trial.build_old_site()
    make(trial, "Veke & Vax")
    assert trial.build_old_site() == built


@pytest.mark.parametrize(
    "place", ["out/site", "out/site/korrektur", "output", "output/x", "content", "content/partner", "theme/words/sv.yaml"]
)
def test_a_proof_is_never_written_where_it_could_be_published(trial: Trial, no_browser: None, place: str) -> None:
    trial.build_old_site()
    before = snapshot(trial.folder)
    result = make(trial, "Veke & Vax", output=str(trial.folder / place))
    assert (result.status, result.stdout) == (2, "")
    assert "Välj en annan plats" in result.stderr or "välj en annan plats" in result.stderr
    assert snapshot(trial.folder) == before


def test_a_proof_has_the_same_bytes_each_time(trial: Trial, no_browser: None) -> None:
    make(trial, "Veke & Vax")
    first = snapshot(trial.folder / "korrektur")
    make(trial, "Veke & Vax")
    assert snapshot(trial.folder / "korrektur") == first


# ---- the browser


def test_a_browser_that_fails_leaves_the_html_and_no_old_pdf(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_file, "find_browser", lambda: str(trial.folder / "broken"))
    old = trial.folder / "korrektur" / "veke-vax-2026-11-22.pdf"
    old.parent.mkdir()
    old.write_bytes(b"%PDF of an earlier proof")
    result = make(trial, "Veke & Vax")
    assert result.status == 0
    assert "Webbläsaren kunde inte skriva någon PDF. Mejla HTML-filen" in result.stderr
    assert [path.name for path in old.parent.iterdir()] == ["veke-vax-2026-11-22.html"]


def test_measurements_count_only_if_complete() -> None:
    assert read_measures("<title>MEASURED 10 20</title>", 2) == [10, 20]
    assert read_measures("<title>MEASURED 10</title>", 2) is None
    assert read_measures("<title>MEASURED 10 0</title>", 2) is None
    assert read_measures("<title>Korrektur</title>", 2) is None
    assert read_measures(None, 2) is None


# ---- the dress

MEDIA = [
    ("@media print{a{}}", LIGHT, "@media not all{a{}}"),
    ("@media print{a{}}", PAPER, "@media all{a{}}"),
    ("@media screen and (min-width:48em){a{}}", PAPER, "@media not all{a{}}"),
    ("@media only screen and (min-width:48em){a{}}", LIGHT, "@media all and (min-width:48em){a{}}"),
    ("@media (prefers-color-scheme:dark){a{}}", LIGHT, "@media (max-width: 0){a{}}"),
    ("@media (prefers-color-scheme: dark){a{}}", DARK, "@media (min-width: 0){a{}}"),
    ("@media (prefers-color-scheme: light), print{a{}}", LIGHT, "@media (min-width: 0), not all{a{}}"),
    ("@media (min-width:48em) and (prefers-color-scheme:dark){a{}}", DARK, "@media (min-width:48em) and (min-width: 0){a{}}"),
    ("@media (min-width:64em){a{}}", DARK, "@media (min-width:64em){a{}}"),
]


@pytest.mark.parametrize(("css", "dress", "settled"), MEDIA)
def test_media_queries_for_paper_and_evening_are_resolved_and_those_for_width_kept(css: str, dress: Dress, settled: str) -> None:
    assert settle_media(css, dress) == settled


def test_pictures_of_all_sorts_are_embedded_and_none_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"one")
    (tmp_path / "b.webp").write_bytes(b"two")
    html = (
        '<html lang="sv"><body><main><picture><source media="(prefers-color-scheme: dark)" srcset="/b.webp 1x, /b.webp 2x">'
        '<img src="/a.png" alt="A" loading="lazy"></picture><img src="https://example.org/x.png" alt="B">'
        '<img src="/../../etc/passwd" alt="C"><img src="//example.org/x.png" alt="D"></main></body></html>'
    )
    for dress, shown in ((DARK, "data:image/webp;base64,dHdv"), (LIGHT, "data:image/png;base64,b25l")):
        page = BeautifulSoup(make_frame(html, tmp_path, dress), "html5lib")
        assert [img["src"] for img in page.select("img")] == [shown, "data:,", "data:,", "data:,"]
        assert not page.select("[loading], source, [srcset]")


def test_only_the_pictures_of_the_proofed_partner_have_full_sharpness(tmp_path: Path) -> None:
    """Each of fifteen frames has some forty logos: each file is embedded once a frame, the others no finer than they are seen."""
    for name in ("1", "2", "480", "800", "1600"):
        (tmp_path / f"{name}.webp").write_bytes(name.encode())
    paths = "".join(f'<path fill="#036" d="M{n % 100} {n // 10}h1.5v1.25z"/>' for n in range(400))
    heavy = f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 100 50">{paths}</svg>'
    (tmp_path / "heavy.svg").write_text(heavy, "utf-8")
    (tmp_path / "text.svg").write_text(heavy.replace("<path", "<text>Ek</text><path", 1), "utf-8")
    (tmp_path / "light.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>', "utf-8")
    size = 'width="160" height="80"'
    sources = '<source type="image/webp" srcset="/1.webp 1x, /2.webp 2x">'
    parts = [f'<picture>{sources}<img src="/1.png" alt="{name}" {size}></picture>' for name in ("Ek", "Al")]
    drawings = {"Ask": "heavy", "Pil": "text", "Bok": "light"}
    parts += [f'<img src="/{file}.svg" alt="{name}" {size}>' for name, file in drawings.items()]
    widths = '<img src="/1600.webp" srcset="/480.webp 480w, /800.webp 800w, /1600.webp 1600w" alt="Bild">'
    html = f"<main><section>{''.join(f'<span class=partner>{part}</span>' for part in parts)}{widths}</section></main>"

    def shown(dress: Dress, partner: str | None) -> dict[str, str]:
        page = BeautifulSoup(make_frame(html, tmp_path, dress, partner), "html5lib")
        return {img["alt"]: img["src"] for img in page.select("img")}

    def bytes_of(address: str) -> bytes:
        return base64.b64decode(address.partition(",")[2])

    ek, ask = shown(LIGHT, "Ek"), shown(LIGHT, "Ask")
    assert (bytes_of(ek["Ek"]), bytes_of(ek["Al"]), bytes_of(ask["Ek"])) == (b"2", b"1", b"1")
    assert ek["Ask"].startswith("data:image/webp;")
    assert len(bytes_of(ek["Ask"])) < HEAVY < len(heavy)
    assert bytes_of(ask["Ask"]).decode() == heavy
    assert all(ek[name].startswith("data:image/svg+xml;") for name in ("Pil", "Bok"))
    assert bytes_of(shown(LIGHT, None)["Bild"]) == b"480"
    assert bytes_of(shown(DRESSES[2], None)["Bild"]) == b"800"


@pytest.mark.parametrize(
    "inner",
    [
        '<img alt="Åke &amp; Co">',
        "<span>Åke &amp; Co</span>",
        '<span aria-hidden="true">Å\N{SOFT HYPHEN}ke &amp; Co</span><span class="hidden">Åke &amp; Co</span>',
        '<span aria-label="Åke &amp; Co">Å</span>',
        '<picture><source srcset="/a.webp"><img alt="Åke &amp; Co" width="10" height="5"></picture>',
    ],
)
def test_a_partner_is_found_however_it_is_drawn(inner: str) -> None:
    html = f'<main><p>Åke &amp; Co</p><section><span class="partner">{inner}</span></section></main>'
    found = find_appearance(html, "Åke & Co")
    assert found is not None
    assert found.has_logo is ("<img" in inner)
    assert find_appearance(html, "Åke") is None
    assert find_appearance(html.replace(' class="partner"', ""), "Åke & Co") is None


@pytest.mark.skipif(sys.platform == "win32", reason="programs are named otherwise there")
def test_the_browser_is_the_one_named_in_the_environment_or_one_on_the_path(tmp_path: Path) -> None:
    for folder, name in (("bin", "chromium"), ("own", "krom")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).touch(mode=0o755)
    found, named = str(tmp_path / "bin" / "chromium"), str(tmp_path / "own" / "krom")
    assert find_browser({"PATH": str(tmp_path / "bin")}) == found
    assert find_browser({"PATH": str(tmp_path / "bin"), "CHROMIUM": named}) == named

"""The proof: how a partner, or a page, will look, in one file to mail before it is published.

In: a partner's name, or a page's address or file. Out: an HTML file that needs nothing from anywhere, and a PDF of it
where the system has a Chromium. The site is built as it will be, with what is proofed shown though it is still a draft
or its day has not come, into a folder that is thrown away; the frames are cut from those pages, so that a proof and the
site cannot differ. Never published: it is refused in the output folder. Called by `commands.run`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.commands.browser import find_browser, print_pdf, read_dom
from plugins.commands.names import is_same, name_key
from plugins.commands.partner_list import Standing, find_standings
from plugins.commands.pelican_run import run_pelican
from plugins.commands.proof_frames import (
    DRESSES,
    MEASURE,
    Appearance,
    Dress,
    find_appearance,
    find_font,
    make_frame,
    read_measures,
)
from plugins.commands.tell import say, tell_result
from plugins.contacts.model import Contact
from plugins.contacts.rules import find_current
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.outputs import MARK
from plugins.core.pages import AddressedPage
from plugins.core.problems import sort_problems
from plugins.core.swedish import closest, compare_key, format_day, join_words, quote, slugify
from plugins.core.web import decode_address
from plugins.house.page import SitePage
from plugins.pages.model import TextPage
from plugins.partners.model import Partner
from plugins.site.model import Site, Theme
from plugins.site.prepare import prepare_site, read_content
from plugins.site.rooms import open_library
from plugins.website.model import Website

FILES: Final = Path(__file__).with_name("proof_files")


SHEET: Final = (1360, 1924)
"""CSS pixels of a sheet of the PDF: a laptop's page with margins, in the proportions of an A4."""
ROOM: Final = 90
"""CSS pixels of a sheet that caption and space take beside each row of frames."""
HEAD: Final = 240
"""CSS pixels for the heading and the margins of a sheet."""
HIGHEST_SHEET: Final = 19_000
"""CSS pixels. A PDF's page is at most 200 inches high."""


class NoProof(Exception):
    """There is nothing to make a proof of, or no place for it; the text says why, in Swedish."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page in one dress, for the template."""

    dress: Dress
    height: int
    """CSS pixels: measured, where there is a browser to measure."""
    html: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A page on which the subject stands."""

    title: str
    address: str
    """Public and absolute."""
    notes: tuple[str, ...]
    link: str | None
    """Where the partner's logo or name leads."""
    frames: tuple[Frame, ...]

    @property
    def sheet(self) -> int:
        """CSS pixels: how high a sheet of the PDF must be to hold all of it, and no lower than an A4."""
        narrow = [frame.height for frame in self.frames if 2 * frame.dress.width < SHEET[0]]  # stand side by side
        rows = [max(narrow, default=0), *(frame.height for frame in self.frames if 2 * frame.dress.width >= SHEET[0])]
        return min(max(SHEET[1], HEAD + sum(row + ROOM for row in rows)), HIGHEST_SHEET)


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that the template of a proof gets."""

    subject: str
    day: str
    site_name: str
    facts: tuple[tuple[str, str], ...]
    """What the register says of a partner: a word, and its value."""
    checks: tuple[str, ...]
    """What the reader is asked to look at."""
    contact: Contact | None
    """Who answers questions."""
    contact_email: str | None
    """The same's address, as people read it."""
    spots: tuple[Spot, ...]
    font_css: str
    """The site's own typeface, so that the proof looks like what it shows."""


def make_proof(wanted: str, content: Path, folder: Path, today: date, theme: Theme, project: Path) -> int:
    """Write the proof of what is `wanted` into `folder`; return the exit status. Raises `NoProof`."""
    check_folder(folder, content, project)
    reading = read_content(content)
    library = open_library(reading.shelves, today)
    partner = find_partner(wanted, library)
    address = "" if partner else find_page(wanted, library, prepare_site(reading, today, theme, shows_drafts=True).site)
    change = partial(show_partner, partner.name.value, today) if partner else partial(show_page, address)
    preparation = prepare_site(reading.with_records(change), today, theme)
    site, errors = preparation.site, [problem for problem in preparation.problems if problem.is_error]
    if errors or site is None:
        return tell_result(sort_problems(errors), "text", is_check=True)
    with tempfile.TemporaryDirectory(prefix="lokalamalen-") as workshop:
        built = Path(workshop) / "site"
        built.mkdir()
        problems = run_pelican(site, content, built, theme, project)
        if problems:
            return tell_result(problems, "text", is_check=True)
        proof = _proof_partner(partner, library, site, built) if partner else _proof_page(address, library, site, built)
        _write(proof, folder, today, Path(workshop))
    if partner:
        _tell_what_next(partner, today)
    return 0


def check_folder(folder: Path, content: Path, project: Path) -> None:
    """Refuse a folder from which the proof could be published. Raises `NoProof`."""
    folder = folder.resolve()
    sites = [project / "output", *(parent for parent in (folder, *folder.parents) if (parent / MARK).is_file())]
    if any(folder.is_relative_to(site.resolve()) for site in sites):
        raise NoProof(
            f"Mappen {folder.name} hör till den byggda webbplatsen. Ett korrektur publiceras inte: välj en annan plats."
        )
    if folder.is_relative_to(content.resolve()):
        raise NoProof(f"Mappen {folder.name} ligger i innehållet. Välj en annan plats med --output.")
    if folder.exists() and not folder.is_dir():
        raise NoProof(f"{folder.name} är en fil, ingen mapp. Välj en annan plats med --output.")


# ---- what is wanted


def find_partner(wanted: str, library: Library) -> Partner | None:
    """Return the partner of a name, however it is dressed; None where there is none."""
    key = name_key(wanted)
    exact = [partner for partner in library.all(Partner) if compare_key(partner.name.value) == compare_key(wanted)]
    same = [partner for partner in library.all(Partner) if is_same(key, name_key(partner.name.value))]
    return next(iter(exact or (same if len(same) == 1 else [])), None)


def find_page(wanted: str, library: Library, site: Site | None) -> str:
    """Return the address of a page that is named by address or file. Raises `NoProof`."""
    content = library.shelves.folder
    pages = site.pages if site else ()
    names = {page.address: _names_of(page, content, site.root if site else "") for page in pages}
    key = _page_key(wanted)
    for address, known in names.items():
        if key in map(_page_key, known):
            return address
    partners = [partner.name.value for partner in library.all(Partner)]
    guess = closest(wanted, [*partners, *(name for known in names.values() for name in known)])
    meant = f" Menade du {quote(guess)}?" if guess else ""
    listing = f" Partner är {join_words(partners[:20])}{' …' if len(partners) > 20 else ''}." if partners and not guess else ""
    raise NoProof(
        f"Ingen partner och ingen sida heter {quote(wanted)}.{meant}{listing}\n"
        "En sida anges med adress eller fil, till exempel /mal-1/ eller sidor/start.md."
    )


def _names_of(page: SitePage, content: Path, root: str) -> list[str]:
    """Return what a page may be called: its address, and its file in some ways."""
    names = [page.address, f"{root}{page.address}"]
    if page.source:
        relative = page.source.relative_to(content).as_posix()
        names += [relative, f"{content.name}/{relative}", page.source.name, page.source.stem]
    return names


def _page_key(name: str) -> str:
    return compare_key(name.replace("\\", "/").removeprefix("./").strip("/")) or "/"


# ---- shown before its time


def show_partner(name: str, today: date, record: Model) -> Model:
    """Return the partner of a name as it will be: no draft, and what is to come begun where nothing else holds."""
    if not isinstance(record, Partner) or compare_key(record.name.value) != compare_key(name):
        return record
    agreements = record.agreements
    if not agreements:  # what it lacks is told with the rest
        return record.model_copy(update={"status": "publicerad"})
    held = {agreement.goal.key for agreement in agreements if agreement.is_current(today)}
    begun = []
    for agreement in sorted(agreements, key=lambda a: a.first_day or today):
        is_next = agreement.goal.key not in held and not agreement.has_ended(today)
        held |= {agreement.goal.key} if is_next else set()
        begun.append(agreement.model_copy(update={"first_day": None}) if is_next else agreement)
    own = {"goal": None, "tier": None, "first_day": None, "last_day": None}  # all stand in the list now
    listed = {"agreement_list": tuple(begun), "agreements": tuple(begun)}  # the second is what the property remembers
    return record.model_copy(update={"status": "publicerad", **own, **listed})


def show_page(address: str, record: Model) -> Model:
    """Return the page of an address as published."""
    if not isinstance(record, AddressedPage) or record.address != address:
        return record
    day = {"first_day": None} if isinstance(record, TextPage) else {}
    return record.model_copy(update={"status": "publicerad", **day})


# ---- what the proof says


def _proof_partner(partner: Partner, library: Library, site: Site, built: Path) -> Proof:
    name = partner.name.value
    standings = [s for s in find_standings(library) if s.partner is partner and s.state != "ended"]
    spots = []
    for page in site.pages:
        html = (built / page.file).read_text("utf-8")
        found = find_appearance(html, name)
        if found:
            own = next((s for s in standings if s.goal and s.goal.address == page.address), None)
            notes = tuple(_notes(found, own))
            spots.append(Spot(_title(page), page.frame.canonical, notes, found.link, _frames(html, built, name)))
    if not spots:
        goals = join_words([f"mål {s.agreement.goal}" for s in standings if s.agreement])
        why = f"{goals} är ett utkast" if goals else "inget avtal gäller eller kommer"
        place = f"{partner.place().source.path.name}, rad {partner.place().line}"
        raise NoProof(f"{name} skulle inte synas någonstans: {why}. Se {place}, och gör korrekturet sedan.")
    return _make(
        name,
        library,
        site,
        built,
        facts=tuple(_facts(partner, standings, library.today)),
        checks=tuple(_checks(partner, library.today)),
        spots=tuple(spots),
    )


def _proof_page(address: str, library: Library, site: Site, built: Path) -> Proof:
    page = next(page for page in site.pages if page.address == address)
    html = (built / page.file).read_text("utf-8")
    frames = _frames(html, built)
    groups = [frames[:2], *((frame,) for frame in frames[2:])]  # the two telephones side by side
    spots = [Spot(f"{_title(page)}: {g[0].dress.caption.lower()}", page.frame.canonical, (), None, g) for g in groups]
    checks = ("Stämmer texten, namnen och siffrorna?", "Är något viktigt utelämnat?", "Går sidan att läsa i mobil och på papper?")
    return _make(_title(page), library, site, built, facts=(), checks=checks, spots=tuple(spots))


def _make(
    subject: str,
    library: Library,
    site: Site,
    built: Path,
    *,
    facts: tuple[tuple[str, str], ...],
    checks: tuple[str, ...],
    spots: tuple[Spot, ...],
) -> Proof:
    website, contacts = library.only(Website), library.known(Contact)
    contact = contacts.get(website.organisation.contact) if website else None
    found = find_current(contact, contacts, library.today) if contact else None
    return Proof(
        subject=subject,
        day=format_day(library.today),
        site_name=next((page.frame.site_name for page in site.pages), ""),
        facts=facts,
        checks=checks,
        contact=found,
        contact_email=decode_address(found.email) if found and found.email else None,
        spots=spots,
        font_css=find_font((built / site.pages[0].file).read_text("utf-8"), built),
    )


def _title(page: SitePage) -> str:
    """Return what a page is called, without the site's name, which all have."""
    return page.frame.title.removesuffix(f" – {page.frame.site_name}").removeprefix(f"{page.frame.site_name} – ")


def _checks(partner: Partner, today: date) -> Iterator[str]:
    yield "Är namnet rätt skrivet?"
    if partner.logo_file(today):
        yield "Är det rätt logotyp, är den hel, och syns den bra i både ljust och mörkt läge?"
    else:
        yield "Vi har ingen logotyp från er. Skicka gärna en, helst som SVG."
    yield "Leder länken till rätt adress?" if partner.website else "Vilken webbadress ska namnet leda till?"
    yield "Stämmer mål, nivå och tid med det vi har kommit överens om?"


def _facts(partner: Partner, standings: list[Standing], today: date) -> Iterator[tuple[str, str]]:
    yield "Namn", partner.name.value
    yield "Webbplats", decode_address(partner.website) if partner.website else "Ingen adress än, så namnet är ingen länk."
    yield "Logotyp", partner.logo_file(today) or "Ingen än: namnet visas i stället."
    if partner.new_logo and partner.new_logo.first_day > today:
        yield "Ny logotyp", f"{partner.new_logo.file}, från {format_day(partner.new_logo.first_day)}"
    for standing in standings:
        where = f"{standing.where[:1].upper()}{standing.where[1:]}"
        yield "Visas på", f"{where}, {standing.period}" + ("" if standing.state == "shown" else ". Syns inte på webbplatsen än.")


def _notes(found: Appearance, standing: Standing | None) -> Iterator[str]:
    if standing:
        yield f"Nivå och tid: {standing.tier.name if standing.tier else ''}, {standing.period}."
    if found.has_logo:
        size = f", {found.size[0]} × {found.size[1]} bildpunkter" if found.size else ""
        yield f"Logotypen visas{size}. Den som inte ser bilden får höra namnet uppläst."
    else:
        yield "Namnet visas som text."
    if not found.link:
        yield "Ingen länk."
    elif "sponsored" in (found.rel or "").split():
        yield "Länken är märkt som sponsrad, som sökmotorerna vill ha det."


def _frames(html: str, built: Path, partner: str | None = None) -> tuple[Frame, ...]:
    return tuple(Frame(dress, dress.height, make_frame(html, built, dress, partner)) for dress in DRESSES)


# ---- what is written


def _write(proof: Proof, folder: Path, today: date, workshop: Path) -> None:
    """Write the HTML, and the PDF where there is a browser; say where they lie."""
    program = find_browser()
    if program is not None:
        proof = _measure(proof, program, workshop / "measured.html")
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{slugify(proof.subject)}-{today}.html"
    _replace(page, render_proof(proof).encode())
    say(f"Korrektur: {_shown(page)}")
    pdf = page.with_suffix(".pdf")
    printed = workshop / "printed.pdf"
    if program is not None and print_pdf(program, page.resolve(), printed):
        _replace(pdf, printed.read_bytes())
        say(f"Korrektur: {_shown(pdf)}")
        return
    pdf.unlink(missing_ok=True)  # one from an earlier run would show something else
    reason = (
        "Webbläsaren kunde inte skriva någon PDF."
        if program
        else "Det finns ingen Chromium, Chrome eller Edge på den här datorn."
    )
    say(f"{reason} Mejla HTML-filen, eller öppna den och skriv ut den som PDF.")


def _measure(proof: Proof, program: str, file: Path) -> Proof:
    """Return the proof with each frame as high as its page is; unchanged where the browser does not tell."""
    frames = [frame for spot in proof.spots for frame in spot.frames]
    # A frame that is higher than its page would be measured instead of it.
    file.write_text(render_proof(_with_heights(proof, [1] * len(frames)), script=MEASURE), "utf-8")
    heights = read_measures(read_dom(program, file), len(frames))
    return _with_heights(proof, heights) if heights else proof


def _with_heights(proof: Proof, heights: Iterable[int]) -> Proof:
    left = iter(heights)
    spots = [replace(spot, frames=tuple(replace(frame, height=next(left)) for frame in spot.frames)) for spot in proof.spots]
    return replace(proof, spots=tuple(spots))


def render_proof(proof: Proof, script: str = "") -> str:
    """Return the proof as HTML; `script` stands in it only while it is measured."""
    environment = Environment(loader=FileSystemLoader(FILES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    css = (FILES / "proof.css").read_text("utf-8")
    return environment.get_template("proof.html").render(proof=proof, css=css, sheet=SHEET, script=script)


def _replace(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    unfinished = file.with_name(f".{file.name}.nytt")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _tell_what_next(partner: Partner, today: date) -> None:
    place = partner.place()
    where = f"{_shown(place.source.path)}, rad {place.line}"
    say(f"När svaret är ja: lägg till raden godkänd: {today} ({where}), med den dag då svaret kom.")
    if partner.new_logo and (day := partner.new_logo.first_day) > today:
        say(f"En ny logotyp tar över {day}. Ett korrektur med den: lägg till --date {day}")


def _shown(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # Windows: another drive has no relative path
        return path.as_posix()

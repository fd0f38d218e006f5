"""The content of a proof: where its subject is shown, what the register says about it, and the questions to its reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from plugins.commands.proof.frames import DRESSES, Appearance, find_appearance, find_font, make_frame
from plugins.commands.proof.subject import NoProof
from plugins.commands.proof.view import Proof, ProofFrame, ProofSection
from plugins.contacts.model import Contact
from plugins.contacts.rules import find_holder
from plugins.core.library import Library
from plugins.core.swedish import format_day, join_words
from plugins.core.web import decode_address
from plugins.house.page import SitePage
from plugins.partners.model import Partner
from plugins.site.model import Site
from plugins.site.to_do.standings import Standing, find_standings
from plugins.website.model import Website


def proof_partner(partner: Partner, library: Library, site: Site, built: Path) -> Proof:
    """Return the proof of a partner, with each page that shows it. Raises `NoProof`."""
    name = partner.name.value
    standings = [s for s in find_standings(library) if s.partner is partner and s.state != "ended"]
    sections = []
    for page in site.pages:
        html = (built / page.file).read_text("utf-8")
        found = find_appearance(html, name)
        if found:
            own = next((s for s in standings if s.goal and s.goal.address == page.address), None)
            notes = tuple(_notes(found, own))
            sections.append(ProofSection(_title(page), page.frame.canonical, notes, found.link, _frames(html, built, name)))
    if not sections:
        goals = join_words([f"mål {s.agreement.goal}" for s in standings if s.agreement])
        why = f"{goals} är ett utkast" if goals else "inget avtal gäller eller kommer"
        place = f"{partner.place().source.path.name}, rad {partner.place().line}"
        raise NoProof(f"{name} skulle inte synas någonstans: {why}. Se {place}, och gör korrekturet sedan.")
    return _make(
        "Korrektur",
        "",
        name,
        library,
        site,
        built,
        facts=tuple(_facts(partner, standings, library.today)),
        checks=tuple(_checks(partner, library.today)),
        sections=tuple(sections),
    )


def proof_page(address: str, library: Library, site: Site, built: Path) -> Proof:
    """Return the proof of a page, in each dress."""
    page = next(page for page in site.pages if page.address == address)
    html = (built / page.file).read_text("utf-8")
    frames = _frames(html, built)
    groups = [frames[:2], *((frame,) for frame in frames[2:])]  # the two for telephones side by side
    sections = [ProofSection(f"{_title(page)}: {g[0].dress.caption.lower()}", page.frame.canonical, (), None, g) for g in groups]
    checks = ("Stämmer texten, namnen och siffrorna?", "Är något viktigt utelämnat?", "Går sidan att läsa i mobil och på papper?")
    remark = "Så här kan sidan komma att se ut. Den kan ändras innan den publiceras, så skicka inte filen vidare."
    return _make("Utkast", remark, _title(page), library, site, built, facts=(), checks=checks, sections=tuple(sections))


def _make(
    kind: str,
    remark: str,
    subject: str,
    library: Library,
    site: Site,
    built: Path,
    *,
    facts: tuple[tuple[str, str], ...],
    checks: tuple[str, ...],
    sections: tuple[ProofSection, ...],
) -> Proof:
    website, contacts = library.only(Website), library.known(Contact)
    contact = contacts.get(website.organisation.contact) if website else None
    found = find_holder(contact, contacts, library.today) if contact else None
    return Proof(
        kind=kind,
        remark=remark,
        subject=subject,
        day=format_day(library.today),
        site_name=site.home.site_name,
        facts=facts,
        checks=checks,
        contact=found,
        contact_email=decode_address(found.email) if found and found.email else None,
        sections=sections,
        font_css=find_font((built / site.pages[0].file).read_text("utf-8"), built),
    )


def _title(page: SitePage) -> str:
    """Return the title of a page without the name of the site."""
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


def _frames(html: str, built: Path, partner: str | None = None) -> tuple[ProofFrame, ...]:
    return tuple(ProofFrame(dress, dress.height, make_frame(html, built, dress, partner)) for dress in DRESSES)

"""Rules of tiers, partners and agreements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from plugins.core.intake.findings import answer
from plugins.core.intake.taken import Taken
from plugins.core.kinds.keys import Key
from plugins.core.marks.known import HasStatus, Known, check_unique
from plugins.core.pictures.gallery import Gallery
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, warning
from plugins.core.shelves import is_awaited
from plugins.core.source.sources import Text
from plugins.core.swedish import closest, join_words, quote
from plugins.core.tracked import TrackedShelves
from plugins.partners.model import LOGO_FOLDER, LOGO_SIZES, Agreement, Partner, Tier
from plugins.partners.supports import Support

_ONE_RECORD: Final = "Samla organisationens avtal i en post, under ”avtal:”."


def check_tiers(tiers: Iterable[Tier]) -> Iterator[Problem]:
    """Each tier has a unique name and a unique `order`."""
    tiers = tuple(tiers)
    yield from check_unique((tier.name for tier in tiers), "nivå")
    seen: dict[int, Tier] = {}
    for tier in tiers:
        first = seen.setdefault(tier.order, tier)
        if first is not tier:
            message = f"Nivåerna {quote(str(first.name))} och {quote(str(tier.name))} har samma ordning, {tier.order}."
            yield Problem(tier.place("order"), "dubbel-ordning", message, help=("Ge dem var sitt nummer.",))


def check_partners(
    partners: Iterable[Partner], goals: Known[HasStatus], tiers: Known[Tier], shelves: TrackedShelves
) -> Iterator[Problem]:
    """A partner has agreements with existing goals and tiers and with days in order, and its logo files exist.

    If a file of partners could not be read to its end, half an agreement is not reported: its other half may be there.
    """
    partners, is_whole = tuple(partners), shelves.is_complete(Partner)
    yield from check_unique((partner.name for partner in partners), "partner", _ONE_RECORD)
    for partner in partners:
        form = [*_check_form(partner)]
        yield from form if is_whole else ()
        for agreement in partner.agreements:
            yield from _check_goal(agreement, goals)
            yield from tiers.check(agreement.tier)
            yield from _check_days(agreement)
        yield from () if form else _check_overlap(partner)
        logos = [partner.logo, partner.dark_logo, partner.new_logo.file if partner.new_logo else None]
        for logo in filter(None, logos):
            yield from _check_logo(logo, shelves)


def _check_form(partner: Partner) -> Iterator[Problem]:
    """A partner has either both goal and tier in fields of its own, or a list of agreements."""
    own = {"lokalt mål": partner.goal, "nivå": partner.tier}
    missing = [name for name, value in own.items() if value is None]
    if partner.agreement_list and len(missing) < 2:
        message = f"{quote(partner.name.value)} har både en lista ”avtal” och ett eget mål eller en egen nivå."
        yield Problem(partner.place("name"), "dubbelt-avtal", message, help=("Flytta in raderna i listan ”avtal”.",))
    elif not partner.agreement_list and missing and not partner.is_draft:
        message = f"{quote(partner.name.value)} saknar {' och '.join(missing)}, så ingen vet var den ska visas."
        if len(missing) == 1 and (place := partner.at.get({"lokalt mål": "goal", "nivå": "tier"}[missing[0]])):
            yield Problem(place, "tomt-falt", message, help=("Skriv värdet på samma rad, efter kolonet och ett mellanslag.",))
            return
        help_lines = tuple(f"Lägg till raden {name}: …" for name in missing)
        yield Problem(partner.place("name"), "saknar-falt", message, help=help_lines)


def _check_goal(agreement: Agreement, goals: Known[HasStatus]) -> Iterator[Problem]:
    """An agreement is about one goal."""
    several = goals.find_row(agreement.goal)
    if len(several) < 2:
        yield from goals.check_exists(agreement.goal)
        return
    message = f"Ett avtal gäller ett mål, men här står {join_words([*several])}."
    rows = [line for goal in several for line in (f"  - lokalt mål: {goal}", f"    nivå: {agreement.tier}")]
    yield Problem(agreement.place("goal"), "okant-mal", message, help=("Skriv ett avtal för varje mål:", "avtal:", *rows))


def _check_days(agreement: Agreement) -> Iterator[Problem]:
    """An agreement does not end before it begins."""
    if agreement.first_day and agreement.last_day and agreement.last_day < agreement.first_day:
        message = f"Avtalet slutar {agreement.last_day}, innan det börjar {agreement.first_day}."
        yield Problem(agreement.place("last_day"), "slutar-fore-start", message, help=("Rätta en av dagarna.",))


def _check_overlap(partner: Partner) -> Iterator[Problem]:
    """A partner has one agreement at a time for a goal."""
    seen: list[Agreement] = []
    for agreement in partner.agreements:
        clash = next((a for a in seen if a.goal.key == agreement.goal.key and _overlap(a, agreement)), None)
        if clash:
            first = clash.place("goal").line
            message = (
                f"{quote(partner.name.value)} har två avtal på samma gång för mål {agreement.goal}, det första på rad {first}."
            )
            yield Problem(agreement.place("goal"), "dubbelt-avtal", message, help=("Ta bort det ena, eller ge dem olika dagar.",))
        seen.append(agreement)


def _overlap(one: Agreement, other: Agreement) -> bool:
    def begins_by(a: Agreement, b: Agreement) -> bool:
        return a.first_day is None or b.last_day is None or a.first_day <= b.last_day

    return begins_by(one, other) and begins_by(other, one)


def _check_logo(logo: Text, shelves: TrackedShelves) -> Iterator[Problem]:
    """A logo file exists under exactly the name that a record gives."""
    name, files = f"{LOGO_FOLDER}/{logo.value}", shelves.files
    if name in files or is_awaited(name, shelves.awaited):
        return
    there = [name.removeprefix(f"{LOGO_FOLDER}/") for name in files if name.startswith(f"{LOGO_FOLDER}/")]
    place = logo.place()
    guess = _guess_file(logo.value, there)
    help_line = "Lägg filen där, eller ta bort raden så visas namnet i text."
    if elsewhere := next((name for name in files if name.rpartition("/")[2] == logo.value), None):
        help_line = f"Filen ligger i mappen content/{elsewhere.rpartition('/')[0]}/. Flytta den till content/{LOGO_FOLDER}/."
    yield Problem(
        place,
        "saknar-logotyp",
        f"Filen {quote(logo.value)} finns inte i mappen content/{LOGO_FOLDER}/.",
        suggestion=place.rewritten(logo.value, guess) if guess else None,
        help=(help_line,),
    )


def check_logos(partners: Iterable[Partner], tiers: Known[Tier], gallery: Gallery, today: date) -> Iterator[Problem]:
    """The logos of current and coming partners can be shown, and have pixels enough for the size of their tiers."""
    for partner in partners:
        if all(agreement.has_ended(today) for agreement in partner.agreements):
            continue
        for logo, is_for_dark in list_coming_logos(partner, today):
            name = f"{LOGO_FOLDER}/{logo.value}"
            if name not in gallery.files:
                continue
            taken = gallery.logo(name, is_for_dark=is_for_dark)
            # without a logo for dark backgrounds, the other one is shown there on a light plate: a warning is enough
            yield from gallery.problems(name, taken, is_warning=partner.is_draft or is_for_dark)
            if taken.is_shown and not is_for_dark:
                yield from _check_size(partner, logo, taken, tiers)


def list_coming_logos(partner: Partner, today: date) -> Iterator[tuple[Text, bool]]:
    """Yield the logos that are shown today or later, and for each whether it is for dark backgrounds."""
    new = partner.new_logo
    if partner.logo and not (new and new.first_day <= today):
        yield partner.logo, False
    if new:
        yield new.file, False
    if partner.dark_logo:
        yield partner.dark_logo, True


def _check_size(partner: Partner, logo: Text, taken: Taken, tiers: Known[Tier]) -> Iterator[Problem]:
    """A logo can be made out at the size of its tiers, and has at least nine tenths of the pixels of its largest size."""
    shown = [tier for agreement in partner.agreements if (tier := tiers.get(agreement.tier)) and tier.display in LOGO_SIZES]
    unseen = [tier for tier in shown if not taken.mark.is_seen(LOGO_SIZES[tier.display])]
    if unseen and taken.doubt:
        message = "Utan textens typsnitt är nästan inget kvar av logotypen. Namnet visas i text i stället."
        yield warning(logo.place(), "text-i-logotyp", message, "Svaret att skicka till partnern står vid filen.")
        return
    if unseen:
        yield warning(
            logo.place(),
            "svag-logotyp",
            f"Logotypen är så smal eller tunn att den inte syns på nivån {unseen[0].name}. Namnet visas i text i stället.",
            *answer("Den är så smal eller tunn att den knappt syns hos oss.", "en variant som är mer samlad,"),
        )
        return
    if taken.is_scalable or not shown:
        return
    needed = max(taken.mark.fit(LOGO_SIZES[tier.display])[0] for tier in shown)
    if taken.width < needed * 0.9:
        message = (
            f"Logotypen är {taken.width:.0f} bildpunkter bred utan marginaler och visas {needed:.0f} bred, så den blir suddig."
        )
        yield warning(logo.place(), "suddig-logotyp", message, *answer("Den har för få bildpunkter och blir suddig hos oss."))


def check_unused_logos(partners: Iterable[Partner], files: Mapping[str, Path]) -> Iterator[Problem]:
    """A logo file is named by a partner; else a partner may have been forgotten."""
    named: set[str] = set()
    for partner in partners:
        logos = (partner.logo, partner.dark_logo, partner.new_logo.file if partner.new_logo else None)
        named.update(logo.value for logo in logos if logo)
    there = [name.removeprefix(f"{LOGO_FOLDER}/") for name in files if name.startswith(f"{LOGO_FOLDER}/")]
    named.update(guess for name in named - set(there) if (guess := _guess_file(name, there)))  # reported as misspelt
    for relative, path in files.items():
        folder, _, name = relative.rpartition("/")
        if folder == LOGO_FOLDER and name not in named:
            message = f"Ingen partner har logotypen {quote(name)}, så den syns ingenstans."
            help_lines = (f"Skriv logotyp: {name} hos partnern i partner.yaml, eller ta bort filen.",)
            yield warning(Place(SourceFile(path)), "oanvand-logotyp", message, *help_lines)


def check_logo_names(files: Mapping[str, Path]) -> Iterator[Problem]:
    """No two logo files have names that differ only in case, which Windows and macOS ignore."""
    seen: dict[str, str] = {}
    for relative, path in sorted(files.items()):
        folder, _, name = relative.rpartition("/")
        first = seen.setdefault(name.casefold(), name) if folder == LOGO_FOLDER else name
        if first != name:
            message = f"Filerna {quote(first)} och {quote(name)} skiljer sig bara i stora och små bokstäver."
            reason = "På Windows och Mac blir de en och samma fil, och den ena logotypen försvinner."
            yield warning(Place(SourceFile(path)), "samma-filnamn", message, reason, "Döp om den ena, här och hos partnern.")


def _guess_file(written: str, there: Collection[str]) -> str | None:
    return next((name for name in there if name.casefold() == written.casefold()), None) or closest(written, there)


def find_hidden_agreements(partner: Partner, goals: Known[HasStatus], today: date) -> Iterator[tuple[Agreement, Key]]:
    """Yield a partner's current agreements whose goal is a draft, so that they are not shown, each with its goal."""
    for agreement in partner.agreements:
        if agreement.goal.key in goals.drafts and agreement.is_current(today):
            yield agreement, agreement.goal


def check_approvals(supports: Iterable[Support], today: date) -> Iterator[Problem]:
    """A current partner has approved its proof, if its tier requires that (`docs/decisions/0035-approvals.md`)."""
    tiers: dict[Partner, Tier] = {}
    for support in supports:
        if support.tier.requires_approval and not support.partner.is_draft:
            tiers.setdefault(support.partner, support.tier)
    for partner, tier in tiers.items():
        if partner.is_approved(today):
            continue
        name = partner.name.value
        if partner.approved:
            message = f"{quote(name)} är godkänd {partner.approved}, en dag som inte har kommit."
            yield warning(partner.place("approved"), "inte-godkand", message, "Rätta dagen.", stops_publishing=True)
            continue
        yield warning(
            partner.place("name"),
            "inte-godkand",
            f"{quote(name)} har inte godkänt sitt korrektur, och det krävs på nivån {tier.name}.",
            f'Gör ett korrektur att mejla: python3 tasks.py korrektur "{name}"',
            f"När svaret är ja: lägg till raden godkänd: {today}, med den dag då svaret kom.",
            stops_publishing=True,
        )

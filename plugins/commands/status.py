"""The task `status`: what is online, how old it is, and what publishing now would change.

Prints a few lines; writes nothing, here or at the target. Exit status 0, or 1 where the content has errors, the site online is
out of date, a delivery was interrupted, or the target could not be reached. Called by `tasks.py`.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from plugins.commands.building.light_pelican import begin_pelican
from plugins.commands.keep.talk import lower
from plugins.commands.online.deliver import Delivery, describe_difference, find_target, open_place
from plugins.commands.online.notes import ReplacedSite, make_note, remember_folder, remember_online
from plugins.commands.reporting.speak import show
from plugins.commands.runs.history import is_ancestor, is_shared, lies_in_history, read_commit, when_fetched
from plugins.commands.runs.job import Job, Options, find_time_zone
from plugins.commands.runs.prepared import prepare_job
from plugins.commands.runs.work import run_work
from plugins.commands.to_do import ALL, PRESSING, find_to_do, format_letter, format_to_do
from plugins.core.places import show_path
from plugins.core.problems import count_problems
from plugins.core.record_names import names_of
from plugins.core.swedish import format_day, number_word
from plugins.delivery.engine import read_site
from plugins.delivery.fault import DeliveryFault
from plugins.delivery.plan import TargetState, read_state
from plugins.keeping.changes import describe_changes
from plugins.keeping.errors import HistoryError
from plugins.keeping.past import read_past
from plugins.keeping.saving import Archive
from plugins.publishing.lost_addresses import OldSite, open_old_site
from plugins.publishing.manifest import BuildInfo, Manifest, compare, read_manifest
from plugins.site.model import Preparation
from plugins.site.rooms import SHELVES
from plugins.website.model import Website

UNFINISHED = "En utläggning har blivit avbruten. Kör python3 tasks.py publicera, så görs den färdig."


def run_status(options: Options, *, is_letter: bool = False) -> int:
    """Print the status; or, with `is_letter`, only the to-do list, as a letter."""
    return run_work(options, print_letter if is_letter else print_status)


def print_status(job: Job) -> int:
    """Print the status of the target, of unsaved changes and of the content, in that order."""
    found = find_target(job.way, job.project, is_usual=True)
    is_well = True
    delivery: Delivery | None = None
    if found is None:
        manifest = read_manifest(job.output)
        online = manifest if manifest and manifest.kind == "publish" else None
        where, before, old = f"{show_path(job.output)}/", remember_folder(job.output), open_old_site(job.output)
        show("Inget mål är valt, så webbplatsen läggs bara i en mapp. Målet skrivs i publishconf.py.")
    else:
        where, online, before, old = found[0], None, ReplacedSite({}, lambda _paths: {}), None
        try:
            place = open_place(found[1], job.content)
            state = read_state(place.read_listing(("",)))
            commit = read_commit(job.content)
            delivery = Delivery(where, place, state, job.way, job.content, commit, job.project, job.today)
            online, old, before = state.manifest, delivery.online, remember_online(state.manifest, delivery.online)
        except DeliveryFault as error:
            show(f"Det gick inte att se vad som ligger ute på {where}. {error}")
            is_well = False
    if is_well:
        is_well = _print_online(job, where, online, delivery.before if delivery else TargetState())
    _print_kept(job)
    return 0 if _print_content(job, where, online, before, old, is_known=found is None or delivery is not None) and is_well else 1


def _print_online(job: Job, where: str, online: Manifest | None, state: TargetState) -> bool:
    """Print what the public sees; return whether it is up to date and whole."""
    if state.journal is not None:
        show(UNFINISHED)
    if online is None:
        show(f"På {where} ligger ingen webbplats från det här programmet än.")
        return state.journal is None
    show(f"På {where} ligger webbplatsen som den var {_day(online.built_for, job.today)}.")
    if online.held:
        show("Någon har gått tillbaka till den versionen. Den ligger kvar tills någon publicerar.")
    if online.commit and (description := _describe_last_change(job, online.commit)):
        show(description)
    if online.next_change is None:
        show("Den ändras inte av sig själv någon bestämd dag.")
    elif online.is_old(job.today):
        show(
            f"Den är gammal: den skulle ha ändrats {format_day(online.next_change)}, men natten har inte gått.\n"
            "Kör: python3 tasks.py publicera"
        )
    else:
        show(f"Nästa gång den ändras av sig själv är {format_day(online.next_change)}.")
    return state.journal is None and not online.is_old(job.today)


def _day(day: date, today: date) -> str:
    age = (today - day).days
    return {0: "i dag", 1: "i går"}.get(age, format_day(day) + (f", för {age} dagar sedan" if age > 1 else ""))


def _describe_last_change(job: Job, commit: str) -> str:
    """Return a sentence about the last saved change in what is online."""
    try:
        archive = Archive(job.content, SHELVES)
        if archive.repository.resolve(commit) is None:
            return "Den har något som inte finns på den här datorn. Hämta det: python3 tasks.py hamta"
        last = next(read_past(archive, until=commit), None)
    except HistoryError:
        return ""
    if last is None:
        return ""
    at = last.at(find_time_zone(job.content))
    return f"Den senaste ändringen i den är av {last.by}, {format_day(at.date())} {at:%H.%M}: {lower(last.words)}."


def _print_kept(job: Job) -> None:
    """Print what only this computer has."""
    if not lies_in_history(job.content):
        return
    try:
        unsaved = Archive(job.content, SHELVES).unsaved()
    except HistoryError as error:
        show(str(error))
        return
    if unsaved:
        show(f"Inte sparat än: {lower(describe_changes(unsaved))}.\nKör: python3 tasks.py spara")
    elif not is_shared(job.content):
        show("Det du har sparat är inte delat med kollegorna än. Kör: python3 tasks.py spara")
    if (fetched := when_fetched(job.content)) is not None:
        at = fetched.astimezone(find_time_zone(job.content))
        when = f"{format_day(at.date())} {at:%H.%M}"
        show(f"Det här gäller det som finns på den här datorn. Kollegornas ändringar hämtades senast {when}.")
        show("Hämta det nyaste: python3 tasks.py hamta")


def _print_content(
    job: Job, where: str, online: Manifest | None, before: ReplacedSite, old: OldSite | None, *, is_known: bool
) -> bool:
    """Print what the content needs, and what publishing it would change; return whether it can be published."""
    preparation, problems = prepare_job(job, publishing=True)
    if preparation.site is not None and not count_problems(problems)[0]:
        with tempfile.TemporaryDirectory(prefix="lokalamalen-lage-") as folder:
            begin_pelican(job.project)
            from plugins.commands.building.build_output import build_output  # noqa: PLC0415 (Pelican costs half the start)
            from plugins.commands.building.pelican_run import Places  # noqa: PLC0415 (as above)

            site = Path(folder) / "site"
            info = BuildInfo("publish", None, preparation.next_change[0] if preparation.next_change else None)
            problems += build_output(preparation.site, Places(job.content, site, job.theme, job.project), info, online=old)
            if is_known and not count_problems(problems)[0]:
                _print_coming(job, where, online, before, site)
    errors, _ = count_problems(problems)
    if errors:
        show(_describe_errors(errors))
    _print_to_do(job, preparation)
    return not errors


def _print_coming(job: Job, where: str, online: Manifest | None, before: ReplacedSite, site: Path) -> None:
    """Print what would change if the site in a folder were published."""
    difference = compare(online.files if online else {}, read_site(site).files)
    if not difference:
        show("Publicerar du nu ändras ingenting för besökaren.")
        return
    show(f"Publicerar du nu ändras det här på {where}: {describe_difference(difference)}.")
    if online is not None:
        show(make_note(before, site, job.today).rstrip("\n"))
    mine = read_commit(job.content)
    if online and online.commit and mine and not is_ancestor(job.content, online.commit, mine):
        show("Men det som ligger ute har något som du inte har. Hämta det först: python3 tasks.py hamta")


def _describe_errors(errors: int) -> str:
    count = "Ett" if errors == 1 else number_word(errors).capitalize()
    return f"{count} fel att rätta innan det går att publicera. Visa: python3 tasks.py kontrollera"


def _print_to_do(job: Job, preparation: Preparation) -> None:
    """Print the to-do list: in full what is pressing, and the number of the rest unless `shows_all`."""
    rows = find_to_do(preparation, job.project)
    for line in format_to_do(rows, ALL if job.shows_all else PRESSING):
        show(line)
    if not job.shows_all and any(row.when not in PRESSING for row in rows):
        show("Visa allt: python3 tasks.py lage --alla")


def print_letter(job: Job) -> int:
    """Print only the to-do list, as a letter; the target is not connected to."""
    preparation, _ = prepare_job(job)
    website = preparation.library.only(Website)
    name = next(iter(names_of(website) if website else ()), job.content.name)
    show(format_letter(find_to_do(preparation, job.project), name, job.today))
    return 0

"""The task `proof`: how a partner or a page will look, in one file to mail before it is published.

Writes a self-contained HTML file and, where the system has a Chromium, a PDF. The site is built as it will be, with the subject
shown though it is a draft or its day has not come, into a temporary folder; the frames are cut from those pages, so that the
proof and the site cannot differ. A proof is never published: it cannot be written to the output folder. Called by `tasks.py`.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from plugins.commands.building.pelican_run import Places, run_pelican
from plugins.commands.proof.content import proof_page, proof_partner
from plugins.commands.proof.file import write_proof
from plugins.commands.proof.subject import NoProof, find_day, find_files, find_page, find_partner, show_page, show_partner
from plugins.commands.reporting.result import print_result
from plugins.commands.reporting.speak import say
from plugins.commands.runs.job import Job, Options, WrongUsage
from plugins.commands.runs.work import run_work
from plugins.core.places import show_path
from plugins.core.problems import sort_problems
from plugins.partners.model import Partner
from plugins.publishing.manifest import is_ours
from plugins.site.model import Theme
from plugins.site.prepare import prepare_site, read_content
from plugins.site.rooms import open_library


def run_proof(subject: str, options: Options) -> int:
    """Run the task; return the exit status."""

    def make(job: Job) -> int:
        folder = Path(options.output) if options.output else job.project / "korrektur"
        try:
            return make_proof(subject, job.content, folder, job.today, job.theme, job.project)
        except NoProof as error:
            raise WrongUsage(str(error)) from None

    return run_work(replace(options, output=None), make)  # `output` is the folder of the proof, not of the site


def make_proof(wanted: str, content: Path, folder: Path, today: date, theme: Theme, project: Path) -> int:
    """Write the proof of what is `wanted` to `folder`; return the exit status. Raises `NoProof`."""
    check_folder(folder, content, project)
    reading = read_content(content)
    library = open_library(reading.shelves, today, theme.words, shows_drafts=False)  # decides what visitors see now
    partner = find_partner(wanted, library)
    if partner:
        address, change, day = "", partial(show_partner, partner.name.value, today), today
    else:
        with_drafts = prepare_site(reading, today, theme, shows_drafts=True).site
        address = find_page(wanted, library, with_drafts)
        files = find_files(address, content, with_drafts)
        change, day = partial(show_page, files), find_day(files, library)
    preparation = prepare_site(reading.with_records(change), day, theme)
    site, errors = preparation.site, [problem for problem in preparation.problems if problem.is_error]
    if errors or site is None:
        return print_result(sort_problems(errors), "text", is_check=True)
    with tempfile.TemporaryDirectory(prefix="lokalamalen-") as work_folder:
        built = Path(work_folder) / "site"
        built.mkdir()
        problems = run_pelican(site, Places(content, built, theme, project))
        if problems:
            return print_result(problems, "text", is_check=True)
        proof = proof_partner(partner, library, site, built) if partner else proof_page(address, library, site, built)
        write_proof(proof, folder, today, Path(work_folder))
    if partner:
        _print_what_next(partner, today)
    return 0


def check_folder(folder: Path, content: Path, project: Path) -> None:
    """Raise `NoProof` for a folder from which the proof could be published."""
    folder = folder.resolve()
    sites = [project / "output", *(parent for parent in (folder, *folder.parents) if is_ours(parent))]
    if any(folder.is_relative_to(site.resolve()) for site in sites):
        raise NoProof(
            f"Mappen {folder.name} hör till den byggda webbplatsen. Ett korrektur publiceras inte: välj en annan plats."
        )
    if folder.is_relative_to(content.resolve()):
        raise NoProof(f"Mappen {folder.name} ligger i innehållet. Välj en annan plats med --ut.")
    if folder.exists() and not folder.is_dir():
        raise NoProof(f"{folder.name} är en fil, ingen mapp. Välj en annan plats med --ut.")


def _print_what_next(partner: Partner, today: date) -> None:
    place = partner.place()
    where = f"{show_path(place.source.path)}, rad {place.line}"
    say(f"När svaret är ja: lägg till raden godkänd: {today} ({where}), med den dag då svaret kom.")
    if partner.new_logo and (day := partner.new_logo.first_day) > today:
        say(f"En ny logotyp tar över {day}. Ett korrektur med den: lägg till --dag {day}")

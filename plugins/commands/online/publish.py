"""The task `publish`: build by the stricter rules, and deliver to where the public sees the site. Called by `run`."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from plugins.commands.building.build_site import BuildOrder, build_site
from plugins.commands.online.deliver import earlier_content, find_target, open_delivery, print_trial
from plugins.commands.online.notes import remember_folder, remember_online, with_note
from plugins.commands.online.target_folder import check_folder
from plugins.commands.runs.basis import Basis
from plugins.commands.runs.job import Job, WrongUsage
from plugins.commands.runs.withdrawals import fetch_withdrawals, prepare_again
from plugins.publishing.lost_addresses import open_old_site


def publish_site(job: Job) -> int:
    """Build with the stricter rules of publishing, and deliver; return the exit status."""
    way, output = job.way, job.output
    with ExitStack() as stack:
        work_folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lokalamalen-")))
        if way.is_trial:
            job = replace(job, output=work_folder / "site")
        found = find_target(way, job.project, is_usual=job.is_usual)
        if found is None:
            if way.goes_back:
                raise WrongUsage("--tillbaka gäller det som är utlagt, men inget mål är valt. Skriv vart med --till.")
            here = BuildOrder(publishing=True, asks_commit=True, online=open_old_site(output), is_trial=way.is_trial)
            end = partial(print_trial, output) if way.is_trial else None
            deliver = with_note(end, remember_folder(output), job.today, job.format, job.project)
            return build_site(job, replace(here, deliver=deliver))
        check_folder(found[1], job.content, job.project, output)
        basis = Basis(job.content, job.program, job.project)
        delivery = open_delivery(*found, way, job.content, job.project, job.today)
        job = replace(job, withdrawn=fetch_withdrawals(job.project, job.content, may_fail=way.is_trial or way.replaces))
        home, prepared = job.content, None
        if way.goes_back:
            content, commit = earlier_content(delivery, work_folder)
            job, delivery = replace(job, content=content), replace(delivery, content=content, commit=commit)
            basis = Basis(content, job.program, job.project)
            preparation, problems = prepare_again(content, job.today, delivery.day_before, job.theme, job.withdrawn or ())
            prepared = preparation, lambda: problems
        delivery = replace(delivery, holds=basis.holds)
        deliver = delivery.try_it if way.is_trial else delivery.go
        before = remember_online(delivery.before.manifest, delivery.online)
        order = BuildOrder(
            publishing=True,
            commit=delivery.commit,
            held=way.goes_back,
            online=delivery.online,
            is_trial=way.is_trial,
            deliver=with_note(deliver, before, job.today, job.format, job.project),
            prepared=prepared,
            basis=basis,
            home=home,
        )
        return build_site(job, order)

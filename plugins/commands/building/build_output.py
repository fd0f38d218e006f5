"""Build the output: write the site beside it, audit what was written, and exchange the two.

Takes a checked `Site`; returns problems. After any error the output is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from pelican import signals

from plugins.commands.building.nginx_file import write_nginx_file
from plugins.commands.building.pelican_run import Places, run_pelican
from plugins.commands.reporting.run_progress import show_run
from plugins.core.cache.memo import remember_nothing
from plugins.core.dataclass import dataclass
from plugins.core.outputs import BUILD, OutputFault
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.publishing.audit import audit_output, read_ahead
from plugins.publishing.exchange import close_staging, exchange, open_staging
from plugins.publishing.lost_addresses import OldSite, find_lost_addresses, open_old_site
from plugins.publishing.manifest import BuildInfo, Listing, digest_file, list_all, write_manifest
from plugins.publishing.reworded_headings import find_reworded_headings
from plugins.publishing.spare import Spare
from plugins.site.model import PageKeeper, Site


@dataclass(frozen=True, slots=True)
class Hooks:
    """Functions of a task that are called while its site is built."""

    clear: Callable[[Path], None] = close_staging
    """Removes the work folder, with the old site."""
    may_be_shown: Callable[[], bool] = lambda: True
    """Called just before the exchange; where it returns False, the output stays as it was."""
    meanwhile: Callable[[], None] | None = None
    """Called while a copy of this process writes the pages."""


NO_HOOKS: Final = Hooks()


def build_output(
    site: Site,
    places: Places,
    info: BuildInfo,
    keeper: PageKeeper | None = None,
    hooks: Hooks = NO_HOOKS,
    *,
    online: OldSite | None = None,
    spare: Spare | None = None,
) -> list[Problem]:
    """Build beside the output, audit and exchange; return the problems. After any error the output is as it was.

    Lost addresses are those of the site `online` or, where that is unknown, of the output. `spare` is used only with a
    `keeper`.
    """
    content, output = places.content, places.output
    staging = open_staging(output)
    spare = spare if keeper else None
    try:
        with show_run("Skriver sidorna", len(site.pages)) as progress, signals.content_written.connected_to(progress.step):
            is_public = info.kind == "publish"
            there = replace(places, output=staging)
            problems = run_pelican(site, there, publishing=is_public, keeper=keeper, spare=spare, meanwhile=hooks.meanwhile)
        if not problems:
            listing = list_all(staging)
            digests, problems = _describe(staging, site, content, info, spare.kept if spare else {}, listing)
            listing = replace(listing, files=listing.files | {BUILD})
            if keeper and keeper.is_new and not problems:  # many files to read and to write to the cache: by processes
                keeper.keep(read_ahead(staging, site, keeper.remember, digests))
            if not problems:
                problems += audit_output(staging, site, keeper.remember if keeper else remember_nothing, digests, listing)
        if not any(problem.is_error for problem in problems):
            old = online or open_old_site(output, spare.shown if spare else None)
            problems += find_lost_addresses(old, staging, site, content)
            problems += find_reworded_headings(old, staging, digests, site)
            if is_shown := hooks.may_be_shown():
                exchange(staging, output)
            if spare is not None:
                spare.keep(staging)  # the old site; or, without an exchange, this one
            if is_shown and info.kind == "publish":
                write_nginx_file(output, site, places.project)
    finally:
        hooks.clear(staging)
    return problems


def _describe(
    staging: Path, site: Site, content: Path, info: BuildInfo, known: Mapping[str, str], listing: Listing
) -> tuple[Mapping[str, str], list[Problem]]:
    """Write the manifest, after all other files; return the digests of all files, and the problem of a path that is not
    allowed.
    """
    try:
        manifest = write_manifest(staging, site.today, info, known, listing.files)
    except OutputFault as error:
        return {}, [Problem(Place(SourceFile(content)), "granskning", error.message)]
    return {**manifest.files, BUILD: digest_file(staging / BUILD)}, []

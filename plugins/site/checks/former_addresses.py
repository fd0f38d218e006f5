"""Check former addresses: each leads to one page, and none takes the place of another output file.

Takes the library and the Site; yields problems at the addresses.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.former import FormerAddress
from plugins.core.library import Library
from plugins.core.outputs import PREVIEW_FOLDERS, TakenPaths, file_at, file_key
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.core.web import is_local_address, is_own
from plugins.site.model import Site


def check_former_addresses(site: Site, library: Library) -> Iterator[Problem]:
    """A former address belongs to this site, its output file is free, and only one page claims it."""
    if not any(page.former_addresses for page in library.all_pages):
        return
    taken = TakenPaths(_find_outputs(site, library))
    claimed: dict[str, str] = {}
    for page in library.all_pages:
        for number, old in enumerate(page.former_addresses):
            place = page.place("former_addresses", number)
            name, what = page.text.source.path.name, taken.find(old.file)
            if old.host and not is_own(old.written, site.root):
                yield _report_other_host(old, place, site.root, is_free=what is None)
            elif what is not None:
                yield _report_taken(old, place, what, name)
            elif (other := claimed.get(file_key(old.file))) is not None:
                message = f"Den tidigare adressen {old.written} står redan i {other}."
                help_line = "En adress kan bara leda till en sida. Ta bort raden i den ena filen."
                if other == name:
                    message = f"Den tidigare adressen {old.written} står två gånger."
                    help_line = "Ta bort den ena raden. Stora bokstäver och snedstrecket sist räknas inte."
                yield Problem(place, "upptagen-adress", message, help=(help_line,))
            else:
                claimed[file_key(old.file)] = name


def _find_outputs(site: Site, library: Library) -> dict[str, str]:
    """Return the output files that exist now, on other days, or once drafts are published. Preview's own folders are left out."""
    waiting = {file_at(page.address): page.text.source.path.name for page in library.all_pages}
    named = dict.fromkeys(library.shelves.files, "en fil i content/")
    beside = {file.path: file.what for file in site.beside}
    absent = dict.fromkeys(map(file_at, site.reserved), "en sida på andra dagar")
    outputs = {**absent, **beside, **named, **waiting, **site.own_outputs}
    return {path: what for path, what in outputs.items() if path.partition("/")[0] not in PREVIEW_FOLDERS or path in waiting}


def _report_taken(old: FormerAddress, place: Place, what: str, own: str) -> Problem:
    """Return a problem for a former address whose output file is taken."""
    message = f"Den tidigare adressen {old.written} används redan: där finns {what}."
    help_line = "Ta bort raden, eller skriv den adress som den här sidan hade förut."
    if what == own:
        message = f"Den tidigare adressen {old.written} är den som sidan har nu."
    elif what.endswith(".md"):
        message = f"Den tidigare adressen {old.written} används av en sida som finns, {what}."
    return Problem(place, "upptagen-adress", message, help=(help_line,))


def _report_other_host(old: FormerAddress, place: Place, root: str, *, is_free: bool) -> Problem:
    """Return a problem for a former address on another site, which cannot be redirected from here."""
    suggestion = place.rewritten(old.written, old.address) if is_local_address(old.written) and is_free else None
    message = f"Den tidigare adressen {quote(old.written)} ligger inte på den här webbplatsen, {root}."
    help_line = "Bara en adress på den egna webbplatsen kan leda vidare hit. Skriv den från roten, till exempel /gammal-sida/."
    return Problem(place, "fel-adress", message, (help_line,), suggestion)

"""The subject of a proof: which partner or page is meant, and its record as if it was published. Called by
`commands.proof.task`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from plugins.commands.partners.names import is_same, organisation_key
from plugins.core.files.translation_names import split_name
from plugins.core.library import Library
from plugins.core.models.model import Model, name_field
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.record_names import name_of, names_of
from plugins.core.swedish import closest, compare_key, join_words, quote
from plugins.house.page import SitePage
from plugins.partners.model import Partner
from plugins.partners.supports import make_next_current
from plugins.site.model import Site
from plugins.site.rooms import KINDS


class NoProof(Exception):
    """There is no subject or no place for a proof; the message says why, in Swedish."""


def find_partner(wanted: str, library: Library) -> Partner | None:
    """Return the partner with a name, in any spelling; None where there is none."""
    key = organisation_key(wanted)
    exact = [partner for partner in library.all(Partner) if compare_key(partner.name.value) == compare_key(wanted)]
    same = [partner for partner in library.all(Partner) if is_same(key, organisation_key(partner.name.value))]
    return next(iter(exact or (same if len(same) == 1 else [])), None)


def find_page(wanted: str, library: Library, site: Site | None) -> str:
    """Return the address of a page, given its address or file. Raises `NoProof`."""
    content = library.shelves.folder
    pages = site.pages if site else ()
    names = {page.address: _names_of(page, content, site.root if site else "") for page in pages}
    key = _page_key(wanted)
    for address, known in names.items():
        if key in map(_page_key, known):
            return address
    partners = [name for partner in library.all(Partner) for name in names_of(partner)]
    guess = closest(wanted, [*partners, *(name for known in names.values() for name in known)])
    meant = f" Menade du {quote(guess)}?" if guess else ""
    listing = f" Partner är {join_words(partners[:20])}{' …' if len(partners) > 20 else ''}." if partners and not guess else ""
    raise NoProof(
        f"Ingen partner och ingen sida heter {quote(wanted)}.{meant}{listing}\n"
        "En sida anges med adress eller fil, till exempel /mal-1/ eller sidor/start.md."
    )


def _names_of(page: SitePage, content: Path, root: str) -> list[str]:
    """Return the names by which a page can be given: its address, and several forms of its file."""
    names = [page.address, f"{root}{page.address}"]
    if page.source:
        relative = page.source.relative_to(content).as_posix()
        names += [relative, f"{content.name}/{relative}", page.source.name, page.source.stem]
    return names


def _page_key(name: str) -> str:
    return compare_key(name.replace("\\", "/").removeprefix("./").strip("/")) or "/"


def show_partner(name: str, today: date, record: Model) -> Model:
    """Return the partner as it will be: published, and with coming agreements begun where no others are current. Others
    unchanged.
    """
    if not isinstance(record, Partner) or compare_key(record.name.value) != compare_key(name):
        return record
    if not record.agreements:  # missing agreements are reported with other problems
        return record.model_copy(update={"status": "publicerad"})
    begun = make_next_current(record, today)
    own = {"goal": None, "tier": None, "first_day": None, "last_day": None}  # all stand in the list now
    listed = {"agreement_list": begun, "agreements": begun}  # the second is the cached property
    return record.model_copy(update={"status": "publicerad", **own, **listed})


def find_files(address: str, content: Path, site: Site | None) -> frozenset[Path]:
    """Return the files of a page: the editor's own and, for a translation, the original."""
    own = {page.source for page in site.pages if page.address == address and page.source} if site else set[Path]()
    names = [split_name(file.relative_to(content).as_posix()) for file in own]
    return frozenset(own | {content / name.original for name in names if name is not None})


def find_day(files: Collection[Path], library: Library) -> date:
    """Return the day on which to show a page: today, or its first day where that is to come.

    Raises `NoProof` for a page whose last day has passed.
    """
    pages: list[AddressedPage] = [page for kind in KINDS for page in library.all(kind.model) if page.text.source.path in files]
    for page in pages:
        if page.has_ended(library.today):
            raise NoProof(
                f"Sidan {quote(name_of(page))} visas inte längre: den {page.describe_days(library.today)}.\n"
                f"Skriv en senare dag på raden {name_field(page, page.LAST_DAY, library.shelves.folder)}, "
                f"eller gör ett korrektur av sidan som den var: lägg till --dag {page.shown_until}"
            )
    return max([library.today, *(page.shown_from for page in pages if page.shown_from)])


def show_page(files: Collection[Path], record: Model) -> Model:
    """Return the page with one of these files, or its translation, as published; others unchanged."""
    if not isinstance(record, PageModel) or record.text.source.path not in files:
        return record
    return record.model_copy(update={"status": "publicerad"})

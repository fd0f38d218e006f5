"""Report links to addresses that do not exist, with what was probably meant.

Takes a link and what the site has; yields problems at the link. Called by `site.checks.links`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from plugins.core.intake.documents import ending_of, kinds
from plugins.core.library import Library
from plugins.core.markdown.nodes import LinkFound
from plugins.core.models.model import name_field
from plugins.core.pages import AddressedPage
from plugins.core.pictures.linked import check_linked
from plugins.core.problems import Problem, warning
from plugins.core.swedish import closest
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.local_goals.model import LocalGoal
from plugins.site.days.other_days import OtherDays
from plugins.site.rooms import KNOWN_PAGES


def check_path(
    link: LinkFound,
    path: str,
    pages: Mapping[str, SitePage],
    files: Collection[str],
    drafts: Mapping[str, AddressedPage],
    library: Library,
    days: OtherDays,
) -> Iterator[Problem]:
    """Yield a problem for a link to an address that no page has today, unless another problem explains it."""
    if page := drafts.get(path):
        yield _report_hidden(link, path, page, library)
        return
    if (name := path.lstrip("/")) in library.shelves.files:
        yield from check_linked(name, link.place, library.gallery)
        return
    if path in files or _could_be_torn(path, library.shelves.torn_files):
        return
    if any(path == f"/mal-{goal.file_number}/" and goal.number != goal.file_number for goal in library.all(LocalGoal)):
        return  # the goal's number differs from its file's, which is reported; corrected, it has this address
    if problem := days.report(link, path, link.address.partition("#")[2], is_there=False):
        yield problem
        return
    guess = f"{path}/" if f"{path}/" in pages else _find_meant(path, pages)
    prefixes = {page.frame.prefix for page in pages.values()} - {""}
    own = next((prefix for prefix in prefixes if path.startswith(f"{prefix}/")), "")
    listed = sorted(address for address, page in pages.items() if page.frame.prefix == own and not address.endswith(".html"))
    help_line = f"Sidorna är {', '.join(listed[:30])}."
    document = f"bilder/{path.rpartition('/')[2]}"
    if document in library.shelves.files:
        guess = f"/{document}"
    elif document in library.shelves.awaited:
        guess, help_line = None, f"När filen är flyttad: skriv /{document}."
    elif ending_of(path) in kinds():
        guess = None  # no page is a file
        help_line = "Lägg filen i content/bilder/, eller rätta namnet. Stora och små bokstäver är olika."
    elif (file := re.match(r"/(?:mal/)?(mal-[0-9]+)-", path)) and f"/{file[1]}/" in pages:
        guess = f"/{file[1]}/"
    yield Problem(
        link.place,
        "bruten-lank",
        f"Länken leder till {path}, som inte finns.",
        suggestion=link.place.rewritten(path, guess) if guess else None,
        help=(help_line,),
    )


def find_drafts(context: PageContext) -> Mapping[str, AddressedPage]:
    """Return the pages, in every language, that visitors do not see today, by address."""
    today = context.today
    return {
        page.address: page
        for each in context.languages
        for page in each.library.all_pages
        if each.library.is_here(page) and page.is_withheld_on(today)
    }


def _report_hidden(link: LinkFound, path: str, page: AddressedPage, library: Library) -> Problem:
    """Return a problem for a link to a draft, or to a page outside its days."""
    if page.is_draft:
        message = f"Länken leder till {path}, som är ett utkast och inte finns för besökaren."
        return warning(link.place, "pekar-pa-utkast", message, "Publicera sidan, eller ta bort länken.", stops_publishing=True)
    days, folder = page.describe_days(library.today), library.shelves.folder
    if page.has_ended(library.today):  # only the date has changed, so publishing is not stopped
        message = f"Länken leder till {path}, som {days}. Besökaren ser orden utan länk, och i menyn och sidfoten ingenting."
        help_line = f"Ta bort länken, eller skriv en senare dag på raden {name_field(page, page.LAST_DAY, folder)}."
        return warning(link.place, "avslutad-sida", message, help_line)
    message = f"Länken leder till {path}, som {days} och inte finns för besökaren än."
    help_line = f"Vänta med länken till den dagen, eller ändra {name_field(page, page.FIRST_DAY, folder)}."
    return warning(link.place, "pekar-pa-utkast", message, help_line, stops_publishing=True)


def _find_meant(path: str, pages: Iterable[str]) -> str | None:
    """Return the address that was most likely meant; None if there is none. An address with other numbers is another page."""
    numbers = re.findall("[0-9]+", path)
    bare = {page.strip("/"): page for page in pages if page != "/" and re.findall("[0-9]+", page) == numbers}
    meant = closest(path.strip("/"), list(bare))
    return bare[meant] if meant else None


def _could_be_torn(path: str, files: Collection[Path]) -> bool:
    """Return whether a page at `path` may have a file, or folder, that could not be read: that is already reported."""
    known = next((page.name for page in KNOWN_PAGES if page.address == path), None)  # `/` is `start`
    name = known or path.strip("/").rpartition("/")[2]
    alike = any(file.stem == name or file.stem.startswith(f"{name}-") for file in files if file.suffix == ".md")
    return alike or any(not file.suffix for file in files)

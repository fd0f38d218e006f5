"""The audit: checks the whole built site before it is published.

Runs after the build and before the exchange. Takes the folder of the new site and the Site it was built from; yields problems,
each at the page concerned. What the audit finds is a fault of the theme or the program; editors' errors are found earlier.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from plugins.core.cache.memo import Question, Remember, remember_nothing
from plugins.core.cache.workers import ask_in_worker
from plugins.core.files.endings import SHOWN_PICTURES
from plugins.core.intake.documents import ending_of, kinds
from plugins.core.intake.inspecting import inspect_file
from plugins.core.outputs import HEADERS, HTACCESS, RULES, SITEMAP, THEME_FOLDER, file_at, file_key
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.house.page import SitePage
from plugins.publishing.hosts.rules import read_rules
from plugins.publishing.manifest import Listing, describe_files, list_all
from plugins.publishing.named_addresses import ask_sitemap
from plugins.publishing.raw_marks import ask_marks, audit_marks, name_marks
from plugins.publishing.weight import ask_weight, audit_weight
from plugins.publishing.written_headings import find_written
from plugins.publishing.written_page import WrittenPage, read_page
from plugins.site.model import Site

PICTURES = frozenset(ending.removeprefix(".") for ending in SHOWN_PICTURES)
"""Extensions of pictures, which are never documents."""
WRITTEN = PICTURES | {"html", "css", "js", "woff2", "json", "txt"}
"""Extensions of pages, theme files and pictures. Files that rooms declare beside the pages are known by path, and documents by
the table of kinds; any other file is a fault.
"""
WITHOUT_ENDING: Final = frozenset({HEADERS, HTACCESS, RULES})
"""Files without an extension. Hosts read these themselves; any other they would serve with an unknown media type."""


def audit_output(
    folder: Path,
    site: Site,
    remember: Remember = remember_nothing,
    digests: Mapping[str, str] | None = None,
    listing: Listing | None = None,
) -> Iterator[Problem]:
    """Yield the faults of the built site; `remember` returns answers cached from earlier audits of the same bytes.

    `digests` are the digests of the files in the folder, by path, and `listing` its files; None: read here.
    """
    listing = list_all(folder) if listing is None else listing
    digests = describe_files(folder, names=listing.files) if digests is None else digests
    pages: dict[str, WrittenPage] = {}
    asked = name_marks(site), site.root
    for page in site.pages:
        digest = digests.get(page.file)
        if digest is None:
            yield _fault(page, f"Sidan {page.address} blev inte byggd.")
            continue
        pages[page.address] = remember(("written page", digest, *asked), partial(read_page, folder, page.file, site))
    found = listing.files | listing.others
    if site.pages:
        yield from _audit_files(found, site)
        yield from _audit_kinds(folder, found, listing.links, site)
        yield from _audit_redirects(folder, site)
    written = {address for address in site.linked if address.startswith("/")}
    prefixes = {page.frame.prefix for page in site.pages}  # a link leads to the address in the language of its page
    checked = {f"{prefix}{address}" for prefix in prefixes for address in written if "#" in address}
    checked |= written | {address.partition("#")[0] for address in written}
    there: set[str] = set()
    for page in site.pages:
        if page.address in pages:
            yield from _audit_page(page, pages[page.address], pages, found, checked, there)
    if site.pages and SITEMAP in digests:
        for path in sorted(remember(*ask_sitemap(folder, digests[SITEMAP], site.root)) - pages.keys() - there):
            if not _is_file(path, found):
                yield _fault(site.pages[0], f"Filen {SITEMAP} nämner {path}, som inte finns.")
    built = {page.address: page for page in site.pages if page.address in pages}
    yield from audit_marks(folder, site, remember, digests, {page.file: pages[address].mark for address, page in built.items()})
    loads, weights = ({address: getattr(facts, name) for address, facts in pages.items()} for name in ("loads", "weight"))
    yield from audit_weight(folder, loads, built, remember, digests, weights)


def read_ahead(folder: Path, site: Site, remember: Remember, digests: Mapping[str, str]) -> Callable[[], None]:
    """Start to read every file in worker processes; call what is returned to store the answers where `audit_output` finds
    them.
    """
    return ask_in_worker(remember, [*_list_questions(folder, site, digests)])


def _list_questions(folder: Path, site: Site, digests: Mapping[str, str]) -> Iterator[Question]:
    """Yield the question about each page by itself, and about each other file."""
    asked, pages = (name_marks(site), site.root), [page.file for page in site.pages if page.file in digests]
    for name in pages:
        yield ("written page", digests[name], *asked), partial(read_page, folder, name, site)
    if SITEMAP in digests:
        yield ask_sitemap(folder, digests[SITEMAP], site.root)
    yield from ask_marks(folder, site, digests, {*pages}).values()
    for name in (name for name in digests if name.startswith(f"{THEME_FOLDER}/")):
        yield ask_weight(folder, name, digests[name])


def _audit_files(names: Collection[str], site: Site) -> Iterator[Problem]:
    """Every planned file is there and no other, and no two names are the same on a file system that ignores case."""
    home, found, outputs = site.pages[0], {*names}, site.outputs.keys()
    pages = {page.file for page in site.pages}
    for name in sorted(name for name in found - outputs if not name.startswith(f"{THEME_FOLDER}/")):
        yield _fault(home, f"Filen {name} hör inte till webbplatsen.")
    for name in sorted(outputs - found - pages):
        yield _fault(home, f"Filen {name} blev inte skriven.")
    keys = Counter(file_key(name) for name in found)
    for name in sorted(name for name in found if keys[file_key(name)] > 1):
        yield _fault(home, f"Filen {name} skiljer sig från en annan bara i stora och små bokstäver.")


def _audit_redirects(folder: Path, site: Site) -> Iterator[Problem]:
    """The page at a former address redirects at once to the present page, and so do its link and its canonical address."""
    by_address = {page.address: page for page in site.pages}
    for old, new in site.redirects.items():
        name, page = file_at(old), by_address.get(new, site.pages[0])
        if not (folder / name).is_file():
            continue
        written = read_page(folder, name, site)
        if (written.leads_on, written.canonical, written.links) != (new, f"{site.root}{new}", frozenset((new,))):
            yield _fault(page, f"Den tidigare adressen {old} leder inte till {new}.")


def _audit_kinds(folder: Path, names: Collection[str], links: Collection[str], site: Site) -> Iterator[Problem]:
    """Every file is of a kind that the program writes, or a document whose content is what its extension says and that a page
    links to; none is a symbolic link (`links`).
    """
    beside, known = {file.path for file in site.beside}, read_rules().kinds
    for name in sorted(names):
        last = name.rpartition("/")[2]  # equal for most pages: saves time
        ending = ending_of(last)
        is_ours = name in beside or last == HTACCESS or ending in WRITTEN
        is_linked = name in site.files and ending not in PICTURES and ending in kinds()  # the table is read only for such files
        if name in links or not (is_ours or is_linked) or (is_linked and not inspect_file(folder / name).is_published):
            yield _fault(site.pages[0], f"Filen {name} är av ett slag som inte ska finnas på webbplatsen.")
        elif ending and ending not in known:
            where = "Skriv den med sin medietyp under kinds i plugins/publishing/hosts/rules.yaml"
            yield _fault(site.pages[0], f"Filen {name} har en ändelse som webbvärdar inte får veta slaget av. {where}, som xml.")
        elif not ending and last not in WITHOUT_ENDING:
            where = "Ge den en, eller låt plugins/publishing/hosts/ säga dess medietyp, och skriv den i WITHOUT_ENDING"
            yield _fault(site.pages[0], f"Filen {name} har ingen ändelse, och webbvärdar får inte veta slaget av den. {where}.")
        elif name in beside and name.startswith(f"{THEME_FOLDER}/"):
            where = "Låt den ligga någon annanstans"
            yield _fault(
                site.pages[0], f"Filen {name} ligger i {THEME_FOLDER}/, vars filer webbläsare behåller i ett år. {where}."
            )


def _audit_page(
    page: SitePage,
    written: WrittenPage,
    pages: dict[str, WrittenPage],
    files: Collection[str],
    checked: set[str],
    there: set[str],
) -> Iterator[Problem]:
    """A page is complete and at its address; everything that it links to, loads or names exists, and so do the anchors of its
    links.

    Links in `checked` were checked with the content, where one to a draft is only a warning; links and files that were found for
    one page are added to `checked` and `there`, and not checked again.
    """
    yield from _audit_whole(page, written)
    for missing in sorted(page.ids - written.ids - {"meny", "innehall"}):
        if f"{page.address}#{missing}" in checked or any(link.address.endswith(f"#{missing}") for link in page.links):
            yield _fault(page, f"Stället {quote('#' + missing)} finns inte på den byggda sidan.")
    for link in sorted(written.links - checked):
        found = [*_audit_link(link, page, pages, files)]
        yield from found
        if not found and link.partition("#")[0]:
            checked.add(link)
    for address in sorted(written.loads - there):
        if not address.startswith("/") or address.startswith("//"):
            yield _fault(page, f"Sidan hämtar {quote(address)} från en annan plats.")
        elif not _is_file(address, files):
            yield _fault(page, f"Filen {address} finns inte.")
        else:
            there.add(address)
    for path in sorted(written.named - pages.keys() - there):
        if _is_file(path, files):
            there.add(path)
        else:
            yield _fault(page, f"Sidan nämner {path}, som inte finns.")


def _audit_whole(page: SitePage, written: WrittenPage) -> Iterator[Problem]:
    """A page has its address and title, a language, one h1, no skipped heading level, no heading or list without content, unique
    ids, and nothing inline.
    """
    if written.canonical != page.frame.canonical or not _is_alike(written.title, page.frame.title):
        yield _fault(page, f"Filen {page.file} är inte sidan {page.address}: den har en annan adress eller titel.")
    if written.leads_on:
        yield _fault(page, f"Sidan {page.address} skickar besökaren vidare till {written.leads_on}.")
    if not written.lang or not written.title.strip():
        yield _fault(page, "Sidan saknar språk eller titel.")
    if written.main_headings != 1:
        yield _fault(page, f"Sidan har {written.main_headings} huvudrubriker (h1) i stället för en.")
    for above, level, words in written.skipped:
        yield _fault(page, f"Under en rubrik på nivå {above} står {quote(words)} på nivå {level}.")
    for bare in written.bare:
        yield _report_bare(page, *bare)
    for empty in written.empty_lists:
        yield _fault(page, f"Sidan har en tom lista, {quote(empty)}.")
    for repeated in written.repeated:
        yield _fault(page, f"Två ställen på sidan har id {quote(repeated)}.")
    for what in written.inline:
        yield _fault(page, f"Sidan innehåller {quote(what)}, som webbläsaren kommer att vägra.")


def _report_bare(page: SitePage, words: str, which: int, of_how_many: int) -> Problem:
    """Return the problem of a heading without content, at its line where the page's own file has it; it may come from another
    text.
    """
    source = page.place.source
    written = find_written(source.text, words)
    if len(written) != of_how_many:  # the same words come from other texts too: prefer an empty heading in the file itself
        written = sorted(written, key=lambda one: one.has_words)
        which = 0
    line = written[which].line if written else 1
    return Problem(
        Place(source, line),
        "granskning",
        f"Under rubriken {quote(words)} på sidan {page.address} står ingenting.",
        help=(
            "Skriv något under rubriken i content/, där den står, eller ta bort den.",
            "Står den inte i content/ är det ett fel i sidmallarna eller programmet.",
        ),
    )


def _is_alike(one: str, other: str) -> bool:
    """Return whether two titles are equal, apart from white space."""
    return one == other or one.split() == other.split()


def _audit_link(link: str, page: SitePage, pages: dict[str, WrittenPage], files: Collection[str]) -> Iterator[Problem]:
    path, _, anchor = link.partition("#")
    target = pages.get(path) if path else pages.get(page.address)
    if target is None:
        if not (path.startswith("/") and _is_file(path, files)):
            yield _fault(page, f"Länken till {link} leder ingenstans.")
    elif anchor and anchor not in target.ids:
        yield _fault(page, f"Länken till {link} leder till ett ställe som inte finns.")


def _is_file(address: str, files: Collection[str]) -> bool:
    return unquote(address).lstrip("/") in files


def _fault(page: SitePage, message: str) -> Problem:
    help_line = "Det är ett fel i sidmallarna eller programmet, inte i din text."
    return Problem(Place(page.place.source), "granskning", message, help=(help_line,))

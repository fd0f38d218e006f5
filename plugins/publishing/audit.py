"""The audit: the whole new site is looked through before anybody sees it.

Stage: after the build, before the exchange. In: the folder with the new site, and the Site it was made from. Out:
problems at the page they concern. What fails here is the theme's fault or ours; editors' faults are found earlier.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.aside import ask_aside
from plugins.core.bare_headings import HEADINGS, is_bare
from plugins.core.endings import SHOWN_PICTURES
from plugins.core.followed import share
from plugins.core.intake.documents import ending_of, kinds
from plugins.core.intake.judging import judge
from plugins.core.memo import Question, Remember, make_anew
from plugins.core.outputs import HEADERS, HTACCESS, RULES, SITEMAP, THEME_FOLDER, file_at, file_key
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.house.page import SitePage
from plugins.publishing.hosts.rules import read_rules
from plugins.publishing.manifest import Listing, describe_files, list_all
from plugins.publishing.named import ask_sitemap, find_named, make_paths, read_data
from plugins.publishing.raw_marks import ask_marks, audit_marks, find_mark_in, name_marks
from plugins.publishing.weight import ask_weight, audit_weight, weigh_page
from plugins.publishing.written_headings import find_written
from plugins.site.model import Site

LOADING = {"script": "src", "img": "src", "iframe": "src", "object": "data", "embed": "src", "video": "src",
           "audio": "src"}  # fmt: skip
"""Elements that make the browser fetch something."""
_BARE = frozenset(("link", "script", "style"))
"""Elements that say something also without an attribute."""
_OUTSIDE = ("https://", "http://", "mailto:", "tel:")
"""How links begin that lead away from the site."""
_LISTS = frozenset(("dl", "ul", "ol"))
_ITEMS = frozenset(("dt", "li"))
PICTURES = frozenset(ending.removeprefix(".") for ending in SHOWN_PICTURES)
"""Endings of pictures, none of which is a document."""
WRITTEN = PICTURES | {"html", "css", "js", "woff2", "json", "txt"}
"""Endings of pages, of what the theme has and of pictures. What stands beside the pages is declared, documents of the editors
have the endings of their kinds, and no other file goes out."""
WITHOUT_ENDING: Final = frozenset({HEADERS, HTACCESS, RULES})
"""Files whose names have none: hosts read these themselves, and would hand out any other as bytes that nobody knows."""


class _Facts(NamedTuple):
    """What the audit wants to know of a page, by one question: a plain tuple, for those of all pages are read at each build."""

    lang: str
    title: str
    ids: frozenset[str]
    """Names are the same objects on all pages (`sys.intern`), most of which have the same menus."""
    repeated: tuple[str, ...]
    """Ids that stand more than once, in their order."""
    links: frozenset[str]
    """Those that lead to nothing outside: of the others nothing is asked."""
    loads: frozenset[str]
    named: frozenset[str]
    """Paths of the site that it names otherwise (`named.py`), but for its own."""
    main_headings: int
    skipped: tuple[tuple[int, int, str], ...]
    """Headings more than one level below the one before: the levels of both, and its words."""
    bare: tuple[tuple[str, int, int], ...]
    """Headings over nothing (`bare_headings.py`): the words of each, which it is of those with these words, and of how many."""
    empty_lists: tuple[str, ...]
    """Lists without an item, as `<dl class="details">`; one that is `hidden` waits for a script to fill it."""
    canonical: str
    leads_on: str
    """What the page sends its visitor to at once, without being asked; empty for a page to be read."""
    inline: tuple[str, ...]
    mark: str | None
    """The first mark that shows as it was typed (`raw_marks.py`)."""
    weight: int
    """Bytes of the page itself, as sent (`weight.py`)."""


def _read_page(folder: Path, name: str, site: Site) -> _Facts:
    """Read a page as a browser does."""
    data = (folder / name).read_bytes()
    tree = LexborHTMLParser(data.decode("utf-8"))
    ids: list[str] = []
    links: set[str] = set()
    loads: set[str] = set()
    named: set[str] = set()
    inline: list[str] = []
    begins = ("/", site.root)
    canonical = leads_on = ""
    headings: list[LexborNode] = []
    empty_lists: list[str] = []
    for node in tree.css("*"):
        tag, values = node.tag or "", node.attributes
        if tag in HEADINGS:
            headings.append(node)
        elif tag in _LISTS and "hidden" not in values and not _has_items(node):
            shown = f' class="{values["class"]}"' if values.get("class") else ""
            empty_lists.append(f"<{tag}{shown}>")
        if not values and tag not in _BARE:
            continue  # most elements of a text
        if "id" in values:
            ids.append(sys.intern(values["id"] or ""))
        if tag == "a":
            if "href" in values and not (address := values["href"] or "").startswith(_OUTSIDE):
                links.add(sys.intern(address))
        elif tag in LOADING and LOADING[tag] in values:
            loads.add(values[LOADING[tag]] or "")
        elif tag == "link":
            address = values.get("href") or ""
            if (values.get("rel") or "") == "canonical":
                canonical = address
            elif values.get("rel") != "alternate":
                loads.add(address)
            elif address.startswith("/"):
                named.add(address)
        elif tag == "meta" and (values.get("http-equiv") or "").lower() == "refresh":
            leads_on = (values.get("content") or "").partition("url=")[2]
        if srcset := values.get("srcset"):
            loads.update(candidate.split()[0] for candidate in srcset.split(",") if candidate.strip())
        if tag == "script" and values.get("type") == "application/ld+json":
            named.update(read_data(node.text(), site.root))
        elif tag == "style" or (tag == "script" and "src" not in values):
            inline.append(f"<{tag}>")
        for key, value in values.items():
            if key == "style" or key.startswith("on"):
                inline.append(key)
            elif value and value.startswith(begins):
                named.update(find_named(tag, key, value, values.get("property") or values.get("name") or "", site.root))
    lang = tree.root.attributes.get("lang") if tree.root else ""
    title = tree.css_first("head > title")
    return _Facts(
        sys.intern(lang or ""),
        title.text() if title else "",
        frozenset(ids),
        tuple(sorted({name for name in ids if ids.count(name) > 1})) if len({*ids}) < len(ids) else (),
        share(frozenset(links)),
        share(frozenset(loads)),
        share(make_paths(named - {canonical}, site.root)),
        sum(node.tag == "h1" for node in headings),
        tuple(_find_skipped(headings)),
        tuple(_count_bare(headings)),
        tuple(empty_lists),
        canonical,
        leads_on,
        tuple(inline),
        find_mark_in(data, site),
        weigh_page(name, data),
    )


def _has_items(node: LexborNode) -> bool:
    """Tell whether a list has an item; terms may stand in elements of their own."""
    return any(child.tag in _ITEMS or _has_items(child) for child in node.iter())


def _find_skipped(headings: Sequence[LexborNode]) -> Iterator[tuple[int, int, str]]:
    levels = [int((node.tag or "h1")[1]) for node in headings]
    for above, level, node in zip(levels, levels[1:], headings[1:], strict=False):
        if level > above + 1:
            yield above, level, " ".join(node.text().split())


def audit_output(
    folder: Path,
    site: Site,
    remember: Remember = make_anew,
    digests: Mapping[str, str] | None = None,
    listing: Listing | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with the built site; `remember` knows what earlier audits have read in the very same bytes.

    `digests` are those of the files as they lie there, by path, and `listing` is all that lies there; None: not known yet.
    """
    listing = list_all(folder) if listing is None else listing
    digests = describe_files(folder, names=listing.files) if digests is None else digests
    pages: dict[str, _Facts] = {}
    asked = name_marks(site), site.root
    for page in site.pages:
        digest = digests.get(page.file)
        if digest is None:
            yield _fault(page, f"Sidan {page.address} blev inte byggd.")
            continue
        pages[page.address] = remember(("facts", digest, *asked), partial(_read_page, folder, page.file, site))
    found = listing.files | listing.others
    if site.pages:
        yield from _audit_files(found, site)
        yield from _audit_kinds(folder, found, listing.links, site)
        yield from _audit_redirects(folder, site)
    written = {address for address in site.linked if address.startswith("/")}
    prefixes = {page.frame.prefix for page in site.pages}  # a link leads to the page in the language of the page that has it
    judged = {f"{prefix}{address}" for prefix in prefixes for address in written if "#" in address}
    judged |= written | {address.partition("#")[0] for address in written}
    there: set[str] = set()
    for page in site.pages:
        if page.address in pages:
            yield from _audit_page(page, pages[page.address], pages, found, judged, there)
    if site.pages and SITEMAP in digests:
        for path in sorted(remember(*ask_sitemap(folder, digests[SITEMAP], site.root)) - pages.keys() - there):
            if not _is_file(path, found):
                yield _fault(site.pages[0], f"Filen {SITEMAP} nämner {path}, som inte finns.")
    built = {page.address: page for page in site.pages if page.address in pages}
    yield from audit_marks(folder, site, remember, digests, {page.file: pages[address].mark for address, page in built.items()})
    loads, weights = ({address: getattr(facts, name) for address, facts in pages.items()} for name in ("loads", "weight"))
    yield from audit_weight(folder, loads, built, remember, digests, weights)


def read_ahead(folder: Path, site: Site, remember: Remember, digests: Mapping[str, str]) -> Callable[[], None]:
    """Begin to read every file aside; what is returned has what was found there remembered, for `audit_output` to ask for."""
    return ask_aside(remember, [*_list_questions(folder, site, digests)])


def _list_questions(folder: Path, site: Site, digests: Mapping[str, str]) -> Iterator[Question]:
    """Yield what is asked of each page by itself, and of each other file."""
    asked, pages = (name_marks(site), site.root), [page.file for page in site.pages if page.file in digests]
    for name in pages:
        yield ("facts", digests[name], *asked), partial(_read_page, folder, name, site)
    if SITEMAP in digests:
        yield ask_sitemap(folder, digests[SITEMAP], site.root)
    yield from ask_marks(folder, site, digests, {*pages}).values()
    for name in (name for name in digests if name.startswith(f"{THEME_FOLDER}/")):
        yield ask_weight(folder, name, digests[name])


def _audit_files(names: Collection[str], site: Site) -> Iterator[Problem]:
    """All that was to be written is there and nothing else, and no disk takes two of them for one."""
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
    """What answers at an old address leads to the page's present one: at once, by its link, and search too."""
    by_address = {page.address: page for page in site.pages}
    for old, new in site.redirects.items():
        name, page = file_at(old), by_address.get(new, site.pages[0])
        if not (folder / name).is_file():
            continue
        facts = _read_page(folder, name, site)
        if (facts.leads_on, facts.canonical, facts.links) != (new, f"{site.root}{new}", frozenset((new,))):
            yield _fault(page, f"Den tidigare adressen {old} leder inte till {new}.")


def _audit_kinds(folder: Path, names: Collection[str], links: Collection[str], site: Site) -> Iterator[Problem]:
    """Every file is of a kind that we write, or a document that is what its name says, and that a page links to. None is one of
    the `links` on the disk.
    """
    beside, known = {file.path for file in site.beside}, read_rules().kinds
    for name in sorted(names):
        last = name.rpartition("/")[2]  # on most pages the same
        ending = ending_of(last)
        is_ours = name in beside or last == HTACCESS or ending in WRITTEN
        is_linked = name in site.files and ending not in PICTURES and ending in kinds()  # whose table is read for it
        if name in links or not (is_ours or is_linked) or (is_linked and not judge(folder / name).is_published):
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
    page: SitePage, facts: _Facts, pages: dict[str, _Facts], files: Collection[str], judged: set[str], there: set[str]
) -> Iterator[Problem]:
    """A page is the page it should be; it has language, title, one h1 and no level of headings left out, no heading over
    nothing, no list without an item, unique ids, links that lead somewhere, and nothing from elsewhere.

    Links that editors wrote were `judged` with the content: one to a draft is a warning there, and no fault here. So is what
    has been found to lead somewhere from any page; what is `there` to be fetched is noted likewise.
    """
    if facts.canonical != page.frame.canonical or not _is_alike(facts.title, page.frame.title):
        yield _fault(page, f"Filen {page.file} är inte sidan {page.address}: den har en annan adress eller titel.")
    if facts.leads_on:
        yield _fault(page, f"Sidan {page.address} skickar besökaren vidare till {facts.leads_on}.")
    if not facts.lang or not facts.title.strip():
        yield _fault(page, "Sidan saknar språk eller titel.")
    if facts.main_headings != 1:
        yield _fault(page, f"Sidan har {facts.main_headings} huvudrubriker (h1) i stället för en.")
    for above, level, words in facts.skipped:
        yield _fault(page, f"Under en rubrik på nivå {above} står {quote(words)} på nivå {level}.")
    for bare in facts.bare:
        yield _tell_bare(page, *bare)
    for empty in facts.empty_lists:
        yield _fault(page, f"Sidan har en tom lista, {quote(empty)}.")
    for repeated in facts.repeated:
        yield _fault(page, f"Två ställen på sidan har id {quote(repeated)}.")
    for missing in sorted(page.ids - facts.ids - {"meny", "innehall"}):
        if any(link.address.endswith(f"#{missing}") for link in page.links):
            yield _fault(page, f"Stället {quote('#' + missing)} finns inte på den byggda sidan.")
    for link in sorted(facts.links - judged):
        found = [*_audit_link(link, page, pages, files)]
        yield from found
        if not found and link.partition("#")[0]:
            judged.add(link)
    for address in sorted(facts.loads - there):
        if not address.startswith("/") or address.startswith("//"):
            yield _fault(page, f"Sidan hämtar {quote(address)} från en annan plats.")
        elif not _is_file(address, files):
            yield _fault(page, f"Filen {address} finns inte.")
        else:
            there.add(address)
    for path in sorted(facts.named - pages.keys() - there):
        if _is_file(path, files):
            there.add(path)
        else:
            yield _fault(page, f"Sidan nämner {path}, som inte finns.")
    for what in facts.inline:
        yield _fault(page, f"Sidan innehåller {quote(what)}, som webbläsaren kommer att vägra.")


def _count_bare(headings: Sequence[LexborNode]) -> Iterator[tuple[str, int, int]]:
    """Yield the words of each heading over nothing, which of those with the same words it is, from 0, and how many these are."""
    words = [" ".join(heading.text().split()) for heading in headings]
    for at, heading in enumerate(headings):
        if is_bare(heading):
            yield words[at], words[:at].count(words[at]), words.count(words[at])


def _tell_bare(page: SitePage, words: str, which: int, of_how_many: int) -> Problem:
    """Say at a heading over nothing, where the page's own file has it, what to write; it may come from any other text too."""
    source = page.place.source
    written = find_written(source.text, words)
    if len(written) != of_how_many:  # others of these words stand in other texts: what is empty in the file itself goes first
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
    """Tell whether two titles are one, however their words are parted."""
    return one == other or one.split() == other.split()


def _audit_link(link: str, page: SitePage, pages: dict[str, _Facts], files: Collection[str]) -> Iterator[Problem]:
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

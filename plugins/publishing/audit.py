"""The audit: the whole new site is looked through before anybody sees it.

Stage: after the build, before the exchange. In: the folder with the new site, and the Site it was made from. Out:
problems at the page they concern. What fails here is the theme's fault or ours; editors' faults are found earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.publishing.discovery import redirect_file
from plugins.site.model import Site, SitePage

LOADING = {"script": "src", "img": "src", "iframe": "src", "object": "data", "embed": "src", "video": "src",
           "audio": "src"}  # fmt: skip
"""Elements that make the browser fetch something."""


@dataclass
class _Facts(HTMLParser):
    """What the audit wants to know of a page."""

    lang: str = ""
    title: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = values.get("lang", "")
        self._in_title = tag == "title" and not self.title
        if "id" in values:
            self.ids.append(values["id"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(tag)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "link" and values.get("rel") not in ("canonical", "alternate"):
            self.loads.append(values.get("href", ""))
        if tag in LOADING and LOADING[tag] in values:
            self.loads.append(values[LOADING[tag]])
        self.loads += [candidate.split()[0] for candidate in values.get("srcset", "").split(",") if candidate.strip()]
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "application/ld+json"):
            self.inline.append(f"<{tag}>")
        self.inline += [name for name in values if name == "style" or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False


def audit_output(folder: Path, site: Site) -> Iterator[Problem]:
    """Yield what is wrong with the built site."""
    pages: dict[str, _Facts] = {}
    for page in site.pages:
        file = folder / page.file
        if not file.is_file():
            yield _fault(page, f"Sidan {page.address} blev inte byggd.")
            continue
        facts = _Facts()
        facts.feed(file.read_text("utf-8"))
        facts.close()
        pages[page.address] = facts
    expected = {page.file for page in site.pages} | {redirect_file(old) for old in site.redirects}
    for file in sorted(folder.rglob("*.html")):
        name = file.relative_to(folder).as_posix()
        if name not in expected and site.pages:
            yield _fault(site.pages[0], f"Filen {name} hör inte till någon sida.")
    judged = {link.address for page in site.pages for link in page.links if link.address.startswith("/")}
    for page in site.pages:
        if page.address in pages:
            yield from _audit_page(page, pages[page.address], pages, folder, judged)


def _audit_page(page: SitePage, facts: _Facts, pages: dict[str, _Facts], folder: Path, judged: set[str]) -> Iterator[Problem]:
    """A page has language, title and one h1, unique ids, links that lead somewhere, and nothing from elsewhere.

    Links that editors wrote were `judged` with the content: one to a draft is a warning there, and no fault here.
    """
    if not facts.lang or not facts.title.strip():
        yield _fault(page, "Sidan saknar språk eller titel.")
    if facts.headings.count("h1") != 1:
        yield _fault(page, f"Sidan har {facts.headings.count('h1')} huvudrubriker (h1) i stället för en.")
    for repeated in sorted({name for name in facts.ids if facts.ids.count(name) > 1}):
        yield _fault(page, f"Två ställen på sidan har id {quote(repeated)}.")
    for missing in sorted(page.ids - {"meny", "innehall"} - set(facts.ids)):
        if any(link.address.endswith(f"#{missing}") for link in page.links):
            yield _fault(page, f"Stället {quote('#' + missing)} finns inte på den byggda sidan.")
    for link in facts.links:
        if link not in judged:
            yield from _audit_link(link, page, pages, folder)
    for address in facts.loads:
        if not address.startswith("/") or address.startswith("//"):
            yield _fault(page, f"Sidan hämtar {quote(address)} från en annan plats.")
        elif not (folder / unquote(address).lstrip("/")).is_file():
            yield _fault(page, f"Filen {address} finns inte.")
    for what in facts.inline:
        yield _fault(page, f"Sidan innehåller {quote(what)}, som webbläsaren kommer att vägra.")


def _audit_link(link: str, page: SitePage, pages: dict[str, _Facts], folder: Path) -> Iterator[Problem]:
    if link.startswith(("https://", "http://", "mailto:", "tel:")):
        return
    path, _, anchor = link.partition("#")
    target = pages.get(path) if path else pages.get(page.address)
    if target is None:
        if not (path.startswith("/") and (folder / unquote(path).lstrip("/")).is_file()):
            yield _fault(page, f"Länken till {link} leder ingenstans.")
    elif anchor and anchor not in target.ids:
        yield _fault(page, f"Länken till {link} leder till ett ställe som inte finns.")


def _fault(page: SitePage, message: str) -> Problem:
    help_line = "Det är ett fel i sidmallarna eller programmet, inte i din text."
    return Problem(Place(page.place.source), "granskning", message, help=(help_line,))

"""The change note: what is new for visitors, in Swedish, for the manager's mail.

Compares two built sites and not the git history: so it includes what changed by date alone, and leaves out what no visitor sees.
Pure but for `read`; a file that cannot be read is named by its path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from plugins.core.dataclass import dataclass
from plugins.core.files.endings import PICTURE_ENDINGS
from plugins.core.intake.documents import ending_of, kinds
from plugins.core.outputs import DATA_FOLDER, SHARE_FOLDER, THEME_FOLDER
from plugins.core.swedish import format_day, join_words, sort_key

SOFT_HYPHEN: Final = "\u00ad"
"""An optional line break in a word; removed, since mail shows it."""
MOST_READ: Final = 60
"""Pages that are compared word by word: each may have to be fetched from a web host."""
OWN: Final = re.compile(rf"(?:{THEME_FOLDER}|{DATA_FOLDER}|{SHARE_FOLDER})/|\.well-known/|[^/]+$")
"""Files that the program adds beside the pages, none of which is an editor's."""


@dataclass(frozen=True, slots=True)
class WrittenSite:
    """A built site: its files, and how to read them."""

    files: Mapping[str, str]
    """Path → digest."""
    read: Callable[[str], bytes | None]


def format_note(before: WrittenSite, after: WrittenSite, today: date) -> str:
    """Return the whole note."""
    goals = _goals(after) | _goals(before)
    parts = [
        ("Partner", _describe_partners(before, after, goals)),
        ("Sidor", _describe_pages(before, after)),
        ("Siffror", _describe_figures(before, after)),
        ("Filer", _describe_files(before, after)),
    ]
    sections = [f"{heading}\n" + "\n".join(f"- {row}" for row in rows) for heading, found in parts if (rows := list(found))]
    day = format_day(today).replace("\N{NO-BREAK SPACE}", " ")
    if not sections:
        return f"Webbplatsen {day}: inget är ändrat för besökaren.\n"
    return "\n\n".join([f"Ändringar på webbplatsen {day}", *sections]) + "\n"


# ---- partners


def _items(site: WrittenSite, name: str) -> list[dict[str, Any]]:
    """Return the items of a file of open data; none where there is no such file."""
    path = f"{DATA_FOLDER}/{name}.json"
    try:
        found = json.loads((site.read(path) if path in site.files else None) or b"{}")
        return [item for item in found.get("items", []) if isinstance(item, dict)]
    except (ValueError, AttributeError):
        return []


def _goals(site: WrittenSite) -> dict[int, str]:
    return {item["number"]: item["title"] for item in _items(site, "goals") if "number" in item and "title" in item}


def _supports(site: WrittenSite) -> dict[str, dict[int, str]]:
    """Return the tier of each partner, by goal."""
    return {
        str(item.get("name")): {support["goal"]: support["tier"] for support in item.get("supports", [])}
        for item in _items(site, "partners")
    }


def _describe_partners(before: WrittenSite, after: WrittenSite, goals: Mapping[int, str]) -> Iterator[str]:
    old, new = _supports(before), _supports(after)

    def stands(goal: int) -> str:
        return f"mål {goal}{f' {goals[goal]}' if goal in goals else ''}"

    def format_supports(supports: Mapping[int, str]) -> str:
        return join_words([f"{stands(goal)}, nivån {tier}" for goal, tier in sorted(supports.items())])

    for name in sorted({*old, *new}, key=sort_key):
        was, now = old.get(name, {}), new.get(name, {})
        if not was and now:
            yield f"Ny: {name} ({format_supports(now)})"
        elif was and not now:
            yield f"Inte längre partner: {name} ({format_supports(was)})"
        elif was != now:
            for goal in sorted({*was, *now}):
                if goal not in was:
                    yield f"{name} är nu också partner i {stands(goal)}, på nivån {now[goal]}"
                elif goal not in now:
                    yield f"{name} är inte längre partner i {stands(goal)} (nivån {was[goal]})"
                elif was[goal] != now[goal]:
                    yield f"{name} har bytt nivå i {stands(goal)}: {was[goal]} → {now[goal]}"


# ---- pages


@dataclass(frozen=True, slots=True)
class _Page:
    title: str
    words: str
    leads_on: str


def _read_page(site: WrittenSite, path: str) -> _Page | None:
    data = site.read(path)
    if data is None:
        return None
    tree = LexborHTMLParser(data.decode("utf-8", "replace"))
    refresh = next((n for n in tree.css("meta[http-equiv]") if (n.attributes["http-equiv"] or "").lower() == "refresh"), None)
    heading, main = tree.css_first("h1"), tree.css_first("main") or tree.body
    words = " ".join(main.text(separator=" ").split()) if main else ""
    pictures = " ".join(f"{n.attributes.get('src')} {n.attributes.get('alt')}" for n in main.css("img")) if main else ""
    links = " ".join(str(n.attributes.get("href")) for n in main.css("a[href]")) if main else ""
    return _Page(
        " ".join(heading.text().split()).replace(SOFT_HYPHEN, "") if heading else "",
        f"{words}\n{pictures}\n{links}",
        (refresh.attributes.get("content") or "").partition("url=")[2] if refresh else "",
    )


def _pages(files: Collection[str]) -> set[str]:
    return {path for path in files if path.endswith(".html")}


def _describe_pages(before: WrittenSite, after: WrittenSite) -> Iterator[str]:
    old, new = _pages(before.files), _pages(after.files)
    moved: dict[str, str] = {}
    for path in sorted(new - old):
        page = _read_page(after, path)
        if page and page.leads_on:
            moved[path] = page.leads_on
        else:
            yield f"Ny: {_format_page(path, page)}"
    changed = sorted(path for path in old & new if before.files[path] != after.files[path])
    for place, path in enumerate(changed):
        now = _read_page(after, path)
        was = _read_page(before, path) if place < MOST_READ else None
        if now and now.leads_on:
            if not (was and was.leads_on):
                yield f"Borta: {_format_page(path, was)}. Adressen leder till {now.leads_on}"
            elif was.leads_on != now.leads_on:
                yield f"Adressen {_address(path)} leder nu till {now.leads_on}"
        elif was and was.leads_on:
            yield f"Ny: {_format_page(path, now)}"
        elif was is None or now is None or was.words != now.words or was.title != now.title:
            yield f"Ändrad: {_format_page(path, now)}"
    for path in sorted(old - new):
        page = _read_page(before, path)
        if page is None or not page.leads_on:
            yield f"Borta: {_format_page(path, page)}. Adressen leder ingenstans"
    for path, address in moved.items():
        yield f"Adressen {_address(path)} leder till {address}"


def _format_page(path: str, page: _Page | None) -> str:
    return f"{page.title} ({_address(path)})" if page and page.title else _address(path)


def _address(path: str) -> str:
    return f"/{path.removesuffix('index.html')}" if path == "index.html" or path.endswith("/index.html") else f"/{path}"


# ---- figures and files


def _describe_figures(before: WrittenSite, after: WrittenSite) -> Iterator[str]:
    old, new = ({str(item.get("id")): item for item in _items(site, "facts")} for site in (before, after))
    if f"{DATA_FOLDER}/facts.json" not in before.files:  # built before that file was introduced
        return
    for name in [*new, *(gone for gone in old if gone not in new)]:
        was, now = old.get(name), new.get(name)
        if was and now and was.get("value") != now.get("value"):
            yield f"{_unit(now, name)}: {was.get('value')} → {now.get('value')}"
        elif now and not was:
            yield f"{_unit(now, name)}: {now.get('value')} (ny)"
        elif was and not now:
            yield f"{_unit(was, name)}: {was.get('value')} (visas inte längre)"


def _unit(item: Mapping[str, Any], name: str) -> str:
    unit = str(item.get("unit") or name)
    return unit[:1].upper() + unit[1:]


def _is_of_editors(path: str) -> bool:
    """Return whether a file is an editor's picture or document; files that the program generates are not news."""
    return not OWN.match(path) and (ending_of(path) in kinds() or path.casefold().endswith(PICTURE_ENDINGS))


def _describe_files(before: WrittenSite, after: WrittenSite) -> Iterator[str]:
    old, new = ({path for path in site.files if _is_of_editors(path)} for site in (before, after))
    groups: Sequence[tuple[str, list[str]]] = (
        ("Ny", sorted(new - old)),
        ("Ändrad", sorted(path for path in old & new if before.files[path] != after.files[path])),
        ("Borta", sorted(old - new)),
    )
    for word, paths in groups:
        yield from (f"{word}: /{path}" for path in paths)

"""Reworded headings: ids of headings that are online and have another id in the new site.

Runs after the audit, before the exchange. Compares with the site that is online, or else the previous one on this machine; yields
warnings that give the line to write. A removed heading is not reported: a link to it still leads to its page, and there is no
better place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote
from plugins.house.page import SitePage
from plugins.publishing.lost_addresses import OldSite
from plugins.publishing.written_headings import WrittenHeading, find_written
from plugins.site.model import Site

_ID: Final = re.compile(rb' id="([^"]++)"')
_HEADINGS: Final = ", ".join(f"h{level}[id]" for level in range(2, 7))
_OWN_ID: Final = re.compile(r"(?<![ \t])[ \t]*+\{#[^{}]*+\}[ \t#]*+$")


class _Shown(NamedTuple):
    """A heading of a built page."""

    id: str
    words: str


def find_reworded_headings(old: OldSite | None, new: Path, digests: Mapping[str, str], site: Site) -> Iterator[Problem]:
    """A link to a heading that an editor has only reworded still leads to it after the exchange.

    Only editors' pages whose digest has changed are read (`digests` are those of the new site).
    """
    if old is None:
        return
    pages = {page.file: page for page in site.pages if page.source}
    changed = sorted(file for file in pages if old.digests.get(file, digests.get(file)) != digests.get(file))
    before = old.read(changed) if changed else {}
    for file, data in before.items():
        yield from _compare(data, (new / file).read_bytes(), pages[file])


def _compare(old: bytes, new: bytes, page: SitePage) -> Iterator[Problem]:
    ids = {found.decode() for found in _ID.findall(new)}
    if all(found.decode() in ids for found in _ID.findall(old)):
        return
    before, after = _find_headings(old), _find_headings(new)
    known = {heading.id for heading in before}
    matcher = SequenceMatcher(None, [heading.id for heading in before], [heading.id for heading in after], autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind != "replace":
            continue
        gone = [heading for heading in before[start:end] if heading.id not in ids]
        fresh = [heading for heading in after[begin:stop] if heading.id not in known]
        for was, now in _pair(gone, fresh):
            text = page.place.source.text
            written = find_written(text, now.words)
            if len(written) == 1 and (was.words == now.words or not find_written(text, was.words)):
                yield _report(was, now, written[0], page)


def _find_headings(data: bytes) -> list[_Shown]:
    nodes = LexborHTMLParser(data.decode("utf-8", errors="replace")).css(_HEADINGS)
    return [_Shown(node.attributes["id"] or "", " ".join(node.text().split())) for node in nodes]


def _pair(gone: Sequence[_Shown], fresh: Sequence[_Shown]) -> Iterator[tuple[_Shown, _Shown]]:
    """Yield each removed heading with the one that replaces it: by order where as many were added, else by its words."""
    if len(gone) == len(fresh):
        yield from zip(gone, fresh, strict=True)
        return
    for was in gone:
        if close := get_close_matches(was.words, [now.words for now in fresh], 1):
            yield was, next(now for now in fresh if now.words == close[0])


def _report(was: _Shown, now: _Shown, written: WrittenHeading, page: SitePage) -> Problem:
    place = Place(page.place.source, written.line)
    right = f"{_OWN_ID.sub('', place.written.rstrip())} {{#{was.id}}}"
    message = (
        f"Rubriken {quote(now.words)} har haft adressen {page.address}#{was.id} på webbplatsen. "
        "Den som följer en länk dit från en annan webbplats, eller ett brev, hamnar överst på sidan."
    )
    help_lines = (
        f"Ska sådana länkar hålla: skriv {right.strip()}",
        "Behövs det inte: gör inget. Det sägs bara den här gången.",
    )
    return warning(place, "forlorad-rubrik", message, *help_lines)

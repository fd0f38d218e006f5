"""The audit of marks: no published file shows `{fakta:id}` as it was typed.

Part of the audit. Rules reject such marks and types fill them in; this looks at the result, whatever produced it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from plugins.core.cache.memo import Question, Remember, remember_nothing
from plugins.core.kinds.words import MARK_NAME
from plugins.core.marks.rules import find_raw_marks
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.swedish import compare_key, quote
from plugins.publishing.manifest import describe_files
from plugins.site.model import Site

_NO_WORDS = (".css", ".js", ".svg")
"""Files that show no text of an editor, and in which braces have a meaning of their own."""
_HIDDEN = ("\u00ad", "\u200b", "\u2060")


def audit_marks(
    folder: Path,
    site: Site,
    remember: Remember = remember_nothing,
    digests: Mapping[str, str] | None = None,
    known: Mapping[str, str | None] = MappingProxyType({}),
) -> Iterator[Problem]:
    """Yield a problem for each file that shows a mark as typed, at its page; `digests` as in `audit_output`.

    `known` maps paths of files that were searched already to their first mark, or None.
    """
    pages = {page.file: page.place for page in site.pages}
    digests = describe_files(folder) if digests is None else digests
    questions = ask_marks(folder, site, digests, known)
    shown = {**known, **{name: remember(*question) for name, question in questions.items()}}
    for name, found in sorted(shown.items()):
        if found:
            place = Place(pages[name].source) if name in pages else next(iter(pages.values()), None)
            message = f"I filen {name} står markeringen {quote(found)} som den är skriven."
            help_line = "Det är ett fel i sidmallarna eller programmet, inte i din text."
            if place:
                yield Problem(place, "granskning", message, help=(help_line,))


def ask_marks(folder: Path, site: Site, digests: Mapping[str, str], known: Collection[str]) -> Mapping[str, Question]:
    """Return the question about each file that may show an editor's text, by path, except those that are `known`."""
    marks = name_marks(site)
    names = [name for name in digests if name not in known and not name.endswith(_NO_WORDS)]
    return {name: (("mark", digests[name], marks), partial(_find_in_file, folder, name, site)) for name in names}


def name_marks(site: Site) -> tuple[str, ...]:
    """Return the names of marks to search for; with a file's digest they are the key of a cached answer."""
    return tuple(sorted(site.mark_names))


def _find_in_file(folder: Path, name: str, site: Site) -> str | None:
    return find_mark_in((folder / name).read_bytes(), site)


def find_mark_in(data: bytes, site: Site) -> str | None:
    """Return the first mark in the text of a file, also where it is escaped; None where there is none, or the file is not
    text.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    shown = html.unescape(unquote(text))
    for sign in _HIDDEN:
        shown = shown.replace(sign, "")
    found = next(find_raw_marks(shown, site.mark_names), None) or next(_find_bare(shown, site.mark_names), None)
    return found[0] if found else None


def _find_bare(shown: str, names: Collection[str]) -> Iterator[re.Match[str]]:
    """Yield names of marks alone within braces, except within `<code>`, where editors may write about them."""
    bare = (found for found in _BARE.finditer(shown) if compare_key(found["name"]) in names) if "}" in shown else ()
    for found in bare:
        if shown.rfind("<code", 0, found.start()) <= shown.rfind("</code", 0, found.start()):
            yield found


_BARE = re.compile(rf"\{{\s{{0,9}}(?P<name>{MARK_NAME})\s{{0,9}}\}}")

"""Find pages that share a title or a summary, and so cannot be told apart in search results and shared links.

Takes the pages that are shown; yields warnings at the later of two, which say in which file and at which line the other is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from plugins.core.pages import AddressedPage
from plugins.core.problems import Problem, warning
from plugins.core.source.lines import Line
from plugins.core.swedish import compare_key, quote

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""The name of a page's file; other names belong to translations or forgotten copies."""


def check_same_words(pages: Iterable[AddressedPage]) -> Iterator[Problem]:
    """Each page has its own title and summary. Pages that share an address or have an odd file name are reported elsewhere."""
    pages = list(pages)
    addresses = Counter(page.address for page in pages)
    checked = [page for page in pages if addresses[page.address] == 1 and _PLAIN.fullmatch(page.name)]
    # Without the suffix, as "-" sorts before ".": a copy (frida-2.md) comes after its original (frida.md).
    checked.sort(key=lambda page: page.text.source.path.with_suffix("").as_posix())
    for page, other, words in _find_same(checked, "title"):
        message = f"Sidan har samma titel som {other}: {words}. I en sökning går det inte att veta vilken som är vilken."
        yield warning(page.place("title"), "samma-titel", message, "Skriv om titeln på den ena.")
    for page, other, words in _find_same(checked, "summary"):
        message = f"Sidan har samma sammanfattning som {other}: {words}."
        help_line = "Den visas i sökningar och där sidan delas. Skriv vad just den här sidan har att säga."
        yield warning(page.place("summary"), "samma-sammanfattning", message, help_line)


def _find_same(pages: Iterable[AddressedPage], field: str) -> Iterator[tuple[AddressedPage, str, str]]:
    """Yield each page whose field has the same words as that of an earlier page, with where that is, and the words.

    Case, spaces and a last full stop make no difference.
    """
    first: dict[str, AddressedPage] = {}
    for page in pages:
        value = getattr(page, field, None)
        written = value.typed.value if isinstance(value, Line) else ""
        if written.strip():
            other = first.setdefault(compare_key(" ".join(written.split()).rstrip(".!")), page)
            if other is not page:
                place = other.place(field)
                yield page, f"{place.source.path.name} på rad {place.line}", quote(written)

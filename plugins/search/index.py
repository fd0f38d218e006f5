"""The search index of one language: an inverted index in JSON, which the script of the search page reads.

`{"words": {"hemlöshet": [0, 16, 4, 2]}, "endings": […], "alike": [[…]], "empty": […], "counts": […]}`: the list of a word has
pairs of an entry's number and the word's weight in that entry. Some languages also have `"letters"`: `[["ü", "ue"]]`.

Words are not stemmed here. The index lists the endings, and the script strips them from words and queries alike.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from json.encoder import encode_basestring
from typing import Final

from plugins.core.locales.foreign import drop_signs
from plugins.core.words.interface import Words
from plugins.search.model import CardTexts, IndexedEntries, SearchEntry, WeighedEntry

TITLE, SUMMARY, OWN_TEXT, SHOWN = 16, 5, 2, 1
"""Weight of a word, by where it occurs."""
MOST_SHOWN: Final = 20
"""The most hits that are shown."""
MOST_COMMON: Final = 0.4
"""The largest share of the entries in which an indexed word may occur. A more common word (*och*, *att*) distinguishes nothing
and takes most bytes."""
FEW: Final = 20
"""The number of entries up to which `MOST_COMMON` does not apply."""
SHORTEST: Final = 2
"""Characters of the shortest indexed word."""

SEPARATORS: Final = r"[\s\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+"
"""Characters between words, in every script: the same pattern as in `search.js`, which splits queries. Combining marks are parts
of words, as in Arabic and Hindi."""
_SEPARATORS = re.compile(SEPARATORS)


def find_words(text: str) -> Iterator[str]:
    """Yield each distinct word of a plain text, in lower case (NFC), without soft hyphens."""
    composed = unicodedata.normalize("NFC", drop_signs(text)).replace("\N{SOFT HYPHEN}", "").lower()
    return iter(dict.fromkeys(chain.from_iterable(map(_split, dict.fromkeys(composed.split())))))


@lru_cache(maxsize=20_000)
def _split(form: str) -> tuple[str, ...]:
    """Return the words in a string without white space; cached, as most strings occur again and again."""
    words = _SEPARATORS.split(form)
    return tuple(sys.intern(word) for word in words if len(word) >= SHORTEST and any(map(str.isalnum, word)))


def weigh_words(entry: SearchEntry, shown: Sequence[str] = (), contacts: Iterable[CardTexts] = ()) -> WeighedEntry:
    """Return an entry with its words, each with its largest weight there, and with the contacts shown on its page.

    `shown` has plain text: first that of the editor, then what else the page shows.
    """
    own, *shown = shown or ("",)
    parts = [*((SHOWN, text) for text in shown), (OWN_TEXT, own), (SUMMARY, entry.summary), (TITLE, entry.title)]
    found: dict[str, int] = {}
    for weight, text in parts:
        found.update(dict.fromkeys(find_words(text), weight))
    return WeighedEntry(entry, found, tuple(contacts))


def index_entries(weighed: Sequence[WeighedEntry], first: int) -> IndexedEntries:
    """Return a run of entries, numbered from `first`, with their part of the index."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number, one in enumerate(weighed, first):
        pairs = {weight: f"{number},{weight}" for weight in (TITLE, SUMMARY, OWN_TEXT, SHOWN)}
        for word, weight in one.words.items():
            found[word].append(pairs[weight])
    contacts = {known: one.entry.address for one in reversed(weighed) for known in reversed(one.contacts)}
    rows = {word: ",".join(found[word]) for word in found}
    return IndexedEntries(tuple(one.entry for one in weighed), rows, tuple(reversed(contacts.items())))


def make_index(indexed: Sequence[IndexedEntries], language: str) -> bytes:
    """Return the index as UTF-8 JSON, from the parts of all entries in order; `language` is the result of `format_language`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for some in indexed:
        for word, pairs in some.rows.items():
            found[word].append(pairs)
    count = sum(len(some.entries) for some in indexed)
    most = count * (MOST_COMMON if count > FEW else 1)
    items = ((word, ",".join(found[word])) for word in sorted(found))
    rows = (f"{encode_basestring(word)}:[{pairs}]" for word, pairs in items if (pairs.count(",") + 1) // 2 <= most)
    return f'{{"words":{{{",".join(rows)}}},{language[1:]}'.encode()


def format_language(words: Words) -> str:
    """Return the index's members about the language, as a JSON object: endings, synonyms, stop words, counts of hits."""
    index = {
        "endings": sorted(words.search_words.endings, key=lambda ending: (-len(ending), ending)),
        "alike": [list(find_words(line)) for line in words.search_words.alike],
        "empty": [unicodedata.normalize("NFC", word).lower() for word in words.search_words.empty],
        "counts": [words.search_none, *_say_counts(words, range(1, MOST_SHOWN + 1))],
    }
    if words.search_words.letters:
        index["letters"] = words.search_words.letters
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def _say_counts(words: Words, counts: Iterable[int]) -> Iterator[str]:
    for count in counts:
        yield words.search_found.say(count)

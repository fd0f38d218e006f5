"""The index of a search: every word of the site, and in what it is found.

Stage: view. In: entries in one language, and that language's words. Out: bytes of a JSON file, which the script of the
search page reads. Words are kept as they are written: which endings a word may lose is said beside them, so that the
script alone takes words apart, and question and text alike.

`{"words": {"hemlöshet": [0, 16, 4, 2]}, "endings": […], "alike": [[…]], "empty": […], "counts": […]}`: after each word
pairs of an entry's number and the word's weight in it. Where the language has them, also `"letters"`: `[["ü", "ue"]]`.
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
from plugins.search.model import IndexedEntries, Known, SearchEntry, WeighedEntry

TITLE, SUMMARY, OWN_TEXT, SHOWN = 16, 5, 2, 1
"""What a word weighs, by where it stands: in the name of a thing it says what the thing is."""
MOST_SHOWN: Final = 20
"""Finds that are shown: who has read so many asks in other words."""
MOST_COMMON: Final = 0.4
"""Share of the entries that a word may stand in: one that is in more (*och*, *att*) tells nothing, and weighs most."""
FEW: Final = 20
"""Entries that are too few to say so of."""
SHORTEST: Final = 2
"""Letters of a word that is kept."""

SEPARATORS: Final = r"[\s\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+"
"""What stands between words, in every script: the same as in `search.js`, which takes questions apart. Marks above and below
letters are parts of words, as in Arabic and Hindi."""
_SEPARATORS = re.compile(SEPARATORS)


def find_words(text: str) -> Iterator[str]:
    """Yield each word of a plain text once, in small letters, whole where it may be hyphenated."""
    composed = unicodedata.normalize("NFC", drop_signs(text)).replace("\N{SOFT HYPHEN}", "").lower()
    return iter(dict.fromkeys(chain.from_iterable(map(_split, dict.fromkeys(composed.split())))))


@lru_cache(maxsize=20_000)
def _split(form: str) -> tuple[str, ...]:
    """Return the words of what stands between two spaces: texts have few forms that they had not before."""
    words = _SEPARATORS.split(form)
    return tuple(sys.intern(word) for word in words if len(word) >= SHORTEST and any(map(str.isalnum, word)))


def weigh_words(entry: SearchEntry, shown: Sequence[str] = (), contacts: Iterable[Known] = ()) -> WeighedEntry:
    """Return an entry with its words, each with the most that it weighs there, and with whose cards stand there.

    `shown` is plain text: what stands in the editor's own text, and after that what the page shows besides.
    """
    own, *shown = shown or ("",)
    parts = [*((SHOWN, text) for text in shown), (OWN_TEXT, own), (SUMMARY, entry.summary), (TITLE, entry.title)]
    found: dict[str, int] = {}
    for weight, text in parts:
        found.update(dict.fromkeys(find_words(text), weight))
    return WeighedEntry(entry, found, tuple(contacts))


def index_together(weighed: Sequence[WeighedEntry], first: int) -> IndexedEntries:
    """Return entries that stand together, the first of which has the number `first`, with what the index says of them."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number, one in enumerate(weighed, first):
        pairs = {weight: f"{number},{weight}" for weight in (TITLE, SUMMARY, OWN_TEXT, SHOWN)}  # not anew for each word
        for word, weight in one.words.items():
            found[word].append(pairs[weight])
    contacts = {known: one.entry.address for one in reversed(weighed) for known in reversed(one.contacts)}
    rows = {word: ",".join(found[word]) for word in found}
    return IndexedEntries(tuple(one.entry for one in weighed), rows, tuple(reversed(contacts.items())))


def make_index(indexed: Sequence[IndexedEntries], language: str) -> bytes:
    """Return the index of all entries in their order; `language` is what `tell_language` says."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for some in indexed:
        for word, pairs in some.rows.items():
            found[word].append(pairs)
    count = sum(len(some.entries) for some in indexed)
    most = count * (MOST_COMMON if count > FEW else 1)
    told = ((word, ",".join(found[word])) for word in sorted(found))
    rows = (f"{encode_basestring(word)}:[{pairs}]" for word, pairs in told if (pairs.count(",") + 1) // 2 <= most)
    return f'{{"words":{{{",".join(rows)}}},{language[1:]}'.encode()


def tell_language(words: Words) -> str:
    """Return, as JSON, what the index says of the language: how words end, what means the same, how many are found."""
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

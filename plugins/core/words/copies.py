"""Report words that were copied from another list and not translated.

Yields a warning for each list, with the words and their lines. A single word may be the same in two languages (Partner, Region),
but a sentence is not, so only sentences are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from plugins.core.files.translation_names import name_language
from plugins.core.problems import Problem, warning
from plugins.core.swedish import join_words
from plugins.core.words.file import MOST_NAMED, Keys
from plugins.core.words.interface import FIRST_LIST
from plugins.core.words.lists import WordLists

COPIED: Final = (FIRST_LIST, "en")
"""The lists that translators copy: `docs/nytt-sprak.md`."""
FEW: Final = 2
"""How many sentences may be the same in two languages."""


def check_copied(lists: WordLists, code: str) -> Iterator[Problem]:
    """Yield a warning if sentences of a list are the same as in the list that it was copied from."""
    own = lists[code].language.tag
    before = COPIED[: COPIED.index(code)] if code in COPIED else COPIED
    for other in (one for one in before if one in lists and lists[one].language.tag != own):
        words, same = dict(_flatten(lists.written(code))), dict(_flatten(lists.written(other)))
        alike = [keys for keys, text in words.items() if same.get(keys) == text]
        sentences = [keys for keys in alike if len(re.findall(r"[^\W\d_]+", re.sub(r"\{\w*\}", "", words[keys]))) > 1]
        if len(sentences) > FEW:
            shown = [f"rad {lists.place(code, *keys).line}: {lists.place(code, *keys).written.strip()}" for keys in sentences]
            more = (f"… och {len(shown) - MOST_NAMED} till.",) if len(shown) > MOST_NAMED else ()
            names = join_words([name_language(other), name_language(code)])
            message = f"{len(sentences)} ord är desamma på {names}. Är de inte översatta?"
            yield warning(lists.place(code, *sentences[0]), "saknat-ord", message, *shown[:MOST_NAMED], *more)


def _flatten(words: Mapping[str, Any], before: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Yield each text with its keys; a list as one text."""
    for key, value in words.items():
        if isinstance(value, dict):
            yield from _flatten(value, (*before, key))
        elif (*before, key) != ("language", "locale"):
            yield (*before, key), ", ".join(map(str, value)) if isinstance(value, list) else str(value)

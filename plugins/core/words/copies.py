"""Words that were left in the language of the list that theirs was copied from.

Stage: check. In: the lists. Out: a warning for each list, with the words and their lines. A word alone may be the same in two
languages (Partner, Region); a sentence is not, so a few sentences tell a copy.
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
"""The lists that are copied: `docs/nytt-sprak.md`."""
FEW: Final = 2
"""Sentences that two languages may have alike."""


def check_copied(lists: WordLists, code: str) -> Iterator[Problem]:
    """Yield a warning where words of a list are those of the list that it was copied from."""
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
    """Yield each text with its keys; a list as one."""
    for key, value in words.items():
        if isinstance(value, dict):
            yield from _flatten(value, (*before, key))
        elif (*before, key) != ("language", "locale"):
            yield (*before, key), ", ".join(map(str, value)) if isinstance(value, list) else str(value)

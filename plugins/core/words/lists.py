"""Read the word lists in `theme/words/`, one file per language, and check them.

Provides `WordLists`: `Words` by language code, and problems with file and line. The first list has every word; each other list
must have the same words with the same placeholders, so that no page mixes languages: a missing word is an error. Translators need
not be programmers, so problems are reported like those of editors.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.words.compare import check_first, compare_lists, stand_in
from plugins.core.words.customs import check_shapes, read_language, read_search_words
from plugins.core.words.file import Keys, WordFile
from plugins.core.words.interface import FIRST_LIST, Words

_CODE = re.compile(r"[a-z]{2,8}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class WordList:
    """One file: the words of a language, and its problems."""

    words: Words
    problems: tuple[Problem, ...]
    file: WordFile


class WordLists(Mapping[str, Words]):
    """The words of all languages by code; each file is read on first access."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, WordList] = {}

    def __getitem__(self, code: str) -> Words:
        return self._list(code).words

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __eq__(self, other: object) -> bool:
        return self is other  # two readings of the folder may differ

    def __hash__(self) -> int:
        return id(self)

    def place(self, code: str, *keys: str) -> Place:
        """Return where a word of a language is written."""
        return self._list(code).file.place(keys)

    def written(self, code: str) -> Mapping[str, Any]:
        """Return the words of a language as written in its own list."""
        return self._list(code).file.words

    def problems(self, code: str) -> tuple[Problem, ...]:
        """Return the problems of a language's word list, including those of the first list."""
        own = self._list(code).problems
        return own if code == FIRST_LIST else (*self._list(FIRST_LIST).problems, *own)

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        found = sorted(path.stem for path in self._folder.glob("*.yaml") if _CODE.fullmatch(path.stem))
        return tuple(sorted(found, key=lambda code: code != FIRST_LIST))

    @cached_property
    def _first(self) -> WordFile:
        return WordFile.read(self._folder / f"{FIRST_LIST}.yaml")

    def _list(self, code: str) -> WordList:
        if code not in self._codes:
            if code == FIRST_LIST:  # every site needs it; during a preview it may be missing temporarily
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._folder / f"{code}.yaml"))
            raise KeyError(code)
        if code not in self._read:
            first = self._first
            file = first if code == FIRST_LIST else WordFile.read(self._folder / f"{code}.yaml")
            problems = list(file.problems)
            language = read_language(file, problems)
            faulty: set[Keys] = set()
            if file is not first and file.words:
                problems += compare_lists(file, first, language, faulty)
            elif file is first:
                problems += check_first(file, language)
            problems += check_shapes(file)
            # problems prevent the site from being written; until they are reported, the first list fills the gaps
            words = stand_in(file.words, first.words, faulty) | {"search_words": read_search_words(file)}
            self._read[code] = WordList(Words(words, f"{code}.yaml", language), tuple(problems), file)
        return self._read[code]

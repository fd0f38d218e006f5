"""Interface words: what the site says by itself, in one file a language.

In: `theme/words/sv.yaml`. Out: `Words`, read by attribute in Python and templates; a missing word is an error, never
an empty place on a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

# The parser in C, where PyYAML has it: a list of words is read at every start, and at every test.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same where values are typed: numbers, yes and no."""


class MissingWord(AttributeError):
    """A word that the theme's list does not have."""


class Words:
    """Words by name; a group of words is itself `Words`."""

    def __init__(self, words: Mapping[str, Any], name: str) -> None:
        self._words = dict(words)
        self._name = name

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        try:
            found = self._words[key]
        except KeyError:
            raise MissingWord(f"{key} is not in {self._name}") from None
        return Words(found, f"{self._name}: {key}") if isinstance(found, Mapping) else found

    def __iter__(self) -> Any:
        return iter(self._words)


def read_words(path: Path) -> Words:
    """Read a list of words; every value is text."""
    return Words(yaml.load(path.read_text("utf-8"), Loader=LOADER), path.name)

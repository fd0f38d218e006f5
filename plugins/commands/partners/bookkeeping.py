"""Words in tables from bookkeeping programs, from `bookkeeping.yaml`. Called by `names` and `table`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from plugins.core.own_tables import read_table

_DATA: Final[dict[str, Any]] = read_table(Path(__file__).with_suffix(".yaml"))

SAME_FORM: Final = {word: form for form, words in _DATA["legal forms"].items() for word in (form, *words)}
"""Legal forms as written → canonical form."""
BESIDE_A_FORM: Final = frozenset(_DATA["beside a form"])
JOINING_WORDS: Final = frozenset(_DATA["joining words"])
NAME_HEADINGS: Final = tuple(_DATA["headings of names"])
OTHER_HEADINGS: Final = tuple(_DATA["headings of others"])
SUMS: Final = frozenset(_DATA["sums"])
NUMBERED: Final = tuple(_DATA["numbered"])

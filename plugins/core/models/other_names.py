"""Common wrong names for fields, from `other_names.yaml`.

Used by `core.models.model`, which passes them to the parser, and by `core.models.misfits` and `core.models.binding`, which guess
by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plugins.core.own_tables import read_table
from plugins.core.swedish import compare_key

_DATA: dict[str, Any] = read_table(Path(__file__).with_suffix(".yaml"))
OTHER_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: tuple(meant) for part in ("English", "Swedish") for name, meant in _DATA[part].items()}
)
"""Common wrong names, each with the field names that it may stand for, the most likely first."""
OTHER_KEYS = MappingProxyType({compare_key(name): meant for name, meant in OTHER_NAMES.items()})
KNOWN_WORDS = frozenset(OTHER_KEYS) | {compare_key(name) for meant in OTHER_NAMES.values() for name in meant}
"""All words that stand for some field, as compared."""
FROM, TO, CHANGED = map(compare_key, ("från", "till", "uppdaterad"))
"""The usual names of a first day, a last day and the day of the last change, as compared."""
SPAN_NAMES = frozenset(compare_key(name) for name in _DATA["times"])
"""Common names for a whole period, which has one field for its beginning and one for its end."""

"""What people write instead of the names of our fields.

Stage: check. In: `other_names.yaml`. Out: other names by the field's own, and the names that mean a whole time. Called by
`core.models.model`, which gives them to the reader, and by `core.models.misfits`, which guesses by them.
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
"""What people write for a field, by the names that they may mean, likeliest first."""
OTHER_KEYS = MappingProxyType({compare_key(name): meant for name, meant in OTHER_NAMES.items()})
KNOWN_WORDS = frozenset(OTHER_KEYS) | {compare_key(name) for meant in OTHER_NAMES.values() for name in meant}
"""Words that mean some field, compared."""
FROM, TO, CHANGED = map(compare_key, ("från", "till", "uppdaterad"))
"""What a first day, a last day and the day of the last change mostly are called, compared."""
SPAN_NAMES = frozenset(compare_key(name) for name in _DATA["times"])
"""What people write for a whole time, which has a field for its beginning and one for its end."""

"""The 17 global goals and their 169 targets, as `goals.yaml` has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from plugins.core.own_tables import read_table

IRI: Final = "http://metadata.un.org/sdg/"
TABLE_FILE: Final = Path(__file__).resolve().with_name("goals.yaml")
_TABLE: Final[Mapping[str, Any]] = read_table(TABLE_FILE)
PAGES: Final[Mapping[str, str]] = _TABLE["pages"]
"""Template of the address of a goal's page, by language, with the placeholder `{slug}` or `{number}`."""
GOALS: Final[tuple[Mapping[str, Any], ...]] = tuple(_TABLE["goals"])

"""The 17 global goals and their 169 targets, as `goals.yaml` has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from plugins.core.words import LOADER

IRI: Final = "http://metadata.un.org/sdg/"
TABLE_FILE: Final = Path(__file__).resolve().with_name("goals.yaml")
_TABLE: Final[Mapping[str, Any]] = yaml.load(TABLE_FILE.read_text("utf-8"), LOADER)
PAGES: Final[Mapping[str, str]] = _TABLE["pages"]
"""Where more is told of a goal, by language, with `{slug}` or `{number}` of the goal."""
GOALS: Final[tuple[Mapping[str, Any], ...]] = tuple(_TABLE["goals"])

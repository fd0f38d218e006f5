"""Read a project's Pelican settings."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from plugins.commands.process.failure import faults

PLAIN: Final = "pelicanconf"
PUBLISHING: Final = "publishconf"
"""Modules of the settings; the second imports the first."""

OURS: Final = "plugins."
"""Prefix of the names of our own Pelican plugins."""


def read_own_settings(project: Path, *, publishing: bool, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Read the settings of a project; `given` take precedence."""
    from pelican.settings import read_settings  # noqa: PLC0415 (imports Pelican: `begin_pelican` may come first)

    with _own_modules(project):
        file = project / f"{PUBLISHING if publishing else PLAIN}.py"
        settings: dict[str, Any] = read_settings(str(file), override=dict(given or {}))
    if not _are_ours(settings.get("PLUGINS")):  # other plugins may change what a template compiles to: no bytecode cache
        settings["JINJA_ENVIRONMENT"] = {**settings["JINJA_ENVIRONMENT"], "bytecode_cache": None}
    return settings


def has_only_ours(project: Path) -> bool:
    """Return, without Pelican, whether all its plugins are ours and no feed is configured.

    Nothing can be known of what other plugins do when they are imported.
    """
    files = [project / f"{name}.py" for name in (PLAIN, PUBLISHING)]
    with _own_modules(project):
        try:
            read = [runpy.run_path(str(file)) for file in files if file.exists()]
        except faults():  # reported where the settings are read to be used
            return False
    return all(_are_ours(settings.get("PLUGINS")) and not _asks_for_feeds(settings) for settings in read)


def _are_ours(names: object) -> bool:
    return isinstance(names, list) and all(str(name).startswith(OURS) for name in names)


def _asks_for_feeds(settings: Mapping[str, Any]) -> bool:
    return any("FEED" in name and isinstance(value, str) and value for name, value in settings.items())


@contextmanager
def _own_modules(project: Path) -> Iterator[None]:
    """Import settings from this folder.

    Python keeps imported modules, of whatever project: both are dropped, so that they are imported again, from this folder.
    """
    sys.modules.pop(PLAIN, None)
    sys.path.insert(0, str(project))
    try:
        yield
    finally:
        sys.path.remove(str(project))
        for name in (PLAIN, PUBLISHING):
            sys.modules.pop(name, None)

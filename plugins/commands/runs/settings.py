"""A project's Pelican settings, read from its own files.

In: the project's folder. Out: Pelican's settings, those for publishing or those that they build on; whose plugins they name.
"""

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
"""The modules of the settings; those for publishing build on the plain ones."""

OURS: Final = "plugins."
"""What the names of our own Pelican plugins begin with."""


def read_own_settings(project: Path, *, publishing: bool, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the settings of a project, above which stands what is `given`."""
    from pelican.settings import read_settings  # noqa: PLC0415 (all of Pelican, which may be begun light before)

    with _own_modules(project):
        file = project / f"{PUBLISHING if publishing else PLAIN}.py"
        settings: dict[str, Any] = read_settings(str(file), override=dict(given or {}))
    if not _are_ours(settings.get("PLUGINS")):  # what they make of a template is not to be kept, nor what was kept to be used
        settings["JINJA_ENVIRONMENT"] = {**settings["JINJA_ENVIRONMENT"], "bytecode_cache": None}
    return settings


def has_only_ours(project: Path) -> bool:
    """Tell, without Pelican, whether all plugins of Pelican's are ours, and no feed of its own is asked for.

    Other people's do nobody knows what when they begin.
    """
    files = [project / f"{name}.py" for name in (PLAIN, PUBLISHING)]
    with _own_modules(project):
        try:
            read = [runpy.run_path(str(file)) for file in files if file.exists()]
        except faults():  # told where the settings are read to be used
            return False
    return all(_are_ours(settings.get("PLUGINS")) and not _asks_for_feeds(settings) for settings in read)


def _are_ours(names: object) -> bool:
    return isinstance(names, list) and all(str(name).startswith(OURS) for name in names)


def _asks_for_feeds(settings: Mapping[str, Any]) -> bool:
    return any("FEED" in name and isinstance(value, str) and value for name, value in settings.items())


@contextmanager
def _own_modules(project: Path) -> Iterator[None]:
    """Read settings from this folder.

    Python keeps a module that it has read, of whatever project: what those for publishing build on is read anew, and from
    beside them.
    """
    sys.modules.pop(PLAIN, None)
    sys.path.insert(0, str(project))
    try:
        yield
    finally:
        sys.path.remove(str(project))
        for name in (PLAIN, PUBLISHING):
            sys.modules.pop(name, None)

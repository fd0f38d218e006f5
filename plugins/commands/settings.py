"""A project's Pelican settings, read from its own files.

In: the project's folder. Out: Pelican's settings, those for publishing or those that they build on.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pelican.settings import read_settings

PLAIN: Final = "pelicanconf"
PUBLISHING: Final = "publishconf"
"""The modules of the settings; those for publishing build on the plain ones."""


def read_own_settings(project: Path, *, publishing: bool, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the settings of a project, above which stands what is `given`.

    Python keeps a module that it has read, of whatever project: what those for publishing build on is read anew, and from
    beside them.
    """
    file = project / f"{PUBLISHING if publishing else PLAIN}.py"
    sys.modules.pop(PLAIN, None)
    sys.path.insert(0, str(project))
    try:
        settings: dict[str, Any] = read_settings(str(file), override=dict(given or {}))
        return settings
    finally:
        sys.path.remove(str(project))
        for name in (PLAIN, PUBLISHING):
            sys.modules.pop(name, None)

"""Where what is compiled of the program and its packages is kept: as long as these are, like Python's own compiled modules.

Stage: any. In: the project. Out: a folder, which need not be there: in the environment that the door makes, where this process
works in it and may write there; else in `.cache/` (`docs/decisions/0236-compiled-as-long-as-the-packages.md`). Nothing of
`content/` may come there: nobody empties it when something is taken off the site.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

ENVIRONMENT: Final = ".venv"
STAMP: Final = "lokalamalen-stamp"
"""What the door leaves in an environment that is whole (`tasks.py`)."""
FOLDER: Final = "lokalamalen-kompilerat"
"""Where it is kept there."""
TEMPLATES: Final = "mallar"
PATTERNS: Final = "monster"
TEXTS: Final = "kod"


def compiled_in(project: Path) -> Path:
    """Return the folder for a project; below it each sort has its own."""
    environment = project / ENVIRONMENT
    folder = environment / FOLDER
    if Path(sys.prefix) != environment or not (environment / STAMP).is_file():
        return project / ".cache"
    return folder if os.access(folder if folder.exists() else environment, os.W_OK) else project / ".cache"

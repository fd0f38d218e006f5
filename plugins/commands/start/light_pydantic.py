"""Import pydantic without its search for plugins, which imports packages for metadata and mail.

There are no plugins (`docs/decisions/0215-pelican-is-begun-light.md`). Only where `door.py` has set `PYDANTIC_DISABLE_PLUGINS`.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Final

LOADER: Final = "pydantic.plugin._loader"


def leave_plugins_out() -> None:
    """Replace pydantic's loader of plugins by one that finds none. Must be called before any model is defined."""
    if os.environ.get("PYDANTIC_DISABLE_PLUGINS") == "__all__" and LOADER not in sys.modules:
        loader = ModuleType(LOADER)
        loader.get_plugins = tuple  # type: ignore[attr-defined]  # returns an empty one
        sys.modules[LOADER] = loader

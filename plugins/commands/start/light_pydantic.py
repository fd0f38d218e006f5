"""Imports pydantic without its search for plugins: there are none, and it imports much that reads packages and mail.

In: what the door has said (`PYDANTIC_DISABLE_PLUGINS`). Out: the module that pydantic would load, which finds none. Only in a
process of the door's, and only where it says that there are no plugins (`docs/decisions/0215-pelican-is-begun-light.md`).
"""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Final

LOADER: Final = "pydantic.plugin._loader"


def leave_plugins_out() -> None:
    """Let pydantic skip its search for plugins, and load nothing for it. To be called before any model is made."""
    if os.environ.get("PYDANTIC_DISABLE_PLUGINS") == "__all__" and LOADER not in sys.modules:
        loader = ModuleType(LOADER)
        loader.get_plugins = tuple  # type: ignore[attr-defined]  # returns an empty one
        sys.modules[LOADER] = loader

"""Options of `publish` about delivery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from plugins.core.dataclass import dataclass

Deliver = Callable[[Path, frozenset[str]], None]
"""Called with the folder of a built site, and the paths to be delivered after its pages."""
WITHDRAWN = "borttaget.yaml"
"""The list, beside `content/`, of what was taken off the site at once."""


@dataclass(frozen=True, slots=True)
class DeliveryOptions:
    """Where to deliver, and what the user has allowed."""

    target: str | None = None
    is_first: bool = False
    """Files of somebody else's may be overwritten."""
    replaces: bool = False
    """The site online may be replaced although it is newer, or another's."""
    is_trial: bool = False
    goes_back: bool = False
    """Go back to the previous release, which then stays."""

"""The options of `publish` about delivery, as they were typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from plugins.core.dataclass import dataclass

Deliver = Callable[[Path, frozenset[str]], None]
"""Does what is to be done with a site that was built in a folder, some paths of which come after its pages."""
WITHDRAWN = "borttaget.yaml"
"""The list, beside `content/`, of what was taken off the site at once."""


@dataclass(frozen=True, slots=True)
class DeliveryOptions:
    """Where to deliver, and what the user has allowed for it."""

    target: str | None = None
    is_first: bool = False
    """Somebody else's files may be written over."""
    replaces: bool = False
    """What is online may be replaced, although it is newer or another's."""
    is_trial: bool = False
    goes_back: bool = False
    """The release before is wanted, and is to stay."""

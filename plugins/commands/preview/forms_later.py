"""Import and open the editing forms at the first request for them, since most previews only show pages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from plugins.commands.preview.state import Preview
from plugins.commands.preview.wire import EDIT, Request, Response


class Forms(Protocol):
    """What preview needs of the editing pages (`plugins.commands.preview.forms.FormPages`)."""

    def answer(self, request: Request, path: str, host: str, preview: Preview) -> Response:
        """Return the answer to a request for an address below `/redigera/`."""
        ...

    def to_do(self, host: str, preview: Preview) -> Response:
        """Return the to-do list."""
        ...

    def most_bytes(self, path: str) -> int | None:
        """Return how many bytes may be sent to an address; None for an address of no form."""
        ...

    def settle(self) -> None:
        """Compute in advance what the next page will need."""
        ...


class FormsLater:
    """Editing pages that are opened by the first request that needs them."""

    def __init__(self, open_forms: Callable[[], Forms]) -> None:
        self.opened: Callable[[], None] = lambda: None
        """Called when they have been opened."""
        self._open_forms = open_forms
        self._lock = threading.Lock()
        self._forms: Forms | None = None

    def answer(self, request: Request, path: str, host: str, preview: Preview) -> Response:
        """Return the answer to a request for an address below `/redigera/`."""
        return self._open().answer(request, path, host, preview)

    def to_do(self, host: str, preview: Preview) -> Response:
        """Return the to-do list."""
        return self._open().to_do(host, preview)

    def most_bytes(self, path: str) -> int | None:
        """Return how many bytes may be sent to an address; None for an address of no form."""
        return self._open().most_bytes(path) if path.startswith(EDIT) else None

    def settle(self) -> None:
        """Compute in advance what the next page will need, if the forms are open."""
        if self._forms is not None:
            self._forms.settle()

    def _open(self) -> Forms:
        with self._lock:
            if self._forms is None:
                self._forms = self._open_forms()
                self.opened()
            return self._forms

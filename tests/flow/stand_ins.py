"""Two Pelican plugins like those of third parties: neighbours of a page, and a list of all files written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

LIST = "robots.txt"
"""The file to which the second plugin appends."""


def find_neighbours(generator: Any) -> None:
    """Set the previous and the next page on each page, as `pelican-neighbors` does."""
    pages = generator.pages
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        page.prev_page, page.next_page = before, after


class List:
    """Collects the files written, and appends them to a file at the end, as `pelican-sitemap` does."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def note(self, path: str, context: Any) -> None:
        """Record a page that is written, with values of its context."""
        page = context["page"]
        self.written.append(f"# {page.url or '/'} {page.lang} {page.status} {page.title} {page.prev_page is not None}")
        assert "</html>" in Path(path).read_text("utf-8")

    def write(self, pelican: Any) -> None:
        """Write the list."""
        file = Path(pelican.output_path) / LIST
        file.write_text(file.read_text("utf-8") + "\n".join(sorted(self.written)) + "\n", "utf-8")


_LIST = List()
CONNECTED = (
    (signals.page_generator_finalized, find_neighbours),
    (signals.content_written, _LIST.note),
    (signals.finalized, _LIST.write),
)


def register() -> None:
    """Connect to Pelican."""
    _LIST.written.clear()
    for signal, receiver in CONNECTED:
        signal.connect(receiver)


def disconnect() -> None:
    """Disconnect from Pelican."""
    for signal, receiver in CONNECTED:
        signal.disconnect(receiver)

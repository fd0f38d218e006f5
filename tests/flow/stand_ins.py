"""Two plugins as other people write them for Pelican: neighbours of a page, and a list of all that was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

LIST = "robots.txt"
"""What the second adds to, as a plugin that knows this file would."""


def find_neighbours(generator: Any) -> None:
    """Give each page the one before and the one after it, as `pelican-neighbors` does."""
    pages = generator.pages
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        page.prev_page, page.next_page = before, after


class List:
    """Gathers what has been written, and adds it to a file at the end, as `pelican-sitemap` does."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def note(self, path: str, context: Any) -> None:
        """Note a page that is written, with what stands in its context."""
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
    """Leave Pelican alone again."""
    for signal, receiver in CONNECTED:
        signal.disconnect(receiver)

"""The patterns of Pyphen's dictionary, of which each is understood when a word meets it.

In: a file of patterns (`a1b`). Out: Pyphen's own dictionary, ready in a tenth of the time: it has some fifteen thousand
patterns, and the words of a site meet some hundred. Called by `hyphens`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyphen import HyphDict, ignored, parse

_DIGITS = str.maketrans("", "", "0123456789")


class LazyDictionary(HyphDict):  # type: ignore[misc]  # Pyphen has no types
    """Pyphen's dictionary of one language."""

    def __init__(self, path: Path) -> None:
        encoding, _, rest = path.read_bytes().partition(b"\n")
        text = rest.decode(encoding.decode().strip()).replace("\r", "")
        if "^^" in text or "=" in text:  # signs by number, or words that are spelt anew where they break: none in Swedish
            super().__init__(path)
            return
        lines = [line for line in map(str.strip, text.split("\n")) if line and not line.startswith(ignored)]
        self.patterns = _Patterns(zip((line.translate(_DIGITS) for line in lines), lines, strict=True))
        self.cache: dict[str, Any] = {}
        self.maxlen = max(map(len, self.patterns))


class _Patterns(dict[str, Any]):
    """Patterns by their letters: as written, until one is asked for."""

    def get(self, letters: str, default: Any = None) -> Any:
        """Return where the numbers of a pattern begin, and the numbers from the first to the last that is not 0."""
        found = super().get(letters, default)
        if isinstance(found, str):
            found = self[letters] = _understand(found)
        return found


def _understand(pattern: str) -> tuple[int, tuple[int, ...]] | None:
    values = [int(number or "0") for number, _ in parse(pattern)]
    said = [place for place, value in enumerate(values) if value]
    return (said[0], tuple(values[said[0] : said[-1] + 1])) if said else None

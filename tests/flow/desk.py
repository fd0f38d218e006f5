"""The desk: a site with random edits, for tests of the incremental core."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

DAY = date(2026, 11, 22)


@dataclass
class Desk:
    """A site that is being edited."""

    folder: Path
    rng: random.Random
    day: date = DAY
    log: list[str] = field(default_factory=list)
    changed: set[Path] = field(default_factory=set)
    is_unseen: bool = False
    """True after a change that a watcher does not see: in the target of a link, or of a folder as a whole."""

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def theme(self) -> Path:
        return self.folder / "theme"

    def write(self, file: Path, text: str) -> None:
        self.clear(file)
        file.write_text(text, "utf-8", newline="\n")
        self.changed.add(file)

    def clear(self, file: Path) -> None:
        """Remove what is in the way of writing a file (a folder, link or pipe); links in the theme are kept."""
        for path in (*reversed(file.relative_to(self.folder).parents), file.relative_to(self.folder)):
            place = self.folder / path
            is_link = place.is_symlink() and not place.is_relative_to(self.theme)
            if is_link or (place.is_file() and place != file) or (place.exists() and not place.is_file() and not place.is_dir()):
                place.unlink()
            elif place == file and place.is_dir():
                shutil.rmtree(place)
        file.parent.mkdir(parents=True, exist_ok=True)

    def read(self, file: Path) -> str:
        return file.read_bytes().decode("utf-8", "replace")

    def texts(self, pattern: str = "**/*") -> list[Path]:
        return sorted(
            file
            for file in self.content.glob(pattern)
            if file.suffix in (".md", ".yaml") and file.is_file() and not file.is_symlink()
        )

    def pick(self, pattern: str = "**/*") -> Path:
        return self.rng.choice(self.texts(pattern) or self.texts())

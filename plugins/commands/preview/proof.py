"""The task `proof` as a button of a form: makes a proof, and serves it for download. Called by `commands.preview.forms`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import field
from datetime import date
from pathlib import Path

from plugins.commands.proof.subject import NoProof
from plugins.commands.proof.task import make_proof
from plugins.commands.reporting.speak import record
from plugins.core.dataclass import dataclass
from plugins.editing.buttons import all_with_buttons, with_buttons
from plugins.site.model import Theme

FOLDER = "korrektur"
"""Below the project's folder; the task writes there too."""


@dataclass(frozen=True, slots=True)
class MadeProof:
    """A proof that was made, or why it could not be."""

    name: str
    """The file's name; "" where there is none."""
    printed: tuple[str, ...]
    paper: str = ""
    """The name of the PDF; "" where there is none."""


@dataclass
class Proofs:
    """Makes proofs, one at a time, and remembers their files."""

    content: Path
    find_theme: Callable[[], Theme]
    today: Callable[[], date]
    project: Path
    _made: dict[str, Path] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def make(self, wanted: str) -> MadeProof:
        """Make the proof of a page (by address) or a partner (by name) as it is saved now."""
        folder = self.project / FOLDER
        with self._lock, record() as messages:
            before = {file: file.stat().st_mtime_ns for file in folder.glob("*.html")}
            try:
                status = make_proof(wanted, self.content, folder, self.today(), self.find_theme(), self.project)
            except NoProof as error:
                return MadeProof("", (with_buttons(str(error)),))
        lines = all_with_buttons(text for _, text in messages)
        new = [file for file in folder.glob("*.html") if before.get(file) != file.stat().st_mtime_ns]
        if status or not new:
            return MadeProof("", lines)
        paper = new[0].with_suffix(".pdf")
        files = [new[0], *([paper] if paper.is_file() else [])]
        self._made |= {file.name: file for file in files}
        lines = tuple(line for line in lines if not any(file.name in line for file in files))
        return MadeProof(new[0].name, lines, "".join(file.name for file in files[1:]))

    def find(self, name: str) -> bytes | None:
        """Return the content of a proof that was made here; None for any other name."""
        file = self._made.get(name)
        return file.read_bytes() if file is not None and file.is_file() else None

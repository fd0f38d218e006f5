"""The store: what came of each file, kept by its content, so that a build with nothing new decodes no picture.

Stage: intake. An entry is a small JSON file beside its variants in `.cache/`; the JSON is written last, so that a run
that is killed leaves no half of an entry. What cannot be read or written there is made anew, in memory.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from plugins.core.intake.findings import Finding
from plugins.core.intake.taken import Taken, Variant

FOLDER: Final = Path(__file__).resolve().parents[3] / ".cache" / "bilder"
RECIPE: Final = "3"
"""Raise it when the same file would be taken in otherwise: older entries are then passed over."""
MOST: Final = 2000
"""Entries that are kept, many times what one site shows; beyond that the ones that were used longest ago go."""


class Store:
    """Entries by what went in."""

    def __init__(self, folder: Path = FOLDER, most: int = MOST) -> None:
        self.folder = folder
        self.most = most

    def remember(self, data: bytes, use: str, make: Callable[[], Taken]) -> Taken:
        """Return what is kept of these bytes for this use, else what `make` returns, and keep that."""
        key = hashlib.sha256(f"{RECIPE} {use} ".encode() + data).hexdigest()[:32]
        kept = self._read(key)
        return kept if kept is not None else self._write(key, make())

    def _read(self, key: str) -> Taken | None:
        path = self.folder / f"{key}.json"
        try:
            entry = json.loads(path.read_text("utf-8"))
            with suppress(OSError):
                os.utime(path)  # used now: among the last to go
            variants = tuple(self._variant(key, item) for item in entry.pop("variants"))
            findings = tuple(Finding(**{**item, "help": tuple(item["help"])}) for item in entry.pop("findings"))
            return Taken(variants=variants, findings=findings, **entry)
        except (OSError, ValueError, TypeError, KeyError):  # not there, or not whole
            return None

    def _variant(self, key: str, item: dict[str, Any]) -> Variant:
        size = item.pop("size")
        path = self.folder / f"{key}.{item['digest']}.{item['ending']}"
        if path.stat().st_size != size:
            raise ValueError(path)
        return Variant(data=path, **item)

    def _write(self, key: str, taken: Taken) -> Taken:
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            entry = asdict(replace(taken, variants=()))
            entry["variants"] = []
            for variant in taken.variants:
                data = variant.data if isinstance(variant.data, bytes) else variant.data.read_bytes()
                item = {name: getattr(variant, name) for name in ("role", "ending", "width", "height", "digest")}
                entry["variants"].append({**item, "size": len(data)})
                self._put(f"{key}.{variant.digest}.{variant.ending}", data)
            self._put(f"{key}.json", json.dumps(entry, ensure_ascii=False).encode())
            self._drop_oldest()
        return taken

    def _drop_oldest(self) -> None:
        """Remove the entries beyond `most`, and what killed runs have left, the ones used longest ago first."""
        used: dict[str, int] = {}
        for file in os.scandir(self.folder):
            key = file.name.partition(".")[0]
            used[key] = max(used.get(key, 0), file.stat().st_mtime_ns)
        for key in sorted(used, key=lambda key: used[key], reverse=True)[self.most :]:
            for path in self.folder.glob(f"{key}.*"):
                path.unlink(missing_ok=True)

    def _put(self, name: str, data: bytes) -> None:
        """Write a file in one step, also where another run writes it too."""
        draft = self.folder / f"{name}.{os.getpid()}"
        draft.write_bytes(data)
        draft.replace(self.folder / name)

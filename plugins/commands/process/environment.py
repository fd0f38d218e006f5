"""Find locked packages that are damaged where they are installed.

Called only when an import has failed, also by `door.py`, outside the environment: imports only the standard library.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path


def find_damage(packages: Path, lock: Path) -> dict[str, Path | None]:
    """Return the locked packages that are missing or lack a file or part of one, each with its `.dist-info` folder."""
    there = {_plain(folder.name.partition("-")[0]): folder for folder in packages.glob("*.dist-info")}
    return {name: there.get(name) for name in _read_lock(lock, there) if name not in there or not _is_whole(there[name])}


def _read_lock(lock: Path, there: dict[str, Path]) -> list[str]:
    """Return the packages of a lock file; of those with a condition (not needed on every computer), only the ones installed."""
    try:
        rows = re.findall(r"(?m)^([\w.-]+)==[^\s;]+( ;)?", lock.read_text("utf-8"))
    except OSError:
        return []
    names = [(_plain(name), bool(has_condition)) for name, has_condition in rows]
    return list(dict.fromkeys(name for name, has_condition in names if not has_condition or name in there))


def _is_whole(records: Path) -> bool:
    """Return whether every file of a package exists, with the right size; scripts are elsewhere, and never used."""
    try:
        with (records / "RECORD").open(encoding="utf-8", newline="") as file:
            for name, _, size in csv.reader(file):
                if size and not name.startswith("..") and (records.parent / name).stat().st_size != int(size):
                    return False
    except (OSError, ValueError):
        return False
    return True


def _plain(name: str) -> str:
    """Return the normalised name of a package (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()

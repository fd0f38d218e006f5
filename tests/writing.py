"""Writing the files that tests keep: stories' messages, snapshots and the words in them."""

from __future__ import annotations

import os
from pathlib import Path


def exchange(file: Path, data: bytes) -> None:
    """Write a file that other processes, and a run that is stopped, leave as it was or find as it is to be."""
    if file.exists() and file.read_bytes() == data:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    new.write_bytes(data)
    new.replace(file)

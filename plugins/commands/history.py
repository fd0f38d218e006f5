"""History: when each line of a file was last changed, and which saved state a folder is in, as git remembers it.

In: a file or folder of the editors. Out: a day for each line, or the id of a commit; nothing where git does not know them, or
is not there. For the staff overview in preview, and for the manifest of a site.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

_TIME = re.compile(r"^committer-time (\d+)$", re.MULTILINE)


def read_line_days(path: Path) -> Sequence[date]:
    """Return the day on which each line was committed; for a line that is not, today."""
    try:
        return _blame(path, path.stat().st_mtime_ns)
    except (OSError, subprocess.SubprocessError):
        return ()


def read_commit(content: Path) -> str | None:
    """Return the commit that a folder is exactly as; None where it is in none, or has been changed since."""
    try:
        head = _ask("rev-parse", "HEAD", "HEAD:./", folder=content).split()
        is_changed = bool(_ask("--no-optional-locks", "status", "--porcelain", "--", ".", folder=content).strip())
    except (OSError, subprocess.SubprocessError):
        return None
    return None if is_changed else head[0]


def _ask(*arguments: str, folder: Path) -> str:
    command = ["git", "-C", str(folder), *arguments]
    told = subprocess.run(command, capture_output=True, check=True, timeout=30, stdin=subprocess.DEVNULL)
    return told.stdout.decode("utf-8", "replace")


@lru_cache(maxsize=256)
def _blame(path: Path, _changed: int) -> tuple[date, ...]:
    """Ask git; once for each state of the file."""
    command = ["git", "-C", str(path.parent), "blame", "--line-porcelain", "--", path.name]
    told = subprocess.run(command, capture_output=True, check=True, timeout=10).stdout.decode("utf-8", "replace")
    return tuple(datetime.fromtimestamp(int(seconds), UTC).date() for seconds in _TIME.findall(told))

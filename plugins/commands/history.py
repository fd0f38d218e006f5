"""History: when each line of a file was last changed, as git remembers it.

In: a file of the editors. Out: a day for each of its lines; nothing where git does not know the file, or is not there.
For the staff overview in preview.
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


@lru_cache(maxsize=256)
def _blame(path: Path, _changed: int) -> tuple[date, ...]:
    """Ask git; once for each state of the file."""
    command = ["git", "-C", str(path.parent), "blame", "--line-porcelain", "--", path.name]
    told = subprocess.run(command, capture_output=True, check=True, timeout=10).stdout.decode("utf-8", "replace")
    return tuple(datetime.fromtimestamp(int(seconds), UTC).date() for seconds in _TIME.findall(told))

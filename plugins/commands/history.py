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
    """Return the commit that a folder is exactly as; None where it is in none, or has been changed since.

    Line ends that git saves in one way are no change: `git status` calls them one, and `git diff` does not.
    """
    try:
        head = _ask("rev-parse", "HEAD", "HEAD:./", folder=content).split()
        changed = _ask("--no-optional-locks", "diff", "--no-ext-diff", "--name-only", "HEAD", "--", ".", folder=content)
        is_changed = bool(
            changed.strip() or _ask("ls-files", "--others", "--exclude-standard", "--", ".", folder=content).strip()
        )
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


def lies_in_history(folder: Path) -> bool:
    """Tell whether a folder lies in git, and is not one that git passes over."""
    try:
        if _ask("rev-parse", "--is-inside-work-tree", folder=folder).strip() != "true":
            return False
    except (OSError, subprocess.SubprocessError):
        return False
    try:
        _ask("check-ignore", "--quiet", ".", folder=folder)
    except subprocess.SubprocessError:
        return True
    return False


def is_shared(folder: Path) -> bool:
    """Tell whether what is saved is at a colleagues' place too; where there is no such place, it is."""
    try:
        if not _ask("remote", folder=folder).strip():
            return True
        return bool(_ask("for-each-ref", "--count=1", "--contains", "HEAD", "refs/remotes", folder=folder).strip())
    except (OSError, subprocess.SubprocessError):
        return False


def is_ancestor(folder: Path, earlier: str, later: str) -> bool:
    """Tell whether a saved state has come before another; one that nobody here knows has not."""
    try:
        _ask("merge-base", "--is-ancestor", "--end-of-options", earlier, later, folder=folder)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def pack_state(folder: Path, commit: str) -> bytes | None:
    """Return a folder as it was in a saved state, as a tar archive; None where that state is not known here."""
    command = ["git", "-C", str(folder), "archive", "--format=tar", "--end-of-options", commit, "."]
    try:
        return subprocess.run(command, capture_output=True, check=True, timeout=120, stdin=subprocess.DEVNULL).stdout
    except (OSError, subprocess.SubprocessError):
        return None

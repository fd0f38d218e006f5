"""History: when each line of a file was last changed, and which saved state a folder is in, as git remembers it.

In: a file or folder of the editors. Out: a day for each line, or the id of a commit; nothing where git does not know them, or
is not there. For the to-do list in preview, for the manifest of a site, and for what is asked before one is delivered.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from plugins.core.system.git import run_git

_TIME = re.compile(r"^committer-time (\d+)$", re.MULTILINE)
_SECONDS: Final = 30.0
"""Longest time that a question about what is on this machine may take."""
_PACKING: Final = 120.0
"""Longest time that the packing of all that a folder once held may take."""


def read_line_days(path: Path) -> Sequence[date]:
    """Return the day on which each line was committed; for a line that is not, today."""
    try:
        return _blame(path, path.stat().st_mtime_ns)
    except OSError:
        return ()


def read_commit(content: Path) -> str | None:
    """Return the commit that a folder is exactly as; None where it is in none, or has been changed since.

    Line ends that git saves in one way are no change: `git status` calls them one, and `git diff` does not.
    """
    head, *_ = (_ask("rev-parse", "HEAD", "HEAD:./", folder=content) or "").split() or [""]
    questions = (
        # Of that commit and not of HEAD, which may be another by now.
        ("diff", "--no-ext-diff", "--no-textconv", "--name-only", head, "--", "."),
        ("ls-files", "--others", "--exclude-standard", "--", "."),
    )
    # Neither is asked where an earlier answer settles it: each starts a process.
    return None if not head or any(_ask(*words, folder=content) != "" for words in questions) else head


def _ask(*words: str, folder: Path) -> str | None:
    """Return git's answer; None where it says no, or cannot say."""
    told = _run(*words, folder=folder)
    return None if told is None else told.decode("utf-8", "replace")


def _run(*words: str, folder: Path, seconds: float = _SECONDS, settings: Mapping[str, str] | None = None) -> bytes | None:
    try:
        done = run_git(words, folder, seconds=seconds, settings=settings)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout


@lru_cache(maxsize=256)
def _blame(path: Path, _changed: int) -> tuple[date, ...]:
    """Ask git; once for each state of the file."""
    told = _ask("blame", "--line-porcelain", "--", path.name, folder=path.parent) or ""
    return tuple(datetime.fromtimestamp(int(seconds), UTC).date() for seconds in _TIME.findall(told))


def lies_in_history(folder: Path) -> bool:
    """Tell whether a folder lies in git, and is not one that git passes over."""
    if (_ask("rev-parse", "--is-inside-work-tree", folder=folder) or "").strip() != "true":
        return False
    # It refuses paths that are told to be literal, as they are for all else.
    return _run("check-ignore", "--quiet", ".", folder=folder, settings={"GIT_LITERAL_PATHSPECS": "0"}) is None


def is_shared(folder: Path) -> bool:
    """Tell whether what is saved is at a colleagues' place too; where there is no such place, it is."""
    remotes = _ask("remote", folder=folder)
    if remotes is None:
        return False
    shared = _ask("for-each-ref", "--count=1", "--contains", "HEAD", "refs/remotes", folder=folder) or ""
    return not remotes.strip() or bool(shared.strip())


def when_fetched(folder: Path) -> datetime | None:
    """Return when this computer last asked the colleagues' place for news; None where it never has, or there is none."""
    told = _ask("rev-parse", "--git-path", "FETCH_HEAD", folder=folder)
    try:
        return None if told is None else datetime.fromtimestamp((folder / told.strip()).stat().st_mtime, UTC)
    except OSError:
        return None


def is_ancestor(folder: Path, earlier: str, later: str) -> bool:
    """Tell whether a saved state has come before another; one that nobody here knows has not."""
    return _ask("merge-base", "--is-ancestor", "--end-of-options", earlier, later, folder=folder) is not None


def pack_state(folder: Path, commit: str) -> bytes | None:
    """Return a folder as it was in a saved state, as a tar archive; None where that state is not known here."""
    return _run("archive", "--format=tar", "--end-of-options", commit, ".", folder=folder, seconds=_PACKING)

"""Questions to git about a file or folder: the day of each line, the commit, whether it is shared.

Returns None or an empty value where git has no answer or is not installed. Used for the to-do list in preview, for the manifest
of a site, and before a delivery.
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
"""Timeout, in seconds, of a question about this machine."""
_PACKING: Final = 120.0
"""Timeout, in seconds, of packing a whole folder."""


def read_line_days(path: Path) -> Sequence[date]:
    """Return the day on which each line was committed; today for a line that is not."""
    try:
        return _blame(path, path.stat().st_mtime_ns)
    except OSError:
        return ()


def read_commit(content: Path) -> str | None:
    """Return the commit that a folder matches exactly; None where there is none, or the folder has been changed since.

    Differences in line breaks that git normalises are no change: `git status` reports them, `git diff` does not.
    """
    head, *_ = (_ask("rev-parse", "HEAD", "HEAD:./", folder=content) or "").split() or [""]
    questions = (
        # Of that commit and not of HEAD, which may be another by now.
        ("diff", "--no-ext-diff", "--no-textconv", "--name-only", head, "--", "."),
        ("ls-files", "--others", "--exclude-standard", "--", "."),
    )
    # Lazily: each question starts a process.
    return None if not head or any(_ask(*words, folder=content) != "" for words in questions) else head


def _ask(*words: str, folder: Path) -> str | None:
    """Return git's answer; None where it fails."""
    output = _run(*words, folder=folder)
    return None if output is None else output.decode("utf-8", "replace")


def _run(*words: str, folder: Path, seconds: float = _SECONDS, settings: Mapping[str, str] | None = None) -> bytes | None:
    try:
        done = run_git(words, folder, seconds=seconds, settings=settings)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout


@lru_cache(maxsize=256)
def _blame(path: Path, _changed: int) -> tuple[date, ...]:
    """Run `git blame`; cached by the file's time of modification."""
    output = _ask("blame", "--line-porcelain", "--", path.name, folder=path.parent) or ""
    return tuple(datetime.fromtimestamp(int(seconds), UTC).date() for seconds in _TIME.findall(output))


def lies_in_history(folder: Path) -> bool:
    """Return whether a folder is in a git work tree, and not ignored by git."""
    if (_ask("rev-parse", "--is-inside-work-tree", folder=folder) or "").strip() != "true":
        return False
    # check-ignore refuses literal pathspecs, which are set for all other commands.
    return _run("check-ignore", "--quiet", ".", folder=folder, settings={"GIT_LITERAL_PATHSPECS": "0"}) is None


def is_shared(folder: Path) -> bool:
    """Return whether HEAD has been pushed to a remote; True where there is no remote."""
    remotes = _ask("remote", folder=folder)
    if remotes is None:
        return False
    shared = _ask("for-each-ref", "--count=1", "--contains", "HEAD", "refs/remotes", folder=folder) or ""
    return not remotes.strip() or bool(shared.strip())


def when_fetched(folder: Path) -> datetime | None:
    """Return when this computer last fetched; None where it never has."""
    output = _ask("rev-parse", "--git-path", "FETCH_HEAD", folder=folder)
    try:
        return None if output is None else datetime.fromtimestamp((folder / output.strip()).stat().st_mtime, UTC)
    except OSError:
        return None


def is_ancestor(folder: Path, earlier: str, later: str) -> bool:
    """Return whether a commit is an ancestor of another; False where one of them is not known here."""
    return _ask("merge-base", "--is-ancestor", "--end-of-options", earlier, later, folder=folder) is not None


def pack_state(folder: Path, commit: str) -> bytes | None:
    """Return a folder as it was in a commit, as a tar archive; None where the commit is not known here."""
    return _run("archive", "--format=tar", "--end-of-options", commit, ".", folder=folder, seconds=_PACKING)

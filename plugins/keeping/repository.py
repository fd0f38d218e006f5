"""A git repository: reads and writes objects, fetches and pushes, by running git.

Called by the rest of `plugins.keeping`. Raises `HistoryError` where git fails. `plugins.keeping.merge` merges files, not git.
"""

from __future__ import annotations

import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.system.git import run_git
from plugins.keeping.errors import HistoryError, explain

MOST: Final = 4
"""Lists of files, and calls that read files, whose results are kept: a save compares two states several times, and a history goes
through thousands."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file in a commit."""

    mode: str
    blob: str


class Repository:
    """The git repository that a folder is in."""

    def __init__(self, folder: Path) -> None:
        self.top = folder  # where git is run to find the real one
        self.top = self._find_top()
        self._listed: dict[tuple[str, str], Mapping[str, SavedFile]] = {}
        self._read: deque[Mapping[str, bytes]] = deque(maxlen=MOST)

    # ---- running git

    def run(
        self, *words: str, given: bytes | None = None, settings: Mapping[str, str] | None = None, may_fail: bool = False
    ) -> bytes:
        """Run git and return its stdout; where it fails raise `HistoryError`, or with `may_fail` return b""."""
        try:
            done = run_git(words, self.top, given=given or b"", settings=settings)
        except FileNotFoundError as error:
            raise HistoryError(
                "Programmet som sparar och delar ändringar finns inte på den här datorn. Kör: python3 tasks.py doktor\n"
                "Det du har skrivit ligger kvar i filerna.",
                "saknas",
            ) from error
        except subprocess.TimeoutExpired as error:
            message = "Det tog för lång tid, så försöket avbröts. Inget har försvunnit. Försök igen om en stund."
            raise HistoryError(message, "offline") from error
        if done.returncode and not may_fail:
            raise explain(done.stderr.decode("utf-8", "replace"))
        return b"" if done.returncode else done.stdout

    def run_text(self, *words: str, may_fail: bool = False) -> str:
        """Run git and return its stdout as text, without trailing line breaks."""
        return self.run(*words, may_fail=may_fail).decode("utf-8", "surrogateescape").rstrip("\n")

    def _find_top(self) -> Path:
        try:
            top = self.run_text("rev-parse", "--show-toplevel")
        except HistoryError as error:
            if error.code in ("saknas", "annans"):
                raise
            raise HistoryError(
                "Den här mappen har ingen historik, så det finns inget att spara i. Det du har skrivit ligger kvar i filerna.\n"
                "Den som satte upp webbplatsen kan koppla mappen till den plats som ni delar.",
                "inget-arkiv",
            ) from None
        return Path(top)

    # ---- commits

    @cached_property
    def git_dir(self) -> Path:
        """Return the path of the git directory."""
        return Path(self.run_text("rev-parse", "--absolute-git-dir"))

    @property
    def head(self) -> str | None:
        """Return the id of HEAD; None where there is no commit yet."""
        return self.run_text("rev-parse", "--verify", "--quiet", "HEAD^{commit}", may_fail=True) or None

    @cached_property
    def branch(self) -> str:
        """Return the full name of the current branch; raise `HistoryError` where HEAD is detached."""
        name = self.run_text("symbolic-ref", "--quiet", "HEAD", may_fail=True)
        if not name:
            raise HistoryError(
                "Mappen visar ett äldre läge av webbplatsen, och där går det inte att spara.\n"
                "Be den som sköter programmet att ställa mappen på det nyaste läget. Det du har skrivit ligger kvar i filerna.",
                "aldre-lage",
            )
        return name

    def resolve(self, name: str) -> str | None:
        """Return the id of the commit with a name or the beginning of an id; None where there is none."""
        return self.run_text("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", may_fail=True) or None

    def parents(self, state: str) -> list[str]:
        """Return the ids of a commit's parents."""
        return self.run_text("rev-list", "--parents", "--max-count=1", state).split()[1:]

    def is_ancestor(self, old: str, new: str) -> bool:
        """Return whether the commit `old` is `new` or an ancestor of it."""
        return old == new or self.run_text("merge-base", old, new, may_fail=True) == old

    def merge_base(self, one: str, other: str) -> str | None:
        """Return the merge base of two commits; None where they share no history."""
        return self.run_text("merge-base", one, other, may_fail=True) or None

    def files(self, state: str | None, below: str = "") -> Mapping[str, SavedFile]:
        """Return the files of a commit or tree with this whole id, by path from the top of the repository.

        What an id stands for never changes, so git is not asked again for the latest ones: each call starts a process, which is
        slow on Windows.
        """
        if state is None:
            return {}
        if (state, below) not in self._listed:
            if len(self._listed) == MOST:
                del self._listed[next(iter(self._listed))]
            self._listed[state, below] = self._list_files(state, below)
        return self._listed[state, below]

    def _list_files(self, state: str, below: str) -> dict[str, SavedFile]:
        output = self.run("ls-tree", "-r", "-z", "--full-tree", state, *(["--", below] if below else []))
        files = {}
        for row in output.decode("utf-8", "surrogateescape").split("\0"):
            if row:
                words, _, path = row.partition("\t")
                mode, _, blob = words.split(" ")
                files[path] = SavedFile(mode, blob)
        return files

    def index_files(self, below: str) -> dict[str, SavedFile]:
        """Return the files in the index, by path from the top of the repository; without those that git could not merge."""
        output = self.run("ls-files", "--stage", "-z", "--", below).decode("utf-8", "surrogateescape")
        files = {}
        for row in output.split("\0"):
            words, _, path = row.partition("\t")
            if path and words.endswith(" 0"):
                mode, blob, _ = words.split(" ")
                files[path] = SavedFile(mode, blob)
        return files

    def read_blobs(self, blobs: Sequence[str]) -> Mapping[str, bytes]:
        """Return the content of blobs by id; git is not asked again for those read in the latest calls (see `files`)."""
        known = {blob: data for read in self._read for blob, data in read.items()}
        if missing := sorted({*blobs} - known.keys()):
            self._read.append(self._read_blobs(missing))
            known |= self._read[-1]
        return {blob: known[blob] for blob in blobs}

    def _read_blobs(self, wanted: Sequence[str]) -> dict[str, bytes]:
        output = self.run("cat-file", "--batch", given="".join(f"{blob}\n" for blob in wanted).encode())
        found: dict[str, bytes] = {}
        at = 0
        for blob in wanted:
            head, _, _ = output[at : at + 200].partition(b"\n")
            size = int(head.split()[2])
            begin = at + len(head) + 1
            found[blob] = output[begin : begin + size]
            at = begin + size + 1
        return found

    def write_blob(self, data: bytes) -> str:
        """Store the content of a file; return the id of its blob."""
        return self.run("hash-object", "-w", "--stdin", "--no-filters", given=data).decode().strip()

    # ---- the remote

    @cached_property
    def remote(self) -> tuple[str, str] | None:
        """Return the name of the remote that editors share and the full name of our branch there; None where there is no
        remote.
        """
        name = self.branch.removeprefix("refs/heads/")
        remotes = self.run_text("remote").split()
        own = self.run_text("config", "--get", f"branch.{name}.remote", may_fail=True)
        remote = own if own in remotes else "origin" if "origin" in remotes else remotes[0] if len(remotes) == 1 else ""
        if not remote:
            return None
        there = self.run_text("config", "--get", f"branch.{name}.merge", may_fail=True) if own == remote else ""
        return remote, there or f"refs/heads/{name}"

    def fetch(self) -> str | None:
        """Fetch our branch from the remote; return its commit, None where there is no remote or the branch is not there yet."""
        remote = self.remote
        if remote is None:
            return None
        name, there = remote
        track = f"refs/remotes/{name}/{there.removeprefix('refs/heads/')}"
        try:
            self.run("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", name, f"+{there}:{track}")
        except HistoryError as error:
            if error.code == "tom":
                return None
            raise
        return self.resolve(track)

    @property
    def upstream(self) -> str | None:
        """Return the commit of our branch at the remote as last fetched or pushed."""
        remote = self.remote
        return self.resolve(f"refs/remotes/{remote[0]}/{remote[1].removeprefix('refs/heads/')}") if remote else None

    def push(self, state: str) -> None:
        """Push a commit to the remote; raise `HistoryError` (`efter`) where somebody else has pushed first."""
        remote = self.remote
        assert remote is not None
        name, there = remote
        self.run("push", "--quiet", "--no-verify", "--no-follow-tags", name, f"{state}:{there}")
        self.run("update-ref", f"refs/remotes/{name}/{there.removeprefix('refs/heads/')}", state)

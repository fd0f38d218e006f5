"""A branch of a git repository as a place: GitHub, GitLab and Codeberg serve a website from it (Pages).

A delivery becomes one commit without a parent, so that the branch does not keep, for anybody to read, what was taken off the
site. It is pushed with `--force-with-lease`, so that it replaces only the commit that was read: nobody's faster delivery is lost.
The project's own repository gives its remotes and logins, and is not changed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from plugins.core.answers import find_answer, last_line
from plugins.core.swedish import quote
from plugins.core.system.git import run_git
from plugins.delivery.fault import FOLDER_IN_THE_WAY, DeliveryFault, TargetMisread
from plugins.delivery.place import FileType, MakeFolder, OnDone, Operation, Put, Remove, RemoveFolder, Rename, TargetListing
from plugins.delivery.plan import RECORDS
from plugins.delivery.records import Owner
from plugins.delivery.target import GitTarget

NO_JEKYLL: Final = ".nojekyll"
"""GitHub leaves out names that begin with a dot or an underscore unless this file is there
(https://github.blog/news-insights/bypassing-jekyll-on-github-pages/).
"""
_OUTWARD: Final = re.compile(r"(http|credential|url|core\.sshcommand|ssh|user)\b", re.IGNORECASE)
"""Names of git settings for reaching remotes, and for the committer's name."""
_REASON: Final = re.compile(r"^(remote: )?(fatal|error): (?!failed to push|could not read from remote)", re.IGNORECASE)
_REGULAR: Final = "100644"
_SORTS: Final[Mapping[str, FileType]] = {"120000": "link", "160000": "folder"}
"""Modes of tree entries that are not files; the second is a submodule."""
_SEEN: Final = "refs/seen"
"""In our own temporary repository: the commit at the target."""
ANSWERS: Final = Path(__file__).with_name("git_answers.yaml")
SECONDS: Final = 1800
"""Timeout of one call of git: the first delivery sends all pictures, perhaps over a slow line."""


class GitBranch:
    """A branch of a repository. A `DeliveryPlace`. It needs no lock: of two pushes from the same commit, git refuses the
    second.
    """

    def __init__(self, target: GitTarget, folder: Path, words: str = "Publish the site", options: Sequence[str] = ()) -> None:
        """`folder` is in the repository that knows the remote, `words` is the commit message, and `options` are put before
        git's command.
        """
        self.target = target
        self.folder = folder
        self.words = words
        self.options = options
        self._work_folder = Path(tempfile.mkdtemp(prefix="lokalamalen-"))
        weakref.finalize(self, _remove, self._work_folder)
        self._seen: str | None = None
        self._files: dict[str, tuple[str, str]] | None = None
        """Path → mode and blob."""

    # ---- questions

    def read_listing(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what is in `folders`."""
        self._fetch()
        return self._found(self._files or {}, folders)

    def _found(self, files: Mapping[str, tuple[str, str]], folders: Iterable[str]) -> TargetListing:
        names: dict[str, dict[str, FileType]] = {"": {}}
        for path, (mode, _) in files.items():
            parts = path.split("/")
            for place, part in enumerate(parts[:-1]):
                names.setdefault("/".join(parts[:place]), {})[part] = "folder"
            names.setdefault("/".join(parts[:-1]), {})[parts[-1]] = _SORTS.get(mode, "file")
        listed = {folder: names[folder] for folder in folders if folder in names}
        return TargetListing({path: self._blob(files[path][1]) for path in RECORDS if path in files}, listed)

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the content of files."""
        self._fetch()
        files = self._files or {}
        return {path: self._blob(files[path][1]) for path in paths if path in files}

    def find_changed(self, source: Path, files: Mapping[str, str], _turn: int) -> frozenset[str]:
        """Return which of `files` are no longer there as they were delivered."""
        self._fetch()
        given = "".join(f"{source.resolve() / path}\n" for path in files).encode("utf-8", "surrogateescape")
        blobs = self._git("hash-object", "--no-filters", "--stdin-paths", given=given).decode().split()
        there = self._files or {}
        return frozenset(path for path, blob in zip(files, blobs, strict=True) if there.get(path) != (_REGULAR, blob))

    def find_existing(self, _paths: Iterable[str]) -> frozenset[str]:
        """Return nothing: git tells names apart by every character."""
        return frozenset()

    def _blob(self, blob: str) -> bytes:
        return self._git("cat-file", "blob", blob)

    def _fetch(self) -> None:
        """Fetch what is at the target, once for each delivery."""
        if self._files is not None:
            return
        output = self._git("ls-remote", "--", self._remote, self._ref).decode()
        self._files = {}
        if output.strip():
            # The commit that was fetched, not the one listed before: somebody may have delivered in between.
            self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", self._remote, f"+{self._ref}:{_SEEN}")
            self._seen = self._git("rev-parse", _SEEN).decode().strip()
            self._check_own_work()
            for row in self._git("ls-tree", "-r", "-z", self._seen).decode("utf-8", "surrogateescape").split("\0"):
                if row:
                    mode, _, rest = row.partition(" ")
                    blob, _, path = rest.partition(" ")[2].partition("\t")
                    self._files[path] = (mode, blob)

    def _check_own_work(self) -> None:
        """Raise `TargetMisread` for a branch that shares the project's own history: one commit would replace all of it."""
        began = _run(["rev-list", "--max-parents=0", "HEAD"], self.folder).stdout.decode().split()
        if any(self._ask(["cat-file", "-e", first], b"", {}).returncode == 0 for first in began):
            raise TargetMisread(
                f"{quote(f'{self.target.remote}#{self.target.branch}', 200)} är inte en plats för den färdiga webbplatsen: där "
                "ligger programmet och innehållet med allt som är sparat, och det skulle gå förlorat. Inget är ändrat.\n"
                "Välj ett namn efter # som inte finns där än, till exempel git:origin#pages."
            )

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.target.branch}"

    # ---- the lock

    def take_lock(self, _owner: Owner, _other: Owner | None) -> Owner | None:
        """Return None: there is no lock."""
        return None

    def free_lock(self) -> None:
        """Do nothing: there is no lock."""

    # ---- operations

    @contextmanager
    def change(self) -> Iterator[_Tree]:
        """Collect the operations in a tree; then push it as one commit."""
        tree = _Tree(self, dict(self._files or {}))
        yield tree
        above = {folder.as_posix() for path in tree.files for folder in PurePosixPath(path).parents}
        if theirs := sorted(above & tree.files.keys()):  # somebody's files where ours need a folder
            raise DeliveryFault(FOLDER_IN_THE_WAY.format(name=quote(theirs[0], 200)))
        if NO_JEKYLL not in tree.files:
            tree.files[NO_JEKYLL] = (_REGULAR, self.write(b""))
        commit = self._commit(tree.files)
        self._git(
            "push",
            "--quiet",
            f"--force-with-lease={self._ref}:{self._seen or ''}",
            "--",
            self._remote,
            f"{commit}:{self._ref}",
        )
        self._seen, self._files = commit, tree.files

    def write(self, data: bytes) -> str:
        """Store the content of a file; return the id of its blob."""
        return self._git("hash-object", "-w", "--stdin", given=data).decode().strip()

    def _commit(self, files: Mapping[str, tuple[str, str]]) -> str:
        rows = "".join(f"{mode} {blob}\t{path}\0" for path, (mode, blob) in sorted(files.items()))
        index = {"GIT_INDEX_FILE": str(self._work_folder / "index")}
        self._git("read-tree", "--empty", settings=index)
        self._git("update-index", "-z", "--index-info", given=rows.encode("utf-8", "surrogateescape"), settings=index)
        tree = self._git("write-tree", settings=index).decode().strip()
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in self._who().items()}
        return self._git("commit-tree", tree, "-m", self.words, settings=who).decode().strip()

    def _who(self) -> Mapping[str, str]:
        """Return who publishes, for the commit; the program's name where git has no user."""
        name, mail = (self._git("config", key, may_fail=True).decode().strip() for key in ("user.name", "user.email"))
        return {"NAME": name or "Lokala målen", "EMAIL": mail or "lokalamalen@localhost"}

    # ---- git itself

    def _git(self, *words: str, given: bytes = b"", settings: Mapping[str, str] | None = None, may_fail: bool = False) -> bytes:
        ended = self._ask(words, given, settings or {})
        if ended.returncode and not may_fail:
            raise self._fault(ended.stderr.decode("utf-8", "replace"))
        return ended.stdout

    def _ask(self, words: Sequence[str], given: bytes, settings: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        environment = {**self._settings, **settings, "GIT_DIR": str(self._home)}
        return _run([*self.options, *words], self.folder, given, environment)

    @cached_property
    def _home(self) -> Path:
        """Return a temporary repository: a push from the project's own would update its remote-tracking branches."""
        home = self._work_folder / "repository"
        _run(["init", "--quiet", "--bare", str(home)], self._work_folder)
        return home

    @cached_property
    def _settings(self) -> Mapping[str, str]:
        """Return the project's settings for reaching remotes, as git reads them from the environment (git-config(1))."""
        output = _run(["config", "--local", "--includes", "--list", "-z"], self.folder).stdout
        rows = [row.partition("\n") for row in output.decode("utf-8", "surrogateescape").split("\0")]
        kept = [(name, value) for name, _, value in rows if _OUTWARD.match(name)]
        numbered = {f"GIT_CONFIG_KEY_{n}": name for n, (name, _) in enumerate(kept)}
        numbered |= {f"GIT_CONFIG_VALUE_{n}": value for n, (_, value) in enumerate(kept)}
        return {"GIT_CONFIG_COUNT": str(len(kept)), **numbered}

    @cached_property
    def _remote(self) -> str:
        """Return the remote's push address."""
        result = _run(["remote", "get-url", "--push", self.target.remote], self.folder)
        address = result.stdout.decode().strip() or self.target.remote
        return str(self.folder / address) if address.startswith(".") else address

    def _fault(self, said: str) -> DeliveryFault:
        where = quote(f"{self.target.remote}#{self.target.branch}", 200)
        answer = find_answer(ANSWERS, said)
        if answer is not None:
            return DeliveryFault(answer.means.format(where=where))
        return DeliveryFault(f"Det gick inte att lägga ut webbplatsen på {where}. Svaret var: {quote(_decisive(said), 300)}")


def _run(
    words: Sequence[str], folder: Path, given: bytes = b"", settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return run_git(words, folder, given=given, settings=settings, seconds=SECONDS)
    except FileNotFoundError:
        raise DeliveryFault("Programmet som når målet finns inte på den här datorn. Kör: python3 tasks.py doktor") from None
    except subprocess.TimeoutExpired:
        raise DeliveryFault("Det tog för lång tid att nå målet, så försöket avbröts. Försök igen om en stund.") from None


def _remove(folder: Path) -> None:
    """Remove a temporary folder, also where an interrupt comes meanwhile."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _decisive(said: str) -> str:
    """Return the line with the reason why git failed: what follows it is general advice."""
    reasons = [line.strip() for line in said.splitlines() if _REASON.search(line)]
    return reasons[-1] if reasons else last_line(said)


class _Tree:
    """The files of a commit that is being made. A `Workspace`."""

    def __init__(self, branch: GitBranch, files: dict[str, tuple[str, str]]) -> None:
        self.branch = branch
        self.files = files

    def read_listing(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what is in `folders`."""
        return self.branch._found(self.files, folders)

    def perform(self, operations: Sequence[Operation], on_done: OnDone) -> None:
        """Perform the operations in order; git has no empty folders, so those of folders do nothing."""
        for operation in operations:
            match operation:
                case Put(source=bytes() as data):
                    self.files[operation.path] = (_REGULAR, self.branch.write(data))
                case Put(source=Path() as file):
                    self.files[operation.path] = (_REGULAR, self.branch.write(file.read_bytes()))
                case Rename():
                    self.files[operation.new] = self.files.pop(operation.old)
                case Remove():
                    self.files.pop(operation.path, None)
                case MakeFolder() | RemoveFolder():
                    pass
            on_done(operation)

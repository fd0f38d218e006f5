"""A branch of a git repository as a place: GitHub, GitLab and Codeberg make a website of it (Pages).

In: operations. Out: one commit, alone in its branch, so that what was taken off the site is not kept there for anybody to read.
It takes the place of the one that was seen, and of no other (`--force-with-lease`): whoever was faster has not lost anything.
The project's own repository is asked for its remotes and logins, and is left as it is.
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
from plugins.delivery.place import FileType, MakeFolder, Operation, Put, Remove, RemoveFolder, Rename, TargetListing, Tell
from plugins.delivery.plan import RECORDS
from plugins.delivery.records import Owner
from plugins.delivery.target import GitTarget

NO_JEKYLL: Final = ".nojekyll"
"""Without it GitHub leaves out what begins with a dot or an underscore
(https://github.blog/news-insights/bypassing-jekyll-on-github-pages/)."""
_OUTWARD: Final = re.compile(r"(http|credential|url|core\.sshcommand|ssh|user)\b", re.IGNORECASE)
"""Settings that say how others are reached, and who we are."""
_REASON: Final = re.compile(r"^(remote: )?(fatal|error): (?!failed to push|could not read from remote)", re.IGNORECASE)
_REGULAR: Final = "100644"
_SORTS: Final[Mapping[str, FileType]] = {"120000": "link", "160000": "folder"}
"""What is no file, by its mode; the second is a repository within."""
_SEEN: Final = "refs/seen"
"""In our own repository, what lies at the target."""
ANSWERS: Final = Path(__file__).with_name("git_answers.yaml")
SECONDS: Final = 1800
"""Longest time that one call of git may take: the first delivery sends all pictures, perhaps over a slow line."""


class GitBranch:
    """A branch of a repository. A `DeliveryPlace`; it needs no lock, for only one of two commits can follow a third."""

    def __init__(self, target: GitTarget, folder: Path, words: str = "Publish the site", options: Sequence[str] = ()) -> None:
        """Take the target, the folder whose repository knows the remote, and the commit's message."""
        self.target = target
        self.folder = folder
        self.words = words
        self.options = options
        self._workshop = Path(tempfile.mkdtemp(prefix="lokalamalen-"))
        weakref.finalize(self, _remove, self._workshop)
        self._seen: str | None = None
        self._files: dict[str, tuple[str, str]] | None = None
        """Path → mode and blob."""

    # ---- questions

    def look(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what lies in some folders."""
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
        """Return what files hold."""
        self._fetch()
        files = self._files or {}
        return {path: self._blob(files[path][1]) for path in paths if path in files}

    def find_changed(self, source: Path, files: Mapping[str, str], _turn: int) -> frozenset[str]:
        """Return which of some files are not there any more as they came."""
        self._fetch()
        given = "".join(f"{source.resolve() / path}\n" for path in files).encode("utf-8", "surrogateescape")
        blobs = self._git("hash-object", "--no-filters", "--stdin-paths", given=given).decode().split()
        there = self._files or {}
        return frozenset(path for path, blob in zip(files, blobs, strict=True) if there.get(path) != (_REGULAR, blob))

    def meets(self, _paths: Iterable[str]) -> frozenset[str]:
        """Return nothing: what a path leads to has its very letters."""
        return frozenset()

    def _blob(self, blob: str) -> bytes:
        return self._git("cat-file", "blob", blob)

    def _fetch(self) -> None:
        """Bring what is there now; once for each delivery."""
        if self._files is not None:
            return
        told = self._git("ls-remote", "--", self._remote, self._ref).decode()
        self._files = {}
        if told.strip():
            # What came, and not what was told before: somebody may have delivered between.
            self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", self._remote, f"+{self._ref}:{_SEEN}")
            self._seen = self._git("rev-parse", _SEEN).decode().strip()
            self._check_own_work()
            for row in self._git("ls-tree", "-r", "-z", self._seen).decode("utf-8", "surrogateescape").split("\0"):
                if row:
                    mode, _, rest = row.partition(" ")
                    blob, _, path = rest.partition(" ")[2].partition("\t")
                    self._files[path] = (mode, blob)

    def _check_own_work(self) -> None:
        """Refuse a branch that has grown from the project's own work: one commit would take the place of all of it."""
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
        """Do without."""
        return None

    def free_lock(self) -> None:
        """Do without."""

    # ---- operations

    @contextmanager
    def change(self) -> Iterator[_Tree]:
        """Do the operations in a tree; then push it as one commit."""
        tree = _Tree(self, dict(self._files or {}))
        yield tree
        above = {folder.as_posix() for path in tree.files for folder in PurePosixPath(path).parents}
        if theirs := sorted(above & tree.files.keys()):  # folders, in the place of files of ours
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
        """Keep the content of a file; return its id."""
        return self._git("hash-object", "-w", "--stdin", given=data).decode().strip()

    def _commit(self, files: Mapping[str, tuple[str, str]]) -> str:
        rows = "".join(f"{mode} {blob}\t{path}\0" for path, (mode, blob) in sorted(files.items()))
        index = {"GIT_INDEX_FILE": str(self._workshop / "index")}
        self._git("read-tree", "--empty", settings=index)
        self._git("update-index", "-z", "--index-info", given=rows.encode("utf-8", "surrogateescape"), settings=index)
        tree = self._git("write-tree", settings=index).decode().strip()
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in self._who().items()}
        return self._git("commit-tree", tree, "-m", self.words, settings=who).decode().strip()

    def _who(self) -> Mapping[str, str]:
        """Return the one who publishes, as a commit needs it; a program's name where git knows nobody."""
        name, mail = (self._git("config", key, may_fail=True).decode().strip() for key in ("user.name", "user.email"))
        return {"NAME": name or "Lokala målen", "EMAIL": mail or "lokalamalen@localhost"}

    # ---- git itself

    def _git(self, *words: str, given: bytes = b"", settings: Mapping[str, str] | None = None, may_fail: bool = False) -> bytes:
        ended = self._ask(words, given, settings or {})
        if ended.returncode and not may_fail:
            raise self._fault(ended.stderr.decode("utf-8", "replace"))
        return ended.stdout

    def _ask(self, words: Sequence[str], given: bytes, settings: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        told = {**self._settings, **settings, "GIT_DIR": str(self._home)}
        return _run([*self.options, *words], self.folder, given, told)

    @cached_property
    def _home(self) -> Path:
        """Return a repository of our own: by a push from the project's, git would note there what it has sent."""
        home = self._workshop / "repository"
        _run(["init", "--quiet", "--bare", str(home)], self._workshop)
        return home

    @cached_property
    def _settings(self) -> Mapping[str, str]:
        """Return the project's own settings for the way to others, as git takes them from the environment (git-config(1))."""
        told = _run(["config", "--local", "--includes", "--list", "-z"], self.folder).stdout
        rows = [row.partition("\n") for row in told.decode("utf-8", "surrogateescape").split("\0")]
        kept = [(name, value) for name, _, value in rows if _OUTWARD.match(name)]
        numbered = {f"GIT_CONFIG_KEY_{n}": name for n, (name, _) in enumerate(kept)}
        numbered |= {f"GIT_CONFIG_VALUE_{n}": value for n, (_, value) in enumerate(kept)}
        return {"GIT_CONFIG_COUNT": str(len(kept)), **numbered}

    @cached_property
    def _remote(self) -> str:
        """Return the remote's address."""
        told = _run(["remote", "get-url", "--push", self.target.remote], self.folder)
        address = told.stdout.decode().strip() or self.target.remote
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
    """Remove a folder of ours; where we are asked to stop meanwhile, all the same."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _decisive(said: str) -> str:
    """Return the line that tells why git gave up: what it advises after that says nothing of this."""
    told = [line.strip() for line in said.splitlines() if _REASON.search(line)]
    return told[-1] if told else last_line(said)


class _Tree:
    """The files of a commit that is being made. A `Workspace`."""

    def __init__(self, branch: GitBranch, files: dict[str, tuple[str, str]]) -> None:
        self.branch = branch
        self.files = files

    def look(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what lies in some folders."""
        return self.branch._found(self.files, folders)

    def perform(self, operations: Sequence[Operation], tell: Tell) -> None:
        """Do the operations in their order; folders are nothing by themselves here."""
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
            tell(operation)

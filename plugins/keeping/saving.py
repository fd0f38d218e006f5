"""Save, fetch and undo: the steps behind the tasks of those names, without output.

Results are values; what cannot be done raises `HistoryError`; conflicts that a person must resolve first are in `Choices`. The
caller commits the files in the folder before anything is merged into them, so that nothing is lost. Called by the tasks in
`plugins.commands.keep`, and by preview's buttons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.places import SourceFile
from plugins.core.shelf import Shelf
from plugins.core.source.conflicts import find_conflict
from plugins.core.writer.put import PLACING
from plugins.keeping.changes import ContentChange, describe_changes, find_changes
from plugins.keeping.choices import Choices
from plugins.keeping.errors import HistoryError
from plugins.keeping.repository import Repository, SavedFile
from plugins.keeping.states import (
    Content,
    go_to,
    merge_edits,
    merge_states,
    show_as_saved,
    tree_of_folder,
    write_state,
    write_tree,
)

TRIES: Final = 4
"""How many times a push may come too late before it is given up."""
JOINED: Final = "Sammanfört: ändringar från två håll"
"""Message of the commit that finishes a merge of another program."""
LINK: Final = "160000"
"""Mode of a submodule in a tree; its files would not be saved."""


@dataclass(frozen=True, slots=True)
class Person:
    """The author of a commit."""

    name: str
    email: str

    @property
    def as_settings(self) -> Mapping[str, str]:
        """Return the environment variables from which git takes the author (git-commit-tree(1))."""
        return {
            "GIT_AUTHOR_NAME": self.name,
            "GIT_AUTHOR_EMAIL": self.email,
            "GIT_COMMITTER_NAME": self.name,
            "GIT_COMMITTER_EMAIL": self.email,
        }


@dataclass(frozen=True, slots=True)
class CommittedChange:
    """A commit that was made, with its changes."""

    state: str
    changes: tuple[ContentChange, ...]
    words: str


class Archive:
    """The history of the content in its repository."""

    def __init__(self, content: Path, shelves: Sequence[Shelf]) -> None:
        self.repository = Repository(content)
        below = content.resolve().relative_to(self.repository.top.resolve()).as_posix()
        if below == ".":
            raise HistoryError(
                "Innehållet är inte en mapp i programmet, utan hela den sparade mappen. Då går det inte att spara här.", "okant"
            )
        self.content = Content(below, shelves)

    # ---- reading

    def files(self, state: str | None) -> dict[str, bytes]:
        """Return the content of a commit: bytes by path relative to `content/`."""
        return self.some_files(state, None)

    def some_files(self, state: str | None, paths: Iterable[str] | None) -> dict[str, bytes]:
        """Return the content of a commit at some paths (from the top of the repository); None: all of it."""
        entries = self.repository.files(state, self.content.below)
        wanted = entries if paths is None else {path: entries[path] for path in paths if path in entries}
        data = self.repository.read_blobs([entry.blob for entry in wanted.values() if entry.mode != LINK])
        return {
            relative: data[entry.blob]
            for path, entry in wanted.items()
            if (relative := self.content.relative(path)) is not None and entry.blob in data
        }

    def changes_between(self, before: str | None, after: str | None) -> list[ContentChange]:
        """Return the changes to the content between two commits."""
        old, new = (self.repository.files(state, self.content.below) for state in (before, after))
        paths = [path for path in {*old, *new} if old.get(path) != new.get(path)]
        return find_changes(self.some_files(before, paths), self.some_files(after, paths), self.content.shelves)

    def changed_beside(self, before: str | None, after: str | None) -> list[str]:
        """Return the paths of files outside the content that differ between two commits."""
        if before == after:
            return []
        old, new = (self.repository.files(state) for state in (before, after))
        return sorted(path for path in {*old, *new} if old.get(path) != new.get(path) and self.content.relative(path) is None)

    @property
    def has_unpushed(self) -> bool:
        """Return whether there are commits here that have not been pushed."""
        head, shared = self.repository.head, self.repository.upstream
        return (
            head is not None
            and self.repository.remote is not None
            and (shared is None or not self.repository.is_ancestor(head, shared))
        )

    def person(self) -> Person | None:
        """Return the author that git is configured with; None where it has no name."""
        name = self.repository.run_text("config", "--get", "user.name", may_fail=True)
        email = self.repository.run_text("config", "--get", "user.email", may_fail=True)
        return Person(name, email or make_address(name)) if name else None

    def remember(self, name: str) -> Person:
        """Set the author in the configuration of this repository."""
        person = Person(name, self.repository.run_text("config", "--get", "user.email", may_fail=True) or make_address(name))
        self.repository.run("config", "--local", "user.name", person.name)
        self.repository.run("config", "--local", "user.email", person.email)
        return person

    # ---- saving

    def unsaved(self) -> list[ContentChange]:
        """Return the changes in the folder that are not committed."""
        head = self.repository.head
        tree = tree_of_folder(self.repository, self.content, head)
        old, new = self.repository.files(head, self.content.below), self.repository.files(tree, self.content.below)
        paths = [path for path in {*old, *new} if old.get(path) != new.get(path)]
        return find_changes(self.some_files(head, paths), self.some_files(tree, paths), self.content.shelves)

    def commit(self, who: Person, words: str = "") -> CommittedChange | None:
        """Commit the content as it is in the folder; return None where nothing has changed. Nothing outside the content is
        committed.
        """
        repository = self.repository
        self._check_nothing_half_done()
        line, head = repository.branch, repository.head
        tree = tree_of_folder(repository, self.content, head)
        old, new = repository.files(head, self.content.below), repository.files(tree, self.content.below)
        if old == new:
            return None
        if inner := [path for path, entry in new.items() if entry.mode == LINK]:
            raise HistoryError(
                f"Mappen {inner[0]} har en egen historik, så filerna i den skulle inte sparas.\n"
                "Flytta ut filerna till en vanlig mapp, eller be den som sköter programmet om hjälp.",
                "inre-arkiv",
            )
        paths = [path for path in {*old, *new} if old.get(path) != new.get(path)]
        before, after = self.some_files(head, paths), self.some_files(tree, paths)
        changes = find_changes(before, after, self.content.shelves)
        message = words or describe_changes(changes)
        state = write_tree(repository, tree, [head] if head else [], message, who.as_settings)
        repository.run("update-ref", "-m", "spara", line, state, *([head] if head else ["0" * 40]))
        show_as_saved(repository, self.content, state)
        return CommittedChange(state, tuple(changes), message)

    def _check_nothing_half_done(self) -> None:
        """Raise `HistoryError` where another program has an unfinished merge or rebase; call `finish_merge` first."""
        folder = self.repository.git_dir
        for name in ("rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD", "MERGE_HEAD", "sequencer"):
            if (folder / name).exists():
                raise HistoryError(
                    "Ett annat program har börjat sätta ihop ändringar i den här mappen och inte blivit klart.\n"
                    "Be den som sköter programmet att avsluta det. Det du har skrivit ligger kvar i filerna.",
                    "halvfardigt",
                )

    def finish_merge(self, who: Person, choices: Choices) -> bool:
        """Finish a merge that another program has begun; return whether there was one.

        Where no conflict markers are left in the files, the folder is taken as the result. Otherwise the two sides are merged
        again by our rules, with later edits to other files; before that the folder is committed under a ref of its own.
        """
        repository = self.repository
        file = repository.git_dir / "MERGE_HEAD"
        if not file.is_file():
            return False
        head, theirs = repository.head, file.read_text("utf-8").split()[0]
        assert head is not None
        unmerged = repository.run("ls-files", "-u", "-z").decode("utf-8", "surrogateescape").split("\0")
        open_paths = {row.partition("\t")[2] for row in unmerged if row}
        if any(self.content.relative(path) is None for path in open_paths):
            self._check_nothing_half_done()
        marked = [path for path in open_paths if _has_marks(path, _read_bytes(repository.top / path))]
        base = head if marked else self._merge_outside(head, theirs)
        tree = tree_of_folder(repository, self.content, base)
        if not marked:
            state = write_tree(repository, tree, [head, theirs], JOINED, who.as_settings)
        else:
            changes = self._merge_again(head, theirs, tree, open_paths, who, choices)
            if choices.open:
                return True
            state = write_state(repository, head, changes, [head, theirs], JOINED, who.as_settings)
        # Only the content and the other side's changes are written to the folder.
        with PLACING:
            if tree_of_folder(repository, self.content, base) != tree:
                raise HistoryError(
                    "En fil i innehållet ändrades just nu av någon annan. Inget är sammanfört, och filerna ligger som de låg.\n"
                    "Försök igen.",
                    "upptaget",
                )
            repository.run("read-tree", "--reset", "-u", state)
        repository.run("update-ref", "-m", "hamta", repository.branch, state, head)
        for name in ("MERGE_HEAD", "MERGE_MSG", "MERGE_MODE", "AUTO_MERGE"):
            (repository.git_dir / name).unlink(missing_ok=True)
        return True

    def _merge_again(
        self, head: str, theirs: str, tree: str, open_paths: Collection[str], who: Person, choices: Choices
    ) -> dict[str, SavedFile | None]:
        """Merge two commits by our rules, with edits in the folder (`tree`), which is committed under a ref of its own first."""
        repository = self.repository
        aside = write_tree(repository, tree, [head], "Så låg filerna, halvt sammanförda", who.as_settings)
        repository.run("update-ref", f"refs/lokalamalen/undan/{aside[:12]}", aside)
        changes = merge_states(repository, self.content, repository.merge_base(head, theirs), head, theirs, choices)
        joined = {**repository.files(head, self.content.below), **changes}
        edited = merge_edits(repository, self.content, open_paths, repository.files(tree, self.content.below), joined, choices)
        return {**changes, **edited}

    def _merge_outside(self, head: str, theirs: str) -> str:
        """Return a commit in which everything but the content is merged."""
        repository = self.repository
        changes = merge_states(repository, self.content, repository.merge_base(head, theirs), head, theirs, Choices())
        outside = {path: entry for path, entry in changes.items() if self.content.relative(path) is None}
        nobody = Person("x", "x@example.org").as_settings
        return write_state(repository, head, outside, [head], "x", nobody)

    # ---- fetching and sharing

    def pull(self, who: Person, choices: Choices) -> list[ContentChange] | None:
        """Fetch, and merge with what is committed here; return the changes of others.

        The folder must be committed before. Return None where conflicts are open: then nothing is changed.
        """
        repository = self.repository
        theirs = repository.fetch()
        mine = repository.head
        if theirs is None or theirs == mine:
            return []
        if mine is None:
            raise HistoryError("Här finns inget sparat än. Be den som sköter programmet att lägga upp en kopia åt dig.", "tomt")
        if repository.is_ancestor(theirs, mine):
            return []
        before = repository.merge_base(mine, theirs)
        if before == mine:
            go_to(repository, mine, theirs, "hamta")
            return self.changes_between(mine, theirs)
        if before is None:
            raise HistoryError(
                "Det som finns här och det som ni delar hör inte ihop: de har ingen gemensam historia.\n"
                "Är adressen rätt? Be den som sköter programmet om hjälp. Inget är ändrat.",
                "frammande",
            )
        changes = merge_states(repository, self.content, before, mine, theirs, choices)
        if choices.open:
            return None
        brought = self.changes_between(before, theirs)
        words = f"Hämtat och sammanfört. {describe_changes(brought)}".strip()
        state = write_state(repository, mine, changes, [mine, theirs], words, who.as_settings)
        go_to(repository, mine, state, "hamta")
        return brought

    def push(self) -> None:
        """Push what is committed. Raises `HistoryError` with the code `efter` where somebody else has pushed first."""
        head = self.repository.head
        if head is not None and self.repository.remote is not None:
            self.repository.push(head)

    # ---- undo

    def undo(self, state: str, who: Person, choices: Choices) -> CommittedChange | None:
        """Revert the changes of one commit to the content; return None where they are reverted already.

        Also None, with nothing done, where the same places have changed since: those are conflicts in `choices`.
        """
        repository = self.repository
        self._check_nothing_half_done()
        head = repository.head
        assert head is not None
        before = next(iter(repository.parents(state)), None)
        if before is None:
            raise HistoryError("Det är den första sparade ändringen. Den går inte att ångra: då fanns inget kvar.", "forsta")
        changes = merge_states(repository, self.content, state, head, before, choices, only_content=True)
        if choices.open or not changes:
            return None
        words = _undo_words(self.words_of(state))
        undone = write_state(repository, head, changes, [head], words, who.as_settings)
        go_to(repository, head, undone, "angra")
        return CommittedChange(undone, tuple(self.changes_between(head, undone)), words)

    def words_of(self, state: str) -> str:
        """Return the subject of a commit."""
        return self.repository.run_text("log", "--max-count=1", "--format=%s", state, "--")


UNDONE: Final = "Ångrat: "
REDONE: Final = "Gjort igen: "


def _undo_words(words: str) -> str:
    """Return the message of a commit that reverts one with the message `words`; to revert an undo is to redo."""
    if words.startswith(UNDONE):
        return f"{REDONE}{words.removeprefix(UNDONE)}"
    return f"{UNDONE}{words.removeprefix(REDONE)}"


def make_address(name: str) -> str:
    """Return an address that nobody can receive mail at, for a person without one (RFC 2606)."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name.casefold()).strip("-")
    return f"{plain or 'okand'}@dator.invalid"


def _has_marks(path: str, data: bytes) -> bool:
    return bool(find_conflict(SourceFile(Path(path), data.decode("utf-8", "replace").replace("\r\n", "\n"))))


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""

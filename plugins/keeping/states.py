"""Merge two commits of the whole project, and check out the result.

The folder is not written to before everything is merged, and uncommitted changes that would be overwritten stop the step.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.shelf import Shelf
from plugins.core.writer.put import PLACING
from plugins.keeping.choices import Choices
from plugins.keeping.errors import HistoryError
from plugins.keeping.lines import merge_lines
from plugins.keeping.merge import merge_file
from plugins.keeping.repository import Repository, SavedFile

NONE: Final = "0" * 40
LIKE: Final = 0.5
"""Share of the lines of two files that must be equal for a rename (as in git: `--find-renames`, git-diff(1))."""
REGULAR: Final = ("100644", "100755")


@dataclass(frozen=True)
class Content:
    """Where the content is in the repository, and its shelves."""

    below: str
    """Path from the top of the repository, without a trailing slash."""
    shelves: Sequence[Shelf]

    def relative(self, path: str) -> str | None:
        """Return a path relative to the content; None for a file outside it."""
        return path.removeprefix(f"{self.below}/") if path.startswith(f"{self.below}/") else None


def merge_states(
    repository: Repository,
    content: Content,
    before: str | None,
    mine: str,
    theirs: str,
    choices: Choices,
    *,
    only_content: bool = False,
) -> dict[str, SavedFile | None]:
    """Return the files that the merge changes from `mine`, by path; None for a file to remove. Conflicts are recorded in
    `choices`.
    """
    below = content.below if only_content else ""
    old, own, other = (repository.files(state, below) for state in (before, mine, theirs))
    moved = {**_follow(repository, content, old, own, other), **_follow(repository, content, old, other, own)}
    changes: dict[str, SavedFile | None] = {}
    for path in sorted({*own, *other, *old} - set(moved.values())):
        sides = [files.get(path) for files in (old, own, other)]
        if was := moved.get(path):  # renamed on one side, changed under the old name on the other
            sides = [old[was], own.get(path) or own.get(was), other.get(path) or other.get(was)]
            changes |= {was: None} if was in own else {}
        result = _merge_entry(repository, content, path, sides, choices)
        if result != own.get(path):
            changes[path] = result
    return changes


def merge_edits(
    repository: Repository,
    content: Content,
    open_paths: Collection[str],
    folder: Mapping[str, SavedFile],
    joined: Mapping[str, SavedFile | None],
    choices: Choices,
) -> dict[str, SavedFile | None]:
    """Return the files that differ from `joined` through edits in the folder after git wrote its own merge there.

    Leaves out `open_paths`, the files that git could not merge: nobody knows what was edited in them.
    """
    laid = repository.index_files(content.below)
    edited = {path for path in {*laid, *folder} - {*open_paths} if laid.get(path) != folder.get(path)}
    return {
        path: _merge_entry(repository, content, path, [laid.get(path), folder.get(path), joined.get(path)], choices)
        for path in sorted(edited)
    }


def _follow(
    repository: Repository,
    content: Content,
    old: Mapping[str, SavedFile],
    one: Mapping[str, SavedFile],
    other: Mapping[str, SavedFile],
) -> dict[str, str]:
    """Return the files that one side renamed and the other changed: new name → old name."""
    lost = [path for path in old if path not in one and path in other and other[path] != old[path] and content.relative(path)]
    fresh = [path for path in one if path not in old and path not in other and content.relative(path)]
    if not lost or not fresh:
        return {}
    texts = repository.read_blobs([*(old[path].blob for path in lost), *(one[path].blob for path in fresh)])
    found: dict[str, str] = {}
    for path in lost:
        likeness = {
            name: _likeness(texts[old[path].blob], texts[one[name].blob])
            for name in fresh
            if name not in found and Path(name).suffix == Path(path).suffix
        }
        best = max(likeness, key=lambda name: likeness[name], default=None)
        if best is not None and likeness[best] >= LIKE:
            found[best] = path
    return found


def _likeness(one: bytes, other: bytes) -> float:
    if one == other:
        return 1
    return SequenceMatcher(None, one.split(b"\n"), other.split(b"\n"), autojunk=False).ratio()


def _merge_entry(
    repository: Repository, content: Content, path: str, sides: Sequence[SavedFile | None], choices: Choices
) -> SavedFile | None:
    before, mine, theirs = sides
    if theirs in (mine, before):
        return mine
    if mine == before:
        return theirs
    relative = content.relative(path)
    there = [side for side in sides if side is not None]
    if any(side.mode not in REGULAR for side in there) or (relative is None and len(there) < 3):
        raise _in_the_way(path)
    texts = repository.read_blobs([side.blob for side in there])
    data = [texts[side.blob] if side else None for side in sides]
    if relative is not None:
        joined = merge_file(relative, data[0], data[1], data[2], content.shelves, choices)
        return None if joined is None else SavedFile((mine or theirs or there[0]).mode, repository.write_blob(joined))
    assert mine is not None
    own = Choices()
    try:
        old, here, given = ((one or b"").decode() for one in data)
        text = merge_lines(path, "", old, here, given, own)
    except UnicodeDecodeError:
        raise _in_the_way(path) from None
    if own.open:
        raise _in_the_way(path)
    return replace(mine, blob=repository.write_blob(text.encode()))


def _in_the_way(path: str) -> HistoryError:
    return HistoryError(
        f"Filen {path} hör till programmet och är ändrad både här och hos er andra, så den kan inte sättas ihop av sig själv.\n"
        "Be den som sköter programmet om hjälp. Inget är ändrat här.",
        "i-vagen",
    )


# ---- writing


def write_state(
    repository: Repository,
    base: str | None,
    changes: Mapping[str, SavedFile | None],
    parents: Iterable[str],
    words: str,
    who: Mapping[str, str],
) -> str:
    """Commit `base` with some files changed; return the id."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        repository.run("read-tree", *([base] if base else ["--empty"]), settings=settings)
        rows = [
            f"{entry.mode} {entry.blob}\t{path}" if entry else f"0 {NONE}\t{path}"
            # removals first: a folder may replace a file
            for path, entry in sorted(changes.items(), key=lambda pair: pair[1] is not None)
        ]
        given = "".join(f"{row}\0" for row in rows).encode("utf-8", "surrogateescape")
        repository.run("update-index", "-z", "--index-info", given=given, settings=settings)
        tree = repository.run("write-tree", settings=settings).decode().strip()
    return write_tree(repository, tree, parents, words, who)


def write_tree(repository: Repository, tree: str, parents: Iterable[str], words: str, who: Mapping[str, str]) -> str:
    """Commit a tree; return the id of the commit."""
    ancestry = [word for parent in parents for word in ("-p", parent)]
    return repository.run("commit-tree", tree, *ancestry, "-F", "-", given=words.encode(), settings=who).decode().strip()


def go_to(repository: Repository, before: str, after: str, words: str) -> None:
    """Check out the commit `after`; raise `HistoryError` where uncommitted changes in the folder would be overwritten.

    The folder is written before the branch is moved: killed between the two, the changes fetched look uncommitted, and nothing is
    reverted. `PLACING` keeps forms from writing files meanwhile.
    """
    with PLACING:
        repository.run("update-index", "-q", "--refresh", may_fail=True)
        repository.run("read-tree", "-m", "-u", "--no-recurse-submodules", before, after)
    repository.run("update-ref", "-m", words, repository.branch, after, before)


def tree_of_folder(repository: Repository, content: Content, base: str | None) -> str:
    """Return the tree of `base` with the content as it is in the folder; git's index is left as it is."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        repository.run("read-tree", *([base] if base else ["--empty"]), settings=settings)
        repository.run("add", "--all", "--", content.below, settings=settings)
        return repository.run("write-tree", settings=settings).decode().strip()


def show_as_saved(repository: Repository, content: Content, state: str) -> None:
    """Update git's index to a commit of the content; leave its entries for other files."""
    files = repository.files(state, content.below)
    output = repository.run("ls-files", "-z", "--", content.below).decode("utf-8", "surrogateescape")
    gone = {path for path in output.split("\0") if path} - set(files)
    rows = [f"0 {NONE}\t{path}" for path in sorted(gone)]
    rows += [f"{entry.mode} {entry.blob}\t{path}" for path, entry in sorted(files.items())]
    given = "".join(f"{row}\0" for row in rows).encode("utf-8", "surrogateescape")
    repository.run("update-index", "-z", "--index-info", given=given)
    repository.run("update-index", "-q", "--refresh", may_fail=True)

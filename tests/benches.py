"""Benches: a small site that is prepared once per test run, and restored after each test that has changed it.

Restoring a bench restores its files and the state of its memo. So a test pays for the recomputation of its own changes only:
neither for a whole site, nor for undoing the changes of the test before. `tests/flow/test_incremental.py` checks that
incremental results equal those of a fresh run.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plugins.core.cache.memo import Memo
from plugins.core.cache.memo_nodes import Same
from plugins.core.reading.reader import ShelfReader
from plugins.core.shelves import Reading
from plugins.core.source.sources import Text
from plugins.site.model import Preparation, Site, Theme
from plugins.site.prepare import make_site, prepare
from plugins.site.rooms import SHELVES
from plugins.site.workbench import Workbench

Changes = Mapping[str, str | bytes | None]
"""Files by path below `content/`: text or bytes, or None for a file to remove."""


def write_changes(content: Path, changes: Changes) -> None:
    """Write or remove files below `content`."""
    for name, value in changes.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if value is None:
            path.unlink(missing_ok=True)  # an earlier call may have removed it
        else:
            path.write_bytes(value.encode() if isinstance(value, str) else value)


def record_computed(memo: Memo) -> list[str]:
    """Return a list to which the memo's questions are added as they are computed from now on, inner ones first."""
    made: list[str] = []
    own = memo._work_out

    def work_out(node: Any, make: Callable[[], Any]) -> None:
        own(node, make)
        made.append(
            next((describe_key(key) for key, other in memo._nodes.items() if other is node), "what nobody can ask by name")
        )

    memo._work_out = work_out  # type: ignore[method-assign]  # of this instance only
    return made


def describe_key(key: Hashable) -> str:
    """Return a readable form of a memo key, with names of functions, and with file and line of texts."""
    if isinstance(key, tuple):
        return ", ".join(map(describe_key, key))
    if isinstance(key, Same) and isinstance(key.thing, Text):
        return f"{key.thing.source.path.name}, rad {key.thing.place().line}"
    if callable(key) and hasattr(key, "__qualname__"):
        return f"{key.__module__}.{key.__qualname__}"
    return str(key)[:80]


class MemoState:
    """A saved state of a memo (questions, answers, dependencies), which can be restored."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._nodes = dict(memo._nodes)
        self._states = [(n, n.value, n.dependencies, n.files, n.changed, n.verified) for n in self._nodes.values()]
        self._revision = memo.revision

    def restore_state(self) -> None:
        """Restore the saved state."""
        for node, value, dependencies, files, changed, verified in self._states:
            node.value, node.dependencies, node.files, node.changed, node.verified = value, dependencies, files, changed, verified
        self._memo._nodes = dict(self._nodes)
        self._memo.revision = self._revision


@dataclass(eq=False)
class Bench:
    """A folder of content with a workbench, which recomputes only what depends on a test's changes."""

    content: Path
    theme: Theme
    today: date
    shows_drafts: bool = False

    def __post_init__(self) -> None:
        """Prepare the site, and save the initial files and state."""
        self._folders = {path for path in self.content.rglob("*") if path.is_dir()}
        self._files = {path: path.read_bytes() for path in self.content.rglob("*") if path.is_file()}
        self._reader = ShelfReader(self.content, SHELVES)
        self._workbench = Workbench(self._read(), self.today, self.theme, shows_drafts=self.shows_drafts)
        prepare(self._workbench)
        self._initial_state = MemoState(self._workbench.memo)
        self._read_at_first = self._reader.kept

    def _read(self) -> Reading:
        return self._reader.read()

    def prepare(self, today: date | None = None) -> Preparation:
        """Prepare the site from the current files; the result is valid until the next call."""
        self._workbench.take(self._read(), today or self.today, self.theme)
        return prepare(self._workbench)

    def make_site(self, today: date) -> Site | None:
        """Make the site from the current files on a day, without looking for problems."""
        self._workbench.take(self._read(), today, self.theme)
        return make_site(self._workbench)

    def restore(self) -> None:
        """Restore the initial files and the initial state."""
        self.restore_files()
        self.restore_state()

    def restore_files(self) -> None:
        """Restore the initial files, and keep the state: the next `prepare` sees the change back."""
        for path in sorted(self.content.rglob("*"), reverse=True):  # contents before their folder
            if path.is_symlink() or not path.is_dir():
                if path not in self._files or path.is_symlink():
                    path.unlink()
            elif path not in self._folders:
                path.rmdir()
        for folder in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
        for path, data in self._files.items():
            if not path.is_file() or path.read_bytes() != data:
                path.write_bytes(data)

    def restore_state(self) -> None:
        """Restore the initial state; the files must have been restored."""
        self._initial_state.restore_state()
        self._reader = ShelfReader(self.content, SHELVES, self._read_at_first)


class Trial:
    """A site that one test changes step by step, on the shared benches with and without drafts."""

    def __init__(self, open_bench: Callable[[bool], Bench]) -> None:
        self._open_bench = open_bench
        self._steps: list[Changes] = []
        self._done: dict[Bench, int] = {}
        """The number of steps applied to each bench."""

    def prepare(self, changes: Changes | None = None, *, today: date | None = None, shows_drafts: bool = False) -> Preparation:
        """Prepare the site with these changes on top of the earlier ones."""
        self._steps.append(changes or {})
        bench = self._open_bench(shows_drafts)
        for step in self._steps[self._done.get(bench, 0) :]:
            write_changes(bench.content, step)
        self._done[bench] = len(self._steps)
        return bench.prepare(today)

    def restore(self) -> None:
        """Restore the benches."""
        for bench in self._done:
            bench.restore()

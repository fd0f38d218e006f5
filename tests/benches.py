"""Benches for tests: a small site that is worked out once in a run, and put back after each test that has changed it.

A bench goes back to the moment when the site was as it is at first, with all that was known of it then. So a test pays
for its own changes alone: neither for a whole site, nor for undoing what the test before it did. That what is worked out
so is what a fresh run gives is held by `tests/flow/test_incremental.py`.
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
from plugins.core.source.sources import Text
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare
from plugins.site.rooms import SHELVES
from plugins.site.workbench import Reading, Workbench

Changes = Mapping[str, str | bytes | None]
"""Files of a tiny site by path: their text or bytes, or None for one that is taken away."""


def write_changes(content: Path, changes: Changes) -> None:
    """Write, or take away, the files of a site that a test changes."""
    for name, value in changes.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if value is None:
            path.unlink(missing_ok=True)  # as changes stay from one call to the next
        else:
            path.write_bytes(value.encode() if isinstance(value, str) else value)


def note_made(memo: Memo) -> list[str]:
    """Return a list to which each answer is added from now on that is worked out, by what was asked, the innermost first."""
    made: list[str] = []
    own = memo._work_out

    def work_out(node: Any, make: Callable[[], Any]) -> None:
        own(node, make)
        made.append(
            next((tell_question(key) for key, other in memo._nodes.items() if other is node), "what nobody can ask by name")
        )

    memo._work_out = work_out  # type: ignore[method-assign]  # of this memo alone
    return made


def tell_question(key: Hashable) -> str:
    """Return what was asked, by its key in a memo: who answers, and of what file a text is."""
    if isinstance(key, tuple):
        return ", ".join(map(tell_question, key))
    if isinstance(key, Same) and isinstance(key.thing, Text):
        return f"{key.thing.source.path.name}, rad {key.thing.place().line}"
    if callable(key) and hasattr(key, "__qualname__"):
        return f"{key.__module__}.{key.__qualname__}"
    return str(key)[:80]


class Moment:
    """What a memo knows at a moment, to which it can go back: its questions, and what each rested on."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._nodes = dict(memo._nodes)
        self._states = [(n, n.value, n.dependencies, n.files, n.changed, n.verified) for n in self._nodes.values()]
        self._revision = memo.revision

    def come_back(self) -> None:
        """Forget all that the memo has learnt since."""
        for node, value, dependencies, files, changed, verified in self._states:
            node.value, node.dependencies, node.files, node.changed, node.verified = value, dependencies, files, changed, verified
        self._memo._nodes = dict(self._nodes)
        self._memo.revision = self._revision


@dataclass(eq=False)
class Bench:
    """A folder of content at a workbench, of which only what a test's change touches is made anew."""

    content: Path
    theme: Theme
    today: date
    shows_drafts: bool = False

    def __post_init__(self) -> None:
        """Work the folder out as it is at first."""
        self._folders = {path for path in self.content.rglob("*") if path.is_dir()}
        self._files = {path: path.read_bytes() for path in self.content.rglob("*") if path.is_file()}
        self._reader = ShelfReader(self.content, SHELVES)
        self._workbench = Workbench(self._read(), self.today, self.theme, shows_drafts=self.shows_drafts)
        prepare(self._workbench)
        self._moment = Moment(self._workbench.memo)
        self._read_at_first = self._reader.kept

    def _read(self) -> Reading:
        shelves, problems = self._reader.read()
        return Reading(shelves, tuple(problems))

    def prepare(self, today: date | None = None) -> Preparation:
        """Check the folder as it is now; what is returned holds until the next time."""
        self._workbench.take(self._read(), today or self.today, self.theme)
        return prepare(self._workbench)

    def put_back(self) -> None:
        """Let every file, and what is known of them, be as it was at first."""
        self.put_files_back()
        self.come_back()

    def put_files_back(self) -> None:
        """Let every file be as it was at first, and know what has been seen since."""
        for path in sorted(self.content.rglob("*"), reverse=True):  # what lies in a folder before the folder
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

    def come_back(self) -> None:
        """Know what was known at first, and nothing of what was seen since; for who has put the files back."""
        self._moment.come_back()
        self._reader = ShelfReader(self.content, SHELVES, self._read_at_first)


class Trial:
    """A site as one test changes it step by step, at benches that other tests use too: with and without drafts."""

    def __init__(self, open_bench: Callable[[bool], Bench]) -> None:
        self._open_bench = open_bench
        self._steps: list[Changes] = []
        self._done: dict[Bench, int] = {}
        """How many of the steps each bench has seen."""

    def prepare(self, changes: Changes | None = None, *, today: date | None = None, shows_drafts: bool = False) -> Preparation:
        """Check the site with these changes, on top of those before."""
        self._steps.append(changes or {})
        bench = self._open_bench(shows_drafts)
        for step in self._steps[self._done.get(bench, 0) :]:
            write_changes(bench.content, step)
        self._done[bench] = len(self._steps)
        return bench.prepare(today)

    def put_back(self) -> None:
        """Leave the benches as they were found."""
        for bench in self._done:
            bench.put_back()

"""Recognises a run whose every input is unchanged: it says what the earlier run said, and does nothing else.

In: what was typed. Out: the exit status of the earlier run, told once more; or None where the task must be done. The earlier
run is known by a digest of all that it read: content, program, theme, packages, day and options. For a build, the site must
also lie in its folder byte for byte as its manifest says. Imported before anything else: only the standard library here, and
what needs no more than that.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from plugins.commands.reporting.speak import record, tell_line
from plugins.commands.runs.digests import (
    PROJECT,
    Program,
    first_digest_program,
    has_newer,
    learn_changes,
    look_again,
    see_program_first,
    tell_changes,
)
from plugins.commands.runs.folder_scanner import FolderScanner, wait_until_read
from plugins.commands.runs.history import read_commit
from plugins.core.cache.disk_cache import DiskCache, name_key
from plugins.core.dataclass import dataclass
from plugins.core.outputs import BUILD
from plugins.publishing.lock import lock_beside
from plugins.publishing.look import look_through
from plugins.publishing.manifest import describe_files, read_manifest

MOST: Final = 24
"""Runs that are kept: some folders, days and ways of asking."""
TASKS: Final = ("build", "check")
TOLD_ONCE: Final = tuple(
    sign for code in ("intern", "forlorad-adress", "forlorad-rubrik", "borttaget") for sign in (f"[{code}]", f'"{code}"')
)
"""What is not told twice: a failure, pages and headings that the site before had, and names that must be kept nowhere."""
_NEWER, _MARKS, _CONTENT, _COMMIT, _PROGRAM, _AGAIN, _PROGRAM_AGAIN = range(7)
"""What the scanner looks at: whether anything is newer than the last run, how the program is marked, the content, which saved
state a build is of, the program, and content and program again."""


@dataclass(frozen=True)
class TypedRun:
    """A run as it was typed, by which an earlier run is recognised."""

    task: str
    content: str | None
    output: str | None
    day: str | None
    form: str
    shows_all: bool
    kept: DiskCache = DiskCache(PROJECT / ".cache" / "korningar", MOST)

    @cached_property
    def is_first(self) -> bool:
        """Tell whether no run is kept, as seen at first."""
        return not self.kept.holds_any()

    def load_meanwhile(self, load: Callable[[Callable[[], bool]], None]) -> None:
        """Begin to look at everything, and call `load` meanwhile, where by its marks the content is other than any run has read.

        It is given what tells it that the looks are made, and loads nothing of the program that builds, which is looked at first.
        """
        if self._may_be_known and self._begin_looks():
            awaited = (_MARKS, _CONTENT) if self.is_first else (_PROGRAM, _CONTENT, _COMMIT)
            load(lambda: not self._scanner.is_waited_for(*awaited))

    def tell(self) -> int | None:
        """Say what an earlier run said of the same; return its status, or None where there is none or it does not hold."""
        if not self._may_be_known:
            return None
        try:
            find_key = self._first  # looks, also where nothing is kept: what is done next is to load the program
            entry = None if self.is_first else self.kept.read(find_key())
            found = json.loads(entry) if entry is not None else None
            if found is None or found["day"] != self._find_day(found["zone"]) or not self._is_built(found["manifest"]):
                return None
            lines = [(sys.stdout if stream == "out" else sys.stderr, str(text)) for stream, text in found["told"]]
            status = int(found["status"])
        except (ValueError, KeyError, TypeError, OSError, OverflowError):  # the last: a moment that is none, which the run tells
            return None
        self._scanner.end()
        for stream, text in lines:
            tell_line(text, stream)
        return status

    @contextmanager
    def keep(self) -> Iterator[list[int]]:
        """Keep what is told within, and the status that is put in the list, if nothing was changed meanwhile."""
        status: list[int] = []
        if not self._may_be_known:
            yield status
            return
        last: list[Callable[[], str]] = []
        begun = _find_moment()

        def look() -> None:
            with suppress(OSError):  # as below
                find_content = self._look_again()
                find_program = self._begin_to_see_program()
                last.append(lambda: self._name(self._named_commit(), find_content(), find_program()))

        try:
            find_key = self._first
        except OSError:  # a file that nobody may read, or that went as it was looked at: who reads it tells of it
            self._scanner.end()
            yield status
            return
        try:
            with record() as told, wait_until_read(look):
                yield status
            with suppress(OSError, ValueError, OverflowError):
                if status and last and (key := find_key()) == last[-1]():
                    self._keep(key, told, status[0], begun)
        finally:
            self._scanner.end()

    def _keep(self, key: str, told: list[tuple[str, str]], status: int, begun: str | float) -> None:
        """Keep a run that began at a moment; not one that went on over midnight, of which nobody knows the day."""
        from plugins.commands.runs.job import find_time_zone  # noqa: PLC0415 (a run is over: all is imported)
        from plugins.commands.runs.settings import has_only_ours  # noqa: PLC0415 (as above)

        manifest = None
        if self.task == "build":
            if status:
                return
            if not has_only_ours(PROJECT):  # others may read anything
                return
            manifest = hashlib.sha256((self._output / BUILD).read_bytes()).hexdigest()
        if any(sign in text for _, text in told for sign in TOLD_ONCE):
            return
        zone = "" if self.day else find_time_zone(self._content).key  # a day that was given is the same everywhere
        day = self._find_day(zone)
        if day != self._find_day(zone, begun):
            return
        entry = {"day": day, "zone": zone, "told": told, "status": status, "manifest": manifest}
        self.kept.write(key, json.dumps(entry, ensure_ascii=False).encode())

    # ---- what it rests on

    @property
    def _may_be_known(self) -> bool:
        return self.task in TASKS and self.form in ("text", "json") and self._content.is_dir() and self._has_day

    @property
    def _has_day(self) -> bool:
        return self.day is None or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", self.day) is not None

    @property
    def _content(self) -> Path:
        return Path(self.content) if self.content else PROJECT / "content"

    @property
    def _output(self) -> Path:
        return (Path(self.output) if self.output else PROJECT / "output").resolve()

    def _find_day(self, zone: str, moment: str | float | None = None) -> str:
        """Return the day that was typed, or which it is in a time zone: now, or at a moment."""
        if self.day is not None:
            return self.day
        seconds = int(_find_moment() if moment is None else moment)
        return datetime.fromtimestamp(seconds, ZoneInfo(zone)).date().isoformat()

    def _is_built(self, manifest: Any) -> bool:
        """Tell whether the site lies in its folder just as it was built, and no build is at work or was killed beside it."""
        if self.task != "build":
            return True
        if os.path.lexists(lock_beside(self._output)):
            return False  # what it may have left, who builds removes
        data = (self._output / BUILD).read_bytes()
        found = read_manifest(self._output)
        if found is None or hashlib.sha256(data).hexdigest() != manifest:
            return False
        file, place = (self._output / BUILD).lstat(), self._output.lstat()
        return look_through(self._output).is_plain(file, place) and describe_files(self._output) == dict(found.files)

    @cached_property
    def _first(self) -> Callable[[], str]:
        """Look at everything before anything else is read or loaded; what is returned waits for what the run is kept by.

        Where no run is kept the program is only marked before it is loaded, and read while it is.
        """
        see_program_first(partial(self._scanner.answer, _PROGRAM), self._begin_to_see_program)
        self._begin_looks()
        content = learn_changes(self._content, self._scanner.answer(_CONTENT))
        if self.is_first:
            self._program.marks = self._scanner.answer(_MARKS)
        find_commit = cache(partial(self._scanner.answer, _COMMIT))
        return lambda: self._name(find_commit(), content, first_digest_program())

    def _look_again(self) -> Callable[[], str]:
        """Begin to look at the content again as it is now; what is returned waits for its digest."""
        if self._looks_aside and self._scanner.begin(_AGAIN):
            return partial(self._scanner.answer, _AGAIN)
        found = look_again(self._content)
        return lambda: found

    def _name(self, commit: str, content: str, program: str) -> str:
        """Return what a run is known by."""
        typed = (self.task, self.content, self._output, self.day, self.form, self.shows_all, Path.cwd())
        return name_key(*typed, commit, content, program)

    @cached_property
    def _scanner(self) -> FolderScanner:
        """Reads content and program before the run, while this process has else to do, and again while it tells what followed."""
        content, program = self._content, self._program
        return FolderScanner(
            lambda: "newer" if has_newer(content, self.kept.last_write) else "",
            program.mark,
            lambda: tell_changes(content),
            self._read_commit,
            program.digest,
            lambda: look_again(content),
            program.digest_again,
        )

    def _begin_to_see_program(self) -> Callable[[], str]:
        """Begin to look at the program as it is now; what is returned waits for its digest."""
        self._scanner.begin(_PROGRAM_AGAIN)
        return partial(self._scanner.answer, _PROGRAM_AGAIN)

    def _read_commit(self) -> str:
        return (read_commit(self._content) or "") if self.task == "build" else ""

    def _named_commit(self) -> str:
        """Return the saved state that the site names which was built: it may have been asked for at another time than here."""
        found = read_manifest(self._output) if self.task == "build" else None
        return (found.commit or "") if found else ""

    def _begin_looks(self) -> bool:
        """Begin to look, once; return whether the content too is looked at aside."""
        return self._looks_aside

    @cached_property
    def _looks_aside(self) -> bool:
        """Tell whether the content is looked at aside, as where anything is newer than the last run: this process goes on to load
        what no look is of. Else it is done here, for there is nothing else to do.
        """
        is_newer = self.is_first or (self._scanner.begin(_NEWER) and bool(self._scanner.answer(_NEWER)))
        more = (_PROGRAM, _CONTENT, _COMMIT) if is_newer else (_PROGRAM,)
        looks = (_MARKS, _CONTENT, _PROGRAM, _COMMIT) if self.is_first else more
        return all(self._scanner.begin(look) for look in looks) and is_newer

    @cached_property
    def _program(self) -> Program:
        return Program()


def _find_moment() -> str | float:
    """Return which moment a run takes for now, in seconds since 1970; as it was typed, it may be none."""
    return os.environ.get("SOURCE_DATE_EPOCH") or time.time()

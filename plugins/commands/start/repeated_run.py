"""Recognise a run whose inputs are all unchanged, and repeat its output instead.

A run is identified by a digest of all that it reads: content, program, theme, packages, day and options. For a build, every file
of the site in the output must also match its manifest. Imported before anything else, so it imports only the standard library and
modules that do the same.
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

from plugins.commands.reporting.speak import print_line, record
from plugins.commands.runs.digests import (
    PROJECT,
    Program,
    dump_changes,
    first_digest_program,
    has_newer,
    learn_changes,
    look_again,
    see_program_first,
)
from plugins.commands.runs.folder_scanner import FolderScanner, wait_until_read
from plugins.commands.runs.history import read_commit
from plugins.core.cache.disk_cache import DiskCache, name_key
from plugins.core.dataclass import dataclass
from plugins.core.outputs import BUILD
from plugins.publishing.folder_scan import scan_folder
from plugins.publishing.lock import lock_beside
from plugins.publishing.manifest import describe_files, read_manifest

MOST: Final = 24
"""How many runs are kept."""
TASKS: Final = ("build", "check")
TOLD_ONCE: Final = tuple(
    sign for code in ("intern", "forlorad-adress", "forlorad-rubrik", "borttaget") for sign in (f"[{code}]", f'"{code}"')
)
"""Codes of problems that are not repeated: failures, pages and headings of the previous site, and names that must not be
stored.
"""
_NEWER, _MARKS, _CONTENT, _COMMIT, _PROGRAM, _AGAIN, _PROGRAM_AGAIN = range(7)
"""Looks of the scanner: whether anything is newer than the last run, the state of the program, the content, the commit of a
build, the program, and content and program again.
"""


@dataclass(frozen=True)
class TypedRun:
    """A run as it was typed, to be compared with earlier ones."""

    task: str
    content: str | None
    output: str | None
    day: str | None
    form: str
    shows_all: bool
    kept: DiskCache = DiskCache(PROJECT / ".cache" / "korningar", MOST)

    @cached_property
    def is_first(self) -> bool:
        """Return whether no run is stored, when first asked."""
        return not self.kept.holds_any()

    def load_meanwhile(self, load: Callable[[Callable[[], bool]], None]) -> None:
        """Start to read everything and meanwhile call `load`, where the content has been changed since the last run.

        `load` is given a function that returns whether the reading is done; it must not import the program, which is read
        first.
        """
        if self._may_be_known and self._begin_looks():
            awaited = (_MARKS, _CONTENT) if self.is_first else (_PROGRAM, _CONTENT, _COMMIT)
            load(lambda: not self._scanner.is_waited_for(*awaited))

    def replay(self) -> int | None:
        """Print what an earlier run of the same printed and return its status; return None where there is none that is valid."""
        if not self._may_be_known:
            return None
        try:
            find_key = self._first  # read also where nothing is stored: the program is imported next
            entry = None if self.is_first else self.kept.read(find_key())
            found = json.loads(entry) if entry is not None else None
            if found is None or found["day"] != self._find_day(found["zone"]) or not self._is_built(found["manifest"]):
                return None
            lines = [(sys.stdout if stream == "out" else sys.stderr, str(text)) for stream, text in found["told"]]
            status = int(found["status"])
        except (ValueError, KeyError, TypeError, OSError, OverflowError):  # the last: `SOURCE_DATE_EPOCH` out of range
            return None
        self._scanner.end()
        for stream, text in lines:
            print_line(text, stream)
        return status

    @contextmanager
    def keep(self) -> Iterator[list[int]]:
        """Store what is printed within the context, and the status appended to the list, if nothing was changed meanwhile."""
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
        except OSError:  # a file was removed, or may not be read: reported by what reads it
            self._scanner.end()
            yield status
            return
        try:
            with record() as messages, wait_until_read(look):
                yield status
            with suppress(OSError, ValueError, OverflowError):
                if status and last and (key := find_key()) == last[-1]():
                    self._keep(key, messages, status[0], begun)
        finally:
            self._scanner.end()

    def _keep(self, key: str, messages: list[tuple[str, str]], status: int, begun: str | float) -> None:
        """Store a run; but not one that went on past midnight, whose day is uncertain."""
        from plugins.commands.runs.job import find_time_zone  # noqa: PLC0415 (a run is over: all is imported)
        from plugins.commands.runs.settings import has_only_ours  # noqa: PLC0415 (as above)

        manifest = None
        if self.task == "build":
            if status:
                return
            if not has_only_ours(PROJECT):  # other plugins may read anything
                return
            manifest = hashlib.sha256((self._output / BUILD).read_bytes()).hexdigest()
        if any(sign in text for _, text in messages for sign in TOLD_ONCE):
            return
        zone = "" if self.day else find_time_zone(self._content).key  # a day that was given is the same in every zone
        day = self._find_day(zone)
        if day != self._find_day(zone, begun):
            return
        entry = {"day": day, "zone": zone, "told": messages, "status": status, "manifest": manifest}
        self.kept.write(key, json.dumps(entry, ensure_ascii=False).encode())

    # ---- inputs

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
        """Return the day that was typed, or the day in a time zone, now or at a moment."""
        if self.day is not None:
            return self.day
        seconds = int(_find_moment() if moment is None else moment)
        return datetime.fromtimestamp(seconds, ZoneInfo(zone)).date().isoformat()

    def _is_built(self, manifest: Any) -> bool:
        """Return whether the site in the output is as it was built, and no build is at work or was killed."""
        if self.task != "build":
            return True
        if os.path.lexists(lock_beside(self._output)):
            return False  # a build removes what it may have left
        data = (self._output / BUILD).read_bytes()
        found = read_manifest(self._output)
        if found is None or hashlib.sha256(data).hexdigest() != manifest:
            return False
        file, place = (self._output / BUILD).lstat(), self._output.lstat()
        return scan_folder(self._output).is_plain(file, place) and describe_files(self._output) == dict(found.files)

    @cached_property
    def _first(self) -> Callable[[], str]:
        """Read everything before anything else is read or imported; return a function that waits for the key of the run.

        Where no run is stored, only the state of the program is read before it is imported, and its files meanwhile.
        """
        see_program_first(partial(self._scanner.answer, _PROGRAM), self._begin_to_see_program)
        self._begin_looks()
        content = learn_changes(self._content, self._scanner.answer(_CONTENT))
        if self.is_first:
            self._program.marks = self._scanner.answer(_MARKS)
        find_commit = cache(partial(self._scanner.answer, _COMMIT))
        return lambda: self._name(find_commit(), content, first_digest_program())

    def _look_again(self) -> Callable[[], str]:
        """Start to read the content again; return a function that waits for its digest."""
        if self._looks_aside and self._scanner.begin(_AGAIN):
            return partial(self._scanner.answer, _AGAIN)
        found = look_again(self._content)
        return lambda: found

    def _name(self, commit: str, content: str, program: str) -> str:
        """Return the key of a run."""
        typed = (self.task, self.content, self._output, self.day, self.form, self.shows_all, Path.cwd())
        return name_key(*typed, commit, content, program)

    @cached_property
    def _scanner(self) -> FolderScanner:
        """Reads content and program before the run while this process does something else, and again while it prints the
        result.
        """
        content, program = self._content, self._program
        return FolderScanner(
            lambda: "newer" if has_newer(content, self.kept.last_write) else "",
            program.mark,
            lambda: dump_changes(content),
            self._read_commit,
            program.digest,
            lambda: look_again(content),
            program.digest_again,
        )

    def _begin_to_see_program(self) -> Callable[[], str]:
        """Start to read the program again; return a function that waits for its digest."""
        self._scanner.begin(_PROGRAM_AGAIN)
        return partial(self._scanner.answer, _PROGRAM_AGAIN)

    def _read_commit(self) -> str:
        return (read_commit(self._content) or "") if self.task == "build" else ""

    def _named_commit(self) -> str:
        """Return the commit in the manifest of the built site: it may have been looked up at another moment than here."""
        found = read_manifest(self._output) if self.task == "build" else None
        return (found.commit or "") if found else ""

    def _begin_looks(self) -> bool:
        """Start reading, once; return whether the scanner reads the content too."""
        return self._looks_aside

    @cached_property
    def _looks_aside(self) -> bool:
        """Whether the scanner reads the content, as where anything is newer than the last run: then this process imports packages
        meanwhile. Otherwise it is read here, since there is nothing else to do.
        """
        is_newer = self.is_first or (self._scanner.begin(_NEWER) and bool(self._scanner.answer(_NEWER)))
        more = (_PROGRAM, _CONTENT, _COMMIT) if is_newer else (_PROGRAM,)
        looks = (_MARKS, _CONTENT, _PROGRAM, _COMMIT) if self.is_first else more
        return all(self._scanner.begin(look) for look in looks) and is_newer

    @cached_property
    def _program(self) -> Program:
        return Program()


def _find_moment() -> str | float:
    """Return the current moment in Unix time, or `SOURCE_DATE_EPOCH` as typed, which may not be a number."""
    return os.environ.get("SOURCE_DATE_EPOCH") or time.time()

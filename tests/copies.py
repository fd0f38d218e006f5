"""Copies: the project without the bodies of some functions, where tests are run as a program of its own.

There even what is done by programs that a test starts, or in a project that it lays out, is done without them; and it costs
the start of all tests for each that is tried. Called by `tests/mutate.py` for what no test missed otherwise.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from tests.forks import IN_MEMORY, JOBS, TIMEOUT
from tests.mutants import PROJECT, Target, find_file

LEFT_OUT = {".git", ".venv", ".cache", "output"}
"""What of the project no test reads, or all may share."""


def try_in_copies(left: Sequence[Target], words: Sequence[str]) -> Iterator[Target]:
    """Yield those that no test misses; `words` tell pytest which tests there are."""
    if not left:
        return
    print(f"\n{len(left)} are emptied together in a copy of the project:", flush=True)
    failing = _list_failing(left, words)
    if failing:  # some may need what a copy has not
        failing = sorted({*failing} - {*_list_failing([], failing)})
    print(f"{len(failing)} fail", flush=True)
    for target in left:
        if failing and (killers := _list_failing([target], ["-x", *failing], TIMEOUT)):
            print(f"{target.title}: {killers[0]}", flush=True)
        else:
            yield target


def _list_failing(targets: Sequence[Target], words: Sequence[str], patience: float | None = None) -> list[str]:
    """Return the tests that fail in a copy without the bodies of some functions."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY, ignore_cleanup_errors=True) as folder:
        copy, kept = Path(folder, "project"), Path(folder, "kept")
        shutil.copytree(PROJECT, copy, symlinks=True, ignore=lambda at, names: LEFT_OUT & {*names} if at == str(PROJECT) else ())
        (copy / ".venv").symlink_to(PROJECT / ".venv")
        for target in sorted(targets, key=lambda one: -one.line):  # from below, so that the lines of the others stay
            file = copy / find_file(target.module).relative_to(PROJECT)
            file.write_text(target.write_without(file.read_text("utf-8")), "utf-8")
        command = [sys.executable, "-X", "utf8", "-m", "pytest", "-q", "-n", str(JOBS), "-o", f"cache_dir={kept}", *words]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, check=False, cwd=copy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=patience)
            found = kept / "v" / "cache" / "lastfailed"
            return sorted(json.loads(found.read_text("utf-8"))) if found.is_file() else []
    return ["none comes to an end"]

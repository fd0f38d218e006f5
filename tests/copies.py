"""Run tests in a copy of the project in which some functions have no bodies.

This reaches programs that tests start, and projects that they set up, but each attempt costs a start of pytest.
`tests/mutate.py` uses it for mutants that survive otherwise.
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
"""Entries of the project that are not copied: no test reads them, or all can share them."""


def try_in_copies(left: Sequence[Target], words: Sequence[str]) -> Iterator[Target]:
    """Yield the targets in `left` that survive; `words` are the arguments of pytest that select tests."""
    if not left:
        return
    print(f"\n{len(left)} are emptied together in a copy of the project:", flush=True)
    failing = _list_failing(left, words)
    if failing:  # some may fail in any copy
        failing = sorted({*failing} - {*_list_failing([], failing)})
    print(f"{len(failing)} fail", flush=True)
    for target in left:
        if failing and (killers := _list_failing([target], ["-x", *failing], TIMEOUT)):
            print(f"{target.title}: {killers[0]}", flush=True)
        else:
            yield target


def _list_failing(targets: Sequence[Target], words: Sequence[str], patience: float | None = None) -> list[str]:
    """Return the tests that fail in a copy in which the targets have no bodies; `patience` is a timeout in seconds."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY, ignore_cleanup_errors=True) as folder:
        copy, kept = Path(folder, "project"), Path(folder, "kept")
        shutil.copytree(PROJECT, copy, symlinks=True, ignore=lambda at, names: LEFT_OUT & {*names} if at == str(PROJECT) else ())
        (copy / ".venv").symlink_to(PROJECT / ".venv")
        for target in sorted(targets, key=lambda one: -one.line):  # from the end, so that line numbers stay valid
            file = copy / find_file(target.module).relative_to(PROJECT)
            file.write_text(target.write_without(file.read_text("utf-8")), "utf-8")
        command = [sys.executable, "-X", "utf8", "-m", "pytest", "-q", "-n", str(JOBS), "-o", f"cache_dir={kept}", *words]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, check=False, cwd=copy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=patience)
            found = kept / "v" / "cache" / "lastfailed"
            return sorted(json.loads(found.read_text("utf-8"))) if found.is_file() else []
    return ["none comes to an end"]

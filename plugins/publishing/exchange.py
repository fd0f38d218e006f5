"""The exchange: a finished site takes the place of the old one in one step.

Stage: last. In: the folder of the new site, audited whole. Out: the output folder is the new site; until the step
itself it keeps every byte of the old. On Linux no reader can see a moment between (`renameat2`, man 2 rename).
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
import time
from pathlib import Path

from plugins.core.outputs import MARK

MARK_TEXT = "Den här mappen skrivs om av python3 tasks.py build. Ändra inget här.\n"
"""What tells that a folder is ours to replace."""

_EXCHANGE = 2  # RENAME_EXCHANGE of linux/fs.h
_AT_FDCWD = -100
DAY = 86_400


class OutputRefused(Exception):
    """The output folder is not ours to replace; the text says why, in Swedish."""


def check_output(output: Path, content: Path, project: Path) -> None:
    """Refuse a folder that we did not make, or that holds or lies in what must not be lost; mend one that is ours.

    Mended here, before anything is read: also where the content turns out to have errors, the old site is there.
    """
    if output.exists() and not output.is_dir():
        raise OutputRefused(f"{output.name} är en fil, ingen mapp. Välj en annan plats med --output.")
    for precious, what in ((content.resolve(), "innehållet"), (project.resolve(), "själva projektet")):
        if precious == output or precious.is_relative_to(output):
            raise OutputRefused(f"Mappen {output.name} innehåller {what}. Välj en annan plats med --output.")
    if output.is_relative_to(content.resolve()):
        raise OutputRefused(f"Mappen {output.name} ligger i innehållet. Välj en annan plats med --output.")
    if output.is_dir() and any(output.iterdir()) and not (output / MARK).is_file():
        raise OutputRefused(
            f"I mappen {output.name} ligger annat än en byggd webbplats, och det skulle försvinna.\n"
            "Välj en tom mapp med --output, eller töm mappen själv först."
        )
    mend_interrupted(output)


def open_staging(output: Path) -> Path:
    """Return a new empty folder beside the output."""
    output.parent.mkdir(parents=True, exist_ok=True)
    staging = output.with_name(f".{output.name}.nytt-{os.getpid()}")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    return staging


def mend_interrupted(output: Path) -> None:
    """Put back an old site whose exchange was interrupted, and remove what finished runs no longer need."""
    old = _old(output)
    if old.is_dir() and not output.exists():
        old.rename(output)
    shutil.rmtree(old, ignore_errors=True)
    for folder in output.parent.glob(f".{output.name}.nytt-*"):
        found = re.search(r"-([0-9]+)$", folder.name)
        if found and not _is_running(int(found[1]), folder):
            shutil.rmtree(folder, ignore_errors=True)


def exchange(staging: Path, output: Path) -> None:
    """Put the folder `staging` in the place of `output`; the old one is removed."""
    if not output.exists():
        staging.rename(output)
    elif _swap(staging, output):
        shutil.rmtree(staging, ignore_errors=True)
    else:
        old = _old(output)
        output.rename(old)
        try:
            staging.rename(output)
        except OSError:
            old.rename(output)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _old(output: Path) -> Path:
    return output.with_name(f".{output.name}.gammalt")


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0)


def _is_running(process: int, folder: Path) -> bool:
    """Tell whether the process that made `folder` still works on it."""
    if os.name == "nt":  # there, asking a process means ending it
        return time.time() - folder.stat().st_mtime < DAY
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()

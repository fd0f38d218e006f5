"""Create the environment on the first run, and again when the lock files or Python have changed; repair it where it is
damaged.

Used first, outside the environment, where no package need be installed: imports only the standard library. Makes `.venv` with
exactly the packages of a lock file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from plugins.commands.process.outlets import say
from plugins.commands.process.program import INTERRUPTED, run_program

TYPE_CHECKING = False  # as in `plugins/commands/process/program.py`
if TYPE_CHECKING:
    from typing import IO


class SetupError(Exception):
    """The environment could not be set up; the message says why, in Swedish."""


def environment_python(project: Path) -> Path:
    """Return the path of the environment's Python."""
    return project / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp(project: Path, with_tests: bool) -> set[str]:
    """Return the lines that the stamp file must have for a task: one for Python, one for each lock file."""
    lines = {"Python {} {}".format(".".join(map(str, sys.version_info[:3])), sys.platform)}
    for lock in ["requirements.txt", "requirements-test.txt"] if with_tests else ["requirements.txt"]:
        lines.add(f"{lock} {hashlib.sha256((project / lock).read_bytes()).hexdigest()}")
    return lines


def read_stamp(project: Path) -> set[str]:
    """Return the lines of the stamp file; empty where there is none, or the environment has no Python."""
    if not environment_python(project).is_file():
        return set()
    try:
        return set(stamp_file(project).read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        return set()


def stamp_file(project: Path) -> Path:
    """Return the path of the stamp file."""
    return project / ".venv" / "lokalamalen-stamp"


def install_packages(project: Path, lock: str, keep_locked: tuple[int, ...] = ()) -> None:
    """Install exactly what a lock file names, with a pip from outside: the environment has none."""
    command = [*find_pip(project), "--python", str(environment_python(project))]
    command += ["--disable-pip-version-check", "--no-input", "install", "--quiet", "--require-hashes"]
    # A source package would bring build tools that no hash covers.
    # Not compiled: Python compiles modules when they are first imported, and compiling all takes as long as the rest of pip's
    # work.
    command += ["--only-binary=:all:", "--no-compile", "-r", str(project / lock)]
    # pip speaks English: an editor sees its output only when it fails.
    with (project / ".cache" / "installation.txt").open("w+b") as words:
        status = run_program(
            command,
            cwd=project,
            settings={"PIP_USER": "0"},  # `user = true` in a user's own configuration of pip fails in an environment
            stop=signal.SIGINT,  # it works in a child process, which only this signal makes it end
            words=words,
            keep_open=keep_locked,
        )
        if status == INTERRUPTED:
            raise KeyboardInterrupt
        if status != 0:
            words.seek(0)
            say(words.read().decode("utf-8", "replace").rstrip())
            raise SetupError(
                f"Paketen kunde inte installeras (pip slutade med {status}). Finns det nätverk?\n"
                "Kör samma kommando igen, så görs ett nytt försök."
            )


def compile_templates(project: Path) -> None:
    """Let the new environment compile the templates once for all builds; errors are ignored, since a build compiles what is
    missing.
    """
    command = [str(environment_python(project)), "-X", "utf8", "-m", "plugins.commands.compile_templates"]
    with contextlib.suppress(OSError), Path(os.devnull).open("w+b") as silence:
        if run_program(command, cwd=project, words=silence) == INTERRUPTED:
            raise KeyboardInterrupt


def find_pip(project: Path) -> list[str]:
    """Return the command for a pip that can install into another environment (22.3 or later)."""
    # The second is for a task started from an environment without pip, such as ours.
    for python in [sys.executable, getattr(sys, "_base_executable", sys.executable)]:
        command = [python, "-m", "pip"]
        asked = [*command, "--version"]
        answer = subprocess.run(asked, cwd=project, capture_output=True, encoding="utf-8", errors="replace", check=False)
        version = re.match(r"pip (\d+)\.(\d+)", answer.stdout)
        if version and (int(version[1]), int(version[2])) >= (22, 3):
            return command
    raise SetupError(
        "Python på den här datorn saknar pip 22.3 eller senare, som behövs för att hämta paketen.\n"
        "I Debian och Ubuntu: sudo apt install python3-pip. Annars: python3 -m ensurepip --upgrade"
    )


def prepare_environment(
    project: Path,
    with_tests: bool,
    install: Callable[[Path, str, tuple[int, ...]], None] = install_packages,
) -> None:
    """Create `.venv` if it is missing, unfinished or out of date; else return at once."""
    try:
        wanted = wanted_stamp(project, with_tests)
        if wanted <= read_stamp(project):
            return
        with only_one(project) as lock_handle:
            found = read_stamp(project)  # another process may have finished while this one waited
            if wanted <= found:
                return
            say("Hämtar programmets paket till mappen .venv. Det behöver nätverk och tar ungefär en minut …")
            # The stamp is removed first and written last: a set-up that is killed leaves none, and is done again.
            stamp_file(project).unlink(missing_ok=True)
            if not found or not found <= wanted:
                # Imported here, since set-up is rare and starts are not.
                import venv

                builder = venv.EnvBuilder(clear=True, with_pip=False, symlinks=os.name != "nt")
                builder.create(project / ".venv")
            # A pip whose parent was killed goes on: it holds the lock until it is done.
            keep_locked = () if os.name == "nt" else (lock_handle.fileno(),)
            install(project, "requirements-test.txt" if with_tests else "requirements.txt", keep_locked)
            unfinished = stamp_file(project).with_suffix(".tmp")
            unfinished.write_text("\n".join(sorted(wanted)) + "\n", encoding="utf-8")
            unfinished.replace(stamp_file(project))
            compile_templates(project)
            say("Paketen är på plats.")
    except (OSError, ImportError, subprocess.CalledProcessError) as error:
        raise SetupError(f"Mappen .venv kunde inte göras i ordning: {error}") from error


def repair_environment(
    project: Path,
    install: Callable[[Path, str, tuple[int, ...]], None] = install_packages,
) -> None:
    """Reinstall the damaged packages; all others stay as they are."""
    import shutil

    try:
        with only_one(project) as lock_handle:
            damaged = find_damage(project)
            if not damaged:  # another process has been here while this one waited
                return
            say("Hämtar på nytt det som saknas i mappen .venv: {} …".format(", ".join(sorted(damaged))))
            for records in damaged.values():
                if records is not None:  # or pip would think that the package is installed
                    shutil.rmtree(str(records), ignore_errors=True)
            keep_locked = () if os.name == "nt" else (lock_handle.fileno(),)
            install(project, installed_lock(project), keep_locked)
    except OSError as error:
        raise SetupError(f"Mappen .venv kunde inte lagas: {error}") from error


def drop_compiled(project: Path) -> None:
    """Remove the bytecode of the program and its packages: Python writes it again."""
    import shutil

    for folder in (project / "plugins", project / ".venv"):
        for kept in list(folder.rglob("__pycache__")):
            shutil.rmtree(str(kept), ignore_errors=True)


def find_damage(project: Path) -> dict[str, Path | None]:
    """Return the packages of `.venv` that are missing or damaged."""
    from plugins.commands.process.environment import find_damage

    base = str(project / ".venv")
    packages = sysconfig.get_path("purelib", "venv", {"base": base, "platbase": base})
    return find_damage(Path(packages), project / installed_lock(project))


def installed_lock(project: Path) -> str:
    """Return the lock file that `.venv` was made from."""
    has_tests = any(line.startswith("requirements-test.txt ") for line in read_stamp(project))
    return "requirements-test.txt" if has_tests else "requirements.txt"


@contextlib.contextmanager
def only_one(project: Path) -> Iterator[IO[bytes]]:
    """Hold the lock of the environment; the system releases it if the process dies."""
    folder = project / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "miljo.lock").open("ab") as handle:
        waits = False
        while not lock_file(handle):
            if not waits:
                say("En annan körning gör i ordning paketen. Väntar på den …")
            waits = True
            time.sleep(0.2)
        yield handle


def lock_file(handle: IO[bytes]) -> bool:
    """Try to take the lock; return whether it was free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True

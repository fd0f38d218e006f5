"""The door: makes the environment ready, and does a task in there, which is another Python.

In: what was typed. Out: the exit status. Outside, where no package need be, the standard library is all that it has; `tasks.py`
has found that Python is new enough. Inside, the tasks that are run most are done without Invoke, which reads all others.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from plugins.commands.torn import is_torn

TYPE_CHECKING = False  # as in `typing`, whose import takes as long as all else that is done here
if TYPE_CHECKING:
    from typing import IO, NoReturn

    from plugins.commands.again import Run
    from plugins.commands.plain_call import Call

PROJECT = Path(__file__).resolve().parents[2]

# What these tasks need beyond the packages of the site stands in requirements-test.txt.
TEST_TASKS = {"test", "testa", "lint", "granska-kod", "lock", "las-versioner", "lås-versioner", "font", "typsnitt"}

# How long a program that was asked to stop may take before it is asked once more, in seconds.
PATIENCE = 2.0

# The exit status after Ctrl-C, as shells have it.
INTERRUPTED = 130

# How the task in the environment says that a package, or what Python keeps compiled of anything, is not there or not whole.
# It has told nothing yet.
BROKEN = 96

# What the environment's Python is given: this module, compiled once and kept, where `tasks.py` would be compiled at each start.
GO_IN = "import sys; sys.path.insert(0, sys.argv[1]); from plugins.commands.door import go_in; go_in()"

# ---------------------------------------------------------------------------------------------------------
# The environment: made on the first run, and again when the lock files or Python have changed
# ---------------------------------------------------------------------------------------------------------


class SetupError(Exception):
    """The environment could not be made ready; the text says why, in Swedish."""


def say(text: str) -> None:
    """Tell the person at the keyboard something; stdout is kept for problems."""
    print(text, file=sys.stderr, flush=True)


class Outlet(io.FileIO):
    """Where words go out. What cannot be told (a full disk, a reader who has left) changes nothing of the work, nor its end."""

    # Types as `io.FileIO` has them.
    def write(self, data):  # type: ignore[no-untyped-def]
        """Write what can be written; the rest is let go."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def open_outlets() -> None:
    """Let nothing that is told fail: neither where it goes, nor for a sign that cannot be shown there, which is replaced."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by who started us
            setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w"), "utf-8", write_through=True))
        elif stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            raw = io.BufferedWriter(Outlet(stream.fileno(), "w", closefd=False))
            setattr(sys, name, io.TextIOWrapper(raw, stream.encoding, "replace", line_buffering=name == "stderr"))


def enter(arguments: list[str]) -> None:
    """Go in, and end the process; inside, do the tasks that are run most, and return where the words are left to Invoke."""
    open_outlets()
    if "door" not in sys._xoptions:
        end(open_door(arguments))
    do_plainly(arguments)


def open_door(arguments: list[str]) -> int:
    """Make the environment ready and have the task done in it; return the exit status."""
    try:
        prepare_environment(PROJECT, needs_test_packages(arguments))
        status = run_inside(arguments, "door")
        if status == BROKEN:
            drop_compiled(PROJECT)
            repair_environment(PROJECT)
            status = run_inside(arguments, "door=again")
        return status
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"Python i mappen .venv kunde inte startas: {error}")
        return 1
    except KeyboardInterrupt:
        say("Avbrutet.")
        return INTERRUPTED


def run_inside(arguments: list[str], door: str) -> int:
    """Start the environment's own Python, which goes in; return its exit status.

    None of the environment's scripts is started (they keep the folder's old address after a move), nor `-m invoke`, which answers
    wrong usage in English; and the current folder stays the user's, where nothing is imported from (`-P`). `-X door` tells the
    second start from the first; unlike a variable it is not inherited further.
    """
    python = str(environment_python(PROJECT))
    return run_program([python, "-X", "utf8", "-P", "-X", door, "-c", GO_IN, str(PROJECT), *arguments], hears_later=True)


def needs_test_packages(arguments: list[str]) -> bool:
    """Tell whether a developers' task is named; a word after an option is that option's value."""
    for place, word in enumerate(arguments):
        option = arguments[place - 1] if place else ""
        if word in TEST_TASKS and (not option.startswith("-") or "=" in option):
            return True
    return False


def environment_python(project: Path) -> Path:
    """Return the environment's own Python."""
    return project / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp(project: Path, with_tests: bool) -> set[str]:
    """Return what the stamp must say for a task: one line for Python, one for each lock file."""
    lines = {"Python {} {}".format(".".join(map(str, sys.version_info[:3])), sys.platform)}
    for lock in ["requirements.txt", "requirements-test.txt"] if with_tests else ["requirements.txt"]:
        lines.add(f"{lock} {hashlib.sha256((project / lock).read_bytes()).hexdigest()}")
    return lines


def read_stamp(project: Path) -> set[str]:
    """Return what the last finished set-up left; nothing if there is none, or if its Python is gone."""
    if not environment_python(project).is_file():
        return set()
    try:
        return set(stamp_file(project).read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        return set()


def stamp_file(project: Path) -> Path:
    """Return where the stamp lies."""
    return project / ".venv" / "lokalamalen-stamp"


def install_packages(project: Path, lock: str, keep_locked: tuple[int, ...] = ()) -> None:
    """Install exactly what a lock file names, from outside: the environment has no pip of its own."""
    command = [*find_pip(project), "--python", str(environment_python(project))]
    command += ["--disable-pip-version-check", "--no-input", "install", "--quiet", "--require-hashes"]
    # A source package would bring build tools that no hash covers.
    # What is started is compiled when it is first needed: to compile all packages takes as long as all else that pip does.
    command += ["--only-binary=:all:", "--no-compile", "-r", str(project / lock)]
    # It speaks English: an editor sees its words only when they are needed to find out what went wrong.
    with (project / ".cache" / "installation.txt").open("w+b") as words:
        status = run_program(
            command,
            cwd=project,
            settings={"PIP_USER": "0"},  # a user's own `user = true` for pip fails in an environment
            stop=signal.SIGINT,  # it works in a process of its own, which only this signal makes it end
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
    """Have the new environment compile the page templates once for all builds; what fails is done when it is needed."""
    command = [str(environment_python(project)), "-X", "utf8", "-m", "plugins.commands.compile_templates"]
    with contextlib.suppress(OSError), Path(os.devnull).open("w+b") as silence:
        if run_program(command, cwd=project, words=silence) == INTERRUPTED:
            raise KeyboardInterrupt


def find_pip(project: Path) -> list[str]:
    """Return the command for a pip that can install into another environment (22.3 or later)."""
    # The second is for those who start us from an environment that has no pip, ours among them.
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
    """Make `.venv` if it is missing, unfinished or out of date; else return at once."""
    try:
        wanted = wanted_stamp(project, with_tests)
        if wanted <= read_stamp(project):
            return
        with only_one(project) as lock_handle:
            found = read_stamp(project)  # another process may have finished while this one waited
            if wanted <= found:
                return
            say("Hämtar programmets paket till mappen .venv. Det behöver nätverk och tar ungefär en minut …")
            # The stamp goes first and comes back last: a set-up that is killed leaves none, and is redone.
            stamp_file(project).unlink(missing_ok=True)
            if not found or not found <= wanted:
                # Imported here, for the set-up is rare and a start is not.
                import venv

                builder = venv.EnvBuilder(clear=True, with_pip=False, symlinks=os.name != "nt")
                builder.create(project / ".venv")
            # A pip whose parent was killed works on: it keeps the lock until it is done.
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
    """Install anew the packages that are not whole; all others stay as they are."""
    import shutil

    try:
        with only_one(project) as lock_handle:
            damaged = find_damage(project)
            if not damaged:  # another process has been here while this one waited
                return
            say("Hämtar på nytt det som saknas i mappen .venv: {} …".format(", ".join(sorted(damaged))))
            for records in damaged.values():
                if records is not None:  # it says to pip that the package is there
                    shutil.rmtree(str(records), ignore_errors=True)
            keep_locked = () if os.name == "nt" else (lock_handle.fileno(),)
            install(project, installed_lock(project), keep_locked)
    except OSError as error:
        raise SetupError(f"Mappen .venv kunde inte lagas: {error}") from error


def drop_compiled(project: Path) -> None:
    """Drop what Python keeps compiled of the program and its packages: it writes that anew as it loads them."""
    import shutil

    for folder in (project / "plugins", project / ".venv"):
        for kept in list(folder.rglob("__pycache__")):
            shutil.rmtree(str(kept), ignore_errors=True)


def may_be_mended(error: BaseException) -> bool:
    """Tell whether a task burst of what the door mends: a package, or a compiled file that a full disk has cut.

    Python believes such a file by its first bytes, and never writes it anew.
    """
    if sys._xoptions.get("door") is not True:  # it has been mended already
        return False
    return is_torn(error) or (isinstance(error, ImportError) and bool(find_damage(PROJECT)))


def find_damage(project: Path) -> dict[str, Path | None]:
    """Return the packages that should be in `.venv`, and are not, or not whole."""
    from plugins.commands.environment import find_damage

    base = str(project / ".venv")
    packages = sysconfig.get_path("purelib", "venv", {"base": base, "platbase": base})
    return find_damage(Path(packages), project / installed_lock(project))


def installed_lock(project: Path) -> str:
    """Return the lock file that `.venv` was made from."""
    has_tests = any(line.startswith("requirements-test.txt ") for line in read_stamp(project))
    return "requirements-test.txt" if has_tests else "requirements.txt"


@contextlib.contextmanager
def only_one(project: Path) -> Iterator[IO[bytes]]:
    """Let one process at a time change the environment; the system lets go of the lock if we die."""
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
    """Take the lock, or say at once that another process has it."""
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


def run_program(
    command: list[str],
    cwd: Path | None = None,
    settings: dict[str, str] | None = None,
    stop: signal.Signals = signal.SIGTERM,
    words: IO[bytes] | None = None,
    keep_open: tuple[int, ...] = (),
    hears_later: bool = False,
) -> int:
    """Run a program to its end, passing on Ctrl-C and a request to stop; return its exit status.

    With `hears_later`, Ctrl-C waits until the program hears it (`hear_ctrl_c`): while it starts, Python would tell a trace of it.
    """
    env = dict(os.environ, PYTHONUTF8="1")
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(PROJECT / ".cache" / "hypothesis")
    env["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # there are none, and it would look for some in all packages
    env.update(settings or {})
    # Packages from elsewhere must not mix with the locked ones; and without kept bytecode each start takes seconds.
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    started = []  # type: list[subprocess.Popen[bytes]]
    asked = []  # type: list[signal.Signals]

    def pass_on(*_: object) -> None:
        asked.append(stop)
        if started:  # else it is told once it is there: it would go on alone
            started[0].send_signal(stop)

    # Ctrl-C in a terminal has reached the program too, which may be tidying up. Or it was sent to this process alone.
    def ask_again() -> None:
        for each in started:
            each.send_signal(signal.SIGINT)

    reminder = threading.Timer(PATIENCE, ask_again)
    reminder.daemon = True

    def remind(*_: object) -> None:
        if os.name != "nt" and reminder.ident is None:
            reminder.start()

    # No KeyboardInterrupt while waiting: it would lose the status of a program that has just ended, which then counts as 0.
    is_heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    interrupted = signal.signal(signal.SIGINT, remind) if is_heard else None
    terminated = signal.signal(signal.SIGTERM, pass_on)
    try:
        with hold_ctrl_c() if hears_later else contextlib.nullcontext():
            process = subprocess.Popen(command, cwd=cwd, env=env, stdout=words, stderr=words, pass_fds=keep_open)
        started.append(process)
        if asked:
            process.send_signal(stop)
        status = process.wait()
    finally:
        signal.signal(signal.SIGTERM, terminated)
        if is_heard:
            signal.signal(signal.SIGINT, interrupted)
        reminder.cancel()
    if status == 0xC000013A:  # how Windows says Ctrl-C
        return INTERRUPTED
    return status if status >= 0 else 128 - status


@contextlib.contextmanager
def hold_ctrl_c() -> Iterator[None]:
    """Hold Ctrl-C back within, and from what is started within; not in Windows, which has no such thing.

    As in `plugins/core/copying.py`, which takes longer to load than all that the door has to do outside.
    """
    if os.name == "nt":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hear_ctrl_c() -> None:
    """Hear Ctrl-C from now on, and one that was held back at once."""
    if os.name != "nt":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def tell_failure(arguments: list[str]) -> None:
    """Tell an unexpected failure as a problem, and keep its trace for a developer.

    Site tasks do this themselves; what reaches the door is that they could not be read at all.
    """
    import json
    import traceback

    trace = PROJECT / ".cache" / "senaste-fel.txt"
    with contextlib.suppress(OSError):
        trace.parent.mkdir(exist_ok=True)
        trace.write_text(traceback.format_exc(), encoding="utf-8")
    path = os.path.relpath(PROJECT / "tasks.py")
    message = "Något gick sönder i själva programmet, inte i innehållet."
    help_text = "Skicka filen .cache/senaste-fel.txt till den som sköter programmet."
    if "json" in arguments or any(word.endswith("=json") for word in arguments):
        problem = {"path": path, "line": 1, "column": 1, "severity": "error", "code": "intern"}
        print(json.dumps(dict(problem, message=message, help=help_text), ensure_ascii=False))
    else:
        print(f"{path}:1:1: fel: {message} [intern]\n    {help_text}")


def run_call(call: Call) -> int:
    """Tell what an earlier run of the same told, or hand over to `plugins/commands/run.py`; return the exit status."""
    from functools import cache, partial

    from plugins.commands.again import Run

    typed = Run(call.task, call.content, call.output, call.date, call.format, call.all)
    with contextlib.ExitStack() as stack:
        get_ready = cache(partial(get_ready_to_load, stack))
        typed.load_meanwhile(partial(load_packages, get_ready))
        status = typed.tell()
        if status is None:
            get_ready()
            status = do_call(call, typed)
    return status


def get_ready_to_load(stack: contextlib.ExitStack) -> None:
    """Let what is loaded from now on, as long as `stack` is open, be loaded quickly."""
    import gc

    gc.disable()  # all that is loaded now stays: to look for rings among it takes a tenth of the start

    from plugins.commands.kept_code import know_code
    from plugins.commands.kept_patterns import know_patterns
    from plugins.commands.light_pydantic import leave_plugins_out

    leave_plugins_out()
    stack.enter_context(know_patterns(PROJECT))
    stack.enter_context(know_code(PROJECT))


# Packages that the site needs, the quick ones first: between them it is asked whether there is time for another.
PACKAGES = ("yaml", "markdown", "jinja2", "pydantic")


def load_packages(get_ready: Callable[[], None], is_enough: Callable[[], bool]) -> None:
    """Load packages that will be needed, until it `is_enough`: they are known by their versions, and so may be loaded first."""
    from importlib import import_module

    get_ready()
    for name in PACKAGES:
        if is_enough():
            return
        import_module(name)


def do_call(call: Call, typed: Run) -> int:
    """Do a task, and keep what it told; return the exit status."""
    if typed.is_first and call.task == "build":
        from plugins.assets.bundle import ask_assets
        from plugins.sharing.drawings import get_ready
        from plugins.sharing.icons import ask_icons

        theme = PROJECT / "theme"
        get_ready(ask_assets(theme), ask_icons(theme))  # while the program is loaded, another processor has nothing to do
    from plugins.commands.job import Options
    from plugins.commands.run import run

    shown = Options(
        content=call.content, output=call.output, date=call.date, format=call.format, port=call.port, shows_all=call.all
    )
    with typed.keep() as told:
        status = run(call.task, shown)
        told.append(status)
    return status


def run_guarded(arguments: list[str], work: Callable[[], int]) -> int:
    """Do the work of a task; return its exit status, also where a package is missing or something bursts."""
    try:
        hear_ctrl_c()
        status = work()
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        # Once more, from an impatient hand, must not disturb the end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return INTERRUPTED
    except Exception as error:
        if may_be_mended(error):
            return BROKEN
        tell_failure(arguments)
        return 1


def go_in() -> None:
    """Do what was asked, in the environment: by this module alone, or by all that `tasks.py` has."""
    sys.argv = [str(PROJECT / "tasks.py"), *sys.argv[2:]]
    open_outlets()
    do_plainly(sys.argv[1:])
    import runpy

    runpy.run_path(sys.argv[0], run_name="__main__")


def do_plainly(arguments: list[str]) -> None:
    """Do what was asked, and end the process, if it is one of the tasks that are run most."""
    try:
        call = read_plainly(arguments)
    except KeyboardInterrupt:
        end(INTERRUPTED)
    if call is not None:
        end(run_guarded(arguments, lambda: run_call(call)))


def read_plainly(arguments: list[str]) -> Call | None:
    """Return what is asked for, of the tasks that are run most; None where Invoke has to read the words."""
    try:
        from plugins.commands.plain_call import read_call

        return read_call(arguments)
    except Exception:
        return None  # what is wrong is told by what reads the words then


def end(status: int) -> NoReturn:
    """End the process, without taking apart all that is left: of a thousand pages that takes a second."""
    import atexit
    import gc

    gc.freeze()  # else it looks for rings among it
    if threading.active_count() == 1:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done and told: Ctrl-C would change nothing but the status
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    sys.exit(status)

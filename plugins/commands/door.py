"""The entry point: runs a task with the Python of the project's own environment.

Outside the environment, where no package need be installed, it uses only the standard library; `tasks.py` has checked the version
of Python. Inside, the most common tasks are run directly, and Invoke parses the command line of all others.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable

from plugins.commands.process.broken_bytecode import is_torn
from plugins.commands.process.interrupts import interrupted_status, leave_alone, listen, was_interrupted
from plugins.commands.process.outlets import open_outlets, say
from plugins.commands.process.program import INTERRUPTED, PROJECT, run_program, unblock_stop_signals
from plugins.commands.start.set_up import (
    SetupError,
    drop_compiled,
    environment_python,
    find_damage,
    prepare_environment,
    repair_environment,
)

TYPE_CHECKING = False  # as in `plugins/commands/process/program.py`
if TYPE_CHECKING:
    from typing import NoReturn

    from plugins.commands.start.plain_call import Call

# Tasks that need the packages of requirements-test.txt.
TEST_TASKS = {
    *("test", "testa", "lint", "granska-kod", "refresh", "skriv-om", "font", "typsnitt"),
    *("lock", "las-versioner", "lås-versioner"),
}

# Exit status inside the environment: a package or a compiled file is missing or damaged. Nothing has been printed yet.
BROKEN = 96

# Exit status: the task has updated the program itself, and must be run again from the start by the new one.
RENEWED = 97

# Argument of the environment's Python. It imports this module, whose bytecode is cached; `tasks.py` would be compiled each time.
RUN_TASK = "import sys; sys.path.insert(0, sys.argv[1]); from plugins.commands.door import run_task; run_task()"


def enter(arguments: list[str]) -> None:
    """Outside, run the task inside the environment and exit. Inside, run a common task and exit; for any other return to
    Invoke.
    """
    open_outlets()
    if "door" not in sys._xoptions:
        end(run_in_environment(arguments))
    run_plain_call(arguments)


def run_in_environment(arguments: list[str]) -> int:
    """Set up the environment and run the task in it; return the exit status."""
    try:
        prepare_environment(PROJECT, needs_test_packages(arguments))
        status = start_environment_python(arguments, "door")
        if status == BROKEN:
            drop_compiled(PROJECT)
            repair_environment(PROJECT)
            status = start_environment_python(arguments, "door=again")
        if status == RENEWED:
            status = run_program([sys.executable, str(PROJECT / "tasks.py"), *arguments])
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


def start_environment_python(arguments: list[str], door: str) -> int:
    """Start the environment's Python with this module; return its exit status.

    None of the environment's scripts is started (after a move they still have the old path of the folder), nor `-m invoke`, which
    reports wrong usage in English. The current folder stays the user's; `-P` keeps it off the import path. `-X door` marks the
    process as inside, and `-X door=again` as the second attempt; unlike an environment variable, child processes do not inherit
    it.
    """
    python = str(environment_python(PROJECT))
    return run_program([python, "-X", "utf8", "-P", "-X", door, "-c", RUN_TASK, str(PROJECT), *arguments], hears_later=True)


def restart() -> int:
    """Run the same task again, with the updated program; return the exit status to end with."""
    if "door" in sys._xoptions:
        return RENEWED  # outside, the packages that it needs can be installed
    return run_program([sys.executable, str(PROJECT / "tasks.py"), *sys.argv[1:]])


def needs_test_packages(arguments: list[str]) -> bool:
    """Return whether a developers' task is named; a word after an option is that option's value."""
    for place, word in enumerate(arguments):
        option = arguments[place - 1] if place else ""
        if word in TEST_TASKS and (not option.startswith("-") or "=" in option):
            return True
    return False


def is_repairable(error: BaseException) -> bool:
    """Return whether `run_in_environment` can repair the cause of an error: a package, or a compiled file that a full disk
    truncated.

    Python checks only the first bytes of such a file, and never rewrites it.
    """
    if sys._xoptions.get("door") is not True:  # this is the second attempt
        return False
    return is_torn(error) or (isinstance(error, ImportError) and bool(find_damage(PROJECT)))


def report_failure(arguments: list[str]) -> None:
    """Report an unexpected exception as a problem, and write its traceback to a file for a developer.

    Site tasks do this themselves; an exception that comes here was raised before they began.
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


def run_guarded(arguments: list[str], work: Callable[[], int]) -> int:
    """Run a task; return its exit status, also where a package is missing or an exception is raised."""
    try:
        listen()
        unblock_stop_signals()
        status = work()
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        leave_alone()  # against a second Ctrl-C
        return interrupted_status()
    except Exception as error:
        if was_interrupted():
            leave_alone()
            return interrupted_status()
        if is_repairable(error):
            return BROKEN
        report_failure(arguments)
        return 1


def run_task() -> None:
    """Inside the environment, run the task: a common one by this module, any other by `tasks.py`."""
    sys.argv = [str(PROJECT / "tasks.py"), *sys.argv[2:]]
    open_outlets()
    run_plain_call(sys.argv[1:])
    import runpy

    runpy.run_path(sys.argv[0], run_name="__main__")


def run_plain_call(arguments: list[str]) -> None:
    """Run a common task and end the process; return for any other."""
    try:
        call = read_plain_call(arguments)
    except KeyboardInterrupt:
        end(INTERRUPTED)
    if call is not None:
        from plugins.commands.start.quick_run import run_call

        end(run_guarded(arguments, lambda: run_call(call)))


def read_plain_call(arguments: list[str]) -> Call | None:
    """Return the call of a common task; None where Invoke must parse the command line."""
    try:
        from plugins.commands.start.plain_call import read_call

        return read_call(arguments)
    except Exception:
        return None  # Invoke reports what is wrong


def end(status: int) -> NoReturn:
    """End the process at once, without freeing memory, which takes a second for a thousand pages."""
    try:
        _end(status)
    except KeyboardInterrupt:  # a second Ctrl-C
        leave_alone()
        _end(status)


def _end(status: int) -> NoReturn:
    import atexit
    import gc

    gc.freeze()  # so that the garbage collector does not go through it
    if all(thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        leave_alone()  # everything is done and printed: Ctrl-C would only change the status
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    sys.exit(status)

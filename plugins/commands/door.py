"""The entry point: runs a task in the project's own environment, with the Python there.

In: what was typed. Out: the exit status. Outside, where no package need be, the standard library is all that it has; `tasks.py`
has found that Python is new enough. Inside, the tasks that are run most are done without Invoke, which reads all others.
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
from plugins.commands.process.program import INTERRUPTED, PROJECT, hear_ctrl_c, run_program
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

# What these tasks need beyond the packages of the site stands in requirements-test.txt.
TEST_TASKS = {"test", "testa", "lint", "granska-kod", "lock", "las-versioner", "lås-versioner", "font", "typsnitt"}

# How the task in the environment says that a package, or what Python keeps compiled of anything, is not there or not whole.
# It has told nothing yet.
BROKEN = 96

# How it says that it has brought the program's own renewal: what is there now is to do the task, from the start.
RENEWED = 97

# What the environment's Python is given: this module, compiled once and kept, where `tasks.py` would be compiled at each start.
GO_IN = "import sys; sys.path.insert(0, sys.argv[1]); from plugins.commands.door import go_in; go_in()"


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


def run_inside(arguments: list[str], door: str) -> int:
    """Start the environment's own Python, which goes in; return its exit status.

    None of the environment's scripts is started (they keep the folder's old address after a move), nor `-m invoke`, which answers
    wrong usage in English; and the current folder stays the user's, where nothing is imported from (`-P`). `-X door` tells the
    second start from the first; unlike a variable it is not inherited further.
    """
    python = str(environment_python(PROJECT))
    return run_program([python, "-X", "utf8", "-P", "-X", door, "-c", GO_IN, str(PROJECT), *arguments], hears_later=True)


def begin_again() -> int:
    """Have the task that was typed done from the start, by the program as it is now; return the exit status to end with."""
    if "door" in sys._xoptions:
        return RENEWED  # outside, where the packages that it needs can be installed
    return run_program([sys.executable, str(PROJECT / "tasks.py"), *sys.argv[1:]])


def needs_test_packages(arguments: list[str]) -> bool:
    """Tell whether a developers' task is named; a word after an option is that option's value."""
    for place, word in enumerate(arguments):
        option = arguments[place - 1] if place else ""
        if word in TEST_TASKS and (not option.startswith("-") or "=" in option):
            return True
    return False


def may_be_mended(error: BaseException) -> bool:
    """Tell whether a task failed because of something that the door repairs: a package, or a compiled file that a full disk has
    cut.

    Python believes such a file by its first bytes, and never writes it anew.
    """
    if sys._xoptions.get("door") is not True:  # it has been mended already
        return False
    return is_torn(error) or (isinstance(error, ImportError) and bool(find_damage(PROJECT)))


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


def run_guarded(arguments: list[str], work: Callable[[], int]) -> int:
    """Do the work of a task; return its exit status, also where a package is missing or an exception is raised."""
    try:
        listen()
        hear_ctrl_c()
        status = work()
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        leave_alone()  # once more, from an impatient hand
        return interrupted_status()
    except Exception as error:
        if was_interrupted():
            leave_alone()
            return interrupted_status()
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
        from plugins.commands.start.quick_run import run_call

        end(run_guarded(arguments, lambda: run_call(call)))


def read_plainly(arguments: list[str]) -> Call | None:
    """Return what is asked for, of the tasks that are run most; None where Invoke has to read the words."""
    try:
        from plugins.commands.start.plain_call import read_call

        return read_call(arguments)
    except Exception:
        return None  # what is wrong is told by what reads the words then


def end(status: int) -> NoReturn:
    """End the process at once, without freeing what is left: for a thousand pages that takes a second."""
    try:
        _end(status)
    except KeyboardInterrupt:  # once more, from an impatient hand
        leave_alone()
        _end(status)


def _end(status: int) -> NoReturn:
    import atexit
    import gc

    gc.freeze()  # else it looks for rings among it
    if all(thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        leave_alone()  # all is done and told: Ctrl-C would change nothing but the status
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    sys.exit(status)

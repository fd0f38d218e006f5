"""The one door to the project: `python3 tasks.py UPPGIFT`.

Called by people, by CI and, inside the environment, by Invoke: `invoke build` is the same task.
The upper half needs nothing but Python: it makes `.venv` ready and starts this file again in there.
The lower half is an ordinary Invoke file, whose tasks hand over to `plugins/commands/`; there, `usage.py` reads the
words, and tells wrong usage in Swedish, with exit status 2.

Any Python 3 must be able to read this file to the end, or the people who have an old one get a syntax error
instead of an answer: no f-strings, no annotated variables, no `:=`, no unpacking inside a list.
"""

import sys

MINIMUM = (3, 11)

if sys.version_info < MINIMUM:
    sys.stderr.write(
        "Webbplatsen behöver Python {0}.{1} eller senare. Det här är Python {2}.{3}.\n"
        "Installera en nyare Python och kör samma kommando med den.\n".format(
            MINIMUM[0], MINIMUM[1], sys.version_info[0], sys.version_info[1]
        )
    )
    sys.exit(2)

import contextlib
import hashlib
import io
import os
import re
import signal
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

TYPE_CHECKING = False  # as in `typing`, whose import takes as long as all else that is done here
if TYPE_CHECKING:
    from typing import IO, Any

PROJECT = Path(__file__).resolve().parent

# What these tasks need beyond the packages of the site stands in requirements-test.txt.
TEST_TASKS = {"test", "testa", "lint", "granska-kod", "lock", "las-versioner", "lås-versioner", "font", "typsnitt"}

# How long a program that was asked to stop may take before it is asked once more, in seconds.
PATIENCE = 2.0

# The exit status after Ctrl-C, as shells have it.
INTERRUPTED = 130

# How the task in the environment says that a package is not there, or not whole. It has told nothing yet.
BROKEN = 96

# ---------------------------------------------------------------------------------------------------------
# The environment: made on the first run, and again when the lock files or Python have changed
# ---------------------------------------------------------------------------------------------------------


class SetupError(Exception):
    """The environment could not be made ready; the text says why, in Swedish."""


def say(text: str) -> None:
    """Tells the person at the keyboard something; stdout is kept for problems."""
    print(text, file=sys.stderr, flush=True)


class Outlet(io.FileIO):
    """Where words go out. What cannot be told (a full disk, a reader who has left) changes nothing of the work, nor its end."""

    # Types as `io.FileIO` has them.
    def write(self, data):  # type: ignore[no-untyped-def]
        """Writes what can be written; the rest is let go."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def open_outlets() -> None:
    """Lets nothing that is told fail: neither where it goes, nor for a sign that cannot be shown there, which is replaced."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by who started us
            setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w"), "utf-8", write_through=True))
        elif stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            raw = io.BufferedWriter(Outlet(stream.fileno(), "w", closefd=False))
            setattr(sys, name, io.TextIOWrapper(raw, stream.encoding, "replace", line_buffering=name == "stderr"))


def open_door(arguments: list[str]) -> int:
    """Makes the environment ready and runs the task in it; returns the exit status."""
    try:
        prepare_environment(PROJECT, needs_test_packages(arguments))
        # This file once more, rather than `-m invoke`, which answers wrong usage in English. What speaks for
        # `-m invoke` holds here too: the environment's Python is started, none of its scripts (they keep the
        # folder's old address after a move), and the current folder stays the user's.
        # `-X door` tells the second start from the first; unlike a variable it is not inherited further.
        python = str(environment_python(PROJECT))
        status = run_program([python, "-X", "utf8", "-X", "door", str(PROJECT / "tasks.py")] + arguments)
        if status == BROKEN:
            repair_environment(PROJECT)
            status = run_program([python, "-X", "utf8", "-X", "door=again", str(PROJECT / "tasks.py")] + arguments)
        return status
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:
        say("Python i mappen .venv kunde inte startas: {}".format(error))
        return 1
    except KeyboardInterrupt:
        say("Avbrutet.")
        return INTERRUPTED


def needs_test_packages(arguments: list[str]) -> bool:
    """Whether a developers' task is named; a word after an option is that option's value."""
    for place, word in enumerate(arguments):
        option = arguments[place - 1] if place else ""
        if word in TEST_TASKS and (not option.startswith("-") or "=" in option):
            return True
    return False


def environment_python(project: Path) -> Path:
    """The environment's own Python."""
    return project / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp(project: Path, with_tests: bool) -> set[str]:
    """What the stamp must say for a task: one line for Python, one for each lock file."""
    lines = {"Python {} {}".format(".".join(map(str, sys.version_info[:3])), sys.platform)}
    for lock in ["requirements.txt", "requirements-test.txt"] if with_tests else ["requirements.txt"]:
        lines.add("{} {}".format(lock, hashlib.sha256((project / lock).read_bytes()).hexdigest()))
    return lines


def read_stamp(project: Path) -> set[str]:
    """What the last finished set-up left; nothing if there is none, or if its Python is gone."""
    if not environment_python(project).is_file():
        return set()
    try:
        return set(stamp_file(project).read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        return set()


def stamp_file(project: Path) -> Path:
    return project / ".venv" / "lokalamalen-stamp"


def install_packages(project: Path, lock: str, keep_locked: tuple[int, ...] = ()) -> None:
    """Installs exactly what a lock file names, from outside: the environment has no pip of its own."""
    command = find_pip(project) + ["--python", str(environment_python(project))]
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
                "Paketen kunde inte installeras (pip slutade med {}). Finns det nätverk?\n"
                "Kör samma kommando igen, så görs ett nytt försök.".format(status)
            )


def compile_templates(project: Path) -> None:
    """Has the new environment compile the page templates once for all builds; what fails is done when it is needed."""
    command = [str(environment_python(project)), "-X", "utf8", "-m", "plugins.commands.compile_templates"]
    with contextlib.suppress(OSError), Path(os.devnull).open("w+b") as silence:
        if run_program(command, cwd=project, words=silence) == INTERRUPTED:
            raise KeyboardInterrupt


def find_pip(project: Path) -> list[str]:
    """The command for a pip that can install into another environment (22.3 or later)."""
    # The second is for those who start us from an environment that has no pip, ours among them.
    for python in [sys.executable, getattr(sys, "_base_executable", sys.executable)]:
        command = [python, "-m", "pip"]
        answer = subprocess.run(command + ["--version"], cwd=project, capture_output=True, text=True, check=False).stdout
        version = re.match(r"pip (\d+)\.(\d+)", answer)
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
    """Makes `.venv` if it is missing, unfinished or out of date; else returns at once."""
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
        raise SetupError("Mappen .venv kunde inte göras i ordning: {}".format(error)) from error


def repair_environment(
    project: Path,
    install: Callable[[Path, str, tuple[int, ...]], None] = install_packages,
) -> None:
    """Installs anew the packages that are not whole; all others stay as they are."""
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
        raise SetupError("Mappen .venv kunde inte lagas: {}".format(error)) from error


def find_damage(project: Path) -> dict[str, Path | None]:
    """The packages that should be in `.venv`, and are not, or not whole."""
    from plugins.commands.environment import find_damage

    base = str(project / ".venv")
    packages = sysconfig.get_path("purelib", "venv", {"base": base, "platbase": base})
    return find_damage(Path(packages), project / installed_lock(project))


def installed_lock(project: Path) -> str:
    """The lock file that `.venv` was made from."""
    has_tests = any(line.startswith("requirements-test.txt ") for line in read_stamp(project))
    return "requirements-test.txt" if has_tests else "requirements.txt"


@contextlib.contextmanager
def only_one(project: Path) -> "Iterator[IO[bytes]]":
    """Lets one process at a time change the environment; the system lets go of the lock if we die."""
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


def lock_file(handle: "IO[bytes]") -> bool:
    """Takes the lock, or says at once that another process has it."""
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
    words: "IO[bytes] | None" = None,
    keep_open: tuple[int, ...] = (),
) -> int:
    """Runs a program to its end, passing on Ctrl-C and a request to stop; returns its exit status."""
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


def tell_failure(arguments: list[str]) -> None:
    """Tells an unexpected failure as a problem, and keeps its trace for a developer.

    Site tasks do this themselves; what reaches the door is that they could not be read at all.
    """
    import json
    import traceback

    trace = PROJECT / ".cache" / "senaste-fel.txt"
    with contextlib.suppress(OSError):
        trace.parent.mkdir(exist_ok=True)
        trace.write_text(traceback.format_exc(), encoding="utf-8")
    path = os.path.relpath(__file__)
    message = "Något gick sönder i själva programmet, inte i innehållet."
    help_text = "Skicka filen .cache/senaste-fel.txt till den som sköter programmet."
    if "json" in arguments or any(word.endswith("=json") for word in arguments):
        problem = {"path": path, "line": 1, "column": 1, "severity": "error", "code": "intern"}
        print(json.dumps(dict(problem, message=message, help=help_text), ensure_ascii=False))
    else:
        print("{}:1:1: fel: {} [intern]\n    {}".format(path, message, help_text))


def run_call(call: "Any") -> int:
    """Tells what an earlier run of the same told, or hands over to `plugins/commands/run.py`; returns the exit status."""
    from plugins.commands.again import Run

    typed = Run(call.task, call.content, call.output, call.date, call.format, call.all)
    status = typed.tell()
    if status is None:
        import gc

        gc.disable()  # all that is loaded now stays: to look for rings among it takes a tenth of the start

        from plugins.commands.kept_code import know_code
        from plugins.commands.kept_patterns import know_patterns
        from plugins.commands.light_pydantic import leave_plugins_out

        leave_plugins_out()
        with know_patterns(PROJECT), know_code(PROJECT):
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
    """Does the work of a task; returns its exit status, also where a package is missing or something bursts."""
    try:
        status = work()
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        # Once more, from an impatient hand, must not disturb the end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, ImportError) and sys._xoptions.get("door") is True and find_damage(PROJECT):
            return BROKEN
        tell_failure(arguments)
        return 1


def run_plainly(arguments: list[str]) -> int | None:
    """Does the tasks that are run most without Invoke; returns None where that is to read the words."""
    if sys.path[0] != str(PROJECT):
        sys.path.insert(0, str(PROJECT))
    try:
        from plugins.commands.plain_call import read_call

        call = read_call(arguments)
    except Exception:
        return None  # what is wrong is told below
    return None if call is None else run_guarded(arguments, lambda: run_call(call))


def end(status: int) -> None:
    """Ends the process, without taking apart all that is left: of a thousand pages that takes a second."""
    import atexit
    import gc

    gc.freeze()  # else it looks for rings among it
    if threading.active_count() == 1:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    sys.exit(status)


if __name__ == "__main__":
    open_outlets()
    if "door" not in sys._xoptions:
        sys.exit(open_door(sys.argv[1:]))
    plain = run_plainly(sys.argv[1:])
    if plain is not None:
        end(plain)

# ---------------------------------------------------------------------------------------------------------
# The tasks: an ordinary Invoke file, read inside the environment
# ---------------------------------------------------------------------------------------------------------

import importlib.util
import inspect
import shlex

try:
    # The project's own folder, whichever folder we were started from.
    if sys.path[0] != str(PROJECT):
        sys.path.insert(0, str(PROJECT))
    from invoke import Collection, Config, Context, Executor, Exit, task

    from plugins.commands.options import explained
    from plugins.commands.usage import WrongUsage, read_port, read_words
except Exception as error:
    if __name__ != "__main__":
        raise
    if not isinstance(error, ImportError) or str(error.name).startswith("plugins"):
        tell_failure(sys.argv[1:])
        sys.exit(1)
    if "again" not in sys._xoptions.values():
        sys.exit(BROKEN)
    say("Paketen i mappen .venv går inte att använda. Ta bort mappen och kör samma kommando igen.")
    sys.exit(1)


# The lines of tasks.py where each name of a task is given: one, or the tasks cannot be told apart.
TASK_LINES = {}  # type: dict[str, list[int]]


def find_clashes() -> list[str]:
    """Returns a sentence for each name that several tasks have; Invoke would run none of all the tasks."""
    clashes = [(name, lines) for name, lines in sorted(TASK_LINES.items()) if len(lines) > 1]
    told = "tasks.py: {} är namn på flera uppgifter, på raderna {}. Ge alla utom en ett annat namn."
    return [told.format(name, " och ".join(map(str, lines))) for name, lines in clashes]


def named(*swedish: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Makes a task of a function: its Swedish names, and the help of its options, which are its parameters."""

    def make_task(function: Callable[..., None]) -> Callable[..., None]:
        for name in (function.__name__.replace("_", "-"),) + swedish:
            TASK_LINES.setdefault(name, []).append(function.__code__.co_firstlineno)
        options = [name.replace("_", "-") for name in inspect.signature(function).parameters][1:]
        return task(aliases=swedish, auto_shortflags=False, help=explained(options))(function)  # type: ignore[no-any-return]

    return make_task


def finish(status: int) -> None:
    """Ends the run with a task's exit status; a task that succeeded lets the next one named begin."""
    if status:
        raise SystemExit(status)


def run_site_task(
    name: str, content: str | None, output: str | None, date: str | None, format: str, port: str = "8000", all: bool = False
) -> None:
    """Does one of the four site tasks; the values are judged where they are used."""
    from plugins.commands.plain_call import Call

    finish(run_call(Call(name, content, output, date, format, all, read_port(port))))


@named("bygg")
def build(
    context: Context,
    content: str | None = None,
    output: str | None = None,
    date: str | None = None,
    format: str = "text",
    all: bool = False,
) -> None:
    """Kontrollerar innehållet och skriver hela webbplatsen till output/.

    Checks, then writes the whole site to `output/`.
    """
    run_site_task("build", content, output, date, format, all=all)


@named("kontrollera")
def check(
    context: Context,
    content: str | None = None,
    output: str | None = None,
    date: str | None = None,
    format: str = "text",
    all: bool = False,
    explain: str | None = None,
) -> None:
    """Kontrollerar innehållet och skriver ingenting.

    Checks only; writes nothing. `--explain KOD` explains a code, `--all` tells a warning of many places at each of
    them.
    """
    if explain is not None:
        from plugins.commands.explain import explain_code

        finish(explain_code(explain))
        return
    run_site_task("check", content, output, date, format, all=all)


@named("forhandsvisa", "förhandsvisa")
def preview(
    context: Context,
    content: str | None = None,
    output: str | None = None,
    date: str | None = None,
    format: str = "text",
    port: str = "8000",
) -> None:
    """Visar webbplatsen med utkast i webbläsaren och följer med när du sparar.

    Shows the site with drafts, and builds again at every save.
    """
    run_site_task("preview", content, output, date, format, port)


@named("starta")
def start(context: Context) -> None:
    """Öppnar redigeringen i webbläsaren. Det är den som Starta-filerna startar.

    The same as `preview`, beginning with the forms; what the double-click files `Starta (…)` start.
    """
    run_site_task("start", None, None, None, "text")


@named("publicera")
def publish(
    context: Context,
    content: str | None = None,
    output: str | None = None,
    date: str | None = None,
    format: str = "text",
    all: bool = False,
    target: str | None = None,
    first: bool = False,
    replace: bool = False,
    dry_run: bool = False,
    back: bool = False,
    nightly: bool = False,
) -> None:
    """Bygger webbplatsen för publicering, med strängare regler, och lägger ut den.

    As `build`, with publishing's stricter rules, and delivers the site to its target; `--nightly` does it for today
    without anybody there.
    """
    from plugins.commands.job import Options
    from plugins.commands.run import run
    from plugins.commands.way_out import WayOut

    way = WayOut(target, is_first=first, replaces=replace, is_trial=dry_run, goes_back=back)
    options = Options(content=content, output=output, date=date, format=format, shows_all=all, way=way)
    if nightly:
        if back or dry_run:
            raise Exit("Valet --natt går inte att förena med --tillbaka eller --prova: natten väljer själv.", code=2)
        from plugins.commands.nightly import run_nightly

        finish(run_nightly(options))
        return
    finish(run("publish", options))


@named("lage", "läge")
def status(
    context: Context,
    content: str | None = None,
    output: str | None = None,
    date: str | None = None,
    target: str | None = None,
    all: bool = False,
    letter: bool = False,
) -> None:
    """Berättar vad som ligger ute, vad som skulle ändras om du publicerade nu, och vad som är att göra.

    What is online, how old it is, whose change is last in it, what publishing now would change, and what is to be
    done; `--letter` only that, as text to mail.
    """
    from plugins.commands.job import Options
    from plugins.commands.status import run_status
    from plugins.commands.way_out import WayOut

    options = Options(content=content, output=output, date=date, shows_all=all, way=WayOut(target))
    finish(run_status(options, is_letter=letter))


@named("skapa")
def new(
    context: Context,
    kind: str,
    name: str = "",
    goal: str = "",
    tier: str = "",
    website: str = "",
    logo: str = "",
    first_day: str = "",
    last_day: str = "",
    content: str | None = None,
) -> None:
    """Skapar en sida, en partner eller något annat att fylla i.

    Writes a page, a partner or a thing of another sort to fill in: `python3 tasks.py skapa partner`.
    """
    from plugins.commands.new_sort import Wish
    from plugins.commands.job import Options
    from plugins.commands.run import run_new

    finish(run_new(Wish(kind, name, goal, tier, website, logo, first_day, last_day), Options(content=content)))


@named("var-anvands", "var-används")
def uses(context: Context, thing: str, content: str | None = None, format: str = "text") -> None:
    """Berättar var något används, innan du tar bort det.

    Tells where something is used, before it is removed.
    """
    from plugins.commands.job import Options
    from plugins.commands.run import run

    finish(run("uses", Options(content=content, format=format, name=thing)))


@named("partnerlista")
def partners(
    context: Context,
    content: str | None = None,
    date: str | None = None,
    format: str = "text",
    against: str | None = None,
    column: str | None = None,
) -> None:
    """Listar partner: vilka som visas var, vad som börjar och slutar och vad som saknas.

    Who is shown where, who comes and goes, what is missing; `--against FILE.csv` compares with who pays.
    """
    if column and not against:
        raise Exit("Valet --kolumn gäller filen efter --mot. Skriv till exempel --mot kunder.csv", code=2)
    from plugins.commands.job import Options
    from plugins.commands.run import run_partners

    finish(run_partners(against, column, Options(content=content, date=date, format=format)))


@named("korrektur")
def proof(
    context: Context,
    subject: str,
    content: str | None = None,
    output: str | None = None,
    date: str | None = None,
) -> None:
    """Gör ett korrektur att mejla: var en partner visas, eller en sida, i mobil, på dator och på papper.

    A file to mail: every place where a partner stands, or a page, on telephone, laptop and paper.
    """
    from plugins.commands.job import Options
    from plugins.commands.run import run_proof

    finish(run_proof(subject, Options(content=content, output=output, date=date)))


@named("stada", "städa")
def tidy(context: Context, file: str, content: str | None = None, apply: bool = False) -> None:
    """Visar säkra rättelser i en fil: teckenkodning, mellanslag, punkttecken.

    Shows the corrections of a text that are certain; makes them with `--apply`.
    """
    from plugins.commands.tidy import run_tidy

    finish(run_tidy(file, content, applies=apply))


@named("oversatt", "översätt")
def translate(
    context: Context,
    file: str,
    content: str | None = None,
    date: str | None = None,
    language: str | None = None,
    same: bool = False,
) -> None:
    """Börjar en översättning, eller visar vad i originalet som har ändrats sedan den gjordes.

    Begins a translation, or shows what of its original has changed since; `--same` renews its fingerprints.
    """
    from plugins.commands.job import Options
    from plugins.commands.translate import run_translate

    finish(run_translate(file, language, Options(content=content, date=date), is_same=same))


@named("lasbarhet", "läsbarhet")
def readability(context: Context, content: str | None = None) -> None:
    """Berättar hur lättlästa sidorna är: LIX och den längsta meningen.

    Tells how easy each page is to read (LIX).
    """
    from plugins.commands.readability import run_readability

    finish(run_readability(content))


@named("lankar", "länkar")
def links(context: Context, content: str | None = None, date: str | None = None, format: str = "text") -> None:
    """Frågar om länkarna till andra webbplatser fortfarande leder någonstans; en gång i veckan räcker.

    Asks politely whether outside links still lead somewhere; for a weekly clock.
    """
    from plugins.commands.job import Options
    from plugins.commands.run import run_links

    finish(run_links(Options(content=content, date=date, format=format)))


@named("doktor")
def doctor(context: Context, content: str | None = None, output: str | None = None) -> None:
    """Undersöker om datorn har det som behövs, och säger vad som är att göra om inte.

    Tells whether this computer is fit for the work, and what to do if not.
    """
    from plugins.commands.doctor import run_doctor

    finish(run_doctor(content, output))


@named("spara")
def save(
    context: Context,
    content: str | None = None,
    date: str | None = None,
    by: str | None = None,
    choose: str | None = None,
    updated: bool = False,
) -> None:
    """Sparar det du har ändrat, med vem och vad, och delar det med kollegorna.

    Keeps what has been changed in `content/`, in the editors' words, and shares it where it has no errors.
    """
    from plugins.commands import keep
    from plugins.commands.job import Options

    finish(keep.save(Options(content=content, date=date), by, choose, sets_updated=updated))


@named("hamta", "hämta")
def fetch(context: Context, content: str | None = None, choose: str | None = None) -> None:
    """Hämtar det kollegorna har sparat och för ihop det med ditt.

    Brings what others have saved, and joins it record by record.
    """
    from plugins.commands import keep
    from plugins.commands.job import Options

    finish(keep.fetch(Options(content=content), choose))


@named("historik")
def history(context: Context, content: str | None = None, about: str | None = None, all: bool = False) -> None:
    """Berättar vem som har ändrat vad och när, sida för sida och post för post.

    Who changed what when; of one page or record, or of all.
    """
    from plugins.commands import keep
    from plugins.commands.job import Options

    finish(keep.history(Options(content=content, shows_all=all), about))


@named("angra", "ångra")
def undo(context: Context, change: str, content: str | None = None) -> None:
    """Tar tillbaka en sparad ändring, vad som än har hänt sedan dess.

    Takes one saved change back, whatever came after.
    """
    from plugins.commands import keep
    from plugins.commands.job import Options

    finish(keep.undo(Options(content=content), change))


@named("ta-bort-nu")
def remove_now(
    context: Context,
    what: str,
    content: str | None = None,
    output: str | None = None,
    date: str | None = None,
    target: str | None = None,
    show_again: bool = False,
) -> None:
    """Tar bort en bild, en person, en sida eller en partner från den publika webbplatsen med en gång.

    A picture, person, page or partner leaves the public site at once, whatever else is wrong.
    """
    from plugins.commands.remove_now import run_remove_now
    from plugins.commands.job import Options
    from plugins.commands.way_out import WayOut

    options = Options(content=content, output=output, date=date, way=WayOut(target, replaces=True))
    finish(run_remove_now(what, options, shows_again=show_again))


@named("testa")
def test(context: Context, only: str | None = None, quick: bool = False) -> None:
    """Provar programmet. Det som står efter -- går vidare till pytest.

    Runs the tests.
    """
    selection = ([] if only is None else ["-k", only]) + shlex.split(context.remainder)
    # How many at a time, tests/conftest.py says. What stands after -- is for pytest as it is by itself: one at a time.
    side_by_side = ["--numprocesses", "auto", "--dist", "worksteal"] if quick or not selection else []
    finish(run_tool(["pytest"] + side_by_side + (["-m", "not slow"] if quick else []) + selection))


@named("granska-kod")
def lint(context: Context) -> None:
    """Granskar koden: stil, form och typer, och att stilmallarna förstås av äldre webbläsare.

    Ruff, mypy, and whether the stylesheets suit browsers of 2019.
    """
    from plugins.commands.lint_css import run_lint_css

    statuses = [run_tool(["ruff", "check"]), run_tool(["ruff", "format", "--check"]), run_tool(["mypy"])]
    if statuses[1]:
        say("Formen rättas av: {} -m ruff format".format(os.path.relpath(str(environment_python(PROJECT)))))
    finish(max(statuses + [run_lint_css(PROJECT / "theme" / "static" / "css")]))


@named("mat-tid", "mät-tid")
def bench(context: Context, large: bool = False, against: str = "", write: bool = False) -> None:
    """Mäter tid och minne, bredvid andra program som gör webbplatser.

    Times and memory, beside stock Pelican; `--against hugo,eleventy` also beside these.
    """
    from plugins.commands.bench import UnknownTool, run_bench

    try:
        finish(run_bench(large=large, against=against, writes=write))
    except UnknownTool as error:
        raise Exit(str(error), code=2) from None


@named("dokument")
def docs(context: Context) -> None:
    """Skriver tabellerna över fält och uppgifter i docs/ och README.md efter koden.

    Writes the tables of fields and tasks in the documents anew, from the models and `tasks.py`.
    """
    from plugins.commands.docs import run_docs

    finish(run_docs(PROJECT, Collection.from_module(sys.modules[__name__])))


@named("typsnitt")
def font(context: Context) -> None:
    """Skär till typsnittet på nytt ur sitt paket (behöver npm).

    Cuts the web font anew from its package.
    """
    from plugins.commands.font import run_font

    finish(run_font(PROJECT / "theme"))


@named("las-versioner", "lås-versioner")
def lock(context: Context, upgrade: bool = False) -> None:
    """Skriver requirements.txt och requirements-test.txt efter pyproject.toml.

    Writes the two lock files anew after `pyproject.toml`.
    """
    from plugins.commands.lock import lock_commands

    for command in lock_commands("{}.{}".format(MINIMUM[0], MINIMUM[1]), upgrades=upgrade):
        finish(run_tool(command))


def run_tool(command: list[str]) -> int:
    """Runs a developer's tool of the environment in the project folder."""
    if importlib.util.find_spec(command[0]) is None:
        raise ModuleNotFoundError(command[0])
    return run_program([sys.executable, "-m"] + command, cwd=PROJECT)


def main(arguments: list[str]) -> int:
    """Does what the words ask for; returns the exit status."""
    return run_guarded(arguments, lambda: run_words(arguments))


def run_words(arguments: list[str]) -> int:
    """Lets Invoke do what the words ask for; returns the exit status, also of wrong usage."""
    clashes = find_clashes()
    if clashes:
        say("\n".join(clashes))
        return 1
    namespace = Collection.from_module(sys.modules[__name__])
    try:
        wanted = read_words(arguments, namespace)
        if isinstance(wanted, str):
            print(wanted)
        else:
            Executor(namespace, Config(lazy=True), wanted).execute(*wanted[1:])
    except WrongUsage as error:
        say(str(error))
        return 2
    except Exit as error:
        say(error.message or "")
        return error.code
    return 0


if __name__ == "__main__":
    end(main(sys.argv[1:]))

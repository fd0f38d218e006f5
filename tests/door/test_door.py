"""The door, tested in copies of the project: no test needs the network or touches the project's own `.venv`."""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import tomllib
import types
from collections.abc import Callable, Iterator
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from plugins.commands import door as entrance
from plugins.commands.process.program import INTERRUPTED, PROJECT, STOPS, run_program
from plugins.commands.start import quick_run, set_up

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither these signals nor file handles")

# Stands in for what a run is asked for.
FAKE_JOB = """
from dataclasses import dataclass

@dataclass(frozen=True)
class Options:
    content: str | None
    output: str | None
    date: str | None
    format: str = "text"
    port: int = 8000
    shows_all: bool = False
"""

# Stands in for the real run: prints what it was given, and answers as it is told to.
FAKE_RUN = """
import json, os, sys, time
from dataclasses import asdict

def run(name, options):
    print(json.dumps([name, asdict(options), os.getcwd(), sys.prefix, os.getpid()]), flush=True)
    time.sleep(float(os.environ.get("WORK", "0")))
    return int(os.environ.get("ANSWER", "0"))
"""

# Stands in for what knows earlier runs: here it knows none.
FAKE_REPEATED_RUN = """
from contextlib import nullcontext

class TypedRun:
    def __init__(self, *typed): pass
    is_first = False
    def load_meanwhile(self, load): load(lambda: True)
    def replay(self): return None
    def keep(self): return nullcontext([])
"""

# Stands in for what looks for damaged packages: those that are linked here are whole.
FAKE_ENVIRONMENT = """
def find_damage(packages, lock):
    return {}
"""


COMPILED = shutil.ignore_patterns("__pycache__")
ENVIRONMENT = "plugins/commands/process/environment.py"
DOOR = (
    "tasks.py",
    "plugins/__init__.py",
    "plugins/commands/__init__.py",
    "plugins/commands/door.py",
    "plugins/commands/process/__init__.py",
    "plugins/commands/process/interrupts.py",
    "plugins/commands/process/outlets.py",
    "plugins/commands/process/program.py",
    "plugins/commands/start/__init__.py",
    "plugins/commands/start/set_up.py",
    "plugins/commands/process/broken_bytecode.py",
    "requirements.txt",
    "requirements-test.txt",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the door alone, in a folder with spaces and other letters in its name."""
    folder = tmp_path / "Vår webbplats"
    folder.mkdir()
    for name in DOOR:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, folder / name)
    return folder


@pytest.fixture
def ready(project: Path) -> Path:
    """Return the copy with its environment, and a stand-in for the rest of the project."""
    set_up.prepare_environment(project, with_tests=False, install=link_packages)
    commands = project / "plugins" / "commands"
    for folder in ("commands/start", "core/cache"):
        shutil.copytree(PROJECT / "plugins" / folder, project / "plugins" / folder, ignore=COMPILED, dirs_exist_ok=True)
    (commands / "run.py").write_text(FAKE_RUN, encoding="utf-8")
    (commands / "runs").mkdir()
    (commands / "runs" / "job.py").write_text(FAKE_JOB, encoding="utf-8")
    (commands / "start" / "repeated_run.py").write_text(FAKE_REPEATED_RUN, encoding="utf-8")
    (commands / "process" / "environment.py").write_text(FAKE_ENVIRONMENT, encoding="utf-8")
    return project


def link_packages(project: Path, lock: str, keep_locked: tuple[int, ...]) -> None:
    """Make the packages of this environment visible in the copy's, instead of installing them."""
    variables = {"base": str(project / ".venv"), "platbase": str(project / ".venv")}
    there = Path(sysconfig.get_path("purelib", "venv", variables))
    (there / "link.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")


class Installer:
    """Records what is to be installed, and leaves a file as an installation does."""

    def __init__(self, fails: type[BaseException] | None = None) -> None:
        self.asked: list[str] = []
        self.fails = fails

    def __call__(self, project: Path, lock: str, keep_locked: tuple[int, ...]) -> None:
        self.asked.append(lock)
        (project / ".venv" / lock).touch()
        if self.fails:
            raise self.fails()


def door(project: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a copy's door as from a terminal; any attempt to install fails at once."""
    return subprocess.run(
        [sys.executable, project / "tasks.py", *words],
        env=environment(settings),
        cwd=project.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def environment(settings: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    return {**inherited, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, **settings}


# --- Old Pythons -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["3, 4", "3, 10"])
def test_an_old_python_is_refused_with_the_version_that_is_needed(project: Path, version: str) -> None:
    pretend = (
        f"import runpy, sys; sys.version_info = ({version}, 1, 'final', 0);"
        f"runpy.run_path({str(project / 'tasks.py')!r}, run_name='__main__')"
    )
    answer = subprocess.run([sys.executable, "-X", "utf8", "-c", pretend], capture_output=True, encoding="utf-8", check=False)
    assert answer.returncode == 2
    assert answer.stderr == (
        f"Webbplatsen behöver Python 3.11 eller senare. Det här är Python {version.replace(', ', '.')}.\n"
        "Installera en nyare Python och kör samma kommando med den.\n"
    )
    assert not (project / ".venv").exists()


def find_newer_syntax(source: str) -> list[str]:
    """Return syntax that Python 3.4 could not parse; `ast.parse` with `feature_version` misses some of it."""
    try:
        tree = ast.parse(source, feature_version=(3, 4))
    except SyntaxError as error:
        return [str(error)]
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Match)
    found = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, newer)]
    found += re.findall(r"\*\w+(?:: \w+)?,\s*\)", source)  # a comma after the last of the arguments
    for node in ast.walk(tree):
        if isinstance(node, ast.List | ast.Tuple | ast.Set) and not is_assigned(node):
            found += ["unpacking" for item in node.elts if isinstance(item, ast.Starred)]
        if isinstance(node, ast.Call):
            found += ["unpacking" for argument in node.args[:-1] if isinstance(argument, ast.Starred)]
        if isinstance(node, ast.Dict):
            found += ["unpacking" for key in node.keys if key is None]
    return found


def is_assigned(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store)


def test_any_python_3_can_read_the_door() -> None:
    assert find_newer_syntax((PROJECT / "tasks.py").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "newer",
    [
        "f'{x}'",
        "x: int = 1",
        "(x := 1)",
        "[*x, 1]",
        "f(*x, 1)",
        "f(\n **x,\n)",
        "def f(*x: int,): 0",
        "{**x}",
        "match x:\n case 1: 0",
    ],
)
def test_newer_syntax_would_be_noticed(newer: str) -> None:
    assert find_newer_syntax(newer)


# --- The lock files --------------------------------------------------------------------------------------


def read_pins(name: str) -> dict[str, str]:
    """Return the rest of each entry, by package and version."""
    text = (PROJECT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return dict(line.split(" ", 1) for line in text.splitlines() if not line.startswith("#"))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_a_lock_file_has_exact_versions_with_hashes_and_no_address(name: str) -> None:
    pins = read_pins(name)
    assert len(pins) > 10
    for package, rest in pins.items():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+", package)
        assert re.search("--hash=sha256:[0-9a-f]{64}", rest)
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert not re.search("://|index-url|find-links", text)


def test_tests_run_with_the_versions_the_site_is_built_with() -> None:
    assert read_pins("requirements.txt").items() <= read_pins("requirements-test.txt").items()


def test_every_required_package_is_locked() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    for wanted, lock in [
        (settings["project"]["dependencies"], "requirements.txt"),
        (settings["dependency-groups"]["test"], "requirements-test.txt"),
    ]:
        locked = {package.split("==")[0] for package in read_pins(lock)}
        assert {re.split("[<>=!~]", name)[0].lower() for name in wanted} <= locked


# --- The environment -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ("test", True),
        ("granska-kod", True),
        ("check lint", True),
        ("check --format=json lint", True),
        ("build", False),
        ("build --content test", False),
        ("", False),
    ],
)
def test_test_packages_are_installed_for_developers_tasks_only(words: str, needed: bool) -> None:
    assert entrance.needs_test_packages(words.split()) is needed


def test_the_environment_is_made_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install = Installer()
    set_up.prepare_environment(project, with_tests=False, install=install)
    assert capsys.readouterr().err.startswith("Hämtar programmets paket till mappen .venv.")
    assert set_up.environment_python(project).is_file()
    set_up.prepare_environment(project, with_tests=False, install=install)
    assert install.asked == ["requirements.txt"]
    assert capsys.readouterr().err == ""


def test_test_packages_are_added_to_an_existing_environment(project: Path) -> None:
    install = Installer()
    for with_tests in (False, True, True, False):
        set_up.prepare_environment(project, with_tests=with_tests, install=install)
    assert install.asked == ["requirements.txt", "requirements-test.txt"]
    assert (project / ".venv" / "requirements.txt").exists()


def change_lock(project: Path) -> None:
    with (project / "requirements.txt").open("a", encoding="utf-8") as lock:
        lock.write("# one more\n")


def change_test_lock(project: Path) -> None:
    with (project / "requirements-test.txt").open("a", encoding="utf-8") as lock:
        lock.write("# one more\n")


def change_python(project: Path) -> None:
    stamp = set_up.stamp_file(project)
    stamp.write_text(re.sub("(?m)^Python .*$", "Python 3.11.0 linux", stamp.read_text("utf-8")), encoding="utf-8")


def lose_python(project: Path) -> None:
    set_up.environment_python(project).unlink()


@pytest.mark.parametrize("change", [change_lock, change_test_lock, change_python, lose_python])
def test_an_outdated_environment_is_made_again(project: Path, change: Callable[[Path], None]) -> None:
    install = Installer()
    set_up.prepare_environment(project, with_tests=True, install=install)
    (project / ".venv" / "left-over").touch()
    change(project)
    set_up.prepare_environment(project, with_tests=True, install=install)
    assert install.asked == ["requirements-test.txt", "requirements-test.txt"]
    assert not (project / ".venv" / "left-over").exists()
    assert set_up.environment_python(project).is_file()


@pytest.mark.parametrize("with_tests", [False, True])
def test_a_killed_set_up_is_repaired(project: Path, with_tests: bool) -> None:
    if with_tests:
        set_up.prepare_environment(project, with_tests=False, install=Installer())
    with pytest.raises(KeyboardInterrupt):
        set_up.prepare_environment(project, with_tests, install=Installer(fails=KeyboardInterrupt))
    (project / ".venv" / "half-installed").touch()
    install = Installer()
    # Also what needs no test packages: half a package may lie anywhere.
    set_up.prepare_environment(project, with_tests=False, install=install)
    assert install.asked == ["requirements.txt"]
    assert not (project / ".venv" / "half-installed").exists()


def test_an_environment_that_cannot_be_made_is_reported_without_a_traceback(project: Path) -> None:
    (project / ".venv").write_text("i vägen", encoding="utf-8")
    with pytest.raises(set_up.SetupError, match=r"^Mappen \.venv kunde inte göras i ordning: "):
        set_up.prepare_environment(project, with_tests=False, install=Installer())


@pytest.fixture
def fake_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a pip that records its arguments in a file, and does what `PIP_ANSWER` says: exit so, or wait for a file."""
    program = tmp_path / "pip.py"
    program.write_text(
        "import os, pathlib, sys, time\n"
        f"here = pathlib.Path({str(tmp_path)!r})\n"
        "(here / 'words').write_text('\\n'.join(sys.argv[1:]), encoding='utf-8')\n"
        "print('installing')\n"
        "end = time.monotonic() + (120 if os.environ['PIP_ANSWER'] == 'wait' else 0)\n"
        "while time.monotonic() < end and not (here / 'go').exists():\n"
        "    time.sleep(0.01)\n"
        "sys.exit(os.environ['PIP_ANSWER'] == '1')\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(set_up, "find_pip", lambda _: [sys.executable, str(program)])
    monkeypatch.setenv("PIP_ANSWER", "0")
    return program


def test_packages_are_installed_by_a_pip_outside_the_environment_and_checked_by_hash(project: Path, fake_pip: Path) -> None:
    set_up.prepare_environment(project, with_tests=False)
    words = (fake_pip.parent / "words").read_text(encoding="utf-8").splitlines()
    assert words[:2] == ["--python", str(set_up.environment_python(project))]
    assert {"--require-hashes", "--only-binary=:all:", "--no-input"} <= set(words)
    assert words[-2:] == ["-r", str(project / "requirements.txt")]
    assert not list((project / ".venv").rglob("pip"))


def test_a_missing_network_is_reported_and_the_next_run_tries_again(
    project: Path, fake_pip: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(entrance, "PROJECT", project)
    monkeypatch.setenv("PIP_ANSWER", "1")
    assert entrance.run_in_environment(["build"]) == 1
    assert capsys.readouterr().err.endswith(
        "Paketen kunde inte installeras (pip slutade med 1). Finns det nätverk?\n"
        "Kör samma kommando igen, så görs ett nytt försök.\n"
    )
    monkeypatch.setenv("PIP_ANSWER", "0")
    set_up.prepare_environment(project, with_tests=False)
    assert set_up.wanted_stamp(project, with_tests=False) == set_up.read_stamp(project)


def test_the_output_of_pip_is_shown_only_if_it_fails(
    project: Path, fake_pip: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up.prepare_environment(project, with_tests=False)
    assert "installing" not in capfd.readouterr().err
    monkeypatch.setenv("PIP_ANSWER", "1")
    with pytest.raises(set_up.SetupError):
        set_up.prepare_environment(project, with_tests=True)
    assert "installing" in capfd.readouterr().err


@pytest.mark.parametrize("answer", ["pip 22.2.2 from x (python 3.11)", ""])
def test_a_python_without_a_usable_pip_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: types.SimpleNamespace(stdout=answer))
    with pytest.raises(set_up.SetupError, match=r"saknar pip 22\.3 eller senare"):
        set_up.find_pip(project)


@pytest.mark.parametrize("answer", ["pip 22.3 from x (python 3.11)", "pip 100.0.1 from x (python 3.19)"])
def test_any_pip_from_22_3_on_is_usable(project: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: types.SimpleNamespace(stdout=answer))
    assert set_up.find_pip(project) == [sys.executable, "-m", "pip"]


# --- Several at once -------------------------------------------------------------------------------------


def set_up_elsewhere(project: Path, installer: str) -> subprocess.Popen[str]:
    """Prepare the environment in a process of its own; `installer` is the body of its installation."""
    program = (
        "import pathlib, subprocess, sys, time\nfrom plugins.commands.start import set_up\n"
        f"project = pathlib.Path({str(project)!r})\n"
        "def wait_for(name):\n"
        "    while not (project / name).exists():\n"
        "        time.sleep(0.01)\n"
        "def install(project, lock, keep_locked):\n"
        f"    {installer}\n"
        "set_up.prepare_environment(project, False, install=install)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def wait_for(claim: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not claim():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    """Yield a list of processes that are ended after the test."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def test_a_second_start_waits_for_the_first_set_up(project: Path, started: list[subprocess.Popen[str]]) -> None:
    once = "(project / 'begun').touch(exist_ok=False); wait_for('go')"
    started.append(set_up_elsewhere(project, once))
    wait_for((project / "begun").exists)
    started.append(set_up_elsewhere(project, once))
    assert started[1].stderr is not None
    assert started[1].stderr.readline() == "En annan körning gör i ordning paketen. Väntar på den …\n"
    (project / "go").touch()
    assert [process.wait(timeout=20) for process in started] == [0, 0]
    assert started[1].stderr.read() == ""


@needs_posix
def test_a_pip_whose_parent_was_killed_keeps_the_lock(
    project: Path, fake_pip: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[str]]
) -> None:
    monkeypatch.setenv("PIP_ANSWER", "wait")
    use_fake = f"set_up.find_pip = lambda project: [sys.executable, {str(fake_pip)!r}]"
    started.append(set_up_elsewhere(project, f"{use_fake}; set_up.install_packages(project, lock, keep_locked)"))
    wait_for((fake_pip.parent / "words").exists)
    started[0].kill()
    started[0].wait()
    with (project / ".cache" / "miljo.lock").open("ab") as handle:
        assert not set_up.lock_file(handle)
        (fake_pip.parent / "go").touch()
        wait_for(lambda: set_up.lock_file(handle))


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize(
    ("send", "which"),
    [(os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM)],
    ids=["Ctrl-C in the terminal", "asked to stop"],
)
def test_an_interrupted_set_up_is_reported_without_a_traceback(
    project: Path,
    fake_pip: Path,
    monkeypatch: pytest.MonkeyPatch,
    send: Callable[[int, int], None],
    which: signal.Signals,
) -> None:
    monkeypatch.setenv("PIP_ANSWER", "wait")
    program = (  # as in a terminal, where no signal is held back or passed over, whatever runs these tests
        "import pathlib, signal, sys; from plugins.commands import door as entrance; from plugins.commands.start import set_up;"
        "signal.pthread_sigmask(signal.SIG_SETMASK, []);"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        f"entrance.PROJECT = pathlib.Path({str(project)!r});"
        f"set_up.find_pip = lambda project: [sys.executable, {str(fake_pip)!r}];"
        "sys.exit(entrance.run_in_environment(['build']))"
    )
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        wait_for((fake_pip.parent / "words").exists)
        send(process.pid, which)
        try:
            assert process.wait(timeout=60) == 130  # of a machine that is at many things
        except subprocess.TimeoutExpired:
            state = Path(f"/proc/{process.pid}/status")
            written = state.read_text("utf-8") if state.exists() else ""
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail(f"it goes on, and the system says of it: {written}")
        assert process.stderr.read().splitlines()[1:] == ["Avbrutet."]
    assert set_up.read_stamp(project) == set()


# --- Through the door, from end to end -------------------------------------------------------------------


def test_the_door_keeps_the_current_folder_and_uses_its_own_environment(ready: Path) -> None:
    answer = door(ready, "build", "--content", "mitt innehåll")
    assert (answer.returncode, answer.stderr) == (0, "")
    name, options, folder, prefix, _ = json.loads(answer.stdout)
    assert (name, options["content"]) == ("build", "mitt innehåll")
    assert Path(folder) == ready.parent
    assert Path(prefix) == ready / ".venv"


@pytest.mark.parametrize("status", [1, 2, 17])
def test_the_exit_status_is_passed_on(ready: Path, status: int) -> None:
    assert door(ready, "check", ANSWER=str(status)).returncode == status


def test_wrong_usage_is_reported_through_the_door(ready: Path) -> None:
    answer = door(ready, "biuld")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("Det finns ingen uppgift som heter ”biuld”. Menade du build?\n")


def test_a_moved_project_works_without_a_new_set_up(ready: Path, tmp_path: Path) -> None:
    moved = tmp_path / "flyttad" / "hit"
    moved.parent.mkdir()
    ready.rename(moved)
    answer = door(moved, "build")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert Path(json.loads(answer.stdout)[3]) == moved / ".venv"


def test_packages_on_pythonpath_are_ignored(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "invoke.py").write_text("raise SystemExit('fel invoke')", encoding="utf-8")
    assert door(ready, "build", PYTHONPATH=str(tmp_path)).returncode == 0


def test_invoke_runs_the_same_task_inside_the_environment(ready: Path) -> None:
    answer = subprocess.run(
        [set_up.environment_python(ready), "-m", "invoke", "bygg", "--date", "2026-01-02"],
        cwd=ready,
        env=environment({}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads(answer.stdout)[1]["date"] == "2026-01-02"


def test_a_program_that_cannot_be_loaded_is_reported_as_a_problem(ready: Path) -> None:
    (ready / "plugins" / "commands" / "run.py").write_text("1 / 0", encoding="utf-8")
    answer = door(ready, "build")
    assert (answer.returncode, answer.stderr) == (1, "")
    assert answer.stdout == (
        f"{Path(ready.name, 'tasks.py')}:1:1: fel: Något gick sönder i själva programmet, inte i innehållet. "
        "[intern]\n    Skicka filen .cache/senaste-fel.txt till den som sköter programmet.\n"
    )
    assert "ZeroDivisionError" in (ready / ".cache" / "senaste-fel.txt").read_text(encoding="utf-8")
    problem = json.loads(door(ready, "build", "--format=json").stdout)
    assert list(problem) == ["path", "line", "column", "severity", "code", "message", "help"]
    assert (problem["severity"], problem["code"]) == ("error", "intern")


def test_usage_code_that_cannot_be_loaded_is_reported_as_a_problem_too(ready: Path) -> None:
    (ready / "plugins" / "commands" / "start" / "usage.py").write_text("def", encoding="utf-8")
    answer = door(ready, "publish")  # not a plain call, so that its words are read by Invoke
    assert (answer.returncode, answer.stderr, answer.stdout.count("[intern]")) == (1, "", 1)
    assert "SyntaxError" in (ready / ".cache" / "senaste-fel.txt").read_text(encoding="utf-8")


def test_a_closed_pipe_causes_no_traceback(ready: Path) -> None:
    with subprocess.Popen(
        [sys.executable, ready / "tasks.py", "--help"],
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@needs_posix
@pytest.mark.parametrize("status", [0, 1])
def test_output_that_cannot_be_written_does_not_change_the_exit_status(ready: Path, status: int) -> None:
    """Both streams go to a full disk, so neither the task nor the door can write to them."""
    (ready / "plugins" / "commands" / "run.py").write_text(f"{FAKE_RUN}\nfor n in range(9): print(n, file=sys.stderr)", "utf-8")
    with Path("/dev/full").open("w") as full:
        answer = subprocess.run(
            [sys.executable, ready / "tasks.py", "build"],
            env=environment({"ANSWER": str(status)}),
            stdout=full,
            stderr=full,
            check=False,
        )
    assert answer.returncode == status


def test_a_character_that_cannot_be_shown_is_replaced(ready: Path) -> None:
    answer = door(ready, "biuld", PYTHONIOENCODING="ascii")
    assert answer.returncode == 2
    assert answer.stderr.startswith("Det finns ingen uppgift som heter ?biuld?. Menade du build?\n")


# --- Packages that are not whole --------------------------------------------------------------------------

LOCK = "lamp-oil==1.0 \\\n    --hash=sha256:0\nwick==2.1 ; sys_platform == 'win32' \\\n    --hash=sha256:0\n"


@pytest.fixture
def installed(project: Path) -> Path:
    """Install one locked package in the copy's environment; return the folder of packages."""
    (project / "requirements.txt").write_text(LOCK, encoding="utf-8")
    set_up.prepare_environment(project, with_tests=False, install=Installer())
    base = str(project / ".venv")
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": base, "platbase": base}))
    (packages / "lamp").mkdir()
    (packages / "lamp" / "oil.py").write_text("x = 1\n", encoding="utf-8")
    records = packages / "Lamp_Oil-1.0.dist-info"
    records.mkdir()
    rows = "lamp/oil.py,sha256=x,6\nlamp/__pycache__/oil.pyc,,\n../../../bin/lamp,sha256=x,9\nLamp_Oil-1.0.dist-info/RECORD,,\n"
    (records / "RECORD").write_text(rows, encoding="utf-8")
    return packages


def lose_file(packages: Path) -> None:
    (packages / "lamp" / "oil.py").unlink()


def cut_file(packages: Path) -> None:
    (packages / "lamp" / "oil.py").write_text("x", encoding="utf-8")


def lose_package(packages: Path) -> None:
    shutil.rmtree(packages / "lamp")


def lose_all_of_it(packages: Path) -> None:
    lose_package(packages)
    shutil.rmtree(packages / "Lamp_Oil-1.0.dist-info")


def cut_records(packages: Path) -> None:
    (packages / "Lamp_Oil-1.0.dist-info" / "RECORD").write_bytes(b"\xff")


def lose_records(packages: Path) -> None:
    (packages / "Lamp_Oil-1.0.dist-info" / "RECORD").unlink()


@pytest.mark.parametrize("harm", [lose_file, cut_file, lose_package, lose_all_of_it, cut_records, lose_records])
def test_an_incomplete_package_is_installed_again(
    project: Path, installed: Path, harm: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_up.find_damage(project) == {}
    harm(installed)
    capsys.readouterr()
    install = Installer()
    set_up.repair_environment(project, install=install)
    assert install.asked == ["requirements.txt"]
    assert capsys.readouterr().err == "Hämtar på nytt det som saknas i mappen .venv: lamp-oil …\n"
    assert not (installed / "Lamp_Oil-1.0.dist-info").exists()  # or pip would take it for being there
    assert set_up.read_stamp(project)  # the others are left as they are


def test_a_whole_environment_is_not_repaired(project: Path, installed: Path) -> None:
    install = Installer()
    set_up.repair_environment(project, install=install)
    assert install.asked == []


@pytest.mark.parametrize("again", [0, 1, entrance.BROKEN])
def test_a_task_that_lacks_a_package_is_run_again_once_after_the_repair(monkeypatch: pytest.MonkeyPatch, again: int) -> None:
    done: list[str] = []
    answers = iter([entrance.BROKEN, again])
    monkeypatch.setattr(entrance, "prepare_environment", lambda *_: None)
    monkeypatch.setattr(entrance, "drop_compiled", lambda _: None)
    monkeypatch.setattr(entrance, "repair_environment", lambda _: done.append("repaired"))
    monkeypatch.setattr(entrance, "run_program", lambda command, **_: done.append(command[5]) or next(answers))
    assert entrance.run_in_environment(["build"]) == again
    assert done == ["door", "repaired", "door=again"]


@pytest.mark.parametrize(
    "name",
    [
        "../__init__",
        "__init__",
        "process/__init__",
        "process/broken_bytecode",
        "door",
        "start/code_cache",
        "start/repeated_run",
        "run",
        "start/usage",
    ],
)
def test_a_truncated_compiled_file_of_python_is_compiled_again(ready: Path, name: str) -> None:
    """Python trusts such a file by its first bytes, and fails on it at each start."""

    def go_in() -> tuple[int, str, str]:
        answer = door(ready, "biuld" if name == "start/usage" else "build")
        return answer.returncode, re.sub(r"[0-9]+\]", "process]", answer.stdout), answer.stderr

    first = go_in()
    compiled = Path(cache_from_source(str((ready / "plugins" / "commands" / f"{name}.py").resolve())))
    whole = compiled.read_bytes()
    for torn in (whole[: len(whole) // 2], whole[:16] + b"N"):  # cut, and something else than a module
        compiled.write_bytes(torn)
        assert [go_in(), go_in()] == [first, first]
        assert len(compiled.read_bytes()) == len(whole)


def test_a_missing_package_that_cannot_be_fetched_is_reported(ready: Path) -> None:
    shutil.copy(PROJECT / ENVIRONMENT, ready / ENVIRONMENT)
    next((ready / ".venv").rglob("link.pth")).unlink()
    answer = door(ready, "publish")  # not a plain call, so that Invoke is needed
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("Hämtar på nytt det som saknas i mappen .venv: annotated-types, ")
    assert "Paketen kunde inte installeras" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_import_error_that_no_repair_fixes_is_reported_once(ready: Path) -> None:
    commands = ready / "plugins" / "commands"
    shutil.copy(PROJECT / ENVIRONMENT, ready / ENVIRONMENT)
    (commands / "run.py").write_text("import nobody_has_this", encoding="utf-8")
    (ready / "pip.py").write_text("print('pip 23.0 from here')", encoding="utf-8")  # as one that finds all in its place
    answer = door(ready, "build")
    assert (answer.returncode, answer.stdout.count("[intern]")) == (1, 1)
    assert answer.stderr.count("Hämtar på nytt") == 1


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize(
    ("send", "which", "status"),
    [(os.killpg, signal.SIGINT, 130), (os.kill, signal.SIGTERM, 143), (os.killpg, signal.SIGTERM, 143)],
    ids=["Ctrl-C in the terminal", "asked to stop", "shut down"],
)
def test_signals_end_the_task_too(ready: Path, send: Callable[[int, int], None], which: signal.Signals, status: int) -> None:
    with subprocess.Popen(
        [sys.executable, ready / "tasks.py", "preview"],
        env=environment({"WORK": "30"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        task = json.loads(process.stdout.readline())[4]
        send(process.pid, which)
        assert process.wait(timeout=20) == status
        assert process.stderr.read() == ""
    with pytest.raises(ProcessLookupError):
        os.kill(task, 0)


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupt_sent_to_the_door_alone_reaches_the_program(tmp_path: Path) -> None:
    program = "import time\ntry: open('begun', 'x'); time.sleep(30)\nexcept KeyboardInterrupt: raise SystemExit(7)"
    through = (
        "import sys; from plugins.commands.process import program; program.TIMEOUT = 0.05;"
        f"sys.exit(program.run_program([sys.executable, '-c', {program!r}], cwd={str(tmp_path)!r}))"
    )
    with subprocess.Popen([sys.executable, "-c", through], cwd=PROJECT) as process:
        wait_for((tmp_path / "begun").exists)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 7


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("which", [signal.SIGINT, *STOPS])
def test_a_signal_while_the_program_is_being_started_reaches_it(tmp_path: Path, which: signal.Signals) -> None:
    program = "import time\ntry: time.sleep(30)\nexcept KeyboardInterrupt: raise SystemExit(7)"
    through = (
        "import os, subprocess, sys\nfrom plugins.commands.process import program\nprogram.TIMEOUT = 2.0\n"
        "class Started(subprocess.Popen):\n"
        "    def __init__(self, *given, **named):\n"
        "        super().__init__(*given, **named)\n"
        f"        os.kill(os.getpid(), {int(which)})\n"
        "subprocess.Popen = Started\n"
        f"sys.exit(program.run_program([sys.executable, '-c', {program!r}], cwd={str(tmp_path)!r}))"
    )
    found = subprocess.run([sys.executable, "-c", through], cwd=PROJECT, timeout=20, check=False)
    assert found.returncode == (7 if which is signal.SIGINT else 128 + which)


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupt_as_the_program_ends_does_not_lose_its_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # On a busy machine the program is gone, and its status taken, before the door is told of the same Ctrl-C.
    wait = os.waitpid

    def wait_and_be_interrupted(process: int, options: int) -> tuple[int, int]:
        answer = wait(process, options)
        signal.raise_signal(signal.SIGINT)
        return answer

    monkeypatch.setattr(os, "waitpid", wait_and_be_interrupted)
    kill_itself = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"
    assert run_program([sys.executable, "-c", kill_itself], cwd=tmp_path) == INTERRUPTED
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
def test_repeated_ctrl_c_does_not_disturb_the_door_while_it_waits(tmp_path: Path) -> None:
    """Each Ctrl-C may come while the one before it is still being handled."""
    through = (
        "import signal, sys, threading\nfrom plugins.commands.process import program\nprogram.TIMEOUT = 0.05\n"
        "class Timer(threading.Timer):\n"
        "    def start(self):\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "        super().start()\n"
        "threading.Timer = Timer\n"
    )
    program = (
        "import os, signal, time\n"
        "try: os.kill(os.getppid(), signal.SIGINT); time.sleep(30)\nexcept KeyboardInterrupt: raise SystemExit(7)"
    )
    end = f"sys.exit(program.run_program([sys.executable, '-c', {program!r}]))"
    found = subprocess.run([sys.executable, "-c", through + end], cwd=PROJECT, capture_output=True, timeout=20, check=False)
    assert (found.returncode, found.stderr) == (7, b"")


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_is_held_back_from_the_task_until_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the task starts, Python itself would print a traceback."""
    monkeypatch.setattr(entrance, "environment_python", lambda _: sys.executable)
    program = "import signal, sys; sys.exit(0 if signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []) else 7)"
    monkeypatch.setattr(entrance, "RUN_TASK", program)
    assert entrance.start_environment_python([], "door") == 0
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("word", ["build", "status"], ids=["done plainly", "read by Invoke"])
def test_ctrl_c_while_the_task_starts_ends_it_without_a_traceback(ready: Path, word: str) -> None:
    def interrupt() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        os.kill(os.getpid(), signal.SIGINT)

    command = [set_up.environment_python(ready), "-X", "utf8", "-P", "-X", "door", "-c", entrance.RUN_TASK, ready, word]
    found = subprocess.run(command, preexec_fn=interrupt, capture_output=True, env=environment({}), timeout=60, check=False)
    assert (found.returncode, found.stderr, found.stdout) == (INTERRUPTED, b"", b"")


def test_ctrl_c_while_the_door_is_loaded_ends_it_without_a_traceback(tmp_path: Path) -> None:
    commands = tmp_path / "plugins" / "commands"
    commands.mkdir(parents=True)
    shutil.copy(PROJECT / "tasks.py", tmp_path)
    (commands / "door.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    found = subprocess.run([sys.executable, tmp_path / "tasks.py", "build"], capture_output=True, timeout=60, check=False)
    assert (found.returncode, found.stderr) == (INTERRUPTED, b"")


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_at_the_end_does_not_change_the_exit_status() -> None:
    program = (
        "import atexit, signal\nfrom plugins.commands.door import end\n"
        "atexit.register(signal.raise_signal, signal.SIGINT)\nend(3)"
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, timeout=60, check=False)
    assert (found.returncode, found.stderr) == (3, b"")


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_at_the_end_does_not_change_the_exit_status_while_other_threads_run() -> None:
    program = (
        "import atexit, signal, threading, time\nfrom plugins.commands.door import end\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "atexit.register(signal.raise_signal, signal.SIGINT)\nend(3)"
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, timeout=20, check=False)
    assert (found.returncode, found.stderr) == (3, b"")


def test_packages_are_loaded_ahead_until_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr("importlib.import_module", loaded.append)
    quick_run.load_packages(lambda: loaded.append("ready"), lambda: len(loaded) > 2)
    assert loaded == ["ready", *quick_run.PACKAGES[:2]]
    quick_run.load_packages(lambda: None, lambda: False)
    assert loaded[3:] == [*quick_run.PACKAGES]

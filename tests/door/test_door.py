"""The door, tried in copies of itself: no test needs the network or touches the project's own `.venv`."""

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
from contextlib import nullcontext
from importlib.util import cache_from_source
from pathlib import Path

import invoke
import pytest
from invoke import Collection

import tasks
from plugins.commands import again, new, quick_run, set_up
from plugins.commands import door as entrance
from plugins.commands.new_sort import Wish
from plugins.commands.program import INTERRUPTED, PROJECT, run_program
from plugins.commands.way_out import WayOut
from plugins.site.rooms import KINDS, SHELVES

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

# Stands in for the real run: tells what it was given, and answers as it is told to.
FAKE_RUN = """
import json, os, sys, time
from dataclasses import asdict

def run(name, options):
    print(json.dumps([name, asdict(options), os.getcwd(), sys.prefix, os.getpid()]), flush=True)
    time.sleep(float(os.environ.get("WORK", "0")))
    return int(os.environ.get("ANSWER", "0"))
"""

# Stands in for what knows earlier runs: here it knows none.
FAKE_AGAIN = """
from contextlib import nullcontext

class Run:
    def __init__(self, *typed): pass
    is_first = False
    def load_meanwhile(self, load): load(lambda: True)
    def tell(self): return None
    def keep(self): return nullcontext([])
"""

# Stands in for what looks for damaged packages: those that are linked here are whole.
FAKE_ENVIRONMENT = """
def find_damage(packages, lock):
    return {}
"""


DOOR = (
    "tasks.py",
    "plugins/__init__.py",
    "plugins/commands/__init__.py",
    "plugins/commands/door.py",
    "plugins/commands/outlets.py",
    "plugins/commands/program.py",
    "plugins/commands/set_up.py",
    "plugins/commands/torn.py",
    "requirements.txt",
    "requirements-test.txt",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the door alone, in a folder with a name as people give them."""
    folder = tmp_path / "Vår webbplats"
    folder.mkdir()
    (folder / "plugins" / "commands").mkdir(parents=True)
    for name in DOOR:
        shutil.copy(PROJECT / name, folder / name)
    return folder


@pytest.fixture
def ready(project: Path) -> Path:
    """The copy with its environment made, and a stand-in for the rest of the project."""
    set_up.prepare_environment(project, with_tests=False, install=link_packages)
    commands = project / "plugins" / "commands"
    for name in (
        "kept_code.py",
        "kept_patterns.py",
        "light_pydantic.py",
        "options.py",
        "plain_call.py",
        "quick_run.py",
        "usage.py",
        "usage_words.py",
    ):
        shutil.copy(PROJECT / "plugins" / "commands" / name, commands)
    (project / "plugins" / "core").mkdir()
    for name in ("compiled.py", "kept.py"):
        shutil.copy(PROJECT / "plugins" / "core" / name, project / "plugins" / "core")
    (commands / "job.py").write_text(FAKE_JOB, encoding="utf-8")
    (commands / "run.py").write_text(FAKE_RUN, encoding="utf-8")
    (commands / "again.py").write_text(FAKE_AGAIN, encoding="utf-8")
    (commands / "environment.py").write_text(FAKE_ENVIRONMENT, encoding="utf-8")
    return project


def link_packages(project: Path, lock: str, keep_locked: tuple[int, ...]) -> None:
    """Instead of an installation: the copy's environment sees the packages of this one."""
    variables = {"base": str(project / ".venv"), "platbase": str(project / ".venv")}
    there = Path(sysconfig.get_path("purelib", "venv", variables))
    (there / "link.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")


class Installer:
    """Notes what it was asked to install, and leaves a file as an installation would."""

    def __init__(self, fails: type[BaseException] | None = None) -> None:
        self.asked: list[str] = []
        self.fails = fails

    def __call__(self, project: Path, lock: str, keep_locked: tuple[int, ...]) -> None:
        self.asked.append(lock)
        (project / ".venv" / lock).touch()
        if self.fails:
            raise self.fails()


def door(project: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Goes through a copy's door, as from a terminal; should it try to install, that fails at once."""
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


def usage_error(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the door answers to words it does not understand."""
    assert tasks.main(list(words)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


# --- Old Pythons -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["3, 4", "3, 10"])
def test_old_python_is_told_which_version_is_needed(project: Path, version: str) -> None:
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
    """What Python 3.4 could not read; the parser's own check of old versions overlooks some of it."""
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


# --- Wrong usage -----------------------------------------------------------------------------------------

BUILD_HELP = """\
python3 tasks.py bygg, eller build
Kontrollerar innehållet och skriver hela webbplatsen till output/.

Val:
  --innehall MAPP          mappen med innehållet; annars content
  --ut MAPP                mappen som webbplatsen skrivs till; annars output
  --dag ÅÅÅÅ-MM-DD         dagen som webbplatsen byggs för; annars i dag
  --form FORMAT            hur problemen skrivs: text, eller json med ett objekt på varje rad; annars text
  --alla                   visa varje varning för sig, också när samma står på många ställen

De engelska namnen går lika bra: --content, --output, --date, --format, --all
"""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("build --contnet x", "Uppgiften build har inget val som heter --contnet. Menade du --content?"),
        ("build --contnet=x", "Uppgiften build har inget val som heter --contnet. Menade du --content?"),
        ("build -content x", "Uppgiften build har inget val som heter -content. Menade du --content?"),
        ("bygg --zzz", "Uppgiften bygg har inget val som heter --zzz."),
        ("build --content", "Valet --content behöver ett värde: --content MAPP"),
        ("build --content=", "Valet --content behöver ett värde: --content MAPP"),
        ("build --date --output x", "Valet --date behöver ett värde: --date ÅÅÅÅ-MM-DD"),
        ("build --date --outptu", "Valet --date behöver ett värde: --date ÅÅÅÅ-MM-DD"),
        ("build --date a --date b", "Valet --date står mer än en gång."),
        ("build chek", "Uppgiften build vet inte vad den ska göra med ”chek”. Menade du check?"),
        ("build content", "Uppgiften build vet inte vad den ska göra med ”content”. Menade du --content?"),
        ("build innehåll", "Uppgiften build vet inte vad den ska göra med ”innehåll”. Menade du --innehall?"),
        ("build --inehall x", "Uppgiften build har inget val som heter --inehall. Menade du --innehall?"),
        ("bygg --innehåll", "Valet --innehåll behöver ett värde: --innehåll MAPP"),
        ("build --dag a --date b", "Valet --date står mer än en gång."),
        ("build --all=ja", "Valet --all tar inget värde, men här står ”ja”."),
        ("build --explain x", "Uppgiften build har inget val som heter --explain."),
        ("build --version", "Uppgiften build har inget val som heter --version."),
        ("check --all build --all=ja", "Valet --all tar inget värde, men här står ”ja”."),
    ],
)
def test_wrong_options_are_told_with_the_options_there_are(capsys: pytest.CaptureFixture[str], words: str, message: str) -> None:
    assert usage_error(capsys, *words.split()) == f"{message}\n\n{BUILD_HELP}"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("biuld", "Det finns ingen uppgift som heter ”biuld”. Menade du build?"),
        ("Publicera", "Det finns ingen uppgift som heter ”Publicera”. Menade du publicera?"),
        ("it's", "Det finns ingen uppgift som heter ”it's”."),
        ("hjalp biuld", "Det finns ingen uppgift som heter ”biuld”. Menade du build?"),
        ("--output x build", "Skriv först en uppgift, till exempel bygg, och sedan --output."),
        ("--ut=x build", "Skriv först en uppgift, till exempel bygg, och sedan --ut."),
        ("--verson", "Skriv först en uppgift, till exempel bygg, och sedan --verson."),
        ("build -- x", "Bara uppgiften test tar emot något efter --."),
    ],
)
def test_wrong_tasks_are_told_with_the_tasks_there_are(capsys: pytest.CaptureFixture[str], words: str, message: str) -> None:
    error = usage_error(capsys, *words.split())
    assert tasks.main([]) == 0
    assert error == f"{message}\n\n{capsys.readouterr().out}"


def test_a_task_that_needs_a_word_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    error = usage_error(capsys, "skapa")
    told = re.match(r"Uppgiften skapa behöver SORT: vad som ska skapas: (.+)\.\n", error)
    assert told
    listed = [shelf.model.NEW_WORDS[-1] for shelf in SHELVES if shelf.form == "list" and shelf.model]
    assert sorted(re.split(r", | eller ", told[1])) == sorted((*(kind.new.words[-1] for kind in KINDS), *listed))
    assert "python3 tasks.py skapa SORT, eller new SORT\n" in error


def test_an_option_says_what_it_means_to_its_own_task(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["korrektur", "--help"]) == 0
    told = capsys.readouterr().out
    assert "python3 tasks.py korrektur NAMN, eller proof NAMN\n" in told
    assert "mappen som korrekturet skrivs till; annars korrektur\n" in told


def test_a_column_without_a_file_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage_error(capsys, "partners", "--column", "Kund") == (
        "Valet --kolumn gäller filen efter --mot. Skriv till exempel --mot kunder.csv\n"
    )


@pytest.mark.parametrize("port", ["åtta", "0", "65536", "99999", "8000000", "8 000"])
def test_port_must_be_one_that_exists(capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert usage_error(capsys, "preview", f"--port={port}") == (
        f"Valet --port ska vara en port mellan 1 och 65535, till exempel 8000. Här står ”{port}”.\n"
    )


def test_a_port_below_zero_looks_like_a_choice_but_tells_what_a_port_is(capsys: pytest.CaptureFixture[str]) -> None:
    error = usage_error(capsys, "preview", "--port", "-1")
    assert error.startswith("Valet --port behöver ett värde: --port NUMMER\n")
    assert "mellan 1 och 65535" in error


def test_words_invoke_fails_on_in_another_way_are_told_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: invoke.Parser, words: list[str]) -> invoke.ParseResult:
        raise invoke.ParseError("something new", self.contexts[words[0]])

    monkeypatch.setattr(invoke.Parser, "parse_argv", fail)
    assert usage_error(capsys, "build", "--date", "a b") == f"Jag förstår inte: build --date 'a b'\n\n{BUILD_HELP}"


# --- Help ------------------------------------------------------------------------------------------------


TIDY_HELP = """\
python3 tasks.py stada FIL, eller tidy FIL
Visar säkra rättelser i en fil: teckenkodning, mellanslag, punkttecken.

  FIL                      filen som ska städas, eller content för alla

Val:
  --innehall MAPP          mappen med innehållet; annars content
  --gor                    skriv rättelserna i filerna; annars visas de bara

De engelska namnen går lika bra: --content, --apply
"""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("tidy", "Uppgiften tidy behöver FIL: filen som ska städas, eller content för alla."),
        ("städa --apply", "Uppgiften städa behöver FIL: filen som ska städas, eller content för alla."),
        ("tidy om.md --aply", "Uppgiften tidy har inget val som heter --aply. Menade du --apply?"),
        ("tidy --aply om.md", "Uppgiften tidy har inget val som heter --aply. Menade du --apply?"),
        ("tidy om.md mer.md", "Uppgiften tidy vet inte vad den ska göra med ”mer.md”."),
    ],
)
def test_file_that_a_task_needs_is_asked_for(capsys: pytest.CaptureFixture[str], words: str, message: str) -> None:
    assert usage_error(capsys, *words.split()) == f"{message}\n\n{TIDY_HELP}"


def test_a_name_without_its_option_is_told_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    told = usage_error(capsys, "skapa", "sida", "Vår loppis")
    assert told.splitlines()[0] == (
        'Uppgiften skapa vet inte vad den ska göra med ”Vår loppis”. Är det vad det ska heta? Skriv --namn "Vår loppis"'
    )
    assert "Menade du --namn?" in usage_error(capsys, "skapa", "sida", "namm").splitlines()[0]


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("nivå --namn Lek --ordning 9 --Visning=namn", Wish("nivå", "Lek", fields=("ordning=9", "Visning=namn"))),
        ("--kontakter a --falt kontakter=b stödruta", Wish("stödruta", fields=("kontakter=a", "kontakter=b"))),
        ("uppgift --värde=-5 --namn --källa=x --niva 1", None),
        ("uppgift --värde=-5 --nivå test --källa a=b", Wish("uppgift", tier="test", fields=("värde=-5", "källa=a=b"))),
    ],
)
def test_a_field_of_what_is_made_is_an_option_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, wish: Wish | None
) -> None:
    made: list[Wish] = []
    monkeypatch.setattr(new, "run_new", lambda wish, _options: made.append(wish) or 0)
    if wish is None:
        assert "Valet --namn behöver ett värde: --namn NAMN" in usage_error(capsys, "skapa", *words.split())
    else:
        assert tasks.main(["skapa", *words.split()]) == 0
        assert made == [wish]


@pytest.mark.parametrize("words", ["nivå --ordning", "nivå --ordning --visning namn", "nivå --namn Lek --ordning="])
def test_a_field_without_a_value_is_told(capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert usage_error(capsys, "skapa", *words.split()).startswith("Valet --ordning behöver ett värde: --ordning VÄRDE\n")


def test_no_other_task_takes_any_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Uppgiften korrektur har inget val som heter --ordning." in usage_error(capsys, "korrektur", "a", "--ordning", "9")
    assert "Uppgiften skapa har inget val som heter -ordning." in usage_error(capsys, "skapa", "nivå", "-ordning", "9")


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["hjalp"], ["hjälp"], ["help"]])
def test_help_names_every_task_in_both_languages(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert tasks.main(words) == 0
    told = capsys.readouterr().out
    rows = re.findall(r"^  (\S+) +(\S+) +(\S.*\.)$", told, re.MULTILINE)
    known = [(name, task.aliases[0]) for name, task in Collection.from_module(tasks).tasks.items()]
    assert sorted((name, swedish) for swedish, name, _ in rows) == sorted(known)
    assert rows[0][:2] == ("bygg", "build")


@pytest.mark.parametrize("name", ["lint", "kontrollera"])
def test_two_tasks_of_one_name_are_told_by_it_with_their_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(tasks, "TASK_LINES", {name: list(lines) for name, lines in tasks.TASK_LINES.items()})
    [first] = tasks.TASK_LINES[name]
    assert "def " in "".join((PROJECT / "tasks.py").read_text("utf-8").splitlines()[first - 1 : first + 1])

    @tasks.named(name)
    def another(context: invoke.Context) -> None:
        """Gör något annat."""

    assert tasks.main(["--help"]) == 1
    second = tasks.TASK_LINES[name][1]
    told = f"tasks.py: {name} är namn på flera uppgifter, på raderna {first} och {second}. Ge alla utom en ett annat namn.\n"
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize("words", ["build --help", "bygg -h", "--help build", "hjälp bygg", "build --zzz -h"])
def test_help_for_one_task_shows_its_options(capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert tasks.main(words.split()) == 0
    assert capsys.readouterr().out == BUILD_HELP


def test_the_version_stands_in_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["--version"]) == 0
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert capsys.readouterr().out == f"lokalamalen {project['version']}\n"


def test_help_asked_of_another_program_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = note_commands(monkeypatch)
    assert tasks.main(["test", "--", "--help"]) == 0
    assert commands == [["pytest", "--help"]]


def test_ctrl_c_while_the_words_are_read_ends_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("plugins.commands.plain_call.read_call", interrupt)
    monkeypatch.setattr(entrance, "end", sys.exit)
    with pytest.raises(SystemExit) as ended:
        entrance.do_plainly(["build"])
    assert ended.value.code == INTERRUPTED


# --- Tasks -----------------------------------------------------------------------------------------------


def note_commands(monkeypatch: pytest.MonkeyPatch, *statuses: int) -> list[list[str]]:
    """Runs no tool, but notes it, and lets the first ones end with these statuses."""
    commands: list[list[str]] = []
    answers = iter(statuses)

    def note(command: list[str], cwd: Path | None = None) -> int:
        assert command[:2] == [sys.executable, "-m"]
        assert cwd == PROJECT
        commands.append(command[2:])
        return next(answers, 0)

    monkeypatch.setattr(tasks, "run_program", note)
    return commands


@pytest.fixture
def site_tasks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, types.SimpleNamespace]]:
    """Notes the site tasks that are run; one called with `--date fel` ends with 1."""
    asked: list[tuple[str, types.SimpleNamespace]] = []
    module, job = types.ModuleType("plugins.commands.run"), types.ModuleType("plugins.commands.job")

    def run(name: str, options: types.SimpleNamespace) -> int:
        asked.append((name, options))
        return 1 if getattr(options, "date", None) == "fel" else 0

    job.Options = types.SimpleNamespace  # type: ignore[attr-defined]
    module.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "plugins.commands.run", module)
    monkeypatch.setitem(sys.modules, "plugins.commands.job", job)
    monkeypatch.setattr(again.Run, "tell", lambda _: None)
    monkeypatch.setattr(again.Run, "is_first", False)
    monkeypatch.setattr(again.Run, "keep", lambda _: nullcontext([]))
    return asked


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("build", "build"),
        ("bygg", "build"),
        ("check", "check"),
        ("kontrollera", "check"),
        ("preview", "preview"),
        ("forhandsvisa", "preview"),
        ("förhandsvisa", "preview"),
        ("publish", "publish"),
        ("publicera", "publish"),
    ],
)
def test_site_task_is_handed_its_options(site_tasks: list[tuple[str, types.SimpleNamespace]], word: str, name: str) -> None:
    assert tasks.main([word, "--content", "a b", "--output=ut", "--date", "2026-01-02", "--format=json"]) == 0
    given = {"content": "a b", "output": "ut", "date": "2026-01-02", "format": "json", "shows_all": False}
    own = {"way": WayOut()} if name == "publish" else {"port": 8000}
    assert site_tasks == [(name, types.SimpleNamespace(**given, **own))]


def test_publish_is_handed_the_way_out_by_either_name(site_tasks: list[tuple[str, types.SimpleNamespace]]) -> None:
    for words in (
        ["--target", "folder:/srv/www", "--first", "--replace", "--dry-run", "--back"],
        ["--till=folder:/srv/www", "--första", "--ersätt", "--prova", "--tillbaka"],
    ):
        assert tasks.main(["publicera", *words]) == 0
        way = WayOut("folder:/srv/www", is_first=True, replaces=True, is_trial=True, goes_back=True)
        assert site_tasks.pop()[1].way == way


@pytest.mark.parametrize("words", [["uses", "build"], ["uses", "build", "--form=json"], ["uses", "--form", "json", "build"]])
def test_the_word_that_a_task_is_about_may_be_the_name_of_a_task(
    site_tasks: list[tuple[str, types.SimpleNamespace]], words: list[str]
) -> None:
    assert tasks.main([*words, "check"]) == 0
    assert [(name, getattr(options, "name", None)) for name, options in site_tasks] == [("uses", "build"), ("check", None)]


@pytest.mark.parametrize("word", ["--all", "--alla"])
def test_all_warnings_are_asked_for_in_both_languages(site_tasks: list[tuple[str, types.SimpleNamespace]], word: str) -> None:
    assert tasks.main(["check", word, "--innehall=å", "--ut", "--dag"]) == 2  # a value is no option
    assert tasks.main(["check", word, "--innehall=--dag=å"]) == 2
    assert tasks.main(["check", word, "--innehall=å=--ut", "--dag", "2026-01-02"]) == 0
    given = {"content": "å=--ut", "output": None, "date": "2026-01-02", "format": "text", "port": 8000}
    assert site_tasks == [("check", types.SimpleNamespace(**given, shows_all=True))]


def test_options_left_out_are_left_to_the_task(
    site_tasks: list[tuple[str, types.SimpleNamespace]],
) -> None:
    assert tasks.main(["preview", "--port", "8123"]) == 0
    assert site_tasks == [
        (
            "preview",
            types.SimpleNamespace(content=None, output=None, date=None, format="text", port=8123, shows_all=False),
        )
    ]


@pytest.mark.parametrize("word", ["uses", "var-anvands", "var-används"])
def test_uses_is_handed_the_name_it_asks_about(site_tasks: list[tuple[str, types.SimpleNamespace]], word: str) -> None:
    assert tasks.main([word, "Norra & Södra", "--content", "a b"]) == 0
    assert site_tasks == [("uses", types.SimpleNamespace(content="a b", format="text", name="Norra & Södra"))]


@pytest.mark.parametrize("words", [["uses"], ["uses", "--content", "a"], ["uses", ""]])
def test_a_task_without_the_word_it_is_about_says_so(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    told = usage_error(capsys, *words)
    assert told.startswith("Uppgiften uses behöver NAMN: det du undrar över: en kontakt, ")
    assert "  NAMN    " in told
    assert "--thing" not in told


def test_tasks_in_a_row_stop_at_the_first_that_fails(
    site_tasks: list[tuple[str, types.SimpleNamespace]],
) -> None:
    assert tasks.main(["check", "build"]) == 0
    assert [name for name, _ in site_tasks] == ["check", "build"]
    site_tasks.clear()
    with pytest.raises(SystemExit, match=r"^1$"):
        tasks.main(["check", "--date", "fel", "build"])
    assert [name for name, _ in site_tasks] == ["check"]


def test_nothing_runs_when_a_later_word_is_wrong(
    capsys: pytest.CaptureFixture[str], site_tasks: list[tuple[str, types.SimpleNamespace]]
) -> None:
    assert "”pubilsh”" in usage_error(capsys, "build", "pubilsh")
    assert site_tasks == []


def test_test_passes_words_on_to_pytest_as_they_were_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = note_commands(monkeypatch, 5)
    with pytest.raises(SystemExit, match=r"^5$"):
        tasks.main(["test", "--only", "a or b", "--", "-k", "not (c or d)", "tests/å ä"])
    assert commands == [["pytest", "-k", "a or b", "-k", "not (c or d)", "tests/å ä"]]


@pytest.mark.parametrize(("words", "chosen"), [([], []), (["--quick"], ["-m", "not slow"]), (["--snabbt"], ["-m", "not slow"])])
def test_tests_run_side_by_side_in_one_pytest(monkeypatch: pytest.MonkeyPatch, words: list[str], chosen: list[str]) -> None:
    commands = note_commands(monkeypatch)
    assert tasks.main(["testa", *words]) == 0
    assert commands == [["pytest", "--numprocesses", "auto", "--dist", "worksteal", *chosen]]


def test_lint_runs_every_tool_even_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = note_commands(monkeypatch, 1, 2)
    with pytest.raises(SystemExit, match=r"^2$"):
        tasks.main(["lint"])
    assert commands == [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]]


def test_lint_names_what_mends_the_form(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    note_commands(monkeypatch, 0, 1)
    with pytest.raises(SystemExit, match=r"^1$"):
        tasks.main(["lint"])
    assert capsys.readouterr().err.endswith("-m ruff format\n")


@pytest.mark.parametrize(("words", "upgrades"), [(["lock"], False), (["las-versioner", "--upgrade"], True)])
def test_lock_writes_both_files_with_hashes(monkeypatch: pytest.MonkeyPatch, words: list[str], upgrades: bool) -> None:
    commands = note_commands(monkeypatch)
    assert tasks.main(words) == 0
    assert [command[-1] for command in commands] == ["requirements.txt", "requirements-test.txt"]
    for command in commands:
        assert "--generate-hashes" in command
        assert ("--upgrade" in command) is upgrades
    assert commands[1][commands[1].index("--constraint") + 1] == "requirements.txt"


# --- The lock files --------------------------------------------------------------------------------------


def read_pins(name: str) -> dict[str, str]:
    """Package and version → the rest of its entry."""
    text = (PROJECT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return dict(line.split(" ", 1) for line in text.splitlines() if not line.startswith("#"))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_lock_names_exact_versions_with_hashes_and_no_address(name: str) -> None:
    pins = read_pins(name)
    assert len(pins) > 10
    for package, rest in pins.items():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+", package)
        assert re.search("--hash=sha256:[0-9a-f]{64}", rest)
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert not re.search("://|index-url|find-links", text)


def test_tests_run_with_the_versions_the_site_is_built_with() -> None:
    assert read_pins("requirements.txt").items() <= read_pins("requirements-test.txt").items()


def test_every_package_asked_for_is_locked() -> None:
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


def test_environment_is_made_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install = Installer()
    set_up.prepare_environment(project, with_tests=False, install=install)
    assert capsys.readouterr().err.startswith("Hämtar programmets paket till mappen .venv.")
    assert set_up.environment_python(project).is_file()
    set_up.prepare_environment(project, with_tests=False, install=install)
    assert install.asked == ["requirements.txt"]
    assert capsys.readouterr().err == ""


def test_test_packages_are_added_to_what_is_there(project: Path) -> None:
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
def test_environment_is_made_anew_when_it_is_out_of_date(project: Path, change: Callable[[Path], None]) -> None:
    install = Installer()
    set_up.prepare_environment(project, with_tests=True, install=install)
    (project / ".venv" / "left-over").touch()
    change(project)
    set_up.prepare_environment(project, with_tests=True, install=install)
    assert install.asked == ["requirements-test.txt", "requirements-test.txt"]
    assert not (project / ".venv" / "left-over").exists()
    assert set_up.environment_python(project).is_file()


@pytest.mark.parametrize("with_tests", [False, True])
def test_killed_set_up_is_repaired(project: Path, with_tests: bool) -> None:
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


def test_environment_that_cannot_be_made_is_told_without_traceback(project: Path) -> None:
    (project / ".venv").write_text("i vägen", encoding="utf-8")
    with pytest.raises(set_up.SetupError, match=r"^Mappen \.venv kunde inte göras i ordning: "):
        set_up.prepare_environment(project, with_tests=False, install=Installer())


@pytest.fixture
def fake_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pip that notes its words in a file, and does what PIP_ANSWER says: ends so, or waits for a file."""
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


def test_packages_are_installed_from_outside_and_checked_by_hash(project: Path, fake_pip: Path) -> None:
    set_up.prepare_environment(project, with_tests=False)
    words = (fake_pip.parent / "words").read_text(encoding="utf-8").splitlines()
    assert words[:2] == ["--python", str(set_up.environment_python(project))]
    assert {"--require-hashes", "--only-binary=:all:", "--no-input"} <= set(words)
    assert words[-2:] == ["-r", str(project / "requirements.txt")]
    assert not list((project / ".venv").rglob("pip"))


def test_missing_network_is_told_and_tried_again(
    project: Path, fake_pip: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(entrance, "PROJECT", project)
    monkeypatch.setenv("PIP_ANSWER", "1")
    assert entrance.open_door(["build"]) == 1
    assert capsys.readouterr().err.endswith(
        "Paketen kunde inte installeras (pip slutade med 1). Finns det nätverk?\n"
        "Kör samma kommando igen, så görs ett nytt försök.\n"
    )
    monkeypatch.setenv("PIP_ANSWER", "0")
    set_up.prepare_environment(project, with_tests=False)
    assert set_up.wanted_stamp(project, with_tests=False) == set_up.read_stamp(project)


def test_what_pip_says_is_shown_only_when_it_fails(
    project: Path, fake_pip: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up.prepare_environment(project, with_tests=False)
    assert "installing" not in capfd.readouterr().err
    monkeypatch.setenv("PIP_ANSWER", "1")
    with pytest.raises(set_up.SetupError):
        set_up.prepare_environment(project, with_tests=True)
    assert "installing" in capfd.readouterr().err


@pytest.mark.parametrize("answer", ["pip 22.2.2 from x (python 3.11)", ""])
def test_python_without_a_usable_pip_is_told(project: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: types.SimpleNamespace(stdout=answer))
    with pytest.raises(set_up.SetupError, match=r"saknar pip 22\.3 eller senare"):
        set_up.find_pip(project)


@pytest.mark.parametrize("answer", ["pip 22.3 from x (python 3.11)", "pip 100.0.1 from x (python 3.19)"])
def test_any_pip_from_22_3_on_is_usable(project: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: types.SimpleNamespace(stdout=answer))
    assert set_up.find_pip(project) == [sys.executable, "-m", "pip"]


# --- Several at once -------------------------------------------------------------------------------------


def set_up_elsewhere(project: Path, installer: str) -> subprocess.Popen[str]:
    """Makes the environment ready in a process of its own; `installer` is the body of its installation."""
    program = (
        "import pathlib, subprocess, sys, time\nfrom plugins.commands import set_up\n"
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
    """Processes that end with the test, however it ends."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def test_second_start_waits_for_the_first_set_up(project: Path, started: list[subprocess.Popen[str]]) -> None:
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
def test_pip_whose_parent_was_killed_keeps_the_lock(
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
def test_interrupted_set_up_is_told_without_traceback(
    project: Path,
    fake_pip: Path,
    monkeypatch: pytest.MonkeyPatch,
    send: Callable[[int, int], None],
    which: signal.Signals,
) -> None:
    monkeypatch.setenv("PIP_ANSWER", "wait")
    program = (  # as in a terminal, where no signal is held back or passed over, whatever runs these tests
        "import pathlib, signal, sys; from plugins.commands import door as entrance, set_up;"
        "signal.pthread_sigmask(signal.SIG_SETMASK, []);"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        f"entrance.PROJECT = pathlib.Path({str(project)!r});"
        f"set_up.find_pip = lambda project: [sys.executable, {str(fake_pip)!r}];"
        "sys.exit(entrance.open_door(['build']))"
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
            told = state.read_text("utf-8") if state.exists() else ""
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail(f"it goes on, and the system says of it: {told}")
        assert process.stderr.read().splitlines()[1:] == ["Avbrutet."]
    assert set_up.read_stamp(project) == set()


# --- Through the door, from end to end -------------------------------------------------------------------


def test_door_keeps_the_current_folder_and_uses_its_own_environment(ready: Path) -> None:
    answer = door(ready, "build", "--content", "mitt innehåll")
    assert (answer.returncode, answer.stderr) == (0, "")
    name, options, folder, prefix, _ = json.loads(answer.stdout)
    assert (name, options["content"]) == ("build", "mitt innehåll")
    assert Path(folder) == ready.parent
    assert Path(prefix) == ready / ".venv"


@pytest.mark.parametrize("status", [1, 2, 17])
def test_exit_status_is_passed_on(ready: Path, status: int) -> None:
    assert door(ready, "check", ANSWER=str(status)).returncode == status


def test_wrong_usage_is_told_through_the_door(ready: Path) -> None:
    answer = door(ready, "biuld")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("Det finns ingen uppgift som heter ”biuld”. Menade du build?\n")


def test_moved_folder_works_without_a_new_set_up(ready: Path, tmp_path: Path) -> None:
    moved = tmp_path / "flyttad" / "hit"
    moved.parent.mkdir()
    ready.rename(moved)
    answer = door(moved, "build")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert Path(json.loads(answer.stdout)[3]) == moved / ".venv"


def test_packages_from_elsewhere_are_kept_out(ready: Path, tmp_path: Path) -> None:
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


def test_program_that_cannot_be_read_is_told_as_a_problem(ready: Path) -> None:
    (ready / "plugins" / "commands" / "run.py").write_text("1 / 0", encoding="utf-8")
    answer = door(ready, "build")
    assert (answer.returncode, answer.stderr) == (1, "")
    assert answer.stdout == (
        f"{Path(ready.name, 'tasks.py')}:1:1: fel: Något gick sönder i själva programmet, inte i innehållet. "
        "[intern]\n    Skicka filen .cache/senaste-fel.txt till den som sköter programmet.\n"
    )
    assert "ZeroDivisionError" in (ready / ".cache" / "senaste-fel.txt").read_text(encoding="utf-8")
    told = json.loads(door(ready, "build", "--format=json").stdout)
    assert list(told) == ["path", "line", "column", "severity", "code", "message", "help"]
    assert (told["severity"], told["code"]) == ("error", "intern")


def test_usage_that_cannot_be_read_is_told_as_a_problem_too(ready: Path) -> None:
    (ready / "plugins" / "commands" / "usage.py").write_text("def", encoding="utf-8")
    answer = door(ready, "publish")  # not a plain call, so that its words are read by Invoke
    assert (answer.returncode, answer.stderr, answer.stdout.count("[intern]")) == (1, "", 1)
    assert "SyntaxError" in (ready / ".cache" / "senaste-fel.txt").read_text(encoding="utf-8")


def test_reader_that_leaves_early_gets_no_traceback(ready: Path) -> None:
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
def test_what_cannot_be_told_changes_nothing(ready: Path, status: int) -> None:
    """Neither the task's end nor what the door says itself: both streams go to a disk that is full."""
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


def test_a_sign_that_cannot_be_shown_is_replaced(ready: Path) -> None:
    answer = door(ready, "biuld", PYTHONIOENCODING="ascii")
    assert answer.returncode == 2
    assert answer.stderr.startswith("Det finns ingen uppgift som heter ?biuld?. Menade du build?\n")


# --- Packages that are not whole --------------------------------------------------------------------------

LOCK = "lamp-oil==1.0 \\\n    --hash=sha256:0\nwick==2.1 ; sys_platform == 'win32' \\\n    --hash=sha256:0\n"


@pytest.fixture
def installed(project: Path) -> Path:
    """The copy with one locked package in its environment; return the folder of packages."""
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
def test_a_package_that_is_not_whole_is_installed_anew(
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
def test_a_task_that_lacks_a_package_is_run_once_more_when_it_is_there(monkeypatch: pytest.MonkeyPatch, again: int) -> None:
    done: list[str] = []
    answers = iter([entrance.BROKEN, again])
    monkeypatch.setattr(entrance, "prepare_environment", lambda *_: None)
    monkeypatch.setattr(entrance, "drop_compiled", lambda _: None)
    monkeypatch.setattr(entrance, "repair_environment", lambda _: done.append("repaired"))
    monkeypatch.setattr(entrance, "run_program", lambda command, **_: done.append(command[5]) or next(answers))
    assert entrance.open_door(["build"]) == again
    assert done == ["door", "repaired", "door=again"]


@pytest.mark.parametrize("name", ["../__init__", "__init__", "torn", "door", "kept_code", "again", "run", "usage"])
def test_what_python_keeps_compiled_and_a_full_disk_has_cut_is_made_anew(ready: Path, name: str) -> None:
    """Python believes such a file by its first bytes, and fails of it at each start."""

    def go_in() -> tuple[int, str, str]:
        answer = door(ready, "biuld" if name == "usage" else "build")
        return answer.returncode, re.sub(r"[0-9]+\]", "process]", answer.stdout), answer.stderr

    first = go_in()
    compiled = Path(cache_from_source(str((ready / "plugins" / "commands" / f"{name}.py").resolve())))
    whole = compiled.read_bytes()
    for torn in (whole[: len(whole) // 2], whole[:16] + b"N"):  # cut, and something else than a module
        compiled.write_bytes(torn)
        assert [go_in(), go_in()] == [first, first]
        assert len(compiled.read_bytes()) == len(whole)


def test_a_package_that_cannot_be_fetched_is_told(ready: Path) -> None:
    shutil.copy(PROJECT / "plugins" / "commands" / "environment.py", ready / "plugins" / "commands")
    next((ready / ".venv").rglob("link.pth")).unlink()
    answer = door(ready, "publish")  # not a plain call, so that Invoke is needed
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("Hämtar på nytt det som saknas i mappen .venv: annotated-types, ")
    assert "Paketen kunde inte installeras" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_import_that_no_repair_helps_is_told_once(ready: Path) -> None:
    commands = ready / "plugins" / "commands"
    shutil.copy(PROJECT / "plugins" / "commands" / "environment.py", commands)
    (commands / "run.py").write_text("import nobody_has_this", encoding="utf-8")
    (ready / "pip.py").write_text("print('pip 23.0 from here')", encoding="utf-8")  # as one that finds all in its place
    answer = door(ready, "build")
    assert (answer.returncode, answer.stdout.count("[intern]")) == (1, 1)
    assert answer.stderr.count("Hämtar på nytt") == 1


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize(
    ("send", "which", "status"),
    [(os.killpg, signal.SIGINT, 130), (os.kill, signal.SIGTERM, 143)],
    ids=["Ctrl-C in the terminal", "asked to stop"],
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
def test_interrupt_sent_to_the_door_alone_reaches_the_program(tmp_path: Path) -> None:
    program = "import time\ntry: open('begun', 'x'); time.sleep(30)\nexcept KeyboardInterrupt: raise SystemExit(7)"
    through = (
        "import sys; from plugins.commands import program; program.PATIENCE = 0.05;"
        f"sys.exit(program.run_program([sys.executable, '-c', {program!r}], cwd={str(tmp_path)!r}))"
    )
    with subprocess.Popen([sys.executable, "-c", through], cwd=PROJECT) as process:
        wait_for((tmp_path / "begun").exists)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 7


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
def test_what_is_asked_while_the_program_is_being_started_reaches_it(tmp_path: Path, which: signal.Signals) -> None:
    program = "import time\ntry: time.sleep(30)\nexcept KeyboardInterrupt: raise SystemExit(7)"
    through = (
        "import os, subprocess, sys\nfrom plugins.commands import program\nprogram.PATIENCE = 2.0\n"
        "class Started(subprocess.Popen):\n"
        "    def __init__(self, *given, **named):\n"
        "        super().__init__(*given, **named)\n"
        f"        os.kill(os.getpid(), {int(which)})\n"
        "subprocess.Popen = Started\n"
        f"sys.exit(program.run_program([sys.executable, '-c', {program!r}], cwd={str(tmp_path)!r}))"
    )
    found = subprocess.run([sys.executable, "-c", through], cwd=PROJECT, timeout=20, check=False)
    assert found.returncode == (7 if which is signal.SIGINT else 128 + signal.SIGTERM)


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
def test_interrupt_as_the_program_ends_does_not_lose_its_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_ctrl_c_is_held_back_from_the_task_until_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """While it starts, Python itself would tell a trace of it."""
    monkeypatch.setattr(entrance, "environment_python", lambda _: sys.executable)
    program = "import signal, sys; sys.exit(0 if signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []) else 7)"
    monkeypatch.setattr(entrance, "GO_IN", program)
    assert entrance.run_inside([], "door") == 0
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("word", ["build", "status"], ids=["done plainly", "read by Invoke"])
def test_ctrl_c_while_the_task_starts_ends_it_without_a_trace(ready: Path, word: str) -> None:
    def interrupt() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        os.kill(os.getpid(), signal.SIGINT)

    command = [set_up.environment_python(ready), "-X", "utf8", "-P", "-X", "door", "-c", entrance.GO_IN, ready, word]
    found = subprocess.run(command, preexec_fn=interrupt, capture_output=True, env=environment({}), timeout=60, check=False)
    assert (found.returncode, found.stderr, found.stdout) == (INTERRUPTED, b"", b"")


def test_ctrl_c_while_the_door_is_loaded_ends_without_a_trace(tmp_path: Path) -> None:
    commands = tmp_path / "plugins" / "commands"
    commands.mkdir(parents=True)
    shutil.copy(PROJECT / "tasks.py", tmp_path)
    (commands / "door.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    found = subprocess.run([sys.executable, tmp_path / "tasks.py", "build"], capture_output=True, timeout=60, check=False)
    assert (found.returncode, found.stderr) == (INTERRUPTED, b"")


@needs_posix
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_at_the_end_does_not_change_what_came_of_it() -> None:
    program = (
        "import atexit, signal\nfrom plugins.commands.door import end\n"
        "atexit.register(signal.raise_signal, signal.SIGINT)\nend(3)"
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, timeout=60, check=False)
    assert (found.returncode, found.stderr) == (3, b"")


def test_packages_are_loaded_ahead_until_it_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr("importlib.import_module", loaded.append)
    quick_run.load_packages(lambda: loaded.append("ready"), lambda: len(loaded) > 2)
    assert loaded == ["ready", *quick_run.PACKAGES[:2]]
    quick_run.load_packages(lambda: None, lambda: False)
    assert loaded[3:] == [*quick_run.PACKAGES]

"""The command line: wrong usage is reported with suggestions, help, and the values that each task gets."""

import re
import sys
import tomllib
import types
from contextlib import nullcontext
from pathlib import Path

import invoke
import pytest
from invoke import Collection

import tasks
from plugins.commands import door as entrance
from plugins.commands.new import task as new
from plugins.commands.new.sort import Wish
from plugins.commands.process.program import INTERRUPTED, PROJECT
from plugins.commands.refresh import describe_written
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.commands.start import repeated_run, usage
from plugins.site.rooms import KINDS, SHELVES


def usage_error(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the door's response to wrong usage."""
    assert tasks.main(list(words)) == 2
    output = capsys.readouterr()
    assert output.out == ""
    return output.err


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
def test_wrong_options_are_reported_with_the_options_of_the_task(
    capsys: pytest.CaptureFixture[str], words: str, message: str
) -> None:
    assert usage_error(capsys, *words.split()) == f"{message}\n\n{BUILD_HELP}"


@pytest.mark.parametrize(("word", "option"), [("content", "--content"), ("innehall", "--innehall"), ("innehåll", "--innehall")])
def test_an_option_without_its_hyphens_is_guessed_before_a_task_with_a_similar_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, word: str, option: str
) -> None:
    known = usage.task_names
    monkeypatch.setattr(usage, "task_names", lambda parser: [*known(parser), "contents", "innehallet"])
    assert f" Menade du {option}?" in usage_error(capsys, "build", word)


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
def test_unknown_tasks_are_reported_with_the_list_of_tasks(capsys: pytest.CaptureFixture[str], words: str, message: str) -> None:
    error = usage_error(capsys, *words.split())
    assert tasks.main([]) == 0
    assert error == f"{message}\n\n{capsys.readouterr().out}"


def test_a_task_that_needs_a_word_lists_the_words_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    error = usage_error(capsys, "skapa")
    match = re.match(r"Uppgiften skapa behöver SORT: vad som ska skapas: (.+)\.\n", error)
    assert match
    listed = [shelf.model.NEW_WORDS[-1] for shelf in SHELVES if shelf.form == "list" and shelf.model]
    assert sorted(re.split(r", | eller ", match[1])) == sorted((*(kind.new.words[-1] for kind in KINDS), *listed))
    assert "python3 tasks.py skapa SORT, eller new SORT\n" in error


def test_help_says_what_an_option_means_to_that_task(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["korrektur", "--help"]) == 0
    output = capsys.readouterr().out
    assert "python3 tasks.py korrektur NAMN, eller proof NAMN\n" in output
    assert "mappen som korrekturet skrivs till; annars korrektur\n" in output


def test_a_column_without_a_file_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage_error(capsys, "partners", "--column", "Kund") == (
        "Valet --kolumn gäller filen efter --mot. Skriv till exempel --mot kunder.csv\n"
    )


def test_help_for_new_with_a_sort_lists_the_fields_of_that_sort(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["skapa", "nivå", "--hjalp"]) == 0
    output = capsys.readouterr().out
    assert "\nFält (nivå), till exempel --" in output
    assert re.search(r"(?m)^  --ordning +\S.+$", output)
    tasks.main(["skapa", "projekt", "--hjalp"])
    assert "\n  --till  " in capsys.readouterr().out, "a field may be called as an option of another task"
    tasks.main(["skapa", "sida", "--hjalp"])
    fields = capsys.readouterr().out.partition("\nFält (sida)")[2]
    assert re.search(r"(?m)^  --sista-dag +Sista dagen som sidan visas\.", fields), "the option is also that of an agreement"
    tasks.main(["skapa", "--hjalp"])
    assert "Fält (" not in capsys.readouterr().out


@pytest.mark.parametrize("port", ["åtta", "0", "65536", "99999", "8000000", "8 000"])
def test_the_port_must_be_a_valid_one(capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert usage_error(capsys, "preview", f"--port={port}") == (
        f"Valet --port ska vara en port mellan 1 och 65535, till exempel 8000. Här står ”{port}”.\n"
    )


def test_a_negative_port_is_taken_for_an_option_but_the_message_says_what_a_port_is(capsys: pytest.CaptureFixture[str]) -> None:
    error = usage_error(capsys, "preview", "--port", "-1")
    assert error.startswith("Valet --port behöver ett värde: --port NUMMER\n")
    assert "mellan 1 och 65535" in error


def test_any_other_error_of_invoke_is_reported_too(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_a_missing_file_argument_is_reported_with_what_it_should_be(
    capsys: pytest.CaptureFixture[str], words: str, message: str
) -> None:
    assert usage_error(capsys, *words.split()) == f"{message}\n\n{TIDY_HELP}"


@pytest.mark.parametrize("name", ["Vår loppis", "Anna"])
def test_a_name_without_its_option_is_reported_with_that_option(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Anna is nearly *angra*, a task."""
    message = usage_error(capsys, "skapa", "kontakt", name).splitlines()[0]
    assert message == f'Uppgiften skapa vet inte vad den ska göra med ”{name}”. Är det vad det ska heta? Skriv --namn "{name}"'


def test_a_misspelt_option_is_not_taken_for_a_name(capsys: pytest.CaptureFixture[str]) -> None:
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
def test_each_field_of_a_new_record_is_an_option(
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
def test_a_field_option_without_a_value_is_reported(capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert usage_error(capsys, "skapa", *words.split()).startswith("Valet --ordning behöver ett värde: --ordning VÄRDE\n")


def test_field_options_are_refused_by_other_tasks_and_with_one_hyphen(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Uppgiften korrektur har inget val som heter --ordning." in usage_error(capsys, "korrektur", "a", "--ordning", "9")
    assert "Uppgiften skapa har inget val som heter -ordning." in usage_error(capsys, "skapa", "nivå", "-ordning", "9")


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["hjalp"], ["hjälp"], ["help"]])
def test_help_names_every_task_in_both_languages(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert tasks.main(words) == 0
    output = capsys.readouterr().out
    rows = re.findall(r"^  (\S+) +(\S+) +(\S.*\.)$", output, re.MULTILINE)
    known = [(name, task.aliases[0]) for name, task in Collection.from_module(tasks).tasks.items()]
    assert sorted((name, swedish) for swedish, name, _ in rows) == sorted(known)
    assert rows[0][:2] == ("bygg", "build")


@pytest.mark.parametrize("name", ["lint", "kontrollera"])
def test_two_tasks_with_the_same_name_are_reported_with_their_lines(
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
    message = f"tasks.py: {name} är namn på flera uppgifter, på raderna {first} och {second}. Ge alla utom en ett annat namn.\n"
    assert capsys.readouterr() == ("", message)


@pytest.mark.parametrize("words", ["build --help", "bygg -h", "--help build", "hjälp bygg", "build --zzz -h"])
def test_help_for_one_task_shows_its_options(capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert tasks.main(words.split()) == 0
    assert capsys.readouterr().out == BUILD_HELP


def test_the_version_stands_in_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["--version"]) == 0
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert capsys.readouterr().out == f"lokalamalen {project['version']}\n"


def test_help_after_two_hyphens_is_passed_on_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = note_commands(monkeypatch)
    assert tasks.main(["test", "--", "--help"]) == 0
    assert commands == [["pytest", "--help"]]


def test_ctrl_c_while_the_command_line_is_read_ends_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("plugins.commands.start.plain_call.read_call", interrupt)
    monkeypatch.setattr(entrance, "end", sys.exit)
    with pytest.raises(SystemExit) as ended:
        entrance.run_plain_call(["build"])
    assert ended.value.code == INTERRUPTED


# --- Tasks -----------------------------------------------------------------------------------------------


def note_commands(monkeypatch: pytest.MonkeyPatch, *statuses: int) -> list[list[str]]:
    """Record tools instead of running them; the first ones end with these statuses."""
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
    """Record the site tasks that are run; one called with `--date fel` ends with 1."""
    asked: list[tuple[str, types.SimpleNamespace]] = []
    module, job = types.ModuleType("plugins.commands.run"), types.ModuleType("plugins.commands.runs.job")

    def run(name: str, options: types.SimpleNamespace) -> int:
        asked.append((name, options))
        return 1 if getattr(options, "date", None) == "fel" else 0

    job.Options = types.SimpleNamespace  # type: ignore[attr-defined]
    module.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "plugins.commands.run", module)
    monkeypatch.setitem(sys.modules, "plugins.commands.runs.job", job)
    monkeypatch.setattr(repeated_run.TypedRun, "replay", lambda _: None)
    monkeypatch.setattr(repeated_run.TypedRun, "is_first", False)
    monkeypatch.setattr(repeated_run.TypedRun, "keep", lambda _: nullcontext([]))
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
def test_a_site_task_receives_its_options(site_tasks: list[tuple[str, types.SimpleNamespace]], word: str, name: str) -> None:
    assert tasks.main([word, "--content", "a b", "--output=ut", "--date", "2026-01-02", "--format=json"]) == 0
    given = {"content": "a b", "output": "ut", "date": "2026-01-02", "format": "json", "shows_all": False}
    own = {"way": DeliveryOptions()} if name == "publish" else {"port": 8000}
    assert site_tasks == [(name, types.SimpleNamespace(**given, **own))]


def test_publish_receives_its_delivery_options_by_either_name(site_tasks: list[tuple[str, types.SimpleNamespace]]) -> None:
    for words in (
        ["--target", "folder:/srv/www", "--first", "--replace", "--dry-run", "--back"],
        ["--till=folder:/srv/www", "--första", "--ersätt", "--prova", "--tillbaka"],
    ):
        assert tasks.main(["publicera", *words]) == 0
        way = DeliveryOptions("folder:/srv/www", is_first=True, replaces=True, is_trial=True, goes_back=True)
        assert site_tasks.pop()[1].way == way


@pytest.mark.parametrize("words", [["uses", "build"], ["uses", "build", "--form=json"], ["uses", "--form", "json", "build"]])
def test_the_argument_of_a_task_may_be_the_name_of_a_task(
    site_tasks: list[tuple[str, types.SimpleNamespace]], words: list[str]
) -> None:
    assert tasks.main([*words, "check"]) == 0
    assert [(name, getattr(options, "name", None)) for name, options in site_tasks] == [("uses", "build"), ("check", None)]


@pytest.mark.parametrize("word", ["--all", "--alla"])
def test_the_option_for_all_warnings_has_an_english_and_a_swedish_name(
    site_tasks: list[tuple[str, types.SimpleNamespace]], word: str
) -> None:
    assert tasks.main(["check", word, "--innehall=å", "--ut", "--dag"]) == 2  # a value is no option
    assert tasks.main(["check", word, "--innehall=--dag=å"]) == 2
    assert tasks.main(["check", word, "--innehall=å=--ut", "--dag", "2026-01-02"]) == 0
    given = {"content": "å=--ut", "output": None, "date": "2026-01-02", "format": "text", "port": 8000}
    assert site_tasks == [("check", types.SimpleNamespace(**given, shows_all=True))]


def test_options_left_out_get_their_default_values(
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
def test_uses_receives_the_name_it_looks_for(site_tasks: list[tuple[str, types.SimpleNamespace]], word: str) -> None:
    assert tasks.main([word, "Norra & Södra", "--content", "a b"]) == 0
    assert site_tasks == [("uses", types.SimpleNamespace(content="a b", format="text", name="Norra & Södra"))]


@pytest.mark.parametrize("words", [["uses"], ["uses", "--content", "a"], ["uses", ""]])
def test_a_task_without_its_argument_says_what_it_needs(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    message = usage_error(capsys, *words)
    assert message.startswith("Uppgiften uses behöver NAMN: det du undrar över: en kontakt, ")
    assert "  NAMN    " in message
    assert "--thing" not in message


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


def test_the_test_task_passes_quoted_words_on_to_pytest_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = note_commands(monkeypatch, 5)
    with pytest.raises(SystemExit, match=r"^5$"):
        tasks.main(["test", "--only", "a or b", "--", "-k", "not (c or d)", "tests/å ä"])
    assert commands == [["pytest", "-k", "a or b", "-k", "not (c or d)", "tests/å ä"]]


QUICK = ["-m", "not slow and not beneath"]


@pytest.mark.parametrize(("words", "chosen"), [([], []), (["--quick"], QUICK), (["--snabbt"], QUICK)])
def test_tests_run_side_by_side_in_one_pytest(monkeypatch: pytest.MonkeyPatch, words: list[str], chosen: list[str]) -> None:
    commands = note_commands(monkeypatch)
    assert tasks.main(["testa", *words]) == 0
    assert commands == [["pytest", "--numprocesses", "auto", "--dist", "worksteal", *chosen]]


def test_lint_runs_every_tool_even_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = note_commands(monkeypatch, 1, 2)
    with pytest.raises(SystemExit, match=r"^2$"):
        tasks.main(["lint"])
    assert commands == [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]]


@pytest.mark.parametrize(
    ("statuses", "fixed_by"), [((0, 1), ["format"]), ((1, 0), ["check --fix"]), ((1, 1), ["check --fix", "format"])]
)
def test_lint_names_the_commands_that_fix_the_formatting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], statuses: tuple[int, int], fixed_by: list[str]
) -> None:
    note_commands(monkeypatch, *statuses)
    with pytest.raises(SystemExit, match=r"^1$"):
        tasks.main(["lint"])
    said = capsys.readouterr().err
    assert re.findall(r"(?m)-m ruff (.+)$", said) == fixed_by
    assert ("som en rad som är för lång, rättar du själv" in said) is bool(statuses[0])


def note_refresh(monkeypatch: pytest.MonkeyPatch, *statuses: int) -> tuple[list[list[str]], list[Path]]:
    """Do as `note_commands`, and record the projects whose tables are written too."""
    written: list[Path] = []
    monkeypatch.setattr("plugins.commands.docs.run_docs", lambda project, _: written.append(project) or 0)
    return note_commands(monkeypatch, *statuses), written


@pytest.mark.slow
def test_refresh_does_the_rest_even_if_tests_fail(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    commands, written = note_refresh(monkeypatch, 0, 0, 0, 1, 0)
    with pytest.raises(SystemExit, match=r"^1$"):
        tasks.main(["skriv-om"])
    assert [command[0] for command in commands] == ["ruff", "ruff", "pytest", "pytest", "pytest"]
    assert written == [tasks.PROJECT]
    said = capsys.readouterr().err
    assert said.rstrip().endswith("Allt blev inte klart: läs ovan vad som fattas, och kör om.")
    assert re.findall(r"(?m)^(\d) av 6: \S", said) == ["1", "2", "3", "4", "5", "6"]
    between = said.partition("5 av 6: ")[2].partition("6 av 6: ")[0]
    assert between.endswith("Något fattas: läs ovan, och rätta det under tiden. Resten skrivs ändå.\n")
    assert "6 av 6: Skriver det som sägs om provwebbplatserna och tar bilderna: det tar längst tid.\n" in said


@pytest.mark.parametrize("status", [0, 143])
def test_refresh_ends_by_naming_the_files_that_it_has_written_also_when_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, status: int
) -> None:
    commands = []

    def run_tool(command: list[str]) -> int:
        commands.append(command)
        (tmp_path / "tests" / "a.png").write_bytes(b"new")
        return status if len(commands) == 2 else 0

    (tmp_path / "tests").mkdir()
    for name in ("a.png", "b.png"):
        (tmp_path / "tests" / name).write_bytes(b"old")
    note_refresh(monkeypatch)
    monkeypatch.setattr(tasks, "PROJECT", tmp_path)
    monkeypatch.setattr(tasks, "run_tool", run_tool)
    with pytest.raises(SystemExit, match="143") if status else nullcontext():
        tasks.refresh.body(None)
    said = capsys.readouterr().err
    assert said.endswith("Skrivet, 1 st (alla andra filer är som de var):\n  tests/a.png\n")
    assert ("Avbrutet: resten är inte skrivet. Kör om." in said) is (status != 0)
    assert len(commands) == (2 if status else 5)


def test_refresh_says_when_it_has_written_nothing_and_counts_what_it_does_not_name() -> None:
    files = {f"{number:02}": b"" for number in range(17)}
    assert describe_written(files, dict(files)) == ["Inget är skrivet: alla filer är som de var."]
    assert describe_written({}, files)[-2:] == ["  14", "  … och 2 till: git status"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "statuses", "last"),
    [
        (["refresh"], [0, 1], "--fix"),
        (["refresh"], [0, 0, 1], "tests/flow/test_examples.py::test_every_example_renders"),
        (["refresh", "--only", "knapp"], [0, 0, 1], "tests/flow/test_examples.py::test_every_example_renders"),
    ],
    ids=["a long line", "an example that does not render", "the same, for one name"],
)
def test_refresh_ends_at_once_with_what_must_be_corrected_before_the_rest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], statuses: list[int], last: str
) -> None:
    commands, _ = note_refresh(monkeypatch, *statuses)
    with pytest.raises(SystemExit, match=r"^1$"):
        tasks.main(words)
    assert len(commands) == len(statuses)
    assert commands[-1][-1] == last
    assert capsys.readouterr().err.rstrip().endswith("Allt blev inte klart: läs ovan vad som fattas, och kör om.")


@pytest.mark.slow
def test_refresh_of_a_name_writes_the_stories_and_pictures_of_that_name_and_no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    commands, written = note_refresh(monkeypatch)
    assert tasks.main(["skriv-om", "--bara", "hall"]) == 0
    assert [command[0] for command in commands] == ["ruff", "ruff", "pytest", "pytest"]
    assert commands[-1][-2:] == ["-k", "hall"]
    assert written == []


@pytest.mark.slow
def test_refresh_of_a_name_that_nothing_has_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    note_refresh(monkeypatch, 0, 0, 0, 5)
    with pytest.raises(SystemExit, match=r"^5$"):
        tasks.main(["refresh", "--only", "hlal"])
    assert "Ingen provwebbplats och ingen bild heter så: hlal" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "upgrades"), [(["lock"], False), (["las-versioner", "--upgrade"], True)])
def test_lock_writes_both_files_with_hashes(monkeypatch: pytest.MonkeyPatch, words: list[str], upgrades: bool) -> None:
    commands = note_commands(monkeypatch)
    assert tasks.main(words) == 0
    assert [command[-1] for command in commands] == ["requirements.txt", "requirements-test.txt"]
    for command in commands:
        assert "--generate-hashes" in command
        assert ("--upgrade" in command) is upgrades
    assert commands[1][commands[1].index("--constraint") + 1] == "requirements.txt"

"""The command line of the project: `python3 tasks.py UPPGIFT`.

People and CI call it so. `plugins/commands/door.py`, which needs only the standard library, then prepares the virtual
environment `.venv` and runs the task in it. Inside the environment, `invoke build` runs the same task: this is an ordinary
Invoke file, whose tasks call `plugins/commands/`. There, `start/usage.py` parses the arguments, and reports wrong usage in
Swedish, with exit status 2.

Any Python 3 must be able to parse this file, or users of an old version get a syntax error instead of an answer: no
f-strings, no annotated variables, no `:=`, no unpacking inside a list.
"""

import os
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

# The project's folder, independent of the current one.
FOLDER = os.path.dirname(os.path.realpath(__file__))  # noqa: PTH120 (pathlib is loaded below, where Ctrl-C leaves no trace)
if sys.path[0] != FOLDER:
    sys.path.insert(0, FOLDER)

if __name__ == "__main__":
    try:
        from plugins.commands.door import enter
    except (EOFError, ValueError, TypeError, ImportError):  # a full disk may have truncated Python's bytecode caches
        import shutil
        from importlib.util import cache_from_source
        from pathlib import Path

        for package in (".", "commands", "commands/process", "commands/start"):
            compiled = cache_from_source(str(Path(FOLDER, "plugins", package, "__init__.py")))
            shutil.rmtree(str(Path(compiled).parent), ignore_errors=True)
        from plugins.commands.door import enter
    except KeyboardInterrupt:
        sys.exit(130)

    enter(sys.argv[1:])

# ---------------------------------------------------------------------------------------------------------
# The tasks: an ordinary Invoke file, read inside the environment
# ---------------------------------------------------------------------------------------------------------

import importlib.util
import inspect
import shlex
from collections.abc import Callable

from plugins.commands.door import BROKEN, end, is_repairable, run_guarded, report_failure
from plugins.commands.process.outlets import say
from plugins.commands.process.program import PROJECT, run_program
from plugins.commands.start.quick_run import run_call
from plugins.commands.start.set_up import environment_python

try:
    from invoke import Collection, Config, Context, Executor, Exit, task

    from plugins.commands.start.options import explained
    from plugins.commands.start.usage import read_port, read_words
    from plugins.commands.start.usage_words import WrongWords
except Exception as error:
    if __name__ != "__main__":
        raise
    if is_repairable(error):
        sys.exit(BROKEN)
    if not isinstance(error, ImportError) or str(error.name).startswith("plugins"):
        report_failure(sys.argv[1:])
        sys.exit(1)
    if "again" not in sys._xoptions.values():
        sys.exit(BROKEN)
    say("Paketen i mappen .venv går inte att använda. Ta bort mappen och kör samma kommando igen.")
    sys.exit(1)

# The lines in tasks.py that define each name of a task; more than one is an error.
TASK_LINES = {}  # type: dict[str, list[int]]


# The type of a task's parameter whose option may be given several times.
SEVERAL = list[str] | None


def find_clashes() -> list[str]:
    """Return a sentence for each name that several tasks have; with such a name, Invoke could run no task at all."""
    clashes = [(name, lines) for name, lines in sorted(TASK_LINES.items()) if len(lines) > 1]
    message = "tasks.py: {} är namn på flera uppgifter, på raderna {}. Ge alla utom en ett annat namn."
    return [message.format(name, " och ".join(map(str, lines))) for name, lines in clashes]


def named(*swedish: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that makes a task of a function, with these aliases; its parameters are options, with their help."""

    def make_task(function: Callable[..., None]) -> Callable[..., None]:
        for name in (function.__name__.replace("_", "-"),) + swedish:
            TASK_LINES.setdefault(name, []).append(function.__code__.co_firstlineno)
        words = list(inspect.signature(function).parameters.values())[1:]
        options = [word.name.replace("_", "-") for word in words]
        several = [word.name for word in words if word.annotation == SEVERAL]
        make = task(aliases=swedish, auto_shortflags=False, help=explained(options), iterable=several)
        return make(function)  # type: ignore[no-any-return]

    return make_task


def finish(status: int) -> None:
    """Raise `SystemExit` with a task's exit status unless it is 0, so that the next task on the command line can run."""
    if status:
        raise SystemExit(status)


def run_site_task(
    name: str, content: str | None, output: str | None, date: str | None, format: str, port: str = "8000", all: bool = False
) -> None:
    """Run one of the four site tasks; the values of options are validated where they are used."""
    from plugins.commands.start.plain_call import Call

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

    Shows the site with drafts in the browser, as it is after each save.
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
    from plugins.commands.runs.job import Options
    from plugins.commands.run import run
    from plugins.commands.runs.delivery_options import DeliveryOptions

    way = DeliveryOptions(target, is_first=first, replaces=replace, is_trial=dry_run, goes_back=back)
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
    from plugins.commands.runs.job import Options
    from plugins.commands.status import run_status
    from plugins.commands.runs.delivery_options import DeliveryOptions

    options = Options(content=content, output=output, date=date, shows_all=all, way=DeliveryOptions(target))
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
    field: list[str] | None = None,
    content: str | None = None,
) -> None:
    """Skapar en sida, en partner eller något annat att fylla i.

    Writes a page, a partner or a thing of another sort to fill in: `python3 tasks.py skapa partner`. Any field of it is an
    option too, by its name: `--ordning 9`.
    """
    from plugins.commands.new.sort import Wish
    from plugins.commands.runs.job import Options
    from plugins.commands.new.task import run_new

    finish(
        run_new(Wish(kind, name, goal, tier, website, logo, first_day, last_day, tuple(field or ())), Options(content=content))
    )


@named("var-anvands", "var-används")
def uses(context: Context, thing: str, content: str | None = None, format: str = "text") -> None:
    """Berättar var något används, innan du tar bort det.

    Tells where something is used, before it is removed.
    """
    from plugins.commands.runs.job import Options
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
    from plugins.commands.runs.job import Options
    from plugins.commands.partners.task import run_partners

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
    from plugins.commands.runs.job import Options
    from plugins.commands.proof.task import run_proof

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
    from plugins.commands.runs.job import Options
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
    from plugins.commands.runs.job import Options
    from plugins.commands.links.task import run_links

    finish(run_links(Options(content=content, date=date, format=format)))


@named("doktor")
def doctor(context: Context, content: str | None = None, output: str | None = None) -> None:
    """Undersöker om datorn har det som behövs, och säger vad som är att göra om inte.

    Tells whether this computer is fit for the work, and what to do if not.
    """
    from plugins.commands.doctor.task import run_doctor

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
    from plugins.commands.keep import task as keep
    from plugins.commands.runs.job import Options

    finish(keep.save(Options(content=content, date=date), by, choose, sets_updated=updated))


@named("hamta", "hämta")
def fetch(context: Context, content: str | None = None, choose: str | None = None) -> None:
    """Hämtar det kollegorna har sparat och för ihop det med ditt.

    Brings what others have saved, and joins it record by record.
    """
    from plugins.commands.keep import task as keep
    from plugins.commands.runs.job import Options

    finish(keep.fetch(Options(content=content), choose))


@named("historik")
def history(context: Context, content: str | None = None, about: str | None = None, all: bool = False) -> None:
    """Berättar vem som har ändrat vad och när, sida för sida och post för post.

    Who changed what when; of one page or record, or of all.
    """
    from plugins.commands.keep import task as keep
    from plugins.commands.runs.job import Options

    finish(keep.history(Options(content=content, shows_all=all), about))


@named("angra", "ångra")
def undo(context: Context, change: str, content: str | None = None) -> None:
    """Tar tillbaka en sparad ändring, vad som än har hänt sedan dess.

    Takes one saved change back, whatever came after.
    """
    from plugins.commands.keep import task as keep
    from plugins.commands.runs.job import Options

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
    from plugins.commands.runs.job import Options
    from plugins.commands.runs.delivery_options import DeliveryOptions

    options = Options(content=content, output=output, date=date, way=DeliveryOptions(target, replaces=True))
    finish(run_remove_now(what, options, shows_again=show_again))


@named("testa")
def test(context: Context, only: str | None = None, quick: bool = False) -> None:
    """Provar programmet. Det som står efter -- går vidare till pytest.

    Runs the tests.
    """
    selection = ([] if only is None else ["-k", only]) + shlex.split(context.remainder)
    # tests/conftest.py decides the number of workers. With arguments after --, pytest runs as by itself, without xdist.
    side_by_side = ["--numprocesses", "auto", "--dist", "worksteal"] if quick or not selection else []
    finish(run_tool(["pytest"] + side_by_side + (["-m", "not slow and not beneath"] if quick else []) + selection))


@named("granska-kod")
def lint(context: Context) -> None:
    """Granskar koden: stil, form och typer, och att stilmallarna förstås av äldre webbläsare.

    Ruff, mypy, and whether the stylesheets suit browsers of 2019.
    """
    from plugins.commands.lint_css import run_lint_css

    statuses = [run_tool(["ruff", "check"]), run_tool(["ruff", "format", "--check"]), run_tool(["mypy"])]
    if statuses[0]:
        say("Ruff rättar det som är märkt [*]. Resten, som en rad som är för lång, rättar du själv.")
    for status, fixed_by in (statuses[0], "check --fix"), (statuses[1], "format"):
        if status:
            say("Formen rättas av: {} -m ruff {}".format(os.path.relpath(str(environment_python(PROJECT))), fixed_by))
    finish(max(statuses + [run_lint_css(PROJECT / "theme" / "static" / "css")]))


@named("skriv-om")
def refresh(context: Context, only: str | None = None) -> None:
    """Skriver om det som följer av koden: dess form, dokumentens tabeller, vad som sägs om provwebbplatserna och bilderna.

    Writes all that follows from the code: its format, the tables of the documents, what stories are told, and pictures.
    """
    from plugins.commands.docs import run_docs
    from plugins.commands.refresh import run_refresh

    def write_tables() -> int:
        return run_docs(PROJECT, Collection.from_module(sys.modules[__name__]))

    finish(run_refresh(PROJECT, only, write_tables, run_tool, say))


@named("mat-tid", "mät-tid")
def bench(context: Context, large: bool = False, against: str = "", write: bool = False) -> None:
    """Mäter tid och minne, bredvid andra program som gör webbplatser.

    Times and memory, beside stock Pelican; `--against hugo,eleventy` also beside these.
    """
    from plugins.commands.bench.task import UnknownTool, run_bench

    try:
        finish(run_bench(large=large, against=against, writes=write))
    except UnknownTool as error:
        raise Exit(str(error), code=2) from None


@named("dokument")
def docs(context: Context) -> None:
    """Skriver tabellerna över fält och uppgifter i docs/ och README.md efter koden, och schemat för öppna data.

    Writes the tables of fields and tasks in the documents anew, from the models and `tasks.py`, and the schema of open data.
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
    """Run a Python module of the environment in the project folder; return its exit status. Raise if it is not installed."""
    if importlib.util.find_spec(command[0]) is None:
        raise ModuleNotFoundError(command[0])
    return run_program([sys.executable, "-m"] + command, cwd=PROJECT)


def main(arguments: list[str]) -> int:
    """Run the tasks named on the command line, and return the exit status; faults of the program are reported."""
    return run_guarded(arguments, lambda: run_words(arguments))


def run_words(arguments: list[str]) -> int:
    """Let Invoke run the tasks named on the command line; return the exit status, 2 for wrong usage."""
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
    except WrongWords as error:
        say(str(error))
        return 2
    except Exit as error:
        say(error.message or "")
        return error.code
    return 0


if __name__ == "__main__":
    end(main(sys.argv[1:]))

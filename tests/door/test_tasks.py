"""What must hold of every task and every option, including new ones."""

import re

import invoke
from invoke import Collection

import tasks
from plugins.commands import door
from plugins.commands.process.program import PROJECT
from plugins.commands.start.options import OPTIONS, OWN_MEANINGS
from plugins.commands.start.task_table import fill_task_table


def test_no_two_tasks_have_the_same_name() -> None:
    assert tasks.find_clashes() == []


def test_the_readme_lists_every_task() -> None:
    namespace = Collection.from_module(tasks)
    text = (PROJECT / "README.md").read_text("utf-8")
    assert fill_task_table(text, namespace) == text, "the tasks have changed since: run python3 tasks.py docs"
    rows = re.findall(r"^\| `(\S+)[^`]*` \| `(\S+)` \| (\S.*\.) \|$", text, re.MULTILINE)
    assert sorted(name for name, _, _ in rows) == sorted(namespace.tasks), "each task says in English what it does"


def parser() -> invoke.Parser:
    return invoke.Parser(initial=invoke.ParserContext(), contexts=invoke.Collection.from_module(tasks).to_contexts())


def test_every_option_is_in_the_table_with_a_swedish_name_of_its_own() -> None:
    used = {name: argument for context in parser().contexts.values() for name, argument in context.args.items()}
    assert set(used) == set(OPTIONS)
    assert {name for name, argument in used.items() if not argument.takes_value} == {n for n, o in OPTIONS.items() if not o.value}
    swedish = [option.swedish for option in OPTIONS.values() if option.swedish]
    assert len(swedish) == len(set(swedish) - set(OPTIONS))
    assert all(re.fullmatch("[a-z-]+", name) for name in swedish)
    assert {task for task, _ in OWN_MEANINGS} <= set(parser().contexts)
    without = {name for name, argument in used.items() if not OPTIONS[name].swedish and not argument.positional}
    assert without == {"port"}  # the same word


def test_an_option_of_several_tasks_is_described_in_words_that_hold_for_each() -> None:
    """`OPTIONS` describes those of `for_any` for every task; any other shared option is described per task in `OWN_MEANINGS`."""
    for_any = {"content", "output", "date", "format", "all", "target", "choose"}
    tasks_of: dict[str, set[str]] = {}
    for context in parser().contexts.values():
        for name in context.args:
            tasks_of.setdefault(name, set()).add(str(context.name))
    shared = {name: {task for task in of if (task, name) not in OWN_MEANINGS} for name, of in tasks_of.items()}
    unclear = {name: of for name, of in shared.items() if len(of) > 1}
    assert set(unclear) <= for_any, (
        "plugins/commands/start/options.py: say in OWN_MEANINGS what these options are to the new task"
    )


def test_developers_tasks_have_the_names_that_install_their_packages() -> None:
    contexts = parser().contexts
    names = {name for task in ("test", "lint", "refresh", "lock", "font") for name in [task, *contexts[task].aliases]}
    assert names == door.TEST_TASKS

"""Tries the tests: takes the body of one rule or step away at a time, and lists those that no test misses.

Run by hand: `.venv/bin/python tests/mutate.py [--list] [--only WORD…] [--sample N] [--most N] [-- WORDS FOR PYTEST]`.
Without words for pytest it takes what `test --quick` takes; `-- tests` takes all. Needs `fork`, so not Windows.

Rules are functions and methods of `plugins/` named `check_`, `audit_` or `find_`, and all that yield problems; steps are those
of `plugins/finishing/steps.py` and what takes something and returns the same kind of thing in `plugins/core/intake/`. A
rule without its body yields nothing; a step gives back what it got.

First all tests are run once, to see in which of them each function does something: one that yields nothing may be empty as
well. Then each function is emptied in a process of its own, forked when the tests had been gathered, and those tests are run
until one fails: first those that build no site, whose names speak of it, and in which little else does something. At last
all that survived are emptied together for every test, because what a function did in one test may be kept for the next, or
be done by a program that a test starts; what fails then is run for each of them. Exits with 1 if some function survived.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import importlib
import inspect
import json
import mmap
import os
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[1]
RULES = ("check_", "audit_", "find_")
REFUSING = ("check_", "refuse_")
"""What returns nothing and is called so does something where it raises."""
STEPS = ("finishing/steps.py", "core/intake/")
PROBLEMS = re.compile(r"(?:Iterator|Iterable|list|tuple)\[Problem(?:, \.\.\.)?\]")
MANY = ("Iterator", "Iterable", "list", "tuple", "dict", "set", "frozenset", "Sequence", "Mapping")
EMPTY = {"Iterator": "iter(())", "Iterable": "()", "list": "[]", "tuple": "()", "dict": "{}", "set": "set()",
         "frozenset": "frozenset()", "Sequence": "()", "Mapping": "{}"}  # fmt: skip
PATIENCE = 300
"""Seconds for the tests of one function: an empty one may never come to an end."""
IN_MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
FOUND, DIED = "found.json", "the tests' own process died"
DEAR = {"site", "built", "trial"}
"""Fixtures that build a site, which each process does anew."""
NAME = "_tests_mutate_"
"""Where the functions that are watched find each other."""


@dataclass(frozen=True)
class Target:
    """A function, and the line that takes the place of its body."""

    module: str
    name: str
    line: int
    neutral: str
    node: ast.FunctionDef

    @property
    def title(self) -> str:
        """`plugins.partners.rules.check_tiers`."""
        return f"{self.module}.{self.name}"

    def likeness(self, test: str) -> int:
        """Return how much the name of a test speaks of this function: of a code that its module tells, or of its room."""
        codes = _list_codes(self.module)
        return 2 * any(f"[{code}" in test for code in codes) + any(part in test for part in self.module.split(".")[1:])

    def function(self) -> FunctionType:
        """Return the function itself, whatever is wrapped around it."""
        found = attrgetter(self.name)(importlib.import_module(self.module))
        found = getattr(found, "fget", None) or getattr(found, "func", None) or found
        found = inspect.unwrap(getattr(found, "__func__", found))
        assert isinstance(found, FunctionType)
        return found

    def empty(self) -> None:
        """Take the body away. The function stays the same object, so whoever has got hold of it gets it without."""
        self.function().__code__ = self._compile(self.neutral)

    def watch(self, watched: dict[int, Callable[..., Any]], number: int, note: Callable[[], None]) -> None:
        """Let the function note when it does something that it would not do without its body."""
        function = self.function()
        own = FunctionType(function.__code__, function.__globals__, self.name, function.__defaults__, function.__closure__)
        own.__kwdefaults__ = function.__kwdefaults__  # type: ignore[assignment]
        gives_back = ast.parse(self.neutral).body[0]
        first = gives_back.value.id if isinstance(gives_back, ast.Return) and isinstance(gives_back.value, ast.Name) else ""
        at = [one.arg for one in self.node.args.args].index(first) if first else 0
        is_silent = ast.unparse(self.node.returns or ast.Constant(None)) == "None"
        acts_always = (is_silent and not self.node.name.lstrip("_").startswith(REFUSING)) or "iter(" in self.neutral

        def call(*given: Any, **named: Any) -> Any:
            try:
                found = own(*given, **named)
            except BaseException:
                note()
                raise
            if "yield" in self.neutral:
                return _note_first(found, note)
            if acts_always or (found is not given[at] if first else bool(found)):
                note()
            return found

        watched[number] = call
        function.__code__ = self._compile(f"return {NAME}[{number}]({_pass_on(self.node.args)})")

    def _compile(self, body: str) -> CodeType:
        bare = ast.FunctionDef(self.node.name, _without_values(self.node.args), ast.parse(body).body, [], lineno=1, col_offset=0)
        room: dict[str, Any] = {}
        exec(compile(ast.fix_missing_locations(ast.Module([bare], [])), "mutant", "exec"), room)
        code = room[self.node.name].__code__
        assert isinstance(code, CodeType)
        return code


def _note_first(found: Generator[Any, Any, Any], note: Callable[[], None]) -> Generator[Any, Any, Any]:
    """Yield all that a generator yields; note that it yields something."""
    try:
        value = next(found)
    except StopIteration as end:
        return end.value
    note()
    yield value
    return (yield from found)


@cache
def _parse(module: str) -> ast.Module:
    return ast.parse((PROJECT / f"{module.replace('.', '/')}.py").read_text("utf-8"))


@cache
def _list_codes(module: str) -> list[str]:
    """Return what may be codes of problems among the texts of a module."""
    texts = [part.value for part in ast.walk(_parse(module)) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return [text for text in texts if re.fullmatch("[a-z]+(?:-[a-z]+)*", text)]


def _without_values(given: ast.arguments) -> ast.arguments:
    """Return the arguments by name alone: default values stay with the function, and types are of no use."""
    wanted = ast.parse(f"def f({ast.unparse(given)}): pass").body[0]
    assert isinstance(wanted, ast.FunctionDef)
    for node in ast.walk(wanted.args):
        if isinstance(node, ast.arg):
            node.annotation = None
    wanted.args.defaults = [ast.Constant(None) for _ in wanted.args.defaults]
    wanted.args.kw_defaults = [value and ast.Constant(None) for value in wanted.args.kw_defaults]
    return wanted.args


def _pass_on(given: ast.arguments) -> str:
    """Return how a function with these arguments gives all of them to another."""
    parts = [one.arg for one in (*given.posonlyargs, *given.args)] + ([f"*{given.vararg.arg}"] if given.vararg else [])
    parts += [f"{one.arg}={one.arg}" for one in given.kwonlyargs] + ([f"**{given.kwarg.arg}"] if given.kwarg else [])
    return ", ".join(parts)


def find_targets() -> Iterator[Target]:
    """Yield every rule and step."""
    for path in sorted((PROJECT / "plugins").rglob("*.py")):
        relative = path.relative_to(PROJECT)
        module = ".".join(relative.with_suffix("").parts)
        for name, node in _list_functions(ast.parse(path.read_text("utf-8"))):
            if neutral := _judge(node, relative.as_posix()):
                yield Target(module, name, node.lineno, neutral, node)


def _list_functions(module: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions of a module, and the methods of its classes, by their names in it; not those that ask for `super`."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name != "__init__"]
            yield from ((f"{node.name}.{one.name}", one) for one in methods if "super()" not in ast.unparse(one))


def _judge(node: ast.FunctionDef, path: str) -> str | None:
    """Return what an empty function of this kind says, or None for a function that is neither a rule nor a step."""
    told = ast.unparse(node.returns) if node.returns else ""
    rule = node.name.lstrip("_").startswith(RULES) or PROBLEMS.fullmatch(told) is not None
    step = any(part in path for part in STEPS)
    if not (rule or step) or all(_is_nothing(one) for one in node.body):
        return None
    if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(node)):
        return "return\nyield"
    first = next((one for one in (*node.args.posonlyargs, *node.args.args) if one.arg != "self"), None)
    if step and first and first.annotation and told == ast.unparse(first.annotation):
        return f"return {first.arg}"
    if told == "None" or (rule and told.endswith("| None")):
        return "return None"
    kind = told.partition("[")[0]
    return f"return {EMPTY[kind]}" if rule and kind in MANY and "..." not in kind else None


@dataclass(frozen=True)
class Noted:
    """A test that passes, and the numbers of the functions that do something in it."""

    test: str
    is_dear: bool
    acts: frozenset[int]


def _is_nothing(one: ast.stmt) -> bool:
    """Tell whether a line of a function does nothing, as a docstring."""
    return ast.unparse(one) in ("...", "pass", "yield from ()") or (
        isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
    )


class Mutator:
    """Takes over the loop of pytest when the tests have been gathered."""

    def __init__(self, targets: list[Target], most: int) -> None:
        self.targets = targets
        self.most = most
        self.failed = False
        self.items: dict[str, pytest.Item] = {}
        self.survivors: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """See what does something in which test; empty one function after the other; at last all that survived together."""
        self.items = {item.nodeid: item for item in session.items}
        parts = _deal([*self.items])
        noted = [Noted(*test) for _, part in share(self._note, parts) for test in part]
        print(f"\n{len(noted)} of {len(self.items)} tests pass and are asked", flush=True)
        left: list[Target] = []
        for done, (number, killer) in enumerate(
            share(lambda number: self._try_one(number, noted), [*range(len(self.targets))]), 1
        ):
            target, many = self.targets[number], sum(number in one.acts for one in noted)
            print(f"{done}/{len(self.targets)} {target.title}: {killer or f'not missed by {many} tests'}", flush=True)
            if not killer:
                left.append(target)
        self.survivors = sorted(one.title for one in self._try_together(left, [one.test for one in noted]))
        return True

    def _note(self, tests: list[str]) -> list[tuple[str, bool, list[int]]]:
        """Run every test; return which functions do something in each that passes, also in copies of its process."""
        acts = mmap.mmap(-1, len(self.targets) + 1)
        watched: dict[int, Callable[..., Any]] = {}
        setattr(builtins, NAME, watched)
        for number, target in enumerate(self.targets):
            target.watch(watched, number, lambda number=number: acts.__setitem__(number, 1))
        found = []
        for test, failed in self._run(tests):
            if not failed:
                is_dear = not DEAR.isdisjoint(getattr(self.items[test], "fixturenames", ()))
                found.append((test, is_dear, [number for number, act in enumerate(acts[:]) if act]))
            acts[:] = bytes(len(acts))
        return found

    def _try_one(self, number: int, noted: list[Noted]) -> str:
        """Return the first test that fails without the body of the function of this number, or nothing."""
        target = self.targets[number]
        tests = [one for one in noted if number in one.acts]
        tests.sort(key=lambda one: (one.is_dear, -target.likeness(one.test), len(one.acts)))
        return next(self._list_failing([target], [one.test for one in tests[: self.most or None]]), "")

    def _try_together(self, left: list[Target], tests: list[str]) -> Iterator[Target]:
        """Yield those that no test at all misses: where some test does, by halves, so that most need not be tried alone."""
        if not left:
            return
        print(f"\n{len(left)} are emptied together, for all {len(tests)} tests:", flush=True)
        failing = [test for _, part in share(lambda part: [*self._list_failing(left, part)], _deal(tests)) for test in part]
        print(f"{len(failing)} fail", flush=True)
        groups = [left]
        while groups:
            found = [*share(lambda group: next(self._list_failing(group, failing), ""), groups)]
            groups = []
            for group, killer in found:
                if not killer:
                    yield from group
                elif len(group) == 1:
                    print(f"{group[0].title}: {killer}", flush=True)
                else:
                    groups += [group[: len(group) // 2], group[len(group) // 2 :]]

    def _list_failing(self, targets: list[Target], tests: list[str]) -> Iterator[str]:
        """Yield the tests that fail without the bodies of these functions."""
        for target in targets:
            target.empty()
        yield from (test for test, failed in self._run(tests) if failed)

    def _run(self, tests: list[str]) -> Iterator[tuple[str, bool]]:
        """Run tests one after the other; yield each, and whether it failed."""
        items = [self.items[test] for test in tests]
        if items and (reporter := items[0].config.pluginmanager.get_plugin("terminalreporter")):
            items[0].config.pluginmanager.unregister(reporter)  # what it says of the failures that we hope for is of no interest
        for item, following in zip(items, [*items[1:], None], strict=False):
            self.failed = False
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            yield item.nodeid, self.failed


JOBS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _deal(tests: list[str]) -> list[list[str]]:
    """Return tests in as many stretches as run side by side."""
    size = -(-len(tests) // JOBS)
    return [tests[start : start + size] for start in range(0, len(tests), size)]


def share(work: Callable[[Any], Any], tasks: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Do each task in a process of its own, which leaves ours as it was, some side by side; yield it with what was found."""
    waiting, running = tasks[::-1], dict[int, tuple[Any, tempfile.TemporaryDirectory[str], float]]()
    while waiting or running:
        while waiting and len(running) < JOBS:
            task, folder = waiting.pop(), tempfile.TemporaryDirectory(dir=IN_MEMORY, ignore_cleanup_errors=True)
            running[_begin(work, task, Path(folder.name))] = task, folder, time.monotonic()
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended:
            task, folder, _ = running.pop(ended)
            yield task, f"{DIED} with {status}" if status else json.loads((Path(folder.name) / FOUND).read_text("utf-8"))
            folder.cleanup()
            continue
        for late in [one for one, (task, _, began) in running.items() if time.monotonic() - began > PATIENCE]:
            if isinstance(running[late][0], int):
                os.killpg(late, signal.SIGKILL)
        time.sleep(0.02)


def _begin(work: Callable[[Any], Any], task: Any, folder: Path) -> int:
    """Begin a task in a process of its own, whose tests write in the folder; return its number."""
    if child := os.fork():
        return child
    os.setpgid(0, 0)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    status = 1
    try:
        (folder / FOUND).write_text(json.dumps(work(task)), "utf-8")
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def main(words: list[str]) -> int:
    """Read the words; try; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="list the rules and steps, and try none")
    parser.add_argument(
        "--only", default=[], nargs="+", metavar="WORD", help="only those whose dotted name has one of these words"
    )
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only so many, drawn by lot, the same each time")
    parser.add_argument("--most", type=int, default=0, metavar="N", help="run at most so many tests for each")
    cut = words.index("--") if "--" in words else len(words)
    given = parser.parse_args(words[:cut])
    targets = [target for target in find_targets() if not given.only or any(word in target.title for word in given.only)]
    if given.list:
        print("\n".join(f"{target.title}: {target.neutral!r}" for target in targets))
        return 0
    if given.sample:
        targets = sorted(random.Random(1).sample(targets, min(given.sample, len(targets))), key=lambda target: target.title)
    mutator = Mutator(targets, given.most)
    status = pytest.main(["-q", *(words[cut + 1 :] or ["-m", "not slow"])], plugins=[mutator])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return int(status)
    print(f"{len(targets)} tried, {len(mutator.survivors)} survived", *mutator.survivors, sep="\n  ")
    return 1 if mutator.survivors else 0


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    sys.exit(main(sys.argv[1:]))

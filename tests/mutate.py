"""Tries the tests: takes the body of one rule or step away at a time, and lists those that no test misses.

Run by hand: `.venv/bin/python tests/mutate.py [--list] [--only WORD] [--sample N] [--most N] [-- WORDS FOR PYTEST]`.
Without words for pytest it takes what `test --quick` takes; `-- tests` takes all. Needs `fork`, so not Windows.

Rules are functions and methods of `plugins/` named `check_`, `audit_` or `find_`, and all that yield problems; steps are those
of `plugins/finishing/steps.py` and what takes something and returns the same kind of thing in `plugins/core/intake/`. A
rule without its body yields nothing; a step gives back what it got. First all tests are run once, to see which of them call
which function. Then each function is emptied in a process of its own, forked when the tests had been gathered, and the
tests that call it are run until one fails: first those whose names speak of it, then those that call few others. Exits with
1 if some function survived.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import json
import os
import random
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[1]
RULES = ("check_", "audit_", "find_")
STEPS = ("finishing/steps.py", "core/intake/")
PROBLEMS = re.compile(r"(?:Iterator|Iterable|list|tuple)\[Problem(?:, \.\.\.)?\]")
MANY = ("Iterator", "Iterable", "list", "tuple", "dict", "set", "frozenset", "Sequence", "Mapping")
EMPTY = {"Iterator": "iter(())", "Iterable": "()", "list": "[]", "tuple": "()", "dict": "{}", "set": "set()",
         "frozenset": "frozenset()", "Sequence": "()", "Mapping": "{}"}  # fmt: skip


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
        codes = {part.value for part in ast.walk(_parse(self.module)) if isinstance(part, ast.Constant) and _is_code(part.value)}
        return 2 * any(f"[{code}" in test for code in codes) + any(part in test for part in self.module.split(".")[1:])

    def function(self) -> Callable[..., Any]:
        """Return the function itself, whatever is wrapped around it."""
        found = attrgetter(self.name)(importlib.import_module(self.module))
        return inspect.unwrap(getattr(found, "fget", None) or found)

    def empty(self) -> None:
        """Take the body away. The function stays the same object, so whoever has got hold of it gets it without."""
        bare = ast.FunctionDef(
            self.node.name, _without_values(self.node.args), ast.parse(self.neutral).body, [], lineno=1, col_offset=0
        )
        room: dict[str, Any] = {}
        exec(compile(ast.fix_missing_locations(ast.Module([bare], [])), "mutant", "exec"), room)
        self.function().__code__ = room[self.node.name].__code__


@cache
def _parse(module: str) -> ast.Module:
    return ast.parse((PROJECT / f"{module.replace('.', '/')}.py").read_text("utf-8"))


def _is_code(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[a-z]+(?:-[a-z]+)*", value) is not None


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
    if not (rule or step):
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


class Mutator:
    """Takes over the loop of pytest when the tests have been gathered."""

    def __init__(self, targets: list[Target], most: int) -> None:
        self.targets = targets
        self.most = most
        self.failed = False
        self.survivors: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """See who calls what; then empty one function after the other."""
        calls: dict[str, list[str]] = self._apart(lambda: self._note_calls(session.items))
        items = {item.nodeid: item for item in session.items}
        how_many = {test: len(called) for test, called in calls.items()}
        for number, target in enumerate(self.targets, 1):
            tests = [test for test, called in calls.items() if target.title in called]
            tests.sort(key=lambda test, target=target: (-target.likeness(test), how_many[test]))
            chosen = tests[: self.most or None]
            killer = self._apart(lambda target=target, chosen=chosen: self._try([items[test] for test in chosen], target))
            if killer is None:
                self.survivors.append(target.title)
            end = f"killed by {killer}" if killer else f"SURVIVED {len(chosen)} of {len(tests)} tests"
            print(f"\n{number}/{len(self.targets)} {target.title}: {end}", flush=True)
        return True

    def _note_calls(self, items: list[pytest.Item]) -> dict[str, list[str]]:
        """Run every test; return which functions each that passed calls."""
        codes: dict[CodeType, str] = {target.function().__code__: target.title for target in self.targets}
        calls: dict[str, list[str]] = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            called: set[str] = set()

            def note(frame: FrameType, event: str, _: object, called: set[str] = called) -> None:
                if event == "call" and frame.f_code in codes:
                    called.add(codes[frame.f_code])

            self.failed = False
            sys.setprofile(note)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.setprofile(None)
            if not self.failed:
                calls[item.nodeid] = sorted(called)
        return calls

    def _try(self, items: list[pytest.Item], target: Target) -> str | None:
        """Return the first test that fails without the function's body."""
        target.empty()
        for item, following in zip(items, [*items[1:], None], strict=False):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return item.nodeid
        return None

    @staticmethod
    def _apart(work: Callable[[], Any]) -> Any:
        """Do the work in a process of its own, which leaves ours as it was; return what it found."""
        with tempfile.TemporaryFile() as found:
            child = os.fork()
            if child == 0:
                # What pytest says of the failures that we hope for is of no interest.
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                status = 1
                try:
                    found.write(json.dumps(work()).encode())
                    found.flush()
                    status = 0
                except BaseException:
                    traceback.print_exc()
                finally:
                    os._exit(status)
            if os.waitpid(child, 0)[1]:
                return None  # what went wrong has been told; nothing is known of the tests
            found.seek(0)
            return json.loads(found.read())


def main(words: list[str]) -> int:
    """Read the words; try; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="list the rules and steps, and try none")
    parser.add_argument("--only", default="", metavar="WORD", help="only those whose dotted name has this word")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only so many, drawn by lot, the same each time")
    parser.add_argument("--most", type=int, default=0, metavar="N", help="run at most so many tests for each")
    cut = words.index("--") if "--" in words else len(words)
    given = parser.parse_args(words[:cut])
    targets = [target for target in find_targets() if given.only in target.title]
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

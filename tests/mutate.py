"""Mutation testing: remove the body of one rule or step at a time, and list those without which no test fails.

Run by hand: `.venv/bin/python tests/mutate.py [--list] [--only WORD…] [--sample N] [--most N] [-- PYTEST ARGUMENTS]`.
Without arguments for pytest it runs all tests that are not slow; `-- tests` runs all. Needs `fork`, so not on Windows.

Rules are functions and methods of `plugins/` named `check_`, `audit_` or `find_`, and all that yield problems. Steps are those
of `plugins/finishing/steps.py`, and functions in `plugins/core/intake/` whose result has the type of their argument. A rule
without its body yields nothing; a step returns its argument.

1. All tests are run once, to see in which of them each function has an effect: in the others it may as well be empty.
2. Each function is emptied in a process forked after collection, and the tests from 1 are run until one fails. Tests that
   build no site, that have names like the function, and in which few functions have an effect, are run first.
3. All survivors are emptied together for every test, because tests may read what another test has cached.
4. Those that are left are emptied in a copy of the project (`tests/copies.py`), for tests that start programs. The tests that
   fail there are run for each function.

Exit status 1 if any function survived.
"""

from __future__ import annotations

import argparse
import builtins
import mmap
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[1]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from tests.copies import try_in_copies  # noqa: E402 (below the change of `sys.path`)
from tests.forks import run_forked, split_tests  # noqa: E402 (below the change of `sys.path`)
from tests.mutants import NAME, Target, find_targets  # noqa: E402 (below the change of `sys.path`)

COSTLY = {"site", "built", "trial"}
"""Fixtures that build a site, in every process again."""


@dataclass(frozen=True)
class Noted:
    """A test that passes, and the numbers of the functions that have an effect in it."""

    test: str
    is_costly: bool
    acts: frozenset[int]


class Mutator:
    """A pytest plugin that replaces the loop that runs the collected tests."""

    def __init__(self, targets: list[Target], most: int) -> None:
        self.targets = targets
        self.most = most
        self.failed = False
        self.items: dict[str, pytest.Item] = {}
        self.survivors: list[Target] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a failure."""
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run steps 1 to 3 of the module's docstring; store the survivors."""
        self.items = {item.nodeid: item for item in session.items}
        parts = split_tests([*self.items])
        noted = [Noted(*test) for _, part in run_forked(self._note, parts) for test in part]
        print(f"\n{len(noted)} of {len(self.items)} tests pass and are asked", flush=True)
        left: list[Target] = []
        for done, (number, killer) in enumerate(
            run_forked(lambda number: self._try_one(number, noted), [*range(len(self.targets))]), 1
        ):
            target, many = self.targets[number], sum(number in one.acts for one in noted)
            print(f"{done}/{len(self.targets)} {target.title}: {killer or f'not missed by {many} tests'}", flush=True)
            if not killer:
                left.append(target)
        self.survivors = [*self._try_together(left, [one.test for one in noted])]
        return True

    def _note(self, tests: list[str]) -> list[tuple[str, bool, list[int]]]:
        """Run tests; return for each that passes the functions that have an effect in it, also in forked processes."""
        acts = mmap.mmap(-1, len(self.targets) + 1)
        watched: dict[int, Callable[..., Any]] = {}
        setattr(builtins, NAME, watched)
        for number, target in enumerate(self.targets):
            target.watch(watched, number, lambda number=number: acts.__setitem__(number, 1))
        found = []
        for test, failed in self._run(tests):
            if not failed:
                is_costly = not COSTLY.isdisjoint(getattr(self.items[test], "fixturenames", ()))
                found.append((test, is_costly, [number for number, act in enumerate(acts[:]) if act]))
            acts[:] = bytes(len(acts))
        return found

    def _try_one(self, number: int, noted: list[Noted]) -> str:
        """Return the first test that fails if the function with this number is empty; else an empty string."""
        target = self.targets[number]
        tests = [one for one in noted if number in one.acts]
        tests.sort(key=lambda one: (one.is_costly, -target.likeness(one.test), len(one.acts)))
        return next(self._list_failing([target], [one.test for one in tests[: self.most or None]]), "")

    def _try_together(self, left: list[Target], tests: list[str]) -> Iterator[Target]:
        """Yield the targets without which no test fails, by bisection of groups, so that few have to be tried one by one."""
        if not left:
            return
        print(f"\n{len(left)} are emptied together, for all {len(tests)} tests:", flush=True)
        failing = [
            test for _, part in run_forked(lambda part: [*self._list_failing(left, part)], split_tests(tests)) for test in part
        ]
        print(f"{len(failing)} fail", flush=True)
        groups = [left]
        while groups:
            found = [*run_forked(lambda group: next(self._list_failing(group, failing), ""), groups)]
            groups = []
            for group, killer in found:
                if not killer:
                    yield from group
                elif len(group) == 1:
                    print(f"{group[0].title}: {killer}", flush=True)
                else:
                    groups += [group[: len(group) // 2], group[len(group) // 2 :]]

    def _list_failing(self, targets: list[Target], tests: list[str]) -> Iterator[str]:
        """Yield the tests that fail if these functions are empty."""
        for target in targets:
            target.empty()
        yield from (test for test, failed in self._run(tests) if failed)

    def _run(self, tests: list[str]) -> Iterator[tuple[str, bool]]:
        """Run tests one by one; yield the id of each, and whether it failed."""
        items = [self.items[test] for test in tests]
        if items and (reporter := items[0].config.pluginmanager.get_plugin("terminalreporter")):
            items[0].config.pluginmanager.unregister(reporter)  # failures are expected, and not to be reported
        for item, following in zip(items, [*items[1:], None], strict=False):
            self.failed = False
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            yield item.nodeid, self.failed


def main(words: list[str]) -> int:
    """Parse the arguments, try the mutants, and return the exit status."""
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
    tests = words[cut + 1 :] or ["-m", "not slow"]
    status = pytest.main(["-q", *tests], plugins=[mutator])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return int(status)
    survivors = sorted(one.title for one in try_in_copies(mutator.survivors, tests))
    print(f"{len(targets)} tried, {len(survivors)} survived", *survivors, sep="\n  ")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

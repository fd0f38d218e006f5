"""Tries the tests: takes the body of one rule or step away at a time, and lists those that no test misses.

Run by hand: `.venv/bin/python tests/mutate.py [--list] [--only WORD…] [--sample N] [--most N] [-- WORDS FOR PYTEST]`.
Without words for pytest it takes what `test --quick` takes; `-- tests` takes all. Needs `fork`, so not Windows.

Rules are functions and methods of `plugins/` named `check_`, `audit_` or `find_`, and all that yield problems; steps are those
of `plugins/finishing/steps.py` and what takes something and returns the same kind of thing in `plugins/core/intake/`. A
rule without its body yields nothing; a step gives back what it got.

First all tests are run once, to see in which of them each function does something: one that yields nothing may be empty as
well. Then each function is emptied in a process of its own, forked when the tests had been gathered, and those tests are run
until one fails: first those that build no site, whose names speak of it, and in which little else does something. At last
all that survived are emptied together for every test, because what a function did in one test may be kept for the next; and
those that then are left, in copies of the project (`tests/copies.py`), because programs that a test starts may do it. What
fails then is run for each of them. Exits with 1 if some function survived.
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

from tests.copies import try_in_copies  # noqa: E402 (found only now)
from tests.forks import deal, share  # noqa: E402 (found only now)
from tests.mutants import NAME, Target, find_targets  # noqa: E402 (found only now)

DEAR = {"site", "built", "trial"}
"""Fixtures that build a site, which each process does anew."""


@dataclass(frozen=True)
class Noted:
    """A test that passes, and the numbers of the functions that do something in it."""

    test: str
    is_dear: bool
    acts: frozenset[int]


class Mutator:
    """Takes over the loop of pytest when the tests have been gathered."""

    def __init__(self, targets: list[Target], most: int) -> None:
        self.targets = targets
        self.most = most
        self.failed = False
        self.items: dict[str, pytest.Item] = {}
        self.survivors: list[Target] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """See what does something in which test; empty one function after the other; at last all that survived together."""
        self.items = {item.nodeid: item for item in session.items}
        parts = deal([*self.items])
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
        self.survivors = [*self._try_together(left, [one.test for one in noted])]
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
        failing = [test for _, part in share(lambda part: [*self._list_failing(left, part)], deal(tests)) for test in part]
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
    tests = words[cut + 1 :] or ["-m", "not slow"]
    status = pytest.main(["-q", *tests], plugins=[mutator])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return int(status)
    survivors = sorted(one.title for one in try_in_copies(mutator.survivors, tests))
    print(f"{len(targets)} tried, {len(survivors)} survived", *survivors, sep="\n  ")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

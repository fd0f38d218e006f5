"""No text makes a check hang: the time of every regular expression grows linearly with the text."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]  # the tree of a pattern, which `re` keeps to itself
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

from plugins.core.answers import read_answers
from plugins.core.kinds.kind import LONGEST_VALUE
from plugins.core.markdown.dialect import engine
from plugins.language.figures.found import NEAR
from tests.structure.code import parse, walk

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "plugins").rglob("*.py")), ROOT / "tasks.py"]
METHODS = ("match", "search", "sub", "subn", "fullmatch", "split", "finditer", "findall")
FEW = (3, 6, 10, 16, 22)
"""Repetitions that show exponential growth."""
MANY = (400, 1600, 6400)
"""Repetitions that show quadratic growth: four times as many take sixteen times as long. The last are only tried if the first two
seem to show it: a pattern that looks a thousand characters ahead takes more for each until a text is that long, and no more then.
"""
PLAIN = 0.1
"""Seconds for the first two after which the last are not needed, and could take minutes."""
ENDLESS = 0.004
"""Seconds that a few repetitions must not take."""
AGAIN = 8
"""Times that a pattern which seemed slow is tried again; the quickest counts. A busy machine takes a hundred times as long at
times, but not always. Two sizes are tried in turns and compared by the quickest of each: a slow try of one would hide the growth,
or feign it.
"""
SUSPECT = 1e-7
"""Seconds for a character; less than this at every size is linear."""
BOUNDED = {"plugins/core/kinds/": LONGEST_VALUE, "plugins/language/figures/found.py: _NO_FIGURE": NEAR}
"""Files whose patterns see only short texts, for which it is enough that the longest one is quick."""
MADE = {
    "plugins/core/answers.py": 1,
    "plugins/core/reading/homes.py": 1,
    "plugins/core/locales/hyphens.py": 1,
    "plugins/core/intake/documents.py": 2,
    "plugins/core/intake/formats.py": 2,
    "plugins/core/kinds/periods.py": 1,
    "plugins/core/files/leftovers.py": 1,
    "plugins/core/marks/torn.py": 6,
    "plugins/core/web.py": 1,
    "plugins/editing/wording.py": 1,
    "plugins/language/links/logins.py": 1,
    "plugins/language/house_style/patterns.py": 3,
    "plugins/language/links/trackers.py": 1,
    "plugins/publishing/hosts/netlify.py": 1,
    "plugins/site/removal/withdrawn.py": 2,
}
"""The number of patterns that each file compiles while the program runs."""
OWN_FILES = ("plugins/assets/", "plugins/commands/proof/frames.py", "plugins/commands/lint_css.py", "plugins/sharing/")
"""Files that only read the theme, which no editor writes."""
Way = Callable[[re.Pattern[str], str], object]
"""Uses a pattern on a text."""
WAYS: dict[str, Way] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: deque(pattern.finditer(text), 0),
}


@dataclass(frozen=True)
class Found:
    """A pattern, its place, and how it is used."""

    where: str
    pattern: re.Pattern[str]
    way: str


# ---- collecting


def _module(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _patterns_in(value: object, name: str, depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield the compiled patterns in a module's constant, also nested ones."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, (tuple, list, frozenset, set)) and depth < 3:
        for each in value:
            yield from _patterns_in(each, name, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        yield from _patterns_in([*value.keys(), *value.values()], name, depth + 1)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        yield from _patterns_in([getattr(value, field, None) for field in value.__dataclass_fields__], name, depth + 1)


def _calls_on_names(path: Path) -> list[tuple[ast.Call, str, str]]:
    """Return calls such as `_KEY.match(line)` in a file, as name and method."""
    return [
        (node, node.func.value.id, node.func.attr)
        for node in walk(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    ]


def _uses(calls: list[tuple[ast.Call, str, str]]) -> dict[str, set[str]]:
    """Return how the names of a file are used as patterns."""
    uses: dict[str, set[str]] = {}
    for _, name, method in calls:
        uses.setdefault(name, set()).add(method)
    return uses


def _ways(methods: set[str]) -> Iterator[str]:
    known = methods & set(METHODS)
    if not known or known - {"match", "fullmatch"}:
        yield "search"
    yield from sorted(known & {"match", "fullmatch"})


@cache
def _collect() -> tuple[list[Found], list[str]]:
    """Return all patterns of the project, and the places where patterns are compiled while the program runs."""
    found: dict[tuple[str, int, str], Found] = {}
    made: list[str] = []

    def keep(where: str, pattern: re.Pattern[Any], ways: Iterator[str]) -> None:
        if not where.startswith(OWN_FILES) and isinstance(pattern.pattern, str):
            for way in ways:
                found.setdefault((pattern.pattern, pattern.flags, way), Found(where, pattern, way))

    calls = {path: _calls_on_names(path) for path in FILES}
    everywhere = _uses([call for found in calls.values() for call in found])
    for path in FILES:
        relative, module = path.relative_to(ROOT).as_posix(), _module(path)
        own_uses = _uses(calls[path])
        uses = {name: (own_uses if name.startswith("_") else everywhere).get(name, set()) for name in everywhere}
        for name, value in vars(module).items():
            own = getattr(value, "__module__", module.__name__) == module.__name__
            for _, pattern in _patterns_in(value, name) if own or not isinstance(value, type) else ():
                keep(f"{relative}: {name}", pattern, _ways(uses.get(name, set())))
        functions = [(node.lineno, node.end_lineno or 0) for node in parse(path).body if isinstance(node, ast.FunctionDef)]
        for call, name, method in calls[path]:
            if name != "re" or method not in (*METHODS, "compile"):
                continue
            if method == "compile" and not any(first <= call.lineno <= last for first, last in functions):
                continue  # a constant, which stands above
            where = f"{relative}:{call.lineno}"
            try:
                given = [eval(compile(ast.Expression(arg), "", "eval"), vars(module)) for arg in call.args[:1]]
                words = {word.arg: word.value for word in call.keywords}
                flag_node = words.get("flags") or (call.args[_FLAGS[method]] if len(call.args) > _FLAGS[method] else None)
                flags = eval(compile(ast.Expression(flag_node), "", "eval"), vars(module)) if flag_node else 0
            except NameError:
                made.append(f"{relative}: {ast.unparse(call.args[0])}")
                continue
            keep(where, re.compile(given[0], flags), _ways({method}))
    for processor in engine().inlinePatterns:
        if type(processor).__module__.startswith("plugins."):
            keep(type(processor).__name__, processor.getCompiledRegExp(), iter(["search"]))
    return list(found.values()), made


_FLAGS = {"compile": 1, "match": 2, "search": 2, "fullmatch": 2, "finditer": 2, "findall": 2, "split": 3, "sub": 4, "subn": 4}


# ---- attacking

_CATEGORIES = {
    sre.CATEGORY_DIGIT: "1", sre.CATEGORY_NOT_DIGIT: "a", sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_WORD: " ",
}  # fmt: skip
_TRIALS = "a1 \n.-!\t*A/é"


def _sign(items: list[tuple[Any, Any]]) -> list[str]:
    """Return characters that match a class in square brackets."""
    pattern = re.compile(_class_source(items))
    literals = [chr(argument) for kind, argument in items if kind is sre.LITERAL]
    ranges = [chr(argument[0]) for kind, argument in items if kind is sre.RANGE]
    return [sign for sign in dict.fromkeys([*literals[:3], *ranges[:2], *_TRIALS]) if pattern.fullmatch(sign)][:4] or ["a"]


def _class_source(items: list[tuple[Any, Any]]) -> str:
    body = ""
    for kind, argument in items:
        if kind is sre.NEGATE:
            body += "^"
        elif kind is sre.LITERAL:
            body += re.escape(chr(argument))
        elif kind is sre.RANGE:
            body += f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
        elif kind is sre.CATEGORY:
            body += {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w", "NOT_WORD": r"\W"}[
                str(argument).removeprefix("CATEGORY_")
            ]
    return f"[{body}]"


class _Attack:
    """Walks the parse tree of a pattern, and collects prefixes and units of hostile texts."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.units: dict[str, None] = {}
        self.prefixes: dict[str, None] = {"": None}
        self.signs: dict[str, None] = {}
        self.groups: dict[int, str] = {}
        for self.times in (0, 1, 3):  # what repeats within something that repeats may stand once or more
            self.walk(_parser.parse(pattern.pattern, pattern.flags), "")

    def walk(self, tree: Any, before: str) -> str:
        """Return the shortest text that matches a sequence of the tree; record its repetitions."""
        text = ""
        for kind, argument in tree:
            text += self.one(kind, argument, before + text)
        return text

    def one(self, kind: Any, argument: Any, before: str) -> str:
        if kind in (sre.LITERAL, sre.NOT_LITERAL):
            sign = chr(argument) if kind is sre.LITERAL else next(s for s in _TRIALS if s != chr(argument))
            self.signs[sign] = None
            return sign
        if kind is sre.ANY:
            return "a"
        if kind is sre.IN:
            signs = _sign(argument)
            self.signs.update(dict.fromkeys(signs))
            return signs[0]
        if kind is sre.SUBPATTERN:
            text = self.walk(argument[-1], before)
            self.groups[argument[0]] = text
            return text
        if kind is sre.ATOMIC_GROUP:
            return self.walk(argument, before)
        if kind is sre.BRANCH:
            texts = [self.walk(branch, before) for branch in argument[1][:12]]
            return min(texts, key=len)
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, most, body = argument
            text = self.walk(body, before)
            if most > 8:
                self.prefixes[before] = None
                self.units[text] = None
                self.units[before + text] = None
            return text * min(most, max(least, self.times))
        if kind in (sre.ASSERT, sre.ASSERT_NOT):
            self.walk(argument[1], before)
        if kind is sre.GROUPREF:
            return self.groups.get(argument, "")
        if kind is sre.GROUPREF_EXISTS:
            return self.walk(argument[1], before)
        return ""

    @property
    def ways(self) -> list[tuple[str, str]]:
        """Prefixes and repeated units of hostile texts."""
        signs = [*self.signs][:6]
        signs += [sign for sign in "a 1" if sign not in signs]
        pairs = (one + two for one in signs for two in signs if one != two)
        ways = [("", unit) for unit in dict.fromkeys([*[*self.units][:16], *signs, *pairs])]
        ways += [(prefix, unit) for prefix in [*self.prefixes][1:7] for unit in [*[*self.units][:4], *signs[:5]]]
        return [(prefix, unit) for prefix, unit in ways if 0 < len(unit) < 40]


def _seconds(run: Way, pattern: re.Pattern[str], text: str, times: int = 1) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        run(pattern, text)
        best = min(best, time.process_time() - start)
    return best


def find_slow(pattern: re.Pattern[str], way: str, longest: int | None = None) -> str | None:
    """Return the beginning of a text on which the pattern takes superlinear time; None if there is none."""
    attack, run = _Attack(pattern), WAYS[way]
    if not attack.units:
        return None  # nothing in it repeats
    ways = attack.ways
    for count in FEW:  # what doubles at each step shows before it never ends
        for prefix, unit in ways:
            text = f"{prefix}{unit * count}\x00"[:longest]
            if _seconds(run, pattern, text) > ENDLESS and (spent := _seconds(run, pattern, text, AGAIN)) > ENDLESS:
                return f"{spent * 1000:.1f} ms: {text[:60]!r}"
    for prefix, unit in ways:
        text, larger, largest = (f"{prefix}{unit * count}\x00"[:longest] for count in MANY)
        if longest:
            if _seconds(run, pattern, larger) > 0.1 and (spent := _seconds(run, pattern, larger, AGAIN)) > 0.1:
                return f"{spent * 1000:.1f} ms: {text[:60]!r}"
        elif _seconds(run, pattern, text) > SUSPECT * (len(text) + 100):
            spent, again = _compare(run, pattern, text, larger)
            if again > 10 * spent > 10 * SUSPECT * len(text) and (again > PLAIN or _grows(run, pattern, larger, largest)):
                return f"{again * 1000:.1f} ms: {text[:60]!r}"
    return None


def _grows(run: Way, pattern: re.Pattern[str], text: str, larger: str) -> bool:
    """Return whether four times the text takes far more than four times as long."""
    spent, again = _compare(run, pattern, text, larger)
    return again > 10 * spent


def _compare(run: Way, pattern: re.Pattern[str], text: str, larger: str) -> tuple[float, float]:
    """Return the seconds for a text and a larger one, tried in turns, at least twice, until the larger is no longer suspect."""
    spent, again = float("inf"), float("inf")
    for tried in range(AGAIN):
        spent, again = min(spent, _seconds(run, pattern, text, 3)), min(again, _seconds(run, pattern, larger))
        if tried and again <= 10 * spent:
            break
    return spent, again


def test_few_patterns_are_compiled_while_the_program_runs() -> None:
    """Those cannot be tried here: each is made of a written word or a list that is data, and has its own tests."""
    _, made = _collect()
    counted = Counter(where.partition(":")[0] for where in made)
    assert [where for where in made if counted[where.partition(":")[0]] > MADE.get(where.partition(":")[0], 0)] == [], (
        "made while the program runs, more than MADE has of the file: make it a constant, or bound its text and say so there"
    )
    assert {file: count for file, count in MADE.items() if counted[file] != count} == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "is_slow"),
    [(r"(?:a+)+b", True), (r"\s+$", True), (r"\[[^\]]*\]", True), (r"(?<!\s)\s+x", False), (r"\w+@", True)],
)
def test_a_slow_pattern_is_found(written: str, is_slow: bool) -> None:
    assert bool(find_slow(re.compile(written), "search")) == is_slow


@pytest.mark.parametrize(("looks_at", "is_slow"), [(100_000, True), (1000, False)], ids=["everything", "a thousand signs"])
def test_a_pattern_that_looks_a_bounded_way_ahead_is_not_slow(
    monkeypatch: pytest.MonkeyPatch, looks_at: int, is_slow: bool
) -> None:
    """It takes more for each sign until the text is as long as it looks; and short tries may fall into a quick moment."""

    def spend(_run: object, _pattern: object, text: str, _times: int = 1) -> float:
        return len(text) * min(len(text), looks_at) * (1e-9 if len(text) < MANY[0] + 2 else 2e-9)

    monkeypatch.setattr(sys.modules[__name__], "_seconds", spend)
    assert bool(find_slow(re.compile("a+b"), "search")) == is_slow


@pytest.mark.parametrize("file", sorted((ROOT / "plugins").rglob("*_answers.yaml")), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_output_of_a_program_is_read_in_linear_time(file: Path) -> None:
    answers = read_answers(file)
    assert [slow for answer in answers if (slow := find_slow(answer.said, "search"))] == []


@pytest.mark.slow
def test_no_pattern_takes_more_than_linear_time() -> None:
    patterns, _ = _collect()
    slow = {}
    for found in patterns:
        longest = next((longest for file, longest in BOUNDED.items() if found.where.startswith(file)), None)
        if reason := find_slow(found.pattern, found.way, longest):
            slow[f"{found.where} ({found.way})"] = reason

    assert len(patterns) > 300
    assert slow == {}, "two parts may share the same signs: let the first keep what it took (`*+`), or exclude the next sign"


SINGLE = (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY)


def has_possessive_group(parts: Any) -> bool:
    """Return whether more than a single sign is repeated possessively in a part of a parsed pattern."""
    if isinstance(parts, tuple) and len(parts) == 2 and parts[0] is sre.POSSESSIVE_REPEAT:
        body = parts[1][2]
        if len(body) != 1 or body[0][0] not in SINGLE:
            return True
    if isinstance(parts, list | tuple | _parser.SubPattern):
        return any(has_possessive_group(part) for part in parts)
    return False


@pytest.mark.parametrize(
    ("written", "is_wrong"),
    [(r"(?:a|b(?!c))*+", True), (r"x(?:ab)?+", True), (r"[ab]*+c++.?+", False), (r"(?>(?:a|b(?!c))*)", False)],
)
def test_a_possessive_group_is_found(written: str, is_wrong: bool) -> None:
    assert has_possessive_group(_parser.parse(written)) is is_wrong


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5, as Debian 12 has it, matches them wrongly (https://github.com/python/cpython/issues/106052)."""
    patterns = [found for found in _collect()[0] if found.where.startswith("plugins/")]  # others are those of Python-Markdown
    assert len(patterns) > 300
    wrong = {found.where for found in patterns if has_possessive_group(_parser.parse(found.pattern.pattern, found.pattern.flags))}
    assert wrong == set(), "write an atomic group: (?>(?:…)*) for (?:…)*+"

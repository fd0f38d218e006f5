"""The targets of mutation testing (`tests/mutate.py`): rules and steps of `plugins/`, whose bodies can be removed or watched."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
RULES = ("check_", "audit_", "find_")
REFUSING = ("check_", "refuse_")
"""Prefixes of functions that return nothing, and whose effect is to raise."""
STEPS = ("finishing/steps.py", "core/intake/")
PROBLEMS = re.compile(r"(?:Iterator|Iterable|list|tuple)\[Problem(?:, \.\.\.)?\]")
MANY = ("Iterator", "Iterable", "list", "tuple", "dict", "set", "frozenset", "Sequence", "Mapping")
EMPTY = {"Iterator": "iter(())", "Iterable": "()", "list": "[]", "tuple": "()", "dict": "{}", "set": "set()",
         "frozenset": "frozenset()", "Sequence": "()", "Mapping": "{}"}  # fmt: skip
NAME = "_tests_mutate_"
"""The built-in name under which watched functions are registered."""


@dataclass(frozen=True)
class Target:
    """A function, and the statements that replace its body (`neutral`)."""

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
        """Return a score of how likely a test is about this function, by codes and parts of its module's name in the test's."""
        codes = _list_codes(self.module)
        return 2 * any(f"[{code}" in test for code in codes) + any(part in test for part in self.module.split(".")[1:])

    def function(self) -> FunctionType:
        """Return the function itself, without decorators."""
        found = attrgetter(self.name)(importlib.import_module(self.module))
        found = getattr(found, "fget", None) or getattr(found, "func", None) or found
        found = inspect.unwrap(getattr(found, "__func__", found))
        assert isinstance(found, FunctionType)
        return found

    def empty(self) -> None:
        """Remove the body. The function stays the same object, so this holds for all references to it."""
        self.function().__code__ = self._compile(self.neutral)

    def write_without(self, source: str) -> str:
        """Return the source of the module with `neutral` before the body, which is thus never reached.

        The body stays in the source, so that tests that read source files (docstrings, codes) do not fail because of that.
        """
        lines = source.splitlines()
        first = self.node.body[1 if ast.get_docstring(self.node) and len(self.node.body) > 1 else 0]
        body = [" " * first.col_offset + line for line in self.neutral.splitlines()]
        return "\n".join([*lines[: first.lineno - 1], *body, *lines[first.lineno - 1 :], ""])

    def watch(self, watched: dict[int, Callable[..., Any]], number: int, note: Callable[[], None]) -> None:
        """Make the function call `note` whenever it does something that it would not do without its body."""
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
    """Yield all that a generator yields; call `note` if it yields anything."""
    try:
        value = next(found)
    except StopIteration as end:
        return end.value
    note()
    yield value
    return (yield from found)


@cache
def _parse(module: str) -> ast.Module:
    return ast.parse(find_file(module).read_text("utf-8"))


def find_file(module: str) -> Path:
    """Return the path of a module's file."""
    return PROJECT / f"{module.replace('.', '/')}.py"


@cache
def _list_codes(module: str) -> list[str]:
    """Return the strings of a module that may be codes of problems."""
    texts = [part.value for part in ast.walk(_parse(module)) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return [text for text in texts if re.fullmatch("[a-z]+(?:-[a-z]+)*", text)]


def _without_values(given: ast.arguments) -> ast.arguments:
    """Return arguments without annotations, and with None for each default: the function object keeps the real defaults."""
    wanted = ast.parse(f"def f({ast.unparse(given)}): pass").body[0]
    assert isinstance(wanted, ast.FunctionDef)
    for node in ast.walk(wanted.args):
        if isinstance(node, ast.arg):
            node.annotation = None
    wanted.args.defaults = [ast.Constant(None) for _ in wanted.args.defaults]
    wanted.args.kw_defaults = [value and ast.Constant(None) for value in wanted.args.kw_defaults]
    return wanted.args


def _pass_on(given: ast.arguments) -> str:
    """Return the source of a call's arguments that passes on all of these."""
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
    """Yield functions and methods of a module with their qualified names, except methods that call `super()`."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name != "__init__"]
            yield from ((f"{node.name}.{one.name}", one) for one in methods if "super()" not in ast.unparse(one))


def _judge(node: ast.FunctionDef, path: str) -> str | None:
    """Return the body of an empty function of this kind; None for a function that is neither a rule nor a step."""
    returns = ast.unparse(node.returns) if node.returns else ""
    rule = node.name.lstrip("_").startswith(RULES) or PROBLEMS.fullmatch(returns) is not None
    step = any(part in path for part in STEPS)
    if not (rule or step) or all(_is_nothing(one) for one in node.body):
        return None
    if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(node)):
        return "return\nyield"
    first = next((one for one in (*node.args.posonlyargs, *node.args.args) if one.arg != "self"), None)
    if step and first and first.annotation and returns == ast.unparse(first.annotation):
        return f"return {first.arg}"
    if returns == "None" or (rule and returns.endswith("| None")):
        return "return None"
    kind = returns.partition("[")[0]
    return f"return {EMPTY[kind]}" if rule and kind in MANY and "..." not in kind else None


def _is_nothing(one: ast.stmt) -> bool:
    """Return whether a statement does nothing, such as a docstring."""
    return ast.unparse(one) in ("...", "pass", "yield from ()") or (
        isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
    )

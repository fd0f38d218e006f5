"""Rewrite advice for editors who use the forms: a command to type is replaced by the button or page that does the same.

Takes a text from a task or a problem, and returns it without commands. The replacements are in `buttons.yaml`. Called by all
pages that show such texts to editors in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from plugins.core.swedish import slugify

COMMAND: Final = "python3 tasks.py "
NOBODY: Final = "be den som sköter programmet om hjälp"
"""The advice for a task that has no button."""
HELPER: Final = "Den som sköter programmet"

_LEAD: Final = re.compile(r"(?:\A|(?<=[\s(]))([Kk]ör|Kommandot)(?: (sedan|först))?:?\Z")
_WORD: Final = re.compile(r'\s+("[^"\n]*"|”[^”\n]*”|[^\s"”]+)')


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(Path(__file__).with_name("buttons.yaml").read_text("utf-8"))
    return found


def with_buttons(text: str) -> str:
    """Return `text` with every command replaced by what to press."""
    while COMMAND in text:
        before, _, after = text.partition(COMMAND)
        before, after = _replace(before, after)
        text = f"{before}{after}"
    return text


def all_with_buttons(texts: Iterable[str]) -> tuple[str, ...]:
    """Return several texts, each with its commands replaced."""
    return tuple(map(with_buttons, texts))


def _replace(before: str, after: str) -> tuple[str, str]:
    """Return the text before a command with the replacement appended, and the text after it."""
    task, options, rest = _read_command(after)
    lead = _LEAD.search(before.rstrip(" "))
    if lead is None:
        return f"{_one_space(before)}{_find(task, options)}", rest
    if lead[1] == "Kommandot":
        return f"{before[: lead.start()]}{HELPER}", rest
    verb, _, what = _find(task, options).partition(" ")
    verb = verb.capitalize() if lead[1][0].isupper() else verb
    return f"{before[: lead.start()]}{' '.join(filter(None, (verb, lead[2], what)))}", rest


def _read_command(after: str) -> tuple[str, list[str], str]:
    """Split the text after `COMMAND` into the task, its options and what follows the command."""
    options: list[str] = []
    first = re.match(r"[^\s.,:;)]+", after)
    if first is None:
        return "", options, after
    end = first.end()
    while found := _WORD.match(after, end):
        word = found[1].rstrip(".,:;)")
        if "\n" in after[end : found.start(1)] or not _is_argument(word):
            break
        options += [word] if word.startswith("--") else []
        end = found.start(1) + len(word)
    return first[0], options, after[end:]


def _is_argument(word: str) -> bool:
    is_name = any(sign in word for sign in "./=_") or (word.isupper() and len(word) > 2)
    return is_name or word.startswith(("--", '"', "”")) or word == "senaste"


def _find(task: str, options: Iterable[str]) -> str:
    name, tasks = slugify(task), _words()["tasks"]
    own = (tasks.get(f"{name} {option}") for option in options)
    return next(filter(None, own), None) or tasks.get(name, NOBODY)


def _one_space(before: str) -> str:
    """Collapse trailing spaces to one; messages for the terminal have two before a command."""
    return f"{before.rstrip(' ')} " if before.endswith(" ") and before.strip() else before

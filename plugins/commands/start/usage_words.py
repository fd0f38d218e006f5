"""Rewrite the typed words for Invoke: English names, and options that were left out. Called by `usage.py`."""

from __future__ import annotations

from typing import Final

from invoke import Parser, ParserContext

from plugins.commands.start.options import SUBJECTS, to_english

FIELD: Final = "--field"
"""The option that takes any field of what a task creates."""
HELP_OPTIONS: Final = {"--help", "-h", "--hjalp", "--hjälp"}


class WrongWords(Exception):
    """A usage error: the message in Swedish, and the task whose help should follow."""

    def __init__(self, message: str, task: str | None = None) -> None:
        super().__init__(message)
        self.task = task


def split_words(words: list[str]) -> tuple[list[str], list[str] | None]:
    """Split our words from those after `--`, which belong to another program; None where there is no `--`."""
    if "--" not in words:
        return words, None
    place = words.index("--")
    return words[:place], words[place + 1 :]


def name_fields(words: list[str], parser: Parser) -> list[str]:
    """Rewrite an option that is a field of what a task creates (`--ordning 9`) with the option that the task has (`--field
    ordning=9`).
    """
    named: list[str] = []
    task: ParserContext | None = None
    waits = ""
    """The option, as it was written, whose value must come next."""
    takes_value = False
    for word in [*words, ""]:
        written, has_value, value = word.partition("=")
        if waits:
            named += _write_field(waits, "" if word.startswith("-") else word, task)
            waits = ""
        elif not takes_value and word.startswith("--") and task and FIELD in task.flags and not _is_known(written, task):
            named += _write_field(written, value, task) if has_value else []
            waits = "" if has_value else written
        else:
            if not takes_value and word in parser.contexts:
                task = parser.contexts[word]
            flag = to_english(written)
            takes_value = bool(not (takes_value or has_value) and task and flag in task.flags and task.flags[flag].takes_value)
            named.append(word)
    return named[:-1]


def _write_field(option: str, value: str, task: ParserContext | None) -> list[str]:
    if not value:
        raise WrongWords(f"Valet {option} behöver ett värde: {option} VÄRDE", task.name if task else None)
    return [FIELD, f"{option.strip('-')}={value}"]


def _is_known(written: str, task: ParserContext) -> bool:
    flag = to_english(written)
    return flag in task.flags or flag in task.inverse_flags or flag in HELP_OPTIONS


def name_subjects(words: list[str], parser: Parser) -> list[str]:
    """Insert the option before a positional word of a task that may be about one thing."""
    named: list[str] = []
    task: ParserContext | None = None
    takes_value = False
    needed = 0
    """Positional arguments that the task needs before that word."""
    for word in words:
        subject = SUBJECTS.get(str(task.name)) if task else None
        if takes_value or word.startswith("-"):
            flag = to_english(word)
            takes_value = bool(not takes_value and task and flag in task.flags and task.flags[flag].takes_value)
        elif word in parser.contexts:
            task = parser.contexts[word]
            needed = len(task.positional_args)
        elif needed:
            needed -= 1
        elif subject and f"--{subject}" not in named:
            named.append(f"--{subject}")
        named.append(word)
    return named


def spell_in_english(word: str) -> str:
    """Return a word with an option's Swedish name replaced; its value is unchanged."""
    name, sign, value = word.partition("=")
    return to_english(name) + sign + value

"""Rewrites what was typed into words that Invoke takes: names in English, left-out words written out.

In: the words as they were typed, and the tasks as Invoke knows them. Out: words that say the same. Called by `usage.py`.
"""

from __future__ import annotations

from typing import Final

from invoke import Parser, ParserContext

from plugins.commands.start.options import SUBJECTS, to_english

FIELD: Final = "--field"
"""The option that takes any field of what a task makes."""
HELP_OPTIONS: Final = {"--help", "-h", "--hjalp", "--hjälp"}


class WrongWords(Exception):
    """What was wrong with the words, in Swedish, and the task whose options may help."""

    def __init__(self, message: str, task: str | None = None) -> None:
        super().__init__(message)
        self.task = task


def split_words(words: list[str]) -> tuple[list[str], list[str] | None]:
    """Part our words from what follows --, which belongs to another program; None if there is no --."""
    if "--" not in words:
        return words, None
    place = words.index("--")
    return words[:place], words[place + 1 :]


def name_fields(words: list[str], parser: Parser) -> list[str]:
    """Write an option that only what a task makes can know (`--ordning 9`) by the one that the task has (`--field ordning=9`)."""
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
    """Put the option before a word that stands alone after a task that may be about one thing."""
    named: list[str] = []
    task: ParserContext | None = None
    takes_value = False
    needed = 0
    """Words that the task needs before that one."""
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
    """Return a word with an option's Swedish name replaced, and its value left as it is."""
    name, sign, value = word.partition("=")
    return to_english(name) + sign + value

"""Parse the command line with Invoke, and report errors of usage in Swedish. Called by `tasks.py`.

Invoke reports errors in English, and not always for the word that was written. So the words are checked here first, against the
names and options that its parser has.
"""

from __future__ import annotations

import difflib
import re
import shlex
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from invoke import Argument, Collection, Exit, ParseError, Parser, ParserContext, ParseResult

from plugins.commands.start.options import OPTIONS, list_sort_options, meaning_of, names_of, to_english, value_of
from plugins.commands.start.plain_call import HIGHEST_PORT
from plugins.commands.start.usage_words import HELP_OPTIONS, WrongWords, name_fields, name_subjects, spell_in_english, split_words

HELP_WORDS: Final = {"help", "hjalp", "hjälp"}
PROJECT: Final = Path(__file__).resolve().parents[3]


def read_words(words: list[str], tasks: Collection) -> ParseResult | str:
    """Return what Invoke is to run, or the text that was asked for; raise `WrongWords` with the help of the task added."""
    parser = Parser(initial=ParserContext(), contexts=tasks.to_contexts())
    try:
        if words == ["--version"]:
            return read_version(PROJECT / "pyproject.toml")
        if asks_for_help(words):
            return describe(find_subject(words, parser), parser, tasks, words)
        return parse(words, parser)
    except WrongWords as error:
        raise WrongWords(f"{error}\n\n{describe(error.task, parser, tasks)}") from error


def read_version(settings: Path) -> str:
    """Return the project's name and version, from `pyproject.toml`."""
    project = tomllib.loads(settings.read_text("utf-8"))["project"]
    return f"{project['name']} {project['version']}"


def read_port(text: str) -> int:
    """Parse a port; raise `Exit` with status 2 for an invalid one."""
    if re.fullmatch("[0-9]{1,5}", text) and 1 <= int(text) <= HIGHEST_PORT:
        return int(text)
    message = f"Valet --port ska vara en port mellan 1 och {HIGHEST_PORT}, till exempel 8000. Här står ”{text}”."
    raise Exit(message, 2)


# --- What is to be run -----------------------------------------------------------------------------------


def parse(words: list[str], parser: Parser) -> ParseResult:
    """Check the words, and let Invoke parse them."""
    own, others = split_words(words)
    own = name_subjects(name_fields(own, parser), parser)
    check_words(own, parser)
    try:
        parsed = parser.parse_argv([spell_in_english(word) for word in own])
    except ParseError as error:  # a syntax that is new or gone in another version of Invoke
        task = error.context.name if error.context else None
        raise WrongWords(f"Jag förstår inte: {shlex.join(words)}", task) from error
    if others is not None:
        if "test" not in [context.name for context in parsed]:
            raise WrongWords("Bara uppgiften test tar emot något efter --.")
        # Invoke would join these words with plain spaces, which loses the user's quotes.
        parsed.remainder = shlex.join(others)
    return parsed


def check_words(words: Iterable[str], parser: Parser) -> None:
    """Raise `WrongWords` at the first word that Invoke would reject or misunderstand."""
    reader = WordReader(parser)
    for word in words:
        reader.hear(word)
    reader.end_task()


class WordReader:
    """Reads word by word as Invoke's parser does, and knows what may follow."""

    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.task: ParserContext | None = None
        self.called = ""
        """The task's name as it was written, in either language."""
        self.needed: list[Argument] = []
        """Positional arguments of the task that are still missing."""
        self.given: set[str] = set()
        self.waits: str | None = None
        """The option, as it was written, whose value must come next."""

    def hear(self, word: str) -> None:
        """Take the next word; raise `WrongWords` where it is wrong."""
        if self.waits is not None:
            self.take_value(self.waits, word)
        elif word.startswith("-"):
            self.hear_option(*word.partition("="))
        elif self.task is None:
            self.begin_task(word)
        elif self.needed:
            if not word:
                raise self.missing_subject()
            del self.needed[0]
        elif word in self.parser.contexts:
            self.begin_task(word)
        else:
            raise self.unknown_word(self.task, word)

    def hear_option(self, written: str, equals: str, value: str) -> None:
        """Take an option, with its value where that follows an equals sign."""
        if self.task is None:
            raise WrongWords(f"Skriv först en uppgift, till exempel bygg, och sedan {written}.")
        flag = to_english(written)
        if flag in self.task.flags:
            self.take_option(written, self.task.flags[flag])
            if equals:
                self.take_value(written, value)
        elif flag not in self.task.inverse_flags:
            raise self.unknown_option(self.task, written)

    def begin_task(self, word: str) -> None:
        """Take the name of a task; the task before it must be complete."""
        self.end_task()
        self.task, self.called = find_task(word, self.parser), word
        self.needed = list(self.task.positional_args)
        self.given = set()

    def take_option(self, written: str, argument: Argument) -> None:
        """Take the name of an option, whose value may follow."""
        assert self.task is not None
        name = argument.names[0]
        if argument.takes_value:
            if name in self.given and argument.kind is not list:
                raise WrongWords(f"Valet {written} står mer än en gång.", self.task.name)
            self.waits = written
        self.needed = [needed for needed in self.needed if needed is not argument]
        self.given.add(name)

    def take_value(self, written: str, value: str) -> None:
        """Take an option's value; raise where an option comes instead, which Invoke would accept as the value."""
        if self.waits is None:
            assert self.task is not None
            raise WrongWords(f"Valet {written} tar inget värde, men här står ”{value}”.", self.task.name)
        if not value or value.startswith("-"):
            raise self.missing_value()
        self.waits = None

    def end_task(self) -> None:
        """Raise where the task or its last option still lacks something."""
        if self.waits is not None:
            raise self.missing_value()
        if self.needed:
            raise self.missing_subject()

    def unknown_option(self, task: ParserContext, written: str) -> WrongWords:
        """Return the exception for an unknown option (with a single hyphen Invoke would read -port as -p -o -r -t)."""
        guess = guess_among("--" + written.strip("-"), names_of(task.flags))
        return WrongWords(f"Uppgiften {self.called} har inget val som heter {written}.{guess}", task.name)

    def unknown_word(self, task: ParserContext, word: str) -> WrongWords:
        """Return the exception for a word too many, with a guess: a task, an option or a name.

        A word with a capital letter is taken for a name.
        """
        options = {name.lstrip("-"): name for name in names_of(task.flags)}
        guess = guess_among(word, {name: name for name in task_names(self.parser)} | options)
        if "--name" in task.flags and (not guess or word != word.lower()):
            guess = f' Är det vad det ska heta? Skriv --{OPTIONS["name"].swedish} "{word}"'
        return WrongWords(f"Uppgiften {self.called} vet inte vad den ska göra med ”{word}”.{guess}", task.name)

    def missing_value(self) -> WrongWords:
        """Return the exception for an option without its value."""
        assert self.task is not None
        assert self.waits is not None
        option = OPTIONS[self.task.flags[to_english(self.waits)].names[0]]
        return WrongWords(f"Valet {self.waits} behöver ett värde: {self.waits} {option.value}", self.task.name)

    def missing_subject(self) -> WrongWords:
        """Return the exception for a task without a positional argument."""
        assert self.task is not None
        name = self.needed[0].names[0]
        meaning = meaning_of(str(self.task.name), name)
        return WrongWords(f"Uppgiften {self.called} behöver {OPTIONS[name].value}: {meaning}.", self.task.name)


def find_task(word: str, parser: Parser) -> ParserContext:
    """Return the task with a name, in either language; raise `WrongWords` for an unknown one."""
    if word not in parser.contexts:
        guess = guess_among(word, task_names(parser))
        raise WrongWords(f"Det finns ingen uppgift som heter ”{word}”.{guess}")
    return parser.contexts[word]  # type: ignore[no-any-return]  # Invoke's mapping says nothing of its values


def task_names(parser: Parser) -> list[str]:
    """Return the names of all tasks, in both languages."""
    return [name for context in parser.contexts.values() for name in [context.name, *context.aliases]]


def guess_among(word: str, known: Mapping[str, str] | Iterable[str]) -> str:
    """Return ”Menade du …?” with the known word that is most like this one; "" where none is. A mapping gives how each is
    written.
    """
    near = difflib.get_close_matches(word.lower(), known, n=1)
    return f" Menade du {known[near[0]] if isinstance(known, Mapping) else near[0]}?" if near else ""


# --- Help ------------------------------------------------------------------------------------------------


def asks_for_help(words: list[str]) -> bool:
    """Return whether help is asked for: by no words, by the word, or by an option before `--`."""
    own, _ = split_words(words)
    return not own or own[0] in HELP_WORDS or not HELP_OPTIONS.isdisjoint(own)


def find_subject(words: list[str], parser: Parser) -> str | None:
    """Return the task that help is asked for; None for all."""
    names = [word for word in split_words(words)[0] if not word.startswith("-") and word not in HELP_WORDS]
    return find_task(names[0], parser).name if names else None


def describe(task: str | None, parser: Parser, tasks: Collection, words: Iterable[str] = ()) -> str:
    """Return the help: all tasks with a line each, or one task with its options; those of a sort of thing if `words` name it."""
    if task is None:
        rows = [f"  {swedish_name(c):15} {c.name:11} {summary(c, tasks)}" for c in parser.contexts.values()]
        return "\n".join(
            [
                "Så här skriver du: python3 tasks.py UPPGIFT [VAL]",
                "",
                *rows,
                "",
                "Det engelska namnet går lika bra. Valen för en uppgift: python3 tasks.py bygg --hjalp",
            ]
        )
    context = find_task(task, parser)
    subjects = [argument.names[0] for argument in context.positional_args]
    values = "".join(f" {OPTIONS[name].value}" for name in subjects)
    lines = [f"python3 tasks.py {swedish_name(context)}{values}, eller {context.name}{values}", summary(context, tasks)]
    if subjects:
        lines += ["", *(f"  {OPTIONS[name].value:24} {meaning_of(str(context.name), name)}" for name in subjects)]
    if context.flags:
        lines += ["", "Val:"]
    own = {name: OPTIONS[name].swedish or name for name, argument in context.args.items() if not argument.positional}
    for name, swedish in own.items():
        option = f"--{swedish} {value_of(str(context.name), name)}".rstrip()
        lines.append(f"  {option:24} {meaning_of(str(context.name), name)}")
    for sort in words if "kind" in subjects else ():
        if fields := list_sort_options(sort):
            lines += ["", f"Fält ({sort}), till exempel {fields[0][0]} VÄRDE:", *(f"  {name:24} {hint}" for name, hint in fields)]
    english = [f"--{name}" for name in own if OPTIONS[name].swedish]
    if english:
        lines += ["", f"De engelska namnen går lika bra: {', '.join(english)}"]
    return "\n".join(lines)


def swedish_name(context: ParserContext) -> str:
    """Return the Swedish name of a task, in ASCII."""
    return str(next(iter(context.aliases), context.name))


def summary(context: ParserContext, tasks: Collection) -> str:
    """Return the first line of a task's docstring."""
    return str(tasks[context.name].__doc__).splitlines()[0]

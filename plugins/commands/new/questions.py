"""Questions at the keyboard, and validation of the answers. Called by `commands.new.task` and its sorts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from plugins.commands.new.sort import AnswerMissing, Ask, Wish
from plugins.commands.reporting.speak import say
from plugins.core.kinds.days import DAY, find_day
from plugins.core.kinds.keys import Key
from plugins.core.kinds.kind import Kind, KindError
from plugins.core.library import Library
from plugins.core.marks.known import Known
from plugins.core.models.model import UNKNOWN, FieldInfo
from plugins.core.models.stand_ins import hide_stand_ins
from plugins.core.places import SourceFile
from plugins.core.source.sources import Text, text_of_lines
from plugins.core.swedish import compare_key, join_words, quote, slugify
from plugins.local_goals.model import LocalGoal

T = TypeVar("T")

NO_ANSWER: Final = "Här behövs ett svar. Vill du avbryta: tryck Ctrl-C."


def settle(given: str, question: str, check: Callable[[str], T], ask: Ask | None, unsaid: str, meant: str | None = None) -> T:
    """Return what `check` makes of the option `given`, or of the first answer to `question` that it accepts.

    `unsaid` is the message where nobody can be asked. Raises `AnswerMissing`, as `check` does. After an answer that was nearly
    right, an empty line accepts the suggestion; `meant` is one from the start.
    """
    if given:
        return check(given)
    if ask is None:
        raise AnswerMissing(unsaid)
    while True:
        line = ask(f"Tryck Enter för {meant}, eller skriv något annat:" if meant else question)
        if not line:
            raise KeyboardInterrupt  # Ctrl-D, or the end of a file
        try:
            return check(line.strip() or meant or "")
        except AnswerMissing as wrong:
            say(str(wrong))
            meant = wrong.suggestion


def name_after(name: str, what: str, option: str, question: str, check: Callable[[str], T], ask: Ask | None) -> T:
    """Return what `check` makes of a name as a slug or, where that is empty or refused, of the answer to `question`.

    `what` is what is named, in the definite form; `option` is an example (`--fil sida-1`). Raises `AnswerMissing` where nobody
    is asked.
    """
    try:
        if slugify(name):
            return check(slugify(name))
        message = f"{what} skrivs med bokstäverna a till z, och {quote(name)} har ingen sådan."
        raise AnswerMissing(message if ask else f"{message} Hitta på ett: {option}")
    except AnswerMissing as wrong:
        if ask is None:
            raise
        say(str(wrong))
        return settle("", question, check, ask, "", wrong.suggestion)


def offer(given: str, question: str, check: Callable[[str], T], ask: Ask | None) -> T | None:
    """Return what `check` makes of the option `given` or the answer; None for an empty answer, or where nobody is asked."""
    if not given and ask is None:
        return None
    return settle(given, f"{question} (tryck Enter om du inte vet):", lambda line: check(line) if line else None, ask, "")


def choose_goal(wish: Wish, library: Library, ask: Ask | None) -> str:
    """Return the number of the goal that was given or answered."""
    goals = [hide_stand_ins(f"{goal.number} {goal.title.typed!s}") for goal in library.all(LocalGoal)]
    return choose(wish.goal, "Vilket lokalt mål", goals, library.known(LocalGoal), ask, "--mal")


def choose(given: str, question: str, among: list[str], known: Known[Any], ask: Ask | None, option: str) -> str:
    """Return a reference to one of `known`, given or answered; `among` are the choices in words."""
    if not among:
        raise AnswerMissing(f"{question}? Det finns inget att välja på än.")

    def check(written: str) -> str:
        if not written:
            raise AnswerMissing(NO_ANSWER)
        named = written.split(maxsplit=1)[0] if written in among and known.things.get(written.split(maxsplit=1)[0]) else written
        return check_reference(known, named)

    listing = f"{question}: {join_words(among, 'eller')}?"
    return settle(given, listing, check, ask, f"{listing} Skriv till exempel {option} {among[0].split()[0]}.")


def check_reference(known: Known[Any], written: str) -> str:
    """Return the reference; raise `AnswerMissing` where it refers to nothing."""
    problem = next(iter(known.check_exists(Key(_as_text(written), compare_key(written)))), None)
    if problem is not None:
        raise AnswerMissing(_explain(problem.message, problem.suggestion, problem.help), problem.suggestion)
    return written


def refuse_several(info: FieldInfo, known: Known[Any], written: str) -> None:
    """Raise `AnswerMissing` where one value refers to several records: the option is to be repeated."""
    several = known.find_row(Key(_as_text(written), compare_key(written)))
    if info.is_list and len(several) > 1:
        how = " ".join(f"--{slugify(info.swedish)} {one}" for one in several)
        raise AnswerMissing(f"{quote(written)} är flera. Skriv valet en gång för varje: {how}")


def check_value(kind: Kind) -> Callable[[str], str]:
    """Return a function that raises `AnswerMissing` for a value that a field of this kind does not accept."""

    def check(written: str) -> str:
        try:
            if written != UNKNOWN:
                kind.parse(_as_text(written))
        except KindError as wrong:
            raise AnswerMissing(_explain(wrong.message, wrong.right, wrong.help), wrong.right) from None
        return written

    return check


def check_last_day(first_day: str) -> Callable[[str], str]:
    """Return a function that raises `AnswerMissing` for a last day before the first."""

    def check(written: str) -> str:
        check_value(DAY)(written)
        first, last = find_day(first_day), find_day(written)
        if first and last and last < first:
            raise AnswerMissing(f"Avtalet kan inte sluta {written}, innan det börjar {first_day}. Skriv en senare dag.")
        return written

    return check


def _as_text(written: str) -> Text:
    return text_of_lines(SourceFile(Path(), written), 1, written)


def _explain(message: str, right: str | None, help_lines: Sequence[str]) -> str:
    return " ".join([message, *([f"Menade du {right}?"] if right else []), *help_lines])


def ask_at_keyboard() -> Ask | None:
    """Return a function that asks; None where stdin is not a terminal."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None

    def ask(question: str) -> str:
        sys.stderr.write(f"{question} ")
        sys.stderr.flush()
        return sys.stdin.readline()

    return ask

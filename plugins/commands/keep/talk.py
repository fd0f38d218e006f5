"""The dialogue of `save`, `fetch` and `undo`: who saves, what was fetched, and conflicts.

Asks at the keyboard; what needs an answer is printed on stdout, the rest on stderr.
"""

from __future__ import annotations

import contextlib
import getpass
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from plugins.commands.new.questions import ask_at_keyboard
from plugins.commands.new.sort import Ask
from plugins.commands.process.failure import PROJECT
from plugins.commands.reporting.speak import say, show
from plugins.commands.runs.delivery_options import WITHDRAWN
from plugins.core.swedish import quote
from plugins.keeping.changes import ContentChange, describe_changes
from plugins.keeping.choices import ALL, Choices, Conflict, Side
from plugins.keeping.errors import HistoryError
from plugins.keeping.past import last_by
from plugins.keeping.saving import Archive, Person

MOST_LINES: Final = 12
"""Most lines of a text to show for each side."""


class WrongChoice(Exception):
    """The option --choose cannot be parsed; the message says how to write it, in Swedish."""


@dataclass
class Talk:
    """Asks the editor, where there is a terminal, and has the answers given by options."""

    task: str
    """The task to run again, by its Swedish name."""
    chosen: Mapping[str, Side] = field(default_factory=dict)
    ask: Ask | None = field(default_factory=ask_at_keyboard)
    has_codes: bool = True
    """Saved changes are referred to by their codes; False on a page, which has buttons instead."""

    def person(self, archive: Archive, given: str | None) -> Person:
        """Return who saves: from the option, the configuration of git, the answer, or the name of the computer's user."""
        if given:
            return archive.remember(given)
        known = archive.person()
        if known is not None:
            return known
        if self.ask is not None:
            say("Den som läser historiken vill veta vem som har ändrat vad.")
            answer = self.ask("Vad heter du?").strip()
            if answer:
                return archive.remember(answer)
        try:
            name = getpass.getuser()
        except (OSError, KeyError, ImportError):
            name = "okänd"
        say(f"Ändringen sparas i namnet {quote(name)}, som datorn kallar dig.")
        say('Ditt eget namn skriver du så: python3 tasks.py spara --av "Anna Andersson"')
        return archive.remember(name)

    def settle(self, archive: Archive, work: Callable[[Choices], object]) -> tuple[object, Choices]:
        """Do something that may have conflicts; ask until all are resolved, or leave them open where there is no terminal."""
        chosen = dict(self.chosen)
        while True:
            choices = Choices(chosen)
            done = work(choices)
            if not choices.open or self.ask is None:
                return done, choices
            for conflict in choices.open:
                show(format_conflict(conflict, their_name(archive, conflict)))
                chosen[conflict.code] = self._choose(their_name(archive, conflict))

    def _choose(self, theirs: str) -> Side:
        assert self.ask is not None
        while True:
            answer = self.ask(f"Skriv 1 för ditt eller 2 för {theirs}:")
            if not answer:
                raise KeyboardInterrupt
            if answer.strip() in ("1", "2"):
                return Side(int(answer))
            say("Skriv 1 eller 2. Vill du avbryta: tryck Ctrl-C. Då är ingenting ändrat.")

    def present_conflicts(self, archive: Archive, choices: Choices) -> None:
        """Print both texts of every open conflict, and how to choose."""
        for conflict in choices.open:
            show(format_conflict(conflict, their_name(archive, conflict)))
        codes = ",".join(f"{conflict.code}=1" for conflict in dict.fromkeys(choices.open))
        one = len(choices.open) == 1
        show(
            f"{'På ett ställe' if one else f'På {len(choices.open)} ställen'} har ni ändrat samma sak, och du behöver välja.\n"
            f"Skriv så här, med 1 där ditt ska gälla och 2 där det andra ska gälla:\n"
            f"    python3 tasks.py {self.task} --valj {codes}\n"
            "Inget är ändrat än, och allt du har sparat finns kvar."
        )


def read_choices(written: str | None) -> dict[str, Side]:
    """Parse `--choose`: `1` or `2` for all conflicts, or `7c1a=1,90bd=2`."""
    chosen: dict[str, Side] = {}
    for word in filter(None, re.split(r"[,; ]+", written or "")):
        code, _, number = word.rpartition("=")
        if number not in ("1", "2") or (code and not re.fullmatch(r"[0-9a-f]{4}", code)):
            raise WrongChoice(f"Valet --valj ska vara 1 eller 2, eller som 7c1a=1,90bd=2. Här står ”{written}”.")
        chosen[code or ALL] = Side(int(number))
    return chosen


def their_name(archive: Archive, conflict: Conflict) -> str:
    """Return the author of the other text, in the genitive: "Bertils", or "det andra"."""
    shared = archive.repository.upstream
    name = last_by(archive, conflict.path, shared, archive.repository.head) if shared else ""
    return f"{name}{'' if name.endswith(('s', 'x', 'z')) else 's'}" if name else "det andra"


def format_conflict(conflict: Conflict, theirs: str) -> str:
    """Return both texts of a conflict, one under the other."""
    rows = [f"content/{conflict.path}: {conflict.what}"]
    for label, text in (("1. Ditt:", conflict.mine), (f"2. {theirs[:1].upper()}{theirs[1:]}:", conflict.theirs)):
        rows.append(f"  {label}")
        lines = ["(borttaget)"] if text is None else text.rstrip("\n").split("\n")
        rows += [f"      {line}" for line in lines[:MOST_LINES]]
        rows += [f"      … och {len(lines) - MOST_LINES} rader till"] if len(lines) > MOST_LINES else []
    return "\n".join(rows)


def print_brought(brought: Sequence[ContentChange], beside: Sequence[str]) -> None:
    """Print what others have changed; `beside` are the files outside the content that came too."""
    if brought:
        say(f"Hämtat från dina kollegor: {lower(describe_changes(brought))}.")
    if any(PurePosixPath(path).name == WITHDRAWN for path in beside):
        say(f"Hämtat: listan över det som är borttaget från webbplatsen är ändrad ({WITHDRAWN}).")
    if any(PurePosixPath(path).name != WITHDRAWN for path in beside) and not brought:
        say("Hämtat: en förnyelse av programmet.")


def lower(sentence: str) -> str:
    """Return a sentence for use after a colon."""
    return sentence[:1].lower() + sentence[1:]


def show_error(error: HistoryError) -> int:
    """Print why something could not be done, and write git's own message to a file for a developer; return the exit status."""
    if error.details:
        with contextlib.suppress(OSError):
            (PROJECT / ".cache").mkdir(exist_ok=True)
            (PROJECT / ".cache" / "senaste-fel.txt").write_text(error.details, "utf-8")
    show(str(error))
    return 1

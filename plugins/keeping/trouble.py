"""The exception that stops a save or a share, with its reason told to an editor.

In: git's words on stderr. Out: Swedish, with what to do, from `git_answers.yaml`. Called by the rest of `plugins.keeping`, and by
the tasks that save and share.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from plugins.core.answers import find_answer


class Trouble(Exception):
    """A save, fetch or undo cannot be done; the text says why and what to do, in Swedish."""

    def __init__(self, message: str, code: str = "spara", details: str = "") -> None:
        super().__init__(message)
        self.code = code
        """What sort of trouble it is, for those who can go on without: `saknas`, `inget-arkiv`, `offline`, `efter`, ..."""
        self.details = details
        """The program's own words, for a developer."""


ANSWERS: Final = Path(__file__).with_name("git_answers.yaml")


def explain(said: str) -> Trouble:
    """Return what git's words on stderr mean, in Swedish and without a word of git's."""
    answer = find_answer(ANSWERS, said)
    if answer is not None:
        return Trouble(answer.means, answer.code, said)
    message = "Något gick fel när ändringarna skulle sparas eller hämtas. Allt du har skrivit ligger kvar i filerna."
    return Trouble(message, "okant", said)

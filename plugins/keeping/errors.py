"""The exception for a save, fetch or undo that failed, with git's errors explained in Swedish (`git_answers.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from plugins.core.answers import find_answer


class HistoryError(Exception):
    """A save, fetch or undo cannot be done; the message says why and what to do, in Swedish."""

    def __init__(self, message: str, code: str = "spara", details: str = "") -> None:
        super().__init__(message)
        self.code = code
        """The cause, for callers that can go on: `saknas`, `inget-arkiv`, `offline`, `efter`, ..."""
        self.details = details
        """Git's own message, for a developer."""


ANSWERS: Final = Path(__file__).with_name("git_answers.yaml")


def explain(said: str) -> HistoryError:
    """Return the exception for git's message on stderr, explained in Swedish without a term of git's."""
    answer = find_answer(ANSWERS, said)
    if answer is not None:
        return HistoryError(answer.means, answer.code, said)
    message = "Något gick fel när ändringarna skulle sparas eller hämtas. Allt du har skrivit ligger kvar i filerna."
    return HistoryError(message, "okant", said)

"""What a form shows, and what is told when it has been taken.

In: nothing. Out: `FormView`, `SavedForm`. Made by `editing.show` and `editing.take`, rendered by `editing.page`.
"""

from __future__ import annotations

from typing import Final

from plugins.core.dataclass import dataclass
from plugins.editing.fields import FormField, Option

DIGEST: Final = "fingeravtryck"
TOKEN: Final = "nyckel"
IS_RIGHT: Final = "stammer"
ACTION: Final = "gor"
MOVE_TO: Final = "flytta-till"
RECORD: Final = "post"
FILE_NAME: Final = "filnamn"
BODY: Final = "brodtext"
PROOF_OF: Final = "av"
"""Names of a form's own fields; no model has fields of these names."""
UNCHANGED: Final = "Inget var ändrat."
"""What is told where a form was sent as it was."""
SAVE: Final = "spara"
BEGIN: Final = "oversatt"
"""Begin a translation."""
LANGUAGE: Final = "sprak"
LOOK: Final = "visa"
REMOVE: Final = "ta-bort"
MOVE: Final = "flytta"
"""What a form may ask for; `fler`, `bort` and `upp` change a list in it, and show it again."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong at a field, in the words of the check."""

    field: str
    """Name of the field in the form; empty where it is about the whole."""
    message: str
    help: tuple[str, ...]
    is_error: bool
    where: str
    """File and line, for what stands elsewhere: `content/mal/mal-1.md, rad 3`."""
    lead: str = ""
    """What leads to its form: `fil=content%2Fmal%2Fmal-1.md&rad=3`."""


@dataclass(frozen=True, slots=True)
class StalePart:
    """A part of an original that has changed since it was translated."""

    name: str
    """`avsnittet ”Det här gör vi idag”`."""
    before: str | None
    """The lines that differ, as they were; None where nobody knows."""
    now: str


@dataclass(frozen=True, slots=True)
class StaleTranslation:
    """What of its original a translation may not say any more."""

    since: str
    """The day of the translation; empty where nobody knows what it was made of."""
    parts: tuple[StalePart, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as it is shown."""

    title: str
    what: str
    """What is edited: `partnern`."""
    path: str
    """Address of the form, from `/redigera/`."""
    file: str
    record: str
    """What the record is called in the file, so that it is found again where others have moved."""
    digest: str
    fields: tuple[FormField, ...]
    body: str | None
    problems: tuple[FieldProblem, ...] = ()
    refused: str = "Det gick inte att spara än"
    """What stands over the problems that stop it."""
    conflict: tuple[tuple[str, str, str], ...] = ()
    """Where the file has changed meanwhile: field, what stands there now, what was typed here."""
    others: tuple[str, ...] = ()
    """Files that a record can be moved to."""
    can_remove: bool = False
    is_new: bool = False
    asks_file_name: bool = False
    page: str = ""
    """Address of the page on the site where it is seen."""
    insertables: tuple[Option, ...] = ()
    """What can be set into a text: marks and links, each with what it stands for."""
    stale: StaleTranslation | None = None
    """What the form says of a translation whose original has changed."""
    untold: tuple[tuple[str, str], ...] = ()
    """Languages that its file has no translation in: code, and what each is called."""
    proof: str = ""
    """What a draft to mail can be made of: a page's address, or a partner's name; empty where there is none."""

    @property
    def can_look(self) -> bool:
        """Tell whether there is, or may be, a page to be seen before it is saved."""
        return bool(self.page) or self.is_new

    @property
    def errors(self) -> tuple[FieldProblem, ...]:
        """What stops it from being saved."""
        return tuple(problem for problem in self.problems if problem.is_error)

    def problems_at(self, name: str) -> tuple[FieldProblem, ...]:
        """Return what is wrong at a field, or within it where no part of it has a field of its own."""
        return tuple(problem for problem in self.problems if problem.field == name)


@dataclass(frozen=True, slots=True)
class SavedForm:
    """What the editor is told after a form was saved."""

    words: str
    """In a sentence: `Norra & Södra är sparad.`"""
    path: str
    """The form to show next; empty: the list."""
    warnings: tuple[FieldProblem, ...] = ()

"""The views of the editing pages: a form, its problems, and the result of saving it.

Made by `editing.show` and `editing.take`, rendered by `editing.page`.
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
"""The message when a form was saved without changes."""
SAVE: Final = "spara"
BEGIN: Final = "oversatt"
"""Start a translation."""
LANGUAGE: Final = "sprak"
LOOK: Final = "visa"
REMOVE: Final = "ta-bort"
MOVE: Final = "flytta"
"""Actions of a form; there are also `fler`, `bort` and `upp`, which change a list in it and show the form again."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A problem at a field of a form, as the check words it."""

    field: str
    """Name of the field; empty if the problem is about the whole form."""
    message: str
    help: tuple[str, ...]
    is_error: bool
    where: str
    """File and line of a problem in another file or record: `content/mal/mal-1.md, rad 3`."""
    lead: str = ""
    """The query that leads to its form: `fil=content%2Fmal%2Fmal-1.md&rad=3`."""


@dataclass(frozen=True, slots=True)
class StalePart:
    """A part of an original that has changed since it was translated."""

    name: str
    """What it is called: `avsnittet ”Det här gör vi idag”`."""
    before: str | None
    """The lines that differ, as they were when translated; None if they are unknown."""
    now: str


@dataclass(frozen=True, slots=True)
class StaleTranslation:
    """The parts of an original that a translation may be out of date with."""

    since: str
    """Day of the translation; empty if the original's text of that day is unknown."""
    parts: tuple[StalePart, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as it is shown."""

    title: str
    what: str
    """The word for what is edited: `partnern`."""
    path: str
    """Address of the form, relative to `/redigera/`."""
    file: str
    record: str
    """Name of the record, by which it is found again if records have been added or removed before it."""
    digest: str
    fields: tuple[FormField, ...]
    body: str | None
    problems: tuple[FieldProblem, ...] = ()
    refused: str = "Det gick inte att spara än"
    """Heading of the problems that stop the action."""
    conflict: tuple[tuple[str, str, str], ...] = ()
    """Fields changed both in the form and in the file: label, value in the file, submitted value."""
    others: tuple[str, ...] = ()
    """Files that a record can be moved to."""
    can_remove: bool = False
    is_new: bool = False
    asks_file_name: bool = False
    page: str = ""
    """Address of the page that shows it; empty if none does."""
    has_headings: bool = True
    """Whether texts in it may have headings."""
    insertables: tuple[Option, ...] = ()
    """Marks and links that can be inserted into a text, each with a description."""
    stale: StaleTranslation | None = None
    """Set for a translation whose original has changed."""
    untranslated: tuple[tuple[str, str], ...] = ()
    """Languages that it is not translated into yet: code and name."""
    proof: str = ""
    """What a proof for mailing can be made of: a page's address or a partner's name; empty if nothing."""

    @property
    def can_preview(self) -> bool:
        """Return whether unsaved changes can be previewed: it has a page, or is new."""
        return bool(self.page) or self.is_new

    @property
    def errors(self) -> tuple[FieldProblem, ...]:
        """Return the problems that prevent saving."""
        return tuple(problem for problem in self.problems if problem.is_error)

    def problems_at(self, name: str) -> tuple[FieldProblem, ...]:
        """Return the problems at the field `name`."""
        return tuple(problem for problem in self.problems if problem.field == name)


@dataclass(frozen=True, slots=True)
class SavedForm:
    """The result of saving a form."""

    words: str
    """The message, a sentence: `Norra & Södra är sparad.`"""
    path: str
    """The form to show next; empty for the list."""
    warnings: tuple[FieldProblem, ...] = ()

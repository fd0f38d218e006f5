"""Field kinds: how the text of a field is parsed.

A kind takes a `Text` as the editor wrote it and returns a typed value, or raises `KindError` with a message for the editor.
Parsing is strict: pydantic's own `int`, `date` and `bool` would accept `1_000` or `1735689600`. Called by pydantic, through the
annotations of the models' fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from plugins.core.dataclass import dataclass
from plugins.core.invisible import HELP, WIDTHLESS, clean, explain, without_fixed_spaces
from plugins.core.source.sources import Text
from plugins.core.swedish import quote


class KindError(ValueError):
    """An invalid value, with a message for the editor; `right` is the corrected value, if it can be guessed.

    `without` says how to do without the value, in a field that may be left out; `at` is the offset of the mistake in the value.
    """

    def __init__(
        self,
        message: str,
        *help_lines: str,
        code: str = "fel-varde",
        right: str | None = None,
        without: str = "",
        at: int = 0,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.help = help_lines
        self.code = code
        self.right = right
        self.without = without
        self.at = at


Target = Literal["web", "page", "file"]
"""Another site, a page of this site, or a file of `content/` that is published unchanged."""


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: kinds with the same parser may be checked differently
class Kind:
    """A type of field: its name in the handbook, and how its text is parsed."""

    name: str
    parse: Callable[[Text], Any]
    example: str
    """A valid value; empty where only the rest of the content determines which values are valid."""
    hint: str = ""
    """How such a value is written, for the forms and the field tables; in Swedish."""
    is_text: bool = False
    """Whether it is a line or a text, in which `#` begins no comment."""
    is_line: bool = False
    """Whether it is a line: words without Markdown."""
    has_prose: bool = True
    """Whether it may contain sentences of the site's own, which the language check reads; False for names and values."""
    is_name: bool = False
    """Whether it is a name, written as its owner writes it, and compared with the site's other names."""
    stands_alone: bool = False
    """Whether it contains no link, mark or file, and names nothing: no change to it can break anything else, so the forms save it
    without checking every page."""
    leads_to: tuple[Target, ...] = ()
    """What an address of this kind may lead to; links are checked accordingly in every field of the kind."""
    is_quoted: bool = False
    """Whether it quotes somebody, so that the language check leaves it alone."""
    options: tuple[str, ...] = ()
    """The accepted words, if the kind accepts only certain words."""
    guesses: bool = True
    """Whether the value without surrounding punctuation is suggested when that is valid."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Make pydantic call `parse`, and report a `KindError` at the place of the field."""
        return core_schema.no_info_plain_validator_function(self._validate)

    def _validate(self, value: Any) -> Any:
        if not isinstance(value, Text):
            raise PydanticCustomError("kind", "not a single value", {"error": NOT_ONE_VALUE})
        if not self.is_text and (hidden := self._find_hidden(value)):
            raise PydanticCustomError("kind", "hidden sign", {"error": hidden})
        try:
            if not self.is_text:
                _check_length(value.value)
            return self.parse(value)
        except KindError as error:
            right = error.right or (self._bare(value) if self.guesses else None)
            if right is not None and right != "saknas" and not self._takes(value, right):
                right = None  # a suggestion that is itself invalid would not help
            error.right = right
            raise PydanticCustomError("kind", "wrong value", {"error": error}) from None

    def _find_hidden(self, value: Text) -> KindError | None:
        """Return the error for a value with invisible characters, or with a fixed space that makes it invalid; else None."""
        cleaned = clean(value.value)
        if cleaned == value.value:
            return None
        ways = [way for way in (cleaned, clean(without_fixed_spaces(value.value))) if self._takes(value, way)]
        if not WIDTHLESS.search(value.value) and (not ways or self._takes(value, value.value)):
            return None
        cleaned = next(iter(ways), cleaned)
        return KindError(explain(value.value), HELP, code="osynligt-tecken", right=cleaned)

    def _bare(self, value: Text) -> str | None:
        """Return the value without the punctuation around it, if it is valid without; else None."""
        bare = value.value.strip(" .,;:!\"'”“„’«»<>()[]")
        return bare if self._takes(value, bare) else None

    def _takes(self, value: Text, written: str) -> bool:
        """Return whether a value would be valid if it were written like this."""
        try:
            _check_length(written)
            self.parse(Text(written, value.source, value.spans))
        except KindError:
            return False
        return True


LONGEST_VALUE = 2000
"""The most characters of a value that is neither a line nor a text: about the longest web address browsers support."""


def _check_length(written: str) -> None:
    """Raise `KindError` for a long value, so that no parser has to handle one."""
    if len(written) > LONGEST_VALUE:
        message = f"{quote(written, 40)} är {len(written)} tecken långt, och ett sådant värde är kort."
        raise KindError(message, f"Det får vara högst {LONGEST_VALUE} tecken.")


NOT_ONE_VALUE = KindError("Här ska stå ett enda värde.", "Skriv det efter fältets namn och kolonet, på samma rad.")


def find_several(written: str) -> tuple[str, ...]:
    """Return the values of a line on which an editor has written several; a single one is returned unchanged."""
    parts = re.split(r"(?:(?<!\s)\s+)?[,;&/]\s*|(?<!\s)\s+(?:och|samt)\s+", written.strip(" []()"))
    return tuple(part for part in parts if part)


ONE_EACH = "Skriv ett i taget. I en lista får vart och ett en egen rad, som börjar med ett bindestreck och ett mellanslag."

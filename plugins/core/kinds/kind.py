"""Field kinds: how the text of a field becomes a value.

Stage: check. In: a `Text` as the editor wrote it. Out: a typed value, or a `KindError` with the sentence for the
editor. Patterns are exact: pydantic's own `int`, `date` and `bool` would take `1_000` or `1735689600`.
Called by pydantic, through the annotations of the models' fields.
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
    """What is wrong with a value, for the editor; `right` is the value as it should be written.

    `without` is how to do without the value, in a field that may be left out; `at` where in the value it is.
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
"""Another site, something of this site, or a file of `content/` that is published as it is."""


@dataclass(frozen=True, slots=True, eq=False)  # a kind is itself alone: two that are read alike may be judged differently
class Kind:
    """A sort of field: its name in the handbook, and how its text is read."""

    name: str
    parse: Callable[[Text], Any]
    example: str
    """A value that it takes; "" where only the rest of the content can say which it takes."""
    hint: str = ""
    """How such a value is written, for the forms and the tables of fields; in Swedish."""
    is_text: bool = False
    """A line or a text, in which `#` begins no comment."""
    is_line: bool = False
    """A line: words without Markdown."""
    has_prose: bool = True
    """Sentences of the site's own may stand there, which the check of the language reads; False for names and values."""
    is_name: bool = False
    """A name, written as its owner writes it, and compared with the site's other names."""
    stands_alone: bool = False
    """It holds no link, mark or file, and is no name of anything: whatever it becomes, nothing else is broken by it, and the
    forms save a change of it without trying every page."""
    leads_to: tuple[Target, ...] = ()
    """What an address of the kind may lead to; by that it is judged as a link wherever a field has one."""
    is_quoted: bool = False
    """Words that somebody has said, which are left as they were said."""
    options: tuple[str, ...] = ()
    """The words that it takes, where it takes only some given ones."""
    guesses: bool = True
    """What is right without the signs around it is suggested."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic call `parse` and carry a `KindError` to the place of the field."""
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
                right = None  # a line to write that leads to the next error is none
            error.right = right
            raise PydanticCustomError("kind", "wrong value", {"error": error}) from None

    def _find_hidden(self, value: Text) -> KindError | None:
        """A value has no sign that cannot be seen, nor a fixed space that makes it another."""
        cleaned = clean(value.value)
        if cleaned == value.value:
            return None
        ways = [way for way in (cleaned, clean(without_fixed_spaces(value.value))) if self._takes(value, way)]
        if not WIDTHLESS.search(value.value) and (not ways or self._takes(value, value.value)):
            return None
        cleaned = next(iter(ways), cleaned)
        return KindError(explain(value.value), HELP, code="osynligt-tecken", right=cleaned)

    def _bare(self, value: Text) -> str | None:
        """Return the value without the quotation marks or the full stop around it, where it is right without."""
        bare = value.value.strip(" .,;:!\"'”“„’«»<>()[]")
        return bare if self._takes(value, bare) else None

    def _takes(self, value: Text, written: str) -> bool:
        """Tell whether a value would be right if it were written so."""
        try:
            _check_length(written)
            self.parse(Text(written, value.source, value.spans))
        except KindError:
            return False
        return True


LONGEST_VALUE = 2000
"""Most characters of a value that is neither a line nor a text: browsers take web addresses that are about as long."""


def _check_length(written: str) -> None:
    """A day, a number or an address is short: what reads it need not be made for more."""
    if len(written) > LONGEST_VALUE:
        message = f"{quote(written, 40)} är {len(written)} tecken långt, och ett sådant värde är kort."
        raise KindError(message, f"Det får vara högst {LONGEST_VALUE} tecken.")


NOT_ONE_VALUE = KindError("Här ska stå ett enda värde.", "Skriv det efter fältets namn och kolonet, på samma rad.")


def find_several(written: str) -> tuple[str, ...]:
    """Return the values of a line on which an editor has put several; one alone is returned as it is."""
    parts = re.split(r"(?:(?<!\s)\s+)?[,;&/]\s*|(?<!\s)\s+(?:och|samt)\s+", written.strip(" []()"))
    return tuple(part for part in parts if part)


ONE_EACH = "Skriv ett i taget. I en lista får vart och ett en egen rad, som börjar med ett bindestreck och ett mellanslag."

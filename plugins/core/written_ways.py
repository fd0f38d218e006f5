"""Find the telephone numbers and e-mail addresses in a text, for every rule that needs them.

Yields each as it is written and as it is compared with those of a register.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.dataclass import dataclass
from plugins.core.kinds.kind import KindError
from plugins.core.kinds.telephone import read_telephone

_NUMBER = re.compile(r"[+0](?<![\w+@/.,-][+0])[0-9](?:[ \u00a0\u202f()./\u2010-\u2015-]{0,3}[0-9]){5,14}(?![\w@])")
_MAY_CALL = re.compile(r"[+0][0-9]")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WrittenWay:
    """A telephone number or e-mail address in a text."""

    written: str
    start: int
    """Its offset in the text."""
    key: str
    """What it is compared by: the `link` of a number, `email_key` of an address."""


def find_written_ways(value: str) -> Iterator[WrittenWay]:
    """Yield each valid telephone number, then each e-mail address; comments are skipped."""
    value = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), value)
    for found in _NUMBER.finditer(value) if _MAY_CALL.search(value) else ():
        try:
            yield WrittenWay(found[0], found.start(), read_telephone(found[0]).link)
        except KindError:
            continue
    for found in _EMAIL.finditer(value) if "@" in value else ():
        yield WrittenWay(found[0], found.start(), email_key(found[0].rstrip(".-")))


def email_key(address: str) -> str:
    """Return the form in which e-mail addresses are compared."""
    return address.casefold()

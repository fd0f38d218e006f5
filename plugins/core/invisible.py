"""Invisible characters: those without width, and those that look like a space but are not.

Finds them, removes them, or replaces them by their code points (`<U+200B>`), so that a message never shows two lines that look
the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

UNWRITABLE_SIGNS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
"""Characters that nobody types: control characters, bidi overrides, surrogates, private use, noncharacters.
U+0085 and U+2028/9 are not among them: they become spaces."""
_WIDTHLESS_SIGNS = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
"""Default ignorable code points (Unicode, DerivedCoreProperties.txt) that get pasted along with text."""
FIXED_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
"""Characters that look like an ordinary space."""

WIDTHLESS = re.compile(f"[{_WIDTHLESS_SIGNS}]")
_UNSEEN = re.compile(f"[{_WIDTHLESS_SIGNS}{UNWRITABLE_SIGNS}]")
_UNSEEN_AND_SPACES = re.compile(f"[{_WIDTHLESS_SIGNS}{UNWRITABLE_SIGNS}{FIXED_SPACES}]")
_SPACE = re.compile(f"[{FIXED_SPACES}]")


def find_widthless(value: str) -> Iterator[re.Match[str]]:
    """Yield each zero-width character, except next to emoji and in scripts that need them."""
    for found in WIDTHLESS.finditer(value):
        around = value[max(0, found.start() - 1) : found.start()] + value[found.end() : found.end() + 1]
        if not any(_joins(sign) for sign in around):
            yield found


def _joins(sign: str) -> bool:
    """Return whether a character is an emoji or of a script in which zero-width characters have a meaning."""
    return (
        ord(sign) >= 0x0590 and not 0x2000 <= ord(sign) <= 0x206F and sign != "\ufeff" and unicodedata.category(sign)[0] in "LMS"
    )


def clean(value: str) -> str:
    """Return the value stripped, without invisible characters and with ordinary spaces."""
    if not (value.isascii() and value.isprintable()):
        value = _SPACE.sub(" ", _UNSEEN.sub("", value))
    return value.strip()


def without_widthless(value: str) -> str:
    """Return the text without zero-width characters, except next to emoji and in scripts that need them."""
    for found in reversed(list(find_widthless(value))):
        value = value[: found.start()] + value[found.end() :]
    return value


def show(value: str, *, spaces: bool = False) -> str:
    """Return the text with invisible characters shown as `<U+200B>`; with `spaces`, fixed spaces too."""
    kept = {found.start() for found in WIDTHLESS.finditer(value)} - {found.start() for found in find_widthless(value)}

    def write(found: re.Match[str]) -> str:
        return found[0] if found.start() in kept else f"<U+{ord(found[0]):04X}>"

    return (_UNSEEN_AND_SPACES if spaces else _UNSEEN).sub(write, value)


def without_fixed_spaces(value: str) -> str:
    """Return the value with its fixed spaces removed."""
    return _SPACE.sub("", value)


def is_fixed_space(sign: str) -> bool:
    """Return whether a character looks like a space but is a different character."""
    return bool(_SPACE.fullmatch(sign))


def explain(value: str) -> str:
    """Return a Swedish sentence that says which invisible characters a value contains."""
    signs = list(dict.fromkeys(_UNSEEN.findall(value)))
    names = ", ".join(f"U+{ord(sign):04X}" for sign in signs)
    shown = f"”{show(value, spaces=not signs)}”"
    if not signs:
        return f"I {shown} står ett hårt mellanslag, som inte går att skilja från ett vanligt."
    return f"I {shown} står {'tecken' if len(signs) > 1 else 'ett tecken'} som inte syns ({names})."


HELP = "Skriv om stället för hand: det som är klistrat in kan ha tecken med sig som inte syns."

"""Placeholders: names and words that were meant to be replaced by real ones.

Yields problems: warnings while editing, errors in `publish`. Names must match a pattern as a whole; running text is only searched
for words that are never published. The patterns come from the old site, whose walls had "Företag 1", "Koncern 2" and
"Jättelångt företagsnamn".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from plugins.core.own_tables import read_table
from plugins.core.problems import Problem, warning
from plugins.core.source.silences import guess
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key, quote

_WORDS: Final[dict[str, list[str]]] = read_table(Path(__file__).with_suffix(".yaml"))["sv"]


def _any_of(which: str) -> str:
    return rf"(?:{'|'.join(_WORDS[which])})"


_STEM = _any_of("stems")
_NUMBER = rf"(?:\s?[-_#]?\s?(?:nr\.?|nummer)?\s?\d{{1,2}}|(?:\s|[-_])(?:[a-zåäö]|x{{2,4}}|{_any_of('numbers')}))"
_FORM = r"(?:\s(?:ab|hb|kb|sverige\s+ab|ek(?:\.|onomisk)\s+för(?:\.|ening)))?"
_WORD_NAME = rf"{_any_of('whose')}\s?namn(?:et)?(?:\s+här)?"
_OWN = rf"(?:{_any_of('own')}\s+)?"
_LOOSE = _any_of("loose")

_NAME = re.compile(
    rf"{_OWN}{_STEM}{_NUMBER}{_FORM}|(?:.*\s)?{_WORD_NAME}{_NUMBER}?{_FORM}|{_OWN}(?:namn|företag|bolag){_FORM}"
    rf"|namn\s+namnsson|test|{_LOOSE}{_FORM}|[^\w]+",
    re.IGNORECASE,
)
"""A whole name of an organisation, person or role that is a placeholder."""
_TITLE = re.compile(rf"{_OWN}(?:rubrik|titel){_NUMBER}?|ny sida|test|{_LOOSE}|[^\w]+", re.IGNORECASE)
"""A whole title that is a placeholder; *Partner* and *Sida 2* may be real titles."""
_LATIN = re.compile(r"\b(?:lorem|ipsum)\b", re.IGNORECASE)
_PICTOGRAPH = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\ufe0f\u200d]|(?<!\\S)[:;]-?[)(DP](?!\\S)")

_ASKS = rf"{_any_of('asks')}\b[^\]\[\n]*"
_HOLDS = rf"{_any_of('holds')}(?:\s+här)?"
_COUNTED = rf"{_any_of('counted')}\b"
_GAP = re.compile(r"^saknas\.?[^\S\n]*$", re.MULTILINE | re.IGNORECASE)
"""A paragraph of this word alone, which the task `new` writes where the text should be."""

_WAITING = re.compile(
    r"(?<![\w/.:-])(?:TODO|FIXME|TBD|TBA|X{3,}|xxx+|XX(?=[ \N{NO-BREAK SPACE}]?(?:%|" + _COUNTED + r")))(?![\w/-])"
    rf"|\b(?i:todo):|(?i:\blorem\s+ipsum\b[^.\n]*)|(?<![-*+] )(?<!\d[.)] )\[(?i:{_ASKS}|{_HOLDS})\](?![(\[:])|(?i:\(fyll i\))"
    r"|(?<![\w?!.…”\"')])\?{2,}(?![?!])"
)
"""Words in running text that are never published: `TODO`, `XXX`, `XX kronor`, `lorem ipsum`, `[fyll i …]`."""
_WAITING_SIGNS = ("XX", "xxx", "FIXME", "TBD", "TBA", "??")
_WAITING_WORDS = ("todo", "lorem", "(fyll")
_WAITING_BRACKET = re.compile(rf"\[(?i:{_ASKS}|{_HOLDS})\]")


def is_placeholder_name(name: str) -> bool:
    """Return whether the name of an organisation, person or role is a placeholder."""
    plain = " ".join(name.split())
    return bool(_NAME.fullmatch(plain) or _PICTOGRAPH.search(plain) or _LATIN.search(plain))


def is_placeholder_title(title: str) -> bool:
    """Return whether a title is a placeholder."""
    plain = " ".join(title.split())
    return bool(_TITLE.fullmatch(plain) or _LATIN.search(plain))


def check_name(name: Text, others: Iterable[Text] = ()) -> Iterator[Problem]:
    """A name that is shown is a real one; `others` are the register's names, one of which it may resemble."""
    if not is_placeholder_name(name.value):
        return
    bare = compare_key(" ".join(_PICTOGRAPH.sub(" ", name.value).split()))
    like = next((other for other in others if other is not name and compare_key(other.value) == bare), None)
    help_lines = ["Skriv det riktiga namnet, eller sätt status: utkast så länge."]
    if _PICTOGRAPH.search(name.value):
        help_lines = ["Skriv namnet som organisationen själv skriver det, utan bildtecken."]
    if like is not None:
        where = like.place()
        help_lines.insert(0, f"Namnet liknar {quote(like.value)} på rad {where.line} i {where.source.path.name}.")
    yield _report(name, 0, f"{quote(name.value)} ser ut som en platshållare och inte som ett riktigt namn.", *help_lines)


def check_title(title: Text) -> Iterator[Problem]:
    """A title that is shown is a real one."""
    if is_placeholder_title(title.value):
        message = f"{quote(title.value)} ser ut som en platshållare och inte som en riktig rubrik."
        yield _report(title, 0, message, "Skriv den riktiga, eller sätt status: utkast så länge.")


def check_waiting(text: Text) -> Iterator[Problem]:
    """Running text contains no placeholders."""
    for found in _WAITING.finditer(text.value) if _may_wait(text.value) else ():
        message = f"{quote(found[0])} ser ut som något som ska fyllas i."
        yield _report(text, found.start(), message, "Skriv det som ska stå där, eller sätt status: utkast så länge.")
    for found in _GAP.finditer(text.value):
        help_line = "Skriv texten, ta bort avsnittet, eller sätt status: utkast så länge."
        yield warning(text.place(found.start()), "saknas", "Texten är ännu inte skriven.", help_line, stops_publishing=True)


def _may_wait(value: str) -> bool:
    """Return whether a text may contain a placeholder: a cheap first test, negative for nearly every text."""
    if any(sign in value for sign in _WAITING_SIGNS) or _WAITING_BRACKET.search(value):
        return True
    folded = value.casefold()
    return any(word in folded for word in _WAITING_WORDS)


def _report(text: Text, offset: int, message: str, *help_lines: str) -> Problem:
    return guess(text.place(offset), "platshallare", message, *help_lines, stops_publishing=True)

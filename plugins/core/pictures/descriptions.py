"""Descriptions of pictures that are no person's words: file names, and what programs fill in.

Stage: check. In: a description, and the name of the picture's file. Out: why it tells nothing, or None. What machines
write is data: `descriptions.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from plugins.core.files.endings import PICTURE_ENDINGS
from plugins.core.own_tables import read_table
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote

TABLE = Path(__file__).with_name("descriptions.yaml")
_ENDING = re.compile(rf"(?:{'|'.join(map(re.escape, PICTURE_ENDINGS))})$")
_CAMERA = re.compile(r"[a-z_]{3,4}_?[0-9]{4,5}")
"""As DCF has it: DSC01234, _MG_2034."""
_CODE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-z]*[0-9])[0-9a-f]{16,}|[0-9]{6,}(?:_[0-9]+)*(?:_[a-z])?")
"""What servers name files by: a UUID, a digest, a row of numbers."""
_LISTED = re.compile(r"en bild som visar (?P<things>[^.]{1,400})\.?")
"""Word begins so; what it sees follows as bare words between commas, without "och"."""


@cache
def _table() -> Mapping[str, Sequence[str]]:
    table: Mapping[str, Sequence[str]] = read_table(TABLE, is_typed=True)
    return table


def check_description(description: str, file: str, place: Place) -> Iterator[Problem]:
    """A picture's description is a person's words, and says what it shows."""
    if is_machine_made(description, file):
        message = f"Bildens beskrivning, {quote(description)}, säger inte vad den visar."
        help_line = "Beskriv den så att också den som inte ser bilden får veta vad som finns på den."
        yield warning(place, "saknar-beskrivning", message, help_line)


def is_machine_made(description: str, file: str = "") -> bool:
    """Tell whether a description says nothing, or was filled in by a program; `file` is the name of the picture's file."""
    plain = " ".join(description.casefold().split())
    bare = plain.strip(" .:!\"'”“()[]")
    stem = _ENDING.sub("", bare)
    if not bare:
        return False  # told as missing
    table = _table()
    return (
        bare in table["words"]
        or stem != bare
        or _is_name(stem, file)
        or any(plain.startswith(words) for words in table["begins"])
        or any(words in plain for words in table["holds"])
        or _is_listed(bare)
    )


def _is_name(stem: str, file: str) -> bool:
    """Tell whether these are the words of a file's name: a camera's, a server's, or this file's with its hyphens."""
    own = file.rpartition("/")[2].rpartition(".")[0].casefold()
    if stem == own and re.search(r"[0-9_-]", own) and " " not in stem:
        return True
    if _CAMERA.fullmatch(stem) or _CODE.fullmatch(stem):
        return True
    table = _table()
    name = next((name for name in sorted(table["names"], key=len, reverse=True) if stem.startswith(name)), None)
    if name is None:
        return False
    rest = stem[len(name) :]
    words = re.findall(r"[^\W\d_]+", rest)
    return bool(re.search(r"[0-9]", rest)) and not rest[:1].isalpha() and all(word in table["between"] for word in words)


def _is_listed(bare: str) -> bool:
    found = _LISTED.fullmatch(bare)
    if not found:
        return False
    things = [thing.strip() for thing in found["things"].split(",")]
    return len(things) >= 3 and all(0 < len(thing.split()) <= 2 and "och" not in thing.split() for thing in things)

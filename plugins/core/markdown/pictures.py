"""Check the pictures of a text: where the file is, and the text alternative.

Takes a picture of Python-Markdown's tree; returns a `LinkFound` and problems. Called by `reading`.
"""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from plugins.core.invisible import clean
from plugins.core.markdown.links import report_invisible_signs
from plugins.core.markdown.nodes import LinkFound
from plugins.core.markdown.seeking import Seek
from plugins.core.pictures.descriptions import check_description
from plugins.core.problems import Problem
from plugins.core.swedish import quote, slugify

_PICTURE_SIZE = re.compile(r"(?<!\s)\s+=\d*+%?x?\d*+%?$")
"""The size that some programs accept after a picture's address; here the page decides."""


def check_picture(element: Element, seek: Seek) -> tuple[LinkFound | None, list[Problem]]:
    """Check a picture; return None in place of it if its address is not below `/bilder/`."""
    found, problems = None, []
    source = str(element.get("src", ""))
    place = seek.address(source)
    if clean(source) != source.strip():
        problems.append(report_invisible_signs(source, place))
    elif not re.fullmatch(r"/bilder/[^/\s]+", source) or " " in unquote(source):
        bare = _PICTURE_SIZE.sub("", source)
        name = unquote(re.split(r"[/\\]", bare)[-1])
        is_file = bool(source) and "://" not in source and not source.startswith("data:")
        guess = f"/bilder/{name}" if is_file else None
        guess = None if name.startswith(".") or "." not in name else guess
        has_space = bool(guess and re.search(r"\s", name))
        renamed = f"{slugify(name.rpartition('.')[0])}{name[name.rfind('.') :].lower()}" if has_space else ""
        help_lines = (f"Namnet får inte ha mellanslag: döp om filen till {renamed} och skriv /bilder/{renamed}.",)
        problems.append(
            Problem(
                place,
                "fel-bild",
                f"Bilden {quote(source)} ska ligga i mappen content/bilder/ och skrivas /bilder/namn.jpg.",
                help=help_lines if has_space else (),
                suggestion=place.rewritten(source, guess) if guess and not has_space else None,
            )
        )
    else:
        found = LinkFound(source, place, is_picture=True)
    description = " ".join(str(element.get("alt", "")).split())
    problems += check_description(description, source, place)
    if not description:
        message = "Bilden saknar beskrivning för den som inte ser den."
        problems.append(
            Problem(place, "saknar-beskrivning", message, help=("Skriv ![Beskriv vad bilden visar](/bilder/namn.jpg).",))
        )
    return found, problems

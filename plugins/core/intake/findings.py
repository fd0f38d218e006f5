"""Findings: what the intake has to say of a file, and the answer that can be sent to who sent it.

Values without a place: the gallery puts them at the file. Words are read by editors, and the answers by partners.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plugins.core.intake.formats import Format

Use = Literal["logo", "picture"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell of a file; `is_error` where it cannot be shown."""

    code: str
    message: str
    help: tuple[str, ...] = ()
    is_error: bool = True
    line: int = 1


class Refused(Exception):
    """A file that cannot be shown, and why."""

    def __init__(self, code: str, message: str, *help_lines: str, line: int = 1) -> None:
        super().__init__(message)
        self.finding = Finding(code, message, help_lines, line=line)


def remark(code: str, message: str, *help_lines: str) -> Finding:
    """Return a finding about a file that is shown all the same."""
    return Finding(code, message, help_lines, is_error=False)


GOOD_LOGO = "SVG med texten omvandlad till kurvor, eller PNG med genomskinlig bakgrund, minst 1 200 bildpunkter bred"
"""What to ask a partner for."""


def answer(problem: str, wish: str = "den") -> tuple[str, ...]:
    """Return a letter that an officer can send to the partner; `problem` is a sentence about the file."""
    return (
        "Svar att skicka till partnern:",
        f"”Hej! Tack för logotypen. {problem}",
        f"Kan ni skicka {wish} som {GOOD_LOGO}?",
        "Originalet finns oftast hos den som gjort er grafiska profil. Vänliga hälsningar”",
    )


_WHY = {
    "print": "Den är gjord för tryck, och webbläsare kan inte visa den.",
    "phone": "Många webbläsare kan inte visa den.",
    "document": "En logotyp eller bild som ligger i ett dokument går inte att visa på en webbplats.",
    "layers": "Den är gjord för bildprogram, och webbläsare kan inte visa den säkert.",
    "other": "Den går inte att visa som bild.",
}
_SAVE_AS = {
    "phone": "Öppna bilden i datorn och spara den som JPEG. På iPhone: Inställningar, Kamera, Format, Mest kompatibelt.",
    "document": "Markera bilden i dokumentet, välj Spara som bild och lägg bildfilen här i stället.",
}


def refuse_format(found: Format, use: Use) -> Refused:
    """Return the refusal of a file that is no picture for the web, with the next step."""
    message = f"Filen är {found.name}. {_WHY[found.kind]}"
    if use == "logo":
        return Refused("fel-filformat", message, *answer(f"Filen är {found.name}, och den kan vår webbplats inte visa."))
    return Refused(
        "fel-filformat", message, _SAVE_AS.get(found.kind, "Öppna den i ett bildprogram och spara den som JPEG eller PNG.")
    )

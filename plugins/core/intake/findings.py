"""Findings: what the intake reports about a file, and letters to the partner who sent it.

They have no place; the gallery adds the file. The texts are read by editors, and the letters by partners.
"""

from __future__ import annotations

from typing import Literal

from plugins.core.dataclass import dataclass
from plugins.core.intake.formats import Format

Use = Literal["logo", "picture"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to report about a file; `is_error` if it cannot be shown."""

    code: str
    message: str
    help: tuple[str, ...] = ()
    is_error: bool = True
    line: int = 1


class Refused(Exception):
    """A file that cannot be shown, with the reason."""

    def __init__(self, code: str, message: str, *help_lines: str, line: int = 1) -> None:
        super().__init__(message)
        self.finding = Finding(code, message, help_lines, line=line)


def remark(code: str, message: str, *help_lines: str) -> Finding:
    """Return a finding about a file that is shown nevertheless."""
    return Finding(code, message, help_lines, is_error=False)


ASK_CLEAN = ("Spara den på nytt ur ett ritprogram, som SVG eller PNG.",)
"""Advice for a drawing that is damaged or cannot be made safe."""
GOOD_LOGO = "SVG med texten omvandlad till kurvor, eller PNG med genomskinlig bakgrund, minst 1 200 bildpunkter bred"
"""What to ask a partner for."""


def answer(problem: str, wish: str = "den") -> tuple[str, ...]:
    """Return a letter that an editor can send to the partner; `problem` is a sentence about the file."""
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
    "packed": "Det som ligger i filen går inte att visa förrän den är uppackad.",
    "mail": "Logotypen eller bilden ligger kanske som bilaga i det.",
    "pointer": "Logotypen eller bilden ligger någon annanstans.",
    "layers": "Den är gjord för ritprogram och bildprogram, och webbläsare kan inte visa den säkert.",
    "other": "Den går inte att visa som bild.",
}
_OPEN_FIRST = {
    "packed": "Packa upp den: högerklicka på filen och välj Extrahera eller Packa upp. Lägg in bildfilen därifrån.",
    "mail": "Öppna mejlet, spara bilagan och lägg in den i stället.",
    "pointer": "Ta bort den här filen, och lägg in den riktiga i stället.",
}
"""What somebody who has the file can do first."""
_SAVE_AS = {
    **_OPEN_FIRST,
    "phone": "Öppna bilden i datorn och spara den som JPEG. På iPhone: Inställningar, Kamera, Format, Mest kompatibelt.",
    "document": "Markera bilden i dokumentet, välj Spara som bild och lägg bildfilen här i stället.",
}
_WISHES = {
    "print": "den, exporterad ur programmet som den är ritad i,",
    "layers": "den, exporterad ur programmet som den är ritad i,",
    "document": "logotypen i en egen fil,",
    "packed": "logotypen i en egen fil,",
    "mail": "logotypen i en egen fil,",
}
"""What to ask a partner for, in the letter."""


def refuse_format(found: Format, use: Use) -> Refused:
    """Return the refusal of a file that is no picture for the web, with advice."""
    message = f"Filen är {found.name}. {_WHY[found.kind]}"
    if use == "logo":
        first = (_OPEN_FIRST[found.kind],) if found.kind in _OPEN_FIRST else ()
        letter = answer(f"Filen är {found.name}, och den kan vår webbplats inte visa.", _WISHES.get(found.kind, "den"))
        return Refused("fel-filformat", message, *first, *letter)
    return Refused(
        "fel-filformat", message, _SAVE_AS.get(found.kind, "Öppna den i ett bildprogram och spara den som JPEG eller PNG.")
    )

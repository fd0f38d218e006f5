"""Messages of the editing pages: what was done, and why something could not be shown or saved."""

from __future__ import annotations

import errno
from typing import Final

UNSAVED: Final = "Ändringen är inte sparad än: stäng fliken och tryck på Spara i formuläret."
STILL_STALE: Final = "Stämmer den nu med originalet? Kryssa i det i rutan överst, och spara igen."
RIGHT_NOW: Final = "Översättningen är märkt: den stämmer med originalet som det är i dag."
STARTED_AGAIN: Final = "Programmet har startats om sedan du öppnade formuläret. Tryck på Spara igen."
NOT_HERE: Final = "Det går inte att redigera här"
NOT_SAVED: Final = "Det gick inte att spara"
NOTHING: Final = "Ingenting är sparat."
STANDS_HERE: Final = "Det du skrev står kvar här."
BEGUN: Final = "Den är ett utkast, och visas när du väljer publicerad."
NOT_YET: Final = "Något i formuläret behöver rättas först. Stäng den här fliken och tryck på Spara, så står det vid fälten vad."
NOWHERE: Final = (
    "Ingen sida visar det här ännu. Stäng fliken och spara. Sätt sedan in det i en text, eller välj det i ett fält på en sida."
)

LEADS_OUT: Final = "Filen är en genväg till något utanför innehållsmappen."
COPY: Final = "Lägg en kopia i innehållsmappen i stället för genvägen"


def describe_unreadable(error: OSError) -> str:
    """Return why a file that a page shows could not be read, and what to do."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return "Du har inte rätt att läsa filen, eller så är den öppen i ett annat program. Stäng det, och ladda om sidan."
    return "Filen går inte att läsa. Är den flyttad, eller öppen i ett annat program? Ladda om sidan när den är på plats."


def describe_disk_error(error: OSError) -> str:
    """Return why a file could not be read or written, and what to do."""
    if error.errno == errno.ENOSPC:
        return "Disken är full. Ta bort något annat från datorn, och spara igen."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "Du har inte rätt att ändra filen, eller så är den öppen i ett annat program. Stäng det, och spara igen."
    if error.errno == errno.ELOOP:
        return f"{LEADS_OUT} {COPY}, och spara igen."
    return "Filen går inte att läsa eller skriva. Är den flyttad, eller öppen i ett annat program?"

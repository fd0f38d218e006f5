"""The partner that `new` creates: a record at the end of the register, and a copy of the logo."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Final

from plugins.commands.new.fields import options_of, refuse_taken, values_of
from plugins.commands.new.questions import check_last_day, check_value, choose, choose_goal, offer
from plugins.commands.new.sort import DRAFT, OWN_OPTIONS, AnswerMissing, Ask, NewDraft, NewSort, Value, Wish, write_fields
from plugins.commands.reporting.speak import say
from plugins.core.file_names import explain_name
from plugins.core.files.endings import SHOWN_PICTURES
from plugins.core.intake.formats import recognise
from plugins.core.kinds.addresses import WEB_ADDRESS
from plugins.core.kinds.days import DAY
from plugins.core.library import Library
from plugins.core.models.model import UNKNOWN
from plugins.core.swedish import join_words, quote, slugify
from plugins.partners.model import LOGO_FOLDER, LOGO_SIZES, Partner, Tier
from plugins.site.rooms import SHELF_OF

_RECOGNISED: Final = 200_000
"""Bytes of a file that are enough to recognise its type."""


def make_partner(wish: Wish, library: Library, ask: Ask | None) -> NewDraft:
    """Return the draft of a new partner, with the logo that was given."""
    goal = choose_goal(wish, library, ask)
    tiers = [*library.known(Tier).names.values()]
    tier = choose(wish.tier, "Vilken nivå", tiers, library.known(Tier), ask, "--niva")
    website = offer(wish.website, "Webbplats, med https:// först", check_value(WEB_ADDRESS), ask) or UNKNOWN
    first_day = offer(wish.first_day, "Första dag, som 2027-01-01", check_value(DAY), ask) or ""
    last_day = offer(wish.last_day, "Sista dag, som 2027-12-31", check_last_day(first_day), ask) or ""
    shows_logo = next(
        (known.display in LOGO_SIZES for known in library.known(Tier).things.values() if str(known.name) == tier), True
    )
    if not shows_logo and not wish.logo and ask is not None:
        say(f"Nivån {tier} visar bara namnet. En logotyp behövs först om partnern byter nivå.")
    logo = offer(wish.logo, "Logotypens fil: dra den hit", lambda line: _find_logo(_read_dragged(line), wish.name, library), ask)
    values: dict[str, Value] = {
        **values_of(PARTNER, wish, library, *OWN_OPTIONS.values()),
        "name": wish.name, "logo": logo[0].rpartition("/")[2] if logo else "", "website": website,
        "goal": goal, "tier": tier, "first_day": first_day, "last_day": last_day, "status": DRAFT,
    }  # fmt: skip
    lines, spare = write_fields(Partner, values)
    text = "\n".join([f"- {lines[0]}", *(f"  {line}" for line in [*lines[1:], *spare]), ""])
    step = "Ta bort raden ”status: utkast” när allt stämmer."
    if logo is None and shows_logo:
        step = f"Lägg logotypen i {LOGO_FOLDER}/, ta bort # framför ”logotyp:” och skriv filens namn där. {step}"
    if not shows_logo:
        step = f"Nivån {tier} visar bara namn, så logotypen syns inte på webbplatsen med det här avtalet. {step}"
    return NewDraft(
        SHELF_OF[Partner].pattern.replace("*", "partner"), text, step, is_record=True, logo=logo, shown_from=first_day
    )


def refuse_partner(name: str, library: Library) -> None:
    """Raise `AnswerMissing` where a partner has the name already."""
    refuse_taken(Partner, name, library, lambda _free: "Är det en annan: skriv också orten eller bolagsformen i namnet.")


def _read_dragged(line: str) -> str:
    """Return the path of a file that was dragged to a terminal, which types it quoted for a shell."""
    if os.name == "nt" or Path(line).exists():
        return line.strip("'\"")
    try:
        parts = shlex.split(line)
    except ValueError:
        parts = []
    return parts[0] if len(parts) == 1 else line


def _find_logo(written: str, name: str, library: Library) -> tuple[str, Path]:
    """Return the path of a logo in `content/`, made from the partner's name and the file's type, and the file to copy."""
    file = Path(written).expanduser()
    if file.is_dir():
        inside = sorted(path.name for path in file.iterdir() if path.suffix.lower() in (*SHOWN_PICTURES, ".jpeg"))[:5]
        listing = f" I den ligger {join_words(inside)}." if inside else ""
        raise AnswerMissing(f"{written} är en mapp.{listing} Ange filen som är logotypen.")
    if not file.is_file():
        raise AnswerMissing(f"Filen {written} finns inte. Ange var logotypen ligger.")
    try:
        with file.open("rb") as opened:
            endings = recognise(opened.read(_RECOGNISED)).endings
    except OSError:
        raise AnswerMissing(f"Filen {written} går inte att läsa. Kopiera den till en egen mapp, och försök igen.") from None
    ending = file.suffix.lower().removeprefix(".")
    stem = slugify(name) or slugify(file.stem)
    if not stem:
        how = "Döp om den till namnet med bokstäverna a till z."
        raise AnswerMissing(
            f"Logotypen heter som partnern på webbplatsen, och varken {quote(name)} eller {file.name} kan bli ett filnamn. {how}"
        )
    stem = stem if explain_name(stem) is None else f"{stem}-logotyp"
    path = f"{LOGO_FOLDER}/{stem}.{endings[0] if endings and ending not in endings else ending}".rstrip(".")
    # Windows and macOS take names that differ in case for the same file
    if there := next((known for known in library.shelves.files if known.casefold() == path.casefold()), None):
        raise AnswerMissing(f"Det finns redan en logotyp som heter {there}. Ta bort den först, om den inte används.")
    return path, file


PARTNER: Final = NewSort(
    Partner.NEW_WORDS,
    "Vad heter företaget eller organisationen?",
    Partner,
    options_of(Partner, "name"),
    make_partner,
    refuse_partner,
)
"""Its questions go beyond the model's fields."""

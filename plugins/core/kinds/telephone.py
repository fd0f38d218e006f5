"""The kind of a telephone number.

Parses text and returns a `Telephone` for display and linking, or raises `KindError`. Called by `Kind`, and for numbers in texts.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.kinds.kind import Kind, KindError
from plugins.core.own_tables import read_table
from plugins.core.source.sources import Text
from plugins.core.swedish import quote


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone number: for display, and as a `tel:` link."""

    shown: str
    link: str


_WRITTEN: list[str] = read_table(Path(__file__).with_name("short_numbers.yaml"))
SHORT_NUMBERS = {written.replace(" ", ""): written for written in _WRITTEN}
"""Numbers without an area code that a help box may have, by their digits."""
_HELP_LINE = re.compile(r"(116)(000|006|111|117|123)")
"""The European help lines, Commission Decision 2007/116/EC: `116 111` is for children."""
_BY_FOUR = re.compile(r"(0200|077\d)(\d\d)(\d\d)(\d\d)")
"""Non-geographic numbers grouped after their first four digits, as is customary: `0771-79 33 36`. libphonenumber knows only the
prefixes 020 and 077, following the numbering plan of PTS."""
_PHONE_EXAMPLE = "Skriv till exempel 021-123 45 67, 070-123 45 67 eller +46 21 123 45 67."


def _parse_telephone(text: Text) -> Telephone:
    return read_telephone(text.value)


def read_telephone(written: str) -> Telephone:
    """Parse any Swedish notation; group as libphonenumber does, link as in RFC 3966. Raise `KindError` for an invalid number."""
    plain = re.sub(r"[\N{NO-BREAK SPACE}\u202f\u2010-\u2015]", " ", written)
    digits = re.sub(r"[ ()./-]", "", re.sub(r"^((?:\+|00)46)\s*\(0\)", r"\1", plain))
    if digits in SHORT_NUMBERS:
        return Telephone(SHORT_NUMBERS[digits], f"tel:{digits}")
    if found := _HELP_LINE.fullmatch(digits):
        return Telephone(f"{found[1]} {found[2]}", f"tel:{digits}")
    number = _read_number(digits) if re.fullmatch(r"(?:\+|00|0)[0-9]+", digits) else None
    if number is None:
        raise _explain_telephone(written, digits)
    phonenumbers = _load_library()
    link = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Telephone(_group_number(number), f"tel:{link}")


@cache
def _load_library() -> Any:
    """Import `phonenumbers` on first use: a run in which everything is cached does not need it."""
    import phonenumbers  # noqa: PLC0415 (see above)

    return phonenumbers


def _read_number(digits: str) -> Any:
    """Return libphonenumber's object for digits that begin with `0`, `00` or `+`; None if no such number can exist."""
    phonenumbers = _load_library()
    try:
        number = phonenumbers.parse("+" + digits[2:] if digits.startswith("00") else digits, "SE")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _explain_telephone(written: str, digits: str) -> KindError:
    """Return the error for an invalid number: other words beside it, too many digits or too few."""

    def error(message: str, *help_lines: str, right: str | None = None) -> KindError:
        return KindError(message, *help_lines, _PHONE_EXAMPLE, code="fel-telefon", right=right)

    several = [part for part in re.split(r"(?:(?<!\s)\s+)?[,;/]\s*|(?<!\s)\s+(?:och|eller)\s+", written) if part]
    if len(several) > 1 and all(_read_number(re.sub(r"[^0-9+]", "", part.replace("(0)", ""))) for part in several):
        return error(f"{quote(written)} är mer än ett telefonnummer.", "Här får stå ett. Gör en kontakt till för det andra.")
    if not re.fullmatch(r"\+?[0-9]+", digits):
        found = re.findall(r"\+?[0-9][0-9 ()./–-]{5,}[0-9]", re.sub(r"(?<=[0-9])[oO]|[oO](?=[0-9])", "0", written))
        right = [number.strip() for number in found if _read_number(re.sub(r"[^0-9+]", "", number.replace("(0)", "")))]
        if len(right) > 1:
            return error(f"{quote(written)} är mer än ett telefonnummer.", "Här får stå ett. Gör en kontakt till för det andra.")
        words = ("Här får bara numret stå. Skriv resten i ”roll”.",) if right and re.search(r"[^\W\d_oO]", written) else ()
        return error(f"{quote(written)} är inget telefonnummer.", *words, right=right[0] if right else None)
    if digits[0] not in "+0":
        right_digits = f"+{digits}" if digits.startswith("46") and _read_number(f"+{digits}") else None
        return error(f"Telefonnumret {quote(written)} kan inte vara rätt. Saknas riktnumret?", right=right_digits)
    national = re.sub(r"^(?:\+|00)46", "0", digits)
    if national.startswith("07") and len(national) != 10:
        return error(f"Telefonnumret {quote(written)} har {len(national)} siffror, men ett mobilnummer har 10.")
    if national.startswith("0") and not national.startswith("00") and not 8 <= len(national) <= 10:
        much = "för många" if len(national) > 10 else "för få"
        return error(f"Telefonnumret {quote(written)} har {much} siffror, {len(national)}. Med riktnummer ska de vara 8–10.")
    return error(f"Telefonnumret {quote(written)} kan inte vara rätt. Är riktnumret rätt, och fattas ingen siffra?")


def _group_number(number: Any) -> str:
    phonenumbers = _load_library()
    form = phonenumbers.PhoneNumberFormat
    shown: str = phonenumbers.format_number(number, form.NATIONAL if number.country_code == 46 else form.INTERNATIONAL)
    digits = re.sub(r"\D", "", shown)
    if number.country_code == 46 and (found := _BY_FOUR.fullmatch(digits)):
        return f"{found[1]}-{' '.join(found.groups()[1:])}"
    return shown


PHONE = Kind("telefonnummer", _parse_telephone, "070-174 06 05", "Med riktnummer.", stands_alone=True)

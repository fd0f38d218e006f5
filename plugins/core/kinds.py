"""Field kinds: how the text of a field becomes a value.

Stage: check. In: a `Text` as the editor wrote it. Out: a typed value, or a `KindError` with the sentence for the
editor. Patterns are exact: pydantic's own `int`, `date` and `bool` would take `1_000` or `1735689600`.
Used in models as annotations: `first_day: Day | None = field("från")`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import phonenumbers
from babel import Locale
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from plugins.core.invisible import HELP, WIDTHLESS, clean, explain, without_fixed_spaces
from plugins.core.lines import Line as LineOfWords
from plugins.core.lines import Writing
from plugins.core.sources import Text
from plugins.core.swedish import MONTHS, NO_BREAK_SPACE, NUMBER_WORDS, closest, compare_key, format_money, join_words, quote
from plugins.core.web import ascii_email, is_preview


class KindError(ValueError):
    """What is wrong with a value, for the editor; `right` is the value as it should be written.

    `without` is how to do without the value, in a field that may be left out; `at` where in the value it is.
    """

    def __init__(
        self,
        message: str,
        *help_lines: str,
        code: str = "fel-varde",
        right: str | None = None,
        without: str = "",
        at: int = 0,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.help = help_lines
        self.code = code
        self.right = right
        self.without = without
        self.at = at


@dataclass(frozen=True, slots=True, eq=False)  # a kind is itself alone: two that are read alike may be judged differently
class Kind:
    """A sort of field: its name in the handbook, and how its text is read."""

    name: str
    parse: Callable[[Text], Any]
    is_text: bool = False
    """A line or a text, in which `#` begins no comment."""
    is_line: bool = False
    """A line: words without Markdown."""
    guesses: bool = True
    """What is right without the signs around it is suggested."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic call `parse` and carry a `KindError` to the place of the field."""
        return core_schema.no_info_plain_validator_function(self._validate)

    def _validate(self, value: Any) -> Any:
        if not isinstance(value, Text):
            raise PydanticCustomError("kind", "not a single value", {"error": NOT_ONE_VALUE})
        if not self.is_text and (hidden := self._find_hidden(value)):
            raise PydanticCustomError("kind", "hidden sign", {"error": hidden})
        try:
            if not self.is_text:
                _check_length(value.value)
            return self.parse(value)
        except KindError as error:
            right = error.right or (self._bare(value) if self.guesses else None)
            if right is not None and right != "saknas" and not self._takes(value, right):
                right = None  # a line to write that leads to the next error is none
            error.right = right
            raise PydanticCustomError("kind", "wrong value", {"error": error}) from None

    def _find_hidden(self, value: Text) -> KindError | None:
        """A value has no sign that cannot be seen, nor a fixed space that makes it another."""
        cleaned = clean(value.value)
        if cleaned == value.value:
            return None
        ways = [way for way in (cleaned, clean(without_fixed_spaces(value.value))) if self._takes(value, way)]
        if not WIDTHLESS.search(value.value) and (not ways or self._takes(value, value.value)):
            return None
        cleaned = next(iter(ways), cleaned)
        return KindError(explain(value.value), HELP, code="osynligt-tecken", right=cleaned)

    def _bare(self, value: Text) -> str | None:
        """Return the value without the quotation marks or the full stop around it, where it is right without."""
        bare = value.value.strip(" .,;:!\"'”“„’«»<>()[]")
        return bare if self._takes(value, bare) else None

    def _takes(self, value: Text, written: str) -> bool:
        """Tell whether a value would be right if it were written so."""
        try:
            _check_length(written)
            self.parse(Text(written, value.source, value.spans))
        except KindError:
            return False
        return True


LONGEST_VALUE = 2000
"""Signs of a value that is neither a line nor a text: the longest web addresses that browsers take are about as long."""


def _check_length(written: str) -> None:
    """A day, a number or an address is short: what reads it need not be made for more."""
    if len(written) > LONGEST_VALUE:
        message = f"{quote(written, 40)} är {len(written)} tecken långt, och ett sådant värde är kort."
        raise KindError(message, f"Det får vara högst {LONGEST_VALUE} tecken.")


NOT_ONE_VALUE = KindError("Här ska stå ett enda värde.", "Skriv det efter fältets namn och kolonet, på samma rad.")


def find_several(written: str) -> tuple[str, ...]:
    """Return the values of a line on which an editor has put several; one alone is returned as it is."""
    parts = re.split(r"(?:(?<!\s)\s+)?[,;&/]\s*|(?<!\s)\s+(?:och|samt)\s+", written.strip(" []()"))
    return tuple(part for part in parts if part)


ONE_EACH = "Skriv ett i taget. I en lista får vart och ett en egen rad, som börjar med ett bindestreck och ett mellanslag."


def choice(name: str, *allowed: str, meant: Mapping[str, str] = MappingProxyType({})) -> Kind:
    """Return a kind that takes one of the `allowed` Swedish words and gives it back as it stands there.

    `meant` are words that people write instead, with the one they mean.
    """
    by_key = {compare_key(word): word for word in allowed}

    def parse(text: Text) -> str:
        try:
            return by_key[compare_key(text.value)]
        except KeyError:
            right = meant.get(compare_key(text.value)) or closest(text.value, allowed)
            listing = f"Välj mellan {join_words(allowed, 'och')}."
            raise KindError(f"{quote(text.value)} går inte att välja här.", listing, right=right) from None

    return Kind(name, parse)


_YES_NO = {"ja": True, "nej": False}
_YES_NO_WORDS = {
    "yes": "ja", "true": "ja", "sant": "ja", "j": "ja", "y": "ja", "x": "ja", "1": "ja", "på": "ja", "on": "ja", "japp": "ja",
    "no": "nej", "false": "nej", "falskt": "nej", "n": "nej", "0": "nej", "av": "nej", "off": "nej",
}  # fmt: skip


def _parse_yes_no(text: Text) -> bool:
    try:
        return _YES_NO[compare_key(text.value)]
    except KeyError:
        right = _YES_NO_WORDS.get(text.value.casefold())
        raise KindError(f"{quote(text.value)} ska vara ja eller nej.", "Skriv ja eller nej.", right=right) from None


def _parse_number(text: Text) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text.value):
        help_line = "Skriv bara siffror, till exempel 4."
        raise KindError(f"{quote(text.value)} är inget heltal.", help_line, right=_guess_number(text.value))
    return int(text.value)


def _guess_number(written: str) -> str | None:
    """Return the one number that is meant by "2.", "nr 2", "2,0", "3 000" or "två"."""
    if written.casefold() in NUMBER_WORDS:
        return str(NUMBER_WORDS.index(written.casefold()))
    found = re.fullmatch(r"(?:[^\W\d_]+\.?\s*)?#?(?P<digits>\d{1,3}(?:[ \N{NO-BREAK SPACE}]\d{3})*)(?:[.,]0*|:[ae])?", written)
    return str(int(re.sub(r"\s", "", found["digits"]))) if found else None


_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LONG_DAY = re.compile(rf"([0-9]{{1,2}})[ {NO_BREAK_SPACE}]({'|'.join(MONTHS)})[ {NO_BREAK_SPACE}]([0-9]{{4}})", re.IGNORECASE)
_OTHER_DAYS = (  # what people write instead, so that the right way can be shown
    (re.compile(r"([0-9]{4})[/. ]([0-9]{1,2})[/. ]([0-9]{1,2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{2}|[0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})"), (3, 2, 1)),
    (re.compile(r"([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})"), (1, 2, 3)),
)
_WORD_DAY = re.compile(r"(?P<day>[0-9]{1,2})(?::?[ae])?\.?\s*(?P<month>[^\W\d_]{3,})\.?,?\s*(?P<year>[0-9]{4})")
_AROUND_DAY = re.compile(
    r"^(?:(?:den|t\.?\s?o\.?\s?m\.?|till\s++och\s++med|till|fr\.?\s?o\.?\s?m\.?|från\s++och\s++med|från|senast|ca|cirka"
    r"|(?:mån|tis|ons|tors|fre|lör|sön)(?:dag)?(?:en)?)\s++)++|(?<![T ])[T ]++[0-9]{2}:[0-9]{2}.*$|(?:(?<!\s)\s+)?\([^()]*\)$",
    re.IGNORECASE,
)
_ZONED = re.compile(
    r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?\s?(?:Z|[A-Z]{3,4}|(?:UTC|GMT)?\s?[+-][0-9]{1,2}(?::?[0-9]{2})?)\s?$"
)
DAY_HELP = "En dag skrivs 2026-12-31 eller 31 december 2026."


def _parse_day(text: Text) -> date:
    found = find_day(text.value)
    if found is None:
        written = text.value
        help_lines = [DAY_HELP]
        without = "" if re.search(r"[0-9]", written) else "Finns det ingen sådan dag: ta bort raden."
        if re.search(r"[0-9]", written) and not re.search(r"[0-9]{4}", written):
            help_lines.append("Skriv hela året, med fyra siffror.")
        elif re.fullmatch(r"[^\W\d_]*\.?\s*[0-9]{4}(?:-[0-9]{2})?", written):
            help_lines.append("Här behövs också dagen i månaden.")
        message, right = f"{quote(written)} är ingen dag.", _guess_day(written)
        raise KindError(message, *help_lines, code="fel-datum", right=right, without=without)
    return found


def find_day(written: str) -> date | None:
    """Return the day that `written` names in figures or with its month in words, else None; raise if there is no such day."""
    if found := _ISO_DAY.fullmatch(written):
        year, month, day = (int(part) for part in found.groups())
    elif found := _LONG_DAY.fullmatch(written):
        year, month, day = int(found[3]), MONTHS.index(found[2].casefold()) + 1, int(found[1])
    else:
        return None
    if year == date.max.year:  # people's word for never; the calendar has no day after its last
        without = "Finns det ingen sådan dag: ta bort raden."
        raise KindError(f"Året {year} ligger för långt bort.", "Skriv ett närmare år.", code="fel-datum", without=without)
    try:
        return date(year, month, day)
    except ValueError:
        last = _last_day(year, month)
        why = f"{MONTHS[month - 1].capitalize()} {year} har {last.day} dagar." if last and day else DAY_HELP
        raise KindError(f"Det finns ingen dag {quote(written)}.", why, code="fel-datum") from None


def _last_day(year: int, month: int) -> date | None:
    """Return the last day of a month; None where there is no such month."""
    if not (1 <= month <= 12 and 1 <= year < 9999):
        return None
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _guess_day(written: str) -> str | None:
    """Return the day that was meant, as it should be written; a time with its zone may be another day here."""
    if _ZONED.search(written):
        return None
    plain = re.sub(r"[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", "-", written.strip(" .,;\"'”“[]"))
    plain = _AROUND_DAY.sub("", _AROUND_DAY.sub("", plain))
    if found := _WORD_DAY.fullmatch(plain):
        month = _guess_month(found["month"])
        parts = [(int(found["year"]), MONTHS.index(month) + 1, int(found["day"]))] if month else []
    else:
        matches = ((pattern.fullmatch(plain), order) for pattern, order in _OTHER_DAYS)
        parts = [tuple(int(found[group]) for group in order) for found, order in matches if found]  # type: ignore[misc]
    for year, month_number, day in parts:
        try:
            return date(year if year > 99 else 2000 + year, month_number, day).isoformat()
        except ValueError:
            continue
    return None


def _guess_month(written: str) -> str | None:
    """Return the month that a short or misspelt name means."""
    short = written.casefold().strip(".")
    starting = [month for month in MONTHS if month.startswith(short[:3])] if len(short) < 5 else []
    return starting[0] if len(starting) == 1 else closest(short, MONTHS)


@dataclass(frozen=True, slots=True)
class Period:
    """A time as rough as its source: shown as written, compared by first and last day."""

    written: str
    first_day: date | None
    """None where the time is not known."""
    last_day: date | None


PERIOD_HELP = (
    "Skriv till exempel 2026-12-31, juli 2022, våren 2017, början av 2022, andra halvåret 2024, 2022 eller 2009–2011.",
    "Är tiden inte känd: skriv okänt.",
)
ROUGH_DAY_HELP = (
    "Skriv till exempel 2026-12-31, juli 2022, våren 2017, början av 2022, andra halvåret 2024 eller 2022.",
    "Är tiden inte känd: skriv saknas, eller ta bort raden om den inte måste finnas.",
)
_PERIOD_DASH = re.compile(r"(?:(?<!\s)\s+)?[–—]\s*|(?<!\s)\s+-\s+|(?<=[0-9]{4})-(?=[0-9]{4}$)")
_SEASONS = {"våren": (1, 6), "sommaren": (6, 8), "hösten": (7, 12)}
_PARTS = {"början av": (1, 4), "slutet av": (9, 12), "första halvåret": (1, 6), "andra halvåret": (7, 12)}
# Beginning and end of a year: its first and last four months. No dictionary says where they end: the bounds are ours.


def split_span(written: str) -> tuple[str, str] | None:
    """Return beginning and end of a time that has both, `2024–2027` or `1 maj 2024 till 3 juni 2025`."""
    parts = [part.strip() for part in re.split(rf"{_PERIOD_DASH.pattern}|(?<!\s)\s+(?:till|t\.?o\.?m\.?)\s+", written)]
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def _parse_period(text: Text) -> Period:
    if compare_key(text.value) == compare_key("okänt"):
        return Period(text.value, None, None)
    parts = _PERIOD_DASH.split(text.value)
    if len(parts) <= 2:
        bounds = [_rough_bounds(part) for part in parts]
        if all(bounds):
            first, last = bounds[0][0], bounds[-1][1]  # type: ignore[index]  # all() has ruled out None
            if first > last:
                right = "–".join(reversed(parts))
                help_line = "Skriv den tidigare tiden först."
                raise KindError(f"{quote(text.value)} slutar innan det börjar.", help_line, code="fel-tid", right=right)
            return Period(text.value, first, last)
    message = f"{quote(text.value)} går inte att läsa som en tid."
    raise KindError(message, *PERIOD_HELP, code="fel-tid", right=_guess_period(text.value))


_OTHER_PERIODS: tuple[tuple[str, str], ...] = (
    (r"^(?:år|under|ca|cirka|omkring|runt|sedan|kring)\s+", ""),
    (r"(?<=\d{4})\s*(?:/|till|och|t\.?o\.?m\.?)\s*(?=\S)", "–"),
    (r"^(\d{2})(\d{2})[–/](\d{2})$", r"\1\2–\1\3"),
    (r"^(vt|vår|våren|ht|höst|hösten|sommar|sommaren)\s*,?\s*(\d{4})$", r"\1 \2"),
    (r"^(\d{4}),?\s+(\D+)$", r"\2 \1"),
    (r"^(?:vt|vår)(?= )", "våren"),
    (r"^(?:ht|höst)(?= )", "hösten"),
    (r"^sommar(?= )", "sommaren"),
    (r"^([^\W\d_]+)\s*[–-]\s*([^\W\d_]+)\s+(\d{4})$", r"\1 \3–\2 \3"),
    (r"^(\d{1,2} [^\W\d_]+)\s*[–-]\s*(\d{1,2} [^\W\d_]+)\s+(\d{4})$", r"\1 \3–\2 \3"),
    (r"^första och andra kvartalet", "första halvåret"),
    (r"^tredje och fjärde kvartalet", "andra halvåret"),
)
"""What people write instead, and what they mean by it."""


def _guess_period(written: str) -> str | None:
    """Return the time that was meant, as it should be written."""
    if compare_key(written) in ("vet_ej", "vet_inte", "oklart", "okand", "ej_kant", "inte_kant", "-", "?", "unknown"):
        return "okänt"
    guess = " ".join(written.split()).strip(" .,;")
    for pattern, instead in _OTHER_PERIODS:
        guess = re.sub(pattern, instead, guess, flags=re.IGNORECASE)
    if found := re.fullmatch(r"(\d{4})-(\d{2})", guess):
        guess = f"{MONTHS[int(found[2]) - 1]} {found[1]}" if 1 <= int(found[2]) <= 12 else guess
    guess = re.sub(r"^([^\W\d_]{3,4})\.? (?=\d{4})", lambda m: f"{_guess_month(m[1]) or m[1]} ", guess)
    guess = _guess_day(guess) or guess
    bounds = [_rough_bounds(part) for part in guess.split("–")]
    return guess if guess != written and len(bounds) <= 2 and all(bounds) and bounds[0][0] <= bounds[-1][1] else None  # type: ignore[index]


def _rough_bounds(written: str) -> tuple[date, date] | None:
    """Return the first and last day of one rough time, or None."""
    words = " ".join(written.replace(NO_BREAK_SPACE, " ").split()).casefold()
    if day := find_day(words):
        return day, day
    if not (found := re.fullmatch(r"(?:(?P<part>\D+?) )?(?P<year>[12][0-9]{3})", words)):
        return None
    year, part = int(found["year"]), found["part"]
    if part is None:
        months: tuple[int, int] | None = (1, 12)
    elif part in MONTHS:
        months = (MONTHS.index(part) + 1,) * 2
    else:
        months = _SEASONS.get(part) or _PARTS.get(part)
    if months is None:
        return None
    last = _last_day(year, months[1])
    return (date(year, months[0], 1), last) if last else None


def _parse_rough_time(text: Text) -> Period:
    """Take one rough time; beginning and end have a field each, and a time that is not known is a gap."""
    if bounds := _rough_bounds(text.value):
        return Period(text.value, *bounds)
    message, right = f"{quote(text.value)} går inte att läsa som en tid.", None
    if compare_key(text.value) == compare_key("okänt"):
        right = "saknas"
    elif len(parts := _PERIOD_DASH.split(text.value)) == 2 and all(_rough_bounds(part) for part in parts):
        message = f"{quote(text.value)} är två tider. Här ska stå en: början i fältet från, slutet i fältet till."
    elif (guess := _guess_period(text.value)) and _rough_bounds(guess):
        right = guess
    raise KindError(message, *ROUGH_DAY_HELP, code="fel-tid", right=right)


_KRONOR = r"\s*(?:kr\.?|kronor|SEK|:-)?"
_AMOUNT = re.compile(rf"([0-9]+|[0-9]{{1,3}}(?:[ {NO_BREAK_SPACE}\u202f][0-9]{{3}})+){_KRONOR}", re.IGNORECASE)
_OTHER_AMOUNT = re.compile(  # what people write instead, so that the right way can be shown
    rf"(?:SEK|kr)?\s*([0-9]{{1,3}}(?:[.,' ][0-9]{{3}})+|[0-9]+)(?:[.,](?:00|-))?{_KRONOR}", re.IGNORECASE
)


def _parse_money(text: Text) -> int:
    """Take whole Swedish kronor: `4719182`, `4 719 182 kr`."""
    if found := _AMOUNT.fullmatch(text.value):
        return int(re.sub(r"\D", "", found[1]))
    guess = _OTHER_AMOUNT.fullmatch(text.value)
    right = format_money(int(re.sub(r"\D", "", guess[1]))).replace(NO_BREAK_SPACE, " ") if guess else None
    help_line = "Skriv hela kronor, till exempel 4 719 182 kr."
    raise KindError(f"{quote(text.value)} är inget belopp i kronor.", help_line, code="fel-belopp", right=right)


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone number: as shown, and as a link."""

    shown: str
    link: str


SHORT_NUMBERS = {"112": "112", "11313": "113 13", "11414": "114 14", "1177": "1177", "90101": "90101"}
"""Numbers without an area code that a help box may name; they have no +46 form."""
_HELP_LINE = re.compile(r"(116)(000|006|111|117|123)")
"""The European numbers for help lines, Commission Decision 2007/116/EC: `116 111` is the children's."""
_PHONE_EXAMPLE = "Skriv till exempel 021-123 45 67, 070-123 45 67 eller +46 21 123 45 67."


def _parse_telephone(text: Text) -> Telephone:
    return read_telephone(text.value)


def read_telephone(written: str) -> Telephone:
    """Take every Swedish way of writing; group as libphonenumber does, and link as RFC 3966 wants; else raise `KindError`."""
    plain = re.sub(r"[\N{NO-BREAK SPACE}\u202f\u2010-\u2015]", " ", written)
    digits = re.sub(r"[ ()./-]", "", re.sub(r"^((?:\+|00)46)\s*\(0\)", r"\1", plain))
    if digits in SHORT_NUMBERS:
        return Telephone(SHORT_NUMBERS[digits], f"tel:{digits}")
    if found := _HELP_LINE.fullmatch(digits):
        return Telephone(f"{found[1]} {found[2]}", f"tel:{digits}")
    number = _read_number(digits) if re.fullmatch(r"(?:\+|00|0)[0-9]+", digits) else None
    if number is None:
        raise _explain_telephone(written, digits)
    link = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Telephone(_group_number(number), f"tel:{link}")


def _read_number(digits: str) -> phonenumbers.PhoneNumber | None:
    """Return the number that `digits` (with `0`, `00` or `+` first) are; None where nobody can have it."""
    try:
        number = phonenumbers.parse("+" + digits[2:] if digits.startswith("00") else digits, "SE")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _explain_telephone(written: str, digits: str) -> KindError:
    """Say what is wrong with a number: other words beside it, too many digits or too few."""

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


def _group_number(number: phonenumbers.PhoneNumber) -> str:
    if number.country_code != 46:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


_EMAIL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9_+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


def is_email(written: str) -> bool:
    """Tell whether `written` is an e-mail address of the plain sort that every program takes."""
    return bool(_EMAIL.fullmatch(written)) and ".." not in written


_AT = r"(?:(?<!\s)\s+)?(?:[(\[{](?:at|a|snabel-?a)[)\]}]|@+)\s*|(?<!\s)\s+(?:at|snabel-?a)\s+"
"""How people write @ to hide an address, or by a slip."""


def _parse_email(text: Text) -> str:
    if is_email(plain := ascii_email(text.value)):
        return plain
    plain = re.sub(_AT, "@", text.value, flags=re.IGNORECASE).removeprefix("mailto:").strip(" .,;<>")
    inside = re.search(r"<([^<>\s]+)>|\(mailto:([^()\s]+)\)|^([^\s@]+@\S+)\s+\(.*\)$", plain + (">" if "<" in plain else ""))
    candidates = [plain, plain.replace(",", "."), *(group for group in (inside.groups() if inside else ()) if group)]
    right = next((candidate for candidate in candidates if is_email(candidate)), None)
    help_lines = ["Skriv till exempel namn@example.org, utan mellanslag, och utan å, ä och ö före @."]
    if sum(is_email(part) for part in find_several(text.value)) > 1:
        help_lines.insert(0, "Här får stå en adress. Gör en kontakt till för den andra.")
    raise KindError(f"{quote(text.value)} är ingen e-postadress.", *help_lines, code="fel-epost", right=right)


def _parse_web_address(text: Text) -> str:
    try:
        return check_web_address(text.value)
    except KindError as error:
        error.right = error.right or _guess_web_address(text.value)
        if is_preview(text.value):
            error.message = f"{quote(text.value)} finns bara på din egen dator: där visas förhandsvisningen."
        elif is_email(text.value.removeprefix("mailto:")):
            error.message = f"{quote(text.value)} är en e-postadress. Här ska stå en webbadress."
        elif not re.search(r"[./:]", text.value):
            error.without = "Finns det ingen webbplats: ta bort raden."
        raise


def _guess_web_address(written: str) -> str | None:
    """Return the address that was meant, where `https://` is misspelt or something stands around it."""
    if found := re.fullmatch(r"\[[^\]]*\]\(([^)\s]+)\)|<([^<>\s]+)>|(https?://\S+?)[.,;]?\s+\([^)]*\)", written):
        plain = next(group for group in found.groups() if group)
    else:
        plain = re.sub(r"^h?t{1,3}ps?\s*+(?:[:;.,]\s*+)?[/\\]{1,3}\s*", "https://", written, flags=re.IGNORECASE)
    try:
        check_web_address(plain)
    except KindError as error:
        return error.right
    return plain if plain != written else None


_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)


def check_web_address(written: str) -> str:
    """Return an outside address that is safe to link to, in ASCII; raise `KindError` for anything else.

    Allow-list: `https://` or `http://`, a host name with a dot, no user name, no spaces or control characters.
    """
    example = "En adress skrivs med https:// först, till exempel https://www.example.org/."
    if re.search(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]", written):
        raise KindError(f"Adressen {quote(written)} innehåller ett tecken som inte får stå där.", example, code="fel-adress")
    if not re.match(r"https?://", written, re.IGNORECASE):
        right = f"https://{written}" if re.match(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/|$)", written) else None
        raise KindError(f"Adressen {quote(written)} ska börja med https://.", example, code="fel-adress", right=right)
    try:
        parts = urlsplit(written)
        host, port = (parts.hostname or ""), parts.port
        ascii_host = host.encode("idna").decode() if host else ""
    except (ValueError, UnicodeError):
        raise KindError(f"{quote(written)} är ingen webbadress.", example, code="fel-adress") from None
    if not _HOST.fullmatch(ascii_host) or "@" in parts.netloc:
        raise KindError(f"{quote(written)} är ingen webbadress.", example, code="fel-adress")
    netloc = ascii_host + (f":{port}" if port else "")
    return parts._replace(scheme=parts.scheme.lower(), netloc=netloc).geturl()


@dataclass(frozen=True, slots=True)
class Key:
    """An id or a reference: as written, with what it is compared by."""

    text: Text
    key: str

    def __str__(self) -> str:
        return self.text.value


def _parse_key(text: Text) -> Key:
    return Key(text, compare_key(text.value))


def _parse_id(text: Text) -> Key:
    if not re.fullmatch(r"[^\W_][\w -]*", text.value):
        raise KindError(f"{quote(text.value)} duger inte som id.", "Ett id skrivs med bokstäver, siffror och bindestreck.")
    return _parse_key(text)


def _parse_file_name(text: Text) -> Text:
    if "/" in text.value or "\\" in text.value or text.value.startswith("."):
        right = re.split(r"[/\\\\]", text.value)[-1].lstrip(".") or None
        message = f"{quote(text.value)} ska vara bara filens namn, utan mapp."
        raise KindError(message, "Till exempel exempelbolaget.svg.", right=right if right and "." in right else None)
    return text


def _parse_local_address(text: Text) -> str:
    """Take an address of the own site: `/mal-1/`, perhaps with `#id`."""
    if re.fullmatch(r"/(?:[A-Za-z0-9._~-]+/)*(?:[A-Za-z0-9._~-]+)?(?:#[\w-]+)?", text.value) and ".." not in text.value:
        return text.value
    raise KindError(
        f"{quote(text.value)} är ingen adress på den här webbplatsen.",
        "Den börjar med / , till exempel /mal-1/.",
        code="fel-adress",
    )


def _parse_link(text: Text) -> str:
    if text.value.startswith("/"):
        return _parse_local_address(text)
    if is_preview(text.value):
        return text.value  # judged when it is known whether the page is there
    page = re.fullmatch(r"(?:content/)?(?:sidor/|mal/)?([A-Za-z0-9_-]+)(?:/|\.md)?", text.value)
    if page:
        name = re.sub(r"^(mal-[0-9]+)-.*", r"\1", page[1])
        help_line = "En sida på webbplatsen skrivs /kontakt/, en annan webbplats https://www.example.org/."
        message = f"Adressen {quote(text.value)} ska börja med / eller https://."
        raise KindError(message, help_line, code="fel-adress", right=f"/{name}/")
    return _parse_web_address(text)


_LANGUAGES = {
    "svenska": "sv", "swe": "sv", "swedish": "sv", "engelska": "en", "eng": "en", "english": "en", "lättläst": "sv",
    "lätt svenska": "sv", "finska": "fi", "arabiska": "ar", "somaliska": "so", "persiska": "fa", "ukrainska": "uk",
    "spanska": "es", "franska": "fr", "tyska": "de", "tigrinja": "ti", "kurdiska": "ku", "polska": "pl", "ryska": "ru",
}  # fmt: skip


def _parse_language(text: Text) -> str:
    written = text.value
    primary = written.split("-", maxsplit=1)[0]
    if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", written) and primary in Locale("sv").languages:
        return written
    right = _LANGUAGES.get(written.casefold()) or (written.lower() if written.lower() in Locale("sv").languages else None)
    several = (ONE_EACH,) if len(find_several(written)) > 1 else ()
    raise KindError(f"{quote(written)} är ingen språkkod.", *several, "Svenska skrivs sv, engelska en.", right=right)


def _parse_time_zone(text: Text) -> str:
    if text.value not in available_timezones():
        help_line = "I Sverige är den Europe/Stockholm."
        raise KindError(f"{quote(text.value)} är ingen tidszon.", help_line, right="Europe/Stockholm")
    return text.value


MARK = re.compile(r"\{[^\S\n]*+(?P<name>[^\W\d_]++)[^\S\n]*+:[^\S\n]*+(?P<argument>(?:[^{}\n]*[^{}\s])?)[^\S\n]*+\}")
"""How a mark looks, `{fakta:id}`; `core.marks` knows which there are."""


def _parse_plain(text: Text) -> Text:
    """Take words that are shown, compared and sent as they are typed: no mark is replaced in them, so none may stand there."""
    if found := MARK.search(text.value):
        message = f"Här kan ingen markering stå, så {quote(found[0])} skulle synas på webbplatsen som det är skrivet."
        help_line = "Skriv orden eller siffran som de ska läsas. Markeringar fungerar i titlar, sammanfattningar och texter."
        raise KindError(message, help_line, code="fel-markering", at=found.start())
    return text


LINE = Kind("rad", LineOfWords, is_text=True, is_line=True)
PLAIN_LINE = Kind("rad utan markeringar", _parse_plain, is_text=True, is_line=True)
"""A value that others take words from: a figure, its unit and source."""
NAME = Kind("namn", _parse_plain, is_text=True, is_line=True)
"""The name of an organisation, person or role: compared and sorted as it is typed."""
TITLE = Kind("rad", LineOfWords, is_text=True, is_line=True)
"""The title of a page, a block or a box."""
PLAIN_TITLE = Kind("rad utan markeringar", _parse_plain, is_text=True, is_line=True)
"""A title that stands where no page is, in lists for instance."""
DAY = Kind("dag", _parse_day)
MARKDOWN = Kind("text", Writing, is_text=True)
WEB_ADDRESS = Kind("webbadress", _parse_web_address)
LINK_ADDRESS = Kind("adress", _parse_link)
ADDRESSES = (WEB_ADDRESS, LINK_ADDRESS)
"""What may lead to another site."""

Line = Annotated[LineOfWords, LINE]
PlainLine = Annotated[Text, PLAIN_LINE]
Name = Annotated[Text, NAME]
Title = Annotated[LineOfWords, TITLE]
PlainTitle = Annotated[Text, PLAIN_TITLE]
Markdown = Annotated[Writing, MARKDOWN]
Day = Annotated[date, DAY]
RoughTime = Annotated[Period, Kind("tid", _parse_period)]
RoughDay = Annotated[Period, Kind("tidpunkt", _parse_rough_time)]
Money = Annotated[int, Kind("belopp", _parse_money)]
Number = Annotated[int, Kind("heltal", _parse_number)]
YesNo = Annotated[bool, Kind("ja eller nej", _parse_yes_no)]
Phone = Annotated[Telephone, Kind("telefonnummer", _parse_telephone)]
Email = Annotated[str, Kind("e-postadress", _parse_email)]
WebAddress = Annotated[str, WEB_ADDRESS]
LinkAddress = Annotated[str, LINK_ADDRESS]
Reference = Annotated[Key, Kind("hänvisning", _parse_key)]
Id = Annotated[Key, Kind("id", _parse_id)]
FileName = Annotated[Text, Kind("filnamn", _parse_file_name)]
Language = Annotated[str, Kind("språkkod", _parse_language)]
TimeZone = Annotated[str, Kind("tidszon", _parse_time_zone)]
_STATUS_WORDS = {
    "draft": "utkast", "hidden": "utkast", "opublicerad": "utkast", "ej_publicerad": "utkast", "avpublicerad": "utkast",
    "dold": "utkast", "vilande": "utkast", "inte_klar": "utkast", "ej_klar": "utkast", "published": "publicerad",
    "public": "publicerad", "publik": "publicerad", "klar": "publicerad", "fardig": "publicerad", "live": "publicerad",
}  # fmt: skip
Status = Annotated[str, choice("status", "publicerad", "utkast", meant=_STATUS_WORDS)]

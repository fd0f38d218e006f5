"""Field kinds: how the text of a field becomes a value.

Stage: check. In: a `Text` as the editor wrote it. Out: a typed value, or a `KindError` with the sentence for the
editor. Patterns are exact: pydantic's own `int`, `date` and `bool` would take `1_000` or `1735689600`.
Used in models as annotations: `first_day: Day | None = field("från")`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

import phonenumbers
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from plugins.core.sources import Text
from plugins.core.swedish import MONTHS, NO_BREAK_SPACE, closest, compare_key, join_words, quote


class KindError(ValueError):
    """What is wrong with a value, for the editor; `right` is the value as it should be written."""

    def __init__(self, message: str, *help_lines: str, code: str = "fel-varde", right: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help_lines
        self.code = code
        self.right = right


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of field: its name in the handbook, and how its text is read."""

    name: str
    parse: Callable[[Text], Any]
    is_text: bool = False
    """A line or a text, in which `#` begins no comment."""
    takes_marks: bool = False
    """A line, in which `{fakta:id}` is replaced."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic call `parse` and carry a `KindError` to the place of the field."""
        return core_schema.no_info_plain_validator_function(self._validate)

    def _validate(self, value: Any) -> Any:
        if not isinstance(value, Text):
            raise PydanticCustomError("kind", "not a single value", {"error": NOT_ONE_VALUE})
        try:
            return self.parse(value)
        except KindError as error:
            raise PydanticCustomError("kind", "wrong value", {"error": error}) from None


NOT_ONE_VALUE = KindError("Här ska stå ett enda värde, ingen lista.")


def choice(name: str, *allowed: str) -> Kind:
    """Return a kind that takes one of the `allowed` Swedish words and gives it back as it stands there."""
    by_key = {compare_key(word): word for word in allowed}

    def parse(text: Text) -> str:
        try:
            return by_key[compare_key(text.value)]
        except KeyError:
            right = closest(text.value, allowed)
            listing = f"Välj mellan {join_words(allowed, 'och')}."
            raise KindError(f"{quote(text.value)} går inte att välja här.", listing, right=right) from None

    return Kind(name, parse)


def _parse_yes_no(text: Text) -> bool:
    words = {"ja": True, "nej": False}
    try:
        return words[compare_key(text.value)]
    except KeyError:
        right = {"yes": "ja", "true": "ja", "sant": "ja", "no": "nej", "false": "nej", "falskt": "nej"}
        raise KindError(f"{quote(text.value)} ska vara ja eller nej.", right=right.get(compare_key(text.value))) from None


def _parse_number(text: Text) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text.value):
        raise KindError(f"{quote(text.value)} är inget heltal.", "Skriv bara siffror, till exempel 4.")
    return int(text.value)


_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LONG_DAY = re.compile(rf"([0-9]{{1,2}})[ {NO_BREAK_SPACE}]({'|'.join(MONTHS)})[ {NO_BREAK_SPACE}]([0-9]{{4}})", re.IGNORECASE)
_OTHER_DAYS = (  # what people write instead, so that the right way can be shown
    (re.compile(r"([0-9]{4})[/. ]([0-9]{1,2})[/. ]([0-9]{1,2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.\- ]([0-9]{4})"), (3, 2, 1)),
    (re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"), (1, 2, 3)),
)
DAY_HELP = "En dag skrivs 2026-12-31 eller 31 december 2026."


def _parse_day(text: Text) -> date:
    found = find_day(text.value)
    if found is None:
        raise KindError(f"{quote(text.value)} är ingen dag.", DAY_HELP, code="fel-datum", right=_guess_day(text.value))
    return found


def find_day(written: str) -> date | None:
    """Return the day that `written` names in one of the contract's two ways, else None; raise if there is no such day."""
    if found := _ISO_DAY.fullmatch(written):
        year, month, day = (int(part) for part in found.groups())
    elif found := _LONG_DAY.fullmatch(written):
        year, month, day = int(found[3]), MONTHS.index(found[2].casefold()) + 1, int(found[1])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        raise KindError(f"Det finns ingen dag {quote(written)}.", DAY_HELP, code="fel-datum") from None


def _guess_day(written: str) -> str | None:
    for pattern, order in _OTHER_DAYS:
        if found := pattern.fullmatch(written.strip()):
            year, month, day = (int(found[group]) for group in order)
            try:
                return date(year, month, day).isoformat()
            except ValueError:
                return None
    return None


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
_SEASONS = {"våren": (1, 6), "sommaren": (6, 8), "hösten": (7, 12)}
_PARTS = {"början av": (1, 4), "slutet av": (9, 12), "första halvåret": (1, 6), "andra halvåret": (7, 12)}
# Beginning and end of a year: its first and last four months; the contract leaves the bounds to us.


def _parse_period(text: Text) -> Period:
    if compare_key(text.value) == compare_key("okänt"):
        return Period(text.value, None, None)
    parts = re.split(r"\s*[–—]\s*|\s+-\s+|(?<=[0-9]{4})-(?=[0-9]{4}$)", text.value)
    if len(parts) <= 2:
        bounds = [_rough_bounds(part) for part in parts]
        if all(bounds):
            first, last = bounds[0][0], bounds[-1][1]  # type: ignore[index]  # all() has ruled out None
            if first > last:
                raise KindError(f"{quote(text.value)} slutar innan det börjar.", code="fel-tid")
            return Period(text.value, first, last)
    raise KindError(f"{quote(text.value)} går inte att läsa som en tid.", *PERIOD_HELP, code="fel-tid")


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
    last = date(year, 12, 31) if months[1] == 12 else date(year, months[1] + 1, 1) - timedelta(days=1)
    return date(year, months[0], 1), last


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone number: as shown, and as a link."""

    shown: str
    link: str


SHORT_NUMBERS = {"112": "112", "11313": "113 13", "11414": "114 14", "1177": "1177", "90101": "90101"}
"""Numbers without an area code that a help box may name; they have no +46 form."""


def _parse_telephone(text: Text) -> Telephone:
    """Take every Swedish way of writing; group as libphonenumber does, and link as RFC 3966 wants."""
    written = re.sub(r"[\N{NO-BREAK SPACE}\u202f\u2010-\u2015]", " ", text.value)
    digits = re.sub(r"[ ()./-]", "", re.sub(r"^((?:\+|00)46)\s*\(0\)", r"\1", written))
    if digits in SHORT_NUMBERS:
        return Telephone(SHORT_NUMBERS[digits], f"tel:{digits}")
    example = "Skriv till exempel 021-123 45 67, 070-123 45 67 eller +46 21 123 45 67."
    if not re.fullmatch(r"(?:\+|00)?[0-9]+", digits):
        raise KindError(f"{quote(text.value)} är inget telefonnummer.", example, code="fel-telefon")
    is_short = KindError(
        f"Telefonnumret {quote(text.value)} kan inte vara rätt. Saknas en siffra eller riktnumret?", example, code="fel-telefon"
    )
    if digits[0] not in "+0":  # libphonenumber would take its first digits for an area code
        raise is_short
    international = "+" + digits[2:] if digits.startswith("00") else digits
    try:
        number = phonenumbers.parse(international, "SE")
    except phonenumbers.NumberParseException:
        raise KindError(f"{quote(text.value)} är inget telefonnummer.", example, code="fel-telefon") from None
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        raise KindError(f"Telefonnumret {quote(text.value)} har för många siffror.", example, code="fel-telefon")
    if not phonenumbers.is_valid_number(number):
        raise is_short
    link = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Telephone(_group_number(number), f"tel:{link}")


def _group_number(number: phonenumbers.PhoneNumber) -> str:
    if number.country_code != 46:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


_EMAIL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9_+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


def is_email(written: str) -> bool:
    """Tell whether `written` is an e-mail address of the plain sort that every program takes."""
    return bool(_EMAIL.fullmatch(written)) and ".." not in written


def _parse_email(text: Text) -> str:
    written = text.value.removeprefix("mailto:")
    if not is_email(written) or written != text.value:
        right = written if is_email(written) else None
        example = "Skriv till exempel namn@example.org, utan å, ä, ö och mellanslag."
        raise KindError(f"{quote(text.value)} är ingen e-postadress.", example, code="fel-epost", right=right)
    return written


def _parse_web_address(text: Text) -> str:
    return check_web_address(text.value)


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
        raise KindError(f"{quote(text.value)} ska vara bara filens namn, utan mapp.", "Till exempel exempelbolaget.svg.")
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
    if re.fullmatch(r"[A-Za-z0-9_-]+/?", text.value):
        help_line = "En sida på webbplatsen skrivs /kontakt/, en annan webbplats https://www.example.org/."
        message = f"Adressen {quote(text.value)} ska börja med / eller https://."
        raise KindError(message, help_line, code="fel-adress", right=f"/{text.value.strip('/')}/")
    return check_web_address(text.value)


def _parse_language(text: Text) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text.value):
        raise KindError(f"{quote(text.value)} är ingen språkkod.", "Svenska skrivs sv, engelska en.")
    return text.value


def _parse_time_zone(text: Text) -> str:
    if not re.fullmatch(r"[A-Za-z_]+(?:/[A-Za-z_+-]+)*", text.value):
        raise KindError(f"{quote(text.value)} är ingen tidszon.", "I Sverige är den Europe/Stockholm.")
    return text.value


LINE = Kind("rad", lambda text: text, is_text=True, takes_marks=True)
NAME = Kind("rad", lambda text: text, is_text=True, takes_marks=True)
"""The name of an organisation, person or role."""
TITLE = Kind("rad", lambda text: text, is_text=True, takes_marks=True)
"""The title of a page, a block or a box."""
MARKDOWN = Kind("text", lambda text: text, is_text=True)

Line = Annotated[Text, LINE]
Name = Annotated[Text, NAME]
Title = Annotated[Text, TITLE]
Markdown = Annotated[Text, MARKDOWN]
Day = Annotated[date, Kind("dag", _parse_day)]
RoughTime = Annotated[Period, Kind("tid", _parse_period)]
Number = Annotated[int, Kind("heltal", _parse_number)]
YesNo = Annotated[bool, Kind("ja eller nej", _parse_yes_no)]
Phone = Annotated[Telephone, Kind("telefonnummer", _parse_telephone)]
Email = Annotated[str, Kind("e-postadress", _parse_email)]
WebAddress = Annotated[str, Kind("webbadress", _parse_web_address)]
LinkAddress = Annotated[str, Kind("adress", _parse_link)]
LocalAddress = Annotated[str, Kind("adress på webbplatsen", _parse_local_address)]
Reference = Annotated[Key, Kind("hänvisning", _parse_key)]
Id = Annotated[Key, Kind("id", _parse_id)]
FileName = Annotated[Text, Kind("filnamn", _parse_file_name)]
Language = Annotated[str, Kind("språkkod", _parse_language)]
TimeZone = Annotated[str, Kind("tidszon", _parse_time_zone)]
Status = Annotated[str, choice("status", "publicerad", "utkast")]

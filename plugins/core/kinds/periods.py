"""Kinds of approximate times, as precise as their source: `våren 2017`, `2009–2011`.

Parse a `Text` and return a `Period`, or raise `KindError` with a suggestion. Called by `Kind`, as `core.kinds.annotations` lists
them; `split_span` by `core.models.misfits`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from plugins.core.dataclass import dataclass
from plugins.core.kinds.days import find_day, guess_day, guess_month, last_day
from plugins.core.kinds.kind import Kind, KindError
from plugins.core.locales.locale import format_day, format_month
from plugins.core.source.sources import Text
from plugins.core.swedish import MONTHS, NO_BREAK_SPACE, compare_key, quote
from plugins.core.words.interface import Words


@dataclass(frozen=True, slots=True)
class Period:
    """An approximate time: shown as written, compared by its first and last possible day."""

    written: str
    first_day: date | None
    """None if the time is unknown."""
    last_day: date | None
    """None also after "tidigast", since nothing is known about the end."""


PERIOD_HELP = (
    "Skriv till exempel 2026-12-31, juli 2022, våren 2017, början av 2022, andra halvåret 2024, 2022 eller 2009–2011.",
    "Är tiden inte känd: skriv okänt.",
)
ROUGH_DAY_HELP = (
    "Skriv till exempel 2026-12-31, juli 2022, våren 2017, början av 2022, andra halvåret 2024 eller 2022.",
    "Är tiden inte känd: skriv saknas, eller ta bort raden om den inte måste finnas.",
)
_PERIOD_DASH = re.compile(r"(?:(?<!\s)\s+)?[–—]\s*|(?<!\s)\s+-\s+|(?<=[0-9]{4})-(?=[0-9]{4}$)")
_EARLIEST = re.compile(r"tidigast\s+(?P<time>\S.*)", re.IGNORECASE)
_SEASONS = {"våren": (1, 6), "sommaren": (6, 8), "hösten": (7, 12)}
_PARTS = {"början av": (1, 4), "slutet av": (9, 12), "första halvåret": (1, 6), "andra halvåret": (7, 12)}
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "våren": "spring",
        "sommaren": "summer",
        "hösten": "autumn",
        "början av": "early",
        "slutet av": "late",
        "första halvåret": "first_half",
        "andra halvåret": "second_half",
    }
)
"""Parts of a year as they are written, with the names of the interface texts for them."""
# The beginning and end of a year are its first and last four months here; no dictionary defines them.


def split_span(written: str) -> tuple[str, str] | None:
    """Return the beginning and end of a time that has both, `2024–2027` or `1 maj 2024 till 3 juni 2025`, or None."""
    parts = [part.strip() for part in re.split(rf"{_PERIOD_DASH.pattern}|(?<!\s)\s+(?:till|t\.?o\.?m\.?)\s+", written)]
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def _parse_period(text: Text) -> Period:
    if compare_key(text.value) == compare_key("okänt"):
        return Period(text.value, None, None)
    parts = _PERIOD_DASH.split(text.value)
    if len(parts) <= 2:
        if len(parts) == 1 and (earliest := _find_earliest(text.value)):
            return earliest
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


def _find_earliest(written: str) -> Period | None:
    """Return the period of "tidigast hösten 2017": from its first day, without an end; None for other words."""
    found = _EARLIEST.fullmatch(written)
    bounds = _rough_bounds(found["time"]) if found else None
    return Period(written, bounds[0], None) if bounds else None


_OTHER_PERIODS: tuple[tuple[str, str], ...] = (
    (r"^(?:från\s+tidigast|tidigast\s+från(?:\s+och\s+med)?)\s+", "tidigast "),
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
"""Other common ways to write a time, as patterns with their replacements."""


def _guess_period(written: str) -> str | None:
    """Return the time that was probably meant, in valid form, or None."""
    if compare_key(written) in ("vet_ej", "vet_inte", "oklart", "okand", "ej_kant", "inte_kant", "-", "?", "unknown"):
        return "okänt"
    guess = " ".join(written.split()).strip(" .,;")
    for pattern, instead in _OTHER_PERIODS:
        guess = re.sub(pattern, instead, guess, flags=re.IGNORECASE)
    if found := re.fullmatch(r"(\d{4})-(\d{2})", guess):
        guess = f"{MONTHS[int(found[2]) - 1]} {found[1]}" if 1 <= int(found[2]) <= 12 else guess
    guess = re.sub(r"^([^\W\d_]{3,4})\.? (?=\d{4})", lambda m: f"{guess_month(m[1]) or m[1]} ", guess)
    guess = guess_day(guess) or guess
    if _find_earliest(guess):
        return guess if guess != written else None
    bounds = [_rough_bounds(part) for part in guess.split("–")]
    return guess if guess != written and len(bounds) <= 2 and all(bounds) and bounds[0][0] <= bounds[-1][1] else None  # type: ignore[index]


def format_period(period: Period, words: Words) -> str:
    """Return a time for a page: as it was written in Swedish, translated in other languages."""
    if words.language.is_swedish:
        return period.written
    if period.first_day is None:
        return str(words.times.unknown)
    if found := _EARLIEST.fullmatch(period.written):
        return str(words.times.earliest.format(time=_format_rough(found["time"], words)))
    return "–".join(_format_rough(part, words) for part in _PERIOD_DASH.split(period.written))


def _format_rough(written: str, words: Words) -> str:
    """Return one approximate time in the language of `words`."""
    bounds = _rough_bounds(written)
    if bounds is None:
        return written
    first, last = bounds
    if first == last:
        return format_day(first, words.language)
    part = " ".join(written.replace(NO_BREAK_SPACE, " ").split()).casefold().rpartition(" ")[0]
    if not part:
        return str(first.year)
    if part in MONTHS:
        return format_month(first, words.language)
    return str(getattr(words.times, _WORDS[part]).format(year=first.year))


def _rough_bounds(written: str) -> tuple[date, date] | None:
    """Return the first and last day of one approximate time, or None."""
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
    last = last_day(year, months[1])
    return (date(year, months[0], 1), last) if last else None


def _parse_rough_time(text: Text) -> Period:
    """Parse one approximate time: beginning and end are separate fields, and an unknown time is a gap (`saknas`)."""
    if bounds := _rough_bounds(text.value):
        return Period(text.value, *bounds)
    if earliest := _find_earliest(text.value):
        return earliest
    message, right = f"{quote(text.value)} går inte att läsa som en tid.", None
    if compare_key(text.value) == compare_key("okänt"):
        right = "saknas"
    elif len(parts := _PERIOD_DASH.split(text.value)) == 2 and all(_rough_bounds(part) for part in parts):
        message = f"{quote(text.value)} är två tider. Här ska stå en: början i fältet från, slutet i fältet till."
    elif (guess := _guess_period(text.value)) and (_rough_bounds(guess) or _find_earliest(guess)):
        right = guess
    raise KindError(message, *ROUGH_DAY_HELP, code="fel-tid", right=right)


ROUGH_TIME = Kind(
    "tid",
    _parse_period,
    "2022",
    "Så noga du vet: 2026-03-01, juli 2022, 2022 eller 2021–2022. Är den inte känd: okänt.",
    stands_alone=True,
)
ROUGH_DAY = Kind(
    "tidpunkt", _parse_rough_time, "juli 2022", "Så noga du vet: 2026-03-01, juli 2022, våren 2017 eller 2022.", stands_alone=True
)
